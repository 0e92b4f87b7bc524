"""Exchange rates, each with its day, purpose and source."""

from decimal import Decimal

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


# A rate below this is written the wrong way round: with six decimals 0.00004 would keep one digit of 25,000.
LEAST_RATE = Decimal("0.1")

_QUARTER_ENDS = Q(on__month__in=(3, 12), on__day=31) | Q(on__month__in=(6, 9), on__day=30)
_OF_A_QUARTER = Q(purpose__in=[RatePurpose.QUARTER_AVERAGE.value, RatePurpose.QUARTER_END.value])
_RETIRED = Q(retired_at__isnull=False)


@audited()
class ExchangeRate(Recorded):
    """How many units of the quote currency one unit of the base currency was worth on a day, for a purpose.

    A quarter's average and a quarter's end bear the quarter's last day; a plan rate holds for the year of its day.
    """

    base = models.CharField(_("one unit of"), max_length=3, help_text=_("ISO code, for example USD."))
    quote = models.CharField(_("costs in"), max_length=3, help_text=_("ISO code, for example VND."))
    on = models.DateField(
        _("quarter or day"),
        help_text=_("A quarter (Quý I/2025), a year for its plan rate (2025), or a day (31/03/2025)."),
    )
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
            models.CheckConstraint(
                condition=_RETIRED | Q(base__regex="^[A-Z]{3}$", quote__regex="^[A-Z]{3}$"),
                name="exchange_rate_of_coded_currencies",
                violation_error_message=_("Write each currency as three capital letters, for example USD."),
            ),
            models.CheckConstraint(
                condition=_RETIRED | (Q(rate__gte=LEAST_RATE) & ~Q(base="VND", quote="USD")),
                name="exchange_rate_dearer_first",
                violation_error_message=_(
                    "The rate is the wrong way round. Write the dearer currency first: "
                    "one USD costs 25,000 VND, not one VND 0.00004 USD."
                ),
            ),
            models.CheckConstraint(
                condition=_RETIRED | ~_OF_A_QUARTER | _QUARTER_ENDS,
                name="exchange_rate_of_a_whole_quarter",
                violation_error_message=_(
                    "An average and an end belong to a quarter: write the quarter, for example Quý I/2025."
                ),
            ),
            models.UniqueConstraint(
                fields=["base", "quote", "on", "purpose"],
                condition=Q(retired_at__isnull=True) & ~Q(purpose=RatePurpose.SOURCE_OWN),
                name="exchange_rate_once",
                violation_error_message=_("There is already a rate for this day and purpose."),
            ),
            models.UniqueConstraint(
                fields=["base", "quote", "on", "document"],
                condition=Q(retired_at__isnull=True, purpose=RatePurpose.SOURCE_OWN),
                name="exchange_rate_of_a_source_once",
                violation_error_message=_("There is already a rate of this source for this day."),
            ),
        ]
        triggers = [only_retiring_allowed("exchange_rate_recorded")]

    def __str__(self) -> str:
        return f"{self.base}/{self.quote} {self.on:%d/%m/%Y}: {self.rate}"
