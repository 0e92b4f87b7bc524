"""Print whether the folder of attached files fits the books, and remove what nobody can open."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from provinces.wording import local_name
from tracker.actions.attachment_store import StoreCheck, UnableToRemoveStraysError, check_store, remove_strays
from tracker.exchange.wording import quarter_name
from tracker.models import Attachment


class Command(BaseCommand):
    """Compare folder and books; the exit code is 1 if a file is missing or damaged, or a stray stays."""

    help = "Checks that every attached file is there and whole, and lists files that belong to nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the choice of language and what may be removed."""
        parser.add_argument("--language", choices=("vi", "en"), default="vi", help="Language of the sentences (vi).")
        parser.add_argument(
            "--remove", action="store_true", help="Remove the files that belong to nothing and are older than a day."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print every file that does not fit, remove strays if asked to, and count.

        :raises CommandError: if anything does not fit in the end.
        """
        with translation.override(options["language"]):
            check = check_store(at=timezone.now())
            gone = self._removed(check) if options["remove"] else ()
            stay = [name for name in check.strays if name not in gone]
            for name in stay:
                self.stdout.write(_("%(file)s: belongs to no report") % {"file": name})
            for name in gone:
                self.stdout.write(_("%(file)s: belonged to no report, removed") % {"file": name})
            for row in check.missing:
                self.stdout.write(_("%(file)s: missing (%(attachment)s)") % _words(row))
            for row in check.damaged:
                self.stdout.write(_("%(file)s: damaged (%(attachment)s)") % _words(row))
            sentence = _(
                "Files attached: %(count)s. Strays: %(strays)s. Missing: %(missing)s. Damaged: %(damaged)s."
            ) % {
                "count": check.count,
                "strays": len(stay),
                "missing": len(check.missing),
                "damaged": len(check.damaged),
            }
            if check.missing or check.damaged:
                cure = _("Restore missing and damaged files from the backup of the folder.")
                raise CommandError(f"{sentence} {cure}")
            if stay:
                cure = _("Unless the database was just restored from an older backup, remove strays with --remove.")
                raise CommandError(f"{sentence} {cure}")
            self.stdout.write(sentence)

    def _removed(self, check: StoreCheck) -> tuple[str, ...]:
        try:
            return remove_strays(check)
        except UnableToRemoveStraysError as refusal:
            raise CommandError(refusal.message) from refusal


def _words(row: Attachment) -> dict[str, str]:
    report = row.revision.report
    quarter = quarter_name(report.year, report.quarter)
    where = f"{quarter} – {local_name(report.place)}, {local_name(report.reporter)}"
    return {"file": str(row.file.name), "attachment": f"“{row.name}”, {where}"}
