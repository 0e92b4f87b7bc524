"""A report as a file, and the four states of a cell through every way in and out of a report.

Blank, a counted zero, nil and not applicable are four different things; each way has to bring them from the report of
one park into that of another as what they are.
"""

import io
import itertools
import json
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from tests.builders import (
    Figure,
    make_clerk,
    make_duty,
    make_form,
    make_indicator,
    make_province_with_parks,
    make_report,
)
from tracker.exchange.sheet_files import read_table
from tracker.models import Actual, EntryReceipt, EntryWay, IndicatorKind

pytestmark = [pytest.mark.django_db]
PARKS = ("dai-an", "lai-vu")


@pytest.fixture(autouse=True)
def _july_2025():
    with time_machine.travel("2025-07-05T09:00:00+07:00", tick=True):
        yield


class Park:
    """The quarter of one park: its entry page, files and address for programs, as one clerk uses them."""

    def __init__(self, client, place, reporter, indicators):
        self.client, self.place, self.reporter, self.indicators = client, place, reporter, indicators
        names = {"place_slug": place.slug, "quarter_text": "2025-Q2", "reporter_slug": reporter.slug}
        self.address = reverse("admin:tracker_quarterlyreport_enter", kwargs=names)
        self.program = reverse("web:report_api", kwargs=names)
        self.files = {
            ending: reverse("admin:tracker_quarterlyreport_file", kwargs={**names, "ending": ending})
            for ending in ("csv", "xlsx")
        }

    def fields(self, page=None):
        """Return every field of the grid as the browser posts it."""
        found = {}
        for row in (page or self.client.get(self.address)).context["rows"]:
            for one in (*row.inputs, row.seen):
                found[one.name] = one.text
                if one.was is not None:
                    found[f"before-{one.name}"] = one.was
        return found

    def post(self, **fields):
        return self.client.post(self.address, fields)

    def type(self, **cells):
        """Type into the grid: fdi_in_quarter="125", and save."""
        typed = {}
        for name, text in cells.items():
            code, _mark, part = name.partition("_")
            typed[f"line-{self.indicators[code].pk}-{part}"] = text
        response = self.post(**{**self.fields(), **typed}, step="save")
        assert response.status_code == 302, response.context["problems"]

    def file(self, ending):
        return self.client.get(self.files[ending]).content

    def lay(self, content, name="report.csv", **more):
        """Send a file and return the page that shows what it changes."""
        upload = SimpleUploadedFile(name, content)
        return self.post(**{**self.fields(), **more}, step="place_file", file=upload)

    def save_page(self, page, pasted):
        """Save the page that shows a pasted block or a file."""
        assert not page.context["problems"]
        assert page.context["pasted"] == pasted
        response = self.post(**self.fields(page), step="save", pasted=page.context["pasted"])
        assert response.status_code == 302, response.context["problems"]

    def rows(self):
        """Return what is stored: value and status by indicator and basis."""
        return {
            (row.indicator.code, row.basis): (row.value, row.observation_status, row.note, row.source)
            for row in Actual.objects.filter(revision__report__place=self.place).select_related("indicator")
        }


@pytest.fixture
def parks(sign_in):
    """Return the two parks as a clerk meets them, in a language."""
    rows = make_province_with_parks("hai-duong", parks=PARKS)
    leased = make_indicator("land-leased", kind=IndicatorKind.STOCK, unit="ha", name="Đất đã cho thuê")
    leasable = make_indicator("land-leasable", kind=IndicatorKind.STOCK, unit="ha", name="Đất có thể cho thuê")
    indicators = {
        "fdi": make_indicator(name="Vốn FDI đăng ký"),
        "ddi": make_indicator("ddi-registered", unit="VND", name="Vốn DDI đăng ký"),
        "leased": leased,
        "leasable": leasable,
        "occupancy": make_indicator(
            "occupancy", kind=IndicatorKind.RATIO, unit="percent", numerator=leased, denominator=leasable
        ),
    }
    person = make_clerk(rows.province, "hd-clerk")

    def made(language="vi", flows=()):
        """``flows`` are codes of indicators to ask for in place of the usual ones."""
        asked = {code: make_indicator(code) for code in flows} or indicators
        form = make_form(indicators=asked.values())
        for park, reporter in zip(rows.parks, rows.investors, strict=True):
            make_duty(reporter, park, form=form, valid_from=date(2025, 1, 1))
        client = sign_in(person, language)
        return [Park(client, park, owner, asked) for park, owner in zip(rows.parks, rows.investors, strict=True)]

    return made


