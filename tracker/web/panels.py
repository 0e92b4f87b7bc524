"""Show many places' ways to their goals side by side: small multiples on one scale in per cent of the goal."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tracker.progress.measures import IndicatorKind
from tracker.progress.quantities import to_decimal
from tracker.progress.rows import ProgressRow
from tracker.web import cells
from tracker.web.charts import status_badge
from tracker.web.drawing.multiples import Panel, common_top, panel_chart
from tracker.web.filters import PageQuery
from tracker.web.numbers import amount_text, period_text, share_range_text
from tracker.web.words import ROLE_WORDS


@dataclass(frozen=True, slots=True)
class PlacePanel:
    """One place's small chart with what stands beside it as text; ``goal`` tells several goals of a place apart."""

    place: SafeString
    goal: SafeString
    badge: SafeString
    share: str
    chart: SafeString


def place_panels(rows: list[ProgressRow], query: PageQuery) -> list[PlacePanel]:
    """Return a panel for each row whose goal is a sum to be reached and has a figure, in the order of the rows.

    None for fewer than two: one way alone is the big chart.
    """
    drawn = [(row, panel) for row in rows if (panel := _panel(row)) is not None]
    if len(drawn) < 2:
        return []
    top = common_top([panel for _row, panel in drawn])
    times = Counter(row.place.id for row, _panel in drawn)
    return [
        PlacePanel(
            place=cells.place_link(row.place, query),
            goal=_which_goal(row) if times[row.place.id] > 1 else SafeString(""),
            badge=status_badge(row.progress.status),
            share=share_range_text(
                row.progress.attainment.low, row.progress.attainment.high, row.progress.attainment.comparator
            ),
            chart=panel_chart(panel, top),
        )
        for row, panel in drawn
    ]


def _which_goal(row: ProgressRow) -> SafeString:
    """Return who carries a goal that is not the place's own, else its role, its number and its period."""
    carried = cells.carrier(row)
    if carried or row.terms is None:
        return carried
    goal = amount_text(row.terms.amount, row.indicator.display_scale)
    words = _("%(role)s: %(goal)s") % {"role": ROLE_WORDS[row.terms.role], "goal": goal}
    return cells.sub(f"{words} · {period_text(row.terms.starts, row.terms.ends)}")


def _panel(row: ProgressRow) -> Panel | None:
    terms = row.terms
    if (
        not row.course
        or terms is None
        or row.indicator.kind != IndicatorKind.FLOW
        or row.progress.attainment.low is None
    ):
        return None
    goal = terms.easier_end
    if goal <= 0:
        return None
    reached: list[Decimal | None] = []
    for point in row.course:
        amount = point.to_date.amount if point.to_date is not None else None
        low = None if amount is None or not amount.is_stated else amount.low
        reached.append(None if low is None else to_decimal(Fraction(low) / Fraction(goal)))
    return Panel(reached=reached, planned=[point.expected.share if point.expected else None for point in row.course])
