"""Amounts as people type them, with and without the words of their unit."""

from decimal import Decimal
from fractions import Fraction
from unicodedata import normalize

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tracker.exchange.amounts import echo_of, read_amount, read_amount_of
from tracker.exchange.numbers import ColumnEvidence, UnreadableNumberError, read_number, write_number_to_edit
from tracker.models import Indicator, Unit

NBSP = "\u00a0"
UNITS = {
    "USD": Unit(code="USD", name="đô la Mỹ", name_en="US dollars", currency="USD"),
    "VND": Unit(code="VND", name="đồng", name_en="Vietnamese dong", currency="VND"),
    "ha": Unit(code="ha", name="ha", name_en="hectares"),
    "projects": Unit(code="projects", name="dự án", name_en="projects", whole=True),
    "countries": Unit(code="countries", name="quốc gia, vùng lãnh thổ", name_en="countries and regions", whole=True),
    "percent": Unit(code="percent", name="%", name_en="per cent"),
    "times": Unit(code="times", name="lần", name_en="times"),
}
SHOWN = {"USD": (10**6, "triệu USD", "USD million"), "VND": (10**9, "tỷ đồng", "VND billion")}
BOTH = pytest.mark.parametrize("language", ["vi", "en"])
LANGUAGES = st.sampled_from(["vi", "en"])


def indicator_in(code):
    """Return an indicator of a unit, shown as the published ones are."""
    unit = UNITS[code]
    scale, shown, shown_english = SHOWN.get(code, (1, unit.name, unit.name_en))
    return Indicator(unit=unit, display_scale=Decimal(scale), display_unit=shown, display_unit_en=shown_english)


def refusal_of(text, code, language="vi"):
    with translation.override("en"), pytest.raises(UnreadableNumberError) as refusal:
        read_amount_of(text, indicator_in(code), language)
    return str(refusal.value)


@BOTH
@pytest.mark.parametrize(
    ("text", "code", "value", "step"),
    [
        ("125", "USD", 125 * 10**6, 10**6),
        ("125,4", "USD", 125_400_000, 10**5),
        ("6 918", "VND", 6918 * 10**9, 10**9),
        ("-3", "VND", -3 * 10**9, 10**9),
        ("0", "VND", 0, 10**9),
        ("0,000001", "VND", 1000, 1000),
        ("1,23E+03", "USD", 1230 * 10**6, 10 * 10**6),
        ("125", "ha", 125, 1),
        ("58", "percent", 58, 1),
    ],
)
def test_bare_number_counts_in_the_shown_unit(text, code, language, value, step):
    amount = read_amount_of(text, indicator_in(code), language)
    assert (amount.value, amount.step, amount.unit_written) == (value, step, False)


