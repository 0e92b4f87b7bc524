"""A report as a table of cells, for files that people open in a spreadsheet, change and send back; pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from provinces.text import search_key
from tracker.exchange.blocks import UnreadableBlockError
from tracker.exchange.cell_texts import write_cell
from tracker.exchange.demonstration import mark
from tracker.exchange.numbers import marks_of
from tracker.exchange.wording import in_shown_unit
from tracker.models import Indicator, ObservationStatus

# Keys of the columns in the order of a file; "0" and "1" are the two columns of numbers, as on the entry page.
COLUMNS: Final = ("code", "indicator", "unit", "0", "1", "note", "source", "reason")
NUMBER_COLUMNS: Final = ("0", "1")
# What names the row and is only read by people.
ASIDE: Final = ("code", "indicator", "unit")
# The most of a file that is read.
MOST_BYTES: Final = 5 * 1024 * 1024
MOST_ROWS: Final = 2000
MOST_COLUMNS: Final = 100
# A spreadsheet keeps so many digits of a number and forgets the rest.
DIGITS_OF_A_SPREADSHEET: Final = 15


class UnreadableFileError(UnreadableBlockError):
    """Say why a file is not read as a table, and the cure."""


@dataclass(frozen=True, slots=True)
class TableNumber:
    """One number of a line in single units, with its status; no value and no status is a blank cell."""

    indicator: Indicator
    value: Decimal | None = None
    status: str | None = None

    @property
    def plain(self) -> Decimal | None:
        """Return the number in shown units where a number alone says everything; None for signs, marks and blanks."""
        if self.value is None or self.status not in (None, ObservationStatus.NORMAL):
            return None
        return in_shown_unit(self.value, self.indicator)

    def text(self, language: str) -> str:
        """Return the text that `read_cell` reads as the same in either language.

        Without marks between thousands: a spreadsheet of another language would take 1.234 for a number below two.
        """
        return write_cell(self.value, self.status, self.indicator, language).replace(marks_of(language).group, "")


@dataclass(frozen=True, slots=True)
class TableLine:
    """One row of the table: what names it, its one or two numbers, and what is said about them."""

    code: str
    name: str
    unit: str
    numbers: tuple[TableNumber, ...]
    note: str = ""
    source: str = ""
    reason: str = ""

    def cells(self) -> tuple[str | TableNumber, ...]:
        """Return the cells in the order of the columns; a line with one number has a blank second one."""
        second = self.numbers[1] if len(self.numbers) > 1 else ""
        return (self.code, self.name, self.unit, self.numbers[0], second, self.note, self.source, self.reason)


def headings() -> tuple[str, ...]:
    """Return the headings of the columns in the reader's language."""
    return (
        _("Code"),
        _("Indicator"),
        _("Unit"),
        _("In the quarter"),
        _("Year to date"),
        _("Note"),
        _("Source"),
        _("Reason"),
    )


def heading_words() -> dict[str, tuple[str, ...]]:
    """Return the headings of each column in all languages of the site."""
    found: dict[str, list[str]] = {column: [] for column in COLUMNS}
    for language, _name in settings.LANGUAGES:
        with override(language):
            for column, words in zip(COLUMNS, headings(), strict=True):
                found[column].append(words)
    return {column: tuple(words) for column, words in found.items()}


def without_aside(names: Sequence[str]) -> list[str]:
    """Return the headings that name a column of nothing known: the table's own names of rows are left out."""
    words = heading_words()
    known = {search_key(word) for column in ASIDE for word in words[column]} | set(_marks())
    return [name for name in names if search_key(name) not in known]


def _marks() -> list[str]:
    """Return the heading that a demonstration's file bears, in all languages; elsewhere it names nothing known."""
    found = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            found.append(search_key(mark()))
    return [text for text in found if text]


def too_many_cells() -> UnreadableFileError:
    """Return the refusal of a table that no report fills."""
    return UnreadableFileError(
        _("The table has more than %(rows)s rows or %(columns)s columns. Send the sheet of this report alone.")
        % {"rows": MOST_ROWS, "columns": MOST_COLUMNS}
    )
