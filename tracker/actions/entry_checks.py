"""Find what keeps a clerk's lines from being saved: only what cannot be stored or contradicts itself.

What is merely unusual is asked about, and needs a reason: see `entry_warnings`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Final

from django.utils.translation import gettext as _

from tracker.actions.entry_lines import LineEntry, is_ratio_line, ratio_of
from tracker.actions.entry_rounding import ToDate, half_step
from tracker.exchange.wording import amount_text
from tracker.models import (
    MISSING_STATUSES,
    Actual,
    Basis,
    Comparator,
    Indicator,
    ObservationStatus,
    ReportFormLine,
    Unit,
)
from tracker.models.quantity import VALUE_DECIMALS, VALUE_LIMIT
from tracker.progress.periods import Quarter

LONGEST_NOTE: Final = 2000
LONGEST_REASON: Final = 300
LONGEST_SOURCE: Final = 300
STATUSES_TO_CHOOSE: Final = (
    ObservationStatus.NORMAL,
    ObservationStatus.PROVISIONAL,
    ObservationStatus.ESTIMATED,
    ObservationStatus.NIL,
    ObservationStatus.NOT_COLLECTED,
    ObservationStatus.NOT_APPLICABLE,
    ObservationStatus.NOT_YET_KNOWN,
)
# Room for the longest text that is read as a number, in the widest scale.
_EXACT: Final = Context(prec=60)


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with one input of a line: the field, and a sentence with the cure.

    ``code`` names the check and stays the same in every language. A ``confirmable`` problem is an unusual figure: it
    is gone once its line carries a reason. A ``conflict`` has the ``fingerprint`` of the line that its message names:
    only that one has been seen by whoever reads the message. ``asked`` names a question that an old reason may not
    answer, and the line that it is put to: whoever states that very line again, having read it, has answered.
    """

    indicator_id: int
    field: str
    message: str
    conflict: bool = False
    code: str = ""
    confirmable: bool = False
    fingerprint: str = ""
    asked: str = ""


def problems_of(line: ReportFormLine, entry: LineEntry, before: ToDate | None) -> list[LineProblem]:
    """Return what keeps a line from being saved, whatever reason it carries.

    ``before`` is the year to date up to the previous quarter, 0 in a first quarter, None if it is not known.
    """
    found = list(_storage_problems(line, entry))
    is_storable_line = not found
    found += [*_text_problems(entry), *_status_problems(line, entry)]
    if is_storable_line:
        found += _ratio_problems(line, entry)
    named = [LineProblem(entry.indicator_id, field, message, code=code) for field, code, message in found]
    return named or span_problems(line, entry, before)


def span_problems(line: ReportFormLine, entry: LineEntry, before: ToDate | None) -> list[LineProblem]:
    """Return a quarter and a year to date that cannot both be true; ``before`` as in `problems_of`."""
    return [
        LineProblem(entry.indicator_id, field, message, code=code)
        for field, code, message in _span_problems(line, entry, before)
    ]


def is_storable(line: ReportFormLine, entry: LineEntry) -> bool:
    """Whether every number of the line fits its column."""
    return not any(_storage_problems(line, entry))


def _storage_problems(line: ReportFormLine, entry: LineEntry) -> Iterable[tuple[str, str, str]]:
    for field, value in entry.amounts.items():
        if not value.is_finite() or abs(value) >= VALUE_LIMIT:
            yield (
                field,
                "too_large",
                _("This number is too large; the most is below 10,000,000,000,000,000,000 in single units."),
            )
            continue
        exponent = value.as_tuple().exponent
        assert isinstance(exponent, int)  # a finite number has one
        if exponent >= 0:
            continue
        exponent = value.normalize(_EXACT).as_tuple().exponent
        assert isinstance(exponent, int)
        if -exponent > VALUE_DECIMALS:
            yield field, "too_many_decimals", _("This number has too many decimals; single units keep six.")
        elif _counted_in(line, field).whole and exponent < 0:
            yield field, "not_whole", _("This is a count: type a whole number, for example 12.")


