"""Exchange rates, each with its day, purpose and source."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from provinces.models import Recorded, SourceDocument
from provinces.models.recorded import audited, only_retiring_allowed
from tracker.models.quantity import VALUE_LIMIT


class RatePurpose(models.TextChoices):
    """What an exchange rate is meant for."""

    PLAN = "plan", _("plan rate")
    QUARTER_AVERAGE = "quarter_average", _("quarter average")
    QUARTER_END = "quarter_end", _("end of the quarter")
    SOURCE_OWN = "source_own", _("the source's own rate")


@audited()
class ExchangeRate(Recorded):
    """How many units of the quote currency one unit of the base currency was worth on a day, for a purpose."""

    base = models.CharField(_("one unit of"), max_length=3, help_text=_("ISO code, for example USD."))
    quote = models.CharField(_("costs in"), max_length=3, help_text=_("ISO code, for example VND."))
    on = models.DateField(_("day"))
    purpose = models.CharField(_("purpose"), max_length=20, choices=RatePurpose)
    rate = models.DecimalField(_("rate"), max_digits=20, decimal_places=6, help_text=_("For example 25000."))
    document = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, verbose_name=_("source document"))

    class Meta:
        verbose_name = _("exchange rate")
        verbose_name_plural = _("exchange rates")
        constraints = [
            models.CheckConstraint(
                condition=Q(rate__gt=0, rate__lt=VALUE_LIMIT),
                name="exchange_rate_positive",
                violation_error_message=_("The rate must be more than 0."),
            ),
            models.CheckConstraint(
                condition=~Q(base=models.F("quote")),
                name="exchange_rate_two_currencies",
                violation_error_message=_("The two currencies must differ."),
            ),
            models.UniqueConstraint(
                fields=["base", "quote", "on", "purpose"],
                condition=Q(retired_at__isnull=True),
                name="exchange_rate_once",
                violation_error_message=_("There is already a rate for this day and purpose."),
            ),
        ]
        triggers = [only_retiring_allowed("exchange_rate_recorded")]

    def __str__(self) -> str:
        return f"{self.base}/{self.quote} {self.on:%d/%m/%Y}: {self.rate}"
