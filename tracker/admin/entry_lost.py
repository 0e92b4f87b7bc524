"""What was typed into the entry page and has no cell to stand in any more: it is shown, never dropped."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext as _

from provinces.wording import local_name
from tracker.actions.entry_lines import number_parts
from tracker.actions.entry_sheet import Sheet
from tracker.admin.entry_form import LINE_INPUT, SAID, WITHOUT_STATUS, input_name
from tracker.admin.entry_rows import rows_of
from tracker.models import Indicator, ObservationStatus, ReportFormLine

# What the page posts with a line beside what is typed, and what every line posts, typed into or not.
_NOT_TYPED: Final = ("seen", "asked")
_SAYS_NOTHING: Final = frozenset(("status", text) for text in WITHOUT_STATUS)


def unsaved_texts(sheet: Sheet, posted: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the label and text of every input that was posted with something else than what is stored."""
    pairs = zip(rows_of(sheet), rows_of(sheet, posted=posted), strict=True)
    return [
        (typed.label, _status_name(typed.text) if typed.part == "status" else typed.text)
        for stored_row, typed_row in pairs
        for stored, typed in zip(stored_row.inputs, typed_row.inputs, strict=True)
        if typed.name in posted and typed.text != stored.text and (typed.part, typed.text) not in _SAYS_NOTHING
    ]


def homeless_texts(lines: Iterable[ReportFormLine], posted: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return the label and text of what was posted for inputs that the page no longer has. Costs one query at most.

    A form that is recorded while somebody types may ask for other lines, or for another figure of the same one.
    """
    known = {input_name(line, part) for line in lines for part in (*number_parts(line), "status", *SAID)}
    found = []
    for name in posted:
        match, text = LINE_INPUT.fullmatch(name), str(posted.get(name, "")).strip()
        if match is None or name in known or match["part"] in _NOT_TYPED or not text:
            continue
        if (match["part"], text) not in _SAYS_NOTHING:
            found.append((int(match["key"]), match["part"], text))
    indicators = Indicator.objects.in_bulk({key for key, _part, _text in found}) if found else {}
    return [
        (_label(indicators.get(key), part), _status_name(text) if part == "status" else text)
        for key, part, text in found
    ]


def _label(indicator: Indicator | None, part: str) -> str:
    caption = {
        "in_quarter": _("In the quarter"),
        "year_to_date": _("Year to date"),
        "numerator": _("numerator"),
        "denominator": _("denominator"),
        "status": _("status"),
        "note": _("note"),
        "source": _("source"),
        "reason": _("reason"),
    }.get(part, "")
    return ", ".join(text for text in ("" if indicator is None else local_name(indicator), caption) if text)


def _status_name(text: str) -> str:
    """Return the name of a posted status in the reader's language; what is none as it came."""
    return str(dict(ObservationStatus.choices).get(text, text))
