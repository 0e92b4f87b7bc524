"""The workbook that clerks take away: their own reports, what stands now, and nothing else open."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from tests.actions.importing.test_saving import NOW, Q1, Q2, Office, stated
from tests.builders import make_duty, make_form, make_indicator, make_investor, make_park
from tracker.actions.importing.template import template_of
from tracker.actions.rights import scope_of
from tracker.models import Basis

pytestmark = pytest.mark.django_db


@pytest.fixture
def office():
    with translation.override("en"):
        yield Office()


def book_of(office, quarter=Q2, person=None):
    scope = scope_of(person or office.clerk, timezone.localdate(NOW))
    content = template_of(quarter=quarter, scope=scope)
    return openpyxl.load_workbook(io.BytesIO(content))


def rows_of(page):
    return [[cell.value for cell in row] for row in page.iter_rows(min_row=3)]


def test_each_line_of_each_report_stands_in_a_row_with_what_stands_now_and_stood_before(office):
    park = office.rows.parks[0]
    office.save(stated((park, office.fdi, Basis.IN_QUARTER, "125.4", Q1)))
    office.approve(0, Q1)
    (page,) = book_of(office).worksheets
    head, first, *rest = rows_of(page)
    assert head == [
        *("Place", "Reported by", "Code", "Indicator", "Unit"),
        *("Q1 2025: In the quarter", "Q1 2025: Year to date", "In the quarter", "Year to date"),
        *("Note", "Source", "Reason"),
    ]
    assert len(rest) == 3 * 4 - 1
    assert first[0] == park.name_en
    assert first[2:5] == ["fdi-registered", office.fdi.name_en, "million USD"]
    assert Decimal(repr(first[5])) == Decimal("125.4")
    assert first[6:9] == [None, None, None]


def test_only_the_cells_to_type_in_are_open(office):
    (page,) = book_of(office).worksheets
    assert page.protection.sheet
    (row, *_rest) = page.iter_rows(min_row=4)
    assert [not cell.protection.locked for cell in row] == [False] * 7 + [True] * 5
    level = next(row for row in page.iter_rows(min_row=4) if row[2].value == "land-leased")
    assert [not cell.protection.locked for cell in level][7:9] == [True, False]


def test_reasons_are_offered_and_others_may_be_typed(office):
    (page,) = book_of(office).worksheets
    (rule,) = page.data_validations.dataValidation
    assert "capital withdrawn" in rule.formula1
    assert rule.errorStyle == "information"


def test_somebody_without_reports_gets_none(office):
    assert template_of(quarter=Q2, scope=scope_of(office.approver, timezone.localdate(NOW))) is None


def test_forms_with_names_that_look_alike_get_a_sheet_each(office):
    long = "Quarterly report of parks: capital [new/old]"
    for number in range(2):
        form = make_form(f"long-{number}", indicators=[make_indicator(f"long-{number}")])
        form.name = form.name_en = long
        form.save(update_fields=["name", "name_en"])
        make_duty(make_investor(f"second-{number}"), office.rows.parks[number], form=form)
    names = book_of(office).sheetnames
    assert len({name.casefold() for name in names}) == len(names) == 3
    assert all(len(name) <= 31 for name in names)


def test_number_of_queries_does_not_depend_on_the_number_of_reports(office):
    counts = []
    for parks in (1, 6):
        for number in range(parks):
            park = make_park(f"more-{parks}-{number}", parent=office.rows.province)
            make_duty(make_investor(f"more-{parks}-{number}"), park, form=office.form)
        scope = scope_of(office.clerk, timezone.localdate(NOW))
        with CaptureQueriesContext(connection) as queries:
            template_of(quarter=Q2, scope=scope)
        counts.append(len(queries))
    assert counts[0] == counts[1]
