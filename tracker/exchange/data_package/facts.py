"""Declare the tables of what was promised, what was reported, and what was published of it."""

from provinces.reach import within
from tracker.exchange.data_package.columns import (
    Column,
    Table,
    code,
    day,
    moment,
    named,
    number,
    number_of_row,
    only_if,
    paper,
    row_number,
    text,
    whole,
    yes_or_no,
)
from tracker.exchange.data_package.reached import Reached
from tracker.models import Basis, Comparator, ObservationStatus, PhaseBasis, TargetRole

_COMPARATORS = tuple(Comparator.values)
_STATUSES = tuple(ObservationStatus.values)


def fact_tables(reached: Reached) -> list[Table]:
    """Return the tables of facts within a reach."""
    return [*_promised(reached), *_reported(reached), *_published(reached)]


def _quantity(reached: Reached) -> tuple[Column, ...]:
    """Return what every figure shares."""
    return (
        code("comparator", "What the source puts before the number.", choices=_COMPARATORS),
        number("value", "The number in single units of ``unit``; empty where none is stated."),
        number("high", "The upper end of a range."),
        named("unit", "units", "The unit, and the currency of money.", required=True),
        number("other_value", "The same amount in another currency, as printed beside it."),
        named("other_unit", "units", "The other currency."),
        text("printed", "The figure as its document writes it."),
        paper(reached.reads_document, "The document that prints it."),
        whole("paragraph", "The number of the non-empty line in the document."),
        code("origin", "Whether it was printed or follows from printed numbers."),
        yes_or_no("unclear", "Whether the document leaves open which day or scope it means."),
        text("rejected_because", "Why a misprint is kept and not used, in Vietnamese."),
        text("rejected_because_en", "Why a misprint is kept and not used, in English."),
        text("note", "What else is to be said, in Vietnamese."),
        text("note_en", "What else is to be said, in English."),
    )


def _promised(reached: Reached) -> list[Table]:
    above = within(reached.reach, "part_of__place")
    indicator = named("indicator", "indicators", "The indicator.", required=True)
    return [
        Table(
            "promotion_lists",
            "Lists of projects that a place offers to investors",
            reached.promotion_lists,
            (
                code("slug", "The name in addresses."),
                named("place", "places", "Who offers them.", required=True),
                text("name", "The name in Vietnamese.", required=True),
                text("name_en", "The name in English."),
                day("starts_on", "The first day of the period.", required=True),
                day("ends_on", "The last day of the period."),
                text("addressed_to", "To whom it is addressed, in Vietnamese."),
                text("addressed_to_en", "To whom it is addressed, in English."),
                paper(reached.reads_document),
            ),
            key=("slug",),
        ),
        Table(
            "promotion_items",
            "Groups of those lists; position 0 is the whole list",
            reached.promotion_items,
            (
                row_number(),
                named("promotion_list", "promotion_lists", "The list.", required=True),
                whole("position", "Its place in the list.", required=True),
                text("name", "The name in Vietnamese."),
                text("name_en", "The name in English."),
                text("procedure", "The investment procedure, in Vietnamese."),
                text("procedure_en", "The investment procedure, in English."),
                yes_or_no("is_group", "Whether it is one of the groups that the list counts."),
            ),
        ),
        Table(
            "targets",
            "Approved versions of the numbers that somebody is bound to, or that are planned, needed or offered",
            reached.targets,
            (
                row_number(),
                text("reference", "The stable name of a published figure."),
                named("place", "places", "For which place.", required=True),
                named("investor", "organisations", "The investor that carries it."),
                indicator,
                day("starts_on", "The first day of its period.", required=True),
                day("ends_on", "The last day of its period; empty when none is set."),
                code("role", "What the document means by it.", choices=tuple(TargetRole.values)),
                *_quantity(reached),
                number("baseline", "The value when the period starts."),
                named("issuer", "organisations", "Who issued it."),
                day("issued_on", "The day of issue."),
                only_if(above, number_of_row("part_of", "targets", "The goal that it is a direct part of.")),
                yes_or_no("collective", "Whether it is one number for several places together."),
                number_of_row("promotion_item", "promotion_items", "The group of a list that it is a figure of."),
                whole("position", "Its place in the document.", required=True),
                whole("version", "1 for the original, then 2, 3 …", required=True),
                number_of_row("supersedes", "targets", "The version before."),
                yes_or_no("withdrawn", "Whether the version takes the target back."),
                text("reason", "Why it was revised."),
                moment("approved_at", "When it was approved; it counts from this moment.", required=True),
            ),
        ),
        Table(
            "target_phases",
            "Steps of phased targets",
            reached.phases,
            (
                row_number(),
                number_of_row("target", "targets", "The target.", required=True),
                day("starts_on", "The first day.", required=True),
                day("ends_on", "The last day.", required=True),
                code("basis", "What the number speaks of.", choices=tuple(PhaseBasis.values)),
                *_quantity(reached),
            ),
        ),
        Table(
            "target_members",
            "Places that share a collective target",
            reached.target_members,
            (
                row_number(),
                number_of_row("target", "targets", "The target.", required=True),
                named("place", "places", "One of its places.", required=True),
            ),
        ),
    ]


