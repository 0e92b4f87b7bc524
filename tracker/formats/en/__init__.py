"""Hold the English formats."""
