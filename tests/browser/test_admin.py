"""The admin in a real browser: no findings of axe, no breach of the content security policy, and a quarter entered."""

import pytest
from playwright.sync_api import expect

from tests.browser.looks import findings_in_every_look

ENTRY = "/admin/tracker/quarterlyreport/enter/dai-an-mo-rong/2025-Q2/cong-ty-dai-an/"


@pytest.mark.parametrize(
    "address",
    [
        "/admin/",
        ENTRY,
        "/admin/tracker/quarterlyreport/",
        "/admin/tracker/quarterlyreport/add/",
        "/admin/tracker/reportrevision/",
        "/admin/tracker/actual/",
        "/admin/tracker/target/",
        "/admin/tracker/target/add/",
        "/admin/tracker/exchangerate/add/",
        "/admin/tracker/reportform/add/",
        "/admin/provinces/place/?q=hai+duong",
        "/admin/provinces/place/add/",
        "/admin/tracker/person/add/",
        "/admin/master-data/",
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_admin_page_is_sound_in_every_look_and_keeps_the_content_policy(
    browser, page, published_site, sign_in, axe, address, language
):
    sign_in(page)  # this page fails its test for any breach of the policy
    page.context.add_cookies([{"name": "language", "value": language, "url": published_site}])
    page.goto(f"{published_site}{address}")
    assert page.locator("#content").is_visible()
    assert page.locator("html").get_attribute("lang") == language
    # The engine sets inline styles of its own, so it looks at a page without the policy.
    context = browser.new_context(viewport={"width": 1366, "height": 768}, bypass_csp=True, reduced_motion="reduce")
    context.add_cookies(page.context.cookies())
    free = context.new_page()
    free.goto(f"{published_site}{address}", wait_until="load")
    # The search boxes are made, and named as they are made, a moment after the page has loaded.
    boxes = free.locator("select.admin-autocomplete:not([name*=__prefix__]):not([multiple])").count()
    expect(free.locator(".select2-selection__rendered[aria-label]")).to_have_count(boxes)
    findings = findings_in_every_look(free, axe)
    context.close()
    assert findings == []


def test_quarter_of_dai_an_is_entered_by_keyboard_without_script(browser, published_site):
    """From the front page: one click, then two numbers, each by Tab, and Enter."""
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto(f"{published_site}/admin/login/")
    page.fill("input[name=username]", "administrator")
    page.fill("input[name=password]", "browser-test-only")
    page.click("form.sign-in [type=submit]")
    page.click(f"a[href='{ENTRY}']")
    first = page.locator(".entry-table input[inputmode=decimal]").first
    first.fill("125,5")
    first.press("Tab")
    page.keyboard.type("125,5")
    page.keyboard.press("Enter")
    page.wait_for_selector(".messagelist .success")
    assert page.locator("td.number .echo").first.inner_text() == "= 125.500.000\u00a0USD"
    context.close()


def test_refused_cell_is_marked_and_described(page, published_site, sign_in, axe):
    sign_in(page)
    page.goto(f"{published_site}{ENTRY.replace('Q2', 'Q3')}")
    page.locator(".entry-table input[inputmode=decimal]").first.fill("12..5")
    page.click(".submit-row button[value=save]")
    wrong = page.locator("[aria-invalid=true]")
    expect(wrong).to_have_count(1)
    assert page.locator(f"[id='{wrong.get_attribute('aria-describedby')}']").is_visible()
    assert axe(page) == []


@pytest.mark.parametrize("width", [320, 390])
def test_front_page_does_not_scroll_sideways_on_a_phone(page, published_site, sign_in, width):
    sign_in(page)
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{published_site}/admin/")
    assert page.locator(".to-enter td a").count() > 0
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_overview_fits_the_narrowest_phone_however_long_a_form_is_called(page, published_site, sign_in):
    sign_in(page)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{published_site}/admin/tracker/quarterlyreport/enter/hai-duong/2025-Q2/")
    page.evaluate("document.querySelector('.choose option').textContent = 'Báo cáo khu công nghiệp '.repeat(5)")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
