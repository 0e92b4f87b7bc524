"""Write the mail that reminds somebody of reports: in the language they chose, or in both where they chose none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from provinces.days import day_text
from provinces.wording import local_name
from tracker.exchange.demonstration import mark_lines
from tracker.exchange.wording import quarter_name
from tracker.models import Person, ReminderKind
from tracker.models.person import LANGUAGES
from tracker.progress.owed_report import OwedReport, ReportState

_LANGUAGES: Final = tuple(code for code, _name in LANGUAGES)
_BETWEEN: Final = "\n\n— — —\n\n"

# Place, reporter, form, year, quarter and kind.
ItemKey = tuple[int, int, str, int, int, str]


@dataclass(frozen=True, slots=True)
class ReminderItem:
    """One report that one person is reminded of, and why."""

    report: OwedReport
    kind: ReminderKind

    @property
    def key(self) -> ItemKey:
        """Return what tells the item from others of the same person: the same after its duty was corrected."""
        report = self.report
        year, quarter = report.quarter.year, report.quarter.number
        return report.place.id, report.reporter.id, report.form_code, year, quarter, self.kind.value


@dataclass(frozen=True, slots=True)
class ReminderMail:
    """Everything that one person is reminded of on one day, as it is sent; ``language`` is empty for both languages."""

    person: Person
    items: tuple[ReminderItem, ...]
    subject: str
    body: str
    language: str = ""


def reminder_mail(person: Person, items: Sequence[ReminderItem], *, asked_by: Person | None = None) -> ReminderMail:
    """Return the mail with all items of a person; ``asked_by`` is who pressed the button, None for the nightly run."""
    subjects: list[str] = []
    bodies: list[str] = []
    for language in [person.language] if person.language else _LANGUAGES:
        with translation.override(language):
            subjects.append(_("Quarterly reports to see to: %(count)s") % {"count": len(items)})
            bodies.append("\n".join([*mark_lines(), *_lines(person, items, asked_by)]))
    return ReminderMail(person, tuple(items), " / ".join(subjects), _BETWEEN.join(bodies) + "\n", person.language)


def item_line(item: ReminderItem) -> str:
    """Return what an item says, in the active language."""
    report = item.report
    name = f"{quarter_name(report.quarter.year, report.quarter.number)}, {local_name(report.place)}"
    return f"{name} ({local_name(report.reporter)}): {_when(item)}"


def item_address(item: ReminderItem) -> str:
    """Return where the person does what the item asks for."""
    report = item.report
    if item.kind is ReminderKind.TO_APPROVE:
        path = reverse("admin:tracker_reportrevision_review", args=[report.open_revision_id])
    else:
        path = reverse(
            "admin:tracker_quarterlyreport_enter", args=[report.place.slug, str(report.quarter), report.reporter.slug]
        )
    return f"{settings.SITE_ADDRESS}{path}"


def _lines(person: Person, items: Sequence[ReminderItem], asked_by: Person | None) -> Iterator[str]:
    yield _("Dear %(person)s,") % {"person": person}
    headings = {
        ReminderKind.OVERDUE: _("These reports are overdue:"),
        ReminderKind.DUE_SOON: _("These reports are due soon:"),
        ReminderKind.TO_APPROVE: _("These reports wait for your approval:"),
    }
    for kind, heading in headings.items():
        chosen = [item for item in items if item.kind is kind]
        if chosen:
            yield from ("", heading)
        for item in chosen:
            yield f"- {item_line(item)}"
            yield f"  {item_address(item)}"
    yield ""
    if asked_by is not None:
        yield _("%(person)s asked for this reminder.") % {"person": asked_by}
    yield _("Sent by the investment-target tracker, %(address)s. Answers to this mail are not read.") % {
        "address": settings.SITE_ADDRESS
    }


def _when(item: ReminderItem) -> str:
    report = item.report
    if item.kind is ReminderKind.TO_APPROVE:
        day = day_text(report.submitted_on) if report.submitted_on else "–"
        return _("submitted on %(day)s") % {"day": day}
    if report.due_on is None:
        return _state_words(report.state)
    words = {"day": day_text(report.due_on), "late": report.days_late, "left": report.days_left}
    when = (
        _("was due on %(day)s, days late: %(late)s") if report.is_overdue else _("due on %(day)s, days left: %(left)s")
    )
    return f"{when % words}; {_state_words(report.state)}"


def _state_words(state: ReportState) -> str:
    return {
        ReportState.RETURNED: _("returned for correction"),
        ReportState.DRAFT: _("begun, not submitted"),
    }.get(state, _("nothing entered yet"))
