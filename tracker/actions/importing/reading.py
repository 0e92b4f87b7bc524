"""Read a stored file: a filled template as it is, any other workbook by what a person has confirmed of its columns."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.models import Place
from tracker.actions.importing.compared import FileProblem
from tracker.actions.importing.notices import (
    as_file_problem,
    errors_of_tables,
    notices_of_tables,
    notices_of_template,
    unlisted,
)
from tracker.actions.importing.running import ReadFile, UnableToReadFileError
from tracker.actions.importing.statement import ReportKey, StatedCell, Statement
from tracker.actions.importing.stored import stored_content
from tracker.actions.importing.target_files import read_targets
from tracker.actions.importing.template_statement import statement_of_template
from tracker.actions.incoming_catalogue import load_catalogue
from tracker.actions.rights import scope_of
from tracker.exchange.incoming.columns import Expected, Proposal
from tracker.exchange.incoming.figures import FigureReader
from tracker.exchange.incoming.files import open_file
from tracker.exchange.incoming.fitting import fitted
from tracker.exchange.incoming.mappings import REPORTED, TableMapping, UnreadableMappingError
from tracker.exchange.incoming.names import Catalogue
from tracker.exchange.incoming.reading import Seen, look_at
from tracker.exchange.incoming.results import ReadFigure, ReadResult
from tracker.exchange.sheet_table import UnreadableFileError
from tracker.exchange.template_reading import template_of_file
from tracker.models import Basis, FileImport, ImportKind, Role
from tracker.progress.periods import Quarter

# What the mapping of a filled template says: there is nothing to confirm.
TEMPLATE: Final = {"template": True}
_BASES: Final = {basis: Basis(basis.value) for basis in REPORTED}
# So many earlier files are asked for columns that look the same.
_FILES_REMEMBERED: Final = 30


@dataclass(frozen=True)
class FileProposal:
    """What a file is taken for: its tables with what each column is, and whether anything is left to ask.

    ``seen`` is None for a filled template. ``tables`` are its tables as proposed, with the answers of an earlier file
    where ``remembered``.
    ``encoding`` and ``separator`` are a person's own choice for a text file, empty where they were found out.
    """

    seen: Seen | None
    tables: tuple[Proposal, ...] = ()
    remembered: bool = False
    encoding: str = ""
    separator: str = ""

    @property
    def is_certain(self) -> bool:
        """Whether nothing is left to ask."""
        if self.seen is None:
            return True
        return not self.seen.asked and bool(self.tables) and all(table.is_certain for table in self.tables)

    @property
    def mapping(self) -> dict[str, Any]:
        """Return what is kept when it is confirmed."""
        return TEMPLATE if self.seen is None else self.with_columns(table.mapping for table in self.tables)

    def with_columns(self, mappings: Iterable[TableMapping]) -> dict[str, Any]:
        """Return what is kept when these columns are confirmed, in plain types."""
        return {
            "tables": [mapping.as_json() for mapping in mappings],
            "encoding": self.encoding,
            "separator": self.separator,
        }


def proposal_for(file_import: FileImport, *, encoding: str = "", separator: str = "", place: str = "") -> FileProposal:
    """Return what a stored file is taken for, with the columns of an earlier file that looks the same.

    ``encoding`` and ``separator`` are the person's own choice for a text file; empty finds them out.
    ``place`` is the address name of the place that it means where it names none itself.

    :raises UnableToReadFileError: if it is no file that can be read.
    """
    with stored_content(file_import) as content:
        try:
            if template_of_file(open_file(content, file_import.name)) is not None:
                return FileProposal(None)
            seen = _seen(file_import, content, {"encoding": encoding, "separator": separator, "place": place})
        except (UnreadableFileError, LookupError) as error:
            raise UnableToReadFileError(str(error)) from error
    remembered = _remembered(file_import, seen)
    proposed = remembered or tuple(table.proposal for table in seen.tables)
    return FileProposal(seen, proposed, remembered is not None, encoding, separator)


def read_stored(file_import: FileImport) -> ReadFile:
    """Return what a stored file states by its confirmed columns.

    :raises UnableToReadFileError: if it cannot be read, or nobody has confirmed its columns.
    """
    if file_import.kind == ImportKind.TARGETS:
        return read_targets(file_import)
    mapping = file_import.mapping
    if mapping is None:
        raise UnableToReadFileError(_("Say first what the columns of the file are."))
    with stored_content(file_import) as content:
        try:
            if mapping.get("template"):
                return _read_template(file_import, content)
            return _read_tables(file_import, content, mapping)
        except UnreadableFileError as error:
            raise UnableToReadFileError(str(error)) from error


def _read_template(file_import: FileImport, content: IO[bytes]) -> ReadFile:
    sheets = open_file(content, file_import.name)
    template = template_of_file(sheets)
    if template is None:
        raise UnableToReadFileError(_("The file is no filled template any more. Say what its columns are."))
    quarter = _quarter(file_import) if template.before is None else Quarter(*template.before).plus(1)
    notices = list(notices_of_template(template, sheets.notices))
    if quarter is None:
        sentence = _("Nothing says which quarter the file means. Upload it again, and choose the quarter.")
        return ReadFile(Statement(), [FileProblem(template.heads_at, "", "", sentence)], notices)
    found = statement_of_template(
        template, quarter=quarter, language=file_import.language, catalogue=_catalogue(file_import)
    )
    return ReadFile(found.statement, found.problems, notices)


def _read_tables(file_import: FileImport, content: IO[bytes], mapping: Mapping[str, Any]) -> ReadFile:
    seen = _seen(file_import, content, mapping)
    try:
        mappings = [TableMapping.from_json(each) for each in mapping.get("tables", [])]
    except UnreadableMappingError as error:
        raise UnableToReadFileError(_("What was said of the columns cannot be read. Say it again.")) from error
    if [len(each.columns) for each in mappings] != [len(table.proposal.mapping.columns) for table in seen.tables]:
        raise UnableToReadFileError(_("The file has other tables than those confirmed. Say what its columns are."))
    statement = Statement()
    results = list(_Taking(statement, seen, file_import.language).results(mappings))
    errors, beside = errors_of_tables(seen, mappings, results)
    problems = [*errors, *seen.problems]
    return ReadFile(
        statement,
        [*(as_file_problem(each) for each in problems if not each.is_warning), *unlisted(results)],
        [
            *notices_of_tables(seen, mappings, results),
            *(as_file_problem(each) for each in (*beside, *(each for each in problems if each.is_warning))),
        ],
    )


class _Taking:
    """Take what the tables of a file state, figure by figure; only what stands in the way stays in memory."""

    def __init__(self, statement: Statement, seen: Seen, language: str) -> None:
        self._statement = statement
        self._seen = seen
        self._language = language
        slugs = [place.key for place in seen.catalogue.places]
        self._reports = {
            slug: ReportKey(key) for slug, key in Place.objects.filter(slug__in=slugs).values_list("slug", "pk")
        }
        self._quarters: dict[str, Quarter] = {}

    def results(self, mappings: Sequence[TableMapping]) -> Iterator[ReadResult]:
        """Read one table after the other."""
        for number, (one, mapping) in enumerate(zip(self._seen.tables, mappings, strict=True)):
            reader = FigureReader(one.table, mapping, self._seen.catalogue, self._language)
            for figure in reader.figures():
                before = self._before(figure, number)
                if before is not None:
                    reader.tell_contradiction(figure, before.reading, before.where.rpartition("!")[2], before.text)
            reader.compare_totals()
            result = reader.result()
            self._statement.blank += result.blanks
            yield result

    def _before(self, figure: ReadFigure, table: int) -> StatedCell | None:
        """Take a figure; where the table has stated it before, return that."""
        report, indicator = self._report(figure.place), self._seen.catalogue.indicator_of(figure.indicator).pk
        if not figure.is_reported:
            cell = StatedCell(figure.reading, figure.reference, figure.text)
            return self._statement.compare_once(
                figure.period, report.place_id, indicator, figure.basis, cell, table=table
            )
        cell = StatedCell(figure.reading, figure.reference, figure.text, _BASES[figure.basis])
        quarter = self._quarters.get(figure.period) or Quarter.parse(figure.period)
        self._quarters[figure.period] = quarter
        return self._statement.add_once(quarter, report, indicator, cell, table=table)

    def _report(self, slug: str) -> ReportKey:
        """Return the report of a place; one that the catalogue does not name was chosen for a file before."""
        if slug not in self._reports:
            self._reports[slug] = ReportKey(Place.objects.values_list("pk", flat=True).get(slug=slug))
        return self._reports[slug]


def _seen(file_import: FileImport, content: IO[bytes], mapping: Mapping[str, Any]) -> Seen:
    return look_at(
        content,
        _catalogue(file_import),
        _expected(file_import, mapping.get("place", "")),
        name=file_import.name,
        encoding=mapping.get("encoding", ""),
        separator=mapping.get("separator", ""),
    )


def _catalogue(file_import: FileImport) -> Catalogue:
    """Return the names of the places that the person enters for, and of all indicators. Costs three queries."""
    scope = scope_of(file_import.made_by, timezone.localdate(file_import.made_at))
    return load_catalogue(reach=None if scope.everything else scope.places(Role.CLERK))


def _quarter(file_import: FileImport) -> Quarter | None:
    """Return the quarter that was chosen for a file that names none itself; None where none was."""
    return None if file_import.quarter is None else Quarter(file_import.year, file_import.quarter)


def _expected(file_import: FileImport, place: str = "") -> Expected:
    quarter = _quarter(file_import)
    period = "" if quarter is None else str(quarter)
    return Expected(period=period, place=place, language=file_import.language)


def _remembered(file_import: FileImport, seen: Seen) -> tuple[Proposal, ...] | None:
    """Return the tables with the columns that were confirmed for an earlier file; None if none fits them all.

    Of an office's file those of the same office, whoever brought them: two offices may mean different things by one
    head. Of a file whose office was not said, the person's own.
    """
    source = file_import.source_id
    same = {"source": source} if source else {"source": None, "made_by": file_import.made_by_id}
    earlier = (
        FileImport.objects.filter(**same, mapping__tables__isnull=False)
        .exclude(pk=file_import.pk)
        .order_by("-made_at", "-pk")
        .values_list("mapping", flat=True)[:_FILES_REMEMBERED]
    )
    for data in earlier:
        try:
            known = [TableMapping.from_json(each) for each in (data or {}).get("tables", ())]
        except UnreadableMappingError:
            continue
        if len(known) != len(seen.tables):
            continue
        expected = _expected(file_import)
        found = [
            fitted(mapping, one.table, seen.catalogue, expected)
            for mapping, one in zip(known, seen.tables, strict=True)
        ]
        if known and all(proposal is not None for proposal in found):
            return tuple(proposal for proposal in found if proposal is not None)
    return None
