"""What an address asks for, and what nonsense is told."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.http import QueryDict
from django.utils import translation

from tracker.progress.periods import Quarter
from tracker.progress.rows import MapChoice
from tracker.web.filters import BadParameterError, PageQuery, read_page_query

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def test_an_empty_address_asks_for_the_newest_quarter_as_it_was_then():
    assert read_page_query(QueryDict("")) == PageQuery(None, MapChoice.THEN, None)


def test_quarter_map_and_moment_are_read():
    query = read_page_query(QueryDict("quarter=2025-Q1&map=today&as_of=2025-04-30T17:00"))
    assert query == PageQuery(Quarter(2025, 1), MapChoice.TODAY, datetime(2025, 4, 30, 17, tzinfo=HANOI))


def test_a_day_alone_means_its_end_in_hanoi():
    query = read_page_query(QueryDict("as_of=2025-04-30"))
    assert query.as_of == datetime(2025, 4, 30, 23, 59, 59, 999999, tzinfo=HANOI)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("quarter=2025-Q5", "2025-Q1"),
        ("quarter=0001-Q1", "1986"),
        ("quarter=2025", "2025-Q1"),
        ("map=yesterday", "today"),
        ("status=late", "off_track"),
        ("as_of=31/04/2025", "2025-04-30"),
        ("as_of=2025-02-30", "2025-04-30"),
        ("as_of=9999-12-31", "2025-04-30"),
        ("as_of=0001-01-01", "2025-04-30"),
    ],
)
def test_nonsense_names_the_parameter_and_the_cure(address, words):
    with translation.override("en"), pytest.raises(BadParameterError) as error:
        read_page_query(QueryDict(address))
    assert address.split("=")[0] in str(error.value)
    assert words in str(error.value)


def test_nonsense_is_not_repeated_at_length_or_with_control_characters():
    with translation.override("en"), pytest.raises(BadParameterError) as error:
        read_page_query(QueryDict("quarter=" + "%00" + "x" * 5000))
    assert "\x00" not in str(error.value)
    assert "?" not in str(error.value)
    assert len(str(error.value)) < 300


@pytest.mark.parametrize("address", ["q=%00", "place=a%00b", "kind=%1b", "fig-sort=%07", "q=ok&q=%00"])
def test_control_characters_anywhere_are_refused(address):
    with translation.override("en"), pytest.raises(BadParameterError) as error:
        read_page_query(QueryDict(address))
    assert f"“{address.split('=')[0]}”" in str(error.value)
    assert str(error.value).isprintable()


def test_a_pasted_tab_in_a_search_is_no_nonsense():
    assert read_page_query(QueryDict("q=hai%09duong")) == PageQuery(None, MapChoice.THEN, None)


def test_a_link_keeps_what_the_reader_chose():
    query = read_page_query(QueryDict("quarter=2025-Q1&map=today"))
    assert query.address("/places/", q="an") == "/places/?quarter=2025-Q1&map=today&q=an"


def test_a_link_of_a_moment_is_read_back_as_the_same_moment():
    query = read_page_query(QueryDict("as_of=2025-04-30"))
    again = read_page_query(QueryDict(query.address("/").partition("?")[2]))
    assert again.as_of == query.as_of


def test_a_link_without_choices_is_the_plain_path():
    assert read_page_query(QueryDict("")).address("/places/") == "/places/"
