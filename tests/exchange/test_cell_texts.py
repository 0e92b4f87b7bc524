"""What the text of a cell states, and that a written cell is read back as the same."""

from decimal import Decimal
from unicodedata import normalize

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.test_amounts import BOTH, LANGUAGES, UNITS, indicator_in
from tracker.exchange.cell_texts import CellReading, read_cell, write_cell
from tracker.exchange.numbers import UnreadableNumberError, evidence_of
from tracker.models import Indicator, ObservationStatus

NIL = ObservationStatus.NIL
NOT_COLLECTED = ObservationStatus.NOT_COLLECTED
NOT_APPLICABLE = ObservationStatus.NOT_APPLICABLE
NOT_YET_KNOWN = ObservationStatus.NOT_YET_KNOWN
PROVISIONAL = ObservationStatus.PROVISIONAL
ESTIMATED = ObservationStatus.ESTIMATED
MILLION = 10**6


def refusal_of(text, code="USD", language="vi"):
    with translation.override("en"), pytest.raises(UnreadableNumberError) as refusal:
        read_cell(text, indicator_in(code), language)
    return str(refusal.value)


@BOTH
@pytest.mark.parametrize("text", ["", " ", "\u00a0", "\u200b", "\t\n"])
def test_blank_cell_states_nothing(text, language):
    reading = read_cell(text, indicator_in("USD"), language)
    assert reading == CellReading(amount=None, status=None)
    assert reading.blank


@BOTH
@pytest.mark.parametrize("text", ["clear", "CLEAR", " xóa ", "xoá", "Xóa", normalize("NFD", "xóa")])
def test_word_for_clearing_clears_and_is_not_blank(text, language):
    reading = read_cell(text, indicator_in("USD"), language)
    assert (reading.clears, reading.blank) == (True, False)


@BOTH
@pytest.mark.parametrize("text", ["0", "0,0", "-0", "\uff10", "0 USD"])
def test_typed_zero_is_an_amount_of_zero(text, language):
    reading = read_cell(text, indicator_in("USD"), language)
    assert (reading.amount.value, reading.status, reading.blank) == (0, None, False)


@BOTH
@pytest.mark.parametrize(
    ("text", "status"),
    [
        *((sign, NIL) for sign in ("-", "\u2013", "\u2212", "\u2014", "\u2010", "\uff0d", " - ", "\u00a0-\u00a0")),
        *((sign, NOT_COLLECTED) for sign in ("…", "...", "\uff0e\uff0e\uff0e")),
        *((sign, NOT_APPLICABLE) for sign in ("x", "X", "n/a", "N/A", "na", "không áp dụng", "khong ap dung", "KAD")),
        *((sign, NOT_APPLICABLE) for sign in ("Không  áp dụng", "not applicable")),
        *(
            (sign, NOT_YET_KNOWN)
            for sign in ("?", "\uff1f", "chưa có", "chưa rõ", "Chưa rõ", "chua co", "not yet known")
        ),
    ],
)
def test_sign_is_a_status_without_an_amount(text, status, language):
    for spelling in (text, normalize("NFD", text)):
        assert read_cell(spelling, indicator_in("USD"), language) == CellReading(amount=None, status=status)