def _reported(reached: Reached) -> list[Table]:
    return [
        Table(
            "reports",
            "Quarterly reports of which something was approved",
            reached.reports,
            (
                row_number(),
                named("place", "places", "Of which place.", required=True),
                whole("year", "The year.", required=True),
                whole("quarter", "The quarter, from 1 to 4.", required=True),
                named("reporter", "organisations", "Who reported.", required=True),
                named("form", "report_forms", "On which form."),
                day("cut_off_on", "The day on which the figures stop; empty for the quarter's last day."),
                day("due_on", "The extended day by which it was owed; empty for that of the rule."),
            ),
        ),
        Table(
            "report_revisions",
            "Approved revisions of reports; a later one holds only the cells that it changes",
            reached.revisions,
            (
                row_number(),
                number_of_row("report", "reports", "The report.", required=True),
                whole("number", "1 for the first, then 2, 3 …", required=True),
                text("reason", "Why it was corrected."),
                moment("submitted_at", "When it was submitted."),
                moment("approved_at", "When it was approved; its figures count from this moment.", required=True),
                whole("approval_sequence", "Its place in the order of all approvals.", required=True),
            ),
        ),
        Table(
            "actuals",
            "Reported figures of approved revisions, withdrawals included",
            reached.actuals,
            (
                row_number(),
                number_of_row("revision", "report_revisions", "The revision.", required=True),
                text("reference", "The stable name of a published figure."),
                named("indicator", "indicators", "The indicator.", required=True),
                code("basis", "Over which span it counts.", choices=tuple(Basis.values)),
                day("from_on", "The first day of a span; empty for a day."),
                day("to_on", "The last day.", required=True),
                *_quantity(reached),
                number("numerator", "Of a ratio: what is divided."),
                number("denominator", "Of a ratio: by what it is divided."),
                code(
                    "observation_status",
                    "How sure it is, or why it is missing.",
                    choices=_STATUSES,
                ),
                day("cut_off_on", "The day on which the figure stops."),
                text("reason", "Why an unusual figure is right."),
                text("source", "Where the figure comes from."),
            ),
        ),
        Table(
            "printed_comparisons",
            "Comparisons that documents print; kept and checked, never an input",
            reached.comparisons,
            (
                row_number(),
                code("reference", "Its stable name."),
                code("kind", "What it compares."),
                number_of_row("subject_actual", "actuals", "The figure that is compared."),
                number_of_row("subject_target", "targets", "The target that is compared."),
                number_of_row("against_actual", "actuals", "The figure that it is compared with."),
                number_of_row("against_target", "targets", "The target that it is compared with."),
                text("against_label", "What it is compared with, in Vietnamese."),
                text("against_label_en", "What it is compared with, in English."),
                code("comparator", "What the source puts before the number.", choices=_COMPARATORS),
                number("value", "The number."),
                named("unit", "units", "Its unit.", required=True),
                text("printed", "As the document writes it."),
                paper(reached.reads_document, "The document."),
                whole("paragraph", "The number of the non-empty line in the document."),
                text("note", "What else is to be said, in Vietnamese."),
                text("note_en", "What else is to be said, in English."),
            ),
        ),
    ]


def _published(reached: Reached) -> list[Table]:
    return [
        Table(
            "editions",
            "Publications of a quarter of a place and all below it, as known at a moment",
            reached.editions,
            (
                code("slug", "The name in addresses."),
                text("name", "The name in Vietnamese.", required=True),
                text("name_en", "The name in English."),
                named("place", "places", "Of which place.", required=True),
                whole("year", "The year.", required=True),
                whole("quarter", "The quarter, from 1 to 4.", required=True),
                whole("number", "1 for the first edition of the quarter, then 2, 3 …", required=True),
                moment("as_of", "As of which moment it tells.", required=True),
                moment("published_at", "When it was published.", required=True),
                text("reason", "Why it was published again."),
                text("digest", "The checksum of what it holds."),
            ),
            key=("slug",),
        ),
    ]
