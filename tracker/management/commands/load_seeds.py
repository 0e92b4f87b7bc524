"""Load the published figures from their files and say what changed."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tracker.actions.seeding import SeedReport, UnableToLoadSeedsError, load_seeds

_KINDS = {
    "documents": gettext_lazy("source documents"),
    "places": gettext_lazy("places"),
    "parents": gettext_lazy("parents of places"),
    "successions": gettext_lazy("successions"),
    "members": gettext_lazy("members of perimeters"),
    "organisations": gettext_lazy("organisations"),
    "park_investors": gettext_lazy("investors of parks"),
    "units": gettext_lazy("units"),
    "groups": gettext_lazy("indicator groups"),
    "indicators": gettext_lazy("indicators"),
    "forms": gettext_lazy("report forms"),
    "form_lines": gettext_lazy("lines of report forms"),
    "duties": gettext_lazy("reporting duties"),
    "due_rules": gettext_lazy("due rules"),
    "holidays": gettext_lazy("holidays"),
    "precedence": gettext_lazy("precedence of reporters"),
    "thresholds": gettext_lazy("thresholds"),
    "exchange_rates": gettext_lazy("exchange rates"),
    "promotion_lists": gettext_lazy("promotion lists"),
    "promotion_items": gettext_lazy("items of promotion lists"),
    "targets": gettext_lazy("targets"),
    "phases": gettext_lazy("phases of targets"),
    "actuals": gettext_lazy("reported actuals"),
    "comparisons": gettext_lazy("printed comparisons"),
}
_NAMES_SHOWN = 12
_PROBLEMS_SHOWN = 50


class Command(BaseCommand):
    """Bring the database to what the seed files say: all of it, or nothing when anything is wrong."""

    help = "Load the published figures from a folder of CSV files; a second run changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the folder and the trial run."""
        parser.add_argument("--path", default=None, help="folder to load, by default the project's seeds/")
        parser.add_argument(
            "--allow-removals",
            action="store_true",
            help="let the files withdraw more than a tenth of a document's published figures",
        )
        parser.add_argument("--check", action="store_true", help="say what would change, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the folder and print what changed, or every problem with its cure."""
        folder = Path(options["path"]) if options["path"] else settings.BASE_DIR / "seeds"
        try:
            report = load_seeds(folder=folder, keep=not options["check"], allow_removals=options["allow_removals"])
        except UnableToLoadSeedsError as error:
            count = len(error.problems)
            for problem in error.problems[:_PROBLEMS_SHOWN]:
                self.stderr.write(str(problem))
            if count > _PROBLEMS_SHOWN:
                self.stderr.write(_("… and %(count)d more.") % {"count": count - _PROBLEMS_SHOWN})
            raise CommandError(
                ngettext("%(count)d problem; nothing was written.", "%(count)d problems; nothing was written.", count)
                % {"count": count}
            ) from error
        except OperationalError as error:
            why = str(error).strip().partition("\n")[0]
            raise CommandError(
                _("The database does not answer (%(why)s); start it, or correct DATABASE_URL.") % {"why": why}
            ) from error
        self._print(report, folder, checking=options["check"], wordy=options["verbosity"] > 1)

    def _print(self, report: SeedReport, folder: Path, *, checking: bool, wordy: bool) -> None:
        files = ngettext(
            "%(count)d file read from %(folder)s", "%(count)d files read from %(folder)s", len(report.files)
        )
        self.stdout.write(files % {"count": len(report.files), "folder": folder})
        if wordy:
            for file in report.files:
                self.stdout.write(f"  {file}")
        if report.nothing_changed:
            self.stdout.write(_("nothing changed"))
        elif checking:
            self.stdout.write(_("A trial run: nothing was written. It would change:"))
        for kind, label in _KINDS.items():
            self._print_kind(report, kind, str(label), wordy=wordy)

    def _print_kind(self, report: SeedReport, kind: str, label: str, *, wordy: bool) -> None:
        added, changed, removed = (part.get(kind, []) for part in (report.added, report.changed, report.removed))
        if added or changed or removed or wordy:
            counts = _("%(added)d added, %(changed)d changed, %(removed)d removed, %(unchanged)d unchanged") % {
                "added": len(added),
                "changed": len(changed),
                "removed": len(removed),
                "unchanged": report.unchanged[kind],
            }
            self.stdout.write(f"{label}: {counts}")
            for verb, names in ((_("changed"), changed), (_("removed"), removed)):
                if names:
                    self.stdout.write(f"  {verb}: {self._listed(names, wordy=wordy)}")
        if wordy and report.only_in_database[kind]:
            kept = _("%(count)d more only in the database, left as they are")
            self.stdout.write(f"  {kept % {'count': report.only_in_database[kind]}}")

    @staticmethod
    def _listed(names: list[str], *, wordy: bool) -> str:
        shown = names if wordy else names[:_NAMES_SHOWN]
        rest = len(names) - len(shown)
        more = f" … (+{rest})" if rest else ""
        return ", ".join(shown) + more
