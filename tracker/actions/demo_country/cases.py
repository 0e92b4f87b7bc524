"""What a demonstration should be able to show, each at one place of the newest year; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tracker.actions.demo_country.lines import Steps
from tracker.progress.periods import Quarter

YEAR: Final = 2026
LINE: Final = "fdi-registered"

WITHOUT_GOAL: Final = "dien-bien"
SILENT_IN_THE_NEWEST_QUARTER: Final = frozenset({"ca-mau", "son-la"})
RANGE: Final = "can-tho"
# Its goals are carried by its parks: one falls silent, one has no goal of its own, a part of the goal is nobody's.
WITH_PARTS: Final = "bac-ninh"


@dataclass(frozen=True, slots=True)
class Case:
    """One province whose year goes as the demonstration needs it.

    ``path`` is what is reached of the goal at the end of each quarter, in parts of a thousand.
    """

    path: tuple[int, int, int, int]
    phases: tuple[int, int, int, int] | None = None
    """What the plan foresees for the end of each quarter, in per cent of the goal."""

    def goal(self, series: Mapping[Quarter, Steps]) -> int:
        """Return the goal of the year in steps: so large that what its parks report is a part of what is reached."""
        reached, least = 0, 0
        for number, share in enumerate(self.path, start=1):
            reached += series[Quarter(YEAR, number)].get(LINE, 0)
            if share:
                least = max(least, -(-reached * 1000 // share))
        return rounded_up(least)

    def apply_to(self, series: dict[Quarter, Steps]) -> None:
        """Let the year go along the path."""
        goal, before = self.goal(series), 0
        for number, share in enumerate(self.path, start=1):
            quarter = Quarter(YEAR, number)
            until = goal * share // 1000
            series[quarter] = {**series[quarter], LINE: until - before}
            before = until


# Beyond the goal, far behind, nothing at first and said so, and along a plan that is no straight line.
CASES: Final = {
    "hung-yen": Case((410, 870, 1236, 1560)),
    "quang-tri": Case((31, 74, 118, 190)),
    "lai-chau": Case((0, 350, 705, 1020)),
    "quang-ninh": Case((112, 331, 612, 1010), phases=(10, 30, 60, 100)),
}

# What is looked for there must not fail for want of a report.
PUNCTUAL: Final = frozenset({*CASES, WITHOUT_GOAL, RANGE, WITH_PARTS, *SILENT_IN_THE_NEWEST_QUARTER})


def rounded_up(steps: int) -> int:
    """Return the next number that people would set as a goal: two leading digits, the rest noughts."""
    unit: int = 10 ** max(len(str(max(steps, 1))) - 2, 1)
    return -(-steps // unit) * unit
