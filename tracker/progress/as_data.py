"""Write progress rows as plain data, Decimals as strings: for the command line and for programs.

The keys are the words of domain.md §5. Amounts are in single units of ``unit``, shares are parts of 1 (0.125 is
12.5 %), days are ISO dates, and null means that there is no number; then a ``…_reason`` says why.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import translation

from tracker.progress.edge_rules import projection_edges
from tracker.progress.edges import EdgeCase
from tracker.progress.measures import Comparison
from tracker.progress.money_data import one_currency_data
from tracker.progress.plain_data import amount_data as _amount
from tracker.progress.plain_data import day_data as _day
from tracker.progress.plain_data import ends_data as _ends
from tracker.progress.plain_data import plain
from tracker.progress.row_distances import distance_of, distance_share_of
from tracker.progress.row_edges import row_edges
from tracker.progress.rows import (
    ChildProgress,
    FigureFace,
    PlaceFace,
    PlaceProgress,
    ProgressRow,
    TargetFace,
)
from tracker.progress.sentences import sentence
from tracker.progress.sum_data import sum_data
from tracker.progress.year_data import expected_data, point_data, reading_data, years_data


def _comparison(comparison: Comparison | None, name: str) -> dict[str, Any]:
    if comparison is None:
        return {name: None}
    return {
        name: {
            **_amount(comparison.current, "current"),
            **_amount(comparison.value, "value"),
            **_amount(comparison.difference, "difference"),
            **_amount(comparison.ratio, "ratio"),
            **_amount(comparison.change, "change"),
            "reason": None if comparison.reason is None else comparison.reason.value,
            "like_for_like": comparison.like_for_like,
            "units": comparison.units,
            "units_of": comparison.units_of,
        }
    }


def _place(place: PlaceFace) -> dict[str, Any]:
    return {"place": place.slug, "place_name": place.name, "place_name_en": place.name_en}


_TARGET_KEYS = (
    "target_reference",
    "target_role",
    "target_place",
    "target_starts",
    "target_ends",
    "target_version",
    "target_collective",
    "target_source",
    "target_paragraph",
    "baseline",
    "issuer",
    "investor",
    "investor_name",
    "investor_name_en",
)


def _target(target: TargetFace | None) -> dict[str, Any]:
    if target is None:
        return dict.fromkeys(_TARGET_KEYS)
    return {
        "target_reference": target.reference or None,
        "target_role": target.terms.role.value,
        "target_place": target.place.slug,
        "target_starts": _day(target.terms.starts),
        "target_ends": _day(target.terms.ends),
        "target_version": target.version,
        "target_collective": target.collective,
        "target_source": target.document.slug if target.document else None,
        "target_paragraph": target.paragraph,
        "baseline": plain(target.terms.baseline),
        "issuer": target.issuer.slug if target.issuer else None,
        "investor": target.investor.slug if target.investor else None,
        "investor_name": target.investor.name if target.investor else None,
        "investor_name_en": target.investor.name_en if target.investor else None,
    }


def figure_data(figure: FigureFace) -> dict[str, Any]:
    """Return one reported figure with its reporter, time, state and source."""
    return {
        "reference": figure.reference or None,
        "place": figure.place.slug,
        "reporter": figure.reporter.slug,
        "quarter": str(figure.quarter),
        "basis": figure.basis,
        "from_on": _day(figure.from_on),
        "to_on": _day(figure.to_on),
        "cut_off_on": _day(figure.cut_off_on),
        "comparator": figure.comparator,
        "value": plain(figure.value),
        "high": plain(figure.high),
        "unit": figure.unit,
        "numerator": plain(figure.numerator),
        "denominator": plain(figure.denominator),
        "observation_status": figure.observation_status,
        "unclear": figure.unclear,
        "printed": figure.printed,
        "source": figure.document.slug if figure.document else None,
        "paragraph": figure.paragraph,
        "revision": figure.revision,
    }


def _said(cases: Iterable[EdgeCase], row: ProgressRow) -> list[dict[str, str]]:
    """Return what must be said of a row, by its code and in both languages."""
    found = []
    for case in cases:
        with translation.override("vi"):
            vietnamese = sentence(case, row.indicator)
        with translation.override("en"):
            found.append({"edge": case.code.value, "text": vietnamese, "text_en": sentence(case, row.indicator)})
    return found


def row_data(row: ProgressRow, beside: Sequence[ProgressRow] = ()) -> dict[str, Any]:
    """Return one row with every number a page may print of it, its parts included; ``beside`` are those of its page."""
    progress, coverage, projection = row.progress, row.goal_coverage, row.projection
    expected = progress.expected
    reported, owing = row.reported_of_expected
    return {
        "row": row.kind.value,
        **_place(row.place),
        "indicator": row.indicator.code,
        "indicator_name": row.indicator.name,
        "indicator_name_en": row.indicator.name_en,
        "kind": row.indicator.kind,
        "unit": row.indicator.unit,
        **_target(row.target),
        **_amount(row.terms.amount if row.terms else None, "target"),
        **reading_data(row.in_quarter, "in_quarter"),
        **reading_data(row.to_date, "to_date"),
        "read_to": _day(progress.read_to),
        **_ends(progress.attainment, "attainment"),
        **expected_data(expected),
        "expected_share": plain(expected.share) if expected and expected.low is not None else None,
        "expected_rule": progress.expected_rule.value if progress.expected_rule else None,
        "pace": plain(progress.pace),
        **_ends(distance_of(row), "distance_from_expected"),
        **_ends(distance_share_of(row), "distance_from_expected_share"),
        "status": progress.status.value if progress.status else None,
        "reasons": [reason.value for reason in progress.reasons],
        **_ends(progress.gap, "gap"),
        **_ends(progress.needed_per_remaining_quarter, "needed_per_remaining_quarter"),
        "quarters_left": progress.quarters_left,
        **_ends(progress.quarter_share, "quarter_share"),
        **_ends(coverage.share if coverage else None, "coverage_of_goal"),
        **_amount(coverage.assigned if coverage else None, "assigned"),
        **_ends(coverage.unassigned if coverage else None, "unassigned"),
        **_ends(coverage.over_assigned if coverage else None, "over_assigned"),
        "parts_with_target": coverage.parts_with if coverage else None,
        "parts_without_target": coverage.parts_without if coverage else None,
        "reported_of_expected": {
            "reported": reported,
            "expected": owing,
            "missing": [place.slug for place in row.missing],
        },
        "targets_of_units": (
            None if row.target_units is None else {"divided": row.target_units[0], "of": row.target_units[1]}
        ),
        "projection": (
            None
            if projection is None
            else {
                "low": plain(projection.low),
                "central": plain(projection.central),
                "high": plain(projection.high),
                "rule": projection.rule.value if projection.rule else None,
                "past_error": plain(projection.past_error),
                "worst_error": plain(projection.worst_error),
                "past_years": projection.past_years,
                "outside_past": projection.outside_past,
                "past_low": plain(projection.past_low),
                "past_high": plain(projection.past_high),
                "notes": _said(projection_edges(projection), row),
                "reason": projection.reason.value if projection.reason else None,
            }
        ),
        **_comparison(row.same_period_last_year, "same_period_last_year"),
        **_comparison(row.same_quarter_last_year, "same_quarter_last_year"),
        **_comparison(row.previous_quarter, "previous_quarter"),
        "units_compared": None if row.years_of_units is None else years_data(row.years_of_units),
        "course": [point_data(point, row) for point in row.course],
        **sum_data(row),
        "figure_places": [place.slug for place in row.figure_places],
        "perimeter_differs": row.perimeter_differs,
        "states": list(row.states),
        "notes": _said(row_edges(row, beside), row),
        "thresholds": {
            "on_track": plain(row.thresholds.on_track),
            "at_risk": plain(row.thresholds.at_risk),
            "coverage": plain(row.thresholds.coverage),
        },
        "figures": [figure_data(figure) for figure in row.used_figures],
        "other_reporters": [
            {"reporter": other.reporter.slug, **reading_data(other.reading, "to_date")} for other in row.others
        ],
        **_ends(row.share_of_goal, "share_of_goal"),
        "parts": [row_data(part) for part in row.parts],
        "investors_without_target": [
            {"investor": investor.slug, "place": place.slug} for investor, place in row.without_part
        ],
    }


def child_data(child: ChildProgress) -> dict[str, Any]:
    """Return one place below with its rows."""
    return {
        **_place(child.place),
        "kind": child.place.kind,
        "owes_report": child.owes,
        "has_anything": child.has_anything,
        "investors": [investor.slug for investor in child.investors],
        # How their years went is told on their own pages, where it is worked out.
        "rows": [_without(row_data(row, child.rows), "course", "units_compared") for row in child.rows],
    }


def _without(data: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name not in names}


def place_data(progress: PlaceProgress) -> dict[str, Any]:
    """Return everything a place page shows."""
    return {
        **_place(progress.place),
        "place_kind": progress.place.kind,
        "quarter": str(progress.quarter),
        "map": progress.map_choice.value,
        "as_of": None if progress.as_of is None else progress.as_of.isoformat(),
        "exists_on_map": progress.exists,
        "path": [place.slug for place in progress.path],
        "predecessors": [place.slug for place in progress.predecessors],
        "successors": [place.slug for place in progress.successors],
        "members": [place.slug for place in progress.members],
        "rows": [row_data(row, progress.rows) for row in progress.rows],
        "in_one_currency": [one_currency_data(each) for each in progress.in_one_currency],
        "children": [child_data(child) for child in progress.children],
    }
