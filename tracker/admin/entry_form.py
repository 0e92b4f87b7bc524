"""Turn a sheet into inputs, and what was posted back into lines; every typed text survives an error."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from tracker.actions.entering import line_text
from tracker.actions.entry_checks import STATUSES_TO_CHOOSE, LineProblem
from tracker.actions.entry_lines import LineEntry, entry_of, is_flow_line, is_ratio_line
from tracker.actions.entry_sheet import Sheet
from tracker.exchange.numbers import UnreadableNumberError, read_number, write_number_to_edit
from tracker.exchange.wording import (
    NO_FIGURE,
    in_shown_unit,
    in_single_units,
    language_now,
    local_name,
    quantity_text,
    quarter_name,
    shown_unit,
    single_units_text,
)
from tracker.models import Indicator, ObservationStatus, ReportFormLine
from tracker.progress.periods import Quarter

# What official statistics write into a cell instead of a number.
_NIL_SIGNS: Final = frozenset({"-", "–", "−"})
_NOT_COLLECTED_SIGNS: Final = frozenset({"…", "..."})


@dataclass(slots=True)
class EntryInput:
    """One input of a line: its name, label and text, what is wrong, and how the stored number was understood.

    ``captioned`` inputs say what they are: the column's own heading does not.
    """

    name: str
    label: str
    caption: str
    text: str = ""
    captioned: bool = False
    echo: str = ""
    error: str = ""

    @property
    def error_id(self) -> str:
        """Return the id of the message that describes the input."""
        return f"{self.name}-error"


@dataclass(slots=True)
class EntryRow:
    """One line of the page. ``quarter_inputs`` and ``other_inputs`` fill the two columns of numbers."""

    name: str
    unit: str
    previous: str
    previous_note: str
    plan: str
    quarter_inputs: list[EntryInput]
    other_inputs: list[EntryInput]
    status: EntryInput
    statuses: list[tuple[str, str, bool]]
    note: EntryInput
    seen: EntryInput
    changed: bool = False

    @property
    def inputs(self) -> list[EntryInput]:
        """Return all inputs that can carry a message."""
        return [*self.quarter_inputs, *self.other_inputs, self.status, self.note]


@dataclass(slots=True)
class Posted:
    """What was posted: the lines that could be read, what was seen before, and the problems of the rest."""

    entries: list[LineEntry] = field(default_factory=list)
    seen: dict[int, str] = field(default_factory=dict)
    problems: list[LineProblem] = field(default_factory=list)


def input_name(line: ReportFormLine, part: str) -> str:
    """Return the name of an input; it holds the indicator's key, never the row's position."""
    return f"line-{line.indicator_id}-{part}"


def number_parts(line: ReportFormLine) -> tuple[str, ...]:
    """Return the number inputs of a line."""
    if is_ratio_line(line):
        return ("numerator", "denominator")
    return ("in_quarter", "year_to_date") if is_flow_line(line) else ("level",)


def read_posted(lines: Iterable[ReportFormLine], data: Mapping[str, Any]) -> Posted:
    """Read every line of the page; a text that is no number becomes a problem at its input."""
    posted = Posted()
    for line in lines:
        texts = {part: str(data.get(input_name(line, part), "")).strip() for part in number_parts(line)}
        status = str(data.get(input_name(line, "status"), ObservationStatus.NORMAL)) or ObservationStatus.NORMAL
        values: dict[str, Any] = {}
        for part, text in texts.items():
            if status == ObservationStatus.NORMAL and text in _NIL_SIGNS:
                status = ObservationStatus.NIL
            elif status == ObservationStatus.NORMAL and text in _NOT_COLLECTED_SIGNS:
                status = ObservationStatus.NOT_COLLECTED
            elif text:
                try:
                    values |= _amount(line, part, text)
                except UnreadableNumberError as error:
                    posted.problems.append(LineProblem(line.indicator_id, part, str(error)))
        note = " ".join(str(data.get(input_name(line, "note"), "")).split())
        posted.entries.append(LineEntry(indicator_id=line.indicator_id, status=status, note=note, **values))
        if seen := str(data.get(input_name(line, "seen"), "")):
            posted.seen[line.indicator_id] = seen
    return posted


def _amount(line: ReportFormLine, part: str, text: str) -> dict[str, Decimal]:
    indicator = _indicator_of(line, part)
    number = read_number(text, language_now())
    values = {part: in_single_units(number, indicator)}
    if part in ("in_quarter", "year_to_date"):
        exponent = number.as_tuple().exponent
        values[f"{part}_step"] = indicator.display_scale.scaleb(exponent if isinstance(exponent, int) else 0)
    return values


def _indicator_of(line: ReportFormLine, part: str) -> Indicator:
    """Return the indicator whose unit an input is typed in: a ratio's parts have their own."""
    own = {"numerator": line.indicator.numerator, "denominator": line.indicator.denominator}.get(part)
    return own or line.indicator


