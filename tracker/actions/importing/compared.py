"""What the comparison of a file with what stands finds, part by part."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from tracker.actions.entry_desks import Desk
from tracker.actions.entry_lines import LineEntry
from tracker.actions.entry_writing import Changes
from tracker.models import ObservationStatus, ReportFormLine
from tracker.progress.periods import Quarter


@dataclass(frozen=True, slots=True)
class FileProblem:
    """What is wrong with, or unusual about, one line of a file: where it stands, what it is about, and the cure."""

    where: str
    about: str
    text: str
    message: str


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """One line that saving would change: what stands and what the file states, each None where it says nothing."""

    desk: Desk
    line: ReportFormLine
    before: LineEntry
    after: LineEntry
    where: str

    @property
    def is_new(self) -> bool:
        """Whether nothing stands yet."""
        return self.before.is_blank

    @property
    def clears(self) -> bool:
        """Whether a figure that stands is taken away, and nothing said in its place."""
        if self.is_new or self.after.status != ObservationStatus.NORMAL:
            return False
        return self.after.states_nothing or bool(self.before.amounts.keys() - self.after.amounts.keys())

    @property
    def sort(self) -> str:
        """Return as what the line is counted."""
        return "new" if self.is_new else "cleared" if self.clears else "changed"


@dataclass
class Compared:
    """Some reports of one quarter compared with a file: what to write, what changes, and what is in the way.

    ``questions`` are unusual figures that a reason answers. ``judged_by`` is the checksum of what a judgement rests on
    that found neither; empty for others.
    """

    changes: list[ChangedLine] = field(default_factory=list)
    problems: list[FileProblem] = field(default_factory=list)
    questions: list[FileProblem] = field(default_factory=list)
    same: int = 0
    written: Changes = field(default_factory=Changes)
    judged_by: str = ""


class Digest:
    """A checksum over what a file changes, so that what is saved is what was shown."""

    def __init__(self) -> None:
        self._sum = hashlib.sha256()

    def add(self, quarter: Quarter, rows: Sequence[Mapping[str, object]]) -> None:
        """Add the changed lines of some reports, as `entry_writing.Changes` and receipts hold them, in their order."""
        for row in rows:
            said = {name: value for name, value in row.items() if name != "revision"}
            self._sum.update(f"{quarter} {json.dumps(said, sort_keys=True)}\n".encode())

    def text(self) -> str:
        """Return the checksum."""
        return self._sum.hexdigest()


def changed_since() -> str:
    """Return why a file is not saved that is compared with something else by now."""
    return _(
        "Nothing was saved: something has changed since the file was checked. It has been checked again: look below."
    )
