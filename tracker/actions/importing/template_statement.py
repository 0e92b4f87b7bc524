"""Find for each row of a filled template the report, the line and the figures that it means."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import override

from provinces.models import Organisation, Place
from provinces.text import search_key
from provinces.wording import local_name
from tracker.actions.entry_table import table_unit
from tracker.actions.importing.compared import FileProblem
from tracker.actions.importing.statement import ReportKey, StatedCell, Statement
from tracker.exchange.cell_texts import read_cell
from tracker.exchange.incoming.names import Catalogue
from tracker.exchange.numbers import ColumnEvidence, UnreadableNumberError, evidence_of
from tracker.exchange.template_reading import NumberCell, TemplateFile, TemplateLine
from tracker.models import Indicator, IndicatorKind
from tracker.progress.periods import Quarter


@dataclass
class TemplateStatement:
    """What a filled template states, and the rows and cells that could not be read."""

    statement: Statement = field(default_factory=Statement)
    problems: list[FileProblem] = field(default_factory=list)


def statement_of_template(
    template: TemplateFile, *, quarter: Quarter, language: str, catalogue: Catalogue
) -> TemplateStatement:
    """Return what the template states; rows that say nothing are counted and left alone. Costs two queries.

    :raises UnreadableFileError: as `TemplateFile.lines`.
    """
    evidence = tuple(
        evidence_of((line.numbers[position].text for line in template.lines(language)), language)
        for position in range(2)
    )
    return _Reading(quarter, language, catalogue, evidence).of(template.lines(language))


class _Reading:
    def __init__(
        self, quarter: Quarter, language: str, catalogue: Catalogue, evidence: tuple[ColumnEvidence, ...]
    ) -> None:
        self._quarter = quarter
        self._language = language
        self._catalogue = catalogue
        self._evidence = evidence
        self._found = TemplateStatement()
        self._places = _keys_by_slug(catalogue)
        self._reporters = _reporters()
        self._units: dict[int, Mapping[str, str]] = {}

    def of(self, lines: Iterator[TemplateLine]) -> TemplateStatement:
        for line in lines:
            if line.is_blank:
                self._found.statement.blank += 1
            else:
                self._read(line)
        return self._found

    def _read(self, line: TemplateLine) -> None:
        if not (line.place or line.code):
            text = " ".join(number.text for number in line.numbers if number.text)
            sentence = _("The row names no place and no indicator: copy them from the template, or clear the row.")
            self._refuse(line, text or line.note or line.source or line.reason, sentence)
            return
        place = self._catalogue.place(line.place)
        if not place.key:
            self._refuse(line, line.place, self._no_place(line.place, several=len(place.keys) > 1))
            return
        code = self._catalogue.indicator(line.code).key
        if not code:
            self._refuse(line, line.code, _("There is no indicator of this code. Copy the code from the template."))
            return
        reporter = self._reporters.get(search_key(line.reporter)) if line.reporter else None
        if line.reporter and reporter is None:
            sentence = _("No organisation of this name owes reports. Copy the name from the template, or leave it out.")
            self._refuse(line, line.reporter, sentence)
            return
        indicator = self._catalogue.indicator_of(code)
        if line.unit and search_key(line.unit) not in (known := self._units_of(indicator)):
            sentence = _("The template asks for %(unit)s. Write the numbers in that unit, and its name as it was.")
            self._refuse(line, line.unit, sentence % {"unit": known[search_key(table_unit(indicator))]})
            return
        cells = [
            cell
            for position, number in enumerate(line.numbers)
            if (cell := self._cell(line, number, _counted_in(indicator, position), position)) is not None
        ]
        said = {"note": line.note, "source": line.source, "reason": line.reason}
        report = ReportKey(self._places[place.key], reporter)
        for cell in cells:
            self._found.statement.add(self._quarter, report, indicator.pk, cell)
        if any(said.values()):
            words = {name: text for name, text in said.items() if text}
            self._found.statement.say(self._quarter, report, indicator.pk, words, line.where)

    def _cell(self, line: TemplateLine, number: NumberCell, indicator: Indicator, position: int) -> StatedCell | None:
        if not number.text:
            return None
        try:
            reading = read_cell(number.text, indicator, self._language, self._evidence[position])
        except UnreadableNumberError as error:
            self._found.problems.append(FileProblem(number.where, self._about(line), number.text, str(error)))
            return None
        return StatedCell(reading, number.where, number.text, second=position > 0)

    def _units_of(self, indicator: Indicator) -> Mapping[str, str]:
        """Return the unit of an indicator's rows by its search key, as the template writes it in each language."""
        if indicator.pk not in self._units:
            names = []
            for language, _name in settings.LANGUAGES:
                with override(language):
                    names.append(table_unit(indicator))
            self._units[indicator.pk] = {search_key(name): name for name in names}
        return self._units[indicator.pk]

    def _refuse(self, line: TemplateLine, text: str, sentence: str) -> None:
        self._found.problems.append(FileProblem(line.where, self._about(line), text, sentence))

    def _about(self, line: TemplateLine) -> str:
        """Return the place and the indicator of a row, the latter by its name where its code is known."""
        code = self._catalogue.indicator(line.code).key
        name = local_name(self._catalogue.indicator_of(code)) if code else line.code
        return f"{line.place} · {name}"

    def _no_place(self, text: str, *, several: bool) -> str:
        if several:
            return _("Several of your places bear this name. Write the name in full, as the template does.")
        near = self._catalogue.places_near(text)
        if near:
            return _("There is no such place among those that you enter for. Did you mean: %(names)s?") % {
                "names": ", ".join(near)
            }
        return _("There is no such place among those that you enter for.")


def _counted_in(indicator: Indicator, position: int) -> Indicator:
    """Return the indicator whose unit a number is in: the parts of a ratio have their own."""
    if indicator.kind != IndicatorKind.RATIO:
        return indicator
    return (indicator.denominator if position else indicator.numerator) or indicator


def _keys_by_slug(catalogue: Catalogue) -> Mapping[str, int]:
    return dict(Place.objects.filter(slug__in=[place.key for place in catalogue.places]).values_list("slug", "pk"))


def _reporters() -> Mapping[str, int]:
    """Return the organisations that owe or have made reports, by each of their names."""
    rows = (
        Organisation.objects.filter(Q(duties__isnull=False) | Q(reports__isnull=False))
        .distinct()
        .order_by("pk")
        .only("pk", "slug", "name", "name_en")
    )
    return {search_key(name): row.pk for row in rows for name in (row.slug, row.name_en, row.name) if name}