def rows_of(
    sheet: Sheet,
    *,
    posted: Mapping[str, Any] | None = None,
    problems: Iterable[LineProblem] = (),
) -> list[EntryRow]:
    """Return the rows of the page: as stored, or as they were posted with what is wrong."""
    found: dict[tuple[int, str], list[LineProblem]] = {}
    for problem in problems:
        found.setdefault((problem.indicator_id, problem.field), []).append(problem)
    return [_row(sheet, line, posted, found) for line in sheet.lines]


def _row(
    sheet: Sheet,
    line: ReportFormLine,
    posted: Mapping[str, Any] | None,
    found: Mapping[tuple[int, str], list[LineProblem]],
) -> EntryRow:
    current = sheet.current(line)
    indicator = line.indicator
    key = line.indicator_id

    def made(part: str, caption: str, stored: str, echo: str = "") -> EntryInput:
        name = input_name(line, part)
        wrong = found.get((key, part), [])
        return EntryInput(
            name=name,
            label=f"{local_name(indicator)}, {caption}",
            caption=caption,
            captioned=part in ("level", "numerator", "denominator"),
            text=stored if posted is None else str(posted.get(name, "")),
            echo=echo if posted is None else "",
            error=" ".join(problem.message for problem in wrong),
        )

    numbers = [
        made(part, _caption(line, part, sheet.quarter), *_stored(line, part, current)) for part in number_parts(line)
    ]
    status = made("status", _("status"), current.status)
    conflict = any(problem.conflict for problem in found.get((key, "status"), []))
    seen = made("seen", "", current.fingerprint)
    if conflict:
        seen.text = current.fingerprint
    plan = sheet.plans.get(key)
    before = entry_of(line, sheet.previous.get(key, {}))
    return EntryRow(
        name=local_name(indicator),
        unit=shown_unit(indicator),
        previous=line_text(line, replace(before, note="")),
        previous_note=before.note,
        plan=NO_FIGURE if plan is None else quantity_text(plan.target, indicator),
        quarter_inputs=numbers[:1],
        other_inputs=numbers[1:],
        status=status,
        statuses=[(choice.value, str(choice.label), choice.value == status.text) for choice in STATUSES_TO_CHOOSE],
        note=made("note", _("note"), current.note),
        seen=seen,
        changed=key in sheet.drafted and key in sheet.approved,
    )


def _caption(line: ReportFormLine, part: str, quarter: Quarter) -> str:
    name = quarter_name(quarter.year, quarter.number)
    match part:
        case "in_quarter":
            return _("in %(quarter)s") % {"quarter": name}
        case "year_to_date":
            return _("year to date, %(quarter)s") % {"quarter": name}
        case "level":
            return _("at the end of %(quarter)s") % {"quarter": name}
    own = line.indicator.numerator if part == "numerator" else line.indicator.denominator
    if own is not None:
        return f"{local_name(own)} ({shown_unit(own)})"
    return _("numerator") if part == "numerator" else _("denominator")


def _stored(line: ReportFormLine, part: str, current: LineEntry) -> tuple[str, str]:
    """Return the text of a stored number for its input, and the echo of what was understood."""
    value: Decimal | None = getattr(current, part)
    if value is None:
        return "", ""
    indicator = _indicator_of(line, part)
    text = write_number_to_edit(in_shown_unit(value, indicator), language_now())
    echo = f"= {single_units_text(value, indicator.unit)}" if indicator.display_scale != 1 else ""
    return text, echo
