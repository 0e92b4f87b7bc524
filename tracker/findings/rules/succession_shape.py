"""Check that mergers and splits have the shape that every sum over time rests on."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.days import day_text
from provinces.models import Place, Succession
from provinces.models.succession import EVE, share_of_each
from tracker.findings.facts import Facts
from tracker.findings.finding import Observation, Rule, Severity
from tracker.findings.wording import input_of_place, number, place_name


def check(facts: Facts) -> Iterator[Observation]:
    """Yield successions whose places do not end and begin with them, incomplete or doubled shares, and circles."""
    rows = sorted(
        facts.succession_rows,
        key=lambda row: (facts.places[row.predecessor_id].slug, row.effective_on, facts.places[row.successor_id].slug),
    )
    for row in rows:
        old, new = facts.places[row.predecessor_id], facts.places[row.successor_id]
        eve = row.effective_on - EVE
        words = {"old": place_name(old), "new": place_name(new), "day": day_text(row.effective_on)}
        if old.valid_to != eve:
            text = _("“%(old)s” goes into “%(new)s” on %(day)s, so its last day must be %(eve)s; it is %(last)s.")
            yield _seen(text % {**words, "eve": day_text(eve), "last": _day_or_none(old.valid_to)}, old, new)
        if new.valid_from != row.effective_on:
            text = _("“%(new)s” takes over from “%(old)s” on %(day)s, so that must be its first day; it is %(first)s.")
            yield _seen(text % {**words, "first": _day_or_none(new.valid_from)}, new, old)
    for (place_id, day), share in share_of_each(rows).items():
        if share != 1:
            place = facts.places[place_id]
            successors = [
                facts.places[row.successor_id]
                for row in rows
                if (row.predecessor_id, row.effective_on) == (place_id, day)
            ]
            text = _("The shares of “%(old)s” on %(day)s come to %(sum)s; together they must be 1.")
            words = {"old": place_name(place), "day": day_text(day), "sum": number(share)}
            yield _seen(text % words, place, *successors)
    yield from _circles(rows, facts)


def _circles(rows: list[Succession], facts: Facts) -> Iterator[Observation]:
    """Yield each place that comes out of itself, however long the way round."""
    onward: dict[int, set[int]] = {}
    for row in rows:
        onward.setdefault(row.predecessor_id, set()).add(row.successor_id)
    for place_id in onward:
        reached: set[int] = set()
        waiting = [place_id]
        while waiting:
            for after in onward.get(waiting.pop(), set()) - reached:
                reached.add(after)
                waiting.append(after)
        if place_id in reached:
            place = facts.places[place_id]
            yield _seen(
                _("“%(old)s” comes out of itself by a circle of successions.") % {"old": place_name(place)}, place
            )


def _day_or_none(day: date | None) -> str:
    return _("not named") if day is None else day_text(day)


def _seen(text: str, *places: Place) -> Observation:
    return Observation(
        severity=Severity.ERROR, arithmetic=text, inputs=tuple(input_of_place(place) for place in places)
    )


RULE = Rule("succession_shape", gettext_lazy("Do mergers and splits end one place and begin the next?"), check)
