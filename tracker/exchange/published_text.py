"""Write published figures for a terminal and for a spreadsheet."""

import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from provinces.wording import local_name
from tracker.exchange.numbers import write_number
from tracker.exchange.published import PublishedFigure
from tracker.exchange.wording import language_now
from tracker.models import Comparator, ObservationStatus, TargetRole

_NUMERIC = frozenset({"paragraph", "value", "high", "other_value", "baseline"})
_LIVE = ("=", "+", "-", "@", "\t", "\r")
_WIDTHS = (4, 34, 38, 12, 22, 34)


def spreadsheet_safe(name: str, value: Any) -> Any:
    """Return a cell that a spreadsheet shows and never computes; numbers stay numbers, lists get | between."""
    if isinstance(value, list):
        return "|".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and name not in _NUMERIC and value.startswith(_LIVE):
        return f"'{value}"
    return value


def as_lines(figures: list[PublishedFigure]) -> Iterator[str]:
    """Yield the lines of a table in the reader's language: a heading, then one figure a line."""
    yield _columns(("§", _("place"), _("indicator"), _("role"), _("period"), _("value"), _("as printed")))
    for figure in figures:
        yield _columns(
            (
                str(figure.paragraph or ""),
                local_name(figure, "place_name"),
                local_name(figure, "indicator_name"),
                _role(figure.role),
                figure.period,
                _value(figure),
                figure.printed + _remarks(figure),
            )
        )


def _columns(cells: tuple[str, ...]) -> str:
    padded = [_fitted(cell, width) for cell, width in zip(cells, _WIDTHS, strict=False)]
    return "  ".join([*padded, *cells[len(_WIDTHS) :]]).rstrip()


def _fitted(text: str, width: int) -> str:
    """Return the text at exactly this width: cut with an ellipsis, or filled with spaces."""
    composed = unicodedata.normalize("NFC", text)
    return composed.ljust(width) if len(composed) <= width else composed[: width - 1] + "…"


def _role(role: str) -> str:
    words = {"target": TargetRole.GOAL.label, "actual": _("actual"), "comparison": _("comparison")}
    return str(words.get(role) or TargetRole(role).label)


def _value(figure: PublishedFigure) -> str:
    if figure.value is None:
        status = figure.observation_status or ObservationStatus.NORMAL
        missing = status != ObservationStatus.NORMAL
        return str(ObservationStatus(status).label if missing else Comparator.NONE_STATED.label)
    language = language_now()
    amount = write_number(Decimal(figure.value), language)
    if figure.high is not None:
        amount = f"{amount}–{write_number(Decimal(figure.high), language)}"
    elif figure.comparator != Comparator.EXACTLY:
        amount = f"{Comparator(figure.comparator).label} {amount}"
    return f"{amount} {figure.unit}"


def _remarks(figure: PublishedFigure) -> str:
    """Return what a reader must not miss: that a figure is implied, unclear or not used."""
    remarks = []
    if figure.origin == "implied":
        remarks.append(_("implied"))
    if figure.unclear:
        remarks.append(_("unclear"))
    if figure.rejected_because:
        remarks.append(_("not used"))
    return f" [{', '.join(remarks)}]" if remarks else ""
