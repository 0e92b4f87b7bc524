"""Numbers as people type them, per language, alone and in a column."""

import re
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.exchange.numbers import (
    ColumnEvidence,
    UnreadableNumberError,
    evidence_of,
    read_number,
    read_simple,
    write_number,
    write_number_to_edit,
)

BOTH = pytest.mark.parametrize("language", ["vi", "en"])
LANGUAGES = st.sampled_from(["vi", "en"])
EVIDENCE = st.none() | st.builds(ColumnEvidence, st.booleans(), st.booleans())
# What a clerk's keyboard, an office program or an attacker may leave in a cell.
SCRAPS = st.text(
    st.sampled_from("0123456789.,.,  '-+eE()%*\u2212\u2009\u00a0\uff11\uff0e\u200b\u0300x") | st.characters()
)


@BOTH
@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("125", "125"),
        ("0", "0"),
        ("007", "7"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("6,7", "6.7"),
        ("6.7", "6.7"),
        ("12,50", "12.50"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("-0.001", "-0.001"),
        ("01,5", "1.5"),
        ("1234,567", "1234.567"),
        ("1234.567", "1234.567"),
        ("1,2340", "1.2340"),
        ("6.918.000.000.000", "6918000000000"),
        ("6,918,000,000,000", "6918000000000"),
        ("1 234", "1234"),
        ("1 234,5", "1234.5"),
        ("1 234.5", "1234.5"),
        (" 1 234 567 ", "1234567"),
        ("1\u00a0234\u00a0567", "1234567"),
        ("1\u2009234\u2007567,8", "1234567.8"),
        ("1\u202f234", "1234"),
        ("1\u3000234", "1234"),
        ("1'234", "1234"),
        ("1\u2019234\u2019567.25", "1234567.25"),
        ("\uff11\uff12\uff15", "125"),
        ("\uff11\uff0e\uff12\uff13\uff14\uff0c\uff15", "1234.5"),
        ("\uff0d\uff15", "-5"),
        ("-7", "-7"),
        ("\u22127", "-7"),
        ("\u20137", "-7"),
        ("\u20107", "-7"),
        ("\u20117", "-7"),
        ("- 12,5", "-12.5"),
        ("+7", "7"),
        ("\uff0b7", "7"),
        ("-0", "0"),
        ("1,23E+09", "1230000000"),
        ("1.23E+09", "1230000000"),
        ("1E9", "1000000000"),
        ("1e5", "100000"),
        ("-2,5E-03", "-0.0025"),
        ("1.234E+06", "1234000"),
        ("\ufeff125\u200b", "125"),
        ("999999999999999999.99", "999999999999999999.99"),
    ],
)
def test_text_with_one_reading_is_read_in_both_languages(text, language, value):
    assert read_number(text, language) == Decimal(value)
    assert not read_number(text, language).is_signed() or Decimal(value) < 0


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("6.918", "vi", "6918"),
        ("6,918", "en", "6918"),
        ("-125.000", "vi", "-125000"),
        ("1 234,567", "vi", "1234.567"),
        ("1 234.567", "en", "1234.567"),
        ("6,918", "en-gb", "6918"),
    ],
)
def test_language_decides_what_a_group_of_three_means(text, language, value):
    assert read_number(text, language) == Decimal(value)


@BOTH
@pytest.mark.parametrize(
    ("text", "digits"), [("12,50", "12.50"), ("6,0", "6.0"), ("1,23E+09", "1.23E+9"), ("1E9", "1E+9"), ("0,00", "0.00")]
)
def test_last_digit_read_is_the_last_one_typed(text, language, digits):
    assert str(read_number(text, language)) == digits


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "01.234",
        "01,234",
        "0.000.000",
        "0,000,000",
        "0.000.125,5",
        "0 123",
        "012 345",
        "0\u00a0123",
        "1.23.456",
        "1,23,456",
        "1.234.56",
        "1..234",
        "1.234,567.8",
        "1,5,5",
        "1,5.5",
        "12 5",
        "1  234",
        "1 234'567",
        "1 234 56",
        "1 234.567.890",
        "1.234 567",
        "",
        " ",
        "-",
        "--5",
        "+-5",
        "\u20145",
        "5-",
        "abc",
        "1200tr",
        "12%",
        "NaN",
        "Infinity",
        "1_000",
        "\u0663",
        "12\u00b2",
        "1" * 41,
        ",5",
        "5,",
        "1.234.567E9",
        "1E",
        "E9",
        "0x1F",
    ],
)
def test_text_that_is_no_number_is_refused_with_an_example(text, language):
    with pytest.raises(UnreadableNumberError) as refusal:
        read_number(text, language)
    assert ("1,234.5" if language == "en" else "1.234,5") in str(refusal.value)


