"""Check for places whose names are so alike that people mix them up."""

import re
from collections.abc import Iterator
from itertools import combinations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.models import Place, PlaceKind
from provinces.models.place import PARK_KINDS
from provinces.text import search_key
from tracker.findings.facts import Facts
from tracker.findings.finding import Observation, Rule, Severity
from tracker.findings.wording import input_of_place, place_name

# Words, without accents, that say what sort of place it is, and words that tell one part of a site from another.
# Compass points are no such words: a northern and a southern park are two parks.
_SORTS = (
    "khu cong nghiep|khu cong nghe cao|khu kinh te|cum cong nghiep|khu|cum|kcn|ccn|kkt|kcnc|"
    "industrial park|industrial zone|industrial cluster|economic zone|high tech park|park|zone|cluster"
)
_PARTS = "mo rong|giai doan|expansion|expanded|extension|phase|stage|the|so [0-9]+|no [0-9]+|[0-9]+|i|ii|iii|iv"
_SORT = re.compile(rf"(?<![^ ])(?:{_SORTS})(?![^ ])")
_PART = re.compile(rf"(?<![^ ])(?:{_PARTS})(?![^ ])")


def check(facts: Facts) -> Iterator[Observation]:
    """Yield pairs of sites of one province whose names differ by nothing but a number, a phase or an extension.

    Names are compared by whole words without accents, aliases included, never by a part of a word. Places that follow
    each other, lie inside each other or never existed together are told apart already.
    """
    alike: dict[str, list[Place]] = {}
    for place in facts.places.values():
        if place.kind in PARK_KINDS:
            for name in {_bare(name) for name in _names(place)} - {""}:
                alike.setdefault(name, []).append(place)
    seen: set[tuple[int, int]] = set()
    for name in sorted(alike):
        for one, other in combinations(alike[name], 2):
            pair = (one.pk, other.pk)
            if pair not in seen and _could_be_mixed_up(one, other, facts):
                seen.add(pair)
                yield _observation(one, other)


def _names(place: Place) -> tuple[str, ...]:
    return (place.name, place.name_en, *place.aliases)


def _without_sort(name: str) -> str:
    return " ".join(_SORT.sub(" ", search_key(name)).split())


def _bare(name: str) -> str:
    return " ".join(_PART.sub(" ", _without_sort(name)).split())


def _could_be_mixed_up(one: Place, other: Place, facts: Facts) -> bool:
    above_one, above_other = facts.above(one.pk), facts.above(other.pk)
    if one.pk in above_other or other.pk in above_one:
        return False
    if {(one.pk, other.pk), (other.pk, one.pk)} & facts.successions:
        return False
    together = not (
        (one.valid_to and other.valid_from and one.valid_to < other.valid_from)
        or (other.valid_to and one.valid_from and other.valid_to < one.valid_from)
    )
    shared = (facts.places[pk].kind for pk in above_one & above_other if pk in facts.places)
    return together and any(kind != PlaceKind.COUNTRY for kind in shared)


def _observation(one: Place, other: Place) -> Observation:
    same = one.kind == other.kind and bool(
        {_without_sort(name) for name in _names(one)} & {_without_sort(name) for name in _names(other)}
    )
    if same:
        text = _("“%(one)s” and “%(other)s” share a name word for word; are they one place?")
    else:
        text = _(
            "“%(one)s” and “%(other)s” differ only by a number, a phase, an extension or the sort of site; "
            "make sure that figures are entered for the right one."
        )
    return Observation(
        severity=Severity.WARNING if same else Severity.NOTICE,
        arithmetic=text % {"one": place_name(one), "other": place_name(other)},
        inputs=(input_of_place(one), input_of_place(other)),
    )


RULE = Rule("near_duplicate_places", gettext_lazy("Could two places be mixed up by their names?"), check)
