"""Declare a row of progress, key by key, as `tracker.progress.as_data` writes it; docs/glossary.md says the words."""

from typing import Any

from pydantic import Field

from tracker.api.plain_schemas import Day, Number, Plain, QuarterName, with_amounts, with_ends, with_readings
from tracker.progress.edges import Edge, SumEdge
from tracker.progress.measures import (
    Basis,
    Comparator,
    ExpectedRule,
    IndicatorKind,
    ObservationStatus,
    Reason,
    Status,
    TargetRole,
)
from tracker.progress.rows import RowKind


class FigureOfRow(Plain):
    """One reported figure with its reporter, time, state and source."""

    reference: str | None
    place: str
    reporter: str
    quarter: QuarterName
    basis: Basis
    from_on: Day | None
    to_on: Day
    cut_off_on: Day | None
    comparator: Comparator
    value: Number | None
    high: Number | None
    unit: str
    numerator: Number | None
    denominator: Number | None
    observation_status: ObservationStatus
    unclear: bool
    printed: str
    source: str | None
    paragraph: int | None
    revision: int


class FigureOfExplanation(FigureOfRow):
    """One reported figure, with its number among `figures`."""

    id: int


class Note(Plain):
    """What must be said of a row, by its code and in both languages."""

    edge: Edge | SumEdge
    text: str
    text_en: str


class Coverage(Plain):
    """How many of those that owe a figure have one."""

    reported: int
    expected: int


class CoverageOfRow(Coverage):
    """How many of those that owe a figure have one, and who has none."""

    missing: list[str]


class TargetsOfUnits(Plain):
    """Of how many units the targets were added, of how many that have a figure or a target."""

    divided: int
    of: int


class ProjectionOfRow(Plain):
    """What the goal's end may bring; without a rule `reason` says why, or the end is reached."""

    low: Number | None
    central: Number | None
    high: Number | None
    rule: ExpectedRule | None
    past_error: Number | None = Field(description="The mean error of the rule in the past years, a part of 1.")
    worst_error: Number | None
    past_years: int
    outside_past: bool
    past_low: Number | None
    past_high: Number | None
    notes: list[Note]
    reason: Reason | None


_Compared: Any = with_amounts("current", "value", "difference", "ratio", "change")


class ComparisonOfRow(_Compared):
    """The row beside an earlier time over the same units: `value` then, `current` now."""

    reason: Reason | None
    like_for_like: bool
    units: int | None
    units_of: int | None


_Years: Any = with_amounts("earlier", "current", "difference")


class YearsOfUnit(_Years):
    """What one place below brought to the same day of last year and this year."""

    place: str
    units: int | None
    units_of: int | None


class YearsOfUnits(_Years):
    """What the places directly below brought to the same day of both years, and their sums."""

    like_for_like: bool
    units: list[YearsOfUnit]
    left_out: list[str]


_PointReadings: Any = with_readings("in_quarter", "to_date")
_PointEnds: Any = with_ends("distance_from_expected")
_PointBefore: Any = with_amounts("to_date_a_year_before", "in_quarter_a_year_before")


class PointOfCourse(_PointReadings, _PointEnds, _PointBefore):
    """One quarter of a row's year."""

    quarter: QuarterName
    expected: Number | None
    expected_high: Number | None


_OtherUnit: Any = with_amounts("amount")


class AmountInOtherUnit(_OtherUnit):
    """What the places below reported in another unit; never added."""

    unit: str


class ShareOfPlace(Plain):
    """The part of a split place's figure that was computed."""

    place: str
    share: Number


class NamedTarget(Plain):
    """What names a target: its reference, where and by whom it was set."""

    target_reference: str | None
    target_place: str
    target_source: str | None
    issuer: str | None


_OtherReading: Any = with_readings("to_date")


class ReadingOfOther(_OtherReading):
    """What another reporter says of the same."""

    reporter: str


class ThresholdsOfRow(Plain):
    """The limits of the statuses, as parts of what should be reached."""

    on_track: Number
    at_risk: Number
    coverage: Number


class InvestorAtPlace(Plain):
    """An investor that has no target in a goal."""

    investor: str
    place: str


class _Target(Plain):
    """The target that a row is measured by; null without one."""

    target_reference: str | None
    target_role: TargetRole | None
    target_place: str | None
    target_starts: Day | None
    target_ends: Day | None
    target_version: int | None
    target_collective: bool | None
    target_source: str | None
    target_paragraph: int | None
    baseline: Number | None
    issuer: str | None
    investor: str | None
    investor_name: str | None
    investor_name_en: str | None


_SumAmounts: Any = with_amounts("own_report", "children_sum", "not_broken_down", "after_succession")


class _Sum(_SumAmounts):
    """What stands behind a row's number: own report and sum of the places below, never added."""

    own_report_leads: bool | None
    children_sum_to: Day | None
    not_broken_down_reason: Reason | None
    children_reported: Coverage | None
    in_quarter_reported: Coverage | None
    after_succession_from: Day | None
    in_other_units: list[AmountInOtherUnit]
    places_in_other_units: list[str]
    places_missing_below: list[str]
    places_undivided: list[str]
    places_counted_once: list[str]
    places_maybe_twice: list[str]
    computed_shares: list[ShareOfPlace]
    measured_by: list[NamedTarget]
    goals_not_used: list[NamedTarget]


_RowReadings: Any = with_readings("in_quarter", "to_date")
_RowEnds: Any = with_ends(
    "attainment",
    "distance_from_expected",
    "distance_from_expected_share",
    "gap",
    "needed_per_remaining_quarter",
    "quarter_share",
    "coverage_of_goal",
    "unassigned",
    "over_assigned",
    "share_of_goal",
)
_RowAmounts: Any = with_amounts("target", "assigned")


class RowOfChild(_RowReadings, _RowEnds, _RowAmounts, _Target, _Sum):
    """A row of a place below: how its year went is told on its own page."""

    row: RowKind
    place: str
    place_name: str
    place_name_en: str
    indicator: str
    indicator_name: str
    indicator_name_en: str
    kind: IndicatorKind
    unit: str
    read_to: Day | None
    expected: Number | None
    expected_high: Number | None
    expected_share: Number | None
    expected_rule: ExpectedRule | None
    pace: Number | None = Field(description="What is reached of what was expected, a part of 1.")
    status: Status | None
    reasons: list[Reason]
    quarters_left: int | None
    parts_with_target: int | None
    parts_without_target: int | None
    reported_of_expected: CoverageOfRow
    targets_of_units: TargetsOfUnits | None
    projection: ProjectionOfRow | None
    same_period_last_year: ComparisonOfRow | None
    same_quarter_last_year: ComparisonOfRow | None
    previous_quarter: ComparisonOfRow | None
    figure_places: list[str]
    perimeter_differs: bool
    states: list[str] = Field(description="Codes of what must be said beside the number.")
    notes: list[Note]
    thresholds: ThresholdsOfRow
    figures: list[FigureOfRow]
    other_reporters: list[ReadingOfOther]
    parts: list["RowOfProgress"] = Field(description="The direct parts of the goal.")
    investors_without_target: list[InvestorAtPlace]


class RowOfProgress(RowOfChild):
    """Every number of a row; null with a reason where there is none."""

    units_compared: YearsOfUnits | None
    course: list[PointOfCourse]
