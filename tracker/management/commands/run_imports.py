"""Work on the files that wait to be checked or saved."""

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from tracker.actions.importing.reading import read_stored
from tracker.actions.importing.running import left_behind, work_on

_SECONDS_BETWEEN = 2.0


class Command(BaseCommand):
    """Check or save what waits; a file that another process holds is left to it."""

    help = (
        "Work on the files that wait to be checked or saved, those that a killed process left behind among them. "
        "The pages start it for a long file; a timer that runs it every minute takes up what was left behind."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take one file alone, or go on for ever."""
        parser.add_argument("--file", metavar="KEY", help="the key of one file, as in the address of its page")
        parser.add_argument("--forever", action="store_true", help="wait for further files until stopped")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work on each file once; with --forever look again every two seconds."""
        while True:
            for file_import in left_behind():
                if options["file"] in (None, str(file_import.key)) and work_on(
                    file_import, read=read_stored, now=timezone.now
                ):
                    file_import.refresh_from_db(fields=["state"])
                    sys.stdout.write(f"{file_import.key} {file_import.state}\n")
            if not options["forever"]:
                return
            time.sleep(_SECONDS_BETWEEN)
