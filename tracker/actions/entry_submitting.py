"""Save and submit in one step: one report, or several of a quarter together; all of it, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from provinces.models import Place
from tracker.actions.entering import Saved, Stated, named, save_sheets
from tracker.actions.reporting import UnableToSubmitReportError, submit_report
from tracker.models import Actual, EntryWay, Person


@dataclass(frozen=True)
class Submitted:
    """What was saved, and how many reports were submitted."""

    saved: Saved
    count: int


@transaction.atomic
def save_and_submit(
    *,
    stated: Sequence[Stated],
    by: Person,
    at: datetime,
    way: EntryWay = EntryWay.GRID,
    kept_at: Place | None = None,
) -> Submitted:
    """Save the lines and submit every report that holds a figure then; a report without one stays a draft.

    :raises UnableToSaveCellsError: as `save_sheets`, which asks about every line of the drafts.
    :raises UnableToSubmitReportError: if no report holds a figure, or one of them cannot be submitted.
    """
    saved = save_sheets(stated=stated, by=by, at=at, way=way, kept_at=kept_at, submitting=True)
    drafts = [(desk, desk.revision) for desk in saved.desks if desk.revision is not None]
    keys = [revision.pk for _desk, revision in drafts]
    filled = set(Actual.objects.filter(revision__in=keys).values_list("revision_id", flat=True))
    # One report alone is refused with its own sentence if it holds nothing.
    chosen = [(desk, revision) for desk, revision in drafts if revision.pk in filled or len(stated) == 1]
    if not chosen:
        raise UnableToSubmitReportError(_("No report has a figure yet: type at least one before submitting."))
    for desk, revision in chosen:
        try:
            submit_report(revision=revision, by=by, at=at)
        except UnableToSubmitReportError as refusal:
            raise UnableToSubmitReportError(named(desk, refusal.message, stated)) from refusal
    return Submitted(saved, len(chosen))
