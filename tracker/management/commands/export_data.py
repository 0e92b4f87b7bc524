"""Write the whole database as CSV files with a descriptor that other tools read."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.actions.exporting import export_data
from tracker.exchange.data_package.writing import PlainFolder, ZipFolder, zipped
from tracker.management.reading_as import add_reader, reach_of_reader


class Command(BaseCommand):
    """Write a Frictionless data package: a folder, or one ZIP file."""

    help = (
        "Write all data as CSV files with a Frictionless descriptor (docs/files.md); drafts and accounts are not in it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare where to, and for whom."""
        parser.add_argument("--to", required=True, metavar="PATH", help="a new folder, or a new file that ends in .zip")
        add_reader(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the files and print how large each is; a path that is there already is never written over."""
        path, reach = Path(options["to"]), reach_of_reader(options)
        if path.exists():
            raise CommandError(_("--to: “%(path)s” is there already. Name a new folder or file.") % {"path": path})
        try:
            sizes = self._write(path, reach)
        except OSError as error:
            words = {"path": path, "error": error.strerror or error}
            raise CommandError(_("--to: “%(path)s” cannot be written: %(error)s.") % words) from error
        for name, size in sizes.items():
            self.stdout.write(f"{size:>12,}  {name}")

    def _write(self, path: Path, reach: Any) -> dict[str, int]:
        at = timezone.now()
        if path.suffix.lower() != ".zip":
            return export_data(folder=PlainFolder(path), reach=reach, at=at)
        with path.open("xb") as out, zipped(out) as archive:
            return export_data(folder=ZipFolder(archive), reach=reach, at=at)
