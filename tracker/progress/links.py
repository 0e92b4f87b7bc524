"""Link days by the figures between them: the graph under every reading; pure, standard library only.

A reported flow links the day before it with its last day. Two days are linked when a chain of figures joins them, each
walked forwards (added) or backwards (subtracted); the sum along the chain is the amount between the two days.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tracker.progress.periods import ONE_DAY
from tracker.progress.readings import INCEPTION, ReportedFigure
from tracker.progress.vocabulary import Basis, Comparator, IndicatorKind, ObservationStatus

# Which of several figures of the very same span is read: the firmer one.
_STATUS_ORDER = {
    status: position
    for position, status in enumerate(
        (
            ObservationStatus.NORMAL,
            ObservationStatus.NIL,
            ObservationStatus.PROVISIONAL,
            ObservationStatus.ESTIMATED,
        )
    )
}
_COMPARATOR_ORDER = {comparator: position for position, comparator in enumerate(Comparator)}
_BASIS_ORDER = {basis: position for position, basis in enumerate(Basis)}
SPANLESS = frozenset({Basis.AS_OF, Basis.SINCE_INCEPTION})


@dataclass(frozen=True, slots=True)
class Link:
    """Hold one step of a chain: the figure, and +1 if it is added or -1 if it is subtracted."""

    sign: int
    figure: ReportedFigure


def firmness(figure: ReportedFigure) -> tuple[bool, int, int, bool, int, str, str]:
    """Rank figures of the same span: certain end, status, comparator, components, basis; then value and key."""
    return (
        figure.unclear_end,
        _STATUS_ORDER.get(figure.observation_status, len(_STATUS_ORDER)),
        _COMPARATOR_ORDER[figure.comparator],
        not figure.has_components,
        _BASIS_ORDER[figure.basis],
        str(figure.amount),
        str(figure.key),
    )


def is_linking(figure: ReportedFigure) -> bool:
    """Tell whether a figure links two days: a flow with a value, or a ratio over a span with both components."""
    if figure.indicator_kind is IndicatorKind.FLOW:
        return figure.is_stated and figure.basis is not Basis.AS_OF
    return figure.indicator_kind is IndicatorKind.RATIO and figure.has_components and figure.basis not in SPANLESS


def day_before(day: date) -> date:
    """Give the day that a span starting on this day is linked from; inception has none before it."""
    return INCEPTION if day == INCEPTION else day - ONE_DAY


class Series(tuple[ReportedFigure, ...]):
    """The figures in force of one place, one reporter and one indicator, linked once for all that is read from them."""

    @cached_property
    def graph(self) -> "LinkGraph":
        """Give the days that the figures link."""
        return LinkGraph(self)

    @cached_property
    def missing(self) -> tuple[ReportedFigure, ...]:
        """Give the rows that say why there is no value."""
        return tuple(figure for figure in self if figure.is_missing)

    @cached_property
    def kinds(self) -> frozenset[IndicatorKind]:
        """Give the kinds of the figures: one, unless they cannot be read together."""
        return frozenset(figure.indicator_kind for figure in self)


def missing_of(figures: Sequence[ReportedFigure]) -> Sequence[ReportedFigure]:
    """Give the rows of some figures that say why there is no value."""
    return figures.missing if isinstance(figures, Series) else [row for row in figures if row.is_missing]


def linked(figures: Sequence[ReportedFigure]) -> "LinkGraph":
    """Give the days that some figures link."""
    return figures.graph if isinstance(figures, Series) else LinkGraph(figures)


class LinkGraph:
    """Hold the figures of one place and indicator as links between days; the order they came in leaves no trace."""

    def __init__(self, figures: Sequence[ReportedFigure]) -> None:
        self.rows: dict[tuple[date, date], list[ReportedFigure]] = {}
        for figure in figures:
            if is_linking(figure):
                self.rows.setdefault((figure.opens_on, figure.to_on), []).append(figure)
        self._neighbours: dict[date, dict[date, Link]] = {}
        self._distances: dict[date, dict[date, int]] = {}
        for (opens_on, to_on), rows in self.rows.items():
            if len(rows) > 1:
                rows.sort(key=firmness)
            self._neighbours.setdefault(opens_on, {})[to_on] = Link(1, rows[0])
            self._neighbours.setdefault(to_on, {})[opens_on] = Link(-1, rows[0])

    def distances_from(self, day: date) -> Mapping[date, int]:
        """Count the links from a day to every day that is linked with it, itself included; each day is walked once."""
        if day not in self._distances:
            self._distances[day] = self._walked_from(day)
        return self._distances[day]

    def _walked_from(self, day: date) -> dict[date, int]:
        distances = {day: 0}
        queue = deque([day])
        while queue:
            here = queue.popleft()
            for there in self._neighbours.get(here, ()):
                if there not in distances:
                    distances[there] = distances[here] + 1
                    queue.append(there)
        return distances

    def chain(self, opens_on: date, to_on: date) -> tuple[Link, ...] | None:
        """Find the links from one day to another, None if there are none.

        The row itself first, then the fewest links, then the earliest: at each step the earliest day that still
        leads there by the fewest links.
        """
        if (opens_on, to_on) in self.rows:
            return (self._neighbours[opens_on][to_on],)
        if opens_on == to_on or opens_on not in self._neighbours or to_on not in self._neighbours:
            return None
        distances = self.distances_from(to_on)
        if opens_on not in distances:
            return None
        links: list[Link] = []
        here = opens_on
        while here != to_on:
            there = min(day for day in self._neighbours[here] if distances[day] == distances[here] - 1)
            links.append(self._neighbours[here][there])
            here = there
        return tuple(links)

    def components(self) -> list[set[date]]:
        """List the groups of days that are linked with each other, the group with the earliest day first."""
        groups: list[set[date]] = []
        seen: set[date] = set()
        for day in sorted(self._neighbours):
            if day not in seen:
                group = set(self.distances_from(day))
                seen |= group
                groups.append(group)
        return groups
