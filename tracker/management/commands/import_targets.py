"""Bring targets from a file: the comparison of the page, asked before it is saved."""

from typing import Any

from django.utils.translation import gettext as _

from tracker.actions.importing.target_files import target_proposal_for
from tracker.exchange.target_reading import problems_of_columns
from tracker.management.import_command import ImportCommand
from tracker.models import FileImport, ImportKind


class Command(ImportCommand):
    """Bring one file of targets; what it writes are drafts for somebody else to approve."""

    help = "Compares a file of targets with what stands, and saves it whole as drafts, or not at all."
    kind = ImportKind.TARGETS

    def mapping_of(self, file_import: FileImport, options: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """Return what the columns are taken for, and what is open of them."""
        proposal = target_proposal_for(file_import)
        questions = []
        for table in proposal.tables:
            questions += problems_of_columns(table.columns)
            for head, column in zip(table.heads, table.columns, strict=True):
                if head and not column:
                    questions.append(_("What is the column “%(head)s”?") % {"head": head})
        if not proposal.sheets.encoding_certain:
            questions.append(_("Other encodings are possible: look whether the names are written right."))
        return proposal.mapping, questions
