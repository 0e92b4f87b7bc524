"""Declare the admin: one file for each concept; buttons call actions."""

from tracker.admin import (
    edition,
    entry_records,
    exchange_rate,
    file_import,
    frame,
    indicator,
    organisation,
    person,
    place,
    printed_comparison,
    promotion,
    report,
    revision,
    target,
    target_parts,
)

__all__ = [
    "edition",
    "entry_records",
    "exchange_rate",
    "file_import",
    "frame",
    "indicator",
    "organisation",
    "person",
    "place",
    "printed_comparison",
    "promotion",
    "report",
    "revision",
    "target",
    "target_parts",
]
