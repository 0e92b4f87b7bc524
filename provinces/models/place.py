"""Places: the tree from the country down to a phase of a park."""

from datetime import date
from typing import Any, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from provinces.days import dated_name
from provinces.fields import SearchKeyField, SortKeyField
from provinces.models.listing import never_added
from provinces.models.recorded import (
    SAME,
    Recorded,
    audited,
    day_range,
    key_range,
    only_retiring_allowed,
    ordered_days,
    valid_on,
)
from provinces.models.source_document import SourceDocument
from provinces.models.succession_triggers import PLACE_DAYS_FIT_ITS_SUCCESSIONS
from provinces.wording import local_name


class PlaceKind(models.TextChoices):
    """What sort of node of the tree a place is."""

    COUNTRY = "country", _("country")
    PROVINCE = "province", _("province or centrally run city")
    PERIMETER = "perimeter", _("perimeter")
    ECONOMIC_ZONE = "economic_zone", _("economic zone")
    ZONE_PART = "zone_part", _("part of an economic zone")
    INDUSTRIAL_PARK = "industrial_park", _("industrial park")
    INDUSTRIAL_CLUSTER = "industrial_cluster", _("industrial cluster")
    HIGH_TECH_PARK = "high_tech_park", _("high-tech park")
    PHASE = "phase", _("phase of a park")
    DISTRICT = "district", _("district or town")


PARK_KINDS = (
    PlaceKind.ECONOMIC_ZONE,
    PlaceKind.ZONE_PART,
    PlaceKind.INDUSTRIAL_PARK,
    PlaceKind.INDUSTRIAL_CLUSTER,
    PlaceKind.HIGH_TECH_PARK,
    PlaceKind.PHASE,
)


class PlaceQuerySet(models.QuerySet["Place"]):
    """Places, chosen by kind and by day."""

    def valid_on(self, day: date) -> Self:
        """Return the places that exist on the day, both ends of their validity included."""
        return self.filter(valid_on(day))

    def in_name_order(self) -> Self:
        """Return the places in Vietnamese dictionary order, ties broken by slug."""
        return self.order_by("sort_key", "slug")


@audited(replayed=True)
class Place(models.Model):
    """One node of the tree: a country, province, perimeter, zone, park or phase; hectares are figures, not columns."""

    kind = models.CharField(_("kind"), max_length=20, choices=PlaceKind)
    name = models.CharField(_("name (Vietnamese)"), max_length=200, help_text=_("For example: KCN Đại An mở rộng."))
    name_en = models.CharField(_("name (English)"), max_length=200)
    slug = models.SlugField(
        _("address name"), unique=True, max_length=80, help_text=_("Letters a–z, digits and hyphens: dai-an-mo-rong.")
    )
    centrally_run = models.BooleanField(
        _("centrally run city"), default=False, help_text=_("Only for provinces: written as a city, not a province.")
    )
    perimeter_scope = models.CharField(
        _("scope of the perimeter"),
        max_length=200,
        blank=True,
        help_text=_("What a perimeter covers, for example: the industrial parks of the province."),
    )
    valid_from = models.DateField(
        _("valid from"), null=True, blank=True, help_text=_("First day; empty when it is older than the records.")
    )
    valid_to = models.DateField(_("valid to"), null=True, blank=True, help_text=_("Last day; empty while it exists."))
    official_code = models.CharField(
        _("official code"), max_length=20, blank=True, help_text=_("Codes are reused by law and are never a key.")
    )
    aliases = ArrayField(
        models.CharField(max_length=200),
        verbose_name=_("other names"),
        default=list,
        blank=True,
        help_text=_("Other spellings that people write, separated by commas."),
    )
    note = models.TextField(_("note (Vietnamese)"), blank=True)
    note_en = models.TextField(_("note (English)"), blank=True)
    search_key = SearchKeyField(sources=("name", "name_en", "aliases"))
    sort_key = SortKeyField(sources=("name",))

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        constraints = [
            models.CheckConstraint(
                condition=ordered_days("valid_from", "valid_to"),
                name="place_days_ordered",
                violation_error_message=_("The last day must not be before the first day."),
            ),
            models.CheckConstraint(
                condition=Q(centrally_run=False) | Q(kind="province"),
                name="place_only_provinces_are_centrally_run",
                violation_error_message=_("Only a province can be a centrally run city."),
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in PlaceKind]),
                name="place_kind_known",
                violation_error_message=_("Choose one of the kinds of places."),
            ),
        ]
        indexes = [models.Index(fields=["kind", "sort_key"], name="place_kind_order")]
        triggers = [PLACE_DAYS_FIT_ITS_SUCCESSIONS]

    def __str__(self) -> str:
        return dated_name(self)

    def clean(self) -> None:
        """Refuse to make a place that lists its members a perimeter while places lie below it, ever.

        :raises ValidationError: at the kind, naming those places and what to do; at most four queries.
        """
        if not self._state.adding and _lists_members(self) and (places := _ever_below(self)):
            raise ValidationError({"kind": _put_elsewhere(self, places)})


class _KindManager(models.Manager["Place"]):
    """The places of some kinds; used by the proxies that staff meet."""

    kinds: tuple[PlaceKind, ...] = ()

    def get_queryset(self) -> Any:
        """Return the places of these kinds."""
        return PlaceQuerySet(self.model, using=self._db).filter(kind__in=self.kinds)


