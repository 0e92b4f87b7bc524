"""Say what a revision makes of the approved quarters after it: which of their figures it contradicts. Pure.

Nothing of a later quarter changes by it. Its typed figures stand as they were approved, and where they no longer fit
what comes before them, a correction of their own is the cure.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tracker.actions.entry_checks import LineProblem, span_problems, year_to_date_before
from tracker.actions.entry_history import quarter_values
from tracker.actions.entry_lines import LineEntry, entry_of, rows_by_line
from tracker.actions.entry_rounding import ToDate
from tracker.actions.entry_sheet import without_withdrawn
from tracker.actions.entry_warnings import LineFacts, quarter_alone, total_warnings, warnings_of
from tracker.models import Actual, ReportFormLine
from tracker.progress.periods import Quarter


@dataclass(frozen=True, slots=True)
class Contradicted:
    """One line of a later quarter that no longer fits, and the sentence that says why."""

    quarter: Quarter
    line: ReportFormLine
    message: str


def contradicted_later(
    lines: Sequence[ReportFormLine], quarter: Quarter, before: Sequence[Actual], after: Sequence[Actual]
) -> Iterator[Contradicted]:
    """Yield what contradicts itself or is unusual in later quarters ``after`` a revision, and was not ``before`` it.

    The rows are those in force of one place and reporter, each of its quarter's own report: first as they stand, then
    with the revision's in their place. A year to date reaches to the end of the year, a stock to the next quarter.
    """
    by_key = {line.indicator_id: line for line in lines}
    for later in _later(quarter):
        known = {(problem.indicator_id, problem.code) for problem in _said(lines, later, before)}
        for problem in _said(lines, later, after):
            if (problem.indicator_id, problem.code) not in known:
                yield Contradicted(later, by_key[problem.indicator_id], problem.message)


def _later(quarter: Quarter) -> Iterator[Quarter]:
    if quarter.number == 4:
        yield Quarter(quarter.year + 1, 1)
    for number in range(quarter.number + 1, 5):
        yield Quarter(quarter.year, number)


def _said(lines: Sequence[ReportFormLine], quarter: Quarter, rows: Iterable[Actual]) -> list[LineProblem]:
    """Return what the checks of entering say of an approved quarter's lines, apart from what is usual for them."""
    rows = list(rows)
    earlier = [row for row in rows if row.to_on < quarter.first_day]
    of_year = [row for row in earlier if row.to_on.year == quarter.year]
    before = year_to_date_before(of_year, quarter, [line.indicator for line in lines])
    values = quarter_values(earlier)
    stated = rows_by_line(rows, quarter)
    # Without their reasons: those were given for what was known then.
    entries = {
        line.indicator_id: replace(
            entry_of(line, without_withdrawn(stated.get(line.indicator_id, {}))), reason="", note="", source=""
        )
        for line in lines
    }
    found: list[LineProblem] = []
    for line in lines:
        key = line.indicator_id
        facts = LineFacts(
            before=before.get(key),
            past=(),
            last_year=None,
            flow=_flow(line, entries, before),
            level_before=values.get(key, {}).get(quarter.previous()),
        )
        found += span_problems(line, entries[key], before.get(key))
        found += warnings_of(line, entries[key], facts)
    return found + total_warnings(lines, entries, before)


def _flow(line: ReportFormLine, entries: dict[int, LineEntry], before: dict[int, ToDate]) -> Decimal | None:
    key = line.indicator.accumulates_id
    entry = None if key is None else entries.get(key)
    return None if entry is None or key is None else quarter_alone(entry, before.get(key))
