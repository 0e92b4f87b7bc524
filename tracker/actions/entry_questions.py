"""Ask again where a line keeps the reason that was given for another figure: nobody else knows whether it still fits.

The question is put once. Whoever has read it and states the very same line again has said that the reason answers it.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from tracker.actions.entry_checks import LineProblem
from tracker.actions.entry_lines import LineEntry
from tracker.actions.entry_rounding import ToDate
from tracker.actions.entry_warnings import LineFacts, total_warnings, warnings_of
from tracker.models import ReportFormLine


def line_questions(
    line: ReportFormLine, before: LineEntry, now: LineEntry, facts_before: LineFacts, facts: LineFacts
) -> list[LineProblem]:
    """Return what is unusual about a line that it was not before, while it says the same reason as before."""
    if not keeps_reason(before, now):
        return []
    answered = {problem.code for problem in warnings_of(line, _bare(before), facts_before)}
    return [problem for problem in warnings_of(line, _bare(now), facts) if problem.code not in answered]


def total_questions(
    lines: Sequence[ReportFormLine],
    before: Mapping[int, LineEntry],
    now: Mapping[int, LineEntry],
    to_date: Mapping[int, ToDate],
    keys: Collection[int],
) -> list[LineProblem]:
    """Return which of the totals their parts contradict now and did not before, while they say the same reason."""
    kept = {key for key in keys if key in now and keeps_reason(before[key], now[key])}
    if not kept:
        return []
    first = total_warnings(lines, {key: _bare(entry) for key, entry in before.items()}, to_date)
    answered = {(problem.indicator_id, problem.code) for problem in first}
    return [
        problem
        for problem in total_warnings(lines, {key: _bare(entry) for key, entry in now.items()}, to_date)
        if problem.indicator_id in kept and (problem.indicator_id, problem.code) not in answered
    ]


def unread(
    questions: Iterable[LineProblem], entries: Mapping[int, LineEntry], asked: Mapping[int, str]
) -> list[LineProblem]:
    """Return the questions that have not been read yet, each with its name in `asked`.

    ``asked`` holds by indicator what a person has read. Another figure, another reason or one more question makes
    another name, so that nothing is answered unseen.
    """
    by_line: dict[int, list[LineProblem]] = {}
    for question in questions:
        by_line.setdefault(question.indicator_id, []).append(question)
    found = []
    for key, members in by_line.items():
        name = _name(entries[key], members)
        if asked.get(key) == name:
            continue
        sentence = _("The reason “%(reason)s” was given for another figure: save again if it holds here too.")
        again = sentence % {"reason": entries[key].reason}
        found += [replace(problem, message=f"{problem.message} {again}", asked=name) for problem in members]
    return found


def keeps_reason(before: LineEntry, now: LineEntry) -> bool:
    """Whether a line says the reason that it said before."""
    return bool(now.reason) and now.reason == before.reason


def _bare(entry: LineEntry) -> LineEntry:
    return replace(entry, reason="")


def _name(entry: LineEntry, questions: Iterable[LineProblem]) -> str:
    text = "\x1f".join([entry.fingerprint, *sorted(problem.code for problem in questions)])
    return hashlib.sha256(text.encode()).hexdigest()[:20]
