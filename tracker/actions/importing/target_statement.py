"""Find for each row of a file of targets what it states of which target, or say where it stands and what to do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from provinces.models import Place
from provinces.text import search_key
from provinces.wording import local_name
from tracker.actions.importing.compared import FileProblem
from tracker.actions.importing.target_names import TargetNames, UnknownNameError
from tracker.actions.targets import LONGEST_REASON
from tracker.exchange.amounts import read_amount_of
from tracker.exchange.cell_texts import is_clearing
from tracker.exchange.numbers import ColumnEvidence, UnreadableNumberError, evidence_of
from tracker.exchange.target_columns import AMOUNTS, COUNTS, DAYS, TEXTS
from tracker.exchange.target_reading import TargetCell, TargetTable, UnreadableDayError, read_day
from tracker.exchange.typed_text import quoted_text
from tracker.exchange.wording import shown_unit
from tracker.models import Comparator, Indicator, Target, TargetRole

# Cells that may be emptied, and what stands in them then.
EMPTIED: Final[Mapping[str, Any]] = {
    **dict.fromkeys(("investor", "value", "high", "baseline", "ends_on", "issuer", "issued_on"), None),
    **dict.fromkeys(("document", "paragraph", "part_of"), None),
    **dict.fromkeys(TEXTS, ""),
}
_MOST_COUNT: Final = 32_767


@dataclass
class StatedTarget:
    """One row: the target that it names (None: a new one), and the fields that it states, each with its cell."""

    where: str
    target: Target | None
    place: Place
    indicator: Indicator
    values: dict[str, Any] = field(default_factory=dict)
    wheres: dict[str, str] = field(default_factory=dict)
    reason: str = ""

    @property
    def about(self) -> str:
        """Return what the row is about, in the reader's language."""
        return f"{local_name(self.place)} · {local_name(self.indicator)}"


@dataclass
class TargetStatement:
    """All that a file states of targets; ``blank`` is for rows that say nothing, of which there are none."""

    rows: list[StatedTarget] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)
    blank: int = 0

    @property
    def count(self) -> int:
        """Return how many rows the file states."""
        return len(self.rows)


