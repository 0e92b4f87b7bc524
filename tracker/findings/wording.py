"""Write numbers, amounts and inputs in the active language: 1.234,5 tỷ đồng, VND 1,234.5 billion."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, NamedTuple

from django.utils.formats import get_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from provinces.days import day_text
from provinces.models import Place, SourceDocument
from provinces.wording import in_english, local_text
from tracker.findings.finding import FindingInput
from tracker.findings.printed_digits import EXACT
from tracker.findings.tolerances import PERCENT_UNIT
from tracker.models import Comparator, Indicator, PrintedComparison, Target, Unit

if TYPE_CHECKING:
    from tracker.findings.figure import Figure

_LONGEST_FRACTION = 6  # decimals that a stored figure can have
_MINUS = "\u2212"
_PERCENT_SIGN = "%"
_PLURAL_IES = re.compile(r"ies\b")
_PLURAL_S = re.compile(r"(?<!s)s\b")


class Scale(NamedTuple):
    """Say how many single units one shown unit has, and what it is called."""

    divisor: Decimal
    word: str


def place_name(place: Place) -> str:
    """Return the place's name in the active language."""
    return local_text(place.name, place.name_en)


def indicator_name(indicator: Indicator) -> str:
    """Return the indicator's name in the active language."""
    return local_text(indicator.name, indicator.name_en)


def figure_name(figure: "Figure") -> str:
    """Return what a figure measures in the active language, with the item of a promotion list that it belongs to."""
    name = indicator_name(figure.indicator)
    item = figure.row.promotion_item if isinstance(figure.row, Target) else None
    if item is None:
        return name
    return _("%(indicator)s: %(item)s") % {"indicator": name, "item": local_text(item.name, item.name_en)}


def scale_of(unit: Unit, indicator: Indicator | None = None) -> Scale:
    """Return how amounts of a unit are shown: as the indicator shows them, money in millions or billions otherwise."""
    if indicator is not None and unit.pk == indicator.unit_id:
        word = (
            _PERCENT_SIGN
            if unit.code == PERCENT_UNIT
            else local_text(indicator.display_unit, indicator.display_unit_en)
        )
        return Scale(indicator.display_scale, _in_a_sentence(word, unit))
    if unit.currency == "USD":
        return Scale(Decimal(10**6), _("million USD"))
    if unit.currency == "VND":
        return Scale(Decimal(10**9), _("billion VND"))
    return Scale(Decimal(1), _PERCENT_SIGN if unit.code == PERCENT_UNIT else local_text(unit.name, unit.name_en))


def _in_a_sentence(label: str, unit: Unit) -> str:
    """Return a column's "USD million" as a sentence says it: "million USD"."""
    currency, _space, scale = label.partition(" ")
    return f"{scale} {currency}" if scale and currency == unit.currency else label


def number(value: Decimal, decimals: int = _LONGEST_FRACTION) -> str:
    """Write a number with the marks of the active language, rounded half up to some decimals, without idle zeros."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP, context=EXACT)
    value = rounded.normalize(EXACT) + 0  # adding 0 turns a negative zero into zero
    language = get_language()
    group = str(get_format("THOUSAND_SEPARATOR", language, use_l10n=True))
    mark = str(get_format("DECIMAL_SEPARATOR", language, use_l10n=True))
    text = f"{value:,f}".replace(",", "\0").replace(".", mark).replace("\0", group)
    return text.replace("-", _MINUS)


def bare(value: Decimal, scale: Scale) -> str:
    """Write an amount in shown units, without the unit's name."""
    return number(value / scale.divisor)


def amount(value: Decimal, scale: Scale) -> str:
    """Write an amount in shown units with the unit's name."""
    return with_unit(bare(value, scale), scale, alone=abs(value) == scale.divisor)


def with_unit(text: str, scale: Scale, *, alone: bool = False) -> str:
    """Put the unit's name behind a number: "58%", "419 million USD"; `alone` says that it counts one thing."""
    if scale.word == _PERCENT_SIGN:
        return f"{text}{_PERCENT_SIGN}"
    return _("%(number)s %(unit)s") % {"number": text, "unit": _singular(scale.word) if alone else scale.word}


def _singular(words: str) -> str:
    """Return the English name of counted things for one of them: "groups of projects" becomes "group of projects".

    Units are data in the plural; other languages keep them as they are.
    """
    if not in_english():
        return words
    things, of, rest = words.partition(" of ")
    return f"{_PLURAL_S.sub('', _PLURAL_IES.sub('y', things))}{of}{rest}"


