"""Write all data that somebody reaches as files for other tools; nothing is changed."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from provinces.reach import Reach
from tracker.exchange.data_package.columns import Column, Table
from tracker.exchange.data_package.tables import tables
from tracker.exchange.data_package.writing import Folder, ReadyRows, write_package
from tracker.exchange.demonstration import KEY, mark
from tracker.exchange.file_cells import escaped, plain_number
from tracker.findings.finding import Finding, Severity
from tracker.findings.registry import run_checks


def export_data(*, folder: Folder, reach: Reach, at: datetime) -> dict[str, int]:
    """Write the data package into a folder; return how many bytes each of its files has.

    ``at`` is the moment that the descriptor names. What the data checks find is in it, in the active language.
    """
    return write_package(tables(reach), [_findings(reach)], folder, at=at)


_FINDINGS: Final[tuple[Column, ...]] = (
    Column("number", "integer", None, "The number of the finding in this file, heaviest first.", required=True),
    Column("code", "string", None, "Which check it is.", required=True),
    Column("severity", "string", None, "How much it weighs.", required=True, choices=tuple(Severity.values)),
    Column("question", "string", None, "What the check asks.", required=True),
    Column("place", "string", None, "The place that it is about.", points_to=("places", "slug")),
    Column("arithmetic", "string", None, "The arithmetic in a sentence.", required=True),
    Column("difference", "number", None, "The difference in single units of ``unit``."),
    Column("unit", "string", None, "The code of the unit."),
    Column("document", "string", None, "The document of the number in question.", points_to=("documents", "slug")),
    Column("paragraph", "integer", None, "The number of the non-empty line in the document."),
)


def _findings(reach: Reach) -> ReadyRows:
    columns = _FINDINGS
    if mark():
        columns = (*columns, Column(KEY, "string", None, "What these figures are: invented for a demonstration.", True))
    table = Table("data_checks", "What contradicts in the data, with its arithmetic", None, columns, key=("number",))
    return ReadyRows(table, _finding_rows(reach))


def _finding_rows(reach: Reach) -> Iterator[list[str | None]]:
    marks = [mark()] if mark() else []
    for number, finding in enumerate(run_checks(reach=reach), start=1):
        yield [str(number), *_said_of(finding), *marks]


def _said_of(finding: Finding) -> list[str | None]:
    return [
        finding.code,
        finding.severity.value,
        escaped(finding.question),
        finding.place_slug or None,
        escaped(finding.arithmetic),
        None if finding.difference is None else plain_number(finding.difference),
        finding.unit or None,
        finding.document_slug or None,
        None if finding.paragraph is None else str(finding.paragraph),
    ]
