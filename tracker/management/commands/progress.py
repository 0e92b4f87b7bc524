"""Print how far a place's goals have come: the same rows as its page."""

import json
from argparse import ArgumentParser
from datetime import datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from tracker.management.progress_table import table_text
from tracker.management.reading_as import add_reader, reach_of_reader
from tracker.progress.as_data import place_data
from tracker.progress.periods import Quarter
from tracker.progress.queries import IndicatorNotFound, PlaceNotFound, progress_for_place
from tracker.progress.rows import MapChoice


def quarter_argument(text: str) -> Quarter:
    """Read the quarter of the command line.

    :raises CommandError: if the text is no quarter.
    """
    try:
        return Quarter.parse(text)
    except ValueError as error:
        raise CommandError(
            _("--quarter %(text)s is not a quarter. Write the year, “-Q” and 1 to 4, for example 2025-Q1.")
            % {"text": text}
        ) from error


def moment_argument(text: str | None) -> datetime | None:
    """Read a day or a moment of the command line; a day means its end, and no zone means the site's.

    :raises CommandError: if the text is neither.
    """
    if text is None:
        return None
    try:
        moment = parse_datetime(text) if "T" in text or " " in text else None
        day = parse_date(text) if moment is None else None
    except ValueError:
        moment, day = None, None
    if day is not None:
        moment = datetime.combine(day, time.max)
    if moment is None:
        raise CommandError(
            _("--as-of %(text)s is neither a day nor a moment. Write for example 2025-04-15 or 2025-04-15T17:30.")
            % {"text": text}
        )
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


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
        with translation.override(_one_of("--language", options["language"], ("vi", "en"))):
            form = _one_of("--format", options["format"], ("json", "table"))
            reach = reach_of_reader(options)
            choice = MapChoice(_one_of("--map", options["map"], ("then", "today")))
            try:
                progress = progress_for_place(
                    slug=options["place"],
                    quarter=quarter_argument(options["quarter"]),
                    map_choice=choice,
                    as_of=moment_argument(options["as_of"]),
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
                self.stdout.write(json.dumps(place_data(progress), ensure_ascii=False, indent=2))
            else:
                self.stdout.write(table_text(progress))


def _one_of(name: str, value: str, choices: tuple[str, ...]) -> str:
    if value not in choices:
        raise CommandError(
            _("%(name)s %(value)s is not known. Choose one of: %(choices)s.")
            % {"name": name, "value": value, "choices": ", ".join(choices)}
        )
    return value
