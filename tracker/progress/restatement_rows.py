"""What a list of restatements consists of: what said something else, who changed it, when, why, with which effect."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from tracker.progress.measures import Amount, Ends, Reading, Status
from tracker.progress.periods import Quarter
from tracker.progress.rows import (
    FigureFace,
    IndicatorFace,
    MapChoice,
    OrganisationFace,
    PlaceFace,
    ProgressRow,
    TargetFace,
)

Shown = Amount | Ends | Status | None
"""One number of a row, or its status; None where there is none."""


class RestatementKind(StrEnum):
    """What was restated."""

    FIGURE = "figure"
    """A reported figure: corrected, withdrawn, or reported where none stood before."""
    DERIVED = "derived"
    """A quarter that nobody typed: it follows from other figures, of which one was restated."""
    TARGET = "target"
    """A target: another version, a withdrawal, or a new one."""
    FRAME = "frame"
    """A rule that was recorded or ended: a threshold, a precedence, a parent, a succession, a duty, a rate."""
    EDITED = "edited"
    """What is edited where it stands: a place, an indicator, a line of a form, a holiday, a report's due day."""


class NumberCode(StrEnum):
    """Which number of a row changed."""

    GOAL = "goal"
    TO_DATE = "to_date"
    IN_QUARTER = "in_quarter"
    ATTAINMENT = "attainment"
    EXPECTED = "expected"
    GAP = "gap"
    NEEDED = "needed"
    LAST_YEAR = "last_year"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class NumberChange:
    """One number of a row before and after."""

    code: NumberCode
    old: Shown
    new: Shown


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row of a page of which a number changed; ``old`` or ``new`` is None where it came or went."""

    old: ProgressRow | None
    new: ProgressRow | None
    numbers: tuple[NumberChange, ...]

    @property
    def row(self) -> ProgressRow:
        """Return the row as it reads now, or as it read last."""
        row = self.new or self.old
        assert row is not None
        return row


@dataclass(frozen=True, slots=True, kw_only=True)
class Restatement:
    """One thing that says something else than before.

    ``old`` and ``new`` are of the same sort: figures, readings, targets, the words of a row of the frame, or of edited
    columns; None where nothing stood. ``by`` is the person who approved it, or who changed the frame; empty where the
    trail knows nobody. ``effect`` holds the rows of the page that the change went into: what all changes of such a row
    did together.
    """

    kind: RestatementKind
    place: PlaceFace | None
    indicator: IndicatorFace | None
    what: str = ""
    """Of the frame and of edited rows: the sort of row, and which one it is where nothing else says so; else empty."""
    reporter: OrganisationFace | None = None
    """Who reported the figure, who carries the target, or whose report is due on another day."""
    quarter: Quarter | None = None
    from_on: date | None = None
    to_on: date | None = None
    basis: str = ""
    old: FigureFace | TargetFace | Reading | str | None
    new: FigureFace | TargetFace | Reading | str | None
    by: str
    at: datetime
    why: str
    joined: tuple[PlaceFace, ...] = ()
    """Of a goal of several places: those that share it now and did not before; of the others none."""
    left: tuple[PlaceFace, ...] = ()
    """Of a goal of several places: those that shared it before and no longer do."""
    effect: tuple[RowChange, ...] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRestatements:
    """What was restated of a place's quarter after ``since`` and by ``until`` (None: now), newest first."""

    place: PlaceFace
    quarter: Quarter
    map_choice: MapChoice
    since: datetime
    until: datetime | None
    path: tuple[PlaceFace, ...]
    items: tuple[Restatement, ...]
    rows: tuple[RowChange, ...]


def moved_members(
    old: TargetFace | None, new: TargetFace | None, places: Mapping[int, PlaceFace]
) -> tuple[tuple[PlaceFace, ...], tuple[PlaceFace, ...]]:
    """Return which of the places came to share a goal of several and which no longer do, each by name.

    Nothing where one of the two versions is none or not of several places: then all of them came or went with it.
    """
    if old is None or new is None or not (old.collective and new.collective):
        return (), ()
    before, after = set(old.member_ids), set(new.member_ids)
    joined, left = (
        sorted((places[key] for key in keys if key in places), key=lambda place: (place.sort_key, place.slug))
        for keys in (after - before, before - after)
    )
    return tuple(joined), tuple(left)
