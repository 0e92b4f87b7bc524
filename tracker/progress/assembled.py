"""Put a row together from what was measured: the one place where progress is judged."""

from dataclasses import dataclass, replace

from tracker.progress.asked import Span
from tracker.progress.attainment import measured_from_reported
from tracker.progress.course import course_of
from tracker.progress.measured import Measured
from tracker.progress.measures import (
    Coverage,
    GoalCoverage,
    IndicatorKind,
    PastYear,
    Progress,
    Reason,
    RollUp,
    Status,
    TargetTerms,
    judge,
    past_years,
    project,
    thinnest,
)
from tracker.progress.past import past_quarters
from tracker.progress.periods import ONE_DAY, Quarter
from tracker.progress.roll import Roller
from tracker.progress.rows import (
    IndicatorFace,
    OrganisationFace,
    OtherReading,
    PlaceFace,
    ProgressRow,
    RowKind,
    TargetFace,
    reports_counted,
)
from tracker.progress.snapshot import NO_LIMITS
from tracker.progress.states import coverage_places, figures_of, marks_of, perimeter_differs, states_of, units_below
from tracker.progress.unit_years import years_of_units

# The statuses that thresholds decide.
_BY_LIMITS = frozenset({Status.TOO_FEW_REPORTS, Status.INCOMPLETE, Status.ON_TRACK, Status.AT_RISK, Status.OFF_TRACK})


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a measured reading is judged by, and what stands beside it; nothing for figures alone.

    ``terms`` are those of ``target``, or the sum of the ``measured_by``; ``not_used`` are goals that bind the same
    units for the same indicator and were left aside.
    """

    target: TargetFace | None = None
    terms: TargetTerms | None = None
    goal_coverage: GoalCoverage | None = None
    parts: tuple[ProgressRow, ...] = ()
    without: tuple[tuple[OrganisationFace, PlaceFace], ...] = ()
    target_units: tuple[int, int] | None = None
    measured_by: tuple[TargetFace, ...] = ()
    not_used: tuple[TargetFace, ...] = ()


def assembled(
    roller: Roller, *, kind: RowKind, place: PlaceFace, indicator: IndicatorFace, measured: Measured, judged: Judged
) -> ProgressRow:
    """Return the row of what was measured: judged once, with everything that must be said beside its numbers."""
    snapshot = roller.snapshot
    rolled, terms = measured.roll_up, _started(judged.terms, measured)
    reading = rolled.headline
    limits = snapshot.limits_for(indicator.id)
    history: tuple[PastYear, ...] = ()
    if terms is not None:
        history = past_years(terms, past_quarters(roller, indicator.id, measured.history), snapshot.quarter)
    reported, missing = coverage_places(roller, place, indicator.id, rolled)
    marks = marks_of(roller, rolled)
    progress = judge(
        terms,
        reading,
        quarter=snapshot.quarter,
        thresholds=limits,
        past_years=history,
        coverage=_coverage_of(kind, rolled, judged, Coverage(*reports_counted(rolled, reported, missing, marks))),
        own_report=rolled.own_report,
        in_quarter=measured.in_quarter,
        goals_added=judged.target_units is not None,
    )
    if limits is NO_LIMITS and progress.status in _BY_LIMITS:
        progress = _not_judged(progress, Reason.NO_THRESHOLD)
    if rolled.shares and progress.status in (*_BY_LIMITS, Status.MET):
        # What was not counted, but computed from a share, proves nothing.
        progress = _not_judged(progress, Reason.COMPUTED_SHARE)
    figures = figures_of(snapshot, reading)
    reporters = tuple(dict.fromkeys(figure.place for figure in figures))
    differs = terms is not None and perimeter_differs(kind, place, rolled, reporters)
    partial = judged.target_units is not None and judged.target_units[0] < judged.target_units[1]
    return ProgressRow(
        kind=kind,
        place=place,
        indicator=indicator,
        target=judged.target,
        terms=terms,
        progress=progress,
        to_date=reading,
        in_quarter=measured.in_quarter,
        roll_up=rolled,
        quarter_roll_up=measured.quarter,
        projection=project(terms, reading, past_years=history) if terms is not None else None,
        same_period_last_year=measured.same_period,
        previous_quarter=measured.previous,
        same_quarter_last_year=measured.same_quarter,
        goal_coverage=judged.goal_coverage,
        thresholds=limits,
        figures=figures,
        quarter_figures=figures_of(snapshot, measured.in_quarter),
        figure_places=reporters,
        perimeter_differs=differs,
        reported=reported,
        missing=missing,
        target_units=judged.target_units,
        others=tuple(OtherReading(reporter=reporter, reading=other) for reporter, other in measured.others),
        parts=judged.parts,
        without_part=judged.without,
        measured_by=judged.measured_by,
        goals_not_used=judged.not_used,
        past_years=history,
        marks=marks,
        known=measured.known,
        years_of_units=years_of_units(measured.parts, snapshot.tree.places, owing=units_below(roller, rolled)),
        course=course_of(measured, terms, snapshot.quarter, history) if roller.draws(indicator.id) else (),
        states=states_of(kind, progress, rolled, judged.target, figures, differs=differs, partial=partial),
    )


def _started(terms: TargetTerms | None, measured: Measured) -> TargetTerms | None:
    """Return the terms of a level measured from what all of its units reported when the period began."""
    if terms is None or terms.kind is IndicatorKind.FLOW or terms.baseline is not None:
        return terms
    eve = terms.starts - ONE_DAY
    quarter = Quarter.containing(eve)
    read = measured.history(Span(quarter.first_day, quarter, eve))
    return measured_from_reported(terms, read.headline) if read.own_report or read.whole else terms


def _coverage_of(kind: RowKind, rolled: RollUp, judged: Judged, reports: Coverage) -> Coverage | None:
    """Return how complete the number is that is judged; an own report is complete by itself.

    Where the goals of others are added it is how many of them are divided, or, if that is a smaller part, how many of
    the places below that owe a report have one; else the sum's own coverage. Predecessors that have ended owe none.
    """
    if rolled.own_report:
        return None
    if judged.target_units is None:
        return rolled.coverage
    divided = Coverage(*judged.target_units)
    return thinnest([divided, reports]) if kind is RowKind.ADDED else divided


def _not_judged(progress: Progress, why: Reason) -> Progress:
    return replace(progress, status=None, reasons=(*progress.reasons, why))