@BOTH
@pytest.mark.parametrize(
    ("text", "code", "value", "step"),
    [
        ("12 tỷ", "VND", 12 * 10**9, 10**9),
        ("12tỷ", "VND", 12 * 10**9, 10**9),
        ("12 tỉ", "VND", 12 * 10**9, 10**9),
        ("12 TỶ", "VND", 12 * 10**9, 10**9),
        ("12 ty", "VND", 12 * 10**9, 10**9),
        ("12 ti dong", "VND", 12 * 10**9, 10**9),
        ("12,5 tỷ đồng", "VND", 12_500_000_000, 10**8),
        ("12 tỷ đ", "VND", 12 * 10**9, 10**9),
        ("12 tỷ VNĐ", "VND", 12 * 10**9, 10**9),
        ("12 tỷ VNÐ", "VND", 12 * 10**9, 10**9),
        ("12 tỷ₫", "VND", 12 * 10**9, 10**9),
        ("12 billion", "VND", 12 * 10**9, 10**9),
        ("12bn VND", "VND", 12 * 10**9, 10**9),
        ("12 VND billion", "VND", 12 * 10**9, 10**9),
        ("VND 12 billion", "VND", 12 * 10**9, 10**9),
        ("12B", "VND", 12 * 10**9, 10**9),
        ("1,5 nghìn tỷ", "VND", 15 * 10**11, 10**11),
        ("1,5 ngàn tỉ đồng", "VND", 15 * 10**11, 10**11),
        ("1,5 nghin ty", "VND", 15 * 10**11, 10**11),
        ("1,5 nghìntỷ", "VND", 15 * 10**11, 10**11),
        ("1.5 trillion dong", "VND", 15 * 10**11, 10**11),
        ("1.5tn", "VND", 15 * 10**11, 10**11),
        ("1.5 thousand billion VND", "VND", 15 * 10**11, 10**11),
        ("2 triệu tỷ", "VND", 2 * 10**15, 10**15),
        ("500 triệu", "VND", 500 * 10**6, 10**6),
        ("500 nghìn", "VND", 500_000, 1000),
        ("500k", "VND", 500_000, 1000),
        ("500 triệu USD", "USD", 500 * 10**6, 10**6),
        ("500 trieu usd", "USD", 500 * 10**6, 10**6),
        ("500 triệu đô la Mỹ", "USD", 500 * 10**6, 10**6),
        ("500 triệu đô-la", "USD", 500 * 10**6, 10**6),
        ("500 triệu đô", "USD", 500 * 10**6, 10**6),
        ("500 USD million", "USD", 500 * 10**6, 10**6),
        ("500 million US dollars", "USD", 500 * 10**6, 10**6),
        ("500mn", "USD", 500 * 10**6, 10**6),
        ("500 M", "USD", 500 * 10**6, 10**6),
        ("US$500m", "USD", 500 * 10**6, 10**6),
        ("$1.2bn", "USD", 1_200_000_000, 10**8),
        ("-$1.2bn", "USD", -1_200_000_000, 10**8),
        ("$-1.2bn", "USD", -1_200_000_000, 10**8),
        ("\uff15\uff10\uff10 triệu", "USD", 500 * 10**6, 10**6),
        ("500\u00a0triệu\u00a0USD", "USD", 500 * 10**6, 10**6),
        ("125.000.000 USD", "USD", 125 * 10**6, 1),
        ("$125,000,000.50", "USD", Decimal("125000000.5"), Decimal("0.01")),
        ("6.918.000.000.000 đồng", "VND", 6918 * 10**9, 1),
        ("0 USD", "USD", 0, 1),
        ("58%", "percent", 58, 1),
        ("58,5 %", "percent", Decimal("58.5"), Decimal("0.1")),
        ("58 phần trăm", "percent", 58, 1),
        ("58 per cent", "percent", 58, 1),
        ("125 ha", "ha", 125, 1),
        ("125,5ha", "ha", Decimal("125.5"), Decimal("0.1")),
        ("1 hectare", "ha", 1, 1),
        ("2 nghìn ha", "ha", 2000, 1000),
        ("12 dự án", "projects", 12, 1),
        ("12 du an", "projects", 12, 1),
        ("1 project", "projects", 1, 1),
        ("12 quốc gia", "countries", 12, 1),
        ("12 quốc gia, vùng lãnh thổ", "countries", 12, 1),
        ("4,5 lần", "times", Decimal("4.5"), Decimal("0.1")),
    ],
)
def test_written_unit_takes_the_place_of_the_shown_one(text, code, language, value, step):
    for spelling in (text, normalize("NFD", text)):
        amount = read_amount_of(spelling, indicator_in(code), language)
        assert (amount.value, amount.step, amount.unit_written) == (value, step, True)


def test_tr_is_a_million_for_those_who_write_vietnamese():
    assert read_amount_of("500tr", indicator_in("USD"), "vi").value == 500 * 10**6
    assert read_amount_of("500 tr.đ", indicator_in("VND"), "vi").value == 500 * 10**6
    assert "triệu, trillion" in refusal_of("500tr", "USD", "en")


