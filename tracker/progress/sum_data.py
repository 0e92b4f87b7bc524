"""Write what stands behind a row's number as plain data: own report, sum and gap, and whose figures are in the sum."""

from collections.abc import Iterable
from typing import Any

from tracker.progress.measures import RollUp
from tracker.progress.plain_data import amount_data, day_data, plain
from tracker.progress.rows import PlaceFace, ProgressRow, TargetFace


def sum_data(row: ProgressRow) -> dict[str, Any]:
    """Return the own report, the sum of the units below and their difference, never added, with what they lack.

    ``own_report_leads``: the row's number is the place's own report, not the sum. ``after_succession`` is what a
    successor has brought since its succession where the days before are not all known.
    """
    rolled = row.roll_up
    own = rolled.own if rolled else None
    below = rolled.children_sum if rolled else None
    after = rolled.after if rolled else None
    return {
        "own_report_leads": rolled.own_report if rolled else None,
        **amount_data(own.amount if own else None, "own_report"),
        **amount_data(below.amount if below else None, "children_sum"),
        "children_sum_to": day_data(below.to_on if below else None),
        **amount_data(rolled.gap if rolled else None, "not_broken_down"),
        "not_broken_down_reason": rolled.gap_reason.value if rolled and rolled.gap_reason else None,
        "children_reported": _coverage(rolled),
        "in_quarter_reported": _coverage(row.quarter_roll_up),
        **amount_data(after.amount if after else None, "after_succession"),
        "after_succession_from": day_data(after.from_on if after else None),
        "in_other_units": [
            {"unit": unit, **amount_data(reading.amount, "amount")}
            for unit, reading in (rolled.other_units if rolled else ())
        ],
        "places_in_other_units": _slugs(row.marks.in_other_units),
        "places_missing_below": _slugs(row.marks.missing_below),
        "places_undivided": _slugs(row.marks.undivided),
        "places_counted_once": _slugs(row.marks.counted_once),
        "places_maybe_twice": _slugs(row.marks.maybe_twice),
        "computed_shares": [{"place": place.slug, "share": plain(share)} for place, share in row.marks.shares],
        "measured_by": [_named(target) for target in row.measured_by],
        "goals_not_used": [_named(target) for target in row.goals_not_used],
    }


def _coverage(rolled: RollUp | None) -> dict[str, int] | None:
    """Return how many of the units below that owe a figure are in a sum; None where there is no sum to speak of."""
    if rolled is None:
        return None
    return {"reported": rolled.coverage.reported, "expected": rolled.coverage.owing}


def _slugs(places: Iterable[PlaceFace]) -> list[str]:
    return [place.slug for place in places]


def _named(target: TargetFace) -> dict[str, Any]:
    """Return what names a target: its reference, where and by whom it was set."""
    return {
        "target_reference": target.reference or None,
        "target_place": target.place.slug,
        "target_source": target.document.slug if target.document else None,
        "issuer": target.issuer.slug if target.issuer else None,
    }
