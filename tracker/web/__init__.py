"""Answer people in a browser."""
