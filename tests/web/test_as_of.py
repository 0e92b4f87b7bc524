"""A file names its map and its moment, and asked again as of that moment it is the same, byte for byte."""

import csv
import re
from datetime import date

import pytest
from django.test import Client

from provinces.models import ParkInvestor, PlaceParent
from tests.builders import (
    Figure,
    make_document,
    make_duty,
    make_form,
    make_indicator,
    make_manager,
    make_place,
    make_province_with_parks,
    make_report,
    make_revision,
    make_target,
    make_threshold,
)
from tests.progress.backdating import record_at
from tests.progress.test_restatements import moment
from tracker.models import ObservationStatus, ReportingDuty, Threshold
from tracker.web.filters import moment_value

pytestmark = pytest.mark.django_db
MILLION = 10**6
WITHDRAWN = {"observation_status": ObservationStatus.WITHDRAWN, "comparator": "none_stated"}


class Books:
    """A province of three parks with goals and two quarters of figures from one document, all known since April."""

    def __init__(self):
        self.tree = make_province_with_parks("hai-duong", parks=["dai-an", "lai-vu", "cong-hoa"])
        self.fdi = make_indicator(headline=True)
        self.leased = make_indicator("land-leased", kind="stock", unit="ha", headline=True)
        form = make_form(indicators=[self.fdi, self.leased])
        for park, investor in zip(self.tree.parks, self.tree.investors, strict=True):
            make_duty(investor, park, form=form)
        make_threshold()
        record_at(moment(1), ParkInvestor, PlaceParent, ReportingDuty, Threshold)
        self.paper = make_document("the-paper")
        printed = {"document": self.paper, "paragraph": 1, "printed": "as printed"}
        self.goal = make_target(self.tree.province, self.fdi, 1000 * MILLION, at=moment(1), reference="goal", **printed)
        self.reports = []
        for number, (park, investor) in enumerate(zip(self.tree.parks, self.tree.investors, strict=True)):
            make_target(park, self.fdi, 300 * MILLION, investor=investor, part_of=self.goal, at=moment(1), **printed)
            for quarter in (1, 2):
                figures = [
                    Figure(
                        self.fdi,
                        (50 * number + 60 * quarter) * MILLION,
                        fields={**printed, "reference": f"fdi-{number}-{quarter}"},
                    ),
                    Figure(self.leased, 10 * number + quarter, "as_of"),
                ]
                report = make_report(park, 2025, quarter, reporter=investor, figures=figures, at=moment(5), form=form)
                self.reports.append(report)

    def revise_five_cells(self):
        """Correct four cells, withdraw one, halve the goal, and report a quarter that nobody knew of."""
        for number, report in enumerate(self.reports[:4]):
            make_revision(report, [Figure(self.fdi, (500 + number) * MILLION)])
        make_revision(self.reports[4], [Figure(self.fdi, None, fields=WITHDRAWN)])
        make_target(self.tree.province, self.fdi, 500 * MILLION, supersedes=self.goal, reference="goal-2")
        investor = self.tree.investors[0]
        make_report(self.tree.parks[0], 2025, 3, reporter=investor, figures=[Figure(self.fdi, 900 * MILLION)])


@pytest.fixture
def books():
    return Books()


@pytest.fixture
def client(books):
    client = Client()
    client.cookies["language"] = "en"
    client.force_login(make_manager(books.tree.country), backend="django.contrib.auth.backends.ModelBackend")
    return client


# Every page whose numbers depend on the moment, without a quarter: also which one it opens on is what was known then.
PAGES = [
    "/",
    "/?map=today",
    "/places/viet-nam/",
    "/places/hai-duong/",
    "/places/hai-duong/?map=today",
    "/places/hai-duong/?quarter=2025-Q1",
    "/places/dai-an/",
    "/places/hai-duong/explanation/?indicator=fdi-registered",
    "/places/hai-duong/targets/",
    "/places/hai-duong/restatements/?since=2025-10-03",
    "/indicators/",
    "/indicators/fdi-registered/",
    "/investors/",
    "/investors/dai-an-investor/",
    "/documents/the-paper/",
    "/data-checks/",
]


def joined(address, **more):
    parts = "&".join(f"{name}={value}" for name, value in more.items())
    return f"{address}{'&' if '?' in address else '?'}{parts}"


