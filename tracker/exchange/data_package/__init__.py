"""The whole database as CSV files with a Frictionless descriptor: what analysts load into their own tools."""
