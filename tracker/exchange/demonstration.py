"""Mark whatever leaves a demonstration: a person must never take an invented figure for a statistic."""

from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

KEY: Final = "demonstration"
"""Under which data that programs read carry the mark."""
_PREFIX: Final = "minh-hoa-"


def mark() -> str:
    """Return the sentence that figures are invented, in the reader's language; an empty text where they are real."""
    return _("Invented figures for a demonstration, no real statistics") if settings.DEMO else ""


def mark_of_data() -> dict[str, str]:
    """Return what plain data begin with: the mark under its key, nothing where figures are real."""
    return {KEY: mark()} if settings.DEMO else {}


def marked_name(file_name: str) -> str:
    """Return the name of a file that leaves the site."""
    return f"{_PREFIX}{file_name}" if settings.DEMO else file_name


def mark_lines() -> list[str]:
    """Return the lines that a text for the terminal begins with."""
    return [mark(), ""] if settings.DEMO else []
