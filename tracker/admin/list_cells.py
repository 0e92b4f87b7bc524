"""Let a change list become cards on a phone: each cell carries the words of its column, and its role as a table's."""

import re
from typing import Any, Final

from django import template
from django.utils.formats import number_format
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext

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


@register.simple_tag
def left_out_on_paper(rows: Any) -> str:
    """Return which rows of a change list a paper of this page has, and that others are left out; nothing if none is."""
    shown = len(rows.result_list)
    if shown >= rows.result_count:
        return ""
    first = (rows.page_num - 1) * rows.list_per_page + 1
    numbers = {"first": first, "last": first + shown - 1, "total": rows.result_count}
    words = {name: number_format(number, force_grouping=True) for name, number in numbers.items()}
    return gettext("This paper shows rows %(first)s–%(last)s of %(total)s; the others are left out.") % words
