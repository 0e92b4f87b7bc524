"""Add amounts of several currencies in one, each at a named rate, or refuse; pure, standard library only.

Nothing is converted without a rate of the table (docs/adr/0013). What a flow brought is converted quarter by quarter,
each at its own quarter's average; a level at the end of the quarter that is read; a goal, and what is measured at the
plan rate, at the plan rate of the year in which the goal's period starts.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tracker.progress.exact_sums import weighted_sum
from tracker.progress.periods import Quarter
from tracker.progress.quantities import Amount
from tracker.progress.rate_choice import MissingRate, Rate, RatePurpose, choose_rate
from tracker.progress.vocabulary import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Hold the amount that one quarter, or some days of it, brought."""

    amount: Amount
    from_on: date
    to_on: date

    @property
    def quarter(self) -> Quarter:
        """Give the quarter in which the piece ends."""
        return Quarter.containing(self.to_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Hold one amount that goes into a total, in the currency in which it was reported.

    `pieces` are what a flow brought in each quarter; where they are not all known, none is given and `reason` says
    why. A level has neither. `source` is the document that reported it, `printed` the same amount as that document
    prints it in other currencies.
    """

    key: Hashable
    unit: str
    amount: Amount
    pieces: tuple[Piece, ...] = ()
    reason: Reason | None = None
    source: Hashable = None
    printed: tuple[tuple[str, Amount], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """Show one step: an amount of a part, the rate, and the result.

    `rate` is None where the amount is in the total's currency already, or was `printed` in it by its own source.
    `piece` is the quarter's part that was converted, None for the whole.
    """

    part: Hashable
    unit: str
    amount: Amount
    rate: Rate | None
    factor: Fraction
    converted: Amount
    piece: Piece | None = None
    printed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConvertedTotal:
    """Hold a total in one currency with every step that led to it."""

    into: str
    purpose: RatePurpose
    amount: Amount
    conversions: tuple[Conversion, ...]

    @property
    def rates(self) -> tuple[Rate, ...]:
        """List the rates that were used, each once, in the order of their use."""
        return tuple(dict.fromkeys(step.rate for step in self.conversions if step.rate is not None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """Say why there is no total in one currency: the rates that are missing, and the parts whose quarters are."""

    into: str
    purpose: RatePurpose
    missing: tuple[MissingRate, ...]
    unsplit: tuple[tuple[Hashable, Reason], ...] = ()


Outcome = ConvertedTotal | Refused


def total_in(
    parts: Sequence[Part], *, into: str, purpose: RatePurpose, rates: Sequence[Rate], quarter: Quarter
) -> Outcome:
    """Add parts of several currencies in one, each at the rate of the purpose, or refuse and name what is missing.

    With the purpose of a quarter's average each part is converted piece by piece, with any other as a whole at the
    rate for `quarter`. What its own source printed in the currency asked for is the source's own conversion.

    :raises ValueError: if there are no parts: no figure is not a total of 0.
    """
    if not parts:
        raise ValueError("A total of no parts is not 0.")
    steps: list[Conversion] = []
    missing: dict[MissingRate, None] = {}
    unsplit: list[tuple[Hashable, Reason]] = []
    for part in parts:
        if part.unit == into:
            steps.append(_step(part, part.amount, None, Fraction(1)))
        elif purpose is RatePurpose.QUARTER_AVERAGE and not part.pieces:
            unsplit.append((part.key, part.reason or Reason.JOINTLY_ONLY))
        elif purpose is RatePurpose.SOURCE_OWN and into in dict(part.printed):
            steps.append(_printed(part, dict(part.printed)[into]))
        else:
            for piece in part.pieces if purpose is RatePurpose.QUARTER_AVERAGE else (None,):
                when = quarter if piece is None else piece.quarter
                rate = choose_rate(rates, unit=part.unit, into=into, purpose=purpose, quarter=when, source=part.source)
                if isinstance(rate, MissingRate):
                    missing[rate] = None
                else:
                    amount = part.amount if piece is None else piece.amount
                    steps.append(_step(part, amount, rate, rate.factor(part.unit, into), piece))
    if missing or unsplit:
        return Refused(into=into, purpose=purpose, missing=_in_order(missing), unsplit=tuple(unsplit))
    total = weighted_sum(
        [(step.converted, Fraction(1)) if step.printed else (step.amount, step.factor) for step in steps]
    )
    return ConvertedTotal(into=into, purpose=purpose, amount=total, conversions=tuple(steps))


def _step(part: Part, amount: Amount, rate: Rate | None, factor: Fraction, piece: Piece | None = None) -> Conversion:
    return Conversion(
        part=part.key,
        unit=part.unit,
        amount=amount,
        rate=rate,
        factor=factor,
        converted=weighted_sum([(amount, factor)]),
        piece=piece,
    )


def _printed(part: Part, amount: Amount) -> Conversion:
    """Take over what the source printed; the factor is the rate that its two amounts imply."""
    known = part.amount.is_stated and amount.is_stated and part.amount.value != 0
    implied = Fraction(amount.value) / Fraction(part.amount.value) if known else Fraction(1)
    return Conversion(
        part=part.key, unit=part.unit, amount=part.amount, rate=None, factor=implied, converted=amount, printed=True
    )


def _in_order(missing: Iterable[MissingRate]) -> tuple[MissingRate, ...]:
    return tuple(sorted(missing, key=lambda rate: (rate.quarter, rate.unit, rate.into, rate.purpose, str(rate.source))))


def exchange_effect(at_plan: Outcome, at_period: Outcome) -> Amount | None:
    """Give what the change of the rates alone did to a total: at the period's rate less at the plan rate.

    Each amount is taken times the difference of its two factors, so that a range stays the range of one amount, and
    "over" says which way. None if one of the two totals was refused: a missing rate is not an effect of 0.

    :raises ValueError: if the two totals are of other parts or in other currencies.
    """
    if isinstance(at_plan, Refused) or isinstance(at_period, Refused):
        return None
    planned = {step.part: step.factor for step in at_plan.conversions}
    if at_plan.into != at_period.into or set(planned) != {step.part for step in at_period.conversions}:
        raise ValueError("An exchange effect lies between two totals of the same parts in the same currency.")
    return weighted_sum([(step.amount, step.factor - planned[step.part]) for step in at_period.conversions])
