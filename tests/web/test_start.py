"""The first page by role: what is due, what waits for a decision, the verdict, and the country for who asks for it."""

from datetime import date

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
    make_country,
    make_duty,
    make_form,
    make_indicator,
    make_manager,
    make_organisation,
    make_park,
    make_person,
    make_province_with_parks,
    make_report,
    make_target,
    make_threshold,
    submit_revision,
)
from tests.reading import read, text_of
from tracker.actions.reporting import return_report, revise_report
from tracker.models import DueRule, Membership, ObservationStatus, Role

pytestmark = pytest.mark.django_db
M = 1_000_000


@pytest.fixture(autouse=True)
def _july_2025():
    with time_machine.travel("2025-07-05T09:00:00+07:00", tick=False):
        yield


class Office:
    """Hải Dương with two parks whose investors owe two flows from 2025 on, by the tenth of the next month."""

    def __init__(self):
        make_threshold()
        self.rows = make_province_with_parks("hai-duong", parks=["dai-an", "lai-vu"])
        self.fdi = make_indicator(headline=True)
        self.ddi = make_indicator("ddi-registered", unit="VND", headline=True)
        self.form = make_form(indicators=[self.fdi, self.ddi])
        for park, investor in zip(self.rows.parks, self.rows.investors, strict=True):
            self.owe(investor, park)
        DueRule.objects.create(reporter_kind="investor", day_of_month=10, working_day=True, valid_from=date(2020, 1, 1))
        self.clerk = make_clerk(self.rows.province, "hd-clerk")
        self.approver = make_approver(self.rows.province, "hd-approver")

    def owe(self, reporter, park):
        make_duty(reporter, park, form=self.form, valid_from=date(2025, 1, 1))

    def report(self, park, quarter, *figures, approved=False):
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

    def waiting(self, park, quarter=2, at="2025-07-01T09:00:00+07:00"):
        revision = self.report(park, quarter, Figure(self.fdi, M)).revisions.get()
        with time_machine.travel(at, tick=False):
            return submit_revision(revision, by=self.clerk)

    def enter(self, park, quarter):
        names = [self.rows.parks[park].slug, quarter, self.rows.investors[park].slug]
        return reverse("admin:tracker_quarterlyreport_enter", args=names)


@pytest.fixture
def office():
    return Office()


def due(page):
    rows = [*page.context["due_earlier"], *page.context["due_now"]]
    return [(plain(row.quarter), plain(row.due), row.days, row.missing) for row in rows]


def plain(text):
    return text.replace("\u00a0", " ")


def test_clerk_reads_what_is_due_first_with_days_and_empty_lines(office):
    page = read("/", "en", office.clerk)
    # On 5 July: Q1 was due on 10 April, Q2 is due on the 10th, Q3 has begun. Two parks, two lines each.
    assert due(page) == [
        ("Q1 2025", "10 Apr 2025", "days late: 86", 4),
        ("Q2 2025", "10 Jul 2025", "days left: 5", 4),
        ("Q3 2025", "10 Oct 2025", "days left: 97", 4),
    ]
    # The quarter that is collected now stands first; what is older is folded away.
    assert [row.earlier for row in (*page.context["due_earlier"], *page.context["due_now"])] == [True, False, False]
    text = text_of(page)
    assert "2 reports are overdue" in text
    assert "Waiting for approval" not in text


def test_what_is_typed_in_a_draft_is_not_missing_and_not_yet_known_is(office):
    office.report(0, 1, Figure(office.fdi, M))
    office.report(1, 1, Figure(office.fdi, None, fields={"observation_status": ObservationStatus.NOT_YET_KNOWN}))
    page = read("/", "en", office.clerk)
    # Đại An lacks DDI; Lai Vu lacks DDI, and says of FDI that it is not yet known.
    assert due(page)[0] == ("Q1 2025", "10 Apr 2025", "days late: 86", 3)


def test_one_report_leads_to_its_grid_and_several_to_one_sheet(office):
    office.report(0, 1, Figure(office.fdi, M), approved=True)
    page = read("/", "en", office.clerk)
    [first], second = page.context["due_earlier"], page.context["due_now"][0]
    assert [address for _name, address in first.links] == [office.enter(1, "2025-Q1")]
    sheet = reverse("admin:tracker_quarterlyreport_overview", args=["hai-duong", "2025-Q2"])
    assert [address for _name, address in second.links] == [sheet]
    assert f'href="{sheet}"' in page.content.decode()


def test_returned_report_stands_first_with_its_reason(office):
    return_report(revision=office.waiting(0), reason="thiếu vốn DDI", by=office.approver, at=timezone.now())
    page = read("/", "vi", office.clerk)
    [item] = page.context["returned"]
    assert (item.reason, item.address) == ("thiếu vốn DDI", office.enter(0, "2025-Q2"))
    text = text_of(page)
    assert text.index("thiếu vốn DDI") < text.index("Báo cáo cần nhập")


def test_correction_of_approved_figures_is_no_overdue_report(office):
    office.report(1, 1, Figure(office.fdi, M), approved=True)
    report = office.report(0, 1, Figure(office.fdi, M), approved=True)
    draft = revise_report(report=report, reason="nhập nhầm", by=office.clerk, at=timezone.now())
    make_actual(draft, Figure(office.fdi, 2 * M))
    page = read("/", "en", office.clerk)
    assert due(page)[0] == ("Q1 2025", "10 Apr 2025", "", None)
    # The next due day counts instead: that of the second quarter.
    assert "2 reports are due on 10 Jul 2025" in text_of(page)


