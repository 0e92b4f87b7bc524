"""Declare the admin: one file per concept."""
