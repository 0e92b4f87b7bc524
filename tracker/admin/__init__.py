"""Declare the admin: one file for each concept; buttons call actions."""

from tracker.admin import (
    frame,
    indicator,
    organisation,
    person,
    place,
    printed_comparison,
    promotion,
    report,
    target,
    target_parts,
)

__all__ = [
    "frame",
    "indicator",
    "organisation",
    "person",
    "place",
    "printed_comparison",
    "promotion",
    "report",
    "target",
    "target_parts",
]
