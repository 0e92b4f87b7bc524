"""The quarter report: a sheet with the sentence, the goals, the year, what was said of those behind, and its state."""

import csv
import re
from datetime import date

import pytest
from django.utils import timezone, translation

from provinces.models.place import PlaceKind
from tests.builders import (
    Figure,
    make_country,
    make_document,
    make_indicator,
    make_organisation,
    make_place,
    make_report,
    make_succession,
    make_target,
    make_threshold,
)
from tests.reading import read, reading_client, words_in
from tracker.models import Comparator, TargetRole
from tracker.web.published import official_day

pytestmark = pytest.mark.django_db
M = 1_000_000
ADDRESS = "/places/an/report/?quarter=2025-Q2"


@pytest.fixture
def province():
    """An, with one goal on track and one that is behind, of which its board says why."""
    make_threshold()
    fdi = make_indicator("fdi-registered", unit="USD", name="Vốn FDI", name_en="FDI")
    ddi = make_indicator("ddi-registered", unit="USD", position=2, name="Vốn DDI", name_en="DDI")
    place = make_place("an", parent=make_country(), name="An", name_en="An")
    board = make_organisation("an-board")
    for indicator in (fdi, ddi):
        make_target(place, indicator, 100 * M, comparator=Comparator.EXACTLY)
    make_report(
        place,
        2025,
        2,
        reporter=board,
        figures=[
            Figure(fdi, 60 * M),
            Figure(ddi, 20 * M, fields={"note": "Chờ mặt bằng.", "note_en": "Waiting for land."}),
        ],
    )
    return place


def sheet_text(response):
    return words_in(response, "article")


def test_sheet_says_the_sentence_and_each_goal_with_its_assessment(province):
    answer = reading_client("en").get(ADDRESS)
    text = sheet_text(answer)
    assert "An, Q2 2025: 1 of 2 goals on track; 1 off track." in text
    table = answer.context["table"]
    assert [(table.value_of("number", row), table.value_of("status", row)) for row in table.data] == [
        (1, "On track"),
        (2, "Off track"),
    ]
    assert 'role="img"' in answer.content.decode()
    vietnamese = sheet_text(reading_client("vi").get(ADDRESS))
    assert "Tình hình thực hiện các mục tiêu đầu tư, Quý II/2025" in vietnamese
    assert "NGƯỜI LẬP BIỂU" in vietnamese


def test_goals_that_are_behind_are_explained_by_what_was_written_with_their_figures(province):
    assert "DDI: Waiting for land." in sheet_text(reading_client("en").get(ADDRESS))
    assert "Vốn DDI: Chờ mặt bằng." in sheet_text(reading_client("vi").get(ADDRESS))


def test_note_of_a_figure_from_a_document_is_no_explanation(province):
    taken = {"document": make_document("paper"), "paragraph": 1, "note": "Số của các khu.", "note_en": "Of the parks."}
    make_report(province, 2025, 3, figures=[Figure(make_indicator("ddi-registered"), 1 * M, fields=taken)])
    said = sheet_text(reading_client("en").get("/places/an/report/?quarter=2025-Q3"))
    assert "DDI: no explanation yet" in said
    assert "Of the parks." not in said


def test_page_of_the_place_names_in_its_second_line_what_is_behind(province):
    page = "/places/an/?quarter=2025-Q2"
    assert "1 off track off track: DDI · province" in words_in(reading_client("en").get(page), "main")
    assert "chậm tiến độ: Vốn DDI · " in words_in(reading_client("vi").get(page), "main")


def test_page_of_a_place_where_nothing_is_behind_names_nothing(province):
    assert "off track: " not in words_in(reading_client("en").get("/places/an/?quarter=2025-Q1"), "main")


def test_many_goals_that_are_behind_are_named_by_the_first_three_and_counted(province):
    for number in range(4):
        indicator = make_indicator(f"further-{number}", unit="USD", position=3 + number, name_en=f"Further {number}")
        make_target(province, indicator, 100 * M, comparator=Comparator.EXACTLY)
        make_report(
            province,
            2025,
            2,
            reporter=make_organisation(f"board-{number}"),
            figures=[Figure(indicator, 20 * M)],
        )
    said = words_in(reading_client("en").get("/places/an/?quarter=2025-Q2"), "main")
    assert "off track: DDI, Further 0, Further 1 and 2 more · province" in said


def test_what_was_not_published_is_a_draft(province):
    assert "DRAFT: not published as an edition yet" in sheet_text(reading_client("en").get(ADDRESS))


def test_sheet_is_dated_in_its_province(province):
    today = timezone.localdate()
    with translation.override("vi"):
        assert f"An, {official_day(today)}" in sheet_text(reading_client("vi").get(ADDRESS))
    make_place("park", parent=province, kind=PlaceKind.INDUSTRIAL_PARK, name="Khu", name_en="Park")
    of_park = sheet_text(reading_client("en").get("/places/park/report/?quarter=2025-Q2"))
    assert f"An, {today.day} " in of_park


def test_plan_of_others_is_said_to_be_theirs_and_no_goal_of_theirs(province):
    zone = make_place("an-parks", parent=province, kind=PlaceKind.PERIMETER, name="Khu", name_en="Parks of An")
    jobs = make_indicator("jobs", name_en="Jobs")
    make_report(zone, 2025, 2, figures=[Figure(jobs, 7)])
    make_target(province, jobs, 10, role=TargetRole.PLAN)
    said = words_in(reading_client("en").get("/places/an/?quarter=2025-Q2"), "main")
    assert "of: An" in said
    assert "goal of: An" not in said


def test_sheet_without_goals_says_so(province):
    make_place("binh", parent=province.parent_rows.get().parent, name="Bình", name_en="Binh")
    text = sheet_text(reading_client("en").get("/places/binh/report/?quarter=2025-Q2"))
    assert "That is not a goal of zero." in text
    assert "Goals that are off track" not in text


