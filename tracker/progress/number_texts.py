"""Print numbers, amounts, days and periods in the reader's language; every rounding happens here, once, half up."""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal

from django.utils import timezone
from django.utils.formats import date_format, get_format
from django.utils.translation import gettext as _

from tracker.progress.measures import Amount, Comparator, Thresholds, rounded_share
from tracker.progress.periods import Quarter

NO_BREAK = "\u00a0"
MINUS = "\u2212"
EN_DASH = "\u2013"
MISSING = EN_DASH

# More decimals than this are rounded for the eye; the explanation of a number and the files show all of them.
SHOWN_PLACES = 2
# A pace is printed with as many decimals as keep it on its side of a threshold; its own digits end here.
MOST_PLACES = 12

_WIDE = Context(prec=60)


def number_text(value: Decimal, places: int = SHOWN_PLACES) -> str:
    """Return a number with the language's marks, at most ``places`` decimals and no trailing zeros.

    A number that is not zero is never rounded to zero: it becomes "< 0.01".
    """
    step = Decimal(1).scaleb(-places)
    rounded = value.quantize(step, rounding=ROUND_HALF_UP, context=_WIDE)
    if not rounded and value:
        return f"{'<' if value > 0 else '>'}{NO_BREAK}{_with_marks(step if value > 0 else -step)}"
    return _with_marks(rounded)


def exact_text(value: Decimal) -> str:
    """Return a number with the language's marks and every digit that it has."""
    return _with_marks(value)


def plain_text(value: Decimal) -> str:
    """Return a number as files and addresses write it: a point for decimals, no exponent, no trailing zeros."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def scaled(value: Decimal, scale: Decimal) -> Decimal:
    """Return an amount of single units in shown units, for example 125000000 USD in millions: 125."""
    return _WIDE.divide(value, scale)


def percent_text(share: Decimal, places: int = 1) -> str:
    """Return a share of 1 as a percentage; never rounded into 0 % or 100 %, never capped."""
    marker, percent = rounded_share(share, places)
    text = f"{_with_marks(percent)}%"
    return f"{marker}{NO_BREAK}{text}" if marker else text


def pace_text(pace: Decimal, thresholds: Thresholds) -> str:
    """Return a pace as a percentage with as many decimals as keep it on its own side of each threshold."""
    for places in range(1, MOST_PLACES):
        shown = rounded_share(pace, places)[1] / 100
        if all((shown >= limit) == (pace >= limit) for limit in (thresholds.on_track, thresholds.at_risk)):
            return percent_text(pace, places)
    return f"{_with_marks(pace * 100)}%"


def signed_text(value: Decimal, places: int = SHOWN_PLACES) -> str:
    """Return a difference with its sign: +157.5, −1,218, 0."""
    text = number_text(value, places)
    return f"+{text}" if value > 0 and not text.startswith("<") else text


def with_unit(text: str, unit: str) -> str:
    """Return a printed number with its unit, never apart; a per cent sign stands against it, as in every share."""
    return f"{text}%" if unit == "%" else f"{text} {unit}".replace(" ", NO_BREAK)


def with_comparator(text: str, comparator: Comparator | str) -> str:
    """Return a printed number together with the word that the source puts before it."""
    match Comparator(comparator):
        case Comparator.AT_LEAST:
            return _("at least %(number)s") % {"number": text}
        case Comparator.OVER:
            return _("over %(number)s") % {"number": text}
        case Comparator.ABOUT:
            return _("about %(number)s") % {"number": text}
        case Comparator.NEARLY:
            return _("nearly %(number)s") % {"number": text}
        case Comparator.AT_MOST:
            return _("at most %(number)s") % {"number": text}
        case Comparator.UNDER:
            return _("under %(number)s") % {"number": text}
        case _other:
            return text


def range_text(
    low: Decimal | None,
    high: Decimal | None = None,
    comparator: Comparator | str = Comparator.EXACTLY,
    scale: Decimal = Decimal(1),
    places: int = SHOWN_PLACES,
    *,
    signed: bool = False,
) -> str:
    """Return one number or a range, the smaller first, in shown units, with its comparator; a dash for None.

    ``signed`` is for differences: each number has its sign.
    """
    if low is None:
        return MISSING
    first, last = _upwards(low, high)
    text, upper = ((signed_text if signed else number_text)(scaled(each, scale), places) for each in (first, last))
    if first != last:
        text = _("%(low)s to %(high)s") % {"low": text, "high": upper} if signed else _joined(text, upper, first)
    return with_comparator(text, comparator)


def amount_text(amount: Amount | None, scale: Decimal = Decimal(1)) -> str:
    """Return an amount in shown units; a source that names no number says so."""
    if amount is None:
        return MISSING
    if not amount.is_stated:
        return _("no value stated")
    return range_text(amount.low, amount.high, amount.comparator, scale)


def share_range_text(
    low: Decimal | None, high: Decimal | None = None, comparator: Comparator | str = Comparator.EXACTLY
) -> str:
    """Return one percentage or the two of a range, the smaller first, with the comparator; a dash for None.

    The low end of a goal gives the larger percentage: a reader still expects a range to go up.
    """
    if low is None:
        return MISSING
    first, last = _upwards(low, high)
    text = percent_text(first)
    if first != last:
        text = _joined(text, percent_text(last), first)
    return with_comparator(text, comparator)


def day_text(day: date) -> str:
    """Return a day as 31/03/2025 or 31 Mar 2025, held together by no-break spaces."""
    return date_format(day, "DATE_FORMAT").replace(" ", NO_BREAK)


def moment_text(moment: datetime) -> str:
    """Return a moment in the project's time zone as 14:05 31/03/2025 or 31 Mar 2025, 14:05."""
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def quarter_text(quarter: Quarter) -> str:
    """Return a quarter as Quý I/2025 or Q1 2025, held together by a no-break space."""
    names = {1: _("Q1"), 2: _("Q2"), 3: _("Q3"), 4: _("Q4")}
    shown = _("%(quarter)s %(year)s") % {"quarter": names[quarter.number], "year": quarter.year}
    return shown.replace(" ", NO_BREAK)


