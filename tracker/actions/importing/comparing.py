"""Compare what a file states with what stands, by the checks of the entry page; nothing is written."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.wording import local_name
from tracker.actions.entering import Stated, judged_changes
from tracker.actions.entry_cells import laid_over
from tracker.actions.entry_checks import LineProblem
from tracker.actions.entry_desks import Desk
from tracker.actions.entry_lines import LineEntry
from tracker.actions.entry_overview import with_reasons
from tracker.actions.entry_sheet import Sheet, read_sheets
from tracker.actions.importing.desks import DesksOfQuarter, as_stored, why_not_open, with_revision
from tracker.actions.importing.statement import ReportLines, StatedCell, StatedLine, Statement, parts_of
from tracker.actions.locking import Closed, closed_cells, sentence_of
from tracker.actions.rights import Scope, scope_of
from tracker.models import Indicator, ObservationStatus, Person, ReportFormLine
from tracker.progress.periods import Quarter

# So many reports are read and judged at once: a country's worth of one province, and memory does not grow with a file.
REPORTS_AT_ONCE: Final = 100


@dataclass(frozen=True, slots=True)
class FileProblem:
    """What is wrong with, or unusual about, one line of a file: where it stands, what it is about, and the cure."""

    where: str
    about: str
    text: str
    message: str


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """One line that saving would change: what stands and what the file states, each None where it says nothing."""

    desk: Desk
    line: ReportFormLine
    before: LineEntry
    after: LineEntry
    where: str

    @property
    def is_new(self) -> bool:
        """Whether nothing stands yet."""
        return self.before == LineEntry(indicator_id=self.before.indicator_id)

    @property
    def clears(self) -> bool:
        """Whether a figure that stands is taken away, and nothing said in its place."""
        if self.is_new or self.after.status != ObservationStatus.NORMAL:
            return False
        return _states_nothing(self.after) or bool(self.before.amounts.keys() - self.after.amounts.keys())


@dataclass
class Compared:
    """Some reports of one quarter compared with a file: what to save, what changes, and what is in the way.

    ``questions`` are unusual figures that a reason answers.
    """

    stated: list[Stated] = field(default_factory=list)
    changes: list[ChangedLine] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)
    questions: list[FileProblem] = field(default_factory=list)
    same: int = 0
    rows: list[dict[str, object]] = field(default_factory=list)


class Digest:
    """A checksum over what a file changes, so that what is saved is what was shown."""

    def __init__(self) -> None:
        self._sum = hashlib.sha256()

    def add(self, quarter: Quarter, rows: Sequence[Mapping[str, object]]) -> None:
        """Add the changed lines of some reports, as `entry_writing.Changes` and receipts hold them, in their order."""
        for row in rows:
            said = {name: value for name, value in row.items() if name != "revision"}
            self._sum.update(f"{quarter} {json.dumps(said, sort_keys=True)}\n".encode())

    def text(self) -> str:
        """Return the checksum."""
        return self._sum.hexdigest()


def compare(
    statement: Statement,
    *,
    by: Person,
    at: datetime,
    reason: str,
    each: Callable[[Quarter, Compared, int], None],
    saves: bool = False,
) -> None:
    """Compare a file with what stands, some reports at a time, and hand each part with its number of lines to ``each``.

    ``reason`` answers what is unusual; empty asks. The parts come in the order in which reports are locked. A part that
    ``each`` ``saves`` is judged by the saving: it is judged here only where a reason has to be put to what asks for
    one, and has no rows otherwise. Costs a fixed number of queries a part and a quarter.
    """
    scope = scope_of(by, timezone.localdate(at))
    indicators = Indicator.objects.select_related("unit").in_bulk(statement.indicators())
    for quarter in statement.quarters():
        desks = DesksOfQuarter(quarter, statement.places(quarter), scope=scope, at=at)
        for part in statement.parts(quarter, REPORTS_AT_ONCE):
            found = _Part(quarter, by, at, scope, reason, indicators, judges=bool(reason) or not saves)
            compared = found.compared(desks, part)
            each(quarter, compared, sum(len(lines) for _key, lines in part))


@dataclass(frozen=True)
class _Part:
    """What some reports of a quarter are compared by."""

    quarter: Quarter
    by: Person
    at: datetime
    scope: Scope
    reason: str
    indicators: Mapping[int, Indicator]
    judges: bool

    def compared(self, desks: DesksOfQuarter, part: Sequence[ReportLines]) -> Compared:
        compared = Compared()
        found: list[tuple[Desk, Mapping[int, StatedLine]]] = []
        for key, lines in part:
            answer = desks.find(key)
            if answer.desk is None:
                compared.problems += [
                    FileProblem(line.where, self._name(indicator), _text(line), answer.refusal)
                    for indicator, line in lines.items()
                ]
            else:
                found.append((with_revision(answer.desk), lines))
        sheets = read_sheets([desk for desk, _lines in found], with_plans=False)
        places = [desk.place.pk for desk, _lines in found]
        closed = closed_cells(places=places, quarter=self.quarter, by=self.by, at=self.at) if places else {}
        differing: list[tuple[Desk, Sheet, list[ChangedLine]]] = []
        for (desk, lines), sheet in zip(found, sheets, strict=True):
            changes = self._changes(desk, sheet, lines, compared)
            refusal = _refusal(desk, closed.get(desk.place.pk))
            if changes and refusal:
                where = _joined(change.where for change in changes)
                compared.problems.append(FileProblem(where, desk.name, "", refusal))
            elif changes:
                differing.append((desk, sheet, changes))
        self._judge(differing, closed, compared)
        return compared

    def _changes(
        self, desk: Desk, sheet: Sheet, lines: Mapping[int, StatedLine], compared: Compared
    ) -> list[ChangedLine]:
        """Return the lines that differ from what stands; what finds no place becomes a problem."""
        known = {line.indicator_id: line for line in sheet.lines}
        changes = []
        for key, stated in lines.items():
            about = f"{desk.name} · {self._name(key)}"
            line = known.get(key)
            if line is None:
                sentence = _("The form of this report does not ask for this indicator. Leave the number out.")
                compared.problems.append(FileProblem(stated.where, about, _text(stated), sentence))
                continue
            parts, misplaced = parts_of(line, stated)
            if misplaced:
                compared.problems += [
                    FileProblem(each.cell.where, about, each.cell.text, _misplaced(each.other)) for each in misplaced
                ]
                continue
            before = sheet.current(line)
            laid = laid_over(before, parts) if parts else None
            if laid is not None and laid.contradictory:
                sentence = _("The cells of this indicator say different things: write one sign, or both numbers.")
                compared.problems.append(FileProblem(stated.where, about, _text(stated), sentence))
                continue
            said: Any = {name: text for name, text in stated.said.items() if text}
            entry = laid.entry if laid else before
            if laid and _states_nothing(entry):
                # Cleared: what was said of the figure goes with it.
                entry = LineEntry(indicator_id=entry.indicator_id)
            after = replace(entry, **said)
            if after == before:
                compared.same += 1
            else:
                changes.append(ChangedLine(desk, line, before, after, stated.where))
        return changes

    def _judge(
        self,
        differing: Sequence[tuple[Desk, Sheet, list[ChangedLine]]],
        closed: Mapping[int, Closed],
        compared: Compared,
    ) -> None:
        """Judge the lines as the entry page does; with a reason, once more with the reason on what it answers."""
        desks = [desk for desk, _sheet, _changes in differing]
        sheets = [sheet for _desk, sheet, _changes in differing]
        lines = [changes for _desk, _sheet, changes in differing]
        if not self.judges:
            compared.changes += [change for changes in lines for change in changes]
            compared.stated += [replace(item, desk=as_stored(item.desk)) for item in map(_stated, desks, lines)]
            return
        written, problems = judged_changes(desks, sheets, list(map(_stated, desks, lines)), closed)
        asked: dict[int, dict[int, str]] = {}
        if self.reason and problems:
            for position, desk in enumerate(desks):
                found = [problem for problem in problems.get(desk.key, []) if problem.confirmable]
                lines[position] = self._answered(desk, sheets[position], lines[position], found)
                asked[position] = {problem.indicator_id: problem.asked for problem in found if problem.asked}
        stated = [_stated(desk, lines[position], asked.get(position)) for position, desk in enumerate(desks)]
        if asked:
            written, problems = judged_changes(desks, sheets, stated, closed)
        for position, desk in enumerate(desks):
            wheres = {line.line.indicator_id: line.where for line in lines[position]}
            for problem in problems.get(desk.key, []):
                about = f"{desk.name} · {self._name(problem.indicator_id)}"
                told = FileProblem(wheres.get(problem.indicator_id, ""), about, "", problem.message)
                (compared.questions if problem.confirmable else compared.problems).append(told)
            compared.changes += lines[position]
        compared.stated += [replace(item, desk=as_stored(item.desk)) for item in stated]
        compared.rows += written.lines

    def _answered(
        self, desk: Desk, sheet: Sheet, lines: list[ChangedLine], asked: Sequence[LineProblem]
    ) -> list[ChangedLine]:
        """Return the lines with the reason on those that are asked for one.

        What is unusual may be a total that the file leaves as it is: it is among the lines then, for its reason.
        """
        stated = {line.line.indicator_id for line in lines}
        wanted = {problem.indicator_id for problem in asked} - stated
        lines = lines + [
            ChangedLine(desk, line, sheet.current(line), sheet.current(line), "")
            for line in sheet.lines
            if line.indicator_id in wanted
        ]
        answered = with_reasons([line.after for line in lines], asked, self.reason)
        return [replace(line, after=after) for line, after in zip(lines, answered, strict=True)]

    def _name(self, indicator_id: int) -> str:
        indicator = self.indicators.get(indicator_id)
        return "" if indicator is None else local_name(indicator)


def _stated(desk: Desk, changes: Sequence[ChangedLine], asked: Mapping[int, str] | None = None) -> Stated:
    entries = [change.after for change in changes]
    seen = {change.line.indicator_id: change.before.fingerprint for change in changes}
    number = 0 if desk.revision is None or desk.revision.pk is None else desk.revision.number
    return Stated(desk, entries, seen, revision_seen=number, asked=asked or {})


def _states_nothing(entry: LineEntry) -> bool:
    return not entry.amounts and entry.status == ObservationStatus.NORMAL


def _refusal(desk: Desk, shut: Closed | None) -> str:
    if shut is not None and shut.is_shut:
        return sentence_of(shut)
    return why_not_open(desk)


def _misplaced(other: StatedCell | None) -> str:
    if other is not None:
        sentence = _("%(cell)s says another number for the same figure: “%(text)s”. Leave the right one of the two.")
        return sentence % {"cell": other.where, "text": other.text}
    return _("This indicator has no such number: a level has one, a ratio its two numbers and not their quotient.")


def _text(line: StatedLine) -> str:
    return "; ".join(cell.text for cell in line.cells)


def _joined(wheres: Iterable[str]) -> str:
    found = list(dict.fromkeys(wheres))
    return ", ".join(found[:3]) + (" …" if len(found) > 3 else "")
