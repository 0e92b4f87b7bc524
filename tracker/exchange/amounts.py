"""Read an amount with the words that people write beside it: 12 tỷ, 1,5 nghìn tỷ, 500 triệu USD, 58%, 125 ha.

A bare number counts in the unit that the indicator is shown in. A word for a power of ten takes that unit's place; a
name of the unit is taken as said; anything else is refused, other currencies too: figures are never converted silently.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact
from typing import Final, NoReturn

from django.utils.translation import gettext as _

from provinces.wording import local_name
from tracker.exchange.numbers import (
    ColumnEvidence,
    UnreadableNumberError,
    checked_text,
    read_number,
    refuse_number,
    write_number,
    write_number_to_edit,
)
from tracker.exchange.typed_text import fold_text, quoted_text
from tracker.exchange.unit_words import UnitWords, currency_of, read_unit_words, readings_of_short_scale
from tracker.exchange.wording import amount_text, shown_unit, single_units_text
from tracker.models import Indicator, Unit

# The longest number has 40 digits and the widest scale 20; whatever would round is a mistake of ours.
_EXACT: Final = Context(prec=100, traps=[Inexact])
_TO_SHOWN_UNITS: Final = Context(prec=60)

_PARTS: Final = re.compile(
    "(?P<before>[^0-9]*)(?P<digits>[0-9](?:[0-9.,' ]*[0-9])?(?:[eE][+-]?[0-9]+)?)(?P<after>.*)",
)
_BEFORE: Final = re.compile("([+-]?) ?(.*?) ?([+-]?) ?")
_NO_WORD: Final = re.compile("[-+.,' ()]*")
_ANOTHER_NUMBER: Final = re.compile(r"(?<![^\W\d_])[0-9]")


@dataclass(frozen=True, slots=True)
class Amount:
    """What somebody typed as an amount, exactly.

    ``value`` is in single units. ``step`` is what the last digit typed stands for, in single units: 100000 for "125,4"
    in millions. ``unit_written`` says whether a unit, a currency or a power of ten was typed with the number.
    """

    value: Decimal
    step: Decimal
    unit_written: bool = False


@dataclass(frozen=True, slots=True)
class _Measure:
    """What an amount is measured in: its unit, how many single units a shown one has, and the shown unit's names."""

    unit: Unit
    scale: Decimal
    language: str
    shown_units: Sequence[str]

    @property
    def single(self) -> str:
        return self.unit.currency or local_name(self.unit)

    @property
    def shown(self) -> str:
        if self.shown_units:
            return self.shown_units[0]
        return self.single if self.scale == 1 else f"{write_number(self.scale, self.language)} {self.single}"


def read_amount(
    text: str,
    indicator_scale: Decimal,
    unit: Unit,
    language: str,
    evidence: ColumnEvidence | None = None,
    *,
    shown_units: Sequence[str] = (),
) -> Amount:
    """Read an amount of a unit that is shown in steps of ``indicator_scale`` single units.

    ``shown_units`` are the names of the shown unit, the reader's first. Nothing is rounded, so an amount may have more
    digits than a column holds.

    :raises UnreadableNumberError: if the text has no number, two readings, or another unit than the indicator's.
    """
    body = checked_text(text, language)
    parts = _PARTS.fullmatch(body)
    if parts is None:
        refuse_number(text, language)
    before, digits, after = parts["before"], parts["digits"], parts["after"].strip()
    if after.startswith((".", ",", "'")):
        refuse_number(text, language)
    if _ANOTHER_NUMBER.search(after):
        raise UnreadableNumberError(
            _("“%(text)s” holds more than one number. Type one number, for example %(example)s instead of %(parts)s.")
            % {
                "text": quoted_text(body),
                "example": write_number(Decimal("12.5"), language) + " tỷ",
                "parts": "12 tỷ 500 triệu",
            }
        )
    if _NO_WORD.fullmatch(before + after):
        number, measured = read_number(text, language, evidence), None
    else:
        measure = _Measure(unit, indicator_scale, language, shown_units)
        sign, word = _sign_and_word(before, body, language)
        number = read_number(sign + digits, language, evidence)
        measured = _multiplier(number, word, after, body, measure)
    multiplier = indicator_scale if measured is None else measured
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    return Amount(
        value=_EXACT.multiply(number, multiplier),
        step=multiplier.scaleb(exponent, _EXACT),
        unit_written=measured is not None,
    )


