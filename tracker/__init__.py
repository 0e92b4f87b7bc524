"""Track what was promised, what happened and how far it has come."""

__version__ = "0.3.0"
