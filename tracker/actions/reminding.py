"""Remind people by mail of the reports that they owe, and of those that wait for their approval.

**Never twice, lost at most what the log names.** For each person first the `Reminder` rows are written and committed,
then the log names the person and the reports, then the mail is sent, then the log says "sent". A run that is killed in
between leaves rows without a mail: the person whom the log names last without a "sent" after it. The other order would
send that mail again on the next run. A server that says no has delivered nothing, so the rows are taken back and the
next run tries again; a connection that breaks in the middle may have delivered, so the rows stay and the log says so.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.utils.translation import gettext as _

from provinces.reach import Reach
from tracker.actions.refusals import UnableToActError
from tracker.actions.reminder_texts import ItemKey, ReminderItem, ReminderMail, item_line, reminder_mail
from tracker.actions.rights import scope_of
from tracker.actions.trail import acting
from tracker.models import Membership, Person, Reminder, ReminderKind, Role
from tracker.progress.completeness import last_ended_quarter, read_completeness
from tracker.progress.owed_report import WITH_THE_CLERK, OwedReport, ReportState
from tracker.progress.periods import Quarter

# What was not entered within a year is no matter of reminders any more; what waits for approval, within five.
QUARTERS_OF_ENTERING: Final = 4
QUARTERS_OF_APPROVING: Final = 20
DAYS_UNTIL_AGAIN: Final = 7
# What is submitted waits so many days before its approver hears of it.
DAYS_OF_WAITING: Final = 2
_THOSE_WHO_REMIND: Final = (Role.APPROVER, Role.ADMINISTRATOR)
# The server has answered, and its answer was no; an address that no mail can bear never reaches it.
_REFUSALS: Final = (SMTPResponseException, SMTPRecipientsRefused, ValueError)

_logger = logging.getLogger(__name__)


class UnableToRemindError(UnableToActError):
    """Nobody can be reminded."""


@dataclass(slots=True)
class Outcome:
    """Whom a run reminded, and whom not and why."""

    sent: list[ReminderMail] = field(default_factory=list)
    without_address: list[ReminderMail] = field(default_factory=list)
    refused: list[tuple[ReminderMail, str]] = field(default_factory=list)
    """The server said no: nothing was delivered, and the next run tries again."""
    doubtful: list[tuple[ReminderMail, str]] = field(default_factory=list)
    """The connection broke: perhaps delivered, and not sent again."""
    not_tried: list[ReminderMail] = field(default_factory=list)

    @property
    def mails(self) -> list[ReminderMail]:
        """Return the mails of all ways."""
        broken = [mail for mail, _why in (*self.refused, *self.doubtful)]
        return [*self.sent, *self.without_address, *broken, *self.not_tried]

    @property
    def went_well(self) -> bool:
        """Return whether every mail that could be sent was sent."""
        return not (self.refused or self.doubtful or self.not_tried)


def planned_mails(
    *, on: date, by: Person | None = None, quarter: Quarter | None = None, place_slug: str | None = None
) -> list[ReminderMail]:
    """Return the mails that `remind` would send now with the same words, those without an address included.

    Costs eight queries and two for each person with a role.

    :raises UnableToRemindError: as `remind`.
    """
    mails: list[ReminderMail] = []
    items = list(_items(on, by, quarter, place_slug))
    for person in _people(on) if items else ():
        theirs = _still_wanted(person, _items_of(person, items, on), on, by_hand=by is not None)
        if theirs:
            mails.append(reminder_mail(person, theirs, asked_by=by))
    return mails


def known_people(*, mails: Sequence[ReminderMail], by: Person, on: date) -> frozenset[int]:
    """Return the keys of those who have a role for a place that ``by`` answers for; two queries.

    Of the others, who enter or approve for an office above, ``by`` learns no name.
    """
    scope = scope_of(by, on)
    people = {mail.person.pk for mail in mails}
    if scope.everything:
        return frozenset(people)
    roles = Membership.objects.valid_on(on).filter(person__in=people, place__in=scope.places(*_THOSE_WHO_REMIND))
    return frozenset(roles.values_list("person", flat=True))


def remind(
    *,
    on: date,
    by: Person | None = None,
    quarter: Quarter | None = None,
    place_slug: str | None = None,
    tell: Callable[[str], Any] = _logger.info,
) -> Outcome:
    """Send each person one mail with everything that is to be said on the day, and return how it went.

    Without ``by`` this is the nightly run: clerks hear once of a report that is due within REMIND_DAYS_BEFORE days,
    then of an overdue one, approvers of what has waited for more than two days, and both every week anew. With ``by``
    it is a button: everything of the ``quarter`` that is not there yet, in the places that the person answers for,
    once a day. ``place_slug`` narrows both to one place. ``tell`` takes the lines of the log, each before what it
    announces.

    It is no single transaction: each person's rows are committed before their mail leaves (see above).

    :raises UnableToRemindError: if the person answers for none of the places, or the mail server does not answer;
        then nobody was reminded.
    """
    outcome = Outcome()
    for mail in planned_mails(on=on, by=by, quarter=quarter, place_slug=place_slug):
        (outcome.not_tried if mail.person.email else outcome.without_address).append(mail)
    if not outcome.not_tried:
        return outcome
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        raise UnableToRemindError(
            _("The mail server does not answer (%(why)s): nobody was reminded. Correct MAIL_SERVER, or try later.")
            % {"why": error}
        ) from error
    while outcome.not_tried:
        mail = outcome.not_tried.pop(0)
        if _send(mail, on, by, connection, outcome, tell) or _reopened(connection):
            continue
        break
    connection.close()
    return outcome


def _send(
    planned: ReminderMail, on: date, by: Person | None, connection: Any, outcome: Outcome, tell: Callable[[str], Any]
) -> bool:
    """Claim and send one person's mail; return whether the connection can be used further."""
    rows = _claim(planned, on, by)
    if not rows:
        return True
    mail = reminder_mail(planned.person, [item for item, _row in rows], asked_by=by)
    whom = f"{mail.person} <{mail.person.email}>"
    tell(
        _("Reminding %(whom)s of: %(items)s")
        % {"whom": whom, "items": "; ".join(item_line(item) for item in mail.items)}
    )
    message = EmailMessage(mail.subject, mail.body, to=[mail.person.email], connection=connection)
    try:
        message.send()
    except _REFUSALS as error:
        _take_back([row for _item, row in rows], by)
        outcome.refused.append((mail, str(error)))
        tell(_("refused, nothing was delivered: %(why)s") % {"why": error})
    except (SMTPException, OSError) as error:
        outcome.doubtful.append((mail, str(error)))
        tell(_("perhaps not delivered, and not sent again: %(why)s") % {"why": error})
        return False
    else:
        outcome.sent.append(mail)
        tell(_("sent"))
    return True


