"""The approver's five minutes: what waits, what a report changes, the decision, and on to the next."""

from datetime import date

import pghistory
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.builders import (
    Figure,
    make_actual,
    make_approver,
    make_clerk,
    make_duty,
    make_form,
    make_indicator,
    make_manager,
    make_organisation,
    make_place,
    make_province_with_parks,
    make_report,
    make_target,
    make_unit,
    submit_revision,
)
from tracker.actions.deputies import appoint_deputy
from tracker.actions.locking import close_quarter
from tracker.actions.reporting import (
    approve_report,
    delete_draft,
    return_report,
    revise_report,
    submit_report,
    withdraw_submission,
)
from tracker.admin import review
from tracker.admin.review_rows import Change
from tracker.models import Actual, Basis, ObservationStatus, ReportRevision, RevisionStatus
from tracker.progress.periods import Quarter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _july_2025():
    with time_machine.travel("2025-07-05T09:00:00+07:00", tick=False):
        yield


class Office:
    """Hải Dương with three parks whose investors owe two flows, and its people."""

    def __init__(self, sign_in):
        self.sign_in = sign_in
        self.rows = make_province_with_parks("hai-duong", parks=["dai-an", "lai-vu", "phu-thai"])
        self.fdi, self.ddi = make_indicator(), make_indicator("ddi-registered", unit="VND")
        self.form = make_form(indicators=[self.fdi, self.ddi])
        for park, investor in zip(self.rows.parks, self.rows.investors, strict=True):
            make_duty(investor, park, form=self.form)
        self.clerk = make_clerk(self.rows.province, "hd-clerk")
        self.approver = make_approver(self.rows.province, "hd-approver")
        self.client = sign_in(self.approver)

    def report(self, park=0, quarter=2, value=125_000_000, *, approved=False, **fields):
        figures = [Figure(self.fdi, value, fields=fields)]
        return make_report(
            self.rows.parks[park],
            2025,
            quarter,
            reporter=self.rows.investors[park],
            figures=figures,
            form=self.form,
            approved=approved,
            by=self.approver,
        )

    def waiting(self, park=0, at="2025-07-01T09:00:00+07:00", by=None, **fields):
        revision = self.report(park, **fields).revisions.get()
        with time_machine.travel(at, tick=False):
            return submit_revision(revision, by=by or self.clerk)

    def inbox(self, client=None):
        return (client or self.client).get(reverse("admin:index"))

    def address(self, revision):
        return reverse("admin:tracker_reportrevision_review", args=[revision.pk])

    def page(self, revision, client=None):
        return (client or self.client).get(self.address(revision))

    def decide(self, revision, **data):
        seen = self.page(revision).context["seen"]
        return self.client.post(self.address(revision), {"seen": seen, **data})

    def correction(self, report, *figures):
        """Return a submitted correction of an approved report that states these figures."""
        draft = revise_report(report=report, reason="nhập nhầm", by=self.clerk, at=timezone.now())
        for figure in figures:
            make_actual(draft, figure)
        return submit_report(revision=draft, by=self.clerk, at=timezone.now())


@pytest.fixture
def office(sign_in):
    return Office(sign_in)


# --- What waits -------------------------------------------------------------------------------------------------


def test_inbox_shows_the_oldest_first_with_what_it_takes_to_decide(office):
    newer = office.waiting(0, at="2025-07-03T09:00:00+07:00", reason="one large project")
    older = office.waiting(1, at="2025-07-01T09:00:00+07:00")
    page = office.inbox()
    found = page.context["work"].reports_waiting
    assert [item.address for item in found] == [office.address(older), office.address(newer)]
    assert [(item.figures, item.reasons, item.days, item.who) for item in found] == [
        (1, 0, 4, str(office.clerk)),
        (1, 1, 2, str(office.clerk)),
    ]
    text = page.content.decode()
    assert "unusual ones with a reason: 1" in text
    assert "days of waiting: 4" in text


