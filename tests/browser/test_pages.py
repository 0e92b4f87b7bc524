"""What pages do in a real browser: forced colours, cards, without scripts, the keyboard, sorting, paper, the font."""

import subprocess

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import let_read


def open_page(page, site, address, language):
    page.context.add_cookies([{"name": "language", "value": language, "url": site}])
    let_read(page.context, site)
    page.goto(f"{site}{address}")
    assert page.locator("html").get_attribute("lang") == language


@pytest.mark.parametrize(
    "address",
    # The quarter is named: other tests of this server approve newer figures.
    ["/?quarter=2025-Q1", "/places/hai-duong/?quarter=2025-Q1", "/indicators/fdi-registered/?quarter=2025-Q1"],
)
def test_charts_are_drawn_in_the_colours_that_the_reader_forces(page, published_site, address):
    page.emulate_media(forced_colors="active")
    open_page(page, published_site, address, "en")
    bar = page.locator("svg.bullet .b-done").first
    forced = page.evaluate("getComputedStyle(document.body).color")
    assert bar.evaluate("each => getComputedStyle(each).fill") == forced


def test_quarter_report_prints_on_a4_upright_with_vietnamese_that_can_be_copied(page, published_site, tmp_path):
    open_page(page, published_site, "/places/hai-duong/report/?quarter=2025-Q1", "vi")
    paper = tmp_path / "report.pdf"
    page.pdf(path=paper, prefer_css_page_size=True)
    said = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True).stdout
    assert said.count("\f") == 1
    words = " ".join(said.split())
    assert "Tình hình thực hiện các mục tiêu đầu tư, Quý I/2025" in words
    assert "Bản xem theo số liệu hiện hành" in words
    assert "NGƯỜI LẬP BIỂU" in words
    size = subprocess.run(["pdfinfo", paper], capture_output=True, text=True, check=True).stdout
    assert "594.96 x 841.92" in size or "595.92 x 841.92" in size


# The address, and the most leaves that its paper may take; a leaf more is a look at the paper worth.
PAPERS = [
    ("/", 3),
    ("/places/", 6),
    ("/places/viet-nam/?quarter=2025-Q1", 4),
    ("/places/hai-duong/?quarter=2025-Q1", 7),
    ("/places/hai-duong-khu-cong-nghiep/?quarter=2025-Q1", 7),
    ("/places/khu-kinh-te-chuyen-biet-hai-duong/?quarter=2025-Q1", 2),
    ("/places/dai-an-mo-rong/?quarter=2025-Q1", 3),  # two, and one more for what tests before it have entered here
    ("/places/hai-duong/targets/?quarter=2025-Q1", 2),
    ("/places/hai-duong/explanation/?quarter=2025-Q1&indicator=fdi-registered", 4),
    ("/indicators/fdi-registered/?quarter=2025-Q1", 3),
    ("/investors/cong-ty-dai-an/?quarter=2025-Q1", 2),
    ("/documents/", 2),
    ("/documents/001-hai-duong-parks-q1-2025/", 11),
    ("/data-checks/", 4),  # with indicator and quarter of each finding
    ("/editions/", 1),
    ("/about/", 3),
    ("/accounts/password/", 1),
]


def leaves_of(page, folder):
    paper = folder / "page.pdf"
    page.pdf(path=paper, prefer_css_page_size=True)
    said = subprocess.run(["pdftotext", "-layout", paper, "-"], capture_output=True, text=True, check=True).stdout
    return said.split("\f")[:-1]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(("address", "most"), PAPERS)
def test_page_takes_few_leaves_of_paper_and_none_for_a_head_or_the_printed_line_alone(
    page, published_site, tmp_path, address, most, language
):
    open_page(page, published_site, address, language)
    leaves = leaves_of(page, tmp_path)
    assert 1 <= len(leaves) <= most
    heads = page.locator(".sheet thead th:first-child").all_inner_texts()
    word, foot = ("Trang", "Số liệu như đã công bố") if language == "vi" else ("Page", "Figures as published in")
    printed = ("In từ hệ thống", "Printed from the")
    for number, leaf in enumerate(leaves, start=1):
        lines = [line.strip() for line in leaf.splitlines() if line.strip()]
        assert lines[-1] == f"{word} {number}/{len(leaves)}"
        end = next(at for at, line in enumerate(lines) if line.startswith((foot, *printed)))
        assert end > 2, f"leaf {number} has nothing but {lines}"
        assert not any(head and f"{lines[end - 1]}  ".startswith(f"{head}  ") for head in heads)


@pytest.mark.parametrize("pushed", range(0, 400, 80))
def test_paper_that_ends_anywhere_on_a_leaf_has_no_leaf_of_the_printed_line_alone(
    page, published_site, tmp_path, pushed
):
    open_page(page, published_site, "/places/hai-duong/targets/?quarter=2025-Q1", "vi")
    page.evaluate(
        "css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }",
        f"@media print {{ .headline {{ padding-top: {pushed}px !important; }} }}",
    )
    last = leaves_of(page, tmp_path)[-1]
    assert len([line for line in last.splitlines() if line.strip()]) > 5


