"""Generate a country of invented figures in an empty database."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from tracker.actions.generated_country.checks import checksum
from tracker.actions.generated_country.generating import UnableToGenerateError, generate_country
from tracker.actions.generated_country.size import SEED, SIZES


class Command(BaseCommand):
    """Generate it, saying how far it is and how fast."""

    help = "Fills an empty database with generated figures of a board (S), a country (M) or the world (L)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare size and seed."""
        parser.add_argument(
            "--size", choices=sorted(SIZES), required=True, help="S: a board, M: Viet Nam, L: the world"
        )
        parser.add_argument("--seed", type=int, default=SEED, help="another seed gives other figures (%(default)s)")
        parser.add_argument("--checksum", action="store_true", help="also print a number that the same figures share")

    def handle(self, *args: Any, **options: Any) -> None:
        """Generate it, and say what was written.

        :raises CommandError: if the database holds something, or this is production.
        """
        begun = time.monotonic()

        def say(sentence: str) -> None:
            self.stdout.write(f"  {time.monotonic() - begun:4.0f} s  {sentence}")
            self.stdout.flush()

        try:
            made = generate_country(size=SIZES[options["size"]], seed=options["seed"], say=say)
        except UnableToGenerateError as error:
            raise CommandError(str(error)) from error
        seconds = max(1, round(time.monotonic() - begun))
        self.stdout.write(
            _(
                "Generated: %(places)s places, %(sites)s parks and clusters, %(goals)s goals, %(reports)s reports, "
                "%(figures)s figures in %(seconds)s s (%(rate)s figures a second); none of them is real."
            )
            % {
                "places": made.places,
                "sites": made.sites,
                "goals": made.goals,
                "reports": made.reports,
                "figures": made.figures,
                "seconds": seconds,
                "rate": made.figures // seconds,
            }
        )
        if options["checksum"]:
            self.stdout.write(checksum())