# --- The ways: each reads one report out and writes what it read into another ----------------------------------------


def by_grid(one, other):
    """Copy the fields of one page into the other, as somebody who retypes what the screen shows."""
    fields = {name: text for name, text in one.fields().items() if not name.endswith("-seen")}
    response = other.post(**{**other.fields(), **fields}, step="save")
    assert response.status_code == 302, response.context["problems"]
    return EntryWay.GRID


def by_paste(one, other):
    """Copy the cells of one report's workbook and paste them into the other's page."""
    sheet = openpyxl.load_workbook(io.BytesIO(one.file("xlsx"))).worksheets[0]
    shown = [["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows()]
    if one.client.cookies["language"].value == "vi":  # a Vietnamese spreadsheet copies what it shows
        numbers = [["" if cell.value is None else cell.data_type for cell in row] for row in sheet.iter_rows()]
        shown = [
            [text.replace(".", ",") if kind == "n" else text for text, kind in zip(row, kinds, strict=True)]
            for row, kinds in zip(shown, numbers, strict=True)
        ]
    block = "\r\n".join("\t".join(row) for row in shown)
    other.save_page(other.post(**other.fields(), step="place_block", block=block), "1")
    return EntryWay.PASTE


def by_csv(one, other):
    other.save_page(other.lay(one.file("csv")), "file")
    return EntryWay.FILE


def by_workbook(one, other):
    other.save_page(other.lay(one.file("xlsx"), "report.xlsx"), "file")
    return EntryWay.FILE


def by_program(one, other):
    """Read one report as JSON and send its lines for the other one."""
    lines = one.client.get(one.program).json()["lines"]
    seen = {line["indicator"]: line["fingerprint"] for line in other.client.get(other.program).json()["lines"]}
    body = json.dumps({"lines": [{**line, "if_match": seen[line["indicator"]]} for line in lines]})
    response = other.client.put(other.program, body, content_type="application/json")
    assert response.status_code == 200, response.json()
    return EntryWay.PROGRAM


WAYS = pytest.mark.parametrize("way", [by_grid, by_paste, by_csv, by_workbook, by_program])
LANGUAGES = pytest.mark.parametrize("language", ["vi", "en"])
STATES = {
    "blank": ("", None),
    "zero": ("0", (Decimal(0), "normal", "", "")),
    "nil": ("-", (Decimal(0), "nil", "", "")),
    "not applicable": ("x", (None, "not_applicable", "", "")),
    "provisional": ("125,4*", (Decimal(125_400_000), "provisional", "", "")),
}


@WAYS
@LANGUAGES
@pytest.mark.parametrize("state", STATES)
def test_each_state_of_a_cell_arrives_as_itself(parks, way, language, state):
    one, other = parks(language)
    text, stored = STATES[state]
    one.type(fdi_in_quarter=text.replace(",", ".") if language == "en" else text, ddi_year_to_date="7")
    expected: dict[tuple[str, str], tuple[Decimal | None, str, str, str]] = {
        ("ddi-registered", "year_to_date"): (Decimal(7_000_000_000), "normal", "", "")
    }
    if stored is not None:
        expected["fdi-registered", "in_quarter"] = stored
    assert one.rows() == expected
    assert way(one, other) == EntryReceipt.objects.latest("pk").way
    assert other.rows() == expected


@WAYS
def test_each_state_takes_the_place_of_each_other_one(parks, way):
    pairs = {f"flow-{index}": pair for index, pair in enumerate(itertools.product(STATES, STATES))}
    one, other = parks(flows=pairs)
    one.type(**{f"{code}_in_quarter": STATES[state][0] for code, (state, _over) in pairs.items()})
    other.type(**{f"{code}_in_quarter": STATES[over][0] for code, (_state, over) in pairs.items()})
    way(one, other)
    assert one.rows() == {
        (code, "in_quarter"): STATES[state][1] for code, (state, _over) in pairs.items() if state != "blank"
    }
    assert other.rows() == one.rows()


@WAYS
@LANGUAGES
def test_a_whole_report_arrives_with_its_ratios_and_words(parks, way, language):
    one, other = parks(language)
    mark = "," if language == "vi" else "."
    one.type(
        fdi_year_to_date=f"1234{mark}5678",
        fdi_note="=dự án mới",
        fdi_source="-công văn 12",
        ddi_in_quarter="-",
        ddi_year_to_date="12",
        leased_level=f"~200{mark}12",
        leasable_level="1234",
        occupancy_numerator=f"200{mark}12*",
        occupancy_denominator="1234",
        ddi_note="'nháy đơn",
    )
    rows = one.rows()
    assert len(rows) == 6
    way(one, other)
    assert other.rows() == rows


# --- Files ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def filled(parks):
    """Return a park in which every sort of line stands."""
    park, _other = parks()
    park.type(
        fdi_in_quarter="125,4*",
        ddi_in_quarter="-",
        leased_status="not_yet_known",
        leased_note="chờ đo đạc",
        leasable_level="0",
        occupancy_status="not_applicable",
    )
    return park


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("reader", ["vi", "en"])
@LANGUAGES
def test_a_file_that_nobody_changed_changes_nothing(filled, ending, language, reader):
    filled.client.cookies["language"] = language
    content = filled.file(ending)
    filled.client.cookies["language"] = reader
    before, receipts = filled.rows(), EntryReceipt.objects.count()
    page = filled.lay(content)
    placed = page.context["placed"]
    assert (placed.problems, placed.unused) == ([], [])
    # Five lines: two flows and a ratio with two numbers, two levels with one, and three texts each.
    assert placed.counts == {"new": 0, "changed": 0, "same": 8 + 15, "wrong": 0}
    assert filled.fields(page) == filled.fields()
    filled.save_page(page, "file")
    assert filled.rows() == before
    assert EntryReceipt.objects.count() == receipts


def test_what_a_file_changes_is_shown_saved_by_its_button_and_kept_with_its_way(filled):
    rows = read_table(filled.file("csv"), "vi")
    rows[1][3], rows[2][3], rows[3][3], rows[3][5] = "130", "", "12", ""
    content = "\n".join(";".join(row) for row in rows).encode()
    page = filled.lay(content)
    assert page.context["placed"].counts == {"new": 0, "changed": 4, "same": 19, "wrong": 0}
    assert Actual.objects.get(indicator__code="fdi-registered").value == 125_400_000
    text = page.content.decode()
    assert "<del>125,4*</del> → <ins>130</ins>" in text
    assert "<del>-</del> → <ins>–</ins>" in text
    assert "<del>?</del> → <ins>12</ins>" in text
    filled.save_page(page, "file")
    stored = {code: (value, status) for (code, _basis), (value, status, _note, _source) in filled.rows().items()}
    assert stored == {
        "fdi-registered": (Decimal(130_000_000), "normal"),
        "land-leased": (Decimal(12), "normal"),
        "land-leasable": (Decimal(0), "normal"),
        "occupancy": (None, "not_applicable"),
    }
    assert EntryReceipt.objects.latest("pk").way == EntryWay.FILE


def test_a_file_is_laid_over_what_is_typed_and_can_be_taken_off_again(filled):
    typed = {f"line-{filled.indicators['fdi'].pk}-year_to_date": "300"}
    page = filled.lay("Mã;Trong quý\nddi-registered;5".encode(), **typed)
    assert filled.fields(page) | typed == filled.fields(page)
    before = {**filled.fields(), **typed}
    undone = filled.post(**filled.fields(page), step="undo_block")
    after = filled.fields(undone)
    assert undone.context["pasted"] == ""
    # The sign of nil may stand in its cell: it says what the status says.
    after[f"line-{filled.indicators['ddi'].pk}-in_quarter"] = ""
    assert after == before


def test_a_row_and_a_column_that_nobody_knows_are_named(filled):
    page = filled.lay("Mã;Trong quý;Quý trước\nddi-registered;5;4\nfdi-registred;7;6\n".encode())
    placed = page.context["placed"]
    assert [problem.row for problem in placed.problems] == [3]
    assert placed.unused == ["Quý trước"]


def test_a_cell_that_cannot_be_read_keeps_its_text_and_nothing_is_saved(filled):
    before = filled.rows()
    page = filled.lay("Mã;Trong quý\nddi-registered;5..5\n".encode())
    assert page.context["placed"].counts["wrong"] == 1
    assert [problem.indicator_id for problem in page.context["problems"]] == [filled.indicators["ddi"].pk]
    assert "5..5" in page.content.decode()
    assert filled.rows() == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no cells"),
        (b"%PDF-1.7\x00", "neither a workbook"),
        (b"PK\x03\x04 half", "cannot be read"),
        (b"a;b\n" * 2_000_000, "larger than 5 MB"),
    ],
)
def test_a_file_that_is_none_is_refused_and_nothing_typed_is_lost(parks, content, words):
    park, _other = parks("en")
    typed = {f"line-{park.indicators['fdi'].pk}-in_quarter": "300"}
    page = park.lay(content, **typed)
    assert page.status_code == 200
    assert words in page.content.decode()
    assert page.context["placed"] is None
    assert park.fields(page) | typed == park.fields(page)