def test_what_is_folded_on_a_phone_lies_open_on_a_wide_screen_and_on_paper(page, published_site):
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, published_site, "/places/hai-duong/?quarter=2025-Q1", "vi")
    carriers, fold = page.locator("#coverage tbody tr").first, page.locator(".phone-fold:has(#coverage) > summary")
    assert "dòng" in fold.inner_text()
    expect(carriers).not_to_be_visible()
    fold.click()
    expect(carriers).to_be_visible()
    fold.click()
    for media, width in (("screen", 1366), ("print", 390)):
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(media=media)
        expect(carriers).to_be_visible()
        expect(fold).not_to_be_visible()


@pytest.mark.parametrize(
    "address",
    [
        "/places/",
        "/places/hai-duong/?quarter=2025-Q1",
        "/places/hai-duong/restatements/?quarter=2025-Q1&since=2025-04-15",
        "/indicators/fdi-registered/?quarter=2025-Q1",
        "/reporting/?quarter=2025-Q1",
        "/investors/",
        "/documents/",
    ],
)
def test_page_on_a_phone_is_at_most_ten_screens_long(page, published_site, address):
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, published_site, address, "vi")
    assert page.evaluate("document.documentElement.scrollHeight") < 8_440


def test_cards_on_a_phone_are_still_a_table_for_screen_readers(page, published_site):
    page.set_viewport_size({"width": 390, "height": 844})
    open_page(page, published_site, "/places/hai-duong/?quarter=2025-Q1", "en")
    goals = page.get_by_role("region", name="Goals in the order of their documents").get_by_role("table")
    expect(goals.get_by_role("row")).to_have_count(2)  # the head is not shown on a phone
    assert goals.get_by_role("rowheader").first.inner_text().startswith("FDI registered")


def test_pages_without_scripts_choose_quarter_map_and_language(browser, published_site):
    context = browser.new_context(java_script_enabled=False)
    let_read(context, published_site)
    page = context.new_page()
    page.goto(f"{published_site}/places/hai-phong/?quarter=2025-Q1")
    page.select_option("#choose-map", "today")
    page.click("form.choose button")
    assert "map=today" in page.url
    page.click("form.language button")
    assert page.locator("html").get_attribute("lang") == "en"
    assert "map=today" in page.url
    assert "of the former Hai Duong" in page.inner_text("main")
    context.close()


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (390, 844)])
def test_tables_without_scripts_are_sorted_searched_and_given_other_columns(browser, published_site, width, height):
    context = browser.new_context(java_script_enabled=False, viewport={"width": width, "height": height})
    context.set_default_timeout(15_000)
    context.add_cookies([{"name": "language", "value": "en", "url": published_site}])
    let_read(context, published_site)
    page = context.new_page()
    page.goto(f"{published_site}/documents/001-hai-duong-parks-q1-2025/")
    table = page.locator("#printed")
    first = table.locator("tbody tr").first
    table.get_by_role("link", name="Indicator", exact=True).click()
    expect(table.locator("th[aria-sort=ascending]")).to_have_count(1)
    ascending = first.inner_text()
    table.get_by_role("link", name="Indicator").first.click()
    expect(table.locator("th[aria-sort=descending]")).to_have_count(1)
    assert first.inner_text() != ascending
    page.get_by_label("Find in this table").first.fill("dat cong nghiep")
    page.locator(".table-tools button").first.click()
    assert "printed-find=dat" in page.url
    assert "printed-sort" in page.url
    page.get_by_label("Find in this table").first.fill("fdi")
    page.locator(".table-tools button").first.click()
    assert 0 < table.locator("tbody tr").count() < 71
    page.locator(".under summary").first.click()
    page.get_by_role("checkbox", name="Note").uncheck()
    page.get_by_role("button", name="Show these columns").first.click()
    expect(table.locator("thead th:has-text('Note')")).to_have_count(0)
    assert "printed-find=fdi" in page.url
    context.close()


def test_search_box_without_scripts_finds_a_place_on_a_phone(browser, published_site):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    context.set_default_timeout(15_000)
    let_read(context, published_site)
    page = context.new_page()
    page.goto(f"{published_site}/?quarter=2025-Q1")
    page.fill("form.find input", "kim thanh")
    page.click("form.find button")
    assert "KCN Kim Thành" in page.inner_text("main")
    context.close()


def test_the_first_tab_reaches_the_skip_link(page, published_site):
    open_page(page, published_site, "/", "en")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#content"


def test_a_click_on_a_head_sorts_the_table(page, published_site):
    open_page(page, published_site, "/places/hai-duong/?quarter=2025-Q1", "en")
    page.click("#goals th a:has-text('% of goal')")
    expect(page.locator("#goals th[aria-sort=ascending]")).to_have_count(1)
    assert page.locator("#goals tbody tr").first.inner_text().startswith("FDI registered")
    page.click("#goals th a:has-text('% of goal')")
    assert page.locator("#goals tbody tr").first.inner_text().startswith("DDI registered")


def test_on_paper_the_forms_are_gone_and_the_numbers_stay(page, published_site):
    open_page(page, published_site, "/places/hai-duong/?quarter=2025-Q1", "vi")
    page.emulate_media(media="print")
    assert not page.locator("form.choose").is_visible()
    assert not page.locator(".site-head nav").is_visible()
    assert page.locator("#goals").is_visible()


def test_the_committed_font_has_the_vietnamese_letters(page, published_site):
    open_page(page, published_site, "/", "vi")
    loaded = page.evaluate(
        "document.fonts.ready.then(() => document.fonts.check('16px \"Source Sans 3\"', 'Đắk Nông ế'))"
    )
    assert loaded
