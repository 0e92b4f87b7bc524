"""Ask about figures that can be stored but are unusual; the reason that answers stays with the figure.

Nothing here reads the database, changes a line or keeps it from being saved for good: each warning says what is
unusual, compared with what, and is gone once the figure is corrected or its line carries a reason.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.wording import local_name
from tracker.actions.entry_checks import LineProblem, problems_of, ratio_value
from tracker.actions.entry_lines import LineEntry, is_flow_line, is_ratio_line
from tracker.actions.entry_rounding import ToDate, half_step
from tracker.actions.entry_totals import unusual_totals
from tracker.actions.entry_usual import FEWEST_FOR_FENCES, is_far, median, unit_slip, whole_times
from tracker.exchange.numbers import write_number
from tracker.exchange.wording import amount_text, in_shown_unit, in_single_units, language_now
from tracker.models import MISSING_STATUSES, Indicator, IndicatorKind, ObservationStatus, ReportFormLine

# What most often makes an unusual figure right; the clerk may write anything else.
SUGGESTED_REASONS: Final = (
    gettext_lazy("capital withdrawn"),
    gettext_lazy("project revoked"),
    gettext_lazy("correction of an earlier quarter"),
    gettext_lazy("one large project"),
    gettext_lazy("change of scope or method"),
)
_EXACT: Final = Context(prec=60)
_SHOWN_DIGITS: Final = 3  # of a number that is said to be "about"


@dataclass(frozen=True)
class LineFacts:
    """What is known beside a line, in single units; None is not known.

    ``before`` is the year to date up to the previous quarter, 0 in a first quarter. ``past`` are the reporter's own
    earlier quarters, oldest first, at most the last twelve: of a flow each quarter alone, of a level its value, of a
    ratio its value in the indicator's unit; only exact figures that count. ``last_year`` is the same quarter last
    year. ``flow`` is this quarter of the flow that a stock adds up, ``level_before`` the stock's previous level.
    """

    before: ToDate | None
    past: tuple[Decimal, ...]
    last_year: Decimal | None
    flow: Decimal | None
    level_before: Decimal | None


def warnings_of(line: ReportFormLine, entry: LineEntry, facts: LineFacts) -> list[LineProblem]:
    """Return what is unusual about a line; nothing where it cannot be stored, has no figure, or has a reason.

    The line's indicator needs its unit, parts and flow selected, or reading their names costs queries.
    """
    if entry.reason.strip() or entry.status in MISSING_STATUSES:
        return []
    return [] if problems_of(line, entry, facts.before) else unusual_in(line, entry, facts)


def unusual_in(line: ReportFormLine, entry: LineEntry, facts: LineFacts) -> list[LineProblem]:
    """Return what `warnings_of` does, of a line that `problems_of` has nothing against."""
    if entry.reason.strip() or entry.status in MISSING_STATUSES:
        return []
    found = [
        *_spans(line, entry, facts.before),
        *_limits(line, entry),
        *_history(line, entry, facts),
        *_stock(line, entry, facts),
    ]
    return [_asked(entry, code, message) for code, message in found]


def total_warnings(
    lines: Sequence[ReportFormLine], entries: Mapping[int, LineEntry], before: Mapping[int, ToDate]
) -> list[LineProblem]:
    """Return the totals that their components contradict, each at the total, unless it has a reason.

    A form that asks for two components of a complete split is taken to ask for all of them. ``before`` are the years
    to date up to the previous quarter.
    """
    return [
        _asked(entries[key], code, message)
        for key, code, message in unusual_totals(lines, entries, before)
        if not entries[key].reason.strip()
    ]


def _asked(entry: LineEntry, code: str, message: str) -> LineProblem:
    return LineProblem(entry.indicator_id, "reason", message, code=code, confirmable=True)


def quarter_alone(entry: LineEntry, before: ToDate | None) -> Decimal | None:
    """Return the quarter alone, typed or derived; None where it is not known."""
    if entry.status == ObservationStatus.NIL:
        return Decimal(0)
    if entry.in_quarter is not None or entry.year_to_date is None or before is None:
        return entry.in_quarter
    return _EXACT.subtract(entry.year_to_date, before.value)


def _spans(line: ReportFormLine, entry: LineEntry, before: ToDate | None) -> Iterable[tuple[str, str]]:
    """Yield a year to date that falls, a negative quarter, and a year to date that needs negative quarters before."""
    if not is_flow_line(line):
        return
    quarter, year = quarter_alone(entry, before), entry.year_to_date
    if quarter is None:
        return
    if quarter >= 0 and (before is not None or year is None or quarter <= year):
        return  # nearly every line, of which no words need be made
    words = {name: amount_text(value, line.indicator) for name, value in (("quarter", quarter), ("year", year))}
    if quarter < 0 and year is not None and before is not None:
        words["before"] = amount_text(before.value, line.indicator)
        yield (
            "year_to_date_falls",
            _(
                "The year to date falls from %(before)s to %(year)s, so the quarter is %(quarter)s. Correct it, or say "
                "why, for example that a project was revoked."
            )
            % words,
        )
    elif quarter < 0:
        yield (
            "negative_quarter",
            _("The quarter is negative (%(quarter)s). Correct it, or say why, for example that a project was revoked.")
            % words,
        )
    if before is None and year is not None:
        room = half_step(quarter, entry.in_quarter_step, line.indicator)
        room += half_step(year, entry.year_to_date_step, line.indicator)
        if _EXACT.subtract(quarter, year) > room:
            yield (
                "year_below_quarter",
                _(
                    "The year to date (%(year)s) is below the quarter alone (%(quarter)s), so the quarters before must "
                    "have been negative. Correct one of them, or say why."
                )
                % words,
            )


def _limits(line: ReportFormLine, entry: LineEntry) -> Iterable[tuple[str, str]]:
    """Yield a share outside 0 to 100 % and a negative level; growth in per cent may be negative."""
    ratio = ratio_value(line, entry)
    percent = line.indicator.unit.code == "percent"
    if ratio is not None and percent and not 0 <= ratio <= 100:
        yield (
            "ratio_outside",
            _(
                "%(numerator)s of %(denominator)s is %(percent)s %%, outside 0 to 100 %%. Correct one of them, or say "
                "why."
            )
            % {
                "numerator": _part_text(entry.numerator, line.indicator.numerator),
                "denominator": _part_text(entry.denominator, line.indicator.denominator),
                "percent": write_number(ratio, language_now()),
            },
        )
    growth = percent and line.indicator.kind == IndicatorKind.OTHER
    if entry.level is not None and entry.level < 0 and not growth:
        yield (
            "negative_level",
            _("The figure is negative (%(amount)s). Correct it, or say why.")
            % {"amount": amount_text(entry.level, line.indicator)},
        )


def _part_text(value: Decimal | None, indicator: Indicator | None) -> str:
    if indicator is not None or value is None:
        return amount_text(value, indicator) if indicator is not None else ""
    return write_number(value, language_now())


def _history(line: ReportFormLine, entry: LineEntry, facts: LineFacts) -> Iterable[tuple[str, str]]:
    """Yield a figure that is probably in another unit, or else one that is far from the reporter's own history."""
    if entry.status == ObservationStatus.NIL:
        return  # the clerk has said in so many words that nothing occurred
    flow = is_flow_line(line)
    value = _value(line, entry, facts.before)
    size = entry.year_to_date if value is None else value  # at most four quarters: still the same order of size
    slip = None if size is None else unit_slip(size, facts.past, facts.last_year)
    if size is not None and slip is not None:
        yield "unit_slip", _slip_text(size, slip, facts.past, line.indicator)
    elif value is not None and is_far(value, facts.past, facts.last_year, flow=flow):
        yield "far_from_history", _far_text(value, facts.past, line.indicator)


