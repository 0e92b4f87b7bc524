"""Declare what amounts come to in one currency, and an investor's totals, as `tracker.progress` writes them."""

from typing import Any

from tracker.api.plain_schemas import Day, Number, Plain, QuarterName, with_amounts, with_ends, with_keys
from tracker.progress.measures import IndicatorKind, Reason, Status
from tracker.progress.mixed import MixedKind
from tracker.progress.rate_choice import RatePurpose

_Value: Any = with_amounts("value")
_Line: Any = with_amounts("value", "converted")


class RateRow(Plain):
    """A rate: one unit of the base costs the value in the quote currency."""

    base: str
    quote: str
    value: Number
    on: Day
    purpose: RatePurpose
    source: str


# Keys that no Python name can be.
_Between: Any = with_keys({"from": Day | None, "to": Day | None})
_FromUnit: Any = with_keys({"from": str})


class ReportedAmount(_Value, _Between):
    """What was reported in one of the currencies."""

    indicator: str
    unit: str
    states: list[str]
    missing: list[str]


class ConvertedLine(_Line, _Between):
    """One amount with the rate that it was converted at; without a rate it is in the currency already."""

    indicator: str
    unit: str
    places: list[str]
    rate: RateRow | None
    printed_by_its_source: bool


class RateThatIsMissing(_FromUnit):
    """A rate without which nothing is converted."""

    into: str
    purpose: RatePurpose
    quarter: QuarterName


class Converted(_Value):
    """A total at the rates of one purpose, or what keeps it from being one."""

    purpose: RatePurpose
    lines: list[ConvertedLine]
    missing_rates: list[RateThatIsMissing]
    reasons: list[Reason]


_CurrencyAmounts: Any = with_amounts("stated", "goal", "exchange_effect")
_CurrencyEnds: Any = with_ends("attainment_at_plan_rate", "attainment_at_period_rate")


class InOneCurrency(_CurrencyAmounts, _CurrencyEnds):
    """What amounts of two currencies come to."""

    kind: MixedKind
    place: str
    indicator: str
    unit: str
    target_references: list[str | None]
    reported: list[ReportedAmount]
    figures_of_other_perimeters: list[str]
    without_figure: list[str]
    reason: Reason | None
    goal_at_plan_rate: Converted | None
    at_plan_rate: Converted | None
    at_period_rate: Converted | None
    at_source_rate: Converted | None


_Totals: Any = with_ends(
    "target",
    "baseline",
    "to_date",
    "attainment",
    "expected",
    "expected_share",
    "pace",
    "distance_from_expected",
    "distance_from_expected_share",
    "gap",
    "quarters_left",
    "needed_per_remaining_quarter",
)


class TotalOfInvestor(_Totals):
    """The sum of an investor's targets and what is reached of it."""

    indicator: str
    kind: IndicatorKind
    unit: str
    target_starts: Day | None
    target_ends: Day | None
    read_to: Day | None
    status: Status | None
    reasons: list[Reason]
    places: list[str]
    left_out: list[str]
