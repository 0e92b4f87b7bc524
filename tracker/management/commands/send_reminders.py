"""Send the reminders of the day; made for a nightly timer, and safe to run twice."""

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from tracker.actions.reminder_texts import ReminderMail
from tracker.actions.reminding import UnableToRemindError, planned_mails, remind


class Command(BaseCommand):
    """Mail each person what they owe; the output is the log: who is named last without "sent" may have got nothing."""

    help = "Send reminder e-mails of reports that are due, overdue or wait for approval; a second run sends nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the arguments."""
        parser.add_argument("--on", metavar="DATE", help="the day to remind for, for example 2025-04-05; today")
        parser.add_argument("--dry-run", action="store_true", help="print the mails, and send and note nothing")
        parser.add_argument("--language", choices=("vi", "en"), default="vi", help="language of the log (vi)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Send, and fail at the end if somebody could not be reached."""
        with translation.override(options["language"]):
            on = timezone.localdate() if options["on"] is None else _day(options["on"])
            if options["dry_run"]:
                self._print(planned_mails(on=on))
                return
            try:
                outcome = remind(on=on, tell=self._tell)
            except UnableToRemindError as refusal:
                raise CommandError(refusal.message) from refusal
            self._list_unreached(outcome.without_address)
            self.stdout.write(_("Reminders sent: %(count)s.") % {"count": len(outcome.sent)})
            if not outcome.went_well:
                raise CommandError(
                    _("Not reached: refused %(refused)s, perhaps not delivered %(doubtful)s, not tried %(not_tried)s.")
                    % {
                        "refused": len(outcome.refused),
                        "doubtful": len(outcome.doubtful),
                        "not_tried": len(outcome.not_tried),
                    }
                )

    def _tell(self, line: str) -> None:
        """Write a line of the log at once: it must be there before the mail leaves."""
        self.stdout.write(line)
        self.stdout.flush()

    def _print(self, mails: Iterable[ReminderMail]) -> None:
        mails = list(mails)
        for mail in mails:
            if mail.person.email:
                self.stdout.write(f"{mail.person} <{mail.person.email}>\n{mail.subject}\n\n{mail.body}")
        self._list_unreached(mail for mail in mails if not mail.person.email)
        count = sum(bool(mail.person.email) for mail in mails)
        self.stdout.write(_("A trial run: nothing was sent. Mails: %(count)s.") % {"count": count})

    def _list_unreached(self, mails: Iterable[ReminderMail]) -> None:
        for mail in mails:
            self.stdout.write(
                _("%(person)s (%(username)s) has no e-mail address and was not reminded.")
                % {"person": mail.person, "username": mail.person.get_username()}
            )


def _day(text: str) -> Any:
    """Read the day of the command line.

    :raises CommandError: if the text is no day.
    """
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise CommandError(_("--on %(text)s is not a day. Write for example 2025-04-05.") % {"text": text})
    return day
