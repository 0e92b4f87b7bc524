"""Mergers and splits of places."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from provinces.days import day_text
from provinces.models.place import Place
from provinces.models.recorded import Recorded, audited, only_retiring_allowed
from provinces.models.source_document import SourceDocument
from provinces.models.succession_triggers import SUCCESSION_FITS_ITS_PLACES
from provinces.wording import local_name

EVE: Final = timedelta(days=1)
"""How long before a succession its predecessor's last day is."""


@audited()
class Succession(Recorded):
    """One predecessor going into one successor from a day on, with its share and its legal basis."""

    predecessor = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="successor_rows", verbose_name=_("predecessor")
    )
    successor = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="predecessor_rows", verbose_name=_("successor")
    )
    effective_on = models.DateField(_("effective on"), help_text=_("First day of the successor."))
    share = models.DecimalField(
        _("share"),
        max_digits=7,
        decimal_places=6,
        help_text=_("Part of the predecessor that goes into this successor: 1 for all of it."),
    )
    document = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, verbose_name=_("legal basis"))

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.CheckConstraint(
                condition=Q(share__gt=0, share__lte=1),
                name="succession_share_in_range",
                violation_error_message=_("The share must be more than 0 and at most 1."),
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="succession_not_itself",
                violation_error_message=_("A place cannot succeed itself."),
            ),
            models.UniqueConstraint(
                fields=["predecessor", "successor", "effective_on"],
                condition=Q(retired_at__isnull=True),
                name="succession_once",
                violation_error_message=_("This succession is already recorded."),
            ),
        ]
        triggers = [only_retiring_allowed("succession_recorded"), SUCCESSION_FITS_ITS_PLACES]

    def __str__(self) -> str:
        return f"{self.predecessor} -> {self.successor} ({self.effective_on})"

    def words(self) -> dict[str, str]:
        """Return the names of both places, the day and its eve, for a sentence."""
        return {
            "old": local_name(self.predecessor),
            "new": local_name(self.successor),
            "day": day_text(self.effective_on),
            "eve": day_text(self.effective_on - EVE),
        }

    def clean(self) -> None:
        """Refuse a succession that its places do not end and begin with, or that gives away more than there is.

        :raises ValidationError: by field, naming the place and what to do; at most three queries.
        """
        if any(getattr(self, name) is None for name in ("predecessor_id", "successor_id", "effective_on", "share")):
            return  # The fields say so themselves.
        errors: dict[str, str] = {}
        eve = self.effective_on - EVE
        if self.predecessor.valid_to != eve:
            errors["predecessor"] = _("“%(place)s” must end on %(day)s: give it that last day first.") % {
                "place": local_name(self.predecessor),
                "day": day_text(eve),
            }
        if self.successor.valid_from != self.effective_on:
            errors["successor"] = _(
                "“%(place)s” must begin on %(day)s. A place that goes on is no successor: record a new place with that "
                "first day."
            ) % {"place": local_name(self.successor), "day": day_text(self.effective_on)}
        others = Succession.objects.known_at(None).exclude(pk=self.pk)
        others = others.filter(predecessor=self.predecessor_id, effective_on=self.effective_on)
        given = sum((row.share for row in others), Decimal(0))
        if given + self.share > 1:
            errors["share"] = _(
                "Of “%(place)s” the part %(given)s goes elsewhere on that day already; at most %(rest)s is left."
            ) % {
                "place": local_name(self.predecessor),
                "given": number_format(given.normalize()),
                "rest": number_format((1 - given).normalize()),
            }
        if errors:
            raise ValidationError(errors)


def days_held_by_successions(place: Place) -> dict[str, str]:
    """Return, by field, why a changed first or last day of a place contradicts its successions, and what to do.

    Days that are as they were are not looked at, however wrong. At most three queries.
    """
    was = Place.objects.filter(pk=place.pk).first()
    if was is None:
        return {}
    held: dict[str, str] = {}
    cure = _(
        "If that day is wrong, retire the succession first, then change the days of both places, and record the "
        "succession anew."
    )
    known = Succession.objects.known_at(None).select_related("predecessor", "successor").order_by("effective_on", "pk")
    if place.valid_to != was.valid_to:
        text = _("“%(old)s” goes into “%(new)s” on %(day)s, so its last day is %(eve)s.")
        for row in known.filter(predecessor=place.pk):
            if place.valid_to != row.effective_on - EVE:
                held.setdefault("valid_to", f"{text % row.words()} {cure}")
    if place.valid_from != was.valid_from:
        text = _("“%(new)s” takes over from “%(old)s” on %(day)s, so its first day is %(day)s.")
        for row in known.filter(successor=place.pk).exclude(effective_on=place.valid_from):
            held.setdefault("valid_from", f"{text % row.words()} {cure}")
    return held


def share_of_each(rows: Iterable[Succession]) -> dict[tuple[int, date], Decimal]:
    """Return which part of each predecessor, by its key, goes into others on a day: 1 where nothing of it is lost."""
    found: dict[tuple[int, date], Decimal] = {}
    for row in rows:
        key = (row.predecessor_id, row.effective_on)
        found[key] = found.get(key, Decimal(0)) + row.share
    return found