@BOTH
@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("125", None),
        ("125 triệu USD", None),
        *(
            (text, PROVISIONAL)
            for text in (
                "125*",
                "125 *",
                "125\uff0a",
                "125 (p)",
                "125(P)",
                "125 (s)",
                "125 (sb)",
                "125 sb",
                "125sb",
                "sb 125",
                "sơ bộ 125",
                "so bo 125",
                "Sơ bộ  125",
                "125 sơ bộ",
                "125 (sơ bộ)",
                "provisional 125",
                "125 provisional",
                "125 triệu*",
                "125 triệu USD (p)",
                "$125m*",
                "*125",
            )
        ),
        *(
            (text, ESTIMATED)
            for text in (
                "~125",
                "~ 125",
                "\uff5e125",
                "125 (e)",
                "125(E)",
                "125 (ư)",
                "ước 125",
                "uoc 125",
                "ước tính 125",
                "ước đạt 125",
                "125 ước",
                "125 (ước)",
                "est. 125",
                "estimated 125",
                "~125 triệu USD",
                "ước 125 triệu",
                "~125 (e)",
                "125~",
                "125 triệu ~",
            )
        ),
    ],
)
def test_marked_number_is_an_amount_with_its_status(text, status, language):
    for spelling in (text, normalize("NFD", text)):
        reading = read_cell(spelling, indicator_in("USD"), language)
        assert (reading.amount.value, reading.status) == (125 * MILLION, status)


@BOTH
@pytest.mark.parametrize(
    ("text", "word", "number"),
    [
        ("khoảng 125", "khoảng", "125"),
        ("khoang 125", "khoang", "125"),
        ("trên 125", "trên", "125"),
        ("hơn 125 triệu", "hơn", "125 triệu"),
        ("gần 125", "gần", "125"),
        ("ít nhất 125", "ít nhất", "125"),
        ("không quá 125", "không quá", "125"),
        ("ước khoảng 125", "khoảng", "125"),
        ("> 125", ">", "125"),
        (">=125", ">=", "125"),
        ("≥ 125", "≥", "125"),
        ("<125", "<", "125"),
        ("≈125", "≈", "125"),
        ("about 125", "about", "125"),
        ("At least 125", "At least", "125"),
        ("more than 125", "more than", "125"),
        ("approx. 125", "approx.", "125"),
        ("125+", "+", "125"),
        ("125 trở lên", "trở lên", "125"),
        ("125 or more", "or more", "125"),
    ],
)
def test_comparator_is_refused_with_what_to_type_instead(text, word, number, language):
    refusal = refusal_of(text, language=language)
    assert f"“{word}” cannot be entered with a figure" in refusal
    assert f"Type {number} alone" in refusal
    assert f"~{number}." in refusal
    assert read_cell(number, indicator_in("USD"), language).amount.value == 125 * MILLION
    assert read_cell(f"~{number}", indicator_in("USD"), language).status == ESTIMATED


@BOTH
@pytest.mark.parametrize(
    "text",
    ["*", "~", "(p)", "-*", "~x", "x*", "sơ bộ", "ước", "--", "..", "xx", "125 p", "125 s", "~\u2014", "tr", "khoảng"],
)
def test_mark_without_a_number_is_refused(text, language):
    assert refusal_of(text, language=language)


@BOTH
@pytest.mark.parametrize("text", ["~125*", "ước 125 (p)", "125 (s) (e)"])
def test_provisional_and_estimated_at_once_are_refused(text, language):
    assert "Leave one mark" in refusal_of(text, language=language)


@BOTH
@pytest.mark.parametrize("text", ["#N/A", "#REF!", "#DIV/0!", "########"])
def test_error_of_a_spreadsheet_is_named(text, language):
    assert f"“{text}” is an error" in refusal_of(text, language=language)


def test_column_settles_a_cell():
    column = ["~12,5", "x", "", "6,918*"]
    reading = read_cell("6,918*", indicator_in("USD"), "vi", evidence_of(column, "vi"))
    assert (reading.amount.value, reading.status) == (6_918_000, PROVISIONAL)
    assert "two ways" in refusal_of("6,918*")


@BOTH
@pytest.mark.parametrize(
    "text", ["*" * 10_000, "~" * 199 + "1", " " * 199 + "1*", "1" + " " * 190 + "(p)", "1\u0000", "ước " * 50]
)
def test_hostile_cell_is_read_or_refused_in_a_sentence(text, language):
    try:
        sentence = f"{read_cell(text, indicator_in('USD'), language).amount.value}"
    except UnreadableNumberError as error:
        sentence = str(error)
    assert sentence.isprintable()
    assert len(sentence) < 300


