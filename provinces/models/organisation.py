"""Organisations: those that promise, report, issue or publish."""

from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from provinces.fields import SearchKeyField, SortKeyField
from provinces.models.place import Place
from provinces.models.recorded import SAME, Recorded, audited, day_range, key_range, only_retiring_allowed, ordered_days
from provinces.models.source_document import SourceDocument
from provinces.wording import local_name


class OrganisationKind(models.TextChoices):
    """What sort of organisation it is."""

    INVESTOR = "investor", _("infrastructure investor")
    BOARD = "board", _("management board")
    PROVINCE_OFFICE = "province_office", _("province office")
    PEOPLES_COMMITTEE = "peoples_committee", _("People's Committee")
    PEOPLES_COUNCIL = "peoples_council", _("People's Council")
    PARTY_COMMITTEE = "party_committee", _("Party committee")
    CENTRAL = "central", _("central authority")
    LOCAL = "local", _("district or town authority")
    PRESS = "press", _("press")
    COMPANY = "company", _("other company")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations in the order people expect."""

    def in_name_order(self) -> Self:
        """Return the organisations in Vietnamese dictionary order, ties broken by slug."""
        return self.order_by("sort_key", "slug")


@audited(replayed=True)
class Organisation(models.Model):
    """One organisation that carries, issues, reports or prints figures."""

    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind)
    name = models.CharField(_("name (Vietnamese)"), max_length=250)
    name_en = models.CharField(_("name (English)"), max_length=250)
    slug = models.SlugField(_("address name"), unique=True, max_length=80)
    tax_code = models.CharField(
        _("tax code"), max_length=20, blank=True, help_text=_("Ten or thirteen digits, for example 0800123456.")
    )
    country = models.CharField(_("country"), max_length=2, blank=True, help_text=_("Two letters, for example VN."))
    place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="organisations",
        verbose_name=_("place"),
        help_text=_("Where the organisation has its remit; empty for companies and the press."),
    )
    aliases = ArrayField(
        models.CharField(max_length=250),
        verbose_name=_("other names"),
        default=list,
        blank=True,
        help_text=_("Other spellings that people write, separated by commas."),
    )
    search_key = SearchKeyField(sources=("name", "name_en", "aliases", "tax_code"))
    sort_key = SortKeyField(sources=("name",))

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [
            models.UniqueConstraint(
                fields=["tax_code"],
                condition=~Q(tax_code=""),
                name="organisation_tax_code_once",
                violation_error_message=_("Another organisation has this tax code."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in OrganisationKind]),
                name="organisation_kind_known",
                violation_error_message=_("Choose one of the kinds of organisations."),
            ),
        ]

    def __str__(self) -> str:
        return local_name(self)


class InvestorManager(models.Manager["Organisation"]):
    """Organisations of kind infrastructure investor."""

    def get_queryset(self) -> Any:
        """Return the infrastructure investors."""
        return OrganisationQuerySet(self.model, using=self._db).filter(kind=OrganisationKind.INVESTOR)


class Investor(Organisation):
    """An infrastructure investor: the company that builds and fills a park, and carries a target for it."""

    objects = InvestorManager()  # type: ignore[assignment,misc]

    class Meta:
        proxy = True
        verbose_name = _("investor")
        verbose_name_plural = _("investors")


@audited()
class ParkInvestor(Recorded):
    """One stretch of days during which an investor builds and fills a park."""

    park = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="investor_rows", verbose_name=_("park"))
    investor = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="park_rows", verbose_name=_("investor")
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    document = models.ForeignKey(
        SourceDocument, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("source document")
    )

    class Meta:
        verbose_name = _("investor of a park")
        verbose_name_plural = _("investors of parks")
        constraints = [
            models.CheckConstraint(
                condition=ordered_days("valid_from", "valid_to"),
                name="park_investor_days_ordered",
                violation_error_message=_("The last day must not be before the first day."),
            ),
            ExclusionConstraint(
                name="park_investor_no_overlap",
                expressions=[
                    (key_range("park"), SAME),
                    (key_range("investor"), SAME),
                    (day_range("valid_from", "valid_to"), SAME),
                ],
                condition=Q(retired_at__isnull=True),
                violation_error_message=_("This investor already has this park on some of these days."),
            ),
        ]
        triggers = [only_retiring_allowed("park_investor_recorded")]

    def __str__(self) -> str:
        return f"{self.park}: {self.investor}"