def test_inbox_of_a_correction_counts_only_what_it_changes(office):
    report = office.report(approved=True)
    correction = office.correction(report, Figure(office.ddi, 5), Figure(office.ddi, 2, Basis.IN_QUARTER))
    [item] = office.inbox().context["work"].reports_waiting
    assert (item.address, item.correction, item.figures) == (office.address(correction), 2, 2)


def test_inbox_shows_nothing_of_a_neighbour_and_no_draft(office):
    office.report()
    neighbour = office.sign_in(make_approver(make_place("bac-ninh"), "bn-approver"))
    office.waiting(1)
    assert office.inbox(neighbour).context["work"].reports_waiting == ()
    assert len(office.inbox().context["work"].reports_waiting) == 1


def test_inbox_says_which_report_somebody_else_decides(office):
    make_clerk(office.rows.province, "hd-approver")
    office.waiting(by=office.approver)
    page = office.inbox()
    assert page.context["work"].reports_waiting[0].own
    assert "somebody else decides" in page.content.decode()


def test_report_with_a_figure_of_the_reader_is_for_somebody_else_and_never_the_next(office, settings):
    make_clerk(office.rows.province, "hd-approver")
    first, last = (office.waiting(park, at=f"2025-07-0{park + 1}T09:00:00+07:00") for park in (0, 2))
    mixed = office.report(1).revisions.get()
    with pghistory.context(user=office.approver.pk):
        make_actual(mixed, Figure(office.ddi, 5))
    with time_machine.travel("2025-07-02T09:00:00+07:00", tick=False):
        submit_revision(mixed, by=office.clerk)
    items = office.inbox().context["work"].reports_waiting
    assert [(item.address, item.own) for item in items] == [
        (office.address(first), False),
        (office.address(mixed), True),
        (office.address(last), False),
    ]
    assert office.decide(first, step="return", reason="why").url == office.address(last)
    settings.SMALL_OFFICE = True  # there everybody may approve their own
    assert not any(item.own for item in office.inbox().context["work"].reports_waiting)
    assert office.decide(last, step="return", reason="why").url == office.address(mixed)


def test_report_of_the_person_stood_in_for_is_for_somebody_else(office):
    make_clerk(office.rows.province, "hd-approver")
    office.waiting(by=office.approver)
    other = office.waiting(1)
    deputy = make_manager(office.rows.province, "hd-deputy")
    appoint_deputy(
        by=office.approver,
        deputy=deputy,
        place=office.rows.province,
        first_day=date(2025, 7, 1),
        last_day=date(2025, 7, 31),
        at=timezone.now(),
    )
    items = office.inbox(office.sign_in(deputy)).context["work"].reports_waiting
    assert {item.address: item.own for item in items}[office.address(other)] is False
    assert [item.own for item in items].count(True) == 1


def test_inbox_shows_drafts_of_targets_oldest_first_with_old_and_new_amount(office):
    old = make_target(office.rows.province, office.fdi, 900_000_000)
    with pghistory.context(user=office.clerk.pk):
        make_target(office.rows.province, office.fdi, 950_000_000, supersedes=old, approved=False)
    make_target(office.rows.province, office.fdi, year=2026, approved=False)
    first, second = office.inbox().context["work"].targets_waiting
    assert ("900" in first.before, "950" in first.now, first.who) == (True, True, str(office.clerk))
    assert (second.before, first.correction, second.correction) == ("", 2, 0)


def test_inbox_counts_the_targets_that_it_does_not_show(office):
    for year in range(2026, 2048):
        make_target(office.rows.province, office.fdi, year=year, approved=False)
    page = office.inbox()
    assert (len(page.context["work"].targets_waiting), page.context["work"].further_targets) == (20, 2)
    assert "Further drafts of targets: 2" in page.content.decode()


