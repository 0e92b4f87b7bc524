"""The day on which a report's figures stop: whose it is, until when, and that the approver sees it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from tests.builders import (
    Figure,
    make_approver,
    make_clerk,
    make_duty,
    make_form,
    make_indicator,
    make_person,
    make_province_with_parks,
    make_report,
    submit_revision,
)
from tracker.actions.leave import allow_correction
from tracker.actions.locking import close_quarter
from tracker.models import QuarterLock, ReportRevision, RevisionStatus, Role
from tracker.progress.periods import Quarter

pytestmark = pytest.mark.django_db
DAY = date(2025, 6, 20)


@pytest.fixture(autouse=True)
def _july_2025():
    with time_machine.travel("2025-07-05T09:00:00+07:00", tick=False):
        yield


class Office:
    """Hải Dương with Dai An's first draft of the second quarter, its clerk and its approver."""

    def __init__(self, sign_in):
        rows = make_province_with_parks("hai-duong", parks=["dai-an"])
        self.province = rows.province
        self.fdi, self.ddi = make_indicator(), make_indicator("ddi-registered", unit="VND")
        form = make_form(indicators=[self.fdi, self.ddi])
        make_duty(rows.investors[0], rows.parks[0], form=form)
        figures = [Figure(self.fdi, 125_000_000), Figure(self.ddi, 5)]
        self.report = make_report(
            rows.parks[0], 2025, 2, reporter=rows.investors[0], figures=figures, form=form, approved=False
        )
        self.clerk_person = make_clerk(self.province, "hd-clerk")
        self.approver_person = make_approver(self.province, "hd-approver")
        self.clerk, self.approver = sign_in(self.clerk_person), sign_in(self.approver_person)
        self.address = reverse("admin:tracker_quarterlyreport_change", args=[self.report.pk])

    @property
    def revision(self):
        return ReportRevision.objects.get()

    def type(self, text="20/06/2025", client=None, **more):
        return (client or self.clerk).post(self.address, {"cut_off_on": text, **more}, follow=True)

    def stored(self):
        self.report.refresh_from_db()
        return self.report.cut_off_on

    def close(self):
        close_quarter(
            place=self.province, quarter=Quarter(2025, 2), by=self.approver_person, at=timezone.now(), reason="sent on"
        )

    def leave(self, *indicators):
        allow_correction(
            lock=QuarterLock.objects.get(),
            place=self.report.place,
            person=self.clerk_person,
            indicators=indicators,
            reason="a letter of the park",
            ends_at=timezone.now() + timedelta(days=3),
            by=self.approver_person,
            at=timezone.now(),
        )

    def review(self):
        return self.approver.get(reverse("admin:tracker_reportrevision_review", args=[self.revision.pk]))


@pytest.fixture
def office(sign_in):
    return Office(sign_in)


def test_clerk_says_on_which_day_the_figures_of_a_draft_stop(office):
    office.type()
    assert office.stored() == DAY


def test_closed_quarter_keeps_its_cut_off_and_the_page_says_why_and_what_was_typed(office):
    office.close()
    page = office.type()
    text = page.content.decode()
    assert office.stored() is None
    assert "Nothing was saved." in text
    assert "is closed for Hai Duong" in text
    assert "You typed: 20/06/2025." in text
    # The page itself shows the day and offers no input for it.
    assert 'name="cut_off_on"' not in text


def test_leave_for_some_figures_is_none_for_the_day_on_which_all_stop(office):
    office.close()
    office.leave(office.fdi)
    assert "also belongs to: Ddi Registered" in office.type().content.decode()
    assert office.stored() is None
    office.leave(office.fdi, office.ddi)
    office.type()
    assert office.stored() == DAY


def test_day_typed_on_a_page_from_before_the_submission_is_refused_in_words(office):
    submit_revision(office.revision, by=office.clerk_person)
    text = office.type().content.decode()
    assert "changes only in their first draft; the report is “awaiting approval”" in text
    assert office.stored() is None


def test_due_day_of_a_closed_quarter_is_still_extended(office, sign_in):
    office.close()
    administrator = sign_in(make_person("hd-administrator", role=Role.ADMINISTRATOR, place=office.province))
    administrator.post(office.address, {"due_on": "30/07/2025"})
    office.report.refresh_from_db()
    assert office.report.due_on == date(2025, 7, 30)


def test_approver_sees_the_day_on_which_the_figures_stop(office):
    office.type()
    submit_revision(office.revision, by=office.clerk_person)
    assert "The figures stop on 20/06/2025" in office.review().content.decode()


def test_figures_whose_cut_off_has_changed_since_they_were_seen_are_not_approved(office):
    office.type()
    submit_revision(office.revision, by=office.clerk_person)
    page = office.review()
    type(office.report).objects.update(cut_off_on=date(2025, 6, 1))
    answer = office.approver.post(
        page.wsgi_request.path, {"seen": page.context["seen"], "step": "approve"}, follow=True
    )
    assert "have changed since you opened the page" in answer.content.decode()
    assert office.revision.status == RevisionStatus.AWAITING_APPROVAL