def _counted_in(line: ReportFormLine, field: str) -> Unit:
    """Return the unit of one number of the line: a ratio's parts have their own."""
    own = {"numerator": line.indicator.numerator, "denominator": line.indicator.denominator}.get(field)
    return line.indicator.unit if own is None else own.unit


def _text_problems(entry: LineEntry) -> Iterable[tuple[str, str, str]]:
    if not (entry.note or entry.reason or entry.source):
        return
    if "\x00" in entry.note:
        yield "note", "unreadable_note", _("The note holds a character that no text has; type it again.")
    if "\x00" in entry.reason:
        yield "reason", "unreadable_reason", _("The reason holds a character that no text has; type it again.")
    if "\x00" in entry.source:
        yield "source", "unreadable_source", _("The source holds a character that no text has; type it again.")
    if len(entry.note) > LONGEST_NOTE:
        sentence = _("The note has %(count)s characters; %(most)s is the most.")
        yield "note", "note_too_long", sentence % {"count": len(entry.note), "most": LONGEST_NOTE}
    if len(entry.reason) > LONGEST_REASON:
        sentence = _("The reason has %(count)s characters; %(most)s is the most. Put the rest into the note.")
        yield "reason", "reason_too_long", sentence % {"count": len(entry.reason), "most": LONGEST_REASON}
    if len(entry.source) > LONGEST_SOURCE:
        sentence = _("The source has %(count)s characters; %(most)s is the most. Put the rest into the note.")
        yield "source", "source_too_long", sentence % {"count": len(entry.source), "most": LONGEST_SOURCE}


def _status_problems(line: ReportFormLine, entry: LineEntry) -> Iterable[tuple[str, str, str]]:
    typed = entry.amounts
    if entry.status not in STATUSES_TO_CHOOSE:
        yield "status", "unknown_status", _("Choose one of the statuses in the list.")
    elif entry.status in MISSING_STATUSES:
        for field in typed:
            yield (
                field,
                "figure_despite_status",
                _("The status says that there is no figure: clear this cell, or choose another status."),
            )
        if entry.status == ObservationStatus.NOT_YET_KNOWN and not entry.note:
            yield "note", "not_yet_known_without_note", _("Say why the figure is not yet known, and until when.")
    elif entry.status == ObservationStatus.NIL:
        for field, value in typed.items():
            if field != "year_to_date" and not value.is_zero():
                yield field, "nil_not_zero", _("“Nil” stands for 0: clear this cell, or choose the status “reported”.")
    elif is_ratio_line(line) and len(typed) == 1:
        missing = "denominator" if "numerator" in typed else "numerator"
        yield missing, "ratio_part_missing", _("A ratio needs both parts: type this one too, or clear the other.")
    elif not typed and entry.status in (ObservationStatus.PROVISIONAL, ObservationStatus.ESTIMATED):
        yield (
            "status",
            "status_without_figure",
            _("Type a figure to mark as provisional or estimated, or choose another status."),
        )
    elif not typed:
        yield from _texts_without_figure(entry)


def _texts_without_figure(entry: LineEntry) -> Iterable[tuple[str, str, str]]:
    """Yield the texts that would be lost because nothing carries them."""
    if entry.note:
        yield (
            "note",
            "note_without_figure",
            _("A note needs a figure or a status beside it: type the figure, or choose “not yet known”."),
        )
    if entry.reason:
        yield "reason", "reason_without_figure", _("A reason needs a figure beside it: type the figure, or clear this.")
    if entry.source:
        yield "source", "source_without_figure", _("A source needs a figure beside it: type the figure, or clear this.")


def _ratio_problems(line: ReportFormLine, entry: LineEntry) -> Iterable[tuple[str, str, str]]:
    if entry.denominator is not None and entry.denominator <= 0:
        yield "denominator", "denominator_not_positive", _("The denominator must be more than 0.")
    elif (ratio := ratio_value(line, entry)) is not None and abs(ratio) >= VALUE_LIMIT:
        yield (
            "denominator",
            "ratio_too_large",
            _("The denominator is so small that the ratio is too large to store; check both parts."),
        )


