"""Several reports are saved in one go: all or nothing, in the same number of queries, and undone by their receipt."""

import random
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from provinces.models import Organisation
from tests.builders import (
    make_approver,
    make_clerk,
    make_duty,
    make_form,
    make_indicator,
    make_province_with_parks,
)
from tracker.actions.entering import (
    Stated,
    UnableToSaveCellsError,
    save_cells,
    save_sheets,
)
from tracker.actions.entry_desks import Desk, desks_owed, with_reports
from tracker.actions.entry_lines import LineEntry
from tracker.actions.entry_sheet import read_sheets
from tracker.actions.entry_undoing import UnableToUndoError, undo_receipt
from tracker.actions.reporting import approve_report, submit_report
from tracker.models import Actual, Basis, EntryReceipt, EntryWay, QuarterlyReport, ReportRevision
from tracker.progress.periods import Quarter

NOW = datetime(2025, 7, 10, 3, tzinfo=UTC)
Q2 = Quarter(2025, 2)


class Province:
    """Some parks of a province with a duty each, and clerks of the province."""

    def __init__(self, parks, indicators):
        self.rows = make_province_with_parks("hai-duong", parks=parks)
        self.indicators = [make_indicator(f"flow-{number}", unit="projects") for number in range(indicators)]
        self.form = make_form(indicators=self.indicators)
        for park, reporter in zip(self.rows.parks, self.rows.investors, strict=True):
            make_duty(reporter, park, form=self.form)
        self.clerk = make_clerk(self.rows.province, "hd-clerk")
        self.colleague = make_clerk(self.rows.province, "hd-colleague")
        self.approver = make_approver(self.rows.province, "hd-approver")

    def desks(self, quarter=Q2):
        return with_reports(
            Desk(park, quarter, reporter, self.form)
            for park, reporter in zip(self.rows.parks, self.rows.investors, strict=True)
        )

    def stated(self, value=1, quarter=Q2, **changes):
        return [
            Stated(
                desk,
                [LineEntry(indicator_id=each.pk, in_quarter=Decimal(value), **changes) for each in self.indicators],
            )
            for desk in self.desks(quarter)
        ]

    def save(self, stated, by=None, way=EntryWay.PASTE):
        return save_sheets(stated=stated, by=by or self.clerk, at=NOW, way=way, kept_at=self.rows.province)


def values():
    """Return the stored values, the smallest first."""
    return [row.value for row in Actual.objects.order_by("value")]


@pytest.fixture
def province(db):
    with translation.override("en"):
        yield Province(3, 2)


def test_missing_reports_are_opened_and_every_cell_is_saved(province):
    saved = province.save(province.stated(7))
    assert saved.count == 6
    assert QuarterlyReport.objects.count() == ReportRevision.objects.count() == 3
    assert set(Actual.objects.values_list("value", "basis")) == {(Decimal(7), Basis.IN_QUARTER)}


