"""Let a reader choose of any table which columns it shows and which rows: in the address alone, so without a script."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.functional import cached_property

from provinces.text import search_key
from tracker.web.asked import Asked, known_and_unknown

if TYPE_CHECKING:
    from tracker.web.columns import PageColumn

SHORT_TABLE = 15
"""A table of no more rows is read faster than it is searched."""


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """A column that a reader can take away: its name in the address, its words, and whether it is shown."""

    name: str
    label: str
    shown: bool


class ReaderChoices:
    """What `tracker.web.columns.PageTable` does with the columns and the words that its address asks for."""

    as_it_is: ClassVar[bool] = False
    """Whether nothing can be asked of it, as of a sheet of paper: no words to find, no columns to choose."""
    searched: ClassVar[bool] = True
    """Whether rows can be found by their words; a page that has a search of its own for them needs no second."""

    asked: Asked
    every: tuple[Any, ...]
    data: Any

    if TYPE_CHECKING:

        @property
        def all_columns(self) -> list[tuple[str, "PageColumn", str]]:
            """Return name, column and header text of each column."""

        def value_of(self, name: str, row: Any) -> Any:
            """Return what a file says in a cell."""

    # -- columns -----------------------------------------------------------------------------------------------------

    @cached_property
    def page_columns(self) -> list[tuple[str, "PageColumn", str]]:
        """Return the columns that the page shows: those that were chosen or are there at first, and the row's name."""
        known, _unknown = self._chosen
        columns = [column for column in self.all_columns if column[1].on_page]
        wanted = known or [name for name, column, _label in columns if column.at_first or self.as_it_is]
        return [each for each in columns if each[0] in wanted or not each[1].can_go] or columns

    @property
    def _chosen(self) -> tuple[list[str], list[str]]:
        """Return the names of the chosen columns, none for all of them, and the names that are no column's."""
        if self.as_it_is:
            return [], []
        return known_and_unknown(
            self.asked.columns, [name for name, column, _label in self.all_columns if column.on_page]
        )

    @property
    def unknown_columns(self) -> str:
        """Return the names in the address that are no column of the table."""
        return ", ".join(name[:60] for name in self._chosen[1])

    @cached_property
    def column_choices(self) -> list[ColumnChoice]:
        """Return the columns that can be taken away; none where there would be nothing to choose."""
        shown = {name for name, _column, _label in self.page_columns}
        choices = [
            ColumnChoice(name, label, name in shown)
            for name, column, label in self.all_columns
            if column.on_page and column.can_go
        ]
        return choices if len(choices) > 1 and not self.as_it_is else []

    @property
    def fixed_columns(self) -> list[tuple[str, str]]:
        """Return name and words of the columns that are always shown."""
        return [(name, label) for name, column, label in self.all_columns if column.on_page and not column.can_go]

    @property
    def columns_gone(self) -> list[str]:
        """Return the words of the columns that the page could show and does not."""
        return [choice.label for choice in self.column_choices if not choice.shown]

    @property
    def columns_chosen(self) -> bool:
        """Return whether a reader has asked for columns."""
        return bool(self._chosen[0])

    @property
    def file_columns(self) -> list[tuple[str, "PageColumn", str]]:
        """Return the columns that a download has: all, unless the address asks for those that are shown.

        What stands beside a number in a file (unit, comparison, upper end) goes only with its number.
        """
        columns = [column for column in self.all_columns if column[1].in_files]
        if self.asked.parameters.get("file-columns") != "shown":
            return columns
        gone = [choice.name for choice in self.column_choices if not choice.shown]
        return [each for each in columns if not any(each[0] == name or each[0].startswith(f"{name}_") for name in gone)]

    # -- rows --------------------------------------------------------------------------------------------------------

    @cached_property
    def found_words(self) -> str:
        """Return the words that rows must have to be shown; nothing where none are asked for."""
        return "" if self.as_it_is else self.asked.value("find").strip()

    def _has_words(self, row: Any) -> bool:
        """Return whether a row's words hold each of those asked for, with or without accents."""
        wanted = search_key(self.found_words).split()
        # A column of graphs or links has no words of its own.
        columns = self.page_columns if self.columns_chosen else [each for each in self.all_columns if each[1].on_page]
        told = (name for name, column, _label in columns if column.in_files or column.orderable)
        values = (self.value_of(name, row) for name in told)
        said = search_key(" ".join(value for value in values if isinstance(value, str)))
        return bool(wanted) and all(word in said for word in wanted)

    @property
    def is_asked_for(self) -> bool:
        """Return whether the address asks anything of it, so that a fold around it must stand open."""
        return self.columns_chosen or any(self.asked.value(what) for what in ("find", "sort", "leaf"))

    @property
    def is_empty(self) -> bool:
        """Return whether there is no row at all, whatever is searched for."""
        return not self.every

    @property
    def finds_nothing(self) -> bool:
        """Return whether there are rows, and none of them has the words that are searched for."""
        return bool(self.every) and not self.data.data

    # -- addresses ---------------------------------------------------------------------------------------------------

    @property
    def download_address(self) -> str:
        """Return the address of the same table as a CSV file, in the same order, with all its columns."""
        return self.asked.file_address()

    @property
    def workbook_address(self) -> str:
        """Return the address of the same file as a workbook."""
        return self.asked.file_address("xlsx")

    @property
    def shown_download_address(self) -> str:
        """Return the address of the file without the columns that were taken away; empty where none was."""
        return self.asked.file_address(shown=True) if self.columns_gone else ""

    @property
    def shown_workbook_address(self) -> str:
        """Return the address of that file as a workbook; empty where no column was taken away."""
        return self.asked.file_address("xlsx", shown=True) if self.columns_gone else ""

    @property
    def offers_search(self) -> bool:
        """Return whether the table is long enough to be searched, or is being searched."""
        return bool(self.found_words) or (self.searched and not self.as_it_is and len(self.every) > SHORT_TABLE)

    @property
    def every_row_address(self) -> str:
        """Return the address without the words that are searched for."""
        return self.asked.address(find="")

    @property
    def every_column_address(self) -> str:
        """Return the address with all columns: by their names where some are not there at first."""
        columns = [(name, column) for name, column, _label in self.all_columns if column.on_page]
        every = "" if all(column.at_first for _name, column in columns) else ",".join(name for name, _column in columns)
        return self.asked.address(leaves=True, columns=every)

    @property
    def handed_on_by_search(self) -> list[tuple[str, str]]:
        """Return what the form that searches hands on."""
        return self.asked.handed_on("find")

    @property
    def handed_on_by_columns(self) -> list[tuple[str, str]]:
        """Return what the form that chooses columns hands on."""
        return self.asked.handed_on("columns")
