"""Recompute every displayed total by three independent ways: statements of SQL, plain rows, and the file."""
