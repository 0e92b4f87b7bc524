"""Show how the year of one row goes: the chart of its quarters, its words, and the table of the same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.progress.course_points import CoursePoint
from tracker.progress.measures import Comparator, Ends, IndicatorKind, Reading, Reason
from tracker.progress.periods import Quarter
from tracker.progress.quantities import Amount, total_of
from tracker.progress.row_distances import distance_at
from tracker.progress.rows import ProgressRow
from tracker.web import cells
from tracker.web.asked import same_page
from tracker.web.columns import PageColumn, PageTable
from tracker.web.distances import distance_text, tone_of
from tracker.web.drawing.course import NARROW, Course, Mark, Step, course_chart
from tracker.web.drawing.svg import together
from tracker.web.filters import PageQuery
from tracker.web.numbers import MISSING, amount_text, number_text, quarter_text, range_text, scaled
from tracker.web.words import name_of, reason_word


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseBlock:
    """What a page shows of one row's year: a title of three lines that judges nothing, the chart, its table."""

    who: str
    what: str
    when: str
    chart: SafeString
    table: "CourseTable"
    row: ProgressRow
    choices: list[tuple[str, str, bool]]
    """The indicators whose year can be shown: name, address, and whether it is the one shown."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One quarter with the indicator whose scale its numbers are printed in, and the goal's direction."""

    point: CoursePoint
    row: ProgressRow

    @property
    def scale(self) -> Decimal:
        return self.row.indicator.display_scale

    @property
    def distance(self) -> Ends | None:
        """Give reached less expected in single units; None where either is not known."""
        return distance_at(self.point, self.row)


class CourseTable(PageTable):
    """The quarters of a year: what each brought, what had come by its end, what should have, and the year before."""

    name = "course"
    quarter = PageColumn(gettext_lazy("Quarter"), head=True)
    in_quarter = PageColumn(gettext_lazy("Reached in the quarter"), number=True, unit="unit")
    to_date = PageColumn(gettext_lazy("Reached by its end"), number=True, unit="unit")
    expected = PageColumn(gettext_lazy("Expected by its end"), number=True, unit="unit")
    distance = PageColumn(gettext_lazy("Difference"), number=True, unit="unit")
    before = PageColumn(gettext_lazy("Reached a year before"), number=True, unit="unit")

    def value_quarter(self, line: _Line) -> str:
        """Return the quarter's name."""
        return quarter_text(line.point.quarter)

    def sort_quarter(self, line: _Line) -> Quarter:
        """Return the quarter itself: its name begins with its number in the year."""
        return line.point.quarter

    def value_unit(self, line: _Line) -> str:
        """Return the unit in which the numbers are shown."""
        return cells.unit_name(line.row.indicator)

    def value_in_quarter(self, line: _Line) -> Decimal | None:
        """Return what the quarter alone brought, in shown units."""
        return _low(line.point.in_quarter, line.scale)

    def render_in_quarter(self, line: _Line) -> SafeString | str:
        """Return what the quarter alone brought, or why it is not known; of a level there is no such amount."""
        reading = line.point.in_quarter
        if line.row.indicator.kind != IndicatorKind.FLOW and reading is not None and not reading.is_known:
            return cells.missing(reason_word(Reason.NOT_A_FLOW))
        return _cell(reading, line.row)

    def value_to_date(self, line: _Line) -> Decimal | None:
        """Return what had come by the quarter's end, in shown units."""
        return _low(line.point.to_date, line.scale)

    def render_to_date(self, line: _Line) -> SafeString | str:
        """Return what had come by the quarter's end, or why it is not known."""
        return _cell(line.point.to_date, line.row)

    def value_expected(self, line: _Line) -> Decimal | None:
        """Return what should have come by the quarter's end, in shown units."""
        due = line.point.expected
        return None if due is None or due.low is None else scaled(due.low, line.scale)

    def render_expected(self, line: _Line) -> str:
        """Return what should have come by the quarter's end; two numbers for a goal that is a range."""
        due = line.point.expected
        return MISSING if due is None else range_text(due.low, due.high, scale=line.scale)

    def value_distance(self, line: _Line) -> Decimal | None:
        """Return reached less expected, in shown units; at the low end of a plan that is a range."""
        return None if line.distance is None else _shown(line.distance.low, line.scale)

    def render_distance(self, line: _Line) -> str:
        """Return reached less expected with its sign."""
        return MISSING if line.distance is None else distance_text(line.distance, line.row)

    def value_before(self, line: _Line) -> Decimal | None:
        """Return what had come by the same day of the year before, in shown units."""
        return _low(line.point.to_date_before, line.scale) if _has_a_year_before(line.row) else None


