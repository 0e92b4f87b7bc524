"""Judge lines before they are saved: who else changed them, what contradicts, and what is unusual without a reason."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from tracker.actions.entry_checks import LineProblem, problems_of, ratio_part_problems, span_problems
from tracker.actions.entry_desks import Desk
from tracker.actions.entry_lines import LineEntry
from tracker.actions.entry_questions import keeps_reason, line_questions, total_questions, unread
from tracker.actions.entry_sheet import Sheet
from tracker.actions.entry_texts import WhoAndWhen, changed_text, conflict_text
from tracker.actions.entry_warnings import LineFacts, quarter_alone, total_warnings, unusual_in, warnings_of
from tracker.actions.locking import Closed, sentence_of
from tracker.models import ObservationStatus, ReportFormLine

# Three years are enough to know what is usual, and recent enough to be it.
_QUARTERS_OF_HISTORY: Final = 12


@dataclass
class Merged:
    """The lines to save into one desk, those that somebody else has changed as well, and unknown ones."""

    entries: dict[int, LineEntry] = field(default_factory=dict)
    conflicts: list[tuple[ReportFormLine, LineEntry, LineEntry]] = field(default_factory=list)
    contested: list[tuple[int, int]] = field(default_factory=list)
    unknown: list[int] = field(default_factory=list)
    undoing: bool = False
    asked: Mapping[int, str] | None = field(default_factory=dict)

    def problems(self, desk: Desk, writers: Mapping[tuple[int, int], WhoAndWhen]) -> list[LineProblem]:
        """Return what keeps the lines from being compared at all."""
        assert desk.revision is not None  # every desk is open by now
        sentence = _("The form does not ask for this indicator; reload the page.")
        found = [LineProblem(key, "status", sentence) for key in self.unknown]
        for line, mine, theirs in self.conflicts:
            key = mine.indicator_id
            who = writers.get((desk.revision.pk, key))
            message = changed_text(line, theirs, who) if self.undoing else conflict_text(line, mine, theirs, who)
            found.append(LineProblem(key, "status", message, conflict=True, fingerprint=theirs.fingerprint))
        return found


def merged(
    desk: Desk,
    sheet: Sheet,
    entries: Iterable[LineEntry],
    seen: Mapping[int, str] | None,
    *,
    asked: Mapping[int, str],
    undoing: bool = False,
) -> Merged:
    """Return what the entries of one person and the stored lines make together; ``seen`` and ``asked`` as in `Stated`.

    Undoing asks nothing anew: the reason that comes back was given for the figure that comes back.
    """
    assert desk.revision is not None  # every desk is open by now
    lines = {line.indicator_id: line for line in sheet.lines}
    part = Merged(undoing=undoing, asked=None if undoing else asked)
    for stated in entries:
        mine = tidied(stated)
        key = mine.indicator_id
        if key not in lines:
            part.unknown.append(key)
            continue
        theirs = sheet.current(lines[key])
        if seen is None or mine == theirs or seen.get(key) == theirs.fingerprint:
            part.entries[key] = mine
        elif mine.fingerprint != seen.get(key):
            part.conflicts.append((lines[key], mine, theirs))
            part.contested.append((desk.revision.pk, key))
    return part


def tidied(entry: LineEntry) -> LineEntry:
    """Return the line as it will be read back: no minus before 0, and nil without the 0 that it stands for."""
    typed = entry.amounts
    if entry.status != ObservationStatus.NIL and not any(value.is_zero() for value in typed.values()):
        return entry
    amounts: dict[str, Decimal | None] = {name: value + 0 for name, value in typed.items() if value.is_finite()}
    if entry.status == ObservationStatus.NIL:
        amounts |= {name: None for name, value in amounts.items() if name != "year_to_date" and value == 0}
    return replace(entry, **amounts)  # type: ignore[arg-type]


def problems_in(
    sheet: Sheet,
    entries: Mapping[int, LineEntry],
    *,
    asked: Mapping[int, str] | None,
    submitting: bool = False,
) -> list[LineProblem]:
    """Return what is wrong with the lines, and what is unusual about those that change and say no reason.

    Before a draft is submitted, every line that it holds is looked at: what was approved since may contradict an
    unchanged one, or have made it unusual. A line that keeps the reason of another figure is asked once more; ``asked``
    is what has been read by indicator, as in `Stated`, and None asks nobody once more.
    """
    current = {line.indicator_id: sheet.current(line) for line in sheet.lines}
    whole = {**current, **entries}
    changed = {key for key, entry in entries.items() if entry != current[key]}
    judged = changed | set(sheet.drafted) if submitting else changed
    found = [
        problem
        for line in sheet.lines
        if line.indicator_id in judged
        for problem in problems_of(line, whole[line.indicator_id], sheet.before.get(line.indicator_id))
    ]
    found += ratio_part_problems(sheet.lines, whole)
    if found or not judged:
        return found
    looked_at = frozenset(judged)
    judged |= {line.indicator_id for line in sheet.lines if line.indicator.accumulates_id in changed}
    touched = judged | _totals_above(sheet, judged)
    questions = []
    for line in sheet.lines:
        key = line.indicator_id
        if key in judged:
            facts = facts_of(sheet, line, whole)
            found += (unusual_in if key in looked_at else warnings_of)(line, whole[key], facts)
            if keeps_reason(current[key], whole[key]):
                questions += line_questions(line, current[key], whole[key], facts_of(sheet, line, current), facts)
    found += _total_warnings(sheet, whole, touched)
    questions += total_questions(sheet.lines, current, whole, sheet.before, touched)
    return found if asked is None else found + unread(questions, whole, asked)


def said_of(sheet: Sheet, entries: Mapping[int, LineEntry], stated: Collection[int]) -> list[LineProblem]:
    """Return what contradicts itself and what is unusual in the lines that a revision states, answered or not.

    ``entries`` are the lines of the sheet as they shall stand. Nothing is submitted that contradicts itself, but
    another quarter may have been approved since.
    """
    # Without their reasons: the checks are silent about what was answered, and the approver reads both.
    bare = {key: replace(entry, reason="") for key, entry in entries.items()}
    found = [problem for problem in ratio_part_problems(sheet.lines, bare) if problem.indicator_id in stated]
    for line in sheet.lines:
        key = line.indicator_id
        if key in stated:
            found += span_problems(line, bare[key], sheet.before.get(key))
            found += warnings_of(line, bare[key], facts_of(sheet, line, bare))
    return found + _total_warnings(sheet, bare, {*stated, *_totals_above(sheet, stated)})


def _total_warnings(sheet: Sheet, entries: Mapping[int, LineEntry], keys: Collection[int]) -> list[LineProblem]:
    found = total_warnings(sheet.lines, entries, sheet.before)
    return [problem for problem in found if problem.indicator_id in keys]


def _totals_above(sheet: Sheet, keys: Iterable[int]) -> set[int]:
    """Return the totals of the lines, theirs, and so on."""
    above = {line.indicator_id: line.indicator.component_of_id for line in sheet.lines}
    found: set[int] = set()
    for key in keys:
        total = above.get(key)
        while total is not None and total not in found:
            found.add(total)
            total = above.get(total)
    return found


def facts_of(sheet: Sheet, line: ReportFormLine, entries: Mapping[int, LineEntry]) -> LineFacts:
    """Return what an entry of the line is compared with; ``entries`` are the lines of the sheet as they shall stand."""
    quarter, key = sheet.quarter, line.indicator_id
    return LineFacts(
        before=sheet.before.get(key),
        past=sheet.past(key)[-_QUARTERS_OF_HISTORY:],
        last_year=sheet.value_in(key, quarter.same_quarter_last_year()),
        flow=_flow(sheet, line.indicator.accumulates_id, entries),
        level_before=sheet.value_in(key, quarter.previous()),
    )


def _flow(sheet: Sheet, key: int | None, entries: Mapping[int, LineEntry]) -> Decimal | None:
    """Return this quarter of the flow that a stock adds up, typed or derived; None where it is not known."""
    entry = None if key is None else entries.get(key)
    return None if entry is None or key is None else quarter_alone(entry, sheet.before.get(key))


def closed_problems(sheet: Sheet, entries: Mapping[int, LineEntry], shut: Closed) -> list[LineProblem]:
    """Return the changed lines that an exception to a closed quarter does not name.

    A draft from before the closing may say more than the leave is for: back to what is approved leads the only way out.
    """
    return [
        LineProblem(line.indicator_id, "status", sentence_of(shut))
        for line in sheet.lines
        if line.indicator_id in entries
        and not shut.allows(line.indicator_id)
        and entries[line.indicator_id] not in (sheet.current(line), sheet.in_force(line))
    ]
