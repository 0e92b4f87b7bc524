"""What happened: reported figures and the comparisons that documents print."""

from datetime import datetime
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from provinces.models import SourceDocument
from provinces.models.recorded import audited
from tracker.models.indicator import Indicator, Unit
from tracker.models.quantity import Comparator, Quantity, ValueField, quantity_constraints, within_limits
from tracker.models.report import ReportRevision, RevisionStatus
from tracker.models.target import Target
from tracker.models.triggers import ACTUALS_FIT_INDICATOR_AND_QUARTER


class Basis(models.TextChoices):
    """Which days a figure speaks of."""

    IN_QUARTER = "in_quarter", _("in the quarter")
    YEAR_TO_DATE = "year_to_date", _("year to date")
    SINCE_INCEPTION = "since_inception", _("since the beginning")
    AS_OF = "as_of", _("on a day")
    OTHER_SPAN = "other_span", _("other span of days")


class ObservationStatus(models.TextChoices):
    """What is known about a figure, after SDMX."""

    NORMAL = "normal", _("reported")
    PROVISIONAL = "provisional", _("provisional")
    ESTIMATED = "estimated", _("estimated")
    NIL = "nil", _("nil: nothing occurred")
    NOT_COLLECTED = "not_collected", _("occurred but not collected")
    NOT_APPLICABLE = "not_applicable", _("not applicable")
    NOT_YET_KNOWN = "not_yet_known", _("not yet known")
    WITHDRAWN = "withdrawn", _("withdrawn")


MISSING_STATUSES = (
    ObservationStatus.NOT_COLLECTED,
    ObservationStatus.NOT_APPLICABLE,
    ObservationStatus.NOT_YET_KNOWN,
    ObservationStatus.WITHDRAWN,
)


class ActualQuerySet(models.QuerySet["Actual"]):
    """Reported figures as this database knew them at a moment."""

    def in_force(self, as_of: datetime | None) -> Self:
        """Return for each cell the figure of the highest revision approved by ``as_of``; None means now.

        A cell is (report, indicator, basis, first day, last day). Withdrawn cells drop out; drafts never
        appear and never hide an approved figure; rejected misprints drop out and hide nothing.
        """
        approved = Q(revision__status=RevisionStatus.APPROVED)
        if as_of is not None:
            approved &= Q(revision__approved_at__lte=as_of)
        newer = Actual.objects.filter(
            approved,
            rejected_because="",
            revision__report=OuterRef("revision__report"),
            revision__number__gt=OuterRef("revision__number"),
            indicator=OuterRef("indicator"),
            basis=OuterRef("basis"),
            to_on=OuterRef("to_on"),
        ).filter(Q(from_on=OuterRef("from_on")) | Q(from_on__isnull=True, basis__in=_BASES_WITHOUT_START))
        return self.filter(approved, ~Exists(newer), rejected_because="").exclude(
            observation_status=ObservationStatus.WITHDRAWN
        )


_BASES_WITHOUT_START = (Basis.SINCE_INCEPTION, Basis.AS_OF)