class TargetReader:
    """Read tables of targets by their columns; problems gather in the statement."""

    def __init__(self, names: TargetNames, language: str) -> None:
        self._names = names
        self._language = language
        self._statement = TargetStatement()
        self._evidence: dict[str, ColumnEvidence] = {}
        self._comparators = _by_word(Comparator)
        self._roles = _by_word(TargetRole)

    def read(self, tables: list[TargetTable]) -> TargetStatement:
        """Return what the tables state.

        :raises UnreadableFileError: as `Sheet.rows`.
        """
        for table in tables:
            self._evidence = {
                column: evidence_of(
                    (line[column].text for line in table.lines(self._language) if column in line), self._language
                )
                for column in AMOUNTS
                if column in table.columns
            }
            for line in table.lines(self._language):
                self._row(line)
        return self._statement

    def _row(self, line: Mapping[str, TargetCell]) -> None:
        where = line[""].where
        named = self._named(line, where)
        if named is None:
            return
        row = StatedTarget(where, *named)
        before = len(self._statement.problems)
        for column in ("investor", "issuer"):
            self._take(row, line, column, self._names.organisations.find)
        self._take(row, line, "document", self._names.documents.find)
        self._take(row, line, "part_of", self._names.targets.find)
        self._take(row, line, "comparator", partial(_word, known=self._comparators))
        self._take(row, line, "role", partial(_word, known=self._roles))
        for column in DAYS:
            self._take(row, line, column, partial(read_day, last=column == "ends_on"))
        for column in COUNTS:
            self._take(row, line, column, _count)
        for column in TEXTS:
            self._take(row, line, column, str)
        for column in AMOUNTS:
            self._take(row, line, column, partial(self._amount, row, line, column))
        if "reason" in line:
            row.reason = line["reason"].text
            if len(row.reason) > LONGEST_REASON:
                sentence = _("The reason is longer than %(most)s characters; shorten it.") % {"most": LONGEST_REASON}
                self._refuse(line["reason"], row.about, sentence)
        if len(self._statement.problems) == before:
            self._statement.rows.append(row)

    def _named(self, line: Mapping[str, TargetCell], where: str) -> tuple[Target | None, Place, Indicator] | None:
        """Return the target of a row with its place and indicator; None, with a problem, where they do not agree."""
        about = " · ".join(line[name].text for name in ("place", "indicator", "code") if name in line)
        target, cell = None, line[""]
        try:
            if "target" in line:
                cell = line["target"]
                target = self._names.targets.find(cell.text)
            place = target.place if target else None
            if "place" in line:
                cell = line["place"]
                place = self._names.place(cell.text)
            indicator = target.indicator if target else None
            for name in ("code", "indicator"):
                if name in line:
                    cell = line[name]
                    found = self._names.indicator(cell.text)
                    if indicator is not None and found.pk != indicator.pk:
                        raise UnknownNameError(_("This is another indicator than the row means. Correct one of them."))
                    indicator = found
        except UnknownNameError as error:
            self._refuse(cell, about, str(error))
            return None
        if place is None or indicator is None:
            sentence = _("The row names no target: write its place and its indicator, or clear the row.")
            self._statement.problems.append(FileProblem(where, about, "", sentence))
            return None
        if target is not None and place.pk != target.place_id:
            self._refuse(line["place"], about, _("The target belongs to another place; leave its place as it was."))
            return None
        return target, place, indicator

    def _take(self, row: StatedTarget, line: Mapping[str, TargetCell], column: str, read: Callable[[str], Any]) -> None:
        """Put what a cell states into the row; a blank one states nothing."""
        if column not in line:
            return
        cell = line[column]
        try:
            if is_clearing(cell.text):
                if column not in EMPTIED:
                    raise UnknownNameError(_("This cell cannot be empty; type what it says."))
                row.values[column] = EMPTIED[column]
            else:
                row.values[column] = read(cell.text)
            row.wheres[column] = cell.where
        except (UnknownNameError, UnreadableDayError, UnreadableNumberError) as error:
            self._refuse(cell, row.about, str(error))

    def _amount(self, row: StatedTarget, line: Mapping[str, TargetCell], column: str, text: str) -> Any:
        """Return an amount in single units; a unit of the row that is not the shown one is read with the number."""
        unit = line["unit"].text if "unit" in line else ""
        indicator = row.indicator
        shown = {search_key(name) for name in (indicator.display_unit, indicator.display_unit_en) if name}
        written = f"{text} {unit}" if unit and search_key(unit) not in shown else text
        amount = read_amount_of(written, indicator, self._language, self._evidence.get(column))
        if not unit and not amount.unit_written and indicator.display_scale != 1:
            raise UnreadableNumberError(
                _("No unit stands with this amount. Say in which unit the column is, for example %(unit)s.")
                % {"unit": shown_unit(indicator)}
            )
        return amount.value

    def _refuse(self, cell: TargetCell, about: str, sentence: str) -> None:
        self._statement.problems.append(FileProblem(cell.where, about, cell.text, sentence))


def _by_word(choices: Any) -> dict[str, Any]:
    """Return the choices by their names in all languages and by their codes."""
    found: dict[str, Any] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {search_key(str(choice.label)): choice for choice in choices}
    return found | {search_key(choice.value): choice for choice in choices}


def _word(text: str, known: Mapping[str, Any]) -> Any:
    found = known.get(search_key(text))
    if found is None:
        names = ", ".join(dict.fromkeys(str(choice.label) for choice in known.values()))
        raise UnknownNameError(_("“%(text)s” is none of: %(names)s.") % {"text": quoted_text(text), "names": names})
    return found


def _count(text: str) -> int:
    if text.isascii() and text.isdigit() and 0 < int(text) <= _MOST_COUNT:
        return int(text)
    raise UnknownNameError(_("“%(text)s” is no whole number from 1 on.") % {"text": quoted_text(text)})
