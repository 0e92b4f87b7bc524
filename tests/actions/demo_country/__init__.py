"""Tests of the invented country: most of them need no database."""