def test_shown_unit_of_another_name_is_known_by_its_name():
    unit = Unit(code="jobs", name="việc làm", name_en="jobs", whole=True)
    shown = Indicator(unit=unit, display_scale=Decimal(12), display_unit="tá", display_unit_en="dozen")
    assert read_amount_of("5 tá", shown, "vi").value == 60
    assert read_amount_of("5 dozen", shown, "en").value == 60
    assert read_amount("24 jobs", Decimal(12), unit, "en").value == 24


@BOTH
@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("12 vạn", "VND", "vạn"),
        ("12 trăm tỷ", "VND", "trăm tỷ"),
        ("12 foo", "VND", "foo"),
        ("12 ha", "VND", "ha"),
        ("12 %", "USD", "%"),
        ("foo 12", "VND", "foo"),
        ("12 mm", "USD", "mm"),
        ("12 triệu đồng/ha", "VND", "triệu đồng/ha"),
        ("=12", "VND", "="),
        ("0x1F", "VND", "x1F"),
        ("$ 12 ha", "USD", "ha"),
    ],
)
def test_unknown_word_beside_money_is_named(text, code, language, words):
    refusal = refusal_of(text, code, language)
    assert f"“{words}” in “{text}” is not understood" in refusal
    assert f"counts in {indicator_in(code).display_unit_en}" in refusal


@BOTH
@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("125 m2", "ha", "m2"),
        ("125 km²", "ha", "km²"),
        ("125 projects", "ha", "projects"),
        ("12 USD", "projects", "USD"),
        ("12 tỷ đồng", "projects", "tỷ đồng"),
        ("$12", "projects", "$"),
        ("5m", "ha", "m"),
        ("5k", "projects", "k"),
        ("5t", "ha", "t"),
        ("58 ha", "percent", "ha"),
        ("58 điểm %", "percent", "điểm %"),
    ],
)
def test_another_unit_than_the_indicators_is_refused(text, code, language, words):
    refusal = refusal_of(text, code, language)
    assert f"“{words}” in “{text}” is not the unit of this figure" in refusal
    assert f"counts in {indicator_in(code).display_unit_en}" in refusal


@BOTH
@pytest.mark.parametrize(
    ("text", "code", "typed"),
    [
        ("500 triệu USD", "VND", "USD"),
        ("$500m", "VND", "USD"),
        ("12 tỷ đồng", "USD", "VND"),
        ("12 tỷ đ", "USD", "VND"),
        ("500 triệu euro", "USD", "EUR"),
        ("€5m", "USD", "EUR"),
        ("500 tỷ won", "USD", "KRW"),
        ("5 tỷ yên", "VND", "JPY"),
        ("3 tỷ nhân dân tệ", "USD", "CNY"),
        ("500 EUR", "VND", "EUR"),
    ],
)
def test_another_currency_is_refused_and_never_converted(text, code, language, typed):
    assert f"“{text}” is in {typed}, but this figure is kept in {code}." in refusal_of(text, code, language)


@pytest.mark.parametrize(
    ("text", "code", "language", "alone", "small"),
    [
        ("125 USD", "USD", "vi", "125", "0,000125"),
        ("$125.5", "USD", "en", "125.5", "0.0001255"),
        ("-125 USD", "USD", "en", "-125", "-0.000125"),
        ("500.000.000 đồng", "VND", "vi", "500.000.000", "0,5"),
    ],
)
def test_currency_behind_a_small_number_is_refused_with_both_readings(text, code, language, alone, small):
    refusal = refusal_of(text, code, language)
    assert f"type {alone} alone" in refusal
    assert f"or {small} if you mean" in refusal
    indicator = indicator_in(code)
    literal = read_number(alone, language)
    assert read_amount_of(alone, indicator, language).value == literal * indicator.display_scale
    assert read_amount_of(small, indicator, language).value == literal


@BOTH
@pytest.mark.parametrize("text", ["12 tỷ 500 triệu", "10-15", "10 – 15 tỷ", "12 (34)", "5 / 8", "12 tỷ, 3"])
def test_two_numbers_are_refused(text, language):
    assert "more than one number" in refusal_of(text, "VND", language)


