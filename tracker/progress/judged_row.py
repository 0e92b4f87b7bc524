"""Say what a judgement stands in, whatever it was made for: enough to work out its numbers."""

from typing import Protocol

from tracker.progress.measures import Progress, Reading, TargetTerms
from tracker.progress.named import IndicatorFace


class JudgedRow(Protocol):
    """What was measured and judged: the row of a place, or the sum of an investor's targets."""

    @property
    def indicator(self) -> IndicatorFace:
        """The indicator, in the unit of the numbers."""

    @property
    def terms(self) -> TargetTerms | None:
        """The terms that were judged."""

    @property
    def progress(self) -> Progress:
        """The judgement."""

    @property
    def to_date(self) -> Reading:
        """What was judged."""
