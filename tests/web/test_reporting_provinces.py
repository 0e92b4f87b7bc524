"""The reporting page of a country: told by province, each province by its places, and light enough for 34 of them."""

import csv
import gzip
import re
from datetime import date

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext

from provinces.models import Place
from tests.builders import make_approver, make_clerk, make_report
from tests.progress.owing import make_owing
from tests.web.rows import BOARD, place
from tests.web.test_reporting import browser, clock, owing, reported, rows_of, text_of
from tracker.progress.owed_report import OwedReport, ReportState
from tracker.progress.periods import Quarter
from tracker.progress.rows import MapChoice
from tracker.web.filters import PageQuery
from tracker.web.reporting_quarters import place_lines, quarter_table

__all__ = ["clock", "owing"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def country(owing):
    """Two provinces: Hai Duong's board has reported two of three cells, its park nothing; Bac Ninh all of both."""
    other = make_owing("bac-ninh", parks=1)
    reported(owing, 5, 6)
    reported(other, 1, 2, 3)
    park, investor = other.places.parks[0], other.places.investors[0]
    make_report(park, reporter=investor, form=other.form, figures=other.figures(1, 2, 3))
    return owing, other


def test_a_country_is_told_by_province_and_a_province_by_place(country):
    page = browser().get("/reporting/?quarter=2025-Q1")
    text = text_of(page)
    assert "Q1 2025: 1 of 2 provinces still lack approved reports" in text
    # Hai Duong: 2 of 6 cells; Bac Ninh: 6 of 6. Eight of twelve are in.
    assert "66.7% of the figures are in; empty cells: 4." in text
    rows = rows_of(page, "quarters")
    assert [[row[0], *row[-2:]] for row in rows] == [
        ["Bac Ninh 2 places", "6/6", "0"],
        ["Hai Duong 2 places", "2/6 1 of 2 reports", "4"],
    ]
    assert 'href="/reporting/?quarter=2025-Q1&amp;within=hai-duong"' in page.content.decode()
    below = browser().get("/reporting/?quarter=2025-Q1&within=hai-duong")
    assert "Hai Duong, Q1 2025: 1 of 2 places still lack approved reports" in text_of(below)
    assert [row[0] for row in rows_of(below, "quarters")] == ["Hai Duong Kcn 1", "Hai Duong Khu Cong Nghiep"]
    assert "Bac Ninh" not in text_of(below).split("Reports of the quarter")[1]
    assert [row[1] for row in rows_of(below, "missing")] == ["2", "1", "1"]


def test_province_that_is_no_more_is_told_from_its_successor_by_its_last_day(country):
    _first, other = country
    Place.objects.filter(pk=other.places.province.pk).update(valid_to=date(2025, 6, 30))
    page = browser().get("/reporting/?quarter=2025-Q1")
    assert [row[0] for row in rows_of(page, "quarters")] == [
        "Bac Ninh (until 30 Jun 2025) 2 places",
        "Hai Duong 2 places",
    ]


def test_every_place_in_one_table_is_one_link_away_and_in_its_file(country):
    page = browser().get("/reporting/?quarter=2025-Q1")
    assert 'href="/reporting/?quarter=2025-Q1&amp;within=all">Every place in one table' in page.content.decode()
    whole = browser().get("/reporting/?quarter=2025-Q1&within=all")
    assert len(rows_of(whole, "quarters")) == 4
    assert "1 of 4 places still lack approved reports" in text_of(whole)
    assert 'href="/reporting/?quarter=2025-Q1">All provinces' in whole.content.decode()
    answer = browser().get("/reporting/?quarter=2025-Q1&within=all&format=csv&table=quarters")
    assert len(list(csv.DictReader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))) == 4


def test_a_province_that_is_not_there_and_one_of_others_answer_alike(country):
    clerk = browser(make_clerk(country[0].perimeter, "of-one"))
    for slug in ("no-such-place", "bac-ninh"):
        answer = clerk.get(f"/reporting/?quarter=2025-Q1&within={slug}")
        assert answer.status_code == 200
        assert "nobody owes a report" in text_of(answer)
        assert "Bac Ninh" not in text_of(answer)