def _value(line: ReportFormLine, entry: LineEntry, before: ToDate | None) -> Decimal | None:
    """Return the number of a line that its earlier quarters are compared with; None where it is not known."""
    if is_ratio_line(line):
        return ratio_value(line, entry)
    return quarter_alone(entry, before) if is_flow_line(line) else entry.level


def _slip_text(value: Decimal, slip: Decimal, past: Sequence[Decimal], indicator: Indicator) -> str:
    words = {
        "value": amount_text(value, indicator),
        "usual": _about(median([abs(earlier) for earlier in past if earlier]), indicator),
        "other": amount_text(_EXACT.divide(value, slip), indicator),
        "times": write_number(max(slip, 1 / slip).quantize(Decimal(1)), language_now()),
    }
    if slip > 1:
        sentence = _(
            "Probably another unit: %(value)s is about %(times)s times the usual %(usual)s. Type %(other)s if that is "
            "meant, or say why it is so much."
        )
    else:
        sentence = _(
            "Probably another unit: the usual %(usual)s is about %(times)s times %(value)s. Type %(other)s if that is "
            "meant, or say why it is so little."
        )
    return sentence % words


def _far_text(value: Decimal, past: Sequence[Decimal], indicator: Indicator) -> str:
    positive = sorted(earlier for earlier in past if earlier > 0)
    low, high = positive[0], positive[-1]
    words = {
        "value": amount_text(value, indicator),
        "usual": _about(median(positive), indicator),
        "low": amount_text(low, indicator),
        "high": amount_text(high, indicator),
        "count": len(positive),
    }
    if value == 0:
        sentence = _(
            "None of the %(count)s earlier figures was 0; about %(usual)s is usual. If nothing is known yet, clear the "
            "cell or choose a status; otherwise say why."
        )
    elif len(positive) >= FEWEST_FOR_FENCES:
        sentence = _(
            "%(value)s is far from what is usual: %(count)s earlier figures lie between %(low)s and %(high)s, about "
            "%(usual)s in the middle. Correct it, or say why."
        )
    elif value > high:
        words["times"] = write_number(whole_times(value, high), language_now())
        sentence = _("%(value)s is about %(times)s times the most so far (%(high)s). Correct it, or say why.")
    else:
        words["times"] = write_number(whole_times(low, value), language_now())
        sentence = _("The least so far (%(low)s) is about %(times)s times %(value)s. Correct it, or say why.")
    return sentence % words


