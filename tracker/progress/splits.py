"""Tell which indicators are the components of a total, and which figures a page of a place speaks of; pure."""

from collections.abc import Iterable, Iterator, Mapping

from tracker.progress.measures import IndicatorKind
from tracker.progress.rows import IndicatorFace, TargetFace

ADDED_KINDS = frozenset({IndicatorKind.FLOW, IndicatorKind.STOCK})


def totals_in_two_currencies(
    indicators: Mapping[int, IndicatorFace],
) -> Iterator[tuple[IndicatorFace, list[IndicatorFace]]]:
    """Yield each total of money with the components of a complete split of it that are not all of one currency."""
    for total_id, components in _splits(indicators.values()):
        total = indicators.get(total_id)
        if total is None or not total.currency:
            continue
        if len({face.currency for face in components}) > 1 and all(face.currency for face in components):
            yield total, components


def _splits(indicators: Iterable[IndicatorFace]) -> list[tuple[int, list[IndicatorFace]]]:
    """Return the total and the components of each complete split, all in order."""
    found: dict[tuple[int, str], list[IndicatorFace]] = {}
    for face in sorted(indicators, key=lambda face: face.order):
        complete = face.component_of is not None and face.split_complete
        if complete and face.component_of is not None and IndicatorKind(face.kind) in ADDED_KINDS:
            found.setdefault((face.component_of, face.split), []).append(face)
    return [(total_id, components) for (total_id, _split), components in found.items()]


def indicators_shown(indicators: Mapping[int, IndicatorFace], promised: Iterable[TargetFace]) -> set[int]:
    """Return the indicators of which the page of a place shows figures, whoever below the place reported them.

    They are the headline indicators, those of ``promised``, the targets at the place with their parts, and what totals
    in two currencies are added up from. What was reported for the place itself comes to them.
    """
    found = {face.id for face in indicators.values() if face.headline}
    found |= {target.indicator_id for target in promised}
    for total, components in totals_in_two_currencies(indicators):
        found |= {total.id, *(face.id for face in components)}
    return found
