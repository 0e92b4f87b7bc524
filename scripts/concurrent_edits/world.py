"""What the people share: the scratch site, its reports, and what has been counted so far."""

import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

PASSWORD: Final = "a long enough password"  # what tests/builders.py gives everybody  # noqa: S105
PARKS: Final = 6
LINES: Final = 12

# (report, indicator, fingerprint before, fingerprint after): one change of one cell.
Change = tuple[int, int, str, str]


@dataclass
class World:
    """What the people share: the site, its reports, and what has been counted so far."""

    address: str
    quarter: Any
    province: Any
    places: list[Any]
    reporters: list[Any]
    indicators: list[Any]
    edits: int
    finished: threading.Event = field(default_factory=threading.Event)
    counts: Counter[str] = field(default_factory=Counter)
    acknowledged: Counter[Change] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    approved: dict[int, tuple[str, int]] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _value: int = 100

    def count(self, what: str, number: int = 1) -> None:
        """Count something."""
        with self._guard:
            self.counts[what] += number

    def object_to(self, what: str, sentence: str) -> None:
        """Count something that must not happen, and remember what it was."""
        with self._guard:
            self.counts[what] += 1
            self.wrong.append(f"{what}: {sentence}")

    def acknowledge(self, changes: list[Change]) -> None:
        """Remember what somebody was told is saved."""
        with self._guard:
            self.acknowledged.update(changes)

    def next_value(self) -> int:
        """Return a number that nobody has typed yet."""
        with self._guard:
            self._value += 1
            return self._value

    def take_edits(self, wanted: int) -> bool:
        """Claim some of the edits that are still to be made; False once all are made."""
        with self._guard:
            if self.counts["edits"] >= self.edits:
                return False
            self.counts["edits"] += wanted
            return True

    def index_of(self, place_id: int) -> int:
        """Return which of the reports is that of a place."""
        return next(index for index, place in enumerate(self.places) if place.pk == place_id)

    def table_path(self) -> str:
        """Return the address of the page that shows all reports as one table."""
        from django.urls import reverse

        return reverse("admin:tracker_quarterlyreport_overview", args=[self.province.slug, str(self.quarter)])

    def entry_path(self, index: int) -> str:
        """Return the address of a report's entry page."""
        from django.urls import reverse

        names = [self.places[index].slug, str(self.quarter), self.reporters[index].slug]
        return reverse("admin:tracker_quarterlyreport_enter", args=names)


def made_world(address: str, edits: int, threads: int) -> World:
    """Make places, duties and people, and return what they share."""
    from django.utils import timezone

    from tests import builders
    from tracker.models import Role
    from tracker.progress.periods import Quarter

    rows = builders.make_province_with_parks("scratch-province", parks=PARKS)
    indicators = [builders.make_indicator(f"scratch-flow-{n}", unit="projects", position=n) for n in range(LINES)]
    form = builders.make_form("scratch-form", indicators=indicators)
    for park, reporter in zip(rows.parks, rows.investors, strict=True):
        builders.make_duty(reporter, park, form=form)
    for number in range(threads):
        builders.make_person(f"clerk-{number}", role=Role.CLERK, place=rows.province, display_name=f"Clerk {number}")
    for name in ("approver", "keeper"):
        builders.make_person(name, role=Role.APPROVER, place=rows.province, display_name=name)
    quarter = Quarter.containing(timezone.localdate()).previous()
    return World(address, quarter, rows.province, rows.parks, rows.investors, indicators, edits)
