"""A merger or split ends one place on the eve and begins the next on its day; its parts come to all of a place."""

from datetime import date

import pytest
from django.utils import translation

from tests import builders
from tests.findings.invented import found
from tests.unheld import record_unfit_succession
from tracker.findings import Severity

pytestmark = pytest.mark.django_db

MERGER, EVE = date(2025, 7, 1), date(2025, 6, 30)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def ended(slug="old", **fields):
    return builders.make_place(slug, **{"valid_to": EVE, **fields})


def begun(slug="new", **fields):
    return builders.make_place(slug, **{"valid_from": MERGER, **fields})


def test_merger_of_two_and_split_in_two_are_no_finding():
    new = begun()
    for slug in ("one", "other"):
        builders.make_succession(ended(slug), new)
    split = ended("split")
    builders.make_succession(split, begun("east"), share="0.6")
    builders.make_succession(split, begun("west"), share="0.4")
    assert found("succession_shape") == []


def test_successor_that_goes_on_is_a_finding_that_names_its_first_day():
    record_unfit_succession(ended(), builders.make_place("new", valid_from=date(2020, 1, 1)))
    [finding] = found("succession_shape")
    assert finding.severity == Severity.ERROR
    assert finding.arithmetic == (
        "“New” takes over from “Old” on 1 Jul 2025, so that must be its first day; it is 1 Jan 2020."
    )
    assert [item.place_slug for item in finding.inputs] == ["new", "old"]


@pytest.mark.parametrize(("last", "named"), [(None, "not named"), (date(2025, 7, 1), "1 Jul 2025")])
def test_predecessor_that_does_not_end_on_the_eve_is_a_finding(last, named):
    record_unfit_succession(ended(valid_to=last), begun())
    [finding] = found("succession_shape")
    assert finding.arithmetic == (
        f"“Old” goes into “New” on 1 Jul 2025, so its last day must be 30 Jun 2025; it is {named}."
    )


@pytest.mark.parametrize(("parts", "named"), [(("0.6", "0.3"), "0.9"), (("0.6", "0.6"), "1.2")])
def test_shares_that_do_not_come_to_all_of_the_place_are_a_finding(parts, named):
    old = ended()
    for slug, share in zip(("east", "west"), parts, strict=True):
        record_unfit_succession(old, begun(slug), share=share)
    [finding] = found("succession_shape")
    assert finding.arithmetic == f"The shares of “Old” on 1 Jul 2025 come to {named}; together they must be 1."
    assert [item.place_slug for item in finding.inputs] == ["old", "east", "west"]


def test_circle_is_a_finding_at_each_of_its_places():
    one, other = ended("one"), begun("other")
    record_unfit_succession(one, other)
    record_unfit_succession(other, one, on=date(2026, 1, 1))
    texts = [finding.arithmetic for finding in found("succession_shape")]
    assert texts.count("“One” comes out of itself by a circle of successions.") == 1
    assert texts.count("“Other” comes out of itself by a circle of successions.") == 1


def test_retired_succession_is_none():
    row = record_unfit_succession(builders.make_place("old"), builders.make_place("new"))
    type(row).objects.filter(pk=row.pk).update(retired_at=row.recorded_at)
    assert found("succession_shape") == []
