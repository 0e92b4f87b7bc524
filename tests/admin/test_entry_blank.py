"""A line without a figure looks blank: on the page, printed, without a script, and read aloud."""

import re

import pytest
import time_machine

from tests.admin.dai_an import DaiAn
from tracker.models import Actual, QuarterlyReport

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _july_2025():
    with time_machine.travel("2025-07-05T09:00:00+07:00", tick=True):
        yield


@pytest.fixture
def dai_an(sign_in):
    return DaiAn(sign_in)


def chosen(row):
    return [(value, name) for value, name, is_chosen in row.statuses if is_chosen]


def selected(response, row):
    """Return what the list of a row shows in the page as it was sent."""
    (select,) = re.findall(rf'<select id="{row.status.name}".*?</select>', response.content.decode(), re.DOTALL)
    return re.findall(r'<option value="([^"]*)" selected>(.*?)</option>', select)


def test_blank_line_says_that_nothing_is_entered(dai_an):
    page = dai_an.page()
    row = dai_an.row(page, dai_an.ddi)
    assert selected(page, row) == chosen(row) == [("", "chưa nhập")]
    assert f'aria-label="{row.status.label}"' in page.content.decode()


def test_page_of_blank_lines_that_is_sent_back_stores_nothing(dai_an):
    blank = {f"{name}_status": "" for name in ("fdi", "ddi", "leased", "occupancy")}
    assert dai_an.save(**blank).status_code == 302
    assert not Actual.objects.exists()


@pytest.mark.parametrize("status", ["", "normal"])
def test_figure_is_reported_whichever_of_the_two_the_list_says(dai_an, status):
    assert dai_an.save(fdi_in_quarter="125", fdi_status=status).status_code == 302
    assert Actual.objects.get().observation_status == "normal"
    page = dai_an.page()
    assert selected(page, dai_an.row(page, dai_an.fdi)) == [("normal", "đã báo cáo")]


def test_four_states_show_as_four_and_come_back_unchanged(dai_an):
    """Blank, 0, nil and not applicable are four different things."""
    dai_an.save(ddi_in_quarter="0", leased_level="-", leasable_level="x")
    page = dai_an.page()
    shown = {one: chosen(dai_an.row(page, getattr(dai_an, one)))[0][0] for one in ("fdi", "ddi", "leased", "leasable")}
    assert shown == {"fdi": "", "ddi": "normal", "leased": "nil", "leasable": "not_applicable"}
    before = list(Actual.objects.order_by("pk").values())
    sent = {
        f"{one}_{part}": text
        for one, part, text in [
            ("fdi", "status", ""),
            ("ddi", "status", "normal"),
            ("ddi", "in_quarter", "0"),
            ("leased", "status", "nil"),
            ("leasable", "status", "not_applicable"),
        ]
    }
    dai_an.save(**sent)
    assert list(Actual.objects.order_by("pk").values()) == before


def test_list_follows_what_is_typed_where_a_page_comes_back(dai_an):
    refused = dai_an.save(fdi_in_quarter="1.2.3", fdi_status="", ddi_status="normal", ddi_in_quarter=" ")
    assert refused.status_code == 200
    assert chosen(dai_an.row(refused, dai_an.fdi))[0][0] == "normal"
    assert chosen(dai_an.row(refused, dai_an.ddi))[0][0] == ""
    assert not QuarterlyReport.objects.exists()


def test_figure_that_was_cleared_is_gone_though_the_list_still_says_reported(dai_an):
    dai_an.save(fdi_in_quarter="125", ddi_in_quarter="7")
    dai_an.save(fdi_in_quarter="", fdi_status="normal", ddi_in_quarter="7")
    assert [row.indicator for row in Actual.objects.all()] == [dai_an.ddi]
    assert chosen(dai_an.row(dai_an.page(), dai_an.fdi)) == [("", "chưa nhập")]


def test_locked_page_says_it_too(dai_an):
    dai_an.save(step="submit", fdi_in_quarter="125")
    text = dai_an.page().content.decode()
    statuses = re.findall(r'<td data-label="Trạng thái">\s*(.*?)\s*(?:<span|</td>)', text, re.DOTALL)
    assert statuses == ["đã báo cáo"] + ["chưa nhập"] * 4


def test_late_page_lists_only_what_was_typed_and_no_status_that_nobody_chose(dai_an):
    tokens = dai_an.tokens()
    dai_an.save(step="submit", fdi_in_quarter="125")
    typed = dai_an.fields(fdi_in_quarter="130", fdi_status="normal", ddi_in_quarter="7", ddi_status="normal")
    late = dai_an.clerk.post(dai_an.address, {**tokens, **typed, **dai_an.fields(leased_status=""), "step": "save"})
    assert [text for _label, text in late.context["unsaved"]] == ["130", "7"]
