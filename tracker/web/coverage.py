"""Show how much of each goal is given to somebody: one line an investor, beside each other for all goals."""

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tracker.progress.rows import OrganisationFace, PlaceFace, ProgressRow
from tracker.web import cells
from tracker.web.charts import status_badge
from tracker.web.columns import PageColumn, PageTable
from tracker.web.drawing.coverage import NARROW, Coverage, coverage_chart
from tracker.web.drawing.svg import together
from tracker.web.filters import PageQuery
from tracker.web.numbers import amount_text, percent_text, range_text, scaled, share_range_text
from tracker.web.tables import SAID_BY_THE_DAY
from tracker.web.words import name_of, name_order


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """What one investor (or one collective) carries: its row of each goal, by the goal's id; absent: no target.

    ``number`` is its number in the table, from 1, by which the bars name their parts.
    """

    number: int
    investor: OrganisationFace | None
    place: PlaceFace
    collective: bool
    by_goal: dict[int, ProgressRow]


def goals_with_parts(goals: list[ProgressRow]) -> list[ProgressRow]:
    """Return the goals that are assigned to somebody; a predecessor's goals stand for their successor's row."""
    found: list[ProgressRow] = []
    for row in goals:
        if row.goal_coverage is not None and row.parts and row.parts[0].goal_coverage is None:
            found.append(row)
        else:
            found += [part for part in row.parts if part.goal_coverage is not None and part.parts]
    return found


def coverage_lines(goals: list[ProgressRow]) -> list[CoverageLine]:
    """Return a line for each investor and place that has a part of any of the goals, the collective rest last.

    A carrier that the first goal does not name stands where the next goal names it, behind the one named before it, so
    that the numbers go up along each goal's bar.
    """
    lines: dict[tuple[int, int, bool], CoverageLine] = {}
    order: list[tuple[int, int, bool]] = []
    for goal in goals:
        place = 0
        for part in goal.parts:
            if part.target is None or goal.target is None:
                continue
            carrier = _carrier(part)
            if carrier in lines:
                place = order.index(carrier) + 1
            else:
                order.insert(place, carrier)
                place += 1
                lines[carrier] = CoverageLine(0, part.target.investor, part.place, part.target.collective, {})
            lines[carrier].by_goal[goal.target.id] = part
    ordered = sorted((lines[carrier] for carrier in order), key=lambda line: line.collective)
    return [replace(line, number=number) for number, line in enumerate(ordered, start=1)]


def _carrier(part: ProgressRow) -> tuple[int, int, bool]:
    """Return what tells the line of one part's carrier from another's."""
    assert part.target is not None
    investor = part.target.investor
    return part.place.id, investor.id if investor else 0, part.target.collective


class CoverageTable(PageTable):
    """Who carries which part of each goal; the goals' columns are added by `coverage_table`."""

    name = "coverage"
    number = PageColumn(gettext_lazy("No."), number=True)
    investor = PageColumn(gettext_lazy("Investor"), head=True)
    place = PageColumn(gettext_lazy("Place"), wide=True)

    def value_number(self, line: CoverageLine) -> int:
        """Return the number by which the bars name their parts."""
        return line.number

    def value_investor(self, line: CoverageLine) -> str:
        """Return who carries the parts."""
        if line.collective:
            return _("The remaining parks together")
        return name_of(line.investor) if line.investor else name_of(line.place)

    def render_investor(self, line: CoverageLine) -> SafeString:
        """Return who carries the parts, as a link."""
        if line.investor is None or line.collective:
            return format_html("{}", self.value_investor(line))
        return cells.investor_link(line.investor, self.query)

    def value_place(self, line: CoverageLine) -> str:
        """Return the place's name."""
        return name_of(line.place)

    def sort_place(self, line: CoverageLine) -> str:
        """Return the Vietnamese dictionary order."""
        return name_order(line.place)

    def render_place(self, line: CoverageLine) -> SafeString:
        """Return the place as a link."""
        return cells.place_link(line.place, self.query)

    def value_of(self, name: str, row: Any) -> Any:
        """Return a goal's part for the columns that are named by the goal."""
        if name in ("number", "investor", "place"):
            return super().value_of(name, row)
        what, goal = name.split("-")
        part = row.by_goal.get(int(goal))
        if part is None:
            return None
        target = part.terms.amount if part.terms else None
        amount = part.to_date.amount if what == "reached" else target
        return None if amount is None or amount.low is None else scaled(amount.low, part.indicator.display_scale)

    def shown(self, name: str, row: Any) -> str:
        """Return a goal's part, or that there is none, for the columns that are named by the goal."""
        if name in ("number", "investor", "place"):
            return super().shown(name, row)
        what, goal = name.split("-")
        part = row.by_goal.get(int(goal))
        if part is None:
            return cells.missing(_("no target set")) if what == "target" else cells.missing("")
        if what == "reached":
            return _reached(part, self.query, self.at)
        return _assigned(part, self.shares.get(part.target.id))

    shares: dict[int, Decimal] = {}
    # The place on whose page the table stands.
    at: PlaceFace | None = None


def _assigned(part: ProgressRow, share: Decimal | None) -> SafeString:
    """Return a part's target and its share of the goal."""
    if part.terms is None or not part.terms.amount.is_stated:
        return cells.missing(_("no value stated"))
    text = amount_text(part.terms.amount, part.indicator.display_scale)
    words = "" if share is None else _("%(share)s of the goal") % {"share": percent_text(share)}
    return format_html("{}{}", text, cells.sub(words))


