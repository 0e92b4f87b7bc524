"""The dated frame around reporting: forms, duties, due rules, holidays, precedence and thresholds."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from provinces.models import Organisation, OrganisationKind, Place, Recorded, SourceDocument
from provinces.models.recorded import SAME, audited, day_range, key_range, only_retiring_allowed, ordered_days
from provinces.wording import local_name
from tracker.models.indicator import Indicator, IndicatorGroup
from tracker.models.triggers import FORM_LINES_IN_USE_KEEP_THEIR_MEANING


class AskedBasis(models.TextChoices):
    """Which span a line of a form asks for."""

    QUARTER_AND_YEAR_TO_DATE = "quarter_and_year_to_date", _("in the quarter or year to date")
    AS_OF = "as_of", _("at the end of the quarter")
    SINCE_INCEPTION = "since_inception", _("since the beginning")


@audited()
class ReportForm(models.Model):
    """One official layout of a quarterly report, valid from a day to a day."""

    code = models.SlugField(_("code"), unique=True, max_length=60)
    name = models.CharField(_("name (Vietnamese)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200)
    document = models.ForeignKey(
        SourceDocument, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("legal basis")
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("report form")
        verbose_name_plural = _("report forms")
        constraints = [
            models.CheckConstraint(
                condition=ordered_days("valid_from", "valid_to"),
                name="report_form_days_ordered",
                violation_error_message=_("The last day must not be before the first day."),
            ),
        ]

    def __str__(self) -> str:
        return local_name(self)


@audited(replayed=True)
class ReportFormLine(models.Model):
    """One indicator that a report form asks for, at its place in the order."""

    form = models.ForeignKey(ReportForm, on_delete=models.PROTECT, related_name="lines", verbose_name=_("report form"))
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="form_lines", verbose_name=_("indicator")
    )
    position = models.PositiveSmallIntegerField(_("position"))
    asked = models.CharField(_("asked"), max_length=30, choices=AskedBasis)

    class Meta:
        verbose_name = _("line of a report form")
        verbose_name_plural = _("lines of report forms")
        constraints = [
            models.UniqueConstraint(
                fields=["form", "indicator"],
                name="report_form_line_once",
                violation_error_message=_("The form already asks for this indicator."),
            ),
            models.UniqueConstraint(
                fields=["form", "position"],
                name="report_form_line_position_once",
                violation_error_message=_("The form already has a line at this position."),
            ),
        ]
        triggers = [FORM_LINES_IN_USE_KEEP_THEIR_MEANING]

    def __str__(self) -> str:
        return f"{self.form}: {self.indicator}"


@audited()
class ReportingDuty(Recorded):
    """One stretch of days during which an organisation owes a form for a place."""

    reporter = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="duties", verbose_name=_("reporter")
    )
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="duties", verbose_name=_("place"))
    form = models.ForeignKey(ReportForm, on_delete=models.PROTECT, related_name="duties", verbose_name=_("report form"))
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("reporting duty")
        verbose_name_plural = _("reporting duties")
        constraints = [
            models.CheckConstraint(
                condition=ordered_days("valid_from", "valid_to"),
                name="reporting_duty_days_ordered",
                violation_error_message=_("The last day must not be before the first day."),
            ),
            ExclusionConstraint(
                name="reporting_duty_no_overlap",
                expressions=[
                    (key_range("reporter"), SAME),
                    (key_range("place"), SAME),
                    (key_range("form"), SAME),
                    (day_range("valid_from", "valid_to"), SAME),
                ],
                condition=Q(retired_at__isnull=True),
                violation_error_message=_("This duty is already recorded for some of these days."),
            ),
        ]
        triggers = [only_retiring_allowed("reporting_duty_recorded")]

    def __str__(self) -> str:
        return f"{self.reporter}: {self.place}, {self.form}"


@audited()
class DueRule(Recorded):
    """The day of the month after a quarter by which a kind of reporter owes its report, from a day to a day."""

    reporter_kind = models.CharField(_("kind of reporter"), max_length=20, choices=OrganisationKind)
    day_of_month = models.PositiveSmallIntegerField(
        _("day of the month"), help_text=_("Day of the month that follows the quarter, for example 10.")
    )
    working_day = models.BooleanField(
        _("moves to a working day"),
        help_text=_("Ticked: a due day on a holiday or weekend moves to the next working day."),
    )
    document = models.ForeignKey(
        SourceDocument, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("legal basis")
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("due rule")
        verbose_name_plural = _("due rules")
        constraints = [
            models.CheckConstraint(
                condition=Q(day_of_month__gte=1, day_of_month__lte=28),
                name="due_rule_day_in_every_month",
                violation_error_message=_("Choose a day from 1 to 28, which every month has."),
            ),
            models.CheckConstraint(
                condition=ordered_days("valid_from", "valid_to"),
                name="due_rule_days_ordered",
                violation_error_message=_("The last day must not be before the first day."),
            ),
        ]
        triggers = [only_retiring_allowed("due_rule_recorded")]

    def __str__(self) -> str:
        return f"{self.get_reporter_kind_display()}: {self.day_of_month}"


@audited(replayed=True)
class Holiday(models.Model):
    """One public holiday, on which nothing falls due."""

    on = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name (Vietnamese)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")

    def __str__(self) -> str:
        return f"{self.on:%d/%m/%Y} {local_name(self)}"


@audited()
class ReporterPrecedence(Recorded):
    """The rank of a kind of reporter when several report the same place, quarter and indicator; the lowest is official.

    A row for a place or an indicator beats a general one; the others' figures stand beside the official one.
    """

    reporter_kind = models.CharField(_("kind of reporter"), max_length=20, choices=OrganisationKind)
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place")
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("indicator")
    )
    rank = models.PositiveSmallIntegerField(_("rank"), help_text=_("1 is official; higher ranks stand beside it."))

    class Meta:
        verbose_name = _("precedence of reporters")
        verbose_name_plural = _("precedence of reporters")
        constraints = [
            models.UniqueConstraint(
                fields=["reporter_kind", "place", "indicator"],
                condition=Q(retired_at__isnull=True),
                nulls_distinct=False,
                name="reporter_precedence_once",
                violation_error_message=_("There is already a rank for this kind of reporter here."),
            ),
        ]
        triggers = [only_retiring_allowed("reporter_precedence_recorded")]

    def __str__(self) -> str:
        return f"{self.rank}. {self.get_reporter_kind_display()}"


@audited()
class Threshold(Recorded):
    """The limits of the statuses for a group of indicators (or all), from a day to a day; each limit is inclusive."""

    group = models.ForeignKey(
        IndicatorGroup,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="thresholds",
        verbose_name=_("indicator group"),
        help_text=_("Empty: for every group without limits of its own."),
    )
    on_track = models.DecimalField(
        _("on track from"),
        max_digits=6,
        decimal_places=4,
        help_text=_("Share of the expected attainment, for example 0.95."),
    )
    at_risk = models.DecimalField(
        _("at risk from"),
        max_digits=6,
        decimal_places=4,
        help_text=_("Share of the expected attainment, for example 0.80."),
    )
    coverage = models.DecimalField(
        _("coverage needed"),
        max_digits=6,
        decimal_places=4,
        help_text=_("Share of the units that owe a report and have one, below which nothing is judged."),
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    document = models.ForeignKey(
        SourceDocument, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("legal basis")
    )

    class Meta:
        verbose_name = _("threshold")
        verbose_name_plural = _("thresholds")
        constraints = [
            models.CheckConstraint(
                condition=Q(at_risk__gt=0, on_track__gte=models.F("at_risk"), on_track__lte=1),
                name="threshold_limits_ordered",
                violation_error_message=_(
                    "“At risk” must be more than 0 and not above “on track”, which is at most 1."
                ),
            ),
            models.CheckConstraint(
                condition=Q(coverage__gte=0, coverage__lte=1),
                name="threshold_coverage_in_range",
                violation_error_message=_("The coverage needed lies between 0 and 1."),
            ),
            models.CheckConstraint(
                condition=ordered_days("valid_from", "valid_to"),
                name="threshold_days_ordered",
                violation_error_message=_("The last day must not be before the first day."),
            ),
            ExclusionConstraint(
                name="threshold_no_overlap",
                expressions=[
                    (
                        models.Func(
                            Coalesce("group", 0),
                            Coalesce("group", 0),
                            function="int8range",
                            template="%(function)s(%(expressions)s, '[]')",
                        ),
                        SAME,
                    ),
                    (day_range("valid_from", "valid_to"), SAME),
                ],
                condition=Q(retired_at__isnull=True),
                violation_error_message=_("There are already limits for this group on some of these days."),
            ),
        ]
        triggers = [only_retiring_allowed("threshold_recorded")]

    def __str__(self) -> str:
        return f"{self.group or '*'}: {self.on_track} / {self.at_risk}"
