"""Who carries which part of the goals: one number a carrier, going up along each goal's bar."""

from dataclasses import replace
from decimal import Decimal

from tests.web.rows import DDI, FDI, row, target
from tracker.progress.measures import Amount
from tracker.progress.rows import OrganisationFace
from tracker.web.coverage import coverage_lines

M = Decimal(10**6)


def carrier(number):
    return OrganisationFace(number, f"investor-{number}", "investor", f"Công ty {number}", f"Company {number}")


def goal(indicator, number, *carriers):
    """A goal of 1,000 with one part for each carrier, in this order; None is the remaining parks together."""
    parts = []
    for place, investor in enumerate(carriers, start=1):
        own = target(
            Amount(100 * M), of=indicator, number=number + place, investor=carrier(investor) if investor else None
        )
        parts.append(row(goal=100 * M, of=indicator, target=replace(own, collective=investor is None)))
    return row(goal=1000 * M, of=indicator, target=target(Amount(1000 * M), of=indicator, number=number), parts=parts)


def test_numbers_go_up_along_the_bar_of_each_goal():
    goals = [goal(FDI, 10, 1, 2, 3, 5, None), goal(DDI, 20, 1, 2, 3, 4, 5, None)]
    lines = coverage_lines(goals)
    assert [line.investor.id if line.investor else None for line in lines] == [1, 2, 3, 4, 5, None]
    along = {key: [line.number for line in lines if key in line.by_goal] for key in (10, 20)}
    assert along == {10: [1, 2, 3, 5, 6], 20: [1, 2, 3, 4, 5, 6]}
