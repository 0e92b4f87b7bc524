"""Tell the totals of a column that are not the sum of their parts."""

from django.utils.translation import ngettext

from tracker.exchange.incoming.problems import Problems
from tracker.exchange.incoming.totals import ColumnTotals
from tracker.exchange.typed_text import quoted_text
from tracker.exchange.wording import number_in_shown_unit
from tracker.models import Indicator


def tell_differences(totals: ColumnTotals, indicator: Indicator | None, problems: Problems) -> None:
    """Add a warning for each total that differs, in the unit in which its indicator is shown."""
    if indicator is None:
        return
    for found in totals.differences():
        words = {
            "name": quoted_text(found.name),
            "stated": number_in_shown_unit(found.stated, indicator),
            "count": found.count,
            "parts": number_in_shown_unit(found.parts, indicator),
        }
        sentence = (
            ngettext(
                "“%(name)s” says %(stated)s; the row that it may sum says %(parts)s.",
                "“%(name)s” says %(stated)s; the %(count)s rows that it may sum add up to %(parts)s.",
                found.count,
            )
            % words
        )
        problems.add(found.cell, found.name, sentence, "total", is_warning=True)
