"""A level has no amount of the quarter: a list says it once, the explanation of a row where it stands alone."""

import pytest

from tests.builders import Figure, make_country, make_indicator, make_park, make_place, make_report
from tests.reading import read, text_of
from tracker.models import Basis, IndicatorKind

pytestmark = pytest.mark.django_db
PAGE = "/places/dai-an/?quarter=2025-Q1"
REASON = "a level, not an amount of the quarter"
ONCE = "A level has no amount of the quarter."


@pytest.fixture
def report():
    """Make a report of a flow and of as many levels as are asked for."""
    park = make_park("dai-an", parent=make_place("hai-duong", parent=make_country()))

    def reported(levels):
        figures = [Figure(make_indicator("flow"), 5)]
        for number in range(levels):
            level = make_indicator(f"level-{number}", kind=IndicatorKind.STOCK)
            figures.append(Figure(level, 7, basis=Basis.AS_OF))
        make_report(park, 2025, 1, figures=figures)

    return reported


def test_a_list_with_levels_says_it_once(report):
    report(3)
    words = text_of(read(PAGE))
    assert words.count(ONCE) == 1
    assert REASON not in words
    assert "Chỉ tiêu cuối kỳ không có số trong quý." in text_of(read(PAGE, "vi"))


def test_a_list_without_levels_says_nothing_of_them(report):
    report(0)
    words = text_of(read(PAGE))
    assert "Reported, and no goal to measure them by." in words
    assert ONCE not in words


def test_the_explanation_of_one_level_says_it_where_it_stands_alone(report):
    report(1)
    words = text_of(read("/places/dai-an/explanation/?quarter=2025-Q1&indicator=level-0"))
    assert REASON in words
