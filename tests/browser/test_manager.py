"""A manager's way by keyboard alone: from the verdict to a place, to why its number is what it is, to the paper."""

from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import let_read

MOST_TABS = 120


def go_on_by(page, words):
    """Press Tab until a link or button of these words has the focus, then Enter; it must be seen that it has it."""
    for _time in range(MOST_TABS):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => {
                const it = document.activeElement, style = getComputedStyle(it);
                return [it.innerText || it.value || "", style.outlineStyle + style.boxShadow];
            }"""
        )
        if focused[0].strip().startswith(words):
            assert focused[1] != "nonenone", f"“{words}” has the focus, and nothing shows it"
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
    pytest.fail(f"“{words}” is not reached within {MOST_TABS} tabs of {page.url}")


def path_of(page):
    return urlsplit(page.url).path


def test_manager_comes_from_the_verdict_to_the_reason_and_to_the_paper_by_keyboard(browser, published_site):
    context = browser.new_context(viewport={"width": 1366, "height": 768}, java_script_enabled=False)
    context.set_default_timeout(15_000)
    context.add_cookies([{"name": "language", "value": "vi", "url": published_site}])
    let_read(context, published_site)
    reading = context.new_page()
    # Without scripts of the page; the browser's own engine still tells what has the focus.
    reading.goto(f"{published_site}/?quarter=2025-Q1")
    assert "Quý\u00a0I/2025" in reading.locator("h1").inner_text()
    go_on_by(reading, "Hải Dương")
    assert path_of(reading) == "/places/hai-duong/"
    go_on_by(reading, "Vì sao?")
    assert path_of(reading) == "/places/hai-duong/explanation/"
    assert "125" in reading.locator("main").inner_text()
    reading.go_back()
    go_on_by(reading, "Báo cáo quý để in")
    assert path_of(reading) == "/places/hai-duong/report/"
    assert reading.locator("h1, h2").first.is_visible()
    context.close()


def test_manager_finds_a_place_by_the_search_box_with_the_keyboard_alone(browser, published_site):
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(15_000)
    context.add_cookies([{"name": "language", "value": "vi", "url": published_site}])
    let_read(context, published_site)
    page = context.new_page()
    page.goto(f"{published_site}/?quarter=2025-Q1")
    for _time in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "search":
            break
    page.keyboard.type("dai an mo rong")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    if path_of(page) == "/search/":
        go_on_by(page, "KCN Đại An mở rộng")
    assert path_of(page) == "/places/dai-an-mo-rong/"
    context.close()
