"""The quarter alone against the same quarter of last year: the same units, flows alone, from the second quarter on."""

import pytest

from tests.builders import Figure, make_country, make_indicator, make_organisation, make_place, make_report
from tracker.models import Basis, IndicatorKind
from tracker.progress.measures import Ends
from tracker.progress.periods import Quarter
from tracker.progress.queries import progress_for_place
from tracker.progress.telling import number_of
from tracker.progress.told import NumberCode, recomputed

pytestmark = pytest.mark.django_db
_N = NumberCode


@pytest.fixture
def province():
    """Two parks that report year to date; the second one has no figure for the first quarter of last year."""
    fdi = make_indicator("fdi-registered", headline=True)
    workers = make_indicator("workers", unit="projects", kind=IndicatorKind.STOCK, headline=True)
    place = make_place("an", parent=make_country())
    told = {
        "a": {(2024, 1): 10, (2024, 2): 30, (2025, 1): 20, (2025, 2): 60},
        "b": {(2024, 2): 5, (2025, 1): 5, (2025, 2): 20},
    }
    for slug, figures in told.items():
        park, reporter = make_place(slug, parent=place), make_organisation(f"{slug}-company")
        for (year, quarter), value in figures.items():
            each = [Figure(fdi, value), Figure(workers, value, Basis.AS_OF)]
            make_report(park, year, quarter, reporter=reporter, figures=each)
    return place


def row(number, code="fdi-registered"):
    page = progress_for_place(slug="an", quarter=Quarter(2025, number))
    return next(row for row in page.rows if row.indicator.code == code)


def test_only_units_with_both_quarters_are_compared(province):
    # A alone: 60 - 20 = 40 against 30 - 10 = 20. What B brought in the second quarter of 2024 alone is not known.
    found = row(2).same_quarter_last_year
    assert (found.current.value, found.value.value, found.difference.value, found.ratio.value) == (40, 20, 20, 2)
    assert (found.units, found.units_of) == (1, 2)


def test_each_of_its_numbers_is_told_and_comes_out_anew(province):
    codes = (_N.SAME_QUARTER, _N.SAME_QUARTER_CURRENT, _N.SAME_QUARTER_DIFFERENCE, _N.SAME_QUARTER_RATIO)
    told = [number_of(row(2), code) for code in (*codes, _N.SAME_QUARTER_CHANGE)]
    assert [each.result.low for each in told] == [20, 40, 20, 2, 1]
    assert [recomputed(each) for each in told] == [Ends(low=each.result.low) for each in told]


def test_a_first_quarter_is_the_year_to_date_and_a_level_has_no_quarter_of_its_own(province):
    assert row(1).same_quarter_last_year is None
    assert row(2, "workers").same_quarter_last_year is None
