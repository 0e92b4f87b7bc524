"""Two people with several parks' reports before them: nobody's entry is silently overwritten, and the loser is told."""

import re

import pytest
import time_machine

from tests.admin.test_entry_block import Parks, cell
from tests.builders import make_person
from tracker.models import Actual, QuarterlyReport, Role

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _july_2025():
    with time_machine.travel("2025-07-05T09:00:00+07:00", tick=True):
        yield


class Two:
    """Two clerks of a province, each with a browser: what one has open stays as it was when it was opened."""

    def __init__(self, sign_in):
        self.parks = Parks(sign_in)
        lan = make_person("lan", role=Role.CLERK, place=self.parks.rows.province, display_name="Nguyễn Thị Lan")
        self.mine, self.hers = self.parks.client, sign_in(lan, "vi")

    def open(self, browser, basis="in_quarter"):
        return browser.get(f"{self.parks.overview}?basis={basis}")

    def send(self, browser, page, basis="in_quarter", step="save", **cells):
        """Send a page with some cells typed over: c01="7" is the first park's second indicator."""
        typed = {cell(page, int(name[1]), int(name[2])).name: text for name, text in cells.items()}
        fields = {**self.parks.fields(page), **typed, "step": step}
        return browser.post(f"{self.parks.overview}?basis={basis}", fields)


@pytest.fixture
def two(sign_in):
    return Two(sign_in)


def stored():
    """Return what is stored, by park and indicator."""
    rows = Actual.objects.order_by("revision__report__place", "indicator", "basis")
    return [int(row.value) for row in rows]


def test_second_sees_whose_value_stands_since_when_and_chooses(two):
    two.send(two.mine, two.open(two.mine), c00="1", c01="2", c10="3")
    mine, hers = two.open(two.mine), two.open(two.hers)
    assert two.send(two.hers, hers, c00="10").status_code == 302
    told = two.send(two.mine, mine, c00="11", c10="30")
    assert told.status_code == 200
    assert stored() == [10, 2, 3]
    for words in ("Nguyễn Thị Lan", "10", "11"):
        assert words in cell(told, 0, 0).error
    assert re.search(r"\d\d:\d\d \d\d/\d\d/\d{4}", cell(told, 0, 0).error)  # by the clock of the database
    assert cell(told, 1, 0).error == ""
    assert (cell(told, 0, 0).text, cell(told, 1, 0).text) == ("11", "30")
    assert two.send(two.mine, told).status_code == 302
    assert stored() == [11, 2, 30]


def test_value_that_changed_while_the_message_was_read_is_told_as_well(two):
    mine, hers = two.open(two.mine), two.open(two.hers)
    two.send(two.hers, hers, c00="10")
    told = two.send(two.mine, mine, c00="11")
    two.send(two.hers, two.open(two.hers), c00="12")
    again = two.send(two.mine, told)
    assert again.status_code == 200
    assert "12" in cell(again, 0, 0).error
    assert stored() == [12]


def test_entries_beside_each_other_both_stay(two):
    two.send(two.mine, two.open(two.mine), c00="1", c01="2")
    mine, hers = two.open(two.mine), two.open(two.hers)
    assert two.send(two.hers, hers, c00="10").status_code == 302
    assert two.send(two.mine, mine, c01="20").status_code == 302
    assert stored() == [10, 20]


def test_cell_that_somebody_cleared_stays_clear_under_an_old_page(two):
    two.send(two.mine, two.open(two.mine), c00="1", c01="2")
    mine, hers = two.open(two.mine), two.open(two.hers)
    two.send(two.hers, hers, c00="")
    assert two.send(two.mine, mine, c01="20").status_code == 302
    assert stored() == [20]


def test_same_value_typed_by_both_is_no_conflict(two):
    mine, hers = two.open(two.mine), two.open(two.hers)
    two.send(two.hers, hers, c00="10")
    assert two.send(two.mine, mine, c00="10").status_code == 302
    assert stored() == [10]


def test_both_begin_the_same_reports_at_once(two):
    """Nothing was begun when both opened the page; the first draft is shared, the same cell is a conflict."""
    mine, hers = two.open(two.mine), two.open(two.hers)
    assert two.send(two.hers, hers, c00="10", c20="5").status_code == 302
    told = two.send(two.mine, mine, c00="11", c11="4")
    assert (told.status_code, stored()) == (200, [10, 5])
    assert two.send(two.mine, told, c00="10").status_code == 302
    assert stored() == [10, 4, 5]
    assert QuarterlyReport.objects.count() == 3


def test_other_basis_of_the_same_line_is_a_conflict_though_no_cell_shows_it(two):
    """She types the year to date, I the quarter: one line, and each page shows only its own half."""
    mine, hers = two.open(two.mine), two.open(two.hers, "year_to_date")
    assert two.send(two.hers, hers, "year_to_date", c00="100").status_code == 302
    told = two.send(two.mine, mine, c00="11")
    assert told.status_code == 200
    assert "100" in cell(told, 0, 0).error
    assert stored() == [100]


def test_flag_alone_is_noticed(two):
    two.send(two.mine, two.open(two.mine), c00="10")
    mine, hers = two.open(two.mine), two.open(two.hers)
    two.send(two.hers, hers, c00="10*")
    told = two.send(two.mine, mine, c00="11")
    assert told.status_code == 200
    assert Actual.objects.get().observation_status == "provisional"


def test_report_that_somebody_submitted_meanwhile_keeps_its_figures_and_names_what_was_typed(two):
    mine, hers = two.open(two.mine), two.open(two.hers)
    assert two.send(two.hers, hers, step="submit", c00="10").status_code == 302
    told = two.send(two.mine, mine, c00="11", c10="3")
    assert told.status_code == 200
    assert stored() == [10]
    assert "11" in cell(told, 0, 0).error
    assert cell(told, 1, 0).text == "3"


def test_old_page_submits_nothing_that_its_reader_has_not_seen(two):
    """Submitting sends whole drafts: what a colleague typed meanwhile stays, and goes along as it stands."""
    mine, hers = two.open(two.mine), two.open(two.hers)
    two.send(two.hers, hers, c00="10")
    answer = two.send(two.mine, mine, step="submit", c01="20")
    assert (answer.status_code, stored()) == (302, [10, 20])
