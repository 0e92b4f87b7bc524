"""The command that recomputes every displayed total: it finds nothing where all is right, and each planted error."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from io import StringIO

import pytest
from django.core.management import call_command

from provinces.models import Place
from tests.builders import (
    Figure,
    make_indicator,
    make_organisation,
    make_people,
    make_place,
    make_province_with_parks,
    make_report,
    make_target,
    make_threshold,
)
from tracker.actions.approval import settled_moment
from tracker.management.audit import statements
from tracker.management.audit.asked import Unaudited
from tracker.management.audit.comparing import audit
from tracker.management.audit.raw import RawRows
from tracker.models import Indicator
from tracker.progress.measures import Ends
from tracker.progress.periods import Quarter
from tracker.progress.queries import progress_for_place
from tracker.progress.rows import MapChoice, RowKind
from tracker.progress.told_lines import flat_file

pytestmark = pytest.mark.django_db

QUARTER = Quarter(2025, 2)


@pytest.fixture
def country():
    """A province with an own report of 120 of 1,000, and two parks with 50 and 68 of it; last year it had 100."""
    make_people()
    make_threshold()
    made = make_province_with_parks()
    fdi = make_indicator("fdi-registered", headline=True)
    make_target(made.province, fdi, 1000)
    for place, number, value in ((made.province, 2, 120), (made.parks[0], 2, 50), (made.parks[1], 2, 68)):
        _report(place, Quarter(2025, number), fdi, value)
    _report(made.province, Quarter(2025, 1), fdi, 40)
    _report(made.province, Quarter(2024, 2), fdi, 100)
    return made


def _report(place, quarter, indicator, value):
    make_report(place, quarter.year, quarter.number, figures=[Figure(indicator, value)])


def pages(rows):
    return [progress_for_place(slug=slug, quarter=QUARTER, map_choice=MapChoice.THEN) for slug in sorted(rows.slugs)]


def said(**more):
    out, code = StringIO(), 0
    try:
        call_command("audit_progress", **({"quarter": str(QUARTER), "language": "en"} | more), stdout=out)
    except SystemExit as stopped:
        code = int(stopped.code or 0)
    return out.getvalue(), code


def differing(findings, way):
    """Return the totals that the way alone says otherwise, by place and code."""
    found = set()
    for each in findings.differences:
        others = [value for other, value in each.said.items() if other != way and not isinstance(value, Unaudited)]
        assert all(_alike(value[0], each.displayed[0]) for value in others), each
        found.add((each.key.split(":")[2], each.code))
    return found


def _alike(one, other):
    """Return whether two numbers are the same to more digits than any quotient here is cut after."""
    if one is None or other is None:
        return one is other
    return abs(Fraction(str(one)) - Fraction(str(other))) < Fraction(1, 10**20)


def test_nothing_differs_where_all_is_right(country):
    text, code = said()
    assert "0 differences in " in text
    # The country's row too, a sum of targets: its figures to date, in the quarter and of last year are recomputed.
    assert "Not audited by any way: 0 totals" in text
    assert "Not audited from the file: " in text
    assert code == 0


def test_an_own_report_its_parts_and_what_they_leave_are_recomputed_by_all_ways(country):
    # 120 is reported, 50 + 68 = 118 below it, 2 not broken down; 120 of 1,000 leaves 880, 440 in each quarter left.
    rows = RawRows(None)
    found = audit(pages(rows), rows)
    assert found.differences == []
    assert found.by_ways[3] >= 6
    shown = next(row for page in pages(rows) for row in page.rows if row.place.slug == "hai-duong")
    assert (shown.roll_up.gap.low, shown.progress.needed_per_remaining_quarter.low) == (2, 440)


def test_a_wrong_row_is_found_by_the_way_of_plain_rows(country):
    rows = RawRows(None)
    shown = pages(rows)
    park, indicator = country.parks[0].pk, next(iter(rows.indicators))
    cell = (park, indicator)
    rows.figures[cell] = [replace(figure, value=figure.value + 1) for figure in rows.figures[cell]]
    found = differing(audit(shown, rows), "rows")
    assert ("hai-duong-kcn-1", "to_date") in found
    assert {("hai-duong", "children_sum"), ("hai-duong", "not_broken_down")} <= found
    assert ("hai-duong", "to_date") not in found


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("FIGURES", "actual.value,", "actual.value + 1 AS value,", "to_date"),
        ("FRONT", "WHEN 'flow' THEN to_on", "WHEN 'flow' THEN %(last)s - 91", "children_sum"),
        ("AGAINST_GOAL", "(reached - start) / (low - start)", "reached / (low + 1)", "attainment"),
        ("AGAINST_GOAL", "NULLIF(quarters, 0)", "NULLIF(quarters + 1, 0)", "needed_per_remaining_quarter"),
        ("AGAINST_GOAL", "gone / months", "gone / (months + 1)", "expected"),
    ],
)
def test_a_wrong_statement_is_found_and_the_command_fails(country, monkeypatch, name, old, new, code):
    right = getattr(statements, name)
    assert old in right
    monkeypatch.setattr(statements, name, right.replace(old, new))
    rows = RawRows(None)
    assert code in {code for _place, code in differing(audit(pages(rows), rows), "sql")}
    text, exit_code = said()
    assert exit_code == 1
    assert f" {code}: displayed " in text


def test_a_wrong_line_is_found_when_the_file_is_read_back(country):
    rows = RawRows(None)
    shown = pages(rows)
    text = flat_file(row for page in shown for row in page.rows)
    right = re.compile(r"(:own:hai-duong:\d+,to_date,exactly),120,")
    wrong, count = right.subn(r"\1,121,", text)
    assert count == 2  # the row of the province, and as a part of the country's
    found = differing(audit(shown, rows, file=wrong), "file")
    assert found == {("hai-duong", "attainment"), ("hai-duong", "gap")}


def test_a_wrong_number_on_a_page_is_found_by_all_three_ways(country):
    rows = RawRows(None)
    shown = pages(rows)
    page = next(page for page in shown if page.place.slug == "hai-duong")
    row = page.rows[0]
    wrong = replace(row, progress=replace(row.progress, gap=Ends(low=Decimal(879))))
    shown[shown.index(page)] = replace(page, rows=(wrong, *page.rows[1:]))
    found = {each.code: each for each in audit(shown, rows).differences}
    assert [found["gap"].said[way][0] for way in ("sql", "rows", "file")] == [880, 880, 880]
    assert found["gap"].displayed[0] == 879


def test_what_no_way_covers_is_counted_with_its_reason(country):
    # A second reporter of a park: whose figure leads is a rule of its own.
    fdi = make_indicator("fdi-registered")
    make_report(country.parks[0], 2025, 2, reporter=country.board, figures=[Figure(fdi, 51)])
    text, code = said()
    assert code == 0
    assert "several reporters of one place" in text
    assert "Not audited by any way: 0 totals" not in text


def test_a_moment_a_map_and_a_place_are_obeyed(country):
    text, code = said(place="hai-duong", map="today", as_of="2001-01-01")
    assert (code, text.splitlines()[0][:25]) == (0, "0 differences in 0 totals")
    text, code = said(place="hai-duong-kcn-1", every=True)
    assert (code, text.startswith("0 differences in ")) == (0, True)


def test_goal_of_members_is_recomputed_over_its_own_members_by_all_ways(country):
    # The rows that name the members have numbers of their own, which are not those of the targets.
    fdi = Indicator.objects.get(code="fdi-registered")
    first, second = country.parks
    make_target(country.province, fdi, 300, members=[second], position=2)
    make_target(country.province, fdi, 400, members=[first, second], position=3)
    rows = RawRows(None)
    found = audit(pages(rows), rows)
    assert found.differences == []
    page = progress_for_place(slug=country.province.slug, quarter=QUARTER, map_choice=MapChoice.THEN)
    assert [row.to_date.amount.value for row in page.rows if row.kind is RowKind.COLLECTIVE] == [68, 118]


def test_sum_is_not_read_back_from_a_file_that_lacks_one_of_its_parts(country):
    # What an investor reports of its own goal stands in the file with the goal, and on no line of the park itself.
    fdi = Indicator.objects.get(code="fdi-registered")
    place, quarter = make_place("di-linh", parent=country.province), Quarter(2025, 2)
    investor = make_organisation("investor-of-di-linh", kind="investor")
    make_target(place, fdi, 80, investor=investor)
    make_report(place, quarter.year, quarter.number, reporter=investor, figures=[Figure(fdi, 7)])
    page = progress_for_place(slug=country.province.slug, quarter=QUARTER, map_choice=MapChoice.THEN)
    assert {row.roll_up.children_sum.amount.value for row in page.rows} == {50 + 68 + 7}
    rows = RawRows(None)
    assert audit(pages(rows), rows).differences == []


def test_a_past_moment_is_audited_with_the_days_that_places_had_then(country):
    before = said()
    moment = settled_moment()
    # Since then the province has a first day after the quarter, and a park has ended within it.
    Place.objects.filter(pk=country.province.pk).update(valid_from=date(2026, 1, 1))
    Place.objects.filter(pk=country.parks[0].pk).update(valid_to=date(2025, 5, 1))
    # And less of the indicator is better now, so that no goal of it has a percentage.
    Indicator.objects.update(direction="lower_is_better")
    assert said(as_of=moment.isoformat()) == before
    assert said() != before


@pytest.mark.parametrize("way", ["sql", "rows"])
def test_a_wrong_day_of_a_past_moment_is_found(country, monkeypatch, way):
    moment = settled_moment()
    Place.objects.filter(pk=country.province.pk).update(valid_from=date(2026, 1, 1))
    shown = [
        progress_for_place(slug=slug, quarter=QUARTER, map_choice=MapChoice.THEN, as_of=moment)
        for slug in sorted(RawRows(moment).slugs)
    ]
    assert audit(shown, RawRows(moment)).differences == []
    rows = RawRows(moment)
    if way == "sql":
        # The days of today, as if they had been known at the moment.
        monkeypatch.setattr(statements, "STOOD_THEN", statements.STANDS_NOW)
    else:
        rows.lives = RawRows(None).lives
    assert ("hai-duong", "children_sum") in differing(audit(shown, rows), way)
