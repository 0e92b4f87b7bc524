"""Read everything that the data checks look at, in a fixed number of SELECTs, however many figures there are."""

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from provinces.models import Place, PlaceKind, PlaceMember, PlaceParent, Succession
from provinces.models.past import put_back
from provinces.reach import Reach, beyond
from tracker.findings.figure import Figure, in_order, of_actual, of_phase, of_target
from tracker.models import (
    Actual,
    ExchangeRate,
    Indicator,
    PrintedComparison,
    PromotionItem,
    ReportRevision,
    Target,
    TargetPhase,
)

_FIGURE_PARTS = ("unit", "other_unit", "document")


class Facts:
    """Hold the facts as this database knew them at a moment; each property causes one query, once.

    All figures are read into memory: that is made for the published figures and a country's quarters, some ten
    thousand rows. Figures in force are joined by the rejected misprints, which are checked too; drafts never are.
    """

    def __init__(self, as_of: datetime | None = None) -> None:
        self.as_of = as_of

    @cached_property
    def target_versions(self) -> dict[int, int]:
        """Map each approved version of a target to the first version of its chain."""
        rows = Target.objects.approved_by(self.as_of).values_list("pk", "supersedes_id")
        earlier = dict(rows)
        return {pk: _first(pk, earlier) for pk in earlier}

    @cached_property
    def targets(self) -> list[Figure]:
        """Return the targets in force and the rejected ones, in order."""
        newer = Target.objects.approved_by(self.as_of).filter(supersedes=OuterRef("pk"))
        rows = (
            Target.objects.approved_by(self.as_of)
            .filter(~Exists(newer), withdrawn=False)
            .select_related("place", "indicator__unit", "promotion_item", *_FIGURE_PARTS)
        )
        return in_order(of_target(row) for row in rows)

    @cached_property
    def actuals(self) -> list[Figure]:
        """Return the reported actuals in force and the rejected ones, in order.

        A rejected misprint is no cell, so nothing replaces it but a later figure of the same reference.
        """
        approved = ReportRevision.objects.approved_by(self.as_of)
        later = Actual.objects.filter(
            revision__in=approved,
            revision__report=OuterRef("revision__report"),
            revision__number__gt=OuterRef("revision__number"),
            reference=OuterRef("reference"),
        )
        rejected = ~Q(rejected_because="") & Q(revision__in=approved) & ~Exists(later)
        rows = Actual.objects.filter(
            rejected | Q(pk__in=Actual.objects.in_force(self.as_of).order_by().values("pk"))
        ).select_related("revision__report__place", "revision__report__reporter", "indicator__unit", *_FIGURE_PARTS)
        return in_order(of_actual(row) for row in rows)

    @cached_property
    def phases(self) -> list[Figure]:
        """Return the phases of the targets in force, in order."""
        targets = [figure.row.pk for figure in self.targets]
        rows = TargetPhase.objects.filter(target__in=targets).select_related(
            "target__place", "target__indicator__unit", *_FIGURE_PARTS
        )
        return in_order(of_phase(row) for row in rows)

    @cached_property
    def comparisons(self) -> list[PrintedComparison]:
        """Return the printed comparisons, by document and paragraph."""
        return list(
            PrintedComparison.objects.select_related("document", "unit").order_by(
                "document__slug", "paragraph", "reference"
            )
        )

    @cached_property
    def promotion_items(self) -> list[PromotionItem]:
        """Return the items of all promotion lists, by list and position."""
        return list(
            PromotionItem.objects.select_related("promotion_list__place", "promotion_list__document").order_by(
                "promotion_list__slug", "position"
            )
        )

    @cached_property
    def subtotals(self) -> dict[int, set[int]]:
        """Map a printed subtotal of a promotion list to the items that it sums."""
        sums: dict[int, set[int]] = {}
        for whole, part in PromotionItem.sums.through.objects.values_list("from_promotionitem", "to_promotionitem"):
            sums.setdefault(whole, set()).add(part)
        return sums

    @cached_property
    def rates(self) -> list[ExchangeRate]:
        """Return the rows of the rate table, by day."""
        rows = ExchangeRate.objects.all().known_at(self.as_of)
        return list(rows.select_related("document").order_by("on", "base", "quote", "purpose"))

    @cached_property
    def indicators(self) -> list[Indicator]:
        """Return all indicators, by code."""
        return list(Indicator.objects.select_related("unit").order_by("code"))

    @cached_property
    def places(self) -> dict[int, Place]:
        """Return all places by their number, as they stood."""
        places = list(Place.objects.order_by("slug"))
        put_back(places, self.as_of)
        return {place.pk: place for place in places}

    @cached_property
    def parents(self) -> dict[int, set[int]]:
        """Map a place to the places that it ever lay under."""
        parents: dict[int, set[int]] = {}
        rows = PlaceParent.objects.all().known_at(self.as_of)
        for place, parent in rows.values_list("place_id", "parent_id"):
            parents.setdefault(place, set()).add(parent)
        return parents

    @cached_property
    def members(self) -> dict[int, set[int]]:
        """Map a perimeter that overlaps others to its named members; a perimeter without named ones has none."""
        members: dict[int, set[int]] = {}
        rows = PlaceMember.objects.all().known_at(self.as_of)
        for perimeter, member in rows.values_list("perimeter_id", "member_id"):
            named = members.setdefault(perimeter, set())
            if member is not None:
                named.add(member)
        return members

    @cached_property
    def successions(self) -> set[tuple[int, int]]:
        """Return the pairs of predecessor and successor."""
        rows = Succession.objects.all().known_at(self.as_of)
        return set(rows.values_list("predecessor_id", "successor_id"))

    def goals_that_bind_beyond(self, reach: Reach) -> set[int]:
        """Return the targets of several places together of which one is beyond the reach; one query."""
        members = Target.members.through.objects.filter(beyond(reach))
        return set(members.values_list("target_id", flat=True))

    def above(self, place: int) -> set[int]:
        """Return the places that a place ever lay under, at any distance; itself excluded."""
        found: set[int] = set()
        waiting = list(self.parents.get(place, ()))
        while waiting:
            parent = waiting.pop()
            if parent not in found:
                found.add(parent)
                waiting.extend(self.parents.get(parent, ()))
        return found

    def below_or_before(self, place: Place) -> set[str]:
        """Return the address names of a place, its members and predecessors, and all that ever lay below them."""
        if place.kind == PlaceKind.COUNTRY:
            return {other.slug for other in self.places.values()}
        roots = {place.pk} | {before for before, after in self.successions if after == place.pk}
        for root in tuple(roots):
            roots |= self.members.get(root, set())
        return {other.slug for pk, other in self.places.items() if pk in roots or roots & self.above(pk)}


def _first(version: int, earlier: Mapping[int, int | None]) -> int:
    while (before := earlier.get(version)) is not None:
        version = before
    return version
