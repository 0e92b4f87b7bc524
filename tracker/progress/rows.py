"""What the progress pages, files and commands are handed: frozen rows, already computed."""

from collections.abc import Sized
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.progress.course_points import CoursePoint
from tracker.progress.measures import (
    ENOUGH,
    Attainment,
    Comparison,
    Coverage,
    GoalCoverage,
    KnownSum,
    PastYear,
    Progress,
    Projection,
    Reading,
    RollUp,
    Status,
    TargetTerms,
    Thresholds,
)
from tracker.progress.named import (
    DocumentFace,
    FigureFace,
    FirstVersion,
    IndicatorFace,
    OrganisationFace,
    PlaceFace,
    TargetFace,
)
from tracker.progress.periods import Quarter
from tracker.progress.unit_years import YearsOfUnits

if TYPE_CHECKING:
    from tracker.progress.in_one_currency import OneCurrency
    from tracker.progress.investor_totals import InvestorTotal


__all__ = [
    "ChildProgress",
    "CoursePoint",
    "DocumentFace",
    "FigureFace",
    "FirstVersion",
    "IndicatorFace",
    "IndicatorProgress",
    "InvestorProgress",
    "MapChoice",
    "Marks",
    "OrganisationFace",
    "OtherReading",
    "PlaceFace",
    "PlaceProgress",
    "ProgressRow",
    "RowKind",
    "TargetFace",
]


class MapChoice(StrEnum):
    """On which map a page is read: the places as they were in the quarter, or today's."""

    THEN = "then"
    TODAY = "today"


