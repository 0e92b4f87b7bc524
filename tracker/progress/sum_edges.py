"""Find what must be said of a sum: the own report beside it, who is not in it, and what it holds; no database.

Each is a code with the numbers that its sentence prints; `sum_sentences` has the words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from tracker.progress.attainment import Attainment
from tracker.progress.edges import EdgeCase, Label, LabelledShare, Said, SumEdge
from tracker.progress.measures import Coverage, IndicatorKind, Reading, RollUp, Status
from tracker.progress.rows import PlaceFace, ProgressRow, TargetFace


def sum_edges(row: ProgressRow) -> tuple[EdgeCase, ...]:
    """Return what must be said of a row's sum, in a fixed order; nothing where one report stands alone."""
    rolled = row.roll_up
    if rolled is None:
        return ()
    return (
        *_own_and_sum(rolled),
        *_since_succession(rolled),
        *_not_in_it(row, rolled),
        *_in_it(row, rolled),
        *_judged_as_one(row),
        *_quarter(row),
        *_last_year(row),
        *_goals(row),
    )


def case(code: SumEdge, **numbers: Said | tuple[Said, ...]) -> EdgeCase:
    """Give an edge of a sum with its numbers."""
    return EdgeCase(code, tuple(numbers.items()))


def _own_and_sum(rolled: RollUp) -> Iterator[EdgeCase]:
    """Put the own report beside the sum of the units below: never added, subtracted where both speak of the same."""
    own, below = rolled.own, rolled.children_sum
    if own is None or own.amount is None or below.amount is None:
        return
    sides = {"own": own.amount, "below": below.amount}
    gap = rolled.gap
    if gap is None:
        if own.kind is IndicatorKind.FLOW and own.to_on and below.to_on and own.to_on != below.to_on:
            yield case(SumEdge.OWN_OF_OTHER_DAYS, **sides, own_to=own.to_on, below_to=below.to_on)
        else:
            yield case(SumEdge.OWN_BESIDE_SUM, **sides)
    elif gap.value == gap.top == 0:
        yield case(SumEdge.OWN_EQUALS_SUM, **sides)
    elif gap.top < 0:
        yield case(SumEdge.OWN_BELOW_SUM, **sides, rest=gap.negated())
    else:
        yield case(SumEdge.OWN_ABOVE_SUM, **sides, rest=gap)


def _since_succession(rolled: RollUp) -> Iterator[EdgeCase]:
    after = rolled.after
    if after is not None and after.amount is not None and after.from_on is not None:
        yield case(SumEdge.SINCE_SUCCESSION, day=after.from_on, amount=after.amount)


def _not_in_it(row: ProgressRow, rolled: RollUp) -> Iterator[EdgeCase]:
    """Name the units that are not in the sum, by why."""
    marks = row.marks
    if rolled.children_sum.is_known:
        # A successor whose own report covers its predecessors too is not missing beside them.
        itself = row.place if rolled.own_report else None
        yield from _of(SumEdge.MISSING_UNITS, (place for place in marks.missing if place != itself))
    if not rolled.own_report:
        yield from _of(SumEdge.MISSING_FURTHER_DOWN, marks.missing_below)
    yield from _of(SumEdge.UNITS_OF_OTHER_DAYS, marks.other_span)
    if marks.in_other_units:
        units = tuple(Label(unit, unit) for unit, _reading in rolled.other_units)
        yield case(SumEdge.UNITS_IN_OTHER_UNITS, places=names_of(marks.in_other_units), units=units)
    if rolled.children_sum.is_known:
        yield from _of(SumEdge.PRINTED_ONLY_UNITS, marks.printed_only)


def _in_it(row: ProgressRow, rolled: RollUp) -> Iterator[EdgeCase]:
    """Name the units that are in the sum with something that must be known."""
    marks = row.marks
    if rolled.children_sum.kind is not IndicatorKind.FLOW:  # flows are read to their own last day, which is printed
        yield from _of(SumEdge.CARRIED_UNITS, marks.carried)
    yield from _of(SumEdge.UNDIVIDED_UNITS, marks.undivided)
    if marks.shares:
        shares = tuple(LabelledShare(_name(place), Attainment(low=share)) for place, share in marks.shares)
        yield case(SumEdge.COMPUTED_SHARES, shares=shares)
    yield from _of(SumEdge.COUNTED_ONCE, marks.counted_once)
    yield from _of(SumEdge.MAYBE_TWICE, marks.maybe_twice)


