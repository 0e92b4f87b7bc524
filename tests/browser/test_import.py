"""The import in a real browser: each of its pages in every look, and by keyboard from the file to the receipt."""

import io

import openpyxl
import pytest
from django.utils import timezone

from tests.browser.looks import findings_in_every_look
from tests.exchange.incoming.ugly.making import book, grid
from tracker.progress.periods import Quarter

START = "/admin/tracker/fileimport/import/"
TARGETS = f"{START}targets/"
CHOOSE = "input[type=file]"


@pytest.fixture
def last_quarter():
    return Quarter.containing(timezone.localdate()).previous()


def bring(page, site, content, name, start=START):
    page.goto(f"{site}{start}")
    page.set_input_files(CHOOSE, {"name": name, "mimeType": "application/octet-stream", "buffer": content})
    page.locator("form[enctype] button[type=submit]").press("Enter")
    page.wait_for_url("**/import/*-*/")


def template_with(page, site, quarter, typed):
    """Return the template of the quarter with a text typed into its first open cell, and what stood in the code's."""
    answer = page.request.get(f"{site}{START}template.xlsx?quarter={quarter}")
    workbook = openpyxl.load_workbook(io.BytesIO(answer.body()))
    workbook.worksheets[0]["H4"] = typed
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_pages_of_the_import_are_sound_in_every_look(
    browser, page, published_site, sign_in, axe, language, last_quarter
):
    page.context.add_cookies([{"name": "language", "value": language, "url": published_site}])
    sign_in(page)  # this page fails its test for any breach of the policy
    own = book(grid(("STT", "Khu công nghiệp", "Vốn FDI đăng ký", "Cột lạ"), (1, "KCN Đại An", 125.4, "5")))
    addresses = [f"{published_site}{START}"]
    for content, name in (
        (template_with(page, published_site, last_quarter, "1.200tr x"), "wrong.xlsx"),
        (template_with(page, published_site, last_quarter, -3), "unusual.xlsx"),
        (own, "own.xlsx"),
        (b"%PDF-1.7", "none.pdf"),
    ):
        bring(page, published_site, content, name)
        addresses.append(page.url)
    # The engine sets inline styles of its own, so it looks at the pages without the policy.
    context = browser.new_context(viewport={"width": 1366, "height": 768}, bypass_csp=True, reduced_motion="reduce")
    context.add_cookies(page.context.cookies())
    free = context.new_page()
    found = []
    for address in addresses:
        free.goto(address, wait_until="load")
        found += [f"{address}: {finding}" for finding in findings_in_every_look(free, axe)]
    context.close()
    assert found == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_pages_of_the_import_of_targets_are_sound_in_every_look(browser, page, published_site, sign_in, axe, language):
    page.context.add_cookies([{"name": "language", "value": language, "url": published_site}])
    sign_in(page)
    found, addresses = [], [f"{published_site}{TARGETS}"]
    given = page.request.get(f"{published_site}{START}targets.xlsx").body()
    for content, name in (
        (given, "given.xlsx"),
        (with_cells(given, {"H4": 123456, "G5": "?"}), "wrong.xlsx"),
        (with_cells(given, {"H4": 123456}), "changed.xlsx"),
        ("Địa bàn;Mã;Đơn vị tính;Trị số;Ngày đầu\nHải Dương;fdi-registered;triệu USD;5;2026\n".encode(), "own.csv"),
        (b"a;b\n1;2\n", "none.csv"),
    ):
        bring(page, published_site, content, name, TARGETS)
        addresses.append(page.url)
        if name == "given.xlsx":
            # The targets of the whole country, as they were given, change nothing.
            assert page.locator("button[value=save], #import-errors, #import-changes").count() == 0, page.content()
    context = browser.new_context(viewport={"width": 1366, "height": 768}, bypass_csp=True, reduced_motion="reduce")
    context.add_cookies(page.context.cookies())
    free = context.new_page()
    for address in addresses:
        free.goto(address, wait_until="load")
        found += [f"{address}: {finding}" for finding in findings_in_every_look(free, axe)]
    context.close()
    assert found == []


def with_cells(content, cells):
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    for name, value in cells.items():
        workbook.worksheets[0][name] = value
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def test_file_is_compared_saved_and_put_back_by_keyboard(page, published_site, sign_in, last_quarter):
    sign_in(page)
    bring(page, published_site, template_with(page, published_site, last_quarter, 3), "quarter.xlsx")
    save = page.locator("button[value=save]")
    save.focus()
    save.press("Enter")
    undo = page.locator("button[value=undo]")
    undo.wait_for()
    undo.press("Enter")
    page.wait_for_selector(".messagelist .success")
    assert page.locator("button[value=undo]").count() == 0
