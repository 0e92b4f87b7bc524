"""Describe what lies above the places of a list; pure."""

from dataclasses import dataclass

from tracker.progress.rows import PlaceFace


@dataclass(frozen=True, slots=True)
class Above:
    """What lies above the places of a list: the province of each, and the keys of all that hold it, itself first.

    The keys name places that may be beyond reach: they say which rules bind a place, and are told to nobody.
    """

    heads: dict[int, PlaceFace]
    ways: dict[int, tuple[int, ...]]
