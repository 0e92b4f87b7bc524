"""Print what the data checks find."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from provinces.models import Place
from provinces.reach import Reach
from tracker.exchange.demonstration import mark_lines, mark_of_data
from tracker.findings import Finding, UnknownCheckError, run_checks
from tracker.management.arguments import as_of_argument
from tracker.management.reading_as import add_reader, reach_of_reader
from tracker.progress.catalogue import place_by_slug


class Command(BaseCommand):
    """Print findings as a table or as JSON; findings are news, so the exit code is 0 with and without them."""

    help = "Lists what contradicts what in the published and reported figures, each with its arithmetic."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the choices of format, checks, place and language."""
        parser.add_argument("--format", choices=("table", "json"), default="table", help="How to print (table).")
        parser.add_argument(
            "--code", action="append", metavar="CODE", help="Run only this check, for example implied_rate; repeatable."
        )
        parser.add_argument("--place", metavar="SLUG", help="Only findings on this place and below, e.g. hai-duong.")
        parser.add_argument("--language", choices=("vi", "en"), default="vi", help="Language of the sentences (vi).")
        parser.add_argument("--as-of", dest="as_of", help="What this database knew then, for example 2025-04-15.")
        add_reader(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the checks and print them."""
        with translation.override(options["language"]):
            reach = reach_of_reader(options)
            place = self._place(options["place"], reach)
            try:
                findings = run_checks(
                    as_of=as_of_argument(options["as_of"]), place=place, codes=options["code"], reach=reach
                )
            except UnknownCheckError as error:
                raise CommandError(f"--code: {error}") from error
            if options["format"] == "json":
                rows = [{**mark_of_data(), **as_json(finding)} for finding in findings]
                self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            else:
                self._print_table(findings)

    @staticmethod
    def _place(slug: str | None, reach: Reach) -> Place | None:
        """Return the place that was asked for, None where none was.

        :raises CommandError: if there is no such place within reach.
        """
        if slug is None:
            return None
        place = place_by_slug(slug, reach=reach)
        if place is None:
            sentence = _(
                "--place: there is no place with the address name “%(slug)s”; use the last part of its page's "
                "address, for example hai-duong."
            )
            raise CommandError(sentence % {"slug": slug})
        return place

    def _print_table(self, findings: list[Finding]) -> None:
        """Print one block a finding: code, weight, place and source, then the sentence."""
        self.stdout.write("".join(f"{line}\n" for line in mark_lines()), ending="")
        for finding in findings:
            source = finding.document_slug
            if source and finding.paragraph is not None:
                source = f"{source}, {_('paragraph')} {finding.paragraph}"
            heading = " | ".join(
                part for part in (finding.code, str(finding.severity.label), finding.place_name, source) if part
            )
            self.stdout.write(heading)
            self.stdout.write(f"  {finding.question}")
            self.stdout.write(f"  {finding.arithmetic}")
        count = ngettext("%(count)s finding", "%(count)s findings", len(findings))
        self.stdout.write(count % {"count": len(findings)})


def as_json(finding: Finding) -> dict[str, Any]:
    """Return a finding in plain types, its decimals as strings in single units, null where there is none."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "question": finding.question,
        "arithmetic": finding.arithmetic,
        "difference": None if finding.difference is None else f"{finding.difference.normalize():f}",
        "unit": finding.unit or None,
        "place": finding.place_slug,
        "document": finding.document_slug or None,
        "paragraph": finding.paragraph,
        "inputs": [
            {
                "label": item.label,
                "indicator": item.indicator or None,
                "quarter": item.quarter or None,
                "value": None if item.value is None else f"{item.value.normalize():f}",
                "high": None if item.high is None else f"{item.high.normalize():f}",
                "unit": item.unit or None,
                "shown": item.shown,
                "printed": item.printed or None,
                "period": item.period or None,
                "place": item.place_slug,
                "document": item.document_slug or None,
                "paragraph": item.paragraph,
                "rejected": item.rejected,
            }
            for item in finding.inputs
        ],
    }
