"""Pages and command for closing a quarter, giving leave to correct it, and naming deputies."""

from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.builders import (
    Figure,
    make_approver,
    make_clerk,
    make_duty,
    make_form,
    make_indicator,
    make_manager,
    make_park,
    make_person,
    make_place,
    make_province_with_parks,
    make_report,
)
from tracker.actions.deputies import appoint_deputy
from tracker.actions.leave import allow_correction
from tracker.actions.locking import close_quarter
from tracker.models import LockException, Membership, QuarterLock, Role
from tracker.progress.periods import Quarter

pytestmark = pytest.mark.django_db
Q2 = Quarter(2025, 2)


@pytest.fixture(autouse=True)
def _july_2025():
    with time_machine.travel("2025-07-05T09:00:00+07:00", tick=False):
        yield


class Office:
    """Hải Dương with two parks whose investors owe a form, a neighbour with a park, and people of both."""

    def __init__(self, sign_in):
        self.sign_in = sign_in
        self.rows = make_province_with_parks("hai-duong", parks=["dai-an", "lai-vu"])
        self.province, self.park = self.rows.province, self.rows.parks[0]
        self.fdi = make_indicator(name="Vốn FDI", name_en="FDI capital")
        self.ddi = make_indicator("ddi-registered", unit="VND", name_en="DDI capital")
        form = make_form(indicators=[self.fdi, self.ddi])
        for park, investor in zip(self.rows.parks, self.rows.investors, strict=True):
            make_duty(investor, park, form=form)
        self.other = make_province_with_parks("bac-ninh", parks=["yen-phong"])
        make_duty(self.other.investors[0], self.other.parks[0], form=form)
        self.clerk = make_clerk(self.province, "hd-clerk")
        self.approver = make_approver(self.province, "hd-approver")
        self.manager = make_manager(self.province, "hd-manager")
        self.neighbour = make_approver(self.other.province, "bn-approver")
        self.administrator = make_person("hd-administrator", role=Role.ADMINISTRATOR, place=self.province)
        self.client = sign_in(self.approver)

    def lock(self, place=None, by=None):
        return close_quarter(place=place or self.province, quarter=Q2, by=by or self.approver, at=timezone.now())

    def leave(self, lock):
        return allow_correction(
            lock=lock,
            place=self.park,
            person=self.clerk,
            indicators=[self.fdi],
            reason="A letter came late.",
            ends_at=timezone.now() + timedelta(days=9),
            by=self.approver,
            at=timezone.now(),
        )

    def appoint(self, deputy, **fields):
        fields = {"place": self.province, "first_day": date(2025, 7, 1), "last_day": date(2025, 7, 31), **fields}
        return appoint_deputy(by=self.approver, deputy=deputy, at=timezone.now(), **fields)


@pytest.fixture
def office(sign_in):
    return Office(sign_in)


CLOSE = "admin:tracker_quarterlock_close"
DEPUTIES = "admin:tracker_membership_deputies"


# --- Closing ----------------------------------------------------------------------------------------------------


def test_lists_lead_the_approver_to_closing_and_the_clerk_not(office):
    for name in ("tracker_quarterlyreport", "tracker_quarterlock"):
        link = f'href="{reverse(CLOSE)}"'
        assert link in office.client.get(reverse(f"admin:{name}_changelist")).content.decode()
        page = office.sign_in(office.clerk).get(reverse(f"admin:{name}_changelist"))
        assert page.status_code == 200
        assert link not in page.content.decode()


def test_quarter_is_closed_on_the_page(office):
    page = office.client.get(reverse(CLOSE), {"place": "hai-duong", "quarter": "2025-Q2"})
    text = page.content.decode()
    assert '<option value="hai-duong" selected>Hai Duong</option>' in text
    assert "yen-phong" not in text
    response = office.client.post(
        reverse(CLOSE), {"place": "hai-duong", "quarter": "2025-Q2", "reason": "sent to the ministry"}
    )
    lock = QuarterLock.objects.get()
    assert response.url == reverse("admin:tracker_quarterlock_change", args=[lock.pk])
    assert (lock.place, lock.year, lock.quarter, lock.locked_by) == (office.province, 2025, 2, office.approver)
    page = office.client.get(response.url).content.decode()
    assert "sent to the ministry" in page
    assert "is closed for Hai Duong" in page


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"place": "yen-phong"}, "place"),
        ({"place": ""}, "place"),
        ({"place": "a\x00b"}, "place"),
        ({"quarter": "2025-Q4"}, "quarter"),
        ({"quarter": "soon"}, "quarter"),
        ({"reason": "x" * 301}, "reason"),
    ],
)
def test_closing_that_cannot_be_names_the_field(office, fields, wrong):
    posted = {"place": "hai-duong", "quarter": "2025-Q2", "reason": "", **fields}
    response = office.client.post(reverse(CLOSE), posted)
    assert response.status_code == 200
    assert wrong in response.context["form"].errors
    assert not QuarterLock.objects.exists()


