"""Find the report that an address names, for those who enter it: the same for pages, files and programs."""

from dataclasses import replace

from django.db.models import Q

from provinces.models import Organisation, Place
from tracker.actions.entry_desks import Desk, with_reports
from tracker.actions.reporting import form_in_force
from tracker.actions.rights import Scope
from tracker.models import Role
from tracker.progress.periods import Quarter


def desk_named(*, place_slug: str, quarter_text: str, reporter_slug: str, scope: Scope) -> Desk | None:
    """Return the desk of a place, quarter and reporter with its report, or with the form that is owed.

    None alike for what does not exist and for what the scope does not enter. Costs at most five queries.
    """
    try:
        quarter = Quarter.parse(quarter_text)
    except ValueError:
        return None
    if not scope.has(Role.CLERK):
        return None
    place = Place.objects.filter(scope.within("pk", Role.CLERK), slug=place_slug).first()
    if place is None:
        return None
    reporter = Organisation.objects.filter(Q(duties__place=place) | Q(reports__place=place), slug=reporter_slug).first()
    if reporter is None:
        return None
    (desk,) = with_reports([Desk(place, quarter, reporter, form=None)])
    if desk.report is None:
        desk = replace(desk, form=form_in_force(place=place, reporter=reporter, quarter=quarter))
    return desk
