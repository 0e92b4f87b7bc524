"""A calendar file is what RFC 5545 asks for, whatever the texts hold."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.calendar_reading import content_lines, read_calendar, unescaped
from tracker.exchange.calendar_file import DayEvent, calendar_text, escaped, folded

MADE_AT = datetime(2026, 11, 22, 8, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
EVENT = DayEvent(uid="due-dai-an-2026-Q3@example", on=date(2026, 10, 12), summary="Báo cáo Quý III/2026")


def written(*events, name="Hạn nộp báo cáo", language="vi"):
    return calendar_text(events, name=name, language=language, made_at=MADE_AT).encode()


def test_an_event_fills_its_day_and_says_when_it_was_read():
    calendar, (event,) = read_calendar(written(EVENT))
    assert calendar["VERSION"] == ({}, "2.0")
    assert event["DTSTART"] == ({"VALUE": "DATE"}, "20261012")
    assert event["DTEND"] == ({"VALUE": "DATE"}, "20261013")
    assert event["DTSTAMP"] == ({}, "20261122T013000Z")
    assert event["SUMMARY"] == ({"LANGUAGE": "vi"}, "Báo cáo Quý III/2026")
    assert event["UID"] == ({}, "due-dai-an-2026-Q3@example")
    assert "DESCRIPTION" not in event


def test_the_last_day_of_a_year_ends_in_the_next():
    _calendar, (event,) = read_calendar(written(replace(EVENT, on=date(2026, 12, 31))))
    assert event["DTEND"][1] == "20270101"


def test_a_calendar_without_events_is_one():
    calendar, events = read_calendar(written())
    assert events == []
    assert calendar["NAME"][1] == "Hạn nộp báo cáo"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a, b; c", "a\\, b\\; c"),
        ("back\\slash", "back\\\\slash"),
        ("two\nlines\r\nthree\rfour", "two\\nlines\\nthree\\nfour"),
        ("a\x00b\x07c", "abc"),
        ('"quoted": yes', '"quoted": yes'),
    ],
)
def test_texts_are_escaped(text, expected):
    assert escaped(text) == expected


def test_an_address_cannot_begin_a_line_of_its_own():
    _calendar, (event,) = read_calendar(written(replace(EVENT, address="https://a.example/x\r\nATTENDEE:me")))
    assert event["URL"][1] == "https://a.example/xATTENDEE:me"


def test_long_vietnamese_lines_are_folded_between_characters():
    summary = "Ban Quản lý các khu công nghiệp tỉnh Hải Dương nợ báo cáo quý của Khu công nghiệp Đại An mở rộng"
    octets = written(replace(EVENT, summary=summary))
    assert max(len(line) for line in octets.split(b"\r\n")) <= 75
    _calendar, (event,) = read_calendar(octets)
    assert unescaped(event["SUMMARY"][1]) == summary


def test_a_line_of_exactly_75_octets_is_not_folded():
    assert list(folded("a" * 75)) == ["a" * 75]
    assert list(folded("a" * 76)) == ["a" * 75, " a"]
    assert list(folded("a" * 74 + "ế")) == ["a" * 74, " ế"]
    assert list(folded("")) == [""]


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=300)


@given(texts, texts)
def test_every_text_comes_back_as_it_was_without_what_no_text_has(summary, description):
    octets = written(replace(EVENT, summary=summary, description=description))
    _calendar, (event,) = read_calendar(octets)
    kept = "".join(c for c in summary.replace("\r\n", "\n").replace("\r", "\n") if c in "\t\n" or c >= " ")
    assert unescaped(event["SUMMARY"][1]) == kept.replace("\x7f", "")


@given(texts)
def test_folding_loses_nothing(text):
    line = "SUMMARY:" + escaped(text)
    parts = list(folded(line))
    assert all(len(part.encode()) <= 75 for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line


def test_the_reader_of_these_tests_notices_what_is_wrong():
    good = written(EVENT)
    assert len(content_lines(good)) > 10
    for bad in (
        good.replace(b"\r\n", b"\n"),
        good.replace(b"UID:", b"UIDX:"),
        good.replace(b"SUMMARY", b"SUMMARY" + b"X" * 80),
        good[: good.index("á".encode()) + 1] + b"\r\n",
    ):
        with pytest.raises((AssertionError, UnicodeDecodeError)):
            read_calendar(bad)


def test_a_moment_in_any_zone_is_written_in_utc():
    text = calendar_text([EVENT], name="x", language="en", made_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert "DTSTAMP:20260101T000000Z\r\n" in text
