"""Find what keeps a clerk's lines from being saved: only what cannot be stored or contradicts itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from tracker.actions.entry_lines import LineEntry, is_ratio_line, ratio_of
from tracker.exchange.numbers import write_number
from tracker.exchange.wording import amount_text, language_now
from tracker.models import MISSING_STATUSES, Actual, Basis, Comparator, ObservationStatus, ReportFormLine
from tracker.models.quantity import VALUE_DECIMALS, VALUE_LIMIT
from tracker.progress.periods import Quarter

LONGEST_NOTE: Final = 2000
STATUSES_TO_CHOOSE: Final = (
    ObservationStatus.NORMAL,
    ObservationStatus.PROVISIONAL,
    ObservationStatus.ESTIMATED,
    ObservationStatus.NIL,
    ObservationStatus.NOT_COLLECTED,
    ObservationStatus.NOT_APPLICABLE,
    ObservationStatus.NOT_YET_KNOWN,
)


@dataclass(frozen=True, slots=True)
class LineProblem:
    """What is wrong with one input of a line: the field, and a sentence with the cure."""

    indicator_id: int
    field: str
    message: str
    conflict: bool = False


def problems_of(
    line: ReportFormLine, entry: LineEntry, before: Decimal | None, *, first_quarter: bool
) -> list[LineProblem]:
    """Return what is wrong with a line.

    ``before`` is the year to date up to the previous quarter, None if it is not known.
    """
    found = [
        LineProblem(entry.indicator_id, field, message)
        for field, message in (
            *_storage_problems(line, entry),
            *_status_problems(line, entry),
            *_ratio_problems(line, entry),
        )
    ]
    if found:
        return found
    return [
        LineProblem(entry.indicator_id, field, message)
        for field, message in _arithmetic_problems(line, entry, Decimal(0) if first_quarter else before)
    ]


def _storage_problems(line: ReportFormLine, entry: LineEntry) -> Iterable[tuple[str, str]]:
    for field, value in entry.amounts.items():
        exponent = value.normalize().as_tuple().exponent
        if not isinstance(exponent, int) or abs(value) >= VALUE_LIMIT:
            yield field, _("This number is too large; the most is below 10,000,000,000,000,000,000 in single units.")
        elif -exponent > VALUE_DECIMALS:
            yield field, _("This number has too many decimals; single units keep six.")
        elif line.indicator.unit.whole and exponent < 0 and not is_ratio_line(line):
            yield field, _("This is a count: type a whole number, for example 12.")
    if "\x00" in entry.note:
        yield "note", _("The note holds a character that no text has; type it again.")
    if len(entry.note) > LONGEST_NOTE:
        yield (
            "note",
            _("The note has %(count)s characters; %(most)s is the most.")
            % {
                "count": len(entry.note),
                "most": LONGEST_NOTE,
            },
        )


def _status_problems(line: ReportFormLine, entry: LineEntry) -> Iterable[tuple[str, str]]:
    typed = entry.amounts
    if entry.status not in STATUSES_TO_CHOOSE:
        yield "status", _("Choose one of the statuses in the list.")
    elif entry.status in MISSING_STATUSES:
        for field in typed:
            yield field, _("The status says that there is no figure: clear this cell, or choose another status.")
        if entry.status == ObservationStatus.NOT_YET_KNOWN and not entry.note:
            yield "note", _("Say why the figure is not yet known, and until when.")
    elif entry.status == ObservationStatus.NIL:
        for field, value in typed.items():
            if field != "year_to_date" and value != 0:
                yield field, _("“Nil” stands for 0: clear this cell, or choose the status “reported”.")
    elif is_ratio_line(line) and len(typed) == 1:
        missing = "denominator" if "numerator" in typed else "numerator"
        yield missing, _("A ratio needs both parts: type this one too, or clear the other.")
    elif not typed and entry.status in (ObservationStatus.PROVISIONAL, ObservationStatus.ESTIMATED):
        yield "status", _("Type a figure to mark as provisional or estimated, or choose another status.")
    elif not typed and entry.note:
        yield "note", _("A note needs a figure or a status beside it: type the figure, or choose “not yet known”.")


def _ratio_problems(line: ReportFormLine, entry: LineEntry) -> Iterable[tuple[str, str]]:
    if entry.denominator is not None and entry.denominator <= 0:
        yield "denominator", _("The denominator must be more than 0.")
    elif (ratio := _ratio(line, entry)) is not None and abs(ratio) >= VALUE_LIMIT:
        yield "denominator", _("The denominator is so small that the ratio is too large to store; check both parts.")


def _ratio(line: ReportFormLine, entry: LineEntry) -> Decimal | None:
    """Return the quotient of a ratio's parts; None for other lines and where a part is missing."""
    if not is_ratio_line(line) or entry.numerator is None or entry.denominator is None:
        return None
    return ratio_of(line, entry.numerator, entry.denominator)


