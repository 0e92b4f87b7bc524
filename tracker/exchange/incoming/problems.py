"""Gather what stands in the way of a table's figures."""

from tracker.exchange.incoming import limits
from tracker.exchange.incoming.results import Problem


class Problems:
    """Gather problems: the same cause is told once and counted, and no more than can be read are kept."""

    def __init__(self, sheet: str) -> None:
        self._sheet = sheet
        self._found: list[Problem] = []
        self._by_cause: dict[tuple[str, str], int] = {}
        self.count = 0

    def add(self, cell: str, text: str, message: str, code: str, *, cause: str = "", is_warning: bool = False) -> None:
        """Take a problem; ``cause`` is the same for those that are told together, empty tells it alone."""
        self.count += 1
        index = self._by_cause.get((code, cause)) if cause else None
        if index is not None:
            known = self._found[index]
            self._found[index] = Problem(
                known.sheet, known.cell, known.text, known.message, code, known.is_warning, known.count + 1
            )
        elif len(self._found) < limits.MOST_PROBLEMS:
            if cause:
                self._by_cause[code, cause] = len(self._found)
            self._found.append(Problem(self._sheet, cell, text, message, code, is_warning))

    def has_room(self) -> bool:
        """Return whether one more would be told by itself: what is costly to say need not be said else."""
        return len(self._found) < limits.MOST_PROBLEMS

    def listed(self) -> list[Problem]:
        """Return what was gathered, warnings last."""
        return sorted(self._found, key=lambda problem: problem.is_warning)
