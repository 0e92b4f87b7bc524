"""Whatever a file holds, it is read or refused: no other exception, and each figure has a known place and indicator."""

import random
import zipfile
from io import BytesIO

from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.exchange.incoming.ugly.catalogue import CATALOGUE
from tests.exchange.incoming.ugly.making import with_parts
from tests.exchange.incoming.ugly.texts import TEXTS
from tests.exchange.incoming.ugly.workbooks import WORKBOOKS
from tracker.exchange.incoming.columns import Expected
from tracker.exchange.incoming.mappings import TableMapping
from tracker.exchange.incoming.reading import look_at
from tracker.exchange.sheet_table import UnreadableFileError

SMALL = [name for name in WORKBOOKS if name != "a million empty rows below"]
WORDS = [
    *("KCN", "Địa bàn", "Chỉ tiêu", "Đơn vị tính", "ĐVT: tỷ đồng", "STT", "Trong quý", "Lũy kế", "Quý I/2025", "2025"),
    *(
        "Vốn FDI (triệu USD)",
        "Vốn DDI",
        "KCN Đại An",
        "Lai Vu",
        "Tổng cộng",
        "Trong đó:",
        "Cộng",
        "Ghi chú",
        "(1)",
        "*",
    ),
    *(
        "125,4",
        "6.918",
        "1,234.5",
        "-",
        "x",
        "…",
        "0",
        "12 tỷ",
        "trên 12",
        "(125)",
        "125*",
        "7²",
        "58%",
        "",
        "",
        " ",
        "I",
    ),
    *(
        "% kế hoạch",
        "Cùng kỳ năm trước",
        "6 tháng đầu năm 2025",
        "kỳ",
        "giá trị",
        "đơn vị",
        "mã",
        "1",
        "2",
        "31/3/2025",
    ),
]


def read_or_refused(content):
    """Read a file as far as it can be; the languages take turns."""
    with override("en"):
        try:
            seen = look_at(content, CATALOGUE, Expected("2025-Q1"))
            results = seen.read("vi") + seen.read(
                "en", [TableMapping(one.proposal.mapping.columns) for one in seen.tables]
            )
        except UnreadableFileError as error:
            return str(error)
    for result in results:
        for figure in result.figures:
            assert CATALOGUE.has_place(figure.place)
            assert CATALOGUE.has_indicator(figure.indicator)
            assert not figure.reading.blank
            assert figure.period
        assert all(problem.message.endswith((".", "?")) for problem in result.problems)
    return results


@settings(deadline=None, max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(rows=st.lists(st.lists(st.sampled_from(WORDS), max_size=7), max_size=14))
def test_any_table_of_known_words_is_read_or_refused(rows):
    text = "\r\n".join(";".join(f'"{cell}"' for cell in row) for row in rows)
    assert read_or_refused(text.encode()) is not None


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(sorted(TEXTS)), chance=st.randoms(use_true_random=False), flips=st.integers(1, 20))
def test_a_text_with_changed_bytes_is_read_or_refused(name, chance: random.Random, flips):
    content = bytearray(TEXTS[name].make())
    for _flip in range(flips):
        content[chance.randrange(len(content))] = chance.randrange(256)
    assert read_or_refused(bytes(content)) is not None


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(name=st.sampled_from(SMALL), chance=st.randoms(use_true_random=False), flips=st.integers(1, 12))
def test_a_sheet_with_changed_bytes_is_read_or_refused(name, chance: random.Random, flips):
    content = WORKBOOKS[name].make()
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = [part for part in archive.namelist() if "sheet" in part or "Strings" in part or "styles" in part]
        chosen = chance.choice(parts)
        part = bytearray(archive.read(chosen))
    for _flip in range(flips):
        # Mostly inside numbers and names, where a change is still XML.
        part[chance.randrange(len(part))] = chance.choice(b"0123456789ABCrst.-") if chance.random() < 0.8 else 0
    assert read_or_refused(with_parts(content, **{chosen: bytes(part)})) is not None
