"""What must hold in any small world saved in the database: domain.md §5, the invariants."""

from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from provinces.models import PlaceParent, Succession
from tests.builders import make_duty, make_member, make_person, make_place, make_target
from tests.progress.worlds import (
    MILLION,
    QUARTERS,
    REPORTERS,
    Cell,
    Goal,
    Map,
    Report,
    World,
    add_draft_revision,
    as_text,
    differences,
    make_map,
    moment,
    page,
    pages,
    reports,
    save_goals,
    save_report,
    save_world,
    typed,
    undone,
    without_goals_of_successors,
    worlds,
)
from tracker.actions.recorded import replace_row, retire_row
from tracker.models import Basis, Comparator, ObservationStatus, ReporterPrecedence, Threshold
from tracker.progress.measures import Status
from tracker.progress.periods import Quarter

pytestmark = pytest.mark.django_db

# Saving a world takes a quarter of a second: few examples, and no shrinking, which would save hundreds of them.
few = settings(max_examples=12, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate], database=None)


def test_order_of_saving_and_approving_never_matters():
    here = make_map()

    @few
    @given(worlds(), st.randoms(use_true_random=False))
    def holds(world: World, chance: Any) -> None:
        shuffled = list(world.reports)
        chance.shuffle(shuffled)
        with undone():
            save_world(here, world)
            one = pages()
        with undone():
            # Reports before goals, reports in another order, goals backwards.
            for report in shuffled:
                save_report(here, report)
            save_goals(here, world.goals[::-1])
            other = pages()
        assert differences(one, other) == []

    holds()


def test_country_totals_are_the_same_on_both_maps_and_toggling_changes_nothing():
    here = make_map()

    @few
    @given(worlds(), st.sampled_from(QUARTERS))
    def holds(world: World, quarter: Quarter) -> None:
        with undone():
            # A goal of the merged province stands on one map only, and a sum is divided by the goals of its units.
            save_world(here, without_goals_of_successors(world))
            then, today, again = (page("viet-nam", quarter, today=choice) for choice in (False, True, False))
        assert differences(then, again) == []
        for one, other in zip(totals(then), totals(today), strict=True):
            # Those that owe a report are the places of a map: near the half one map may judge what the other does not.
            few = Status.TOO_FEW_REPORTS in (one.status, other.status)
            assert (one.numbers, few or one.status) == (other.numbers, few or other.status)

    holds()


class Total(NamedTuple):
    """The numbers of one row of a page without what names the map, and how it is judged."""

    numbers: tuple[Any, ...]
    status: str


def totals(data: dict[str, Any]) -> list[Total]:
    """Return the rows of a page without what names the map."""
    names = (
        "indicator",
        "target",
        "to_date",
        "to_date_high",
        "to_date_comparator",
        "to_date_to",
        "in_quarter",
        "attainment",
        "gap",
        "children_sum",
        "quarter_share",
        "expected",
    )
    rows = data["rows"]
    before = [(row["same_period_last_year"] or {}).get("value") for row in rows]
    numbers = [(*(row[name] for name in names), last) for row, last in zip(rows, before, strict=True)]
    return sorted(map(Total, numbers, [row["status"] for row in rows]), key=str)


# What a unit that has not reported may change in the rows of the places above it.
# The notes say the coverage in a sentence; the numbers in them are those of the other keys.
_COVERAGE_WORDS = frozenset(
    {
        "reported_of_expected",
        "children_reported",
        "in_quarter_reported",
        "places_missing_below",
        "states",
        "status",
        "reasons",
        "pace",
        "notes",
    }
)