@audited(many_at_once=True)
class Actual(Quantity):
    """One figure: one revision of a report, one indicator, one span of days."""

    revision = models.ForeignKey(
        ReportRevision, on_delete=models.PROTECT, related_name="actuals", verbose_name=_("revision of a report")
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="actuals", verbose_name=_("indicator")
    )
    basis = models.CharField(_("basis"), max_length=20, choices=Basis)
    from_on = models.DateField(_("first day"), null=True, blank=True, help_text=_("Empty for figures on a day."))
    to_on = models.DateField(_("last day"))
    cut_off_on = models.DateField(
        _("data cut-off"), null=True, blank=True, help_text=_("The day the figure stops, when it is not the last day.")
    )
    numerator = ValueField(_("numerator"), null=True, blank=True, help_text=_("Only for ratios."))
    denominator = ValueField(_("denominator"), null=True, blank=True, help_text=_("Only for ratios."))
    observation_status = models.CharField(_("observation status"), max_length=20, choices=ObservationStatus)
    reason = models.CharField(
        _("reason"), max_length=300, blank=True, help_text=_("Why an unusual figure is right, as its clerk confirmed.")
    )
    source = models.CharField(
        _("source"), max_length=300, blank=True, help_text=_("Where the figure comes from, for example a letter.")
    )

    objects = ActualQuerySet.as_manager()

    class Meta:
        verbose_name = _("reported actual")
        verbose_name_plural = _("reported actuals")
        constraints = [
            *quantity_constraints("actual"),
            models.UniqueConstraint(
                fields=["revision", "reference"],
                name="actual_reference_once",
                violation_error_message=_("This reference is already used."),
            ),
            models.CheckConstraint(
                condition=Q(observation_status__in=[s.value for s in MISSING_STATUSES], value__isnull=True)
                | (
                    ~Q(observation_status__in=[s.value for s in MISSING_STATUSES])
                    & (
                        Q(comparator="none_stated", value__isnull=True)
                        | (~Q(comparator="none_stated") & Q(value__isnull=False))
                    )
                ),
                name="actual_value_matches_status",
                violation_error_message=_("A figure has a value unless its status says that it is missing."),
            ),
            models.CheckConstraint(
                condition=~Q(observation_status="nil") | Q(value=0),
                name="actual_nil_is_zero",
                violation_error_message=_("“Nil” stands for 0."),
            ),
            models.CheckConstraint(
                condition=Q(basis__in=["since_inception", "as_of"], from_on__isnull=True)
                | Q(
                    basis__in=["in_quarter", "year_to_date", "other_span"],
                    from_on__isnull=False,
                    to_on__gte=F("from_on"),
                ),
                name="actual_days_match_basis",
                violation_error_message=_(
                    "A span needs its first and last day in order; a figure on a day has only that day."
                ),
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(numerator__isnull=False, denominator__isnull=False, denominator__gt=0),
                name="actual_ratio_has_both_parts",
                violation_error_message=_("A ratio needs its numerator and a denominator above 0."),
            ),
            models.CheckConstraint(
                condition=within_limits("numerator") & within_limits("denominator"),
                name="actual_parts_are_numbers",
                violation_error_message=_("The value must be a number below 10 to the power of 19."),
            ),
            models.CheckConstraint(
                condition=Q(observation_status__in=[status.value for status in ObservationStatus]),
                name="actual_status_known",
                violation_error_message=_("Choose one of the observation statuses."),
            ),
            models.UniqueConstraint(
                fields=["revision", "indicator", "basis", "from_on", "to_on"],
                condition=Q(rejected_because=""),
                nulls_distinct=False,
                name="actual_once",
                violation_error_message=_("This revision already has a figure for this indicator and span."),
            ),
        ]
        indexes = [
            models.Index(fields=["indicator", "to_on", "revision"], name="actual_by_indicator"),
            models.Index(fields=["unit", "indicator"], name="actual_by_unit"),
        ]
        triggers = [
            ACTUALS_FIT_INDICATOR_AND_QUARTER,
            pgtrigger.Trigger(
                name="actual_only_in_drafts",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("step", "text")],
                func="""
                    IF TG_OP <> 'INSERT' THEN
                        SELECT status INTO step FROM tracker_reportrevision WHERE id = OLD.revision_id FOR SHARE;
                        IF step <> 'draft' THEN
                            RAISE EXCEPTION 'tracker: figures change only while their revision is a draft'
                                USING ERRCODE = 'restrict_violation';
                        END IF;
                    END IF;
                    IF TG_OP <> 'DELETE' THEN
                        SELECT status INTO step FROM tracker_reportrevision WHERE id = NEW.revision_id FOR SHARE;
                        IF step <> 'draft' THEN
                            RAISE EXCEPTION 'tracker: figures change only while their revision is a draft'
                                USING ERRCODE = 'restrict_violation';
                        END IF;
                        RETURN NEW;
                    END IF;
                    RETURN OLD;
                """,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.revision}: {self.indicator}"


class ComparisonKind(models.TextChoices):
    """What a printed comparison says."""

    TIMES = "times", _("times as much")
    CHANGE = "change", _("change in per cent")
    SHARE = "share", _("share in per cent")
    LESS_BY = "less_by", _("less by")
    RANK = "rank", _("rank")


@audited()
class PrintedComparison(models.Model):
    """One comparison that a document prints ("4.5-fold"): kept and checked, never an input of a computation."""

    reference = models.CharField(_("reference"), max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=ComparisonKind)
    subject_actual = models.ForeignKey(
        Actual,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="comparisons",
        verbose_name=_("actual compared"),
    )
    subject_target = models.ForeignKey(
        Target,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="comparisons",
        verbose_name=_("target compared"),
    )
    against_actual = models.ForeignKey(
        Actual,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("compared with the actual"),
    )
    against_target = models.ForeignKey(
        Target,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("compared with the target"),
    )
    against_label = models.CharField(_("compared with (Vietnamese)"), max_length=200, blank=True)
    against_label_en = models.CharField(_("compared with (English)"), max_length=200, blank=True)
    comparator = models.CharField(_("comparator"), max_length=12, choices=Comparator)
    value = ValueField(_("value"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    printed = models.CharField(_("as printed"), max_length=200)
    document = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, verbose_name=_("document"))
    paragraph = models.PositiveSmallIntegerField(_("paragraph"))
    note = models.TextField(_("note (Vietnamese)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)

    class Meta:
        verbose_name = _("printed comparison")
        verbose_name_plural = _("printed comparisons")
        constraints = [
            models.CheckConstraint(
                condition=within_limits("value"),
                name="printed_comparison_value_is_a_number",
                violation_error_message=_("The value must be a number below 10 to the power of 19."),
            ),
            models.CheckConstraint(
                condition=Q(subject_actual__isnull=False, subject_target__isnull=True)
                | Q(subject_actual__isnull=True, subject_target__isnull=False),
                name="printed_comparison_one_subject",
                violation_error_message=_("A comparison is about one actual or one target."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.printed}"
