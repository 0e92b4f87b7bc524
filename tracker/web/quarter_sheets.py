"""Put the official layout of a quarter into sheets: words in the reader's language, numbers as they are told."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from tracker.exchange.official_sheet import Cell, Head, Number, OfficialSheet, SheetLine
from tracker.progress.quarter_layout import (
    BELOW,
    LayoutCell,
    LayoutColumn,
    LayoutLine,
    QuarterLayout,
    is_flow,
    is_of_the_year,
)
from tracker.progress.row_edges import projection_sentences, row_sentences
from tracker.progress.rows import ProgressRow
from tracker.web.cells import unit_name
from tracker.web.numbers import amount_text, day_text, period_text, range_text, share_range_text, with_comparator
from tracker.web.words import ROLE_WORDS, SILENT_STATES, STATE_WORDS, name_of


def quarter_sheet(
    layout: QuarterLayout, *, above: Sequence[str], dated: str, period: str, footer: str
) -> OfficialSheet:
    """Return the sheet of the place's own numbers; ``above`` are the lines under the title, such as the state."""
    lines: list[SheetLine] = []
    notes = _Notes()
    for kind, each in layout.sections:
        heading = str(kind.words)
        lines.append(SheetLine((kind.number, heading, *("",) * 11), bold=True, heading=True))
        lines += [_line(line, notes) for line in each]
    return OfficialSheet(
        name=_("Quarter"),
        office=name_of(layout.place),
        dated=dated,
        title=_("REPORT ON ATTRACTING INVESTMENT"),
        period=period,
        lines_above=tuple(above),
        heads=_heads(),
        widths=(5, 34, 10.5, 11, 11, 9, 11, 11, 11, 9, 14, 10, 10),
        texts=3,
        has_note=True,
        lines=tuple(lines),
        notes=(*_key(), *notes.below),
        signatures=(_("PREPARED BY"), _("HEAD OF THE OFFICE")),
        footer=footer,
    )


def below_sheet(
    layout: QuarterLayout, *, above: Sequence[str], dated: str, period: str, footer: str
) -> OfficialSheet | None:
    """Return the sheet of the places below side by side with their sums; None without any."""
    if not layout.below:
        return None
    lines = [
        SheetLine((str(number), name_of(line.place), *map(_cell, line.cells)))
        for number, line in enumerate(layout.below, start=1)
    ]
    lines.append(SheetLine(("", _("Sum of the places below"), *map(_cell, layout.sums)), bold=True))
    counted: list[Cell] = []
    for (code, _unit), (reported, owing) in zip(BELOW, layout.reported, strict=True):
        words = _("%(reported)s of %(owing)s") % {"reported": reported, "owing": owing} if owing else ""
        counted += [words, words] if is_flow(code) else [words]
    lines.append(SheetLine(("", _("Reported, of those that owe a report"), *counted)))
    return OfficialSheet(
        name=_("By place"),
        office=name_of(layout.place),
        dated=dated,
        title=_("PLACES BELOW, SIDE BY SIDE"),
        period=period,
        lines_above=tuple(above),
        heads=(
            Head(_("No.")),
            Head(_("Place")),
            Head(_("FDI registered (million USD)"), (_("In the quarter"), _("Year to date"))),
            Head(_("DDI registered (billion VND)"), (_("In the quarter"), _("Year to date"))),
            Head(_("Land leased to date (ha)")),
            Head(_("Industrial and service land (ha)")),
            Head(_("Occupancy (%)")),
        ),
        widths=(5, 56, 14, 14, 14, 14, 14, 16, 13),
        texts=2,
        lines=tuple(lines),
        notes=(
            *_key(),
            _(
                "Occupancy in the row of sums is the land leased of the places with both numbers, divided by their "
                "industrial and service land; the rates are never averaged. A place's own report is not in this table. "
                "Places that lie inside others stand here too; the sum adds each figure once."
            ),
        ),
        footer=footer,
    )


def _heads() -> tuple[Head, ...]:
    return (
        Head(_("No.")),
        Head(_("Indicator")),
        Head(_("Unit")),
        Head(_("Quarter"), (_("Same quarter last year"), _("This quarter"), _("Ratio, %"))),
        Head(_("Expected full year")),
        Head(_("Year to date"), (_("Last year"), _("This year"), _("Ratio, %"))),
        Head(_("Plan of the year"), (_("Annual plan"), _("% of plan"))),
        Head(_("Note")),
    )


