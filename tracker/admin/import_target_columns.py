"""The form that asks what the columns of a file of targets are; every answer stands as it was understood."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _

from tracker.actions.importing.target_files import TargetProposal
from tracker.exchange.incoming.sheets import Sheets, column_name
from tracker.exchange.target_columns import COLUMNS, headings
from tracker.exchange.target_reading import TargetTable, problems_of_columns
from tracker.exchange.wording import language_now

_LONGEST_SAMPLE: Final = 40


@dataclass(frozen=True)
class TargetColumnRow:
    """One column as the page shows it: its letter, head and first cells, and the field that says what it is."""

    letter: str
    heading: str
    samples: tuple[str, ...]
    what: Any


@dataclass(frozen=True)
class TargetTablePart:
    """One table of the file as the page shows it."""

    name: str
    head: int
    columns: tuple[TargetColumnRow, ...]


class TargetColumnsForm(forms.Form):
    """What each column of the tables is."""

    def __init__(self, *args: Any, proposal: TargetProposal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.proposal = proposal
        choices = [("", _("something else (not read)")), *headings().items()]
        for number, table in enumerate(proposal.tables):
            for position, column in enumerate(table.columns):
                self.fields[_name(number, position)] = forms.ChoiceField(
                    label=_("Column %(column)s is") % {"column": column_name(position)},
                    choices=choices,
                    initial=column,
                    required=False,
                )

    def clean(self) -> dict[str, Any]:
        """Refuse columns that are no table of targets."""
        data = super().clean() or self.cleaned_data
        for number, columns in enumerate(self._chosen()):
            for sentence in problems_of_columns(columns):
                self.add_error(None, f"{self.proposal.tables[number].sheet.name}: {sentence}")
        return data

    def mapping(self) -> dict[str, Any]:
        """Return what is kept of the answers. Expects a valid form."""
        return self.proposal.with_columns(self._chosen())

    @property
    def sheets(self) -> Sheets:
        """Return the file as it was opened."""
        return self.proposal.sheets

    @property
    def tables(self) -> list[TargetTablePart]:
        """Return the tables with their bound fields."""
        return [self._part(number, table) for number, table in enumerate(self.proposal.tables)]

    def _chosen(self) -> list[Sequence[str]]:
        return [
            [
                column if (column := self.cleaned_data.get(_name(number, position), "")) in COLUMNS else ""
                for position in range(len(table.columns))
            ]
            for number, table in enumerate(self.proposal.tables)
        ]

    def _part(self, number: int, table: TargetTable) -> TargetTablePart:
        samples = table.samples(language_now())
        rows = tuple(
            TargetColumnRow(
                column_name(position), head, tuple(map(_cut, samples[position])), self[_name(number, position)]
            )
            for position, head in enumerate(table.heads)
        )
        return TargetTablePart(table.sheet.name, table.head, rows)


def _name(table: int, position: int) -> str:
    return f"t{table}-c{position}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_SAMPLE else text[: _LONGEST_SAMPLE - 1] + "…"
