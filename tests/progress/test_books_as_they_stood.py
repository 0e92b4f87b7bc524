"""A past moment reads the books as they stood: figures, corrections, withdrawals, targets and duties alike."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command

from provinces.models import PlaceParent
from tests.builders import (
    Figure,
    make_administrator,
    make_duty,
    make_form,
    make_indicator,
    make_province_with_parks,
    make_report,
    make_revision,
    make_target,
    make_threshold,
)
from tests.progress.backdating import record_at
from tracker.models import Actual, Basis, ObservationStatus, ReportingDuty, Threshold
from tracker.progress.figure_story import Cell, standing_figures
from tracker.progress.periods import Quarter
from tracker.progress.queries import progress_for_place

pytestmark = pytest.mark.django_db
MILLION = 10**6
Q1 = Quarter(2025, 1)
WITHDRAWN = {"observation_status": ObservationStatus.WITHDRAWN, "comparator": "none_stated"}


def moment(day, hour=9):
    return datetime(2025, 4, day, hour, tzinfo=UTC)


# On each day one thing happened, at nine; what stood is read at noon.
FRAME, GOAL, APPROVAL, CORRECTION, NEW_GOAL, DUTY_ENDS, WITHDRAWAL, REPORTED_AGAIN = range(1, 9)


class Books:
    """A park whose report was approved, corrected, withdrawn and reported again while its goal and duty changed."""

    def __init__(self):
        tree = make_province_with_parks("hai-duong", parks=["dai-an"])
        self.park, self.reporter = tree.parks[0], tree.investors[0]
        self.fdi = make_indicator(headline=True)
        form = make_form(indicators=[self.fdi])
        duty = make_duty(self.reporter, self.park, form=form)
        make_threshold()
        record_at(moment(FRAME), PlaceParent, Threshold, ReportingDuty)
        ReportingDuty.objects.filter(pk=duty.pk).update(retired_at=moment(DUTY_ENDS))
        goal = make_target(self.park, self.fdi, 1000 * MILLION, investor=self.reporter, at=moment(GOAL))
        report = make_report(
            self.park,
            reporter=self.reporter,
            form=form,
            figures=[self.figure(125, source="Công văn 12", note="sơ bộ")],
            at=moment(APPROVAL),
        )
        make_revision(report, [self.figure(250, reason="Tăng vốn", source="Công văn 15")], at=moment(CORRECTION))
        make_target(self.park, self.fdi, 2000 * MILLION, investor=self.reporter, supersedes=goal, at=moment(NEW_GOAL))
        make_revision(report, [Figure(self.fdi, None, fields=WITHDRAWN)], at=moment(WITHDRAWAL))
        make_revision(report, [self.figure(0)], at=moment(REPORTED_AGAIN))
        # A draft is in no book.
        make_revision(report, [self.figure(999)], approved=False)
        self.cell = Cell(self.park.pk, Q1, self.reporter.pk, self.fdi.pk)

    def figure(self, value, **fields):
        return Figure(self.fdi, value * MILLION, Basis.YEAR_TO_DATE, fields=fields)


@pytest.fixture
def books():
    return Books()


# Day: reached to date, goal, % of the goal, (note, reason, source) of what stands; None is nothing.
STOOD = {
    FRAME: (None, None, None, None),
    GOAL: (None, "1000", None, None),
    APPROVAL: ("125", "1000", "0.125", ("sơ bộ", "", "Công văn 12")),
    CORRECTION: ("250", "1000", "0.25", ("", "Tăng vốn", "Công văn 15")),
    NEW_GOAL: ("250", "2000", "0.125", ("", "Tăng vốn", "Công văn 15")),
    DUTY_ENDS: ("250", "2000", "0.125", ("", "Tăng vốn", "Công văn 15")),
    WITHDRAWAL: (None, "2000", None, None),
    REPORTED_AGAIN: ("0", "2000", "0", ("", "", "")),
}
DAYS = pytest.mark.parametrize("day", STOOD)


def millions(text):
    return None if text is None else Decimal(text) * MILLION


def number(text):
    return None if text is None else Decimal(text)


def of_the_command(day):
    said = StringIO()
    at = moment(day, 12).isoformat()
    call_command("progress", place="dai-an", quarter="2025-Q1", as_of=at, format="json", stdout=said)
    return json.loads(said.getvalue())


def of_the_page(client, day):
    client.force_login(make_administrator(), backend="django.contrib.auth.backends.ModelBackend")
    query = {"quarter": "2025-Q1", "as_of": moment(day, 12).isoformat()}
    return client.get("/places/dai-an/", query)


def of_fdi(rows):
    return next((row for row in rows if row["indicator"] == "fdi-registered"), None)


@DAYS
def test_command_reads_the_figures_and_goals_that_stood(books, day):
    reached, goal, attainment, _remarks = STOOD[day]
    row = of_fdi(of_the_command(day)["rows"])
    if reached is None and goal is None:
        assert row is None or (row["to_date"], row["target"]) == (None, None)
        return
    assert number(row["to_date"]) == millions(reached)
    assert number(row["target"]) == millions(goal)
    assert number(row["attainment"]) == number(attainment)


@DAYS
def test_page_reads_the_same_books_as_the_command(books, client, day):
    response = of_the_page(client, day)
    assert response.status_code == 200
    reached, goal, attainment, _remarks = STOOD[day]
    table = response.context["goals_table"]
    if goal is None:
        assert table is None or len(table.rows) == 0
        return
    (row,) = [row.record for row in table.rows]
    amount = row.to_date.amount
    assert (None if amount is None else amount.low) == millions(reached)
    assert row.terms.amount.low == millions(goal)
    assert row.progress.attainment.low == number(attainment)


@DAYS
def test_remarks_of_a_figure_are_those_that_stood(books, day):
    standing = standing_figures(books.cell, moment(day, 12))
    remarks = [(figure.saying.note, figure.saying.reason, figure.saying.source) for figure in standing]
    expected = STOOD[day][3]
    assert remarks == ([] if expected is None else [expected])


@pytest.mark.parametrize(("day", "owed"), [(WITHDRAWAL - 2, True), (DUTY_ENDS, False)])
def test_duty_is_owed_until_it_was_retired(books, day, owed):
    found = ReportingDuty.objects.known_at(moment(day, 12)).filter(place=books.park)
    assert found.exists() == owed


def test_approval_counts_from_its_own_moment(books):
    at = moment(APPROVAL)
    before = at.replace(hour=8, minute=59, second=59, microsecond=999999)
    assert standing_figures(books.cell, before) == ()
    assert [figure.saying.value for figure in standing_figures(books.cell, at)] == [125 * MILLION]


def test_now_is_the_last_of_the_moments(books):
    def reached(as_of):
        rows = progress_for_place(slug="dai-an", quarter=Q1, as_of=as_of).rows
        return [row.to_date.amount for row in rows if row.indicator.code == "fdi-registered"]

    assert reached(None) == reached(moment(REPORTED_AGAIN, 12))
    assert reached(None) != reached(moment(CORRECTION, 12))
    assert Actual.objects.filter(value=999 * MILLION).exists(), "the draft is there and counts nowhere"
