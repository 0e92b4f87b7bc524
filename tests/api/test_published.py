"""Editions, documents and data checks for programs: what the pages list, in parts that stay."""

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from tests.api.world import MILLION, every_item, got, refused
from tests.builders import Figure, make_administrator, make_document, make_report, make_target
from tests.reading import reading_client
from tracker.actions.approval import settled_moment
from tracker.actions.publishing import publish_edition
from tracker.progress.periods import Quarter
from tracker.web.filters import moment_value


def publish(world, side="near"):
    place = getattr(world, side).province
    return publish_edition(
        place=place, quarter=Quarter(2025, 1), name="Q1", by=make_administrator(), at=settled_moment()
    )


# --- Editions ---------------------------------------------------------------------------------------------------


def test_editions_within_the_reach_are_listed_and_told(world):
    near, far = publish(world), publish(world, "far")
    with override_settings(PUBLIC_READING=False):
        program = world.program()
        assert [row["slug"] for row in got(program, "editions")["items"]] == [near.slug]
        assert refused(program, f"editions/{far.slug}", 404) == refused(program, "editions/no-such", 404)
        told = got(program, f"editions/{near.slug}")
    assert (told["place"], told["quarter"], told["number"]) == ("near", "2025-Q1", 1)
    assert told["published_by"] == "Phạm Thu Hà"
    assert {"map": "then", "place": "near-park"} in told["pages"]


def test_the_public_reads_editions_where_they_are_public_and_not_who_published_them(world):
    edition = publish(world)
    with override_settings(PUBLIC_EDITIONS=True, PUBLIC_READING=False):
        [row] = got(Client(), "editions")["items"]
        assert (row["slug"], row["published_by"]) == (edition.slug, None)
        assert got(Client(), f"editions/{edition.slug}")["published_by"] is None
    with override_settings(PUBLIC_EDITIONS=False, PUBLIC_READING=False):
        refused(Client(), "editions", 401)


def test_editions_are_narrowed_and_read_as_of_a_moment(world):
    before = moment_value(settled_moment())
    edition = publish(world)
    publish(world, "far")
    reader = reading_client()
    assert [row["slug"] for row in got(reader, "editions", place="near")["items"]] == [edition.slug]
    assert got(reader, "editions", quarter="2025-Q2")["items"] == []
    assert got(reader, "editions", as_of=before)["items"] == []
    refused(reader, f"editions/{edition.slug}", 404, as_of=before)
    assert len(every_item(reader, "editions", 1)) == 2


# --- Documents --------------------------------------------------------------------------------------------------


@pytest.fixture
def papers(world):
    """A paper of each side with a printed figure, and one of nobody."""
    for side in ("near", "far"):
        paper = make_document(f"paper-of-{side}")
        fields = {"document": paper, "printed": "31 million", "reference": f"{side}-figure", "paragraph": 3}
        rows = getattr(world, side)
        make_report(
            rows.parks[0], 2025, 2, reporter=rows.board, figures=[Figure(world.fdi, 31 * MILLION, fields=fields)]
        )
    return world


def test_documents_of_the_reach_are_listed_and_told_with_their_figures(papers):
    program = papers.program()
    assert "paper-of-near" in [row["slug"] for row in got(program, "documents")["items"]]
    assert "paper-of-far" not in [row["slug"] for row in got(program, "documents")["items"]]
    assert refused(program, "documents/paper-of-far", 404) == refused(program, "documents/no-such", 404)
    [figure] = got(program, "documents/paper-of-near")["figures"]
    assert (figure["value"], figure["printed"], figure["paragraph"]) == ("31000000", "31 million", 3)


def test_the_public_reads_no_document_that_people_have_entered(papers):
    with override_settings(PUBLIC_READING=True):
        assert got(Client(), "documents")["items"] == []
        refused(Client(), "documents/paper-of-near", 404)
    with override_settings(PUBLIC_READING=False, PUBLIC_EDITIONS=True):
        refused(Client(), "documents", 401)


def test_documents_come_in_parts(papers):
    reader = reading_client()
    whole = got(reader, "documents")["items"]
    assert len(whole) >= 2
    assert every_item(reader, "documents", 1) == whole


# --- Data checks ------------------------------------------------------------------------------------------------


@pytest.fixture
def contradicting(world):
    """A goal of each province whose parts are more than it is."""
    for side in ("near", "far"):
        rows = getattr(world, side)
        make_target(rows.parks[0], world.fdi, 2000 * MILLION, investor=rows.investors[0], part_of=world.goals[side])
    return world


def test_checks_tell_what_contradicts_within_the_reach(contradicting):
    program = contradicting.program()
    [row] = got(program, "data-checks", code="targets_against_goal")["items"]
    assert row["difference"] == "1000000000"
    assert {line["place"] for line in row["inputs"]} == {"near", "near-park"}
    everything = got(reading_client(), "data-checks", code="targets_against_goal")["items"]
    assert len(everything) == 2
    assert refused(program, "data-checks", 400, place="far") == refused(program, "data-checks", 400, place="nowhere")
    assert refused(program, "data-checks", 400, place="far")["errors"][0]["parameter"] == "place"
    with override_settings(PUBLIC_READING=True):
        refused(Client(), "data-checks", 401)


def test_checks_are_narrowed_and_come_in_parts_under_names_of_no_language(contradicting):
    reader = reading_client()
    whole = got(reader, "data-checks")["items"]
    assert every_item(reader, "data-checks", 1) == whole
    names = {row["id"] for row in whole}
    assert len(names) == len(whole)
    assert {row["id"] for row in got(reading_client("vi"), "data-checks")["items"]} == names
    for severity in ("error", "warning", "notice"):
        found = got(reader, "data-checks", severity=severity)["items"]
        assert found == [row for row in whole if row["severity"] == severity]
    assert got(reader, "data-checks", as_of="2020-01-01")["items"] == []
    assert {line["place"] for row in got(reader, "data-checks", place="near")["items"] for line in row["inputs"]} <= {
        "near",
        "near-park",
        "near-khu-cong-nghiep",
    }


# --- Cost -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", ["editions", "documents", "data-checks", "progress/places/near"])
def test_answer_costs_as_many_queries_for_few_rows_as_for_many(papers, address, django_assert_max_num_queries):
    reader = reading_client()
    publish(papers)

    def cost():
        with django_assert_max_num_queries(30) as counted:
            got(reader, address)
        # The first request of a minute also forgets the minutes before.
        return sum("DELETE FROM tracker_request_count" not in query["sql"] for query in counted.captured_queries)

    got(reader, address)
    few = cost()
    for number in range(4):
        figure = Figure(papers.fdi, number, fields={"document": make_document(f"paper-{number}")})
        make_report(papers.near.parks[0], 2021 + number, 4, reporter=papers.near.board, figures=[figure])
        make_target(papers.near.parks[0], papers.fdi, 5, year=2021 + number)
        publish_edition(
            place=papers.near.province,
            quarter=Quarter(2021 + number, 4),
            name="Again",
            by=make_administrator(),
            at=timezone.now(),
        )
    assert cost() == few
