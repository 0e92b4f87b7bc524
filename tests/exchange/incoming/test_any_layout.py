"""However a table of figures is laid out, reading gives the same figures or a problem, never another number.

Each layout writes the same figures: of some places and indicators in one or two quarters, as an amount of the quarter
and, where it is drawn, the year to date.
"""

import csv
import io
import unicodedata
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.incoming.ugly.catalogue import CATALOGUE, INDICATORS, PLACES
from tracker.exchange.incoming.columns import Expected
from tracker.exchange.incoming.reading import look_at
from tracker.exchange.numbers import write_number, write_number_to_edit

FLOWS = [one for one in INDICATORS if one.code in ("fdi-registered", "ddi-registered", "land-leased")]
PARKS = [one for one in PLACES if one.slug not in ("hai-duong", "hai-phong")]
UNITS = {
    "fdi-registered": [("triệu USD", 10**6), ("nghìn USD", 10**3), ("USD", 1), ("tỷ USD", 10**9)],
    "ddi-registered": [("tỷ đồng", 10**9), ("triệu đồng", 10**6), ("nghìn tỷ đồng", 10**12), ("đồng", 1)],
    "land-leased": [("ha", 1)],
}
BASES = {"in_quarter": "trong quý", "year_to_date": "lũy kế từ đầu năm"}


@dataclass(frozen=True)
class Drawn:
    """One table of figures and how it is written: numbers of stated units by place, indicator, quarter and basis."""

    places: tuple[Any, ...]
    indicators: tuple[Any, ...]
    quarters: tuple[str, ...]
    bases: tuple[str, ...]
    units: dict[str, tuple[str, int]]
    numbers: dict[tuple[str, str, str, str], Decimal | None]
    style: str  # how numbers are written in texts: vi, en, plain
    as_text: bool
    is_workbook: bool
    decomposed: bool
    blanks: str
    titles: int

    @property
    def numbers_are_numbers(self) -> bool:
        """Return whether a spreadsheet keeps them as numbers."""
        return self.is_workbook and not self.as_text

    @property
    def figures(self) -> dict[tuple[str, str, str, str], Decimal]:
        """Return what is stated, in single units."""
        return {key: number * self.units[key[1]][1] for key, number in self.numbers.items() if number is not None}


NUMBERS = st.decimals(min_value=-(10**6), max_value=10**6, places=3, allow_nan=False) | st.integers(0, 10**6).map(
    Decimal
)


@st.composite
def tables(draw: st.DrawFn) -> Drawn:
    places = draw(st.lists(st.sampled_from(PARKS), min_size=1, max_size=4, unique_by=lambda one: one.slug))
    indicators = draw(st.lists(st.sampled_from(FLOWS), min_size=1, max_size=3, unique_by=lambda one: one.code))
    quarters = draw(st.sampled_from([("2025-Q1",), ("2025-Q1", "2025-Q2"), ("2024-Q4", "2025-Q1")]))
    bases = draw(st.sampled_from([("in_quarter",), ("year_to_date",), ("in_quarter", "year_to_date")]))
    units = {one.code: draw(st.sampled_from(UNITS[one.code])) for one in indicators}
    numbers = {
        (place.slug, indicator.code, quarter, basis): draw(st.none() | NUMBERS)
        for place in places
        for indicator in indicators
        for quarter in quarters
        for basis in bases
    }
    return Drawn(
        tuple(places),
        tuple(indicators),
        quarters,
        bases,
        units,
        numbers,
        style=draw(st.sampled_from(["vi", "en", "plain"])),
        as_text=draw(st.booleans()),
        is_workbook=draw(st.booleans()),
        decomposed=draw(st.booleans()),
        blanks=draw(st.sampled_from(["", " ", "\u00a0"])),
        titles=draw(st.integers(0, 3)),
    )


def number_text(drawn: Drawn, number: Decimal) -> str:
    if drawn.style == "plain":
        return write_number_to_edit(number, "vi").replace(".", "")
    return write_number(number, drawn.style).replace("\u2212", "-")


def cell(drawn: Drawn, key: tuple[str, str, str, str]) -> str | Decimal | None:
    number = drawn.numbers[key]
    if number is None:
        return None
    return number if drawn.numbers_are_numbers else number_text(drawn, number)


def quarter_words(quarter: str) -> str:
    return f"Quý {['I', 'II', 'III', 'IV'][int(quarter[-1]) - 1]}/{quarter[:4]}"


