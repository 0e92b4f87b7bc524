"""Read the rows that published figures are made of, as far as a reader reaches their places."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.db.models import Prefetch, Q

from provinces.models.past import put_back
from provinces.models.past_names import past_names
from provinces.reach import Reach, reaches, within
from tracker.models import PUBLISHER, Actual, ObservationStatus, PrintedComparison, RevisionStatus, Target, TargetPhase
from tracker.models.indicator import put_back_indicators

_Figure = TypeVar("_Figure", Target, Actual)


def published_targets(reach: Reach, as_of: datetime | None = None, *, as_loaded: bool = False) -> list[Target]:
    """Return the newest versions approved by ``as_of`` (None: now) of the targets with a reference.

    As far as all that they bind is reached; ``as_loaded`` those versions alone that `load_seeds` brought.
    """
    rows = (
        Target.objects.approved_by(as_of)
        .filter(within(reach), _loaded("approved_by") if as_loaded else Q(), reference__isnull=False)
        .select_related("place", "investor", "issuer", "unit", "other_unit", "document", "part_of")
        .select_related("indicator__unit", "indicator__group", "promotion_item__promotion_list")
        .prefetch_related("members", Prefetch("phases", TargetPhase.objects.select_related("unit", "document")))
        .order_by("version")
    )
    found = [target for target in _newest(rows) if not target.withdrawn and _is_reached(target, reach)]
    put_back((target.place for target in found), as_of)
    put_back_indicators((target.indicator for target in found), as_of)
    past_names(as_of).put_on(found, "investor", "issuer", "document")
    return found


def _is_reached(target: Target, reach: Reach) -> bool:
    return reaches(reach, (target.place_id, *(member.pk for member in target.members.all())))


def published_actuals(reach: Reach, as_of: datetime | None = None, *, as_loaded: bool = False) -> list[Actual]:
    """Return the newest figures with a reference approved by ``as_of`` (None: now); ``as_loaded`` the seeds' alone."""
    rows = (
        Actual.objects.filter(
            within(reach, "revision__report__place"),
            _loaded("revision__approved_by") if as_loaded else Q(),
            _known_by(as_of, "revision__approved_at"),
            reference__isnull=False,
            revision__status=RevisionStatus.APPROVED,
        )
        .select_related("revision__report__place", "revision__report__reporter", "unit", "other_unit", "document")
        .select_related("indicator__unit", "indicator__group")
        .order_by("revision__approval_sequence", "pk")
    )
    found = [actual for actual in _newest(rows) if actual.observation_status != ObservationStatus.WITHDRAWN]
    put_back((actual.revision.report.place for actual in found), as_of)
    put_back_indicators((actual.indicator for actual in found), as_of)
    names = past_names(as_of)
    names.put_on(found, "document")
    names.put_on((actual.revision.report for actual in found), "reporter")
    return found


def published_comparisons(
    reach: Reach, as_of: datetime | None = None, *, as_loaded: bool = False
) -> Iterable[PrintedComparison]:
    """Return the printed comparisons of which both sides are reached, as far as they are figures of ours.

    With a moment those whose subject was approved by then; ``as_loaded`` none, since people may have typed any.
    """
    measured = ("indicator__unit", "indicator__group")
    target, actual = ("place", "investor", "issuer", *measured), ("revision__report__place", *measured)
    subjects = ("subject_target__approved_at", "subject_actual__revision__approved_at")
    known = [Q(**{f"{subject}__isnull": True}) | _known_by(as_of, subject) for subject in subjects]
    rows = PrintedComparison.objects.filter(*known if as_of is not None else ()).select_related(
        "document",
        "unit",
        *(f"subject_target__{name}" for name in target),
        *(f"subject_actual__{name}" for name in actual),
        "subject_actual__revision__report__reporter",
    )
    if as_loaded:
        return rows.none()
    places = ("subject_target__place", "subject_actual__revision__report__place")
    against = ("against_target__place", "against_actual__revision__report__place")
    if reach is not None:
        rows = rows.filter(*(Q(**{f"{place}__isnull": True}) | within(reach, place) for place in (*places, *against)))
    found = list(rows)
    targets = [row.subject_target for row in found if row.subject_target is not None]
    actuals = [row.subject_actual for row in found if row.subject_actual is not None]
    put_back((*(row.place for row in targets), *(row.revision.report.place for row in actuals)), as_of)
    put_back_indicators((*(row.indicator for row in targets), *(row.indicator for row in actuals)), as_of)
    names = past_names(as_of)
    names.put_on(found, "document")
    names.put_on(targets, "investor", "issuer")
    names.put_on((row.revision.report for row in actuals), "reporter")
    return found


def _loaded(approver: str) -> Q:
    return Q(**{f"{approver}__username": PUBLISHER})


def _known_by(as_of: datetime | None, moment: str) -> Q:
    return Q() if as_of is None else Q(**{f"{moment}__lte": as_of})


def _newest(rows: Iterable[_Figure]) -> list[_Figure]:
    """Return the last row of each reference; the rows come oldest first."""
    return list({row.reference: row for row in rows}.values())
