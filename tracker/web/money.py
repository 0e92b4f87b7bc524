"""Show what amounts of two currencies come to in one: sentences, the sums at each rate, and the steps to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.progress.in_one_currency import OneCurrency
from tracker.progress.measures import Amount, Attainment
from tracker.progress.money import ConvertedTotal, Outcome, Refused
from tracker.progress.money_words import (
    PURPOSE_WORDS,
    effect_text,
    heading,
    refusal_text,
    sentences,
    unit_text,
)
from tracker.web import cells
from tracker.web.columns import PageColumn, PageTable
from tracker.web.filters import PageQuery
from tracker.web.money_steps import StepTable, comparison, step_rows
from tracker.web.numbers import amount_text, share_range_text
from tracker.web.progress_table import high, low
from tracker.web.words import name_of, reason_word


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One sum in one currency at one kind of rate, or why it was refused."""

    item: OneCurrency
    outcome: Outcome
    attainment: Attainment | None
    effect: Amount | None

    @property
    def total(self) -> Amount | None:
        """Return the sum in single units; None if it was refused."""
        return self.outcome.amount if isinstance(self.outcome, ConvertedTotal) else None


def money_rows(items: Sequence[OneCurrency]) -> Iterator[MoneyRow]:
    """Yield a row for each sum: at the plan rate, at the period's, and at the sources' own where there are some."""
    for item in items:
        reckoning = item.reckoning
        if reckoning is None:
            continue
        yield MoneyRow(item, reckoning.at_plan, reckoning.attainment_at_plan, None)
        yield MoneyRow(item, reckoning.at_period, reckoning.attainment_at_period, reckoning.effect)
        if reckoning.at_source is not None:
            yield MoneyRow(item, reckoning.at_source, None, None)


