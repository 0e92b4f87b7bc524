"""What is typed in a real browser outlives an ended session, a closed page and a lost connection, and is sent once."""

import re

import psycopg
import pytest
from django.db import connection
from playwright.sync_api import expect

from tests.browser.conftest import PASSWORD
from tests.browser.test_admin import ENTRY

ADD = "/admin/tracker/holiday/add/"
# What Chromium logs of its own accord when a page answers with such a status or a probe meets no network.
EXPECTED = re.compile(r"status of 40[13]|net::ERR_(?:FAILED|INTERNET_DISCONNECTED)")


@pytest.fixture
def errors():
    """What the page of `tab` has logged as an error."""
    return []


@pytest.fixture
def tab(browser, errors):
    """A fresh page as `page` is, but one in which refused requests are part of the story."""
    # Colours on their way from one to another are no colours of the page: without motion axe sees where they end.
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN", reduced_motion="reduce")
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert [error for error in errors if not EXPECTED.search(error)] == []


@pytest.fixture
def findings(tab, errors, axe):
    """Run axe in the page of `tab`; the engine sets inline styles, whose refusal says nothing about the page."""

    def run():
        before = len(errors)
        found = axe(tab)
        errors[before:] = [error for error in errors[before:] if "inline style" not in error]
        return found

    return run


def end_session(page):
    """Delete the session of a page from the database, past the transaction of the test, which the server cannot see."""
    [key] = [cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "sessionid"]
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}, autocommit=True) as own:
        assert own.execute("DELETE FROM django_session WHERE session_key = %s", [key]).rowcount == 1


def sign_in_again(page):
    page.fill("input[name=username]", "administrator")
    page.fill("input[name=password]", PASSWORD)
    page.click("form.sign-in [type=submit]")


def records(page):
    """Return what the browser keeps."""
    return page.evaluate(
        "Object.fromEntries(Object.entries(localStorage).filter(([key]) => key.startsWith('kept-typing:')))"
    )


def wait_for_record(page, text):
    page.wait_for_function("text => Object.values(localStorage).some(kept => kept.includes(text))", arg=text)


def notice(page):
    return page.locator(".kept-notice")


def fits(page):
    """Whether nothing has to be scrolled sideways on a small phone."""
    page.set_viewport_size({"width": 320, "height": 640})
    fitting = page.evaluate("document.documentElement.scrollWidth <= 320")
    page.set_viewport_size({"width": 1366, "height": 768})
    return fitting


# --- A session that ended ----------------------------------------------------------------------------------------


def test_ended_session_gives_the_form_back_after_signing_in(tab, published_site, sign_in, findings):
    sign_in(tab)
    tab.goto(f"{published_site}{ADD}")
    tab.fill("input[name=name]", "Ngày <thử> “&”")
    end_session(tab)
    tab.click("input[name=_save]")

    expect(tab.locator("main [role=status]")).to_be_visible()
    assert findings() == []
    assert fits(tab)
    sign_in_again(tab)

    button = tab.locator("[data-send-again]")
    expect(button).to_be_focused()  # the same person in the same tab
    tab.click("summary")
    expect(tab.locator("dd").first).to_have_text("Ngày <thử> “&”")
    assert findings() == []
    assert fits(tab)
    button.press("Enter")
    # The day is missing, so the form comes back filled, with its reason.
    expect(tab.locator(".errornote")).to_be_visible()
    expect(tab.locator("input[name=name]")).to_have_value("Ngày <thử> “&”")
    expect(notice(tab)).to_have_count(0)


def test_ended_session_gives_the_grid_back_filled_and_unsaved(tab, published_site, sign_in):
    address = f"{published_site}{ENTRY.replace('Q2', 'Q4')}"
    sign_in(tab)
    tab.goto(address)
    cell = tab.locator(".entry-table input[inputmode=decimal]").first
    name = cell.get_attribute("name")
    cell.fill("77,25")
    end_session(tab)
    tab.click(".submit-row button[value=save]")
    sign_in_again(tab)
    tab.locator("[data-send-again]").click()
    expect(tab.locator(f"[name='{name}']")).to_have_value("77,25")
    tab.goto(address)
    expect(tab.locator(f"[name='{name}']")).to_have_value("")


def test_somebody_else_does_not_find_the_focus_on_the_button(tab, published_site, sign_in):
    sign_in(tab)
    tab.goto(f"{published_site}{ADD}")
    tab.fill("input[name=name]", "Ngày thử")
    end_session(tab)
    tab.click("input[name=_save]")
    expect(tab.locator("form.sign-in")).to_be_visible()  # the sending may be put off: it is another page from here
    tab.evaluate("sessionStorage.setItem('kept-typing-person', 'somebody else')")
    sign_in_again(tab)
    expect(tab.locator("[data-send-again]")).to_be_visible()
    expect(tab.locator("[data-send-again]")).not_to_be_focused()


