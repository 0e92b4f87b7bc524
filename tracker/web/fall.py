"""Show how a sum came from last year's to this year's: which of the places below brought more, and which less."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tracker.progress.measures import Amount, Direction, is_ahead, total_of
from tracker.progress.rows import PlaceFace, ProgressRow
from tracker.progress.told import ends_of
from tracker.web import cells
from tracker.web.columns import PageColumn, PageTable
from tracker.web.distances import tone_of_news
from tracker.web.drawing.svg import together
from tracker.web.drawing.waterfall import NARROW, Change, Waterfall, waterfall_chart
from tracker.web.filters import PageQuery
from tracker.web.numbers import amount_text, quarter_text, range_text, scaled
from tracker.web.progress_table import low
from tracker.web.words import name_of, name_order

MOST_BARS = 10
"""How many places have a bar of their own; what the others changed is one bar together."""


@dataclass(frozen=True, slots=True)
class FallLine:
    """What one place had brought to the same day of last year and has brought now, in single units; no place: all."""

    place: PlaceFace | None
    before: Amount
    now: Amount
    change: Amount
    scale: Decimal
    part_of: tuple[int, int] | None = None
    """Of a place of which not all is in it: how many of its units are, and how many have either year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FallBlock:
    """A title of three lines, the chart, its table, and the places that are not in it."""

    who: str
    what: str
    when: str
    like_for_like: bool
    chart: SafeString
    table: "FallTable"
    left_out: SafeString


class FallTable(PageTable):
    """Each place of a sum in both years, and all of them together."""

    name = "fall"
    place = PageColumn(gettext_lazy("Place"), head=True)
    before = PageColumn(gettext_lazy("Same period last year"), number=True, unit="unit")
    now = PageColumn(gettext_lazy("This year"), number=True, unit="unit")
    change = PageColumn(gettext_lazy("Difference"), number=True, unit="unit")

    unit_name = ""

    def value_unit(self, line: FallLine) -> str:
        """Return the unit in which the numbers are shown."""
        return self.unit_name

    def value_place(self, line: FallLine) -> str:
        """Return the place's name."""
        return name_of(line.place) if line.place else _("All of them together")

    def sort_place(self, line: FallLine) -> str | None:
        """Return the Vietnamese dictionary order, the sum last."""
        return name_order(line.place) if line.place else None

    def render_place(self, line: FallLine) -> SafeString:
        """Return the place as a link, with how many of its units are in it where that is not all of it."""
        if line.place is None:
            return format_html("{}", self.value_place(line))
        words = "" if line.part_of is None else _part_words(line.part_of)
        return format_html("{}{}", cells.place_link(line.place, self.query), cells.sub(words))

    def value_before(self, line: FallLine) -> Decimal | None:
        """Return what had come to the same day of last year, in shown units."""
        return low(line.before, line.scale)

    def render_before(self, line: FallLine) -> str:
        """Return it with the word that belongs before it."""
        return amount_text(line.before, line.scale)

    def value_now(self, line: FallLine) -> Decimal | None:
        """Return what has come this year, in shown units."""
        return low(line.now, line.scale)

    def render_now(self, line: FallLine) -> str:
        """Return it with the word that belongs before it."""
        return amount_text(line.now, line.scale)

    def value_change(self, line: FallLine) -> Decimal | None:
        """Return this year's less last year's, in shown units."""
        return low(line.change, line.scale)

    def render_change(self, line: FallLine) -> str:
        """Return the difference with its sign."""
        return _signed(line)


def fall_block(row: ProgressRow, *, query: PageQuery, parameters: QueryDict) -> FallBlock | None:
    """Return how a sum of places below came from last year's to this year's; None where fewer than two have both.

    Each line is an input of the row's own numbers (`NumberCode.UNITS_CURRENT` and its neighbours), and the last one
    their results.
    """
    years = row.years_of_units
    if years is None or len(years.units) < 2:
        return None
    scale = row.indicator.display_scale
    lines = [
        FallLine(
            unit.place,
            unit.earlier,
            unit.current,
            unit.difference,
            scale,
            unit.units if unit.is_part else None,
        )
        for unit in years.units
    ]
    total = FallLine(None, years.earlier, years.current, years.difference, scale)
    year = query.shown.year
    who = _("%(place)s: %(having)s of %(owing)s places below, those with both years") % {
        "place": name_of(row.place),
        "having": len(lines),
        "owing": len(lines) + len(years.left_out),
    }
    what = f"{name_of(row.indicator)}, {cells.unit_name(row.indicator)}"
    when = _("From %(before)s to %(now)s, each from 1 January to the last day that both years have") % {
        "before": _("year %(year)s") % {"year": year - 1},
        "now": quarter_text(query.shown),
    }
    lines.sort(key=lambda line: -abs(line.change.value))
    missing = sorted(years.left_out, key=name_order)
    table = FallTable([*lines, total], query=query, parameters=parameters, caption=f"{who}. {what}. {when}")
    table.unit_name = cells.unit_name(row.indicator)
    return FallBlock(
        who=who,
        what=what,
        when=when,
        like_for_like=years.like_for_like,
        chart=_chart(row, lines, total, (who, what, when), year),
        table=table,
        left_out=cells.place_links(tuple(missing), query) if missing else SafeString(""),
    )


def _chart(
    row: ProgressRow, lines: Sequence[FallLine], total: FallLine, title: tuple[str, str, str], year: int
) -> SafeString:
    """Return the chart in its two widths: the largest changes first, the others in one bar.

    A bar is as long as one number: with a range among them there is no chart, and the table says it all.
    """
    if any(amount.is_range for line in lines for amount in (line.before, line.now)):
        return SafeString("")
    shown, others = lines[:MOST_BARS], lines[MOST_BARS:]
    changes = [_change(_name(line), line, row) for line in shown if line.place]
    if others:
        name = ngettext("%(count)s other place", "%(count)s other places", len(others)) % {"count": len(others)}
        together_changed = total_of(line.change for line in others)
        assert together_changed is not None
        changes.append(_change(name, replace(total, change=together_changed), row))
    before, now = amount_text(total.before, total.scale), amount_text(total.now, total.scale)
    fall = Waterfall(
        key=f"fall-{row.indicator.code}-{row.place.slug}",
        title="; ".join(title),
        description="; ".join(
            [f"{year - 1}: {before}", *(f"{change.name} {change.text}" for change in changes), f"{year}: {now}"]
        ),
        before_name=str(year - 1),
        before=scaled(total.before.value, total.scale),
        before_text=before,
        now_name=str(year),
        now=scaled(total.now.value, total.scale),
        now_text=now,
        changes=changes,
    )
    return together([waterfall_chart(fall), waterfall_chart(fall, NARROW)])


def _name(line: FallLine) -> str:
    """Return what a bar is called: a part of a place is not called the place."""
    name = name_of(line.place) if line.place else ""
    return name if line.part_of is None else f"{name} ({_part_words(line.part_of)})"


def _part_words(part_of: tuple[int, int]) -> str:
    return _("%(having)s of %(of)s units") % {"having": part_of[0], "of": part_of[1]}


def _change(name: str, line: FallLine, row: ProgressRow) -> Change:
    good = is_ahead(ends_of(line.change), Direction(row.indicator.direction))
    return Change(name=name, value=scaled(line.change.value, line.scale), text=_signed(line), tone=tone_of_news(good))


def _signed(line: FallLine) -> str:
    return range_text(line.change.low, line.change.high, line.change.comparator, line.scale, signed=True)
