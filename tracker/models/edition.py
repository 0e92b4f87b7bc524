"""What was published: a quarter of a place under a name, frozen at a moment, written once."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from provinces.models import Place
from provinces.models.recorded import audited
from provinces.wording import local_name
from tracker.models.indicator import Indicator
from tracker.models.person import Person

_WRITTEN_ONCE = """
    RAISE EXCEPTION 'tracker: a published edition is never changed; publish the next one'
        USING ERRCODE = 'restrict_violation';
"""
# The rows of an edition come before the edition itself: once it is there, it is closed.
_NOTHING_IS_ADDED = """
    IF EXISTS (SELECT 1 FROM tracker_edition WHERE id = NEW.edition_id) THEN
        RAISE EXCEPTION 'tracker: nothing is added to a published edition; publish the next one'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
"""


def written_once(name: str) -> pgtrigger.Trigger:
    """Return the trigger that lets nothing of an edition be changed or deleted."""
    return pgtrigger.Trigger(
        name=name, when=pgtrigger.Before, operation=pgtrigger.Update | pgtrigger.Delete, func=_WRITTEN_ONCE
    )


def closed_with_its_edition(name: str) -> pgtrigger.Trigger:
    """Return the trigger that lets nothing be added to an edition that is there."""
    return pgtrigger.Trigger(name=name, when=pgtrigger.Before, operation=pgtrigger.Insert, func=_NOTHING_IS_ADDED)


@audited()
class Edition(models.Model):
    """One publication of a quarter of a place and all below it, as known at a moment; never changed.

    ``number`` counts the editions of the same place and quarter; from the second on each has its reason. ``digest`` is
    the checksum over the checksums of its pages, in their order.
    """

    slug = models.SlugField(_("address name"), max_length=120, unique=True)
    name = models.CharField(_("name"), max_length=200)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="editions", verbose_name=_("place"))
    year = models.PositiveSmallIntegerField(_("year"))
    quarter = models.PositiveSmallIntegerField(_("quarter"), help_text=_("1, 2, 3 or 4."))
    number = models.PositiveSmallIntegerField(_("number"), help_text=_("1 for the first edition of the quarter."))
    as_of = models.DateTimeField(_("as known on"))
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name=_("published by"))
    published_at = models.DateTimeField(_("published at"))
    reason = models.CharField(_("reason of another edition"), max_length=300, blank=True)
    digest = models.CharField(_("checksum"), max_length=64)

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        constraints = [
            models.UniqueConstraint(
                fields=["place", "year", "quarter", "number"],
                name="edition_number_once",
                violation_error_message=_("There is an edition of this number already."),
            ),
            models.CheckConstraint(
                condition=Q(quarter__gte=1, quarter__lte=4),
                name="edition_quarter_1_to_4",
                violation_error_message=_("The quarter is 1, 2, 3 or 4."),
            ),
            models.CheckConstraint(
                condition=Q(year__gte=1986, year__lte=2100),
                name="edition_year_in_range",
                violation_error_message=_("Type a year from 1986 to 2100, for example 2025."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""), name="edition_has_name", violation_error_message=_("An edition has a name.")
            ),
            models.CheckConstraint(
                condition=Q(number=1) | (Q(number__gt=1) & ~Q(reason="")),
                name="edition_another_has_reason",
                violation_error_message=_("Another edition of the same quarter needs a reason."),
            ),
            models.CheckConstraint(
                condition=Q(as_of__lte=F("published_at")),
                name="edition_knows_no_future",
                violation_error_message=_("An edition cannot be as known after it was published."),
            ),
        ]
        triggers = [written_once("edition_written_once")]

    def __str__(self) -> str:
        return f"{local_name(self)} ({self.number})"


class EditionMap(models.TextChoices):
    """On which map a page of an edition is drawn."""

    THEN = "then", _("as it was then")
    TODAY = "today", _("today's map")


@audited(without=["data"])
class EditionPage(models.Model):
    """One page of an edition: what the page of one place says on one map, apart from its rows of numbers.

    ``data`` names the rows by their checksums, its own and those of the places below.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="pages", verbose_name=_("edition"))
    map = models.CharField(_("map"), max_length=5, choices=EditionMap)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("place"))
    position = models.PositiveIntegerField(_("position"))
    data = models.TextField(_("content"))
    digest = models.CharField(_("checksum"), max_length=64)

    class Meta:
        verbose_name = _("page of an edition")
        verbose_name_plural = _("pages of editions")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "map", "place"],
                name="edition_page_once",
                violation_error_message=_("The edition has this page already."),
            ),
            models.CheckConstraint(
                condition=Q(map__in=[choice.value for choice in EditionMap]),
                name="edition_page_map_known",
                violation_error_message=_("Choose one of the maps."),
            ),
        ]
        triggers = [written_once("edition_page_written_once"), closed_with_its_edition("edition_page_closed")]

    def __str__(self) -> str:
        return f"{self.edition}: {self.place} ({self.get_map_display()})"


@audited(without=["data"])
class EditionRow(models.Model):
    """One row of numbers of an edition, with all that explains them; pages that print the same row share it."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="rows", verbose_name=_("edition"))
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+", verbose_name=_("place"))
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+", verbose_name=_("indicator"))
    data = models.TextField(_("content"))
    digest = models.CharField(_("checksum"), max_length=64)

    class Meta:
        verbose_name = _("row of an edition")
        verbose_name_plural = _("rows of editions")
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "digest"],
                name="edition_row_once",
                violation_error_message=_("The edition has this row already."),
            ),
        ]
        triggers = [written_once("edition_row_written_once"), closed_with_its_edition("edition_row_closed")]

    def __str__(self) -> str:
        return f"{self.edition}: {self.place}, {self.indicator}"
