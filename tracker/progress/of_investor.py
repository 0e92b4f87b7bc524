"""Answer what the page of an investor asks."""

from datetime import datetime

from django.db.models import Q

from provinces.models import Organisation, OrganisationKind, ParkInvestor
from provinces.models.past import put_back
from provinces.reach import Reach, within
from tracker.models import Target
from tracker.progress.build import Builder
from tracker.progress.faces import organisation_face, place_face
from tracker.progress.investor_totals import investor_totals
from tracker.progress.lookup import InvestorNotFound
from tracker.progress.periods import Quarter
from tracker.progress.rows import InvestorProgress, MapChoice
from tracker.progress.snapshot import load_snapshot
from tracker.progress.tree_rows import load_tree, today_of


def progress_for_investor(
    *,
    slug: str,
    quarter: Quarter,
    map_choice: MapChoice = MapChoice.THEN,
    as_of: datetime | None = None,
    reach: Reach = None,
) -> InvestorProgress:
    """Return everything an investor page shows at the quarter, of the places within reach.

    :raises InvestorNotFound: if no infrastructure investor has the slug, or none of its places is reached.
    """
    investor = Organisation.objects.filter(slug=slug).first()
    put_back([] if investor is None else [investor], as_of)
    face = organisation_face(investor)
    if investor is None or face is None or face.kind != OrganisationKind.INVESTOR:
        raise InvestorNotFound(slug)
    links = ParkInvestor.objects.known_at(as_of).filter(within(reach, "park"), investor=investor)
    parks = [row.park for row in links.select_related("park")]
    promised = Target.objects.in_force(as_of).filter(within(reach), investor=investor)
    if reach is not None and not parks and not promised.exists():
        raise InvestorNotFound(slug)
    targets = promised.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=quarter.first_day), starts_on__lte=quarter.last_day
    )
    whole = targets.filter(within(reach, "part_of__place"), part_of__isnull=False)
    goal_places = set(whole.values_list("part_of__place_id", flat=True))
    roots = {park.pk for park in parks} | set(targets.values_list("place_id", flat=True)) | goal_places
    today = today_of(map_choice, as_of)
    tree = load_tree(roots=sorted(roots), day=quarter.last_day, as_of=as_of, today=today, reach=reach)
    snapshot = load_snapshot(tree=tree, quarter=quarter, as_of=as_of, reach=reach)
    builder = Builder(snapshot)
    own = [
        target
        for place_targets in snapshot.targets.values()
        for target in place_targets
        if target.investor is not None and target.investor.id == investor.pk
    ]
    own.sort(key=lambda target: (target.place.sort_key, target.position, target.id))
    goal_ids = {target.part_of_id for target in own}
    goals = [
        builder.target_row(target, with_parts=True)
        for place_targets in snapshot.targets.values()
        for target in place_targets
        if target.id in goal_ids
    ]
    put_back(parks, as_of)
    unique_parks = {park.pk: place_face(park) for park in parks}
    rows = tuple(builder.target_row(target, with_parts=False) for target in own)
    below = {row.place.id: frozenset(tree.descendants(row.place.id)) - {row.place.id} for row in rows}
    return InvestorProgress(
        investor=face,
        quarter=quarter,
        map_choice=map_choice,
        as_of=as_of,
        parks=tuple(sorted(unique_parks.values(), key=lambda park: (park.sort_key, park.slug))),
        rows=rows,
        goals=tuple(goals),
        totals=investor_totals(rows, quarter, below),
    )
