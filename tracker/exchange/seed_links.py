"""Find the links of seed files that lead nowhere."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from tracker.exchange.seed_cells import nearest
from tracker.exchange.seed_columns import CellKind, Column
from tracker.exchange.seed_files import SeedFolder, SeedProblem
from tracker.exchange.seed_tables import TABLES, table_named


def unknown_links(seeds: SeedFolder, known: Mapping[str, set[str]]) -> list[SeedProblem]:
    """Return a problem for every link to a row that neither the files nor ``known`` has.

    ``known`` holds, by table, the keys that the database has. A link to a refused row is no second problem.
    """
    keys = {table.name: seeds.keys(table.name) | known.get(table.name, set()) for table in TABLES}
    problems: list[SeedProblem] = []
    for rows in seeds.rows.values():
        for row in rows:
            for column in row.table.columns:
                if not column.to or seeds.unread & set(column.to):
                    continue
                targets = set().union(*(keys[name] for name in column.to))
                value = row[column.name]
                wanted = value if column.kind is CellKind.LINKS else (value,) if value else ()
                problems.extend(
                    row.problem(column.name, _unknown_link(link, column, targets))
                    for link in wanted
                    if link not in targets
                )
    return problems


def _unknown_link(link: str, column: Column, targets: set[str]) -> str:
    files = ", ".join(file for name in column.to for file in table_named(name).files)
    cure = _("Nothing is named “%(link)s”; correct it or add it to %(files)s.") % {"link": link, "files": files}
    return f"{cure} {nearest(link, sorted(targets))}".strip()
