"""The table in the terminal prints the numbers and the words of the pages."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation

from tests.web.rows import place_progress, row
from tracker.management.progress_table import table_text
from tracker.progress.measures import Amount, Comparator, Ends

MILLION = Decimal(10**6)


def printed(*rows, language="en"):
    with translation.override(language):
        return table_text(place_progress(rows))


def test_number_that_is_small_is_not_printed_as_nought():
    # W24: 4,000 USD in millions once read "0".
    assert "< 0.01" in printed(row(Decimal(4000), 1000 * MILLION))


def test_comparator_of_the_gap_is_printed():
    # W24: 832 or more of 1,000 leave under 168, which once read "168".
    made = row(832 * MILLION, 1000 * MILLION)
    under = Ends(low=168 * MILLION, comparator=Comparator.UNDER)
    text = printed(replace(made, progress=replace(made.progress, gap=under)))
    assert "under 168" in text


@pytest.mark.parametrize(("language", "words"), [("en", "Off track"), ("vi", "Chậm tiến độ")])
def test_status_is_called_as_on_the_pages(language, words):
    assert words in printed(row(125 * MILLION, 1000 * MILLION), language=language)


@pytest.mark.parametrize(("language", "words"), [("en", "Not reported"), ("vi", "Chưa báo cáo")])
def test_silence_is_called_not_reported(language, words):
    assert words in printed(row(None, 1000 * MILLION), language=language)


def test_what_must_be_said_stands_below_the_line():
    goal = Amount(800 * MILLION, 1000 * MILLION, Comparator.BETWEEN)
    lines = printed(row(400 * MILLION, goal)).splitlines()
    assert lines[3] == "  ! 50% of the low end, 40% of the high end."


def test_numbers_stand_below_their_heads():
    lines = printed(row(125 * MILLION, 1000 * MILLION)).splitlines()
    assert lines[2].index("1,000") == lines[1].index("Target")
    assert lines[2].index("12.5%") == lines[1].index("% of target")
