"""What a clerk states for one line of a report form, and the figures that follow from it."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

from tracker.models import (
    MISSING_STATUSES,
    Actual,
    AskedBasis,
    Basis,
    Indicator,
    IndicatorKind,
    ObservationStatus,
    ReportFormLine,
)
from tracker.progress.periods import Quarter

_ZERO: Final = Decimal(0)
_EXACT: Final = Context(prec=60)
_SIX_DECIMALS: Final = Decimal("0.000001")
_PERCENT: Final = "percent"
_LEVEL_BASES: Final[Mapping[str, Basis]] = {
    AskedBasis.AS_OF: Basis.AS_OF,
    AskedBasis.SINCE_INCEPTION: Basis.SINCE_INCEPTION,
    AskedBasis.QUARTER_AND_YEAR_TO_DATE: Basis.IN_QUARTER,
}
_FLOW_BASES: Final = (Basis.IN_QUARTER, Basis.YEAR_TO_DATE)
AMOUNTS: Final = ("in_quarter", "year_to_date", "level", "numerator", "denominator")


@dataclass(frozen=True, kw_only=True)
class LineEntry:
    """One line as the clerk states it, amounts in single units; None is a blank input.

    Flows have ``in_quarter`` and ``year_to_date``, levels ``level``, ratios their two parts. The steps are the size
    of the last digit typed (100000 for 125,4 million), so that rounded figures are not called contradictory.
    """

    indicator_id: int
    in_quarter: Decimal | None = None
    year_to_date: Decimal | None = None
    level: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    status: str = ObservationStatus.NORMAL
    note: str = ""
    reason: str = ""
    source: str = ""
    in_quarter_step: Decimal = field(default=_ZERO, compare=False)
    year_to_date_step: Decimal = field(default=_ZERO, compare=False)

    @property
    def amounts(self) -> dict[str, Decimal]:
        """Return the amounts that are typed, by field name."""
        return {name: value for name in AMOUNTS if (value := getattr(self, name)) is not None}

    @property
    def is_blank(self) -> bool:
        """Return whether nothing at all is stated."""
        return self == LineEntry(indicator_id=self.indicator_id)

    @property
    def states_nothing(self) -> bool:
        """Return whether it has neither a number nor a sign; words may stand in it."""
        return not self.amounts and self.status == ObservationStatus.NORMAL

    @property
    def fingerprint(self) -> str:
        """Return a short text that is the same for equal lines only; the page carries it to notice other people."""
        parts = [f"{name}={value.normalize():f}" for name, value in self.amounts.items()]
        # Separated by a sign that no typed text holds, so that no two lines look alike.
        text = "\x1f".join([*parts, self.status, self.note, self.reason, self.source])
        return hashlib.sha256(text.encode()).hexdigest()[:20]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure to hold: what a line means for one basis."""

    value: Decimal | None
    status: str
    note: str = ""
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    reason: str = ""
    source: str = ""

    def is_in(self, row: Actual | None) -> bool:
        """Whether the row says the same; None is no row."""
        return row is not None and self == Figure(
            value=row.value,
            status=row.observation_status,
            note=row.note,
            numerator=row.numerator,
            denominator=row.denominator,
            reason=row.reason,
            source=row.source,
        )


def is_flow_line(line: ReportFormLine) -> bool:
    """Whether the line has the two inputs "in the quarter" and "year to date"."""
    return line.asked == AskedBasis.QUARTER_AND_YEAR_TO_DATE and line.indicator.kind != IndicatorKind.RATIO


def is_ratio_line(line: ReportFormLine) -> bool:
    """Whether the line asks for a numerator and a denominator."""
    return line.indicator.kind == IndicatorKind.RATIO


def number_parts(line: ReportFormLine) -> tuple[str, ...]:
    """Return the number inputs of a line."""
    if is_ratio_line(line):
        return ("numerator", "denominator")
    return ("in_quarter", "year_to_date") if is_flow_line(line) else ("level",)


def indicator_of(line: ReportFormLine, part: str) -> Indicator:
    """Return the indicator whose unit an input is typed in: a ratio's parts have their own."""
    own = {"numerator": line.indicator.numerator, "denominator": line.indicator.denominator}.get(part)
    return own or line.indicator


def level_basis(line: ReportFormLine) -> Basis:
    """Return the basis of a line with one figure."""
    return _LEVEL_BASES[line.asked]


def bases_of(line: ReportFormLine) -> tuple[Basis, ...]:
    """Return the bases under which the line's figures are held, the leading one first."""
    return _FLOW_BASES if is_flow_line(line) else (level_basis(line),)