@BOTH
@pytest.mark.parametrize(
    "text",
    [
        "1" * 10_000,
        "1" + " " * 10_000 + "2",
        " " * 10_000,
        "." * 10_000,
        "1E999999999",
        "1E-999999999",
        "9.9E00000000041",
        "1e" + "9" * 150,
        "1\u0000",
        "1\t2",
        "1\n2",
        "1\u200b2",
        "\ud8001",
        "\u00a0x\u00a0y" * 100,
        "1" + "\u0300" * 9_999,
    ],
)
def test_hostile_text_is_refused_in_a_sentence_that_can_be_stored(text, language):
    with pytest.raises(UnreadableNumberError) as refusal:
        read_number(text, language)
    sentence = str(refusal.value)
    sentence.encode()
    assert sentence.isprintable()
    assert len(sentence) < 300


@pytest.mark.parametrize("text", ["(125)", "( 1.234,5 )"])
def test_number_in_brackets_is_refused_with_both_meanings(text):
    with translation.override("en"), pytest.raises(UnreadableNumberError) as refusal:
        read_number(text, "vi")
    number = text.strip("() ")
    assert f"Type -{number} if you mean less than 0, or {number}." in str(refusal.value)


# --- One group of three -----------------------------------------------------------------------------------------
def cures_of(text, language, evidence=None):
    """Return what the refusal of a text says to type, in the order whole number, decimals."""
    with translation.override("en"), pytest.raises(UnreadableNumberError) as refusal:
        read_number(text, language, evidence)
    return re.search(
        r"type (\S+) if you mean .*, or (\S+) if the mark is the decimal mark", str(refusal.value)
    ).groups()


@pytest.mark.parametrize(
    ("text", "language", "cures"),
    [
        ("6,918", "vi", ("6.918", "6,9180")),
        ("6.918", "en", ("6,918", "6.9180")),
        ("-6,918", "vi", ("-6.918", "-6,9180")),
        ("125,000", "vi", ("125.000", "125")),
        ("1 234.567", "vi", ("1.234.567", "1.234,567")),
        ("1'234,567", "en", ("1,234,567", "1,234.567")),
    ],
)
def test_one_group_of_three_after_the_decimal_mark_is_refused_with_both_readings(text, language, cures):
    assert cures_of(text, language) == cures


@pytest.mark.parametrize(
    ("column", "language", "evidence"),
    [
        (["125", "", "-", "6.918", "6,918", "1 234", "abc", "0", "1.23.456"], "vi", ColumnEvidence()),
        (["12,5"], "vi", ColumnEvidence(own_decimals=True)),
        (["0,125"], "vi", ColumnEvidence(own_decimals=True)),
        (["~12,5 triệu USD (p)"], "vi", ColumnEvidence(own_decimals=True)),
        (["1 234,5"], "vi", ColumnEvidence(own_decimals=True)),
        (["1,23E+09"], "vi", ColumnEvidence(own_decimals=True)),
        (["1.234.567"], "vi", ColumnEvidence()),
        (["12.5"], "vi", ColumnEvidence(foreign_style=True)),
        (["1,234.5"], "vi", ColumnEvidence(foreign_style=True)),
        (["1,234,567"], "vi", ColumnEvidence(foreign_style=True)),
        (["12.5", "12,5"], "vi", ColumnEvidence(own_decimals=True, foreign_style=True)),
        (["12.5"], "en", ColumnEvidence(own_decimals=True)),
        (["1.234,5"], "en", ColumnEvidence(foreign_style=True)),
        (["1,234,567"], "en", ColumnEvidence()),
        (["1.5" * 1000], "vi", ColumnEvidence()),
        ([], "vi", ColumnEvidence()),
    ],
)
def test_unambiguous_cells_of_a_column_show_its_style(column, language, evidence):
    assert evidence_of(column, language) == evidence


@pytest.mark.parametrize(
    ("column", "text", "language", "value"),
    [
        (["12,5"], "6,918", "vi", "6.918"),
        (["12,5"], "6.918", "vi", "6918"),
        (["12.5"], "6.918", "en", "6.918"),
        (["12.5"], "6,918", "en", "6918"),
        (["1.234.567"], "6.918", "vi", "6918"),
        (["1,234.5"], "6,9180", "vi", "6.918"),
        (["1,234.5"], "6918", "vi", "6918"),
        (["1,234.5"], "1.234.567", "vi", "1234567"),
    ],
)
def test_column_settles_a_group_of_three(column, text, language, value):
    assert read_number(text, language, evidence_of([*column, text], language)) == Decimal(value)


