"""Say what the facts mean: pure arithmetic and the few queries that feed it."""
