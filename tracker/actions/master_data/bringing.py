"""Compare a file of master data with what stands, and save it: all of it or nothing, and only what was shown."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from import_export.results import Result, RowResult
from tablib import Dataset

from tracker.actions.importing.compared import FileProblem
from tracker.actions.master_data.resources import resource_for
from tracker.actions.master_data.tables import MasterTable
from tracker.actions.refusals import UnableToActError
from tracker.actions.trail import acting
from tracker.exchange.incoming.sheets import shown
from tracker.exchange.master_columns import CellRefusedError, shown_value
from tracker.exchange.master_files import MasterFile, master_csv, master_workbook, read_master_file
from tracker.exchange.sheet_table import UnreadableFileError
from tracker.models import Person

# So many problems and changed rows are shown; all of them are counted.
MOST_SHOWN: Final = 200
# Beside the columns of a row: which one it is.
_NUMBER: Final = "_number"


class UnableToBringFileError(UnableToActError):
    """A file of master data cannot be read, or not be saved; nothing of it is."""


@dataclass(frozen=True)
class ValueChange:
    """One value of a row before and after, as the reader writes it; blank is no value."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class RowChange:
    """One row that the file adds or changes: where it stands, what it is called, and its values."""

    where: str
    name: str
    is_new: bool
    values: tuple[ValueChange, ...]


@dataclass
class MasterCheck:
    """What saving a file would do, and what is in the way; ``digest`` names exactly this."""

    table: MasterTable
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    changes: list[RowChange] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)
    notices: tuple[str, ...] = ()
    digest: str = ""

    @property
    def can_be_saved(self) -> bool:
        """Return whether there is something to save and nothing in the way."""
        return not self.problems and bool(self.new or self.changed)

    @property
    def shown_changes(self) -> list[RowChange]:
        """Return the first of the changed rows."""
        return self.changes[:MOST_SHOWN]

    @property
    def shown_problems(self) -> list[FileProblem]:
        """Return the first of the problems."""
        return self.problems[:MOST_SHOWN]

    @property
    def more_changes(self) -> int:
        """Return how many changed rows are not shown."""
        return max(0, len(self.changes) - MOST_SHOWN)


def check_master_file(table: MasterTable, *, content: bytes, name: str, language: str, by: Person) -> MasterCheck:
    """Return what saving a file would do; every row is written and taken back, so the database has said its part too.

    Costs a few queries a row.

    :raises UnableToBringFileError: if the file cannot be read as this kind.
    """
    file = _read(table, content, name, language)
    return _run(table, file, language=language, by=by, saves=False)


def save_master_file(
    table: MasterTable, *, content: bytes, name: str, language: str, by: Person, digest: str
) -> MasterCheck:
    """Save a file that was checked; ``digest`` is that of the check which was confirmed.

    :raises UnableToBringFileError: if the file cannot be read, anything is in the way, or something has changed since
        the check; then nothing is saved.
    """
    file = _read(table, content, name, language)
    with transaction.atomic():
        check = _run(table, file, language=language, by=by, saves=True)
        if check.digest != digest or not check.can_be_saved:
            raise UnableToBringFileError(
                _("Nothing was saved: something has changed since the file was checked. Choose the file once more.")
            )
    return check


def master_file(table: MasterTable, *, kind: str, language: str) -> bytes:
    """Return the rows of a kind as a workbook ("xlsx") or as CSV; one query."""
    resource = resource_for(table, language=language)
    dataset = resource.export(resource.get_export_queryset())
    if kind == "xlsx":
        return master_workbook(table.title, table.columns, dataset)
    return master_csv(table.columns, dataset, language)


def _read(table: MasterTable, content: bytes, name: str, language: str) -> MasterFile:
    assert not table.is_read_only
    try:
        return read_master_file(content, name=name, columns=table.columns, keys=table.keys, language=language)
    except UnreadableFileError as error:
        raise UnableToBringFileError(str(error)) from error


def _run(table: MasterTable, file: MasterFile, *, language: str, by: Person, saves: bool) -> MasterCheck:
    names = list(file.positions)
    dataset = Dataset(headers=[*names, _NUMBER])
    for row in file.rows:
        dataset.append([*(row.cells[name] for name in names), row.number])
    resource = resource_for(table, language=language, by=by)
    with acting(by, why=_("From a file of %(kind)s") % {"kind": table.title}):
        result = resource.import_data(
            dataset, dry_run=not saves, use_transactions=True, rollback_on_validation_errors=True
        )
    return _as_check(table, file, result, language)


def _as_check(table: MasterTable, file: MasterFile, result: Result, language: str) -> MasterCheck:
    check = MasterCheck(table, notices=file.notices)
    labels = {column.name: column.label for column in table.columns}
    for problem in result.base_errors:
        check.problems.append(FileProblem("", table.title, "", _sentence_of(problem.error)))
    for row, row_result in zip(file.rows, result.rows, strict=True):
        if row_result.errors or row_result.validation_error is not None:
            about = _about(table, row.cells, language)
            for name, sentence in _sentences(row_result):
                if name in labels and name not in row.cells:
                    sentence = f"“{labels[name]}”: {sentence}"  # no cell to point at
                text = shown(row.cells[name], language) if name in row.cells else ""
                check.problems.append(FileProblem(file.where(row.number, name), about, text, sentence))
        elif row_result.import_type == RowResult.IMPORT_TYPE_SKIP:
            check.unchanged += 1
        else:
            change = _change_of(table, file.where(row.number), row_result, language)
            check.changes.append(change)
            check.new += change.is_new
            check.changed += not change.is_new
    said = [
        [change.where, change.is_new, [[v.label, v.before, v.after] for v in change.values]] for change in check.changes
    ]
    check.digest = hashlib.sha256(json.dumps([table.code, said], ensure_ascii=False).encode()).hexdigest()
    return check


def _about(table: MasterTable, cells: Any, language: str) -> str:
    named = [shown(cells[name], language) for name in (*table.keys, "name") if name in cells]
    return " · ".join(filter(None, named))


def _change_of(table: MasterTable, where: str, row_result: RowResult, language: str) -> RowChange:
    instance, original = row_result.instance, row_result.original
    is_new = row_result.import_type == RowResult.IMPORT_TYPE_NEW
    values = []
    for column in table.columns:
        after = shown_value(column, getattr(instance, column.name), language)
        before = "" if is_new else shown_value(column, getattr(original, column.name), language)
        if before != after:
            values.append(ValueChange(column.label, before, after))
    return RowChange(where, str(instance), is_new, tuple(values))


def _sentences(row_result: RowResult) -> Iterator[tuple[str, str]]:
    """Yield the field and the sentence of each problem of a row; an empty field is the row as a whole."""
    for error in row_result.errors:
        yield "", _sentence_of(error.error)
    if row_result.validation_error is not None:
        found: ValidationError = row_result.validation_error
        for name, messages in found.message_dict.items():
            for message in messages:
                yield "" if name == NON_FIELD_ERRORS else name, message


def _sentence_of(error: Exception) -> str:
    """Return what a refusal says; whatever else went wrong is no refusal, and is raised."""
    if isinstance(error, UnableToActError):
        return error.message
    if isinstance(error, CellRefusedError):
        return str(error)
    raise error
