"""Nothing typed is lost to an ended session, a wrong password or an old form, and nobody else's form comes back."""

from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from provinces.models import Place
from tests.builders import (
    make_administrator,
    make_clerk,
    make_duty,
    make_form,
    make_indicator,
    make_province_with_parks,
)
from tracker.models import Holiday, QuarterlyReport
from tracker.web.kept import KEPT_FIELD, KeptPost, carried_typing, is_from_our_pages, posted_typing

PASSWORD = "a long enough password"
HOST = "http://testserver"
ADD_HOLIDAY = "/admin/tracker/holiday/add/"
HOLIDAY = {"on": "02/09/2031", "name": "Quốc khánh", "name_en": "National Day"}


class Forms(HTMLParser):
    """The forms of a page: for each its address, its inputs in their order, and its buttons."""

    def __init__(self, text):
        super().__init__()
        self.forms = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "form":
            self.forms.append((found.get("action", ""), []))
        elif tag == "input" and self.forms and "name" in found:
            self.forms[-1][1].append((found["name"], found.get("value", "")))


def forms(response):
    """Return address and fields of each form of the page, apart from those of its frame."""
    aside = (reverse("web:sign_out"), reverse("set_language"), reverse("web:search"))
    return [form for form in Forms(response.content.decode()).forms if form[0] not in aside]


