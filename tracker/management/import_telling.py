"""Say in lines what a comparison found: what the page of the import shows."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from tracker.actions.importing.compared import FileProblem
from tracker.actions.importing.result import CheckResult


def result_lines(result: CheckResult) -> list[str]:
    """Return the counts, then errors, unusual figures, notices and changes, each with its cell."""
    counts = _(
        "New: %(new)s · changed: %(changed)s · cleared: %(cleared)s · unchanged: %(same)s · unusual: %(questions)s · "
        "to be known: %(notices)s · errors: %(errors)s"
    ) % {
        "new": result.new,
        "changed": result.changed,
        "cleared": result.cleared,
        "same": result.same,
        "questions": result.question_count,
        "notices": result.notice_count,
        "errors": result.problem_count,
    }
    nothing = not (result.can_be_saved or result.problem_count or result.question_count)
    return [
        counts,
        *_problem_lines("!", result.problems, result.problem_count),
        *_problem_lines("?", result.questions, result.question_count),
        *_problem_lines("·", result.notices, result.notice_count),
        *(f"= {_change_line(change)}" for change in result.changes),
        *([_("The file says nothing that does not stand already. There is nothing to save.")] if nothing else []),
    ]


def _problem_lines(sign: str, problems: Sequence[FileProblem], count: int) -> Iterator[str]:
    for problem in problems:
        text = f"“{problem.text}”" if problem.text else ""
        yield f"{sign} " + " · ".join(part for part in (problem.where, problem.about, text, problem.message) if part)
    if len(problems) < count:
        yield f"{sign} " + _("The first %(shown)s of %(count)s.") % {"shown": len(problems), "count": count}


def _change_line(change: dict[str, str]) -> str:
    about = " · ".join(part for part in (change["report"], change["quarter"], change["indicator"]) if part)
    percent = f" ({change['percent']} %)" if change["percent"] else ""
    return f"{change['where']} · {about}: {change['before'] or '–'} -> {change['after'] or '–'}{percent}"
