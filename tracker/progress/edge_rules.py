"""Find the edges of a judged goal and of a projection; pure, standard library only."""

from collections.abc import Iterator
from datetime import date

from tracker.progress.attainment import Attainment, attainment, is_met, why_undefined
from tracker.progress.edges import Days, Edge, EdgeCase, Judged, case
from tracker.progress.history import year_begins_in
from tracker.progress.periods import Quarter, exact_months_between
from tracker.progress.plans import plan_of, unstated_phases
from tracker.progress.projection import Projection
from tracker.progress.quantities import Amount, exact_sum
from tracker.progress.vocabulary import Comparator, Direction, ExpectedRule, IndicatorKind, Reason

# From twice the goal on, a multiple says more than a percentage.
MANY_TIMES = 2


def edges_of(judged: Judged) -> tuple[EdgeCase, ...]:
    """List what must be said of a judged goal, in a fixed order; none where the numbers speak for themselves."""
    if not judged.terms.amount.is_stated:
        return ()
    finders = (_undivided, _read_otherwise, _reached, _falling, _beside, _planned, _dated, _pieces)
    return tuple(found for finder in finders for found in finder(judged))


def _undivided(judged: Judged) -> Iterator[EdgeCase]:
    """Say why there is no percentage."""
    terms, reached = judged.terms, judged.reached
    reason = why_undefined(terms)
    if reached is None or not reached.is_stated:
        return
    if reason is Reason.TARGET_NOT_POSITIVE:
        yield case(Edge.GOAL_NOT_POSITIVE, goal=terms.amount, reached=reached)
    elif reason is Reason.TARGET_EQUALS_BASELINE and not _is_running(judged):
        held = terms.easier_end == terms.baseline and is_met(terms, reached)
        yield case(Edge.LEVEL_HELD if held else Edge.LEVEL_NOT_HELD, level=terms.amount, now=reached)
    elif reason is Reason.TARGET_BEHIND_BASELINE and terms.baseline is not None:
        yield case(Edge.GOAL_BEHIND_BASELINE, goal=terms.amount, baseline=Amount(terms.baseline))
    elif reason is Reason.LOWER_WITHOUT_BASELINE:
        yield case(Edge.LOWER_WITHOUT_BASELINE)


def _is_running(judged: Judged) -> bool:
    """Tell whether a sum is running that will be compared with the sum of a whole period."""
    return judged.progress.attainment.reason is Reason.FLOW_AGAINST_BASELINE


def _read_otherwise(judged: Judged) -> Iterator[EdgeCase]:
    """Say how the goal is read, where that is not at first sight."""
    terms, progress, reached = judged.terms, judged.progress, judged.reached
    share = progress.attainment
    if terms.is_judged and terms.ends is not None and progress.read_to is not None and progress.read_to < terms.ends:
        if _is_running(judged) and terms.baseline is not None:
            yield case(Edge.RUNNING_SUM, ends=terms.ends, baseline=Amount(terms.baseline))
        elif progress.expected_rule is ExpectedRule.ONLY_AT_END and terms.baseline is None and share.low is not None:
            yield case(Edge.JUDGED_AT_END, ends=terms.ends)
    if terms.baseline is not None and terms.baseline_on is not None:
        yield case(Edge.BASELINE_REPORTED, baseline=Amount(terms.baseline), day=terms.baseline_on)
    if terms.amount.is_range and share.low is not None and share.high is not None:
        low, high = (Attainment(low=end, comparator=share.comparator) for end in (share.low, share.high))
        yield case(Edge.RANGE_GOAL, low=low, high=high)
    if reached is None or not reached.is_stated or reached.value != terms.easier_end:
        return
    if Reason.ABOUT_THE_TARGET in progress.reasons:
        yield case(Edge.ABOUT_THE_GOAL, reached=reached, goal=Amount(terms.easier_end))
    elif terms.amount.comparator is Comparator.OVER and not is_met(terms, reached):
        yield case(Edge.ASKS_FOR_MORE, goal=Amount(terms.easier_end))
    elif terms.amount.comparator is Comparator.UNDER and not is_met(terms, reached):
        yield case(Edge.ASKS_FOR_LESS, goal=Amount(terms.easier_end))