def compared(comparator: str, text: str, high: str = "") -> str:
    """Put a printed comparator before a number: "over 8,500"."""
    patterns = {
        Comparator.AT_LEAST: pgettext("before a number", "at least %(number)s"),
        Comparator.OVER: pgettext("before a number", "over %(number)s"),
        Comparator.ABOUT: pgettext("before a number", "about %(number)s"),
        Comparator.NEARLY: pgettext("before a number", "nearly %(number)s"),
        Comparator.AT_MOST: pgettext("before a number", "at most %(number)s"),
        Comparator.UNDER: pgettext("before a number", "under %(number)s"),
        Comparator.BETWEEN: pgettext("before a number", "from %(number)s to %(high)s"),
        Comparator.EXACTLY: "%(number)s",
    }
    return patterns[Comparator(comparator)] % {"number": text, "high": high}


def shown_bare(figure: "Figure") -> str:
    """Write a figure's value with its comparator, without the unit's name."""
    if not figure.is_stated:
        return _("no value stated")
    scale = scale_of(figure.unit, figure.indicator)
    high = "" if figure.row.high is None else bare(figure.row.high, scale)
    return compared(figure.row.comparator, bare(figure.value, scale), high)


def shown(figure: "Figure") -> str:
    """Write a figure's value with its comparator and unit, and the other currency in brackets where it is printed."""
    if not figure.is_stated:
        return _("no value stated")
    scale = scale_of(figure.unit, figure.indicator)
    alone = figure.row.high is None and abs(figure.value) == scale.divisor
    text = with_unit(shown_bare(figure), scale, alone=alone)
    if figure.row.other_value is None or figure.row.other_unit is None:
        return text
    return f"{text} ({amount(figure.row.other_value, scale_of(figure.row.other_unit))})"


def period(from_on: date | None, to_on: date | None) -> str:
    """Write the days of a figure; a missing first day means a figure on a day."""
    if from_on is None:
        return day_text(to_on) if to_on else ""
    if to_on is None:
        return _("from %(day)s on") % {"day": day_text(from_on)}
    if (from_on.month, from_on.day, to_on.month, to_on.day) == (1, 1, 12, 31):
        return str(from_on.year) if from_on.year == to_on.year else f"{from_on.year}–{to_on.year}"
    return f"{day_text(from_on)}–{day_text(to_on)}"


def input_of(figure: "Figure", label: str = "") -> FindingInput:
    """Return a figure as an input of a finding; its label is what it measures unless another is given."""
    row = figure.row
    return FindingInput(
        label=label or figure_name(figure),
        value=row.value,
        high=row.high,
        shown=shown(figure),
        unit=row.unit.code,
        printed=row.printed,
        period=period(figure.from_on, figure.to_on),
        place_slug=figure.place.slug,
        place_name=place_name(figure.place),
        place_valid_to=figure.place.valid_to,
        document_slug=row.document.slug if row.document else "",
        document_title=_title(row.document),
        paragraph=row.paragraph,
        rejected=not row.counts,
        record=figure.record,
        record_id=row.pk,
        indicator=figure.indicator.code,
        indicator_name=indicator_name(figure.indicator),
        quarter=_quarter(figure.to_on) if figure.record == "actual" and figure.to_on else "",
    )


def _quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


def inputs_of(figures: Iterable["Figure"]) -> tuple[FindingInput, ...]:
    """Return figures as inputs of a finding, in the given order."""
    return tuple(input_of(figure) for figure in figures)


def input_of_comparison(comparison: PrintedComparison, place: Place) -> FindingInput:
    """Return a printed comparison as an input of a finding."""
    text = compared(comparison.comparator, number(comparison.value))
    unit = scale_of(comparison.unit).word
    shown_value = with_unit(text, Scale(Decimal(1), unit), alone=abs(comparison.value) == 1)
    return FindingInput(
        label=comparison.get_kind_display(),
        value=comparison.value,
        high=None,
        shown=shown_value,
        unit=comparison.unit.code,
        printed=comparison.printed,
        period="",
        place_slug=place.slug,
        place_name=place_name(place),
        place_valid_to=place.valid_to,
        document_slug=comparison.document.slug,
        document_title=_title(comparison.document),
        paragraph=comparison.paragraph,
        rejected=False,
        record="printedcomparison",
        record_id=comparison.pk,
    )


def input_of_place(place: Place) -> FindingInput:
    """Return a place itself as an input of a finding: its name is what the check looked at."""
    return FindingInput(
        label=_("name of the place"),
        value=None,
        high=None,
        shown=place_name(place),
        unit="",
        printed="",
        period="",
        place_slug=place.slug,
        place_name=place_name(place),
        place_valid_to=place.valid_to,
        document_slug="",
        document_title="",
        paragraph=None,
        rejected=False,
        record="place",
        record_id=place.pk,
    )


def _title(document: SourceDocument | None) -> str:
    return local_text(document.title, document.title_en) if document else ""
