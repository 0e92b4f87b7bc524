"""Words and rules: what a status asks for is said in numbers, or where the numbers stand."""

import pytest

from tests.builders import make_group, make_threshold
from tests.reading import read, text_of

pytestmark = pytest.mark.django_db


def test_the_pace_that_a_status_asks_for_is_said_where_it_is_the_same_for_all():
    make_threshold(on_track="0.95", at_risk="0.80")
    make_threshold(on_track="0.95", at_risk="0.80", group=make_group())
    english, vietnamese = text_of(read("/about/")), text_of(read("/about/", "vi"))
    assert "On track The pace is at least 95%." in english
    assert "At risk The pace is at least 80% and below 95%." in english
    assert "Off track The pace is below 80%." in english
    assert "Nhịp độ đạt ít nhất 95%." in vietnamese
    assert "ngưỡng thứ nhất" not in vietnamese


def test_where_groups_have_limits_of_their_own_the_rule_leads_to_them():
    make_threshold(on_track="0.95", at_risk="0.80")
    make_threshold(on_track="0.90", at_risk="0.70", group=make_group())
    words = text_of(read("/about/"))
    assert "On track The pace reaches the limit from which a goal is on track, which stands below." in words
    assert "The pace is at least 95%." not in words
    assert "on track from 90%, at risk from 70%" in words
    assert "on track from 95%, at risk from 80%" in words


def test_without_limits_nothing_is_promised():
    assert "The pace is at least" not in text_of(read("/about/"))
