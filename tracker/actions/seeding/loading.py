"""The state of one load: the rows read, the objects they became, and what went wrong on the way."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError, models, transaction
from django.utils.translation import gettext as _

from tracker.actions.seeding.report import SeedReport, UnableToLoadSeedsError
from tracker.exchange.seed_columns import CellKind
from tracker.exchange.seed_files import SeedFolder, SeedProblem, SeedRow

# In a demonstration frame rows are known some days before they hold.
_ANNOUNCED_BEFORE: Final = timedelta(days=14)


class UnresolvedLinkError(Exception):
    """A link to a row that was refused; the refused row has its problem, this row needs none of its own."""


def natural_name(value: Any) -> str:
    """Return how files name a value: a row by its slug or code, a day in ISO form, nothing as an empty text."""
    if value is None:
        return ""
    if isinstance(value, models.Model):
        name = getattr(value, "slug", None) or getattr(value, "code", None)
        assert name is not None
        return str(name)
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


@dataclass
class Loading:
    """One load on its way; ``objects`` holds by table and key the row of the database that a link means.

    ``at`` is the moment that new and retired rows bear; None leaves it to the database's clock.
    """

    seeds: SeedFolder
    at: datetime | None
    moment: datetime | None = None
    """The one moment at which frame rows are recorded and retired; None until the load has its lock."""
    frame_since: datetime | None = None
    """For a demonstration: frame rows count as recorded shortly before they hold, at the earliest at this moment."""
    report: SeedReport = field(default_factory=SeedReport)
    problems: list[SeedProblem] = field(default_factory=list)
    objects: dict[str, dict[str, Any]] = field(default_factory=dict)
    removed_from: dict[tuple[str, str], str] = field(default_factory=dict)
    """The document of each figure that was removed, by table and reference."""

    def recorded_at(self, row: models.Model) -> datetime | None:
        """Return the moment that a new frame row bears; None leaves it to the database's clock."""
        if self.frame_since is None or self.moment is None:
            return self.moment
        first: date | None = getattr(row, "valid_from", None) or getattr(row, "effective_on", None)
        if first is None:
            return self.frame_since
        announced = datetime.combine(first, time(2), tzinfo=UTC) - _ANNOUNCED_BEFORE
        return min(self.moment, max(self.frame_since, announced))

    def rows(self, table: str) -> list[SeedRow]:
        """Return the good rows of a table, in the order of their keys."""
        return self.seeds.rows[table]

    def refuse(self, row: SeedRow, name: str, cure: str) -> None:
        """Note a problem with a cell, and let nothing that links to the row complain again."""
        self.problems.append(row.problem(name, cure))
        self.seeds.broken[row.table.name].add(row.key)

    def resolve(self, tables: tuple[str, ...], key: str) -> Any:
        """Return the row that a link means.

        :raises UnresolvedLinkError: if that row was refused or is unknown.
        """
        for table in tables:
            if key in self.objects.get(table, {}) and key not in self.seeds.broken[table]:
                return self.objects[table][key]
        raise UnresolvedLinkError(key)

    def note_removed(self, table: str, reference: str, document: str) -> None:
        """Note a figure that its document's files no longer have."""
        self.report.note(self.report.removed, table, reference)
        self.removed_from[table, reference] = document

    def skip(self, row: SeedRow) -> None:
        """Leave out a row that links to a refused one; the load fails on that one's problem."""
        self.seeds.broken[row.table.name].add(row.key)

    def values(self, row: SeedRow, *, without: str = "") -> dict[str, Any]:
        """Return the fields of a row for its model, links resolved; lists of links and one column are left out.

        :raises UnresolvedLinkError: if a link points at a refused row.
        """
        values: dict[str, Any] = {}
        for column in row.table.columns:
            cell = row[column.name]
            if column.kind is CellKind.LINKS or column.name == without:
                continue
            if column.kind is CellKind.LINK:
                values[column.name] = self.resolve(column.to, cell) if cell else None
            else:
                values[column.name] = list(cell) if column.kind is CellKind.LIST else cell
        return values

    def linked(self, row: SeedRow, name: str) -> list[Any]:
        """Return the rows that a list of links means.

        :raises UnresolvedLinkError: if one of them was refused.
        """
        column = next(column for column in row.table.columns if column.name == name)
        return [self.resolve(column.to, key) for key in row[name]]

    def check(self, row: SeedRow, instance: models.Model) -> bool:
        """Let the model judge the row; note each of its sentences at the cell it means."""
        try:
            instance.full_clean()
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                for message in messages:
                    place = _fields_of(instance, message) if name == NON_FIELD_ERRORS else name
                    self.refuse(row, place, message)
            return False
        return True

    @contextmanager
    def writing(self, row: SeedRow) -> Iterator[None]:
        """Turn a refusal by the database into a sentence about the row.

        :raises UnableToLoadSeedsError: if the database refuses; with all problems found until then.
        """
        try:
            with transaction.atomic():
                yield
        except DatabaseError as error:
            first_line = str(error).strip().partition("\n")[0]
            cure = _("The database refuses this row (%(why)s); correct the row.") % {"why": first_line}
            raise UnableToLoadSeedsError([*self.problems, row.problem("", cure)]) from error

    def in_order(self, table: str, *links: str) -> list[SeedRow]:
        """Return the rows of a table so that each comes after those of its own table that it links to.

        Rows that link to themselves in a circle are refused.
        """
        rows = {row.key: row for row in self.rows(table)}

        def needed(row: SeedRow) -> list[str]:
            return [row[link] for link in links if row[link] in rows]

        ordered, circles = sorted_by_need(rows, lambda key: needed(rows[key]))
        for key in circles:
            row = rows[key]
            name = next(link for link in links if row[link] in rows)
            self.refuse(row, name, _("The rows link to each other in a circle; correct one of the links."))
        self.seeds.broken[table] |= set(rows) - set(ordered)
        return [rows[key] for key in ordered]


def sorted_by_need(keys: Any, needs: Callable[[str], list[str]]) -> tuple[list[str], list[str]]:
    """Return the keys with each after those it needs, and the keys that wait for each other in a circle.

    Keys that only wait for a circle are in neither list.
    """
    waiting = {key: set(needs(key)) for key in keys}
    ordered: list[str] = []
    done: set[str] = set()
    while ready := [key for key, needed in waiting.items() if needed <= done]:
        for key in ready:
            del waiting[key]
        ordered.extend(ready)
        done.update(ready)
    while idle := set(waiting) - set().union(*waiting.values()):
        for key in idle:
            del waiting[key]
    return ordered, list(waiting)


def _fields_of(instance: models.Model, message: str) -> str:
    """Return the fields of the constraint that speaks with this sentence, with commas between."""
    for constraint in instance._meta.constraints:
        if str(constraint.violation_error_message) != message:
            continue
        if isinstance(constraint, models.CheckConstraint):
            names = constraint.condition.referenced_base_fields  # type: ignore[union-attr]
            fields = {field.name for field in instance._meta.fields} & names
            return ", ".join(field.name for field in instance._meta.fields if field.name in fields)
        if isinstance(constraint, models.UniqueConstraint):
            return ", ".join(constraint.fields)
    return ""