def body_of(response):
    return b"".join(response.streaming_content)


def tables_of(client, address):
    return [table.key for table in client.get(address).context["tables"] if table is not None]


def moment_in(response, body):
    """The moment that a file names: in its name to the microsecond, and in a column of each row if it has rows."""
    stamp = re.search(r"as-of-(\d{8}T\d{6}\.\d{6})Z", response.headers["Content-Disposition"])
    rows = list(csv.DictReader(body.decode("utf-8-sig").splitlines()))
    if rows:
        assert len({row["As known on"] for row in rows}) == 1
    return stamp.group(1), rows[0]["As known on"] if rows else ""


@pytest.mark.parametrize("address", PAGES)
def test_page_is_the_same_as_of_the_moment_of_its_file_after_five_cells_were_revised(books, client, address):
    captured = {}
    for table in tables_of(client, address):
        response = client.get(joined(address, format="csv", table=table))
        body = body_of(response)
        captured[table] = (*moment_in(response, body), body, response.headers["Content-Disposition"])
    assert captured
    books.revise_five_cells()
    for table, (stamp, column, body, name) in captured.items():
        as_of = column or f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:11]}:{stamp[11:13]}:{stamp[13:]}%2B00:00"
        again = client.get(joined(address, format="csv", table=table, as_of=as_of.replace("+", "%2B")))
        assert body_of(again) == body, table
        assert again.headers["Content-Disposition"] == name


def test_without_the_moment_the_files_say_what_is_known_now(books, client):
    address = "/places/hai-duong/?quarter=2025-Q2&format=csv&table=goals"
    before = list(csv.DictReader(body_of(client.get(address)).decode("utf-8-sig").splitlines()))
    books.revise_five_cells()
    after = list(csv.DictReader(body_of(client.get(address)).decode("utf-8-sig").splitlines()))
    assert (before[0]["Goal"], after[0]["Goal"]) == ("1000", "500")
    assert before[0]["Reached to date"] != after[0]["Reached to date"]


def test_page_without_a_quarter_opens_on_the_newest_that_was_known(books, client):
    known = moment_value(moment(6))
    assert client.get("/places/dai-an/", {"as_of": known}).context["query"].quarter.number == 2
    books.revise_five_cells()
    assert client.get("/places/dai-an/", {"as_of": known}).context["query"].quarter.number == 2
    assert client.get("/places/dai-an/").context["query"].quarter.number == 3
    offered = client.get("/places/dai-an/", {"as_of": known}).context["chooser"]["quarters"]
    assert [value for value, _words, _chosen in offered] == ["2025-Q2", "2025-Q1"]


def test_files_of_two_maps_and_moments_bear_different_names(books, client):
    address = "/places/hai-duong/?quarter=2025-Q1&format=csv&table=goals"
    names = {
        client.get(joined(address, **more)).headers["Content-Disposition"]
        for more in ({"as_of": "2025-10-06"}, {"as_of": "2025-10-07"}, {"as_of": "2025-10-06", "map": "today"})
    }
    assert len(names) == 3
    assert any("places-hai-duong-goals-2025-Q1-map-today-as-of-20251006T165959.999999Z.csv" in name for name in names)


def test_list_of_documents_names_its_moment_because_papers_are_edited_in_place(books, client):
    response = client.get("/documents/?format=csv")
    assert "documents-list-as-of-" in response.headers["Content-Disposition"]
    assert "As known on" in body_of(response).decode()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"hai-duong", "hai-phong-cu", "hai-phong"}),
        ("quarter=2025-Q2", {"hai-duong", "hai-phong-cu"}),
        ("quarter=2025-Q3", {"hai-phong"}),
        ("map=today", {"hai-phong"}),
    ],
)
def test_list_of_places_reads_the_map_that_is_asked_for(books, client, asked, found):
    books.tree.province.valid_to = date(2025, 6, 30)
    books.tree.province.save()
    make_place("hai-phong-cu", parent=books.tree.country, valid_to=date(2025, 6, 30))
    make_place("hai-phong", parent=books.tree.country, valid_from=date(2025, 7, 1))
    table = client.get(f"/places/?kind=province&{asked}").context["table"]
    assert {place.slug for place in table.data} == found
