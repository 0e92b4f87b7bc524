"""List the tables of the data package, and declare those of the frame that facts hang on."""

from provinces.models.organisation import OrganisationKind
from provinces.reach import Reach
from tracker.exchange.data_package.columns import (
    ALIASES,
    CODE,
    FROM,
    NAME,
    NAME_EN,
    RECORDED,
    TO,
    Table,
    code,
    day,
    named,
    number,
    paper,
    row_number,
    said,
    text,
    whole,
    yes_or_no,
)
from tracker.exchange.data_package.facts import fact_tables
from tracker.exchange.data_package.places import place_tables
from tracker.exchange.data_package.reached import Reached
from tracker.exchange.demonstration import KEY, mark
from tracker.models import (
    DueRule,
    Holiday,
    Indicator,
    IndicatorGroup,
    IndicatorKind,
    RatePurpose,
    ReportForm,
    ReportFormLine,
    Threshold,
    Unit,
)


def tables(reach: Reach) -> list[Table]:
    """Return the tables within a reach; each is a statement, nothing is read yet."""
    reached = Reached(reach)
    found = [*place_tables(reached), *_frame(reached), *fact_tables(reached)]
    return [_marked(table) for table in found] if mark() else found


def _marked(table: Table) -> Table:
    """Return the table with a last column that says in each row that its figures are invented."""
    told = said(KEY, mark(), "What these figures are: invented for a demonstration.")
    return Table(table.name, table.title, table.rows, (*table.columns, told), table.key, table.order)


def _frame(reached: Reached) -> list[Table]:
    indicator = named("indicator", "indicators", "The indicator.", required=True)
    reporter_kind = code("reporter_kind", "For which kind of reporter.", choices=tuple(OrganisationKind.values))
    document = paper(reached.reads_document)
    return [
        Table(
            "units",
            "Units of measure in their single form",
            Unit.objects.all(),
            (
                CODE,
                NAME,
                NAME_EN,
                text("currency", "The ISO code of money."),
                yes_or_no("whole", "Whether only whole numbers of it exist."),
            ),
            key=("code",),
        ),
        Table(
            "indicator_groups",
            "Headings under which indicators stand",
            IndicatorGroup.objects.all(),
            (CODE, NAME, NAME_EN, whole("position", "Its place in the order.", required=True)),
            key=("code",),
        ),
        Table(
            "indicators",
            "What is measured; the kind alone decides how figures are added",
            Indicator.objects.all(),
            (
                CODE,
                NAME,
                NAME_EN,
                text("definition", "What it is, in Vietnamese."),
                text("definition_en", "What it is, in English."),
                named("group", "indicator_groups", "Its heading.", required=True),
                whole("position", "Its place under the heading.", required=True),
                code("kind", "How figures of it are added.", choices=tuple(IndicatorKind.values)),
                named("unit", "units", "The unit of its figures.", required=True),
                code("direction", "Whether more or less of it is better."),
                named("numerator", "indicators", "Of a ratio: what is divided."),
                named("denominator", "indicators", "Of a ratio: by what it is divided."),
                named("component_of", "indicators", "The total that it is a part of."),
                text("split", "By what that total is split."),
                yes_or_no("split_complete", "Whether the parts of that split are all of the total."),
                named("accumulates", "indicators", "Of a stock: the flow that alone changes it."),
                number("display_scale", "By what pages divide its figures.", required=True),
                text("display_unit", "The unit on pages, in Vietnamese."),
                text("display_unit_en", "The unit on pages, in English."),
                yes_or_no("headline", "Whether it stands on first pages."),
                ALIASES,
            ),
            key=("code",),
        ),
        Table(
            "report_forms",
            "Official layouts of quarterly reports",
            ReportForm.objects.all(),
            (CODE, NAME, NAME_EN, document, FROM, TO),
            key=("code",),
        ),
        Table(
            "report_form_lines",
            "What a form asks for",
            ReportFormLine.objects.all(),
            (
                row_number(),
                named("form", "report_forms", "The form.", required=True),
                indicator,
                whole("position", "The number of the line.", required=True),
                code("asked", "Which spans the line asks for."),
            ),
        ),
        Table(
            "reporting_duties",
            "Who owes which form for which place, from a day to a day",
            reached.duties,
            (
                row_number(),
                named("reporter", "organisations", "Who owes it.", required=True),
                named("place", "places", "For which place.", required=True),
                named("form", "report_forms", "Which form.", required=True),
                FROM,
                TO,
                *RECORDED,
            ),
        ),
        Table(
            "due_rules",
            "By which day of the next month reports are owed",
            DueRule.objects.all(),
            (
                row_number(),
                reporter_kind,
                whole("day_of_month", "The day of the month after the quarter.", required=True),
                yes_or_no("working_day", "Whether it moves to the next working day."),
                document,
                FROM,
                TO,
                *RECORDED,
            ),
        ),
        Table(
            "holidays",
            "Days on which nothing falls due",
            Holiday.objects.all(),
            (day("on", "The day.", required=True), NAME, NAME_EN),
            key=("on",),
        ),
        Table(
            "reporter_precedence",
            "Whose number is official where several report the same",
            reached.precedence,
            (
                row_number(),
                reporter_kind,
                named("place", "places", "For one place; empty for all."),
                named("indicator", "indicators", "For one indicator; empty for all."),
                whole("rank", "1 comes first.", required=True),
                *RECORDED,
            ),
        ),
        Table(
            "thresholds",
            "The limits of the statuses, in parts of 1",
            Threshold.objects.all(),
            (
                row_number(),
                named("group", "indicator_groups", "For one group of indicators; empty for all."),
                number("on_track", "From this pace on a goal is on track.", required=True),
                number("at_risk", "From this pace on a goal is at risk, below it off track.", required=True),
                number("coverage", "Below this part of owed reports a goal is incomplete.", required=True),
                FROM,
                TO,
                document,
                *RECORDED,
            ),
        ),
        Table(
            "exchange_rates",
            "What one unit of a currency costs in another on a day, for a purpose",
            reached.rates,
            (
                row_number(),
                code("base", "One unit of this currency …"),
                code("quote", "… costs this many of this currency."),
                day("on", "On which day.", required=True),
                code("purpose", "What the rate is meant for.", choices=tuple(RatePurpose.values)),
                number("rate", "The rate.", required=True),
                document,
                *RECORDED,
            ),
        ),
    ]
