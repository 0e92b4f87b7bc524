"""Write progress rows as a table for the terminal, in the active language, with the numbers and words of the pages."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from provinces.wording import local_name
from tracker.progress.money_words import heading
from tracker.progress.money_words import sentences as money_sentences
from tracker.progress.number_texts import MISSING, NO_BREAK, amount_text, percent_text, range_text, share_range_text
from tracker.progress.row_edges import row_sentences
from tracker.progress.rows import PlaceProgress, ProgressRow, RowKind
from tracker.progress.sentences import gap_text
from tracker.progress.wording import STATUS_WORDS, name_of

_PLAIN = {ord(NO_BREAK): " "}  # a terminal breaks no number


def _cells(row: ProgressRow, indent: str) -> tuple[str, ...]:
    face, scale = row.indicator, row.indicator.display_scale
    unit = local_name(face, "display_unit")
    bearer = name_of(row.target.investor if row.target and row.target.investor else row.place)
    if row.kind is RowKind.COLLECTIVE:
        bearer = _("%(places)s: the remaining ones together") % {"places": bearer}
    progress, expected = row.progress, row.progress.expected
    reached, needed = progress.attainment, progress.needed_per_remaining_quarter
    reported, owing = row.reported_of_expected
    cells = (
        f"{indent}{name_of(face)} ({unit})",
        bearer,
        amount_text(row.terms.amount if row.terms else None, scale),
        amount_text(row.to_date.amount, scale),
        share_range_text(reached.low, reached.high, reached.comparator),
        MISSING if expected is None or expected.low is None or expected.share is None else percent_text(expected.share),
        str(STATUS_WORDS[progress.status]),
        gap_text(progress, face),
        range_text(needed.low, needed.high, needed.comparator, scale),
        f"{reported}/{owing}",
    )
    return tuple(cell.translate(_PLAIN) for cell in cells)


def _noted(rows: Iterable[ProgressRow], indent: str, beside: Sequence[ProgressRow] = ()) -> list[tuple[str, ...]]:
    """Return the lines of rows, each followed by what must be said of it, as a line of one cell."""
    lines: list[tuple[str, ...]] = []
    for row in rows:
        lines.append(_cells(row, indent))
        lines += [(f"{indent}  ! {text.translate(_PLAIN)}",) for text in row_sentences(row, beside)]
    return lines


def table_text(progress: PlaceProgress) -> str:
    """Return the rows as lines of text: the parts of a goal indented under it, the places below marked with “>”.

    Lines that begin with “!” say what the numbers above them do not say by themselves.
    """
    heads = (
        _("Indicator"),
        _("For"),
        _("Target"),
        _("To date"),
        _("% of target"),
        _("Expected by now"),
        _("Status"),
        _("To go"),
        _("Needed per remaining quarter"),
        _("Reported"),
    )
    lines: list[tuple[str, ...]] = [heads]
    for row in progress.rows:
        lines += [*_noted([row], "", progress.rows), *_noted(row.parts, "  ")]
    for child in progress.children:
        lines += _noted(child.rows, "> ", child.rows)
    whole = [line for line in lines if len(line) == len(heads)]
    widths = [max(len(line[column]) for line in whole) for column in range(len(heads))]
    title = f"{name_of(progress.place)}, {progress.quarter} (map={progress.map_choice.value})"
    if not progress.exists:
        return "\n".join([title, _("The place is not on this map in this quarter; try the other map.")])
    if len(lines) == 1:
        return "\n".join([title, _("Nothing was promised or reported for the place, as far as was known then.")])
    body = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=False)).rstrip() for line in lines]
    return "\n".join([title, *body, *_in_one_currency(progress)])


def _in_one_currency(progress: PlaceProgress) -> list[str]:
    """Return what amounts of two currencies come to in one, each sentence on a line of its own."""
    lines: list[str] = []
    for item in progress.in_one_currency:
        lines += ["", heading(item), *(f"  {sentence}" for sentence in money_sentences(item))]
    return lines
