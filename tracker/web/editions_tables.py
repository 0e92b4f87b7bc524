"""Declare the tables of editions: what was published, and which pages an edition has."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, pgettext_lazy

from tracker.progress.editions import EditionFace
from tracker.progress.rows import PlaceFace
from tracker.web import cells
from tracker.web.columns import PageColumn, PageTable
from tracker.web.filters import moment_value
from tracker.web.numbers import moment_text, quarter_text
from tracker.web.words import kind_word, name_of, name_order


def edition_address(edition: EditionFace) -> str:
    """Return the address of an edition's own page."""
    return reverse("web:edition", args=[edition.slug])


class EditionTable(PageTable):
    """Editions, the newest first."""

    name = "editions"
    edition = PageColumn(gettext_lazy("Edition"), head=True)
    slug = PageColumn(gettext_lazy("Address name"), on_page=False)
    place = PageColumn(gettext_lazy("Place"))
    quarter = PageColumn(gettext_lazy("Quarter"))
    number = PageColumn(pgettext_lazy("edition", "Number"), number=True)
    known = PageColumn(gettext_lazy("As known on"))
    published = PageColumn(gettext_lazy("Published"))
    reason = PageColumn(gettext_lazy("Why again"), wide=True)

    def value_edition(self, edition: EditionFace) -> str:
        """Return the edition's name."""
        return name_of(edition)

    def render_edition(self, edition: EditionFace) -> SafeString:
        """Return the edition as a link."""
        return format_html('<a href="{}">{}</a>', edition_address(edition), name_of(edition))

    def value_place(self, edition: EditionFace) -> str:
        """Return the place's name."""
        return name_of(edition.place)

    def sort_place(self, edition: EditionFace) -> str:
        """Return the Vietnamese dictionary order."""
        return name_order(edition.place)

    def value_quarter(self, edition: EditionFace) -> str:
        """Return the quarter as in addresses."""
        return str(edition.quarter)

    def render_quarter(self, edition: EditionFace) -> SafeString:
        """Return the quarter in words."""
        return format_html("{}", quarter_text(edition.quarter))

    def value_known(self, edition: EditionFace) -> str:
        """Return the moment as of which it was read, as files write it."""
        return moment_value(edition.as_of)

    def sort_known(self, edition: EditionFace) -> Any:
        """Return the moment as of which it was read."""
        return edition.as_of

    def render_known(self, edition: EditionFace) -> SafeString:
        """Return the moment as of which it was read."""
        return format_html("{}", moment_text(edition.as_of))

    def value_published(self, edition: EditionFace) -> str:
        """Return when it was published, as files write it."""
        return moment_value(edition.published_at)

    def sort_published(self, edition: EditionFace) -> Any:
        """Return when it was published."""
        return edition.published_at

    def render_published(self, edition: EditionFace) -> SafeString:
        """Return when it was published."""
        return format_html("{}", moment_text(edition.published_at))

    def value_reason(self, edition: EditionFace) -> str | None:
        """Return why the quarter was published again."""
        return edition.reason or None


class EditionPlaceTable(PageTable):
    """The places that an edition has pages of, on one map."""

    name = "places"
    place = PageColumn(gettext_lazy("Place"), head=True)
    kind = PageColumn(gettext_lazy("Kind"))

    def value_place(self, place: PlaceFace) -> str:
        """Return the place's name."""
        return name_of(place)

    def sort_place(self, place: PlaceFace) -> str:
        """Return the Vietnamese dictionary order."""
        return name_order(place)

    def render_place(self, place: PlaceFace) -> SafeString:
        """Return the place as a link to its page in the edition."""
        return cells.place_link(place, self.query)

    def value_kind(self, place: PlaceFace) -> str:
        """Return what sort of place it is."""
        return kind_word(place)
