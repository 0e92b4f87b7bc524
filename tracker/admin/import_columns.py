"""The form that asks what the columns of a file are; every answer stands as it was proposed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.actions.importing.reading import FileProposal
from tracker.exchange.incoming.asking import Question
from tracker.exchange.incoming.columns import Proposal
from tracker.exchange.incoming.mappings import ColumnChoice, ColumnKind, FigureBasis, Hidden, Scaled, Star, TableMapping
from tracker.exchange.incoming.names import Catalogue
from tracker.exchange.incoming.reading import SeenTable
from tracker.exchange.incoming.sheets import cell_name, column_name, is_blank, shown
from tracker.exchange.wording import language_now, quarter_name
from tracker.progress.periods import Quarter

_SAMPLES: Final = 3
_LONGEST_SAMPLE: Final = 40
# What a column can be; a column of figures says which days its figures speak of.
_FIGURE: Final = "figure"
_WHAT: Final = (
    ("place", gettext_lazy("the place")),
    ("indicator", gettext_lazy("the indicator")),
    ("unit", gettext_lazy("the unit")),
    ("period", gettext_lazy("the quarter")),
    ("basis", gettext_lazy("whether it is the quarter or the year to date")),
    ("figure:in_quarter", gettext_lazy("figures: in the quarter")),
    ("figure:year_to_date", gettext_lazy("figures: year to date")),
    ("figure:as_of", gettext_lazy("figures: level at the end of the quarter")),
    ("figure:since_inception", gettext_lazy("figures: since inception")),
    ("figure:period", gettext_lazy("figures: flows in the quarter, levels at its end")),
    ("figure:", gettext_lazy("figures: another column says which")),
    ("figure:plan", gettext_lazy("the plan (not read)")),
    ("figure:last_year_in_quarter", gettext_lazy("the same quarter last year (not read)")),
    ("figure:last_year_to_date", gettext_lazy("last year to date (not read)")),
    ("note", gettext_lazy("a note (not read)")),
    ("comparison", gettext_lazy("a comparison (not read)")),
    ("ignored", gettext_lazy("something else (not read)")),
)
_YES_NO: Final = (("yes", gettext_lazy("yes")), ("no", gettext_lazy("no")))
_NUMBERS: Final = (("vi", "1.234,5"), ("en", "1,234.5"))
_STARS: Final = (
    (Star.PROVISIONAL.value, gettext_lazy("the figure is provisional")),
    (Star.ESTIMATED.value, gettext_lazy("the figure is an estimate")),
    (Star.FOOTNOTE.value, gettext_lazy("a footnote, nothing about the figure")),
)
_SCALED: Final = (
    (Scaled.SHOWN.value, gettext_lazy("the number as it is shown")),
    (Scaled.KEPT.value, gettext_lazy("the number that the cell keeps")),
)
_HIDDEN: Final = (
    (Hidden.LEAVE_OUT.value, gettext_lazy("leave them out")),
    (Hidden.READ.value, gettext_lazy("read them")),
)


@dataclass(frozen=True)
class ColumnRow:
    """One column as the page shows it: its letter, head and first cells, its fields, and what is asked of it."""

    letter: str
    heading: str
    samples: tuple[str, ...]
    what: Any
    indicator: Any
    period: Any
    questions: tuple[str, ...]


@dataclass(frozen=True)
class TablePart:
    """One table of the file as the page shows it."""

    name: str
    area: str
    use: Any
    answers: tuple[Any, ...]
    columns: tuple[ColumnRow, ...]
    questions: tuple[str, ...]


class ColumnsForm(forms.Form):
    """What the tables of a file are and what each of their columns is."""

    def __init__(self, *args: Any, proposal: FileProposal, quarters: Sequence[Quarter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        assert proposal.seen is not None  # nothing is asked of a filled template
        self.proposal, self.seen = proposal, proposal.seen
        self._quarters = [("", _("as the file says"))] + [
            (str(quarter), quarter_name(quarter.year, quarter.number)) for quarter in quarters
        ]
        self._places = _named(self.seen.catalogue, "place")
        self._indicators = _named(self.seen.catalogue, "indicator")
        for number, (seen, proposed) in enumerate(zip(self.seen.tables, proposal.tables, strict=True)):
            self._add_table(number, seen, proposed)

    # --- Fields ---------------------------------------------------------------------------------------------------

    def _add_table(self, number: int, seen: SeenTable, proposed: Proposal) -> None:
        mapping = proposed.mapping
        self.fields[f"t{number}-use"] = forms.BooleanField(
            label=_("Read this table"), required=False, initial=not mapping.left_out
        )
        for name, field in self._answers(proposed):
            self.fields[f"t{number}-{name}"] = field
        for position, choice in enumerate(mapping.columns):
            letter = column_name(seen.table.left + position)
            prefix = f"t{number}-c{position}"
            self.fields[f"{prefix}-what"] = _choice(
                _("Column %(column)s is") % {"column": letter}, _WHAT, _what(choice)
            )
            self.fields[f"{prefix}-indicator"] = _choice(
                _("Indicator of column %(column)s") % {"column": letter},
                [("", _("as its row says")), *self._indicators],
                choice.indicator,
            )
            self.fields[f"{prefix}-period"] = _choice(
                _("Quarter of column %(column)s") % {"column": letter},
                _with(self._quarters, choice.period),
                choice.period,
            )

    def _answers(self, proposed: Proposal) -> Iterable[tuple[str, forms.Field]]:
        """Yield the fields of the table as a whole: those that something in it needs."""
        mapping = proposed.mapping
        asked = {question.code for question in proposed.questions}
        yield "period", _choice(_("Quarter"), _with(self._quarters, mapping.period), mapping.period)
        if mapping.place or "place" in asked:
            yield "place", _choice(_("Place"), [("", "–"), *self._places], mapping.place)
        if mapping.indicator or "indicator" in asked:
            yield "indicator", _choice(_("Indicator"), [("", "–"), *self._indicators], mapping.indicator)
        if mapping.in_shown_units is not None or "unit" in asked:
            yield (
                "in_shown_units",
                _choice(
                    _("Amounts without a unit are in the unit that we show"), _YES_NO, _yes(mapping.in_shown_units)
                ),
            )
        if mapping.numbers or "numbers" in asked:
            yield "numbers", _choice(_("Numbers are written as"), _NUMBERS, mapping.numbers)
        if mapping.star is not None or "star" in asked:
            yield "star", _choice(_("A star beside a figure means"), _STARS, mapping.star or "")
        if mapping.scaled is not None or "scaled" in asked:
            yield "scaled", _choice(_("Where the last digits are not shown, read"), _SCALED, mapping.scaled or "")
        if mapping.hidden is not None or "hidden" in asked:
            yield "hidden", _choice(_("Hidden rows and columns"), _HIDDEN, mapping.hidden or "")
        if mapping.fill_down is not None or "fill_down" in asked:
            yield "fill_down", _choice(_("A name stands for the rows below it too"), _YES_NO, _yes(mapping.fill_down))

    # --- What was answered ----------------------------------------------------------------------------------------

    def mapping(self) -> dict[str, Any]:
        """Return what is kept of the answers. Expects a valid form."""
        return self.proposal.with_columns(
            self._answered(number, table.mapping) for number, table in enumerate(self.proposal.tables)
        )

    def _answered(self, number: int, mapping: TableMapping) -> TableMapping:
        data = self.cleaned_data
        told = {name: data.get(f"t{number}-{name}") for name in ("period", "place", "indicator")}
        columns = []
        for position, choice in enumerate(mapping.columns):
            prefix = f"t{number}-c{position}"
            kind, _colon, basis = data[f"{prefix}-what"].partition(":")
            columns.append(
                replace(
                    choice,
                    kind=ColumnKind(kind),
                    basis=FigureBasis(basis) if basis else None,
                    indicator=data[f"{prefix}-indicator"] if kind == _FIGURE else "",
                    period=data[f"{prefix}-period"] if kind == _FIGURE else "",
                )
            )
        changes: dict[str, Any] = {name: value for name, value in told.items() if value is not None}
        for name, enumeration in (("star", Star), ("scaled", Scaled), ("hidden", Hidden)):
            if value := data.get(f"t{number}-{name}"):
                changes[name] = enumeration(value)
        if value := data.get(f"t{number}-numbers"):
            changes["numbers"] = value
        for name in ("in_shown_units", "fill_down"):
            if value := data.get(f"t{number}-{name}"):
                changes[name] = value == "yes"
        return replace(mapping, columns=tuple(columns), left_out=not data[f"t{number}-use"], **changes)

    # --- The page -------------------------------------------------------------------------------------------------

    @property
    def tables(self) -> list[TablePart]:
        """Return the tables with their bound fields."""
        return [self._part(number, seen) for number, seen in enumerate(self.seen.tables)]

    def _part(self, number: int, seen: SeenTable) -> TablePart:
        table = seen.table
        answers = tuple(
            self[name]
            for name in self.fields
            if name.startswith(f"t{number}-") and "-c" not in name and name != f"t{number}-use"
        )
        return TablePart(
            name=table.sheet.name,
            area=f"{cell_name(table.first_row, table.left)}:{cell_name(table.last_row, table.right - 1)}",
            use=self[f"t{number}-use"],
            answers=answers,
            columns=tuple(self._row(number, position, seen) for position in range(len(table.headings))),
            questions=_sentences(self.proposal.tables[number].questions, None),
        )

    def _row(self, number: int, position: int, seen: SeenTable) -> ColumnRow:
        prefix = f"t{number}-c{position}"
        return ColumnRow(
            letter=column_name(seen.table.left + position),
            heading=" / ".join(filter(None, seen.table.headings[position])),
            samples=_samples(seen, position),
            what=self[f"{prefix}-what"],
            indicator=self[f"{prefix}-indicator"],
            period=self[f"{prefix}-period"],
            questions=_sentences(self.proposal.tables[number].questions, position),
        )


def _choice(label: str, choices: Iterable[tuple[Any, Any]], initial: str) -> forms.ChoiceField:
    options = list(choices)
    return forms.ChoiceField(
        label=label, choices=options, initial=str(initial), required=not any(value == "" for value, _name in options)
    )


def _with(choices: Sequence[tuple[str, str]], value: str) -> list[tuple[str, str]]:
    """Return the choices with one that the file itself says, which may be older than those offered."""
    return list(choices) if any(value == known for known, _name in choices) else [*choices, (value, value)]


def _named(catalogue: Catalogue, what: str) -> list[tuple[str, str]]:
    entries = catalogue.places if what == "place" else catalogue.indicators
    return [(entry.key, entry.names[0]) for entry in entries]


def _what(choice: ColumnChoice) -> str:
    if choice.kind is not ColumnKind.FIGURE:
        return choice.kind.value
    return f"{_FIGURE}:{'' if choice.basis is None else choice.basis.value}"


def _yes(answer: bool | None) -> str:
    return "" if answer is None else "yes" if answer else "no"


def _samples(seen: SeenTable, position: int) -> tuple[str, ...]:
    column = seen.table.left + position
    cells = [row.cells[column] for row in seen.table.sample if column < len(row.cells)]
    texts = [shown(cell, language_now()) for cell in cells if not is_blank(cell)][:_SAMPLES]
    return tuple(text if len(text) <= _LONGEST_SAMPLE else text[: _LONGEST_SAMPLE - 1] + "…" for text in texts)


def _sentences(questions: Iterable[Question], column: int | None) -> tuple[str, ...]:
    return tuple(question.sentence for question in questions if question.column == column)
