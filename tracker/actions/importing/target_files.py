"""Read a stored file of targets by what a person has confirmed of its columns, or propose what they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from tracker.actions.importing.compared import FileProblem
from tracker.actions.importing.notices import sentences_of_file
from tracker.actions.importing.running import ReadFile, UnableToReadFileError
from tracker.actions.importing.target_names import TargetNames
from tracker.actions.importing.target_statement import TargetReader
from tracker.actions.rights import scope_of
from tracker.exchange.incoming.files import open_file
from tracker.exchange.incoming.sheets import Sheets
from tracker.exchange.sheet_table import UnreadableFileError
from tracker.exchange.target_columns import COLUMNS
from tracker.exchange.target_reading import TargetTable, tables_of_targets
from tracker.models import FileImport

_FILES_REMEMBERED = 30


@dataclass(frozen=True)
class TargetProposal:
    """What the tables of a file are taken for; ``encoding`` and ``separator`` are a person's own, empty if found."""

    sheets: Sheets
    tables: tuple[TargetTable, ...]
    encoding: str = ""
    separator: str = ""

    @property
    def is_certain(self) -> bool:
        """Return whether nothing is left to ask."""
        return self.sheets.encoding_certain and bool(self.tables) and all(table.is_certain for table in self.tables)

    @property
    def mapping(self) -> dict[str, Any]:
        """Return what is kept when it is confirmed."""
        return self.with_columns([table.columns for table in self.tables])

    def with_columns(self, columns: Sequence[Sequence[str]]) -> dict[str, Any]:
        """Return what is kept when these columns are confirmed, in plain types."""
        tables = [
            {"heads": list(table.heads), "columns": list(chosen)}
            for table, chosen in zip(self.tables, columns, strict=True)
        ]
        return {"targets": tables, "encoding": self.encoding, "separator": self.separator}


def target_proposal_for(file_import: FileImport, *, encoding: str = "", separator: str = "") -> TargetProposal:
    """Return what a stored file is taken for, with the columns of an earlier file of the same office and heads.

    :raises UnableToReadFileError: if it is no file that can be read.
    """
    try:
        sheets, tables, _others = _opened(file_import, {"encoding": encoding, "separator": separator})
    except (UnreadableFileError, LookupError) as error:
        raise UnableToReadFileError(str(error)) from error
    known = _remembered(file_import)
    laid = tuple(
        table if table.is_certain or table.heads not in known else table.with_columns(known[table.heads])
        for table in tables
    )
    return TargetProposal(sheets, laid, encoding, separator)


def read_targets(file_import: FileImport) -> ReadFile:
    """Return what a stored file states of targets by its confirmed columns.

    :raises UnableToReadFileError: if it cannot be read, or nobody has confirmed its columns.
    """
    mapping = file_import.mapping
    if mapping is None:
        raise UnableToReadFileError(_("Say first what the columns of the file are."))
    try:
        sheets, tables, others = _opened(file_import, mapping)
        kept = mapping.get("targets", [])
        if [each.get("heads") for each in kept] != [list(table.heads) for table in tables]:
            raise UnableToReadFileError(_("The file has other tables than those confirmed. Say what its columns are."))
        chosen = [
            table.with_columns([column if column in COLUMNS else "" for column in each["columns"]])
            for table, each in zip(tables, kept, strict=True)
        ]
        names = TargetNames(scope_of(file_import.made_by, timezone.localdate(file_import.made_at)))
        statement = TargetReader(names, file_import.language).read(chosen)
        notices = [*sentences_of_file(sheets.notices)]
        for table in chosen:
            sentence = _("This column was not read: it is none of a target, or was said to be none.")
            notices += [
                FileProblem(cell.where, "", cell.text, sentence) for cell in table.passed_over(file_import.language)
            ]
        sentence = _("This sheet has no row of heads of a table of targets; it was not read.")
        notices += [FileProblem(cell.where, "", cell.text, sentence) for cell in others]
    except UnreadableFileError as error:
        raise UnableToReadFileError(str(error)) from error
    return ReadFile(statement, statement.problems, notices)


def _opened(file_import: FileImport, mapping: Mapping[str, Any]) -> tuple[Sheets, list[TargetTable], list[Any]]:
    content = bytes(FileImport.objects.values_list("content", flat=True).get(pk=file_import.pk))
    sheets = open_file(
        content, file_import.name, encoding=mapping.get("encoding", ""), separator=mapping.get("separator", "")
    )
    tables, others = tables_of_targets(sheets)
    if not tables:
        raise UnableToReadFileError(
            _("No row of heads of a table of targets was found. Take the template, or name the columns as it does.")
        )
    return sheets, tables, others


def _remembered(file_import: FileImport) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return what was said of columns by their heads: of the same office's files, else of the person's own."""
    source = file_import.source_id
    same = {"source": source} if source else {"source": None, "made_by": file_import.made_by_id}
    rows = (
        FileImport.objects.filter(**same, kind=file_import.kind, mapping__targets__isnull=False)
        .exclude(pk=file_import.pk)
        .order_by("-made_at", "-pk")
        .values_list("mapping", flat=True)[:_FILES_REMEMBERED]
    )
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for mapping in rows:
        for each in (mapping or {}).get("targets", ()):
            if len(each["heads"]) == len(each["columns"]):
                found.setdefault(tuple(each["heads"]), tuple(each["columns"]))
    return found
