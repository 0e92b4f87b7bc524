"""What the published figures must show, through the commands that a person would type."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]

MILLION = 10**6
BILLION = 10**9


def progress(place: str, quarter: str, **options: Any) -> dict[str, Any]:
    """Return what the command prints as JSON."""
    out = StringIO()
    call_command("progress", place=place, quarter=quarter, format="json", stdout=out, **options)
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def row_of(answer: dict[str, Any], indicator: str) -> dict[str, Any]:
    return next(row for row in answer["rows"] if row["indicator"] == indicator)


def figures(**options: Any) -> list[dict[str, Any]]:
    out = StringIO()
    call_command("published_figures", format="json", stdout=out, **options)
    answer: list[dict[str, Any]] = json.loads(out.getvalue())
    return answer


def test_hai_duong_fdi():
    row = row_of(progress("hai-duong", "2025-Q1"), "fdi-registered")
    assert (row["target"], row["target_comparator"]) == (str(1000 * MILLION), "at_least")
    assert (row["to_date"], row["in_quarter"]) == (str(125 * MILLION), str(125 * MILLION))
    assert row["attainment"] == "0.125"
    assert (row["expected_share"], row["expected_rule"]) == ("0.25", "straight_line")
    assert row["status"] == "off_track"
    assert row["gap"] == str(875 * MILLION)
    assert row["needed_per_remaining_quarter"].startswith("291666666.66")
    assert (row["assigned"], row["unassigned"], row["coverage_of_goal"]) == (str(1000 * MILLION), "0", "1")
    assert row["perimeter_differs"] is True
    assert row["figure_places"] == ["hai-duong-khu-cong-nghiep"]
    investors = [part for part in row["parts"] if part["investor"]]
    assert len(investors) == 7
    assert [part["row"] for part in row["parts"]].count("collective") == 1
    assert [entry["place"] for entry in row["investors_without_target"]] == ["lai-vu"]
    assert row["reported_of_expected"] == {"reported": 1, "expected": 1, "missing": []}


def test_hai_duong_ddi():
    row = row_of(progress("hai-duong", "2025-Q1"), "ddi-registered")
    assert (row["target"], row["target_comparator"]) == (str(8500 * BILLION), "over")
    assert row["to_date"] == str(6918 * BILLION)
    assert row["attainment"].startswith("0.81388")
    assert row["status"] == "on_track"
    assert (row["assigned"], row["unassigned"]) == (str(6000 * BILLION), str(2500 * BILLION))
    assert row["coverage_of_goal"].startswith("0.70588")


def test_dai_an_has_not_reported():
    answer = progress("dai-an-mo-rong", "2025-Q1")
    targets = {row["indicator"]: row["target"] for row in answer["rows"]}
    assert targets == {"fdi-registered": str(500 * MILLION), "ddi-registered": str(1700 * BILLION)}
    for row in answer["rows"]:
        assert (row["status"], row["to_date"], row["attainment"]) == ("not_reported", None, None)


def test_lai_vu_has_no_fdi_target():
    answer = progress("lai-vu", "2025-Q1")
    assert [row["indicator"] for row in answer["rows"] if row["target"] is not None] == ["ddi-registered"]
    assert not [f for f in figures() if f["place"] == "lai-vu" and f["indicator"] == "fdi-registered"]


@pytest.mark.parametrize(
    ("old", "new", "quarter"), [("hai-duong", "hai-phong", "2025-Q1"), ("bac-giang", "bac-ninh", "2024-Q4")]
)
def test_todays_map_carries_the_figures_of_the_former_province(old, new, quarter):
    before = progress(old, quarter)
    after = progress(new, quarter, map="today")
    assert old in after["predecessors"]
    row = row_of(before, "fdi-registered")
    moved = row_of(after, "fdi-registered")
    assert (moved["to_date"], moved["to_date_comparator"]) == (row["to_date"], row["to_date_comparator"])
    assert moved["attainment"] == row["attainment"]
    assert progress(new, quarter)["exists_on_map"] is False


@pytest.mark.parametrize("quarter", ["2023-Q1", "2024-Q4", "2025-Q1", "2025-Q3"])
def test_toggling_the_map_changes_no_total(quarter):
    then, today = (progress("viet-nam", quarter, map=choice) for choice in ("then", "today"))
    keys = ("indicator", "to_date", "to_date_comparator", "attainment", "children_sum")
    assert [{key: row[key] for key in keys} for row in then["rows"]] == [
        {key: row[key] for key in keys} for row in today["rows"]
    ]


def test_bac_giang_year_end_invents_no_quarters():
    row = row_of(progress("bac-giang", "2024-Q4"), "fdi-registered-new")
    assert row["to_date"] == str(507 * MILLION)
    assert row["in_quarter"] is None
    for quarter in ("2024-Q1", "2024-Q2", "2024-Q3"):
        assert progress("bac-giang", quarter)["rows"] == []


def test_quang_ninh_january_is_a_part_of_the_quarter():
    row = row_of(progress("quang-ninh", "2023-Q1"), "investment-attracted-vnd")
    assert (row["to_date"], row["to_date_comparator"]) == (str(4800 * BILLION), "nearly")
    assert (row["to_date_from"], row["to_date_to"]) == ("2023-01-01", "2023-01-31")
    assert row["in_quarter"] is None
    assert "provisional" in row["states"]
    assert row["figures"][0]["cut_off_on"] == "2023-01-31"


def test_quang_ninh_january_is_listed_provisional_with_its_cut_off():
    row = next(f for f in figures() if f["reference"] == "004-09-investment-january")
    assert (row["observation_status"], row["cut_off_on"]) == ("provisional", "2023-01-31")


def test_ha_noi_clusters_are_a_count():
    row = next(f for f in figures() if f["place"].startswith("ha-noi") and f["value"] == "20")
    assert (row["role"], row["unit"], row["currency"]) == ("target", "clusters", None)


def test_promotion_list_has_five_groups_of_which_one_has_no_count():
    offered = [f for f in figures() if f["role"] == "offer" and f["unit"] == "projects"]
    assert sorted((f["value"] for f in offered if f["value"]), key=int) == ["3", "3", "3", "11", "22"]
    assert len([f for f in offered if f["value"] is None and f["comparator"] == "none_stated"]) == 1


def test_procedure_days_stand_against_the_statutory_days():
    days = [f for f in figures() if f["unit"] == "days" and f["role"] == "commitment"]
    assert sorted((f["baseline"], f["value"]) for f in days) == [
        ("10", "8"),
        ("15", "8"),
        ("20", "15"),
        ("20", "15"),
        ("20", "17"),
    ]


def test_every_figure_names_its_source_and_unit():
    rows = figures()
    assert len({row["source_file"] for row in rows}) == 5
    for row in rows:
        assert row["paragraph"] >= 1
        assert row["unit"]
        assert row["printed"] or row["origin"] == "implied" or row["comparator"] == "none_stated"
        assert row["value"] is None or "E" not in row["value"].upper()


def test_at_least_eight_checks_with_ten_findings():
    out = StringIO()
    call_command("data_checks", format="json", language="en", stdout=out)
    answer = json.loads(out.getvalue())
    found = answer if isinstance(answer, list) else answer["findings"]
    assert len({finding["code"] for finding in found}) >= 8
    assert len(found) >= 10
    assert all(finding["arithmetic"] for finding in found)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"place": "nowhere", "quarter": "2025-Q1"}, "nowhere"),
        ({"place": "hai-duong", "quarter": "2025-5"}, "2025-Q1"),
        ({"place": "hai-duong", "quarter": "2025-Q1", "indicator": ["gold"]}, "gold"),
        ({"place": "hai-duong", "quarter": "2025-Q1", "map": "tomorrow"}, "today"),
        ({"place": "hai-duong", "quarter": "2025-Q1", "as_of": "2025-02-30"}, "2025-02-30"),
        ({"place": "hai-duong", "quarter": "2025-Q1", "format": "xml"}, "json"),
    ],
)
def test_bad_arguments_get_a_sentence_with_the_cure(options, words):
    with pytest.raises(CommandError, match=words):
        call_command("progress", stdout=StringIO(), **options)