def year_block(rows: Sequence[ProgressRow], *, query: PageQuery, parameters: QueryDict) -> CourseBlock | None:
    """Return the chart of the row whose indicator the address names, else of the first that has a figure.

    None where of no row's year anything is known or expected.
    """
    found = [row for row in rows if any(_is_known(point) or _is_due(point) for point in row.course)]
    if not found:
        return None
    known = [row for row in found if any(_is_known(point) for point in row.course)]
    row = next((row for row in found if row.indicator.code == query.indicator), (known or found)[0])
    what = f"{name_of(row.indicator)}, {cells.unit_name(row.indicator)}"
    when = _when(row)
    others = {each.indicator.code: name_of(each.indicator) for each in found}
    return CourseBlock(
        who=name_of(row.place),
        what=what,
        when=when,
        row=row,
        chart=_chart(row),
        table=CourseTable(
            [_Line(point, row) for point in row.course],
            query=query,
            parameters=parameters,
            caption=f"{name_of(row.place)}: {what}; {when}{_said_of_the_sum(row)}",
        ),
        choices=[
            (name, f"{same_page(parameters, indicator=code)}#year", code == row.indicator.code)
            for code, name in others.items()
        ],
    )


def _said_of_the_sum(row: ProgressRow) -> str:
    """Return what the caption says where the quarters of a sum do not add up to what had come; else nothing.

    A unit whose year to date is not known may have told a quarter all the same. Nothing is said of an own report, nor
    of amounts that are not exact: "over" less "over" is no amount to add.
    """
    starts = row.course[0].quarter.first_day
    is_sum = row.roll_up is not None and not row.roll_up.own_report
    if row.indicator.kind != IndicatorKind.FLOW or not is_sum or (row.terms is not None and row.terms.starts != starts):
        return ""
    parts: list[Amount] = []
    for point in row.course:
        alone, until = point.in_quarter, point.to_date
        if alone is None or until is None or alone.amount is None or until.amount is None:
            break
        if {alone.amount.comparator, until.amount.comparator} != {Comparator.EXACTLY}:
            break
        parts.append(alone.amount)
        if total_of(parts) != until.amount:
            words = _("The quarters do not add up to what had come by their end: not the same units have told both.")
            return f". {words}"
    return ""


def _is_known(point: CoursePoint) -> bool:
    return point.to_date is not None and point.to_date.is_known


def _is_due(point: CoursePoint) -> bool:
    return point.expected is not None and point.expected.low is not None


def _when(row: ProgressRow) -> str:
    """Return the period of a chart and what it sets against what; it never judges."""
    words = {"year": row.course[0].quarter.year}
    if row.indicator.kind != IndicatorKind.FLOW:
        return _("%(year)s, at the end of each quarter") % words
    if row.terms is None:
        return _("%(year)s, cumulative") % words
    if row.terms.starts < row.course[0].quarter.first_day:
        return _("%(year)s, cumulative since %(start)s: reached against expected") % {
            **words,
            "start": row.terms.starts.year,
        }
    return _("%(year)s, cumulative: reached against expected") % words


