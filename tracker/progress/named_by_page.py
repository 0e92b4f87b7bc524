"""What a page reads and names, whatever of it was changed since."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from tracker.progress.periods import Quarter
from tracker.progress.rows import IndicatorFace, PlaceFace
from tracker.progress.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Read:
    """What a page reads: its places, those above them, its indicators, its quarter, and whom and what it names."""

    places: Mapping[int, PlaceFace]
    above: Collection[int]
    indicators: Mapping[int, IndicatorFace]
    quarter: Quarter
    organisations: Collection[int]
    documents: Collection[int]


def read_by(snapshots: Iterable[Snapshot], path: Iterable[PlaceFace]) -> Read:
    """Return what a page reads at any of some moments of one quarter: a place may have gone, a goal been withdrawn."""
    books = list(snapshots)
    places: dict[int, PlaceFace] = {}
    indicators: dict[int, IndicatorFace] = {}
    organisations: set[int] = set()
    documents: set[int] = set()
    for snapshot in books:
        places |= snapshot.tree.places
        keys = {figure.indicator_id for figure in snapshot.figures_by_id.values()}
        keys |= {target.indicator_id for targets in snapshot.targets.values() for target in targets}
        keys |= {indicator_id for _place_id, indicator_id in snapshot.duties}
        indicators |= {key: snapshot.indicators[key] for key in keys}
        organisations |= snapshot.named_organisations()
        documents |= snapshot.named_documents()
    return Read(places, [face.id for face in path], indicators, books[-1].quarter, organisations, documents)