@pytest.mark.parametrize(
    ("column", "text", "language", "cures"),
    [
        (["1,234.5"], "6.918", "vi", ("6918", "6,9180")),
        (["1,234.5"], "6,918", "vi", ("6918", "6,9180")),
        (["1,234.5", "12,5"], "6,918", "vi", ("6918", "6,9180")),
        (["1,234.5"], "1 234,567", "vi", ("1234567", "1.234,567")),
        (["1.234,5"], "6,918", "en", ("6918", "6.9180")),
        (["1.234,5"], "-6.918", "en", ("-6918", "-6.9180")),
        (["1.234.567"], "6,918", "vi", ("6.918", "6,9180")),
    ],
)
def test_column_of_mixed_styles_leaves_a_group_of_three_open(column, text, language, cures):
    assert cures_of(text, language, evidence_of([*column, text], language)) == cures


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(".,"), LANGUAGES, EVIDENCE)
@example(6, 918, ",", "vi", None)
def test_both_readings_of_a_refusal_are_read_as_it_says(front, back, mark, language, evidence):
    text = f"{front}{mark}{back:03}"
    decimal, whole = Decimal(f"{front}.{back:03}"), Decimal(f"{front}{back:03}")
    try:
        number = read_number(text, language, evidence)
    except UnreadableNumberError:
        cures = cures_of(text, language, evidence)
        assert [read_number(cure, language, evidence) for cure in cures] == [whole, decimal]
    else:
        assert number in (decimal, whole)


# --- Writing ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "vietnamese", "english"),
    [
        ("6918000000000", "6.918.000.000.000", "6,918,000,000,000"),
        ("1234.500000", "1.234,5", "1,234.5"),
        ("-0.5", "−0,5", "−0.5"),
        ("0.000000", "0", "0"),
        ("1E+3", "1.000", "1,000"),
    ],
)
def test_number_is_written_for_each_language(value, vietnamese, english):
    assert write_number(Decimal(value), "vi") == vietnamese
    assert write_number(Decimal(value), "en") == english


@given(
    st.decimals(min_value=-(10**18), max_value=10**18, places=6, allow_nan=False, allow_infinity=False),
    LANGUAGES,
    st.booleans(),
)
def test_number_written_to_edit_is_read_back_the_same(value, language, own_decimals):
    evidence = ColumnEvidence(own_decimals=own_decimals)
    assert read_number(write_number_to_edit(value, language), language) == value
    assert read_number(write_number_to_edit(value, language), language, evidence) == value


@given(st.lists(st.decimals(-(10**18), 10**18, places=3), max_size=8), LANGUAGES)
def test_written_column_is_evidence_for_its_own_style_alone(values, language):
    column = [write_number_to_edit(value, language) for value in values]
    evidence = evidence_of(column, language)
    assert not evidence.foreign_style
    assert [read_number(text, language, evidence) for text in column] == values


# --- Whatever is typed ------------------------------------------------------------------------------------------
@given(SCRAPS, LANGUAGES, EVIDENCE)
@example("0\u16800", "vi", None)
@example("1E39", "vi", None)
@example("1E-39", "vi", None)
@example("1.1E-38", "en", None)
@example("9" * 40, "en", None)
def test_any_text_is_read_or_refused_in_a_sentence(text, language, evidence):
    try:
        number = read_number(text, language, evidence)
    except UnreadableNumberError as error:
        sentence = str(error)
    else:
        assert number.is_finite()
        assert read_number(write_number_to_edit(number, language), language) == number
        sentence = write_number(number, language) + "."
    assert sentence.isprintable()
    assert sentence.endswith(".")


@given(st.lists(SCRAPS, max_size=5), LANGUAGES)
def test_any_column_shows_something_or_nothing(column, language):
    assert evidence_of(column, language) == evidence_of(reversed(column), language)


@given(st.from_regex(r"[1-9][0-9]{0,30}[.,][0-9]{1,2}", fullmatch=True), LANGUAGES)
def test_reading_rounds_nothing(text, language):
    assert str(read_number(text, language)) == text.replace(",", ".")


@given(
    text=st.from_regex(r"-?[0-9]{1,17}([.,][0-9]{0,6})?", fullmatch=True),
    language=st.sampled_from(["vi", "en"]),
    evidence=st.builds(ColumnEvidence, st.booleans(), st.booleans()),
)
@example(text="-0", language="vi", evidence=ColumnEvidence())
@example(text="6.918", language="vi", evidence=ColumnEvidence())
@example(text="0,1250", language="en", evidence=ColumnEvidence(foreign_style=True))
def test_a_simple_number_is_read_as_by_the_long_way(text, language, evidence):
    number = read_simple(text)
    if number is not None:
        assert repr(number) == repr(read_number(text, language, evidence))


@pytest.mark.parametrize("text", ["", "6.918", "1 234", "12 tỷ", "１２", "1.234.567", "+5", "1e3", "12,", ",5"])
def test_what_is_not_simple_is_left_to_the_long_way(text):
    assert read_simple(text) is None
