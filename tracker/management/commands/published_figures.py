"""List the published figures as JSON, as CSV or as a table to read."""

import csv
import io
import json
import os
import sys
from dataclasses import fields
from difflib import get_close_matches
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from provinces.reach import Reach
from tracker.exchange.demonstration import mark_lines, mark_of_data
from tracker.exchange.published import PublishedFigure, published_figures
from tracker.exchange.published_text import as_lines, spreadsheet_safe
from tracker.management.arguments import moment_argument
from tracker.management.reading_as import add_reader, reach_of_reader
from tracker.progress.catalogue import source_documents


class Command(BaseCommand):
    """Print every figure of the source documents, out of the rows that the pages read."""

    help = "List all published figures with their source, place in the text, printed form and value."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the format and the document."""
        parser.add_argument("--format", choices=("json", "table", "csv"), default="table", help="how to print them")
        parser.add_argument("--document", default=None, help="slug of one document, for example 002-bac-giang-2025")
        parser.add_argument("--as-of", dest="as_of", help="what this database knew then, for example 2025-04-15")
        add_reader(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the figures in the chosen format."""
        document = options["document"]
        reach = reach_of_reader(options)
        if document is not None:
            self._require_document(document, reach)
        figures = published_figures(document=document, reach=reach, as_of=moment_argument(options["as_of"]))
        written = {"json": _as_json, "csv": _as_csv, "table": _as_table}[options["format"]](figures)
        try:
            self.stdout.write(written, ending="")
            self.stdout.flush()
        except BrokenPipeError:
            # The reader has seen enough, as in `| head`: what Python still holds goes nowhere instead.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _require_document(self, slug: str, reach: Reach) -> None:
        slugs = sorted(document.slug for document in source_documents(reach=reach))
        if slug in slugs:
            return
        near = get_close_matches(slug, slugs, n=1)
        proposal = _("Did you mean “%(near)s”?") % {"near": near[0]} if near else ""
        known = _("The documents are: %(slugs)s.") % {"slugs": ", ".join(slugs) or "–"}
        sentence = _("--document: there is no document “%(slug)s”.") % {"slug": slug}
        raise CommandError(" ".join(part for part in (sentence, proposal or known) if part))


def _as_json(figures: list[PublishedFigure]) -> str:
    return (
        json.dumps([{**mark_of_data(), **figure.as_data()} for figure in figures], ensure_ascii=False, indent=2) + "\n"
    )


def _as_csv(figures: list[PublishedFigure]) -> str:
    text = io.StringIO()
    names = [field.name for field in fields(PublishedFigure)]
    writer = csv.DictWriter(text, [*names, *mark_of_data()], lineterminator="\n")
    writer.writeheader()
    for figure in figures:
        row = {name: spreadsheet_safe(name, value) for name, value in figure.as_data().items()}
        writer.writerow({**row, **mark_of_data()})
    return text.getvalue()


def _as_table(figures: list[PublishedFigure]) -> str:
    if not figures:
        return _("No published figures; load them with: manage.py load_seeds") + "\n"
    lines: list[str] = mark_lines()
    for source, group in groupby(figures, key=lambda figure: figure.source_file or figure.document):
        rows = list(group)
        lines += ["", f"{source} ({len(rows)})", *as_lines(rows)]
    return "\n".join(lines) + "\n"
