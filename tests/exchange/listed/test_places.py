"""Places within a reach that no role gives, as the public's may be: what lies beyond is not named."""

from datetime import date

import pytest

from tests.builders import (
    make_member,
    make_perimeter,
    make_place,
    make_province_with_parks,
    make_succession,
    make_target,
)
from tracker.exchange.listed import Asked, NotListedError
from tracker.exchange.listed.places import place, places

pytestmark = pytest.mark.django_db


def test_neither_predecessor_nor_successor_nor_member_beyond_the_reach_is_named():
    rows = make_province_with_parks("old", parks=["park"])
    heir = make_place("heir", parent=rows.country, valid_from=date(2025, 7, 1))
    make_succession(rows.province, heir)
    town = make_perimeter("town", province=rows.province)
    make_member(town, rows.parks[0])
    assert place("heir", Asked(reach=frozenset({heir.pk})))["predecessors"] == []
    assert place("old", Asked(reach=frozenset({rows.province.pk})))["successors"] == []
    assert place("town", Asked(reach=frozenset({town.pk})))["members"] == []
    everything = Asked()
    assert place("heir", everything)["predecessors"][0]["place"] == "old"
    assert place("old", everything)["successors"][0]["place"] == "heir"
    assert place("town", everything)["members"] == ["park"]


def test_source_of_a_succession_that_speaks_of_others_alone_is_not_named():
    rows, other = make_province_with_parks("old", parks=["park"]), make_place("other")
    heir = make_place("heir", parent=rows.country, valid_from=date(2025, 7, 1))
    paper = make_succession(rows.province, heir).document
    asked = Asked(reach=frozenset({rows.province.pk, heir.pk}))
    assert place("heir", asked)["predecessors"][0]["source"] == paper.slug
    make_target(other, document=paper)
    assert place("heir", asked)["predecessors"][0]["source"] is None
    assert place("heir", Asked())["predecessors"][0]["source"] == paper.slug


def test_nothing_is_reached_where_nothing_may_be():
    make_province_with_parks("old")
    nothing = Asked(reach=frozenset())
    assert places(nothing).items == []
    with pytest.raises(NotListedError):
        place("old", nothing)
