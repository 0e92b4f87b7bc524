"""List places found by name: the country, its provinces, those that have ended, and what lies in each."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.days import dated_name, until_text
from provinces.models import Place
from provinces.models.place import PlaceKind
from tracker.progress.rows import PlaceFace
from tracker.web import cells
from tracker.web.columns import PageColumn, PageTable
from tracker.web.numbers import day_text
from tracker.web.words import KIND_WORDS, local_name, name_order


class PlaceListTable(PageTable):
    """Places found by name."""

    name = "list"
    dense = True
    leaf_rows = 100
    searched = False  # the page has a search by name and kind
    place = PageColumn(gettext_lazy("Place"), head=True)
    province = PageColumn(gettext_lazy("Belongs to"), name=True)
    kind = PageColumn(gettext_lazy("Kind"), name=True)
    valid_from = PageColumn(gettext_lazy("Valid from"))
    valid_to = PageColumn(gettext_lazy("Valid to"), on_phone=False)  # stands beside the name
    heads: Mapping[int, PlaceFace] = {}
    """The province that each place lies in, by the place's key; the view says it."""

    def value_place(self, place: Place) -> str:
        """Return the place's name, with the last day of one that has ended."""
        return dated_name(place)

    def sort_place(self, place: Place) -> str:
        """Return the Vietnamese dictionary order."""
        return name_order(place)

    def render_place(self, place: Place) -> SafeString:
        """Return the place as a link."""
        address = self.query.address(reverse("web:place", args=[place.slug]))
        return format_html('<a href="{}">{}</a>{}', address, local_name(place), until_text(place.valid_to))

    def value_province(self, place: Place) -> str | None:
        """Return the name of the province that it lies in; nothing for provinces, and for what lies in none."""
        head = province_of(place, self.heads)
        return None if head is None else dated_name(head)

    def sort_province(self, place: Place) -> str | None:
        """Return the Vietnamese dictionary order of the province."""
        head = province_of(place, self.heads)
        return None if head is None else name_order(head)

    def render_province(self, place: Place) -> SafeString:
        """Return the province that it lies in as a link."""
        head = province_of(place, self.heads)
        if head is None:
            return cells.missing("", quiet=True)
        return cells.dated_place_link(head, self.query)

    def render_valid_from(self, place: Place) -> SafeString:
        """Return the first day; phones leave out what is not known."""
        return format_html("{}", day_text(place.valid_from)) if place.valid_from else cells.missing("", quiet=True)

    def render_valid_to(self, place: Place) -> SafeString:
        """Return the last day; phones leave it out where there is none."""
        return format_html("{}", day_text(place.valid_to)) if place.valid_to else cells.missing("", quiet=True)

    def value_kind(self, place: Place) -> str:
        """Return what sort of place it is."""
        return str(_("centrally run city") if place.centrally_run else KIND_WORDS[place.kind])


def key_of(place: Any) -> int:
    """Return the key of a place, also of one as it stood at a past moment."""
    key: int = getattr(place, "pgh_obj_id", place.pk)
    return key


def province_of(place: Place, heads: Mapping[int, PlaceFace]) -> PlaceFace | None:
    """Return the province that a place lies in; None for a province, and for what lies in none."""
    head = heads.get(key_of(place))
    return None if head is None or head.id == key_of(place) or head.kind != PlaceKind.PROVINCE else head


def in_list_order(places: Iterable[Place], heads: Mapping[int, PlaceFace], on: date) -> list[Place]:
    """Return the country, the provinces there on the day, those that have ended, then the rest by its province."""

    def order(place: Place) -> tuple[int, str, bool, str, str]:
        if place.kind == PlaceKind.COUNTRY:
            group = 0
        elif place.kind == PlaceKind.PROVINCE:
            group = 1 if place.valid_to is None or place.valid_to >= on else 2
        else:
            group = 3 if province_of(place, heads) else 4
        head = province_of(place, heads)
        of_head = (name_order(head), head.valid_to is not None) if head else ("", False)
        return group, *of_head, name_order(place), place.slug

    return sorted(places, key=order)
