"""What was judged while it was compared is not judged again while it is saved, unless what it rests on has changed."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.actions.importing.test_saving import NOW, Q1, Q2, Office, figures, stated
from tests.builders import make_clerk, make_file_import
from tracker.actions.entering import Stated, save_sheets
from tracker.actions.entry_desks import Desk, with_reports
from tracker.actions.entry_judging import problems_in
from tracker.actions.entry_lines import LineEntry
from tracker.actions.importing import desks as desks_module
from tracker.actions.importing.saving import UnableToSaveFileError, check_statement, save_statement
from tracker.models import Actual, Basis, EntryReceipt, QuarterlyReport
from tracker.progress.periods import Quarter

Q3 = Quarter(2025, 3)
LATER = datetime(2025, 10, 3, tzinfo=UTC)


@pytest.fixture
def office(db, settings):
    settings.LANGUAGE_CODE = "en"
    return Office()


@pytest.fixture
def judged(monkeypatch):
    """Count the sheets whose lines are judged."""
    found = []

    def counting(sheet, *arguments, **options):
        found.append(sheet)
        return problems_in(sheet, *arguments, **options)

    monkeypatch.setattr("tracker.actions.entering.problems_in", counting)
    return found


def save(office, statement, result, *, at=NOW, reason=""):
    return save_statement(
        statement,
        file_import=make_file_import(office.clerk),
        digest=result.digest,
        judged=result.judged,
        by=office.clerk,
        at=at,
        reason=reason,
    )


def typed(office, position, value, quarter=Q2, by=None, at=NOW):
    desk = with_reports([Desk(office.rows.parks[position], quarter, office.rows.investors[position], office.form)])[0]
    entry = LineEntry(indicator_id=office.fdi.pk, in_quarter=Decimal(value))
    save_sheets(stated=[Stated(desk, [entry])], by=by or office.clerk, at=at)


def both_parks(office, quarter=Q2, values=("5", "6")):
    return stated(
        *(
            (park, office.fdi, Basis.IN_QUARTER, value, quarter)
            for park, value in zip(office.rows.parks[:2], values, strict=True)
        )
    )


def test_unchanged_reports_are_judged_while_they_are_compared_alone(office, judged):
    statement = both_parks(office)
    result = check_statement(statement, by=office.clerk, at=NOW)
    assert len(judged) == 2
    assert save(office, statement, result).figures == 2
    assert len(judged) == 2


def test_reports_are_judged_again_where_another_line_of_them_was_typed_since(office, judged):
    statement = both_parks(office)
    result = check_statement(statement, by=office.clerk, at=NOW)
    desk = with_reports([Desk(office.rows.parks[0], Q2, office.rows.investors[0], office.form)])[0]
    other = LineEntry(indicator_id=office.leased.pk, level=Decimal(3))
    save_sheets(stated=[Stated(desk, [other])], by=office.clerk, at=NOW)
    judged.clear()
    assert save(office, statement, result).figures == 2, "what somebody typed beside it stays, and stands in no way"
    assert len(judged) == 2


def test_figure_that_has_become_unusual_since_is_not_saved(office):
    """The quarter before is approved between comparison and saving: -7 makes the year to date fall by then."""
    statement = stated((office.rows.parks[0], office.fdi, Basis.YEAR_TO_DATE, "5", Q2))
    result = check_statement(statement, by=office.clerk, at=NOW)
    assert (result.problem_count, result.question_count, len(result.judged)) == (0, 0, 1)
    typed(office, 0, 12_000_000, Q1)
    office.approve(0, Q1)
    with pytest.raises(UnableToSaveFileError, match="something has changed"):
        save(office, statement, result)
    assert not QuarterlyReport.objects.filter(quarter=2).exists()


def test_part_with_a_question_is_not_taken_for_judged(office):
    typed(office, 0, 12_000_000, Q1)
    office.approve(0, Q1)
    statement = stated((office.rows.parks[0], office.fdi, Basis.YEAR_TO_DATE, "5", Q2))
    result = check_statement(statement, by=office.clerk, at=NOW)
    assert (result.question_count, result.judged) == (1, [])


def test_reason_of_one_report_loses_no_figure_of_another(office):
    """A changed figure of a draft was forgotten where another report of the file asked for a reason."""
    for position in range(2):
        typed(office, position, 125_000_000)
        office.approve(position)
    typed(office, 1, 120_000_000, Q3, at=LATER)
    statement = both_parks(office, Q3, ("-7", "130"))
    result = check_statement(statement, by=office.clerk, at=LATER, reason="capital withdrawn")
    assert (result.new, result.changed, result.question_count) == (1, 1, 0)
    saved = save(office, statement, result, at=LATER, reason="capital withdrawn")
    assert saved.figures == 2
    assert {value for *_names, value in figures()} >= {Decimal(-7_000_000), Decimal(130_000_000)}


def test_report_that_somebody_begins_in_the_same_moment_is_looked_at_again(office, monkeypatch):
    statement = both_parks(office)
    result = check_statement(statement, by=office.clerk, at=NOW)
    other = make_clerk(office.rows.province, "other-clerk")
    opened = desks_module.opened

    def late(found):
        typed(office, 1, 4_000_000, by=other)
        return opened(found)

    monkeypatch.setattr(desks_module, "opened", late)
    with pytest.raises(UnableToSaveFileError, match="something has changed"):
        save(office, statement, result)
    assert not EntryReceipt.objects.filter(way="import").exists()


def test_draft_that_was_begun_and_is_empty_is_shared(office, monkeypatch):
    statement = both_parks(office)
    result = check_statement(statement, by=office.clerk, at=NOW)
    opened = desks_module.opened
    monkeypatch.setattr(desks_module, "opened", lambda found: (opened(found[:1]), opened(found))[1])
    assert save(office, statement, result).figures == 2


@pytest.mark.parametrize("many", [1, 1000], ids=["copied", "inserted"])
def test_copied_figures_are_the_same_rows_and_events_as_inserted_ones(office, monkeypatch, many):
    monkeypatch.setattr("tracker.actions.entry_writing._MANY", many)
    one, two, three = office.rows.parks
    statement = stated(
        (one, office.fdi, Basis.IN_QUARTER, "125.4"),
        (two, office.fdi, Basis.IN_QUARTER, "-"),
        (three, office.occupancy, None, "58"),
        (three, office.occupancy, "second", "100"),
        said={"note": "tab\tand\\line", "source": "a letter"},
    )
    save(office, statement, check_statement(statement, by=office.clerk, at=NOW))
    rows = Actual.objects.order_by("revision__report__place__slug", "basis")
    assert [
        (row.value, row.numerator, row.denominator, row.observation_status, row.comparator, row.basis) for row in rows
    ] == [
        (Decimal(125_400_000), None, None, "normal", "exactly", "in_quarter"),
        (Decimal(0), None, None, "nil", "exactly", "in_quarter"),
        (Decimal(58), Decimal(58), Decimal(100), "normal", "exactly", "as_of"),
    ]
    assert all(
        (row.reference, row.document_id, row.from_on is None) == (None, None, row.basis == "as_of") for row in rows
    )
    events = [(event.pgh_label, event.pgh_context.metadata["user"]) for row in rows for event in row.events.all()]
    assert events == [("insert", office.clerk.pk)] * 3
