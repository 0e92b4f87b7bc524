"""Choose the rows of the data package that somebody reaches.

Beyond the reach nothing is named: a row that speaks of a reached place together with another is left out whole, and a
part of a goal beyond it does not say what it is a part of.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from provinces.models import Organisation, ParkInvestor, Place, PlaceMember, PlaceParent, SourceDocument, Succession
from provinces.reach import Reach, beyond, within
from tracker.models import (
    Actual,
    Edition,
    ExchangeRate,
    PrintedComparison,
    PromotionItem,
    PromotionList,
    QuarterlyReport,
    ReporterPrecedence,
    ReportingDuty,
    ReportRevision,
    RevisionStatus,
    Target,
    TargetPhase,
)
from tracker.models.document_reach import of_others
from tracker.models.target_member import TargetMember

Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Reached:
    """The rows within one reach, as query sets that nobody has read yet."""

    reach: Reach

    def _where(self, rows: Rows, *lookups: str) -> Rows:
        """Return the rows of which every place at the lookups is reached, or not named at all."""
        if self.reach is None:
            return rows
        for lookup in lookups:
            rows = rows.filter(within(self.reach, lookup) | Q(**{f"{lookup}__isnull": True}))
        return rows

    @property
    def places(self) -> Rows:
        """Return the places."""
        return Place.objects.filter(within(self.reach, "pk"))

    @property
    def parents(self) -> Rows:
        """Return under which places others lie and lay."""
        return self._where(PlaceParent.objects.all(), "place", "parent")

    @property
    def members(self) -> Rows:
        """Return the members of perimeters that overlap others."""
        return self._where(PlaceMember.objects.all(), "perimeter", "member")

    @property
    def successions(self) -> Rows:
        """Return which places went into which."""
        return self._where(Succession.objects.all(), "predecessor", "successor")

    @property
    def park_investors(self) -> Rows:
        """Return which investor has which park."""
        return self._where(ParkInvestor.objects.all(), "park")

    @property
    def targets(self) -> Rows:
        """Return the approved versions of the targets that bind reached places alone."""
        others = TargetMember.objects.filter(beyond(self.reach, "place"), target=OuterRef("pk"))
        rows: Rows = Target.objects.filter(within(self.reach), approved_at__isnull=False)
        return rows if self.reach is None else rows.filter(~Exists(others))

    @property
    def phases(self) -> Rows:
        """Return the phases of those targets."""
        return TargetPhase.objects.filter(target__in=self.targets)

    @property
    def target_members(self) -> Rows:
        """Return the members of those targets."""
        rows: Rows = TargetMember.objects.filter(target__in=self.targets)
        return rows

    @property
    def revisions(self) -> Rows:
        """Return the approved revisions of reports; drafts and what was returned is nobody's fact."""
        return ReportRevision.objects.filter(within(self.reach, "report__place"), status=RevisionStatus.APPROVED)

    @property
    def reports(self) -> Rows:
        """Return the reports of which a revision was approved."""
        return QuarterlyReport.objects.filter(within(self.reach), Exists(self.revisions.filter(report=OuterRef("pk"))))

    @property
    def actuals(self) -> Rows:
        """Return the figures of those revisions, withdrawn ones included."""
        return Actual.objects.filter(
            within(self.reach, "revision__report__place"), revision__status=RevisionStatus.APPROVED
        )

    @property
    def comparisons(self) -> Rows:
        """Return the printed comparisons of which each side is among those targets and figures, or named in words."""
        rows: Rows = PrintedComparison.objects.all()
        for side in ("subject", "against"):
            targets = Q(**{f"{side}_target__isnull": True}) | Q(**{f"{side}_target__in": self.targets})
            actuals = Q(**{f"{side}_actual__isnull": True}) | Q(**{f"{side}_actual__in": self.actuals})
            rows = rows.filter(targets, actuals)
        if self.reach is None:
            return rows
        return rows.exclude(subject_target__isnull=True, subject_actual__isnull=True)

    @property
    def duties(self) -> Rows:
        """Return who owes reports of which places."""
        return ReportingDuty.objects.filter(within(self.reach))

    @property
    def precedence(self) -> Rows:
        """Return whose number is official where several report."""
        return self._where(ReporterPrecedence.objects.all(), "place")

    @property
    def editions(self) -> Rows:
        """Return what was published of reached places."""
        return Edition.objects.filter(within(self.reach))

    @property
    def promotion_lists(self) -> Rows:
        """Return the lists of projects on offer."""
        return PromotionList.objects.filter(within(self.reach))

    @property
    def promotion_items(self) -> Rows:
        """Return the groups of those lists."""
        return PromotionItem.objects.filter(promotion_list__in=self.promotion_lists)

    @property
    def organisations(self) -> Rows:
        """Return the organisations, for a part of the tree those that its rows name."""
        if self.reach is None:
            return Organisation.objects.all()
        named: list[tuple[Rows, str]] = [
            (self.park_investors, "investor"),
            (self.targets, "investor"),
            (self.targets, "issuer"),
            (self.reports, "reporter"),
            (self.duties, "reporter"),
        ]
        return Organisation.objects.filter(_any_of(named))

    @property
    def rates(self) -> Rows:
        """Return the exchange rates that were not taken from the papers of others."""
        return self._without_others(ExchangeRate.objects.all(), "document")

    @property
    def documents(self) -> Rows:
        """Return the source documents that speak of a reached place, or of no place at all."""
        return self._without_others(SourceDocument.objects.all(), "pk")

    @property
    def reads_document(self) -> Q:
        """Return the condition that the document of a row is among those; no condition where everything is reached."""
        return Q() if self.reach is None else Q(document__in=self.documents)

    def _without_others(self, rows: Rows, document: str) -> Rows:
        if self.reach is None:
            return rows
        others = SourceDocument.objects.filter(of_others(self.reach))
        return rows.exclude(**{f"{document}__in": others.values("pk")})


def _any_of(named: list[tuple[Rows, str]]) -> Q:
    """Return the condition that a row is named in one of the columns."""
    condition = Q()
    for rows, column in named:
        condition |= Q(pk__in=rows.filter(**{f"{column}__isnull": False}).values(column))
    return condition