def test_child_that_has_not_reported_changes_only_the_coverage():
    here = make_map()
    form = here.organisations["ninh-son-board"].duties.get().form

    @few
    @given(worlds(), st.sampled_from(QUARTERS[:2]), st.sampled_from([None, ObservationStatus.NOT_YET_KNOWN]))
    def holds(world: World, quarter: Quarter, answer: ObservationStatus | None) -> None:
        with undone():
            save_world(here, world)
            before = [page(slug, quarter) for slug in ("viet-nam", "ninh-son", "ninh-son-parks")]
            park = make_place("park-four", parent=here.places["ninh-son-parks"], kind="industrial_park")
            here.places["park-four"] = park
            make_duty(here.organisations["park-one-investor"], park, form=form)
            if answer is not None:
                cell = Cell("fdi", Basis.YEAR_TO_DATE, None, answer, Comparator.NONE_STATED)
                save_report(here, Report("park-four", "park-one-investor", quarter, (cell,)))
            after = [page(slug, quarter) for slug in ("viet-nam", "ninh-son", "ninh-son-parks")]
        for one, other in zip(before, after, strict=True):
            # A row appears where nothing was owed before; those that were there keep every number.
            for row in one["rows"]:
                same = next(r for r in other["rows"] if name_of(r) == name_of(row))
                assert [line for line in differences(row, same) if not _COVERAGE_WORDS & words_of(line)] == []

    holds()


def words_of(line: str) -> set[str]:
    """Return the keys on the way to a difference."""
    return set(line.split(":", maxsplit=1)[0].split("/"))


