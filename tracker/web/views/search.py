"""One search box: places, indicators, investors and documents by their names."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.matching import best_matches
from tracker.progress import catalogue
from tracker.progress.editions import published_places
from tracker.progress.faces import place_face
from tracker.web.filters import BadParameterError
from tracker.web.numbers import day_text
from tracker.web.views.base import PageView
from tracker.web.words import kind_word, local_name, name_of

MOST_FOUND = 20  # of each sort: more are not read, but narrowed by another word
LONGEST = 100


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a search found: its name, address, and what tells it from others of the same name."""

    name: str
    address: str
    detail: str


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one sort. ``guessed``: only by reading a typed word as another one."""

    title: str
    found: list[Found]
    guessed: bool


class SearchView(PageView):
    """What the search box finds, by sort; whoever has no account finds what is published."""

    template_name = "web/search.html"
    section: ClassVar[str] = "search"
    title = gettext_lazy("Search")
    timed: ClassVar[bool] = True
    published: ClassVar[bool] = True
    printed: ClassVar[bool] = True

    def page(self) -> dict[str, Any]:
        """Return what was typed, and what it finds; nothing typed finds nothing."""
        typed = self.request.GET.get("q", "").strip()
        if len(typed) > LONGEST:
            raise BadParameterError(
                _("Search for at most %(most)s letters; a name or a part of it is enough.") % {"most": LONGEST}
            )
        groups = [group for group in self._groups(typed) if group.found] if typed else []
        return {
            "typed": typed,
            "groups": groups,
            "guessed": bool(groups) and all(group.guessed for group in groups),
            "title": _("Search: %(typed)s") % {"typed": typed} if typed else str(self.title),
        }

    def _groups(self, typed: str) -> Iterable[Group]:
        yield self._group(_("Places"), typed, self._places(), self._place)
        if not self.anonymous:
            indicators = list(catalogue.indicators_by_code(self.query.as_of))
            yield self._group(_("Indicators"), typed, indicators, self._indicator)
            investors = catalogue.investors_with_parks(as_of=self.query.as_of, reach=self.reach)
            yield self._group(_("Investors"), typed, [row for row, _parks in investors], self._investor)
        yield self._group(_("Documents"), typed, self._documents(), self._document)

    def _group(self, title: str, typed: str, rows: list[Any], shown: Callable[[Any], Found]) -> Group:
        matches = best_matches(typed, [row.search_key for row in rows], most=MOST_FOUND)
        return Group(title, [shown(rows[match.position]) for match in matches], any(match.guessed for match in matches))

    def _places(self) -> list[Any]:
        reach = published_places() if self.anonymous else self.reach
        return list(catalogue.places_in_name_order(reach=reach, as_of=self.query.as_of))

    def _documents(self) -> list[Any]:
        return list(catalogue.printed_documents() if self.anonymous else catalogue.source_documents(reach=self.reach))

    def _place(self, row: Any) -> Found:
        face = place_face(row)
        days = []
        if face.valid_from is not None:
            days.append(_("from %(day)s") % {"day": day_text(face.valid_from)})
        if face.valid_to is not None:
            days.append(_("to %(day)s") % {"day": day_text(face.valid_to)})
        address = self.query.address(reverse("web:place", args=[face.slug]))
        return Found(name_of(face), address, ", ".join([kind_word(face), *days]))

    def _indicator(self, row: Any) -> Found:
        return Found(local_name(row, "name"), self.query.address(reverse("web:indicator", args=[row.code])), row.code)

    def _investor(self, row: Any) -> Found:
        return Found(name_of(row), self.query.address(reverse("web:investor", args=[row.slug])), row.tax_code or "")

    def _document(self, row: Any) -> Found:
        return Found(local_name(row, "title"), reverse("web:document", args=[row.slug]), row.number)
