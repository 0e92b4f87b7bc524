"""Declare the files of published figures: their columns, what a cell may hold and what it points to.

The columns are named like the fields of the models; seeds/README.md describes the same files in prose.
"""

from collections.abc import Iterable

from tracker.exchange.seed_columns import (
    NAMES,
    NOTES,
    CellKind,
    Column,
    Table,
    choice,
    days,
    flags,
    link,
    links,
    needed,
    numbers,
    texts,
    whole,
)
from tracker.exchange.seed_frame_tables import FRAME_TABLES
from tracker.models import Basis, Comparator, ComparisonKind, ObservationStatus, Origin, PhaseBasis, TargetRole

FIGURES = ("targets", "actuals")
# One space of names: a comparison points at a figure of either kind.
REFERENCED = ("targets", "phases", "actuals", "comparisons")


_QUANTITY = (
    choice("comparator", Comparator),
    *numbers("value", "high"),
    link("unit", "units", required=True),
    *texts("printed"),
    whole("paragraph"),
    choice("origin", Origin),
    *NOTES,
)
_SECOND_AMOUNT = (*numbers("other_value"), link("other_unit", "units"))
_DOUBT = (*flags("unclear"), *texts("rejected_because", "rejected_because_en"))

TABLES: tuple[Table, ...] = (
    *FRAME_TABLES,
    Table(
        "promotion_lists",
        ("documents/*/promotion_lists.csv",),
        ("slug",),
        (
            *needed("slug"),
            link("place", "places", required=True),
            *NAMES,
            Column("starts_on", CellKind.DAY, required=True),
            Column("ends_on", CellKind.DAY, required=True),
            *texts("addressed_to", "addressed_to_en"),
        ),
    ),
    Table(
        "promotion_items",
        ("documents/*/promotion_items.csv",),
        ("promotion_list", "position"),
        (
            link("promotion_list", "promotion_lists", required=True),
            whole("position"),
            *NAMES,
            *texts("procedure", "procedure_en"),
            *flags("is_group"),
            links("sums", "promotion_items"),
        ),
    ),
    Table(
        "targets",
        ("documents/*/targets.csv",),
        ("reference",),
        (
            *needed("reference"),
            link("place", "places", required=True),
            link("investor", "organisations"),
            link("indicator", "indicators", required=True),
            choice("role", TargetRole),
            Column("starts_on", CellKind.DAY, required=True),
            *days("ends_on", "issued_on"),
            *_QUANTITY,
            *_SECOND_AMOUNT,
            *_DOUBT,
            *numbers("baseline"),
            link("issuer", "organisations"),
            link("part_of", "targets"),
            *flags("collective"),
            links("members", "places"),
            link("promotion_item", "promotion_items"),
            whole("position"),
        ),
    ),
    Table(
        "phases",
        ("documents/*/phases.csv",),
        ("reference",),
        (
            *needed("reference"),
            link("target", "targets", required=True),
            Column("starts_on", CellKind.DAY, required=True),
            Column("ends_on", CellKind.DAY, required=True),
            choice("basis", PhaseBasis),
            *_QUANTITY,
        ),
    ),
    Table(
        "actuals",
        ("documents/*/actuals.csv",),
        ("reference",),
        (
            *needed("reference"),
            link("place", "places", required=True),
            whole("year"),
            whole("quarter"),
            link("reporter", "organisations", required=True),
            link("indicator", "indicators", required=True),
            choice("basis", Basis),
            *days("from_on", "cut_off_on"),
            Column("to_on", CellKind.DAY, required=True),
            *_QUANTITY,
            *_SECOND_AMOUNT,
            *numbers("numerator", "denominator"),
            choice("observation_status", ObservationStatus),
            *_DOUBT,
        ),
    ),
    Table(
        "comparisons",
        ("documents/*/comparisons.csv",),
        ("reference",),
        (
            *needed("reference", "printed"),
            choice("kind", ComparisonKind),
            link("subject", *FIGURES, required=True),
            link("against", *FIGURES),
            *texts("against_label", "against_label_en"),
            choice("comparator", Comparator),
            Column("value", CellKind.NUMBER, required=True),
            link("unit", "units", required=True),
            whole("paragraph"),
            *NOTES,
        ),
    ),
)


def table_named(name: str) -> Table:
    """Return the table of this name."""
    return next(table for table in TABLES if table.name == name)


def known_files(document_slugs: Iterable[str]) -> dict[str, Table]:
    """Return every file name that may occur below the folder, for these documents, with its table."""
    names: dict[str, Table] = {}
    for table in TABLES:
        for file in table.files:
            if table.of_a_document:
                names.update({file.replace("*", slug, 1): table for slug in document_slugs})
            else:
                names[file] = table
    return names
