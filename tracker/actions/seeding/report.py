"""What a load of published figures did, or why it could not be done."""

from collections import Counter
from dataclasses import dataclass, field

from tracker.exchange.seed_files import SeedProblem


@dataclass
class SeedReport:
    """What was read and what it changed, by kind of row; names are slugs, codes and references.

    ``only_in_database`` counts live rows that the files do not name: they may be typed by people, so they stay.
    """

    files: list[str] = field(default_factory=list)
    added: dict[str, list[str]] = field(default_factory=dict)
    changed: dict[str, list[str]] = field(default_factory=dict)
    removed: dict[str, list[str]] = field(default_factory=dict)
    unchanged: Counter[str] = field(default_factory=Counter)
    only_in_database: Counter[str] = field(default_factory=Counter)

    @property
    def nothing_changed(self) -> bool:
        """Whether the database already said what the files say."""
        return not (self.added or self.changed or self.removed)

    def note(self, what: dict[str, list[str]], table: str, name: str) -> None:
        """Note one row under what happened to it."""
        what.setdefault(table, []).append(name)


class UnableToLoadSeedsError(Exception):
    """The files cannot be loaded; nothing was written."""

    def __init__(self, problems: list[SeedProblem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
