"""Tell two states of a page's rows apart, number by number; pure."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from tracker.progress.differences import differences
from tracker.progress.measures import Amount, Comparison, Ends
from tracker.progress.restatement_rows import NumberChange, NumberCode, RowChange, Shown
from tracker.progress.rows import ProgressRow


def _ends(ends: Ends) -> Ends | None:
    return None if ends.low is None else Ends(low=ends.low, high=ends.high, comparator=ends.comparator)


def _expected(row: ProgressRow) -> Ends | None:
    expected = row.progress.expected
    return None if expected is None or expected.low is None else Ends(low=expected.low, high=expected.high)


def _earlier(compared: Comparison | None) -> Amount | None:
    return None if compared is None else compared.value


NUMBERS: Final[Mapping[NumberCode, Callable[[ProgressRow], Shown]]] = {
    NumberCode.GOAL: lambda row: None if row.terms is None else row.terms.amount,
    NumberCode.TO_DATE: lambda row: row.to_date.amount,
    NumberCode.IN_QUARTER: lambda row: row.in_quarter.amount,
    NumberCode.ATTAINMENT: lambda row: _ends(row.progress.attainment),
    NumberCode.EXPECTED: _expected,
    NumberCode.GAP: lambda row: _ends(row.progress.gap),
    NumberCode.NEEDED: lambda row: _ends(row.progress.needed_per_remaining_quarter),
    NumberCode.LAST_YEAR: lambda row: _earlier(row.same_period_last_year),
    NumberCode.STATUS: lambda row: row.progress.status,
}


def row_changes(
    before: Iterable[ProgressRow], after: Iterable[ProgressRow], *, first_versions: Mapping[int, int]
) -> tuple[RowChange, ...]:
    """Return the rows of which a number changed, in their order now, then those that are gone.

    ``first_versions`` gives the first version of each target: a row stays the same row when its target is revised.
    """
    old_rows, new_rows = _by_key(before, first_versions), _by_key(after, first_versions)
    found = []
    for one in differences(old_rows, new_rows):
        numbers = tuple(_number_changes(one.old, one.new))
        if numbers:
            found.append(RowChange(one.old, one.new, numbers))
    return tuple(found)


def _number_changes(old: ProgressRow | None, new: ProgressRow | None) -> Iterable[NumberChange]:
    for code, number in NUMBERS.items():
        before, after = (None if row is None else number(row) for row in (old, new))
        if before != after:
            yield NumberChange(code, before, after)


def _by_key(rows: Iterable[ProgressRow], first_versions: Mapping[int, int]) -> dict[tuple[Any, ...], ProgressRow]:
    """Return the rows by what makes them the same row at two moments; rows alike in that are counted."""
    found: dict[tuple[Any, ...], ProgressRow] = {}
    for row in rows:
        target = row.target
        key: tuple[Any, ...] = (
            row.kind,
            row.place.id,
            row.indicator.id,
            row.indicator.unit,
            None if target is None else first_versions.get(target.id, target.id),
        )
        number = 0
        while (*key, number) in found:
            number += 1
        found[*key, number] = row
    return found


def figures_of(change: RowChange) -> set[int]:
    """Return the keys of the figures that a row's numbers came or come from."""
    found = set()
    for row in filter(None, (change.old, change.new)):
        found |= {figure.id for figure in row.used_figures}
        found |= {int(str(key)) for reading in (row.to_date, row.in_quarter) for _sign, key in reading.links}
    return found


def targets_of(change: RowChange) -> set[int]:
    """Return the keys of the targets that a row was or is measured by, those of added units included."""
    return {
        row.target.id
        for whole in filter(None, (change.old, change.new))
        for row in (whole, *whole.parts)
        if row.target is not None
    }
