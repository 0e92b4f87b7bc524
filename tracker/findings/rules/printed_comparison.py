"""Check the comparisons that documents print: "7 days less", "4.5-fold"."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.models import NumberStyle
from tracker.findings.facts import Facts
from tracker.findings.figure import Figure
from tracker.findings.finding import Observation, Rule, Severity
from tracker.findings.printed_digits import ClosedEnds, claimed, half_unit, outside
from tracker.findings.suspects import Concern
from tracker.findings.wording import amount, input_of, input_of_comparison, number, scale_of, shown
from tracker.models import Comparator, ComparisonKind, PrintedComparison, Target

_HUNDRED = Decimal(100)


def check(facts: Facts) -> Iterator[Observation]:
    """Yield comparisons that their two figures contradict, and those whose second figure nobody has printed.

    "Less by" without a second figure is compared with the target's baseline. Ranks compare with nothing.
    """
    figures = {(figure.record, figure.row.pk): figure for figure in (*facts.targets, *facts.actuals_for(Concern.ALONE))}
    for comparison in facts.comparisons:
        subject = _figure(figures, comparison.subject_actual_id, comparison.subject_target_id)
        if subject is None or not subject.is_stated or comparison.kind == ComparisonKind.RANK:
            continue
        against = _figure(figures, comparison.against_actual_id, comparison.against_target_id)
        ends: ClosedEnds | None = None
        inputs = [subject]
        if against is not None and against.is_stated:
            if against.unit != subject.unit:
                continue
            ends, inputs = against.plausible, [subject, against]
            value = against.value
        else:
            baseline = subject.row.baseline if isinstance(subject.row, Target) else None
            if comparison.kind != ComparisonKind.LESS_BY or baseline is None:
                yield from _observe_missing(comparison, subject)
                continue
            ends, value = ClosedEnds(baseline, baseline), baseline
        yield from _observe(comparison, subject, value, ends, inputs)


def _figure(figures: dict[tuple[str, int], Figure], actual: int | None, target: int | None) -> Figure | None:
    if actual is not None:
        return figures.get(("actual", actual))
    return None if target is None else figures.get(("target", target))


def _computed(kind: str, subject: Decimal, against: Decimal) -> Decimal:
    if kind == ComparisonKind.LESS_BY:
        return against - subject
    if kind == ComparisonKind.TIMES:
        return subject / against
    if kind == ComparisonKind.CHANGE:
        return (subject / against - 1) * _HUNDRED
    return subject / against * _HUNDRED


def _observe(
    comparison: PrintedComparison, subject: Figure, against: Decimal, ends: ClosedEnds, inputs: list[Figure]
) -> Iterator[Observation]:
    if comparison.kind != ComparisonKind.LESS_BY and (ends.low <= 0 or subject.plausible.low < 0):
        return  # a multiple of nothing or of a loss says nothing
    own = subject.plausible
    if comparison.kind == ComparisonKind.LESS_BY and subject.row.comparator == Comparator.EXACTLY:
        own, ends = ClosedEnds(subject.value, subject.value), ClosedEnds(against, against)  # taken from printed numbers
    corners = [_computed(comparison.kind, one, other) for one in (own.low, own.high) for other in (ends.low, ends.high)]
    half = half_unit(
        comparison.value,
        comparison.printed,
        decimal_comma=comparison.document.number_style == NumberStyle.VIETNAMESE,
        scale=Decimal(1),
        whole=comparison.unit.whole,
    )
    expected = claimed(comparison.value, None, comparison.comparator, half)
    if not outside(ClosedEnds(min(corners), max(corners)), expected):
        return
    computed = _computed(comparison.kind, subject.value, against)
    difference = computed - comparison.value
    scale = scale_of(subject.unit, subject.indicator)
    yield Observation(
        severity=Severity.WARNING,
        arithmetic=_(
            "“%(printed)s” is printed, but %(subject)s beside %(against)s gives %(computed)s: "
            "a difference of %(difference)s."
        )
        % {
            "printed": comparison.printed,
            "subject": shown(subject),
            "against": amount(against, scale),
            "computed": number(computed, 2),
            "difference": number(abs(difference), 2),
        },
        inputs=(input_of_comparison(comparison, subject.place), *(input_of(figure) for figure in inputs)),
        difference=round(difference, 6),
        unit=comparison.unit.code,
        shown_difference=number(difference, 2),
    )


def _observe_missing(comparison: PrintedComparison, subject: Figure) -> Iterator[Observation]:
    implied = _implied(comparison.kind, subject.value, comparison.value)
    if implied is None:
        return
    scale = scale_of(subject.unit, subject.indicator)
    yield Observation(
        severity=Severity.NOTICE,
        arithmetic=_(
            "“%(printed)s” cannot be checked: the figure compared with is not printed. "
            "With %(subject)s it would be about %(implied)s %(unit)s."
        )
        % {
            "printed": comparison.printed,
            "subject": shown(subject),
            "implied": number(implied / scale.divisor, 2),
            "unit": scale.word,
        },
        inputs=(input_of_comparison(comparison, subject.place), input_of(subject)),
    )


def _implied(kind: str, subject: Decimal, value: Decimal) -> Decimal | None:
    """Return the figure that the comparison was made with; None where none can be computed."""
    if kind == ComparisonKind.LESS_BY:
        return subject + value
    factor = {
        ComparisonKind.TIMES: value,
        ComparisonKind.CHANGE: 1 + value / _HUNDRED,
        ComparisonKind.SHARE: value / _HUNDRED,
    }[ComparisonKind(kind)]
    return subject / factor if factor > 0 else None


RULE = Rule("printed_comparison", gettext_lazy("Is a printed comparison right?"), check)
