"""What was promised: targets, their phases and the members of collective ones."""

from datetime import datetime
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from provinces.models import Organisation, Place
from provinces.models.recorded import audited, ordered_days
from tracker.models.indicator import Indicator
from tracker.models.person import Person
from tracker.models.promotion import PromotionItem
from tracker.models.quantity import (
    Origin,
    Quantity,
    ValueField,
    quantity_constraints,
    value_present_unless_none_stated,
    within_limits,
)
from tracker.models.triggers import parts_of_approved_targets_are_fixed


class TargetRole(models.TextChoices):
    """What kind of promise a target is; only goals and commitments bind."""

    GOAL = "goal", _("goal")
    COMMITMENT = "commitment", _("commitment")
    PLAN = "plan", _("plan")
    NEED = "need", _("need")
    STANDARD = "standard", _("standard")
    OFFER = "offer", _("offer")
    FORECAST = "forecast", _("forecast")


BINDING_ROLES = (TargetRole.GOAL, TargetRole.COMMITMENT)


class TargetQuerySet(models.QuerySet["Target"]):
    """Targets as this database knew them at a moment."""

    def approved_by(self, as_of: datetime | None) -> Self:
        """Return the target versions approved by ``as_of``; None means now. Drafts never."""
        if as_of is None:
            return self.filter(approved_at__isnull=False)
        return self.filter(approved_at__lte=as_of)

    def in_force(self, as_of: datetime | None) -> Self:
        """Return the newest approved version of each target at ``as_of``; withdrawn and rejected ones drop out."""
        newer = Target.objects.approved_by(as_of).filter(supersedes=OuterRef("pk"))
        return self.approved_by(as_of).filter(~Exists(newer), withdrawn=False, rejected_because="")

    def binding(self) -> Self:
        """Return goals and commitments: the roles that get a status and count in coverage."""
        return self.filter(role__in=BINDING_ROLES)


