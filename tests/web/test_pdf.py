"""The quarter report as a PDF file: the numbers of the page, nothing fetched, and a plain word where it cannot be."""

import re
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

from tests.builders import Figure, make_country, make_indicator, make_place, make_report, make_target, make_threshold
from tests.reading import reading_client
from tracker.models import Comparator
from tracker.web import pdf
from tracker.web.pdf_worker import BASE, RefusedAddressError, own_file

STATIC = Path(settings.BASE_DIR) / "static"
OTHER_FILE = "file" + ":///etc/passwd"
M = 1_000_000
ADDRESS = "/places/an/report.pdf?quarter=2025-Q2"


@pytest.fixture
def sheets_as_pages():
    """Here the writer is the real one."""


@pytest.fixture
def writer():
    """The real writer."""
    if not pdf.is_available():
        pytest.skip(f"no WeasyPrint on this machine (scripts/install.sh pdf, apt-get install {pdf.PACKAGES})")
    return pdf.pdf_of


@pytest.fixture
def province(db):
    """Ân, with one goal that is on track and one that is behind."""
    make_threshold()
    place = make_place("an", parent=make_country(), name="Ân Phước", name_en="An")
    figures = []
    for position, (code, name, amount) in enumerate((("fdi", "Vốn FDI", "61.5"), ("ddi", "Vốn DDI", "20")), start=1):
        indicator = make_indicator(code, unit="USD", position=position, name=name, name_en=code.upper())
        make_target(place, indicator, 100 * M, comparator=Comparator.EXACTLY)
        figures.append(Figure(indicator, int(float(amount) * M)))
    make_report(place, 2025, 2, figures=figures)
    return place


def text_in(file, tmp_path):
    path = tmp_path / "sheet.pdf"
    path.write_bytes(file)
    said = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True).stdout
    shape = subprocess.run(["pdfinfo", path], capture_output=True, text=True, check=True).stdout
    return " ".join(said.split()), shape


def test_file_says_the_numbers_of_the_page_in_vietnamese_that_can_be_copied_on_upright_a4(province, writer, tmp_path):
    client = reading_client("vi")
    answer = client.get(ADDRESS)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert 'filename="report-an-2025-Q2-map-then.pdf"' in answer.headers["Content-Disposition"]
    said, shape = text_in(answer.content, tmp_path)
    assert "Tình hình thực hiện các mục tiêu đầu tư, Quý II/2025" in said
    assert "NGƯỜI LẬP BIỂU" in said
    assert "BẢN NHÁP" in said
    page = client.get(ADDRESS.replace(".pdf", "/"))
    table = page.context["table"]
    for row in table.data:
        for name in ("goal", "expected", "to_date", "pace"):
            number = re.sub(r"<[^>]+>", "", table.shown(name, row)).replace("\u00a0", " ").strip()
            assert number, name
            assert number in said, (name, number)
    assert re.search(r"Page size: +595.\d+ x 841.\d+ pts \(A4\)", shape)
    pages = re.search(r"Pages: +(\d+)", shape)
    assert pages is not None
    assert int(pages[1]) <= 2
    assert re.search(r"Tagged: +yes", shape)


def test_page_leads_to_the_file_of_the_same_quarter_and_map(province, monkeypatch):
    address = "/places/an/report/?quarter=2025-Q2&map=today"
    monkeypatch.setattr(pdf, "is_available", lambda: True)
    page = reading_client("en").get(address).content.decode()
    assert 'href="/places/an/report.pdf?quarter=2025-Q2&amp;map=today"' in page
    monkeypatch.setattr(pdf, "is_available", lambda: False)
    assert "report.pdf" not in reading_client("en").get(address).content.decode()


@pytest.mark.parametrize("when", ["before", "while"])
def test_server_that_cannot_write_it_says_what_is_missing_and_leads_to_the_sheet(province, monkeypatch, when):
    def refuses(_page):
        raise pdf.PdfUnavailableError

    monkeypatch.setattr(pdf, "is_available", lambda: when == "while")
    monkeypatch.setattr(pdf, "pdf_of", refuses)
    answer = reading_client("en").get(ADDRESS)
    said = answer.content.decode()
    assert answer.status_code == 501
    assert "libpango-1.0-0" in said
    assert "scripts/install.sh pdf" in said
    assert 'href="/places/an/report/?quarter=2025-Q2"' in said


def test_server_with_too_much_to_do_asks_to_try_again(province, monkeypatch):
    def busy(_page):
        raise pdf.PdfBusyError

    monkeypatch.setattr(pdf, "is_available", lambda: True)
    monkeypatch.setattr(pdf, "pdf_of", busy)
    answer = reading_client("en").get(ADDRESS)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")


def test_table_of_the_file_is_the_table_of_the_page(province):
    def lines(address):
        file = b"".join(reading_client("en").get(f"{address}&format=csv").streaming_content).decode("utf-8-sig")
        # The last column says when each of the two was read.
        return [line.rpartition(",")[0] for line in file.splitlines()]

    assert lines(ADDRESS) == lines(ADDRESS.replace(".pdf", "/"))
    assert len(lines(ADDRESS)) == 3


@pytest.mark.parametrize(
    "address",
    [
        OTHER_FILE,
        "http://169.254.169.254/latest/meta-data/",
        "https://example.org/app.css",
        "https://static.invalid.example.org/app.css",
        f"{BASE}../manage.py",
        f"{BASE}../tracker/settings.py",
        f"{BASE}vendor/../../pyproject.toml",
        f"{BASE}no-such.css",
        f"{BASE}vendor",
        f"{BASE}admin-entry.js",
        "data:text/css,p{}",
        "//static.invalid/app.css",
        "",
    ],
)
def test_sheet_gets_no_file_but_styles_and_fonts_of_ours(address):
    with pytest.raises(RefusedAddressError):
        own_file(address, STATIC)


def test_sheet_gets_its_own_styles():
    assert own_file(f"{BASE}app.css", STATIC) == STATIC / "app.css"


@pytest.mark.parametrize(
    "asks",
    [
        '<img src="http://127.0.0.1:9/a.png">',
        f'<link rel="stylesheet" href="{OTHER_FILE}">',
        '<style>@import url("https://example.org/a.css");</style>',
        '<p style="background: url(https://example.org/a.svg)">a</p>',
        '<svg viewBox="0 0 9 9"><image href="https://example.org/a.png" width="9" height="9"/></svg>',
    ],
)
def test_sheet_that_asks_for_anything_else_is_not_written(writer, asks):
    with pytest.raises(RuntimeError, match="RefusedAddress"):
        writer(f"<!DOCTYPE html><html><head><title>a</title></head><body><p>a</p>{asks}</body></html>")


def test_writer_is_bounded_and_the_next_one_gets_its_turn(monkeypatch):
    monkeypatch.setattr(pdf, "is_available", lambda: True)
    asked = []

    def endless(command, **options):
        asked.append(options)
        raise subprocess.TimeoutExpired(command, options["timeout"])

    monkeypatch.setattr(subprocess, "run", endless)
    monkeypatch.setenv("SECRET_KEY", "kept")
    for _time in range(2):
        with pytest.raises(pdf.PdfBusyError):
            pdf.pdf_of("<p>a</p>")
    assert [options["timeout"] for options in asked] == [30, 30]
    assert "SECRET_KEY" not in asked[0]["env"]
    with pytest.raises(RuntimeError, match="too long"):
        pdf.pdf_of("a" * 2_000_001)
    assert len(asked) == 2
