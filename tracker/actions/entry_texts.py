"""Say in words what a line states, and who stands in the way of it."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tracker.actions.entry_lines import LineEntry, is_ratio_line
from tracker.exchange.numbers import write_number
from tracker.exchange.wording import NO_FIGURE, amount_text, language_now
from tracker.models import Actual, ObservationStatus, Person, ReportFormLine

WhoAndWhen = tuple[str, str]


def line_text(line: ReportFormLine, entry: LineEntry) -> str:
    """Return what a line states in words, for example "125 triệu USD"; a dash for a blank line."""
    parts = []
    for name, value in entry.amounts.items():
        if is_ratio_line(line):
            parts.append(write_number(value, language_now()))
        elif name == "year_to_date":
            parts.append(_("year to date %(amount)s") % {"amount": amount_text(value, line.indicator)})
        else:
            parts.append(amount_text(value, line.indicator))
    text = " / ".join(parts) if is_ratio_line(line) else ", ".join(parts)
    if entry.status != ObservationStatus.NORMAL:
        label = str(ObservationStatus(entry.status).label)
        text = f"{text} ({label})" if text else label
    for said in (entry.note, entry.reason, entry.source):
        if said:
            text = f"{text} [{said}]"
    return text or NO_FIGURE


def last_writers(cells: Iterable[tuple[int, int]]) -> dict[tuple[int, int], WhoAndWhen]:
    """Return who wrote each (revision, indicator) last and when, in the reader's language. Costs two queries at most.

    Empty texts where the trail names nobody.
    """
    wanted = set(cells)
    if not wanted:
        return {}
    events = (
        Actual.pgh_event_model.objects.filter(  # type: ignore[attr-defined]
            revision_id__in={revision for revision, _indicator in wanted},
            indicator_id__in={indicator for _revision, indicator in wanted},
        )
        .select_related("pgh_context")
        .order_by("revision_id", "indicator_id", "-pgh_id")
        .distinct("revision_id", "indicator_id")
    )
    found = {(event.revision_id, event.indicator_id): event for event in events}
    users = {
        key: event.pgh_context.metadata.get("user")
        for key, event in found.items()
        if key in wanted and event.pgh_context is not None
    }
    people = Person.objects.in_bulk({user for user in users.values() if user is not None})
    return {
        key: (
            str(people.get(users.get(key)) or ""),
            date_format(timezone.localtime(event.pgh_created_at), "H:i d/m/Y"),
        )
        for key, event in found.items()
        if key in wanted
    }


def changed_text(line: ReportFormLine, theirs: LineEntry, who: WhoAndWhen | None) -> str:
    """Return the sentence that says who changed a line since when, and to what."""
    person, when = who or ("", "")
    return _("%(person)s changed this line at %(when)s to: %(theirs)s.") % {
        "person": person or _("Somebody else"),
        "when": when or NO_FIGURE,
        "theirs": line_text(line, theirs),
    }


def conflict_text(line: ReportFormLine, mine: LineEntry, theirs: LineEntry, who: WhoAndWhen | None) -> str:
    """Return the sentences for a line that two people changed: whose value stands, since when, and the choice."""
    choice = _("You typed: %(mine)s. Save again to keep yours, or type the other.") % {"mine": line_text(line, mine)}
    return f"{changed_text(line, theirs, who)} {choice}"
