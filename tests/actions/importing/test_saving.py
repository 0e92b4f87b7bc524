"""A file of figures is compared first and saved whole or not at all, by the checks of the entry page."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.builders import (
    make_approver,
    make_clerk,
    make_duty,
    make_file_import,
    make_form,
    make_indicator,
    make_investor,
    make_province_with_parks,
)
from tracker.actions.entry_desks import Desk, with_reports
from tracker.actions.entry_undoing import UnableToUndoError
from tracker.actions.importing.compared import FileProblem
from tracker.actions.importing.result import CheckResult
from tracker.actions.importing.saving import UnableToSaveFileError, check_statement, save_statement, undo_file
from tracker.actions.importing.statement import ReportKey, StatedCell, Statement
from tracker.actions.reporting import approve_report, submit_report
from tracker.exchange.cell_texts import read_cell
from tracker.models import (
    Actual,
    Basis,
    EntryReceipt,
    EntryWay,
    ImportState,
    IndicatorKind,
    QuarterlyReport,
)
from tracker.progress.periods import Quarter

NOW = datetime(2025, 7, 10, 3, tzinfo=UTC)
Q1, Q2 = Quarter(2025, 1), Quarter(2025, 2)


class Office:
    """A province of three parks whose clerk imports: a flow, a level and a ratio are asked of each park."""

    def __init__(self):
        self.rows = make_province_with_parks("hai-duong", parks=3)
        self.fdi = make_indicator("fdi-registered", unit="USD")
        self.leased = make_indicator("land-leased", kind=IndicatorKind.STOCK, unit="ha")
        self.leasable = make_indicator("land-leasable", kind=IndicatorKind.STOCK, unit="ha")
        self.occupancy = make_indicator(
            "occupancy", kind=IndicatorKind.RATIO, unit="percent", numerator=self.leased, denominator=self.leasable
        )
        self.form = make_form(indicators=[self.fdi, self.leased, self.leasable, self.occupancy])
        for park, reporter in zip(self.rows.parks, self.rows.investors, strict=True):
            make_duty(reporter, park, form=self.form)
        self.clerk = make_clerk(self.rows.province, "hd-clerk")
        self.approver = make_approver(self.rows.province)
        self.file_import = make_file_import(self.clerk)

    def check(self, statement, **options):
        return check_statement(statement, by=self.clerk, at=NOW, **options)

    def save(self, statement, *, digest=None, file_import=None, **options):
        if digest is None:
            digest = self.check(statement, **{name: options[name] for name in options if name == "reason"}).digest
        return save_statement(
            statement, file_import=file_import or self.file_import, digest=digest, by=self.clerk, at=NOW, **options
        )

    def desk(self, position, quarter=Q2):
        park, reporter = self.rows.parks[position], self.rows.investors[position]
        return with_reports([Desk(park, quarter, reporter, self.form)])[0]

    def approve(self, position, quarter=Q2):
        revision = self.desk(position, quarter).revision
        submit_report(revision=revision, by=self.clerk, at=NOW)
        approve_report(revision=revision, by=self.approver, at=NOW)


def stated(*cells, said=None):
    """Return a statement of (place, indicator, basis, text) or (place, indicator, basis, text, quarter)."""
    statement = Statement()
    for number, (place, indicator, basis, text, *rest) in enumerate(cells, start=2):
        quarter = rest[0] if rest else Q2
        second = basis == "second"
        cell = StatedCell(
            read_cell(text, indicator, "en"), f"Sheet1!D{number}", text, None if second else basis, second=second
        )
        statement.add(quarter, ReportKey(place.pk), indicator.pk, cell)
        if said:
            statement.say(quarter, ReportKey(place.pk), indicator.pk, said, cell.where)
    return statement


@pytest.fixture
def office(db):
    with translation.override("en"):
        yield Office()


@pytest.fixture
def first(office):
    """A number for the first two parks."""
    one, two, _three = office.rows.parks
    return stated((one, office.fdi, Basis.IN_QUARTER, "125"), (two, office.fdi, Basis.YEAR_TO_DATE, "35"))


def figures():
    return set(Actual.objects.values_list("revision__report__place__slug", "indicator__code", "basis", "value"))


def test_figures_are_compared_and_saved_and_the_state_with_them(office, first):
    result = office.check(first)
    assert (result.new, result.changed, result.same, result.reports) == (2, 0, 0, 2)
    assert result.can_be_saved
    assert not Actual.objects.exists(), "comparing writes nothing"
    assert not QuarterlyReport.objects.exists()
    saved = office.save(first, digest=result.digest)
    assert (saved.figures, saved.lines, saved.reports) == (2, 2, 2)
    slugs = [park.slug for park in office.rows.parks]
    assert figures() == {
        (slugs[0], "fdi-registered", "in_quarter", Decimal(125_000_000)),
        (slugs[1], "fdi-registered", "year_to_date", Decimal(35_000_000)),
    }
    office.file_import.refresh_from_db()
    assert (office.file_import.state, office.file_import.ended_at) == (ImportState.SAVED, NOW)
    (receipt,) = EntryReceipt.objects.all()
    assert (receipt.way, receipt.file_import) == (EntryWay.IMPORT, office.file_import)


def test_same_file_again_changes_nothing(office, first):
    office.save(first)
    again = office.check(first)
    assert (again.new, again.changed, again.same) == (0, 0, 2)
    assert not again.can_be_saved


def test_same_file_again_changes_nothing_when_its_reports_are_approved(office, first):
    office.save(first)
    office.approve(0)
    again = office.check(first)
    assert (again.same, again.problem_count) == (2, 0)


def test_file_that_is_saved_is_not_saved_twice(office, first):
    digest = office.check(first).digest
    office.save(first, digest=digest)
    with pytest.raises(UnableToSaveFileError):
        office.save(first, digest=digest)
    other = stated((office.rows.parks[2], office.fdi, Basis.IN_QUARTER, "7"))
    with pytest.raises(UnableToSaveFileError, match="saved or cancelled already"):
        office.save(other)
    assert Actual.objects.count() == 2


def test_changed_cell_shows_old_and_new_with_per_cent(office, first):
    office.save(first)
    park = office.rows.parks[0]
    (change,) = office.check(stated((park, office.fdi, Basis.IN_QUARTER, "150"))).changes
    assert (change["sort"], change["before"], change["after"], change["percent"]) == (
        "changed",
        "125\u00a0million USD",
        "150\u00a0million USD",
        "+20",
    )
    assert (change["where"], change["quarter"], change["unit"]) == ("Sheet1!D2", "Q2 2025", "million USD")


def test_cleared_cell_takes_its_figure_away_with_what_was_said_of_it(office, first):
    park = office.rows.parks[0]
    first.say(Q2, ReportKey(park.pk), office.fdi.pk, {"note": "a note"}, "Sheet1!D2")
    office.save(first)
    clearing = stated((park, office.fdi, Basis.IN_QUARTER, "clear"))
    result = office.check(clearing)
    assert (result.new, result.changed, result.cleared, result.same, result.problem_count) == (0, 0, 1, 0, 0)
    (change,) = result.changes
    assert (change["sort"], change["after"], change["where"]) == ("cleared", "", "Sheet1!D2")
    assert "125" in change["before"]
    assert result.can_be_saved
    office.save(clearing, file_import=make_file_import(office.clerk))
    assert park.slug not in {slug for slug, *_rest in figures()}
    again = office.check(clearing)
    assert (again.same, again.cleared) == (1, 0), "the same file twice changes nothing"


def test_cleared_part_of_a_line_leaves_the_other(office):
    park = office.rows.parks[0]
    both = stated((park, office.fdi, Basis.IN_QUARTER, "125"), (park, office.fdi, Basis.YEAR_TO_DATE, "200"))
    office.save(both)
    clearing = stated((park, office.fdi, Basis.YEAR_TO_DATE, "xóa"))
    assert office.check(clearing).cleared == 1
    office.save(clearing, file_import=make_file_import(office.clerk))
    assert {(basis, value) for _slug, _code, basis, value in figures()} == {("in_quarter", Decimal(125_000_000))}


def test_clearing_what_does_not_stand_changes_nothing(office):
    result = office.check(stated((office.rows.parks[0], office.fdi, Basis.IN_QUARTER, "clear")))
    assert (result.same, result.cleared, result.can_be_saved) == (1, 0, False)


def test_cleared_and_stated_at_once_is_a_contradiction(office):
    park = office.rows.parks[0]
    both = stated((park, office.fdi, Basis.IN_QUARTER, "125"), (park, office.fdi, Basis.IN_QUARTER, "clear"))
    (problem,) = office.check(both).problems
    assert "says another number for the same figure" in problem.message


def test_approved_figure_is_not_cleared_by_a_file(office, first):
    office.save(first)
    office.approve(0)
    (problem,) = office.check(stated((office.rows.parks[0], office.fdi, Basis.IN_QUARTER, "clear"))).problems
    assert "Begin a correction" in problem.message


def test_undoing_puts_a_cleared_figure_back(office, first):
    office.save(first)
    clearing = make_file_import(office.clerk)
    office.save(stated((office.rows.parks[0], office.fdi, Basis.IN_QUARTER, "clear")), file_import=clearing)
    undo_file(file_import=clearing, by=office.clerk, at=NOW)
    assert (office.rows.parks[0].slug, "fdi-registered", "in_quarter", Decimal(125_000_000)) in figures()


def test_other_basis_and_other_lines_stay_as_they_are(office, first):
    office.save(first)
    park = office.rows.parks[0]
    office.save(stated((park, office.fdi, Basis.YEAR_TO_DATE, "200")), file_import=make_file_import(office.clerk))
    assert {(basis, value) for slug, _code, basis, value in figures() if slug == park.slug} == {
        ("in_quarter", Decimal(125_000_000)),
        ("year_to_date", Decimal(200_000_000)),
    }


def test_one_bad_line_among_many_saves_nothing(office, first):
    park = office.rows.parks[2]
    first.add(
        Q2,
        ReportKey(park.pk),
        office.fdi.pk,
        StatedCell(read_cell("10", office.fdi, "en"), "Sheet1!D9", "10", Basis.IN_QUARTER),
    )
    first.add(
        Q2,
        ReportKey(park.pk),
        office.fdi.pk,
        StatedCell(read_cell("11", office.fdi, "en"), "Sheet1!E9", "11", Basis.IN_QUARTER),
    )
    result = office.check(first)
    (problem,) = result.problems
    assert problem.where == "Sheet1!E9"
    assert "Sheet1!D9 says another number for the same figure" in problem.message
    assert not result.can_be_saved
    with pytest.raises(UnableToSaveFileError):
        office.save(first, digest=result.digest)
    assert not Actual.objects.exists()
    office.file_import.refresh_from_db()
    assert office.file_import.state == ImportState.CHECKED


def test_unreadable_cell_is_a_problem_like_the_others(office, first):
    unread = [FileProblem("Sheet1!F14", "Đại An", "1.200tr", "“1.200tr” is not a number.")]
    result = office.check(first, unread=unread)
    assert result.problems == unread
    assert not result.can_be_saved


def test_contradiction_is_a_problem_at_its_cell(office):
    park = office.rows.parks[0]
    quarter = stated((park, office.fdi, Basis.IN_QUARTER, "125", Q1), (park, office.fdi, Basis.YEAR_TO_DATE, "100", Q1))
    (problem,) = office.check(quarter).problems
    assert problem.where == "Sheet1!D2"
    assert office.fdi.name in problem.about


def test_unusual_figure_asks_for_a_reason_and_takes_it(office, first):
    office.save(first)
    for position in range(2):
        office.approve(position)
    later = stated((office.rows.parks[0], office.fdi, Basis.IN_QUARTER, "-7", Quarter(2025, 3)))
    at = datetime(2025, 10, 3, tzinfo=UTC)
    result = check_statement(later, by=office.clerk, at=at)
    assert (result.problem_count, result.question_count) == (0, 1)
    with pytest.raises(UnableToSaveFileError):
        save_statement(later, file_import=make_file_import(office.clerk), digest=result.digest, by=office.clerk, at=at)
    answered = check_statement(later, by=office.clerk, at=at, reason="capital withdrawn")
    assert (answered.problem_count, answered.question_count) == (0, 0)
    save_statement(
        later,
        file_import=make_file_import(office.clerk),
        digest=answered.digest,
        by=office.clerk,
        at=at,
        reason="capital withdrawn",
    )
    assert Actual.objects.get(value=-7_000_000).reason == "capital withdrawn"


def test_reason_in_the_file_answers_its_own_line(office, first):
    office.save(first)
    office.approve(0)
    at = datetime(2025, 10, 3, tzinfo=UTC)
    later = stated(
        (office.rows.parks[0], office.fdi, Basis.IN_QUARTER, "-7", Quarter(2025, 3)), said={"reason": "revoked"}
    )
    assert check_statement(later, by=office.clerk, at=at).question_count == 0


def test_approved_report_that_differs_is_a_problem_with_the_cure(office, first):
    office.save(first)
    office.approve(0)
    park = office.rows.parks[0]
    (problem,) = office.check(stated((park, office.fdi, Basis.IN_QUARTER, "150"))).problems
    assert "is approved" in problem.message
    assert "Begin a correction" in problem.message


def test_something_saved_between_checking_and_saving_refuses_all_of_it(office, first):
    digest = office.check(first).digest
    office.save(
        stated((office.rows.parks[0], office.fdi, Basis.IN_QUARTER, "9")), file_import=make_file_import(office.clerk)
    )
    with pytest.raises(UnableToSaveFileError, match="something has changed"):
        office.save(first, digest=digest)
    assert {value for *_rest, value in figures()} == {Decimal(9_000_000)}


def test_level_is_taken_from_either_column_and_a_ratio_from_its_two_numbers(office):
    park = office.rows.parks[0]
    statement = stated(
        (park, office.leased, Basis.YEAR_TO_DATE, "58"),
        (park, office.leasable, None, "100"),
    )
    for cell in (
        StatedCell(read_cell("58", office.leased, "en"), "Sheet1!D8", "58"),
        StatedCell(read_cell("100", office.leasable, "en"), "Sheet1!E8", "100", second=True),
    ):
        statement.add(Q2, ReportKey(park.pk), office.occupancy.pk, cell)
    office.save(statement)
    assert {(code, value) for _slug, code, _basis, value in figures()} == {
        ("land-leased", Decimal(58)),
        ("land-leasable", Decimal(100)),
        ("occupancy", Decimal(58)),
    }


def test_quotient_alone_is_no_ratio(office):
    park = office.rows.parks[0]
    (problem,) = office.check(stated((park, office.occupancy, Basis.IN_QUARTER, "58"))).problems
    assert "its two numbers" in problem.message


def test_indicator_that_the_form_does_not_ask_for_is_named(office):
    other = make_indicator("jobs", unit="people")
    (problem,) = office.check(stated((office.rows.parks[0], other, Basis.IN_QUARTER, "5"))).problems
    assert other.name in problem.about
    assert "does not ask for this indicator" in problem.message


def test_place_of_others_answers_like_none(office):
    stranger = make_province_with_parks("hung-yen", parks=1).parks[0]
    (problem,) = office.check(stated((stranger, office.fdi, Basis.IN_QUARTER, "5"))).problems
    assert problem.message == "There is no such place among those that you enter for."


def test_place_with_two_reporters_asks_whose_figures_these_are(office):
    park = office.rows.parks[0]
    make_duty(make_investor("second-company"), park, form=office.form)
    (problem,) = office.check(stated((park, office.fdi, Basis.IN_QUARTER, "5"))).problems
    assert "Reported by" in problem.message
    named = Statement()
    cell = StatedCell(read_cell("5", office.fdi, "en"), "Sheet1!D2", "5", Basis.IN_QUARTER)
    named.add(Q2, ReportKey(park.pk, office.rows.investors[0].pk), office.fdi.pk, cell)
    assert office.check(named).new == 1


def test_quarter_that_has_not_begun_is_refused(office):
    (problem,) = office.check(
        stated((office.rows.parks[0], office.fdi, Basis.IN_QUARTER, "5", Quarter(2025, 4)))
    ).problems
    assert "has not begun" in problem.message


def test_several_quarters_are_one_file(office):
    park = office.rows.parks[0]
    saved = office.save(
        stated((park, office.fdi, Basis.IN_QUARTER, "5", Q1), (park, office.fdi, Basis.IN_QUARTER, "6", Q2))
    )
    assert (saved.reports, EntryReceipt.objects.count()) == (2, 2)


def test_whole_file_is_undone_at_once(office):
    park, other, _third = office.rows.parks
    office.save(stated((park, office.fdi, Basis.IN_QUARTER, "5", Q1), (other, office.fdi, Basis.IN_QUARTER, "6", Q2)))
    assert undo_file(file_import=office.file_import, by=office.clerk, at=NOW) == 2
    assert not Actual.objects.exists()
    assert not QuarterlyReport.objects.exists()
    with pytest.raises(UnableToUndoError, match="undone already"):
        undo_file(file_import=office.file_import, by=office.clerk, at=NOW)


def test_undoing_is_refused_whole_where_one_report_has_gone_on(office):
    park, other, _third = office.rows.parks
    office.save(stated((park, office.fdi, Basis.IN_QUARTER, "5", Q1), (other, office.fdi, Basis.IN_QUARTER, "6", Q2)))
    office.approve(1)
    with pytest.raises(UnableToUndoError):
        undo_file(file_import=office.file_import, by=office.clerk, at=NOW)
    assert Actual.objects.count() == 2


def test_number_of_queries_is_the_same_for_one_line_and_for_many(office):
    one, *_others = office.rows.parks
    small = stated((one, office.fdi, Basis.IN_QUARTER, "5"))
    large = stated(
        *((park, indicator, None, "5") for park in office.rows.parks for indicator in (office.leased, office.leasable)),
        *((park, office.fdi, Basis.IN_QUARTER, "5") for park in office.rows.parks),
    )
    counts = []
    for statement in (small, large):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            office.check(statement)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_result_is_kept_and_read_back(office, first):
    result = office.check(first, unread=[FileProblem("A1", "", "x", "y")])
    assert CheckResult.from_data(result.as_data()) == result
