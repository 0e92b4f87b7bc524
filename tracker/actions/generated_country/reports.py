"""Write the reports of a generated country quarter by quarter, in the order in which they were approved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from tracker.actions.demo_country.size import OFFICE_HOURS
from tracker.actions.generated_country.bulk import Numbers, copy_lines
from tracker.actions.generated_country.frame import Keys, office_of
from tracker.actions.generated_country.happening import Life
from tracker.actions.generated_country.lines import Line, form_lines
from tracker.actions.generated_country.size import GeneratedSize
from tracker.actions.generated_country.told import (
    FIGURE_COLUMNS,
    NONE,
    Cell,
    Teller,
    cells_of,
    end_of,
    figure_line,
    teller_of,
    with_mistake,
)
from tracker.actions.generated_country.world import World
from tracker.models import Actual, QuarterlyReport, ReportRevision
from tracker.progress.periods import ONE_DAY, Quarter

_REPORT_COLUMNS: Final = ("id", "place_id", "year", "quarter", "reporter_id", "form_id")
_REVISION_COLUMNS: Final = (
    "id",
    "report_id",
    "number",
    "reason",
    "status",
    "submitted_by_id",
    "submitted_at",
    "approved_by_id",
    "approved_at",
    "approval_sequence",
    "return_reason",
)
_DAY: Final = 24 * 60
_LONGEST: Final = 80 * _DAY
_CORRECTED_PER_MILLE: Final = 55
_WHY_CORRECTED: Final = "Đính chính theo biên bản đối chiếu số liệu"
# What a province has beside its sites, in parts of a thousand of theirs.
_OUTSIDE: Final = 70


@dataclass(slots=True)
class _Revision:
    """One revision to write: minutes after the quarter's end at which it is approved, and its figures."""

    minutes: int
    teller: Teller
    quarter: Quarter
    """The quarter that it reports, which is not the one after which a correction is approved."""
    cells: list[Cell]
    number: int
    report: int
    status: str = "approved"