def _reopened(connection: Any) -> bool:
    """Open the connection anew and return whether the server answers."""
    try:
        connection.close()
        connection.open()
    except OSError:
        return False
    return True


@transaction.atomic(durable=True)
def _claim(mail: ReminderMail, on: date, by: Person | None) -> list[tuple[ReminderItem, Reminder]]:
    """Write that the person is reminded, and return what still was to be said: nothing if another run came first.

    The person's row is locked, so that two runs at the same time, of whatever day, do not both find nothing written.
    """
    person = Person.objects.select_for_update().get(pk=mail.person.pk)
    items = _still_wanted(person, mail.items, on, by_hand=by is not None)
    with acting(by):
        rows = Reminder.objects.bulk_create(
            Reminder(
                duty_id=item.report.duty_id,
                year=item.report.quarter.year,
                quarter=item.report.quarter.number,
                person=person,
                kind=item.kind,
                sent_on=on,
            )
            for item in items
        )
    return list(zip(items, rows, strict=True))


@transaction.atomic(durable=True)
def _take_back(rows: Iterable[Reminder], by: Person | None) -> None:
    """Delete the rows of a mail that was not delivered; the trail keeps that it was tried."""
    with acting(by):
        Reminder.objects.filter(pk__in=[row.pk for row in rows]).delete()


