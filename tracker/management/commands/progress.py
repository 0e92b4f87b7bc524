"""Print how far a place's goals have come: the same rows as its page."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from tracker.exchange.demonstration import mark_lines, mark_of_data
from tracker.management.arguments import as_of_argument, one_of, quarter_argument
from tracker.management.progress_table import table_text
from tracker.management.reading_as import add_reader, reach_of_reader
from tracker.progress.as_data import place_data
from tracker.progress.queries import IndicatorNotFound, PlaceNotFound, progress_for_place
from tracker.progress.rows import MapChoice


class Command(BaseCommand):
    """Print a place's progress at a quarter, as JSON or as a table."""

    help = "Print how far a place's goals have come at a quarter."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the arguments."""
        parser.add_argument("--place", required=True, help="address name of the place, for example hai-duong")
        parser.add_argument("--quarter", required=True, help="for example 2025-Q1")
        parser.add_argument("--indicator", action="append", help="code of an indicator; may be given several times")
        parser.add_argument("--map", default="then", help="then (places as they were) or today")
        parser.add_argument("--as-of", dest="as_of", help="what this database knew then, for example 2025-04-15")
        parser.add_argument("--format", default="table", help="json or table")
        parser.add_argument("--language", default="vi", help="language of the table: vi or en")
        add_reader(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask once and print."""
        with translation.override(one_of("--language", options["language"], ("vi", "en"))):
            form = one_of("--format", options["format"], ("json", "table"))
            reach = reach_of_reader(options)
            choice = MapChoice(one_of("--map", options["map"], ("then", "today")))
            try:
                progress = progress_for_place(
                    slug=options["place"],
                    quarter=quarter_argument(options["quarter"]),
                    map_choice=choice,
                    as_of=as_of_argument(options["as_of"]),
                    indicator_codes=options["indicator"],
                    reach=reach,
                )
            except PlaceNotFound as error:
                raise CommandError(
                    _("--place %(slug)s: there is no place with this address name. The page /places/ lists them all.")
                    % {"slug": options["place"]}
                ) from error
            except IndicatorNotFound as error:
                raise CommandError(
                    _("--indicator %(code)s: there is no such indicator. The page /indicators/ lists them all.")
                    % {"code": error}
                ) from error
            if form == "json":
                self.stdout.write(json.dumps({**mark_of_data(), **place_data(progress)}, ensure_ascii=False, indent=2))
            else:
                self.stdout.write("\n".join([*mark_lines(), table_text(progress)]))
