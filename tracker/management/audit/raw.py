"""The raw rows that an audit by plain Python starts from: a fixed number of SELECTs, nothing of tracker/progress."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q

from provinces.models import Organisation, Place, PlaceMember, PlaceParent, Succession
from provinces.models.past import put_back
from tracker.models import Actual, Basis, Indicator, ObservationStatus, RevisionStatus, Target

BEFORE_ALL = date.min


@dataclass(frozen=True, slots=True)
class Figure:
    """One reported figure in force: ``opens`` is the day before its span."""

    reporter_id: int
    basis: str
    opens: date
    to_on: date
    value: Decimal | None
    high: Decimal | None
    comparator: str
    numerator: Decimal | None
    denominator: Decimal | None
    status: str
    unit: str


@dataclass(frozen=True, slots=True)
class Life:
    """Days on which something holds; None is an open end."""

    since: date | None
    until: date | None

    def holds_on(self, day: date) -> bool:
        """Return whether it holds on the day."""
        return (self.since is None or self.since <= day) and (self.until is None or self.until >= day)

    def changes_within(self, first: date, last: date) -> bool:
        """Return whether it begins after the first day or ends before the last."""
        return not (self.since is None or self.since <= first) or not (self.until is None or self.until >= last)


@dataclass(frozen=True, slots=True)
class Promise:
    """One target in force."""

    id: int
    place_id: int
    investor_id: int | None
    indicator_id: int
    starts: date
    ends: date | None
    value: Decimal | None
    high: Decimal | None
    comparator: str
    baseline: Decimal | None
    unit: str
    role: str
    collective: bool
    part_of: int | None


class RawRows:
    """Everything that was known at a moment, as plain rows."""

    def __init__(self, as_of: datetime | None) -> None:
        known = Q(retired_at__isnull=True)
        if as_of is not None:
            known = Q(recorded_at__lte=as_of) & (Q(retired_at__isnull=True) | Q(retired_at__gt=as_of))
        places = list(Place.objects.order_by("pk"))
        put_back(places, as_of)
        self.kinds = {place.pk: place.kind for place in places}
        self.slugs = {place.slug: place.pk for place in places}
        self.lives = {place.pk: Life(place.valid_from, place.valid_to) for place in places}
        self.below: dict[int, list[tuple[int, Life]]] = {}
        for above, child, *days in PlaceParent.objects.filter(known).values_list(
            "parent_id", "place_id", "valid_from", "valid_to"
        ):
            self.below.setdefault(above, []).append((child, Life(*days)))
        self.before: dict[int, list[tuple[int, date, Decimal]]] = {}
        for successor, predecessor, on, share in Succession.objects.filter(known).values_list(
            "successor_id", "predecessor_id", "effective_on", "share"
        ):
            self.before.setdefault(successor, []).append((predecessor, on, share))
        holders = set(PlaceMember.objects.filter(known).values_list("perimeter_id", flat=True))
        self.overlapping = {pk for pk in holders if self.kinds[pk] == "perimeter"}
        self.sharing = holders - self.overlapping
        organisations = list(Organisation.objects.order_by("pk"))
        put_back(organisations, as_of)
        self.reporter_kinds = {each.pk: each.kind for each in organisations}
        indicators = list(Indicator.objects.order_by("pk"))
        put_back(indicators, as_of)
        self.indicators = {each.pk: (each.kind, each.direction) for each in indicators}
        self.figures = _figures(as_of)
        self.promises, self.first_versions = _promises(as_of)
        self.members: dict[int, list[int]] = {}
        for target, place in Target.members.through.objects.values_list("target_id", "place_id"):
            self.members.setdefault(target, []).append(place)


def _figures(as_of: datetime | None) -> dict[tuple[int, int], list[Figure]]:
    """Return the figures of the newest approved revision of each cell, by place and indicator."""
    approved = Q(revision__status=RevisionStatus.APPROVED, rejected_because="")
    if as_of is not None:
        approved &= Q(revision__approved_at__lte=as_of)
    columns = (
        "revision__report_id",
        "indicator_id",
        "basis",
        "from_on",
        "to_on",
        "revision__number",
        "revision__report__place_id",
        "revision__report__reporter_id",
        "value",
        "high",
        "comparator",
        "numerator",
        "denominator",
        "observation_status",
        "unit__code",
    )
    newest: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for row in Actual.objects.filter(approved).order_by("revision__number").values_list(*columns):
        newest[row[:5]] = row
    found: dict[tuple[int, int], list[Figure]] = {}
    for _report, indicator, basis, from_on, to_on, _number, place, reporter, *said in newest.values():
        value, high, comparator, numerator, denominator, status, unit = said
        if status == ObservationStatus.WITHDRAWN:
            continue
        opens = from_on - timedelta(days=1) if from_on is not None else to_on
        if basis == Basis.SINCE_INCEPTION:
            opens = BEFORE_ALL
        figure = Figure(reporter, basis, opens, to_on, value, high, comparator, numerator, denominator, status, unit)
        found.setdefault((place, indicator), []).append(figure)
    return found


def _promises(as_of: datetime | None) -> tuple[dict[int, Promise], dict[int, int]]:
    """Return the targets in force, and the first version of every version."""
    columns = (
        "pk",
        "place_id",
        "investor_id",
        "indicator_id",
        "starts_on",
        "ends_on",
        "value",
        "high",
        "comparator",
        "baseline",
        "unit__code",
        "role",
        "collective",
        "part_of_id",
        "supersedes_id",
        "withdrawn",
        "rejected_because",
    )
    known = Q(approved_at__isnull=False) if as_of is None else Q(approved_at__lte=as_of)
    rows = list(Target.objects.filter(known).values_list(*columns))
    replaced = {row[14] for row in rows}
    older = {row[0]: row[14] for row in rows}
    promises = {row[0]: Promise(*row[:14]) for row in rows if row[0] not in replaced and not row[15] and not row[16]}
    first: dict[int, int] = {}
    for pk in older:
        oldest = pk
        while older.get(oldest) is not None:
            oldest = older[oldest]
        first[pk] = oldest
    return promises, first