def test_table_of_the_sheet_as_a_file(province):
    answer = reading_client("en").get(f"{ADDRESS}&format=csv")
    lines = list(csv.DictReader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))
    assert [(line["No."], line["Indicator"], line["Goal"], line["% of expected"]) for line in lines] == [
        ("1", "FDI", "100", "1.2"),
        ("2", "DDI", "100", "0.4"),
    ]


def test_part_of_the_goal_stands_under_its_graph_and_another_perimeter_under_the_name(province):
    table = reading_client("en").get(ADDRESS).context["table"]
    first = table.data[0]
    assert "60%" in table.shown("graph", first)
    assert "60%" not in table.shown("to_date", first)
    zone = make_place("an-parks", parent=province, kind=PlaceKind.PERIMETER, name="Khu", name_en="Parks of An")
    make_report(zone, 2025, 2, figures=[Figure(first_indicator := make_indicator("jobs"), 7)])
    make_target(province, first_indicator, 10)
    table = reading_client("en").get(ADDRESS).context["table"]
    jobs = next(row for row in table.data if row.indicator.code == "jobs")
    assert jobs.perimeter_differs
    assert "Parks of An" in table.shown("indicator", jobs)
    assert "Parks of An" not in table.shown("to_date", jobs)


def test_goals_of_one_indicator_are_told_apart_by_their_periods(province):
    fdi = make_indicator("fdi-registered")
    make_target(province, fdi, 900 * M, starts_on=date(2025, 1, 1), ends_on=date(2029, 12, 31))
    answer = reading_client("en").get(ADDRESS)
    table = answer.context["table"]
    seen = [re.sub(r"<[^>]+>", " ", table.shown("indicator", row)) for row in table.data]
    assert len(seen) == 3
    assert [("2025–2029" in text, "2025" in text) for text in seen].count((True, True)) == 1
    assert sum("FDI" in text and "2025" in text for text in seen) == 2
    assert not any("DDI" in text and "2025" in text for text in seen)
    assert "FDI, 2025–2029: no explanation yet" in sheet_text(answer)


def test_goal_of_a_predecessor_says_whose_it_is(province):
    later = make_place("an-binh", parent=province.parent_rows.get().parent, name="An Bình", name_en="An Binh")
    make_succession(province, later)
    table = reading_client("en").get("/places/an-binh/report/?quarter=2025-Q2&map=today").context["table"]
    assert [("goal of: An" in table.shown("indicator", row)) for row in table.data] == [True, True]
    table = reading_client("en").get(ADDRESS).context["table"]
    assert not any("goal of" in table.shown("indicator", row) for row in table.data)


def test_place_page_leads_to_the_sheet_of_the_same_quarter(province):
    page = reading_client("en").get("/places/an/?quarter=2025-Q2&map=today").content.decode()
    assert 'href="/places/an/report/?quarter=2025-Q2&amp;map=today"' in page


def test_sheet_is_closed_to_those_without_an_account(province, settings):
    settings.PUBLIC_READING = settings.PUBLIC_EDITIONS = False
    assert read(ADDRESS, nobody=True).status_code == 302


@pytest.mark.parametrize(
    ("day", "vietnamese"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2025, 10, 12), "ngày 12 tháng 10 năm 2025"),
        (date(2025, 3, 9), "ngày 09 tháng 3 năm 2025"),
    ],
)
def test_day_is_written_as_on_official_papers(day, vietnamese):
    with translation.override("vi"):
        assert official_day(day) == vietnamese
    with translation.override("en"):
        assert "tháng" not in official_day(day)


def test_page_of_the_place_says_what_was_said_of_goals_that_are_behind(province):
    page = reading_client("en").get("/places/an/?quarter=2025-Q2")
    assert page.context["late"] == [("DDI", ["Waiting for land."])]
    assert "<b>DDI</b>: Waiting for land." in page.content.decode()
    make_report(province, 2025, 3, figures=[Figure(make_indicator("ddi-registered"), 1 * M)])
    silent = reading_client("en").get("/places/an/?quarter=2025-Q3").content.decode()
    assert "no explanation yet" in silent


def test_file_of_a_demonstration_says_that_it_is_one(province, settings):
    settings.DEMO = True
    answer = reading_client("en").get("/places/an/report.pdf?quarter=2025-Q2")
    assert "Invented figures for a demonstration" in answer.content.decode()
    assert 'filename="minh-hoa-report-an-2025-Q2-map-then.pdf"' in answer.headers["Content-Disposition"]


def test_file_names_what_is_unknown_like_the_page(province):
    for address in ("/places/no-such-place/report.pdf", "/places/no-such-place/report/"):
        assert reading_client("en").get(address).status_code == 404
    assert reading_client("en").get("/places/an/report.pdf?quarter=2025-Q9").status_code == 400


def test_headline_of_the_sheet_counts_the_goals_that_it_shows(province):
    exports = make_indicator("exports", unit="USD", position=3, name="Xuất khẩu", name_en="Exports")
    country = make_country()
    make_target(country, exports, 100 * M, comparator=Comparator.EXACTLY)
    members = [province, make_place("binh", parent=country, name="Bình", name_en="Binh")]
    make_target(country, make_indicator("jobs", unit="USD", position=4), 5 * M, members=members)
    page = words_in(reading_client("en").get(f"/places/{country.slug}/?quarter=2025-Q2"), "main")
    assert "goal of several places together" in page
    answer = reading_client("en").get(f"/places/{country.slug}/report/?quarter=2025-Q2")
    assert [row.indicator.code for row in answer.context["table"].data] == ["exports"]
    assert "several places" not in sheet_text(answer)