class MoneyTable(PageTable):
    """Sums in one currency, each at the plan rate and at the period's rate."""

    name = "money"
    indicator = PageColumn(gettext_lazy("Indicator"), head=True)
    place = PageColumn(gettext_lazy("Place"), on_page=False)
    unit = PageColumn(gettext_lazy("Unit"), on_page=False)
    rate = PageColumn(gettext_lazy("Rate"), name=True)
    total = PageColumn(gettext_lazy("In one currency"), number=True, unit="unit")
    total_comparator = PageColumn(gettext_lazy("In one currency, comparison"), on_page=False)
    total_high = PageColumn(gettext_lazy("In one currency, upper end"), number=True, on_page=False, unit="unit")
    goal = PageColumn(gettext_lazy("Goal at the plan rate"), number=True, unit="unit")
    goal_comparator = PageColumn(gettext_lazy("Goal at the plan rate, comparison"), on_page=False)
    goal_high = PageColumn(gettext_lazy("Goal at the plan rate, upper end"), number=True, on_page=False, unit="unit")
    attainment = PageColumn(gettext_lazy("% of goal"), number=True, share=True)
    attainment_comparator = PageColumn(gettext_lazy("% of goal, comparison"), on_page=False)
    attainment_high = PageColumn(gettext_lazy("% of goal, upper end"), number=True, on_page=False, share=True)
    effect = PageColumn(gettext_lazy("Exchange effect"), number=True, unit="unit")
    effect_comparator = PageColumn(gettext_lazy("Exchange effect, comparison"), on_page=False)
    effect_high = PageColumn(gettext_lazy("Exchange effect, upper end"), number=True, on_page=False, unit="unit")
    refused = PageColumn(gettext_lazy("Missing rate"), on_page=False)

    def value_indicator(self, row: MoneyRow) -> str:
        """Return the name of what is added up."""
        return name_of(row.item.indicator)

    def render_indicator(self, row: MoneyRow) -> SafeString:
        """Return the name as a link, with the currency."""
        link = cells.indicator_link(row.item.indicator, self.query)
        return format_html("{}{}", link, cells.sub(unit_text(row.item.indicator)))

    def value_place(self, row: MoneyRow) -> str:
        """Return the place's name."""
        return name_of(row.item.place)

    def value_unit(self, row: MoneyRow) -> str:
        """Return the unit of the amounts."""
        return unit_text(row.item.indicator)

    def value_rate(self, row: MoneyRow) -> str:
        """Return what the rates are meant for."""
        return str(PURPOSE_WORDS[row.outcome.purpose])

    def value_total(self, row: MoneyRow) -> Decimal | None:
        """Return the sum in shown units."""
        return low(row.total, row.item.indicator.display_scale)

    def render_total(self, row: MoneyRow) -> SafeString:
        """Return the sum, or that it was refused and which rate is missing."""
        if isinstance(row.outcome, Refused):
            return cells.missing(refusal_text(row.outcome))
        return format_html("{}", amount_text(row.total, row.item.indicator.display_scale))

    def value_total_comparator(self, row: MoneyRow) -> str | None:
        """Return the word that belongs before the sum."""
        return comparison(row.total)

    def value_total_high(self, row: MoneyRow) -> Decimal | None:
        """Return the upper end of the sum, None where it is one number."""
        return high(row.total, row.item.indicator.display_scale)

    def value_goal(self, row: MoneyRow) -> Decimal | None:
        """Return the goal in the currency of the sum."""
        return low(_goal(row), row.item.indicator.display_scale)

    def render_goal(self, row: MoneyRow) -> SafeString:
        """Return the goal in the currency of the sum, or which rate is missing for it."""
        if isinstance(row.item.goal, Refused):
            return cells.missing(refusal_text(row.item.goal))
        goal = _goal(row)
        if goal is None:
            return cells.missing("")
        return format_html("{}", amount_text(goal, row.item.indicator.display_scale))

    def value_goal_comparator(self, row: MoneyRow) -> str | None:
        """Return the word that belongs before the goal."""
        return comparison(_goal(row))

    def value_goal_high(self, row: MoneyRow) -> Decimal | None:
        """Return the upper end of the goal, None where it is one number."""
        return high(_goal(row), row.item.indicator.display_scale)

    def value_attainment(self, row: MoneyRow) -> Decimal | None:
        """Return the reached part of the goal as a share of 1."""
        return None if row.attainment is None else row.attainment.low

    def render_attainment(self, row: MoneyRow) -> SafeString:
        """Return the reached part of the goal in per cent, or why there is none."""
        reached = row.attainment
        if reached is None:
            return cells.missing("")
        if reached.low is None:
            return cells.missing(reason_word(reached.reason))
        places = row.item.other_perimeters
        label = format_html("{} {}", _("figure of:"), cells.place_links(places, self.query)) if places else ""
        return format_html("{}{}", share_range_text(reached.low, reached.high, reached.comparator), cells.sub(label))

    def value_attainment_comparator(self, row: MoneyRow) -> str | None:
        """Return the word that belongs before the reached part."""
        return comparison(row.attainment)

    def value_attainment_high(self, row: MoneyRow) -> Decimal | None:
        """Return the reached part at the other end of a range."""
        return None if row.attainment is None else row.attainment.high

    def value_effect(self, row: MoneyRow) -> Decimal | None:
        """Return what the change of the rates alone did, in shown units."""
        return low(row.effect, row.item.indicator.display_scale)

    def render_effect(self, row: MoneyRow) -> SafeString:
        """Return what the change of the rates alone did, with its sign."""
        if row.effect is None:
            return cells.missing("")
        return format_html("{}", effect_text(row.effect, row.item.indicator))

    def value_effect_comparator(self, row: MoneyRow) -> str | None:
        """Return the word that belongs before the effect."""
        return comparison(row.effect)

    def value_effect_high(self, row: MoneyRow) -> Decimal | None:
        """Return the upper end of the effect, None where it is one number."""
        return high(row.effect, row.item.indicator.display_scale)

    def value_refused(self, row: MoneyRow) -> str | None:
        """Return which rate is missing, None where nothing is."""
        return refusal_text(row.outcome) if isinstance(row.outcome, Refused) else None


def _goal(row: MoneyRow) -> Amount | None:
    return None if row.item.terms is None or row.attainment is None else row.item.terms.amount


@dataclass(frozen=True, slots=True)
class MoneyBlock:
    """What a page prints of sums in one currency: per sum a heading and its sentences, then the two tables."""

    told: tuple[tuple[str, tuple[str, ...]], ...]
    sums: MoneyTable
    steps: StepTable

    @property
    def tables(self) -> tuple[PageTable, PageTable]:
        """Return the tables that can be downloaded."""
        return self.sums, self.steps


def money_block(items: Sequence[OneCurrency], *, query: PageQuery, parameters: QueryDict) -> MoneyBlock | None:
    """Return the block “In one currency” of a page; None where all amounts are of one currency."""
    if not items:
        return None
    return MoneyBlock(
        told=tuple((heading(item), tuple(sentences(item))) for item in items),
        sums=MoneyTable(
            money_rows(items),
            query=query,
            parameters=parameters,
            caption=_("Sums in one currency, each at the plan rate and at the rate of its own period."),
        ),
        steps=StepTable(
            step_rows(items),
            query=query,
            parameters=parameters,
            caption=_("How the sums came about: every amount with its rate, and the rate's day, purpose and source."),
        ),
    )
