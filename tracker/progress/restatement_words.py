"""Say what was restated: what kind of change it is, what stood there before and after, in numbers and in words."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.wording import local_name
from tracker.progress.measures import Amount, Ends, ObservationStatus, Reading, Status
from tracker.progress.number_texts import (
    MISSING,
    amount_text,
    exact_text,
    number_text,
    period_text,
    quarter_text,
    range_text,
    scaled,
    share_range_text,
    with_comparator,
)
from tracker.progress.restatement_rows import NumberChange, NumberCode, Restatement, RestatementKind, RowChange, Shown
from tracker.progress.rows import DocumentFace, FigureFace, IndicatorFace, TargetFace
from tracker.progress.wording import OBSERVATION_WORDS, STATUS_WORDS, Words, name_of

NUMBER_WORDS: Mapping[NumberCode, Words] = {
    NumberCode.GOAL: gettext_lazy("Goal"),
    NumberCode.TO_DATE: gettext_lazy("Reached to date"),
    NumberCode.IN_QUARTER: gettext_lazy("In the quarter"),
    NumberCode.ATTAINMENT: gettext_lazy("% of goal"),
    NumberCode.EXPECTED: gettext_lazy("Expected by now"),
    NumberCode.GAP: gettext_lazy("To go"),
    NumberCode.NEEDED: gettext_lazy("Needed per remaining quarter"),
    NumberCode.LAST_YEAR: gettext_lazy("Same period last year"),
    NumberCode.STATUS: gettext_lazy("Status"),
}
# The numbers that a line of the list names of each row that it changed; the table of rows has them all.
_NAMED = (NumberCode.TO_DATE, NumberCode.ATTAINMENT, NumberCode.STATUS)


def document_name(document: DocumentFace | None) -> str | None:
    """Return number and title of a document in the reader's language; None for no document."""
    if document is None:
        return None
    title = local_name(document, "title")
    return f"{document.number} {title}".strip()


def kind_text(item: Restatement) -> str:
    """Return what kind of change a restatement is."""
    new, gone = item.old is None, item.new is None
    match item.kind:
        case RestatementKind.FIGURE:
            return _("first reported") if new else _("figure withdrawn") if gone else _("figure corrected")
        case RestatementKind.DERIVED:
            return _("quarter follows otherwise")
        case RestatementKind.TARGET:
            return _("target set") if new else _("target withdrawn") if gone else _("target revised")
        case RestatementKind.EDITED:
            return _("added") if new else _("removed") if gone else _("changed")
        case _frame:
            return _("rule added") if new else _("rule ended") if gone else _("rule changed")


_ENTERED: Final = (RestatementKind.FIGURE, RestatementKind.TARGET)


def is_first_entry(item: Restatement) -> bool:
    """Return whether it is a figure or a target where none stood before, which corrects nothing."""
    return item.kind in _ENTERED and item.old is None


def what_text(item: Restatement) -> str:
    """Return what was restated: the indicator, the sort of rule, or which row was edited."""
    return item.what or (name_of(item.indicator) if item.indicator is not None else "")


def days_text(item: Restatement) -> str:
    """Return of which days it speaks: the quarter of a figure and the figure's own days, or the target's period."""
    quarter = "" if item.quarter is None else quarter_text(item.quarter)
    if item.kind in (RestatementKind.FRAME, RestatementKind.EDITED):
        return quarter
    days = period_text(item.from_on, item.to_on)
    return days if not quarter or days == quarter else f"{quarter} · {days}"


def said_text(said: FigureFace | TargetFace | Reading | str | None, indicator: IndicatorFace | None) -> str:
    """Return what stood there, in the indicator's shown unit with every digit; a dash for nothing."""
    if said is None or indicator is None or isinstance(said, str):
        return said if isinstance(said, str) else MISSING
    if isinstance(said, FigureFace):
        return _figure_text(said, indicator)
    amount = said.amount if isinstance(said, Reading) else said.terms.amount
    return amount_text(amount, indicator.display_scale)


def documents_text(item: Restatement) -> str:
    """Return the document that sets a target, before and after where it is another; empty for all else."""
    names = [document_name(said.document) for said in (item.old, item.new) if isinstance(said, TargetFace)]
    return " → ".join(dict.fromkeys(name for name in names if name))


def members_text(item: Restatement) -> str:
    """Return which places came to share a goal of several, and which no longer do; empty where none moved."""
    parts = []
    if item.joined:
        parts.append(_("Now also of: %(places)s.") % {"places": ", ".join(map(name_of, item.joined))})
    if item.left:
        parts.append(_("No longer of: %(places)s.") % {"places": ", ".join(map(name_of, item.left))})
    return " ".join(parts)


def _figure_text(figure: FigureFace, indicator: IndicatorFace) -> str:
    status = ObservationStatus(figure.observation_status)
    if figure.value is None:
        return _("no value stated") if status is ObservationStatus.NORMAL else str(OBSERVATION_WORDS[status])
    ends = [figure.value] if figure.high is None else [figure.value, figure.high]
    computed = figure.numerator is not None and figure.denominator is not None
    # The digits of a quotient mean nothing: its two parts stand beside it with all of theirs.
    printed = number_text if computed else exact_text
    text = with_comparator("–".join(printed(scaled(end, indicator.display_scale)) for end in ends), figure.comparator)
    if figure.numerator is not None and figure.denominator is not None:
        text = f"{text} ({exact_text(figure.numerator)} / {exact_text(figure.denominator)})"
    return text if status is ObservationStatus.NORMAL else f"{text} ({OBSERVATION_WORDS[status]})"


def said_value(said: FigureFace | TargetFace | Reading | str | None, indicator: IndicatorFace | None) -> Decimal | None:
    """Return the number that stood there in shown units, its lower end for a range; None where it is no number."""
    if said is None or indicator is None or isinstance(said, str):
        return None
    if isinstance(said, FigureFace):
        value = said.value
    else:
        amount = said.amount if isinstance(said, Reading) else said.terms.amount
        value = None if amount is None else amount.low
    return None if value is None else scaled(value, indicator.display_scale)


def shown_text(change: NumberChange, shown: Shown, indicator: IndicatorFace, *, there: bool) -> str:
    """Return one number of a row as pages print it; ``there`` says whether the row was there at all."""
    if change.code is NumberCode.STATUS:
        return str(STATUS_WORDS[shown if isinstance(shown, Status) else None]) if there else MISSING
    if isinstance(shown, Amount):
        return amount_text(shown, indicator.display_scale)
    if not isinstance(shown, Ends):
        return MISSING
    if change.code is NumberCode.ATTAINMENT:
        return share_range_text(shown.low, shown.high, shown.comparator)
    return range_text(shown.low, shown.high, shown.comparator, indicator.display_scale)


def old_and_new(change: RowChange, number: NumberChange) -> tuple[str, str]:
    """Return a number of a row before and after."""
    face = change.row.indicator
    return (
        shown_text(number, number.old, face, there=change.old is not None),
        shown_text(number, number.new, face, there=change.new is not None),
    )


def effect_lines(item: Restatement) -> list[str]:
    """Return a line for each row that a restatement went into: what is reached, how much of the goal, the status."""
    lines = []
    for change in item.effect:
        parts = [
            "{} {} → {}".format(NUMBER_WORDS[number.code], *old_and_new(change, number))
            for number in change.numbers
            if number.code in _NAMED
        ]
        if parts:
            lines.append(f"{name_of(change.row.indicator)}: {'; '.join(parts)}")
    return lines
