"""Save what was typed, pasted or read into the reports of a quarter: all of it, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.models import Place
from tracker.actions.entry_checks import LineProblem
from tracker.actions.entry_desks import Desk, DeskKey, desk_of_revision, opened, refusal_to_open, with_reports
from tracker.actions.entry_judging import closed_problems, merged, problems_in
from tracker.actions.entry_lines import LineEntry
from tracker.actions.entry_sheet import Sheet, read_sheets
from tracker.actions.entry_texts import last_writers
from tracker.actions.entry_writing import Changes
from tracker.actions.locking import Closed, closed_cells, hold_quarter, sentence_of
from tracker.actions.refusals import UnableToActError
from tracker.actions.rights import scope_of
from tracker.actions.trail import acting
from tracker.models import EntryReceipt, EntryWay, Person, ReportRevision, RevisionStatus, Role


class UnableToSaveCellsError(UnableToActError):
    """The lines cannot be saved; `problems` says by desk which inputs are in the way."""

    def __init__(self, message: str, problems: Mapping[DeskKey, Sequence[LineProblem]] | None = None) -> None:
        super().__init__(message)
        self.by_desk = {key: tuple(found) for key, found in (problems or {}).items() if found}

    @property
    def problems(self) -> tuple[LineProblem, ...]:
        """Return the problems of all desks."""
        return tuple(problem for found in self.by_desk.values() for problem in found)


class LaterRevisionError(UnableToSaveCellsError):
    """The report is in a later revision than the one that the lines were stated for."""

    def __init__(self, message: str, revision: ReportRevision) -> None:
        super().__init__(message)
        self.revision = revision


@dataclass(frozen=True)
class Stated:
    """What a person states about one report: some of its lines; those not given stay as they are.

    ``seen`` holds by indicator the fingerprint of what the person had before them: a line that somebody else has
    changed since is kept if the person left it alone, and is a conflict if both changed it. A line without its
    fingerprint is a conflict if it differs from what is stored; None is for callers that have just read it.
    ``revision_seen`` is the number of the newest revision that the person had before them, 0 for none yet; None skips
    the comparison. ``asked`` holds by indicator the `LineProblem.asked` that the person has read: stating the same line
    again with it says that its old reason answers the new question as well.
    """

    desk: Desk
    entries: Sequence[LineEntry]
    seen: Mapping[int, str] | None = None
    undoing: bool = False
    revision_seen: int | None = None
    asked: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Saved:
    """How many figures a save changed, its receipt (None if nothing changed), and the desks as they stand now."""

    count: int
    receipt: EntryReceipt | None
    desks: list[Desk] = field(default_factory=list)


@transaction.atomic
def save_sheets(
    *,
    stated: Sequence[Stated],
    by: Person,
    at: datetime,
    way: EntryWay = EntryWay.GRID,
    kept_at: Place | None = None,
    submitting: bool = False,
) -> Saved:
    """Save lines into the drafts of some reports of one quarter, opening those that are missing.

    ``kept_at`` is the place whose page shows the receipt; None takes the first report's. ``submitting`` asks about
    every line of the drafts, not only about those that change.
    A correction holds only the cells that differ from what is approved; a cleared one becomes a withdrawal. The number
    of queries does not depend on the number of reports or lines.

    :raises LaterRevisionError: if a report is in a later revision than the person had seen; then nothing is saved.
    :raises UnableToSaveCellsError: if a report is no draft or cannot be opened, the person does not enter for a place,
        the quarter is closed, or a line cannot be stored, contradicts itself, is in conflict, or is unusual and has
        no reason; then nothing is saved.
    """
    if not stated:
        return Saved(0, None)
    desks = [item.desk for item in stated]
    quarter = desks[0].quarter
    _require_clerk(desks, by, at)
    hold_quarter(quarter)
    closed = closed_cells(places=[desk.place.pk for desk in desks], quarter=quarter, by=by, at=at)
    for desk in desks:
        if desk.place.pk in closed and closed[desk.place.pk].is_shut:
            raise UnableToSaveCellsError(named(desk, sentence_of(closed[desk.place.pk]), desks))
    with acting(by):
        desks = _open_desks(desks, at)
        _require_revisions_seen(desks, stated)
        sheets = read_sheets(desks, with_plans=False)
        changes, problems = judged_changes(desks, sheets, stated, closed, submitting=submitting)
        if problems:
            raise UnableToSaveCellsError(_("Nothing was saved yet: please look at the marked cells."), problems)
        changes.write()
        receipt = None
        if changes.lines and not any(item.undoing for item in stated):
            receipt = EntryReceipt.objects.create(
                way=way,
                place=kept_at or desks[0].place,
                year=quarter.year,
                quarter=quarter.number,
                made_by=by,
                lines=changes.lines,
            )
    return Saved(changes.count, receipt, desks)


def judged_changes(
    desks: Sequence[Desk],
    sheets: Sequence[Sheet],
    stated: Sequence[Stated],
    closed: Mapping[int, Closed],
    *,
    submitting: bool = False,
) -> tuple[Changes, dict[DeskKey, list[LineProblem]]]:
    """Return what the entries change in the desks, and the problems of every line that is in the way.

    Each desk needs a revision, and one that is not stored yet is enough to compare. Costs a query if somebody else has
    changed the same lines.
    """
    parts = [
        merged(desk, sheet, item.entries, item.seen, asked=item.asked, undoing=item.undoing)
        for desk, sheet, item in zip(desks, sheets, stated, strict=True)
    ]
    writers = last_writers(cell for part in parts for cell in part.contested)
    changes = Changes()
    problems: dict[DeskKey, list[LineProblem]] = {}
    for desk, sheet, part in zip(desks, sheets, parts, strict=True):
        found = part.problems(desk, writers) or problems_in(
            sheet, part.entries, asked=part.asked, submitting=submitting
        )
        shut = closed.get(desk.place.pk)
        if not found and shut is not None:
            found = closed_problems(sheet, part.entries, shut)
        if found:
            problems[desk.key] = found
        else:
            changes.add(desk, sheet, part.entries)
    return changes, problems


def save_cells(
    *,
    revision: ReportRevision,
    entries: Sequence[LineEntry],
    by: Person,
    at: datetime,
    seen: Mapping[int, str] | None = None,
) -> int:
    """Save lines into one draft and return how many figures changed; see `save_sheets`."""
    stated = Stated(desk_of_revision(revision), entries, seen)
    return save_sheets(stated=[stated], by=by, at=at).count


def _require_clerk(desks: Sequence[Desk], by: Person, at: datetime) -> None:
    scope = scope_of(by, timezone.localdate(at))
    if not all(scope.covers(desk.place.pk, Role.CLERK) for desk in desks):
        raise UnableToSaveCellsError(
            _("This needs the role “%(role)s” for the place; ask an administrator for it.") % {"role": Role.CLERK.label}
        )


def named(desk: Desk, sentence: str, among: Sequence[object]) -> str:
    """Return the sentence, with the name of the report where there are several."""
    return f"{desk.name}: {sentence}" if len(among) > 1 else sentence


def _open_desks(desks: Sequence[Desk], at: datetime) -> list[Desk]:
    """Return the desks locked, with a draft each."""
    for desk in desks:
        sentence = refusal_to_open(desk, at) if desk.report is None else ""
        if sentence:
            raise UnableToSaveCellsError(sentence)
    found = opened(desks) if any(desk.revision is None for desk in desks) else with_reports(desks, lock=True)
    for desk in found:
        if desk.revision is None:
            raise ReportRevision.DoesNotExist
        if desk.revision.status != RevisionStatus.DRAFT:
            sentence = _("The report is “%(status)s” by now and cannot be changed; nothing was saved.") % {
                "status": RevisionStatus(desk.revision.status).label
            }
            raise UnableToSaveCellsError(named(desk, sentence, found))
    return found


def _require_revisions_seen(desks: Sequence[Desk], stated: Sequence[Stated]) -> None:
    """Refuse what was typed for a revision that has been approved since, or that the report never had.

    Two people who begin a report at once share its first draft, so that "none yet" goes with the first revision.
    """
    for desk, item in zip(desks, stated, strict=True):
        revision = desk.revision
        if item.revision_seen is None or revision is None:
            continue
        if item.revision_seen > revision.number:
            sentence = _(
                "Nothing was saved: this report has no revision %(number)s; its newest is %(newest)s. Read it again."
            ) % {"number": item.revision_seen, "newest": revision.number}
            raise UnableToSaveCellsError(named(desk, sentence, desks))
        if revision.number <= max(item.revision_seen, 1):
            continue
        sentence = _(
            "Nothing was saved: what you opened is approved or deleted by now, and correction %(number)s of it "
            "was begun: “%(reason)s”. What you typed is kept here; save again if it belongs to this correction."
        ) % {"number": revision.number, "reason": revision.reason}
        raise LaterRevisionError(named(desk, sentence, desks), revision)
