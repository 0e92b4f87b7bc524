"""Say in a checksum what a judgement rests on: where nothing of it has changed, it need not be made again."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from django.db import models

from tracker.actions.entry_desks import Desk
from tracker.actions.entry_lines import AMOUNTS, LineEntry
from tracker.actions.entry_sheet import Rows, Sheet
from tracker.actions.locking import Closed
from tracker.models import Actual, Indicator, ReportFormLine

_ENTRY = (*AMOUNTS, "status", "note", "reason", "source", "in_quarter_step", "year_to_date_step")
_FIGURE = tuple(field.attname for field in Actual._meta.concrete_fields)


def checksum_of(
    desks: Sequence[Desk], sheets: Sequence[Sheet], entries: Sequence[Iterable[LineEntry]], closed: Mapping[int, Closed]
) -> str:
    """Return the same text for the same entries, judged by the same rows, form and closing; no query.

    All that `entering.judged_changes` looks at is in it, apart from the words of its sentences: a checksum stands for
    lines that had none. Expects sheets of stored or unstored drafts, and their indicators with units and parts loaded.
    """
    found = hashlib.sha256()
    forms: dict[int, str] = {}
    for desk, sheet, stated in zip(desks, sheets, entries, strict=True):
        known = id(sheet.lines)
        if known not in forms:
            forms[known] = repr([_line(line) for line in sheet.lines])
        # Approved rows never change, so that their keys say what they hold.
        approved = [(key, *(row.pk for row in rows.values())) for key, rows in sheet.approved.items()]
        beside = (_rows(sheet.drafted), sheet.before, sheet.values, closed.get(desk.place.pk))
        said = [(entry.indicator_id, *[getattr(entry, name) for name in _ENTRY]) for entry in stated]
        found.update(repr((desk.key, str(sheet.quarter), forms[known], approved, beside, said)).encode())
    return found.hexdigest()[:32]


def _line(line: ReportFormLine) -> tuple[object, ...]:
    own = line.indicator
    indicators = (own, own.numerator, own.denominator, own.accumulates)
    return (line.pk, line.asked, line.position, *(_indicator(each) for each in indicators))


def _indicator(indicator: Indicator | None) -> tuple[object, ...]:
    return () if indicator is None else (*_fields(indicator), *_fields(indicator.unit))


def _fields(row: models.Model) -> Iterable[object]:
    return (getattr(row, field.attname) for field in row._meta.concrete_fields)


def _rows(rows: Rows) -> list[tuple[object, ...]]:
    return [tuple(getattr(row, name) for name in _FIGURE) for found in rows.values() for row in found.values()]