def test_page_after_signing_in_may_be_loaded_again(tab, published_site, sign_in):
    sign_in(tab)
    tab.goto(f"{published_site}{ADD}")
    tab.fill("input[name=name]", "Ngày thử")
    end_session(tab)
    tab.click("input[name=_save]")
    sign_in_again(tab)
    expect(tab.locator("[data-send-again]")).to_be_visible()
    tab.reload()  # sends the sign-in form once more, whose token has gone
    tab.locator("[data-send-again]").click()
    expect(tab.locator("input[name=name]")).to_have_value("Ngày thử")


# --- The page was left --------------------------------------------------------------------------------------------


def test_typing_on_a_page_that_was_left_is_offered_and_brought_back(tab, published_site, sign_in, findings):
    sign_in(tab)
    tab.goto(f"{published_site}{ADD}")
    expect(notice(tab)).to_have_count(0)
    tab.fill("input[name=name]", "Ngày thử")
    tab.goto(f"{published_site}/admin/")
    tab.goto(f"{published_site}{ADD}")
    expect(tab.locator("input[name=name]")).to_have_value("")
    expect(notice(tab)).to_be_visible()
    assert findings() == []
    assert fits(tab)
    notice(tab).get_by_role("button").first.click()
    expect(tab.locator("input[name=name]")).to_have_value("Ngày thử")
    expect(tab.locator("input[name=name]")).to_be_focused()
    # Typed anew and back to what the server has: nothing is left to keep.
    tab.fill("input[name=name]", "")
    tab.wait_for_function("() => Object.keys(localStorage).every(key => !key.startsWith('kept-typing:'))")


def test_typing_that_is_discarded_stays_away(page, published_site, sign_in):
    sign_in(page)
    page.goto(f"{published_site}{ADD}")
    page.fill("input[name=name]", "Ngày thử")
    page.goto(f"{published_site}/admin/")
    page.goto(f"{published_site}{ADD}")
    notice(page).get_by_role("button").last.click()
    expect(notice(page)).to_have_count(0)
    page.reload()
    expect(page.locator("input[name=name]")).to_have_value("")
    assert (notice(page).count(), records(page)) == (0, {})


def test_choice_in_a_search_box_comes_back_with_its_words(page, published_site, sign_in):
    sign_in(page)
    page.goto(f"{published_site}/admin/tracker/membership/add/")
    page.evaluate(
        """() => {
          const select = document.querySelector("select[name=place]");
          select.add(new Option("Địa bàn đã chọn", "4711"));
          select.value = "4711";
          select.dispatchEvent(new Event("change", {bubbles: true}));
        }"""
    )
    page.goto(f"{published_site}/admin/")
    page.goto(f"{published_site}/admin/tracker/membership/add/")
    notice(page).get_by_role("button").first.click()
    expect(page.locator("select[name=place]")).to_have_value("4711")
    expect(page.locator("#select2-id_place-container")).to_contain_text("Địa bàn đã chọn")


def test_saved_form_is_no_longer_kept(page, published_site, sign_in):
    sign_in(page)
    page.goto(f"{published_site}{ADD}")
    page.fill("input[name=name]", "Ngày thử")
    page.fill("input[name=name_en]", "A day")
    page.click("input[name=_save]")
    page.wait_for_selector(".errornote")  # the day is missing
    wait_for_record(page, "Ngày thử")
    page.fill("input[name=on]", "02/09/2098")
    page.click("input[name=_save]")
    page.wait_for_selector(".messagelist .success")
    assert records(page) == {}
    page.goto(f"{published_site}{ADD}")
    expect(notice(page)).to_have_count(0)


def test_grid_offers_what_was_typed_until_it_is_saved(page, published_site, sign_in):
    address = f"{published_site}{ENTRY.replace('Q2', 'Q4')}"
    sign_in(page)
    page.goto(address)
    name = page.locator(".entry-table input[inputmode=decimal]").first.get_attribute("name")
    page.fill(f"[name='{name}']", "77,25")
    page.goto(f"{published_site}/admin/")
    page.goto(address)
    notice(page).get_by_role("button").first.click()
    expect(page.locator(f"[name='{name}']")).to_have_value("77,25")
    page.goto(f"{published_site}/admin/")
    page.goto(address)
    expect(notice(page)).to_be_visible()
    notice(page).get_by_role("button").first.click()
    page.click(".submit-row button[value=save]")
    page.wait_for_selector(".messagelist .success")
    expect(page.locator(f"[name='{name}']")).to_have_value("77,25")
    assert (notice(page).count(), records(page)) == (0, {})


def test_value_that_somebody_has_changed_meanwhile_is_not_written_over(page, published_site, sign_in):
    sign_in(page)
    page.goto(f"{published_site}{ADD}")
    page.fill("input[name=name]", "Ngày thử")
    page.fill("input[name=name_en]", "A day")
    wait_for_record(page, "A day")
    page.goto(f"{published_site}/admin/")
    # As if the page had shown another value when the first of the two was typed.
    page.evaluate(
        """() => {
          const [key] = Object.keys(localStorage).filter((name) => name.startsWith("kept-typing:"));
          const record = JSON.parse(localStorage.getItem(key));
          record.entries["name#0"].base = "Giá trị cũ";
          record.version = "1";
          localStorage.setItem(key, JSON.stringify(record));
        }"""
    )
    page.goto(f"{published_site}{ADD}")
    expect(notice(page).locator("p")).to_have_count(2)  # since when, and that the page has changed
    notice(page).get_by_role("button").first.click()
    expect(page.locator("input[name=name]")).to_have_value("")
    expect(page.locator("input[name=name_en]")).to_have_value("A day")
    expect(notice(page).locator("li")).to_contain_text("Ngày thử")


