"""Quarterly reports and their revisions."""

from datetime import datetime
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from provinces.models import Organisation, Place
from provinces.models.recorded import audited
from tracker.models.frame import ReportForm
from tracker.models.person import Person
from tracker.models.triggers import (
    APPROVED_REPORTS_STAY_WHAT_THEY_ARE,
    CLOSED_QUARTERS_TAKE_NO_REPORTS,
    REPORTS_HOLD_THEIR_FORM,
)


@audited(replayed_columns=["due_on"])
class QuarterlyReport(models.Model):
    """One reporter's submission for one place and quarter."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="reports", verbose_name=_("place"))
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"), help_text=_("1, 2, 3 or 4."))
    reporter = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="reports", verbose_name=_("reporter")
    )
    form = models.ForeignKey(
        ReportForm,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("report form"),
        help_text=_("Empty for press figures, which follow no form."),
    )
    cut_off_on = models.DateField(
        _("data cut-off"),
        null=True,
        blank=True,
        help_text=_("The day the figures stop; empty: the quarter's last day."),
    )
    due_on = models.DateField(
        _("due on"),
        null=True,
        blank=True,
        help_text=_("Only when it differs from the due rule, for example an extension."),
    )

    class Meta:
        verbose_name = _("quarterly report")
        verbose_name_plural = _("quarterly reports")
        constraints = [
            models.CheckConstraint(
                condition=Q(quarter__gte=1, quarter__lte=4),
                name="report_quarter_1_to_4",
                violation_error_message=_("The quarter is 1, 2, 3 or 4."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1986, year__lte=2100),
                name="report_year_in_range",
                violation_error_message=_("Type a year from 1986 to 2100, for example 2025."),
            ),
            models.UniqueConstraint(
                fields=["place", "year", "quarter", "reporter"],
                name="report_once",
                violation_error_message=_("This reporter already has a report for this place and quarter."),
            ),
        ]
        indexes = [models.Index(fields=["year", "quarter", "place"], name="report_by_quarter")]
        triggers = [APPROVED_REPORTS_STAY_WHAT_THEY_ARE, REPORTS_HOLD_THEIR_FORM]

    def __str__(self) -> str:
        return f"{self.place}, {self.year}-Q{self.quarter}"


class RevisionStatus(models.TextChoices):
    """How far a revision has come."""

    DRAFT = "draft", _("draft")
    AWAITING_APPROVAL = "awaiting_approval", _("awaiting approval")
    APPROVED = "approved", _("approved")
    RETURNED = "returned", _("returned")


class ReportRevisionQuerySet(models.QuerySet["ReportRevision"]):
    """Revisions as this database knew them at a moment."""

    def approved_by(self, as_of: datetime | None) -> Self:
        """Return the revisions approved by ``as_of``; None means now."""
        if as_of is None:
            return self.filter(approved_at__isnull=False)
        return self.filter(approved_at__lte=as_of)


def _pair(action: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{action}_by__isnull": True, f"{action}_at__isnull": True})
        | Q(**{f"{action}_by__isnull": False, f"{action}_at__isnull": False}),
        name=f"report_revision_{action}_who_when",
        violation_error_message=_("A step of a report needs both who and when."),
    )


@audited()
class ReportRevision(models.Model):
    """One revision of a report: the first, or a correction that holds only the cells it changes."""

    report = models.ForeignKey(
        QuarterlyReport, on_delete=models.PROTECT, related_name="revisions", verbose_name=_("quarterly report")
    )
    number = models.PositiveSmallIntegerField(_("number"), help_text=_("1 for the first, then 2, 3 …"))
    reason = models.CharField(
        _("reason of the correction"), max_length=300, blank=True, help_text=_("Needed from the second revision on.")
    )
    status = models.CharField(_("status"), max_length=20, choices=RevisionStatus)
    submitted_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("submitted by")
    )
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    approved_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    approval_sequence = models.BigIntegerField(
        _("approval sequence"), null=True, blank=True, unique=True, editable=False
    )
    returned_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("returned by")
    )
    returned_at = models.DateTimeField(_("returned at"), null=True, blank=True)
    return_reason = models.CharField(_("reason of the return"), max_length=300, blank=True)

    objects = ReportRevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision of a report")
        verbose_name_plural = _("revisions of reports")
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"],
                name="report_revision_number_once",
                violation_error_message=_("The report already has a revision with this number."),
            ),
            models.UniqueConstraint(
                fields=["report"],
                condition=~Q(status="approved"),
                name="report_revision_one_open",
                violation_error_message=_("The report already has a revision that is not approved yet."),
            ),
            models.CheckConstraint(
                condition=Q(number=1) | (Q(number__gt=1) & ~Q(reason="")),
                name="report_revision_correction_has_reason",
                violation_error_message=_("Say why the report is corrected."),
            ),
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in RevisionStatus]),
                name="report_revision_status_known",
                violation_error_message=_("Choose one of the statuses."),
            ),
            _pair("submitted"),
            _pair("approved"),
            _pair("returned"),
            models.CheckConstraint(
                condition=Q(
                    status="approved",
                    approved_at__isnull=False,
                    approval_sequence__isnull=False,
                    submitted_at__isnull=False,
                )
                | (~Q(status="approved") & Q(approved_at__isnull=True, approval_sequence__isnull=True)),
                name="report_revision_approved_matches_status",
                violation_error_message=_("An approved revision has its approver, and no other revision has one."),
            ),
            models.CheckConstraint(
                condition=~Q(status="awaiting_approval") | Q(submitted_at__isnull=False),
                name="report_revision_awaiting_was_submitted",
                violation_error_message=_("A revision that awaits approval has somebody who submitted it."),
            ),
            models.CheckConstraint(
                condition=~Q(status="returned") | (Q(returned_at__isnull=False) & ~Q(return_reason="")),
                name="report_revision_returned_has_reason",
                violation_error_message=_("Say why the report is returned."),
            ),
        ]
        triggers = [
            CLOSED_QUARTERS_TAKE_NO_REPORTS,
            pgtrigger.Trigger(
                name="report_revision_steps",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func="""
                    IF TG_OP = 'INSERT' THEN
                        IF NEW.status <> 'draft' THEN
                            RAISE EXCEPTION 'tracker: a revision starts as a draft'
                                USING ERRCODE = 'restrict_violation';
                        END IF;
                        RETURN NEW;
                    END IF;
                    IF TG_OP = 'DELETE' THEN
                        IF OLD.status <> 'draft' THEN
                            RAISE EXCEPTION 'tracker: only a draft can be deleted'
                                USING ERRCODE = 'restrict_violation';
                        END IF;
                        RETURN OLD;
                    END IF;
                    IF OLD.status = 'approved' THEN
                        RAISE EXCEPTION 'tracker: an approved revision is never changed'
                            USING ERRCODE = 'restrict_violation';
                    END IF;
                    IF NEW.report_id <> OLD.report_id OR NEW.number <> OLD.number THEN
                        RAISE EXCEPTION 'tracker: a revision stays with its report and number'
                            USING ERRCODE = 'restrict_violation';
                    END IF;
                    IF NEW.status <> OLD.status AND (OLD.status, NEW.status) NOT IN (
                        ('draft', 'awaiting_approval'), ('awaiting_approval', 'approved'),
                        ('awaiting_approval', 'returned'), ('awaiting_approval', 'draft'), ('returned', 'draft')
                    ) THEN
                        RAISE EXCEPTION 'tracker: a revision cannot go from % to %', OLD.status, NEW.status
                            USING ERRCODE = 'restrict_violation';
                    END IF;
                    IF NEW.status = 'approved' THEN
                        -- What the report says of itself must not change beside this, unseen.
                        PERFORM 1 FROM tracker_quarterlyreport WHERE id = NEW.report_id FOR SHARE;
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} ({self.number})"
