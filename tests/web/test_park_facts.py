"""What a park is stands before how it does: province, investor, first day, and its levels with their days."""

from datetime import date

import pytest
from django.utils.html import strip_tags

from tests.builders import Figure, make_indicator, make_province_with_parks, make_report
from tests.reading import reading_client
from tracker.models import IndicatorKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def park():
    """A park since 2003 of which the leased area was reported, and the capital of the quarter."""
    made = make_province_with_parks("an", parks=["dai-an"])
    place = made.parks[0]
    place.valid_from = date(2003, 3, 24)
    place.save()
    area = make_indicator(
        "leased-area", kind=IndicatorKind.STOCK, unit="ha", name="Đất đã cho thuê", name_en="Leased land"
    )
    flow = make_indicator("fdi-registered")
    make_report(place, 2025, 1, figures=[Figure(area, 71), Figure(flow, 1_000_000)])
    return place


def test_park_lists_who_reported_each_figure_and_when_it_was_approved(park):
    page = reading_client("en").get("/places/dai-an/?quarter=2025-Q1")
    table = page.context["reported_table"]
    reporter = table.every[0].reporter
    lines = [
        [strip_tags(table.shown(name, each)) for name in ("indicator", "value", "reporter")] for each in table.every
    ]
    assert lines == [
        ["Fdi Registered", "1\u00a0million USD", reporter.name_en or reporter.name],
        ["Leased land", "71\u00a0ha", reporter.name_en or reporter.name],
    ]
    assert [each.approved_at is not None for each in table.every] == [True, True]
    body = page.content.decode()
    assert "2 figures, who reported each and when" in body
    assert "<details>\n      <summary>2 figures" in body
    assert (
        "<details open>\n      <summary>2 figures"
        in reading_client("en").get("/places/dai-an/?quarter=2025-Q1&reported-columns=approved").content.decode()
    )


def test_only_a_park_lists_its_figures(park):
    assert reading_client("en").get("/places/an/?quarter=2025-Q1").context["reported_table"] is None
    assert reading_client("en").get("/places/dai-an/?quarter=2020-Q1").context["reported_table"] is None


def facts_of(address):
    page = reading_client("en").get(address)
    return {name: strip_tags(str(text)).replace("\u00a0", " ") for name, text in page.context["facts"]}


def test_park_says_where_whose_since_when_and_its_levels(park):
    facts = facts_of("/places/dai-an/?quarter=2025-Q1")
    assert list(facts) == ["Province", "Infrastructure investor", "Established", "Leased land"]
    assert facts["Established"] == "24 Mar 2003"
    assert facts["Leased land"] == "71 ha to 31 Mar 2025"


def test_level_that_nobody_reported_is_left_out_and_other_places_have_no_strip(park):
    assert "Leased land" not in facts_of("/places/dai-an/?quarter=2024-Q1")
    assert facts_of("/places/an/?quarter=2025-Q1") == {}
