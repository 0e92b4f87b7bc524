"""The entry grid in a real browser: moved through by keyboard, reckoning along, marked with one key, pasted into."""

import pytest
from playwright.sync_api import expect

ENTRY = "/admin/tracker/quarterlyreport/enter/{place}/{quarter}/{reporter}/"
LAI_VU = ENTRY.format(place="lai-vu", quarter="2025-Q2", reporter="cong-ty-lai-vu")
GIA_LOC = ENTRY.format(place="gia-loc", quarter="2025-Q2", reporter="cong-ty-nam-quang")
PHUC_DIEN = ENTRY.format(place="phuc-dien-mo-rong", quarter="2025-Q4", reporter="cong-ty-trung-quy-bac-ninh")
OVERVIEW = "/admin/tracker/quarterlyreport/enter/hai-duong/2025-Q2/"

PASTE = """
([selector, text]) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const cell = document.querySelector(selector);
  cell.focus();
  cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}
"""


def cell(page, row, column=0):
    return page.locator(f"input.cell[data-row='{row}'][data-column='{column}']")


def focused(page):
    return page.evaluate("[document.activeElement.dataset.row, document.activeElement.dataset.column]")


@pytest.fixture
def grid(page, published_site, sign_in):
    sign_in(page)
    page.goto(f"{published_site}{LAI_VU}")
    return page


def test_first_cell_has_the_focus_and_keys_move_as_in_a_spreadsheet(grid):
    assert focused(grid) == ["0", "0"]
    for key, place in [
        ("Enter", ["1", "0"]),
        ("ArrowDown", ["2", "0"]),
        ("ArrowRight", ["2", "1"]),
        ("ArrowUp", ["1", "1"]),
        ("ArrowLeft", ["1", "0"]),
        ("Shift+Enter", ["0", "0"]),
        ("Tab", ["0", "1"]),
    ]:
        grid.keyboard.press(key)
        assert focused(grid) == place, key


def test_enter_after_tab_goes_on_where_the_row_was_begun(grid):
    cell(grid, 0).focus()
    for key, place in [("Tab", ["0", "1"]), ("Enter", ["1", "0"]), ("Tab", ["1", "1"]), ("ArrowDown", ["2", "1"])]:
        grid.keyboard.press(key)
        assert focused(grid) == place, key


def test_row_of_one_figure_is_not_skipped_in_the_second_column(grid):
    """Land leased has two figures, the two areas below it one each, the occupancy two again."""
    cell(grid, 21, 1).focus()
    for key, place in [("Enter", ["22", "0"]), ("ArrowDown", ["23", "0"]), ("Enter", ["24", "1"])]:
        grid.keyboard.press(key)
        assert focused(grid) == place, key
    for key, place in [("ArrowUp", ["23", "0"]), ("ArrowLeft", ["23", "0"]), ("Shift+Enter", ["22", "0"])]:
        grid.keyboard.press(key)
        assert focused(grid) == place, key
    grid.keyboard.press("ArrowUp")
    assert focused(grid) == ["21", "0"]


def test_arrows_inside_a_typed_text_move_the_caret_first(grid):
    cell(grid, 0, 1).focus()
    grid.keyboard.type("12")
    grid.keyboard.press("ArrowLeft")
    assert focused(grid) == ["0", "1"]
    grid.keyboard.press("ArrowLeft")
    grid.keyboard.press("ArrowLeft")
    assert focused(grid) == ["0", "0"]


def test_enter_in_the_last_row_sends_nothing(grid):
    last = grid.locator("input.cell").last
    row = last.get_attribute("data-row")
    cell(grid, row).focus()
    address = grid.url
    grid.keyboard.press("Enter")
    assert grid.url == address
    assert grid.evaluate("document.activeElement.value") == "save"


def test_escape_brings_the_text_back(grid):
    cell(grid, 0).fill("5")
    cell(grid, 1).focus()
    cell(grid, 0).focus()
    grid.keyboard.type("77")
    grid.keyboard.press("Escape")
    assert cell(grid, 0).input_value() == "5"


@pytest.mark.parametrize(
    ("typed", "status", "left"),
    [
        ("-", "nil", ""),
        ("…", "not_collected", ""),
        ("x", "not_applicable", ""),
        ("?", "not_yet_known", ""),
        ("12*", "provisional", "12"),
        ("12~", "estimated", "12"),
    ],
)
def test_one_key_marks_the_cell(grid, typed, status, left):
    cell(grid, 0).focus()
    grid.keyboard.type(typed)
    grid.keyboard.press("Enter")
    select = cell(grid, 0).get_attribute("data-status")
    assert grid.locator(f"#{select}").input_value() == status
    assert cell(grid, 0).input_value() == left
    assert grid.locator("[data-announce]").inner_text()


def test_figure_in_a_cell_that_said_nothing_occurred_is_a_figure_again(grid):
    cell(grid, 0).focus()
    grid.keyboard.type("-")
    grid.keyboard.press("Enter")
    cell(grid, 0).fill("12")
    cell(grid, 1).focus()
    assert grid.locator(f"#{cell(grid, 0).get_attribute('data-status')}").input_value() == "normal"


def test_list_says_that_nothing_is_entered_until_something_is(grid):
    status = grid.locator(f"#{cell(grid, 0).get_attribute('data-status')}")
    shown = "select => select.selectedOptions[0].textContent"
    assert (status.input_value(), status.evaluate(shown)) == ("", "chưa nhập")
    cell(grid, 0).fill("12")
    cell(grid, 1).focus()
    assert (status.input_value(), status.evaluate(shown)) == ("normal", "đã báo cáo")
    cell(grid, 0).fill("")
    cell(grid, 1).focus()
    assert status.input_value() == ""


