"""Show what came earlier beside a number, and the change since."""

from typing import Final

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tracker.progress.measures import Comparison, IndicatorKind
from tracker.progress.rows import ProgressRow
from tracker.progress.sum_edges import compared_until
from tracker.web import cells
from tracker.web.numbers import amount_text, day_text, range_text
from tracker.web.words import reason_word

PERCENT: Final = "percent"
"""The code of the unit of percentages: their differences are points."""


def change_text(compared: Comparison | None, row: ProgressRow) -> str:
    """Return the change since an earlier amount in per cent, that of a ratio in its own points; empty for none."""
    if compared is None:
        return ""
    change, difference = compared.change, compared.difference
    if change is not None and change.low is not None:
        high_end = None if change.high is None else change.high * 100
        return f"{range_text(change.low * 100, high_end, change.comparator, places=1, signed=True)}%"
    if row.indicator.kind != IndicatorKind.RATIO or difference is None or difference.low is None:
        return ""
    text = range_text(difference.low, difference.high, difference.comparator, row.indicator.display_scale, signed=True)
    return _("%(points)s points") % {"points": text} if row.indicator.unit == PERCENT else text


def comparison_cell(compared: Comparison | None, row: ProgressRow) -> SafeString:
    """Return an earlier amount and the change since; other cut-off days, or fewer days than the row's, are said."""
    if compared is None or compared.value is None:
        return cells.missing(reason_word(compared.reason) if compared is not None else "")
    words = change_text(compared, row)
    until = compared_until(row) if compared is row.same_period_last_year else None
    days = _("both to %(day)s only") % {"day": day_text(until)} if until else ""
    unlike = cells.mark(_("not like for like")) if not compared.like_for_like else SafeString("")
    amount = amount_text(compared.value, row.indicator.display_scale)
    return format_html("{}{}{}{}", amount, cells.sub(words), cells.sub(days), cells.sub(unlike))
