"""Publish a quarter of a place and all below it, in a person's name."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from provinces.wording import local_name
from tracker.actions.publishing import publish_edition
from tracker.actions.refusals import UnableToActError
from tracker.exchange.wording import quarter_name
from tracker.management.arguments import moment_argument, quarter_argument
from tracker.management.place_argument import place_and_person


class Command(BaseCommand):
    """Needs a person who may publish on the page as well: the edition and the trail name them."""

    help = "Publishes a quarter of a place and all below it: its pages as known now, or at a moment, written once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare place, quarter, name, person, reason, moment and language."""
        parser.add_argument("--place", required=True, metavar="SLUG", help="Last part of its address, e.g. hai-duong.")
        parser.add_argument("--quarter", required=True, metavar="QUARTER", help="For example 2025-Q1.")
        parser.add_argument("--name", required=True, help="For example “Quý I/2025, công bố lần đầu”.")
        parser.add_argument("--name-en", default="", help="The name in English.")
        parser.add_argument("--as", required=True, dest="username", metavar="USERNAME", help="Who publishes it.")
        parser.add_argument("--reason", default="", help="Why it is published again; needed from the second on.")
        parser.add_argument("--as-of", dest="as_of", help="Publish what was known then, e.g. 2025-04-15T17:30.")
        parser.add_argument("--language", choices=("vi", "en"), default="vi", help="Language of the sentences (vi).")

    def handle(self, *args: Any, **options: Any) -> None:
        """Publish, and say what."""
        with translation.override(options["language"]):
            place, person = place_and_person(options["place"], options["username"])
            try:
                edition = publish_edition(
                    place=place,
                    quarter=quarter_argument(options["quarter"]),
                    name=options["name"],
                    name_en=options["name_en"],
                    reason=options["reason"],
                    as_of=moment_argument(options["as_of"]),
                    by=person,
                    at=timezone.now(),
                )
            except UnableToActError as refusal:
                raise CommandError(refusal.message) from refusal
            words = {
                "quarter": quarter_name(edition.year, edition.quarter),
                "place": local_name(place),
                "number": edition.number,
                "pages": edition.pages.count(),
                "rows": edition.rows.count(),
                "slug": edition.slug,
            }
            self.stdout.write(
                _(
                    "%(quarter)s of %(place)s is published, edition %(number)s: %(pages)s pages, %(rows)s rows, "
                    "at /editions/%(slug)s/."
                )
                % words
            )