def test_closing_twice_says_who_did_it_first(office):
    office.lock()
    response = office.client.post(reverse(CLOSE), {"place": "dai-an", "quarter": "2025-Q2"})
    assert "is closed for Hai Duong since" in response.content.decode()
    assert QuarterLock.objects.count() == 1


@pytest.mark.parametrize("who", ["clerk", "manager"])
def test_pages_of_closing_answer_others_like_unknown_addresses(office, who):
    lock = office.lock()
    exception = office.leave(lock)
    client = office.sign_in(getattr(office, who))
    assert client.get(reverse(CLOSE)).status_code == 404
    assert client.get(reverse("admin:tracker_quarterlock_allow", args=[lock.pk])).status_code == 404
    for name, row in (("quarterlock_reopen", lock), ("lockexception_take_back", exception)):
        assert client.post(reverse(f"admin:tracker_{name}", args=[row.pk]), {"reason": "x"}).status_code == 404
    assert not QuarterLock.objects.filter(retired_at__isnull=False).exists()


def test_closing_of_a_neighbour_answers_like_an_unknown_one(office):
    lock = office.lock(office.other.province, office.neighbour)
    for name in ("reopen", "allow"):
        for key in (lock.pk, 99_999_999):
            assert office.client.post(reverse(f"admin:tracker_quarterlock_{name}", args=[key])).status_code == 404
    assert office.client.get(reverse("admin:tracker_quarterlock_change", args=[lock.pk])).status_code == 404


def test_quarter_is_opened_again_with_a_reason(office):
    lock = office.lock()
    address = reverse("admin:tracker_quarterlock_reopen", args=[lock.pk])
    assert office.client.get(address).status_code == 404
    page = office.client.post(address, {"reason": " "}, follow=True).content.decode()
    assert "Say why the quarter is opened again" in page
    office.client.post(address, {"reason": "closed by mistake"})
    lock.refresh_from_db()
    assert lock.retired_at is not None
    assert (
        address not in office.client.get(reverse("admin:tracker_quarterlock_change", args=[lock.pk])).content.decode()
    )


def test_command_closes_in_a_persons_name(office):
    out = StringIO()
    options = {"place": "hai-duong", "quarter": "2025-Q2", "username": "hd-approver", "language": "en"}
    call_command("close_quarter", stdout=out, reason="sent", **options)
    assert out.getvalue().strip() == "Q2 2025 is closed for Hai Duong and all below it."
    assert QuarterLock.objects.get().locked_by == office.approver
    for change, sentence in (
        ({}, "Nothing was changed"),
        ({"username": "hd-clerk"}, "roles"),
        ({"username": "nobody"}, "--as"),
        ({"place": "nowhere"}, "--place"),
        ({"quarter": "soon"}, "--quarter"),
    ):
        with pytest.raises(CommandError, match=sentence):
            call_command("close_quarter", **{**options, **change})


# --- Leave ------------------------------------------------------------------------------------------------------


def leave_fields(**fields):
    return {
        "place": "dai-an",
        "username": "hd-clerk",
        "indicators": ["fdi-registered"],
        "last_day": "15/07/2025",
        "reason": "A letter came late.",
        **fields,
    }


def test_leave_is_given_and_taken_back_on_the_pages(office):
    lock = office.lock()
    address = reverse("admin:tracker_quarterlock_allow", args=[lock.pk])
    text = office.client.get(address).content.decode()
    assert "FDI capital" in text
    assert "yen-phong" not in text
    response = office.client.post(address, leave_fields())
    exception = LockException.objects.get()
    assert (exception.place, exception.person, exception.given_by) == (office.park, office.clerk, office.approver)
    assert list(exception.indicators.all()) == [office.fdi]
    assert f"{timezone.localtime(exception.ends_at):%d/%m/%Y %H:%M}" == "15/07/2025 23:59"
    page = office.client.get(response.url).content.decode()
    assert "A letter came late." in page
    assert "FDI capital" in page
    take_back = reverse("admin:tracker_lockexception_take_back", args=[exception.pk])
    assert take_back in page
    assert office.client.get(take_back).status_code == 404
    page = office.client.post(take_back, follow=True).content.decode()
    assert "The leave is taken back" in page
    assert "ended" in page
    assert take_back not in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"username": "nobody"}, "does not enter for Dai An"),
        ({"username": "hd-manager"}, "does not enter for Dai An"),
        ({"username": "hd-approver"}, "leave to themselves"),
        ({"place": "yen-phong"}, "Select a valid choice"),
        ({"indicators": ["nothing"]}, "Select a valid choice"),
        ({"last_day": "01/07/2025"}, "passed already"),
        ({"reason": ""}, "required"),
    ],
)
def test_leave_that_cannot_be_says_why_and_keeps_what_was_typed(office, fields, sentence):
    address = reverse("admin:tracker_quarterlock_allow", args=[office.lock().pk])
    response = office.client.post(address, leave_fields(**fields))
    text = response.content.decode()
    assert sentence in text
    assert fields.get("reason", "A letter came late.") in text
    assert not LockException.objects.exists()