def test_one_bad_cell_among_many_saves_nothing_and_opens_nothing(province):
    stated = province.stated(7)
    bad = LineEntry(indicator_id=province.indicators[1].pk, in_quarter=Decimal(10) ** 19)
    stated[1] = Stated(stated[1].desk, [stated[1].entries[0], bad])
    with pytest.raises(UnableToSaveCellsError) as refusal:
        province.save(stated)
    assert {key: [problem.field for problem in found] for key, found in refusal.value.by_desk.items()} == {
        stated[1].desk.key: ["in_quarter"]
    }
    assert (QuarterlyReport.objects.count(), Actual.objects.count(), EntryReceipt.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("again", [False, True])
def test_number_of_queries_is_the_same_for_1_by_1_and_34_by_8(db, again):
    """Fifteen statements open 34 reports and save 272 cells; twelve change them."""
    counts = []
    for parks, indicators, slug in ((1, 1, "one"), (34, 8, "many")):
        with translation.override("en"):
            rows = make_province_with_parks(slug, parks=[f"{slug}-{number}" for number in range(parks)])
            flows = [make_indicator(f"{slug}-flow-{number}") for number in range(indicators)]
            form = make_form(f"{slug}-form", indicators=flows)
            desks = [Desk(park, Q2, reporter, form) for park, reporter in zip(rows.parks, rows.investors, strict=True)]
            clerk = make_clerk(rows.province, f"{slug}-clerk")

            def stated(value, desks=desks, flows=flows):
                return [
                    Stated(desk, [LineEntry(indicator_id=flow.pk, in_quarter=Decimal(value)) for flow in flows])
                    for desk in with_reports(desks)
                ]

            if again:
                save_sheets(stated=stated(1), by=clerk, at=NOW)
            given = stated(2)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                saved = save_sheets(stated=given, by=clerk, at=NOW)
            assert saved.count == parks * indicators
            counts.append([query["sql"].split()[0] for query in queries])
    assert counts[0] == counts[1]
    assert len(counts[0]) <= (13 if again else 17), counts[0]


def test_year_to_date_of_three_quarters_as_the_issue_tells_it(province):
    """Q1 = 10; a year to date of 25 makes 15 in Q2; one of 22 in Q3 asks why, and is −3 with the reason."""
    flow = province.indicators[0]
    desk = province.desks(Quarter(2025, 1))[0]

    def report(quarter, **stated):
        (current,) = with_reports([Desk(desk.place, Quarter(2025, quarter), desk.reporter, province.form)])
        saved = save_sheets(
            stated=[Stated(current, [LineEntry(indicator_id=flow.pk, **stated)])],
            by=province.clerk,
            at=datetime(2025, 10, 9, tzinfo=UTC),
        )
        revision = submit_report(revision=saved.desks[0].revision, by=province.clerk, at=NOW)
        return approve_report(revision=revision, by=province.approver, at=NOW)

    report(1, in_quarter=Decimal(10))
    report(2, year_to_date=Decimal(25))
    with pytest.raises(UnableToSaveCellsError) as refusal:
        report(3, year_to_date=Decimal(22))
    (problem,) = refusal.value.problems
    assert (problem.field, problem.confirmable) == ("reason", True)
    assert "25" in problem.message
    assert "22" in problem.message
    assert "−3" in problem.message
    third = report(3, year_to_date=Decimal(22), reason="project revoked")
    assert third.actuals.get().reason == "project revoked"
    (after,) = read_sheets([Desk(desk.place, Quarter(2025, 4), desk.reporter, province.form)])
    assert [after.value_in(flow.pk, Quarter(2025, number)) for number in (1, 2, 3)] == [10, 15, -3]


def test_receipt_undoes_a_whole_block_and_is_used_once(province):
    province.save(province.stated(1))
    saved = province.save(province.stated(2))
    assert undo_receipt(receipt=saved.receipt, by=province.clerk, at=NOW).count == 6
    assert set(Actual.objects.values_list("value", flat=True)) == {Decimal(1)}
    with pytest.raises(UnableToUndoError, match="already"):
        undo_receipt(receipt=saved.receipt, by=province.clerk, at=NOW)


def test_undo_of_the_first_block_leaves_blank_cells(province):
    saved = province.save(province.stated(1))
    undo_receipt(receipt=saved.receipt, by=province.clerk, at=NOW)
    assert not Actual.objects.exists()


def test_report_that_an_undone_save_began_is_no_longer_begun(province):
    """Nobody is reminded of a draft that holds nothing and never meant anything."""
    saved = province.save(province.stated(1))
    undo_receipt(receipt=saved.receipt, by=province.clerk, at=NOW)
    assert not QuarterlyReport.objects.exists()
    assert province.save(province.stated(2)).count == 6


def test_draft_that_was_there_before_the_undone_save_stays(province):
    province.save(province.stated(1)[:1])
    blank = [LineEntry(indicator_id=each.pk) for each in province.indicators]
    province.save([Stated(province.desks()[0], blank)])
    saved = province.save(province.stated(3))
    undo_receipt(receipt=saved.receipt, by=province.clerk, at=NOW)
    assert [report.place for report in QuarterlyReport.objects.all()] == [province.desks()[0].place]


@pytest.mark.parametrize("field", ["cut_off_on", "due_on"])
def test_day_that_belongs_to_a_report_keeps_it(province, field):
    saved = province.save(province.stated(1)[:1])
    QuarterlyReport.objects.update(**{field: date(2025, 6, 30)})
    undo_receipt(receipt=saved.receipt, by=province.clerk, at=NOW)
    assert QuarterlyReport.objects.count() == ReportRevision.objects.count() == 1


@pytest.mark.parametrize("parks", [1, 3])
def test_undoing_costs_the_same_for_one_report_and_for_three(province, parks):
    saved = province.save(province.stated(1)[:parks])
    with CaptureQueriesContext(connection) as queries:
        undo_receipt(receipt=saved.receipt, by=province.clerk, at=NOW)
    assert len(queries) == 28


def test_undo_stops_where_somebody_has_changed_a_cell_since(province):
    saved = province.save(province.stated(1))
    desk = province.desks()[0]
    changed = LineEntry(indicator_id=province.indicators[0].pk, in_quarter=Decimal(9))
    save_cells(revision=desk.revision, entries=[changed], by=province.colleague, at=NOW)
    with pytest.raises(UnableToUndoError, match=r"Nothing was undone.*changed this line at"):
        undo_receipt(receipt=saved.receipt, by=province.clerk, at=NOW)
    assert values() == [1, 1, 1, 1, 1, 9]


def test_undo_that_brings_back_what_is_unusual_by_now_names_the_lines_and_their_places(province):
    """10 to date was fine while nothing was known before; with 15 to the end of the first quarter it falls."""
    flow, other = province.indicators

    def stated(year):
        entries = [
            LineEntry(indicator_id=flow.pk, year_to_date=Decimal(year)),
            LineEntry(indicator_id=other.pk, in_quarter=Decimal(year)),
        ]
        return [Stated(desk, entries) for desk in province.desks()[:2]]

    province.save(stated(10))
    saved = province.save(stated(25))
    first = Quarter(2025, 1)
    earlier = [LineEntry(indicator_id=flow.pk, in_quarter=Decimal(15))]
    opened = province.save([Stated(province.desks(first)[1], earlier)]).desks[0].revision
    revision = submit_report(revision=opened, by=province.clerk, at=NOW)
    approve_report(revision=revision, by=province.approver, at=NOW)
    with pytest.raises(UnableToUndoError) as refusal:
        undo_receipt(receipt=saved.receipt, by=province.clerk, at=NOW)
    place = province.desks()[1]
    assert refusal.value.message.replace("\u00a0", " ") == (
        f"Nothing was undone: what stood before is not saved again without an answer. {place.name}: Flow 0: The year "
        "to date falls from 15 projects to 10 projects, so the quarter is −5 projects. Correct it, or say why, for "
        "example that a project was revoked."
    )
    assert values() == [15, 25, 25, 25, 25]


def test_undo_stops_once_a_report_is_submitted(province):
    saved = province.save(province.stated(1))
    submit_report(revision=saved.desks[0].revision, by=province.clerk, at=NOW)
    with pytest.raises(UnableToUndoError, match="awaiting approval"):
        undo_receipt(receipt=saved.receipt, by=province.clerk, at=NOW)
    assert Actual.objects.count() == 6


def test_receipt_keeps_both_texts_exactly(province):
    saved = province.save(province.stated(12, source="letter 5"))
    line = saved.receipt.lines[0]
    assert line["before"] == {"status": "normal"}
    assert line["after"] == {"in_quarter": "12", "status": "normal", "source": "letter 5"}


def test_save_that_changes_nothing_has_no_receipt(province):
    province.save(province.stated(1))
    saved = province.save(province.stated(1))
    assert (saved.count, saved.receipt) == (0, None)


def test_block_over_a_submitted_report_saves_nothing_and_names_it(province):
    first = province.save(province.stated(1))
    submit_report(revision=first.desks[1].revision, by=province.clerk, at=NOW)
    with pytest.raises(UnableToSaveCellsError, match="awaiting approval") as refusal:
        province.save(province.stated(2))
    assert province.rows.parks[1].name in refusal.value.message
    assert set(Actual.objects.values_list("value", flat=True)) == {Decimal(1)}


def test_block_that_touches_somebody_elses_park_saves_nothing(province):
    outsider = make_clerk(province.rows.parks[0], "park-clerk")
    with pytest.raises(UnableToSaveCellsError, match="role"):
        province.save(province.stated(1), by=outsider)
    assert not QuarterlyReport.objects.exists()


def test_desks_owed_follow_the_duties_in_the_order_of_names(province):
    from django.db.models import Q

    desks = desks_owed(Q2, Q(place__in=province.rows.parks))
    assert [desk.place.pk for desk in desks] == sorted(
        (park.pk for park in province.rows.parks),
        key=lambda key: next(park.sort_key for park in province.rows.parks if park.pk == key),
    )
    assert {desk.form for desk in desks} == {province.form}
    assert Organisation.objects.count() >= len(desks)


def test_random_blocks_and_undos_end_where_they_began(province):
    """Whatever is saved and undone in turn, undoing everything in reverse order leaves the first state."""
    chance = random.Random(20250710)
    province.save(province.stated(1))
    receipts = []
    for _round in range(6):
        stated = [
            Stated(desk, [LineEntry(indicator_id=each.pk, in_quarter=Decimal(chance.randint(1, 9))) for each in picked])
            for desk in province.desks()
            for picked in [chance.sample(province.indicators, chance.randint(1, 2))]
        ]
        saved = province.save(stated)
        if saved.receipt is not None:
            receipts.append(saved.receipt)
    assert receipts
    for receipt in reversed(receipts):
        undo_receipt(receipt=receipt, by=province.clerk, at=NOW)
    assert values() == [1] * 6
