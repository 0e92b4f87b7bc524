"""Recompute every displayed total by three independent ways, and print where they differ."""

from argparse import ArgumentParser
from collections import Counter
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.management.arguments import as_of_argument, one_of, quarter_argument
from tracker.management.audit.asked import Number, Unaudited, Value
from tracker.management.audit.comparing import WAYS, Difference, Findings, audit
from tracker.management.audit.raw import RawRows
from tracker.management.audit.reasons import REASON_WORDS
from tracker.management.place_argument import place_of_argument
from tracker.progress.number_texts import MISSING, plain_text
from tracker.progress.periods import Quarter
from tracker.progress.queries import newest_quarter, progress_for_place, quarters_with_figures
from tracker.progress.rows import MapChoice


class Command(BaseCommand):
    """Print the differences between what is displayed and what is recomputed; exit code 1 where there is any."""

    help = "Recompute every displayed total by SQL, from raw rows and from the file of all numbers; print differences."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the arguments."""
        when = parser.add_mutually_exclusive_group()
        when.add_argument("--quarter", help="for example 2025-Q1; without it the newest with figures")
        when.add_argument("--all", action="store_true", dest="every", help="every quarter that has figures")
        parser.add_argument("--place", help="address name of a place: it and all below it; without it every place")
        parser.add_argument("--map", default="then", help="then (places as they were) or today")
        parser.add_argument("--as-of", dest="as_of", help="what this database knew then, for example 2025-04-15")
        parser.add_argument("--language", default="vi", help="language of the words: vi or en")

    def handle(self, *args: Any, **options: Any) -> None:
        """Audit quarter by quarter, all of it from one moment of the database, and print."""
        with translation.override(one_of("--language", options["language"], ("vi", "en"))):
            choice = MapChoice(one_of("--map", options["map"], ("then", "today")))
            moment = as_of_argument(options["as_of"])
            findings = Findings()
            with transaction.atomic():
                rows = RawRows(moment)
                slugs = self._slugs(rows, options["place"])
                for quarter in self._quarters(options):
                    findings.add(_of_quarter(quarter, slugs, rows, choice, moment))
            self._print(findings)
        if findings.differences:
            raise SystemExit(1)

    def _quarters(self, options: dict[str, Any]) -> list[Quarter]:
        if options["every"]:
            return list(quarters_with_figures())
        if options["quarter"] is not None:
            return [quarter_argument(options["quarter"])]
        newest = newest_quarter()
        if newest is None:
            raise CommandError(_("There are no approved figures: nothing to audit."))
        return [newest]

    def _slugs(self, rows: RawRows, slug: str | None) -> list[str]:
        """Return the places to audit: all, or one with those below it and before it, on whatever day."""
        if slug is None:
            return sorted(rows.slugs)
        waiting, found = [place_of_argument(slug).pk], set[int]()
        while waiting:
            place_id = waiting.pop()
            if place_id not in found:
                found.add(place_id)
                waiting += [child for child, _life in rows.below.get(place_id, ())]
                waiting += [before for before, _on, _share in rows.before.get(place_id, ())]
        return sorted(slug for slug, place_id in rows.slugs.items() if place_id in found)

    def _print(self, findings: Findings) -> None:
        for difference in findings.differences:
            self.stdout.write(_line(difference))
        differences = ngettext("%(count)d difference", "%(count)d differences", len(findings.differences)) % {
            "count": len(findings.differences)
        }
        self.stdout.write(
            _("%(differences)s in %(totals)d totals (by three ways: %(three)d, by two: %(two)d, by one: %(one)d)")
            % {
                "differences": differences,
                "totals": findings.audited,
                "three": findings.by_ways[3],
                "two": findings.by_ways[2],
                "one": findings.by_ways[1],
            }
        )
        self.stdout.write(_("Not audited by any way: %(count)d totals") % {"count": findings.by_ways[0]})
        for way in WAYS:
            left_out = Counter({why: count for (by, why), count in findings.unaudited.items() if by == way})
            count = {"way": _words(way), "count": left_out.total()}
            self.stdout.write(_("Not audited %(way)s: %(count)d totals") % count)
            for why, number in left_out.most_common():
                self.stdout.write(f"  {number}  {REASON_WORDS[why]}")


def _of_quarter(
    quarter: Quarter, slugs: list[str], rows: RawRows, choice: MapChoice, moment: datetime | None
) -> Findings:
    pages = [progress_for_place(slug=slug, quarter=quarter, map_choice=choice, as_of=moment) for slug in slugs]
    return audit(pages, rows)


def _line(difference: Difference) -> str:
    """Return the row's key, the number, and the four values."""
    said = [f"{_words(way)} {_said(difference.said[way])}" for way in WAYS]
    shown = _("displayed") + " " + _said(difference.displayed)
    return f"{difference.quarter} {difference.key} {difference.code}: {'; '.join([shown, *said])}"


def _words(way: str) -> str:
    return {"sql": _("by SQL"), "rows": _("from raw rows"), "file": _("from the file")}[way]


def _said(value: Value | Unaudited) -> str:
    if isinstance(value, Unaudited):
        return _("not audited: %(reason)s") % {"reason": REASON_WORDS[value]}
    low, high = (None if end is None else plain_text(_decimal(end)) for end in value)
    return low or MISSING if high is None else f"{low}..{high}"


def _decimal(number: Number) -> Decimal:
    return Decimal(number.numerator) / Decimal(number.denominator) if isinstance(number, Fraction) else number
