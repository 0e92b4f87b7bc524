"""Compare totals with their components as a clerk types them; pure. What is said, nothing changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Context, Decimal
from typing import Final

from django.utils.translation import gettext as _

from provinces.wording import local_name
from tracker.actions.entry_checks import is_storable
from tracker.actions.entry_lines import LineEntry, is_flow_line, level_basis
from tracker.actions.entry_rounding import ToDate, half_step
from tracker.exchange.wording import amount_text
from tracker.findings.components import Split, splits_of
from tracker.findings.figure import ADDED_KINDS
from tracker.models import MISSING_STATUSES, Basis, Indicator, ObservationStatus, ReportFormLine

_EXACT: Final = Context(prec=60)
# By how much components differ from their total, and which components.
_Gap = tuple[Decimal, tuple[int, ...]]
_SPANS: Final = {"in_quarter": Basis.IN_QUARTER, "year_to_date": Basis.YEAR_TO_DATE}


def with_quarter(line: ReportFormLine, entry: LineEntry, before: ToDate | None) -> LineEntry:
    """Return a flow's line with its quarter derived from the year to date, where it is not typed but known.

    ``before`` is the year to date up to the previous quarter, 0 in a first quarter.
    """
    year = entry.year_to_date
    if not is_flow_line(line) or entry.in_quarter is not None or year is None or before is None:
        return entry
    if entry.status == ObservationStatus.NIL or not is_storable(line, entry):
        return entry
    step = 2 * (half_step(year, entry.year_to_date_step, line.indicator) + before.room)
    return replace(entry, in_quarter=_EXACT.subtract(year, before.value), in_quarter_step=step)


@dataclass(frozen=True, slots=True)
class _Part:
    """One component, or a component of a silent one, with what it may differ by.

    ``derived`` is a quarter that nobody typed: it follows from a year to date.
    """

    indicator: Indicator
    value: Decimal
    room: Decimal
    derived: bool


@dataclass(frozen=True)
class _Sheet:
    """The lines by indicator, what they state, the years to date before them, and the splits between them."""

    lines: Mapping[int, ReportFormLine]
    entries: Mapping[int, LineEntry]
    before: Mapping[int, ToDate]
    splits: Mapping[int, Sequence[Split]]

    def stated(self, indicator: Indicator, field: str) -> _Part | None:
        """Return what a line states in one of its fields, or what follows for its quarter; None if it is silent."""
        line, typed = self.lines.get(indicator.pk), self.entries.get(indicator.pk)
        if line is None or typed is None or typed.status in MISSING_STATUSES or not is_storable(line, typed):
            return None
        entry = with_quarter(line, typed, self.before.get(indicator.pk)) if field == "in_quarter" else typed
        value: Decimal | None = getattr(entry, field)
        leading = "in_quarter" if is_flow_line(line) else "level"
        if entry.status == ObservationStatus.NIL and field == leading:
            value = Decimal(0)
        if value is None:
            return None
        step: Decimal = getattr(entry, f"{field}_step", Decimal(0))
        return _Part(indicator, value, half_step(value, step, indicator), entry is not typed)

    def parts(
        self, component: Indicator, total: ReportFormLine, field: str, seen: frozenset[int]
    ) -> list[_Part] | None:
        """Return the component, or its own components where it is silent and they are all there; None if unknown.

        A component that does not apply has no part in the sum. One in another unit is not added.
        """
        line, entry = self.lines[component.pk], self.entries.get(component.pk)
        if entry is not None and entry.status == ObservationStatus.NOT_APPLICABLE:
            return []
        if not is_addable(line, total):
            return None
        own = self.stated(component, field)
        if own is not None:
            return [own]
        for split in self.splits.get(component.pk, ()):
            if component.pk in seen or not adds_up(split):
                continue
            found = [self.parts(part, total, field, seen | {component.pk}) for part in split.components]
            if any(found) and None not in found:
                return [part for parts in found for part in parts or ()]
        return None


def unusual_totals(
    lines: Sequence[ReportFormLine], entries: Mapping[int, LineEntry], before: Mapping[int, ToDate]
) -> Iterable[tuple[int, str, str]]:
    """Yield the totals that their components contradict: indicator, code and sentence.

    The components of a complete split must add up, rounding allowed for, in the quarter and in the year to date.
    ``before`` holds the years to date up to the previous quarter, so that a total typed as a quarter is compared with
    components typed as years to date.
    While one of them is silent, which is not zero, only components that already exceed the total are named; of a
    split that is not complete each component is compared on its own.
    """
    splits = splits_of([line.indicator for line in lines])
    sheet = _Sheet({line.indicator_id: line for line in lines}, entries, before, splits)
    for line in lines:
        if line.indicator.kind not in ADDED_KINDS:
            continue
        for split in sheet.splits.get(line.indicator_id, ()):
            said: set[_Gap] = set()
            for field in ("in_quarter", "year_to_date") if is_flow_line(line) else ("level",):
                for code, gap, message in _compared(sheet, line, split, field):
                    # What a quarter lacks its year to date lacks as well: said once.
                    if gap not in said:
                        said.add(gap)
                        yield line.indicator_id, code, message


def adds_up(split: Split) -> bool:
    """Whether the components of a split, taken together, are its total."""
    return split.complete and len(split.components) > 1


def is_addable(part: ReportFormLine, total: ReportFormLine) -> bool:
    """Whether the figures of one line can be summands of the other's: same unit, kind and days."""
    one, other = part.indicator, total.indicator
    if one.unit_id != other.unit_id or one.kind != other.kind:
        return False
    return (is_flow_line(part), level_basis(part)) == (is_flow_line(total), level_basis(total))


def _compared(sheet: _Sheet, line: ReportFormLine, split: Split, field: str) -> Iterable[tuple[str, _Gap, str]]:
    total = sheet.stated(line.indicator, field)
    if total is None:
        return
    seen = frozenset({line.indicator_id})
    found = [sheet.parts(component, line, field, seen) for component in split.components]
    parts = [part for known in found for part in known or ()]
    # Where every quarter follows from a year to date, the years to date are compared themselves.
    if not parts or (total.derived and all(part.derived for part in parts)):
        return
    groups = [parts] if adds_up(split) else [[part] for part in parts]
    for group in groups:
        room, added = total.room, Decimal(0)
        for part in group:
            room, added = _EXACT.add(room, part.room), _EXACT.add(added, part.value)
        difference = _EXACT.subtract(added, total.value)
        gap = (difference, tuple(part.indicator.pk for part in group))
        if adds_up(split) and None not in found:
            if abs(difference) > room:
                yield "parts_against_total", gap, _text(total, group, added, field)
        elif difference > room:
            yield "parts_exceed_total", gap, _text(total, group, added, field)


def _text(total: _Part, parts: Sequence[_Part], added: Decimal, field: str) -> str:
    indicator = total.indicator
    difference = _EXACT.subtract(added, total.value)
    terms = " + ".join(f"{local_name(part.indicator)} {amount_text(part.value, indicator)}" for part in parts)
    if len(parts) > 1:
        terms = f"{terms} = {amount_text(added, indicator)}"
    words = {
        "parts": f"{terms} ({_SPANS[field].label})" if field in _SPANS else terms,
        "total": amount_text(total.value, indicator),
        "difference": amount_text(abs(difference), indicator),
    }
    if difference > 0:
        sentence = _("%(parts)s, but the total here is %(total)s: %(difference)s less. Correct a figure, or say why.")
    else:
        sentence = _("%(parts)s, but the total here is %(total)s: %(difference)s more. Correct a figure, or say why.")
    return sentence % words
