"""Say what an industrial park is, before how it does: where, whose, since when, and its levels of the quarter."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from provinces.models.place import PlaceKind
from tracker.progress.measures import IndicatorKind
from tracker.progress.rows import PlaceProgress
from tracker.web import cells
from tracker.web.filters import PageQuery
from tracker.web.numbers import amount_text, day_text, with_unit
from tracker.web.words import name_of

Fact = tuple[str, str | SafeString]


def park_facts(progress: PlaceProgress, query: PageQuery) -> list[Fact]:
    """Return the facts of a park by their names; an empty list for every other kind of place.

    A level is told with the day to which it was reported; one that nobody reported is left out, and is not 0.
    """
    if progress.place.kind != PlaceKind.INDUSTRIAL_PARK:
        return []
    found: list[Fact] = []
    provinces = [place for place in progress.path if place.kind == PlaceKind.PROVINCE]
    if provinces:
        found.append((_("Province"), name_of(provinces[-1])))
    if progress.investors:
        found.append(
            (
                _("Infrastructure investor"),
                format_html_join(", ", "{}", ((cells.investor_link(each, query),) for each in progress.investors)),
            )
        )
    if progress.place.valid_from is not None:
        found.append((_("Established"), day_text(progress.place.valid_from)))
    told: set[int] = set()
    for row in progress.rows:
        reading = row.to_date
        if row.indicator.kind == IndicatorKind.FLOW or reading.amount is None or row.indicator.id in told:
            continue
        told.add(row.indicator.id)
        amount = with_unit(amount_text(reading.amount, row.indicator.display_scale), cells.unit_name(row.indicator))
        day = cells.sub(_("to %(day)s") % {"day": day_text(reading.to_on)}) if reading.to_on else ""
        found.append((name_of(row.indicator), format_html("{} {}", amount, day)))
    return found
