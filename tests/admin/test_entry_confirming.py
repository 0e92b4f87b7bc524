"""The same words may be the reason of two figures: page, overview and program let a person say so, and ask first."""

import json

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.admin.dai_an import DaiAn
from tests.admin.test_entry_block import Parks, cell
from tracker.actions.tokens import make_token
from tracker.models import Actual, TokenPurpose

pytestmark = pytest.mark.django_db
WHY = "thu hồi dự án"


@pytest.fixture(autouse=True)
def _july_2025():
    with time_machine.travel("2025-07-05T09:00:00+07:00", tick=True):
        yield


@pytest.fixture
def dai_an(sign_in):
    """Dai An with a quarter of 100, a reason of its own in the next: −10."""
    made = DaiAn(sign_in)
    made.address = made.address_of("2025-Q1")
    assert made.save(step="submit", fdi_in_quarter="100").status_code == 302
    assert made.review(step="approve").status_code == 302
    made.address = made.address_of("2025-Q2")
    assert made.save(fdi_in_quarter="-10", fdi_reason=WHY).status_code == 302
    return made


def test_page_asks_once_more_and_takes_the_same_words_the_second_time(dai_an):
    typed = {"fdi_in_quarter": "900000", "fdi_reason": WHY}
    asked = dai_an.save(**typed)
    row = dai_an.row(asked, dai_an.fdi)
    assert f"“{WHY}”" in row.reason.error
    assert f'name="{row.asked.name}" value="{row.asked.text}"' in asked.content.decode()
    # Another line that cannot be read: the answer that was on its way is not lost.
    wrong = dai_an.save(**typed, fdi_asked=row.asked.text, ddi_in_quarter="1.2.3")
    assert dai_an.row(wrong, dai_an.fdi).asked.text == row.asked.text
    assert dai_an.save(**typed, fdi_asked=row.asked.text).status_code == 302
    assert Actual.objects.get(revision__report__quarter=2).value == 900_000_000_000


def test_page_asks_again_about_another_figure(dai_an):
    row = dai_an.row(dai_an.save(fdi_in_quarter="900000", fdi_reason=WHY), dai_an.fdi)
    again = dai_an.save(fdi_in_quarter="800000", fdi_reason=WHY, fdi_asked=row.asked.text)
    assert again.status_code == 200
    assert dai_an.row(again, dai_an.fdi).asked.text not in ("", row.asked.text)


def test_program_answers_by_repeating_what_it_was_asked(dai_an):
    now = timezone.now()
    _token, secret = make_token(purpose=TokenPurpose.PROGRAMS, by=dai_an.clerk_person, at=now, may_enter=True)
    address = reverse("web:report_api", args=[dai_an.park.slug, "2025-Q2", dai_an.reporter.slug])
    client, headers = Client(), {"Authorization": f"Bearer {secret}"}

    def put(**changes):
        read = client.get(address, headers=headers).json()
        (line,) = (line for line in read["lines"] if line["indicator"] == dai_an.fdi.code)
        sent = {**line, "if_match": line["fingerprint"], "in_quarter": "900000000000", **changes}
        body = json.dumps({"lines": [sent], "revision": read["revision"]})
        return client.put(address, body, content_type="application/json", headers=headers)

    refused = put()
    assert refused.status_code == 422
    (problem,) = refused.json()["problems"]
    assert (problem["confirmable"], problem["field"]) == (True, "reason")
    assert put(asked="0" * 20).status_code == 422
    assert put(asked=5).json()["problems"][0]["field"] == "asked"
    assert put(asked=problem["asked"]).status_code == 200
    assert Actual.objects.get(revision__report__quarter=2).value == 900_000_000_000


def test_overview_takes_the_same_words_for_another_figure(sign_in):
    parks = Parks(sign_in)
    asked = parks.send(parks.paste(parks.block([["-5", "1"], ["1", "1"], ["1", "1"]])))
    assert parks.send(asked, reason=WHY).status_code == 302
    page = parks.client.get(parks.overview)
    typed = {**parks.fields(page), cell(page, 0, 0).name: "-7", "step": "save"}
    again = parks.client.post(parks.overview, {**typed, "reason": WHY})
    assert again.status_code == 200, "asked about -7 before anybody answers"
    assert parks.send(again, reason=WHY).status_code == 302
    assert list(Actual.objects.filter(value__lt=0).values_list("value", "reason")) == [(-7, WHY)]


def test_overview_takes_the_same_words_for_another_question(dai_an):
    """From −10 to 900,000: the figure before had this reason, and the new question was shown before it is answered."""
    overview = reverse("admin:tracker_quarterlyreport_overview", args=["hai-duong", "2025-Q2"])
    page = dai_an.clerk.get(overview)
    (row,) = page.context["rows"]

    def fields(response, **more):
        (shown,) = response.context["rows"]
        names = ("seen", "asked", "revisions")
        found = {name: response.context[name] for name in names} | {one.name: one.text for one in shown.cells}
        return {**found, "step": "save", **more}

    asked = dai_an.clerk.post(overview, fields(page) | {row.cells[0].name: "900000"})
    assert asked.context["asks_reasons"]
    assert dai_an.clerk.post(overview, fields(asked, reason=WHY)).status_code == 302
    figure = Actual.objects.get(revision__report__quarter=2)
    assert (figure.value, figure.reason) == (900_000_000_000, WHY)
