"""Show each step to a sum in one currency: the amount, its rate with day, purpose and source, and the result."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.progress.in_one_currency import OneCurrency
from tracker.progress.measures import Amount, Ends
from tracker.progress.money import ConvertedTotal
from tracker.progress.money_lines import MoneyLine
from tracker.progress.money_words import PURPOSE_WORDS, money_text, names_text, rate_text, unit_text
from tracker.progress.rate_choice import RatePurpose
from tracker.web import cells
from tracker.web.columns import PageColumn, PageTable
from tracker.web.numbers import period_text
from tracker.web.progress_table import high, low
from tracker.web.words import comparator_word, name_of


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step: amounts of one indicator and currency at one rate; ``of_goal`` where it is the goal that is added."""

    item: OneCurrency
    purpose: RatePurpose
    line: MoneyLine
    of_goal: bool


def step_rows(items: Sequence[OneCurrency]) -> Iterator[StepRow]:
    """Yield the steps of every sum in the order of the sums, those of the goal first."""
    for item in items:
        reckoning = item.reckoning
        if isinstance(item.goal, ConvertedTotal) and any(line.rate for line in item.goal_lines):
            yield from (StepRow(item, RatePurpose.PLAN, line, True) for line in item.goal_lines)
        if reckoning is None:
            continue
        told = [(reckoning.at_plan, item.plan_lines), (reckoning.at_period, item.period_lines)]
        if reckoning.at_source is not None:
            told.append((reckoning.at_source, item.source_lines))
        for outcome, lines in told:
            yield from (StepRow(item, outcome.purpose, line, False) for line in lines)


def comparison(number: Amount | Ends | None) -> str | None:
    """Return the word that belongs before a number, None for a plain one and for none."""
    return None if number is None or number.low is None else comparator_word(number.comparator)


class StepTable(PageTable):
    """How each sum came about: every amount with its rate, the rate's day, purpose and document, and the result."""

    name = "conversions"
    part = PageColumn(gettext_lazy("Amount of"), head=True)
    into = PageColumn(gettext_lazy("Goes into"), name=True)
    period = PageColumn(gettext_lazy("Period"))
    amount = PageColumn(gettext_lazy("As reported"), number=True, unit="amount_unit")
    amount_comparator = PageColumn(gettext_lazy("As reported, comparison"), on_page=False)
    amount_high = PageColumn(gettext_lazy("As reported, upper end"), number=True, on_page=False, unit="amount_unit")
    amount_unit = PageColumn(gettext_lazy("Unit as reported"), on_page=False)
    rate = PageColumn(gettext_lazy("Rate"), number=True)
    rate_pair = PageColumn(gettext_lazy("Currencies"), on_page=False)
    rate_on = PageColumn(gettext_lazy("Day of the rate"))
    purpose = PageColumn(gettext_lazy("Purpose"), name=True)
    source = PageColumn(gettext_lazy("Source of the rate"), wide=True)
    converted = PageColumn(gettext_lazy("Converted"), number=True, unit="unit")
    converted_comparator = PageColumn(gettext_lazy("Converted, comparison"), on_page=False)
    converted_high = PageColumn(gettext_lazy("Converted, upper end"), number=True, on_page=False, unit="unit")
    unit = PageColumn(gettext_lazy("Unit"), on_page=False)

    def value_part(self, row: StepRow) -> str:
        """Return the indicator whose amount is converted, and who reported it."""
        shown = names_text(row.line.origin.places)
        name = name_of(row.line.origin.indicator)
        if row.of_goal:
            name = _("Goal: %(name)s") % {"name": name}
        return f"{name} ({shown})" if shown else name

    def value_into(self, row: StepRow) -> str:
        """Return the name of the sum that the step goes into."""
        return name_of(row.item.indicator)

    def value_period(self, row: StepRow) -> str:
        """Return the period of the amount, or the day of a level."""
        origin = row.line.origin
        return period_text(origin.from_on or origin.to_on, origin.to_on)

    def sort_period(self, row: StepRow) -> date | None:
        """Return the last day of the period."""
        return row.line.origin.to_on

    def value_amount(self, row: StepRow) -> Decimal | None:
        """Return the amount as it was reported, in shown units."""
        return low(row.line.amount, row.line.origin.indicator.display_scale)

    def render_amount(self, row: StepRow) -> SafeString:
        """Return the amount as it was reported, with its unit."""
        return format_html("{}", money_text(row.line.amount, row.line.origin.indicator))

    def value_amount_comparator(self, row: StepRow) -> str | None:
        """Return the word that belongs before the amount."""
        return comparison(row.line.amount)

    def value_amount_high(self, row: StepRow) -> Decimal | None:
        """Return the upper end of the amount, None where it is one number."""
        return high(row.line.amount, row.line.origin.indicator.display_scale)

    def value_amount_unit(self, row: StepRow) -> str:
        """Return the unit in which the amount was reported."""
        return unit_text(row.line.origin.indicator)

    def value_rate(self, row: StepRow) -> Decimal | None:
        """Return the rate, None where none was needed."""
        return None if row.line.rate is None else row.line.rate.rate.value

    def render_rate(self, row: StepRow) -> SafeString:
        """Return what the rate says, or why none was needed."""
        if row.line.rate is None:
            why = _("printed so by its source") if row.line.printed else _("in this currency already")
            return cells.missing(why)
        return format_html("{}", rate_text(row.line.rate.rate))

    def value_rate_pair(self, row: StepRow) -> str | None:
        """Return both currencies: what one unit of the first costs in the second."""
        face = row.line.rate
        return None if face is None else f"{face.rate.base}/{face.rate.quote}"

    def value_rate_on(self, row: StepRow) -> date | None:
        """Return the day of the rate."""
        return None if row.line.rate is None else row.line.rate.rate.on

    def value_purpose(self, row: StepRow) -> str:
        """Return what the rate is meant for."""
        return str(PURPOSE_WORDS[row.purpose])

    def value_source(self, row: StepRow) -> str | None:
        """Return the address name of the document that states the rate."""
        return None if row.line.rate is None else row.line.rate.document.slug

    def render_source(self, row: StepRow) -> SafeString:
        """Return the document that states the rate as a link."""
        return cells.missing("") if row.line.rate is None else cells.document_link(row.line.rate.document, None)

    def value_converted(self, row: StepRow) -> Decimal | None:
        """Return the amount in the currency of the sum, in shown units."""
        return low(row.line.converted, row.item.indicator.display_scale)

    def render_converted(self, row: StepRow) -> SafeString:
        """Return the amount in the currency of the sum, with its unit."""
        return format_html("{}", money_text(row.line.converted, row.item.indicator))

    def value_converted_comparator(self, row: StepRow) -> str | None:
        """Return the word that belongs before the converted amount."""
        return comparison(row.line.converted)

    def value_converted_high(self, row: StepRow) -> Decimal | None:
        """Return the upper end of the converted amount, None where it is one number."""
        return high(row.line.converted, row.item.indicator.display_scale)

    def value_unit(self, row: StepRow) -> str:
        """Return the unit of the sum."""
        return unit_text(row.item.indicator)