def _chart(row: ProgressRow) -> SafeString:
    """Return the chart in its two widths; an empty string where nothing can be drawn."""
    scale = row.indicator.display_scale
    lines = [_Line(point, row) for point in row.course]
    flow, year = row.indicator.kind == IndicatorKind.FLOW, row.course[0].quarter
    projected = _projected(row)
    course = Course(
        key=f"course-{row.indicator.code}-{row.place.slug}",
        title=f"{name_of(row.place)}: {name_of(row.indicator)}, {cells.unit_name(row.indicator)}; {_when(row)}",
        description="; ".join(_sentence(line) for line in lines),
        steps=[_step(line) for line in lines],
        reached_name=_("Reached"),
        planned_name=_("Expected"),
        before_name=_("Year %(year)s") % {"year": year.year - 1},
        projected_name=_("Projected"),
        distance_name=_("Against expected"),
        number_text=number_text,
        projected=projected,
        projected_low=_shown(row.projection.low, scale) if projected and row.projection else None,
        projected_high=_shown(row.projection.high, scale) if projected and row.projection else None,
        from_zero=flow and (row.terms is None or row.terms.starts >= year.first_day),
    )
    return together([course_chart(course), course_chart(course, NARROW)])


def _step(line: _Line) -> Step:
    point, scale = line.point, line.scale
    due = point.expected.low if point.expected else None
    distance = line.distance
    far = None if distance is None or distance.high is not None else _shown(distance.low, scale)
    before = point.to_date_before if _has_a_year_before(line.row) else None
    return Step(
        label=_quarter_name(point),
        reached=_mark(point.to_date, scale),
        planned=None if due is None else Mark(value=scaled(due, scale), text=number_text(scaled(due, scale))),
        before=_mark(before, scale),
        # A column is as long as one number: a distance with two ends stands in the table.
        distance=None if distance is None or far is None else Mark(value=far, text=distance_text(distance, line.row)),
        tone=tone_of(distance, line.row),
    )


def _quarter_name(point: CoursePoint) -> str:
    """Return the quarter without its year: the title says it."""
    return {1: _("Q1"), 2: _("Q2"), 3: _("Q3"), 4: _("Q4")}[point.quarter.number]


def _sentence(line: _Line) -> str:
    """Return the numbers of one quarter in words, for those who hear the chart."""
    point, scale = line.point, line.scale
    reached = amount_text(point.to_date.amount if point.to_date else None, scale)
    parts = [f"{quarter_text(point.quarter)}: {_('Reached')} {reached}"]
    if point.expected is not None and point.expected.low is not None:
        parts.append(f"{_('Expected')} {range_text(point.expected.low, point.expected.high, scale=scale)}")
    if _has_a_year_before(line.row) and point.to_date_before is not None:
        words = {"year": point.quarter.year - 1}
        parts.append(f"{_('Year %(year)s') % words} {amount_text(point.to_date_before.amount, scale)}")
    return ", ".join(parts)


def _projected(row: ProgressRow) -> Mark | None:
    """Return what the year's end may bring, where the goal ends with the year and it is not over."""
    end = row.course[-1].quarter.last_day
    if row.projection is None or row.projection.central is None or row.terms is None or row.terms.ends != end:
        return None
    if row.to_date.to_on == end:
        return None
    value = scaled(row.projection.central, row.indicator.display_scale)
    return Mark(value=value, text=number_text(value))


def _has_a_year_before(row: ProgressRow) -> bool:
    """Whether the year before went over the same months as what is drawn."""
    starts = row.course[0].quarter.first_day
    return row.indicator.kind != IndicatorKind.FLOW or row.terms is None or row.terms.starts == starts


def _mark(reading: Reading | None, scale: Decimal) -> Mark | None:
    amount = None if reading is None else reading.amount
    if amount is None or not amount.is_stated or amount.low is None:
        return None
    return Mark(value=scaled(amount.low, scale), text=amount_text(amount, scale))


def _shown(value: Decimal | None, scale: Decimal) -> Decimal | None:
    return None if value is None else scaled(value, scale)


def _low(reading: Reading | None, scale: Decimal) -> Decimal | None:
    mark = _mark(reading, scale)
    return None if mark is None else mark.value


def _cell(reading: Reading | None, row: ProgressRow) -> SafeString | str:
    """Return a reading in shown units, or why there is none; a quarter that is still to come says nothing."""
    return cells.missing("") if reading is None else cells.reading_text(reading, row)
