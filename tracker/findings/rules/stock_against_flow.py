"""Check levels against the flow that alone makes them rise and fall."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.findings.facts import Facts
from tracker.findings.figure import Figure
from tracker.findings.finding import Observation, Rule, Severity
from tracker.findings.printed_digits import NOTHING, ClosedEnds
from tracker.findings.suspects import Concern
from tracker.findings.wording import amount, indicator_name, inputs_of, period, scale_of, shown
from tracker.models import Actual, Basis, IndicatorKind

_ONE_DAY = timedelta(days=1)
_LEVELS = (Basis.AS_OF, Basis.SINCE_INCEPTION)


def check(facts: Facts) -> Iterator[Observation]:
    """Yield levels that do not follow from the level before and the flow between them, unless a reason is given.

    Only figures of one reporter for one place are compared, and only where the flow is reported from one level's day
    to the other's without a gap.
    """
    flows_of = {
        indicator.pk: indicator.accumulates_id
        for indicator in facts.indicators
        if indicator.kind == IndicatorKind.STOCK
    }
    series: dict[tuple[int, int | None, int | None], list[Figure]] = {}
    for figure in facts.actuals_for(Concern.LEVEL_BEFORE):
        if figure.counts:
            series.setdefault((figure.place.pk, figure.reporter_id, figure.indicator.pk), []).append(figure)
    for level in facts.actuals_for(Concern.LEVEL):
        line = (level.place.pk, level.reporter_id)
        flow = flows_of.get(level.indicator.pk)
        flows = series.get((*line, flow), []) if flow is not None else []
        if flows and level.counts and _row(level).basis in _LEVELS:
            yield from _observe(_before(level, series[*line, level.indicator.pk]), level, flows)


def _before(level: Figure, figures: list[Figure]) -> Figure | None:
    """Return the level before one, by their days; None for the first."""
    levels = [figure for figure in figures if _row(figure).basis in _LEVELS]
    levels.sort(key=lambda figure: str(figure.to_on))
    place = levels.index(level)
    return levels[place - 1] if place else None


def _row(figure: Figure) -> Actual:
    assert isinstance(figure.row, Actual)
    return figure.row


def _observe(before: Figure | None, level: Figure, flows: list[Figure]) -> Iterator[Observation]:
    if before is None:
        return
    begins = {figure.from_on: figure for figure in flows if _row(figure).basis == Basis.IN_QUARTER}
    to_date = {figure.to_on: figure for figure in flows if _row(figure).basis == Basis.YEAR_TO_DATE}
    between = _between(before.to_on, level.to_on, begins, to_date)
    one_unit = all(figure.unit == level.unit for figure in (before, *between))
    if between and one_unit and not _says_why(level):
        yield from _compare(before, between, level)


def _between(
    first: date | None, last: date | None, begins: dict[date | None, Figure], to_date: dict[date | None, Figure]
) -> list[Figure]:
    """Return the flows that add up to what came after the first day up to the last; none where a part is not known."""
    found: list[Figure] = []
    day = None if first is None else first + _ONE_DAY
    while last is not None and day is not None and day <= last and (quarter := begins.get(day)) and quarter.to_on:
        found.append(quarter)
        day = quarter.to_on + _ONE_DAY
    if found and found[-1].to_on == last:
        return found
    year = to_date.get(last)
    return [year] if year is not None and first is not None and year.from_on == first + _ONE_DAY else []


def _says_why(level: Figure) -> bool:
    row = _row(level)
    return bool(row.reason or row.note or row.note_en)


def _compare(before: Figure, between: list[Figure], level: Figure) -> Iterator[Observation]:
    expected = sum((figure.plausible for figure in (before, *between)), NOTHING)
    if _meet(expected, level.plausible):
        return
    scale = scale_of(level.unit, level.indicator)
    flow = sum((figure.value for figure in between), Decimal(0))
    total = before.value + flow
    difference = level.value - total
    yield Observation(
        severity=Severity.WARNING,
        arithmetic=_(
            "%(before)s on %(first)s and %(flow)s since then (“%(name)s”) make %(sum)s, but %(level)s are reported for "
            "%(last)s: a difference of %(difference)s, and no reason is given."
        )
        % {
            "before": shown(before),
            "first": period(None, before.to_on),
            "flow": amount(flow, scale),
            "name": indicator_name(between[0].indicator),
            "sum": amount(total, scale),
            "level": shown(level),
            "last": period(None, level.to_on),
            "difference": amount(abs(difference), scale),
        },
        inputs=inputs_of((level, before, *between)),
        difference=difference,
        unit=level.unit.code,
        shown_difference=amount(difference, scale),
    )


def _meet(one: ClosedEnds, other: ClosedEnds) -> bool:
    return one.low <= other.high and other.low <= one.high


RULE = Rule("stock_against_flow", gettext_lazy("Do levels follow from the flow between them?"), check)
