"""The reporting pages in a real browser: readable by assistive technology, on a phone, without scripts, on paper."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import let_read
from tests.browser.test_pages import open_page

OPEN_PAGE = "/reporting/?quarter=2025-Q1"
STAFF_PAGES = [
    OPEN_PAGE,
    "/reporting/remind/?quarter=2025-Q1",
    "/reporting/calendar/",
    "/reporting/open-year/?place=hai-phong&year=2026",
]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_page_has_no_axe_findings(page, published_site, axe, language):
    open_page(page, published_site, OPEN_PAGE, language)
    assert page.locator("#quarters tbody tr").count() > 0
    assert axe(page) == []


@pytest.mark.parametrize("address", STAFF_PAGES)
@pytest.mark.parametrize("width", [320, 1366])
def test_staff_page_has_no_axe_findings_and_no_sideways_scroll(page, published_site, sign_in, axe, address, width):
    sign_in(page)
    page.set_viewport_size({"width": width, "height": 768})
    open_page(page, published_site, address, "vi")
    wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider == 0
    assert axe(page) == []


def test_a_quarter_is_chosen_without_scripts(browser, published_site):
    context = browser.new_context(java_script_enabled=False)
    let_read(context, published_site)
    page = context.new_page()
    page.goto(f"{published_site}{OPEN_PAGE}")
    page.select_option("#choose-quarter", index=0)
    page.click("form.choose button")
    assert "quarter=" in page.url
    assert "2025-Q1" not in page.url
    context.close()


def test_on_paper_the_form_is_gone_and_the_tables_stay(page, published_site):
    open_page(page, published_site, OPEN_PAGE, "vi")
    page.emulate_media(media="print")
    assert not page.locator("form.choose").is_visible()
    assert page.locator("#quarters").is_visible()
    assert page.locator("#reports").is_visible()


def test_an_address_for_calendars_is_made_and_revoked_without_scripts(browser, published_site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{published_site}/accounts/login/?next=/reporting/calendar/")
    page.fill("input[name=username]", "administrator")
    page.fill("input[name=password]", "browser-test-only")
    page.click("main form [type=submit]")
    page.fill("#token-name", "telephone")
    page.click("button[value=make]")
    expect(page.locator("code")).to_have_count(2)
    page.click("button[value=revoke]")
    expect(page.locator("button[value=revoke]")).to_have_count(0)
    expect(page.locator("code")).to_have_count(0)
    context.close()
