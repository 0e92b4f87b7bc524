"""Fill the demonstration's database with an invented country."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from tracker.actions.demo_country.loading import CountryLoaded, UnableToLoadCountryError, load_country
from tracker.actions.demo_country.size import SIZES
from tracker.actions.seeding import UnableToLoadSeedsError


class Command(BaseCommand):
    """Write the published figures and the invented ones, saying how far it is; a second run changes nothing."""

    help = "Fills the demonstration's own database with an invented country beside the published figures."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the size."""
        parser.add_argument("--size", choices=sorted(SIZES), default="demo", help="how large the country is (demo)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it, and say what was written.

        :raises CommandError: if this is no demonstration, or the database holds something else.
        """
        begun = time.monotonic()

        def say(sentence: str) -> None:
            self.stdout.write(f"  {time.monotonic() - begun:4.0f} s  {sentence}")
            self.stdout.flush()

        try:
            loaded = load_country(size=SIZES[options["size"]], seeds=settings.BASE_DIR / "seeds", say=say)
        except UnableToLoadCountryError as error:
            raise CommandError(str(error)) from error
        except UnableToLoadSeedsError as error:
            problems = "\n".join(str(problem) for problem in error.problems)
            raise CommandError(f"{error}\n{problems}") from error
        if loaded == CountryLoaded():
            self.stdout.write(_("The invented country is there already."))
            return
        self.stdout.write(
            _(
                "An invented country: %(parks)s parks, %(investors)s investors, %(goals)s goals, %(reports)s reports, "
                "%(figures)s figures; none of them is real."
            )
            % {
                "parks": loaded.parks,
                "investors": loaded.investors,
                "goals": loaded.goals,
                "reports": loaded.reports,
                "figures": loaded.figures,
            }
        )
