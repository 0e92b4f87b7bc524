"""The lines of a report as JSON: amounts as decimal texts in single units, what is missing as null, never as zero."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from tracker.actions.entry_checks import LineProblem
from tracker.actions.entry_desks import Desk
from tracker.actions.entry_lines import LineEntry, is_flow_line, is_ratio_line
from tracker.actions.entry_sheet import Sheet
from tracker.exchange.demonstration import mark_of_data
from tracker.models import ReportFormLine

SAID: Final = ("note", "source", "reason")
IF_MATCH: Final = "if_match"
# What a problem named its question: a program that repeats it says that the old reason of the line answers it.
ASKED: Final = "asked"
# What a line may repeat of its reading without meaning anything.
_REPEATED: Final = ("fingerprint", "numerator_unit", "denominator_unit")
_AMOUNT: Final = re.compile(r"-?[0-9]{1,40}(?:\.[0-9]{1,40})?")


class UnreadableLinesError(ValueError):
    """Say why a body is not read as lines of a report."""


@dataclass
class SentLines:
    """What a program sent: the lines that could be read, what it had read of them and been asked, and the problems.

    ``revision`` is the number of the revision that it had read, 0 where it says none.
    """

    entries: list[LineEntry] = field(default_factory=list)
    seen: dict[int, str] = field(default_factory=dict)
    asked: dict[int, str] = field(default_factory=dict)
    problems: list[dict[str, Any]] = field(default_factory=list)
    revision: int = 0


def parts_of(line: ReportFormLine) -> tuple[str, ...]:
    """Return the names of a line's amounts."""
    if is_ratio_line(line):
        return ("numerator", "denominator")
    return ("in_quarter", "year_to_date") if is_flow_line(line) else ("level",)


def report_as_data(desk: Desk, sheet: Sheet) -> dict[str, Any]:
    """Return a report as it stands: a draft's lines laid over the approved ones, as its clerks see them."""
    revision = desk.revision
    return {
        **mark_of_data(),
        "place": desk.place.slug,
        "quarter": str(desk.quarter),
        "reporter": desk.reporter.slug,
        "revision": None if revision is None else {"number": revision.number, "status": str(revision.status)},
        "lines": [line_as_data(line, sheet.current(line)) for line in sheet.lines],
    }


def line_as_data(line: ReportFormLine, entry: LineEntry) -> dict[str, Any]:
    """Return one line; a blank one has nulls and the status "normal"."""
    indicator = line.indicator
    units: dict[str, str | None] = {"unit": indicator.unit.code}
    if is_ratio_line(line):
        own = (("numerator_unit", indicator.numerator), ("denominator_unit", indicator.denominator))
        units |= {name: None if part is None else part.unit.code for name, part in own}
    return {
        "indicator": indicator.code,
        **units,
        **{part: _amount_text(getattr(entry, part)) for part in parts_of(line)},
        "status": str(entry.status),
        **{name: getattr(entry, name) for name in SAID},
        "fingerprint": entry.fingerprint,
    }


def read_lines(body: bytes, lines: Iterable[ReportFormLine]) -> SentLines:
    """Read the lines that a program sends; each states its whole line, so that nothing is cleared by leaving it out.

    :raises UnreadableLinesError: if the body is not JSON with a list of lines, or its revision is none.
    """
    by_code = {line.indicator.code: line for line in lines}
    body_data = _read_body(body)
    sent = SentLines(revision=_revision_read(body_data.get("revision")))
    taken: set[str] = set()
    for data in _list_of_lines(body_data):
        code = data.get("indicator")
        line = by_code.get(code) if isinstance(code, str) else None
        if line is None:
            sentence = _("The form does not ask for this indicator; read the report to see its lines.")
            sent.problems.append(problem_as_data(code, "indicator", sentence))
        elif line.indicator.code in taken:
            sentence = _("This indicator is stated twice; state each line once.")
            sent.problems.append(problem_as_data(code, "indicator", sentence))
        else:
            taken.add(line.indicator.code)
            _read_line(line, data, sent)
    return sent