@pytest.mark.parametrize(
    "change",
    [
        "key => key.replace(/^kept-typing:[0-9]+:/, 'kept-typing:0:')",  # typed by somebody else
        "key => key.replace(':vi:', ':en:')",  # typed in the other language, where 1.234 is another number
    ],
)
def test_typing_is_offered_only_to_its_person_and_in_its_language(page, published_site, sign_in, change):
    sign_in(page)
    page.goto(f"{published_site}{ADD}")
    page.fill("input[name=name]", "Ngày thử")
    page.goto(f"{published_site}/admin/")
    moved = page.evaluate(
        f"""() => {{
          const [key] = Object.keys(localStorage).filter((name) => name.startsWith("kept-typing:"));
          const other = ({change})(key);
          localStorage.setItem(other, localStorage.getItem(key));
          localStorage.removeItem(key);
          return other !== key;
        }}"""
    )
    assert moved
    page.goto(f"{published_site}{ADD}")
    expect(page.locator("#kept-typing")).to_be_attached()
    expect(notice(page)).to_have_count(0)


def test_passwords_and_tokens_are_never_kept(page, published_site, sign_in):
    sign_in(page)
    page.goto(f"{published_site}/admin/tracker/person/add/")
    page.fill("input[name=username]", "somebody.new")
    page.fill("input[name=password1]", "sesame-sesame")
    page.fill("input[name=password2]", "sesame-sesame")
    wait_for_record(page, "somebody.new")
    page.goto(f"{published_site}/admin/")
    [text] = records(page).values()
    assert "somebody.new" in text
    assert "sesame" not in text
    assert "csrf" not in text


def test_old_typing_goes_and_the_oldest_makes_room(page, published_site, sign_in):
    sign_in(page)
    page.evaluate(
        """() => {
          const put = (name, days, size) => localStorage.setItem("kept-typing:1:vi:" + name,
            JSON.stringify({at: Date.now() - days * 24 * 3600_000, entries: {}, filler: "x".repeat(size)}));
          put("eight days", 8, 1);
          put("six days", 6, 900 * 1024);
          put("five days", 5, 124 * 1024 - 300);
        }"""
    )
    page.goto(f"{published_site}{ADD}")
    expect(page.locator("#kept-typing")).to_be_attached()
    assert {key.split(":")[-1] for key in records(page)} == {"six days", "five days"}
    page.fill("input[name=name]", "Ngày thử " * 20)  # with what is there, more than 2 MB
    wait_for_record(page, "Ngày thử")
    assert {key.split(":")[-1] for key in records(page)} == {"five days", ADD}
    assert sum(len(text) for text in records(page).values()) < 1024 * 1024


# --- The line is dead, or the button is pressed twice -------------------------------------------------------------


@pytest.mark.parametrize("way", ["the machine is offline", "the server is out of reach"])
def test_lost_connection_keeps_the_page_and_says_so(tab, published_site, sign_in, findings, way):
    sign_in(tab)
    tab.goto(f"{published_site}{ADD}")
    tab.fill("input[name=name]", "Ngày thử")
    posts = []
    tab.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    if way == "the machine is offline":
        tab.context.set_offline(True)
    else:
        tab.route("**/icon.svg", lambda route: route.abort())
    tab.click("input[name=_save]")
    expect(tab.locator(".kept-notice[role=alert]")).to_be_visible()
    expect(tab.locator("input[name=name]")).to_have_value("Ngày thử")
    assert posts == []
    assert findings() == []
    wait_for_record(tab, "Ngày thử")
    tab.context.set_offline(False)
    tab.unroute_all()
    tab.click("input[name=_save]")
    tab.wait_for_selector(".errornote")
    assert len(posts) == 1


@pytest.mark.parametrize("form", ["#holiday_form", "#logout-form"])
def test_form_is_sent_once_however_often_it_is_pressed(page, published_site, sign_in, form):
    sign_in(page)
    page.goto(f"{published_site}{ADD}")
    posts = []

    def answer(route):
        if route.request.method == "POST":
            posts.append(route.request.url)
            route.fulfill(status=204)  # leaves the page as it is, so that everything pressed can arrive
        else:
            route.continue_()

    page.route("**/*", answer)
    page.evaluate("form => { for (let n = 0; n < 3; n += 1) document.querySelector(form).requestSubmit(); }", form)
    expect(page.locator(f"{form} [type=submit]").first).to_have_attribute("aria-disabled", "true")
    page.evaluate("form => document.querySelector(form).requestSubmit()", form)
    page.wait_for_timeout(200)
    assert len(posts) == 1
