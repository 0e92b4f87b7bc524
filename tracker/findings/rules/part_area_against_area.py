"""Check whether the areas of the parts fit into the area of the whole."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.findings.facts import Facts
from tracker.findings.figure import Figure
from tracker.findings.finding import Observation, Rule, Severity
from tracker.findings.printed_digits import EXACT, NOTHING
from tracker.findings.suspects import Concern
from tracker.findings.tolerances import AREA_UNIT
from tracker.findings.wording import amount, bare, inputs_of, place_name, scale_of, shown
from tracker.models import Target


def check(facts: Facts) -> Iterator[Observation]:
    """Yield the areas of places that are smaller than the areas of places inside them; misprints are asked too.

    Only figures of one indicator, one role and one source (or, when typed, of the same days) are compared. Parts are
    added where one paragraph names them as parts of one kind; a perimeter that overlaps others is compared alone.
    """
    sides = (
        (facts.targets, facts.targets),
        (facts.actuals_for(Concern.AREA_WHOLE), facts.actuals_for(Concern.AREA_PART)),
    )
    for wholes, figures in sides:
        # Only figures of one kin are looked at together: all with all would take a country's figures squared.
        kin: dict[tuple[object, ...], list[Figure]] = {}
        for area in figures:
            if _is_area(area):
                kin.setdefault(_kin(area), []).append(area)
        for whole in wholes:
            if not _is_area(whole) or whole.claimed.high is None:
                continue
            for parts in _parts(whole, kin.get(_kin(whole), ()), facts):
                yield from _observe(whole, parts)


def _is_area(figure: Figure) -> bool:
    return figure.is_stated and figure.unit.code == AREA_UNIT


def _parts(whole: Figure, kin: Iterable[Figure], facts: Facts) -> Iterable[list[Figure]]:
    inside: dict[tuple[object, ...], list[Figure]] = {}
    members = facts.members.get(whole.place.pk, set())
    for area in kin:
        place = area.place.pk
        below = whole.place.pk in facts.parents.get(place, ()) or place in members
        if not below or not area.counts:
            continue
        alone = place if place in facts.members else None
        key = (alone, area.place.kind, area.row.document_id, area.row.paragraph)
        breakdown = inside.setdefault(key, [])
        if all(other.place != area.place for other in breakdown):
            breakdown.append(area)
    return inside.values()


def _kin(figure: Figure) -> tuple[object, ...]:
    """Return what figures share that are compared: indicator, role and source, or the days where there is none."""
    row = figure.row
    role = row.role if isinstance(row, Target) else ""
    days = (figure.from_on, figure.to_on) if row.document_id is None else ()
    return figure.indicator.pk, role, row.document_id, *days


def _observe(whole: Figure, parts: list[Figure]) -> Iterator[Observation]:
    ends, found = NOTHING, whole.value * 0
    for part in parts:
        ends += part.plausible
        found = EXACT.add(found, part.value)
    assert whole.claimed.high is not None  # the caller looked
    if ends.low <= whole.claimed.high:
        return
    scale = scale_of(whole.unit, whole.indicator)
    difference = found - whole.value
    yield Observation(
        severity=Severity.WARNING,
        arithmetic=_("%(parts)s = %(sum)s lie inside %(place)s, for which %(whole)s are printed: %(difference)s less.")
        % {
            "parts": " + ".join(bare(part.value, scale) for part in parts),
            "sum": amount(found, scale),
            "place": place_name(whole.place),
            "whole": shown(whole),
            "difference": amount(difference, scale),
        },
        inputs=inputs_of((whole, *parts)),
        difference=difference,
        unit=whole.unit.code,
        shown_difference=amount(difference, scale),
    )


RULE = Rule("part_area_against_area", gettext_lazy("Do the parts of a place fit into its area?"), check)