class Reports:
    """All reports of a generated country; `advance` is called once for each quarter, in their order."""

    def __init__(self, size: GeneratedSize, world: World, lines: tuple[Line, ...], keys: Keys, seed: str) -> None:
        self._world, self._lines, self._keys, self._size = world, lines, keys, size
        self._flows = [index for index, line in enumerate(lines) if line.kind == "flow"]
        asked = {form: form_lines(form, lines) for form in ("park", "cluster", "area")}
        self._lives = {site.slug: Life(site, lines, seed) for site in world.sites}
        self.tellers = {
            site.slug: teller_of(site.slug, site.investor, site.form, asked[site.form], seed) for site in world.sites
        }
        self.areas = {
            place: teller_of(place, office_of(place), "area", asked["area"], seed)
            for place in (*world.areas, *world.successors)
        }
        self.levels: dict[str, list[int]] = {}
        """What an area comes to in the last quarter, with what it has beside its sites."""
        self._corrections: list[_Revision] = []
        self._reports, self._revisions, self._figures = (
            Numbers(model) for model in (QuarterlyReport, ReportRevision, Actual)
        )
        self._now: list[tuple[Teller, list[int]]] = []
        self.sequence = 0
        """The number of the last approval."""

    def live(self, quarter: Quarter) -> None:
        """Let everything happen that happens in a quarter, reported or not."""
        sums = {area: [0] * len(self._lines) for area in self._world.areas}
        self._now = []
        first = self._size.quarters[0]
        for site in self._world.sites:
            if site.first_quarter > max(quarter, first):
                continue
            amounts = self._lives[site.slug].advance(quarter)
            teller = self.tellers[site.slug]
            teller.gather(amounts, quarter.number)
            sums[site.area] = list(map(int.__add__, sums[site.area], amounts))
            self._now.append((teller, amounts))
        for slug, amounts in sums.items():
            for index in self._flows:
                amounts[index] += amounts[index] * _OUTSIDE // 1000
            amounts[19] = 5 + (amounts[19] + quarter.number) % 16  # days are nobody's sum
            self.areas[slug].gather(amounts, quarter.number)
        self.levels = sums
        for successor, areas in self._world.successors.items():
            self.levels[successor] = _added([sums[area] for area in areas])
            self.areas[successor].year = _added([self.areas[area].year for area in areas])
        for area in self._world.areas.values():
            place = area.place_in(quarter)
            if area.reports and (place == area.slug or self._world.successors[place][0] == area.slug):
                self._now.append((self.areas[place], self.levels[place]))

    def write(self, quarter: Quarter, *, newest: bool) -> int:
        """Write what is reported of the quarter that was just lived, and return how many figures that are."""
        due, self._corrections = self._corrections, []
        revisions = [*due, *self._told(quarter, newest=newest)]
        revisions.sort(key=lambda revision: (revision.minutes, revision.teller.place, revision.number))
        keys = [self._revisions.take() for _revision in revisions]
        copy_lines(QuarterlyReport, _REPORT_COLUMNS, self._report_lines(revisions))
        copy_lines(ReportRevision, _REVISION_COLUMNS, self._revision_lines(revisions, keys, quarter))
        copy_lines(Actual, FIGURE_COLUMNS, self._figure_lines(revisions, keys))
        return sum(len(revision.cells) for revision in revisions)

    def give_back(self) -> None:
        """Let the sequences of the tables go on after the last rows."""
        for numbers in (self._reports, self._revisions, self._figures):
            numbers.give_back()

    def _told(self, quarter: Quarter, *, newest: bool) -> Iterator[_Revision]:
        for teller, amounts in self._now:
            whole = teller.whole
            lot = whole(1, 1000)
            if lot <= teller.never:
                continue
            cells = list(cells_of(teller, self._lines, amounts, last=quarter.number == 4))
            report = self._reports.take()
            minutes = _lateness(whole(1, 100), whole(0, 10_000))
            status = "approved"
            if newest:
                status = "approved" if lot <= 820 else "awaiting_approval" if lot <= 920 else "draft"
            elif lot > 1000 - _CORRECTED_PER_MILLE and (pair := with_mistake(teller, self._lines, cells)):
                cells, true = pair
                later = whole(5 * _DAY, _LONGEST)
                self._corrections.append(_Revision(later, teller, quarter, true, 2, report))
            yield _Revision(minutes, teller, quarter, cells, 1, report, status)

    def _report_lines(self, revisions: list[_Revision]) -> Iterator[str]:
        keys = self._keys
        for revision in revisions:
            if revision.number == 1:
                teller, quarter = revision.teller, revision.quarter
                yield (
                    f"{revision.report}\t{keys.places[teller.place]}\t{quarter.year}\t{quarter.number}"
                    f"\t{keys.organisations[teller.reporter]}\t{keys.forms[teller.form]}\n"
                )

    def _revision_lines(self, revisions: list[_Revision], numbers: list[int], quarter: Quarter) -> Iterator[str]:
        clerk, approver = self._keys.clerk, self._keys.approver
        for key, revision in zip(numbers, revisions, strict=True):
            reason = _WHY_CORRECTED if revision.number > 1 else ""
            submitted = f"{clerk}\t{moment_after(quarter, revision.minutes - _DAY)}"
            approved = f"{NONE}\t{NONE}\t{NONE}"
            if revision.status == "draft":
                submitted = f"{NONE}\t{NONE}"
            elif revision.status == "approved":
                self.sequence += 1
                approved = f"{approver}\t{moment_after(quarter, revision.minutes)}\t{self.sequence}"
            start = f"{key}\t{revision.report}\t{revision.number}\t{reason}\t{revision.status}"
            yield f"{start}\t{submitted}\t{approved}\t\n"

    def _figure_lines(self, revisions: list[_Revision], numbers: list[int]) -> Iterator[str]:
        lines, take = self._lines, self._figures.take
        indicators = [self._keys.indicators[line.code] for line in lines]
        units = [self._keys.units[line.unit] for line in lines]
        for key, revision in zip(numbers, revisions, strict=True):
            for cell in revision.cells:
                index = cell.line
                end = end_of(lines[index], cell.to_date, revision.quarter, indicators[index], units[index])
                yield figure_line(take(), key, cell, lines[index], end)


def moment_after(quarter: Quarter, minutes: int) -> datetime:
    """Return the moment so many minutes after the end of a quarter's last day."""
    return after(quarter.last_day + ONE_DAY, minutes)


def after(day: date, minutes: int) -> datetime:
    """Return the moment so many minutes after the beginning of a day."""
    return datetime.combine(day, time(), tzinfo=OFFICE_HOURS) + timedelta(minutes=minutes)


def _lateness(lot: int, within: int) -> int:
    """Return the minutes after the quarter's end at which a report is approved: most are in time, a few take weeks."""
    first, last = (2, 18) if lot <= 78 else (18, 42) if lot <= 94 else (42, 79)
    return first * _DAY + (last - first) * _DAY * within // 10_000


def _added(rows: list[list[int]]) -> list[int]:
    return [sum(column) for column in zip(*rows, strict=True)]