def test_whoever_reads_one_province_sees_its_places_at_once(country):
    page = browser(make_clerk(country[0].places.province, "of-one")).get("/reporting/?quarter=2025-Q1")
    assert [row[0] for row in rows_of(page, "quarters")] == ["Hai Duong Kcn 1", "Hai Duong Khu Cong Nghiep"]
    assert "1 of 2 places still lack approved reports" in text_of(page)


def test_a_clerk_of_two_parks_is_told_of_no_province_above_them(country):
    parks = [each.places.parks[0] for each in country]
    clerk = make_clerk(parks[0], "two-parks")
    make_clerk(parks[1], "two-parks")
    page = browser(clerk).get("/reporting/?quarter=2025-Q1")
    assert [row[0] for row in rows_of(page, "quarters")] == ["Bac Ninh Kcn 1", "Hai Duong Kcn 1"]
    assert "within=hai-duong" not in page.content.decode()


def test_shapes_are_drawn_once_for_all_cells(country):
    body = browser().get("/reporting/?quarter=2025-Q1").content.decode()
    table = body.split('id="quarters"')[1].split("</table>")[0]
    assert table.count("<use ") >= 2
    assert "<path" not in table
    for name in set(re.findall(r'href="#shape-([a-z_]+)"', body)):
        assert body.count(f'<symbol id="shape-{name}"') == 1


def owed_by(number, quarter):
    """The report of one place of a country, with gaps in every third quarter."""
    face = place(number, f"tinh-{number}", name=f"Tỉnh Thừa Thiên {number}")
    approved = (number + quarter.number) % 3 > 0
    return OwedReport(
        duty_id=number, reporter=BOARD, place=face, form_code="form", quarter=quarter,
        state=ReportState.APPROVED if approved else ReportState.NOTHING, open_state=None, open_revision_id=None,
        submitted_on=None, due_on=date(2025, 4, 15), first_approved_on=date(2025, 4, 10) if approved else None,
        cells_asked=130, cells_filled=101 if approved else 0, read_on=date(2025, 4, 17),
    )  # fmt: skip


def test_thirty_four_provinces_by_seven_quarters_stay_light():
    quarters = [Quarter(2025, 1).plus(back - 6) for back in range(7)]
    owed = [owed_by(number, quarter) for number in range(34) for quarter in quarters]
    query = PageQuery(quarters[-1], MapChoice.THEN, None)
    table = quarter_table(place_lines(owed, quarters), quarters, query=query, parameters=QueryDict(""))
    body = table.body.encode()
    assert body.count(b"<tr") == 34
    assert len(body) <= 50_000
    assert len(gzip.compress(body)) <= 5_000


def test_the_page_costs_the_same_at_two_sizes_and_stays_light():
    def cost(client, address):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    first = make_owing("hai-duong", parks=1)
    reported(first, 5, 6)
    make_owing("bac-ninh", parks=1)
    addresses = [f"/reporting/?quarter=2025-Q1{more}" for more in ("", "&within=hai-duong", "&within=all")]
    clients = [browser(), browser(make_approver(first.places.country))]
    small = [[cost(client, address) for address in addresses] for client in clients]
    for number in range(4):
        reported(make_owing(f"province-{number}", parks=6), 5, 6)
    assert [[cost(client, address) for address in addresses] for client in clients] == small


def test_figures_worth_a_second_look_stand_on_the_page_with_their_arithmetic(owing):
    reported(owing, 1_000_000, quarter=1)
    reported(owing, 4_000_000, -2_000_000_000, quarter=2)  # shown in millions of USD, billions of VND
    page = browser().get("/reporting/?quarter=2025-Q2")
    place, board = "Hai Duong Khu Cong Nghiep", "Hai Duong Board"
    assert [row[:1] + row[1:2] + row[3:6] for row in rows_of(page, "flagged")] == [
        [place, board, "a flow below zero", "\u22122", "\u2013"],
        [place, board, "more than 3 times the quarter before", "4", "1"],
    ]
    assert "No approved figure of the quarter stands out." in text_of(browser().get("/reporting/?quarter=2025-Q1"))
    clerk = browser(make_clerk(owing.places.parks[0], "of-a-park")).get("/reporting/?quarter=2025-Q2")
    assert "a flow below zero" not in text_of(clerk)