def period_text(starts: date | None, ends: date | None) -> str:
    """Return a period in the words of its own length: a year, a quarter, ten months, years, or its two days.

    A None start means since the beginning, a None end an open one.
    """
    if starts is None:
        return _("to %(day)s") % {"day": day_text(ends)} if ends else MISSING
    if ends is None:
        return _("from %(day)s") % {"day": day_text(starts)}
    if starts == ends:
        return day_text(ends)
    return _calendar_period(starts, ends) or f"{day_text(starts)}{NO_BREAK}{EN_DASH} {day_text(ends)}"


def _calendar_period(starts: date, ends: date) -> str | None:
    """Return the name of a span of whole calendar months that has one."""
    if starts.day != 1 or (ends + timedelta(days=1)).day != 1:
        return None
    if (starts.month, ends.month) == (1, 12):
        return str(starts.year) if starts.year == ends.year else f"{starts.year}{EN_DASH}{ends.year}"
    if starts.year != ends.year:
        return None
    quarter = Quarter.containing(ends)
    if (quarter.first_day, quarter.last_day) == (starts, ends):
        return quarter_text(quarter)
    if starts.month == 1 and ends.month > 1:
        return _("%(months)s months of %(year)s") % {"months": ends.month, "year": ends.year}
    if starts.month == ends.month:
        return date_format(starts, "YEAR_MONTH_FORMAT").replace(" ", NO_BREAK)
    return None


def _upwards(low: Decimal, high: Decimal | None) -> tuple[Decimal, Decimal]:
    """Return both ends of a range, the smaller first; the same number twice where there is no other end."""
    return (low, low) if high is None else (min(low, high), max(low, high))


def _joined(low_text: str, high_text: str, low: Decimal) -> str:
    """Return both ends with a dash between; with a word where a minus sign would stand beside the dash."""
    if low < 0 or NO_BREAK in low_text:
        return _("%(low)s to %(high)s") % {"low": low_text, "high": high_text}
    return f"{low_text}{EN_DASH}{high_text}"


def _with_marks(value: Decimal) -> str:
    """Return the digits of a number with the language's decimal and thousands marks."""
    text = plain_text(value)
    sign, digits = (MINUS, text[1:]) if text.startswith("-") else ("", text)
    whole, _point, part = digits.partition(".")
    grouped = f"{int(whole):,}".replace(",", get_format("THOUSAND_SEPARATOR"))
    return f"{sign}{grouped}{get_format('DECIMAL_SEPARATOR')}{part}" if part else f"{sign}{grouped}"
