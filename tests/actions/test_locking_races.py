"""A quarter that is closed while somebody is writing: the closing waits, and whoever comes later is told."""

import threading
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction

from tests.builders import (
    Figure,
    make_actual,
    make_approver,
    make_clerk,
    make_duty,
    make_form,
    make_indicator,
    make_province_with_parks,
)
from tracker.actions.locking import close_quarter
from tracker.actions.refusals import UnableToActError
from tracker.actions.reporting import open_report, submit_report, withdraw_submission
from tracker.models import QuarterLock, ReportRevision, RevisionStatus
from tracker.progress.periods import Quarter

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2025, 7, 5, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
Q2 = Quarter(2025, 2)


class Office:
    """Hải Dương with Dai An, a draft of its investor, and its people."""

    def __init__(self):
        rows = make_province_with_parks("hai-duong", parks=["dai-an"])
        self.province = rows.province
        fdi = make_indicator()
        make_duty(rows.investors[0], rows.parks[0], form=make_form(indicators=[fdi]))
        self.clerk = make_clerk(rows.province, "hd-clerk")
        self.approver = make_approver(rows.province, "hd-approver")
        self.draft = open_report(place=rows.parks[0], quarter=Q2, reporter=rows.investors[0], by=self.clerk, at=NOW)
        make_actual(self.draft, Figure(fdi, 125))

    def close(self):
        close_quarter(place=self.province, quarter=Q2, by=self.approver, at=NOW)


def beside(work, done):
    """Run the work on a connection of its own, and note what became of it."""

    def run():
        try:
            work()
            done.append("done")
        except UnableToActError as refusal:
            done.append(refusal.message)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_closing_waits_for_a_submission_that_has_begun():
    office = Office()
    done: list[str] = []
    with transaction.atomic():
        submit_report(revision=office.draft, by=office.clerk, at=NOW)
        closing = beside(office.close, done)
        closing.join(timeout=1)
        assert done == [], "the closing waits for this transaction to end"
        assert not QuarterLock.objects.exists()
    closing.join(timeout=20)
    assert done == ["done"]
    assert ReportRevision.objects.get().status == RevisionStatus.AWAITING_APPROVAL


def test_submission_that_comes_while_a_closing_is_open_waits_and_is_told():
    office = Office()
    done: list[str] = []
    with transaction.atomic():
        office.close()
        submission = beside(lambda: submit_report(revision=office.draft, by=office.clerk, at=NOW), done)
        submission.join(timeout=1)
        assert done == [], "the submission waits for the closing to be settled"
    submission.join(timeout=20)
    assert len(done) == 1
    assert done[0] != "done"
    assert ReportRevision.objects.get().status == RevisionStatus.DRAFT


def test_many_writers_and_one_closing_leave_nothing_changed_after_it():
    office = Office()
    turns: list[str] = []

    def to_and_fro():
        for _turn in range(10):
            for step in (submit_report, withdraw_submission):
                try:
                    step(revision=office.draft, by=office.clerk, at=NOW)
                    turns.append("done")
                except UnableToActError:
                    turns.append("told")

    events = ReportRevision.pgh_event_model.objects.filter(pgh_obj_id=office.draft.pk)
    writers = [beside(to_and_fro, []) for _number in range(3)]
    office.close()
    last = events.latest("pgh_id").pgh_id
    for writer in writers:
        writer.join(timeout=60)
    assert len(turns) == 60
    assert events.latest("pgh_id").pgh_id == last, "nothing is written behind a closing"
