"""A report with a long past, written step by step in transactions of their own, as requests and commands do."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.management import call_command
from django.db import connection, transaction

from provinces.models import Place
from tests.builders import (
    Figure,
    People,
    approve_revision,
    make_actual,
    make_clerk,
    make_duty,
    make_form,
    make_indicator,
    make_people,
    make_province_with_parks,
    make_report,
    make_revision,
    submit_revision,
)
from tracker.actions.trail import acting
from tracker.models import (
    Actual,
    Basis,
    EntryReceipt,
    Indicator,
    ObservationStatus,
    QuarterlyReport,
    ReportRevision,
    RevisionStatus,
)
from tracker.progress.figure_story import Cell
from tracker.progress.periods import Quarter

MILLION = 10**6
Q1 = Quarter(2025, 1)
WITHDRAWN = {"observation_status": ObservationStatus.WITHDRAWN, "comparator": "none_stated"}


@dataclass
class Past:
    """The report, its people, and the moments after each step, by name."""

    place: Place
    people: People
    colleague: object
    fdi: Indicator
    ddi: Indicator
    report: QuarterlyReport
    moments: dict[str, datetime] = field(default_factory=dict)

    def cell(self, indicator: Indicator | None = None) -> Cell:
        """Return the cell of an indicator, FDI unless told otherwise."""
        return Cell(self.place.pk, Q1, self.report.reporter_id, (indicator or self.fdi).pk)

    def passed(self, name: str) -> None:
        """Note the moment after a step."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            self.moments[name] = cursor.fetchone()[0]


def kept_past(django_db_blocker: Any) -> Iterator[Past]:
    """Write the past for the tests of a module, and empty the test database after them."""
    with django_db_blocker.unblock():
        try:
            yield write_past()
        finally:
            call_command("flush", interactive=False, verbosity=0)
            connection.close()


def write_past() -> Past:
    """Write the report: typed, returned, pasted, approved; a correction with an undo; a withdrawal; a draft.

    Expects no transaction, so that each step has its own moment.
    """
    tree = make_province_with_parks("hai-duong", parks=["dai-an"])
    place = tree.parks[0]
    people = make_people(tree.province)
    colleague = make_clerk(place, "colleague")
    fdi, ddi = make_indicator(), make_indicator("ddi-registered", unit="VND")
    form = make_form(indicators=[fdi, ddi])
    make_duty(tree.investors[0], place, form=form)
    with acting(people.clerk):
        report = make_report(place, reporter=tree.investors[0], form=form, approved=False)
    past = Past(place, people, colleague, fdi, ddi, report)
    past.passed("opened")
    first = report.revisions.get()
    with acting(people.clerk):
        make_actual(first, Figure(fdi, 125 * MILLION, Basis.IN_QUARTER, fields={"note": "sơ bộ"}))
    past.passed("typed")
    _send_back(first, past)
    _paste(first, past)
    _approve(first, past, "approved")
    _correct(past)
    _withdraw(past)
    with acting(people.clerk, why="Bộ hỏi lại."):
        draft = make_revision(report, [Figure(fdi, 140 * MILLION, Basis.IN_QUARTER)], approved=False)
    past.passed("drafted")
    assert draft.number == 4
    return past


def _send_back(first: ReportRevision, past: Past) -> None:
    with acting(past.people.clerk):
        submit_revision(first, by=past.people.clerk)
    with acting(past.people.approver):
        first.status = RevisionStatus.RETURNED
        first.returned_by, first.returned_at = past.people.approver, past.moments["typed"]
        first.return_reason = "Thiếu dự án mới."
        first.save()
    past.passed("returned")
    with acting(past.people.clerk):
        first.status = RevisionStatus.DRAFT
        first.save()


def _paste(first: ReportRevision, past: Past) -> None:
    with transaction.atomic(), acting(past.colleague):
        Actual.objects.filter(revision=first).update(value=130 * MILLION, note="", source="Công văn 12")
        make_actual(first, Figure(past.fdi, 130 * MILLION, Basis.YEAR_TO_DATE))
        make_actual(first, Figure(past.ddi, 7))
        EntryReceipt.objects.create(
            way="paste", place=past.place, year=2025, quarter=1, made_by=past.colleague, lines=[]
        )
    past.passed("pasted")


def _approve(revision: ReportRevision, past: Past, name: str) -> None:
    past.passed(f"before {name}")
    with acting(past.people.clerk):
        submit_revision(revision, by=past.people.clerk)
    with acting(past.people.approver):
        approve_revision(revision, by=past.people.approver)
    past.passed(name)


def _correct(past: Past) -> None:
    with acting(past.people.clerk, why="Dự án Alpha tăng vốn."):
        second = make_revision(past.report, approved=False)
    with transaction.atomic(), acting(past.people.clerk):
        row = make_actual(second, Figure(past.fdi, 999 * MILLION, Basis.IN_QUARTER))
        receipt = EntryReceipt.objects.create(
            way="grid", place=past.place, year=2025, quarter=1, made_by=past.people.clerk, lines=[]
        )
    with transaction.atomic(), acting(past.people.clerk):
        row.delete()
        receipt.undone_by, receipt.undone_at = past.people.clerk, past.moments["approved"]
        receipt.save()
    make_actual(
        second,
        Figure(past.fdi, 135 * MILLION, Basis.IN_QUARTER, fields={"reason": "Tăng vốn", "source": "Công văn 15"}),
    )
    past.passed("corrected")
    _approve(second, past, "correction approved")


def _withdraw(past: Past) -> None:
    with acting(past.people.clerk):
        third = make_revision(past.report, [Figure(past.fdi, None, Basis.IN_QUARTER, fields=WITHDRAWN)], approved=False)
    _approve(third, past, "withdrawal approved")