def _unusual_levels(line: ReportFormLine, entry: LineEntry) -> Iterable[tuple[str, str]]:
    """Ask for a note beside a level that can be true only for a reason."""
    if entry.note:
        return
    ratio = _ratio(line, entry)
    if ratio is not None and line.indicator.unit.code == "percent" and not 0 <= ratio <= 100:
        yield (
            "note",
            _("This makes %(percent)s %%, outside 0 to 100 %%: say why in the note, or correct the figures.")
            % {"percent": write_number(ratio, language_now())},
        )
    if entry.level is not None and entry.level < 0:
        yield (
            "note",
            _("The figure is negative (%(amount)s): say why in the note, or correct it.")
            % {"amount": amount_text(entry.level, line.indicator)},
        )


def _arithmetic_problems(line: ReportFormLine, entry: LineEntry, before: Decimal | None) -> Iterable[tuple[str, str]]:
    yield from _unusual_levels(line, entry)
    quarter, year = entry.in_quarter, entry.year_to_date
    if entry.status == ObservationStatus.NIL:
        quarter = Decimal(0)
    if quarter is not None and year is not None and before is not None:
        tolerance = (entry.in_quarter_step + entry.year_to_date_step) / 2
        if line.indicator.unit.whole:
            tolerance = Decimal(0)
        if abs(before + quarter - year) > tolerance:
            amounts = [amount_text(value, line.indicator) for value in (before, quarter, before + quarter, year)]
            yield (
                "year_to_date",
                _(
                    "The two figures disagree: %(before)s up to the previous quarter and %(quarter)s in the quarter "
                    "make %(sum)s, but %(year)s is typed as the year to date. Correct one, or clear it."
                )
                % dict(zip(("before", "quarter", "sum", "year"), amounts, strict=True)),
            )
            return
    if quarter is not None and year is not None and before is None and not entry.note:
        tolerance = (entry.in_quarter_step + entry.year_to_date_step) / 2
        if quarter - year > (0 if line.indicator.unit.whole else tolerance):
            yield (
                "note",
                _(
                    "The year to date (%(year)s) is below the quarter alone (%(quarter)s), so the quarters before must "
                    "have been negative: say why in the note, or correct the figures."
                )
                % {"year": amount_text(year, line.indicator), "quarter": amount_text(quarter, line.indicator)},
            )
            return
    if quarter is None and year is not None and before is not None:
        quarter = year - before
    if quarter is not None and quarter < 0 and not entry.note:
        yield (
            "note",
            _(
                "The quarter is negative (%(quarter)s): say why in the note, for example that a project was revoked, "
                "or correct the figure."
            )
            % {"quarter": amount_text(quarter, line.indicator)},
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
            if indicator is None or own is None or own.level is None or value is None or own.level == value:
                continue
            message = _("Here %(part)s is typed, but the line “%(name)s” says %(own)s. Correct one of them.") % {
                "part": amount_text(value, indicator),
                "name": indicator,
                "own": amount_text(own.level, indicator),
            }
            found.append(LineProblem(line.indicator_id, part, message))
    return found


def year_to_date_before(rows: Iterable[Actual], quarter: Quarter) -> dict[int, Decimal]:
    """Return by indicator the year to date at the end of the previous quarter, where it is known.

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
    known: dict[int, Decimal] = {}
    for indicator in {key[0] for key in typed}:
        to_date: Decimal | None = Decimal(0)
        for number in range(1, quarter.number):
            year = typed.get((indicator, Basis.YEAR_TO_DATE, number))
            single = typed.get((indicator, Basis.IN_QUARTER, number))
            added = None if to_date is None or single is None else to_date + single
            to_date = added if year is None else year
        if to_date is not None:
            known[indicator] = to_date
    return known