def test_approver_reads_what_waits_oldest_first(office):
    later = office.waiting(0, at="2025-07-03T09:00:00+07:00")
    older = office.waiting(1, at="2025-07-01T09:00:00+07:00")
    page = read("/", "en", office.approver)
    review = [reverse("admin:tracker_reportrevision_review", args=[each.pk]) for each in (older, later)]
    assert [item.address for item in page.context["reports_shown"]] == review
    text = text_of(page)
    assert "2 wait for your decision" in text
    assert "Reports to enter" not in text


def test_what_somebody_else_decides_is_no_decision_of_mine(office):
    Membership.objects.create(person=office.clerk, role=Role.APPROVER, place=office.rows.province)
    office.waiting(0)
    page = read("/", "en", office.clerk)
    assert page.context["reports_shown"] == []
    assert "wait for your decision" not in text_of(page)


def test_manager_of_one_place_lands_on_its_page(office):
    answer = read("/", "en", make_manager(office.rows.province))
    assert (answer.status_code, answer.headers["Location"]) == (302, "/places/hai-duong/")


def test_manager_of_the_country_reads_the_verdict(office):
    page = read("/", "en", make_manager(make_country()))
    assert page.templates[0].name == "web/home.html"
    assert page.context["crumbs"] == []


def test_several_roles_read_each_block_in_the_order_of_the_work(office):
    make_target(office.rows.province, office.fdi, 100 * M)
    Membership.objects.create(person=office.clerk, role=Role.APPROVER, place=office.rows.province)
    Membership.objects.create(person=office.clerk, role=Role.MANAGER, place=office.rows.province)
    text = text_of(read("/", "en", office.clerk))
    blocks = ["Reports to enter", "Waiting for approval", "Hai Duong, Q2 2025: 1 goal, no figure yet"]
    assert sorted(blocks, key=text.index) == blocks


def test_several_roles_for_the_country_end_with_its_first_page(office):
    person = make_clerk(make_country(), "vn-clerk")
    Membership.objects.create(person=person, role=Role.MANAGER, place=make_country())
    page = read("/", "en", person)
    assert page.context["tables"]
    assert plain(page.context["verdict"]) in text_of(page)


@pytest.mark.parametrize("parameters", ["view=country", "quarter=2025-Q1", "map=today"])
def test_whatever_is_asked_for_is_the_country(office, parameters):
    page = read(f"/?{parameters}", "en", make_clerk(make_country(), "vn-clerk"))
    assert page.templates[0].name == "web/home.html"
    # The way back to what waits stands above it.
    assert page.context["crumbs"][0] == ("To do", "/")


def test_country_is_led_to_where_it_may_be_read_and_else_the_own_place(office):
    whole = read("/", "en", make_clerk(make_country(), "vn-clerk"))
    assert whole.context["ways"] == [("The whole country", "/?view=country")]
    own = read("/", "en", office.clerk)
    assert own.context["ways"] == [("Hai Duong", "/places/hai-duong/")]
    assert read("/?view=country", "en", office.clerk).headers["Location"] == "/places/hai-duong/"


def test_superuser_without_a_role_has_no_desk(office):
    page = read("/", "en", make_person("root", is_superuser=True))
    assert page.templates[0].name == "web/home.html"


def test_admin_and_first_page_hold_the_same_work(office):
    office.waiting(0)
    Membership.objects.create(person=office.approver, role=Role.CLERK, place=office.rows.province)
    first, admin = read("/", "en", office.approver), read(reverse("admin:index"), "en", office.approver)
    assert first.context["work"] == admin.context["work"]


def test_nothing_of_a_neighbour_is_due_or_waits(office):
    near = make_province_with_parks("bac-giang", parks=["quang-chau"])
    office.owe(near.investors[0], near.parks[0])
    for person in (make_clerk(near.province, "bg-clerk"), make_approver(near.province, "bg-approver")):
        text = text_of(read("/", "en", person))
        assert "Dai An" not in text
    assert "Quang Chau" not in text_of(read("/", "en", office.clerk))


def cost(person):
    with CaptureQueriesContext(connection) as queries:
        assert read("/", "en", person).status_code == 200
    return len(queries)


def test_first_page_costs_the_same_at_two_sizes(office):
    person = make_clerk(office.rows.province, "all-roles")
    for role in (Role.APPROVER, Role.MANAGER):
        Membership.objects.create(person=person, role=role, place=office.rows.province)
    office.report(0, 1, Figure(office.fdi, M))
    office.waiting(0)
    costs = [[cost(each) for each in (office.clerk, office.approver, person)]]
    for number in range(6):
        park = make_park(f"further-{number}", parent=office.rows.perimeter)
        reporter = make_organisation(f"reporter-{number}")
        office.owe(reporter, park)
        revision = make_report(
            park, 2025, 2, reporter=reporter, figures=[Figure(office.fdi, M)], form=office.form, approved=False
        ).revisions.get()
        if number % 2:
            submit_revision(revision, by=office.clerk)
    costs.append([cost(each) for each in (office.clerk, office.approver, person)])
    assert costs[0] == costs[1]
