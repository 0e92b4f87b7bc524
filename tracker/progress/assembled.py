"""Put a row together from what was measured: the one place where progress is judged."""

from dataclasses import replace

from tracker.progress.measured import Measured
from tracker.progress.measures import GoalCoverage, Reason, RollUp, Status, TargetTerms, judge, project
from tracker.progress.roll import Roller
from tracker.progress.rows import (
    IndicatorFace,
    OrganisationFace,
    OtherReading,
    PlaceFace,
    ProgressRow,
    RowKind,
    TargetFace,
)
from tracker.progress.snapshot import NO_LIMITS
from tracker.progress.states import coverage_places, figures_of, perimeter_differs, states_of

# The statuses that thresholds decide.
_BY_LIMITS = frozenset({Status.INCOMPLETE, Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK})


def assembled(
    roller: Roller,
    *,
    kind: RowKind,
    place: PlaceFace,
    indicator: IndicatorFace,
    unit: str,
    target: TargetFace | None,
    terms: TargetTerms | None,
    measured: Measured,
    goal_coverage: GoalCoverage | None,
    parts: tuple[ProgressRow, ...],
    without: tuple[tuple[OrganisationFace, PlaceFace], ...],
    target_units: tuple[int, int] | None = None,
    reach: RollUp | None = None,
) -> ProgressRow:
    """Return the row of what was measured: judged once, with everything that must be said beside its numbers."""
    snapshot = roller.snapshot
    rolled = measured.roll_up
    reading = rolled.headline
    limits = snapshot.limits_for(indicator.id)
    past_years = roller.past_years(place.id, indicator.id, unit) if terms is not None else []
    progress = judge(
        terms,
        reading,
        quarter=snapshot.quarter,
        thresholds=limits,
        past_years=past_years,
        coverage=None if rolled.own_report else rolled.coverage,
        own_report=rolled.own_report,
        in_quarter=measured.in_quarter,
    )
    if limits is NO_LIMITS and progress.status in _BY_LIMITS:
        progress = replace(progress, status=None, reasons=(*progress.reasons, Reason.NO_THRESHOLD))
    figures = figures_of(snapshot, reading)
    reporters = tuple(dict.fromkeys(figure.place for figure in figures))
    reported, missing = coverage_places(roller, place, indicator.id, reach or rolled)
    differs = terms is not None and perimeter_differs(kind, place, rolled, reporters)
    return ProgressRow(
        kind=kind,
        place=place,
        indicator=indicator,
        target=target,
        terms=terms,
        progress=progress,
        to_date=reading,
        in_quarter=measured.in_quarter,
        roll_up=rolled,
        projection=project(terms, reading, past_years=past_years) if terms is not None else None,
        same_period_last_year=measured.same_period,
        previous_quarter=measured.previous,
        goal_coverage=goal_coverage,
        thresholds=limits,
        figures=figures,
        figure_places=reporters,
        perimeter_differs=differs,
        reported=reported,
        missing=missing,
        target_units=target_units,
        others=tuple(OtherReading(reporter=reporter, reading=other) for reporter, other in measured.others),
        parts=parts,
        without_part=without,
        states=states_of(kind, progress, rolled, target, figures, differs, target_units),
    )