def _reached(part: ProgressRow, query: PageQuery, at: PlaceFace | None) -> SafeString:
    """Return what a part has reached, with its status and the way to its explanation."""
    reached, status = part.progress.attainment, part.progress.status
    why = cells.why_link(part, query, at, short=True)
    if reached.low is None:
        shown = cells.to_date_cell(part, query) if part.to_date.amount is not None else SafeString("")
        return format_html("{}{}{}", shown, status_badge(status), cells.sub(why))
    share = share_range_text(reached.low, reached.high, reached.comparator)
    words = format_html('{} {}<span class="no-print"> · {}</span>', status_badge(status, shape_alone=True), share, why)
    return format_html("{}{}", cells.to_date_cell(part, query, without=SAID_BY_THE_DAY), cells.sub(words))


def coverage_table(goals: list[ProgressRow], *, query: PageQuery, parameters: QueryDict) -> CoverageTable | None:
    """Return the table of who carries which part of the goals; None if no goal is assigned to anybody."""
    covered = goals_with_parts(goals)
    if not covered:
        return None
    columns: list[tuple[str, PageColumn]] = []
    shares: dict[int, Decimal] = {}
    for goal in covered:
        if goal.target is None:
            continue
        words = {"indicator": name_of(goal.indicator), "unit": cells.unit_name(goal.indicator)}
        columns.append(
            (f"target-{goal.target.id}", PageColumn(_("%(indicator)s, target (%(unit)s)") % words, number=True))
        )
        columns.append(
            (f"reached-{goal.target.id}", PageColumn(_("%(indicator)s, reached (%(unit)s)") % words, number=True))
        )
        for part in goal.parts:
            if part.target is not None and part.share_of_goal is not None and part.share_of_goal.low is not None:
                shares[part.target.id] = part.share_of_goal.low
    table = CoverageTable(
        coverage_lines(covered),
        query=query,
        parameters=parameters,
        caption=_("Who carries which part of the goals. No target is not a target of 0; not reported is not 0."),
        extra_columns=columns,
    )
    table.shares = shares
    return table


def coverage_blocks(goals: list[ProgressRow], *, investor: OrganisationFace | None = None) -> list[dict[str, Any]]:
    """Return for each assigned goal its sentence, its numbers and its bar, whose parts the table names by number.

    On the page of one investor the bar has two parts: its own, and what all others carry together.
    """
    covered = goals_with_parts(goals)
    numbers = {
        (goal, _carrier(part)): str(line.number)
        for line in coverage_lines(covered)
        for goal, part in line.by_goal.items()
    }
    return [_block(row, numbers, investor) for row in covered]


def _bar_parts(
    row: ProgressRow, numbers: dict[Any, str], investor: OrganisationFace | None
) -> list[tuple[str, Decimal]]:
    """Return the parts of a goal's bar with the numbers or names that stand on them."""
    parts = [part for part in row.parts if part.target is not None and part.terms and part.terms.amount.is_stated]
    if investor is None:
        goal = row.target.id if row.target else 0
        return [(numbers.get((goal, _carrier(part)), ""), part.terms.amount.value) for part in parts if part.terms]
    own = others = Decimal(0)
    for part in parts:
        is_own = part.target and part.target.investor and part.target.investor.id == investor.id
        amount = part.terms.amount.value if part.terms else Decimal(0)
        own, others = (own + amount, others) if is_own else (own, others + amount)
    return [(_("this investor"), own), (_("all others"), others)]


def _block(row: ProgressRow, numbers: dict[Any, str], investor: OrganisationFace | None) -> dict[str, Any]:
    covered = row.goal_coverage
    assert covered is not None
    assert row.terms is not None
    scale = row.indicator.display_scale
    parts = [part for part in row.parts if part.terms is not None and part.terms.amount.is_stated]
    having = {part.target.investor.id for part in parts if part.target is not None and part.target.investor}
    investors, silent = len(having), len({investor.id for investor, _place in row.without_part} - having)
    words = {"count": investors + silent, "having": investors}
    if silent:
        who = _("%(count)s investors' targets, %(having)s of them with a target for this indicator") % words
    else:
        who = ngettext("%(count)s investor's target", "%(count)s investors' targets", investors) % words
    if any(part.target is not None and part.target.collective for part in parts):
        who = _("%(investors)s, and one target for the remaining parks together") % {"investors": who}
    assigned = amount_text(covered.assigned, scale) if covered.assigned else "–"
    goal = amount_text(row.terms.amount, scale)
    unassigned = range_text(covered.unassigned.low, covered.unassigned.high, covered.unassigned.comparator, scale)
    is_open = bool(covered.unassigned.low or covered.unassigned.high)
    over = ""
    if covered.over_assigned.low or covered.over_assigned.high:
        over = range_text(covered.over_assigned.low, covered.over_assigned.high, scale=scale)
    cover = Coverage(
        parts=_bar_parts(row, numbers, investor),
        goal=row.terms.amount.value,
        goal_text=_("Goal %(amount)s") % {"amount": goal},
        assigned_text=_("Assigned %(amount)s") % {"amount": assigned},
        rest_text=_("%(amount)s over") % {"amount": over}
        if over
        else _("Not covered %(amount)s") % {"amount": unassigned}
        if is_open
        else "",
    )
    return {
        "indicator": name_of(row.indicator),
        "place": name_of(row.place),
        "unit": cells.unit_name(row.indicator),
        "assigned": assigned,
        "goal": goal,
        "share": share_range_text(covered.share.low, covered.share.high, covered.share.comparator),
        "unassigned": unassigned,
        "is_open": is_open,
        "over_assigned": over,
        "who": who,
        "others": covered.parts_in_other_units,
        "bar": together([coverage_chart(cover), coverage_chart(cover, NARROW)]),
    }
