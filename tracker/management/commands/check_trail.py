"""Print whether the trail rebuilds every table."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.findings.trail import DifferenceKind, TableTrail, check_trail

WORDS: dict[DifferenceKind, str | Promise] = {
    DifferenceKind.WITHOUT_EVENTS: gettext_lazy("is in the table, but the trail never saw it come"),
    DifferenceKind.CHANGED_PAST_THE_TRAIL: gettext_lazy("differs from its last event"),
    DifferenceKind.MISSING: gettext_lazy("is gone from the table, but the trail never saw it go"),
    DifferenceKind.BACK_AFTER_DELETION: gettext_lazy("is in the table, but the trail saw it deleted"),
    DifferenceKind.IMPOSSIBLE_ORDER: gettext_lazy("has events in an order that cannot be"),
    DifferenceKind.CONTEXT_MISSING: gettext_lazy("has an event whose author is no longer kept"),
}


class Command(BaseCommand):
    """Replay the trail; the exit code is 1 if it does not rebuild a table as it stands."""

    help = "Checks that the trail of changes alone rebuilds every table as it stands."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the choice of language."""
        parser.add_argument("--language", choices=("vi", "en"), default="vi", help="Language of the sentences (vi).")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check every table and print what was found.

        :raises CommandError: if there is a difference.
        """
        with translation.override(options["language"]):
            tables = check_trail()
            for table in tables:
                self._print_table(table)
            found = sum(len(table.differences) for table in tables)
            counts = {
                "tables": len(tables),
                "rows": sum(table.rows for table in tables),
                "events": sum(table.events for table in tables),
                "differences": found,
            }
            sentence = (
                _("Tables: %(tables)s. Rows: %(rows)s. Events: %(events)s. Differences: %(differences)s.") % counts
            )
            if found:
                cure = _("Compare the rows named above with a backup, and find out who reached past the triggers.")
                raise CommandError(f"{sentence} {cure}")
            self.stdout.write(sentence)

    def _print_table(self, table: TableTrail) -> None:
        """Print one line a table, and one for each of its differences."""
        self.stdout.write(
            _("%(table)s: %(rows)s rows, %(events)s events")
            % {"table": table.table, "rows": table.rows, "events": table.events}
        )
        for difference in table.differences:
            columns = f" ({', '.join(difference.columns)})" if difference.columns else ""
            self.stdout.write(f"  {difference.row}: {WORDS[difference.kind]}{columns}")
