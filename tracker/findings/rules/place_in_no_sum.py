"""Check that nothing lies below a perimeter that lists its members: such a perimeter is never added."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy

from provinces.models import PlaceKind
from provinces.models.listing import never_added
from tracker.findings.facts import Facts
from tracker.findings.finding import Observation, Rule, Severity
from tracker.findings.wording import input_of_place, place_name


def check(facts: Facts) -> Iterator[Observation]:
    """Yield each perimeter that lists its members and has places below it, with all of them, by address names."""
    listing = {pk for pk in facts.members if facts.places[pk].kind == PlaceKind.PERIMETER}
    below: dict[int, list[int]] = {}
    for child, above_it in facts.parents.items():
        for perimeter in above_it & listing:
            below.setdefault(perimeter, []).append(child)
    for place in facts.places.values():
        if place.pk not in below:
            continue
        inside = sorted((facts.places[pk] for pk in below[place.pk]), key=lambda other: other.slug)
        parents = facts.parents.get(place.pk, set())
        # Of several, on different days, none is named: that would be a guess.
        above = [facts.places[pk] for pk in parents - listing] if len(parents) == 1 else []
        yield Observation(
            severity=Severity.ERROR,
            arithmetic=never_added(
                place_name(place),
                [place_name(other) for other in inside],
                place_name(above[0]) if above else None,
            ),
            # What lies above is an input too: whoever may not read it is not to hear its name.
            inputs=tuple(input_of_place(each) for each in (place, *inside, *above)),
        )


RULE = Rule("place_in_no_sum", gettext_lazy("Does nothing lie below a perimeter that lists its members?"), check)
