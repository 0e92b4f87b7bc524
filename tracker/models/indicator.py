"""What is measured: units, groups and indicators, all of them data."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Final, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from provinces.fields import SearchKeyField
from provinces.models.past import edited_since, put_back
from provinces.models.recorded import audited
from provinces.wording import local_name
from tracker.models.triggers import INDICATORS_IN_USE_KEEP_THEIR_MEANING


@audited(replayed=True)
class Unit(models.Model):
    """One unit in its single form: USD, VND, ha, projects, days, percent."""

    code = models.CharField(_("code"), max_length=20, unique=True, help_text=_("For example USD, ha or projects."))
    name = models.CharField(_("name (Vietnamese)"), max_length=60)
    name_en = models.CharField(_("name (English)"), max_length=60)
    currency = models.CharField(_("currency"), max_length=3, blank=True, help_text=_("ISO code when it is money."))
    whole = models.BooleanField(_("whole numbers only"), default=False)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")

    def __str__(self) -> str:
        return local_name(self)


@audited(replayed=True)
class IndicatorGroup(models.Model):
    """One heading under which indicators stand, and for which thresholds may differ."""

    code = models.SlugField(_("code"), unique=True, max_length=60)
    name = models.CharField(_("name (Vietnamese)"), max_length=120)
    name_en = models.CharField(_("name (English)"), max_length=120)
    position = models.PositiveSmallIntegerField(_("position"))

    class Meta:
        verbose_name = _("indicator group")
        verbose_name_plural = _("indicator groups")

    def __str__(self) -> str:
        return local_name(self)


class IndicatorKind(models.TextChoices):
    """How the figures of an indicator may be added."""

    FLOW = "flow", _("flow: adds over time and places")
    STOCK = "stock", _("stock: a level, never added over time")
    RATIO = "ratio", _("ratio: recomputed from numerator and denominator")
    OTHER = "other", _("other: never added")


class Direction(models.TextChoices):
    """Which way an indicator should move."""

    HIGHER_IS_BETTER = "higher_is_better", _("higher is better")
    LOWER_IS_BETTER = "lower_is_better", _("lower is better")
    NEUTRAL = "neutral", _("neither")


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    """Indicators in the order of their headings."""

    def in_order(self) -> Self:
        """Return the indicators by group and position, ties broken by code."""
        return self.order_by("group__position", "position", "code")


@audited(replayed=True)
class Indicator(models.Model):
    """One thing that is measured; its kind alone decides how its figures may be added."""

    code = models.SlugField(_("code"), unique=True, max_length=80, help_text=_("For example fdi-registered."))
    name = models.CharField(_("name (Vietnamese)"), max_length=200)
    name_en = models.CharField(_("name (English)"), max_length=200)
    definition = models.TextField(_("definition (Vietnamese)"), blank=True)
    definition_en = models.TextField(_("definition (English)"), blank=True)
    group = models.ForeignKey(
        IndicatorGroup, on_delete=models.PROTECT, related_name="indicators", verbose_name=_("group")
    )
    position = models.PositiveSmallIntegerField(_("position in the group"))
    kind = models.CharField(_("kind"), max_length=10, choices=IndicatorKind)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="indicators", verbose_name=_("unit"))
    direction = models.CharField(_("direction"), max_length=20, choices=Direction)
    numerator = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ratios_over",
        verbose_name=_("numerator"),
        help_text=_("Only for ratios that are computed from two indicators."),
    )
    denominator = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ratios_under",
        verbose_name=_("denominator"),
    )
    component_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="components",
        verbose_name=_("component of"),
        help_text=_("The total that this indicator is a part of."),
    )
    split = models.CharField(
        _("split"),
        max_length=80,
        blank=True,
        help_text=_("What the components of the total are split by, for example origin of capital."),
    )
    split_complete = models.BooleanField(
        _("split is complete"),
        default=False,
        help_text=_("Tick when the components of this split add up to the total."),
    )
    accumulates = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        limit_choices_to={"kind": IndicatorKind.FLOW},
        verbose_name=_("adds up the flow"),
        help_text=_("Only for a stock: the flow of the same unit that alone makes it rise and fall."),
    )
    display_scale = models.DecimalField(
        _("display scale"),
        max_digits=20,
        decimal_places=0,
        help_text=_("How many single units one shown unit has: 1000000 for USD million."),
    )
    display_unit = models.CharField(_("shown unit (Vietnamese)"), max_length=60, help_text=_("For example triệu USD."))
    display_unit_en = models.CharField(
        _("shown unit (English)"), max_length=60, help_text=_("For example USD million.")
    )
    headline = models.BooleanField(_("headline"), default=False, help_text=_("Shown first on pages of places."))
    aliases = ArrayField(models.CharField(max_length=200), verbose_name=_("other names"), default=list, blank=True)
    search_key = SearchKeyField(sources=("code", "name", "name_en", "aliases"))

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        constraints = [
            models.CheckConstraint(
                condition=Q(display_scale__gt=0),
                name="indicator_display_scale_positive",
                violation_error_message=_("The display scale must be more than 0."),
            ),
            models.CheckConstraint(
                condition=Q(numerator__isnull=True, denominator__isnull=True)
                | Q(kind="ratio", numerator__isnull=False, denominator__isnull=False),
                name="indicator_ratio_has_both_parts",
                violation_error_message=_("Only a ratio has a numerator and a denominator, and then it has both."),
            ),
            models.CheckConstraint(
                condition=Q(component_of__isnull=True) | ~Q(component_of=F("id")),
                name="indicator_not_its_own_component",
                violation_error_message=_("An indicator cannot be a component of itself."),
            ),
            models.CheckConstraint(
                condition=Q(accumulates__isnull=True) | Q(kind="stock"),
                name="indicator_only_stock_accumulates",
                violation_error_message=_("Only a stock adds up a flow; leave “adds up the flow” empty."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in IndicatorKind]),
                name="indicator_kind_known",
                violation_error_message=_("Choose one of the kinds of indicators."),
            ),
            models.CheckConstraint(
                condition=Q(direction__in=[direction.value for direction in Direction]),
                name="indicator_direction_known",
                violation_error_message=_("Choose one of the directions."),
            ),
        ]
        triggers = [INDICATORS_IN_USE_KEEP_THEIR_MEANING]

    def __str__(self) -> str:
        return local_name(self)


# The tables that an indicator is read from.
INDICATOR_TABLES: Final[tuple[type[models.Model], ...]] = (Indicator, Unit, IndicatorGroup)


def put_back_indicators(
    indicators: Iterable[Indicator], as_of: datetime | None, edited: Collection[type[models.Model]] | None = None
) -> None:
    """Give indicators, their units and their groups the values that they had at ``as_of``; None leaves them.

    One query where nothing was edited since then, at most five more otherwise; none for no moment. It is one less for
    whoever knows the tables ``edited`` since. Precondition: units and groups are loaded.
    """
    found = list(indicators)
    if as_of is None or not found:
        return
    if edited is None:
        edited = edited_since(INDICATOR_TABLES, as_of)
    if Indicator in edited:
        put_back(found, as_of)
        prefetch_related_objects(found, "unit", "group")  # those that were others then
    if Unit in edited:
        put_back((indicator.unit for indicator in found), as_of)
    if IndicatorGroup in edited:
        put_back((indicator.group for indicator in found), as_of)
