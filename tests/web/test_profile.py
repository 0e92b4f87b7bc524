"""The page about one's own account: what it tells, and what can be settled on it."""

from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import AbstractUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.builders import make_approver, make_clerk, make_country, make_person, make_place
from tests.reading import read, text_of
from tracker.models import Membership, Person, Role

pytestmark = pytest.mark.django_db
PAGE = "/accounts/profile/"
PASSWORD, OTHER = "correct horse battery", "staple and paper clip"


@pytest.fixture(autouse=True)
def _july_2025():
    with time_machine.travel("2025-07-05T09:00:00+07:00", tick=True):
        yield


@pytest.fixture
def person():
    made = make_clerk(make_place("hai-duong", name="Hải Dương", name_en="Hai Duong", parent=make_country()))
    made.set_password(PASSWORD)
    made.save()
    return made


def browser(language="en"):
    client = Client()
    client.cookies["language"] = language
    return client


def signed_in(person, password=PASSWORD, language="en"):
    client = browser(language)
    answer = client.post(reverse("web:sign_in"), {"username": person.username, "password": password})
    assert answer.status_code == 302, text_of(answer)
    return client


# --- What it tells ----------------------------------------------------------------------------------------------


def test_it_is_for_people_who_are_signed_in(person):
    for address in (PAGE, reverse("web:password")):
        assert browser().get(address).headers["Location"] == f"/accounts/login/?next={address}"


def test_roles_have_places_and_days_and_say_which_hold(person):
    near = make_place("bac-giang", name_en="Bac Giang", parent=make_country())
    Membership.objects.filter(person=person).update(valid_from=date(2024, 1, 1))
    Membership.objects.create(person=person, role=Role.MANAGER, place=near, valid_to=date(2025, 6, 30))
    Membership.objects.create(person=person, role=Role.APPROVER, place=near, valid_from=date(2025, 8, 1))
    rows = read(PAGE, "en", person).context["roles"]
    plain = [
        (
            row["place"],
            row["role"],
            row["since"].replace("\u00a0", " "),
            row["until"].replace("\u00a0", " "),
            row["state"],
        )
        for row in rows
    ]
    assert plain == [
        ("Bac Giang", "approver", "1 Aug 2025", "", "not begun yet"),
        ("Hai Duong", "clerk", "1 Jan 2024", "", "holds"),
        ("Bac Giang", "manager", "", "30 Jun 2025", "ended"),
    ]
    # What may not be opened today is no link.
    assert [row["address"] for row in rows] == ["", "/places/hai-duong/", ""]


def test_somebody_without_a_role_is_told_whom_to_ask():
    assert "You have no role yet." in text_of(read(PAGE, "en", make_person("nobody")))


@pytest.mark.parametrize("staff", [True, False])
def test_whoever_reads_may_make_tokens_and_whoever_enters_has_due_days(person, staff):
    Person.objects.filter(pk=person.pk).update(is_staff=staff)
    page = read(PAGE, person=person).content.decode()
    assert 'href="/accounts/programs/"' in page
    assert ('href="/reporting/calendar/"' in page) == staff


def test_deputies_are_named_with_their_days_and_the_page_that_names_them(person):
    place = Membership.objects.get().place
    approver, deputy = make_approver(place), make_person("deputy", display_name="Lê Thị Dung", is_staff=True)
    Membership.objects.create(
        person=deputy,
        role=Role.APPROVER,
        place=place,
        valid_from=date(2025, 7, 1),
        valid_to=date(2025, 7, 20),
        standing_in_for=approver,
    )
    text = text_of(read(PAGE, "en", approver))
    assert "Lê Thị Dung approves for Hai Duong in your place from 1 Jul 2025 to 20 Jul 2025" in text
    assert reverse("admin:tracker_membership_deputies") in read(PAGE, "en", approver).content.decode()
    # The deputy reads for whom; the clerk has nothing of it.
    assert f"in place of {approver}" in text_of(read(PAGE, "en", deputy))
    assert "Deputies" not in text_of(read(PAGE, "en", person))


def test_it_costs_the_same_with_one_role_and_with_many(person):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert read(PAGE, "en", person).status_code == 200
        return len(queries)

    small = cost()
    for number in range(5):
        place = make_place(f"further-{number}", parent=make_country())
        Membership.objects.create(person=person, role=Role.CLERK, place=place)
    assert cost() == small