def lists(pairs):
    """Return fields as the test client posts them, repeated names included."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def english(**options):
    client = Client(**options)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


@pytest.fixture
def client(db):
    return english()


def sign_in(client, page, username, password=PASSWORD):
    """Fill the sign-in form of a page and send it, with everything that it carries."""
    [(address, fields)] = forms(page)
    assert address == reverse("web:sign_in")
    carried = [(name, value) for name, value in fields if name not in ("username", "password")]
    return client.post(address, {**lists(carried), "username": username, "password": password})


def send_again(client, page):
    """Press the button of the page that shows what was typed."""
    [(address, fields)] = forms(page)
    return client.post(address, lists(fields))


# --- A session that ended ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_form_of_an_ended_session_is_sent_again_after_signing_in(client):
    person = make_administrator()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(ADD_HOLIDAY).status_code == 200
    Session.objects.all().delete()

    page = client.post(ADD_HOLIDAY, {**HOLIDAY, "_save": "Save"})
    assert (page.status_code, page.headers["WWW-Authenticate"]) == (401, "Session")
    assert "no-store" in page.headers["Cache-Control"]
    assert "Nothing was saved: your session had ended" in page.content.decode()
    assert not Holiday.objects.exists()

    again = sign_in(client, page, person.username)
    assert again.status_code == 200
    assert f"You are signed in as {person}." in again.content.decode()
    [(address, fields)] = forms(again)
    assert address == ADD_HOLIDAY
    assert [pair for pair in fields if pair[0] != "csrfmiddlewaretoken"] == [*HOLIDAY.items(), ("_save", "Save")]
    assert not Holiday.objects.exists()  # nothing is sent before the button is pressed

    assert send_again(client, again).status_code == 302
    assert [str(row.on) for row in Holiday.objects.all()] == ["2031-09-02"]


@pytest.mark.django_db
def test_wrong_passwords_lose_nothing_and_say_so(client):
    person = make_administrator()
    page = client.post(ADD_HOLIDAY, HOLIDAY)
    for _attempt in range(2):
        page = sign_in(client, page, person.username, "not the password")
        assert page.status_code == 200
        assert "What you typed is kept." in page.content.decode()
    again = sign_in(client, page, person.username)
    assert again.context["kept"].fields == tuple(HOLIDAY.items())


@pytest.mark.django_db
def test_account_that_rests_leaves_what_was_typed_on_the_page(client):
    person = make_administrator()
    page = client.post(ADD_HOLIDAY, HOLIDAY)
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        page = sign_in(client, page, person.username, "not the password")
    assert page.status_code == 429
    assert "What you typed is kept on this page" in page.content.decode()
    other = make_clerk(username="another")
    assert sign_in(client, page, other.username).context["kept"].fields == tuple(HOLIDAY.items())


@pytest.mark.django_db
def test_ordinary_lockout_shows_no_form(client):
    pages = [
        client.post(reverse("web:sign_in"), {"username": "nobody", "password": "wrong"})
        for _attempt in range(settings.AXES_FAILURE_LIMIT)
    ]
    page = pages[-1]
    assert page.status_code == 429
    assert forms(page) == []


@pytest.mark.django_db
def test_repeated_names_and_marks_come_back_as_they_were(client):
    person = make_administrator()
    typed = [("name", "<b>\"Một & 'hai'</b>"), ("name", "  spaces  "), ("name", ""), ("note", "line\r\nline")]
    page = client.post(ADD_HOLIDAY, lists(typed))
    assert "<b>" not in page.content.decode()
    again = sign_in(client, page, person.username)
    assert "<b>" not in again.content.decode()
    [(_address, fields)] = forms(again)
    assert [pair for pair in fields if pair[0] != "csrfmiddlewaretoken"] == typed


@pytest.mark.django_db
def test_passwords_are_dropped_and_files_are_named(client):
    person = make_administrator()
    typed = {
        "username": "new",
        "password1": "sesame-one",
        "usable_password": "sesame-two",
        "Old_Password": "sesame-three",
        "csrfmiddlewaretoken": "sesame-four",
        "scan": SimpleUploadedFile("bản ký.pdf", b"sesame-five"),
    }
    page = client.post("/admin/tracker/person/add/", typed)
    again = sign_in(client, page, person.username)
    for text in (page.content.decode(), again.content.decode()):
        assert "sesame" not in text
        assert "bản ký.pdf" in text
        assert "Passwords are never kept." in text
    assert again.context["kept"].fields == (("username", "new"),)


@pytest.mark.django_db
@pytest.mark.parametrize("fields", [{}, {"password1": "x"}, {"csrfmiddlewaretoken": "x"}])
def test_post_with_nothing_to_keep_is_sent_to_sign_in_as_ever(client, fields):
    page = client.post("/admin/password_change/", fields)
    assert (page.status_code, urlsplit(page.headers["Location"]).path) == (302, reverse("admin:login"))


@pytest.mark.django_db
def test_somebody_without_access_to_entry_is_told_whom_to_sign_in_as(client):
    person = make_clerk()
    person.is_staff = False
    person.save(update_fields=["is_staff"])
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    page = client.post(ADD_HOLIDAY, HOLIDAY)
    assert page.status_code == 401
    assert "you may not enter figures there" in page.content.decode()


@pytest.mark.django_db
def test_typing_too_long_for_the_form_says_so_and_is_not_cut(client):
    text = "ệ" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 3 - 10)
    request = RequestFactory().post(ADD_HOLIDAY, {"name": text})
    assert posted_typing(request).too_long
    page = client.post(ADD_HOLIDAY, {"name": text})
    assert "It is too long to be kept here." in page.content.decode()
    [(_address, fields)] = forms(page)
    assert KEPT_FIELD not in dict(fields)
    assert dict(fields)["next"] == ADD_HOLIDAY


@pytest.mark.django_db
def test_long_typing_survives_sign_in(client):
    person = make_administrator()
    typed = {f"line-{number}-note": "ệ" * 2000 for number in range(600)}  # 3.6 MB of 5, and 600 names of 1,000
    page = client.post(ADD_HOLIDAY, typed)
    assert sign_in(client, page, person.username).context["kept"].fields == tuple(typed.items())


# --- The entry of a quarter --------------------------------------------------------------------------------------


class Desk:
    """A park whose investor owes a form, with a clerk of its province and one of another."""

    def __init__(self):
        self.rows = make_province_with_parks("hai-duong", parks=["dai-an"])
        park, reporter = self.rows.parks[0], self.rows.investors[0]
        Place.objects.filter(pk=park.pk).update(name="Bí mật của hàng xóm", name_en="Bí mật của hàng xóm")
        self.fdi = make_indicator()
        make_duty(reporter, park, form=make_form(indicators=[self.fdi]))
        self.clerk = make_clerk(self.rows.province, "own-clerk")
        self.stranger = make_clerk(make_province_with_parks("bac-ninh", parks=1).province, "strange-clerk")
        self.address = reverse("admin:tracker_quarterlyreport_enter", args=[park.slug, "2025-Q2", reporter.slug])
        self.typed = {f"line-{self.fdi.pk}-in_quarter": "125,5", "step": "submit"}


@pytest.fixture
def desk(db):
    return Desk()


def test_grid_comes_back_to_be_looked_at_before_it_is_saved(client, desk):
    page = client.post(desk.address, desk.typed)
    again = sign_in(client, page, desk.clerk.username)
    assert "Bring it back" in again.content.decode()
    [(address, fields)] = forms(again)
    assert address == desk.address
    assert dict(fields)[f"line-{desk.fdi.pk}-in_quarter"] == "125,5"
    assert [value for name, value in fields if name == "step"] == ["restore"]


@pytest.mark.parametrize(
    "step",
    [
        {"step": "correct", "reason": "A misprint."},
        {"step": "undo", "receipt": "7"},
        {"step": "delete", "revision": "2", "figures": "a1b2c3"},
    ],
    ids=lambda step: step["step"],
)
def test_step_without_cells_is_sent_as_it_was(client, desk, step):
    """Sent as typed cells, a step would bring back a blank grid, and a save of that would clear the report."""
    page = client.post(desk.address, step)
    again = sign_in(client, page, desk.clerk.username)
    [(_address, fields)] = forms(again)
    assert [pair for pair in fields if pair[0] != "csrfmiddlewaretoken"] == [*step.items()]


def test_cells_of_the_overview_come_back_to_be_looked_at(client, desk):
    overview = reverse("admin:tracker_quarterlyreport_overview", args=["dai-an", "2025-Q2"])
    page = client.post(overview, {"cell-1-2-3-in_quarter": "125,5", "receipt": "7", "step": "save"})
    again = sign_in(client, page, desk.clerk.username)
    [(_address, fields)] = forms(again)
    assert [value for name, value in fields if name == "step"] == ["restore"]


def test_stranger_who_signs_in_gets_what_was_typed_and_nothing_of_the_place(client, desk):
    page = client.post(desk.address, desk.typed)
    again = sign_in(client, page, desk.stranger.username)
    assert again.context["kept"].typed == [(f"line-{desk.fdi.pk}-in_quarter", "125,5")]
    answer = send_again(client, again)
    assert answer.status_code == 404
    for text in (page.content.decode(), again.content.decode(), answer.content.decode()):
        assert "Bí mật" not in text
    assert not QuarterlyReport.objects.exists()


# --- What comes with the sign-in form is not believed ------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/admin/tracker/holiday/add/",
        "//elsewhere.example/admin/",
        "/\\elsewhere.example/admin/",
        "javascript:alert(1)",
        "admin/tracker/holiday/add/",
        "/no-such-page/",
        "",
        "http://[",
        "/accounts/login/",
        "/accounts/logout/?next=/",
        "/admin/login/",
        "/admin/logout/",
        "/language/setlang/",
    ],
)
def test_fields_go_only_to_a_page_of_this_site_that_takes_typing(address):
    packed = KeptPost(address, (("name", "typed"),)).packed()
    assert carried_typing(RequestFactory().post("/accounts/login/", {KEPT_FIELD: packed})) is None


@pytest.mark.django_db
def test_foreign_address_is_not_followed_after_signing_in(client):
    person = make_administrator()
    packed = KeptPost("https://elsewhere.example/", (("name", "typed"),)).packed()
    data = {KEPT_FIELD: packed, "username": person.username, "password": PASSWORD}
    answer = client.post(reverse("web:sign_in"), data)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


def test_password_that_is_smuggled_in_is_dropped():
    packed = KeptPost(ADD_HOLIDAY, (("name", "typed"), ("password", "sesame"))).packed()
    kept = carried_typing(RequestFactory().post("/accounts/login/", {KEPT_FIELD: packed}))
    assert (kept.fields, kept.passwords) == ((("name", "typed"),), True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "null",
        "1",
        "[]",
        '["/about/", 1, [], false]',
        '["/about/", [["a"]], [], false]',
        '["/about/", [["a", "\\ud800"]], [], false]',
        "[" * 100_000,
    ],
)
def test_nonsense_is_no_typing(text):
    assert carried_typing(RequestFactory().post("/accounts/login/", {KEPT_FIELD: text})) is None


PRINTABLE = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "line-1-note", "Mật khẩu"]), PRINTABLE), min_size=1, max_size=12))
def test_what_is_packed_is_what_is_unpacked(pairs):
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    request = RequestFactory().post(ADD_HOLIDAY, query.urlencode(), "application/x-www-form-urlencoded")
    kept = posted_typing(request)
    assert lists(kept.fields) == lists(pairs)
    assert carried_typing(RequestFactory().post("/accounts/login/", {KEPT_FIELD: kept.packed()})) == kept


# --- A form that had grown too old -------------------------------------------------------------------------------


@pytest.fixture
def strict(db):
    """A signed-in administrator whose forms need their token."""
    client = english(enforce_csrf_checks=True)
    client.force_login(make_administrator(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_old_form_of_our_own_page_is_sent_again_by_one_button(strict):
    page = strict.post(ADD_HOLIDAY, {**HOLIDAY, "csrfmiddlewaretoken": "x" * 64}, headers={"origin": HOST})
    assert page.status_code == 403
    assert "no-store" in page.headers["Cache-Control"]
    assert "Nothing was changed: the form is older" in page.content.decode()
    [(address, fields)] = forms(page)
    answer = strict.post(address, lists(fields), headers={"origin": HOST})
    assert answer.status_code == 302
    assert Holiday.objects.count() == 1


FOREIGN = [
    {"origin": "https://elsewhere.example"},
    {"origin": "null"},
    {"origin": "http://testserver.elsewhere.example"},
    {"origin": "https://testserver"},
    {"origin": "http://testserver:8000"},
    {"origin": "https://elsewhere.example", "referer": f"{HOST}/admin/"},
    {"referer": "https://elsewhere.example/?http://testserver/"},
    {"referer": "http://testserver@elsewhere.example/"},
    {"referer": "http://["},
    {},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_form_of_another_site_gets_nothing_back(strict, headers):
    page = strict.post(ADD_HOLIDAY, HOLIDAY, headers=headers)
    assert page.status_code == 403
    assert forms(page) == []
    assert "Quốc khánh" not in page.content.decode()
    assert not Holiday.objects.exists()


@pytest.mark.parametrize("headers", FOREIGN)
def test_form_of_another_site_gets_nothing_back_through_the_sign_in_form(strict, headers):
    packed = KeptPost(ADD_HOLIDAY, tuple(HOLIDAY.items())).packed()
    page = strict.post(reverse("web:sign_in"), {KEPT_FIELD: packed}, headers=headers)
    assert page.status_code == 403
    assert forms(page) == []
    assert "Quốc khánh" not in page.content.decode()


@pytest.mark.parametrize(
    ("headers", "ours"),
    [({"origin": HOST}, True), ({"referer": f"{HOST}/admin/?q=1"}, True), *((foreign, False) for foreign in FOREIGN)],
)
def test_only_the_browsers_word_makes_a_request_ours(headers, ours):
    assert is_from_our_pages(RequestFactory().post("/", headers=headers)) is ours


def test_sign_in_form_that_grew_old_keeps_what_it_carries(strict):
    packed = KeptPost(ADD_HOLIDAY, tuple(HOLIDAY.items())).packed()
    data = {KEPT_FIELD: packed, "username": "administrator", "password": "sesame"}
    # Signed in meanwhile in another tab, or the page after signing in loaded again.
    page = strict.post(reverse("web:sign_in"), data, headers={"origin": HOST})
    assert (page.status_code, forms(page)[0][0]) == (403, ADD_HOLIDAY)
    assert "sesame" not in page.content.decode()
    # The cookies deleted, and nobody signed in.
    page = english(enforce_csrf_checks=True).post(reverse("web:sign_in"), data, headers={"origin": HOST})
    assert (page.status_code, forms(page)[0][0]) == (403, reverse("web:sign_in"))
    assert page.context["kept"].fields == tuple(HOLIDAY.items())
    assert "sesame" not in page.content.decode()


def test_deleted_cookies_lead_through_the_old_form_and_sign_in_to_the_end(db):
    person = make_administrator()
    client = english(enforce_csrf_checks=True)
    here = {"origin": HOST}
    page = client.post(ADD_HOLIDAY, HOLIDAY, headers=here)
    assert page.status_code == 403
    [(address, fields)] = forms(page)
    page = client.post(address, lists(fields), headers=here)
    assert page.status_code == 401
    [(address, fields)] = forms(page)
    fields = [(name, value) for name, value in fields if name not in ("username", "password")]
    data = {**lists(fields), "username": person.username, "password": PASSWORD}
    again = client.post(address, data, headers=here)
    [(address, fields)] = forms(again)
    assert client.post(address, lists(fields), headers=here).status_code == 302
    assert Holiday.objects.count() == 1
