"""Saving a sheet: what is stored, what is refused with its arithmetic, and what two people do to each other."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from tests.actions.desk import MILLION, NOW, Desk, entry, refusal
from tests.builders import (
    Figure,
    make_actual,
    make_indicator,
    make_report,
    make_target,
)
from tracker.actions.entering import UnableToSaveCellsError
from tracker.actions.entry_plans import LinePlan
from tracker.actions.entry_rounding import ToDate
from tracker.actions.reporting import submit_report
from tracker.models import Actual, AskedBasis, Basis, IndicatorKind, ReportFormLine

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(db):
    with translation.override("en"):
        yield Desk()


def test_typed_basis_is_stored_and_nothing_derived(desk):
    desk.open()
    assert desk.save(entry(desk.fdi, in_quarter=125 * MILLION), entry(desk.ddi, year_to_date=10**12)) == 2
    assert desk.rows() == {
        ("fdi-registered", Basis.IN_QUARTER): (125 * MILLION, "normal"),
        ("ddi-registered", Basis.YEAR_TO_DATE): (10**12, "normal"),
    }
    row = Actual.objects.get(indicator=desk.fdi)
    assert (row.from_on, row.to_on) == (date(2025, 4, 1), date(2025, 6, 30))
    assert Actual.objects.get(indicator=desk.ddi).from_on == date(2025, 1, 1)


def test_blank_is_not_reported_and_zero_is_a_reported_zero(desk):
    desk.open()
    desk.save(entry(desk.fdi), entry(desk.ddi, in_quarter=0))
    assert desk.rows() == {("ddi-registered", Basis.IN_QUARTER): (0, "normal")}


def test_nil_is_stored_as_zero_and_remembered_as_nil(desk):
    desk.open()
    desk.save(entry(desk.fdi, status="nil"), entry(desk.leased, status="nil"))
    assert desk.rows() == {
        ("fdi-registered", Basis.IN_QUARTER): (0, "nil"),
        ("land-leased-total", Basis.AS_OF): (0, "nil"),
    }


@pytest.mark.parametrize("status", ["not_applicable", "not_collected", "not_yet_known"])
def test_missing_statuses_are_stored_without_a_value(desk, status):
    desk.open()
    desk.save(entry(desk.fdi, status=status, note="chờ quyết toán"))
    assert desk.rows() == {("fdi-registered", Basis.IN_QUARTER): (None, status)}


def test_ratio_keeps_its_parts_and_their_quotient(desk):
    """200 of 300 ha: 66.666667 % at six decimals, rounded half up."""
    desk.open()
    desk.save(entry(desk.occupancy, numerator=200, denominator=300))
    row = Actual.objects.get()
    assert (row.value, row.numerator, row.denominator) == (Decimal("66.666667"), 200, 300)


def test_save_of_the_same_sheet_writes_nothing(desk):
    desk.open()
    lines = [entry(desk.fdi, in_quarter=5, note="a"), entry(desk.occupancy, numerator=1, denominator=3)]
    assert desk.save(*lines) == 2
    events = Actual.pgh_event_model.objects.count()
    assert desk.save(*lines) == 0
    assert Actual.pgh_event_model.objects.count() == events


def test_cleared_cell_of_a_draft_disappears(desk):
    desk.open()
    desk.save(entry(desk.fdi, in_quarter=5))
    assert desk.save(entry(desk.fdi)) == 1
    assert desk.rows() == {}


def test_sheet_reads_back_what_was_typed(desk):
    desk.open()
    typed = [
        entry(desk.fdi, in_quarter=5, year_to_date=9, status="estimated", note="ước"),
        entry(desk.ddi, year_to_date=7),
        entry(desk.projects, status="nil"),
        entry(desk.leased, level=200),
        entry(desk.leasable, status="not_applicable"),
        entry(desk.occupancy, numerator=200, denominator=300),
    ]
    desk.save(*typed)
    sheet = desk.sheet()
    assert [sheet.current(line) for line in sheet.lines] == typed


def test_saving_costs_the_same_whatever_the_number_of_lines(desk, django_assert_max_num_queries):
    desk.open()
    lines = [entry(i, in_quarter=n) for n, i in enumerate([desk.fdi, desk.ddi, desk.projects], start=1)]
    with django_assert_max_num_queries(13):
        desk.save(*lines, entry(desk.leased, level=4), entry(desk.leasable, level=5))


# --- Arithmetic -------------------------------------------------------------------------------------------------


def first_quarter_reported(desk, **figure):
    make_report(
        desk.park,
        2025,
        1,
        reporter=desk.reporter,
        figures=[Figure(desk.fdi, 100 * MILLION, **figure)],
        by=desk.approver,
    )


def test_quarter_and_year_to_date_that_agree_are_both_stored(desk):
    first_quarter_reported(desk)
    desk.open()
    desk.save(entry(desk.fdi, in_quarter=25 * MILLION, year_to_date=125 * MILLION))
    assert len(desk.rows()) == 2


def test_quarter_and_year_to_date_that_disagree_are_refused_with_the_arithmetic(desk):
    """100 to the end of Q1 and 25 in Q2 make 125, not 130."""
    first_quarter_reported(desk, basis=Basis.IN_QUARTER)
    desk.open()
    error = refusal(
        desk, entry(desk.fdi, in_quarter=25 * MILLION, year_to_date=130 * MILLION), entry(desk.ddi, in_quarter=1)
    )
    [problem] = error.problems
    assert (problem.indicator_id, problem.field) == (desk.fdi.pk, "year_to_date")
    for amount in ("100", "25", "125", "130"):
        assert f"{amount}\u00a0million USD" in problem.message
    assert desk.rows() == {}


def test_difference_within_the_rounding_of_the_last_digits_is_accepted(desk):
    """25,0 typed to 0.1 and 125,05 to 0.01 million: they may be off by 0.05 and 0.005, together less than 0.055."""
    first_quarter_reported(desk)
    desk.open()
    step = Decimal(MILLION) / 10
    desk.save(
        entry(
            desk.fdi,
            in_quarter=25 * MILLION,
            year_to_date=Decimal("125.05") * MILLION,
            in_quarter_step=step,
            year_to_date_step=step / 10,
        )
    )
    assert len(desk.rows()) == 2


def test_counts_must_agree_exactly(desk):
    desk.open(1)
    step = Decimal(1)
    error = refusal(
        desk, entry(desk.projects, in_quarter=2, year_to_date=3, in_quarter_step=step, year_to_date_step=step)
    )
    assert error.problems[0].field == "year_to_date"


def test_first_quarter_is_the_year_to_date(desk):
    desk.open(1)
    assert refusal(desk, entry(desk.fdi, in_quarter=1, year_to_date=2)).problems
    desk.save(entry(desk.fdi, in_quarter=2, year_to_date=2))


def test_unknown_earlier_quarters_leave_both_figures_unjudged(desk):
    desk.open()
    desk.save(entry(desk.fdi, in_quarter=25, year_to_date=999))
    assert len(desk.rows()) == 2


def test_year_to_date_that_falls_needs_a_reason(desk):
    """90 after 100 makes the quarter −10."""
    first_quarter_reported(desk)
    desk.open()
    error = refusal(desk, entry(desk.fdi, year_to_date=90 * MILLION))
    assert (error.problems[0].field, error.problems[0].confirmable) == ("reason", True)
    assert "−10" in error.problems[0].message
    refusal(desk, entry(desk.fdi, year_to_date=90 * MILLION, note="a note is no reason"))
    desk.save(entry(desk.fdi, year_to_date=90 * MILLION, reason="thu hồi dự án"))
    assert desk.revision.actuals.get().reason == "thu hồi dự án"
    assert desk.rows()["fdi-registered", Basis.YEAR_TO_DATE][0] == 90 * MILLION


def test_draft_of_an_earlier_quarter_is_not_reckoned_with(desk):
    make_report(desk.park, 2025, 1, reporter=desk.reporter, figures=[Figure(desk.fdi, 100)], approved=False)
    desk.open()
    assert desk.save(entry(desk.fdi, in_quarter=1, year_to_date=2)) == 2  # 100 + 1 would not be 2
    assert [row.value for row in desk.revision.actuals.order_by("basis")] == [1, 2]


def test_ratio_part_that_differs_from_its_own_line_is_refused(desk):
    desk.open()
    error = refusal(desk, entry(desk.leased, level=210), entry(desk.occupancy, numerator=200, denominator=300))
    assert (error.problems[0].indicator_id, error.problems[0].field) == (desk.occupancy.pk, "numerator")


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"in_quarter": 10**19}, "in_quarter"),
        ({"in_quarter": "0.0000001"}, "in_quarter"),
        ({"in_quarter": 1, "status": "not_applicable"}, "in_quarter"),
        ({"in_quarter": 1, "status": "nil"}, "in_quarter"),
        ({"status": "estimated"}, "status"),
        ({"status": "withdrawn"}, "status"),
        ({"status": "nonsense"}, "status"),
        ({"note": "only a note"}, "note"),
        ({"status": "not_yet_known"}, "note"),
        ({"in_quarter": 1, "note": "x" * 2001}, "note"),
        ({"in_quarter": -5}, "reason"),
        ({"in_quarter": 1, "reason": "x" * 301}, "reason"),
        ({"in_quarter": 1, "source": "x" * 301}, "source"),
    ],
)
def test_line_that_cannot_be_stored_is_refused_at_its_input(desk, fields, field):
    desk.open()
    [problem] = refusal(desk, entry(desk.fdi, **fields)).problems
    assert problem.field == field


@pytest.mark.parametrize(
    ("numerator", "denominator", "field"),
    [(1, None, "denominator"), (None, 1, "numerator"), (1, 0, "denominator"), (1, -1, "denominator")],
)
def test_ratio_without_two_usable_parts_is_refused(desk, numerator, denominator, field):
    desk.open()
    [problem] = refusal(desk, entry(desk.occupancy, numerator=numerator, denominator=denominator)).problems
    assert problem.field == field


def test_fraction_of_a_count_is_refused(desk):
    desk.open()
    assert refusal(desk, entry(desk.projects, in_quarter="1.5")).problems[0].field == "in_quarter"


def test_indicator_that_the_form_does_not_ask_for_is_refused(desk):
    desk.open()
    assert refusal(desk, entry(make_indicator("foreign"), in_quarter=1)).problems


def test_one_bad_cell_keeps_everything_from_being_saved(desk):
    desk.open()
    refusal(desk, entry(desk.fdi, in_quarter=1), entry(desk.projects, in_quarter="1.5"))
    assert desk.rows() == {}


def test_save_into_a_submitted_report_or_without_the_role_is_refused(desk):
    desk.open()
    refusal(desk, entry(desk.fdi, in_quarter=1), by=desk.approver)
    desk.save(entry(desk.fdi, in_quarter=1))
    submit_report(revision=desk.revision, by=desk.clerk, at=NOW)
    refusal(desk, entry(desk.fdi, in_quarter=2))
    assert desk.rows()["fdi-registered", Basis.IN_QUARTER][0] == 1


# --- Corrections ------------------------------------------------------------------------------------------------


def test_correction_holds_only_the_cells_it_changes(desk):
    desk.open()
    desk.save(entry(desk.fdi, in_quarter=5), entry(desk.ddi, in_quarter=6), entry(desk.leased, level=7))
    desk.approve()
    desk.correct()
    desk.save(entry(desk.fdi, in_quarter=8), entry(desk.ddi, in_quarter=6), entry(desk.leased))
    assert desk.rows() == {
        ("fdi-registered", Basis.IN_QUARTER): (8, "normal"),
        ("land-leased-total", Basis.AS_OF): (None, "withdrawn"),
    }
    assert {row.value for row in Actual.objects.in_force(None)} == {5, 6, 7}
    desk.approve()
    assert {(row.indicator.code, row.value) for row in Actual.objects.in_force(None)} == {
        ("fdi-registered", 8),
        ("ddi-registered", 6),
    }


def test_correction_that_goes_back_to_the_approved_figure_holds_nothing(desk):
    desk.open()
    desk.save(entry(desk.fdi, in_quarter=5))
    desk.approve()
    desk.correct()
    desk.save(entry(desk.fdi, in_quarter=8))
    desk.save(entry(desk.fdi, in_quarter=5))
    assert desk.rows() == {}


# --- Two people -------------------------------------------------------------------------------------------------


def test_different_lines_of_two_people_merge(desk):
    desk.open()
    seen = desk.seen()
    desk.save(entry(desk.fdi, in_quarter=1), entry(desk.ddi), by=desk.colleague, seen=seen)
    desk.save(entry(desk.fdi), entry(desk.ddi, in_quarter=2), seen=seen)
    assert {key[0]: value[0] for key, value in desk.rows().items()} == {"fdi-registered": 1, "ddi-registered": 2}


def test_same_line_of_two_people_is_a_conflict_that_names_both_values(desk):
    desk.open()
    seen = desk.seen()
    desk.save(entry(desk.fdi, in_quarter=1250 * MILLION), by=desk.colleague, seen=seen)
    error = refusal(desk, entry(desk.fdi, in_quarter=1200 * MILLION), seen=seen)
    [problem] = error.problems
    assert problem.conflict
    for part in (str(desk.colleague), "1,250", "1,200"):
        assert part in problem.message
    desk.save(entry(desk.fdi, in_quarter=1200 * MILLION), seen=desk.seen())
    assert desk.rows()["fdi-registered", Basis.IN_QUARTER][0] == 1200 * MILLION


def test_same_value_of_two_people_is_no_conflict(desk):
    desk.open()
    seen = desk.seen()
    desk.save(entry(desk.fdi, in_quarter=1), by=desk.colleague, seen=seen)
    assert desk.save(entry(desk.fdi, in_quarter=1), seen=seen) == 0


def test_line_deleted_by_a_colleague_is_a_conflict_too(desk):
    desk.open()
    desk.save(entry(desk.fdi, in_quarter=1))
    seen = desk.seen()
    desk.save(entry(desk.fdi), by=desk.colleague, seen=seen)
    assert refusal(desk, entry(desk.fdi, in_quarter=2), seen=seen).problems[0].conflict


# --- What stands beside the inputs ------------------------------------------------------------------------------


def test_sheet_shows_previous_quarter_and_the_plan_of_the_reporter(desk):
    first_quarter_reported(desk)
    plan = make_target(desk.park, desk.fdi, 500 * MILLION, investor=desk.reporter)
    make_target(desk.park, desk.ddi, 1, approved=False)
    make_target(desk.park, desk.projects, 1, year=2024)
    sheet = desk.open().sheet()
    assert sheet.plans == {desk.fdi.pk: LinePlan(plan, to_date=Decimal(250 * MILLION), quarter=Decimal(125 * MILLION))}
    assert sheet.previous[desk.fdi.pk][Basis.YEAR_TO_DATE].value == 100 * MILLION
    assert sheet.before == {desk.fdi.pk: ToDate(Decimal(100 * MILLION), Decimal(MILLION) / 2)}


def test_since_inception_line_has_one_figure_without_a_first_day(desk):
    total = make_indicator("fdi-total", kind=IndicatorKind.STOCK)
    ReportFormLine.objects.create(form=desk.form, indicator=total, position=9, asked=AskedBasis.SINCE_INCEPTION)
    desk.open()
    desk.save(entry(total, level=5))
    row = Actual.objects.get()
    assert (row.basis, row.from_on, row.to_on) == (Basis.SINCE_INCEPTION, None, date(2025, 6, 30))


def test_figures_of_other_spans_are_left_alone(desk):
    desk.open()
    span = Figure(desk.fdi, 3, Basis.OTHER_SPAN, fields={"to_on": date(2025, 5, 20)})
    make_actual(desk.revision, span)
    desk.save(entry(desk.fdi, in_quarter=5))
    assert desk.rows()["fdi-registered", Basis.OTHER_SPAN][0] == 3


@pytest.mark.parametrize(
    ("year_to_date", "reason", "refused"), [(40, "", True), (40, "dự án bị thu hồi", False), (70, "", False)]
)
def test_year_to_date_below_the_quarter_needs_a_reason_where_the_quarters_before_are_unknown(
    desk, year_to_date, reason, refused
):
    desk.open()  # nothing is known of the first quarter: 40 for the half-year and 70 for Q2 leave it -30
    line = entry(desk.fdi, in_quarter=70, year_to_date=year_to_date, reason=reason)
    if refused:
        assert refusal(desk, line).problems[0].field == "reason"
    else:
        assert desk.save(line) == 2


@pytest.mark.parametrize(
    ("numerator", "denominator", "reason", "field"),
    [
        (100, 100, "", None),
        (0, 100, "", None),
        (101, 100, "", "reason"),
        (-1, 100, "", "reason"),
        (101, 100, "đo lại", None),
        (10**18, "0.000001", "đo lại", "denominator"),
    ],
)
def test_occupancy_outside_0_to_100_needs_a_reason_and_must_be_storable(desk, numerator, denominator, reason, field):
    desk.open()
    line = entry(desk.occupancy, numerator=numerator, denominator=denominator, reason=reason)
    if field is None:
        assert desk.save(line) == 1
    else:
        assert [problem.field for problem in refusal(desk, line).problems] == [field]


def test_negative_level_needs_a_reason(desk):
    desk.open()
    assert refusal(desk, entry(desk.leased, level=-3)).problems[0].field == "reason"
    assert desk.save(entry(desk.leased, level=-3, reason="trả lại đất")) == 1


def test_line_that_is_stored_already_is_not_asked_again(desk):
    desk.open()
    desk.save(entry(desk.fdi, in_quarter=-3, reason="project revoked"), entry(desk.ddi, in_quarter=4))
    unchanged = entry(desk.fdi, in_quarter=-3, reason="project revoked")
    assert desk.save(unchanged, entry(desk.ddi, in_quarter=5)) == 1


def test_line_without_its_fingerprint_is_a_conflict_if_it_differs(desk):
    desk.open().save(entry(desk.fdi, in_quarter=1))
    with pytest.raises(UnableToSaveCellsError) as error:
        desk.save(entry(desk.fdi, in_quarter=2), seen={})
    assert [(problem.indicator_id, problem.conflict) for problem in error.value.problems] == [(desk.fdi.pk, True)]
    assert desk.save(entry(desk.fdi, in_quarter=1), seen={}) == 0