# --- Language ---------------------------------------------------------------------------------------------------


def test_language_is_kept_for_the_person_on_every_machine(person):
    client = signed_in(person, language="vi")
    answer = client.post(PAGE, {"language": "en"}, follow=True)
    assert "Pages greet you in this language from now on" in text_of(answer)
    assert Person.objects.get(pk=person.pk).language == "en"
    # Another machine, left in Vietnamese: after signing in it speaks English.
    assert signed_in(person, language="vi").cookies["language"].value == "en"


def test_language_is_kept_by_the_sign_in_page_of_the_admin_as_well(person):
    Person.objects.filter(pk=person.pk).update(language="en", is_staff=True)
    client = browser("vi")
    answer = client.post(reverse("admin:login"), {"username": person.username, "password": PASSWORD})
    assert answer.status_code == 302
    assert client.cookies["language"].value == "en"


def test_page_says_in_which_language_reminders_come(person):
    client = signed_in(person)
    assert "You have not chosen one yet: reminders come in both languages." in text_of(client.get(PAGE))
    said = text_of(client.post(PAGE, {"language": "en"}, follow=True))
    assert "reminders are written in it" in said
    assert "You have not chosen one yet" not in said


def test_where_no_language_is_kept_the_browser_stays_as_it_was(person):
    assert signed_in(person, language="en").cookies["language"].value == "en"


def test_language_that_the_screens_do_not_speak_is_refused(person):
    client = signed_in(person)
    answer = client.post(PAGE, {"language": "fr"}, follow=True)
    assert "Choose Vietnamese or English." in text_of(answer)
    assert Person.objects.get(pk=person.pk).language == ""


def test_trail_says_who_chose_the_language(person):
    signed_in(person).post(PAGE, {"language": "en"})
    event = Person.pgh_event_model.objects.filter(pgh_obj=person, language="en").select_related("pgh_context").get()
    assert event.pgh_context.metadata["user"] == person.pk


# --- Password ---------------------------------------------------------------------------------------------------


def change(client, **typed):
    fields = {"old_password": PASSWORD, "new_password1": OTHER, "new_password2": OTHER, **typed}
    return client.post(reverse("web:password"), fields, follow=True)


def test_password_is_changed_here_and_others_are_signed_out(person):
    here, elsewhere = signed_in(person), signed_in(person)
    assert "Your password is changed." in text_of(change(here))
    assert here.get(PAGE).status_code == 200
    assert elsewhere.get(PAGE).status_code == 302
    assert signed_in(person, OTHER).get(PAGE).status_code == 200


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"old_password": "wrong"}, "Mật khẩu cũ"),
        ({"new_password2": "another one altogether"}, "Hai trường mật khẩu"),
        ({"new_password1": "short", "new_password2": "short"}, "quá ngắn"),
    ],
)
def test_wrong_password_is_refused_in_words_beside_its_field(person, typed, said):
    client = signed_in(person, language="vi")
    page = change(client, **typed)
    body = page.content.decode()
    field = next(iter(page.context["form"].errors))
    assert said in text_of(page)
    assert f'id="id_{field}_error"' in body
    assert 'aria-invalid="true"' in body
    assert Person.objects.get(pk=person.pk).check_password(PASSWORD)


# --- Sessions ---------------------------------------------------------------------------------------------------


def test_sign_out_everywhere_ends_every_session_of_the_person_and_nobody_elses(person):
    here, elsewhere = signed_in(person), signed_in(person)
    other = make_person("other")
    other.set_password(PASSWORD)
    other.save()
    stranger = signed_in(other)
    answer = here.post(reverse("web:sign_out_everywhere"), follow=True)
    assert "You are signed out everywhere." in text_of(answer)
    assert here.get(PAGE).status_code == elsewhere.get(PAGE).status_code == 302
    assert stranger.get(PAGE).status_code == 200
    assert signed_in(person).get(PAGE).status_code == 200


def test_sign_out_everywhere_is_done_by_a_button_alone(person):
    assert signed_in(person).get(reverse("web:sign_out_everywhere")).status_code == 405


def test_sessions_from_before_this_was_kept_go_on(person):
    # The hash of somebody who has ended nothing is Django's own: an upgrade signs nobody out.
    assert person.sessions_ended_at is None
    assert person.get_session_auth_hash() == AbstractUser._get_session_auth_hash(person)
