"""Make workbooks by few words, and say in few words what reading them must come to."""

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import xlsxwriter

MILLION = 10**6
BILLION = 10**9


@dataclass(frozen=True)
class Ugly:
    """One file: how it is made, and its outcome.

    ``figures`` maps "place indicator quarter basis" to single units as text, to a status without a number, or to both
    ("125400000 provisional"). ``asked`` are the questions that the proposal leaves to a person; the figures are those
    after every proposed answer is accepted and ``answers`` are set. ``problems`` and ``warnings`` map a cell to words
    of its sentence. ``refusal`` are words of the sentence that refuses the whole file; then nothing else is said.
    """

    make: Callable[[], bytes]
    figures: Mapping[str, str] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    problems: Mapping[str, str] = field(default_factory=dict)
    warnings: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    answers: Mapping[str, Any] = field(default_factory=dict)
    refusal: str = ""
    file_name: str = ""
    language: str = "vi"


def stated(quarter: str = "2025-Q1", basis: str = "in_quarter", **places: Mapping[str, str]) -> dict[str, str]:
    """Return expected figures of one quarter and basis: ``dai_an={"fdi": "125.4"}`` in millions of USD.

    The short names stand for an indicator and the size of its numbers here; a text that is no number is a status.
    """
    found = {}
    for place, figures in places.items():
        for short, text in figures.items():
            indicator, scale = SHORT[short]
            number, _blank, status = text.partition(" ")
            if number[-1].isdigit():
                number = f"{(Decimal(number) * scale).normalize():f}"
            key = f"{place.replace('_', '-')} {indicator} {quarter} {LEVEL.get(short, basis)}"
            found[key] = f"{number} {status}".strip()
    return found


SHORT = {
    "fdi": ("fdi-registered", MILLION),
    "ddi": ("ddi-registered", BILLION),
    "new": ("fdi-projects-new", 1),
    "land": ("land-leased", 1),
    "full": ("occupancy", 1),
    "active": ("fdi-projects", 1),
}
# Levels are what they are at the end of the quarter, whichever column they stand in.
LEVEL = {"full": "as_of", "active": "as_of"}


def book(*sheets: Callable[[Any, Any], object], names: tuple[str, ...] = ()) -> bytes:
    """Return a workbook whose sheets the functions fill; each is given the workbook and its sheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as workbook:
        for index, fill in enumerate(sheets):
            fill(workbook, workbook.add_worksheet(names[index] if names else None))
    return out.getvalue()


def grid(*rows: tuple[Any, ...], at: int = 0) -> Callable[[Any, Any], None]:
    """Return a function that writes rows from a row on; None leaves a cell alone."""

    def fill(_workbook: Any, sheet: Any) -> None:
        for number, row in enumerate(rows, start=at):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                elif value is not None:
                    sheet.write(number, column, value)

    return fill


def all_of(*steps: Callable[[Any, Any], object]) -> Callable[[Any, Any], None]:
    """Return a function that does one thing after another to a sheet."""

    def fill(workbook: Any, sheet: Any) -> None:
        for step in steps:
            step(workbook, sheet)

    return fill


def with_parts(content: bytes, **changes: bytes) -> bytes:
    """Return a workbook with some of its parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as good, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as changed:
        for name in good.namelist():
            changed.writestr(name, changes.pop(name, good.read(name)))
        for name, part in changes.items():
            changed.writestr(name, part)
    return out.getvalue()


def sheet_xml(rows: str, *, before: str = "", behind: str = "") -> bytes:
    """Return the part of a sheet by its rows, for what no writer writes."""
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"{before}<sheetData>{rows}</sheetData>{behind}</worksheet>"
    ).encode()


def text_cell(name: str, text: str) -> str:
    return f'<c r="{name}" t="inlineStr"><is><t>{text}</t></is></c>'


def lines(*rows: str, encoding: str = "utf-8", line_end: str = "\r\n") -> bytes:
    """Return lines of a text file."""
    return "".join(row + line_end for row in rows).encode(encoding)
