"""Compare a figure with an earlier one; pure, standard library only."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from tracker.progress.periods import ONE_DAY
from tracker.progress.quantities import Amount
from tracker.progress.readings import Reading
from tracker.progress.rollup import ChildReading, roll_up
from tracker.progress.vocabulary import IndicatorKind, Reason

_Key = TypeVar("_Key", bound=Hashable)
Twice = tuple[ChildReading, ChildReading]
"""A part that two units hold: its reading now and its earlier one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Hold a figure against an earlier one.

    `current` and `value` are the amounts compared, the present and the earlier one; None where there is none. `ratio` =
    current / earlier (1 = unchanged: the official forms print it as 100), `change` = ratio - 1 (the news print this),
    `difference` = current less earlier, in the unit. Ratios have the difference alone: from 60 % to 66 % are 6 points,
    and no 10 %. `like_for_like` is False when the two were cut off on different
    days of their periods. A sum names the `units` that both have, of the `units_of` that have either. `to_on` is the
    last day that is compared; None where nothing is.
    """

    value: Amount | None
    ratio: Amount | None
    change: Amount | None
    difference: Amount | None
    reason: Reason | None
    like_for_like: bool
    units: int | None = None
    units_of: int | None = None
    current: Amount | None = None
    to_on: date | None = None


def compare(current: Reading, earlier: Reading | None) -> Comparison:
    """Compare a reading with the corresponding span of an earlier year or quarter.

    Flows of spans that do not correspond are not compared at all; levels, and flows with other cut-off days, are, and
    the comparison says that it is not like for like. A ratio to an earlier amount of 0 or less means nothing.

    :raises ValueError: if the two are of different kinds.
    """
    value = None if earlier is None else earlier.amount
    if current.amount is None:
        return _nothing(None, value, current.reason or Reason.NOT_REPORTED)
    if earlier is None or value is None or not value.is_stated:
        return _nothing(current.amount, None, Reason.EARLIER_MISSING)
    if not current.amount.is_stated:
        return _nothing(current.amount, value, Reason.NO_VALUE_STATED)
    if current.kind is not earlier.kind:
        raise ValueError(f"A reading of kind {current.kind} cannot be compared with one of kind {earlier.kind}.")
    if current.kind is IndicatorKind.FLOW and not _correspond(current, earlier):
        return _nothing(current.amount, value, Reason.SPANS_DIFFER)
    difference = current.amount - value
    alike = _correspond(current, earlier) and _cut_off_alike(current, earlier)
    if current.kind is IndicatorKind.RATIO:
        return Comparison(
            current=current.amount,
            value=value,
            ratio=None,
            change=None,
            difference=difference,
            reason=None,
            like_for_like=alike,
            to_on=current.to_on,
        )
    if value.value <= 0:
        return Comparison(
            current=current.amount,
            value=value,
            ratio=None,
            change=None,
            difference=difference,
            reason=Reason.EARLIER_NOT_POSITIVE,
            like_for_like=alike,
            to_on=current.to_on,
        )
    ratio = current.amount.divided_by(value)
    return Comparison(
        current=current.amount,
        value=value,
        ratio=ratio,
        change=ratio - Amount.exactly(1),
        difference=difference,
        reason=None,
        like_for_like=alike,
        to_on=current.to_on,
    )


def compare_sums(
    current: Sequence[ChildReading], earlier: Sequence[ChildReading], twice: Sequence[Twice] = ()
) -> Comparison:
    """Compare the sums of the units that have both figures; a unit with only one of them is left out of both.

    ``twice`` are the parts that two of the units hold, now and then: each is taken out once.
    """
    now, then = _added(current), _added(earlier)
    both = now & then
    return replace(_compare_of(both, current, earlier, twice), units=len(both), units_of=len(now | then))


def keys_of_both(current: Sequence[ChildReading], earlier: Sequence[ChildReading]) -> set[Hashable]:
    """Return the keys of the units that `compare_sums` compares."""
    return _added(current) & _added(earlier)


def compare_groups(
    groups: Mapping[_Key, tuple[Sequence[ChildReading], Sequence[ChildReading]]],
    twice: Mapping[_Key, Sequence[Twice]] | None = None,
) -> dict[_Key, Comparison]:
    """Compare each group of units for itself, over those of its units that the sum of all groups compares.

    A group is given as its units now and then; the answer leaves out those that bring nothing to the sum. What its
    groups had and have adds up to what `compare_sums` says of all units; where that cannot be subtracted, there are no
    groups. ``twice`` are the parts that two units of one group hold. Of each group it says how many of its units are in
    it.
    """
    every = [[child for group in groups.values() for child in group[side]] for side in (0, 1)]
    both = _added(every[0]) & _added(every[1])
    if _compare_of(both, every[0], every[1]).difference is None:
        return {}
    found = {}
    for key, (current, earlier) in groups.items():
        either = _added(current) | _added(earlier)
        if either & both:
            answer = _compare_of(both, current, earlier, (twice or {}).get(key, ()))
            found[key] = replace(answer, units=len(either & both), units_of=len(either))
    return found if all(answer.difference is not None for answer in found.values()) else {}


def _added(children: Sequence[ChildReading]) -> set[Hashable]:
    return set(roll_up(None, children).included_keys)


def _compare_of(
    keys: set[Hashable],
    current: Sequence[ChildReading],
    earlier: Sequence[ChildReading],
    twice: Sequence[Twice] = (),
) -> Comparison:
    added = (
        roll_up(None, [child for child in side if child.key in keys], twice=[part[at] for part in twice])
        for at, side in enumerate((current, earlier))
    )
    return compare(*(rolled.children_sum for rolled in added))


def _nothing(current: Amount | None, value: Amount | None, reason: Reason) -> Comparison:
    return Comparison(
        current=current, value=value, ratio=None, change=None, difference=None, reason=reason, like_for_like=False
    )


def _correspond(current: Reading, earlier: Reading) -> bool:
    """Tell whether two readings speak of the same part of their periods."""
    if current.to_on is None or earlier.to_on is None:
        return False
    distance = _months_apart(current.to_on, earlier.to_on)
    if distance is None or distance % 3:
        return False
    if current.from_on is None or earlier.from_on is None:
        return current.from_on is earlier.from_on
    return _months_apart(current.from_on, earlier.from_on) == distance


def _cut_off_alike(current: Reading, earlier: Reading) -> bool:
    """Tell whether the figures stopped on the same day of their periods, at the end and where they open."""
    if current.to_on is None or earlier.to_on is None:
        return False
    distance = _months_apart(current.to_on, earlier.to_on)
    ends = _months_apart(current.cut_off_on or current.to_on, earlier.cut_off_on or earlier.to_on)
    if current.from_on is None or earlier.from_on is None:
        return ends == distance
    opens = _months_apart(
        current.opening_cut_off_on or current.from_on - ONE_DAY,
        earlier.opening_cut_off_on or earlier.from_on - ONE_DAY,
    )
    return ends == distance and opens == distance


def _months_apart(later: date, earlier: date) -> int | None:
    """Count whole months between two days of the same place in their months; None if they differ in that."""
    both_close = _closes_month(later) and _closes_month(earlier)
    if not both_close and later.day != earlier.day:
        return None
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def _closes_month(day: date) -> bool:
    return (day + ONE_DAY).month != day.month
