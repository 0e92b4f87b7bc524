"""One reason for several marked cells: it answers only what the page has asked, about the figures it asked about."""

from tracker.actions.entering import UnableToSaveCellsError
from tracker.actions.entry_checks import LineProblem
from tracker.actions.entry_desks import DeskKey
from tracker.actions.entry_lines import LineEntry
from tracker.actions.entry_overview import Overview, with_reasons
from tracker.admin.entry_overview_rows import Table, desk_name


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


def answered_entries(
    table: Table, overview: Overview, refusal: UnableToSaveCellsError, reason: str
) -> dict[DeskKey, list[LineEntry]]:
    """Return the lines with the reason where it was asked for, also on a total that was not typed itself."""
    sheets = {desk.key: sheet for desk, sheet in zip(table.desks, table.sheets, strict=True)}
    answered: dict[DeskKey, list[LineEntry]] = {}
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