def _key() -> tuple[str, ...]:
    return (
        _(
            "Blank: not reported or not known; 0: reported as zero; “-”: reported as nil; x: the line has no such "
            "number. Ratio: 100 % means unchanged."
        ),
    )


class _Notes:
    """The notes below the table, numbered in the order in which lines ask for them; equal ones stand once."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def beside(self, sentences: Iterable[str]) -> str:
        """Return what stands beside a line: the numbers of its notes."""
        numbers = (self._numbers.setdefault(sentence, len(self._numbers) + 1) for sentence in sentences)
        return " ".join(f"({number})" for number in sorted(set(numbers)))

    @property
    def below(self) -> tuple[str, ...]:
        """Return the notes with their numbers."""
        return tuple(f"({number}) {sentence}" for sentence, number in self._numbers.items())


def _line(line: LayoutLine, notes: _Notes) -> SheetLine:
    is_money = line.row is not None and bool(line.row.indicator.currency)
    unit = unit_name(line.row.indicator) if line.row is not None and is_money else str(line.kind.shown_unit)
    cells = [_cell(cell) for cell in line.cells]
    is_main = bool(line.kind.number) and "." not in line.kind.number
    return SheetLine(
        (line.kind.number, str(line.kind.words), unit, *cells, notes.beside(_sentences(line))), bold=is_main
    )


def _cell(cell: LayoutCell) -> Cell:
    if cell.low is None:
        return None if cell.applies else "x"
    if cell.high is not None and cell.high != cell.low:
        of_share, ends = share_range_text, (cell.low, cell.high, cell.comparator)
        return of_share(*ends) if cell.share else range_text(*ends)
    before, _number, after = with_comparator("#", cell.comparator).partition("#")
    return Number(cell.low, share=cell.share, nil=cell.nil, before=before, after=after)


def _sentences(line: LayoutLine) -> list[str]:
    """Return without what the numbers of a line would be misread."""
    row = line.row
    if row is None:
        return [words for other in line.other_rows for words in _of_other(other)]
    found = []
    if row.to_date.to_on is not None and row.to_date.to_on != row.progress.quarter.last_day:
        found.append(_("Figures to %(day)s.") % {"day": day_text(row.to_date.to_on)})
    # What a sentence says with the names of the places is not said again by a word.
    silent = {*SILENT_STATES, *(("perimeter_differs",) if row.perimeter_differs else ())}
    states = [str(STATE_WORDS[state]) for state in row.states if state in STATE_WORDS and state not in silent]
    if states:
        found.append("; ".join(states).capitalize() + ".")
    found += row_sentences(row, (row, *line.other_rows))
    shown = dict(zip(LayoutColumn, line.cells, strict=True))
    if shown[LayoutColumn.FULL_YEAR].low is not None:
        found += [f"{_('Expected full year')}: {sentence}" for sentence in projection_sentences(row)]
    compared = row.same_quarter_last_year
    if compared is not None and compared.units is not None and compared.units != compared.units_of:
        words = {"units": compared.units, "of": compared.units_of}
        found.append(_("The quarter is compared with last year over %(units)s of %(of)s units.") % words)
    if row.terms is not None and not is_of_the_year(row):
        found += _of_other(row)
    return found + [words for other in line.other_rows for words in _of_other(other)]


def _of_other(row: ProgressRow) -> list[str]:
    """Return what another goal, or a figure in another unit, says of the same line."""
    if row.terms is not None:
        words = {
            "role": ROLE_WORDS[row.terms.role],
            "period": period_text(row.terms.starts, row.terms.ends),
            "number": amount_text(row.terms.amount, row.indicator.display_scale),
            "unit": unit_name(row.indicator),
        }
        return [_("%(role)s, %(period)s: %(number)s %(unit)s.") % words]
    if row.to_date.amount is None:
        return []
    amount = amount_text(row.to_date.amount, row.indicator.display_scale)
    return [_("Also reported: %(number)s %(unit)s.") % {"number": amount, "unit": unit_name(row.indicator)}]
