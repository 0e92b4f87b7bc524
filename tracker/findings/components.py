"""Find the parts of a total: the components that its splits name, or their own components where those are silent."""

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.findings.facts import Facts
from tracker.findings.figure import ADDED_KINDS, Figure
from tracker.findings.suspects import Concern
from tracker.models import Indicator, Origin


@dataclass(frozen=True, slots=True)
class Split:
    """Name one way of dividing a total; complete when its components add up to it."""

    total: int
    components: tuple[Indicator, ...]
    complete: bool


def splits_of(indicators: Iterable[Indicator]) -> dict[int, list[Split]]:
    """Map a total's number to its splits, in the order of the components' codes."""
    components: dict[tuple[int, str], list[Indicator]] = {}
    for indicator in indicators:
        if indicator.component_of_id is not None:
            components.setdefault((indicator.component_of_id, indicator.split), []).append(indicator)
    splits: dict[int, list[Split]] = {}
    for (total, _split), parts in components.items():
        complete = all(part.split_complete for part in parts)
        splits.setdefault(total, []).append(Split(total, tuple(parts), complete))
    return splits


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Show a total beside the figures of one of its splits; `silent` are the components without a figure."""

    total: Figure
    parts: tuple[Figure, ...]
    silent: tuple[Indicator, ...]
    complete: bool


def breakdowns(facts: Facts) -> Iterable[Breakdown]:
    """Return every printed total with the parts of the same place, period and speaker; none without any part.

    A component without a figure of its own is replaced by its own components where those are all there.
    """
    return facts.once(_breakdowns)


def _breakdowns(facts: Facts) -> list[Breakdown]:
    found: list[Breakdown] = []
    splits = splits_of(facts.indicators)
    for figures in (facts.targets, facts.actuals_for(Concern.SUMMED)):
        index: dict[tuple[object, int], Figure] = {}
        for figure in figures:
            if figure.counts:
                index.setdefault((figure.series, figure.indicator.pk), figure)
        for total in figures:
            if not total.is_stated or total.indicator.kind not in ADDED_KINDS:
                continue
            for split in splits.get(total.indicator.pk, ()):
                breakdown = _breakdown(total, split, index, splits)
                if breakdown.parts:
                    found.append(breakdown)
    return found


def _breakdown(
    total: Figure, split: Split, index: dict[tuple[object, int], Figure], splits: dict[int, list[Split]]
) -> Breakdown:
    parts: list[Figure] = []
    silent: list[Indicator] = []
    for component in split.components:
        found = _figures_for(component, total.series, index, splits, seen=frozenset({total.indicator.pk}))
        if found is None:
            silent.append(component)
        else:
            parts.extend(found)
    return Breakdown(total, tuple(parts), tuple(silent), split.complete)


def _figures_for(
    indicator: Indicator,
    series: tuple[object, ...],
    index: dict[tuple[object, int], Figure],
    splits: dict[int, list[Split]],
    seen: frozenset[int],
) -> list[Figure] | None:
    """Return the figure of an indicator, or those of a complete split of it, or None where some are silent.

    Printed figures lead: an implied one only stands in where the printed ones it follows from are not all there.
    """
    figure = index.get((series, indicator.pk))
    if figure is not None and figure.row.origin == Origin.PRINTED:
        return [figure]
    if indicator.pk in seen:
        return None  # indicators that are components of each other have no sum
    for split in splits.get(indicator.pk, ()):
        if not split.complete:
            continue
        found: list[Figure] = []
        for component in split.components:
            figures = _figures_for(component, series, index, splits, seen | {indicator.pk})
            if figures is None:
                break
            found.extend(figures)
        else:
            return found
    return None if figure is None else [figure]
