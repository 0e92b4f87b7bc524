"""Small generated worlds for the property tests of progress: a fixed map, and drawn figures and targets.

The map has three provinces on the old map and a successor of two of them from 1 July 2025, perimeters of parks that
survive the merger, a perimeter that overlaps others, parks with investors, boards, offices and two newspapers.
What is drawn is plain data, so that the same world can be saved in several orders.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from hypothesis import strategies as st

from provinces.models import Organisation, OrganisationKind, Place, PlaceParent
from tests.builders import (
    Figure,
    make_actual,
    make_country,
    make_document,
    make_duty,
    make_form,
    make_indicator,
    make_investor,
    make_member,
    make_organisation,
    make_park,
    make_people,
    make_perimeter,
    make_place,
    make_report,
    make_revision,
    make_succession,
    make_target,
    make_threshold,
)
from tracker.models import (
    Basis,
    Comparator,
    Indicator,
    IndicatorKind,
    ObservationStatus,
    ReporterPrecedence,
    ReportRevision,
    RevisionStatus,
    Target,
)
from tracker.progress.as_data import place_data
from tracker.progress.periods import Quarter
from tracker.progress.queries import progress_for_place
from tracker.progress.rows import MapChoice

MERGER = date(2025, 7, 1)
BEFORE_MERGER = date(2025, 6, 30)
MILLION = 10**6

# Who may report what: (place, reporter). The names are the slugs of the map below.
REPORTERS = (
    ("ninh-son", "ninh-son-office"),
    ("ninh-son", "first-paper"),
    ("ninh-son", "second-paper"),
    ("ninh-son-parks", "ninh-son-board"),
    ("ninh-son-parks", "first-paper"),
    ("ninh-son-nine", "first-paper"),
    ("park-one", "park-one-investor"),
    ("park-one", "ninh-son-board"),
    ("park-two", "park-two-investor"),
    ("cluster-one", "ninh-son-board"),
    ("binh-thuy", "binh-thuy-office"),
    ("park-three", "park-three-investor"),
    ("phu-an", "phu-an-office"),
    ("phu-an", "second-paper"),
)
PLACES = ("viet-nam", "ninh-son", "dai-son", "ninh-son-parks")
QUARTERS = tuple(Quarter(2025, number) for number in (1, 2, 3))


@dataclass(frozen=True)
class Map:
    """The rows that do not change within a test."""

    places: dict[str, Place]
    organisations: dict[str, Organisation]
    indicators: dict[str, Indicator]


def make_map() -> Map:
    """Return the fixed map with thresholds, precedence, duties and people."""
    make_people()
    make_threshold()
    country = make_country()
    ninh_son = make_place("ninh-son", parent=country, parent_to=BEFORE_MERGER, valid_to=BEFORE_MERGER)
    binh_thuy = make_place("binh-thuy", parent=country, parent_to=BEFORE_MERGER, valid_to=BEFORE_MERGER)
    phu_an = make_place("phu-an", parent=country)
    dai_son = make_place("dai-son", parent=country, parent_from=MERGER, valid_from=MERGER)
    parks = make_perimeter("ninh-son-parks", province=ninh_son, parent_to=BEFORE_MERGER)
    clusters = make_perimeter("ninh-son-clusters", province=ninh_son, parent_to=BEFORE_MERGER, scope="clusters")
    nine = make_perimeter("ninh-son-nine", province=ninh_son, parent_to=BEFORE_MERGER)
    one, two = make_park("park-one", parent=parks), make_park("park-two", parent=parks)
    cluster = make_park("cluster-one", parent=clusters)
    three = make_park("park-three", parent=binh_thuy, parent_to=BEFORE_MERGER)
    for moved in (parks, clusters, nine, three):
        PlaceParent.objects.create(place=moved, parent=dai_son, valid_from=MERGER)
    make_succession(ninh_son, dai_son, on=MERGER)
    make_succession(binh_thuy, dai_son, on=MERGER)
    for member in (one, two, None):
        make_member(nine, member)
    places = {
        place.slug: place
        for place in (country, ninh_son, binh_thuy, phu_an, dai_son, parks, clusters, nine, one, two, cluster, three)
    }
    board = make_organisation("ninh-son-board", kind=OrganisationKind.BOARD)
    organisations = {board.slug: board}
    for slug in ("ninh-son", "binh-thuy", "phu-an"):
        office = make_organisation(f"{slug}-office", kind=OrganisationKind.PROVINCE_OFFICE)
        organisations[office.slug] = office
    for slug in ("first-paper", "second-paper"):
        organisations[slug] = make_organisation(slug, kind=OrganisationKind.PRESS)
    for park in (one, two, three):
        investor = make_investor(f"{park.slug}-investor", park=park)
        organisations[investor.slug] = investor
    for rank, kind in enumerate(
        (
            OrganisationKind.BOARD,
            OrganisationKind.PROVINCE_OFFICE,
            OrganisationKind.INVESTOR,
            OrganisationKind.PRESS,
        ),
        start=1,
    ):
        ReporterPrecedence.objects.create(reporter_kind=kind, rank=rank)
    indicators = {
        "fdi": make_indicator("fdi", headline=True),
        "ddi": make_indicator("ddi", unit="VND", headline=True, position=2),
        "area": make_indicator("area", unit="ha", kind=IndicatorKind.STOCK, position=3),
        "occupancy": make_indicator("occupancy", unit="percent", kind=IndicatorKind.RATIO, position=4),
    }
    form = make_form(indicators=indicators.values())
    for place, reporter in (
        ("ninh-son-parks", "ninh-son-board"),
        ("park-one", "park-one-investor"),
        ("park-two", "park-two-investor"),
        ("phu-an", "phu-an-office"),
    ):
        make_duty(organisations[reporter], places[place], form=form)
    for number in (1, 2):
        make_document(f"article-{number}", published_on=date(2025, number + 3, 10))
    return Map(places, organisations, indicators)


# --- What is drawn ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """One figure as it will be typed; money in millions, ``share`` per cent of 1,000 for a ratio."""

    indicator: str
    basis: Basis
    value: int | None
    status: ObservationStatus = ObservationStatus.NORMAL
    comparator: Comparator = Comparator.EXACTLY
    components: bool = True


@dataclass(frozen=True)
class Report:
    """One report: who, where, when, its cells, and the cells of a correction (none: no correction)."""

    place: str
    reporter: str
    quarter: Quarter
    cells: tuple[Cell, ...]
    correction: tuple[Cell, ...] = ()
    document: str | None = None

    @property
    def key(self) -> tuple[str, str, Quarter]:
        """Return what makes the report one of its kind."""
        return self.place, self.reporter, self.quarter


@dataclass(frozen=True)
class Goal:
    """One target; money in millions. ``part`` makes it a part of the goal of ninh-son for the same indicator."""

    place: str
    indicator: str
    value: int
    investor: str | None = None
    members: tuple[str, ...] = ()
    part: bool = False
    first_quarter: int = 1


@dataclass(frozen=True)
class World:
    """The reports and targets of one example."""

    reports: tuple[Report, ...]
    goals: tuple[Goal, ...]


_STATUSES = st.sampled_from(
    [ObservationStatus.NORMAL] * 6
    + [
        ObservationStatus.PROVISIONAL,
        ObservationStatus.NIL,
        ObservationStatus.NOT_APPLICABLE,
        ObservationStatus.NOT_YET_KNOWN,
        ObservationStatus.WITHDRAWN,
    ]
)
_MISSING = (ObservationStatus.NOT_APPLICABLE, ObservationStatus.NOT_YET_KNOWN, ObservationStatus.WITHDRAWN)


@st.composite
def cells(draw: st.DrawFn) -> Cell:
    """Draw one cell of a report."""
    indicator = draw(st.sampled_from(["fdi", "fdi", "fdi", "ddi", "area", "occupancy"]))
    flow = indicator in ("fdi", "ddi")
    basis = draw(st.sampled_from([Basis.YEAR_TO_DATE, Basis.IN_QUARTER])) if flow else Basis.AS_OF
    status = draw(_STATUSES)
    value = draw(st.integers(-20, 900)) if flow else draw(st.integers(1, 900))
    comparator = Comparator.EXACTLY
    if status in _MISSING:
        return Cell(indicator, basis, None, status, Comparator.NONE_STATED)
    if status is ObservationStatus.NIL:
        return Cell(indicator, basis, 0, status, components=False)
    if flow and value > 0:
        comparator = draw(st.sampled_from([Comparator.EXACTLY] * 5 + [Comparator.OVER, Comparator.ABOUT]))
    return Cell(indicator, basis, value, status, comparator, components=draw(st.booleans()))


def _one_each(found: Sequence[Cell]) -> tuple[Cell, ...]:
    return tuple({(cell.indicator, cell.basis): cell for cell in found}.values())


@st.composite
def reports(draw: st.DrawFn, reporters: Sequence[tuple[str, str]] = REPORTERS) -> Report:
    """Draw one report with its correction."""
    place, reporter = draw(st.sampled_from(reporters))
    # Old provinces report until the merger, and mostly about the year of the merger.
    years = [Quarter(2024, 1), Quarter(2024, 2), *QUARTERS[:2], *QUARTERS[:2]]
    if place not in ("ninh-son", "binh-thuy"):
        years.append(QUARTERS[2])
    quarter = draw(st.sampled_from(years))
    first = _one_each(draw(st.lists(cells(), min_size=1, max_size=3)))
    correction = _one_each(draw(st.one_of(st.just([]), st.lists(cells(), min_size=1, max_size=2))))
    document = draw(st.sampled_from([None, "article-1", "article-2"])) if reporter.endswith("paper") else None
    return Report(place, reporter, quarter, first, correction, document)


@st.composite
def goals(draw: st.DrawFn) -> Goal:
    """Draw one target."""
    indicator = draw(st.sampled_from(["fdi", "fdi", "ddi", "area"]))
    value = draw(st.integers(1, 3000))
    shape = draw(st.sampled_from(["own", "own", "own", "investor", "collective", "successor"]))
    if shape == "investor":
        park = draw(st.sampled_from(["park-one", "park-two"]))
        return Goal(park, indicator, value, investor=f"{park}-investor", part=True)
    if shape == "collective":
        return Goal("ninh-son-parks", indicator, value, members=("park-two", "cluster-one"), part=True)
    if shape == "successor":
        return Goal("dai-son", indicator, value, first_quarter=3)
    place = draw(st.sampled_from(["ninh-son", "binh-thuy", "phu-an", "ninh-son-parks", "park-one"]))
    return Goal(place, indicator, value)


def _distinct(goal: Goal) -> tuple[object, ...]:
    return goal.place, goal.indicator, goal.investor, goal.members


@st.composite
def worlds(draw: st.DrawFn, *, most_reports: int = 9, most_goals: int = 6) -> World:
    """Draw a world: reports of distinct (place, reporter, quarter), goals of distinct (place, indicator, bearer)."""
    return World(
        tuple(draw(st.lists(reports(), min_size=1, max_size=most_reports, unique_by=lambda report: report.key))),
        tuple(draw(st.lists(goals(), max_size=most_goals, unique_by=_distinct))),
    )


# --- Saving it --------------------------------------------------------------------------------------------------


def typed(here: Map, cell: Cell, *, document: str | None = None, scale: Decimal = Decimal(1)) -> Figure:
    """Return a cell as the builders take it; ``scale`` multiplies US dollars."""
    factor = {"fdi": MILLION * scale, "ddi": Decimal(10**9)}.get(cell.indicator, Decimal(1))
    value = None if cell.value is None else cell.value * factor
    fields: dict[str, Any] = {"document": make_document(document), "paragraph": 1} if document else {}
    if cell.indicator == "occupancy" and value is not None and cell.components:
        fields |= {"numerator": value, "denominator": Decimal(1000)}
        value = value / 10
    return Figure(here.indicators[cell.indicator], value, cell.basis, cell.comparator, cell.status, fields)


def save_report(here: Map, report: Report, *, scale: Decimal = Decimal(1), approved: bool = True) -> ReportRevision:
    """Save a report with its correction; return the newest revision."""
    saved = make_report(
        here.places[report.place],
        report.quarter.year,
        report.quarter.number,
        reporter=here.organisations[report.reporter],
        figures=[typed(here, cell, document=report.document, scale=scale) for cell in report.cells],
        approved=approved,
    )
    if report.correction and approved:
        make_revision(saved, [typed(here, cell, document=report.document, scale=scale) for cell in report.correction])
    newest: ReportRevision = saved.revisions.order_by("-number")[0]
    return newest


def save_goals(here: Map, found: Sequence[Goal], *, scale: Decimal = Decimal(1)) -> dict[Goal, Target]:
    """Save the targets; parts come after the goal of ninh-son that they are parts of, if there is one."""
    saved: dict[Goal, Target] = {}
    for goal in sorted(found, key=lambda each: each.part):
        factor = {"fdi": MILLION * scale, "ddi": Decimal(10**9)}.get(goal.indicator, Decimal(1))
        whole = next(
            (
                target
                for other, target in saved.items()
                if goal.part and other.place == "ninh-son" and other.indicator == goal.indicator and not other.part
            ),
            None,
        )
        saved[goal] = make_target(
            here.places[goal.place],
            here.indicators[goal.indicator],
            goal.value * factor,
            starts_on=Quarter(2025, goal.first_quarter).first_day,
            ends_on=date(2025, 12, 31),
            investor=None if goal.investor is None else here.organisations[goal.investor],
            members=[here.places[slug] for slug in goal.members],
            part_of=whole,
        )
    return saved


def save_world(here: Map, world: World, *, scale: Decimal = Decimal(1)) -> dict[Goal, Target]:
    """Save everything of a world, approved; return its targets."""
    targets = save_goals(here, world.goals, scale=scale)
    for report in world.reports:
        save_report(here, report, scale=scale)
    return targets


def without_goals_of_successors(world: World) -> World:
    """Return the world without goals of the merged province."""
    return replace(world, goals=tuple(goal for goal in world.goals if goal.place != "dai-son"))


# --- Reading it -------------------------------------------------------------------------------------------------


@contextmanager
def undone() -> Iterator[None]:
    """Save within, and undo it all at the end: hypothesis runs many examples in one test."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def moment() -> datetime:
    """Return the database's present moment, which goes on within a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime = cursor.fetchone()[0]
    return found


def page(slug: str, quarter: Quarter, *, today: bool = False, as_of: datetime | None = None) -> dict[str, Any]:
    """Return everything that a place page shows, as plain data."""
    choice = MapChoice.TODAY if today else MapChoice.THEN
    return place_data(progress_for_place(slug=slug, quarter=quarter, map_choice=choice, as_of=as_of))


def pages(*, as_of: datetime | None = None, quarters: Sequence[Quarter] = QUARTERS[1:]) -> dict[str, Any]:
    """Return the pages of several places on both maps."""
    return {
        f"{slug} {quarter} {today}": page(slug, quarter, today=today, as_of=as_of)
        for slug in PLACES
        for quarter in quarters
        for today in (False, True)
    }


def as_text(data: Any) -> str:
    """Return data as the bytes that a program would be handed, for comparing to the last one."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1)


def differences(one: Any, other: Any, at: str = "") -> list[str]:
    """Return where two trees of plain data differ, each with both values; none means that they are the same."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return [line for key in one for line in differences(one[key], other[key], f"{at}/{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [
            line for n, (a, b) in enumerate(zip(one, other, strict=True)) for line in differences(a, b, f"{at}/{n}")
        ]
    return [] if one == other else [f"{at}: {str(one)[:120]} | {str(other)[:120]}"]


def add_draft_revision(newest: ReportRevision, figures: Sequence[Figure]) -> ReportRevision:
    """Add a correction that nobody has approved."""
    revision = ReportRevision.objects.create(
        report=newest.report, number=newest.number + 1, reason="not approved yet", status=RevisionStatus.DRAFT
    )
    for figure in figures:
        make_actual(revision, figure)
    return revision
