"""Put the reporters of one place in order: who leads, who stands beside, and what is disputed."""

from dataclasses import dataclass
from datetime import date

from tracker.progress.measures import Reading
from tracker.progress.measures import Reason as Why
from tracker.progress.rows import OrganisationFace

# An own report that says why it has no number is an answer; silence is not.
_ANSWERS = frozenset({Why.NOT_APPLICABLE, Why.NOT_YET_KNOWN, Why.NOT_COLLECTED, Why.NO_VALUE_STATED})


@dataclass(frozen=True, slots=True)
class OwnReading:
    """What a place's reporters say: the official reading, and the others beside it."""

    reading: Reading
    reporter: OrganisationFace
    others: tuple[tuple[OrganisationFace, Reading], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What one reporter says over a span, with what decides who leads."""

    reporter: OrganisationFace
    reading: Reading
    rank: tuple[bool, int]
    newest: date | None
    """The day of the newest document behind the reading; None where no document bears a day."""

    @property
    def order(self) -> tuple[bool, tuple[bool, int], int, int, str]:
        """Give what reporters are sorted by, the one that leads first."""
        reading = self.reading
        answers = reading.is_known or reading.reason in _ANSWERS
        reach = reading.to_on if reading.is_known and reading.to_on else date.min
        newest = self.newest or date.min
        return not answers, self.rank, -reach.toordinal(), -newest.toordinal(), self.reporter.slug

    def is_disputed_by(self, other: "Said") -> bool:
        """Return whether nothing says which of two values of the same span is right."""
        mine, its = self.reading, other.reading
        if mine.amount is None or its.amount is None or self.rank != other.rank:
            return False
        if (mine.from_on, mine.to_on) != (its.from_on, its.to_on) or (mine.amount - its.amount).admits_zero():
            return False
        return self.newest is None or other.newest is None or self.newest == other.newest
