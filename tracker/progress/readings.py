"""Hold what was reported and what can be read from it; pure, standard library only."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tracker.progress.periods import ONE_DAY, Quarter
from tracker.progress.quantities import Amount
from tracker.progress.vocabulary import Basis, Comparator, IndicatorKind, ObservationStatus, Reason

# The start of a figure that counts since inception: before every day.
INCEPTION = date.min

Links = tuple[tuple[int | Decimal, Hashable], ...]
"""Figures by their keys, each with what it is multiplied by: 1, −1, or the share of a place that was split."""

MISSING_REASONS = {
    ObservationStatus.NOT_COLLECTED: Reason.NOT_COLLECTED,
    ObservationStatus.NOT_APPLICABLE: Reason.NOT_APPLICABLE,
    ObservationStatus.NOT_YET_KNOWN: Reason.NOT_YET_KNOWN,
    ObservationStatus.WITHDRAWN: Reason.NOT_REPORTED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedFigure:
    """Hold one figure in force, as one reporter gave it for one place and indicator.

    `key` is the caller's: it comes back in the links of a reading. `value` and `high` are in the indicator's single
    unit; None exactly when none is stated or the status says missing; a nil counts as 0 with or without a typed 0.
    `from_on` None means the start that the basis implies: the quarter's, the year's, or inception. `to_on` is the
    last day of the period as its source calls it; `cut_off_on` the day on which the figures really stop, None if
    that is the same. `numerator` and `denominator` come together or not at all, and `ratio_scale` says what one
    whole is in the indicator's unit: 100 for an indicator in per cent, 1 for a plain ratio.
    `unclear_end` says that `to_on` is the last day of the last quarter that the figure may belong to.

    :raises ValueError: if value, comparator and status contradict each other.
    """

    key: Hashable
    indicator_kind: IndicatorKind
    basis: Basis
    to_on: date
    from_on: date | None = None
    cut_off_on: date | None = None
    value: Decimal | None = None
    high: Decimal | None = None
    comparator: Comparator = Comparator.EXACTLY
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    observation_status: ObservationStatus = ObservationStatus.NORMAL
    unclear_end: bool = False
    ratio_scale: Decimal = Decimal(1)
    fiscal_start_month: int = 1

    def __post_init__(self) -> None:
        if self.is_missing:
            if self.value is not None or self.numerator is not None:
                raise ValueError(f"Figure {self.key} is {self.observation_status} and has a value all the same.")
        elif self.observation_status is ObservationStatus.NIL and (self.value or self.high or self.numerator):
            raise ValueError(f"Figure {self.key} is nil, and its value is {self.value}.")
        if (self.numerator is None) != (self.denominator is None):
            raise ValueError(f"Figure {self.key} has only one of numerator and denominator.")
        if self.from_on is not None and self.from_on > self.to_on:
            raise ValueError(f"Figure {self.key} starts on {self.from_on} and ends on {self.to_on}, before its start.")

    @property
    def is_missing(self) -> bool:
        """Tell whether the row says why there is no value, rather than a value."""
        return self.observation_status in MISSING_REASONS

    @property
    def is_stated(self) -> bool:
        """Tell whether there is a number at all: that of its amount."""
        return self.value is not None or self.observation_status is ObservationStatus.NIL

    @property
    def has_components(self) -> bool:
        """Tell whether the figure is a ratio that can be recomputed."""
        return self.numerator is not None and self.denominator is not None

    @property
    def amount(self) -> Amount:
        """Give the value with its comparator; none stated if there is none."""
        if self.observation_status is ObservationStatus.NIL:
            return Amount(Decimal(0))
        if self.value is None:
            return Amount.none_stated()
        return Amount(self.value, self.high, self.comparator)

    @property
    def starts_on(self) -> date:
        """Give the first day of the figure's span: the typed one, or the one that the basis implies."""
        if self.from_on is not None:
            return self.from_on
        quarter = Quarter.containing(self.to_on, self.fiscal_start_month)
        if self.basis is Basis.IN_QUARTER:
            return quarter.first_day
        if self.basis is Basis.YEAR_TO_DATE:
            return quarter.year_first_day
        return INCEPTION if self.basis is Basis.SINCE_INCEPTION else self.to_on

    @property
    def opens_on(self) -> date:
        """Give the day before the span, which the figure links with its last day."""
        starts_on = self.starts_on
        return INCEPTION if starts_on == INCEPTION else starts_on - ONE_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Hold what the figures of a place say about one span, or why they say nothing.

    `kind` is None when no figure was there to tell. `amount` is None exactly when `reason` is given. For a flow the
    span is `from_on` to `to_on`; for a stock, a ratio or another kind read at a day `from_on` is None. `links` is the
    arithmetic: the sum of factor x figure over it is the amount. `derived`: more than the row itself was needed.
    `carried`: the value is older than the quarter read. `printed_only`: a ratio without components, readable for its
    own place only. `disputed`: another figure of the very same span has another value. `later_not_linked`: later
    figures exist, and a gap before them. `opening_cut_off_on` is the cut-off of the figure subtracted at the start.
    `closed_on` is the last day that anybody owes figures for, None if nothing ends it: the place went, or reports that
    nothing more applies to it.
    """

    kind: IndicatorKind | None
    amount: Amount | None = None
    reason: Reason | None = None
    from_on: date | None = None
    to_on: date | None = None
    links: Links = ()
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    ratio_scale: Decimal = Decimal(1)
    cut_off_on: date | None = None
    opening_cut_off_on: date | None = None
    derived: bool = False
    carried: bool = False
    provisional: bool = False
    estimated: bool = False
    nil: bool = False
    unclear_end: bool = False
    printed_only: bool = False
    disputed: bool = False
    later_not_linked: bool = False
    closed_on: date | None = None

    def __post_init__(self) -> None:
        if (self.amount is None) == (self.reason is None):
            raise ValueError("A reading has either an amount or the reason why there is none.")

    @property
    def is_known(self) -> bool:
        """Tell whether there is an amount."""
        return self.amount is not None


def unknown(
    kind: IndicatorKind | None, reason: Reason, from_on: date | None = None, to_on: date | None = None
) -> Reading:
    """Give the reading of a span that is not known."""
    return Reading(kind=kind, reason=reason, from_on=from_on, to_on=to_on)
