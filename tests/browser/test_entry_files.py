"""A report as a file in a real browser: taken, changed, brought back, with and without the script."""

import pytest

ENTRY = "/admin/tracker/quarterlyreport/enter/luong-dien-ngoc-lien/2025-Q3/cong-ty-luong-dien-ngoc-lien/"
CHOOSE = "input[type=file][form=entry-grid]"
SHOW = "button[value=place_file]"


def open_report(page, site, quarter="2025-Q3"):
    page.goto(f"{site}{ENTRY.replace('2025-Q3', quarter)}")
    page.locator("details:has(input[type=file]) > summary").click()


def first_code(page):
    """Return the code of the first line, out of the CSV file that the page hands out."""
    with page.expect_download() as download:
        page.click("a[href$='report.csv']")
    text = download.value.path().read_text("utf-8-sig")
    return text.splitlines()[1].split(";")[0]


def bring(page, text, name="report.csv"):
    page.set_input_files(CHOOSE, {"name": name, "mimeType": "text/csv", "buffer": text.encode()})
    page.click(SHOW)
    page.wait_for_selector(".placed")


def first_cell(page):
    return page.locator("input.cell[data-row='0'][data-column='0']")


def test_a_changed_file_is_shown_beside_what_is_typed_and_then_saved(page, published_site, sign_in):
    sign_in(page)
    open_report(page, published_site)
    code = first_code(page)
    typed = page.locator("input.cell[data-row='1'][data-column='0']")
    typed.fill("7")
    bring(page, f"Mã;Trong quý\n{code};125,4*\n")
    assert (first_cell(page).input_value(), typed.input_value()) == ("125,4*", "7")
    page.click(".submit-row button[value=save]")
    page.wait_for_selector(".messagelist .success")
    assert (first_cell(page).input_value(), typed.input_value()) == ("125,4", "7")


def test_without_the_script_enter_saves_what_a_file_brought(browser, published_site):
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto(f"{published_site}/admin/login/")
    page.fill("input[name=username]", "administrator")
    page.fill("input[name=password]", "browser-test-only")
    page.click("form.sign-in [type=submit]")
    open_report(page, published_site, "2025-Q4")
    bring(page, f"Mã;Trong quý\n{first_code(page)};125,4\n")
    first_cell(page).press("Enter")
    page.wait_for_selector(".messagelist .success")
    assert first_cell(page).input_value() == "125,4"
    context.close()


@pytest.mark.parametrize("width", [320, 1366])
def test_the_page_with_a_file_laid_over_it_stumbles_nobody(browser, page, published_site, sign_in, axe, width):
    sign_in(page)
    context = browser.new_context(viewport={"width": width, "height": 700}, locale="vi-VN", bypass_csp=True)
    context.add_cookies(page.context.cookies())
    free = context.new_page()
    open_report(free, published_site, "2025-Q3")
    bring(free, "Mã;Trong quý\nno-such-line;5\n")
    free.locator("details:has(input[type=file]) > summary").click()
    assert free.locator(CHOOSE).is_visible()
    assert free.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    findings = axe(free)
    context.close()
    assert findings == []
