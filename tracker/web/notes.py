"""Say in sentences what a reader of a place page must know before its numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from provinces.days import dated_name
from tracker.progress.measures import Status
from tracker.progress.rows import MapChoice, PlaceProgress, ProgressRow, RowKind
from tracker.web import cells, owners
from tracker.web.filters import PageQuery
from tracker.web.numbers import day_text, percent_text, period_text
from tracker.web.words import local_name, name_of

# More would hide how many there are.
_MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class Note:
    """One sentence; ``warn`` marks one without which the numbers would mislead."""

    text: str | SafeString
    warn: bool = False


def place_notes(progress: PlaceProgress, goals: list[ProgressRow], query: PageQuery) -> list[Note]:
    """Return the sentences about perimeters, mergers and the map, the most important first."""
    place = progress.place
    found: list[Note] = []
    if not progress.exists:
        found.append(Note(_not_on_map(progress), warn=True))
    differing = [row for row in goals if row.perimeter_differs and row.figure_places]
    if differing:
        text = _(
            "The goal is that of {goal}; the reported figures are those of {figures}. Read the percentages with care."
        )
        found.append(
            Note(
                format_html(
                    text,
                    goal=", ".join(name_of(face) for face in owners.goal_places(differing[0])),
                    figures=cells.place_links(differing[0].figure_places, query),
                ),
                warn=True,
            )
        )
    if progress.successors:
        day = (
            _("from %(day)s") % {"day": day_text(progress.successors[0].valid_from)}
            if progress.successors[0].valid_from
            else ""
        )
        links = cells.place_links(progress.successors, query)
        # A province and what it has gone into may bear one name.
        alike = local_name(place) in map(local_name, progress.successors)
        name = dated_name(place) if alike else name_of(place)
        text = _("{place} has gone into {successors} {day}.")
        found.append(Note(format_html(text, place=name, successors=links, day=day)))
    if progress.predecessors:
        links = cells.dated_place_links(progress.predecessors, query)
        text = _("Its history is the sum of its predecessors: {predecessors}.")
        if progress.map_choice is MapChoice.TODAY:
            text = _(
                "On today's map the goals and figures of its predecessors stand here and are marked: {predecessors}."
            )
        found.append(Note(format_html(text, predecessors=links)))
    if place.overlapping:
        found.append(Note(_("This perimeter overlaps others; it is shown and never added to them.")))
    return found


def _not_on_map(progress: PlaceProgress) -> str:
    place = progress.place
    words = {"place": name_of(place), "day": day_text(place.valid_from) if place.valid_from else ""}
    if place.valid_from is not None and place.valid_from > progress.quarter.last_day:
        return (
            _("%(place)s exists from %(day)s. Choose today's map to see its predecessors in this quarter here.") % words
        )
    if place.valid_to is not None:
        words["day"] = day_text(place.valid_to)
        if not progress.successors:
            return _("%(place)s existed until %(day)s. Choose an earlier quarter.") % words
        return _("%(place)s existed until %(day)s. Choose an earlier quarter, or see its successor.") % words
    return _("%(place)s is not on this map in this quarter.") % words


def threshold_sentences(goals: list[ProgressRow]) -> list[str]:
    """Return the thresholds by which the goals are judged, each set of limits once."""
    limits = dict.fromkeys(row.thresholds for row in goals)
    return [
        _("On track: at least %(on)s of what is expected by now; at risk: at least %(risk)s; below: off track.")
        % {"on": percent_text(limit.on_track), "risk": percent_text(limit.at_risk)}
        for limit in limits
    ]


def late_goals(goals: Iterable[ProgressRow]) -> list[tuple[str, list[str]]]:
    """Return the name of each goal that is off track, with what its reporters wrote beside their figures.

    Where several goals bear one name, each has its period too. The note of a figure that was taken from a published
    document says how to read the document: whoever owes the report has explained nothing by it.
    """
    rows = list(goals)
    found = []
    for row in rows:
        if row.progress.status is Status.OFF_TRACK:
            said = (local_name(figure, "note") for figure in row.used_figures if figure.document is None)
            found.append((goal_name(row, rows), list(dict.fromkeys(note for note in said if note))))
    return found


def goal_name(row: ProgressRow, rows: Iterable[ProgressRow]) -> str:
    """Return the name of a goal's indicator, with the goal's period where others of the rows bear the same name."""
    name = name_of(row.indicator)
    if row.terms is None or sum(name_of(each.indicator) == name for each in rows) < 2:
        return name
    return f"{name}, {period_text(row.terms.starts, row.terms.ends)}"


def late_words(goals: Iterable[ProgressRow]) -> str:
    """Return in one line the indicators whose goals are off track, the first of them by name; empty where none is.

    A sum of too few places says nothing here either, as in the headline above it.
    """
    late = [row for row in goals if row.progress.status is Status.OFF_TRACK and not row.is_too_thin]
    joint = [row for row in late if row.kind is RowKind.COLLECTIVE]
    texts = []
    if named := _named([row for row in late if row not in joint]):
        texts.append(_("off track: %(goals)s") % {"goals": named})
    if named := _named(joint):
        texts.append(_("off track, of several places together: %(goals)s") % {"goals": named})
    return "; ".join(texts)


def _named(rows: list[ProgressRow]) -> str:
    """Return the names of the rows' indicators, the first of them; empty for none."""
    names = list(dict.fromkeys(name_of(row.indicator) for row in rows))
    named, more = ", ".join(names[:_MOST_NAMED]), len(names) - _MOST_NAMED
    return _("%(names)s and %(count)s more") % {"names": named, "count": more} if more > 0 else named
