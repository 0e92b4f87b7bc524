"""Print who owes which report for a quarter: reported, due or overdue."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from provinces.days import day_text
from provinces.wording import local_name
from tracker.exchange.demonstration import mark_lines, mark_of_data
from tracker.exchange.wording import quarter_name
from tracker.management.arguments import as_of_argument, quarter_argument
from tracker.management.place_argument import place_of_argument, reach_below
from tracker.management.reading_as import add_reader, drafts_of_reader, reach_of_reader
from tracker.progress.completeness import last_ended_quarter, read_completeness
from tracker.progress.owed_report import Completeness, OwedReport, ReportState


class Command(BaseCommand):
    """Print a line for each owed report, those due first in front; late reports are news, so the exit code stays 0."""

    help = "List who owes which report for a quarter, and whether it is reported, due or overdue."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the arguments."""
        parser.add_argument("--quarter", help="for example 2025-Q1; without it the last one that has ended")
        parser.add_argument("--place", help="only this place and those below, by address name, for example hai-duong")
        parser.add_argument("--format", choices=("text", "json"), default="text", help="how to print (text)")
        parser.add_argument("--language", choices=("vi", "en"), default="vi", help="language of the text (vi)")
        parser.add_argument("--as-of", dest="as_of", help="what this database knew then, for example 2025-04-15")
        add_reader(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Read once and print."""
        with translation.override(options["language"]):
            as_of = as_of_argument(options["as_of"])
            today = timezone.localdate(as_of or timezone.now())
            reach, drafts = reach_of_reader(options), drafts_of_reader(options)
            quarter = quarter_argument(options["quarter"]) if options["quarter"] else last_ended_quarter(today)
            if options["place"]:
                place = place_of_argument(options["place"], reach)
                reach = reach_below(place, quarter.last_day, reach)
            found = read_completeness(quarters=[quarter], read_on=today, reach=reach, drafts_of=drafts, as_of=as_of)
            if options["format"] == "json":
                self.stdout.write(json.dumps({**mark_of_data(), **status_data(found)}, ensure_ascii=False, indent=2))
            else:
                self._print_text(found)

    def _print_text(self, found: Completeness) -> None:
        self.stdout.write("".join(f"{line}\n" for line in mark_lines()), ending="")
        reports = found.newest
        quarter = found.quarters[-1]
        self.stdout.write(
            _("%(quarter)s, read on %(day)s: reported %(reported)s, due %(due)s, overdue %(overdue)s")
            % {
                "quarter": quarter_name(quarter.year, quarter.number),
                "day": day_text(found.read_on),
                "reported": sum(report.is_approved for report in reports),
                "due": sum(not report.is_approved and not report.is_overdue for report in reports),
                "overdue": sum(report.is_overdue for report in reports),
            }
        )
        for report in reports:
            self.stdout.write(f"- {local_name(report.place)} ({local_name(report.reporter)}): {_line(report)}")


def _line(report: OwedReport) -> str:
    cells = f"{report.cells_filled}/{report.cells_asked}"
    states = {
        ReportState.APPROVED: _("reported"),
        ReportState.AWAITING_APPROVAL: _("waits for approval"),
        ReportState.RETURNED: _("returned for correction"),
        ReportState.DRAFT: _("draft"),
        ReportState.NOTHING: _("nothing yet"),
    }
    parts = [f"{states[report.state]}, {cells}"]
    if report.due_on is None:
        parts.append(_("no due rule"))
    else:
        parts.append(_("due on %(day)s") % {"day": day_text(report.due_on)})
    if report.days_late:
        parts.append(_("days late: %(days)s") % {"days": report.days_late})
    elif report.days_left is not None:
        parts.append(_("days left: %(days)s") % {"days": report.days_left})
    return "; ".join(parts)


def status_data(found: Completeness) -> dict[str, Any]:
    """Return the same as plain data: days as text, what is not known as null."""
    return {
        "quarter": str(found.quarters[-1]),
        "read_on": found.read_on.isoformat(),
        "reports": [
            {
                "place": report.place.slug,
                "reporter": report.reporter.slug,
                "form": report.form_code,
                "state": report.state.value,
                "correction": report.open_state.value if report.is_approved and report.open_state else None,
                "due_on": report.due_on.isoformat() if report.due_on else None,
                "overdue": report.is_overdue,
                "days_late": report.days_late,
                "days_left": report.days_left,
                "first_approved_on": report.first_approved_on.isoformat() if report.first_approved_on else None,
                "was_late": report.was_late,
                "cells_filled": report.cells_filled,
                "cells_asked": report.cells_asked,
            }
            for report in found.newest
        ],
        "missing": [{"indicator": gap.indicator.code, "empty": gap.empty, "asked": gap.asked} for gap in found.gaps],
        "order_problems": [
            {
                "earlier": problem.earlier_kind,
                "earlier_day": problem.earlier_day.isoformat(),
                "later": problem.later_kind,
                "later_day": problem.later_day.isoformat(),
            }
            for problem in found.order_problems
        ],
    }
