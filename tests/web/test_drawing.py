"""The charts: round marks, labels that never lie over each other, gaps where nothing is known, plain ASCII."""

import itertools
import re
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tracker.progress.number_texts import number_text, signed_text
from tracker.web.drawing.columns import micro_columns, micro_line
from tracker.web.drawing.course import NARROW, WIDE, Course, Mark, Step, course_chart
from tracker.web.drawing.coverage import Coverage, coverage_chart
from tracker.web.drawing.multiples import Panel, common_top, panel_chart
from tracker.web.drawing.places import Frame, Places
from tracker.web.drawing.scales import apart, axis, round_marks
from tracker.web.drawing.variance import variance_bar
from tracker.web.drawing.waterfall import NARROW as NARROW_FALL
from tracker.web.drawing.waterfall import Change, Waterfall, waterfall_chart

amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


def mark(value):
    return None if value is None else Mark(value=Decimal(value), text=number_text(Decimal(value)))


def step(label, reached=None, planned=None, before=None):
    known = reached is not None and planned is not None
    distance = Decimal(reached) - Decimal(planned) if known else None
    return Step(
        label=label,
        reached=mark(reached),
        planned=mark(planned),
        before=mark(before),
        distance=None if distance is None else Mark(value=distance, text=signed_text(distance)),
        tone="" if distance is None else "good" if distance >= 0 else "late",
    )


def course(*steps, **options):
    return Course(
        key="chart",
        title="Hải Dương",
        description="Q1: 125 of 250",
        steps=steps,
        reached_name="Reached",
        planned_name="Plan",
        before_name="2024",
        projected_name="Projected",
        distance_name="Against plan",
        number_text=number_text,
        **options,
    )


def elements(svg, name, look):
    root = ElementTree.fromstring(svg)
    return [each for each in root.iter(name) if look in each.get("class", "").split()]


@given(amounts, amounts)
def test_marks_of_an_axis_are_round_few_and_around_the_values(one, other):
    low, high = sorted((one, other))
    if low == high:
        return
    marks = round_marks(low, high, 4)
    assert marks[0] <= low
    assert marks[-1] >= high
    assert 2 <= len(marks) <= 7
    steps = {after - before for before, after in itertools.pairwise(marks)}
    assert len(steps) == 1
    digits = str(steps.pop().normalize()).lstrip("0.").split("E")[0].replace(".", "").rstrip("0")
    assert digits in ("1", "2", "25", "5")


@given(st.lists(amounts, max_size=5))
def test_axis_of_sums_holds_zero_and_every_value(values):
    found = axis(values, top=10, bottom=200)
    assert found.marks[0] <= 0 <= found.marks[-1]
    for value in values:
        assert 10 <= found.at(value) <= 200


@given(st.lists(st.decimals(min_value=0, max_value=250, places=1), max_size=4))
def test_labels_stand_apart_and_inside(heights):
    found = apart(heights, 31, 24, 236)
    assert all(found[index] >= 20 for index in range(len(found)))
    ordered = sorted(found)
    assert all(after - before >= 31 for before, after in itertools.pairwise(ordered))
    assert all(height <= 236 for height in found)
    order = sorted(range(len(heights)), key=lambda index: heights[index])
    assert [found[index] for index in order] == ordered


def test_course_of_one_reported_quarter_shows_it_beside_the_plan():
    chart = course_chart(
        course(step("I", 125, 250), step("II", None, 500), step("III", None, 750), step("IV", None, 1000))
    )
    reached = elements(chart, "circle", "c-reached-dot")
    planned = elements(chart, "circle", "c-planned-dot")
    assert (len(reached), len(planned)) == (1, 4)
    # The axis goes from 0 at 248 to 1,000 at 24: 125 lies an eighth of the way up.
    assert [each.get("cy") for each in (*reached, planned[-1])] == ["220", "24"]
    assert [each.text for each in elements(chart, "text", "c-bold")] == ["125"]
    distances = elements(chart, "rect", "c-distance")
    assert [each.get("class") for each in distances] == ["c-distance late"]
    assert [each.text for each in elements(chart, "text", "c-number")] == ["−125"]


def test_quarter_that_is_not_known_leaves_a_gap_and_no_dot_at_zero():
    chart = course_chart(course(step("I", None, 10), step("II", 30, 20), step("III", None, 30), step("IV", None, 40)))
    assert len(elements(chart, "circle", "c-reached-dot")) == 1
    assert elements(chart, "path", "c-reached") == [], "two points with a gap between them are no line"
    assert len(elements(chart, "text", "c-soft")) > 3


