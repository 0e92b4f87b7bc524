"""What a file of targets may name: places, indicators, organisations, documents and targets within somebody's reach."""

from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from provinces.models import Organisation, Place, SourceDocument
from provinces.text import clean_text
from provinces.wording import local_name
from tracker.actions.incoming_catalogue import load_catalogue
from tracker.actions.reach import documents_seen, organisations_seen, targets_seen
from tracker.actions.rights import Scope
from tracker.exchange.typed_text import quoted_text
from tracker.models import Indicator, Role, Target

_Row = TypeVar("_Row")
_OWN_NUMBER = "#"


class UnknownNameError(ValueError):
    """Say that a text names nothing, or several things, and what to do."""


class _Names(Generic[_Row]):
    """Rows by each of their names; names are compared without case, accents and all else as they are."""

    def __init__(self, rows: Iterable[_Row], names: Callable[[_Row], Iterable[str]]) -> None:
        self.rows = list(rows)
        self._found: dict[str, list[_Row]] = {}
        for row in self.rows:
            for key in {_key(name) for name in names(row) if name}:
                self._found.setdefault(key, []).append(row)

    def find(self, text: str) -> _Row:
        """Return the row of a name.

        :raises UnknownNameError: if there is none, or are several.
        """
        found = self._found.get(_key(text), [])
        if len(found) == 1:
            return found[0]
        sentence = (
            _("“%(text)s” names several of them. Write the name in full, or its address name.")
            if found
            else _("“%(text)s” is not among the names to choose from. Copy the name from the template.")
        )
        raise UnknownNameError(sentence % {"text": quoted_text(text)})

    def name_of(self, row: _Row, name: str, unmistakable: str) -> str:
        """Return the name of a row if it names this one alone, else the other one."""
        return name if self._found.get(_key(name)) == [row] else unmistakable


class TargetNames:
    """What a person who administers targets may name in a file. Costs eight queries when made."""

    def __init__(self, scope: Scope) -> None:
        self.catalogue = load_catalogue(reach=None if scope.everything else scope.places(Role.ADMINISTRATOR))
        self._places = Place.objects.filter(scope.within("pk", Role.ADMINISTRATOR)).in_bulk(field_name="slug")
        organisations = Organisation.objects.filter(organisations_seen(scope)).in_name_order()
        self.organisations = _Names(organisations, _names_of_organisation)
        documents = SourceDocument.objects.filter(documents_seen(scope)).order_by("-issued_on", "slug")
        self.documents = _Names(documents, _names_of_document)
        self.targets = KnownTargets(scope)

    def place(self, text: str) -> Place:
        """Return the place of a name; an address name is one place's alone, though others may be called alike.

        :raises UnknownNameError: if the person administers none or several of this name.
        """
        if text in self._places:
            return self._places[text]
        match = self.catalogue.place(text)
        if match.key:
            return self._places[match.key]
        if match.keys:
            raise UnknownNameError(
                _("Several of your places bear this name. Write the name in full, as the template does.")
            )
        near = self.catalogue.places_near(text)
        sentence = _("There is no such place among those whose targets you administer.")
        if near:
            sentence += " " + _("Did you mean: %(names)s?") % {"names": ", ".join(near)}
        raise UnknownNameError(sentence)

    def name_of_place(self, place: Place) -> str:
        """Return the name of a place if it names this one alone, else its address name."""
        name = local_name(place)
        return name if self.catalogue.place(name).key == place.slug else place.slug

    def name_of_organisation(self, row: Organisation) -> str:
        """Return the name of an organisation if it names this one alone, else its address name."""
        return self.organisations.name_of(row, local_name(row), row.slug)

    def name_of_document(self, row: SourceDocument) -> str:
        """Return the name of a document if it names this one alone, else its address name."""
        return self.documents.name_of(row, document_name(row), row.slug)

    @property
    def places(self) -> list[Place]:
        """Return the places in the order of their names."""
        return [self._places[entry.key] for entry in self.catalogue.places]

    def indicator(self, text: str) -> Indicator:
        """Return the indicator of a code or a name.

        :raises UnknownNameError: if there is none, or are several.
        """
        match = self.catalogue.indicator(text)
        if match.key:
            return self.catalogue.indicator_of(match.key)
        raise UnknownNameError(_("There is no indicator of this name. Copy the code from the template."))


class KnownTargets:
    """The newest version of each target of a person's places, by the text that names it. Costs three queries."""

    def __init__(self, scope: Scope) -> None:
        own = scope.within("place", Role.ADMINISTRATOR)
        before: dict[int, int | None] = {}
        references: dict[int, str | None] = {}
        for key, older, reference in Target.objects.filter(own).values_list("pk", "supersedes", "reference"):
            before[key], references[key] = older, reference
        heads = (
            Target.objects.filter(own, targets_seen(scope), superseded_by__isnull=True, rejected_because="")
            .select_related("place", "indicator__unit", "investor", "issuer", "document", "part_of")
            .prefetch_related("phases")
            .order_by("place__sort_key", "place", "starts_on", "position", "pk")
        )
        self._first = {key: _first(key, before) for key in before}
        self._references = references
        self.heads = list(heads)
        self._by_name = {self.name_of(head.pk): head for head in self.heads}

    def name_of(self, key: int) -> str:
        """Return the text that names a version's target: its reference, else the number of its first version."""
        first = self._first.get(key, key)
        return self._references.get(first) or f"{_OWN_NUMBER}{first}"

    def has(self, target: Target | None) -> bool:
        """Return whether a target, in whichever of its versions, is within reach."""
        return target is not None and self.name_of(target.pk) in self._by_name

    def now(self, target: Target) -> Target:
        """Return the newest version of a target that was found before."""
        return self._by_name[self.name_of(target.pk)]

    def find(self, text: str) -> Target:
        """Return the newest version of the target that a text names.

        :raises UnknownNameError: if there is none within reach.
        """
        found = self._by_name.get(text)
        if found is None:
            raise UnknownNameError(
                _("You administer no target “%(text)s”. Copy it from the template; leave it blank for a new target.")
                % {"text": quoted_text(text)}
            )
        return found


def _first(key: int, before: dict[int, int | None]) -> int:
    while (older := before.get(key)) is not None:
        key = older
    return key


def _names_of_organisation(row: Organisation) -> Iterable[str]:
    return (local_name(row), row.name, row.name_en, row.slug, *row.aliases)


def _names_of_document(row: SourceDocument) -> Iterable[str]:
    titles = (row.title, row.title_en)
    return (row.slug, row.number, *titles, *(f"{row.number} {title}" for title in titles))


def document_name(row: SourceDocument) -> str:
    """Return the name by which a document is chosen: its number and its title."""
    return f"{row.number} {local_name(row, 'title')}".strip()


def _key(text: str) -> str:
    return " ".join(clean_text(text).split()).casefold()
