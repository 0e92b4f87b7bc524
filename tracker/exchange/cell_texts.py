"""Say what the text of a cell states, and write a cell so that it is read back as the same.

One set of signs for grid, pasted block, CSV, workbook and API: blank, 0, - and x are four different things.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from tracker.exchange.amounts import Amount, read_amount_of
from tracker.exchange.numbers import ColumnEvidence, UnreadableNumberError, checked_text, write_number_to_edit
from tracker.exchange.typed_text import fold_text, quoted_text, tidy_text
from tracker.exchange.wording import in_shown_unit
from tracker.models import Indicator, ObservationStatus

_SIGN_WRITTEN: Final = {
    ObservationStatus.NIL: "-",
    ObservationStatus.NOT_COLLECTED: "…",
    ObservationStatus.NOT_APPLICABLE: "x",
    ObservationStatus.NOT_YET_KNOWN: "?",
}
# All folded. The em dash stands for nil, though nobody counts with it.
_SIGNS: Final = {
    **dict.fromkeys(("-", "\u2014"), ObservationStatus.NIL),
    **dict.fromkeys(("…", "..."), ObservationStatus.NOT_COLLECTED),
    **dict.fromkeys(
        ("x", "n/a", "na", "n.a.", "kad", "khong ap dung", "not applicable"), ObservationStatus.NOT_APPLICABLE
    ),
    **dict.fromkeys(
        ("?", "chua co", "chua co so lieu", "chua ro", "chua biet", "not yet known"), ObservationStatus.NOT_YET_KNOWN
    ),
}
# What empties a cell where a blank one says nothing; folded.
_CLEARING: Final = frozenset({"clear", "xoa"})
_MARKS_BEFORE: Final = {
    **dict.fromkeys(("*", "so bo", "sb", "provisional"), ObservationStatus.PROVISIONAL),
    **dict.fromkeys(("~", "\u223c"), ObservationStatus.ESTIMATED),
    **dict.fromkeys(("uoc", "uoc tinh", "uoc đat", "uoc dat", "est.", "estimated"), ObservationStatus.ESTIMATED),
}
_MARKS_BEHIND: Final = {
    **dict.fromkeys(("*", "(p)", "(s)", "(sb)", "(so bo)", "(provisional)"), ObservationStatus.PROVISIONAL),
    **dict.fromkeys(("so bo", "sb", "provisional"), ObservationStatus.PROVISIONAL),
    **dict.fromkeys(
        ("~", "\u223c", "(e)", "(u)", "(uoc)", "(uoc tinh)", "(est.)", "(estimated)"), ObservationStatus.ESTIMATED
    ),
    **dict.fromkeys(("uoc", "uoc tinh", "est.", "estimated"), ObservationStatus.ESTIMATED),
}
# What a target may say and a figure may not: a figure is what was counted.
_COMPARATORS_BEFORE: Final = (
    *(">=", "<=", ">", "<", "≥", "≤", "≈", "±", "="),
    *("khoang", "xap xi", "chung", "tren", "hon", "duoi", "gan", "tren duoi", "khoang tren", "khoang hon"),
    *("it nhat", "toi thieu", "nhieu nhat", "toi đa", "toi da", "khong qua", "khong duoi", "chua đen", "chua den"),
    *("about", "around", "approximately", "approx.", "approx", "circa", "ca.", "c.", "over", "above", "more than"),
    *("under", "below", "less than", "nearly", "almost", "at least", "at most", "up to"),
)
_COMPARATORS_BEHIND: Final = ("+", "tro len", "tro xuong", "or more", "or less")


@dataclass(frozen=True, slots=True)
class CellReading:
    """What the text of a cell states.

    ``amount`` is None for a blank cell and for a sign; "-" too has none, and its status *nil* stands for 0. ``status``
    is None for a plain number and for a blank cell. ``clears``: the figure that stands is to go; a blank cell of a file
    leaves it.
    """

    amount: Amount | None = None
    status: ObservationStatus | None = None
    clears: bool = False

    @property
    def blank(self) -> bool:
        """Return whether the cell states nothing at all."""
        return self.amount is None and self.status is None and not self.clears


def read_cell(text: str, indicator: Indicator, language: str, evidence: ColumnEvidence | None = None) -> CellReading:
    """Read the text of a cell of an indicator, whose unit must be loaded.

    ``evidence`` is what the cell's column shows (`numbers.evidence_of`); None means that the cell stands alone.

    :raises UnreadableNumberError: if the text has two readings or none, or says more than a figure can.
    """
    return read_stated(text, language, lambda number: read_amount_of(number, indicator, language, evidence))


def read_stated(text: str, language: str, amount_of: Callable[[str], Amount]) -> CellReading:
    """Read the text of a cell whose amount, without the marks of its status, ``amount_of`` reads.

    :raises UnreadableNumberError: as `read_cell`, or from ``amount_of``.
    """
    body = checked_text(text, language)
    if not body:
        return CellReading()
    folded = " ".join(fold_text(body).split())
    if is_clearing(body):
        return CellReading(clears=True)
    if sign := _SIGNS.get(folded):
        return CellReading(status=sign)
    if body.startswith("#"):
        raise UnreadableNumberError(
            _("“%(text)s” is an error, or a column too narrow, of a spreadsheet. Type the number itself.")
            % {"text": quoted_text(body)}
        )
    number, statuses = _without_marks(body)
    if len(statuses) > 1:
        raise UnreadableNumberError(
            _("“%(text)s” is marked as provisional and as estimated. Leave one mark: * is provisional, ~ estimated.")
            % {"text": quoted_text(body)}
        )
    _refuse_comparator(number, body)
    amount = amount_of(number)
    return CellReading(amount, statuses.pop() if statuses else None)


def is_clearing(text: str) -> bool:
    """Return whether a text is the word that empties a cell."""
    return " ".join(fold_text(tidy_text(text)).split()) in _CLEARING


def write_cell(value: Decimal | None, status: str | None, indicator: Indicator, language: str) -> str:
    """Return the text of a cell that `read_cell` reads as the same value, in single units, and status.

    No value and no status is blank; so is a withdrawn figure, which is how one is withdrawn. Exact where a shown unit
    is a power of ten of single ones.
    """
    if status in _SIGN_WRITTEN:
        return _SIGN_WRITTEN[ObservationStatus(status)]
    if value is None:
        return ""
    number = write_number_to_edit(in_shown_unit(value, indicator), language)
    if status == ObservationStatus.PROVISIONAL:
        return f"{number}*"
    return f"~{number}" if status == ObservationStatus.ESTIMATED else number


def _without_marks(body: str) -> tuple[str, set[ObservationStatus]]:
    """Return a text without the marks of its figure's status, and these statuses."""
    statuses: set[ObservationStatus] = set()
    while True:
        folded = fold_text(body)
        if found := _BEFORE.match(folded):
            statuses.add(_MARKS_BEFORE[_single_spaced(found[1])])
            body = body[found.end() :].lstrip()
        elif found := _BEHIND.search(folded):
            statuses.add(_MARKS_BEHIND[_single_spaced(found[1])])
            body = body[: found.start()].rstrip()
        else:
            return body, statuses


