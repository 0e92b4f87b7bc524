"""Closed quarters, and the exceptions that let a named person correct named cells."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from provinces.models import Place
from provinces.models.recorded import Recorded, audited, only_retiring_allowed
from tracker.models.indicator import Indicator
from tracker.models.person import Person


@audited()
class QuarterLock(Recorded):
    """One quarter closed for a place and everything below it: no report is opened, typed, submitted or corrected."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="locks", verbose_name=_("place"))
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"), help_text=_("1, 2, 3 or 4."))
    locked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("locked by"))
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("closed quarter")
        verbose_name_plural = _("closed quarters")
        constraints = [
            models.CheckConstraint(
                condition=Q(quarter__gte=1, quarter__lte=4),
                name="quarter_lock_quarter_1_to_4",
                violation_error_message=_("The quarter is 1, 2, 3 or 4."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1986, year__lte=2100),
                name="quarter_lock_year_in_range",
                violation_error_message=_("Type a year from 1986 to 2100, for example 2025."),
            ),
            models.UniqueConstraint(
                fields=["place", "year", "quarter"],
                condition=Q(retired_at__isnull=True),
                name="quarter_lock_once",
                violation_error_message=_("This quarter is already closed for the place."),
            ),
        ]
        triggers = [only_retiring_allowed("quarter_lock_recorded")]

    def __str__(self) -> str:
        return f"{self.place}, {self.year}-Q{self.quarter}"


@audited()
class LockException(Recorded):
    """One leave to correct named cells of a closed quarter: for a person, with a reason, until a moment.

    ``indicators`` empty is every cell of the place's report. Retired when it is taken back before its end.
    """

    lock = models.ForeignKey(
        QuarterLock, on_delete=models.PROTECT, related_name="exceptions", verbose_name=_("closed quarter")
    )
    place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("place"),
        help_text=_("The place whose report may be corrected."),
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="lock_exceptions", verbose_name=_("person")
    )
    indicators = models.ManyToManyField(
        Indicator,
        blank=True,
        related_name="+",
        verbose_name=_("indicators"),
        help_text=_("The cells that may be changed; none chosen: every cell of the report."),
    )
    reason = models.CharField(_("reason"), max_length=300)
    ends_at = models.DateTimeField(_("ends at"))
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("given by"))

    class Meta:
        verbose_name = _("exception to a closed quarter")
        verbose_name_plural = _("exceptions to closed quarters")
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="lock_exception_has_reason",
                violation_error_message=_("Say why the closed quarter may be changed."),
            ),
        ]
        triggers = [only_retiring_allowed("lock_exception_recorded")]

    def __str__(self) -> str:
        return f"{self.person}: {self.lock}"


# Made by Django from the field; a proxy gives it events of its own.
_Through: Any = LockException.indicators.through


@audited()
class LockExceptionCell(_Through):
    """One indicator whose cells an exception opens."""

    class Meta:
        proxy = True
        verbose_name = _("cell of an exception")
        verbose_name_plural = _("cells of exceptions")

    def __str__(self) -> str:
        return f"{self.lockexception}: {self.indicator}"
