"""Close a quarter for a place and all below it, in a person's name."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from provinces.wording import local_name
from tracker.actions.locking import close_quarter
from tracker.actions.refusals import UnableToActError
from tracker.exchange.wording import quarter_name
from tracker.management.place_argument import place_and_person
from tracker.progress.periods import Quarter


class Command(BaseCommand):
    """Needs a person who may close the quarter on the page as well: the trail names them."""

    help = "Closes a quarter for a place and all below it; from then on nothing is entered there without leave."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare place, quarter, person, reason and language."""
        parser.add_argument("--place", required=True, metavar="SLUG", help="Last part of its address, e.g. hai-duong.")
        parser.add_argument("--quarter", required=True, metavar="QUARTER", help="For example 2025-Q1.")
        parser.add_argument("--as", required=True, dest="username", metavar="USERNAME", help="Who closes it.")
        parser.add_argument("--reason", default="", help="Shown to everybody who would still enter.")
        parser.add_argument("--language", choices=("vi", "en"), default="vi", help="Language of the sentences (vi).")

    def handle(self, *args: Any, **options: Any) -> None:
        """Close the quarter, and say so."""
        with translation.override(options["language"]):
            place, person = place_and_person(options["place"], options["username"])
            try:
                quarter = Quarter.parse(options["quarter"])
            except ValueError as error:
                raise CommandError(f"--quarter: {error}") from error
            try:
                close_quarter(place=place, quarter=quarter, reason=options["reason"], by=person, at=timezone.now())
            except UnableToActError as refusal:
                raise CommandError(refusal.message) from refusal
            words = {"quarter": quarter_name(quarter.year, quarter.number), "place": local_name(place)}
            self.stdout.write(_("%(quarter)s is closed for %(place)s and all below it.") % words)
