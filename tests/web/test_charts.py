"""The small pictures: shapes, ends that stop, and coordinates in plain ASCII under Vietnamese."""

import re
from decimal import Decimal

import pytest
from django.utils import translation

from tests.web.rows import THRESHOLDS, row
from tracker.progress.measures import Status
from tracker.web.charts import bullet, status_badge
from tracker.web.words import STATUS_WORDS


def attribute(svg, css, name):
    """The value of an attribute of the element of a class."""
    found = re.search(rf'class="{css}"[^>]*? {name}="([^"]+)"', svg)
    return found and found[1]


@pytest.mark.parametrize("status", [*Status, None])
def test_status_badge_has_shape_and_word(status):
    badge = status_badge(status)
    assert "<svg" in badge
    assert 'aria-hidden="true"' in badge
    assert str(STATUS_WORDS[status]) in badge


def test_each_judged_status_has_a_shape_of_its_own():
    shapes = {status_badge(status).partition("<svg")[2].partition("</svg>")[0] for status in Status}
    assert len(shapes) == len(Status)


def test_bullet_shows_what_is_reached_and_what_should_be():
    # 125 of 1,000 is 12.5 of 100; the straight line stands at 25, its tick is 2 wide.
    svg = bullet(row(Decimal(125), Decimal(1000)).progress, THRESHOLDS)
    assert attribute(svg, "b-done", "width") == "12.5"
    assert attribute(svg, "b-due", "x") == "24.0"


def test_bullet_beyond_the_scale_ends_with_a_cut_mark():
    svg = bullet(row(Decimal(5480), Decimal(1000)).progress, THRESHOLDS)
    assert attribute(svg, "b-done", "width") == "125.0"
    assert "b-cut" in svg


def test_bullet_of_a_silent_goal_has_no_bar():
    svg = bullet(row(None, Decimal(1000)).progress, THRESHOLDS)
    assert "b-done" not in svg
    assert "b-axis" in svg


def test_coordinates_have_points_under_vietnamese():
    with translation.override("vi"):
        svg = bullet(row(Decimal(125), Decimal(1000)).progress, THRESHOLDS)
    numbers = re.findall(r' (?:x|y|width|height)="([^"]*)"', svg)
    assert numbers
    assert all(re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", number) for number in numbers)
    assert "style=" not in svg