def problem_as_data(indicator: object, name: str, message: str, **more: Any) -> dict[str, Any]:
    """Return what is wrong with one field of a line, as a program reads it."""
    return {"indicator": indicator if isinstance(indicator, str) else None, "field": name, "message": message, **more}


def problems_as_data(problems: Iterable[LineProblem], sheet: Sheet) -> list[dict[str, Any]]:
    """Return what the checks say of lines; a confirmable problem is gone once its line carries a reason.

    Where the line carries one that was given for another figure, the problem is gone once the line repeats ``asked``.
    """
    codes = {line.indicator_id: line.indicator.code for line in sheet.lines}
    return [
        problem_as_data(
            codes.get(problem.indicator_id),
            problem.field,
            problem.message,
            code=problem.code,
            confirmable=problem.confirmable,
            **({ASKED: problem.asked} if problem.asked else {}),
        )
        for problem in problems
    ]


def _amount_text(value: Decimal | None) -> str | None:
    """Return an amount exactly, without an exponent and without zeros that say nothing."""
    if value is None:
        return None
    text = format(value, "f")
    return (text.rstrip("0").rstrip(".") or "0") if "." in text else text


def _read_body(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise UnreadableLinesError(_("The body is not JSON in UTF-8.")) from error
    return data if isinstance(data, dict) else {}


def _list_of_lines(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = data.get("lines")
    if not isinstance(found, list) or not all(isinstance(line, dict) for line in found):
        raise UnreadableLinesError(_("Send an object with “lines”: a list of lines as reading the report gives them."))
    return found


def _revision_read(data: object) -> int:
    """Return the number of the revision that a program had read: 0 if it says none, or there was none yet."""
    if data is None:
        return 0
    number = data.get("number") if isinstance(data, dict) else None
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        raise UnreadableLinesError(_("Send “revision” as reading the report gives it, or leave it out."))
    return number


def _read_line(line: ReportFormLine, data: Mapping[str, Any], sent: SentLines) -> None:
    """Read one line of the form into an entry, or say what is wrong with each of its fields."""
    problems = list(_field_problems(line, data))
    if problems:
        sent.problems += [problem_as_data(line.indicator.code, name, message) for name, message in problems]
        return
    stated: dict[str, Any] = {part: None if data[part] is None else Decimal(data[part]) for part in parts_of(line)}
    stated |= {name: " ".join(data[name].split()) for name in SAID}
    sent.entries.append(LineEntry(indicator_id=line.indicator_id, status=data["status"], **stated))
    sent.seen[line.indicator_id] = data[IF_MATCH]
    sent.asked[line.indicator_id] = data.get(ASKED, "")


def _field_problems(line: ReportFormLine, data: Mapping[str, Any]) -> Iterable[tuple[str, str]]:
    parts = parts_of(line)
    texts = ("status", *SAID, IF_MATCH, ASKED)
    for name in (*parts, "status", *SAID, IF_MATCH):
        if name not in data:
            yield name, _("The line lacks “%(field)s”; state the whole line.") % {"field": name}
    for name in parts:
        value = data.get(name)
        if value is not None and not (isinstance(value, str) and _AMOUNT.fullmatch(value)):
            yield (
                name,
                _("Write the amount in single units as a text, with a point before decimals: “125400000.5”."),
            )
    for name in texts:
        if name in data and not _is_text(data[name]):
            yield name, _("Write “%(field)s” as a text.") % {"field": name}
    if data.get("unit", line.indicator.unit.code) != line.indicator.unit.code:
        yield "unit", _("Amounts of this indicator are in %(unit)s.") % {"unit": line.indicator.unit.code}
    for name in sorted(data.keys() - {"indicator", "unit", *parts, *texts, *_REPEATED}):
        yield name if name.isascii() else "", _("A line of this indicator has no such field.")


def _is_text(value: object) -> bool:
    """Whether a value is a text that can be stored; half a character, as JSON allows it, is none."""
    if not isinstance(value, str):
        return False
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
