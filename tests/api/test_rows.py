"""Places, investors, indicators, targets and figures for programs: within a reach, in parts, as of a moment."""

from datetime import date
from decimal import Decimal

import pytest

from tests.api.world import MILLION, every_item, got, refused
from tests.builders import (
    Figure,
    make_document,
    make_indicator,
    make_investor,
    make_member,
    make_park,
    make_perimeter,
    make_place,
    make_report,
    make_revision,
    make_succession,
    make_target,
)
from tests.reading import reading_client
from tracker.actions.approval import settled_moment
from tracker.models import Actual, Comparator, ObservationStatus, ReportRevision, TargetRole
from tracker.web.filters import moment_value

LISTS = ["places", "investors", "indicators", "targets", "figures"]


def slugs(rows):
    return [row["slug"] for row in rows]


# --- Who reads what ---------------------------------------------------------------------------------------------


def test_program_reads_the_places_of_its_maker_and_no_others(world):
    program = world.program()
    assert slugs(got(program, "places")["items"]) == ["near", "near-khu-cong-nghiep", "near-park"]
    assert slugs(got(program, "investors")["items"]) == ["near-park-investor"]
    assert {row["place"] for row in got(program, "targets")["items"]} == {"near"}
    assert {row["place"] for row in got(program, "figures")["items"]} == {"near"}
    everything = reading_client()
    assert {row["place"] for row in got(everything, "targets")["items"]} == {"near", "far"}


def test_what_is_foreign_answers_like_what_does_not_exist(world):
    program = world.program()
    far = Actual.objects.get(revision__report=world.reports["far"])
    pairs = [
        ("places/far", "places/nowhere"),
        ("investors/far-park-investor", "investors/nobody"),
        (f"targets/{world.goals['far'].pk}", "targets/999999"),
        (f"figures/{far.pk}", "figures/999999"),
    ]
    for foreign, unknown in pairs:
        assert refused(program, foreign, 404) == refused(program, unknown, 404)


def test_filter_by_a_foreign_place_finds_as_little_as_one_by_an_unknown(world):
    program = world.program()
    for address in ("targets", "figures", "investors"):
        assert got(program, address, place="far")["items"] == got(program, address, place="nowhere")["items"] == []


def test_parent_beyond_the_reach_is_not_named(world):
    assert got(world.program(), "places/near")["parents"] == []
    assert got(reading_client(), "places/near")["parents"] == [
        {"place": "viet-nam", "valid_from": None, "valid_to": None}
    ]


def test_target_of_places_together_is_told_to_those_alone_who_reach_them_all(world):
    goal = make_target(
        world.near.perimeter, world.fdi, collective=True, members=[world.near.parks[0], world.far.parks[0]]
    )
    assert goal.pk not in [row["id"] for row in got(world.program(), "targets")["items"]]
    refused(world.program(), f"targets/{goal.pk}", 404)
    told = got(reading_client(), f"targets/{goal.pk}")
    assert told["members"] == ["far-park", "near-park"]


def test_goal_beyond_the_reach_is_not_named_by_its_part(world):
    part = make_target(world.near.province, make_indicator("ddi"), part_of=world.goals["far"])
    assert got(world.program(), f"targets/{part.pk}")["part_of"] is None
    assert got(reading_client(), f"targets/{part.pk}")["part_of"] == world.goals["far"].pk


# --- What they say ----------------------------------------------------------------------------------------------


def test_place_tells_its_names_days_parents_successions_members_and_investors(world):
    heir = make_place("heir", parent=world.near.country, valid_from=date(2025, 7, 1))
    make_succession(world.near.province, heir, share=1)
    town = make_perimeter("town", province=world.near.province)
    make_member(town, world.near.parks[0])
    reader = reading_client()
    near, late = got(reader, "places/near"), got(reader, "places/heir")
    assert (near["kind"], near["valid_from"], near["valid_to"]) == ("province", None, "2025-06-30")
    expected = {"effective_on": "2025-07-01", "share": "1", "source": "a-document"}
    assert near["successors"] == [{"place": "heir", **expected}]
    assert late["predecessors"] == [{"place": "near", **expected}]
    assert got(reader, "places/town")["members"] == ["near-park"]
    assert got(reader, "places/near-park")["investors"] == [
        {"investor": "near-park-investor", "valid_from": None, "valid_to": None}
    ]


