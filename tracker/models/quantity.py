"""The common floor of every figure: its value, its comparator and where it was printed."""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from provinces.models import SourceDocument
from tracker.models.indicator import Unit

# Wide enough for the money of a country in single VND with six decimals; NaN sorts above it and is refused.
VALUE_DIGITS = 26
VALUE_DECIMALS = 6
VALUE_LIMIT = 10**19


class Comparator(models.TextChoices):
    """How a printed number stands to the true one."""

    EXACTLY = "exactly", _("exactly")
    AT_LEAST = "at_least", _("at least")
    OVER = "over", _("over")
    ABOUT = "about", _("about")
    NEARLY = "nearly", _("nearly")
    AT_MOST = "at_most", _("at most")
    UNDER = "under", _("under")
    BETWEEN = "between", _("between")
    NONE_STATED = "none_stated", _("no value stated")


class Origin(models.TextChoices):
    """Whether a figure was printed or follows from printed ones."""

    PRINTED = "printed", _("printed in the document")
    IMPLIED = "implied", _("follows from what the document prints")


class ValueField(models.DecimalField):  # type: ignore[type-arg]
    """A figure in single units, exact to six decimals."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_digits"] = VALUE_DIGITS
        kwargs["decimal_places"] = VALUE_DECIMALS
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Return the definition without the digits, which the class fixes."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_digits"], kwargs["decimal_places"]
        return name, path, args, kwargs


class Quantity(models.Model):
    """The part that every figure shares; abstract."""

    reference = models.CharField(
        _("reference"),
        max_length=120,
        null=True,
        blank=True,
        db_index=True,
        help_text=_("A stable name of a published figure, for example 001-04-dai-an-fdi; empty for typed figures."),
    )
    comparator = models.CharField(_("comparator"), max_length=12, choices=Comparator)
    value = ValueField(_("value"), null=True, blank=True, help_text=_("In single units: 500000000 for 500 million."))
    high = ValueField(_("upper end"), null=True, blank=True, help_text=_("Only for a range: its upper end."))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name=_("unit"))
    other_value = ValueField(
        _("same amount in another currency"), null=True, blank=True, help_text=_("As printed beside the value.")
    )
    other_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("other currency")
    )
    printed = models.CharField(
        _("as printed"), max_length=200, blank=True, help_text=_("The figure as the document writes it.")
    )
    document = models.ForeignKey(
        SourceDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("document")
    )
    paragraph = models.PositiveSmallIntegerField(
        _("paragraph"), null=True, blank=True, help_text=_("The number of the non-empty line, counted from 1.")
    )
    origin = models.CharField(_("origin"), max_length=10, choices=Origin)
    unclear = models.BooleanField(
        _("unclear"), default=False, help_text=_("The document leaves open which day or scope it means.")
    )
    rejected_because = models.CharField(
        _("not used because (Vietnamese)"),
        max_length=300,
        blank=True,
        help_text=_("Why a misprint is kept but not used; empty for figures that count."),
    )
    rejected_because_en = models.CharField(_("not used because (English)"), max_length=300, blank=True)
    note = models.TextField(_("note (Vietnamese)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)

    class Meta:
        abstract = True

    @property
    def counts(self) -> bool:
        """Whether the figure is used: a rejected misprint is kept and shown, never computed with."""
        return not self.rejected_because


def within_limits(field: str) -> Q:
    """Return the condition that a value is a number between the limits; NaN and Infinity are outside."""
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gt": -VALUE_LIMIT, f"{field}__lt": VALUE_LIMIT})


def quantity_constraints(table: str) -> list[models.BaseConstraint]:
    """Return the constraints of the shared part, named for the table."""
    return [
        models.CheckConstraint(
            condition=Q(comparator__in=[comparator.value for comparator in Comparator]),
            name=f"{table}_comparator_known",
            violation_error_message=_("Choose one of the comparators."),
        ),
        models.CheckConstraint(
            condition=Q(origin__in=[origin.value for origin in Origin]),
            name=f"{table}_origin_known",
            violation_error_message=_("Say whether the figure is printed or implied."),
        ),
        models.CheckConstraint(
            condition=within_limits("value") & within_limits("high") & within_limits("other_value"),
            name=f"{table}_value_is_a_number",
            violation_error_message=_("The value must be a number below 10 to the power of 19."),
        ),
        models.CheckConstraint(
            condition=Q(comparator="between", high__isnull=False, value__isnull=False, high__gte=F("value"))
            | (~Q(comparator="between") & Q(high__isnull=True)),
            name=f"{table}_range_has_two_ends",
            violation_error_message=_("A range needs a lower and an upper end, and nothing else has an upper end."),
        ),
        models.CheckConstraint(
            condition=Q(other_value__isnull=True, other_unit__isnull=True)
            | Q(other_value__isnull=False, other_unit__isnull=False, value__isnull=False),
            name=f"{table}_other_amount_whole",
            violation_error_message=_("The amount in another currency needs its value and its currency."),
        ),
        models.CheckConstraint(
            condition=Q(paragraph__isnull=True) | Q(document__isnull=False),
            name=f"{table}_paragraph_has_document",
            violation_error_message=_("A paragraph number needs its document."),
        ),
    ]


def value_present_unless_none_stated(table: str) -> models.CheckConstraint:
    """Return the constraint that a value is missing exactly when none is stated."""
    return models.CheckConstraint(
        condition=Q(comparator="none_stated", value__isnull=True)
        | (~Q(comparator="none_stated") & Q(value__isnull=False)),
        name=f"{table}_value_unless_none_stated",
        violation_error_message=_("Type a value, or choose “no value stated”."),
    )
