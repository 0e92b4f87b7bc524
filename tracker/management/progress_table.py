"""Write progress rows as a table for the terminal, in the active language."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tracker.progress.measures import Amount, Comparator, Ends, Status, rounded_share
from tracker.progress.money_words import heading, sentences
from tracker.progress.rows import PlaceProgress, ProgressRow, RowKind


def _number(value: Decimal, places: int) -> str:
    rounded = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{rounded:,f}"
    whole, _point, decimals = text.partition(".")
    decimals = decimals.rstrip("0")
    if (get_language() or "vi").startswith("vi"):
        return whole.replace(",", ".") + ("," + decimals if decimals else "")
    return whole + ("." + decimals if decimals else "")


def _word(comparator: Comparator) -> str:
    words = {
        Comparator.AT_LEAST: _("at least"),
        Comparator.OVER: _("over"),
        Comparator.ABOUT: _("about"),
        Comparator.NEARLY: _("nearly"),
        Comparator.AT_MOST: _("at most"),
        Comparator.UNDER: _("under"),
    }
    return words.get(comparator, "")


def _amount(amount: Amount | None, scale: Decimal) -> str:
    if amount is None or amount.low is None:
        return "–"
    text = _number(amount.low / scale, 2)
    if amount.high is not None:
        text += "–" + _number(amount.high / scale, 2)
    return f"{_word(amount.comparator)} {text}".strip()


def _ends(ends: Ends, scale: Decimal) -> str:
    if ends.low is None:
        return "–"
    text = _number(ends.low / scale, 2)
    return text if ends.high is None else f"{text}–{_number(ends.high / scale, 2)}"


def _share(ends: Ends) -> str:
    if ends.low is None:
        return "–"
    texts = []
    for share in (ends.low, ends.high):
        if share is not None:
            marker, percent = rounded_share(share, 1)
            texts.append(f"{marker} {_number(percent, 1)} %".strip())
    return f"{_word(ends.comparator)} {'–'.join(texts)}".strip()


def _status(row: ProgressRow) -> str:
    words = {
        Status.NO_TARGET: _("No goal set"),
        Status.NOT_REPORTED: _("No data yet"),
        Status.MET: _("Goal met"),
        Status.INCOMPLETE: _("Incomplete"),
        Status.NOT_DUE: _("Not due yet"),
        Status.ON_TRACK: _("On track"),
        Status.AT_RISK: _("At risk"),
        Status.OFF_TRACK: _("Behind"),
    }
    return words[row.progress.status] if row.progress.status else "–"


def _cells(row: ProgressRow, indent: str) -> tuple[str, ...]:
    vietnamese = (get_language() or "vi").startswith("vi")
    face, scale = row.indicator, row.indicator.display_scale
    name = face.name if vietnamese else face.name_en
    unit = face.display_unit if vietnamese else face.display_unit_en
    holder = row.target.investor if row.target and row.target.investor else row.place
    bearer = holder.name if vietnamese else holder.name_en
    if row.kind is RowKind.COLLECTIVE:
        bearer = _("%(places)s: the remaining ones together") % {"places": bearer}
    expected = row.progress.expected
    reported, owing = row.reported_of_expected
    return (
        f"{indent}{name} ({unit})",
        bearer,
        _amount(row.terms.amount if row.terms else None, scale),
        _amount(row.to_date.amount, scale),
        _share(row.progress.attainment),
        _share(Ends(low=expected.share)) if expected and expected.low is not None else "–",
        _status(row),
        _ends(row.progress.gap, scale),
        _ends(row.progress.needed_per_remaining_quarter, scale),
        f"{reported}/{owing}",
    )


def table_text(progress: PlaceProgress) -> str:
    """Return the rows as lines of text: the parts of a goal indented under it, the places below marked with “>”."""
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
        lines.append(_cells(row, ""))
        lines.extend(_cells(part, "  ") for part in row.parts)
    for child in progress.children:
        lines.extend(_cells(row, "> ") for row in child.rows)
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    place = progress.place.name if (get_language() or "vi").startswith("vi") else progress.place.name_en
    title = f"{place}, {progress.quarter} (map={progress.map_choice.value})"
    if not progress.exists:
        return "\n".join([title, _("The place is not on this map in this quarter; try the other map.")])
    if len(lines) == 1:
        return "\n".join([title, _("Nothing was promised or reported for the place, as far as was known then.")])
    body = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    return "\n".join([title, *body, *_in_one_currency(progress)])


def _in_one_currency(progress: PlaceProgress) -> list[str]:
    """Return what amounts of two currencies come to in one, each sentence on a line of its own."""
    lines: list[str] = []
    for item in progress.in_one_currency:
        lines += ["", heading(item), *(f"  {sentence}" for sentence in sentences(item))]
    return lines
