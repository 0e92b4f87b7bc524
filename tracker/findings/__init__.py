"""Find where the facts contradict each other: one file a rule."""
