"""Choose between a Vietnamese text and its English twin.

It lies this deep so that the names of rows, every page, file and message choose alike.
"""

from typing import Any

from django.utils.translation import get_language


def in_english() -> bool:
    """Return whether the reader's language is English; where no language is active it is Vietnamese."""
    return (get_language() or "vi").split("-")[0] == "en"


def local_text(vietnamese: str, english: str) -> str:
    """Return the text in the reader's language, the other one where that is empty."""
    return (english or vietnamese) if in_english() else (vietnamese or english)


def local_name(thing: Any, field: str = "name") -> str:
    """Return a pair of texts such as ``title`` and ``title_en`` in the reader's language, or the one that there is."""
    return str(local_text(getattr(thing, field) or "", getattr(thing, f"{field}_en") or ""))
