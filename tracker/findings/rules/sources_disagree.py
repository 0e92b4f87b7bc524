"""Check whether two sources give different numbers for the same thing."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.findings.facts import Facts
from tracker.findings.figure import Figure
from tracker.findings.finding import Observation, Rule, Severity
from tracker.findings.printed_digits import apart
from tracker.findings.suspects import Concern
from tracker.findings.wording import amount, indicator_name, inputs_of, place_name, scale_of, shown
from tracker.models import BINDING_ROLES, Actual, Target


def check(facts: Facts) -> Iterator[Observation]:
    """Yield figures of one place, indicator and period that exclude each other, and goals that differ.

    Two reports that differ contradict each other; two goals that differ both bind and are worth knowing.
    """
    for together in _together(facts.actuals_for(Concern.SAME_CELL)):
        yield from _observe(together, Severity.WARNING)
    for together in _together(facts.targets):
        yield from _observe(together, Severity.NOTICE)


def _together(figures: Iterable[Figure]) -> Iterable[list[Figure]]:
    cells: dict[tuple[object, ...], list[Figure]] = {}
    for figure in figures:
        if figure.counts:
            key = _cell(figure)
            if key is not None:
                cells.setdefault(key, []).append(figure)
    return cells.values()


def _cell(figure: Figure) -> tuple[object, ...] | None:
    row = figure.row
    same = (figure.place.pk, figure.indicator.pk, figure.unit.pk, figure.from_on, figure.to_on)
    if isinstance(row, Actual):
        return (*same, row.basis)
    if isinstance(row, Target) and row.role in BINDING_ROLES and not row.collective:
        return (*same, row.investor_id)
    return None


def _observe(figures: list[Figure], severity: Severity) -> Iterator[Observation]:
    first = figures[0]
    for other in figures[1:]:
        if not apart(first.claimed, other.claimed):
            continue
        scale = scale_of(first.unit, first.indicator)
        difference = other.value - first.value
        yield Observation(
            severity=severity,
            arithmetic=_(
                "For “%(indicator)s” of %(place)s one source says %(one)s and another %(other)s: "
                "a difference of %(difference)s."
            )
            % {
                "indicator": indicator_name(first.indicator),
                "place": place_name(first.place),
                "one": shown(first),
                "other": shown(other),
                "difference": amount(abs(difference), scale),
            },
            inputs=inputs_of((first, other)),
            difference=difference,
            unit=first.unit.code,
            shown_difference=amount(difference, scale),
        )


RULE = Rule("sources_disagree", gettext_lazy("Do two sources give different numbers for the same thing?"), check)
