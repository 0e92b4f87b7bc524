"""Let a change list become cards on a phone: each cell carries the words of its column, and its role as a table's."""

import re
from typing import Final

from django import template
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

register = template.Library()
_BEGINNING: Final = re.compile(r"^<(td|th)\b")
_ROLES: Final = {"td": "cell", "th": "rowheader"}


@register.simple_tag
def labelled_cells(cells: list[SafeString], headers: list[dict[str, object]]) -> SafeString:
    """Return the cells of a row as Django has rendered them, each with its role and the words of its column.

    ``headers`` are those of the list, in the order of the cells; the column of tick boxes has no words.
    """
    pieces: list[str] = []
    for cell, header in zip(cells, headers, strict=False):
        words = (
            "" if "action-checkbox-column" in str(header.get("class_attrib", "")) else strip_tags(str(header["text"]))
        )
        role = _ROLES[cell[1:3]] if _BEGINNING.match(cell) else ""
        attributes = format_html(' role="{}" data-label="{}"', role, capfirst(words.strip()))
        pieces.append(f"{cell[:3]}{attributes}{cell[3:]}" if role else str(cell))
    return mark_safe("".join(pieces))  # noqa: S308 - Django rendered the cells, and what is put in is escaped
