"""Bring rows of a file into the database by django-import-export: the library walks rows, compares and rolls back.

What it would decide by itself is decided here by the rules of the house: cells are read as people write them, rows are
found by their natural keys, locked, checked by everything that their own page checks, and recorded rows are replaced.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _
from import_export.fields import Field
from import_export.resources import ModelResource
from import_export.widgets import Widget

from tracker.actions.master_data.tables import MasterTable
from tracker.actions.recorded import record_row, replace_row
from tracker.actions.refusals import UnableToActError
from tracker.exchange.master_columns import CellRefusedError, MasterColumn
from tracker.models import Person

_WHOLE_ROW: Final = NON_FIELD_ERRORS


class UnableToTakeRowError(UnableToActError):
    """A row of a file cannot be taken as a whole."""


class CellWidget(Widget):
    """Read a cell by the rules of its column; hand a value on as it is."""

    def __init__(self, column: MasterColumn, language: str) -> None:
        super().__init__()
        self.column, self.language = column, language

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        """Return what the cell holds.

        :raises CellRefusedError: if the field cannot hold it.
        """
        return self.column.read(value, self.language)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        """Return the value itself: numbers stay numbers, and the file's own writer says how they look."""
        return value


class MasterResource(ModelResource):
    """The rows of one kind of master data; `resource_for` makes it for a reader and a person."""

    table: MasterTable
    by: Person | None
    seen: dict[tuple[Any, ...], int]

    def get_queryset(self) -> Any:
        """Return the rows that count, locked until the transaction ends: nobody writes between look and save."""
        return self.table.rows().select_for_update(of=("self",), no_key=True)

    def get_export_queryset(self) -> Any:
        """Return the rows for a file."""
        return self.table.rows()

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Forget the rows of an earlier run."""
        self.seen = {}

    def get_or_init_instance(self, instance_loader: Any, row: Mapping[str, Any]) -> tuple[Any, bool]:
        """Return the stored row that a row of the file means, or a new one.

        :raises CellRefusedError: at the row, if a key cannot be read.
        :raises UnableToTakeRowError: if an earlier row of the file means the same.
        """
        names = {*self.table.keys, *({"document"} & row.keys())}
        values = {name: self._cleaned(name, row) for name in names}
        found_by = self.table.found_by(values)
        key = tuple(found_by.values())
        number = row["_number"]
        if key in self.seen:
            raise UnableToTakeRowError(
                _("Row %(number)s of the file means the same one. Leave one of the two.") % {"number": self.seen[key]}
            )
        self.seen[key] = number
        condition = {
            (f"{name}__isnull" if value is None else name): (True if value is None else value)
            for name, value in found_by.items()
        }
        instance = self.get_queryset().filter(**condition).first()
        return (instance, False) if instance is not None else (self.table.model(**found_by), True)

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        """Whether the row stands as it is; a new one, even of nothing but its keys, never does."""
        stands: bool = super().skip_row(instance, original, row, import_validation_errors)
        return stands and instance.pk is not None

    def _cleaned(self, name: str, row: Mapping[str, Any]) -> Any:
        try:
            return self.fields[name].clean(row)
        except CellRefusedError as error:
            raise ValidationError({name: str(error)}) from error

    def validate_instance(
        self, instance: Any, import_validation_errors: Any = None, validate_unique: bool = True
    ) -> None:
        """Check the row by its model and by what its own page checks.

        :raises ValidationError: with a sentence for each field, or for the row as a whole.
        """
        errors: dict[str, Any] = dict(import_validation_errors or {})
        replacing = instance.pk
        try:
            instance.full_clean(exclude=set(errors), validate_unique=True)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if not errors:
            for problem in self.table.checks(instance, replacing):
                errors.setdefault(problem.field, []).append(ValidationError(problem.message))
        if errors:
            raise ValidationError(errors)

    def do_instance_save(self, instance: Any, is_create: bool) -> None:
        """Save the row; a recorded one is recorded, or retired and replaced.

        :raises UnableToTakeRowError: if the database refuses it by a rule of its own.
        """
        try:
            with transaction.atomic():
                if not self.table.is_recorded:
                    instance.save(force_insert=is_create)
                elif is_create:
                    record_row(row=instance, by=self._person)
                else:
                    changes = {name: getattr(instance, name) for name in self.table.names}
                    replace_row(row=instance, changes=changes, by=self._person)
        except DatabaseError as error:
            if not (getattr(error.__cause__, "sqlstate", None) or "").startswith("23"):
                raise
            raise UnableToTakeRowError(_refused_by_the_database()) from error

    @property
    def _person(self) -> Person:
        assert self.by is not None
        return self.by

    def after_import(self, dataset: Any, result: Any, **kwargs: Any) -> None:
        """Let the database check now what it checks at the end of a transaction.

        :raises UnableToTakeRowError: if it refuses what the rows come to together.
        """
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except DatabaseError as error:
            if not (getattr(error.__cause__, "sqlstate", None) or "").startswith("23"):
                raise
            raise UnableToTakeRowError(_refused_by_the_database()) from error


def resource_for(table: MasterTable, *, language: str, by: Person | None = None) -> MasterResource:
    """Return the resource that reads and writes a kind's rows in a language, for a person who brings a file."""
    fields = {
        column.name: Field(attribute=column.name, column_name=column.name, widget=CellWidget(column, language))
        for column in table.columns
    }
    options = type(
        "Meta",
        (),
        {
            "model": table.model,
            "fields": table.names,
            "import_order": table.names,
            "export_order": table.names,
            "import_id_fields": table.keys,
            "skip_unchanged": True,
            "report_skipped": True,
            "skip_html_diff": True,
            "store_instance": True,
            "use_transactions": True,
        },
    )
    metaclass: Any = type(MasterResource)  # the library's own: it reads fields and options of the class
    made = metaclass(f"{table.model.__name__}Resource", (MasterResource,), {**fields, "Meta": options})
    resource: MasterResource = made()
    resource.table, resource.by, resource.seen = table, by, {}
    return resource


def _refused_by_the_database() -> str:
    return _(
        "The database refuses this row, because approved figures, targets or a succession rest on it as it is. "
        "Set it back, or change it on its own page, which says what holds it."
    )