def test_numbers_are_decimal_texts_in_single_units_and_what_is_missing_is_null(world):
    figures = [
        Figure(make_indicator("half"), Decimal("12.50"), comparator=Comparator.OVER),
        Figure(make_indicator("none"), None, observation_status=ObservationStatus.NOT_YET_KNOWN),
        Figure(make_indicator("nothing"), 0, observation_status=ObservationStatus.NIL),
        Figure(make_indicator("large"), Decimal("999999999999999999.99")),
    ]
    make_report(world.near.parks[0], 2025, 2, reporter=world.near.investors[0], figures=figures)
    rows = {row["indicator"]: row for row in got(world.program(), "figures", place="near-park")["items"]}
    told = {code: (row["comparator"], row["value"], row["observation_status"]) for code, row in rows.items()}
    assert told == {
        "half": ("over", "12.5", "normal"),
        "none": (rows["none"]["comparator"], None, "not_yet_known"),
        "nothing": ("exactly", "0", "nil"),
        "large": ("exactly", "999999999999999999.99", "normal"),
    }


def test_figure_tells_its_revisions_and_the_list_the_one_in_force(world):
    report = world.reports["near"]
    old = Actual.objects.get(revision__report=report)
    make_revision(report, figures=[Figure(world.fdi, 130 * MILLION)])
    program = world.program()
    [row] = got(program, "figures")["items"]
    assert (row["value"], row["revision"], row["quarter"]) == ("130000000", 2, "2025-Q1")
    said = [(each["number"], each["value"], each["reason"]) for each in row["revisions"]]
    assert said == [(1, "125000000", None), (2, "130000000", "a correction")]
    before = got(program, f"figures/{old.pk}")
    assert (before["value"], before["in_force"], len(before["revisions"])) == ("125000000", False, 2)
    assert got(program, f"figures/{row['id']}")["in_force"]


def test_drafts_are_told_to_nobody(world):
    make_revision(world.reports["near"], figures=[Figure(world.fdi, 7)], approved=False)
    make_target(world.near.province, world.fdi, 7, approved=False)
    draft = Actual.objects.get(value=7)
    reader = reading_client()
    refused(reader, f"figures/{draft.pk}", 404)
    assert len(got(reader, "figures", place="near")["items"][0]["revisions"]) == 1
    assert len(got(reader, "targets", place="near")["items"]) == 1
    assert ReportRevision.objects.filter(report=world.reports["near"]).count() == 2


def test_target_tells_every_version_by_the_number_of_any(world):
    first = world.goals["near"]
    second = make_target(world.near.province, world.fdi, 900 * MILLION, supersedes=first, reason="Less land.")
    third = make_target(world.near.province, world.fdi, 800 * MILLION, supersedes=second, reason="Still less.")
    make_target(world.near.province, make_indicator("ddi"), 1)
    program = world.program()
    [row] = got(program, "targets", indicator="fdi-registered")["items"]
    assert (row["id"], row["value"], row["version"], row["supersedes"]) == (third.pk, "800000000", 3, second.pk)
    for version, value in ((first, "1000000000"), (second, "900000000"), (third, "800000000")):
        told = got(program, f"targets/{version.pk}")
        assert told["value"] == value
        assert [each["id"] for each in told["versions"]] == [first.pk, second.pk, third.pk]


# --- Filters ----------------------------------------------------------------------------------------------------


def test_lists_are_narrowed_by_their_filters(world):
    ddi = make_indicator("ddi", group="other-group")
    make_target(world.near.parks[0], ddi, 5, investor=world.near.investors[0], role=TargetRole.PLAN, year=2024)
    make_report(world.near.parks[0], 2024, 4, reporter=world.near.investors[0], figures=[Figure(ddi, 3)])
    reader = reading_client()

    def found(address, key="place", **asked):
        return [row[key] for row in got(reader, address, **asked)["items"]]

    assert found("places", "slug", kind="industrial_park") == ["far-park", "near-park"]
    assert found("places", "slug", parent="near-khu-cong-nghiep") == ["near-park"]
    assert found("places", "slug", text="FAR park") == ["far-park"]
    assert found("places", "slug", text="…") == []
    assert found("investors", "slug", place="near-park") == ["near-park-investor"]
    assert found("investors", "slug", text="far") == ["far-park-investor"]
    assert found("indicators", "code", group="other-group") == ["ddi"]
    assert found("indicators", "code", kind="stock") == []
    assert found("targets", role="plan") == found("targets", investor="near-park-investor") == ["near-park"]
    assert found("targets", indicator="ddi") == found("targets", quarter="2024-Q4") == ["near-park"]
    assert found("targets", quarter="2023-Q4") == []
    assert found("figures", quarter="2024-Q4") == found("figures", reporter="near-park-investor") == ["near-park"]
    assert found("figures", indicator="ddi", place="far") == []


def test_places_of_a_quarter_are_those_on_the_map_on_its_last_day(world):
    heir = make_place("heir", parent=world.near.country, valid_from=date(2025, 7, 1))
    make_succession(world.near.province, heir)
    reader = reading_client()
    before = slugs(got(reader, "places", kind="province", quarter="2025-Q2")["items"])
    after = slugs(got(reader, "places", kind="province", quarter="2025-Q3")["items"])
    assert (before, after) == (["far", "near"], ["far", "heir"])