def test_sending_no_file_is_told(parks):
    park, _other = parks("en")
    page = park.post(**park.fields(), step="place_file")
    assert "No file was chosen" in page.content.decode()


def test_a_file_of_an_approved_report_holds_what_is_approved(parks):
    park, _other = parks()
    figures = [Figure(park.indicators["fdi"], 125_000_000)]
    make_report(park.place, 2025, 2, reporter=park.reporter, figures=figures, form=make_form())
    assert ";125;" in park.file("csv").decode()


def test_the_page_leads_to_its_files_and_takes_them_with_what_is_typed(parks):
    park, _other = parks("en")
    text = park.client.get(park.address).content.decode()
    for address in park.files.values():
        assert f'href="{address}"' in text
        response = park.client.get(address)
        assert response.headers["Content-Disposition"].startswith('attachment; filename="dai-an-2025-Q2-')
        assert "no-store" in response.headers["Cache-Control"]
    assert '<label for="entry-file">' in text
    assert 'id="entry-file" name="file" form="entry-grid"' in text
    assert 'form="entry-grid" name="step" value="place_file" formenctype="multipart/form-data"' in text


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_files_of_other_places_and_of_none_are_not_found_alike(parks, sign_in, ending):
    park, _other = parks()
    elsewhere = sign_in(make_clerk(make_province_with_parks("bac-ninh").province, "bn-clerk"), "en")
    addresses = (park.files[ending], park.files[ending].replace("dai-an", "no-such-park"))
    assert [elsewhere.get(address).status_code for address in addresses] == [404, 404]
    assert park.client.get(park.files[ending].replace("2025-Q2", "2025-Q7")).status_code == 404
    assert park.client.post(park.files[ending]).status_code == 404
    with override("en"):
        assert park.client.get(park.files[ending]).status_code == 200