def ratio_value(line: ReportFormLine, entry: LineEntry) -> Decimal | None:
    """Return the quotient of a ratio's storable parts; None for other lines and where a part is missing or 0."""
    if not is_ratio_line(line) or entry.numerator is None or not entry.denominator:
        return None
    return ratio_of(line, entry.numerator, entry.denominator)


def _span_problems(line: ReportFormLine, entry: LineEntry, before: ToDate | None) -> Iterable[tuple[str, str, str]]:
    """Yield a quarter and a year to date that cannot both be true."""
    quarter, year = entry.in_quarter, entry.year_to_date
    if entry.status == ObservationStatus.NIL:
        quarter = Decimal(0)
    if quarter is None or year is None or before is None:
        return
    tolerance = before.room + half_step(quarter, entry.in_quarter_step, line.indicator)
    tolerance += half_step(year, entry.year_to_date_step, line.indicator)
    added = before.value + quarter
    gap = abs(added - year)
    # Rounded figures are closer than the sum of their half steps: at that distance one of them is wrong.
    if gap and gap >= tolerance:
        amounts = [amount_text(value, line.indicator) for value in (before.value, quarter, added, year)]
        yield (
            "year_to_date",
            "spans_disagree",
            _(
                "The two figures disagree: %(before)s up to the previous quarter and %(quarter)s in the quarter "
                "make %(sum)s, but %(year)s is typed as the year to date. Correct one, or clear it."
            )
            % dict(zip(("before", "quarter", "sum", "year"), amounts, strict=True)),
        )


def ratio_part_problems(lines: Sequence[ReportFormLine], entries: Mapping[int, LineEntry]) -> list[LineProblem]:
    """Return the ratios whose parts differ from the same figures typed on lines of their own."""
    found = []
    for line in lines:
        entry = entries.get(line.indicator_id)
        if entry is None or not is_ratio_line(line):
            continue
        for part, indicator in (("numerator", line.indicator.numerator), ("denominator", line.indicator.denominator)):
            own = entries.get(indicator.pk) if indicator else None
            value = getattr(entry, part)
            stated = None if own is None else _level(own)
            if indicator is None or stated is None or value is None or stated == value:
                continue
            message = _("Here %(part)s is typed, but the line “%(name)s” says %(own)s. Correct one of them.") % {
                "part": amount_text(value, indicator),
                "name": indicator,
                "own": amount_text(stated, indicator),
            }
            found.append(LineProblem(line.indicator_id, part, message, code="ratio_part_differs"))
    return found


def _level(entry: LineEntry) -> Decimal | None:
    return Decimal(0) if entry.status == ObservationStatus.NIL else entry.level


def year_to_date_before(rows: Iterable[Actual], quarter: Quarter, indicators: Iterable[Indicator]) -> dict[int, ToDate]:
    """Return by indicator the year to date at the end of the previous quarter, where it is known; 0 before the first.

    The rows are those in force of the same place, reporter and year. A typed year to date leads; otherwise quarters
    are added to the last known one. Figures printed with a comparator ("over") give nothing to subtract from.
    """
    typed: dict[tuple[int, str, int], Decimal | None] = {}
    for row in rows:
        if row.to_on != Quarter.containing(row.to_on).last_day or row.basis not in (
            Basis.IN_QUARTER,
            Basis.YEAR_TO_DATE,
        ):
            continue
        value = row.value if row.comparator == Comparator.EXACTLY else None
        typed[row.indicator_id, row.basis, Quarter.containing(row.to_on).number] = value
    known: dict[int, ToDate] = {}
    for indicator in indicators:
        to_date: ToDate | None = ToDate(Decimal(0))
        for number in range(1, quarter.number):
            year = typed.get((indicator.pk, Basis.YEAR_TO_DATE, number))
            single = typed.get((indicator.pk, Basis.IN_QUARTER, number))
            if year is not None:
                to_date = ToDate(Decimal(0)).plus(year, indicator)
            else:
                to_date = None if to_date is None or single is None else to_date.plus(single, indicator)
        if to_date is not None:
            known[indicator.pk] = to_date
    return known
