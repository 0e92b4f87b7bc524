"""Say of whom a source document speaks, and so who may read of it."""

from django.db.models import Exists, OuterRef, Q

from provinces.reach import Reach, within
from tracker.models.actual import Actual
from tracker.models.promotion import PromotionList
from tracker.models.report import RevisionStatus
from tracker.models.target import Target, TargetPhase


def with_lines_at(reach: Reach, *, drafts: bool = False) -> Q:
    """Return the condition that a source document has a figure, a goal or a promotion list of a place within reach.

    With no limit to the reach: of any place at all. ``drafts`` count as lines only where it says so.
    """
    of_document = {"document": OuterRef("pk")}
    targets = Target.objects.filter(within(reach), **of_document)
    phases = TargetPhase.objects.filter(within(reach, "target__place"), **of_document)
    figures = Actual.objects.filter(within(reach, "revision__report__place"), **of_document)
    if not drafts:
        targets = targets.filter(approved_at__isnull=False)
        phases = phases.filter(target__approved_at__isnull=False)
        figures = figures.filter(revision__status=RevisionStatus.APPROVED)
    lists = PromotionList.objects.filter(within(reach), **of_document)
    return Q(Exists(targets) | Exists(phases) | Exists(figures) | Exists(lists))


def of_others(reach: Reach, *, drafts: bool = False) -> Q:
    """Return the condition that a source document speaks of places, and of none within reach.

    A law or a central bank's list speaks of no place, and is nobody's secret.
    """
    return with_lines_at(None, drafts=drafts) & ~with_lines_at(reach, drafts=drafts)