class ProvinceManager(_KindManager):
    """Places of kind province."""

    kinds = (PlaceKind.PROVINCE,)


class ParkManager(_KindManager):
    """Sites: parks, clusters, zones and their parts and phases."""

    kinds = PARK_KINDS


class Province(Place):
    """A place of kind province: a province or a centrally run city, valid from and to a day."""

    objects = ProvinceManager()  # type: ignore[assignment,misc]

    class Meta:
        proxy = True
        verbose_name = _("province")
        verbose_name_plural = _("provinces")


class Park(Place):
    """A site: an industrial park, cluster, economic zone, high-tech park, or a part or phase of one."""

    objects = ParkManager()  # type: ignore[assignment,misc]

    class Meta:
        proxy = True
        verbose_name = _("park")
        verbose_name_plural = _("parks")


@audited()
class PlaceParent(Recorded):
    """One stretch of days during which a place lies under a parent; a park that survives a merger gets a second row."""

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="parent_rows", verbose_name=_("place"))
    parent = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="child_rows", verbose_name=_("parent"))
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        verbose_name = _("parent of a place")
        verbose_name_plural = _("parents of places")
        constraints = [
            models.CheckConstraint(
                condition=~Q(place=models.F("parent")),
                name="place_parent_not_itself",
                violation_error_message=_("A place cannot lie under itself."),
            ),
            models.CheckConstraint(
                condition=ordered_days("valid_from", "valid_to"),
                name="place_parent_days_ordered",
                violation_error_message=_("The last day must not be before the first day."),
            ),
            ExclusionConstraint(
                name="place_parent_one_at_a_time",
                expressions=[(key_range("place"), SAME), (day_range("valid_from", "valid_to"), SAME)],
                condition=Q(retired_at__isnull=True),
                violation_error_message=_("The place already has a parent on some of these days."),
            ),
        ]
        triggers = [only_retiring_allowed("place_parent_recorded")]

    def __str__(self) -> str:
        return f"{self.place} < {self.parent}"

    def clean(self) -> None:
        """Refuse a parent that lists its members: it is never added, so the place would be in nobody's sum.

        :raises ValidationError: at the parent, naming both places and what to do; one query, three to refuse.
        """
        if None in (self.place_id, self.parent_id):
            return  # The fields say so themselves.
        if _lists_members(self.parent):
            raise ValidationError({"parent": _put_elsewhere(self.parent, [self.place])})


@audited()
class PlaceMember(Recorded):
    """One place inside a perimeter that overlaps others ("nine full parks"); such a perimeter is never a summand.

    A null ``member`` stands for members that the document does not name.
    """

    perimeter = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="member_rows", verbose_name=_("perimeter")
    )
    member = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="perimeter_rows", null=True, blank=True, verbose_name=_("member")
    )
    document = models.ForeignKey(
        SourceDocument, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("source document")
    )

    class Meta:
        verbose_name = _("member of a perimeter")
        verbose_name_plural = _("members of perimeters")
        constraints = [
            models.UniqueConstraint(
                fields=["perimeter", "member"],
                condition=Q(retired_at__isnull=True),
                nulls_distinct=False,
                name="place_member_once",
                violation_error_message=_("The place is already a member of this perimeter."),
            ),
            models.CheckConstraint(
                condition=Q(member__isnull=True) | ~Q(perimeter=models.F("member")),
                name="place_member_not_itself",
                violation_error_message=_("A perimeter cannot be a member of itself."),
            ),
        ]
        triggers = [only_retiring_allowed("place_member_recorded")]

    def __str__(self) -> str:
        return f"{self.perimeter}: {self.member or '?'}"

    def clean(self) -> None:
        """Refuse to list members of a perimeter that has places below it, ever: a list has no days.

        :raises ValidationError: at the perimeter, naming those places and what to do; one query, three to refuse.
        """
        if getattr(self, "perimeter_id", None) is None or self.perimeter.kind != PlaceKind.PERIMETER:
            return  # Of a missing perimeter the field says so itself.
        if places := _ever_below(self.perimeter):
            raise ValidationError({"perimeter": _put_elsewhere(self.perimeter, places)})


def _lists_members(place: Place) -> bool:
    """Return whether a place is a perimeter that lists its members; sites may, and are added all the same."""
    return place.kind == PlaceKind.PERIMETER and PlaceMember.objects.known_at(None).filter(perimeter=place).exists()


def _ever_below(place: Place) -> list[Place]:
    """Return the places that lie below a place on whatever day, in name order; one query."""
    rows = PlaceParent.objects.known_at(None).filter(parent=place)
    return list(Place.objects.filter(pk__in=rows.values("place")).in_name_order())


def _put_elsewhere(perimeter: Place, places: list[Place]) -> str:
    """Return the refusal of places below a perimeter, with where they go if it lies in one place; two queries."""
    rows = PlaceParent.objects.known_at(None).filter(place=perimeter)
    above = list(Place.objects.filter(pk__in=rows.values("parent"))[:2])
    known = len(above) == 1 and not _lists_members(above[0])
    names = [local_name(place) for place in places]
    return never_added(local_name(perimeter), names, local_name(above[0]) if known else None)
