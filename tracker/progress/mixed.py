"""Find what a place's page holds in two currencies: rows with figures in another one, and totals of components."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from tracker.progress.asked import Cell, Span
from tracker.progress.build import Builder
from tracker.progress.faces import shown_in
from tracker.progress.measures import IndicatorKind, Reading, RollUp
from tracker.progress.rows import IndicatorFace, PlaceFace, ProgressRow, RowKind
from tracker.progress.splits import ADDED_KINDS, totals_in_two_currencies
from tracker.progress.states import figures_of, perimeter_differs
from tracker.progress.targets import JUDGED_ROLES

# Rows that speak of the whole place; an investor's or a collective's goal is a part of it.
_WHOLE = frozenset({RowKind.OWN, RowKind.INHERITED, RowKind.ADDED, RowKind.WITHOUT})


class MixedKind(StrEnum):
    """Why amounts of two currencies stand together."""

    FIGURES = "figures"
    """Figures of one indicator, reported in several currencies."""
    COMPONENTS = "components"
    """Components of one total, each in a currency of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """What was reported of one indicator in one currency over the span of the row, or as its level.

    ``missing`` are the places that owe a figure of the indicator and have none: what is read here is without them.
    """

    indicator: IndicatorFace
    unit: str
    reading: Reading
    missing: tuple[PlaceFace, ...] = ()

    @property
    def states(self) -> tuple[str, ...]:
        """Return the codes of what must be said beside the amount, as rows have them."""
        reading = self.reading
        marks = (
            ("carried", reading.carried),
            ("provisional", reading.provisional),
            ("estimated", reading.estimated),
            ("unclear_end", reading.unclear_end),
            ("disputed", reading.disputed),
        )
        return tuple(code for code, holds in marks if holds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixed:
    """Amounts of two currencies that belong together, before any is converted.

    ``indicator`` is what they are added to, shown in the currency ``into``. ``row`` is the row whose figures they are;
    None for a total of components. ``goal_rows`` are the rows whose goals the sum may be divided by: that of the total
    itself, else those of the components, none unless each of the amounts has one. ``perimeters`` are the places whose
    figures the total's own goal divides although they are perimeters of its place. ``silent`` are the components
    without a figure, ``stated`` is what the place's own report states for the total, None if it states none.
    """

    kind: MixedKind
    place: PlaceFace
    indicator: IndicatorFace
    amounts: tuple[Amounts, ...]
    goal_rows: tuple[ProgressRow, ...]
    perimeters: tuple[PlaceFace, ...] = ()
    row: ProgressRow | None = None
    silent: tuple[IndicatorFace, ...] = ()
    stated: Reading | None = None

    @property
    def other_perimeters(self) -> tuple[PlaceFace, ...]:
        """Return the places whose figures are divided by a goal of another perimeter: that needs a label."""
        places = (place for row in self.goal_rows if row.perimeter_differs for place in row.figure_places)
        return tuple(dict.fromkeys((*places, *self.perimeters)))

    @property
    def into(self) -> str:
        """Return the currency in which they are added: the unit of money bears its ISO code."""
        return self.indicator.unit


def mixed_rows(builder: Builder, rows: Iterable[ProgressRow]) -> Iterator[Mixed]:
    """Yield the rows that have figures in another currency than their own."""
    for row in rows:
        others = _known(row.roll_up)
        if not others or not row.indicator.currency or IndicatorKind(row.indicator.kind) not in ADDED_KINDS:
            continue
        own = [(row.indicator.unit, row.to_date)] if _states(row.to_date) else []
        yield Mixed(
            kind=MixedKind.FIGURES,
            place=row.place,
            indicator=row.indicator,
            amounts=tuple(
                Amounts(
                    indicator=shown_in(row.indicator, unit),
                    unit=unit,
                    reading=reading,
                    missing=_missing(builder, row.roll_up),
                )
                for unit, reading in (*own, *others)
            ),
            goal_rows=(row,) if row.terms is not None else (),
            row=row,
        )


def mixed_totals(
    builder: Builder, place_id: int, rows: Sequence[ProgressRow], indicator_ids: set[int] | None
) -> Iterator[Mixed]:
    """Yield the totals of which the place has components in two currencies, in the order of the indicators.

    ``rows`` are the place's rows as far as they are made; ``indicator_ids`` limits the totals, None: all of them.
    """
    for total, components in totals_in_two_currencies(builder.snapshot.indicators):
        if indicator_ids is not None and total.id not in indicator_ids:
            continue
        found = _total_of(builder, place_id, total, components, rows)
        if found is not None:
            yield found


def _total_of(
    builder: Builder,
    place_id: int,
    total: IndicatorFace,
    components: Sequence[IndicatorFace],
    rows: Sequence[ProgressRow],
) -> Mixed | None:
    """Return the components that have figures; None unless they are in two currencies."""
    amounts: list[Amounts] = []
    goal_rows: list[ProgressRow] = []
    silent: list[IndicatorFace] = []
    perimeters: list[PlaceFace] = []
    for component in components:
        goal_row = _row_of_the_year(builder, place_id, component, rows)
        rolled, unit = _read(builder, place_id, component, goal_row)
        headline = rolled.headline if goal_row is None else goal_row.to_date
        own = [(unit, headline)] if _states(headline) else []
        found = [*own, *_known(rolled)]
        missing = _missing(builder, rolled)
        perimeters += _perimeters(builder, place_id, rolled)
        amounts += [
            Amounts(indicator=shown_in(component, each), unit=each, reading=reading, missing=missing)
            for each, reading in found
        ]
        if not found:
            silent.append(component)
        elif goal_row is not None:
            goal_rows.append(goal_row)
    if len({each.unit for each in amounts}) < 2:
        return None
    promised = None if silent else _goal_of_the_total(builder, place_id, total, rows)
    whole = not silent and len(goal_rows) == len(components)
    if promised is not None:
        goal_rows = [promised]
    stated, _unit = _read(builder, place_id, total, None)
    return Mixed(
        kind=MixedKind.COMPONENTS,
        place=builder.snapshot.tree.places[place_id],
        indicator=total,
        amounts=tuple(amounts),
        goal_rows=tuple(goal_rows) if whole or promised is not None else (),
        perimeters=() if promised is None else tuple(perimeters),
        silent=tuple(silent),
        stated=stated.own if stated.own is not None and _states(stated.own) else None,
    )


def _row_of_the_year(
    builder: Builder, place_id: int, component: IndicatorFace, rows: Sequence[ProgressRow]
) -> ProgressRow | None:
    """Return the first row of the place that measures the component by a goal of the quarter's year."""
    quarter = builder.snapshot.quarter
    own = [row for row in rows if row.indicator.id == component.id and row.place.id == place_id]
    for row in own or builder.rows_for(place_id, with_parts=False, indicator_ids=[component.id]):
        terms = row.terms
        if terms is None or row.kind not in _WHOLE or terms.role not in JUDGED_ROLES:
            continue
        if (terms.starts, terms.ends) == (quarter.year_first_day, quarter.year_last_day):
            return row
    return None


def _goal_of_the_total(
    builder: Builder, place_id: int, total: IndicatorFace, rows: Sequence[ProgressRow]
) -> ProgressRow | None:
    """Return the row of what the place itself is bound to for the total; goals of other places divide their own."""
    row = _row_of_the_year(builder, place_id, total, rows)
    return row if row is not None and row.kind is RowKind.OWN else None


def _perimeters(builder: Builder, place_id: int, rolled: RollUp) -> list[PlaceFace]:
    """Return the perimeters of the place that speak for it in a reading."""
    readings = (rolled.headline, *(reading for _unit, reading in _known(rolled)))
    speakers = {figure.place for reading in readings for figure in figures_of(builder.snapshot, reading)}
    place = builder.snapshot.tree.places[place_id]
    return [
        each
        for each in sorted(speakers, key=lambda each: each.sort_key)
        if perimeter_differs(RowKind.OWN, place, rolled, (each,))
    ]


def _read(builder: Builder, place_id: int, indicator: IndicatorFace, row: ProgressRow | None) -> tuple[RollUp, str]:
    """Return what the place has of an indicator since the year began, and in which unit: a row's, or read for it."""
    if row is not None and row.roll_up is not None:
        return row.roll_up, row.indicator.unit
    quarter = builder.snapshot.quarter
    unit = builder.roller.unit_of(place_id, indicator.id)
    span = Span(quarter.year_first_day, quarter)
    cell = Cell(place_id, indicator.id, unit)
    rolled = builder.roller.rolled(cell, span)
    return replace(rolled, other_units=builder.roller.other_units(cell, span)), unit


def _known(rolled: RollUp | None) -> list[tuple[str, Reading]]:
    """Return the readings in other units that state an amount."""
    return [] if rolled is None else [(unit, reading) for unit, reading in rolled.other_units if _states(reading)]


def _missing(builder: Builder, rolled: RollUp | None) -> tuple[PlaceFace, ...]:
    """Return the places that a sum is without; an own report is whole, whoever below it is silent."""
    if rolled is None or rolled.own_report:
        return ()
    places = builder.snapshot.tree.places
    return tuple(places[int(str(key))] for key in rolled.missing_keys)


def _states(reading: Reading) -> bool:
    return reading.amount is not None and reading.amount.is_stated
