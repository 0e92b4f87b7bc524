"""Compare what a file states with what stands, by the checks of the entry page; nothing is written."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.wording import local_name
from tracker.actions.entering import Stated, judged_changes
from tracker.actions.entry_cells import laid_over
from tracker.actions.entry_checks import LineProblem
from tracker.actions.entry_desks import Desk, with_reports
from tracker.actions.entry_lines import LineEntry
from tracker.actions.entry_overview import with_reasons
from tracker.actions.entry_sheet import Sheet, read_sheets
from tracker.actions.importing.compared import ChangedLine, Compared, FileProblem
from tracker.actions.importing.desks import DesksOfQuarter, begun, why_not_open, with_revision
from tracker.actions.importing.judged_by import checksum_of
from tracker.actions.importing.statement import ReportLines, StatedCell, StatedLine, Statement, parts_of
from tracker.actions.locking import Closed, closed_cells, hold_quarter, sentence_of
from tracker.actions.rights import scope_of
from tracker.models import Indicator, Person
from tracker.progress.periods import Quarter

# So many reports are read and judged at once: a country's worth of one province, and memory does not grow with a file.
REPORTS_AT_ONCE: Final = 100


def compare(
    statement: Statement,
    *,
    by: Person,
    at: datetime,
    reason: str,
    each: Callable[[Quarter, Compared, int], None],
    saves: bool = False,
    judged: Collection[str] = (),
) -> None:
    """Compare a file with what stands, some reports at a time, and hand each part with its number of lines to ``each``.

    ``reason`` answers what is unusual; empty asks. The parts come in the order in which reports are locked. Where it
    ``saves``, each part is held until the transaction ends and missing drafts are begun, so that ``each`` writes what
    was compared; what rests on the same as one of those ``judged`` before is not judged once more. Costs a fixed
    number of queries a part and a quarter.

    :raises UnableToSaveCellsError: if it saves, and somebody else has begun one of the reports in this very moment.
    """
    scope = scope_of(by, timezone.localdate(at))
    indicators = Indicator.objects.select_related("unit").in_bulk(statement.indicators())
    for quarter in statement.quarters():
        desks = DesksOfQuarter(quarter, statement.places(quarter), scope=scope, at=at)
        for part in statement.parts(quarter, REPORTS_AT_ONCE):
            found = _Part(quarter, by, at, reason, indicators, saves, judged if not reason else ())
            compared = found.compared(desks, part)
            each(quarter, compared, sum(len(lines) for _key, lines in part))


@dataclass(frozen=True)
class _Part:
    """What some reports of a quarter are compared by."""

    quarter: Quarter
    by: Person
    at: datetime
    reason: str
    indicators: Mapping[int, Indicator]
    saves: bool
    judged: Collection[str]

    def compared(self, desks: DesksOfQuarter, part: Sequence[ReportLines]) -> Compared:
        compared = Compared()
        owed: list[Desk] = []
        stated: list[Mapping[int, StatedLine]] = []
        for key, lines in part:
            answer = desks.find(key)
            if answer.desk is None:
                compared.problems += [
                    FileProblem(line.where, self._name(indicator), _text(line), answer.refusal)
                    for indicator, line in lines.items()
                ]
            else:
                owed.append(answer.desk)
                stated.append(lines)
        if self.saves:
            hold_quarter(self.quarter)
            owed = with_reports(owed, lock=True)
        found = [with_revision(desk) for desk in owed]
        sheets = read_sheets(found, with_plans=False)
        places = [desk.place.pk for desk in found]
        closed = closed_cells(places=places, quarter=self.quarter, by=self.by, at=self.at) if places else {}
        differing: list[tuple[Desk, Sheet, list[ChangedLine]]] = []
        for desk, lines, sheet in zip(found, stated, sheets, strict=True):
            changes = self._changes(desk, sheet, lines, compared)
            refusal = _refusal(desk, closed.get(desk.place.pk))
            if changes and refusal:
                where = _joined(change.where for change in changes)
                compared.problems.append(FileProblem(where, desk.name, "", refusal))
            elif changes:
                differing.append((desk, sheet, changes))
        if differing:
            self._judge(differing, closed, compared)
        return compared

    def _changes(
        self, desk: Desk, sheet: Sheet, lines: Mapping[int, StatedLine], compared: Compared
    ) -> list[ChangedLine]:
        """Return the lines that differ from what stands; what finds no place becomes a problem."""
        known = {line.indicator_id: line for line in sheet.lines}
        changes = []
        for key, stated in lines.items():
            line = known.get(key)
            if line is None:
                sentence = _("The form of this report does not ask for this indicator. Leave the number out.")
                compared.problems.append(FileProblem(stated.where, self._about(desk, key), _text(stated), sentence))
                continue
            parts, misplaced = parts_of(line, stated)
            if misplaced:
                compared.problems += [
                    FileProblem(each.cell.where, self._about(desk, key), each.cell.text, _misplaced(each.other))
                    for each in misplaced
                ]
                continue
            before = sheet.current(line)
            laid = laid_over(before, parts) if parts else None
            if laid is not None and laid.contradictory:
                sentence = _("The cells of this indicator say different things: write one sign, or both numbers.")
                compared.problems.append(FileProblem(stated.where, self._about(desk, key), _text(stated), sentence))
                continue
            said: Any = {name: text for name, text in stated.said.items() if text}
            entry = laid.entry if laid else before
            if laid and entry.states_nothing:
                # Cleared: what was said of the figure goes with it.
                entry = LineEntry(indicator_id=entry.indicator_id)
            after = replace(entry, **said) if said else entry
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
        if self.saves:
            desks = begun(desks)
        entries = [[change.after for change in changes] for changes in lines]
        rests_on = "" if self.reason else checksum_of(desks, sheets, entries, closed)
        if rests_on in self.judged:
            for desk, sheet, after in zip(desks, sheets, entries, strict=True):
                compared.written.add(desk, sheet, {entry.indicator_id: entry for entry in after})
            compared.changes += [change for changes in lines for change in changes]
            return
        written, problems = judged_changes(desks, sheets, list(map(_stated, desks, lines)), closed)
        asked: dict[int, dict[int, str]] = {}
        if self.reason and problems:
            for position, desk in enumerate(desks):
                found = [problem for problem in problems.get(desk.key, []) if problem.confirmable]
                lines[position] = self._answered(desk, sheets[position], lines[position], found)
                asked[position] = {problem.indicator_id: problem.asked for problem in found if problem.asked}
        if asked:
            stated = [_stated(desk, lines[position], asked.get(position)) for position, desk in enumerate(desks)]
            written, problems = judged_changes(desks, sheets, stated, closed)
        for position, desk in enumerate(desks):
            wheres = {line.line.indicator_id: line.where for line in lines[position]}
            for problem in problems.get(desk.key, []):
                about = self._about(desk, problem.indicator_id)
                told = FileProblem(wheres.get(problem.indicator_id, ""), about, "", problem.message)
                (compared.questions if problem.confirmable else compared.problems).append(told)
            compared.changes += lines[position]
        compared.written = written
        compared.judged_by = "" if problems else rests_on

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

    def _about(self, desk: Desk, indicator_id: int) -> str:
        return f"{desk.name} · {self._name(indicator_id)}"

    def _name(self, indicator_id: int) -> str:
        indicator = self.indicators.get(indicator_id)
        return "" if indicator is None else local_name(indicator)


def _stated(desk: Desk, changes: Sequence[ChangedLine], asked: Mapping[int, str] | None = None) -> Stated:
    entries = [change.after for change in changes]
    return Stated(desk, entries, asked=asked or {})


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
