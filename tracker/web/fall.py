"""Show how a sum came from last year's to this year's: which of the places below brought more, and which less."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tracker.progress.measures import Direction, IndicatorKind
from tracker.progress.rows import ChildProgress, PlaceFace, ProgressRow
from tracker.web import cells
from tracker.web.columns import PageColumn, PageTable
from tracker.web.distances import is_exact, tone_towards
from tracker.web.drawing.svg import together
from tracker.web.drawing.waterfall import NARROW, Change, Waterfall, waterfall_chart
from tracker.web.filters import PageQuery
from tracker.web.numbers import number_text, quarter_text, scaled, signed_text
from tracker.web.words import name_of

MOST_BARS = 10
"""How many places have a bar of their own; what the others changed is one bar together."""


@dataclass(frozen=True, slots=True)
class FallLine:
    """What one place had brought to the same day of last year and has brought now, in shown units; no place: all."""

    place: PlaceFace | None
    before: Decimal
    now: Decimal

    @property
    def change(self) -> Decimal:
        """Give now less before."""
        return self.now - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class FallBlock:
    """A title of three lines, the chart, its table, and the places that are not in it."""

    who: str
    what: str
    when: str
    chart: SafeString
    table: "FallTable"
    left_out: SafeString


class FallTable(PageTable):
    """Each place of a sum in both years, and all of them together."""

    name = "fall"
    place = PageColumn(gettext_lazy("Place"), head=True)
    before = PageColumn(gettext_lazy("Same period last year"), number=True)
    now = PageColumn(gettext_lazy("This year"), number=True)
    change = PageColumn(gettext_lazy("Difference"), number=True)

    def value_place(self, line: FallLine) -> str:
        """Return the place's name."""
        return name_of(line.place) if line.place else _("All of them together")

    def sort_place(self, line: FallLine) -> str | None:
        """Return the Vietnamese dictionary order, the sum last."""
        return line.place.sort_key if line.place else None

    def render_place(self, line: FallLine) -> SafeString:
        """Return the place as a link."""
        return cells.place_link(line.place, self.query) if line.place else format_html("{}", self.value_place(line))

    def value_before(self, line: FallLine) -> Decimal:
        """Return what had come to the same day of last year."""
        return line.before

    def value_now(self, line: FallLine) -> Decimal:
        """Return what has come this year."""
        return line.now

    def value_change(self, line: FallLine) -> Decimal:
        """Return this year's less last year's."""
        return line.change

    def render_change(self, line: FallLine) -> str:
        """Return the difference with its sign."""
        return signed_text(line.change)


def fall_block(
    row: ProgressRow, children: Sequence[ChildProgress], *, query: PageQuery, parameters: QueryDict
) -> FallBlock | None:
    """Return how a sum of places below came from last year's to this year's; None where it is no such sum.

    Only places with one exact number to the same day of both years are in it, the others are named. Fewer than two of
    them make no chart, nor does a level: its places are not added.
    """
    if row.indicator.kind != IndicatorKind.FLOW:
        return None
    units = {place.id: place for place in (*row.reported, *row.missing)}
    lines = []
    for child in children:
        line = _line(child, row) if child.place.id in units else None
        if line is not None:
            lines.append(line)
    if len(lines) < 2:
        return None
    known = {line.place.id for line in lines if line.place}
    missing = sorted((place for key, place in units.items() if key not in known), key=lambda place: place.sort_key)
    total = FallLine(
        None, sum((line.before for line in lines), Decimal(0)), sum((line.now for line in lines), Decimal(0))
    )
    year = query.shown.year
    who = _("%(place)s: %(having)s of %(owing)s places below, those with both years") % {
        "place": name_of(row.place),
        "having": len(lines),
        "owing": len(units),
    }
    what = f"{name_of(row.indicator)}, {cells.unit_name(row.indicator)}"
    when = _("From %(before)s to %(now)s, each cumulative from 1 January to the quarter's end") % {
        "before": _("year %(year)s") % {"year": year - 1},
        "now": quarter_text(query.shown),
    }
    lines.sort(key=lambda line: -abs(line.change))
    return FallBlock(
        who=who,
        what=what,
        when=when,
        chart=_chart(row, lines, total, (who, what, when), year),
        table=FallTable([*lines, total], query=query, parameters=parameters, caption=f"{who}. {what}. {when}"),
        left_out=cells.place_links(tuple(missing), query) if missing else SafeString(""),
    )


def _line(child: ChildProgress, of: ProgressRow) -> FallLine | None:
    """Return a place's two numbers; None unless both are exact, to the same day, of the same units below it."""
    rows = (row for row in child.rows if row.indicator.id == of.indicator.id and row.to_date.to_on == of.to_date.to_on)
    for row in rows:
        compared = row.same_period_last_year
        if compared is None or not compared.like_for_like or compared.value is None or compared.current is None:
            continue
        if is_exact(compared.value) and is_exact(compared.current):
            scale = of.indicator.display_scale
            return FallLine(child.place, scaled(compared.value.value, scale), scaled(compared.current.value, scale))
    return None


def _chart(
    row: ProgressRow, lines: Sequence[FallLine], total: FallLine, title: tuple[str, str, str], year: int
) -> SafeString:
    """Return the chart in its two widths: the largest changes first, the others in one bar."""
    shown, others = lines[:MOST_BARS], lines[MOST_BARS:]
    changes = [_change(name_of(line.place), line.change, row) for line in shown if line.place]
    if others:
        name = ngettext("%(count)s other place", "%(count)s other places", len(others)) % {"count": len(others)}
        changes.append(_change(name, sum((line.change for line in others), Decimal(0)), row))
    fall = Waterfall(
        key=f"fall-{row.indicator.code}-{row.place.slug}",
        title="; ".join(title),
        description="; ".join(
            [
                f"{year - 1}: {number_text(total.before)}",
                *(f"{change.name} {change.text}" for change in changes),
                f"{year}: {number_text(total.now)}",
            ]
        ),
        before_name=str(year - 1),
        before=total.before,
        now_name=str(year),
        now=total.now,
        changes=changes,
        number_text=number_text,
    )
    return together([waterfall_chart(fall), waterfall_chart(fall, NARROW)])


def _change(name: str, value: Decimal, row: ProgressRow) -> Change:
    return Change(
        name=name, value=value, text=signed_text(value), tone=tone_towards(Direction(row.indicator.direction), value)
    )
