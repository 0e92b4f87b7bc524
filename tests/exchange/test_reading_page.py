"""The tables of docs/reading-numbers.md are true."""

import re
from decimal import Decimal
from pathlib import Path

import pytest

from tests.exchange.test_amounts import indicator_in
from tracker.exchange.amounts import read_amount_of
from tracker.exchange.cell_texts import read_cell
from tracker.exchange.numbers import UnreadableNumberError, evidence_of, read_number

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reading-numbers.md"
REFUSED = "refused"


def tables():
    """Return the rows of each table of the page, without its head."""
    found = re.findall(r"(?:^\|.*\n)+", PAGE.read_text("utf-8"), re.MULTILINE)
    return [[[cell.strip() for cell in row.strip("|").split("|")] for row in table.splitlines()[2:]] for table in found]


NUMBERS, COLUMNS, AMOUNTS, CELLS = tables()


def outcome_of(read, *arguments):
    try:
        return read(*arguments)
    except UnreadableNumberError:
        return REFUSED


def expected_of(printed):
    return printed if printed == REFUSED else Decimal(printed)


@pytest.mark.parametrize(("typed", "vietnamese", "english"), NUMBERS)
def test_number_of_the_page_is_read_as_it_says(typed, vietnamese, english):
    text = typed.strip("`")
    assert outcome_of(read_number, text, "vi") == expected_of(vietnamese)
    assert outcome_of(read_number, text, "en") == expected_of(english)


@pytest.mark.parametrize(("column", "typed", "vietnamese"), COLUMNS)
def test_number_in_a_column_of_the_page_is_read_as_it_says(column, typed, vietnamese):
    texts = [column.strip("`"), typed.strip("`")]
    assert outcome_of(read_number, texts[1], "vi", evidence_of(texts, "vi")) == expected_of(vietnamese)


@pytest.mark.parametrize(("typed", "vietnamese", "english"), AMOUNTS)
def test_amount_of_the_page_is_read_as_it_says(typed, vietnamese, english):
    for language, printed in (("vi", vietnamese), ("en", english)):
        amount = outcome_of(read_amount_of, typed.strip("`"), indicator_in("VND"), language)
        assert (amount if amount == REFUSED else amount.value) == expected_of(printed)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("text", "states"), [(text, states) for typed, states in CELLS for text in re.findall("`(.+?)`", typed) or [""]]
)
def test_cell_of_the_page_states_what_it_says(text, states, language):
    reading = outcome_of(read_cell, text, indicator_in("ha"), language)
    if states == REFUSED:
        assert reading == REFUSED
    elif reading.clears:
        assert states == "cleared"
    elif reading.blank or reading.status is None:
        assert states == ("nothing: not reported" if reading.blank else "zero, reported")
        assert reading.blank or reading.amount.value == 0
    else:
        assert reading.status == states
