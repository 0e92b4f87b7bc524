"""The plans beside a quarter's figures: for the year, to date and for the quarter, by the one rule of `measures`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Prefetch, Q

from tracker.actions.entry_desks import Desk, DeskKey
from tracker.actions.entry_history import QuarterValues, past_quarters
from tracker.models import Target, TargetPhase
from tracker.progress.expectation import expected
from tracker.progress.faces import target_terms
from tracker.progress.figure_rows import YEARS_OF_HISTORY
from tracker.progress.history import past_years
from tracker.progress.periods import ONE_DAY, Quarter


@dataclass(frozen=True, slots=True)
class LinePlan:
    """The plan of one line: the year's target, what should stand at the quarter's end, and its part of the quarter.

    ``to_date`` and ``quarter`` are None where the rule asks for nothing yet.
    """

    target: Target
    to_date: Decimal | None
    quarter: Decimal | None


def read_targets(desks: Sequence[Desk]) -> dict[DeskKey, dict[int, Target]]:
    """Return the year's binding targets by desk and indicator; the reporter's own leads. Costs two queries."""
    if not desks:
        return {}
    quarter = desks[0].quarter
    targets = (
        Target.objects.in_force(None)
        .binding()
        .filter(
            Q(investor__in=[desk.reporter.pk for desk in desks]) | Q(investor__isnull=True),
            place__in=[desk.place.pk for desk in desks],
            collective=False,
            starts_on=quarter.year_first_day,
            ends_on=date(quarter.year_last_day.year, 12, 31),
        )
        .select_related("indicator__unit")
        .prefetch_related(Prefetch("phases", queryset=TargetPhase.objects.filter(rejected_because="")))
        .order_by(F("investor").asc(nulls_last=True), "role", "position", "pk")
    )
    found: dict[DeskKey, dict[int, Target]] = {}
    by_place: dict[int, list[Target]] = {}
    for target in targets:
        by_place.setdefault(target.place_id, []).append(target)
    for desk in desks:
        for target in by_place.get(desk.place.pk, ()):
            if target.investor_id in (None, desk.reporter.pk):
                found.setdefault(desk.key, {}).setdefault(target.indicator_id, target)
    return found


def plans_of(targets: Mapping[int, Target], quarter: Quarter, values: QuarterValues) -> dict[int, LinePlan]:
    """Return the plans of one desk by indicator; ``values`` are its own earlier quarters.

    The shape of the year is learned from the same years as on a page of progress, so both expect the same.
    """
    return {key: _plan(target, quarter, values.get(key, {})) for key, target in targets.items()}


def _plan(target: Target, quarter: Quarter, values: Mapping[Quarter, Decimal]) -> LinePlan:
    terms = target_terms(target, target.indicator, target.phases.all())
    years = range(quarter.year - YEARS_OF_HISTORY, quarter.year)
    shape = past_years(terms, past_quarters(values, years), quarter)
    to_date = expected(terms, quarter.last_day, past_years=shape).low
    if to_date is None:
        return LinePlan(target, None, None)
    if quarter.number == 1:
        return LinePlan(target, to_date, to_date)
    earlier = expected(terms, quarter.first_day - ONE_DAY, past_years=shape).low
    return LinePlan(target, to_date, None if earlier is None else to_date - earlier)