# --- Writing ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "status", "vietnamese", "english"),
    [
        (None, None, "", ""),
        (None, ObservationStatus.NORMAL, "", ""),
        (None, ObservationStatus.WITHDRAWN, "", ""),
        (0, None, "0", "0"),
        (0, NIL, "-", "-"),
        (None, NIL, "-", "-"),
        (None, NOT_COLLECTED, "…", "…"),
        (None, NOT_APPLICABLE, "x", "x"),
        (None, NOT_YET_KNOWN, "?", "?"),
        (1_234_500_000, ObservationStatus.NORMAL, "1.234,5", "1,234.5"),
        (1_234_500_000, PROVISIONAL, "1.234,5*", "1,234.5*"),
        (-6_918_000, ESTIMATED, "~-6,9180", "~-6.9180"),
    ],
)
def test_cell_is_written_for_each_language(value, status, vietnamese, english):
    value = None if value is None else Decimal(value)
    assert write_cell(value, status, indicator_in("USD"), "vi") == vietnamese
    assert write_cell(value, status, indicator_in("USD"), "en") == english


@BOTH
def test_blank_zero_nil_and_not_applicable_stay_four_different_things(language):
    indicator = indicator_in("VND")
    states = [(None, None), (Decimal(0), None), (Decimal(0), NIL), (None, NOT_APPLICABLE)]
    texts = [write_cell(value, status, indicator, language) for value, status in states]
    readings = [read_cell(text, indicator, language) for text in texts]
    assert len(set(texts)) == 4
    assert [(reading.amount and reading.amount.value, reading.status) for reading in readings] == [
        (None, None),
        (Decimal(0), None),
        (None, NIL),
        (None, NOT_APPLICABLE),
    ]


MISSING = st.tuples(st.none(), st.sampled_from([None, NOT_COLLECTED, NOT_APPLICABLE, NOT_YET_KNOWN]))
VALUES = st.decimals(-(10**18), 10**18, places=6)
STATED = st.tuples(VALUES, st.sampled_from([None, PROVISIONAL, ESTIMATED]))
CELLS = MISSING | STATED | st.just((Decimal(0), NIL))


@given(st.lists(CELLS, max_size=6), st.integers(0, 19), st.sampled_from(sorted(UNITS)), LANGUAGES)
def test_written_column_of_cells_is_read_back_the_same(cells, power, code, language):
    """A nil of 0 comes back as the status alone: the 0 is what it stands for."""
    indicator = Indicator(unit=UNITS[code], display_scale=Decimal(10) ** power, display_unit="", display_unit_en="")
    texts = [write_cell(value, status, indicator, language) for value, status in cells]
    evidence = evidence_of(texts, language)
    for column in (None, evidence):
        readings = [read_cell(text, indicator, language, column) for text in texts]
        assert [(reading.amount and reading.amount.value, reading.status) for reading in readings] == [
            (None if status == NIL else value, status) for value, status in cells
        ]


@given(
    st.lists(
        st.sampled_from(
            ["125", "6,918", "-", "~", "*", "(p)", "sơ bộ", "ước", " ", "x", "khoảng", "tỷ", "+", "#", "…", "?"]
        )
        | st.characters(),
        max_size=6,
    ).map("".join),
    st.sampled_from(sorted(UNITS)),
    LANGUAGES,
)
def test_any_text_is_a_cell_or_refused_in_a_sentence(text, code, language):
    indicator = indicator_in(code)
    try:
        reading = read_cell(text, indicator, language)
    except UnreadableNumberError as error:
        sentence = str(error)
    else:
        value = reading.amount and reading.amount.value
        sentence = write_cell(value, reading.status, indicator, language)
        again = read_cell(sentence, indicator, language)
        assert (again.amount and again.amount.value, again.status) == (value, reading.status)
    assert sentence.isprintable()
