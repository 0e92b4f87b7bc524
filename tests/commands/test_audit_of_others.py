"""The audit of rows that rest on others: on the goals of those below or before, and on figures across a merger."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from provinces.models import PlaceParent
from tests.builders import (
    Figure,
    make_country,
    make_duty,
    make_form,
    make_indicator,
    make_organisation,
    make_park,
    make_people,
    make_place,
    make_report,
    make_succession,
    make_target,
    make_threshold,
)
from tests.commands.test_audit import differing
from tracker.management.audit import statements
from tracker.management.audit.asked import Unaudited
from tracker.management.audit.comparing import audit
from tracker.management.audit.raw import RawRows
from tracker.models import Basis
from tracker.progress.periods import Quarter
from tracker.progress.queries import progress_for_place
from tracker.progress.rows import MapChoice, RowKind
from tracker.web.earlier import comparison_cell

pytestmark = pytest.mark.django_db

MERGER, EVE = date(2025, 7, 1), date(2025, 6, 30)
Q2, Q3 = Quarter(2025, 2), Quarter(2025, 3)


@pytest.fixture
def fdi():
    make_people()
    make_threshold()
    return make_indicator("fdi-registered", headline=True)


@pytest.fixture
def provinces(fdi):
    """Three provinces: 120 of 1,000, 80 of 600, and one that reported nothing of its 400; last year 100 and 50."""
    made = [make_place(slug, parent=make_country()) for slug in ("north", "south", "west")]
    for place, goal, value, before in zip(made, (1000, 600, 400), (120, 80, None), (100, 50, None), strict=True):
        make_target(place, fdi, goal)
        if value is not None:
            say(place, Q2, fdi, value)
            say(place, Quarter(2024, 2), fdi, before)
    return made


@pytest.fixture
def merged(fdi):
    """Old East and Old West of 300 and 500 went into New on 1 July 2025: 60 and 90 until then, 20 after it."""
    country = make_country()
    old = [
        make_place(slug, parent=country, parent_to=EVE, valid_from=date(1997, 1, 1), valid_to=EVE)
        for slug in ("old-east", "old-west")
    ]
    new = make_place("new", parent=country, parent_from=MERGER, valid_from=MERGER)
    for place, goal, value, before in zip(old, (300, 500), (60, 90), (40, 70), strict=True):
        make_succession(place, new)
        make_target(place, fdi, goal)
        say(place, Q2, fdi, value)
        say(place, Quarter(2024, 3), fdi, before)
    return old, new


def say(place, quarter, indicator, value, basis=Basis.YEAR_TO_DATE):
    make_report(place, quarter.year, quarter.number, figures=[Figure(indicator, value, basis)])


def audited(quarter, choice=MapChoice.THEN, *, rows=None):
    """Return the pages of every place and what the audit says of them."""
    slugs = sorted(RawRows(None).slugs)
    pages = [progress_for_place(slug=slug, quarter=quarter, map_choice=choice) for slug in slugs]
    return pages, audit(pages, rows or RawRows(None))


def row_of(pages, slug):
    [row] = next(page for page in pages if page.place.slug == slug).rows
    return row


def spoiled(place, *, figure=0, goal=0):
    """Return the raw rows with a little more in every figure, or in the goal, of a place."""
    rows = RawRows(None)
    for (owner, indicator), figures in rows.figures.items():
        if owner == place.pk:
            rows.figures[owner, indicator] = [replace(each, value=each.value + figure) for each in figures]
    for key, promise in rows.promises.items():
        if promise.place_id == place.pk:
            rows.promises[key] = replace(promise, value=promise.value + goal)
    return rows


# --- Goals of the places below ---------------------------------------------------------------------------------------


def test_goals_of_those_that_have_both_are_added_and_audited_by_all_ways(provinces):
    # (120 + 80) of (1,000 + 600) is 12.5 %; the 400 of the silent west are no part of it. Last year 100 + 50.
    pages, found = audited(Q2)
    shown = row_of(pages, "viet-nam")
    assert (shown.progress.attainment.low, shown.progress.gap.low) == (Decimal("0.125"), 1400)
    assert found.differences == []
    assert found.by_ways[0] == 0


def test_one_goal_that_nobody_ever_reported_for_is_audited_by_all_ways_that_can_be(fdi):
    province = make_place("north", parent=make_country())
    make_target(make_place("parks", kind="perimeter", parent=province), fdi, 1000)
    pages, found = audited(Q2)
    [added] = [row for page in pages for row in page.rows if row.kind is RowKind.ADDED and row.place.slug == "north"]
    assert (added.target is not None, added.to_date.amount, added.progress.attainment.low) == (True, None, None)
    assert (found.differences, found.by_ways[0]) == ([], 0)


def test_a_wrong_goal_of_one_of_them_is_found_by_the_raw_rows(provinces):
    pages, _found = audited(Q2)
    found = differing(audit(pages, spoiled(provinces[1], goal=1)), "rows")
    assert {("viet-nam", code) for code in ("attainment", "gap", "needed_per_remaining_quarter", "expected")} <= found
    assert ("viet-nam", "to_date") not in found


def test_a_wrong_figure_of_one_of_them_is_found_by_the_raw_rows(provinces):
    pages, _found = audited(Q2)
    found = differing(audit(pages, spoiled(provinces[0], figure=1)), "rows")
    assert {("viet-nam", "to_date"), ("viet-nam", "attainment"), ("viet-nam", "same_period_last_year")} <= found


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("GOALS_OF_OTHERS", "target.value IS NOT NULL", "target.value > 600", "attainment"),
        ("GOALS_OF_OTHERS", "unit.code = %(unit)s", "unit.code <> %(unit)s", "gap"),
        ("AGAINST_GOAL", "sum(target.value)", "max(target.value)", "needed_per_remaining_quarter"),
        ("FRONT", "array_agg(DISTINCT root)", "ARRAY[min(root)]", "to_date"),
    ],
)
def test_a_wrong_statement_of_goals_is_found(provinces, monkeypatch, name, old, new, code):
    right = getattr(statements, name)
    assert old in right
    monkeypatch.setattr(statements, name, right.replace(old, new))
    _pages, found = audited(Q2)
    assert ("viet-nam", code) in differing(found, "sql")


# --- Goals of the places before, and figures across the merger -------------------------------------------------------


def test_todays_map_is_measured_by_the_goals_of_before_and_audited(merged):
    # 60 + 90 = 150 of 300 + 500 is 18.75 %.
    pages, found = audited(Q2, MapChoice.TODAY)
    assert row_of(pages, "new").progress.attainment.low == Decimal("0.1875")
    assert (found.differences, found.by_ways[0]) == ([], 0)
    spoilt = audit(pages, spoiled(merged[0][0], goal=1))
    assert ("new", "attainment") in differing(spoilt, "rows")


def test_a_wrong_statement_of_goals_of_before_is_found(merged, monkeypatch):
    right = statements.BEFORE_IT
    monkeypatch.setattr(statements, "BEFORE_IT", right + " AND predecessor_id = (SELECT min(id) FROM provinces_place)")
    _pages, found = audited(Q2, MapChoice.TODAY)
    assert ("new", "attainment") in differing(found, "sql")


def test_year_across_a_merger_is_joined_and_a_wrong_figure_of_either_side_found(merged, fdi):
    # 60 + 90 until the eve, 20 after it: 170 of 800; last year 40 + 70.
    old, new = merged
    say(new, Q3, fdi, 20, Basis.IN_QUARTER)
    pages, found = audited(Q3)
    shown = row_of(pages, "new")
    assert (shown.to_date.amount.low, shown.progress.attainment.low) == (170, Decimal("0.2125"))
    assert found.differences == []
    # Only the country's last year is left out: its places are others now.
    assert {why for way, why in found.unaudited if way == "rows"} == {Unaudited.UNITS_DIFFER}
    for place in (old[1], new):
        wrong = differing(audit(pages, spoiled(place, figure=1)), "rows")
        assert {("new", "to_date"), ("new", "attainment"), ("viet-nam", "to_date")} <= wrong


def test_what_is_known_until_the_eve_stands_alone_where_a_predecessor_was_silent(fdi):
    # 60 of Old East until the eve; Old West said nothing, so that the 20 after it are joined to nothing.
    country = make_country()
    east, west = (make_place(slug, parent=country, parent_to=EVE, valid_to=EVE) for slug in ("old-east", "old-west"))
    new = make_place("new", parent=country, parent_from=MERGER, valid_from=MERGER)
    for place in (east, west):
        make_succession(place, new)
    say(east, Q2, fdi, 60)
    say(new, Q3, fdi, 20, Basis.IN_QUARTER)
    pages, found = audited(Q3)
    assert (row_of(pages, "new").to_date.amount.low, row_of(pages, "new").to_date.to_on) == (60, EVE)
    assert found.differences == []
    assert ("new", "to_date") in differing(audit(pages, spoiled(east, figure=1)), "rows")


def test_years_end_on_the_eve_where_a_park_is_silent_since_the_merger_and_the_raw_rows_leave_them_alone(fdi):
    # Park P has 25 until the eve and 40 by September, Q has 15 until the eve and owes its third quarter; last year 20
    # and 10 until 30 June, 30 and 20 by September. 55 after 50 would compare two areas.
    country = make_country()
    new = make_place("new", parent=country, parent_from=MERGER, valid_from=MERGER)
    form = make_form(indicators=[fdi])
    for slug, before, now in (("p", (20, 30), (25, 40)), ("q", (10, 20), (15, None))):
        old = make_place(f"old-{slug}", parent=country, parent_to=EVE, valid_to=EVE)
        make_succession(old, new)
        park = make_park(slug, parent=old, parent_to=EVE)
        PlaceParent.objects.create(place=park, parent=new, valid_from=MERGER)
        make_duty(make_organisation(), park, form=form)
        for quarter, value in zip((Quarter(2024, 2), Quarter(2024, 3), Q2, Q3), (*before, *now), strict=True):
            if value is not None:
                say(park, quarter, fdi, value)
    pages, found = audited(Q3)
    row = row_of(pages, "new")
    assert row.same_period_last_year is not None
    compared = row.same_period_last_year
    assert (row.to_date.amount.low, row.to_date.to_on) == (55, Q3.last_day)
    assert (compared.value.low, compared.current.low, compared.to_on) == (30, 40, EVE)
    with translation.override("en"):
        cell = comparison_cell(compared, row)
    assert "both to 30\u00a0Jun\u00a02025 only" in cell
    assert found.differences == []
    assert found.unaudited["rows", Unaudited.MERGER] >= 2


def test_quarter_that_a_successors_year_leaves_is_recomputed_and_a_wrong_one_found(merged, fdi):
    # Its own year to date of 170 covers both before it: less 60 + 90 until the eve, 20 are the quarter's.
    old, new = merged
    say(new, Q3, fdi, 170)
    pages, found = audited(Q3)
    assert row_of(pages, "new").in_quarter.amount.low == 20
    assert found.differences == []
    assert ("new", "in_quarter") in differing(audit(pages, spoiled(old[0], figure=1)), "rows")


def test_last_year_of_a_merged_place_is_that_of_those_before_it_by_all_ways(merged, fdi, monkeypatch):
    _old, new = merged
    say(new, Q3, fdi, 170)
    pages, found = audited(Q3)
    assert found.differences == []
    wrong = differing(audit(pages, spoiled(merged[0][0], figure=1)), "rows")
    assert ("new", "same_period_last_year") in wrong
    monkeypatch.setattr(
        statements, "PLACES", statements.PLACES.replace("SELECT step.predecessor_id", "SELECT step.successor_id")
    )
    _pages, found = audited(Q3)
    assert ("new", "same_period_last_year") in differing(found, "sql")