def _still_wanted(person: Person, items: Sequence[ReminderItem], on: date, *, by_hand: bool) -> list[ReminderItem]:
    """Return the items that the person has not heard of lately. Costs one query."""
    if not items:
        return []
    past: dict[ItemKey, date] = {}
    # Not by the duty itself: a corrected one is a new row.
    rows = Reminder.objects.filter(person=person, duty__place__in={item.report.place.id for item in items})
    for row in rows.select_related("duty__form"):
        duty = row.duty
        key = (duty.place_id, duty.reporter_id, duty.form.code, row.year, row.quarter, row.kind)
        past[key] = max(past.get(key, date.min), row.sent_on)

    def heard(item: ReminderItem) -> bool:
        latest = past.get(item.key)
        if latest is None:
            return False
        if by_hand:
            return latest >= on
        return item.kind is ReminderKind.DUE_SOON or latest > on - timedelta(days=DAYS_UNTIL_AGAIN)

    return [item for item in items if not heard(item)]


def _items(on: date, by: Person | None, quarter: Quarter | None, place_slug: str | None) -> Iterator[ReminderItem]:
    """Yield what somebody is to be reminded of on the day. Seven queries, and one for the person who asks."""
    quarters = [quarter] if quarter else [last_ended_quarter(on).plus(-n) for n in range(-1, QUARTERS_OF_APPROVING)]
    reach: Reach = None
    if by is not None:
        scope = scope_of(by, on)
        if not scope.has(*_THOSE_WHO_REMIND):
            raise UnableToRemindError(
                _("Only approvers and administrators remind others of reports; ask one of your office.")
            )
        if not scope.everything:
            reach = scope.places(*_THOSE_WHO_REMIND)
    for report in read_completeness(quarters=quarters, read_on=on, reach=reach).owed:
        if place_slug is not None and report.place.slug != place_slug:
            continue
        kind = _kind_by_hand(report) if by else _kind_on_schedule(report, on)
        if kind is not None:
            yield ReminderItem(report, kind)


def _kind_by_hand(report: OwedReport) -> ReminderKind | None:
    if report.open_state is ReportState.AWAITING_APPROVAL:
        return ReminderKind.TO_APPROVE
    if report.state not in WITH_THE_CLERK:
        return None
    return ReminderKind.OVERDUE if report.is_overdue else ReminderKind.DUE_SOON


def _kind_on_schedule(report: OwedReport, on: date) -> ReminderKind | None:
    if report.open_state is ReportState.AWAITING_APPROVAL:
        waited = (on - report.submitted_on).days if report.submitted_on else 0
        return ReminderKind.TO_APPROVE if waited > DAYS_OF_WAITING else None
    if report.state not in WITH_THE_CLERK or report.quarter <= last_ended_quarter(on).plus(-QUARTERS_OF_ENTERING):
        return None
    if report.is_overdue:
        return ReminderKind.OVERDUE
    soon = report.days_left is not None and report.days_left <= settings.REMIND_DAYS_BEFORE
    return ReminderKind.DUE_SOON if soon else None


def _people(on: date) -> list[Person]:
    """Return the people with an open account who enter or approve somewhere on the day, by user name; one query."""
    roles = Membership.objects.valid_on(on).filter(role__in=[Role.CLERK, Role.APPROVER])
    return list(Person.objects.filter(is_active=True, pk__in=roles.values("person")).order_by("username"))


def _items_of(person: Person, items: Sequence[ReminderItem], on: date) -> list[ReminderItem]:
    """Return the items that are the person's, those due first in front. Costs one query."""
    scope = scope_of(person, on)
    # Not `covers`: a superuser without a role is nobody's clerk.
    enters, approves = scope.places(Role.CLERK), scope.places(Role.APPROVER)
    own = [
        item for item in items if item.report.place.id in (approves if item.kind is ReminderKind.TO_APPROVE else enters)
    ]
    return sorted(own, key=lambda item: (item.report.due_on or date.max, item.report.place.sort_key, item.key))
