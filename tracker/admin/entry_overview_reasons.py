"""One reason for several marked cells: it answers only what the page has asked, about the figures it asked about."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from tracker.actions.entering import UnableToSaveCellsError
from tracker.actions.entry_checks import LineProblem
from tracker.actions.entry_desks import DeskKey
from tracker.actions.entry_lines import LineEntry
from tracker.actions.entry_overview import Overview, with_reasons
from tracker.admin.entry_overview_rows import Table, desk_name

Entries = dict[DeskKey, list[LineEntry]]
_Done = TypeVar("_Done")


def save_answered(
    save: Callable[[Entries, Mapping[DeskKey, Mapping[int, str]]], _Done],
    table: Table,
    overview: Overview,
    reason: str,
    asked_before: set[str],
) -> _Done:
    """Save what the page states, with the reason where the page had asked for one, and return what saving returns.

    ``save`` takes the lines and what has been read by indicator of the questions that an old reason may not answer;
    it saves everything or nothing. The same words may be the reason of the old figure and of the new one.

    :raises UnableToSaveCellsError: as ``save`` does: there is no reason, or a question has not been shown yet.
    """
    try:
        return save(overview.entries, {})
    except UnableToSaveCellsError as refusal:
        if not reason or not all_asked(refusal, overview, asked_before):
            raise
        answered = answered_entries(table, overview, refusal, reason)
    try:
        return save(answered, {})
    except UnableToSaveCellsError as refusal:
        if not all_asked(refusal, overview, asked_before):
            raise
        read = {
            key: {problem.indicator_id: problem.asked for problem in problems}
            for key, problems in refusal.by_desk.items()
        }
    return save(answered, read)


def is_answerable(problem: LineProblem) -> bool:
    """Whether a reason typed once for all marked cells answers the problem."""
    return problem.confirmable or problem.code == "not_yet_known_without_note"


def asked_in(refusal: UnableToSaveCellsError, overview: Overview) -> set[str]:
    """Return a name for each question that a reason can answer: of which line, what, and about which figures."""
    found = set()
    for key, problems in refusal.by_desk.items():
        entries = {entry.indicator_id: entry for entry in overview.entries.get(key, ())}
        for problem in problems:
            if is_answerable(problem):
                entry = entries.get(problem.indicator_id)
                figures = "" if entry is None else entry.fingerprint
                found.add(f"{desk_name(key)}:{problem.indicator_id}:{problem.code}:{figures}")
    return found


def all_asked(refusal: UnableToSaveCellsError, overview: Overview, before: set[str]) -> bool:
    """Whether the page had asked every question already, so that the reason typed beside them answers it."""
    questions = asked_in(refusal, overview)
    return all(is_answerable(problem) for problem in refusal.problems) and bool(questions) and questions <= before


def answered_entries(table: Table, overview: Overview, refusal: UnableToSaveCellsError, reason: str) -> Entries:
    """Return the lines with the reason where it was asked for, also on a total that was not typed itself."""
    sheets = {desk.key: sheet for desk, sheet in zip(table.desks, table.sheets, strict=True)}
    answered: Entries = {}
    for key, entries in overview.entries.items():
        asked = refusal.by_desk.get(key, ())
        typed = {entry.indicator_id for entry in entries}
        others = [
            sheets[key].current(line)
            for line in sheets[key].lines
            if line.indicator_id not in typed and any(problem.indicator_id == line.indicator_id for problem in asked)
        ]
        answered[key] = with_reasons([*entries, *others], asked, reason)
    return answered
