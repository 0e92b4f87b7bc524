"""Say what waits at somebody's desk: which quarters of which forms are due, and what waits for a decision."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.actions.inbox import Waiting
from tracker.actions.reach import scope_of_request
from tracker.actions.rights import Scope
from tracker.actions.worklist import QuarterToEnter, Worklist, days_words
from tracker.models import Role
from tracker.progress.completeness import last_ended_quarter
from tracker.progress.owed_report import OwedReport
from tracker.web.numbers import day_text, quarter_text
from tracker.web.submission_marks import Submission, submission_badge, submission_of
from tracker.web.words import name_of, name_order

# More would be a list, and the front page of the admin is that list.
MOST_WAITING: Final = 10
MOST_RETURNED: Final = 5
_MOST_NAMED: Final = 3


@dataclass(frozen=True, slots=True)
class DueRow:
    """One form of one quarter with its reports that are still to be entered, and where they are entered.

    ``missing`` counts the lines in which nothing is typed, None where all are corrections. ``links`` leads to the one
    report, or to all of them on one sheet: one for each place that the person enters for. ``earlier`` says that reports
    of a later quarter are collected now.
    """

    quarter: str
    form: str
    state: SafeString
    due: str
    days: str
    reports: str
    missing: int | None
    links: tuple[tuple[str, str], ...]
    earlier: bool


@dataclass(frozen=True, slots=True)
class Returned:
    """One report that an approver sent back: what it is, why, and where it is mended."""

    title: str
    reason: str
    address: str


def desk_scope(request: HttpRequest) -> Scope:
    """Return what the person's own roles cover: a superuser without a role has no desk. One query for each request."""
    return scope_of_request(request).by_roles_alone()


def has_desk(request: HttpRequest) -> bool:
    """Return whether the reader enters or decides anywhere, and so begins at what waits."""
    return request.user.is_authenticated and desk_scope(request).has(Role.CLERK, Role.APPROVER)


def due_rows(work: Worklist) -> list[DueRow]:
    """Return the forms of quarters that wait, those due first in front; what is due on no day stands last."""
    groups: dict[tuple[date, str, str], list[QuarterToEnter]] = {}
    for each, owed in _each(work):
        groups.setdefault((owed.due_on or date.max, str(owed.quarter), owed.form_code), []).append(each)
    return [_due_row(groups[key], work) for key in sorted(groups)]


def returned_reports(work: Worklist) -> list[Returned]:
    """Return the reports that were sent back with a reason, the newest quarter first."""
    found = [(owed, each) for each, owed in _each(work) if each.returned_because]
    found.sort(key=lambda pair: (pair[0].quarter, name_order(pair[0].place)), reverse=True)
    return [Returned(_title(owed), each.returned_because, each.address) for owed, each in found]


def to_decide(work: Worklist) -> tuple[list[Waiting], list[Waiting]]:
    """Return the reports and targets that the person decides, oldest first; not those they had a hand in."""
    return _of_others(work.reports_waiting), _of_others(work.targets_waiting)


def desk_headline(work: Worklist) -> str:
    """Return in one sentence what is overdue or due next, and how much waits for a decision."""
    return "; ".join(filter(None, (_due_words(work), _waiting_words(work)))) or _("Nothing waits for you")


def _due_words(work: Worklist) -> str:
    owed = [row for _each_one, row in _each(work)]
    overdue = sum(row.is_overdue for row in owed)
    if overdue:
        return ngettext("%(count)s report is overdue", "%(count)s reports are overdue", overdue) % {"count": overdue}
    coming = [row.due_on for row in owed if row.due_on is not None and not row.is_approved]
    if not coming:
        return ""
    count = coming.count(min(coming))
    words = {"count": count, "day": day_text(min(coming))}
    return ngettext("%(count)s report is due on %(day)s", "%(count)s reports are due on %(day)s", count) % words


def _waiting_words(work: Worklist) -> str:
    count = sum(map(len, to_decide(work))) + work.further_targets
    if not count:
        return ""
    return ngettext("%(count)s waits for your decision", "%(count)s wait for your decision", count) % {"count": count}


def _of_others(waiting: Iterable[Waiting]) -> list[Waiting]:
    return [item for item in waiting if not item.own]


def _each(work: Worklist) -> Iterator[tuple[QuarterToEnter, OwedReport]]:
    for row in work.to_enter:
        for each in row.quarters:
            if each.owed is not None:
                yield each, each.owed


def _due_row(group: list[QuarterToEnter], work: Worklist) -> DueRow:
    owed = [each.owed for each in group if each.owed is not None]
    first, missing = owed[0], [each.missing for each in group if each.missing is not None]
    return DueRow(
        quarter=quarter_text(first.quarter),
        form=group[0].form,
        # A correction of approved figures is being entered, and nothing about it is late.
        state=submission_badge(submission_of([row for row in owed if not row.is_approved]) or Submission.BEGUN),
        due=day_text(first.due_on) if first.due_on else "",
        days=days_words(first),
        reports=_named(owed),
        missing=sum(missing) if missing else None,
        links=tuple(_links(group, work)),
        earlier=first.quarter < last_ended_quarter(first.read_on),
    )


def _links(group: list[QuarterToEnter], work: Worklist) -> Iterator[tuple[str, str]]:
    """Yield the way to the one report, or to the sheets on which several stand."""
    sheets = [(row.place, each) for row in work.together for each in row.quarters]
    several = [(place, each) for place, each in sheets if each.quarter == group[0].quarter]
    if len(group) == 1 or not several:
        for each in group:
            yield _("Enter") if each.owed is None else _title(each.owed), each.address
        return
    for place, each in several:
        yield f"{each.name}, {place}", each.address


def _named(owed: Iterable[OwedReport]) -> str:
    names = list(dict.fromkeys(name_of(row.place) for row in owed))
    more = len(names) - _MOST_NAMED
    words = [*names[:_MOST_NAMED], *([_("and %(count)s more") % {"count": more}] if more > 0 else [])]
    return ", ".join(words)


def _title(owed: OwedReport) -> str:
    return f"{quarter_text(owed.quarter)}, {name_of(owed.place)} ({name_of(owed.reporter)})"