@dataclass(frozen=True, slots=True)
class TooFew:
    """Of how many a sum that is not judged has figures: of those that owe a report, or of those ``with_goal``."""

    counted: Coverage
    with_goal: bool


def too_few(row: ProgressRow) -> TooFew:
    """Return of how many the row of a sum of too few has figures; precondition: `ProgressRow.is_too_thin`."""
    reports, judged = Coverage(*row.reported_of_expected), row.progress.coverage
    with_goal = row.target_units is not None and judged == Coverage(*row.target_units) and judged != reports
    return TooFew(judged if with_goal and judged is not None else reports, with_goal)


def _judged_as_one(row: ProgressRow) -> Iterator[EdgeCase]:
    """Say of the goals of several places that they are judged together, or that too few have reported for that."""
    progress = row.progress
    if row.target_units is None:
        return
    if progress.status is Status.TOO_FEW_REPORTS:
        few = too_few(row)
        code = SumEdge.TOO_FEW_WITH_GOAL if few.with_goal else SumEdge.TOO_FEW_REPORTS
        yield case(code, reported=few.counted.reported, owing=few.counted.owing)
    elif progress.pace is not None and progress.status is not None and progress.expected_rule is not None:
        places = {target.place for target in row.measured_by}
        if len(places) > 1:
            yield case(SumEdge.GOALS_ADDED, places=len(places), rule=progress.expected_rule)


def _quarter(row: ProgressRow) -> Iterator[EdgeCase]:
    """Say what fewer units brought in the quarter alone, where the row has no number of the quarter for that reason."""
    alone = row.quarter_roll_up
    if alone is None or row.in_quarter.amount is not None or not row.to_date.is_known:
        return
    known: Reading = alone.headline
    if known.amount is not None and alone.coverage.reported < alone.coverage.owing:
        counts = {"reported": alone.coverage.reported, "owing": alone.coverage.owing}
        yield case(SumEdge.QUARTER_OF_FEWER, amount=known.amount, **counts)


def _last_year(row: ProgressRow) -> Iterator[EdgeCase]:
    """Say what is compared with the year before, where it is not all of the units, or not the days of the goal."""
    compared = row.same_period_last_year
    if compared is None or compared.value is None or compared.current is None:
        return
    if compared.units is not None and compared.units_of is not None and compared.units < compared.units_of:
        yield case(
            SumEdge.LAST_YEAR_OF_FEWER,
            units=compared.units,
            of=compared.units_of,
            current=compared.current,
            earlier=compared.value,
        )
    if (until := compared_until(row)) is not None:
        yield case(SumEdge.LAST_YEAR_UNTIL, day=until, current=compared.current, earlier=compared.value)
    year = row.progress.quarter.year_first_day
    is_flow = row.to_date.kind is IndicatorKind.FLOW
    if is_flow and row.terms is not None and row.terms.starts != year:
        # The goal counts from another day than the year does, and what is reached with it.
        yield case(SumEdge.LAST_YEAR_FROM_JANUARY, day=year, current=compared.current, earlier=compared.value)


def compared_until(row: ProgressRow) -> date | None:
    """Return the last day that is compared with last year where what is reached goes on after it; None elsewhere."""
    compared, reached = row.same_period_last_year, row.to_date.to_on
    if compared is None or compared.to_on is None or reached is None or row.to_date.kind is not IndicatorKind.FLOW:
        return None
    return compared.to_on if compared.to_on < reached else None


def _goals(row: ProgressRow) -> Iterator[EdgeCase]:
    if row.goals_not_used:
        used, aside = (tuple(map(_goal, goals)) for goals in (row.measured_by, row.goals_not_used))
        yield case(SumEdge.GOALS_NOT_USED, used=used, aside=aside)


def _of(code: SumEdge, places: Iterable[PlaceFace]) -> Iterator[EdgeCase]:
    named = names_of(places)
    if named:
        yield case(code, places=named)


def names_of(places: Iterable[PlaceFace]) -> tuple[Label, ...]:
    """Return what a sentence calls places, in both languages."""
    return tuple(_name(place) for place in places)


def _name(place: PlaceFace) -> Label:
    return Label(place.name, place.name_en or place.name, told_until=place.told_until)


def _goal(target: TargetFace) -> Label:
    """Return whose goal it is and the number of the document that set it, its reference where it has none."""
    number = target.document.number if target.document is not None else ""
    return replace(_name(target.place), number=number or target.reference)
