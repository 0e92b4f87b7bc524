"""Print what was restated of a place's quarter since a moment: the same list as its page."""

import json
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tracker.exchange.demonstration import mark_lines, mark_of_data
from tracker.management.arguments import as_of_argument, moment_argument, one_of, quarter_argument
from tracker.management.reading_as import add_reader, reach_of_reader
from tracker.progress.number_texts import moment_text, plain_text
from tracker.progress.queries import PlaceNotFound
from tracker.progress.restatement_rows import PlaceRestatements, Restatement
from tracker.progress.restatement_words import (
    NUMBER_WORDS,
    days_text,
    documents_text,
    effect_lines,
    kind_text,
    members_text,
    old_and_new,
    said_text,
    said_value,
    what_text,
)
from tracker.progress.restatements import restatements_of_place
from tracker.progress.rows import MapChoice
from tracker.progress.wording import name_of


class Command(BaseCommand):
    """Print restatements as text or as JSON; that something changed is news, so the exit code stays 0."""

    help = "List what was restated of a place's quarter since a moment: old, new, who, when, why, with which effect."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the arguments."""
        parser.add_argument("--place", required=True, help="address name of the place, for example hai-duong")
        parser.add_argument("--quarter", required=True, help="for example 2025-Q1")
        parser.add_argument("--since", required=True, help="the moment that is compared with, for example 2025-04-15")
        parser.add_argument("--as-of", dest="as_of", help="compare with what was known then; without it with now")
        parser.add_argument("--map", default="then", help="then (places as they were) or today")
        parser.add_argument("--format", default="text", help="json or text")
        parser.add_argument("--language", default="vi", help="language of the words: vi or en")
        add_reader(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask once and print."""
        with translation.override(one_of("--language", options["language"], ("vi", "en"))):
            form = one_of("--format", options["format"], ("json", "text"))
            since = moment_argument(options["since"], "--since")
            assert since is not None
            try:
                found = restatements_of_place(
                    slug=options["place"],
                    quarter=quarter_argument(options["quarter"]),
                    since=since,
                    until=as_of_argument(options["as_of"]),
                    map_choice=MapChoice(one_of("--map", options["map"], ("then", "today"))),
                    reach=reach_of_reader(options),
                )
            except PlaceNotFound as error:
                raise CommandError(
                    _("--place %(slug)s: there is no place with this address name. The page /places/ lists them all.")
                    % {"slug": options["place"]}
                ) from error
            if form == "json":
                self.stdout.write(
                    json.dumps({**mark_of_data(), **restatement_data(found)}, ensure_ascii=False, indent=2)
                )
            else:
                self._print(found)

    def _print(self, found: PlaceRestatements) -> None:
        self.stdout.write("".join(f"{line}\n" for line in mark_lines()), ending="")
        if not found.items and not found.rows:
            self.stdout.write(_("No figure has changed since."))
        for item in found.items:
            place = "" if item.place is None else name_of(item.place)
            where = ", ".join(filter(None, (place, days_text(item))))
            old, new = (said_text(said, item.indicator) for said in (item.old, item.new))
            which = f"{what_text(item)} ({where})" if where else what_text(item)
            self.stdout.write(f"- {kind_text(item)}: {which}: {old} → {new}")
            who = " · ".join(filter(None, (moment_text(item.at), item.by, item.why)))
            for line in filter(None, (documents_text(item), members_text(item), who)):
                self.stdout.write(f"  {line}")
            for line in effect_lines(item):
                self.stdout.write(f"  → {line}")


def restatement_data(found: PlaceRestatements) -> dict[str, Any]:
    """Return the list as plain data: Decimals as strings in shown units, moments as ISO texts, null for nothing."""
    return {
        "place": found.place.slug,
        "quarter": str(found.quarter),
        "map": found.map_choice.value,
        "since": _moment(found.since),
        "until": None if found.until is None else _moment(found.until),
        "restatements": [_item(item) for item in found.items],
        "numbers": [
            {
                "place": change.row.place.slug,
                "indicator": change.row.indicator.code,
                "number": number.code.value,
                "name": str(NUMBER_WORDS[number.code]),
                "old": old_and_new(change, number)[0],
                "new": old_and_new(change, number)[1],
            }
            for change in found.rows
            for number in change.numbers
        ],
    }


def _item(item: Restatement) -> dict[str, Any]:
    numbers = [said_value(said, item.indicator) for said in (item.old, item.new)]
    old, new = (None if number is None else plain_text(number) for number in numbers)
    return {
        "kind": item.kind.value,
        "change": kind_text(item),
        "what": what_text(item),
        "place": None if item.place is None else item.place.slug,
        "indicator": None if item.indicator is None else item.indicator.code,
        "unit": None if item.indicator is None or item.what else item.indicator.display_unit_en,
        "reporter": None if item.reporter is None else item.reporter.slug,
        "quarter": None if item.quarter is None else str(item.quarter),
        "from_on": None if item.from_on is None else item.from_on.isoformat(),
        "to_on": None if item.to_on is None else item.to_on.isoformat(),
        "old": old,
        "new": new,
        "old_text": said_text(item.old, item.indicator),
        "new_text": said_text(item.new, item.indicator),
        "set_by": documents_text(item) or None,
        "joined": [place.slug for place in item.joined],
        "left": [place.slug for place in item.left],
        "at": _moment(item.at),
        "by": item.by or None,
        "why": item.why or None,
        "effect": effect_lines(item),
    }


def _moment(moment: datetime) -> str:
    return timezone.localtime(moment).isoformat(timespec="microseconds")