def read_amount_of(text: str, indicator: Indicator, language: str, evidence: ColumnEvidence | None = None) -> Amount:
    """Read an amount of an indicator; its unit must be loaded. See `read_amount`."""
    names = (shown_unit(indicator), indicator.display_unit, indicator.display_unit_en)
    return read_amount(text, indicator.display_scale, indicator.unit, language, evidence, shown_units=names)


def echo_of(amount: Amount, indicator: Indicator) -> str:
    """Return in full what was understood: "6.918 tỷ đồng = 6.918.000.000.000 VND"; "125 ha" where units are single."""
    shown = amount_text(amount.value, indicator)
    if indicator.display_scale == 1:
        return shown
    return f"{shown} = {single_units_text(amount.value, indicator.unit)}"


def _sign_and_word(before: str, body: str, language: str) -> tuple[str, str]:
    """Split what stands before the digits: a sign on either side of a currency."""
    match = _BEFORE.fullmatch(before)
    first, word, second = match.groups() if match else ("", before, "")
    if (first and second) or (word and _NO_WORD.fullmatch(word)):
        refuse_number(body, language)
    return first or second, word


def _multiplier(number: Decimal, word: str, after: str, body: str, measure: _Measure) -> Decimal:
    """Return how many single units the number counts in, by the words around it."""
    said = _unit_words(word, after, body, measure)
    if said.short and not measure.unit.currency:
        _refuse_word(after, body, measure)
    if said.short and (readings := readings_of_short_scale(said.short, measure.language)):
        raise UnreadableNumberError(
            _("“%(word)s” in “%(text)s” can be read in several ways (%(readings)s). Write the word in full.")
            % {"word": said.short, "text": quoted_text(body), "readings": readings}
        )
    if said.currency and said.currency != measure.unit.currency:
        if not measure.unit.currency:
            _refuse_word(after or word, body, measure)
        raise UnreadableNumberError(
            _(
                "“%(text)s” is in %(typed)s, but this figure is kept in %(kept)s. Type the amount in %(kept)s: "
                "nothing is converted silently."
            )
            % {"text": quoted_text(body), "typed": said.currency, "kept": measure.unit.currency}
        )
    if said.scale is not None:
        return said.scale
    if fold_text(after) in {fold_text(name) for name in measure.shown_units}:
        return measure.scale
    if 0 != number.copy_abs() < measure.scale:
        _refuse_bare_unit(number, body, measure)
    return Decimal(1)


def _unit_words(word: str, after: str, body: str, measure: _Measure) -> UnitWords:
    """Read the words before and behind the digits together."""
    behind = UnitWords()
    if after:
        found = read_unit_words(fold_text(after), measure.unit)
        if found is None:
            if fold_text(after) not in {fold_text(name) for name in measure.shown_units}:
                _refuse_word(after, body, measure)
            found = UnitWords(own=True)
        behind = found
    if not word:
        return behind
    currency = currency_of(fold_text(word))
    if not currency or behind.own or behind.currency not in ("", currency):
        _refuse_word(word, body, measure)
    return UnitWords(behind.scale, currency, short=behind.short)


def _refuse_word(word: str, body: str, measure: _Measure) -> NoReturn:
    words = {"word": quoted_text(word), "text": quoted_text(body), "unit": measure.shown}
    if measure.unit.currency:
        raise UnreadableNumberError(
            _(
                "“%(word)s” in “%(text)s” is not understood. Type the number alone, which counts in %(unit)s, or with "
                "one of the words nghìn, triệu, tỷ, thousand, million, billion."
            )
            % words
        )
    raise UnreadableNumberError(
        _("“%(word)s” in “%(text)s” is not the unit of this figure. Type the number alone, which counts in %(unit)s.")
        % words
    )


def _refuse_bare_unit(number: Decimal, body: str, measure: _Measure) -> NoReturn:
    """Refuse 125 USD where figures are typed in millions: it may be 125 million, written in haste."""
    small = _TO_SHOWN_UNITS.divide(number, measure.scale)
    raise UnreadableNumberError(
        _(
            "“%(text)s” can be read in two ways: type %(number)s alone if you mean %(shown)s, or %(small)s if you mean "
            "%(single)s."
        )
        % {
            "text": quoted_text(body),
            "number": write_number_to_edit(number, measure.language),
            "small": write_number_to_edit(small, measure.language),
            "shown": f"{write_number(number, measure.language)} {measure.shown}",
            "single": f"{write_number(number, measure.language)} {measure.single}",
        }
    )
