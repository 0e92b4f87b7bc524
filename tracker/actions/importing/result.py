"""What a comparison found, as it is kept with its file and shown on its page."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Context, Decimal
from typing import Any, Final, Protocol, Self

from provinces.wording import local_name
from tracker.actions.entry_lines import LineEntry, number_parts
from tracker.actions.entry_texts import line_text
from tracker.actions.importing.compared import ChangedLine, Compared, FileProblem
from tracker.exchange.wording import quarter_name, shown_unit
from tracker.models import ReportFormLine
from tracker.progress.number_texts import NO_BREAK, signed_text
from tracker.progress.periods import Quarter
from tracker.progress.quantities import rounded_share

# Nobody reads more than so many of a kind on one page; their number is told in full.
MOST_SHOWN: Final = 300
_EXACT: Final = Context(prec=60)
_LISTS: Final = ("problems", "questions", "notices")


class Counted(Protocol):
    """What a file states, as far as its lines are counted."""

    blank: int

    @property
    def count(self) -> int:
        """Return how many lines the file states."""


@dataclass
class CheckResult:
    """What saving a file would do: counts of lines, and the first of each kind with their places in the file.

    ``notices`` stand in nobody's way: what was not read, and sums of the file that do not agree. ``blank`` counts cells
    that say nothing and change nothing; ``done`` the lines compared so far; ``judged`` are what the judgements of parts
    without a problem rest on.
    """

    lines: int = 0
    new: int = 0
    changed: int = 0
    cleared: int = 0
    same: int = 0
    blank: int = 0
    reports: int = 0
    done: int = 0
    problem_count: int = 0
    question_count: int = 0
    notice_count: int = 0
    problems: list[FileProblem] = field(default_factory=list)
    questions: list[FileProblem] = field(default_factory=list)
    notices: list[FileProblem] = field(default_factory=list)
    changes: list[dict[str, str]] = field(default_factory=list)
    digest: str = ""
    judged: list[str] = field(default_factory=list)

    @classmethod
    def begun(cls, statement: Counted, unread: Sequence[FileProblem]) -> Self:
        """Return the result before anything is compared: what could not be read is in it."""
        result = cls(lines=statement.count, blank=statement.blank)
        result._problems(unread)
        return result

    @property
    def can_be_saved(self) -> bool:
        """Whether nothing is in the way, unusual figures aside, and something would change."""
        return not self.problem_count and bool(self.new or self.changed or self.cleared)

    def add(self, quarter: Quarter, compared: Compared, lines: int) -> None:
        """Add what the comparison of some reports found."""
        self.done += lines
        self.same += compared.same
        sorts = Counter(change.sort for change in compared.changes)
        self.new += sorts["new"]
        self.cleared += sorts["cleared"]
        self.changed += sorts["changed"]
        self.reports += len({change.desk.key for change in compared.changes})
        self.judged += [compared.judged_by] if compared.judged_by else []
        self._problems(compared.problems)
        self.question_count += len(compared.questions)
        self.questions += compared.questions[: MOST_SHOWN - len(self.questions)]
        room = MOST_SHOWN - len(self.changes)
        if room > 0:
            # What stands already is looked at before what is new.
            ordered = sorted(compared.changes, key=lambda change: change.is_new)
            self.changes += [_as_texts(quarter, change) for change in ordered[:room]]

    def notice(self, found: Sequence[FileProblem]) -> None:
        """Add what is to be known of the file beside its lines."""
        self.notice_count += len(found)
        self.notices += found[: max(MOST_SHOWN - len(self.notices), 0)]

    def as_data(self) -> dict[str, Any]:
        """Return the result as it is kept; `from_data` reads it back."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Self:
        """Return the result that `as_data` wrote."""
        lists = {name: [FileProblem(**each) for each in data.get(name, ())] for name in _LISTS}
        return cls(**{**data, **lists})

    def _problems(self, found: Sequence[FileProblem]) -> None:
        self.problem_count += len(found)
        self.problems += found[: max(MOST_SHOWN - len(self.problems), 0)]


def _as_texts(quarter: Quarter, change: ChangedLine) -> dict[str, str]:
    return {
        "sort": change.sort,
        "where": change.where,
        "quarter": quarter_name(quarter.year, quarter.number),
        "report": change.desk.name,
        "indicator": local_name(change.line.indicator),
        "unit": shown_unit(change.line.indicator),
        "before": _said(change.line, change.before),
        "after": _said(change.line, change.after),
        "percent": _percent(change),
    }


def _said(line: ReportFormLine, entry: LineEntry) -> str:
    """Return a line in the words of its history; empty for one that states nothing."""
    return "" if entry.is_blank else line_text(line, entry)


def _percent(change: ChangedLine) -> str:
    """Return by how many per cent the first number that differs changes; empty where that says nothing."""
    for part in number_parts(change.line):
        before, after = getattr(change.before, part), getattr(change.after, part)
        if before is not None and after is not None and before != after:
            return "" if before == 0 else percent_of_change(before, after)
    return ""


def percent_of_change(before: Decimal, after: Decimal) -> str:
    """Return by how many per cent an amount other than 0 changes, rounded as everywhere: +20, < +0.1."""
    marker, percent = rounded_share(_EXACT.divide(after - before, abs(before)))
    text = signed_text(percent, 1)
    return f"{marker}{NO_BREAK}{text}" if marker else text
