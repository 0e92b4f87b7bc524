"""Put somebody's due days into a calendar that other programs read."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tracker.actions.rights import scope_of
from tracker.exchange.calendar_file import DayEvent, calendar_text
from tracker.exchange.demonstration import mark
from tracker.models import Person, Role
from tracker.progress.completeness import last_ended_quarter, read_completeness
from tracker.progress.owed_report import OwedReport, ReportState
from tracker.web.numbers import day_text, quarter_text
from tracker.web.submission_marks import STATE_WORDS
from tracker.web.words import name_of

# A year back and a year ahead of due days; what waits for approval may be older.
QUARTERS_BACK: Final = 4
QUARTERS_AHEAD: Final = 4
QUARTERS_WAITING: Final = 20
# Part of what tells an entry from every other in the world; never changed, or programs would show entries twice.
_UID_OF_US: Final = "investment-target-tracker"


def due_calendar(person: Person, *, at: datetime, language: str) -> str:
    """Return the person's calendar in a language: the due days of the reports that they enter or approve for.

    What waits for an approver stands on the day of its submission as well. Eight queries.
    """
    with translation.override(language):
        name = " – ".join(filter(None, (mark(), _("Quarterly reports that are due"))))
        return calendar_text(_events(person, at), name=name, language=language, made_at=at)


def _events(person: Person, at: datetime) -> Iterator[DayEvent]:
    today = timezone.localdate(at)
    scope = scope_of(person, today)
    # Not `covers`: a superuser without a role owes nothing.
    enters, approves = scope.places(Role.CLERK), scope.places(Role.APPROVER)
    last = last_ended_quarter(today)
    found = read_completeness(
        quarters=[last.plus(n) for n in range(1 - QUARTERS_WAITING, QUARTERS_AHEAD + 1)],
        read_on=today,
        reach=enters | approves,
    )
    for report in found.owed:
        if report.due_on is not None and report.quarter > last.plus(-QUARTERS_BACK):
            yield _due_event(report, enters=report.place.id in enters)
        if report.open_state is ReportState.AWAITING_APPROVAL and report.place.id in approves:
            yield _waiting_event(report)


def _due_event(report: OwedReport, *, enters: bool) -> DayEvent:
    assert report.due_on is not None
    name = _report_name(report)
    words = {"report": name, "state": STATE_WORDS[report.state]}
    summary = _("Reported: %(report)s") if report.is_approved else _("Due: %(report)s")
    return DayEvent(
        uid=_uid("due", report),
        on=report.due_on,
        summary=summary % words,
        description=_described(_("State: %(state)s.") % words),
        address=_entry_address(report) if enters else _reporting_address(report),
        categories=(_("Quarterly report"),),
    )


def _waiting_event(report: OwedReport) -> DayEvent:
    assert report.submitted_on is not None
    path = reverse("admin:tracker_reportrevision_review", args=[report.open_revision_id])
    return DayEvent(
        uid=_uid("approve", report),
        on=report.submitted_on,
        summary=_("Waits for your approval: %(report)s") % {"report": _report_name(report)},
        description=_described(_("Submitted on %(day)s.") % {"day": day_text(report.submitted_on)}),
        address=f"{settings.SITE_ADDRESS}{path}",
        categories=(_("Quarterly report"),),
    )


def _described(sentence: str) -> str:
    return " ".join(filter(None, (sentence, mark())))


def _report_name(report: OwedReport) -> str:
    return f"{quarter_text(report.quarter)}, {name_of(report.place)} ({name_of(report.reporter)})"


def _uid(what: str, report: OwedReport) -> str:
    """Return the name of an entry: the same however often the duty is retired and recorded anew."""
    return f"{what}-{report.quarter}-{report.place.slug}-{report.reporter.slug}-{report.form_code}@{_UID_OF_US}".lower()


def _entry_address(report: OwedReport) -> str:
    path = reverse(
        "admin:tracker_quarterlyreport_enter", args=[report.place.slug, str(report.quarter), report.reporter.slug]
    )
    return f"{settings.SITE_ADDRESS}{path}"


def _reporting_address(report: OwedReport) -> str:
    return f"{settings.SITE_ADDRESS}{reverse('web:reporting')}?quarter={report.quarter}"
