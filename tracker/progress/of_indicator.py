"""Answer what the page of an indicator asks."""

from datetime import datetime

from provinces.models import Place, PlaceKind
from provinces.reach import Reach
from tracker.models import Indicator
from tracker.progress.build import Builder
from tracker.progress.figure_rows import first_day_read
from tracker.progress.lookup import IndicatorNotFound, PlaceNotFound
from tracker.progress.measures import IndicatorKind
from tracker.progress.periods import Quarter
from tracker.progress.rows import IndicatorProgress, MapChoice, ProgressRow
from tracker.progress.snapshot import load_snapshot
from tracker.progress.tree import TOP
from tracker.progress.tree_rows import load_tree, today_of


def indicator_ids(codes: list[str]) -> set[int]:
    """Return the keys of the indicators.

    :raises IndicatorNotFound: if one of the codes is unknown.
    """
    found = dict(Indicator.objects.filter(code__in=codes).values_list("code", "pk"))
    for code in codes:
        if code not in found:
            raise IndicatorNotFound(code)
    return set(found.values())


def progress_for_indicator(
    *,
    code: str,
    quarter: Quarter,
    map_choice: MapChoice = MapChoice.THEN,
    as_of: datetime | None = None,
    reach: Reach = None,
) -> IndicatorProgress:
    """Return everything an indicator page shows at the quarter: the country, then every place that has something.

    The rows of the country and of the places directly below it carry the quarters of their year.
    With a reach every place within it is asked, and the country only if it is one of them.

    :raises IndicatorNotFound: if no indicator has the code.
    """
    indicator_id = indicator_ids([code]).pop()
    root = Place.objects.filter(kind=PlaceKind.COUNTRY).order_by("pk").first()
    if root is None:
        raise PlaceNotFound("country")
    roots = [root.pk] if reach is None else sorted(reach)
    today = today_of(map_choice, as_of)
    tree = load_tree(roots=roots, day=quarter.last_day, as_of=as_of, today=today, reach=reach)
    snapshot = load_snapshot(tree=tree, quarter=quarter, as_of=as_of, indicator_ids={indicator_id}, reach=reach)
    builder = Builder(snapshot)
    country: ProgressRow | None = None
    if root.pk in tree.places:
        found = builder.rows_for(root.pk, with_parts=False, indicator_ids=[indicator_id], courses_of=None)
        country = found[0] if found else builder.empty_row(root.pk, indicator_id)
    rows: list[ProgressRow] = []
    seen = {root.pk}
    # Of the country and of what lies directly below it the year is drawn; of hundreds of parks it is not.
    drawn = set(tree.below.get(root.pk, []))
    queue = [*tree.below.get(root.pk, []), *(top for top in tree.below[TOP] if top != root.pk)]
    while queue:
        current = queue.pop(0)
        if current in seen:
            continue
        seen.add(current)
        courses_of = None if current in drawn else ()
        rows.extend(builder.rows_for(current, with_parts=False, indicator_ids=[indicator_id], courses_of=courses_of))
        later = [p.place.id for p in tree.predecessors.get(current, []) if p.effective_on > tree.day]
        queue = [*later, *tree.below.get(current, []), *queue]
    figures = sorted(snapshot.figures_by_id.values(), key=lambda f: (-f.to_on.toordinal(), f.place.sort_key, f.id))
    indicator = snapshot.indicators[indicator_id]
    return IndicatorProgress(
        indicator=indicator,
        quarter=quarter,
        map_choice=map_choice,
        as_of=as_of,
        country=country,
        rows=tuple(rows),
        figures=tuple(figures),
        figures_since=first_day_read(quarter) if indicator.kind == IndicatorKind.FLOW else None,
    )
