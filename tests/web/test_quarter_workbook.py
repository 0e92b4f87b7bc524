"""The official quarter workbook: lines, each number worked by hand, blanks and zeros, sums, words, paper, rights."""

import io
from decimal import Decimal

import openpyxl
import pytest

from provinces.models import Place
from tests.builders import (
    Figure,
    make_country,
    make_indicator,
    make_manager,
    make_organisation,
    make_park,
    make_place,
    make_report,
    make_target,
    make_threshold,
)
from tests.reading import read
from tracker.exchange.official_sheet import Number, number_format
from tracker.models import Basis, Comparator, IndicatorKind, ObservationStatus

pytestmark = pytest.mark.django_db
M, B = 1_000_000, 1_000_000_000
TAKEN_BACK = ("Adjusted down: occurrences", "Adjusted down: capital", "Revoked: projects", "Revoked: capital")
ADDRESS = "/places/an/quarter.xlsx?quarter=2025-Q2"
QUARTER_LAST_YEAR, QUARTER, QUARTER_RATIO, FULL_YEAR, LAST_YEAR, YEAR, YEAR_RATIO, PLAN, ATTAINMENT, NOTE = range(3, 13)


@pytest.fixture
def parks():
    """An with two parks: what they reported in two years, and An's goal of at least 100 million USD."""
    make_threshold()
    fdi = make_indicator("fdi-registered", headline=True)
    ddi = make_indicator("ddi-registered", unit="VND", headline=True)
    projects = make_indicator("fdi-projects-new", unit="projects")
    leased = make_indicator("land-leased-total", unit="ha", kind=IndicatorKind.STOCK)
    leasable = make_indicator("land-leasable", unit="ha", kind=IndicatorKind.STOCK)
    occupancy = make_indicator("occupancy", unit="percent", kind=IndicatorKind.RATIO, headline=True)
    place = make_place("an", parent=make_country(), name="An", name_en="An")
    make_target(place, fdi, 100 * M, comparator=Comparator.AT_LEAST)

    def land(of_all, taken):
        # 30 of 60 hectares are 50 %.
        share = Decimal(taken) * 100 / of_all
        parts = {"numerator": taken, "denominator": of_all}
        return [
            Figure(leased, taken, Basis.AS_OF),
            Figure(leasable, of_all, Basis.AS_OF),
            Figure(occupancy, share, Basis.AS_OF, fields=parts),
        ]

    made = []
    for slug, figures in {
        "a": {
            (2024, 1): [Figure(fdi, 10 * M)],
            (2024, 2): [Figure(fdi, 30 * M)],
            (2025, 1): [Figure(fdi, 20 * M)],
            (2025, 2): [Figure(fdi, 60 * M), Figure(ddi, 0), Figure(projects, 3), *land(60, 30)],
        },
        "b": {
            (2024, 1): [Figure(fdi, 5 * M)],
            (2024, 2): [Figure(fdi, 5 * M)],
            (2025, 1): [Figure(fdi, 5 * M)],
            (2025, 2): [
                Figure(fdi, 20 * M),
                Figure(ddi, None, observation_status=ObservationStatus.NIL, comparator=Comparator.NONE_STATED),
                *land(40, 10),
            ],
        },
    }.items():
        park = make_park(slug, parent=place, name=f"KCN {slug}", name_en=f"Park {slug}")
        reporter = make_organisation(f"{slug}-company")
        for (year, quarter), each in figures.items():
            make_report(park, year, quarter, reporter=reporter, figures=each)
        made.append(park)
    return made


def opened(address=ADDRESS, language="en", **reader):
    answer = read(address, language, **reader)
    assert answer.status_code == 200
    return openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


def line(sheet, words):
    """The cells of the first line with these words in its second column."""
    return next(row for row in sheet.iter_rows() if row[1].value == words)


def values(sheet, words):
    return [cell.value for cell in line(sheet, words)]


def texts(sheet):
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_line_of_registered_capital_holds_each_number_of_the_page(parks):
    found = line(opened()["Quarter"], "Registered capital, new and adjusted up")
    # Q2 alone: A 60 - 20 = 40, B 20 - 5 = 15, together 55; a year before A 20, B 0, together 20; 55 / 20 = 275 %.
    assert [found[column].value for column in (QUARTER_LAST_YEAR, QUARTER, QUARTER_RATIO)] == [20, 55, 2.75]
    # Year to date 80, a year before 35: 228.57 %. 80 of 100.
    assert (found[LAST_YEAR].value, found[YEAR].value) == (35, 80)
    assert found[YEAR_RATIO].value == pytest.approx(80 / 35, abs=1e-14)
    assert (found[PLAN].value, found[ATTAINMENT].value) == (100, 0.8)
    assert found[PLAN].number_format == '"at least "#,##0'
    assert (found[QUARTER_RATIO].number_format, found[2].value) == ("#,##0.0%", "million USD")
    assert found[FULL_YEAR].value is None  # one year of history is too thin for a projection


def test_typed_zero_is_0_nil_is_a_dash_and_what_nobody_reported_is_blank(parks):
    book = opened()
    [first, second] = [values(book["By place"], name) for name in ("Park a", "Park b")]
    assert (first[5], second[5]) == (0, 0)
    assert line(book["By place"], "Park b")[5].number_format.endswith(';"-"')
    assert not line(book["By place"], "Park a")[5].number_format.endswith(';"-"')
    sheet = book["Quarter"]
    assert values(sheet, "New: projects")[YEAR] == 3
    assert values(sheet, "Contribution and share purchase")[3:12] == [None] * 9
    assert values(sheet, "Revoked: capital")[3:12] == [None] * 9
    assert values(sheet, "Occupancy: 2 divided by 3")[3:6] == ["x"] * 3