def name_of(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["row"], row["indicator"], row["unit"], row["target"], row["investor"], row.get("target_place")


def test_replaying_a_past_moment_gives_the_same_bytes():
    here = make_map()
    person = make_person("administrator-of-the-frame")

    @few
    @given(worlds(most_reports=6), st.lists(reports(), max_size=4, unique_by=lambda r: r.key))
    def holds(world: World, later: list[Report]) -> None:
        with undone():
            targets = save_world(here, world)
            at = moment()
            then = as_text(pages(as_of=at))
            now_at = with_moment(pages(), at)
            assert as_text(now_at) == then
            change_everything(here, world, later, targets, person)
            replayed = pages(as_of=at)
            assert differences(now_at, replayed) == []
            assert as_text(replayed) == then

    holds()


def with_moment(found: dict[str, Any], at: Any) -> dict[str, Any]:
    return {key: {**data, "as_of": at.isoformat()} for key, data in found.items()}


def change_everything(here: Map, world: World, later: list[Report], targets: dict[Any, Any], person: Any) -> None:
    """Approve, correct, revise, retire and replace whatever may be."""
    known = {report.key for report in world.reports}
    for report in later:
        if report.key not in known:
            save_report(here, report)
    for target in targets.values():
        make_target(
            target.place,
            target.indicator,
            target.value + 7 * MILLION,
            starts_on=target.starts_on,
            ends_on=target.ends_on,
            investor=target.investor,
            members=target.members.all(),
            part_of=target.part_of,
            supersedes=target,
        )
    for row in Threshold.objects.known_at(None):
        replace_row(row=row, changes={"on_track": Decimal("0.99"), "coverage": Decimal("0.9")}, by=person)
    for row in ReporterPrecedence.objects.known_at(None):
        replace_row(row=row, changes={"rank": 9 - row.rank}, by=person)
    for row in PlaceParent.objects.known_at(None).filter(place=here.places["park-two"]):
        replace_row(row=row, changes={"parent": here.places["ninh-son-clusters"]}, by=person)
    for row in Succession.objects.known_at(None).filter(predecessor=here.places["binh-thuy"]):
        replace_row(row=row, changes={"share": Decimal("0.5")}, by=person)
    for row in here.places["ninh-son-nine"].member_rows.known_at(None):
        retire_row(row=row, by=person)
    make_member(here.places["ninh-son-clusters"], here.places["cluster-one"])
    for row in here.organisations["park-two-investor"].duties.known_at(None):
        retire_row(row=row, by=person)


_DOLLAR_AMOUNTS = (
    "target",
    "target_high",
    "in_quarter",
    "to_date",
    "expected",
    "gap",
    "needed_per_remaining_quarter",
    "assigned",
    "unassigned",
    "over_assigned",
    "children_sum",
)
_SHARES = ("attainment", "expected_share", "pace", "quarter_share", "coverage_of_goal", "status")


def test_scaling_the_dollar_scales_amounts_and_no_share():
    here = make_map()

    @few
    @given(worlds(), st.sampled_from(["0.001", "3", "25000"]))
    def holds(world: World, factor: str) -> None:
        k = Decimal(factor)
        with undone():
            save_world(here, world)
            one = pages(quarters=QUARTERS[1:2])
        with undone():
            save_world(here, world, scale=k)
            other = pages(quarters=QUARTERS[1:2])
        for key in one:
            for row, scaled in zip(one[key]["rows"], other[key]["rows"], strict=True):
                for name in _SHARES:
                    assert alike(row[name], scaled[name]), name
                for name in _DOLLAR_AMOUNTS:
                    expected = row[name] if row["unit"] != "USD" or row[name] is None else Decimal(row[name]) * k
                    assert alike(expected, scaled[name]), name

    holds()


def alike(one: Any, other: Any) -> bool:
    """Return whether two numbers are the same but for the last of 28 digits of a division."""
    try:
        first, second = Decimal(one), Decimal(other)
    except (ArithmeticError, TypeError, ValueError):
        return bool(one == other)
    return abs(first - second) <= abs(first) * Decimal("1e-20")


def test_headline_is_the_own_report_or_the_sum_of_the_summands_and_never_both():
    here = make_map()

    @few
    @given(worlds(), st.sampled_from(QUARTERS[:2]))
    def holds(world: World, quarter: Quarter) -> None:
        with undone():
            save_world(here, replace(world, goals=()))
            found = {slug: row_of(page(slug, quarter), "fdi") for slug in ("viet-nam", *_BELOW["viet-nam"])}
            found |= {slug: row_of(page(slug, quarter), "fdi") for slug in _BELOW["ninh-son"]}
        for slug, children in _BELOW.items():
            row = found[slug]
            if row is None or row["to_date"] is None or row["own_report"]:
                continue
            rows = [found[child] for child in children]
            added = [r for r in rows if r is not None and r["to_date_to"] == row["to_date_to"] and r["to_date"]]
            # The overlapping perimeter of nine parks is no summand.
            assert Decimal(row["to_date"]) == sum(Decimal(r["to_date"]) for r in added)
            assert row["to_date"] == row["children_sum"]

    holds()


_BELOW = {"viet-nam": ("ninh-son", "binh-thuy", "phu-an"), "ninh-son": ("ninh-son-parks", "ninh-son-clusters")}


def row_of(data: dict[str, Any], indicator: str) -> dict[str, Any] | None:
    return next((row for row in data["rows"] if row["indicator"] == indicator), None)


def test_drafts_never_change_anything():
    here = make_map()

    @few
    @given(worlds(), st.lists(reports(), min_size=1, max_size=4, unique_by=lambda r: r.key), st.integers(1, 999))
    def holds(world: World, drafts: list[Report], value: int) -> None:
        with undone():
            save_goals(here, world.goals)
            newest = [save_report(here, report) for report in world.reports]
            before = pages()
            for revision, report in zip(newest, world.reports, strict=True):
                cells = [
                    replace(
                        cell,
                        value=value,
                        status=ObservationStatus.NORMAL,
                        comparator=Comparator.EXACTLY,
                        components=False,
                    )
                    for cell in report.cells
                ]
                add_draft_revision(revision, [typed(here, cell) for cell in cells])
            known = {report.key for report in world.reports}
            for report in drafts:
                if report.key not in known:
                    save_report(here, report, approved=False)
            for goal in world.goals:
                make_target(here.places[goal.place], here.indicators[goal.indicator], 1, approved=False)
            assert differences(before, pages()) == []

    holds()


def test_quarters_regroup_to_the_year():
    here = make_map()

    @few
    @given(
        st.lists(st.tuples(st.integers(-50, 900), st.booleans()), min_size=4, max_size=4),
        st.lists(st.integers(0, 900), min_size=4, max_size=4),
    )
    def holds(one: list[tuple[int, bool]], two: list[int]) -> None:
        with undone():
            running = 0
            for number, ((value, to_date), other) in enumerate(zip(one, two, strict=True), start=1):
                running += value
                cell = Cell("fdi", Basis.YEAR_TO_DATE, running) if to_date else Cell("fdi", Basis.IN_QUARTER, value)
                quarter = Quarter(2024, number)
                save_report(here, Report("park-one", "park-one-investor", quarter, (cell,)))
                cell = Cell("fdi", Basis.IN_QUARTER, other)
                save_report(here, Report("park-two", "park-two-investor", quarter, (cell,)))
            rows = [row_of(page("ninh-son-parks", Quarter(2024, number)), "fdi") for number in (1, 2, 3, 4)]
        alone = [Decimal(row["in_quarter"]) for row in rows if row is not None]
        year = rows[-1]
        assert year is not None
        assert Decimal(year["to_date"]) == sum(alone) == (sum(v for v, _ in one) + sum(two)) * MILLION
        assert alone == [(v + o) * MILLION for (v, _), o in zip(one, two, strict=True)]

    holds()


_LOWER = tuple(pair for pair in REPORTERS if pair[1].endswith("paper") and pair[0] != "ninh-son-nine")
_OFFICIAL = {"ninh-son": "ninh-son-office", "ninh-son-parks": "ninh-son-board", "phu-an": "phu-an-office"}


def test_reporter_of_lower_precedence_stands_beside_the_official_one():
    here = make_map()

    @few
    @given(worlds(), st.sampled_from(_LOWER), st.integers(0, 900), st.integers(1000, 2000))
    def holds(world: World, who: tuple[str, str], official: int, printed: int) -> None:
        place, paper = who
        first = Cell("fdi", Basis.YEAR_TO_DATE, official)
        said = [
            Report(place, _OFFICIAL[place], QUARTERS[1], (first,)),
            *(r for r in world.reports if (r.place, r.reporter) not in (who, (place, _OFFICIAL[place]))),
        ]
        with undone():
            save_world(here, World(tuple(said), world.goals))
            before = page(place, QUARTERS[1])
            cell = Cell("fdi", Basis.YEAR_TO_DATE, printed)
            save_report(here, Report(place, paper, QUARTERS[1], (cell,), (), "article-1"))
            after = page(place, QUARTERS[1])
        assert before["rows"]
        for one, other in zip(before["rows"], after["rows"], strict=True):
            changed = {line.split(":")[0].split("/")[1] for line in differences(one, other)}
            assert changed <= {"other_reporters"}
            if one["indicator"] == "fdi" and one["row"] in ("own", "without"):
                beside = {each["reporter"]: each["to_date"] for each in other["other_reporters"]}
                assert beside[paper] == str(printed * MILLION)
                assert Decimal(other["to_date"]) == official * MILLION

    holds()


def test_investors_target_prefers_the_investors_own_report():
    here = make_map()

    @few
    @given(st.integers(0, 900), st.one_of(st.none(), st.integers(0, 900)))
    def holds(boards: int, own: int | None) -> None:
        goal = make_goal_of_investor()
        with undone():
            save_goals(here, [goal])
            cell = Cell("fdi", Basis.YEAR_TO_DATE, boards)
            save_report(here, Report("park-one", "ninh-son-board", QUARTERS[0], (cell,)))
            if own is not None:
                mine = Cell("fdi", Basis.YEAR_TO_DATE, own)
                save_report(here, Report("park-one", "park-one-investor", QUARTERS[0], (mine,)))
            row = next(r for r in page("park-one", QUARTERS[0])["rows"] if r["row"] == "investor")
        assert Decimal(row["to_date"]) == (boards if own is None else own) * MILLION
        assert ("park_report" in row["states"]) == (own is None)

    holds()


def make_goal_of_investor() -> Any:
    return Goal("park-one", "fdi", 1000, investor="park-one-investor", part=True)
