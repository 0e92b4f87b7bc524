"""What is hostile or merely huge is refused or read within the stated memory, and stops at the stated counts."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.utils.translation import override

from tests.exchange.incoming.ugly.broken import BROKEN
from tests.exchange.incoming.ugly.making import book, grid, lines, sheet_xml, text_cell, with_parts
from tracker.exchange.incoming import limits
from tracker.exchange.incoming.files import open_file
from tracker.exchange.sheet_table import UnreadableFileError

ROOT = Path(__file__).resolve().parents[3]
HEAVY = [name for name in BROKEN if "bomb" in name or "endless" in name or "entities" in name or "51 MB" in name]
# The address space may grow by what is promised from the moment on at which everything is loaded.
PROGRAM = """
import resource, sys
import tests.environment, django
django.setup()
from django.utils.translation import override
from tests.exchange.incoming.ugly.catalogue import CATALOGUE
from tracker.exchange.incoming import limits
from tracker.exchange.incoming.columns import Expected
from tracker.exchange.incoming.figures import FigureReader
from tracker.exchange.incoming.reading import look_at
from tracker.exchange.sheet_table import UnreadableFileError

[size] = [int(line.split()[1]) * 1024 for line in open("/proc/self/status") if line.startswith("VmSize")]
resource.setrlimit(resource.RLIMIT_AS, (size + limits.MOST_MEMORY, size + limits.MOST_MEMORY))
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
with override("en"), open(sys.argv[1], "rb") as file:
    try:
        seen = look_at(file, CATALOGUE, Expected("2025-Q1"))
        for one in seen.tables:
            reader = FigureReader(one.table, one.proposal.mapping, CATALOGUE, "vi")
            print(sum(1 for figure in reader.figures()), reader.problems.count)
    except UnreadableFileError as refusal:
        print(refusal)
"""


def answer(folder, content):
    """Return what a process says that may take no more memory than is promised."""
    path = folder / "file"
    path.write_bytes(content)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("name", HEAVY)
def test_a_hostile_file_is_refused_within_the_memory(tmp_path, name):
    assert BROKEN[name].refusal in answer(tmp_path, BROKEN[name].make())


def test_a_text_of_fifty_megabytes_is_read_within_the_memory(tmp_path):
    head = "địa bàn;chỉ tiêu;kỳ;loại số liệu;giá trị;đơn vị tính\r\n".encode()
    line = "KCN Đại An;fdi-registered;2025-Q1;trong quý;125,4;triệu USD; ".encode()
    line += b"x" * 30_000 + b"\r\n"
    count = (limits.MOST_BYTES - len(head)) // len(line)
    assert answer(tmp_path, head + line * count).split() == [str(count), "0"]


def test_a_long_list_is_read_within_the_memory(tmp_path):
    rows = (f"KCN Đại An;fdi-registered;2025-Q1;trong quý;{number},4;triệu USD" for number in range(60_000))
    content = lines("địa bàn;chỉ tiêu;kỳ;loại số liệu;giá trị;đơn vị tính", *rows)
    assert answer(tmp_path, content).split() == ["60000", "0"]


def read_whole(content):
    for sheet in open_file(content).sheets:
        assert sheet.spans is not None
        for _row in sheet.rows():
            pass


def refusal(content):
    with override("en"), pytest.raises(UnreadableFileError) as caught:
        read_whole(content)
    return str(caught.value)


def with_rows(rows):
    return with_parts(book(grid(("a",))), **{"xl/worksheets/sheet1.xml": sheet_xml(text_row(1) + rows)})


def text_row(number):
    return f'<row r="{number}">{text_cell(f"A{number}", "x")}</row>'


@pytest.mark.parametrize(
    ("limit", "most", "content", "words"),
    [
        ("MOST_ROWS", 3, lambda: lines(*"abcd"), "more than 3 rows"),
        ("MOST_ROWS", 3, lambda: with_rows(text_row(4)), "more than 3 rows"),
        ("MOST_COLUMNS", 2, lambda: lines("a;b;c"), "beyond 2 columns"),
        ("MOST_COLUMNS", 2, lambda: book(grid(("a", "b", "c"))), "beyond 2 columns"),
        ("MOST_BYTES", 9, lambda: lines("a;b;c", "d;e;f"), "larger than"),
        ("MOST_SHEETS", 1, lambda: book(grid(("a",)), grid(("b",))), "unpacks to more"),
        ("MOST_PARTS", 3, lambda: book(grid(("a",))), "unpacks to more"),
        ("MOST_UNPACKED", 100, lambda: book(grid(("a",))), "unpacks to more"),
        ("MOST_MERGES", 0, lambda: book(lambda _book, sheet: sheet.merge_range("A1:A2", "x")), "unpacks to more"),
        ("MOST_EMPTY_ELEMENTS", 1, lambda: with_rows('<row r="2"/><row r="3"/>'), "unpacks to more"),
        ("MOST_TEXT_CHARACTERS", 3, lambda: book(grid(("abcd",))), "unpacks to more"),
    ],
)
def test_reading_stops_at_each_limit(monkeypatch, limit, most, content, words):
    made = content()
    assert open_file(made).sheets
    monkeypatch.setattr(limits, limit, most)
    assert words in refusal(made)


def test_the_limits_are_those_that_the_page_states():
    page = (ROOT / "docs" / "reading-files.md").read_text("utf-8")
    stated = [
        f"{limits.MOST_BYTES // 1024 // 1024} MB",
        f"{limits.MOST_UNPACKED // 1024 // 1024} MB unpacked",
        f"{limits.MOST_PARTS:,} parts",
        f"{limits.MOST_ROWS:,}",
        f"{limits.MOST_COLUMNS} columns",
        f"{limits.MOST_SHEETS} sheets",
        f"{limits.MOST_EMPTY_ELEMENTS / 10**6:g} million empty cells",
    ]
    assert [words for words in stated if words not in page.replace("\n", " ")] == []
