"""Master data as files in a real browser: each page in every look, and a file brought and saved by keyboard."""

import pytest

from tests.browser.looks import findings_in_every_look

PAGE = "/admin/master-data/"
CHANGES = b"slug,name_en\ndai-an,Dai An (renamed)\nkim-thanh,\n"
SAVED = b"code,name,name_en,currency,whole\nkm,km,km,,no\n"


def bring(page, site, kind, content):
    page.goto(f"{site}{PAGE}")
    page.select_option("select[name=kind]", kind)
    page.set_input_files("input[type=file]", {"name": "rows.csv", "mimeType": "text/csv", "buffer": content})
    page.locator("form[enctype] button[type=submit]").press("Enter")
    page.wait_for_selector("#content a[href$='/master-data/']")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_comparison_is_sound_in_every_look(browser, page, published_site, sign_in, axe, language):
    page.context.add_cookies([{"name": "language", "value": language, "url": published_site}])
    sign_in(page)  # this page fails its test for any breach of the policy
    bring(page, published_site, "places", CHANGES)
    # The engine sets inline styles of its own, so it looks at the page without the policy.
    context = browser.new_context(viewport={"width": 1366, "height": 768}, bypass_csp=True, reduced_motion="reduce")
    context.add_cookies(page.context.cookies())
    free = context.new_page()
    bring(free, published_site, "places", CHANGES)
    assert free.locator("#master-problems, #master-changes").count() == 2
    found = findings_in_every_look(free, axe)
    context.close()
    assert found == []


def test_a_file_is_compared_and_saved_by_keyboard(page, published_site, sign_in):
    sign_in(page)
    bring(page, published_site, "units", SAVED)
    save = page.locator("button[name=save]")
    save.focus()
    save.press("Enter")
    page.wait_for_selector(".messagelist .success")