def test_returned_report_shows_its_reason_to_the_clerk(office):
    revision = office.waiting()
    return_report(revision=revision, reason="thiếu vốn DDI", by=office.approver, at=timezone.now())
    clerk = office.sign_in(office.clerk)
    assert "thiếu vốn DDI" in office.inbox(clerk).content.decode()
    assert "thiếu vốn DDI" in office.page(revision, clerk).content.decode()


# --- What a report changes --------------------------------------------------------------------------------------


def rows(page):
    return {row.name: row for row in page.context["review"].rows}


def test_review_of_a_first_report_shows_every_line_and_what_was_said(office):
    revision = office.waiting(reason="dự án lớn", source="Công văn 12", note="làm tròn")
    page = office.page(revision)
    fdi, ddi = rows(page)["Fdi Registered"], rows(page)["Ddi Registered"]
    assert (fdi.change, ddi.change) == (Change.NEW, Change.BLANK)
    assert (fdi.reason, fdi.source, fdi.note) == ("dự án lớn", "Công văn 12", "làm tròn")
    assert "125" in fdi.now
    assert "dự án lớn" not in fdi.now
    text = page.content.decode()
    assert all(words in text for words in ("dự án lớn", "Công văn 12", "làm tròn"))


def test_review_of_a_correction_shows_old_and_new_and_folds_the_rest(office):
    report = office.report(approved=True)
    correction = office.correction(report, Figure(office.fdi, 130_000_000))
    page = office.page(correction)
    [changed] = page.context["review"].changed
    assert (changed.change, "125" in changed.before, "130" in changed.now) == (Change.CHANGED, True, True)
    assert [row.change for row in page.context["review"].unchanged] == [Change.BLANK]
    assert "<details" in page.content.decode()
    assert "nhập nhầm" in page.content.decode()


def test_review_names_withdrawn_figures(office):
    report = office.report(approved=True)
    withdrawn = Figure(
        office.fdi, None, observation_status=ObservationStatus.WITHDRAWN, fields={"comparator": "none_stated"}
    )
    page = office.page(office.correction(report, withdrawn))
    [row] = page.context["review"].changed
    assert (row.change, "125" in row.before, row.now) == (Change.WITHDRAWN, True, "–")
    assert "withdrawn" in page.content.decode()


def test_review_of_an_approved_correction_still_shows_what_it_changed(office):
    report = office.report(approved=True)
    correction = office.correction(report, Figure(office.fdi, 130_000_000))
    approve_report(revision=correction, by=office.approver, at=timezone.now())
    [row] = office.page(correction).context["review"].changed
    assert ("125" in row.before, "130" in row.now) == (True, True)
    first = office.page(report.revisions.get(number=1))
    assert "125" in rows(first)["Fdi Registered"].now


def test_review_says_what_is_unusual_beside_the_reason_that_was_given(office):
    report = office.report(quarter=1, value=400_000_000, approved=True)
    assert report
    revision = office.waiting(quarter=2, value=125_000_000, reason="dự án bị thu hồi")
    row = rows(office.page(revision))["Fdi Registered"]
    assert row.warnings
    assert row.reason == "dự án bị thu hồi"


def test_review_tells_of_a_contradiction_with_what_was_approved_since(office):
    """15 in the second quarter and 30 to date; the first quarter, 10, is approved while they wait: 25, not 30."""
    report = office.report(value=30_000_000)
    draft = report.revisions.get()
    make_actual(draft, Figure(office.fdi, 15_000_000, Basis.IN_QUARTER))
    waiting = submit_revision(draft, by=office.clerk)
    (row,) = office.page(waiting).context["review"].changed
    assert row.warnings == ()
    make_report(
        office.rows.parks[0],
        2025,
        1,
        reporter=office.rows.investors[0],
        figures=[Figure(office.fdi, 10_000_000, Basis.IN_QUARTER)],
        form=office.form,
        by=office.approver,
    )
    page = office.page(waiting)
    (row,) = page.context["review"].changed
    (warning,) = row.warnings
    assert "make 25\u00a0million USD, but 30\u00a0million USD is typed as the year to date" in warning
    assert warning in page.content.decode()


