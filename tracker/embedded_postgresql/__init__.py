"""Bring a PostgreSQL server along, so that the project runs with no database set up.

As a Django engine (``ENGINE = "tracker.embedded_postgresql"``) it starts the server at the first connection.
As a program (``python -m tracker.embedded_postgresql start | stop | where | remove``) it serves the scripts.
Why it is our own and how it decides: docs/adr/0002-embedded-postgresql.md.
"""
