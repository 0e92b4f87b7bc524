"""What an investor's targets for several places come to, in small worlds worked by hand."""

from datetime import date
from decimal import Decimal

from tests.progress.memory_worlds import World, slugs
from tracker.progress.investor_totals import investor_totals
from tracker.progress.measures import Status
from tracker.progress.periods import Quarter

Q2 = Quarter(2025, 2)


def two_provinces() -> World:
    """Return an investor with parks P in X and Q in Y."""
    world = World()
    world.place("viet-nam", "country")
    for province, park in (("x", "p"), ("y", "q")):
        world.place(province, below="viet-nam")
        world.place(park, "industrial_park", below=province)
        world.holds("viglacera", park)
    return world


def totals(world: World, code: str = "fdi"):
    builder = world.builder(Q2)
    rows = [builder.target_row(goal, with_parts=False) for goal in world.goals if goal.investor is not None]
    tree = builder.snapshot.tree
    below = {row.place.id: frozenset(tree.descendants(row.place.id)) - {row.place.id} for row in rows}
    return investor_totals([row for row in rows if row.indicator.code == code], Q2, below)


def test_parks_in_two_provinces_are_added():
    world = two_provinces()
    world.goal("p", 300, investor="viglacera")
    world.goal("q", 100, investor="viglacera")
    world.says("p", "2025-Q2", 150, by="viglacera", kind="investor")
    world.says("q", "2025-Q2", 70, by="viglacera", kind="investor")
    (total,) = totals(world)
    # 220 of 400 = 55 %, where half of the year expects 50 %.
    assert total.terms is not None
    assert (total.terms.amount.low, total.progress.reading.amount.low) == (400, 220)
    assert (total.progress.attainment.low, total.progress.status) == (Decimal("0.55"), Status.ON_TRACK)
    assert (slugs(total.places), slugs(total.left_out)) == (["p", "q"], [])


def test_silent_park_is_left_out_with_its_target_and_named():
    world = two_provinces()
    world.goal("p", 300, investor="viglacera")
    world.goal("q", 100, investor="viglacera")
    world.says("p", "2025-Q2", 150, by="viglacera", kind="investor")
    (total,) = totals(world)
    # 150 of 300, never of 400: nobody said that Q brought nothing.
    assert total.terms is not None
    assert (total.terms.amount.low, total.progress.attainment.low) == (300, Decimal("0.5"))
    assert (slugs(total.places), slugs(total.left_out)) == (["p"], ["q"])


def test_figure_to_an_earlier_day_is_left_out():
    world = two_provinces()
    world.goal("p", 300, investor="viglacera")
    world.goal("q", 100, investor="viglacera")
    world.says("p", "2025-Q2", 150, by="viglacera", kind="investor")
    world.says("q", "2025-Q1", 40, by="viglacera", kind="investor")
    (total,) = totals(world)
    assert (total.progress.reading.amount.low, slugs(total.left_out)) == (150, ["q"])


def test_nothing_reported_is_not_zero():
    world = two_provinces()
    world.goal("p", 300, investor="viglacera")
    world.goal("q", 100, investor="viglacera")
    (total,) = totals(world)
    assert total.terms is not None
    assert (total.terms.amount.low, total.progress.reading.amount, total.progress.status) == (
        400,
        None,
        Status.NOT_REPORTED,
    )


def test_target_for_a_province_is_no_summand_beside_those_of_its_parks_nor_a_second_one_for_a_park():
    world = two_provinces()
    world.goal("x", 1000, investor="viglacera")
    world.goal("p", 300, investor="viglacera", reference="resolution")
    world.goal("p", 350, investor="viglacera", reference="plan")
    world.goal("q", 100, investor="viglacera")
    world.says("p", "2025-Q2", 150, by="viglacera", kind="investor")
    world.says("q", "2025-Q2", 50, by="viglacera", kind="investor")
    (total,) = totals(world)
    assert total.terms is not None
    assert (total.terms.amount.low, total.progress.attainment.low) == (400, Decimal("0.5"))


def test_targets_of_other_periods_or_units_and_one_alone_have_no_total():
    world = two_provinces()
    world.goal("p", 300, investor="viglacera")
    world.goal("q", 100, date(2025, 1, 1), date(2027, 12, 31), investor="viglacera")
    world.goal("q", 2500, investor="viglacera", unit="VND")
    assert totals(world) == ()
