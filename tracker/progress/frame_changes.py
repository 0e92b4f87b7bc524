"""Tell which rules and places were recorded anew or retired between two moments, by whom and why."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import models
from django.db.models import Q, Value
from django.utils.translation import gettext as _

from provinces.models import ParkInvestor, PlaceMember, PlaceParent, SourceDocument, Succession
from provinces.reach import Reach, reaches
from tracker.models import DueRule, ExchangeRate, Person, ReporterPrecedence, ReportingDuty, Threshold
from tracker.models.document_reach import of_others
from tracker.progress.number_texts import day_text, exact_text
from tracker.progress.restatement_rows import Restatement, RestatementKind
from tracker.progress.rows import PlaceFace
from tracker.progress.trail import author_of

# Each sort of recorded row that a page reads, with its columns that name places and what its words need.
_FRAME: Final[tuple[tuple[type[models.Model], tuple[str, ...], tuple[str, ...]], ...]] = (
    (Threshold, (), ("group",)),
    (ReporterPrecedence, ("place",), ("place", "indicator")),
    (PlaceParent, ("place", "parent"), ("place", "parent")),
    (PlaceMember, ("perimeter", "member"), ("perimeter", "member")),
    (Succession, ("predecessor", "successor"), ("predecessor", "successor")),
    (ParkInvestor, ("park",), ("park", "investor")),
    (ReportingDuty, ("place",), ("place", "reporter", "form")),
    (DueRule, (), ()),
    (ExchangeRate, (), ()),
)
# A place that was moved or merged is told of at either end, as far as the other is reached.
_MOVES: Final = (PlaceParent, Succession)


@dataclass(frozen=True, slots=True)
class _Move:
    """One row that began or ceased to count."""

    model: type[models.Model]
    row: Any
    at: datetime
    begins: bool


def frame_changes(
    places: Mapping[int, PlaceFace],
    path: Collection[PlaceFace],
    *,
    since: datetime,
    until: datetime | None,
    reach: Reach = None,
) -> list[Restatement]:
    """Return the frame rows that began or ceased to count after ``since`` and by ``until`` (None: now).

    Of rows that name places only those whose places are all among ``places`` or above them, so that nobody is named
    who is not reached; of moves and mergers one of them, the other being reached. No rates that were taken from the
    figures of others. A row that replaces another at the same moment is one change. One query, two more for each sort
    of row that changed, one for the people.
    """
    known = {*places, *(face.id for face in path)}
    touched = _touched_since(since)
    moves = [
        move
        for model, columns, loaded in _FRAME
        if model in touched
        for move in _moves(model, touched[model], loaded, since, until)
        if _concerns(move, columns, known, reach)
    ]
    if reach is not None:
        moves = _without_rates_of_others(moves, reach)
    authors = _authors(moves)
    people = Person.objects.in_bulk({key for key, _why in authors.values() if key is not None})
    return [_restatement(pair, authors, people, places) for pair in _paired(moves)]


def _touched_since(since: datetime) -> dict[type[models.Model], list[int]]:
    """Return the keys of the rows that were recorded or retired after a moment, by sort of row; one query."""
    rows: list[Any] = [
        model._default_manager.filter(Q(recorded_at__gt=since) | Q(retired_at__gt=since))
        .order_by()
        .annotate(sort=Value(number))
        .values_list("sort", "pk")
        for number, (model, _columns, _loaded) in enumerate(_FRAME)
    ]
    found: dict[type[models.Model], list[int]] = {}
    for number, key in rows[0].union(*rows[1:], all=True):
        found.setdefault(_FRAME[number][0], []).append(key)
    return found


def _moves(
    model: Any, keys: Collection[int], loaded: tuple[str, ...], since: datetime, until: datetime | None
) -> Iterator[_Move]:
    def within(moment: datetime | None) -> bool:
        return moment is not None and moment > since and (until is None or moment <= until)

    for row in model.objects.filter(pk__in=keys).select_related(*loaded).order_by("pk"):
        # What came and went in between was never seen at either moment.
        if within(row.recorded_at) and within(row.retired_at):
            continue
        if within(row.recorded_at):
            yield _Move(model, row, row.recorded_at, begins=True)
        if within(row.retired_at):
            yield _Move(model, row, row.retired_at, begins=False)


def _concerns(move: _Move, columns: tuple[str, ...], known: Collection[int], reach: Reach) -> bool:
    """Return whether a row is one of the page's: by all its places, of a move by one of them."""
    keys = {getattr(move.row, f"{column}_id") for column in columns} - {None}
    others = keys.difference(known)
    return not others or (move.model in _MOVES and len(others) < len(keys) and reaches(reach, others))


def _without_rates_of_others(moves: list[_Move], reach: Reach) -> list[_Move]:
    rates = [move.row.pk for move in moves if move.model is ExchangeRate]
    others = SourceDocument.objects.filter(of_others(reach))
    hidden = set(ExchangeRate.objects.filter(pk__in=rates, document__in=others).values_list("pk", flat=True))
    return [move for move in moves if move.model is not ExchangeRate or move.row.pk not in hidden]


def _paired(moves: list[_Move]) -> Iterator[tuple[_Move | None, _Move | None]]:
    """Yield what ceased with what took its place at the same moment."""
    begun = [move for move in moves if move.begins]
    for move in moves:
        if move.begins:
            continue
        heir = next((one for one in begun if one.model is move.model and one.at == move.at), None)
        if heir is not None:
            begun.remove(heir)
        yield move, heir
    for move in begun:
        yield None, move


def _authors(moves: list[_Move]) -> dict[tuple[type[models.Model], int, bool], tuple[int | None, str]]:
    """Return who made each move and why, as the trail knows; one query a sort of row that moved."""
    found: dict[tuple[type[models.Model], int, bool], tuple[int | None, str]] = {}
    for model in dict.fromkeys(move.model for move in moves):
        ids = [move.row.pk for move in moves if move.model is model]
        events: Any = model.pgh_event_model  # type: ignore[attr-defined]
        for event in events.objects.filter(pgh_obj_id__in=ids).select_related("pgh_context").order_by("pgh_id"):
            author = author_of(event)
            found[model, event.pgh_obj_id, event.pgh_label == "insert"] = author.person_id, author.why
    return found


def _restatement(
    pair: tuple[_Move | None, _Move | None],
    authors: Mapping[tuple[type[models.Model], int, bool], tuple[int | None, str]],
    people: Mapping[int, Person],
    places: Mapping[int, PlaceFace],
) -> Restatement:
    old, new = pair
    move = new or old
    assert move is not None
    person_id, why = authors.get((move.model, move.row.pk, move.begins), (None, ""))
    person = people.get(person_id) if person_id is not None else None
    place_id = next(
        (
            getattr(move.row, f"{name}_id")
            for name in ("place", "park", "successor", "perimeter")
            if hasattr(move.row, f"{name}_id")
        ),
        None,
    )
    return Restatement(
        kind=RestatementKind.FRAME,
        what=str(move.model._meta.verbose_name),
        place=None if place_id is None else places.get(place_id),
        indicator=None,
        old=None if old is None else _said(old.row),
        new=None if new is None else _said(new.row),
        by="" if person is None else str(person),
        at=move.at,
        why=why,
    )


def _said(row: Any) -> str:
    """Return what a row of the frame says; a rate with the number marks of the reader's language."""
    if not isinstance(row, ExchangeRate):
        return str(row)
    words = {"base": row.base, "value": exact_text(row.rate), "quote": row.quote}
    rate = _("1 %(base)s = %(value)s %(quote)s") % words
    return f"{rate} ({row.get_purpose_display()}, {day_text(row.on)})"
