"""Find the report that a file means by a place, a quarter and perhaps a reporter."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from provinces.models import Organisation, Place
from provinces.wording import local_name
from tracker.actions.entering import UnableToSaveCellsError
from tracker.actions.entry_desks import Desk, desks_owed, opened, refusal_to_open
from tracker.actions.importing.compared import changed_since
from tracker.actions.importing.statement import ReportKey
from tracker.actions.rights import Scope
from tracker.exchange.wording import quarter_name
from tracker.models import Actual, ReportRevision, RevisionStatus, Role
from tracker.progress.periods import Quarter


@dataclass(frozen=True, slots=True)
class FoundDesk:
    """The report that a key means, with a revision to compare with; or why there is none, with the cure."""

    desk: Desk | None
    refusal: str = ""


class DesksOfQuarter:
    """The reports of a quarter that a person may enter, by place. Costs four queries when made."""

    def __init__(self, quarter: Quarter, places: Collection[int], *, scope: Scope, at: datetime) -> None:
        self.quarter = quarter
        self._at = at
        self._places = Place.objects.filter(scope.within("pk", Role.CLERK)).in_bulk(places)
        self._by_place: dict[int, list[Desk]] = {}
        for desk in desks_owed(quarter, Q(place__in=list(self._places))):
            self._by_place.setdefault(desk.place.pk, []).append(desk)

    def find(self, key: ReportKey) -> FoundDesk:
        """Return the report of a key; a place that is not the person's answers like one that does not exist."""
        place = self._places.get(key.place_id)
        if place is None:
            return FoundDesk(None, _("There is no such place among those that you enter for."))
        words = {"place": local_name(place), "quarter": quarter_name(self.quarter.year, self.quarter.number)}
        known = self._by_place.get(key.place_id, [])
        found = [desk for desk in known if key.reporter_id in (None, desk.reporter.pk)]
        if len(found) > 1:
            sentence = _(
                "%(place)s has reports of %(reporters)s in %(quarter)s. Add a column “Reported by” that says whose "
                "figures these are."
            )
            return FoundDesk(None, sentence % {**words, "reporters": _names(desk.reporter for desk in found)})
        if not found:
            sentence = (
                _(
                    "Nobody owes a report for %(place)s in %(quarter)s. An administrator can record the duty under "
                    "“Reporting duties”."
                )
                if not known
                else _("%(place)s is reported by %(reporters)s in %(quarter)s, not by whom the file names.")
            )
            return FoundDesk(None, sentence % {**words, "reporters": _names(desk.reporter for desk in known)})
        (desk,) = found
        if desk.report is None and (refusal := refusal_to_open(desk, self._at)):
            return FoundDesk(None, refusal)
        return FoundDesk(desk)


def with_revision(desk: Desk) -> Desk:
    """Return the desk with its revision, or with one that is not stored: what saving would open."""
    if desk.revision is not None:
        return desk
    return replace(desk, revision=ReportRevision(number=1, status=RevisionStatus.DRAFT))


def begun(desks: Sequence[Desk]) -> list[Desk]:
    """Return the desks with a stored draft each, locked; those that were held before are taken as they are.

    Expects desks whose reports are locked as far as there are any. Costs at most five queries, none if nothing lacks.

    :raises UnableToSaveCellsError: if somebody else has begun one of the reports since it was looked at.
    """
    lacking = [_as_stored(desk) for desk in desks if desk.revision is None or desk.revision.pk is None]
    made = {desk.key: desk for desk in opened(lacking)} if lacking else {}
    revisions = [desk.revision for desk in made.values() if desk.revision is not None]
    foreign = any(revision.status != RevisionStatus.DRAFT for revision in revisions)
    if foreign or (made and Actual.objects.filter(revision__in=revisions).exists()):
        raise UnableToSaveCellsError(changed_since())
    return [made.get(desk.key, desk) for desk in desks]


def _as_stored(desk: Desk) -> Desk:
    return replace(desk, revision=None)


def why_not_open(desk: Desk) -> str:
    """Return why nothing can be typed into a report, with the cure; empty if it is a draft or not begun."""
    if desk.revision is None or desk.revision.status == RevisionStatus.DRAFT:
        return ""
    if desk.revision.status == RevisionStatus.APPROVED:
        return _(
            "The report of %(report)s is approved, and the file differs from it. Begin a correction on its entry "
            "page, then check the file again."
        ) % {"report": desk.name}
    return _(
        "The report of %(report)s is submitted, and the file differs from it. Take it back or have it returned, then "
        "check the file again."
    ) % {"report": desk.name}


def _names(reporters: Iterable[Organisation]) -> str:
    return ", ".join(dict.fromkeys(local_name(reporter) for reporter in reporters))
