"""A place's goals as results in the manner of IATI: the page's numbers, nothing added, nothing lost."""

from datetime import date
from decimal import Decimal

import pytest

from tests.builders import (
    Figure,
    make_administrator,
    make_country,
    make_indicator,
    make_manager,
    make_place,
    make_report,
    make_revision,
    make_target,
)
from tests.reading import read
from tracker.actions.approval import settled_moment
from tracker.actions.publishing import publish_edition
from tracker.models import QuarterlyReport
from tracker.progress.periods import Quarter

pytestmark = pytest.mark.django_db
ADDRESS = "/places/an/results.json?quarter=2025-Q2"


@pytest.fixture
def an():
    """A province with a goal, a range, a ratio without a goal, and two quarters of one indicator."""
    place = make_place("an", kind="province", parent=make_country(), name="Tỉnh An", name_en="An Province")
    fdi = make_indicator("fdi", name="Vốn FDI", name_en="FDI")
    projects = make_indicator("projects", unit="projects", name="Dự án", name_en="Projects")
    share = make_indicator("occupancy", kind="ratio", unit="percent", name="Lấp đầy", name_en="Occupancy")
    make_target(place, fdi, 1000, comparator="at_least")
    make_target(place, projects, 10, high=20, comparator="between")
    make_report(place, 2025, 1, figures=[Figure(fdi, 100)])
    make_report(place, 2025, 2, figures=[Figure(fdi, 250), Figure(share, Decimal("61.5"))])
    return place


def results(address=ADDRESS, **options):
    answer = read(address, **options)
    assert answer.status_code == 200
    return {result["indicators"][0]["references"][0]["code"]: result for result in answer.json()["results"]}


def test_goal_has_its_own_period_and_the_quarters_counted_from_its_first_day(an):
    found = results()["fdi"]
    assert (found["type"], found["aggregation_status"]) == ("2", True)
    assert found["title"] == [
        {"lang": "vi", "narrative": "Vốn FDI, Tỉnh An"},
        {"lang": "en", "narrative": "FDI, An Province"},
    ]
    (indicator,) = found["indicators"]
    assert (indicator["measure"], indicator["ascending"], indicator["unit"]) == ("1", True, "USD")
    whole, first, second, *later = indicator["periods"]
    assert (whole["period_start"], whole["period_end"]) == ("2025-01-01", "2025-12-31")
    assert whole["targets"] == [{"comparator": "at_least", "value": "1000"}]
    (actual,) = whole["actuals"]
    assert (actual["value"], actual["from"], actual["to"]) == ("250", "2025-01-01", "2025-06-30")
    assert [(period["period_start"], period["period_end"]) for period in (first, second)] == [
        ("2025-01-01", "2025-03-31"),
        ("2025-01-01", "2025-06-30"),
    ]
    assert [period["actuals"][0]["value"] for period in (first, second)] == ["100", "250"]
    assert [period["targets"][0]["value"] for period in (first, second)] == ["250", "500"]
    assert [period["actuals"] for period in later] == [[], []]


def test_range_keeps_both_ends_and_what_is_not_known_has_no_value_and_says_why(an):
    whole, *quarters = results()["projects"]["indicators"][0]["periods"]
    assert whole["targets"] == [{"comparator": "between", "value": "10", "value_high": "20"}]
    (actual,) = whole["actuals"]
    assert "value" not in actual
    assert actual["reason"] == "not_reported"
    assert [text["lang"] for text in actual["comment"]] == ["vi", "en"]
    assert {"value": "5", "value_high": "10", "rule": "straight_line"} in [
        target for period in quarters for target in period["targets"]
    ]


def test_ratio_is_a_percentage_that_nobody_adds(an):
    found = results()["occupancy"]
    (indicator,) = found["indicators"]
    assert (found["aggregation_status"], indicator["measure"]) == (False, "2")
    known = [actual for period in indicator["periods"] for actual in period["actuals"] if "value" in actual]
    assert {actual["value"] for actual in known} == {"61.5"}
    assert indicator["periods"][0]["period_start"] == "2025-01-01"


def test_baseline_has_its_value_and_no_invented_year(an):
    level = make_indicator("parks", kind="stock", unit="parks")
    make_target(an, level, 12, baseline=Decimal(7), starts_on=date(2025, 1, 1), ends_on=date(2025, 12, 31))
    (indicator,) = results()["parks"]["indicators"]
    assert indicator["baselines"] == [{"value": "7", "iso_date": None}]


def test_file_names_quarter_map_and_moment_and_is_the_same_as_of_that_moment(an):
    answer = read(ADDRESS)
    name = answer.headers["Content-Disposition"].split('"')[1]
    assert name.startswith("results-an-2025-Q2-map-then-")
    assert name.endswith(".json")
    moment = answer.json()["as_of"]
    again = read(f"{ADDRESS}&as_of={moment.replace('+', '%2B')}")
    assert again.json() == answer.json()


def test_edition_tells_what_was_published(an):
    edition = publish_edition(
        place=an, quarter=Quarter(2025, 2), name="Q2", by=make_administrator(), at=settled_moment(), reason=""
    )
    corrected = QuarterlyReport.objects.get(place=an, year=2025, quarter=2)
    make_revision(corrected, [Figure(make_indicator("fdi"), 999)])
    reached = [
        results(address)["fdi"]["indicators"][0]["periods"][0]["actuals"][0]["value"]
        for address in (f"{ADDRESS}&edition={edition.slug}", ADDRESS)
    ]
    assert reached == ["250", "999"]


def test_demonstration_says_so(an, settings):
    settings.DEMO = True
    answer = read(ADDRESS)
    assert answer.headers["Content-Disposition"].split('"')[1].startswith("minh-hoa-")
    assert "demonstration" in answer.content.decode()


def test_nobody_gets_the_results_of_a_place_that_is_not_theirs(an):
    elsewhere = make_manager(make_place("elsewhere"))
    assert read(ADDRESS, person=elsewhere).status_code == 404
    assert read(ADDRESS, nobody=True).status_code == 302


def test_page_of_the_place_leads_to_it(an):
    assert 'href="/places/an/results.json?quarter=2025-Q2' in read("/places/an/?quarter=2025-Q2").content.decode()