def test_unknown_person_is_answered_like_one_of_somebody_else(office):
    address = reverse("admin:tracker_quarterlock_allow", args=[office.lock().pk])
    answers = set()
    for name in ("bn-approver", "bn-nobody"):
        text = office.client.post(address, leave_fields(username=name)).content.decode()
        assert f"“{name}” does not enter for Dai An" in text
        answers.add(text.count("does not enter"))
    assert len(answers) == 1


def test_clerk_reads_the_closing_and_the_leave_without_buttons(office):
    lock = office.lock()
    office.leave(lock)
    page = office.sign_in(office.clerk).get(reverse("admin:tracker_quarterlock_change", args=[lock.pk]))
    text = page.content.decode()
    assert "A letter came late." in text
    assert reverse("admin:tracker_quarterlock_reopen", args=[lock.pk]) not in text
    assert reverse("admin:tracker_quarterlock_allow", args=[lock.pk]) not in text


def test_page_of_a_closing_costs_the_same_for_one_leave_and_for_many(office):
    lock = office.lock()
    address = reverse("admin:tracker_quarterlock_change", args=[lock.pk])

    def cost():
        office.client.get(address)
        with CaptureQueriesContext(connection) as queries:
            office.client.get(address)
        return len(queries)

    office.leave(lock)
    small = cost()
    for _number in range(5):
        office.leave(lock)
    assert cost() == small


# --- Deputies ---------------------------------------------------------------------------------------------------


def deputy_fields(**fields):
    days = {"first_day": "01/08/2025", "last_day": "15/08/2025"}
    return {"username": "hd-manager", "place": "hai-duong", "step": "appoint", **days, **fields}


def test_approver_names_a_deputy_and_ends_it(office):
    assert reverse(DEPUTIES) in office.client.get(reverse("admin:index")).content.decode()
    response = office.client.post(reverse(DEPUTIES), deputy_fields())
    assert response.url == reverse(DEPUTIES)
    membership = Membership.objects.get(standing_in_for=office.approver)
    assert (membership.person, membership.role, membership.place) == (office.manager, Role.APPROVER, office.province)
    assert (membership.valid_from, membership.valid_to) == (date(2025, 8, 1), date(2025, 8, 15))
    text = office.client.get(reverse(DEPUTIES)).content.decode()
    assert "hd-manager stands in for hd-approver, Hai Duong, from 01/08/2025 to 15/08/2025." in text
    assert str(office.manager) not in text.replace("hd-manager", "")
    office.client.post(reverse(DEPUTIES), {"step": "end", "membership": membership.pk})
    assert not Membership.objects.filter(standing_in_for=office.approver).exists()


def test_administrator_names_a_deputy_for_an_approver(office):
    client = office.sign_in(office.administrator)
    client.post(reverse(DEPUTIES), deputy_fields(standing_in_for="hd-approver"))
    assert Membership.objects.get(standing_in_for=office.approver).person == office.manager
    assert "hd-manager stands in for hd-approver" in client.get(reverse(DEPUTIES)).content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"username": "nobody"}, "“nobody” cannot sign in"),
        ({"username": "closed"}, "“closed” cannot sign in"),
        ({"username": "hd-approver"}, "somebody else"),
        ({"place": "yen-phong"}, "Select a valid choice"),
        ({"last_day": "01/07/2025"}, "before the first day"),
        ({"last_day": "soon"}, "Enter a valid date"),
    ],
)
def test_appointment_that_cannot_be_says_why(office, fields, sentence):
    make_person("closed", is_active=False)
    response = office.client.post(reverse(DEPUTIES), deputy_fields(**fields))
    assert sentence in response.content.decode()
    assert not Membership.objects.filter(standing_in_for__isnull=False).exists()


def test_deputies_are_shown_to_those_they_concern(office):
    membership = office.appoint(office.manager)
    neighbour = office.sign_in(office.neighbour)
    assert "hd-manager" not in neighbour.get(reverse(DEPUTIES)).content.decode()
    assert neighbour.post(reverse(DEPUTIES), {"step": "end", "membership": membership.pk}).status_code == 404
    for wrong in ("x", "9" * 19, "9" * 5000):
        assert neighbour.post(reverse(DEPUTIES), {"step": "end", "membership": wrong}).status_code == 404
    assert office.sign_in(office.clerk).get(reverse(DEPUTIES)).status_code == 404
    # The deputy is an approver on these days, and sees for whom.
    assert "hd-manager stands in for" in office.sign_in(office.manager).get(reverse(DEPUTIES)).content.decode()


def test_deputy_finds_what_waits_and_decides_it(office):
    make_report(
        office.park,
        2025,
        2,
        reporter=office.rows.investors[0],
        figures=[Figure(office.fdi, 125)],
        approved=False,
    )
    client = office.sign_in(office.manager)
    assert not client.get(reverse("admin:index")).context["work"].approves
    office.appoint(office.manager)
    assert client.get(reverse("admin:index")).context["work"].approves


def test_place_outside_the_tree_is_offered_to_nobody(office):
    make_park("far-away", parent=make_place("ca-mau"))
    for address in (CLOSE, DEPUTIES):
        assert "far-away" not in office.client.get(reverse(address)).content.decode()
