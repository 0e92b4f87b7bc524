"""Compare the totals of a table with the sums of the rows they may be totals of; warns, never repairs; pure."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from tracker.exchange.amounts import Amount
from tracker.exchange.incoming.headings import plain_fold

_GRAND: Final = frozenset({"tong cong", "tong so", "toan tinh", "total", "grand total", "tong"})
_OTHERS: Final = frozenset({"cong", "sum", "subtotal", "cong nhom", "tong nhom", "cong cac kcn", "tong cac kcn"})
_OF_WHICH: Final = ("trong do", "of which", "in which")
_HALF: Final = Decimal("0.5")
_NO_STEP: Final = Decimal("Infinity")


def is_total(name: str) -> bool:
    """Return whether a row's name says that it is a total."""
    words = plain_fold(name).strip(" :.-+*()")
    return words in _GRAND or words in _OTHERS or words.startswith(("tong cong ", "cong muc ", "cong nhom "))


def without_of_which(name: str) -> tuple[str, bool]:
    """Return a name without "Trong đó:" before it, and whether that stood there."""
    folded = plain_fold(name)
    for words in _OF_WHICH:
        if folded.startswith(words):
            return name[len(words) :].lstrip(" :-"), True
    return name, False


@dataclass
class _Sum:
    """Some parts: their sum, the smallest last digit among them, and how many they are."""

    value: Decimal = Decimal(0)
    step: Decimal = _NO_STEP
    count: int = 0

    def add(self, amount: Amount) -> None:
        self.value += amount.value
        self.step = min(self.step, amount.step)
        self.count += 1

    def plus(self, other: "_Sum") -> "_Sum":
        return _Sum(self.value + other.value, min(self.step, other.step), self.count + other.count)


@dataclass
class _Total:
    """One total, the cell it stands in, and the parts since the one before it."""

    amount: Amount
    cell: str
    name: str
    before: _Sum


@dataclass(frozen=True)
class Difference:
    """A total that is the sum of nothing: its cell and name, what it says, and what its likeliest parts add up to."""

    cell: str
    name: str
    stated: Decimal
    parts: Decimal
    count: int


@dataclass
class ColumnTotals:
    """The parts and totals of one column, row after row."""

    since: _Sum = field(default_factory=_Sum)
    totals: list[_Total] = field(default_factory=list)

    def add_part(self, amount: Amount) -> None:
        """Take the figure of a row that is no total."""
        self.since.add(amount)

    def add_total(self, amount: Amount, cell: str, name: str) -> None:
        """Take the figure of a total."""
        self.totals.append(_Total(amount, cell, name, self.since))
        self.since = _Sum()

    def differences(self) -> list[Difference]:
        """Return the totals that are no sum of the rows before, behind or of all, nor of the totals before."""
        segments = [total.before for total in self.totals] + [self.since]
        everything = _Sum()
        for segment in segments:
            everything = everything.plus(segment)
        found = []
        so_far, totals_before = _Sum(), _Sum()
        for index, total in enumerate(self.totals):
            so_far = so_far.plus(total.before)
            sums = [total.before, segments[index + 1], everything, so_far, totals_before]
            candidates = [one for one in sums if one.count]
            if candidates and not any(_agree(total.amount, one) for one in candidates):
                likeliest = everything if plain_fold(total.name).strip(" :.") in _GRAND else candidates[0]
                found.append(Difference(total.cell, total.name, total.amount.value, likeliest.value, likeliest.count))
            totals_before.add(total.amount)
        return found


def _agree(total: Amount, parts: _Sum) -> bool:
    """Return whether a total is a sum, if each was rounded at the smallest last digit of all of them."""
    return abs(total.value - parts.value) <= min(total.step, parts.step) * (parts.count + 1) * _HALF
