"""Write and read dates and numbers as each language does; Django's own Vietnamese reads dates the American way."""