@audited()
class Target(Quantity):
    """One version of a number that somebody is bound to, for a place (and investor), indicator and period."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="targets", verbose_name=_("place"))
    investor = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="carried_targets",
        verbose_name=_("investor"),
        help_text=_("The investor that carries the target, if it is an investor's."),
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="targets", verbose_name=_("indicator")
    )
    starts_on = models.DateField(_("starts on"), help_text=_("First day of the period, for example 01/01/2025."))
    ends_on = models.DateField(
        _("ends on"), null=True, blank=True, help_text=_("Last day of the period; empty when none is set.")
    )
    baseline = ValueField(
        _("baseline"),
        null=True,
        blank=True,
        help_text=_("The value when the period starts. A goal to lower something needs one."),
    )
    issuer = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="issued_targets",
        verbose_name=_("issued by"),
    )
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    role = models.CharField(_("role"), max_length=12, choices=TargetRole)
    part_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
        help_text=_("The goal that this target is a direct part of."),
    )
    collective = models.BooleanField(
        _("collective"), default=False, help_text=_("One number for several places together.")
    )
    members = models.ManyToManyField(
        Place,
        blank=True,
        related_name="collective_targets",
        verbose_name=_("member places"),
        help_text=_("For a collective target: the places that share it."),
    )
    promotion_item = models.ForeignKey(
        PromotionItem,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="figures",
        verbose_name=_("item of a promotion list"),
    )
    position = models.PositiveSmallIntegerField(
        _("position"), help_text=_("Order in the document that sets it; leaders know this order.")
    )
    version = models.PositiveSmallIntegerField(_("version"), help_text=_("1 for the original, then 2, 3 …"))
    supersedes = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
        verbose_name=_("supersedes"),
    )
    withdrawn = models.BooleanField(
        _("withdrawn"), default=False, help_text=_("This version ends the target without a new number.")
    )
    reason = models.CharField(_("reason of the revision"), max_length=300, blank=True)
    approved_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    approval_sequence = models.BigIntegerField(
        _("approval sequence"), null=True, blank=True, unique=True, editable=False
    )

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        constraints = [
            *quantity_constraints("target"),
            value_present_unless_none_stated("target"),
            models.CheckConstraint(
                condition=within_limits("baseline"),
                name="target_baseline_is_a_number",
                violation_error_message=_("The value must be a number below 10 to the power of 19."),
            ),
            models.UniqueConstraint(
                fields=["reference", "version"],
                name="target_reference_once",
                violation_error_message=_("This reference is already used."),
            ),
            models.CheckConstraint(
                condition=ordered_days("starts_on", "ends_on"),
                name="target_days_ordered",
                violation_error_message=_("The last day must not be before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True, approved_at__isnull=True, approval_sequence__isnull=True)
                | Q(approved_by__isnull=False, approved_at__isnull=False, approval_sequence__isnull=False),
                name="target_approved_who_when",
                violation_error_message=_("An approval needs who, when and its sequence number."),
            ),
            models.CheckConstraint(
                condition=Q(version=1, supersedes__isnull=True)
                | (Q(version__gt=1, supersedes__isnull=False) & ~Q(reason="")),
                name="target_revision_whole",
                violation_error_message=_("A revision needs the version that it replaces and a reason."),
            ),
            models.CheckConstraint(
                condition=Q(role__in=[role.value for role in TargetRole]),
                name="target_role_known",
                violation_error_message=_("Choose one of the roles."),
            ),
            models.CheckConstraint(
                condition=Q(part_of__isnull=True) | ~Q(part_of=F("id")),
                name="target_not_its_own_part",
                violation_error_message=_("A target cannot be a part of itself."),
            ),
            models.CheckConstraint(
                condition=Q(role="offer") | Q(promotion_item__isnull=True),
                name="target_only_offers_in_promotion_lists",
                violation_error_message=_("Only an offer belongs to a promotion list."),
            ),
        ]
        indexes = [
            models.Index(fields=["indicator", "starts_on", "ends_on", "place"], name="target_by_indicator"),
            models.Index(fields=["place", "indicator", "starts_on"], name="target_by_place"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="target_approved_is_fixed",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.approved_at IS NOT NULL"),
                func="""
                    RAISE EXCEPTION 'tracker: an approved target is never changed; add a version that replaces it'
                        USING ERRCODE = 'restrict_violation';
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.indicator} ({self.starts_on:%d/%m/%Y})"


class PhaseBasis(models.TextChoices):
    """Whether a phase counts alone or from the start."""

    IN_PHASE = "in_phase", _("in the phase")
    TO_DATE = "to_date", _("from the start to the end of the phase")


@audited()
class TargetPhase(Quantity):
    """One step of a phased target, for example the plan for one quarter of its year."""

    target = models.ForeignKey(Target, on_delete=models.PROTECT, related_name="phases", verbose_name=_("target"))
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    basis = models.CharField(_("basis"), max_length=10, choices=PhaseBasis)

    class Meta:
        verbose_name = _("phase of a target")
        verbose_name_plural = _("phases of targets")
        constraints = [
            *quantity_constraints("target_phase"),
            value_present_unless_none_stated("target_phase"),
            models.UniqueConstraint(
                fields=["target", "reference"],
                name="target_phase_reference_once",
                violation_error_message=_("This reference is already used."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="target_phase_days_ordered",
                violation_error_message=_("The last day must not be before the first day."),
            ),
            models.UniqueConstraint(
                fields=["target", "starts_on", "ends_on"],
                name="target_phase_once",
                violation_error_message=_("This target already has a phase for these days."),
            ),
            models.CheckConstraint(
                condition=Q(basis__in=[basis.value for basis in PhaseBasis]),
                name="target_phase_basis_known",
                violation_error_message=_("Choose one of the bases."),
            ),
        ]
        triggers = [parts_of_approved_targets_are_fixed("target_phase_approved_is_fixed")]

    def __str__(self) -> str:
        return f"{self.target}: {self.starts_on:%d/%m/%Y}–{self.ends_on:%d/%m/%Y}"


__all__ = ["BINDING_ROLES", "Origin", "PhaseBasis", "Target", "TargetPhase", "TargetRole"]
