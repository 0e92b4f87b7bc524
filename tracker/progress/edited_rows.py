"""Tell what was edited in place between two moments, column by column, by whom and why: places, indicators, days."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db.models import GeneratedField, Model, Q, QuerySet, Value
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from provinces.models import Organisation, Place, SourceDocument
from provinces.wording import local_name
from tracker.models import (
    Holiday,
    Indicator,
    IndicatorGroup,
    Person,
    QuarterlyReport,
    ReportFormLine,
    ReportingDuty,
    Unit,
)
from tracker.progress.faces import organisation_face
from tracker.progress.named_by_page import Read
from tracker.progress.number_texts import MISSING, day_text, exact_text
from tracker.progress.restatement_rows import Restatement, RestatementKind
from tracker.progress.trail import author_of
from tracker.progress.wording import name_of

_FOUND, _DELETE = "found", "delete"
# Each sort of row that is edited in place, and the only columns that pages of the past read, where not all.
_SORTS: Final[tuple[tuple[type[Model], tuple[str, ...]], ...]] = (
    (Place, ()),
    (Indicator, ()),
    (Unit, ()),
    (IndicatorGroup, ()),
    (ReportFormLine, ()),
    (Holiday, ()),
    (QuarterlyReport, ("due_on",)),
    (Organisation, ("kind", "name", "name_en")),
    (SourceDocument, ("number", "title", "title_en", "issued_on", "published_on")),
)
# Of the others a new row changes nothing by itself: a place counts by its parent, an indicator by what is said of it.
_COME_AND_GO: Final = (ReportFormLine, Holiday)
_DUE_WITHIN: Final = timedelta(days=92)


@dataclass(frozen=True, slots=True)
class _Edit:
    """One event of one row between the moments, with the columns that it was the last to change.

    ``old`` is the row's last event before all of them; it and ``new`` are None where the row came or went.
    """

    model: type[Model]
    event: Any
    old: Any
    new: Any
    columns: tuple[Any, ...]


def edited_rows(read: Read, *, since: datetime, until: datetime | None) -> list[Restatement]:
    """Return what was edited in place after ``since`` and by ``until`` (None: now) of the rows that a page reads.

    One restatement for each event that was the last to change a column: its columns before and after. What was changed
    and changed back is none. One query, one more for each sort of row that changed, and those of the names in it: five
    at most and one for the people.
    """
    edits = [
        edit
        for model, keys in _touched(read, since, until).items()
        for edit in _edits(model, keys, since, until)
        if _is_read(edit, read)
    ]
    if not edits:
        return []
    names = _Names(edits)
    people = Person.objects.in_bulk({key for edit in edits if (key := author_of(edit.event).person_id) is not None})
    return [_restatement(edit, names, people, read) for edit in edits]


# --- Which rows -------------------------------------------------------------------------------------------------------


def _touched(read: Read, since: datetime, until: datetime | None) -> dict[type[Model], list[int]]:
    """Return the keys of the rows with an event between the moments, by sort of row; one query."""
    quarter = read.quarter
    limits: dict[type[Model], Q] = {
        Place: Q(pgh_obj__in=[*read.places, *read.above]),
        Indicator: Q(pgh_obj__in=list(read.indicators)),
        QuarterlyReport: Q(place__in=list(read.places), year=quarter.year, quarter=quarter.number),
        Organisation: Q(pgh_obj__in=read.organisations),
        SourceDocument: Q(pgh_obj__in=read.documents),
        # What moves the day on which the quarter's reports are due.
        Holiday: Q(on__gt=quarter.last_day, on__lte=quarter.last_day + _DUE_WITHIN),
        ReportFormLine: Q(form__in=ReportingDuty.objects.filter(place__in=list(read.places)).values("form")),
    }
    parts: list[Any] = [
        _events(model)
        .filter(_between(since, until), limits.get(model, Q()))
        .order_by()
        .annotate(sort=Value(number))
        .values_list("sort", "pgh_obj_id")
        for number, (model, _columns) in enumerate(_SORTS)
    ]
    found: dict[type[Model], list[int]] = {}
    for number, key in parts[0].union(*parts[1:]):
        found.setdefault(_SORTS[number][0], []).append(key)
    return found


def _events(model: type[Model]) -> QuerySet[Any]:
    events: Any = model.pgh_event_model  # type: ignore[attr-defined]
    rows: QuerySet[Any] = events.objects.all()
    return rows


def _between(since: datetime, until: datetime | None) -> Q:
    after = Q(pgh_created_at__gt=since) & ~Q(pgh_label=_FOUND)
    return after if until is None else after & Q(pgh_created_at__lte=until)


def _is_read(edit: _Edit, read: Read) -> bool:
    """Return whether the page reads a unit or a group; of the other sorts no others were asked for."""
    faces = read.indicators.values()
    if edit.model is Unit:
        return edit.event.code in {face.unit for face in faces}
    return edit.model is not IndicatorGroup or edit.event.code in {face.group for face in faces}


# --- What was changed -------------------------------------------------------------------------------------------------


def _edits(model: type[Model], keys: Collection[int], since: datetime, until: datetime | None) -> Iterator[_Edit]:
    """Yield the edits of rows of one sort; one query."""
    rows: dict[int, list[Any]] = {}
    for event in _events(model).filter(pgh_obj__in=keys).select_related("pgh_context").order_by("pgh_id"):
        if until is None or event.pgh_created_at <= until or event.pgh_label == _FOUND:
            rows.setdefault(event.pgh_obj_id, []).append(event)
    columns = _columns(model)
    for events in rows.values():
        known = [event for event in events if event.pgh_created_at <= since or event.pgh_label == _FOUND]
        old, newest = known[-1] if known else None, events[-1]
        if model in _COME_AND_GO and (old is None or newest.pgh_label == _DELETE):
            if old is None and newest.pgh_label != _DELETE:
                yield _Edit(model, events[0], None, newest, columns)
            elif old is not None:
                yield _Edit(model, newest, old, None, columns)
            continue
        if newest.pgh_label != _DELETE:
            yield from _changes(model, old, events, columns)


def _changes(model: type[Model], old: Any, events: list[Any], columns: Iterable[Any]) -> Iterator[_Edit]:
    """Yield an edit for each event that was the last to change a column that reads otherwise in the end."""
    # Of a row that was recorded later a past moment reads what was recorded first; a due day stood nowhere before.
    before = old or (None if model is QuarterlyReport else events[0])
    changed: dict[int, list[Any]] = {}
    for column in columns:
        values = [None if event is None else getattr(event, column.attname) for event in (before, *events)]
        if values[0] == values[-1]:
            continue
        last = max(number for number in range(1, len(values)) if values[number] != values[number - 1])
        changed.setdefault(last - 1, []).append(column)
    for number, own in changed.items():
        yield _Edit(model, events[number], before, events[-1], tuple(own))


def _columns(model: type[Model]) -> tuple[Any, ...]:
    """Return the columns that people edit, of a sort of which only some are read these."""
    only = dict(_SORTS)[model]
    kept = {field.attname for field in _events(model).model._meta.concrete_fields}
    return tuple(
        field
        for field in model._meta.concrete_fields
        if field.attname in kept
        and not field.primary_key
        and not isinstance(field, GeneratedField)
        and (not only or field.name in only)
    )


# --- What it says -----------------------------------------------------------------------------------------------------


class _Names:
    """The names of the rows that edited columns point at, and that edited rows are told by; one query a sort of row."""

    def __init__(self, edits: Iterable[_Edit]) -> None:
        wanted: dict[type[Model], set[int]] = {}
        for edit in edits:
            pointing = {column for column in edit.columns if column.is_relation} | _told_by(edit.model)
            for column in pointing:
                keys = {getattr(event, column.attname) for event in (edit.old, edit.new) if event is not None}
                wanted.setdefault(_pointed_at(column), set()).update(keys - {None})
        self._found = {model: model._default_manager.in_bulk(keys) for model, keys in wanted.items()}

    def row(self, column: Any, event: Any) -> Any:
        """Return the row that a column of an event points at, None where it points at none or that is gone."""
        return self._found[_pointed_at(column)].get(getattr(event, column.attname))

    def text(self, column: Any, event: Any) -> str:
        """Return what stood in a column, as people read it; a dash for nothing."""
        value = getattr(event, column.attname)
        if value in (None, "", []):
            return MISSING
        if column.is_relation:
            row = self.row(column, event)
            return f"#{value}" if row is None else name_of(row)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, date):
            return day_text(value)
        if isinstance(value, Decimal):
            return exact_text(value)
        if isinstance(value, list):
            return ", ".join(map(str, value))
        return str(dict(column.flatchoices).get(value, value))


def _pointed_at(column: Any) -> type[Model]:
    model: type[Model] = column.related_model
    return model


def _told_by(model: type[Model]) -> set[Any]:
    """Return the columns without which one row cannot be told from another of its sort."""
    names = {ReportFormLine: ("form", "indicator"), QuarterlyReport: ("reporter",)}.get(model, ())
    return {model._meta.get_field(name) for name in names}


def _restatement(edit: _Edit, names: _Names, people: Mapping[int, Person], read: Read) -> Restatement:
    author, event = author_of(edit.event), edit.new or edit.old
    person = None if author.person_id is None else people.get(author.person_id)
    of_report = edit.model is QuarterlyReport
    place_id = edit.event.pgh_obj_id if edit.model is Place else event.place_id if of_report else None
    reporter = names.row(QuarterlyReport._meta.get_field("reporter"), event) if of_report else None
    return Restatement(
        kind=RestatementKind.EDITED,
        what=_what(edit.model, event, names, named=place_id in read.places),
        place=None if place_id is None else read.places.get(place_id),
        indicator=read.indicators[edit.event.pgh_obj_id] if edit.model is Indicator else None,
        reporter=organisation_face(reporter),
        quarter=read.quarter if of_report else None,
        old=_said(edit, edit.old, names),
        new=_said(edit, edit.new, names),
        by="" if person is None else str(person),
        at=edit.event.pgh_created_at,
        why=author.why,
    )


def _what(model: type[Model], event: Any, names: _Names, *, named: bool) -> str:
    """Return the sort of row and which one it is, unless the list's column of places is ``named`` for it."""
    sort = str(model._meta.verbose_name)
    if named:
        return sort
    if model is SourceDocument:
        return f"{sort}: {event.number or local_name(event, 'title')}"
    if model is not ReportFormLine:
        return f"{sort}: {name_of(event)}"
    which = [names.text(ReportFormLine._meta.get_field(name), event) for name in ("form", "indicator")]
    return f"{sort}: {', '.join(which)}"


def _said(edit: _Edit, event: Any, names: _Names) -> str | None:
    """Return the columns of an edit as they stood, each with its name; None where the row was not there."""
    if event is None and edit.model is not QuarterlyReport:
        return None
    said = [
        f"{capfirst(str(column.verbose_name))}: {MISSING if event is None else names.text(column, event)}"
        for column in edit.columns
    ]
    return "; ".join(said)
