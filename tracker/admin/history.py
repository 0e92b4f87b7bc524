"""Read the trail of a row: who changed what, when and why, in words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Field, ForeignKey, Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from provinces.models import Recorded
from tracker.admin.authors import author_text
from tracker.admin.receipt_words import receipt_text, rows_named_in
from tracker.exchange.numbers import write_number
from tracker.exchange.wording import NO_FIGURE, language_now
from tracker.models import (
    Actual,
    Attachment,
    EntryReceipt,
    Indicator,
    Person,
    QuarterlyReport,
    ReportRevision,
    RevisionStatus,
    Target,
    TargetMember,
    TargetPhase,
)
from tracker.progress.trail import author_of

# Rows of the trail: a model, and the condition for its events.
Sources = Sequence[tuple[type[Model], dict[str, Any]]]

_SILENT = frozenset({"id", "search_key", "sort_key", "approval_sequence", "recorded_at", "retired_at"})
# What changes in drafts only, and when a step of the others shows no draft any more.
_WORKING: Final = (Actual, Attachment, TargetPhase, TargetMember)
_FINISHED: Final[Mapping[type[Model], Mapping[str, Any]]] = {
    ReportRevision: {"status__in": [RevisionStatus.AWAITING_APPROVAL, RevisionStatus.APPROVED]},
    Target: {"approved_at__isnull": False},
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after; before is a dash when the row was new."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One step: when, who and why (empty when the trail does not know), what was done to what."""

    at: datetime
    who: str
    what: str
    changes: tuple[FieldChange, ...] = ()
    why: str = ""


def history_of(row: Model, *, drafts: bool) -> list[HistoryEntry]:
    """Return the steps of a row and of what belongs to it, newest first.

    Without ``drafts`` the steps that show working data are left out: those of figures, papers, phases and members,
    which all change in drafts only, and those of a report or target before it was submitted or approved.
    Costs one query for each audited model, one for the people, and one for each model that its rows point to.
    """
    entries = _events(row, drafts=drafts) if hasattr(row, "pgh_event_model") else []
    if not entries:
        entries = list(_recorded(row) if isinstance(row, Recorded) else _log(row))
    # Reversed first: steps of one transaction share their moment, and the sort keeps the order of equals.
    entries.reverse()
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def _events(row: Model, *, drafts: bool) -> list[HistoryEntry]:
    """Return the steps of an audited row and of the audited rows below it."""
    sources = [(audited_model(type(row)), {"pgh_obj_id": row.pk})]
    if isinstance(row, QuarterlyReport):
        # Out of the trail, which also knows the drafts that were deleted.
        revisions = events_of(ReportRevision).filter(report_id=row.pk).values("pgh_obj_id")
        sources += [
            (ReportRevision, {"report_id": row.pk}),
            (Actual, {"revision_id__in": revisions}),
            (Attachment, {"revision_id__in": revisions}),
        ]
    elif isinstance(row, ReportRevision):
        sources += [(Actual, {"revision_id": row.pk}), (Attachment, {"revision_id": row.pk})]
    elif isinstance(row, Target):
        sources += [(TargetPhase, {"target_id": row.pk}), (TargetMember, {"target_id": row.pk})]
    if not drafts:
        sources = [
            (model, {**condition, **_FINISHED.get(model, {})}) for model, condition in sources if model not in _WORKING
        ]
    return steps_of(sources)


def steps_of(sources: Sources, *, after: Mapping[type[Model], int] | None = None) -> list[HistoryEntry]:
    """Return the steps of the rows that the sources name, oldest first within each of them.

    ``after`` holds by model the number of an event: only later ones are told; None tells all. Costs are those of
    `history_of`.
    """
    steps: list[tuple[type[Model], Any, Any]] = []
    for model, condition in sources:
        before: dict[Any, Any] = {}
        for event in events_of(model).filter(**condition).select_related("pgh_context").order_by("pgh_id"):
            if after is None or event.pgh_id > after[model]:
                steps.append((model, before.get(event.pgh_obj_id), event))
            before[event.pgh_obj_id] = event
    names = _Names(steps)
    return [
        HistoryEntry(
            at=event.pgh_created_at,
            who=names.author(event),
            what=names.what(model, event),
            changes=tuple(names.changes(model, old, event)),
            why=author_of(event).why,
        )
        for model, old, event in steps
    ]


def audited_model(model: type[Model]) -> type[Model]:
    """Return the model whose trail tells of the rows: a proxy's own (members of targets), or that of what is below."""
    below = model._meta.concrete_model
    return below if below is not None and hasattr(below, "pgh_event_model") else model


