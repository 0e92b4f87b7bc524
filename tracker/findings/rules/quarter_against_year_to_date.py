"""Check the figures of quarters against the figures of the year to date."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.findings.facts import Facts
from tracker.findings.figure import Figure
from tracker.findings.finding import Observation, Rule, Severity
from tracker.findings.printed_digits import NOTHING, ClosedEnds, outside
from tracker.findings.suspects import Concern
from tracker.findings.wording import amount, inputs_of, period, scale_of, shown
from tracker.models import Actual, Basis, IndicatorKind

_ONE_DAY = timedelta(days=1)


def check(facts: Facts) -> Iterator[Observation]:
    """Yield quarters that differ from the step of the year to date, and years to date that fall without a reason.

    Only figures of one reporter for one place are compared. Where the year to date before a quarter was not reported,
    the quarters before it stand for it if they are all there.
    """
    lines: dict[tuple[int, int | None, int], _Line] = {}
    for figure in facts.actuals_for(Concern.STEP_BEFORE):
        if figure.counts and figure.indicator.kind == IndicatorKind.FLOW:
            lines.setdefault(_key(figure), _Line()).add(figure)
    for figure in facts.actuals_for(Concern.STEP):
        line = lines.get(_key(figure))
        if line is None or not figure.counts:
            continue
        if _basis(figure) == Basis.IN_QUARTER:
            yield from _observe_quarter(figure, line.running, line.single)
        elif line.running.get(figure.to_on) is figure:
            yield from _observe_fall(line.before(figure), figure, line.single)


class _Line:
    """Hold the figures of one reporter, place and indicator by their last day; of two of a day the last one counts."""

    def __init__(self) -> None:
        self.running: dict[date | None, Figure] = {}
        self.single: dict[date | None, Figure] = {}

    def add(self, figure: Figure) -> None:
        if _basis(figure) == Basis.YEAR_TO_DATE:
            self.running[figure.to_on] = figure
        elif _basis(figure) == Basis.IN_QUARTER:
            self.single[figure.to_on] = figure

    def before(self, later: Figure) -> Figure | None:
        """Return the year to date that was reported before another, whatever year it was in; None if there is none."""
        return max(
            (figure for figure in self.running.values() if str(figure.to_on) < str(later.to_on)),
            key=lambda figure: str(figure.to_on),
            default=None,
        )


def _key(figure: Figure) -> tuple[int, int | None, int]:
    return figure.place.pk, figure.reporter_id, figure.indicator.pk


def _basis(figure: Figure) -> str:
    assert isinstance(figure.row, Actual)
    return figure.row.basis


def _known_before(
    quarter: Figure, first_day: date, running: dict[date | None, Figure], single: dict[date | None, Figure]
) -> list[Figure] | None:
    """Return the figures that add up to the year to date before a quarter, latest first; None if it is not known."""
    found: list[Figure] = []
    begins = quarter.from_on
    while begins != first_day:
        if begins is None:
            return None
        to_date, alone = running.get(begins - _ONE_DAY), single.get(begins - _ONE_DAY)
        known = to_date if to_date is not None and to_date.from_on == first_day else alone
        if known is None or known.unit != quarter.unit:
            return None
        found.append(known)
        begins = known.from_on
    return found


def _observe_quarter(
    quarter: Figure, running: dict[date | None, Figure], single: dict[date | None, Figure]
) -> Iterator[Observation]:
    until = running.get(quarter.to_on)
    if until is None or until.from_on is None or quarter.from_on is None or until.unit != quarter.unit:
        return
    before = _known_before(quarter, until.from_on, running, single)
    if before is None:
        return
    earlier = sum((figure.plausible for figure in before), NOTHING)
    step = ClosedEnds(until.plausible.low - earlier.high, until.plausible.high - earlier.low)
    if not outside(step, quarter.claimed):
        return
    scale = scale_of(quarter.unit, quarter.indicator)
    computed = until.value - sum(figure.value for figure in before)
    difference = quarter.value - computed
    yield Observation(
        severity=Severity.WARNING,
        arithmetic=_(
            "The year to date grew by %(computed)s in %(days)s, but %(quarter)s are reported for these days: "
            "a difference of %(difference)s."
        )
        % {
            "computed": amount(computed, scale),
            "days": period(quarter.from_on, quarter.to_on),
            "quarter": shown(quarter),
            "difference": amount(abs(difference), scale),
        },
        inputs=inputs_of((quarter, until, *before)),
        difference=difference,
        unit=quarter.unit.code,
        shown_difference=amount(difference, scale),
    )


def _says_why(figure: Figure | None) -> bool:
    if figure is None:
        return False
    assert isinstance(figure.row, Actual)
    return bool(figure.row.reason or figure.row.note or figure.row.note_en)


def _observe_fall(earlier: Figure | None, later: Figure, single: dict[date | None, Figure]) -> Iterator[Observation]:
    """Yield a year to date below what was reported before it: added up to the last day known, or last to date."""
    # What is said about a line stays with its first figure, the quarter where both are typed.
    if _says_why(later) or _says_why(single.get(later.to_on)):
        return
    last = [earlier] if earlier is not None and earlier.from_on == later.from_on else []
    for before in (_with_quarters(last, later, single), last):
        if before and all(figure.unit == later.unit for figure in before) and _falls(before, later):
            yield _fall(before, later)
            return


def _with_quarters(earlier: list[Figure], later: Figure, single: dict[date | None, Figure]) -> list[Figure]:
    """Return the last year to date with the quarters that follow it without a gap; empty if none does."""
    # Quarters that end later say nothing of the days before, and are not read for it either.
    begins = {quarter.from_on: quarter for quarter in single.values() if str(quarter.to_on) < str(later.to_on)}
    found = list(earlier)
    day = earlier[0].to_on + _ONE_DAY if earlier and earlier[0].to_on else later.from_on
    while (quarter := begins.get(day)) and quarter.to_on and later.to_on and quarter.to_on < later.to_on:
        found.append(quarter)
        day = quarter.to_on + _ONE_DAY
    return found if len(found) > len(earlier) else []


def _falls(before: list[Figure], later: Figure) -> bool:
    return later.plausible.high < sum((figure.plausible for figure in before), NOTHING).low


def _fall(before: list[Figure], later: Figure) -> Observation:
    scale = scale_of(later.unit, later.indicator)
    earlier = sum((figure.value for figure in before), Decimal(0))
    difference = later.value - earlier
    words = {
        "earlier": shown(before[0]) if len(before) == 1 else amount(earlier, scale),
        "first": period(None, before[-1].to_on),
        "later": shown(later),
        "last": period(None, later.to_on),
    }
    if len(before) == 1:
        sentence = _(
            "The year to date falls from %(earlier)s on %(first)s to %(later)s on %(last)s, and no reason is given."
        )
    else:
        sentence = _(
            "What is reported up to %(first)s adds up to %(earlier)s, but the year to date falls to %(later)s on "
            "%(last)s, and no reason is given."
        )
    return Observation(
        severity=Severity.WARNING,
        arithmetic=sentence % words,
        inputs=inputs_of((later, *before)),
        difference=difference,
        unit=later.unit.code,
        shown_difference=amount(difference, scale),
    )


RULE = Rule("quarter_against_year_to_date", gettext_lazy("Do the quarters fit the year to date?"), check)
