"""Say whose a number is: whose goal measures a row, of which predecessors and of how many units its figures are."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from tracker.progress.measures import TargetRole
from tracker.progress.rows import PlaceFace, ProgressRow, RowKind
from tracker.web.words import name_of, name_order

MOST_NAMES = 3  # more places than this are counted, not named


def former_places(row: ProgressRow) -> tuple[PlaceFace, ...]:
    """Return the predecessors whose goals and figures a row shows under their successor."""
    if row.kind is RowKind.INHERITED:
        return tuple(dict.fromkeys(part.place for part in row.parts))
    quarter, begins = row.progress.quarter, row.place.valid_from
    not_yet = begins is not None and begins > quarter.last_day
    return tuple(
        place
        for place in row.figure_places
        if place.id != row.place.id and place.valid_to is not None and (not_yet or place.valid_to < quarter.first_day)
    )


def goal_places(row: ProgressRow) -> tuple[PlaceFace, ...]:
    """Return the places whose goal a row is measured by: its own, the predecessors', or those of the places below."""
    if row.kind in (RowKind.INHERITED, RowKind.ADDED) and row.parts:
        return tuple(dict.fromkeys(part.place for part in row.parts if _is_added(part, row))) or tuple(
            dict.fromkeys(part.place for part in row.parts)
        )
    return (row.place if row.target is None else row.target.place,)


def _is_added(part: ProgressRow, row: ProgressRow) -> bool:
    """Return whether a part's goal is in the goal of the row; a goal without figures is left out of a like sum."""
    if part.terms is None or row.terms is None:
        return False
    return part.terms.key == row.terms.key or (isinstance(row.terms.key, tuple) and part.terms.key in row.terms.key)


def is_own_goal(row: ProgressRow, place: PlaceFace) -> bool:
    """Return whether a row is measured by the place's very own goal, not by one of others or of several together."""
    return row.kind is not RowKind.COLLECTIVE and all(other.id == place.id for other in goal_places(row))


def whose_goal(row: ProgressRow) -> str:
    """Return whose goal it is where that is not the row's place, or where the figures are of another perimeter."""
    places = goal_places(row)
    if row.kind is RowKind.COLLECTIVE or not (row.perimeter_differs or any(p.id != row.place.id for p in places)):
        return ""
    if len(places) > MOST_NAMES:
        return _("goals of %(count)s places below") % {"count": len(places)}
    words = {"place": ", ".join(name_of(place) for place in places)}
    promised = row.terms is None or row.terms.role in (TargetRole.GOAL, TargetRole.COMMITMENT)
    return (_("goal of: %(place)s") if promised else _("of: %(place)s")) % words


def units_words(row: ProgressRow) -> str:
    """Return how many of the units behind a number have what it is made of; nothing where it has none behind it."""
    if row.target_units is not None and row.kind in (RowKind.ADDED, RowKind.INHERITED):
        having, owing = row.target_units
        words = {"having": having, "owing": owing}
        if row.kind is RowKind.INHERITED:
            return _("%(having)s of %(owing)s predecessors") % words if owing > 1 else ""
        return _("%(having)s of %(owing)s with a goal have figures") % words
    formers = {place.id for place in former_places(row)} | {
        place.id for place in (*row.reported, *row.missing) if place.valid_to is not None
    }
    if former_places(row) and len(formers) > 1:
        silent = {place.id for place in row.missing} & formers
        return _("%(having)s of %(owing)s predecessors") % {
            "having": len(formers - silent),
            "owing": len(formers),
        }
    if "children_sum" in row.states and not row.perimeter_differs:
        reported, owing = row.reported_of_expected
        words = {"reported": reported, "owing": owing}
        return _("%(reported)s of %(owing)s that owe a report have figures") % words
    return ""


def member_names(row: ProgressRow, members: Mapping[int, PlaceFace]) -> str:
    """Return the names of the places that carry a row's target together; nothing for another target."""
    ids = row.target.member_ids if row.kind is RowKind.COLLECTIVE and row.target is not None else ()
    return ", ".join(name_of(p) for p in sorted((members[i] for i in ids if i in members), key=name_order))