def test_review_lists_figures_that_fit_no_line_of_the_form(office):
    revision = office.report().revisions.get()
    leased = make_indicator("land-leased", unit="ha")
    vnd = make_unit("VND")
    other_span = {"from_on": date(2025, 4, 1), "to_on": date(2025, 5, 31)}
    make_actual(revision, Figure(leased, 12))  # not asked for
    make_actual(revision, Figure(office.ddi, 3, Basis.AS_OF))  # asked for otherwise
    make_actual(revision, Figure(office.ddi, 4, Basis.OTHER_SPAN, fields=other_span))  # other days
    make_actual(revision, Figure(office.fdi, 7_000_000, Basis.IN_QUARTER, fields={"unit": vnd}))  # another currency
    submit_revision(revision, by=office.clerk)
    page = office.page(revision)
    found = [(row.name, row.now.replace("\xa0", " ")) for row in page.context["review"].unfitting]
    assert sorted(found) == [
        ("Ddi Registered", "0.000000003 billion VND"),
        ("Ddi Registered", "0.000000004 billion VND"),
        ("Fdi Registered", "7,000,000 VND"),
        ("Land Leased", "12 ha"),
    ]
    assert "01/04/2025 – 31/05/2025" in page.content.decode()
    assert "Figures that fit no line of the form" in page.content.decode()
    plain = office.page(office.waiting(1))
    assert plain.context["review"].unfitting == ()
    assert "fit no line" not in plain.content.decode()


def test_review_announces_the_later_quarters_that_are_computed_anew(office):
    office.report(quarter=2, value=25_000_000, approved=True)
    typed = list(Actual.objects.order_by("pk").values())
    late = office.waiting(quarter=1, value=10_000_000)
    page = office.page(late)
    [restated] = page.context["review"].restated
    assert restated.quarter == "Q2 2025"
    assert ("15" in restated.after, restated.before) == (True, "–")
    office.decide(late, step="approve")
    assert list(Actual.objects.exclude(revision=late).order_by("pk").values()) == typed


def test_review_announces_nothing_where_a_typed_quarter_leads(office):
    report = office.report(quarter=2, value=25_000_000, approved=False)
    make_actual(report.revisions.get(), Figure(office.fdi, 14_000_000, Basis.IN_QUARTER))
    approve_report(revision=submit_revision(report.revisions.get()), by=office.approver, at=timezone.now())
    late = office.waiting(quarter=1, value=10_000_000)
    assert office.page(late).context["review"].restated == ()


def test_review_shows_what_the_checks_say_about_this_quarter_only(office):
    def contradict(quarter):
        report = office.report(quarter=quarter, value=10_000_000, approved=True)
        other = make_organisation("the-press")
        make_report(
            report.place, 2025, quarter, reporter=other, figures=[Figure(office.fdi, 99_000_000)], by=office.approver
        )
        return report

    first, second = contradict(1), contradict(2)
    for report in (first, second):
        said = office.page(report.revisions.get()).context["checks"]
        assert said
        assert all(check.arithmetic for check in said)
    third = office.page(office.waiting(1)).context["checks"]
    assert third == ()


def test_review_of_an_approved_report_says_since_when_by_whom_and_how_to_correct(office):
    revision = office.waiting()
    approve_report(revision=revision, by=office.approver, at=timezone.now())
    text = office.page(revision).content.decode()
    assert f"Approved by {office.approver}" in text
    assert "starts a correction with a reason" in " ".join(text.split())


def test_review_says_for_whom_a_deputy_approved(office):
    # Before the appointment: within one transaction the trail would give the rows that follow to who appointed.
    revision = office.waiting()
    deputy = make_manager(office.rows.province, "hd-deputy")
    appoint_deputy(
        by=office.approver,
        deputy=deputy,
        place=office.rows.province,
        first_day=date(2025, 7, 1),
        last_day=date(2025, 7, 31),
        at=timezone.now(),
    )
    approve_report(revision=revision, by=deputy, at=timezone.now())
    assert f"stood in for {office.approver}" in office.page(revision).content.decode()


