"""Turn a sheet into the rows of the entry page: inputs with what stands beside them; every typed text survives."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from provinces.wording import local_name
from tracker.actions.entry_checks import STATUSES_TO_CHOOSE, LineProblem
from tracker.actions.entry_lines import LineEntry, entry_of, indicator_of, is_flow_line, number_parts
from tracker.actions.entry_sheet import Sheet
from tracker.admin.entry_beside import earlier_text, plan_number, target_text
from tracker.admin.entry_form import WITHOUT_STATUS, input_name
from tracker.admin.entry_parts import PartsGroup, parts_groups
from tracker.exchange.numbers import write_number_to_edit
from tracker.exchange.wording import (
    NO_FIGURE,
    in_shown_unit,
    language_now,
    number_in_shown_unit,
    quarter_name,
    shown_unit,
    single_units_text,
)
from tracker.models import ObservationStatus, ReportFormLine, RevisionStatus
from tracker.progress.periods import Quarter


@dataclass(slots=True)
class EntryInput:
    """One input of a line: its name, label and text, what is wrong, and how the stored number was understood.

    ``captioned`` inputs say what they are: the column's own heading does not. ``before`` is the year to date up to
    the previous quarter in shown units, written plainly for the script; ``was`` is the text that a pasted one
    replaced, None where nothing was pasted, and ``pasted`` says what that did.
    """

    name: str
    label: str
    caption: str
    text: str = ""
    captioned: bool = False
    echo: str = ""
    computed: str = ""
    error: str = ""
    row: int = 0
    column: int = 0
    part: str = ""
    counterpart: str = ""
    before: str | None = None
    was: str | None = None
    pasted: str = ""

    @property
    def error_id(self) -> str:
        """Return the id of the message that describes the input."""
        return f"{self.name}-error"


@dataclass(slots=True)
class EntryRow:
    """One line of the page. ``quarter_inputs`` and ``other_inputs`` fill the two columns of numbers.

    ``parts`` tells the script in JSON which lines add up to this one; empty for none.
    """

    name: str
    unit: str
    previous: str
    previous_note: str
    last_year: str
    plan_quarter: str
    plan_to_date: str
    plan_year: str
    quarter_inputs: list[EntryInput]
    other_inputs: list[EntryInput]
    status: EntryInput
    statuses: list[tuple[str, str, bool]]
    note: EntryInput
    source: EntryInput
    reason: EntryInput
    seen: EntryInput
    asked: EntryInput
    state: str
    story: str = ""
    parts: str = ""
    changed: bool = False

    @property
    def inputs(self) -> list[EntryInput]:
        """Return all inputs that can carry a message."""
        return [*self.quarter_inputs, *self.other_inputs, self.status, self.note, self.source, self.reason]

    @property
    def asks_reason(self) -> bool:
        """Whether the line is asked for the reason of an unusual figure, or has given one."""
        return bool(self.reason.error or self.reason.text)


def rows_of(
    sheet: Sheet,
    *,
    posted: Mapping[str, Any] | None = None,
    problems: Iterable[LineProblem] = (),
    story: str = "",
    status: str = RevisionStatus.DRAFT,
) -> list[EntryRow]:
    """Return the rows of the page: as stored, or as they were posted with what is wrong.

    ``story`` is the address of a cell's own page with `0` in place of the indicator's code; empty without a report.
    ``status`` is that of the newest revision.
    """
    found: dict[tuple[int, str], list[LineProblem]] = {}
    for problem in problems:
        found.setdefault((problem.indicator_id, problem.field), []).append(problem)
    groups = parts_groups(sheet.lines)
    return [
        _row(_Place(sheet, line, index, posted, found, status), story, groups.get(line.indicator_id, []))
        for index, line in enumerate(sheet.lines)
    ]


def conflict_seen(problems: Iterable[LineProblem]) -> str:
    """Return the fingerprint of the line that a conflict among the problems names; empty if there is none."""
    return next((problem.fingerprint for problem in problems if problem.conflict), "")


@dataclass(frozen=True)
class _Place:
    """One line with what its row is made of."""

    sheet: Sheet
    line: ReportFormLine
    index: int
    posted: Mapping[str, Any] | None
    found: Mapping[tuple[int, str], list[LineProblem]]
    status: str

    def made(self, part: str, caption: str, stored: str, echo: str = "") -> EntryInput:
        """Return one input of the row."""
        name = input_name(self.line, part)
        wrong = self.found.get((self.line.indicator_id, part), [])
        return EntryInput(
            name=name,
            label=f"{local_name(self.line.indicator)}, {caption}",
            caption=caption,
            captioned=part in ("level", "numerator", "denominator"),
            text=stored if self.posted is None else str(self.posted.get(name, "")),
            echo=echo if self.posted is None else "",
            error=" ".join(problem.message for problem in wrong),
            row=self.index,
            part=part,
            was=None if self.posted is None else self.posted.get(f"before-{name}"),
        )


def _row(place: _Place, story: str, groups: list[PartsGroup]) -> EntryRow:
    sheet, line = place.sheet, place.line
    indicator, key = line.indicator, line.indicator_id
    current = sheet.current(line)
    numbers = _numbers(place, current)
    status = place.made("status", _("status"), current.status)
    if status.text in WITHOUT_STATUS:
        # A line without a figure must not read "reported".
        status.text = ObservationStatus.NORMAL.value if any(one.text.strip() for one in numbers) else ""
    seen = place.made("seen", "", current.fingerprint)
    # The line that the message names has been seen now, not one that somebody saved while the page was made.
    seen.text = conflict_seen(place.found.get((key, "status"), [])) or seen.text
    asked = place.made("asked", "", "")
    asked.text = next((problem.asked for problem in place.found.get((key, "reason"), []) if problem.asked), asked.text)
    plan = sheet.plans.get(key)
    before = entry_of(line, sheet.previous.get(key, {}))
    return EntryRow(
        name=local_name(indicator),
        unit=shown_unit(indicator),
        previous=earlier_text(sheet, line, sheet.quarter.previous(), sheet.previous),
        previous_note=before.note,
        last_year=earlier_text(sheet, line, sheet.quarter.same_quarter_last_year(), sheet.last_year),
        plan_quarter=NO_FIGURE if plan is None else plan_number(plan.quarter, indicator),
        plan_to_date=NO_FIGURE if plan is None else plan_number(plan.to_date, indicator),
        plan_year="" if plan is None else target_text(plan.target, indicator),
        quarter_inputs=numbers[:1],
        other_inputs=numbers[1:],
        status=status,
        statuses=_statuses(status.text),
        note=place.made("note", _("note"), current.note),
        source=place.made("source", _("source"), current.source),
        reason=place.made("reason", _("reason"), current.reason),
        seen=seen,
        asked=asked,
        state=_state(sheet, key, place.status),
        story=story.replace("/0/", f"/{indicator.code}/") if story else "",
        parts=json.dumps([asdict(group) for group in groups]) if groups else "",
        changed=key in sheet.drafted and key in sheet.approved,
    )


def _statuses(chosen: str) -> list[tuple[str, str, bool]]:
    """Return the choices of a line with their names, and which is chosen; the first is for a line without a figure."""
    named = [("", _("not entered")), *((choice.value, str(choice.label)) for choice in STATUSES_TO_CHOOSE)]
    return [(value, name, value == chosen) for value, name in named]


def _numbers(place: _Place, current: LineEntry) -> list[EntryInput]:
    sheet, line = place.sheet, place.line
    parts = number_parts(line)
    known = sheet.before.get(line.indicator_id)
    before = None if known is None else known.value
    made = []
    for column, part in enumerate(parts):
        one = place.made(part, _caption(line, part, sheet.quarter), *_stored(line, part, current))
        one.column = column
        if is_flow_line(line):
            one.counterpart = input_name(line, parts[1 - column])
            if before is not None:
                one.before = format(in_shown_unit(before, line.indicator).normalize(), "f")
                if place.posted is None:
                    one.computed = _computed(line, part, current, before)
        made.append(one)
    return made


def _computed(line: ReportFormLine, part: str, current: LineEntry, before: Decimal) -> str:
    """Return the other half of a typed flow, marked as computed; empty where it is typed or unknown."""
    quarter, year = current.in_quarter, current.year_to_date
    if current.status == ObservationStatus.NIL and quarter is None:
        quarter = Decimal(0)
    if part == "in_quarter" and quarter is None and year is not None:
        value = year - before
    elif part == "year_to_date" and year is None and quarter is not None:
        value = before + quarter
    else:
        return ""
    return _("%(number)s (computed)") % {"number": number_in_shown_unit(value, line.indicator)}


def _state(sheet: Sheet, key: int, status: str) -> str:
    """Return how far the line has come, in words; empty for a blank one. ``status`` is the newest revision's."""
    if key not in sheet.drafted:
        return str(RevisionStatus.APPROVED.label) if key in sheet.approved else ""
    if status == RevisionStatus.DRAFT and key in sheet.approved:
        return _("changed, not approved")
    return str(RevisionStatus(status).label)


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
    indicator = indicator_of(line, part)
    text = write_number_to_edit(in_shown_unit(value, indicator), language_now())
    echo = f"= {single_units_text(value, indicator.unit)}" if indicator.display_scale != 1 else ""
    return text, echo


def story_address(place_slug: str, quarter: Quarter, reporter_slug: str) -> str:
    """Return the address of a cell's own page, with 0 in place of the indicator's code."""
    return reverse("admin:tracker_quarterlyreport_figure", args=[place_slug, str(quarter), reporter_slug, "0"])