def test_the_other_figure_is_computed_as_one_types(page, published_site, sign_in):
    sign_in(page)
    page.goto(f"{published_site}{LAI_VU.replace('2025-Q2', '2025-Q1')}")
    cell(page, 0).fill("12,5")
    computed = page.locator(f"[id='{cell(page, 0, 1).get_attribute('id')}-computed']")
    assert computed.inner_text().startswith("12,5")
    cell(page, 0, 1).fill("12,5")
    assert computed.inner_text() == ""


def of_line(page, code, part):
    """Return one number of an indicator's line."""
    from tracker.models import Indicator

    return page.locator(f"#line-{Indicator.objects.get(code=code).pk}-{part}")


def parts_text(page, code, part):
    return page.locator(f"[id='{of_line(page, code, part).get_attribute('id')}-parts']").inner_text()


def test_parts_add_up_to_their_total_as_one_types(page, published_site, sign_in):
    """On the form of a park FDI registered has parts of its own and is itself a part of a total in another form."""
    sign_in(page)
    page.goto(f"{published_site}{LAI_VU.replace('2025-Q2', '2025-Q1')}")
    total, new, adjusted = "fdi-registered", "fdi-registered-new", "fdi-registered-adjusted"
    of_line(page, new, "in_quarter").fill("3")
    assert parts_text(page, total, "in_quarter") == "các phần đã có: 3"
    of_line(page, adjusted, "in_quarter").fill("1,5")
    assert parts_text(page, total, "in_quarter") == "các phần: 4,5"
    # In a first quarter the year to date of each part is computed, and so is their sum.
    assert parts_text(page, total, "year_to_date") == "các phần: 4,5"
    of_line(page, total, "in_quarter").fill("5")
    assert parts_text(page, total, "in_quarter") == "các phần: 4,5 (chênh lệch 0,5)"
    of_line(page, total, "in_quarter").fill("4,50")
    assert parts_text(page, total, "in_quarter") == "các phần: 4,5"
    # Nothing occurred is 0 of a sum, what does not apply is no part of it, what is not known is missing from it.
    status = page.locator(f"#{of_line(page, adjusted, 'in_quarter').get_attribute('data-status')}")
    of_line(page, adjusted, "in_quarter").fill("")
    for value, text in [
        ("nil", "các phần: 3 (chênh lệch 1,5)"),
        ("not_applicable", "các phần: 3 (chênh lệch 1,5)"),
        ("not_yet_known", "các phần đã có: 3"),
    ]:
        status.select_option(value)
        assert parts_text(page, total, "in_quarter") == text, value
    of_line(page, new, "in_quarter").fill("")
    assert parts_text(page, total, "in_quarter") == ""
    assert parts_text(page, "ddi-registered", "in_quarter") == ""


def test_block_pasted_into_a_cell_is_shown_then_undone_then_saved(page, published_site, sign_in, axe):
    sign_in(page)
    page.goto(f"{published_site}{GIA_LOC}")
    page.evaluate(PASTE, ["input.cell[data-row='2'][data-column='0']", "3\n4,5\n-\n"])
    page.wait_for_selector(".placed")
    assert [cell(page, row).input_value() for row in (2, 3, 4)] == ["3", "4,5", "-"]
    assert axe(page) == []
    page.click("button[value=undo_block]")
    page.wait_for_selector(".placed", state="detached")
    assert [cell(page, row).input_value() for row in (2, 3, 4)] == ["", "", ""]
    page.evaluate(PASTE, ["input.cell[data-row='2'][data-column='0']", "3\n4,5\n-\n"])
    page.wait_for_selector(".placed")
    page.locator(".placed button[value=save]").click()
    page.wait_for_selector(".messagelist .success")
    assert [cell(page, row).input_value() for row in (2, 3)] == ["3", "4,5"]
    page.click("button[value=undo]")
    page.wait_for_selector(".messagelist .success")
    assert [cell(page, row).input_value() for row in (2, 3, 4)] == ["", "", ""]


def test_whole_report_is_typed_and_submitted_by_keyboard_alone(page, published_site, sign_in):
    """Every line of the form: typed, moved on with Enter, one computed total left out, saved with the keys."""
    sign_in(page)
    page.goto(f"{published_site}{PHUC_DIEN}")
    rows = int(page.locator("input.cell").last.get_attribute("data-row")) + 1
    assert rows >= 15
    for row in range(rows):
        assert focused(page) == [str(row), "0"]
        page.keyboard.type("x" if page.locator(f"input.cell[data-row='{row}'][data-part='numerator']").count() else "0")
        page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.value") == "submit"
    page.keyboard.press("Enter")
    page.wait_for_selector(".messagelist .success")
    page.goto(f"{published_site}{PHUC_DIEN}")
    expect(page.locator("input.cell")).to_have_count(0)


@pytest.mark.parametrize("width", [320, 390, 1366])
@pytest.mark.parametrize("address", [LAI_VU, OVERVIEW])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_grid_fits_its_window_and_axe_finds_nothing(page, published_site, sign_in, axe, width, address, language):
    sign_in(page)
    page.context.add_cookies([{"name": "language", "value": language, "url": published_site}])
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{published_site}{address}")
    assert page.locator("input.cell").count() > 10
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert axe(page) == []
