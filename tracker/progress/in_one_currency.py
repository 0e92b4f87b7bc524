"""Show beside a place's rows what they come to in one currency, where their amounts are of two.

Every number names its rates; what cannot be converted is refused and says which rate is missing.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime

from provinces.reach import Reach
from tracker.progress.asked import reported_figure
from tracker.progress.build import Builder
from tracker.progress.measures import Amount, Comparator, IndicatorKind, Reading, Reason, TargetTerms
from tracker.progress.mixed import Amounts, Mixed, MixedKind, mixed_rows, mixed_totals
from tracker.progress.money import Outcome, Part
from tracker.progress.money_lines import MoneyLine, Origin, money_lines
from tracker.progress.money_parts import MoneyBook, MoneyFigure
from tracker.progress.rates import RateBook, load_rates
from tracker.progress.reckoning import Goal, Reckoning, goal_in, reckon
from tracker.progress.rows import FigureFace, IndicatorFace, PlaceFace, ProgressRow, TargetFace
from tracker.progress.snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class OneCurrency:
    """What amounts of two currencies come to in one: a row's figures, or the components of a total.

    ``indicator`` is shown in the currency of the total. ``amounts`` are what was reported, each in its own currency,
    ``silent`` the components without a figure; ``stated`` is what the place's own report gives as the total. Either
    ``reckoning`` is there or the ``reason`` why the amounts cannot be added at any rate. ``terms`` are the goal in the
    total's currency, None without one (or without its rate: then ``goal`` names it); ``targets`` are the goals that it
    is made of; ``other_perimeters`` are the places whose figures a goal of another perimeter divides. The lines are
    the steps of each number; a refused number has none.
    """

    kind: MixedKind
    place: PlaceFace
    indicator: IndicatorFace
    row: ProgressRow | None
    amounts: tuple[Amounts, ...]
    silent: tuple[IndicatorFace, ...]
    stated: Reading | None
    reckoning: Reckoning | None
    reason: Reason | None
    terms: TargetTerms | None
    goal: Outcome | None
    targets: tuple[TargetFace, ...]
    other_perimeters: tuple[PlaceFace, ...]
    goal_lines: tuple[MoneyLine, ...]
    plan_lines: tuple[MoneyLine, ...]
    period_lines: tuple[MoneyLine, ...]
    source_lines: tuple[MoneyLine, ...]

    @property
    def into(self) -> str:
        """Return the currency of the total."""
        return self.indicator.unit


def in_one_currency(
    builder: Builder,
    place_id: int,
    rows: Sequence[ProgressRow],
    *,
    indicator_ids: set[int] | None,
    reach: Reach,
) -> tuple[OneCurrency, ...]:
    """Return what the place's rows, and the totals of their components, come to in one currency.

    Nothing where all amounts are of one currency; then the rate table is not read. Else one query.
    """
    found = [*mixed_rows(builder, rows), *mixed_totals(builder, place_id, rows, indicator_ids)]
    if not found:
        return ()
    as_of: datetime | None = builder.snapshot.as_of
    rates = load_rates(as_of=as_of, reach=reach)
    return tuple(_reckoned(builder.snapshot, mixed, rates) for mixed in found)


def _reckoned(snapshot: Snapshot, mixed: Mixed, rates: RateBook) -> OneCurrency:
    kind = IndicatorKind(mixed.indicator.kind)
    quarter = snapshot.quarter
    goals = [
        Goal(key=number, unit=row.indicator.unit, terms=row.terms)
        for number, row in enumerate(mixed.goal_rows)
        if row.terms is not None
    ]
    terms, goal = goal_in(goals, into=mixed.into, rates=rates.rates, quarter=quarter)
    reason = Reason.SPANS_DIFFER if kind is IndicatorKind.FLOW and not _one_span(mixed.amounts) else None
    origins: dict[Hashable, Origin] = {
        goal.key: Origin(indicator=row.indicator, from_on=goal.terms.starts, to_on=goal.terms.ends)
        for goal, row in zip(goals, mixed.goal_rows, strict=True)
    }
    reckoning = None
    if reason is None:
        parts = [part for amounts in mixed.amounts for part in _parts(snapshot, amounts, mixed.into, origins)]
        days = [each.reading.to_on for each in mixed.amounts if each.reading.to_on is not None]
        reckoning = reckon(
            parts,
            into=mixed.into,
            kind=kind,
            rates=rates.rates,
            quarter=quarter,
            to_on=max(days, default=None),
            terms=terms,
        )

    def lines(outcome: Outcome | None) -> tuple[MoneyLine, ...]:
        return money_lines(outcome, origins.__getitem__, rates.faces)

    return OneCurrency(
        kind=mixed.kind,
        place=mixed.place,
        indicator=mixed.indicator,
        row=mixed.row,
        amounts=mixed.amounts,
        silent=mixed.silent,
        stated=mixed.stated,
        reckoning=reckoning,
        reason=reason,
        terms=terms,
        goal=goal,
        targets=tuple(row.target for row in mixed.goal_rows if row.target is not None),
        other_perimeters=mixed.other_perimeters,
        goal_lines=lines(goal),
        plan_lines=lines(None if reckoning is None else reckoning.at_plan),
        period_lines=lines(None if reckoning is None else reckoning.at_period),
        source_lines=lines(None if reckoning is None else reckoning.at_source),
    )


def _one_span(amounts: Sequence[Amounts]) -> bool:
    """Return whether flows speak of the same days; what is known of different ones is never added."""
    return len({(each.reading.from_on, each.reading.to_on) for each in amounts}) == 1


def _parts(snapshot: Snapshot, amounts: Amounts, into: str, origins: dict[Hashable, Origin]) -> Sequence[Part]:
    """Return the parts of what was reported in one currency, and note where each comes from.

    What is in the total's currency already is one part: it needs no rate and so no quarters.
    """
    reading = amounts.reading
    figures = [snapshot.figures_by_id[int(str(key))] for _sign, key in reading.links]
    whole = ("whole", amounts.indicator.id, amounts.unit)
    places = tuple(dict.fromkeys(figure.place for figure in figures))
    origins[whole] = Origin(indicator=amounts.indicator, from_on=reading.from_on, to_on=reading.to_on, places=places)
    if amounts.unit == into:
        assert reading.amount is not None  # only what states an amount is mixed
        return [Part(key=whole, unit=amounts.unit, amount=reading.amount)]
    for figure in figures:
        origins[_speaker(figure)] = Origin(
            indicator=amounts.indicator, from_on=reading.from_on, to_on=reading.to_on, places=(figure.place,)
        )
    return _book(snapshot, amounts, figures).parts_of(reading, key=whole)


def _speaker(figure: FigureFace) -> tuple[int, int, int]:
    return figure.indicator_id, figure.place.id, figure.reporter.id


def _book(snapshot: Snapshot, amounts: Amounts, figures: Sequence[FigureFace]) -> MoneyBook:
    """Return the figures that the reading was made of, with those of the same speakers within its days."""
    needed = {figure.id: figure for figure in figures}
    speakers = {_speaker(figure) for figure in figures}
    starts = amounts.reading.from_on
    for place_id in {figure.place.id for figure in figures}:
        for figure in snapshot.figures.get((place_id, amounts.indicator.id), []):
            within = starts is not None and figure.to_on >= starts
            if within and figure.unit == amounts.unit and _speaker(figure) in speakers:
                needed[figure.id] = figure
    kind = IndicatorKind(amounts.indicator.kind)
    return MoneyBook(_money_figure(figure, kind) for figure in needed.values())


def _money_figure(figure: FigureFace, kind: IndicatorKind) -> MoneyFigure:
    return MoneyFigure(
        figure=reported_figure(figure, kind),
        unit=figure.unit,
        speaker=_speaker(figure),
        source=None if figure.document is None else figure.document.id,
        printed=_printed(figure),
    )


def _printed(figure: FigureFace) -> tuple[str, Amount] | None:
    """Return the same amount as its source prints it in another currency; a range is printed so at one end only."""
    if figure.other_value is None or not figure.other_unit or figure.high is not None:
        return None
    return figure.other_unit, Amount(figure.other_value, None, Comparator(figure.comparator))