def test_long_name_of_the_distances_is_broken_where_the_chart_is_narrow():
    def words_of(layout):
        chart = course_chart(course(step("I", 1, 2)), layout)
        return [each.text for each in ElementTree.fromstring(chart).iter() if each.tag.endswith("text")]

    assert "Against plan" in words_of(WIDE)
    assert words_of(NARROW).count("Against") == 1
    assert "Against plan" not in words_of(NARROW)


def test_year_of_nothing_is_no_chart():
    assert course_chart(course(step("I"), step("II"), step("III"), step("IV"))) == ""


def test_projection_is_dotted_with_its_range_and_only_before_the_end():
    steps = [step("I", 10, 20, 5), step("II", 30, 40, 25), step("III", None, 60, 50), step("IV", None, 80, 90)]
    options = {"projected": mark(70), "projected_low": Decimal(50), "projected_high": Decimal(120)}
    chart = course_chart(course(*steps, **options))
    assert len(elements(chart, "path", "c-projected")) == 1
    assert len(elements(chart, "path", "c-range")) == 3
    over = [*steps[:3], step("IV", 66, 80, 90)]
    assert elements(course_chart(course(*over, **options)), "path", "c-projected") == []


@pytest.mark.parametrize("layout", [WIDE, NARROW])
@pytest.mark.parametrize("reached", [("-20", "-35", None, None), ("1000000", "2000000", "2500000", "9999999")])
def test_course_stays_inside_its_frame(layout, reached):
    rows = zip(("I", "II", "III", "IV"), reached, (10, 20, 30, 40), strict=True)
    root = ElementTree.fromstring(course_chart(course(*(step(*row) for row in rows)), layout))
    _x, _y, width, height = (Decimal(part) for part in root.get("viewBox").split())
    for each in root.iter():
        for name, most in (("cx", width), ("x", width), ("cy", height), ("y", height)):
            if each.get(name):
                assert 0 <= Decimal(each.get(name)) <= most, (each.tag, name, each.get(name))


def test_chart_has_a_name_a_description_and_names_of_its_own():
    wide, narrow = (course_chart(course(step("I", 1, 2)), layout) for layout in (WIDE, NARROW))
    assert 'role="img"' in wide
    assert "<title" in wide
    assert "Q1: 125 of 250" in wide
    assert not set(re.findall(r'id="([^"]+)"', wide)) & set(re.findall(r'id="([^"]+)"', narrow))


def test_names_are_escaped():
    assert "<b>" not in course_chart(course(step("<b>", 1, 2)))


