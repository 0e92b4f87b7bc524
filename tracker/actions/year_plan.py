"""Read what opening a new year would make: duties that go on, targets to revise, and what somebody has to decide."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.db.models import Q

from provinces.models import Place, PlaceKind
from provinces.models.recorded import valid_on
from provinces.reach import top_places
from tracker.actions.rights import Scope
from tracker.models import Direction, Origin, ReportingDuty, Role, Target
from tracker.progress.completeness import read_due_rules
from tracker.progress.due_days import due_day
from tracker.progress.periods import quarters_of_year
from tracker.progress.tree_rows import load_tree

# What tells a target of a year from the others of the same place; the number is not part of it.
TargetKey = tuple[int, int | None, int, str, int | None, bool]


class Undecided(StrEnum):
    """Why a duty is not carried into the new year by itself."""

    FORM_ENDED = "form_ended"
    PLACE_ENDED = "place_ended"


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """One duty that somebody has to decide about, and why."""

    duty: ReportingDuty
    why: Undecided


@dataclass(frozen=True, slots=True)
class DueDays:
    """The due days of a kind of reporter in the four quarters; None where no rule names one."""

    reporter_kind: str
    days: tuple[date | None, ...]


@dataclass(slots=True)
class YearPlan:
    """What opening a year makes for a place and all below it; empty lists when it is open already."""

    place: Place
    year: int
    duties: list[ReportingDuty] = field(default_factory=list)
    """Those that end with the old year and are copied."""
    going_on: int = 0
    """How many duties hold in the new year without anybody's doing."""
    questions: list[OpenQuestion] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    """Last year's binding yearly targets without a successor: each becomes a draft without a number."""
    due_days: list[DueDays] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Return whether there is nothing to make."""
        return not self.duties and not self.targets

    @property
    def needing_baseline(self) -> list[Target]:
        """Return the targets to lower something: their successors need a baseline before anybody can approve them."""
        return [target for target in self.targets if target.indicator.direction == Direction.LOWER_IS_BETTER]


def target_key(target: Target) -> TargetKey:
    """Return what the successor of a target in the next year shares with it."""
    return (
        target.place_id,
        target.investor_id,
        target.indicator_id,
        target.role,
        target.issuer_id,
        target.collective,
    )


def read_year_plan(*, place: Place, year: int, scope: Scope) -> YearPlan:
    """Return what is to be made so that the year is open for the place and everything below it that is in scope.

    Costs at most nine queries, whatever the number of places.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    tree = load_tree(roots=[place.pk], day=first, as_of=None, today=None)
    places = [key for key in tree.descendants(place.pk) if scope.covers(key, Role.ADMINISTRATOR)]
    plan = YearPlan(place, year)
    duties = list(
        ReportingDuty.objects.known_at(None)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=date(year - 1, 12, 31)), place__in=places)
        .filter(Q(valid_from__isnull=True) | Q(valid_from__lte=last))
        .select_related("reporter", "place", "form")
        .order_by("place__sort_key", "place__slug", "reporter__slug", "form__code", "pk")
    )
    holding = [duty for duty in duties if duty.valid_to is None or duty.valid_to >= first]
    taken = {(duty.reporter_id, duty.place_id, duty.form_id) for duty in holding}
    for duty in duties:
        ends = duty.valid_to == date(year - 1, 12, 31)
        if ends and (duty.reporter_id, duty.place_id, duty.form_id) in taken:
            continue
        why = _why_undecided(duty, first, last)
        if why is not None:
            plan.questions.append(OpenQuestion(duty, why))
        elif ends:
            plan.duties.append(duty)
        else:
            plan.going_on += 1
    plan.targets = _targets_to_revise(places, year)
    plan.due_days = list(_due_days([*plan.duties, *holding], year))
    return plan


def _why_undecided(duty: ReportingDuty, first: date, last: date) -> Undecided | None:
    """Return why nobody but a person can say how the duty goes on; a form must hold for the whole year."""
    if duty.place.valid_to is not None and duty.place.valid_to < first:
        return Undecided.PLACE_ENDED
    form_ends = duty.form.valid_to
    # A duty that ends before its form does asks for nothing after that form.
    needed_until = last if duty.valid_to is None or duty.valid_to < first else min(duty.valid_to, last)
    return Undecided.FORM_ENDED if form_ends is not None and form_ends < needed_until else None


def _targets_to_revise(places: Collection[int], year: int) -> list[Target]:
    """Return last year's binding targets of the whole year that have no successor yet, not even a draft."""
    known = {
        target_key(target)
        for target in Target.objects.filter(place__in=places, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31))
    }
    last_years = (
        Target.objects.in_force(None)
        .binding()
        .filter(place__in=places, origin=Origin.PRINTED)
        .filter(starts_on=date(year - 1, 1, 1), ends_on=date(year - 1, 12, 31))
        .select_related("place", "investor", "indicator__unit", "unit")
        .order_by("place__sort_key", "place__slug", "position", "indicator__code", "pk")
    )
    return [target for target in last_years if target_key(target) not in known]


def _due_days(duties: Iterable[ReportingDuty], year: int) -> Iterator[DueDays]:
    rules, holidays = read_due_rules()
    for kind in sorted({duty.reporter.kind for duty in duties}):
        yield DueDays(
            kind,
            tuple(
                due_day(reporter_kind=kind, quarter=quarter, rules=rules, holidays=holidays)
                for quarter in quarters_of_year(year)
            ),
        )


def places_to_open(scope: Scope, on: date) -> Sequence[Place]:
    """Return the places for which somebody may open a year: provinces, the country, and where their role begins."""
    own = scope.places(Role.ADMINISTRATOR)
    live = Place.objects.filter(valid_on(on))
    upper = live.filter(kind__in=[PlaceKind.COUNTRY, PlaceKind.PROVINCE])
    if scope.everything:
        return list(upper.in_name_order())
    return list(
        (upper.filter(pk__in=own) | live.filter(pk__in=top_places(own).order_by().values("pk"))).in_name_order()
    )
