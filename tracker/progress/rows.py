"""What the progress pages, files and commands are handed: frozen rows, already computed."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from tracker.progress.measures import (
    Attainment,
    Comparison,
    GoalCoverage,
    Progress,
    Projection,
    Reading,
    RollUp,
    TargetTerms,
    Thresholds,
)
from tracker.progress.periods import Quarter

if TYPE_CHECKING:
    from tracker.progress.in_one_currency import OneCurrency


class MapChoice(StrEnum):
    """On which map a page is read: the places as they were in the quarter, or today's."""

    THEN = "then"
    TODAY = "today"


@dataclass(frozen=True, slots=True)
class PlaceFace:
    """One place as a page names it."""

    id: int
    slug: str
    kind: str
    name: str
    name_en: str
    valid_from: date | None
    valid_to: date | None
    sort_key: str
    centrally_run: bool = False
    overlapping: bool = False
    """Whether it is a perimeter that overlaps others and so is never a summand."""


@dataclass(frozen=True, slots=True)
class IndicatorFace:
    """One indicator as a page names it; ``display_scale`` single units make one shown unit."""

    id: int
    code: str
    name: str
    name_en: str
    definition: str
    definition_en: str
    kind: str
    direction: str
    unit: str
    unit_name: str
    unit_name_en: str
    currency: str
    display_scale: Decimal
    display_unit: str
    display_unit_en: str
    headline: bool
    group: str
    group_name: str
    group_name_en: str
    order: tuple[int, int, str]
    component_of: int | None = None
    """The total that the indicator is a component of, by one `split`, which is complete or not."""
    split: str = ""
    split_complete: bool = False


@dataclass(frozen=True, slots=True)
class OrganisationFace:
    """One organisation as a page names it."""

    id: int
    slug: str
    kind: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True)
class DocumentFace:
    """One source document as a page names it."""

    id: int
    slug: str
    number: str
    title: str
    title_en: str
    on: date | None


@dataclass(frozen=True, slots=True)
class TargetFace:
    """One target version with what surrounds its number; the number itself is in ``terms``."""

    id: int
    reference: str
    terms: TargetTerms
    place: PlaceFace
    indicator_id: int
    investor: OrganisationFace | None
    issuer: OrganisationFace | None
    document: DocumentFace | None
    paragraph: int | None
    printed: str
    unit: str
    other_value: Decimal | None
    other_unit: str
    part_of_id: int | None
    collective: bool
    member_ids: tuple[int, ...]
    position: int
    version: int
    note: str
    note_en: str


@dataclass(frozen=True, slots=True)
class FigureFace:
    """One reported figure with its reporter, time, state and source, for labels and explanations."""

    id: int
    reference: str
    place: PlaceFace
    indicator_id: int
    reporter: OrganisationFace
    quarter: Quarter
    basis: str
    from_on: date | None
    to_on: date
    cut_off_on: date | None
    value: Decimal | None
    high: Decimal | None
    comparator: str
    unit: str
    other_value: Decimal | None
    other_unit: str
    numerator: Decimal | None
    denominator: Decimal | None
    observation_status: str
    unclear: bool
    printed: str
    document: DocumentFace | None
    paragraph: int | None
    revision: int
    approved_at: datetime
    note: str
    note_en: str


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
class OtherReading:
    """What another reporter says about the same place, indicator and span; it stands beside the official one."""

    reporter: OrganisationFace
    reading: Reading


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressRow:
    """One goal (or one indicator without a goal) of one place at one quarter: every number a page may print of it.

    ``terms`` are the terms that were judged: those of ``target``, or the sum of several places' targets.
    ``figures`` are the reported figures that the numbers come from; ``figure_places`` the places that reported them.
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

    @property
    def reported_of_expected(self) -> tuple[int, int]:
        """Return how many of the units that owe a report for the quarter have one, and how many owe."""
        return len(self.reported), len(self.reported) + len(self.missing)


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
    """Every figure in force of the indicator up to the quarter, newest first."""


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
