"""Parse arguments, call one action, print what changed."""
