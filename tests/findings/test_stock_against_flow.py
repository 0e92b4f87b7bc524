"""A level that does not follow from the level before and the flow between them."""

import pytest
from django.utils import translation

from tests import builders
from tests.builders import Figure
from tests.findings.invented import found, on_a_day, report, to_date
from tracker.models import Basis, IndicatorKind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


class Land:
    """Land leased in the quarter, in hectares, and to date, which adds it up."""

    def __init__(self):
        self.flow = builders.make_indicator("land-leased", unit="ha")
        self.total = builders.make_indicator(
            "land-leased-total", kind=IndicatorKind.STOCK, unit="ha", accumulates=self.flow
        )

    def level(self, value, **fields):
        return on_a_day(self.total, value, **fields)

    def leased(self, value):
        return Figure(self.flow, value, Basis.IN_QUARTER)


@pytest.fixture
def land(db):
    return Land()


def test_level_that_its_flow_does_not_bring_is_a_finding(land):
    """55 ha and 10 leased make 65, not 60."""
    report(land.level(55), quarter=1)
    report(land.level(60), land.leased(10), quarter=2)
    [finding] = found("stock_against_flow")
    assert (finding.difference, finding.unit) == (-5, "ha")
    assert [item.value for item in finding.inputs] == [60, 55, 10]
    for words in ("55 ha on 31 Mar 2024", "10 ha since then", "make 65 ha", "60 ha are reported for 30 Jun 2024"):
        assert words in finding.arithmetic.replace("\xa0", " ")


def test_quarters_between_two_levels_are_added(land):
    report(land.level(50), quarter=1)
    report(land.leased(4), quarter=2)
    report(land.level(60), land.leased(3), quarter=3)
    [finding] = found("stock_against_flow")
    assert (finding.difference, len(finding.inputs)) == (3, 4)


def test_year_to_date_brings_the_year_from_the_level_at_its_beginning(land):
    report(land.level(50), quarter=4, year=2023)
    report(land.level(70), to_date(land.flow, 10), quarter=2)
    [finding] = found("stock_against_flow")
    assert finding.difference == 10


@pytest.mark.parametrize("case", ["follows", "rounded", "reason", "gap", "no-flow", "another-reporter"])
def test_level_that_follows_is_explained_or_cannot_be_judged_is_no_finding(land, case):
    level = {"follows": 65, "rounded": "65.4"}.get(case, 60)
    first = "55.4" if case == "rounded" else 55
    report(land.level(first), quarter=1)
    flows = [] if case == "no-flow" else [land.leased(10)]
    why = {"reason": "đo lại"} if case == "reason" else {}
    reporter = builders.make_organisation("the-press") if case == "another-reporter" else None
    report(land.level(level, **why), *flows, quarter=3 if case == "gap" else 2, reporter=reporter)
    assert found("stock_against_flow") == []