def test_review_says_that_the_quarter_is_closed(office):
    revision = office.waiting()
    close_quarter(place=office.rows.province, quarter=Quarter(2025, 2), by=office.approver, at=timezone.now())
    assert "is closed for Hai Duong" in office.page(revision).content.decode()


# --- The decision -----------------------------------------------------------------------------------------------


def test_decision_leads_to_the_next_that_waits_and_at_last_to_the_front_page(office):
    oldest, middle, newest = (office.waiting(park, at=f"2025-07-0{park + 1}T09:00:00+07:00") for park in range(3))
    assert office.decide(middle, step="approve").url == office.address(newest)
    assert office.decide(newest, step="return", reason="why").url == office.address(oldest)
    assert office.decide(oldest, step="approve").url == reverse("admin:index")
    statuses = ReportRevision.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == [RevisionStatus.APPROVED, RevisionStatus.APPROVED, RevisionStatus.RETURNED]


def test_next_is_never_one_that_the_approver_sent(office):
    make_clerk(office.rows.province, "hd-approver")
    first = office.waiting(0)
    office.waiting(1, by=office.approver)
    assert office.decide(first, step="approve").url == reverse("admin:index")


def test_figures_whose_reason_changed_since_they_were_seen_are_not_approved(office):
    revision = office.waiting()
    seen = office.page(revision).context["seen"]
    ReportRevision.objects.filter(pk=revision.pk).update(status="draft", submitted_by=None, submitted_at=None)
    Actual.objects.filter(revision=revision).update(reason="another reason")
    revision.refresh_from_db()
    submit_revision(revision, by=office.clerk)
    response = office.client.post(office.address(revision), {"seen": seen, "step": "approve"})
    revision.refresh_from_db()
    assert (response.url, revision.status) == (office.address(revision), RevisionStatus.AWAITING_APPROVAL)


def test_draft_that_was_taken_back_and_deleted_meanwhile_is_named(office, monkeypatch):
    revision = office.waiting()
    seen = office.page(revision).context["seen"]

    def after_the_clerk(**given):
        taken_back = withdraw_submission(revision=ReportRevision.objects.get(), by=office.clerk, at=timezone.now())
        delete_draft(revision=taken_back, by=office.clerk, at=timezone.now())
        return approve_report(**given)

    monkeypatch.setattr(review, "approve_report", after_the_clerk)
    page = office.client.post(office.address(revision), {"seen": seen, "step": "approve"}, follow=True)
    assert "Somebody has deleted this draft meanwhile" in page.content.decode()


# --- What it costs ----------------------------------------------------------------------------------------------


def cost(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_inbox_costs_the_same_for_one_report_and_for_many(office):
    def fill(park, years):
        office.waiting(park, reason="why")
        for year in years:
            with pghistory.context(user=office.clerk.pk):
                make_target(office.rows.province, office.fdi, year=year, approved=False)

    fill(0, [2026])
    small = cost(office.client, reverse("admin:index"))
    fill(1, [2027, 2028])
    fill(2, range(2029, 2035))
    # One of them asks the trail who entered what waits, for all reports at once.
    assert cost(office.client, reverse("admin:index")) == small == 9


def test_review_costs_the_same_for_a_short_form_and_for_a_long_one(office):
    short = cost(office.client, office.address(office.waiting(0)))
    many = [make_indicator(f"further-{number}") for number in range(12)]
    office.form = make_form("long-form", indicators=[office.fdi, *many])
    revision = office.report(1).revisions.get()
    for indicator in many:
        make_actual(revision, Figure(indicator, 5, fields={"reason": "why"}))
    submit_revision(revision, by=office.clerk)
    # The data checks of the place ask 15 of them, and one more whether what they found before still holds.
    assert cost(office.client, office.address(revision)) == short == 26
