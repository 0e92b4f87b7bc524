"""Who owes which report when: states, due days, cells, the reach of a reader and what a past moment knew."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from provinces.models import Place
from tests.builders import (
    Figure,
    approve_revision,
    make_clerk,
    make_duty,
    make_form,
    make_report,
    make_revision,
    submit_revision,
)
from tests.progress.owing import make_owing, make_province_office
from tracker.models import Basis, DueRule, Holiday, ObservationStatus, ReportingDuty, RevisionStatus
from tracker.progress.completeness import last_ended_quarter, read_completeness
from tracker.progress.owed_report import ReportState, share_filled
from tracker.progress.periods import Quarter

pytestmark = pytest.mark.django_db
Q1 = Quarter(2025, 1)
DUE = date(2025, 4, 15)


def moment(day, hour=9):
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


def board_report(owing, *figures, **fields):
    return make_report(
        owing.perimeter, reporter=owing.board, form=owing.form, figures=owing.figures(*figures), **fields
    )


def read(quarter=Q1, on=DUE, **more):
    return read_completeness(quarters=[quarter], read_on=on, **more)


def of_board(found, owing):
    (report,) = [report for report in found.newest if report.reporter.slug == owing.board.slug]
    return report


def test_without_a_report_nothing_is_there_and_every_cell_is_empty():
    owing = make_owing()
    report = of_board(read(), owing)
    assert (report.state, report.open_state, report.first_approved_on) == (ReportState.NOTHING, None, None)
    assert (report.cells_asked, report.cells_filled, report.cells_empty) == (3, 0, 3)
    assert (report.due_on, report.days_left, report.days_late, report.is_overdue) == (DUE, 0, 0, False)


@pytest.mark.parametrize(
    ("day", "left", "late", "overdue"),
    [(date(2025, 3, 31), 15, 0, False), (DUE, 0, 0, False), (date(2025, 4, 16), None, 1, True)],
)
def test_days_are_counted_to_and_from_the_due_day_which_is_not_late_itself(day, left, late, overdue):
    owing = make_owing()
    report = of_board(read(on=day), owing)
    assert (report.days_left, report.days_late, report.is_overdue) == (left, late, overdue)


def test_each_step_of_a_report_is_its_state():
    owing = make_owing()
    revision = board_report(owing, 5, approved=False).revisions.get()
    assert of_board(read(), owing).state is ReportState.DRAFT
    submit_revision(revision)
    waiting = of_board(read(), owing)
    assert (waiting.state, waiting.open_revision_id) == (ReportState.AWAITING_APPROVAL, revision.pk)
    assert waiting.submitted_on == timezone.localdate()
    revision.status, revision.returned_by, revision.returned_at = RevisionStatus.RETURNED, make_clerk(), timezone.now()
    revision.return_reason = "a reason"
    revision.save()
    assert of_board(read(), owing).state is ReportState.RETURNED
    assert of_board(read(drafts_of=frozenset({owing.perimeter.pk})), owing).state is ReportState.RETURNED
    untold = of_board(read(drafts_of=frozenset()), owing)
    assert (untold.state, untold.open_state, untold.open_revision_id) == (ReportState.NOTHING, None, None)
    revision.status = RevisionStatus.DRAFT
    revision.save()
    approve_revision(revision)
    assert of_board(read(), owing).state is ReportState.APPROVED


def test_only_approved_figures_fill_cells():
    owing = make_owing()
    board_report(owing, 5, 6, approved=False)
    assert of_board(read(), owing).cells_filled == 0


def test_a_correction_under_way_takes_nothing_back():
    owing = make_owing()
    report = board_report(owing, 5, 6, 7)
    make_revision(report, owing.figures(9), approved=False)
    found = of_board(read(), owing)
    assert (found.state, found.open_state, found.is_complete) == (ReportState.APPROVED, ReportState.DRAFT, True)


def test_cells_that_are_not_applicable_leave_both_numbers_and_late_ones_fill_none():
    owing = make_owing()
    fdi, ddi, land = owing.lines
    figures = [
        Figure(fdi, None, Basis.IN_QUARTER, observation_status=ObservationStatus.NOT_APPLICABLE),
        Figure(ddi, None, Basis.IN_QUARTER, observation_status=ObservationStatus.NOT_YET_KNOWN),
        Figure(land, None, Basis.AS_OF, observation_status=ObservationStatus.NOT_COLLECTED),
    ]
    make_report(owing.perimeter, reporter=owing.board, form=owing.form, figures=figures)
    report = of_board(read(), owing)
    assert (report.cells_asked, report.cells_filled) == (2, 1)


def test_zero_and_nil_fill_a_cell_and_one_basis_is_enough():
    owing = make_owing()
    fdi, ddi, _land = owing.lines
    figures = [
        Figure(fdi, 0, Basis.YEAR_TO_DATE),
        Figure(ddi, 0, Basis.IN_QUARTER, observation_status=ObservationStatus.NIL),
    ]
    make_report(owing.perimeter, reporter=owing.board, form=owing.form, figures=figures)
    assert of_board(read(), owing).cells_filled == 2


def test_a_withdrawn_cell_is_empty_again_and_another_form_fills_nothing():
    owing = make_owing()
    report = board_report(owing, 5, 6, 7)
    withdrawn = Figure(owing.lines[0], None, Basis.IN_QUARTER, observation_status=ObservationStatus.WITHDRAWN)
    make_revision(report, [withdrawn])
    assert of_board(read(), owing).cells_filled == 2
    other = make_form("another-form", indicators=[])
    make_duty(owing.places.board, owing.places.province, form=other, valid_from=date(2025, 1, 1))
    (extra,) = [row for row in read().newest if row.form_code == "another-form"]
    assert (extra.cells_asked, extra.cells_filled, extra.state) == (0, 0, ReportState.NOTHING)


def test_the_first_approval_tells_whether_it_was_late_whatever_is_corrected_later():
    owing = make_owing()
    report = board_report(owing, 5, 6, 7, at=moment(date(2025, 4, 14)))
    make_revision(report, owing.figures(9), at=moment(date(2025, 5, 30)))
    found = of_board(read(on=date(2025, 7, 1)), owing)
    assert (found.first_approved_on, found.was_late, found.days_late) == (date(2025, 4, 14), False, 0)
    assert (found.is_overdue, found.days_left) == (False, None)


def test_a_late_approval_keeps_its_days():
    owing = make_owing()
    # 23:30 in UTC is the next day already where the site is.
    board_report(owing, 5, at=datetime(2025, 4, 17, 23, 30, tzinfo=UTC))
    found = of_board(read(on=date(2026, 1, 1)), owing)
    assert (found.first_approved_on, found.was_late, found.days_late) == (date(2025, 4, 18), True, 3)


def test_report_submitted_in_time_is_not_late_however_long_the_approver_takes():
    owing = make_owing()
    report = board_report(owing, 5, 6, approved=False)
    revision = report.revisions.get()
    submit_revision(revision, at=moment(date(2025, 4, 14)))
    waiting = of_board(read(on=date(2025, 4, 20)), owing)
    assert (waiting.state, waiting.days_late) == (ReportState.AWAITING_APPROVAL, 0)
    approve_revision(revision, at=moment(date(2025, 4, 18)))
    found = of_board(read(on=date(2025, 5, 1)), owing)
    assert (found.handed_in_on, found.first_approved_on) == (date(2025, 4, 14), date(2025, 4, 18))
    assert (found.was_late, found.days_late) == (False, 0)
    # Readers without an account learn of no submission: of them approval counts.
    public = of_board(read(on=date(2025, 5, 1), approved_only=True), owing)
    assert (public.handed_in_on, public.was_late, public.days_late) == (None, True, 3)


def test_an_extension_of_the_report_itself_counts():
    owing = make_owing()
    board_report(owing, 5, approved=False, due_on=date(2025, 4, 30))
    report = of_board(read(on=date(2025, 4, 20)), owing)
    assert (report.due_on, report.days_left, report.is_overdue) == (date(2025, 4, 30), 10, False)


def test_holidays_move_the_day_and_without_a_rule_nothing_is_late():
    owing = make_owing()
    Holiday.objects.create(on=DUE, name="Nghỉ", name_en="Off")
    assert of_board(read(), owing).due_on == date(2025, 4, 16)
    DueRule.objects.update(retired_at=Now())
    report = of_board(read(on=date(2030, 1, 1)), owing)
    assert (report.due_on, report.days_late, report.days_left, report.is_overdue) == (None, 0, None, False)


def test_those_who_are_due_first_stand_first():
    owing = make_owing()
    office = make_province_office(owing)
    found = read().newest
    assert [report.reporter.kind for report in found] == ["investor", "investor", "board", "province_office"]
    assert found[-1].duty_id == office.pk
    assert [report.due_on for report in found] == sorted(report.due_on for report in found)


def test_a_province_due_before_its_boards_is_told():
    make_owing()
    assert read().order_problems == ()
    DueRule.objects.filter(reporter_kind="province_office").update(retired_at=Now())
    DueRule.objects.create(reporter_kind="province_office", day_of_month=12, working_day=True)
    (problem,) = read().order_problems
    assert (problem.earlier_kind, problem.later_kind) == ("province_office", "board")


def test_duties_and_places_count_only_in_their_quarters():
    owing = make_owing(valid_from=date(2025, 4, 1))
    assert read().newest == ()
    assert len(read(Quarter(2025, 2)).newest) == 3
    Place.objects.filter(pk=owing.places.parks[0].pk).update(valid_to=date(2025, 6, 30))
    assert len(read(Quarter(2025, 2)).newest) == 3
    assert len(read(Quarter(2025, 3)).newest) == 2


def test_what_lies_beyond_the_reach_is_neither_listed_nor_counted():
    owing = make_owing()
    other = make_owing("bac-ninh")
    own = frozenset({owing.perimeter.pk})
    found = read(reach=own)
    assert {report.place.slug for report in found.owed} == {owing.perimeter.slug}
    assert {place.slug for gap in found.gaps for place in gap.places} == {owing.perimeter.slug}
    assert {gap.asked for gap in found.gaps} == {1}
    assert read(reach=frozenset()).owed == ()
    assert len(read().owed) == len(owing.duties) + len(other.duties)


def test_readers_without_an_account_learn_of_approved_figures_only():
    owing = make_owing()
    report = board_report(owing, 5, approved=False)
    submit_revision(report.revisions.get())
    found = of_board(read(approved_only=True), owing)
    assert (found.state, found.open_state, found.open_revision_id, found.submitted_on) == (
        ReportState.NOTHING, None, None, None,
    )  # fmt: skip
    approve_revision(report.revisions.get())
    make_revision(report, owing.figures(6), approved=False)
    found = of_board(read(approved_only=True), owing)
    assert (found.state, found.open_state) == (ReportState.APPROVED, None)


def test_a_past_moment_knows_what_was_submitted_and_approved_by_then():
    owing = make_owing()
    ReportingDuty.objects.filter(pk=owing.duties[1].pk).update(retired_at=Now())
    revision = board_report(owing, 5, 6, 7, approved=False).revisions.get()
    revision.status, revision.submitted_by = RevisionStatus.AWAITING_APPROVAL, make_clerk()
    revision.submitted_at = timezone.now()
    revision.save()
    before_approval = timezone.now()
    approve_revision(revision)
    now = timezone.now()
    assert of_board(read(as_of=before_approval), owing).state is ReportState.AWAITING_APPROVAL
    assert of_board(read(as_of=before_approval), owing).cells_filled == 0
    assert of_board(read(as_of=now), owing).is_complete
    assert len(read(as_of=now).owed) == 2


def test_gaps_name_the_indicators_missing_most_often_first():
    owing = make_owing()
    board_report(owing, 5, 6)
    for park, investor in zip(owing.places.parks, owing.places.investors, strict=True):
        make_report(park, reporter=investor, form=owing.form, figures=owing.figures(1))
    found = read()
    gaps = [(gap.indicator.code, gap.empty, gap.asked) for gap in found.gaps]
    assert gaps == [("land-leased", 3, 3), ("ddi-registered", 2, 3)]
    # 4 of 9 cells: 2 of the board, 1 of each investor.
    assert share_filled(found.newest) == Decimal(4) / Decimal(9)
    assert share_filled(()) is None


def test_several_quarters_are_told_apart():
    owing = make_owing()
    board_report(owing, 5, 6, 7, quarter=2)
    found = read_completeness(quarters=[Quarter(2025, 2), Q1], read_on=date(2025, 7, 20))
    assert found.quarters == (Q1, Quarter(2025, 2))
    states = {report.quarter: report.state for report in found.owed if report.reporter.slug == owing.board.slug}
    assert states == {Q1: ReportState.NOTHING, Quarter(2025, 2): ReportState.APPROVED}
    assert {report.quarter for report in found.newest} == {Quarter(2025, 2)}


def test_the_quarter_that_is_collected_is_the_one_that_has_ended():
    assert last_ended_quarter(date(2025, 3, 31)) == Quarter(2024, 4)
    assert last_ended_quarter(date(2025, 4, 1)) == Q1


def test_reading_costs_seven_queries_at_any_size(django_assert_num_queries):
    quarters = [Quarter(2025, number) for number in (1, 2, 3, 4)]
    owing = make_owing()
    board_report(owing, 5, 6, 7)
    with django_assert_num_queries(7):
        read_completeness(quarters=quarters, read_on=DUE)
    for number in range(3):
        more = make_owing(f"province-{number}", parks=4)
        for quarter in (1, 2):
            board_report(more, 5, 6, 7, quarter=quarter)
    with django_assert_num_queries(7):
        found = read_completeness(quarters=quarters, read_on=DUE)
    assert len(found.owed) == 4 * (3 + 3 * 5)