@BOTH
@pytest.mark.parametrize(
    "text", ["", "-", "abc", "tỷ", "$", ",5 tỷ", "5, tỷ", "-$-5", "1.2.3 tỷ", "5-", "++5", "12 34 tỷ"]
)
def test_text_without_a_readable_number_is_refused(text, language):
    assert ("1,234.5" if language == "en" else "1.234,5") in refusal_of(text, "VND", language)


@BOTH
def test_one_letter_with_two_readings_is_refused(language):
    assert "tỷ, trillion" in refusal_of("5t", "VND", language)


def test_ambiguous_number_stays_ambiguous_beside_a_word():
    assert "type 6.918 if you mean 6918, or 6,9180" in refusal_of("6,918 tỷ", "VND", "vi")
    column = ColumnEvidence(own_decimals=True)
    assert read_amount_of("6,918 tỷ", indicator_in("VND"), "vi", column).value == 6_918_000_000


@BOTH
@pytest.mark.parametrize(
    "text", ["1" * 10_000, "1 tỷ" + " " * 10_000, "1E999999999 tỷ", "a" * 199 + "1", "1" + "a" * 199]
)
def test_hostile_amount_is_refused_in_a_sentence(text, language):
    sentence = refusal_of(text, "VND", language)
    assert len(sentence) < 300


@pytest.mark.parametrize(
    ("text", "code", "vietnamese", "english"),
    [
        (
            "6918",
            "VND",
            f"6.918{NBSP}tỷ đồng = 6.918.000.000.000{NBSP}VND",
            f"6,918{NBSP}VND billion = 6,918,000,000,000{NBSP}VND",
        ),
        (
            "12 triệu",
            "VND",
            f"0,012{NBSP}tỷ đồng = 12.000.000{NBSP}VND",
            f"0.012{NBSP}VND billion = 12,000,000{NBSP}VND",
        ),
        (
            "125,5",
            "USD",
            f"125,5{NBSP}triệu USD = 125.500.000{NBSP}USD",
            f"125.5{NBSP}USD million = 125,500,000{NBSP}USD",
        ),
        ("125", "ha", f"125{NBSP}ha", f"125{NBSP}hectares"),
        ("58%", "percent", f"58{NBSP}%", f"58{NBSP}per cent"),
    ],
)
def test_echo_says_in_full_what_was_understood(text, code, vietnamese, english):
    indicator = indicator_in(code)
    amount = read_amount_of(text, indicator, "vi")
    with translation.override("vi"):
        assert echo_of(amount, indicator) == vietnamese
    with translation.override("en"):
        assert echo_of(amount, indicator) == english


@given(
    st.decimals(-(10**19), 10**19, places=6),
    st.integers(0, 19),
    st.sampled_from(["", " tỷ", " triệu USD", "mn"]),
    LANGUAGES,
)
def test_reading_an_amount_rounds_nothing(number, power, words, language):
    text = write_number_to_edit(number, language) + words
    scale = Decimal(10) ** power
    amount = read_amount(text, scale, UNITS["USD"], language)
    factor = {"": scale, " tỷ": Decimal(10**9)}.get(words, Decimal(10**6))
    assert Fraction(amount.value) == Fraction(number) * int(factor)


@given(
    st.lists(
        st.sampled_from(
            ["1", "1,5", "6.918", "-", "$", " ", "tỷ", "triệu", "USD", "đồng", "ha", "m", "t", "%", "(", ".", "E9"]
        )
        | st.characters(),
        max_size=6,
    ).map("".join),
    st.sampled_from(sorted(UNITS)),
    LANGUAGES,
)
def test_any_text_is_an_amount_or_refused_in_a_sentence(text, code, language):
    try:
        amount = read_amount_of(text, indicator_in(code), language)
    except UnreadableNumberError as error:
        sentence = str(error)
    else:
        assert amount.value.is_finite()
        assert amount.step > 0
        sentence = echo_of(amount, indicator_in(code)).replace(NBSP, " ") + "."
    assert sentence.isprintable()
    assert sentence.endswith(".")