def days_of(basis: Basis, quarter: Quarter) -> tuple[date | None, date]:
    """Return the first and last day of a figure of the quarter."""
    first = {Basis.IN_QUARTER: quarter.first_day, Basis.YEAR_TO_DATE: quarter.year_first_day}.get(basis)
    return first, quarter.last_day


def ratio_of(line: ReportFormLine, numerator: Decimal, denominator: Decimal) -> Decimal:
    """Return the quotient in the indicator's unit, rounded half up to six decimals; the parts stay the figure."""
    factor = Decimal(100) if line.indicator.unit.code == _PERCENT else Decimal(1)
    quotient = _EXACT.divide(_EXACT.multiply(numerator, factor), denominator)
    return quotient.quantize(_SIX_DECIMALS, rounding=ROUND_HALF_UP, context=_EXACT)


def figures_of(line: ReportFormLine, entry: LineEntry) -> dict[Basis, Figure]:
    """Return the figures that the line means; none for a blank line. Expects a line without problems.

    What is said about the line (note, reason, source) stays with its leading figure.
    """
    found = dict(_values_of(line, entry))
    if found and (entry.note or entry.reason or entry.source):
        leading = next(iter(found))
        found[leading] = replace(found[leading], note=entry.note, reason=entry.reason, source=entry.source)
    return found


def _values_of(line: ReportFormLine, entry: LineEntry) -> Iterable[tuple[Basis, Figure]]:
    """Yield the figures of a line without what is said about them, the leading one first."""
    leading = bases_of(line)[0]
    if entry.status in MISSING_STATUSES:
        yield leading, Figure(None, entry.status)
    elif entry.status == ObservationStatus.NIL:
        yield leading, Figure(_ZERO, entry.status)
        if entry.year_to_date is not None:
            yield Basis.YEAR_TO_DATE, Figure(entry.year_to_date, ObservationStatus.NORMAL)
    elif is_ratio_line(line):
        if entry.numerator is not None and entry.denominator is not None:
            value = ratio_of(line, entry.numerator, entry.denominator)
            yield leading, Figure(value, entry.status, numerator=entry.numerator, denominator=entry.denominator)
    elif not is_flow_line(line):
        if entry.level is not None:
            yield leading, Figure(entry.level, entry.status)
    else:
        if entry.in_quarter is not None:
            yield Basis.IN_QUARTER, Figure(entry.in_quarter, entry.status)
        if entry.year_to_date is not None:
            yield Basis.YEAR_TO_DATE, Figure(entry.year_to_date, entry.status)


def entry_of(line: ReportFormLine, rows: Mapping[Basis, Actual]) -> LineEntry:
    """Return the line as the rows in force state it; the reverse of `figures_of`."""
    held = [rows[basis] for basis in bases_of(line) if basis in rows]
    if not held:
        return LineEntry(indicator_id=line.indicator_id)
    first = held[0]
    status = first.observation_status
    said = LineEntry(
        indicator_id=line.indicator_id, status=status, note=first.note, reason=first.reason, source=first.source
    )
    if status in MISSING_STATUSES:
        return said
    if is_ratio_line(line):
        return replace(said, numerator=first.numerator, denominator=first.denominator)
    nil = status == ObservationStatus.NIL
    if not is_flow_line(line):
        return replace(said, level=None if nil else first.value)
    quarter, year = rows.get(Basis.IN_QUARTER), rows.get(Basis.YEAR_TO_DATE)
    return replace(
        said,
        in_quarter=None if quarter is None or nil else quarter.value,
        year_to_date=None if year is None else year.value,
    )


def entry_as_data(entry: LineEntry) -> dict[str, str]:
    """Return a line as texts, exactly; blank parts are left out. `entry_from_data` reads it back."""
    said = {"status": entry.status, "note": entry.note, "reason": entry.reason, "source": entry.source}
    return {
        **{name: format(value, "f") for name, value in entry.amounts.items()},
        **{name: text for name, text in said.items() if text},
    }


def entry_from_data(indicator_id: int, data: Mapping[str, str]) -> LineEntry:
    """Return the line that `entry_as_data` wrote."""
    amounts = {name: Decimal(data[name]) for name in AMOUNTS if name in data}
    said = {name: data[name] for name in ("status", "note", "reason", "source") if name in data}
    return LineEntry(indicator_id=indicator_id, **amounts, **said)  # type: ignore[arg-type]


def rows_by_line(rows: Iterable[Actual], quarter: Quarter) -> dict[int, dict[Basis, Actual]]:
    """Return the rows of the quarter's own spans by indicator and basis; rows of other spans are left out."""
    found: dict[int, dict[Basis, Actual]] = {}
    for row in rows:
        basis = Basis(row.basis)
        if (row.from_on, row.to_on) == days_of(basis, quarter):
            found.setdefault(row.indicator_id, {})[basis] = row
    return found