@pytest.mark.parametrize(("origin", "currency", "million"), [("fdi", "USD", M), ("ddi", "VND", B)])
def test_capital_that_was_taken_back_stands_in_lines_of_its_own_and_in_no_other(parks, origin, currency, million):
    reduced = make_indicator(f"{origin}-registered-reduced", unit=currency)
    times = make_indicator(f"{origin}-projects-reduced", unit="projects")
    revoked = make_indicator(f"{origin}-projects-revoked", unit="projects")
    nil = {"observation_status": ObservationStatus.NIL, "comparator": Comparator.NONE_STATED}
    figures = [Figure(reduced, 7 * million), Figure(times, 2), Figure(revoked, None, **nil)]
    make_report(Place.objects.get(slug="an"), 2025, 1, figures=figures)
    sheet = opened(ADDRESS.replace("Q2", "Q1"))["Quarter"]
    first = 1 if origin == "fdi" else 2  # the section of capital from abroad comes first
    told = {words: [row for row in sheet.iter_rows() if row[1].value == words][first - 1] for words in TAKEN_BACK}
    assert [told[words][YEAR].value for words in TAKEN_BACK] == [2, 7, 0, None]
    assert told["Revoked: projects"][YEAR].number_format.endswith(';"-"')
    registered = [row for row in sheet.iter_rows() if row[1].value == "Registered capital, new and adjusted up"]
    assert registered[first - 1][YEAR].value == (25 if origin == "fdi" else None)  # 20 + 5, nothing taken off


def test_occupancy_of_all_is_the_sum_of_the_land_leased_by_the_sum_of_the_land(parks):
    book = opened()
    # 30 of 60 and 10 of 40: 40 of 100 hectares, and not the mean of 50 % and 25 %.
    assert values(book["Quarter"], "Occupancy: 2 divided by 3")[YEAR] == 40
    total = values(book["By place"], "Sum of the places below")
    # Of DDI the first quarter was not reported, so nobody knows what the second alone brought.
    assert total[2:9] == [55, 80, None, 0, 40, 100, 40]
    assert [values(book["By place"], f"Park {park}")[8] for park in "ab"] == [50, 25]


def test_capital_of_two_currencies_stands_apart(parks):
    sheet = opened()["Quarter"]
    units: dict[str, set[str]] = {}
    section = ""
    for row in sheet.iter_rows(min_row=1):
        if row[0].value in ("I", "II", "III"):
            section = row[0].value
        elif section and row[2].value:
            units.setdefault(section, set()).add(row[2].value)
    assert units == {
        "I": {"million USD", "projects", "times"},
        "II": {"billion VND", "projects", "times"},
        "III": {"ha", "%"},
    }


def test_no_cell_is_a_formula_and_the_paper_is_a4_across_with_its_head_repeated(parks):
    for sheet in opened():
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        first, last = sheet.print_title_rows.replace("$", "").split(":")
        assert int(last) - int(first) == 2
        assert sheet.freeze_panes.endswith(str(int(last) + 1))
        assert sheet.sheet_properties.pageSetUpPr.fitToPage


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ["REPORT ON ATTRACTING INVESTMENT", "Q2\u00a02025", "Same quarter last year", "% of plan"]),
        ("vi", ["BÁO CÁO TÌNH HÌNH THU HÚT ĐẦU TƯ", "Quý\u00a0II/2025", "Cùng kỳ năm trước", "% kế hoạch"]),
    ],
)
def test_words_are_the_readers_and_a_draft_says_that_it_is_one(parks, language, told):
    found = texts(opened(language=language).worksheets[0])
    assert set(told) <= set(found)
    draft = {"en": "DRAFT: not published as an edition yet", "vi": "BẢN NHÁP: chưa chốt thành bản công bố"}
    assert draft[language] in found


def test_a_share_is_never_shown_as_0_or_100_per_cent_that_it_is_not():
    assert number_format(Decimal("0.9996"), Number(Decimal("0.9996"), share=True)) == "#,##0.00%"
    assert number_format(Decimal("0.0004"), Number(Decimal("0.0004"), share=True)) == "#,##0.00%"
    assert number_format(Decimal(1), Number(Decimal(1), share=True)) == "#,##0.0%"


def test_demonstration_says_so_on_each_sheet_and_in_the_name(parks, settings):
    settings.DEMO = True
    answer = read(ADDRESS, "en")
    assert 'filename="minh-hoa-quarter-an-2025-Q2' in answer.headers["Content-Disposition"]
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    for sheet in book:
        assert "Invented figures for a demonstration, no real statistics" in texts(sheet)


def test_nobody_gets_the_workbook_of_a_place_that_is_not_theirs(parks):
    elsewhere = make_manager(make_place("elsewhere"))
    assert read(ADDRESS, person=elsewhere).status_code == 404
    assert read(ADDRESS, nobody=True).status_code == 302


def test_page_of_the_place_leads_to_it(parks):
    assert 'href="/places/an/quarter.xlsx?quarter=2025-Q2' in read("/places/an/?quarter=2025-Q2").content.decode()
