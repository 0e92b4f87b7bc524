"""Submitting a draft whose figures were fine when they were typed: what was approved since may contradict them."""

from decimal import Decimal

import pytest
from django.utils import translation

from tests.actions.desk import MILLION, Desk, entry
from tests.builders import Figure
from tracker.actions.entering import UnableToSaveCellsError
from tracker.actions.entry_desks import desk_of_revision
from tracker.actions.entry_judging import said_of
from tracker.actions.entry_sheet import read_sheets
from tracker.models import Basis

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db):
    with translation.override("en"):
        yield Desk()


def refused(desk, *entries):
    with pytest.raises(UnableToSaveCellsError) as refusal:
        desk.submit(*entries)
    return [(problem.indicator_id, problem.code) for problem in refusal.value.problems], refusal.value


def approver_reads(desk):
    """Return the codes of what the approver is told about the lines of the desk's revision."""
    (sheet,) = read_sheets([desk_of_revision(desk.revision)])
    entries = {line.indicator_id: sheet.current(line) for line in sheet.lines}
    return {problem.code for problem in said_of(sheet, entries, set(sheet.drafted))}


def test_draft_that_an_earlier_quarter_contradicts_since_is_not_submitted(desk):
    """15 in the second quarter and 30 to date were fine while the first was not known; with its 10 they make 25."""
    desk.open()
    desk.save(entry(desk.fdi, in_quarter=15 * MILLION, year_to_date=30 * MILLION))
    desk.report_quarter(1, Figure(desk.fdi, 10 * MILLION, Basis.IN_QUARTER))
    codes, refusal = refused(desk)
    assert codes == [(desk.fdi.pk, "spans_disagree")]
    for amount in ("10", "15", "25", "30"):
        assert f"{amount}\u00a0million USD" in refusal.problems[0].message
    desk.revision.refresh_from_db()
    assert desk.revision.status == "draft"
    # Another line can still be saved; the contradiction is in the way of submitting only, until it is mended.
    assert desk.save(entry(desk.ddi, in_quarter=7)) == 1
    desk.submit(entry(desk.fdi, in_quarter=20 * MILLION, year_to_date=30 * MILLION))
    desk.revision.refresh_from_db()
    assert desk.revision.status == "awaiting_approval"


def test_draft_that_a_correction_contradicts_since_is_not_submitted(desk):
    desk.open(1)
    desk.save(entry(desk.fdi, in_quarter=15 * MILLION))
    desk.approve()
    first = desk.revision
    desk.open(2)
    desk.save(entry(desk.fdi, in_quarter=15 * MILLION, year_to_date=30 * MILLION))
    second, desk.revision = desk.revision, first
    desk.correct()
    desk.save(entry(desk.fdi, in_quarter=10 * MILLION))
    desk.approve()
    desk.revision = second
    assert refused(desk)[0] == [(desk.fdi.pk, "spans_disagree")]


def test_approver_is_told_of_a_contradiction_that_came_after_submitting(desk):
    desk.open()
    desk.submit(entry(desk.fdi, in_quarter=15 * MILLION, year_to_date=30 * MILLION))
    assert approver_reads(desk) == set()
    desk.report_quarter(1, Figure(desk.fdi, 10 * MILLION, Basis.IN_QUARTER))
    assert approver_reads(desk) == {"spans_disagree"}


def test_three_honestly_rounded_figures_are_no_contradiction(desk):
    """10.4 + 5.4 = 15.8, written in whole millions: 10, 5 and 16."""
    desk.report_quarter(1, Figure(desk.fdi, 10 * MILLION, Basis.IN_QUARTER))
    desk.open()
    desk.submit(entry(desk.fdi, in_quarter=5 * MILLION, year_to_date=16 * MILLION))


def test_every_rounded_quarter_before_widens_what_may_be_rounding(desk):
    """10.4 + 5.4 + 3.4 = 19.2, written 10, 5, 3 and 19. Four halves are less than 2, and 20 is 2 more than 18."""
    desk.report_quarter(1, Figure(desk.fdi, 10 * MILLION, Basis.IN_QUARTER))
    desk.report_quarter(2, Figure(desk.fdi, 5 * MILLION, Basis.IN_QUARTER))
    desk.open(3)
    desk.save(entry(desk.fdi, in_quarter=3 * MILLION, year_to_date=19 * MILLION))
    with pytest.raises(UnableToSaveCellsError):
        desk.save(entry(desk.fdi, in_quarter=3 * MILLION, year_to_date=20 * MILLION))


def test_total_of_the_quarter_is_compared_with_parts_typed_as_years_to_date(desk):
    """160 - 100 = 60 and 85 - 50 = 35 are 95 in the quarter; 100 is typed."""
    new, adjusted = desk.split_fdi()
    desk.report_quarter(
        1, *(Figure(part, value * MILLION, Basis.YEAR_TO_DATE) for part, value in ((new, 100), (adjusted, 50)))
    )
    desk.open()
    parts = [entry(new, year_to_date=160 * MILLION), entry(adjusted, year_to_date=85 * MILLION)]
    with pytest.raises(UnableToSaveCellsError) as refusal:
        desk.save(entry(desk.fdi, in_quarter=100 * MILLION), *parts)
    assert [(problem.indicator_id, problem.code) for problem in refusal.value.problems] == [
        (desk.fdi.pk, "parts_against_total")
    ]
    assert "95\u00a0million USD (in the quarter)" in refusal.value.problems[0].message
    desk.save(entry(desk.fdi, in_quarter=Decimal(100 * MILLION), reason="thay đổi phạm vi"), *parts)
    assert approver_reads(desk) == {"parts_against_total"}
