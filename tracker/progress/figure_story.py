"""Tell how one cell of a report came to say what it says: every change and every step, out of the trail."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from tracker.models import Actual, EntryReceipt, ObservationStatus, QuarterlyReport, ReportRevision, RevisionStatus
from tracker.progress.periods import Quarter
from tracker.progress.story_rows import Change, Saying, Span, Standing, Step, StepKind, Story, saying_of
from tracker.progress.trail import author_of


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: an indicator in the report of a reporter for a place and quarter; the report need not exist."""

    place_id: int
    quarter: Quarter
    reporter_id: int
    indicator_id: int


_KINDS: Final = {
    (RevisionStatus.DRAFT, RevisionStatus.AWAITING_APPROVAL): StepKind.SUBMITTED,
    (RevisionStatus.AWAITING_APPROVAL, RevisionStatus.DRAFT): StepKind.TAKEN_BACK,
    (RevisionStatus.AWAITING_APPROVAL, RevisionStatus.RETURNED): StepKind.RETURNED,
    (RevisionStatus.AWAITING_APPROVAL, RevisionStatus.APPROVED): StepKind.APPROVED,
    (RevisionStatus.RETURNED, RevisionStatus.DRAFT): StepKind.REOPENED,
}
# Steps of one transaction share their moment. Figures change in drafts only, so what makes a draft came before them
# and what ends it after.
_MAKES_A_DRAFT: Final = (StepKind.OPENED, StepKind.CORRECTION_STARTED, StepKind.TAKEN_BACK, StepKind.REOPENED)
_BEFORE_FIGURES, _FIGURES, _AFTER_FIGURES = 0, 1, 2


def standing_figures(cell: Cell, as_of: datetime | None) -> tuple[Standing, ...]:
    """Return the figures of a cell that are in force at a moment, None meaning now. Costs one query."""
    rows = (
        Actual.objects.in_force(as_of)
        .filter(
            revision__report__place=cell.place_id,
            revision__report__year=cell.quarter.year,
            revision__report__quarter=cell.quarter.number,
            revision__report__reporter=cell.reporter_id,
            indicator=cell.indicator_id,
        )
        .select_related("revision")
        .order_by("basis", "from_on", "to_on", "pk")
    )
    found = []
    for row in rows:
        revision = row.revision
        assert revision.approved_at is not None
        found.append(Standing(saying_of(row), revision.number, revision.approved_by_id, revision.approved_at))
    return tuple(found)


def story_of_figure(cell: Cell, *, drafts: bool) -> Story:
    """Return the story of a cell, that of deleted drafts included. Costs at most three queries.

    Revisions that never held the cell are left out. Without ``drafts`` the approvals alone are told, and what each
    changed of what was in force before.
    """
    revisions = _revision_events(cell)
    figures = _figure_events(cell, {event.pgh_obj_id for event in revisions})
    ways = _ways(cell, figures) if drafts else {}
    concerned = {event.revision_id for event in figures}
    moments = [
        *((event.pgh_created_at, _FIGURES, event, None) for event in figures),
        *(
            (event.pgh_created_at, _BEFORE_FIGURES if kind in _MAKES_A_DRAFT else _AFTER_FIGURES, event, kind)
            for event, kind in _kinds(revisions)
            if event.pgh_obj_id in concerned
        ),
    ]
    telling = _Telling(ways)
    for _at, _rank, event, kind in sorted(moments, key=lambda moment: (moment[0], moment[1], moment[2].pgh_id)):
        if kind is None:
            telling.figure(event)
        else:
            telling.revision(event, kind)
    steps = [step for step in telling.finished() if drafts or step.kind is StepKind.APPROVED]
    people = {key for step in steps for key in (step.author.person_id, step.author.standing_in_for_id)}
    return Story(
        steps=tuple(reversed(steps)),
        drafted=tuple(telling.drafted()) if drafts else (),
        person_ids=frozenset(key for key in people if key is not None),
    )


def _events(model: Any) -> Any:
    return model.pgh_event_model.objects.select_related("pgh_context").order_by("pgh_id")


def _revision_events(cell: Cell) -> list[Any]:
    """Return the events of every revision that any report of this place, quarter and reporter ever had."""
    reports = _events(QuarterlyReport).filter(
        place_id=cell.place_id, year=cell.quarter.year, quarter=cell.quarter.number, reporter_id=cell.reporter_id
    )
    return list(_events(ReportRevision).filter(report_id__in=reports.order_by().values("pgh_obj_id")))


def _figure_events(cell: Cell, revision_ids: set[int]) -> list[Any]:
    return list(_events(Actual).filter(revision_id__in=revision_ids, indicator_id=cell.indicator_id))