def columns_of_indicators(drawn: Drawn) -> list[list[Any]]:
    """Return rows of places, columns of everything else."""
    keys = [(i, q, b) for i in drawn.indicators for q in drawn.quarters for b in drawn.bases]
    heads = ["Khu công nghiệp"] + [
        f"{i.name} {BASES[b]} {quarter_words(q)} ({drawn.units[i.code][0]})" for i, q, b in keys
    ]
    rows = [[p.name, *(cell(drawn, (p.slug, i.code, q, b)) for i, q, b in keys)] for p in drawn.places]
    return [heads, *rows]


def rows_of_indicators(drawn: Drawn) -> list[list[Any]]:
    """Return places and indicators down, each with its unit, quarters and bases across."""
    keys = [(q, b) for q in drawn.quarters for b in drawn.bases]
    heads = ["TT", "Địa bàn", "Chỉ tiêu", "Đơn vị tính"] + [f"{quarter_words(q)}: {BASES[b]}" for q, b in keys]
    rows = [
        [str(n), p.name, i.name, drawn.units[i.code][0], *(cell(drawn, (p.slug, i.code, q, b)) for q, b in keys)]
        for n, (p, i) in enumerate(((p, i) for p in drawn.places for i in drawn.indicators), start=1)
    ]
    return [heads, *rows]


def long_list(drawn: Drawn) -> list[list[Any]]:
    """Return one figure a row."""
    heads = ["kỳ", "loại số liệu", "địa bàn", "mã chỉ tiêu", "giá trị", "đơn vị tính"]
    rows = [
        [quarter, BASES[basis], place, code, cell(drawn, (place, code, quarter, basis)), drawn.units[code][0]]
        for place, code, quarter, basis in drawn.numbers
    ]
    return [heads, *rows]


def two_heads(drawn: Drawn) -> list[list[Any]]:
    """Return rows of places below two rows of heads, whose upper cells are merged in a workbook."""
    keys = [(i, q, b) for i in drawn.indicators for q in drawn.quarters for b in drawn.bases]
    upper = ["Tên KCN"] + [f"{i.name} ({drawn.units[i.code][0]})" for i, _q, _b in keys]
    lower = [None] + [f"{BASES[b]} {quarter_words(q)}" for _i, q, b in keys]
    rows = [[p.name, *(cell(drawn, (p.slug, i.code, q, b)) for i, q, b in keys)] for p in drawn.places]
    return [upper, lower, *rows]


def written(drawn: Drawn, rows: list[list[Any]]) -> bytes:
    lines = [["BÁO CÁO TÌNH HÌNH THU HÚT ĐẦU TƯ"], [], ["Ban Quản lý các khu công nghiệp"]][: drawn.titles] + rows
    texts = [[spelled(drawn, value) for value in line] for line in lines]
    if not drawn.is_workbook:
        out = io.StringIO()
        csv.writer(out, delimiter=";").writerows([["" if value is None else value for value in line] for line in texts])
        return out.getvalue().encode()
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Bảng")
        for row, line in enumerate(texts):
            for column, value in enumerate(line):
                if isinstance(value, str):
                    sheet.write_string(row, column, value)
                elif value is not None:
                    sheet.write_number(row, column, value)
    return content.getvalue()


def spelled(drawn: Drawn, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return (unicodedata.normalize("NFD", value) if drawn.decomposed else value) + drawn.blanks


LAYOUTS = [columns_of_indicators, rows_of_indicators, long_list, two_heads]


@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(drawn=tables(), layout=st.sampled_from(LAYOUTS), language=st.sampled_from(["vi", "en"]))
def test_every_layout_gives_the_same_figures_or_says_why_not(drawn, layout, language):
    with override("en"):
        seen = look_at(written(drawn, layout(drawn)), CATALOGUE, Expected("2025-Q1", language=language))
        asked = {question.code for one in seen.tables for question in one.proposal.questions}
        # Whoever is asked in what style the file writes knows it.
        style = {"numbers": "en" if drawn.style == "en" else "vi"} if "numbers" in asked else {}
        results = seen.read(language, [replace(one.proposal.mapping, **style) for one in seen.tables])
    stated = drawn.figures
    read = set()
    for result in results:
        for figure in result.figures:
            key = (figure.place, figure.indicator, figure.period, figure.basis.value)
            assert key in stated, (figure, seen.tables)
            assert figure.reading.amount.value == stated[key], figure
            read.add(key)
    missing = set(stated) - read
    problems = [problem for result in results for problem in result.errors] + list(seen.problems)
    assert not missing or problems, missing
    if drawn.style == "plain" or drawn.numbers_are_numbers:
        assert not missing, problems
