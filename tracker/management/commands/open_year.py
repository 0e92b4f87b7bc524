"""Open a new year for a place and everything below it."""

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from provinces.days import day_text
from provinces.models import OrganisationKind
from provinces.wording import local_name
from tracker.actions.opening_year import UnableToOpenYearError, open_year, plan_year
from tracker.actions.year_plan import YearPlan
from tracker.actions.year_wording import question_sentence, target_name
from tracker.management.place_argument import place_of_argument
from tracker.models import Person


class Command(BaseCommand):
    """Carry duties on and lay out last year's targets for revision; a second run makes nothing and says so."""

    help = "Open a new year: carry duties on and lay out last year's targets as drafts without a number."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the arguments."""
        parser.add_argument("--place", required=True, help="address name of the place, for example hai-duong")
        parser.add_argument("--year", required=True, type=int, help="the year to open, for example 2027")
        parser.add_argument("--as", dest="username", help="who opens it; needed unless it is a trial run")
        parser.add_argument("--dry-run", action="store_true", help="say what would be made, and make nothing")
        parser.add_argument("--language", choices=("vi", "en"), default="vi", help="language of the output (vi)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Open the year, or say what would be made."""
        with translation.override(options["language"]):
            place = place_of_argument(options["place"])
            by = self._person(options["username"])
            at = timezone.now()
            try:
                if options["dry_run"]:
                    plan = plan_year(place=place, year=options["year"], by=by, at=at)
                elif by is None:
                    raise CommandError(_("Say with --as who opens the year: the trail names a person."))
                else:
                    plan = open_year(place=place, year=options["year"], by=by, at=at)
            except UnableToOpenYearError as refusal:
                raise CommandError(refusal.message) from refusal
            if options["dry_run"]:
                self.stdout.write(_("A trial run: nothing was made. It would be:"))
            for line in plan_lines(plan):
                self.stdout.write(line)

    @staticmethod
    def _person(username: str | None) -> Person | None:
        """Return the person of the user name, None where none is named.

        :raises CommandError: if nobody of this name may sign in.
        """
        if username is None:
            return None
        person = Person.objects.filter(username=username, is_active=True).first()
        if person is None:
            raise CommandError(
                _("--as %(username)s: nobody with an open account has this user name.") % {"username": username}
            )
        return person


def plan_lines(plan: YearPlan) -> Iterator[str]:
    """Yield what is made and what somebody has to decide, in the active language."""
    words = {"place": local_name(plan.place), "year": plan.year}
    if plan.is_empty:
        yield _("%(place)s, %(year)s: there is nothing to make; the year is open already.") % words
    else:
        counts = {"duties": len(plan.duties), "targets": len(plan.targets)}
        yield _("%(place)s, %(year)s: duties carried on %(duties)s, targets to revise %(targets)s") % {
            **words,
            **counts,
        }
    for duty in plan.duties:
        yield _("- duty: %(reporter)s, %(place)s") % {
            "reporter": local_name(duty.reporter),
            "place": local_name(duty.place),
        }
    for target in plan.targets:
        yield _("- target to revise: %(target)s") % {"target": target_name(target)}
    for target in plan.needing_baseline:
        yield _("- needs a baseline before it can be approved: %(target)s") % {"target": target_name(target)}
    for question in plan.questions:
        yield f"- {question_sentence(question)}"
    for row in plan.due_days:
        days = ", ".join(day_text(day) if day else _("no due rule") for day in row.days)
        kind = OrganisationKind(row.reporter_kind).label
        yield _("Due days of “%(kind)s”: %(days)s") % {"kind": kind, "days": days}
