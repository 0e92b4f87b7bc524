"""Bring figures from a file: the comparison of the page, asked before it is saved."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from tracker.actions.importing.reading import proposal_for
from tracker.management.arguments import quarter_argument
from tracker.management.import_command import ImportCommand
from tracker.models import FileImport, ImportKind
from tracker.progress.periods import Quarter


class Command(ImportCommand):
    """Bring one file of figures."""

    help = "Compares a file of figures with what stands, and saves it whole or not at all. Ctrl-C saves nothing."
    kind = ImportKind.FIGURES

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the arguments."""
        super().add_arguments(parser)
        parser.add_argument("--quarter", required=True, help="what the file means where it names none: 2025-Q1")
        parser.add_argument("--place", default="", metavar="SLUG", help="what it means where it names none: hai-duong")

    def quarter_of(self, options: dict[str, Any]) -> Quarter:
        """Return the quarter of the command line."""
        return quarter_argument(options["quarter"])

    def mapping_of(self, file_import: FileImport, options: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """Return what the tables are taken for, and what is open of them."""
        proposal = proposal_for(file_import, place=options["place"])
        if proposal.seen is None:
            return proposal.mapping, []
        if options["place"] and not proposal.seen.catalogue.has_place(options["place"]):
            raise CommandError(
                _("--place %(text)s: %(sentence)s")
                % {"text": options["place"], "sentence": _("There is no such place among those that you enter for.")}
            )
        questions = [question.sentence for table in proposal.tables for question in table.questions]
        if proposal.seen.asked:
            questions.append(_("Other encodings are possible: look whether the names are written right."))
        if not proposal.tables:
            questions.append(_("The file holds no table with figures."))
        return proposal.mapping, questions
