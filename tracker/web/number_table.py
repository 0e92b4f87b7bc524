"""The one file that holds every number of a page's rows, a line each: what programs and audits read."""

from datetime import date
from decimal import Decimal
from typing import ClassVar

from django.utils.translation import gettext_lazy

from tracker.progress.told_lines import NumberLine
from tracker.web.columns import PageColumn, PageTable
from tracker.web.number_words import number_words
from tracker.web.words import name_of, reason_word


class NumberTable(PageTable):
    """Every number of the rows: values in single units and parts of 1, with a point and all their digits."""

    name: ClassVar[str] = "numbers"

    place = PageColumn(gettext_lazy("Place"))
    indicator = PageColumn(gettext_lazy("Indicator"))
    quarter = PageColumn(gettext_lazy("Quarter"))
    row = PageColumn(gettext_lazy("Row"))
    number = PageColumn(gettext_lazy("Number"))
    code = PageColumn(gettext_lazy("Code"))
    comparator = PageColumn(gettext_lazy("Comparator"))
    value = PageColumn(gettext_lazy("Value"), number=True, unit="unit")
    high = PageColumn(gettext_lazy("Upper end"), number=True, unit="unit")
    unit = PageColumn(gettext_lazy("Single unit"))
    read_to = PageColumn(gettext_lazy("Read to"))
    reason = PageColumn(gettext_lazy("Why there is none"))

    def value_place(self, line: NumberLine) -> str:
        """Return the place's name."""
        return name_of(line.row.place)

    def value_indicator(self, line: NumberLine) -> str:
        """Return the indicator's name."""
        return name_of(line.row.indicator)

    def value_quarter(self, line: NumberLine) -> str:
        """Return the quarter at which the row is read."""
        return str(line.row.progress.quarter)

    def value_row(self, line: NumberLine) -> str:
        """Return the key of the row, as in the address of its explanation."""
        return line.row_name

    def value_number(self, line: NumberLine) -> str:
        """Return what the number is."""
        return number_words(line.told, line.row)

    def value_code(self, line: NumberLine) -> str:
        """Return what the number is, the same in every language."""
        return line.told.code.value

    def value_comparator(self, line: NumberLine) -> str:
        """Return what is known of the number."""
        return line.comparator

    def value_value(self, line: NumberLine) -> Decimal | None:
        """Return the number, None where there is none."""
        return line.told.result.low

    def value_high(self, line: NumberLine) -> Decimal | None:
        """Return its other end, None where there is only one."""
        return line.told.result.high

    def value_unit(self, line: NumberLine) -> str:
        """Return the single unit of an amount; a share is a part of 1, a count has none."""
        return line.unit

    def value_read_to(self, line: NumberLine) -> date | None:
        """Return the day at which the row is read."""
        return line.read_to

    def value_reason(self, line: NumberLine) -> str:
        """Return why there is no number."""
        reason = line.told.result.reason
        return "" if reason is None else reason_word(reason)