# --- Parts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", LISTS)
def test_parts_of_a_list_are_the_whole_list(world, address):
    for number in range(3):
        park = make_park(f"park-{number}", parent=world.near.perimeter)
        investor = make_investor(f"investor-{number}", park=park)
        make_target(park, make_indicator(f"indicator-{number}"), 5)
        make_report(park, 2025, 1, reporter=investor, figures=[Figure(world.fdi, number)])
    reader = reading_client()
    whole = got(reader, address, limit=200)["items"]
    assert len(whole) >= 4
    for limit in (1, 2, len(whole)):
        assert every_item(reader, address, limit) == whole


@pytest.mark.parametrize("address", ["places", "figures"])
def test_rows_added_between_two_parts_repeat_none_and_leave_none_out(world, address):
    reader = reading_client()
    key = "slug" if address == "places" else "id"
    before = [row[key] for row in got(reader, address)["items"]]
    first = got(reader, address, limit=1)
    park = make_park("a-very-first-park", parent=world.near.perimeter)
    make_report(park, 2025, 1, reporter=world.near.board, figures=[Figure(world.fdi, 1)])
    rest = got(reader, address, limit=200, cursor=first["next_cursor"])["items"]
    assert [first["items"][0][key], *(row[key] for row in rest if row[key] in before)] == before


def test_cursor_of_another_list_other_filters_or_nobody_is_refused(world):
    reader = reading_client()
    cursor = got(reader, "places", limit=1)["next_cursor"]
    for address, more in (("investors", {}), ("places", {"kind": "province"}), ("places", {"as_of": "2025-01-01"})):
        told = refused(reader, address, 400, cursor=cursor, **more)
        assert told["errors"][0]["parameter"] == "cursor"
        assert "leave it out to begin" in told["detail"]
    for broken in (f"{cursor}x", "x", "WzFd", "é"):
        refused(reader, "places", 400, cursor=broken)


# --- As of a moment ---------------------------------------------------------------------------------------------


def test_moment_reads_the_books_as_they_stood(world):
    before = settled_moment()
    report, place = world.reports["near"], world.near.province
    make_revision(report, figures=[Figure(world.fdi, 130 * MILLION)])
    make_target(place, world.fdi, 900 * MILLION, supersedes=world.goals["near"], reason="Less land.")
    make_park("late-park", parent=world.near.perimeter)
    place.name_en = "Renamed"
    place.save()
    reader, then = reading_client(), {"as_of": moment_value(before)}
    assert got(reader, "figures", place="near", **then)["items"][0]["value"] == "125000000"
    assert got(reader, "figures", place="near")["items"][0]["value"] == "130000000"
    assert got(reader, "targets", place="near", **then)["items"][0]["value"] == "1000000000"
    assert got(reader, "targets", place="near")["items"][0]["value"] == "900000000"
    assert len(got(reader, f"targets/{world.goals['near'].pk}", **then)["versions"]) == 1
    assert "late-park" not in slugs(got(reader, "places", **then)["items"])
    refused(reader, "places/late-park", 404, **then)
    assert (got(reader, "places/near", **then)["name_en"], got(reader, "places/near")["name_en"]) == ("Near", "Renamed")
    assert got(reader, "indicators", as_of="2020-01-01")["items"] == []
    assert got(reader, "investors", as_of="2020-01-01")["items"] == []


# --- Cost -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [*LISTS, "places/near", "figures/{figure}", "targets/{target}"])
def test_answer_costs_as_many_queries_for_few_rows_as_for_many(world, address, django_assert_max_num_queries):
    figure = Actual.objects.get(revision__report=world.reports["near"])
    address = address.format(figure=figure.pk, target=world.goals["near"].pk)
    reader = reading_client()

    def cost():
        with django_assert_max_num_queries(13) as counted:
            got(reader, address)
        # The first request of a minute also forgets the minutes before.
        return sum("DELETE FROM tracker_request_count" not in query["sql"] for query in counted.captured_queries)

    got(reader, address)
    few = cost()
    newest = world.goals["near"]
    for number in range(6):
        park = make_park(f"park-{number}", parent=world.near.province, valid_from=date(2020, 1, 1))
        make_target(park, make_indicator(f"indicator-{number}"), 5, document=make_document(f"paper-{number}"))
        make_report(park, 2025, 1, reporter=make_investor(f"i-{number}", park=park), figures=[Figure(world.fdi, 1)])
        newest = make_target(world.near.province, world.fdi, number + 1, supersedes=newest, reason="Anew.")
        make_revision(world.reports["near"], figures=[Figure(world.fdi, number + 9)])
    assert cost() == few