def _ways(cell: Cell, figures: Iterable[Any]) -> dict[datetime, str]:
    """Return by moment how the figures of a save came in; ``undone`` for the undoing of one.

    A receipt is written in the transaction of its figures, so both bear the same moment.
    """
    receipts = _events(EntryReceipt).filter(
        year=cell.quarter.year,
        quarter=cell.quarter.number,
        pgh_created_at__in={event.pgh_created_at for event in figures},
    )
    return {event.pgh_created_at: event.way if event.undone_at is None else StepKind.UNDONE.value for event in receipts}


def _kinds(revisions: Iterable[Any]) -> Iterator[tuple[Any, StepKind]]:
    """Yield each event of a revision that is a step, with its kind."""
    last: dict[int, Any] = {}
    for event in revisions:
        old, last[event.pgh_obj_id] = last.get(event.pgh_obj_id), event
        if event.pgh_label == "delete":
            yield event, StepKind.DRAFT_DELETED
        elif old is None:
            yield event, StepKind.OPENED if event.number == 1 else StepKind.CORRECTION_STARTED
        elif (kind := _KINDS.get((old.status, event.status))) is not None:
            yield event, kind


class _Telling:
    """The story while it is told, event by event, oldest first."""

    def __init__(self, ways: Mapping[datetime, str]) -> None:
        self._ways = ways
        self._steps: list[Step] = []
        self._in_force: dict[Span, Saying] = {}
        # By revision that is not approved, and figure.
        self._drafts: dict[int, dict[int, Saying]] = {}
        self._numbers: dict[int, int] = {}
        self._save: list[Any] = []
        # By span, misprints that are not used apart from what is.
        self._changes: dict[tuple[Span, bool], Change] = {}

    def figure(self, event: Any) -> None:
        """Take in one change of one figure; those of one save become one step."""
        if self._save and _save_of(self._save[0]) != _save_of(event):
            self._write_down()
        self._save.append(event)
        draft = self._drafts.setdefault(event.revision_id, {})
        before, after = draft.pop(event.pgh_obj_id, None), None
        if event.pgh_label != "delete":
            after = draft[event.pgh_obj_id] = saying_of(event)
        for said, is_after in ((before, False), (after, True)):
            if said is None:
                continue
            misprint = bool(said.rejected_because)
            # What a correction does not touch says what is in force.
            standing = None if misprint else self._in_force.get(said.span)
            known = self._changes.get((said.span, misprint)) or Change(standing if is_after else said, standing)
            self._changes[said.span, misprint] = Change(known.before, said if is_after else standing)

    def revision(self, event: Any, kind: StepKind) -> None:
        """Take in one step of a revision."""
        self._numbers[event.pgh_obj_id] = event.number
        self._write_down()
        approved = kind is StepKind.APPROVED
        reasons = {
            StepKind.CORRECTION_STARTED: event.reason,
            StepKind.APPROVED: event.reason,
            StepKind.RETURNED: event.return_reason,
        }
        step = Step(
            at=event.approved_at if approved else event.pgh_created_at,
            kind=kind,
            author=author_of(event),
            revision=event.number,
            reason=reasons.get(kind, ""),
            changes=self._approve(event.pgh_obj_id) if approved else (),
        )
        self._steps.append(step)

    def _approve(self, revision_id: int) -> tuple[Change, ...]:
        changes = []
        for saying in self._drafts.pop(revision_id, {}).values():
            if saying.rejected_because:
                changes.append(Change(None, saying))
                continue
            changes.append(Change(self._in_force.pop(saying.span, None), saying))
            if saying.observation_status != ObservationStatus.WITHDRAWN:
                self._in_force[saying.span] = saying
        return _in_order(changes)

    def _write_down(self) -> None:
        changes = _in_order(change for change in self._changes.values() if change.before != change.after)
        if changes:
            event = self._save[0]
            way = self._ways.get(event.pgh_created_at, "")
            undone = way == StepKind.UNDONE.value
            self._steps.append(
                Step(
                    at=event.pgh_created_at,
                    kind=StepKind.UNDONE if undone else StepKind.TYPED,
                    author=author_of(event),
                    revision=self._numbers[event.revision_id],
                    way="" if undone else way,
                    changes=changes,
                )
            )
        self._save, self._changes = [], {}

    def finished(self) -> list[Step]:
        """Return every step, oldest first."""
        self._write_down()
        return self._steps

    def drafted(self) -> Iterator[Saying]:
        """Yield what the revision says that is not approved."""
        for draft in self._drafts.values():
            for change in _in_order(Change(None, saying) for saying in draft.values()):
                assert change.after is not None
                yield change.after


def _save_of(event: Any) -> tuple[Any, ...]:
    """Return what the figures of one save have in common: transaction, revision and author."""
    return event.pgh_created_at, event.revision_id, event.pgh_context_id


def _in_order(changes: Iterable[Change]) -> tuple[Change, ...]:
    def position(change: Change) -> tuple[str, date, date]:
        said = change.after or change.before
        assert said is not None
        return said.span.basis, said.span.from_on or said.span.to_on, said.span.to_on

    return tuple(sorted(changes, key=position))
