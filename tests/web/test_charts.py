"""The small pictures: shapes, ends that stop, and coordinates in plain ASCII under Vietnamese."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import translation

from tests.web.rows import THRESHOLDS, row
from tracker.progress.measures import Projection, Reason, Status
from tracker.web.charts import bullet, bullet_of, status_badge
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


def test_bullet_of_a_sum_of_too_few_reports_has_its_bar_and_no_ranges_that_judge_it():
    judged = row(Decimal(125), Decimal(1000)).progress
    assert "b-late" in bullet(judged, THRESHOLDS)
    svg = bullet(replace(judged, status=Status.TOO_FEW_REPORTS), THRESHOLDS)
    assert attribute(svg, "b-done", "width") == "12.5"
    assert "b-late" not in svg
    assert "b-risk" not in svg


def test_bullet_beyond_the_scale_ends_with_a_cut_mark():
    svg = bullet(row(Decimal(5480), Decimal(1000)).progress, THRESHOLDS)
    assert attribute(svg, "b-done", "width") == "125.0"
    assert "b-cut" in svg


def test_bullet_of_a_silent_goal_has_no_bar():
    svg = bullet(row(None, Decimal(1000)).progress, THRESHOLDS)
    assert "b-done" not in svg
    assert "b-axis" in svg


def path(svg, css):
    """From where to where a horizontal path of a class goes."""
    found = re.search(rf'class="{css}" d="M([0-9.]+) 8H([0-9.]+)"', svg)
    return found and (found[1], found[2])


def projected(low, central, high, value=125):
    ahead = Projection(low=low and Decimal(low), central=Decimal(central), high=high and Decimal(high))
    return bullet_of(row(Decimal(value), Decimal(1000), projection=ahead))


def test_bullet_hatches_what_the_year_may_bring_and_draws_how_far_that_was_off():
    # 125 of 1,000 is 12.5; 600 is 60, between 450 and 800.
    svg = projected(450, 600, 800)
    assert attribute(svg, "b-ahead", "x") == "12.5"
    assert attribute(svg, "b-ahead", "width") == "47.5"
    assert path(svg, "b-reach") == ("45.0", "80.0")
    assert "b-cut" not in svg


def test_bullet_of_a_projection_beyond_the_scale_ends_with_a_cut_mark():
    svg = projected(900, 2000, 3000)
    assert attribute(svg, "b-ahead", "width") == "112.5"  # from 12.5 to the end at 125
    assert path(svg, "b-reach") == ("90.0", "125.0")
    assert svg.count("b-cut") == 1


def test_bullet_of_a_projection_open_above_reaches_the_end_of_the_scale():
    assert path(projected(450, 600, None), "b-reach") == ("45.0", "125.0")


def test_bullet_says_nothing_of_a_future_that_nobody_knows():
    unknown = row(Decimal(125), Decimal(1000), projection=Projection(reason=Reason.LUMPY))
    over = row(Decimal(125), Decimal(1000), projection=Projection(low=Decimal(125), central=Decimal(125)))
    silent = row(None, Decimal(1000), projection=Projection(reason=Reason.NOT_REPORTED))
    for each in (unknown, over, silent, row(Decimal(125), Decimal(1000)), row(Decimal(125), None)):
        assert "b-ahead" not in bullet_of(each)
        assert "b-reach" not in bullet_of(each)


def test_coordinates_have_points_under_vietnamese():
    with translation.override("vi"):
        svg = projected(450, 600, 800)
        assert path(svg, "b-reach") == ("45.0", "80.0")
    numbers = re.findall(r' (?:x|y|width|height)="([^"]*)"', svg)
    assert numbers
    assert all(re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", number) for number in numbers)
    assert "style=" not in svg