def _reached(judged: Judged) -> Iterator[EdgeCase]:
    """Say what is unusual about the figure."""
    terms, progress, reached = judged.terms, judged.progress, judged.reached
    if reached is None or not reached.is_stated:
        return
    if terms.kind is IndicatorKind.FLOW and reached.top < 0:
        yield case(Edge.NEGATIVE_FLOW, reached=reached)
    share = progress.attainment
    if share.low is not None and terms.baseline is None and min(share.low, share.high or share.low) >= MANY_TIMES:
        times = min(share.low, share.high or share.low)
        is_exact = times == int(times) and share.comparator is Comparator.EXACTLY and share.high is None
        yield case(Edge.TIMES_THE_GOAL if is_exact else Edge.OVER_TIMES_THE_GOAL, times=int(times))
    coverage = progress.coverage
    if coverage is not None and coverage.reported < coverage.owing and not judged.is_divided_alike:
        yield case(Edge.PARTIAL_SUM, reported=coverage.reported, owing=coverage.owing)
    if judged.figures_of:
        yield case(Edge.OTHER_PERIMETER, figures=judged.figures_of, goal=judged.goal_of)


def _falling(judged: Judged) -> Iterator[EdgeCase]:
    """Say how far a falling number has come, from its baseline and to its goal."""
    terms, reached = judged.terms, judged.reached
    if terms.direction is not Direction.LOWER_IS_BETTER or terms.baseline is None or terms.amount.is_range:
        return
    if reached is None or judged.progress.attainment.low is None:
        return
    goal, start = Amount(terms.amount.value), Amount(terms.baseline)
    if reached.top < goal.value:
        yield case(Edge.FALLING_PASSED, beyond=goal - reached, goal=goal)
    elif reached.value > start.value:
        yield case(Edge.FALLING_AWAY, lost=reached - start, baseline=start, rest=reached - goal)
    elif reached.value > goal.value:
        yield case(Edge.FALLING, gained=start - reached, way=start - goal, rest=reached - goal)


def _beside(judged: Judged) -> Iterator[EdgeCase]:
    """Put the other goals of the same thing, and the first version of this one, beside it."""
    if len(judged.other_goals) > 1:
        yield case(Edge.SEVERAL_GOALS, goals=judged.other_goals)
    if judged.original is None or judged.in_force is None or judged.reached is None:
        return
    label, terms = judged.original
    alike = (terms.starts, terms.ends, terms.kind) == (judged.terms.starts, judged.terms.ends, judged.terms.kind)
    first = attainment(terms, judged.progress.reading)
    if alike and first.low is not None and judged.progress.attainment.low is not None:
        current = judged.progress.attainment
        yield case(Edge.REVISED, current=current, in_force=judged.in_force, first=first, original=label)


def _planned(judged: Judged) -> Iterator[EdgeCase]:
    """Say where the phases and the goal part."""
    terms = judged.terms
    unstated = tuple(Days(phase.starts, phase.ends) for phase in unstated_phases(terms))
    if unstated:
        yield case(Edge.PHASE_WITHOUT_NUMBER, phases=unstated)
    plan = plan_of(terms)
    if plan is None or terms.ends is None or judged.progress.expected_rule is not ExpectedRule.PHASED_PLAN:
        return
    planned, rest = Amount(plan.level), Amount(exact_sum([terms.easier_end, -plan.level]))
    ends_early = plan.reached < terms.ends
    if ends_early and (terms.kind is not IndicatorKind.FLOW or rest.value == 0):
        return
    if ends_early and rest.value > 0:
        yield case(Edge.PHASES_END_EARLY, planned=planned, rest=rest, day=plan.reached, ends=terms.ends)
    elif terms.amount.value <= plan.level <= terms.amount.top:
        return
    elif rest.value > 0:
        yield case(Edge.PHASES_LEAVE_OUT, planned=planned, rest=rest)
    else:
        yield case(Edge.PHASES_EXCEED, planned=planned, rest=rest.negated())