def _refuse_comparator(number: str, body: str) -> None:
    folded = fold_text(number)
    if not (found := _COMPARED_BEFORE.match(folded) or _COMPARED_BEHIND.search(folded)):
        return
    word = number[found.start(1) : found.end(1)]
    rest = (number[: found.start(1)] + number[found.end(1) :]).strip()
    raise UnreadableNumberError(
        _(
            "“%(word)s” cannot be entered with a figure: “%(text)s”. Type %(number)s alone and say the rest in the "
            "note, or mark the number as estimated: ~%(number)s."
        )
        % {"word": quoted_text(word), "text": quoted_text(body), "number": quoted_text(rest)}
    )


def _single_spaced(words: str) -> str:
    return " ".join(words.split())


def _any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first, none of them inside a longer word."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(map(_whole_word, longest_first))


def _whole_word(word: str) -> str:
    letter = r"[^\W\d_]"
    before = f"(?<!{letter})" if word[0].isalpha() else ""
    behind = f"(?!{letter})" if word[-1].isalpha() else ""
    return before + " +".join(map(re.escape, word.split(" "))) + behind


# A mark needs a number, so there is something on its other side.
_BEFORE: Final = re.compile(f"({_any_of(_MARKS_BEFORE)})(?=.*[0-9])")
_BEHIND: Final = re.compile(f"(?<=[^ (]) *({_any_of(_MARKS_BEHIND)})$")
_COMPARED_BEFORE: Final = re.compile(f"({_any_of(_COMPARATORS_BEFORE)})(?=.*[0-9])")
_COMPARED_BEHIND: Final = re.compile(f"(?<=[^ ]) *({_any_of(_COMPARATORS_BEHIND)})$")
