"""Progress and explanations for programs: what the page shows, number by number."""

from decimal import Decimal

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from tests.api.world import got, refused
from tests.builders import make_administrator, make_park, make_target
from tests.reading import lines_of, reading_client
from tracker.actions.publishing import publish_edition
from tracker.progress import as_data
from tracker.progress.periods import Quarter

AT = {"quarter": "2025-Q1"}


@pytest.mark.parametrize("more", [{}, {"map": "today"}, {"indicator": "fdi-registered"}])
def test_progress_is_what_the_first_address_tells(world, more):
    reader = reading_client()
    assert (
        got(reader, "progress/places/near", **AT, **more) == reader.get("/api/progress/places/near/", AT | more).json()
    )
    old = reader.get("/api/progress/investors/near-park-investor/", AT).json()
    assert got(reader, "progress/investors/near-park-investor", **AT) == old


def test_progress_stays_within_the_reach(world):
    program = world.program()
    assert got(program, "progress/places/near", **AT)["rows"][0]["to_date"] == "125000000"
    for kind, foreign in (("places", "far"), ("investors", "far-park-investor")):
        assert refused(program, f"progress/{kind}/{foreign}", 404) == refused(program, f"progress/{kind}/no-such", 404)
    assert refused(program, "explanations/places/far", 404, indicator="fdi-registered") == refused(
        program, "explanations/places/nowhere", 404, indicator="fdi-registered"
    )


@pytest.mark.parametrize("more", [{}, {"map": "today"}])
def test_progress_of_an_indicator_has_the_rows_of_its_page_and_each_is_that_of_its_place(world, more):
    reader = reading_client()
    told = got(reader, "indicators/fdi-registered/progress", **AT, **more)
    shown = reader.get("/indicators/fdi-registered/", AT | more).context["table"].data.data
    assert sorted(row["place"] for row in told["rows"]) == sorted(row.place.slug for row in shown) == ["far", "near"]
    assert told["country"]["to_date"] == "250000000"
    for row in told["rows"]:
        [own, *_more] = got(reader, f"progress/places/{row['place']}", indicator="fdi-registered", **AT, **more)["rows"]
        # With whom the goal's parts lie is told of the place; here each place has a row of its own.
        assert {**own, "parts": [], "investors_without_target": []} == row


def test_progress_of_an_indicator_stays_within_the_reach(world):
    program = world.program()
    told = got(program, "indicators/fdi-registered/progress", **AT)
    assert told["country"] is None
    assert [row["place"] for row in told["rows"]] == ["near"]
    assert "far" not in str(told)
    refused(program, "indicators/no-such/progress", 404)
    refused(program, "indicators/fdi-registered/progress", 400, edition="near-2025-q1-1")
    with override_settings(PUBLIC_READING=False):
        refused(Client(), "indicators/fdi-registered/progress", 401)


def test_without_a_quarter_a_place_without_figures_is_read_at_the_newest_of_all_as_its_page_is(world):
    make_park("silent", parent=world.near.perimeter)
    reader = reading_client()
    assert str(reader.get("/places/silent/").context["query"].shown) == "2025-Q1"
    assert got(reader, "progress/places/silent")["quarter"] == "2025-Q1"


def test_a_key_that_the_document_does_not_know_is_a_mistake_and_is_not_left_out(world, monkeypatch):
    honest = as_data.row_data
    monkeypatch.setattr(as_data, "row_data", lambda *asked: {**honest(*asked), "unheard_of": "1"})
    answer = reading_client().get("/api/v1/progress/places/near", AT)
    assert answer.status_code == 500
    assert "unheard_of" not in answer.content.decode()