def _dated(judged: Judged) -> Iterator[EdgeCase]:
    """Say where the goal's days are not those of the calendar year, or not those of the figures."""
    terms, progress, reached = judged.terms, judged.progress, judged.reached
    flow = terms.kind is IndicatorKind.FLOW
    of_several_years = terms.ends is not None and exact_months_between(terms.starts, terms.ends) > 12
    if flow and of_several_years and terms.starts.year < progress.quarter.year and reached and judged.year:
        year = _year_of(progress.quarter.first_day)
        since = _year_of(terms.starts) if terms.starts == date(terms.starts.year, 1, 1) else terms.starts
        yield case(Edge.SEVERAL_YEARS, reached=reached, goal=terms.amount, since=since, part=judged.year, year=year)
    month = year_begins_in(terms)
    if month != 1 and terms.ends is not None:
        number = Quarter.containing(progress.quarter.last_day, month).number
        yield case(Edge.FISCAL_YEAR, starts=terms.starts, ends=terms.ends, number=number)
    elif flow and (terms.starts.month, terms.starts.day) != (1, 1):
        yield case(Edge.COUNTED_FROM, day=terms.starts)
    if Reason.PERIOD_OVER_UNREPORTED in progress.reasons and terms.ends is not None and progress.read_to is not None:
        yield case(Edge.PERIOD_OVER, ends=terms.ends, day=progress.read_to)


def _year_of(day: date) -> Days:
    return Days(date(day.year, 1, 1), date(day.year, 12, 31))


def _pieces(judged: Judged) -> Iterator[EdgeCase]:
    """Say which quarters are known where a missing one lies between them, and which are known together only."""
    known = judged.known
    if known is None or known.amount is None:
        return
    spans = tuple(Days(each.from_on, each.to_on) for each in known.pieces if each.from_on and each.to_on)
    if known.quarters_known < known.quarters_expected:
        yield case(
            Edge.KNOWN_PIECES,
            pieces=spans,
            known=known.quarters_known,
            expected=known.quarters_expected,
            amount=known.amount,
        )
    for piece in known.pieces:
        if piece.from_on is None or piece.to_on is None or piece.amount is None:
            continue
        first, last = (Quarter.containing(day) for day in (piece.from_on, piece.to_on))
        if first < last and piece.from_on > judged.terms.starts:
            yield case(Edge.KNOWN_JOINTLY, days=Days(piece.from_on, piece.to_on), amount=piece.amount)


def projection_edges(projection: Projection | None) -> tuple[EdgeCase, ...]:
    """Say what a projection is worth, or why there is none; nothing where the figure alone gives the reason."""
    if projection is None:
        return ()
    if projection.reason is not None:
        return tuple(_not_projected(projection, projection.reason))
    if projection.rule is None or projection.central is None or projection.low is None:
        return ()
    found = case(
        Edge.PROJECTED if projection.high is not None else Edge.PROJECTED_OPEN,
        rule=projection.rule,
        central=Amount(projection.central, None, projection.comparator),
        low=Amount(projection.low),
        **({} if projection.high is None else {"high": Amount(projection.high)}),
        years=projection.past_years,
        mean=Attainment(low=projection.past_error),
        worst=Attainment(low=projection.worst_error),
    )
    return (found, case(Edge.OUTSIDE_PAST)) if projection.outside_past else (found,)


def _not_projected(projection: Projection, reason: Reason) -> Iterator[EdgeCase]:
    if reason is Reason.LUMPY and projection.lumpiness is not None:
        assert projection.past_low is not None
        assert projection.past_high is not None
        largest = tuple(Quarter(year, number) for year, number in projection.lumpiness.largest)
        low, high = Amount(projection.past_low), Amount(projection.past_high)
        yield case(Edge.LUMPY, largest=largest, low=low, high=high)
    elif reason is Reason.TOO_LITTLE_HISTORY:
        yield case(Edge.TOO_LITTLE_HISTORY, years=projection.past_years)
    elif reason in _WITHOUT_NUMBERS:
        yield case(_WITHOUT_NUMBERS[reason])


_WITHOUT_NUMBERS = {
    Reason.SEVERAL_YEARS: Edge.NO_PAST_PERIODS,
    Reason.UNTESTED: Edge.NO_PAST_LEVELS,
    Reason.TOO_UNCERTAIN: Edge.TOO_UNCERTAIN,
}