def events_of(model: Any) -> Any:
    """Return the trail of a model."""
    return model.pgh_event_model.objects


class _Names:
    """The words for the keys that events hold, read with one query for each model."""

    def __init__(self, steps: Iterable[tuple[type[Model], Any, Any]]) -> None:
        wanted: dict[type[Model], set[Any]] = {Person: set()}
        for model, _old, event in steps:
            author = author_of(event)
            wanted[Person] |= {author.person_id, author.standing_in_for_id} - {None}
            for field in model._meta.concrete_fields:
                key = getattr(event, field.attname, None)
                if isinstance(field, ForeignKey) and key is not None:
                    wanted.setdefault(field.related_model, set()).add(key)
            if model is EntryReceipt:
                for named, key in rows_named_in(event.lines):
                    wanted.setdefault(named, set()).add(key)
        self._rows: dict[type[Model], dict[Any, Any]] = {
            model: _with_units(model).in_bulk(keys) for model, keys in wanted.items() if keys
        }

    def author(self, event: Any) -> str:
        """Return who made the step."""
        return author_text(author_of(event), self._rows.get(Person, {}))

    def what(self, model: type[Model], event: Any) -> str:
        """Return what was done to which row."""
        verb = {
            "found": _("was there when its trail began"),
            "insert": _("recorded") if issubclass(model, Recorded) else _("added"),
            "update": _("retired") if issubclass(model, Recorded) else _("changed"),
            "delete": _("deleted"),
        }[event.pgh_label]
        name = str(model._meta.verbose_name)
        if model is Actual:
            name = str(self._rows[model._meta.get_field("indicator").related_model][event.indicator_id])
        elif model is ReportRevision:
            name = f"{name} {event.number}"
        return f"{name}: {verb}"

    def changes(self, model: type[Model], old: Any, event: Any) -> Iterator[FieldChange]:
        """Yield the fields that differ from the step before; the filled ones of a new row, none of a deleted one."""
        if event.pgh_label == "delete":
            return
        for field in model._meta.concrete_fields:
            if field.name in _SILENT:
                continue
            before = None if old is None else getattr(old, field.attname, None)
            after = getattr(event, field.attname, None)
            if before != after and not (old is None and after in ("", None, [], False)):
                read = self._receipt_text if field.name == "lines" and model is EntryReceipt else self.text
                yield FieldChange(str(field.verbose_name), read(field, before), read(field, after))

    def _receipt_text(self, _field: "Field[Any, Any]", value: Any) -> str:
        """Return what the lines of a receipt say."""
        return receipt_text(value, self._rows) if value else NO_FIGURE

    def text(self, field: "Field[Any, Any]", value: Any) -> str:
        """Return a stored value in the reader's words."""
        if value is None or value == "" or value == []:
            return NO_FIGURE
        if isinstance(field, ForeignKey):
            row = self._rows.get(field.related_model, {}).get(value)
            return NO_FIGURE if row is None else str(row)
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, Decimal):
            return write_number(value, language_now())
        if isinstance(value, datetime):
            return date_format(timezone.localtime(value), "H:i d/m/Y")
        if isinstance(value, date):
            return date_format(value, "d/m/Y")
        return ", ".join(value) if isinstance(value, list) else str(value)


def _with_units(model: type[Model]) -> Any:
    """Return the rows of a model; indicators with their units, in which their figures are written."""
    rows = model._default_manager.all()
    return rows.select_related("unit") if model is Indicator else rows


def _recorded(row: Recorded) -> Iterator[HistoryEntry]:
    """Yield the two moments of a recorded row without a trail, with who made them where the admin's log knows it."""
    log = {entry.action_flag: str(entry.user) for entry in _log_entries(row)}
    who = next(iter(log.values()), "")
    yield HistoryEntry(at=row.recorded_at, who=who, what=_("recorded"))
    if row.retired_at is not None:
        yield HistoryEntry(at=row.retired_at, who="", what=_("retired"))


def _log(row: Model) -> Iterator[HistoryEntry]:
    for entry in _log_entries(row):
        yield HistoryEntry(at=entry.action_time, who=str(entry.user), what=entry.get_change_message())


def _log_entries(row: Model) -> Iterable[LogEntry]:
    kind = ContentType.objects.get_for_model(row)
    return LogEntry.objects.filter(content_type=kind, object_id=str(row.pk)).select_related("user").order_by("pk")