class RowKind(StrEnum):
    """Whose target a row is measured by."""

    OWN = "own"
    """The place's own target."""
    INVESTOR = "investor"
    """An investor's target for the place."""
    COLLECTIVE = "collective"
    """One target for several member places."""
    INHERITED = "inherited"
    """The targets of the predecessors, added for the units that have both a figure and a target."""
    ADDED = "added"
    """The targets of the places below, added for the units that have both a figure and a target."""
    WITHOUT = "without"
    """No target: figures alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The places that a sum must be read with.

    ``missing`` owe a figure and have none, ``missing_below`` are such places further down, ``other_span`` are known to
    another day only and ``printed_only`` without their numerator and denominator: they are not in the sum. ``carried``
    are in it with an older level. ``in_other_units`` reported in another unit only and are not in the sum;
    ``undivided`` are in it with days before they lay here, ``counted_once`` are held by two of its parts and were taken
    out once, ``maybe_twice`` are held by two of them and have no figure that could be taken out. ``shares`` are places
    that were split, with the share of each that was computed.
    """

    missing: tuple[PlaceFace, ...] = ()
    missing_below: tuple[PlaceFace, ...] = ()
    other_span: tuple[PlaceFace, ...] = ()
    printed_only: tuple[PlaceFace, ...] = ()
    carried: tuple[PlaceFace, ...] = ()
    in_other_units: tuple[PlaceFace, ...] = ()
    undivided: tuple[PlaceFace, ...] = ()
    counted_once: tuple[PlaceFace, ...] = ()
    maybe_twice: tuple[PlaceFace, ...] = ()
    shares: tuple[tuple[PlaceFace, Decimal], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherReading:
    """What another reporter says about the same place, indicator and span; it stands beside the official one."""

    reporter: OrganisationFace
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressRow:
    """One goal (or one indicator without a goal) of one place at one quarter: every number a page may print of it.

    ``terms`` are the terms that were judged: those of ``target``, or the sum of several places' targets.
    ``figures`` are the reported figures that ``to_date`` comes from; ``figure_places`` the places that reported them.
    ``perimeter_differs`` says that those places are not the place whose target divides them: a label must say so.
    ``parts`` are the rows of the direct parts of the goal. ``states`` are codes of what must be said beside the number.
    """

    kind: RowKind
    place: PlaceFace
    indicator: IndicatorFace
    target: TargetFace | None
    terms: TargetTerms | None
    progress: Progress
    to_date: Reading
    in_quarter: Reading
    roll_up: RollUp | None
    projection: Projection | None
    same_period_last_year: Comparison | None
    previous_quarter: Comparison | None
    goal_coverage: GoalCoverage | None
    thresholds: Thresholds
    figures: tuple[FigureFace, ...]
    figure_places: tuple[PlaceFace, ...]
    perimeter_differs: bool
    reported: tuple[PlaceFace, ...]
    missing: tuple[PlaceFace, ...]
    target_units: tuple[int, int] | None
    """For added and inherited targets: units with both figure and target, units with a target."""
    others: tuple[OtherReading, ...]
    parts: tuple["ProgressRow", ...]
    without_part: tuple[tuple[OrganisationFace, PlaceFace], ...]
    """Investors with a part in another goal of the same place and period, and none in this one: no target, not 0."""
    states: tuple[str, ...]
    share_of_goal: Attainment | None = None
    """Of a row that is a part of a goal: which part of the goal it holds; it says nothing about what is reached."""
    quarter_roll_up: RollUp | None = None
    """The quarter alone, with a coverage of its own; ``in_quarter`` is unknown where it holds less than ``to_date``."""
    quarter_figures: tuple[FigureFace, ...] = ()
    """The reported figures that ``in_quarter`` comes from."""
    measured_by: tuple[TargetFace, ...] = ()
    """Whose targets the terms are made of."""
    goals_not_used: tuple[TargetFace, ...] = ()
    """Goals that bind the same units for the same indicator too; sums use the first in the order of the documents."""
    past_years: tuple[PastYear, ...] = ()
    """The years before that the expected amount and the projection may learn from."""
    marks: Marks = Marks()
    known: KnownSum | None = None
    """The pieces of the goal's period that the place's own report knows, where a gap keeps them apart."""
    years_of_units: YearsOfUnits | None = None
    """What the places directly below brought last year and this, whatever the place says for itself; None for a level,
    and where none of them has both."""
    same_quarter_last_year: Comparison | None = None
    """The quarter alone with the same quarter of last year; None in a first quarter, where the year to date says it."""
    course: tuple[CoursePoint, ...] = ()
    """The four quarters of the year; empty where nobody asked for them."""

    @property
    def has_figure(self) -> bool:
        """Return whether there is a figure: to date, or of the quarter alone where an earlier one is missing."""
        return self.to_date.is_known or self.in_quarter.is_known

    @property
    def used_figures(self) -> tuple[FigureFace, ...]:
        """Return the reported figures behind the row's numbers, each once: those to date, then the quarter's."""
        used = {figure.id: figure for figure in (*self.figures, *self.quarter_figures)}
        return tuple(used.values())

    @property
    def reported_of_expected(self) -> tuple[int, int]:
        """Return how many of the units that owe a report are in the number, and how many owe.

        A unit that reported in another unit has reported and is not in the number.
        """
        return reports_counted(self.roll_up, self.reported, self.missing, self.marks)

    @property
    def is_too_thin(self) -> bool:
        """Return whether the row is a sum of too few to be judged; an edition of before that rule may judge it."""
        thin = self.kind is RowKind.ADDED and Coverage(*self.reported_of_expected).is_below(ENOUGH)
        return thin or self.progress.status is Status.TOO_FEW_REPORTS


def reports_counted(rolled: RollUp | None, reported: Sized, missing: Sized, marks: Marks) -> tuple[int, int]:
    """Return how many of the units that owe a report are in a number, and how many owe."""
    aside = 0 if rolled is None or rolled.own_report else len(marks.in_other_units)
    return len(reported), len(reported) + len(missing) + aside


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceProgress:
    """Everything a place page shows at a quarter.

    ``rows`` are the place's goals in the order of their documents, then its figures without goals. ``children`` are the
    places below on the chosen map in name order, each with its rows for the headline indicators; those with figures
    first. ``exists`` is False when the place is not on the chosen map in that quarter.
    """

    place: PlaceFace
    quarter: Quarter
    map_choice: MapChoice
    as_of: datetime | None
    exists: bool
    path: tuple[PlaceFace, ...]
    predecessors: tuple[PlaceFace, ...]
    successors: tuple[PlaceFace, ...]
    rows: tuple[ProgressRow, ...]
    children: tuple["ChildProgress", ...]
    members: tuple[PlaceFace, ...]
    investors: tuple[OrganisationFace, ...]
    in_one_currency: tuple["OneCurrency", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildProgress:
    """One place below the page's place, with its rows for the indicators that the page shows.

    ``has_anything``: a target in force or a figure of the quarter stands at the place or below it, whatever the
    indicator; only a place without it is silent.
    """

    place: PlaceFace
    rows: tuple[ProgressRow, ...]
    owes: bool
    has_anything: bool
    investors: tuple[OrganisationFace, ...] = ()

    @property
    def silence(self) -> tuple[bool, bool]:
        """Return what sorts places with figures or targets in the page's columns first, silent ones last."""
        spoken = any(row.to_date.is_known or row.target is not None for row in self.rows)
        return not spoken, not self.has_anything


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorProgress:
    """Everything an indicator page shows at a quarter: the country's row and each province's, on the chosen map."""

    indicator: IndicatorFace
    quarter: Quarter
    map_choice: MapChoice
    as_of: datetime | None
    country: ProgressRow | None
    """None where the country is beyond the reader's reach."""
    rows: tuple[ProgressRow, ...]
    """Provinces (and the places below them that have figures or targets of their own), in tree order."""
    figures: tuple[FigureFace, ...]
    """Every figure in force of the indicator up to the quarter, newest first; none before ``figures_since``."""
    figures_since: date | None = None
    """From which day on figures were read; None: of all time."""

    @property
    def shown_rows(self) -> tuple[ProgressRow, ...]:
        """Return the rows that have a goal or a figure, in the order of the tree."""
        return tuple(row for row in self.rows if row.has_figure or row.terms is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvestorProgress:
    """Everything an investor page shows at a quarter: the investor's parks and the rows of its own targets."""

    investor: OrganisationFace
    quarter: Quarter
    map_choice: MapChoice
    as_of: datetime | None
    parks: tuple[PlaceFace, ...]
    rows: tuple[ProgressRow, ...]
    goals: tuple[ProgressRow, ...]
    """The goals that the investor's targets are parts of, with their coverage."""
    totals: tuple["InvestorTotal", ...] = ()
    """What its targets for several places come to, by indicator, unit and period."""
