"""Measure; see docs/adr/0004."""
