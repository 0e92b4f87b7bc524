"""Signing in and out and one's password: the same pages from the admin as from everywhere else."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import make_administrator, make_clerk, make_country, make_manager, make_person, make_place
from tests.reading import text_of
from tracker.models import PUBLISHER, Person

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


@pytest.fixture
def clerk():
    return with_password(make_clerk(make_place("hai-duong", parent=make_country())))


def with_password(person):
    person.set_password(PASSWORD)
    person.save()
    return person


def browser(person=None, language="en"):
    client = Client()
    client.cookies["language"] = language
    if person is not None:
        client.force_login(person)
    return client


@pytest.mark.parametrize(("language", "words"), [("en", "Sign in"), ("vi", "Đăng nhập")])
def test_sign_in_of_the_admin_is_the_sign_in_page_of_the_site(language, words):
    page = browser(language=language).get("/admin/login/")
    assert page.context["title"] == words
    body = page.content.decode()
    assert 'class="site-head"' in body
    assert 'class="sign-in"' in body
    assert "Log in" not in body


def test_wrong_password_at_the_sign_in_of_the_admin_is_said_on_the_same_page(clerk):
    page = browser().post("/admin/login/", {"username": clerk.username, "password": "wrong", "next": "/admin/"})
    body = page.content.decode()
    assert page.status_code == 200
    assert 'class="note wrong" role="alert"' in body
    assert 'name="next" value="/admin/"' in body


def test_right_password_leads_to_the_page_that_was_asked_for(clerk):
    client = browser()
    asked = client.get("/admin/tracker/quarterlyreport/")
    page = client.get(asked.headers["Location"])
    typed = {"username": clerk.username, "password": PASSWORD, "next": page.context["next"]}
    answer = client.post("/admin/login/", typed)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/tracker/quarterlyreport/")


def test_somebody_signed_in_who_may_not_enter_is_told_so_and_where_to_go():
    reader = with_password(make_person("reader", display_name="Lê Thị Dung", is_staff=False))
    client = browser(reader)
    page = client.get(client.get("/admin/").headers["Location"])
    assert "You are signed in as Lê Thị Dung, who does not enter figures." in text_of(page)
    assert f'href="{reverse("web:home")}"' in page.content.decode().split("<main", 1)[1]


def test_password_is_changed_on_the_page_of_ones_account_from_the_admin_as_well(clerk):
    client = browser(clerk)
    assert client.get("/admin/password_change/").headers["Location"] == reverse("web:password")
    assert client.get("/admin/password_change/done/").headers["Location"] == reverse("web:profile")
    assert client.get(reverse("web:password")).status_code == 200


def test_head_of_the_admin_speaks_as_the_pages_do(clerk):
    head = browser(clerk).get("/admin/").content.decode().split('id="user-tools"', 1)[1].split("</header>", 1)[0]
    for words in ("Help", "Your account", "To the overview", "Sign out"):
        assert words in head
    for words in ("Log out", "View site", "Change password"):
        assert words not in head
    assert f'action="{reverse("web:sign_out")}"' in head


@pytest.mark.parametrize("way", ["web:sign_out", "admin:logout"])
def test_whoever_signs_out_is_told_that_they_are(clerk, way):
    client = browser(clerk)
    page = client.post(reverse(way), follow=True)
    assert "You are signed out." in text_of(page)
    assert "_auth_user_id" not in client.session
    assert "You are signed out." not in text_of(client.get("/"))


def test_whoever_gives_somebody_a_password_is_told_what_to_do_with_it(clerk):
    page = browser(make_administrator()).get(reverse("admin:auth_user_password_change", args=[clerk.pk]))
    assert f"Hand the new one to {clerk} in person or by telephone" in text_of(page)


@pytest.fixture
def publisher(db):
    made = Person(username=PUBLISHER, display_name="Số liệu đã công bố", is_active=False)
    made.set_unusable_password()
    made.save()
    return made


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_account_of_the_published_figures_gets_no_password(publisher, method):
    address = reverse("admin:auth_user_password_change", args=[publisher.pk])
    typed = {"password1": "a long enough password", "password2": "a long enough password", "usable_password": "true"}
    page = getattr(browser(make_administrator()), method)(address, typed if method == "post" else None, follow=True)
    assert page.redirect_chain == [(reverse("admin:tracker_person_change", args=[publisher.pk]), 302)]
    assert "Nobody signs in as “published-figures”" in text_of(page)
    publisher.refresh_from_db()
    assert not publisher.has_usable_password()


def test_the_account_of_the_published_figures_is_only_read(publisher):
    client, address = browser(make_administrator()), reverse("admin:tracker_person_change", args=[publisher.pk])
    page = client.get(address)
    assert page.status_code == 200
    assert b'name="username"' not in page.content
    assert client.post(address, {"username": "other", "is_active": "on"}).status_code == 403
    publisher.refresh_from_db()
    assert (publisher.username, publisher.is_active) == (PUBLISHER, False)


def test_whoever_may_not_keep_accounts_does_not_learn_which_one_publishes(publisher, clerk):
    address = reverse("admin:auth_user_password_change", args=[publisher.pk])
    answer = browser(clerk).get(address)
    assert answer.status_code in (403, 404)
    assert "published-figures" not in text_of(answer)


def test_front_page_of_somebody_who_only_reads_says_where_to_read():
    place = make_place("hai-duong", parent=make_country())
    manager = make_manager(place)
    manager.is_staff = True
    manager.save()
    text = text_of(browser(manager).get("/admin/"))
    assert "You have nothing to enter or to decide here." in text


def test_front_page_of_a_clerk_does_not_send_them_away(clerk):
    assert "You have nothing to enter" not in text_of(browser(clerk).get("/admin/"))