def _about(value: Decimal, indicator: Indicator) -> str:
    """Return a positive amount rounded to three digits, whole numbers kept whole."""
    shown = in_shown_unit(value, indicator)
    step = min(0, shown.adjusted() - _SHOWN_DIGITS + 1)
    rounded = shown.quantize(Decimal(1).scaleb(step), rounding=ROUND_HALF_UP, context=_EXACT)
    return amount_text(in_single_units(rounded, indicator), indicator)


def _stock(line: ReportFormLine, entry: LineEntry, facts: LineFacts) -> Iterable[tuple[str, str]]:
    """Yield a stock that differs from its previous level and the flow of the quarter, rounding allowed for."""
    indicator = line.indicator
    level = Decimal(0) if entry.status == ObservationStatus.NIL else entry.level
    if indicator.kind != IndicatorKind.STOCK or level is None or facts.flow is None or facts.level_before is None:
        return
    followed = indicator.accumulates
    if followed is None or followed.kind != IndicatorKind.FLOW or followed.unit_id != indicator.unit_id:
        return
    expected = _EXACT.add(facts.level_before, facts.flow)
    difference = _EXACT.subtract(level, expected)
    room = sum(
        (half_step(value, Decimal(0), indicator) for value in (level, facts.level_before, facts.flow)), Decimal(0)
    )
    if abs(difference) <= room:
        return
    words = {
        "before": amount_text(facts.level_before, indicator),
        "flow": amount_text(facts.flow, indicator),
        "name": local_name(followed),
        "sum": amount_text(expected, indicator),
        "level": amount_text(level, indicator),
        "difference": amount_text(abs(difference), indicator),
    }
    if difference > 0:
        sentence = _(
            "%(before)s at the end of the previous quarter and %(flow)s in the quarter (“%(name)s”) make %(sum)s, but "
            "%(level)s is typed: %(difference)s more. Correct one of them, or say why."
        )
    else:
        sentence = _(
            "%(before)s at the end of the previous quarter and %(flow)s in the quarter (“%(name)s”) make %(sum)s, but "
            "%(level)s is typed: %(difference)s less. Correct one of them, or say why."
        )
    yield "stock_not_from_flow", sentence % words