def test_explanation_tells_the_numbers_of_the_page_and_their_inputs(world):
    reader = reading_client()
    every = got(reader, "explanations/places/near", indicator="fdi-registered", **AT)
    assert every["row"] in every["rows"]
    page = got(reader, "progress/places/near", **AT)["rows"][0]
    numbers = {each["number"]: each for each in every["numbers"]}
    assert numbers["attainment"]["value"] == page["attainment"] == "0.125"
    assert numbers["attainment"]["formula"] == "quotient"
    assert [each["input"] for each in numbers["attainment"]["inputs"]] == ["to_date", "target"]
    [figure] = every["figures"]
    assert numbers["to_date"]["inputs"][0]["key"] == str(figure["id"])
    assert got(reader, f"figures/{figure['id']}")["value"] == figure["value"] == "125000000"
    for each in every["numbers"]:
        assert each["recomputed"] in (None, each["value"])
        assert each["value"] is not None or each["reason"]


def test_explanation_and_the_file_of_all_numbers_say_the_same(world):
    make_target(make_park("part", parent=world.near.perimeter), world.fdi, 5, part_of=world.goals["near"])
    reader = reading_client()
    page = {**AT, "format": "csv", "table": "numbers"}
    file = lines_of(reader.get("/places/near/", page))
    told = got(reader, "explanations/places/near", indicator="fdi-registered", **AT)
    heads = list(file[0])
    in_file = {Decimal(text) for line in file for head in heads for text in [line[head] or "x"] if _is_number(text)}
    for number in told["numbers"]:
        if number["value"] is not None:
            assert Decimal(number["value"]) in in_file, number["number"]


def _is_number(text):
    try:
        return Decimal(text).is_finite()
    except ArithmeticError:
        return False


def test_explanation_of_one_number_and_of_what_there_is_not(world):
    reader = reading_client()
    one = got(reader, "explanations/places/near", indicator="fdi-registered", number="attainment", **AT)
    assert [each["number"] for each in one["numbers"]] == ["attainment"]
    target = str(world.goals["near"].pk)
    assert got(reader, "explanations/places/near", indicator="fdi-registered", target=target, **AT)["row"].endswith(
        target
    )
    refused(reader, "explanations/places/near", 404, indicator="fdi-registered", row="goal:near:no-such", **AT)
    assert refused(reader, "explanations/places/near", 400, **AT)["errors"][0]["parameter"] == "indicator"
    assert (
        "number" in refused(reader, "explanations/places/near", 400, indicator="fdi-registered", number="x")["detail"]
    )
    assert "code of none" in refused(reader, "explanations/places/near", 400, indicator="no-such")["detail"]


def test_the_public_reads_what_was_published_and_no_working_figure(world):
    for address in ("progress/places/near", "explanations/places/near"):
        more = {"indicator": "fdi-registered"}
        with override_settings(PUBLIC_READING=True):
            assert refused(Client(), address, 404, **more) == refused(
                Client(), address.replace("near", "nowhere"), 404, **more
            )
        with override_settings(PUBLIC_READING=False):
            refused(Client(), address, 401, **more)
    publish_edition(
        place=world.near.province, quarter=Quarter(2025, 1), name="Q1", by=make_administrator(), at=timezone.now()
    )
    with override_settings(PUBLIC_EDITIONS=True, PUBLIC_READING=False):
        page = got(Client(), "progress/places/near")
        assert (page["quarter"], page["rows"][0]["to_date"]) == ("2025-Q1", "125000000")
        assert got(Client(), "explanations/places/near", indicator="fdi-registered")["numbers"]
        refused(Client(), "progress/investors/near-park-investor", 401)


def test_progress_of_an_edition_is_what_it_prints(world):
    edition = publish_edition(
        place=world.near.province, quarter=Quarter(2025, 1), name="Q1", by=make_administrator(), at=timezone.now()
    )
    make_target(world.near.province, world.fdi, 7, supersedes=world.goals["near"], reason="Anew.")
    program = world.program()
    assert got(program, "progress/places/near", edition=edition.slug)["rows"][0]["target"] == "1000000000"
    assert got(program, "progress/places/near", **AT)["rows"][0]["target"] == "7"
    assert "Leave" in refused(program, "progress/places/near", 400, edition=edition.slug, quarter="2025-Q2")["detail"]
    refused(program, "progress/places/near", 404, edition="no-such")
