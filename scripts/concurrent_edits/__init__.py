"""Many people at work on the same reports at once; see __main__.py."""
