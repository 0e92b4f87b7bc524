"""The quarter report as a Word document: the words and numbers of the sheet in the blocks of the office's template."""

import html
import io
import re

import docx
import pytest
from django.conf import settings

from tests.builders import Figure, make_country, make_indicator, make_place, make_report, make_target, make_threshold
from tests.reading import reading_client, words_in
from tracker.exchange import report_document
from tracker.exchange.report_document import LISTS, TABLE, TEXTS, ReportDocument, write_report_document
from tracker.models import Comparator
from tracker.web.views.report_document import TEMPLATE

M = 1_000_000
ADDRESS = "/places/an/report.docx?quarter=2025-Q2"


@pytest.fixture
def province(db):
    """Ân, with one goal that is on track and one that is behind."""
    make_threshold()
    place = make_place("an", parent=make_country(), name="Ân Phước", name_en="An")
    figures = []
    for position, (code, name, amount) in enumerate((("fdi", "Vốn FDI", 61_500_000), ("ddi", "Vốn <DDI>", 20 * M))):
        indicator = make_indicator(code, unit="USD", position=position, name=name, name_en=code.upper())
        make_target(place, indicator, 100 * M, comparator=Comparator.EXACTLY)
        figures.append(Figure(indicator, amount, fields={"note": "Chờ \x0b mặt bằng."} if code == "ddi" else {}))
    make_report(place, 2025, 2, figures=figures)
    return place


def opened(answer):
    assert answer.status_code == 200
    return docx.Document(io.BytesIO(b"".join(answer.streaming_content)))


def texts_of(document):
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells


@pytest.mark.parametrize("language", ["vi", "en"])
def test_document_says_what_the_sheet_says_and_no_block_is_left(province, language):
    client = reading_client(language)
    answer = client.get(ADDRESS)
    assert answer.headers["Content-Type"] == report_document.TYPE
    assert 'filename="report-an-2025-Q2-map-then.docx"' in answer.headers["Content-Disposition"]
    texts = texts_of(opened(answer))
    assert not any("[[" in text for text in texts)
    page = client.get(ADDRESS.replace(".docx", "/"))
    sheet = " ".join(html.unescape(words_in(page, "article")).replace("\u00a0", " ").split())
    said = [text for text in texts if text.strip() and not text.isupper() and "filter" not in text.lower()]
    for text in said:
        for line in text.removeprefix("– ").split("\n"):
            known = " ".join(line.replace("\u00a0", " ").split())
            assert known in sheet or "bộ lọc" in known, known  # on the sheet with the minute


def test_rows_of_the_document_are_the_rows_of_the_sheet(province):
    client = reading_client("vi")
    rows = [[cell.text for cell in row.cells] for row in opened(client.get(ADDRESS)).tables[1].rows]
    page = client.get(ADDRESS.replace(".docx", "/")).context["table"]
    assert [row[0] for row in rows[1:]] == ["1", "2"]
    for row, shown in zip(page.data, rows[1:], strict=True):
        for column, name in ((2, "goal"), (3, "expected"), (4, "to_date"), (5, "pace")):
            seen = re.sub(r"<[^>]+>", " ", page.shown(name, row))
            assert " ".join(seen.split()) == " ".join(shown[column].split()), name
    assert "Vốn <DDI>" in rows[2][1]


def test_place_without_goals_says_so_and_has_no_table(db):
    make_place("an", parent=make_country(), name="Ân Phước", name_en="An")
    document = opened(reading_client("en").get(ADDRESS))
    assert len(document.tables) == 2  # the letterhead and the signatures
    assert "That is not a goal of zero." in " ".join(texts_of(document))


def test_template_has_every_block_on_upright_a4_with_the_margins_of_official_papers():
    template = docx.Document(str(TEMPLATE))
    blocks = set(re.findall(r"\[\[([a-z_]+)\]\]", " ".join(texts_of(template))))
    assert blocks == {*TEXTS, *LISTS, TABLE}
    (section,) = template.sections
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.1)
    assert (section.left_margin.mm, section.right_margin.mm) == pytest.approx((30, 15), abs=0.1)
    assert template.styles["Normal"].font.name == "Times New Roman"


def test_template_of_an_office_may_leave_blocks_out_and_names_none_that_there_is_not(tmp_path):
    report = ReportDocument({"office": "Ban Quản lý"}, {}, ["a"], [], [1])
    own = docx.Document()
    own.add_paragraph("Cơ quan: [[office]]")
    own.save(str(tmp_path / "own.docx"))
    written = docx.Document(io.BytesIO(write_report_document(report, tmp_path / "own.docx")))
    assert [paragraph.text for paragraph in written.paragraphs] == ["Cơ quan: Ban Quản lý"]
    own.add_paragraph("[[logo]]")
    own.save(str(tmp_path / "own.docx"))
    with pytest.raises(ValueError, match="logo"):
        write_report_document(report, tmp_path / "own.docx")


def test_page_leads_to_the_document_only_where_this_server_can_write_it(province, monkeypatch):
    address = "/places/an/report/?quarter=2025-Q2&map=today"
    link = 'href="/places/an/report.docx?quarter=2025-Q2&amp;map=today"'
    assert link in reading_client("en").get(address).content.decode()
    monkeypatch.setattr(report_document, "is_available", lambda: False)
    assert link not in reading_client("en").get(address).content.decode()
    answer = reading_client("en").get(ADDRESS)
    assert answer.status_code == 501
    assert "scripts/install.sh docx" in answer.content.decode()
    assert 'href="/places/an/report/?quarter=2025-Q2"' in answer.content.decode()


def test_place_that_is_not_read_has_no_document(client, province):
    assert not settings.OPEN_READING
    assert client.get(ADDRESS).status_code in (302, 404)