def test_coordinates_have_points_under_vietnamese():
    with translation.override("vi"):
        drawn = (
            course_chart(course(step("I", "1.25", "2.5"), step("II", "2.75", "5")))
            + micro_columns([Decimal("1.5")], [Decimal(3)])
            + variance_bar(Decimal("0.123"), "good")
        )
    numbers = re.findall(r' (?:x|y|cx|cy|r|width|height)="([^"]*)"', drawn)
    assert len(numbers) > 20
    assert all(re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", number) for number in numbers)
    assert "style=" not in drawn


def test_micro_columns_tell_missing_from_zero_and_plan_from_measured():
    drawn = micro_columns([Decimal(3), None, Decimal(0), Decimal(6)], [Decimal(-2)], [Decimal(4)])
    assert [len(elements(drawn, "rect", look)) for look in ("m-before", "m-now", "m-plan")] == [3, 1, 1]
    assert len(elements(drawn, "path", "m-none")) == 1
    ground = elements(drawn, "path", "m-axis")[0].get("d").split()[1]
    fallen = elements(drawn, "rect", "m-now")[0]
    assert fallen.get("y") == ground, "less than nothing hangs below the line"
    assert micro_columns([None], [None]) == ""


def test_level_is_a_line_with_gaps_and_a_dot_at_its_newest_value():
    drawn = micro_line([Decimal(80), Decimal(81), None, Decimal(83), None])
    assert len(elements(drawn, "path", "m-line")) == 1
    assert len(elements(drawn, "circle", "m-dot")) == 2
    assert micro_line([None, None]) == ""


@pytest.mark.parametrize(
    ("share", "left", "width", "cut"),
    [("0.25", "36", "17", 0), ("-0.5", "2", "34", 0), ("-3", "2", "34", 1), ("0", "36", "0.5", 0)],
)
def test_variance_goes_left_or_right_of_its_line_and_is_cut_beyond_half(share, left, width, cut):
    drawn = variance_bar(Decimal(share), "late")
    bar = elements(drawn, "rect", "v-bar")[0]
    assert (bar.get("x"), bar.get("width")) == (left, width)
    assert len(elements(drawn, "path", "b-cut")) == cut
    assert variance_bar(None, "") == ""


def waterfall(*changes, before=100, now=130):
    return Waterfall(
        key="fall",
        title="t",
        description="d",
        before_name="2024",
        before=Decimal(before),
        before_text=str(before),
        now_name="2025",
        now=Decimal(now),
        now_text=str(now),
        changes=[Change(name=name, value=Decimal(value), text=str(value)) for name, value in changes],
    )


def test_waterfall_goes_from_one_total_to_the_other():
    drawn = waterfall_chart(waterfall(("A", 50), ("B", -20)))
    bars = elements(drawn, "rect", "c-distance")
    ends = [Decimal(bar.get("x")) + Decimal(bar.get("width")) for bar in bars]
    assert ends[0] == ends[1], "what B takes away begins where A ended"
    now = elements(drawn, "rect", "w-now")[0]
    assert Decimal(now.get("x")) + Decimal(now.get("width")) == pytest.approx(
        Decimal(bars[1].get("x")), abs=Decimal("0.2")
    )


def test_waterfall_that_does_not_add_up_is_refused():
    with pytest.raises(ValueError, match="lead from 100 to 150, not to 130"):
        waterfall_chart(waterfall(("A", 50)))


def test_panels_share_a_scale_that_one_place_cannot_flatten():
    calm = Panel(
        reached=[Decimal("0.2"), None, None, None], planned=[Decimal("0.25"), Decimal("0.5"), None, Decimal(1)]
    )
    wild = Panel(reached=[Decimal(9)], planned=[Decimal("0.25"), Decimal("0.5"), Decimal("0.75"), Decimal(1)])
    assert common_top([calm]) == 1
    assert common_top([calm, wild]) == 2
    top = common_top([calm, wild])
    (dot,) = elements(panel_chart(calm, top), "circle", "c-reached-dot")
    # 20 % of a scale of 200 % is a tenth of the way up from 58 to 6; the other ends in the mark of a cut line.
    assert dot.get("cy") == "52.8"
    assert len(elements(panel_chart(wild, top), "path", "c-cut")) == 1


def cover(*amounts, goal=8500, rest="Not covered 2,500"):
    return Coverage(
        parts=[(str(number), Decimal(amount)) for number, amount in enumerate(amounts, start=1)],
        goal=Decimal(goal),
        goal_text=f"Goal {goal}",
        assigned_text=f"Assigned {sum(amounts)}",
        rest_text=rest,
    )


def test_coverage_bar_shows_the_unassigned_rest_as_dashed_and_says_how_much_it_is():
    # 6,000 of 8,500 on a scale of 596: the rest is 2,500 / 8,500 x 596 = 175.3, and the goal's line its right end.
    drawn = coverage_chart(cover(4000, 2000))
    assert [each.get("width") for each in elements(drawn, "rect", "c-rest")] == ["175.3"]
    assert elements(drawn, "path", "c-goal")[0].get("d") == "M598 18 598 56"
    assert [each.text for each in elements(drawn, "text", "c-text")] == ["1", "2", "Assigned 6000"]
    assert [each.text for each in elements(drawn, "text", "c-strong")] == ["Goal 8500", "Not covered 2,500"]


def named(own, others, goal):
    return replace(
        cover(goal=goal, rest=""), parts=[("this investor", Decimal(own)), ("other investors", Decimal(others))]
    )


def text_at(drawn, words):
    return next((each.get("x"), each.get("y")) for each in elements(drawn, "text", "c-text") if each.text == words)


def test_name_of_a_part_that_is_too_small_for_it_stands_above_the_bar():
    assert text_at(coverage_chart(named(100, 5000, 8500)), "this investor") == ("2", "13")
    # Where the goal's words stand there, the name is left to the text: 2 + 100 / 5,100 x 596 is too near.
    drawn = coverage_chart(named(100, 5000, 100))
    assert "this investor" not in [each.text for each in elements(drawn, "text", "c-text")]


def test_name_that_the_goal_s_line_would_cross_stands_on_the_larger_side_of_it():
    # The part goes from 2 to 598, the line stands at 2 + 4,500 / 10,000 x 596 = 270.2: between it and 598 is more room.
    drawn = coverage_chart(replace(named(0, 10000, 4500), parts=[("other investors", Decimal(10000))]))
    assert text_at(drawn, "other investors") == ("434.1", "41")


def test_coverage_bar_crosses_the_goal_when_too_much_is_assigned():
    drawn = coverage_chart(cover(600, 600, goal=1000, rest="200 over"))
    assert elements(drawn, "rect", "c-rest") == []
    # 2 + 1,000 / 1,200 x 596
    assert elements(drawn, "path", "c-goal")[0].get("d") == "M498.7 18 498.7 56"
    assert "200 over" in drawn


def test_part_too_narrow_for_its_number_is_drawn_without_it_and_no_goal_is_no_bar():
    drawn = coverage_chart(cover(8000, 10))
    assert len(elements(drawn, "rect", "c-even")) == 1
    assert [each.text for each in elements(drawn, "text", "c-text")] == ["1", "Assigned 8010"]
    assert coverage_chart(cover(10, goal=0)) == ""


def test_goal_of_which_nobody_carries_anything_is_an_empty_dashed_bar():
    drawn = coverage_chart(cover(goal=100, rest="Not covered 100"))
    assert [each.get("width") for each in elements(drawn, "rect", "c-rest")] == ["596"]


def beside(chart):
    return [each.text for each in elements(chart, "text", "c-soft") if ":" in (each.text or "")]


@pytest.mark.parametrize("layout", [WIDE, NARROW])
def test_numbers_of_the_distances_never_stand_on_each_other(layout):
    late = (("I", 1000, "2218.4"), ("II", 2000, "7064.02"), ("III", 4000, "9734.55"), ("IV", 6000, "11734.55"))
    chart = course_chart(course(*(step(*row) for row in late)), layout)
    boxes = []
    for each in elements(chart, "text", "c-number"):
        half = Decimal(len(each.text)) * 7 / 2
        boxes.append((Decimal(each.get("x")) - half, Decimal(each.get("x")) + half, Decimal(each.get("y"))))
    assert len(boxes) == 4
    for (_left, right, y), (left, _right, next_y) in itertools.pairwise(boxes):
        assert left >= right or abs(y - next_y) >= 14


def test_newest_number_near_the_axis_stands_above_its_dot():
    chart = course_chart(
        course(step("I", 20, 250), step("II", None, 500), step("III", None, 750), step("IV", None, 1000))
    )
    (number,) = elements(chart, "text", "c-bold")
    (point,) = elements(chart, "circle", "c-reached-dot")
    assert Decimal(number.get("y")) < Decimal(point.get("cy"))


def test_last_year_that_ends_early_is_named_where_it_ends_and_free_of_the_newest_number():
    chart = course_chart(
        course(step("I", 10, 20, 12), step("II", 40, 42, 41), step("III", None, 60, 55), step("IV", None, 80))
    )
    assert beside(chart) == ["2024: 55"]
    whole = course_chart(course(step("I", 10, 20, 12), step("IV", 40, 80, 41)))
    assert beside(whole) == []


def test_text_beside_a_point_goes_where_no_line_runs():
    frame = Frame(0, 300, 0, 300)
    rising = [(Decimal(0), Decimal(250)), (Decimal(100), Decimal(150)), (Decimal(200), Decimal(50))]
    spot = Places(frame, [rising]).beside((Decimal(100), Decimal(150)), "40,9", size=16, below=False)
    assert (spot.anchor, spot.y < 150) == ("end", True)
    level_above = [(Decimal(0), Decimal(134)), (Decimal(200), Decimal(134))]
    spot = Places(frame, [rising, level_above]).beside((Decimal(100), Decimal(150)), "40,9", size=16, below=False)
    assert (spot.anchor, spot.y > 150) == ("start", True)
    places = Places(frame, [])
    first, second = (places.beside((Decimal(100), Decimal(150)), "40,9", size=16, below=True) for _time in range(2))
    assert first != second


def test_names_of_a_narrow_waterfall_begin_beside_its_axis():
    drawn = waterfall_chart(waterfall(("A", 30)), NARROW_FALL)
    axis_at = elements(drawn, "path", "c-zero")[0].get("d").removeprefix("M").split()[0]
    assert {each.get("x") for each in elements(drawn, "text", "c-text")} == {str(int(axis_at) + 4)}


def test_line_of_a_panel_that_is_cut_ends_in_an_arrow():
    planned = [Decimal("0.25"), Decimal("0.5"), Decimal("0.75"), Decimal(1)]
    drawn = panel_chart(Panel(reached=[Decimal("0.5"), Decimal(3), Decimal(9)], planned=planned), Decimal(2))
    assert len(elements(drawn, "path", "c-cut")) == 2, "where it leaves the picture, and at its end"
    assert elements(drawn, "circle", "c-reached-dot") == []
    drawn = panel_chart(Panel(reached=[Decimal("0.5"), Decimal(2)], planned=planned), Decimal(2))
    assert elements(drawn, "path", "c-cut") == []
    assert len(elements(drawn, "circle", "c-reached-dot")) == 1
