"""A place's progress for programs: the same rows as its page and the command, within the same reach."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client, override_settings
from django.utils import timezone

from tests.builders import (
    Figure,
    make_administrator,
    make_indicator,
    make_investor,
    make_manager,
    make_park,
    make_place,
    make_province_with_parks,
    make_report,
    make_target,
)
from tests.reading import reading_client
from tracker.actions.approval import settled_moment
from tracker.actions.publishing import publish_edition
from tracker.actions.tokens import make_token
from tracker.models import TokenPurpose
from tracker.progress.periods import Quarter

pytestmark = pytest.mark.django_db


class Country:
    """Two provinces with a goal and a figure each."""

    def __init__(self):
        self.fdi = make_indicator()
        self.near, self.far = (make_province_with_parks(slug, parks=[f"{slug}-park"]) for slug in ("near", "far"))
        for rows in (self.near, self.far):
            make_target(rows.province, self.fdi)
            make_report(rows.province, 2025, 1, reporter=rows.board, figures=[Figure(self.fdi, 125_000_000)])


@pytest.fixture
def country(db):
    return Country()


def address(slug, query="?quarter=2025-Q1"):
    return f"/api/progress/places/{slug}/{query}"


def bearer(person):
    _token, secret = make_token(purpose=TokenPurpose.PROGRAMS, by=person, at=timezone.now())
    return {"authorization": f"Bearer {secret}"}


def command(slug, **options):
    out = StringIO()
    call_command("progress", place=slug, quarter="2025-Q1", format="json", stdout=out, **options)
    return json.loads(out.getvalue())


@pytest.mark.parametrize("choice", ["then", "today"])
def test_answers_what_the_command_prints(country, choice):
    answer = reading_client("vi").get(address("near", f"?quarter=2025-Q1&map={choice}"))
    assert answer.json() == command("near", map=choice)
    assert answer.json()["rows"][0]["to_date"] == "125000000"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_moment_of_the_address_reads_the_books_as_they_stood(country):
    answer = reading_client().get(address("near", "?quarter=2025-Q1&as_of=2020-01-01"))
    assert all(row["to_date"] is None for row in answer.json()["rows"])


def test_token_reads_the_places_of_its_maker_and_no_others(country):
    headers = bearer(make_manager(country.near.province))
    with override_settings(PUBLIC_READING=False):
        assert Client().get(address("near"), headers=headers).status_code == 200
        refused = Client().get(address("far"), headers=headers)
        unknown = Client().get(address("nowhere"), headers=headers)
    assert refused.status_code == unknown.status_code == 404
    assert refused.content == unknown.content


def test_the_public_reads_what_was_published_and_where_nothing_was_learns_nothing(country):
    with override_settings(PUBLIC_READING=True):
        near, unknown = Client().get(address("near")), Client().get(address("nowhere"))
    assert near.status_code == unknown.status_code == 404
    assert near.content == unknown.content


def test_without_public_reading_nobody_reads_without_a_sign_in_or_a_token(country):
    with override_settings(PUBLIC_READING=False):
        answer = Client().get(address("near"))
        wrong = Client().get(address("near"), headers={"authorization": "Bearer nonsense"})
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
    assert wrong.status_code == 401


def test_nonsense_in_the_address_is_answered_with_the_cure(country):
    answer = reading_client().get(address("near", "?quarter=2025-Q7"))
    assert answer.status_code == 400
    assert "2025-Q1" in answer.json()["message"]


def test_without_a_quarter_the_newest_with_figures_is_read(country):
    assert reading_client().get(address("near", "")).json()["quarter"] == "2025-Q1"


def test_investor_answers_with_its_targets_and_what_they_come_to(db):
    fdi, investor = make_indicator(headline=True), make_investor("viglacera")
    for province, target, reached in (("bac-ninh", 300, 150), ("phu-tho", 100, 70), ("ha-nam", 50, None)):
        park = make_park(f"kcn-{province}", parent=make_place(province))
        make_investor("viglacera", park=park)
        make_target(park, fdi, target * 10**6, investor=investor)
        if reached is not None:
            make_report(park, 2025, 2, reporter=investor, figures=[Figure(fdi, reached * 10**6)])
    answer = reading_client().get("/api/progress/investors/viglacera/?quarter=2025-Q2")
    data = answer.json()
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert [row["place"] for row in data["rows"]] == ["kcn-bac-ninh", "kcn-ha-nam", "kcn-phu-tho"]
    (total,) = data["totals"]
    # By hand: 300 + 100 are asked of the two that reported 150 + 70; half a year asks for 200 of it.
    wanted = {
        "target": "400000000",
        "to_date": "220000000",
        "attainment": "0.55",
        "expected": "200000000",
        "distance_from_expected": "20000000",
        "distance_from_expected_share": "0.1",
        "pace": "1.1",
        "status": "on_track",
        "places": ["kcn-bac-ninh", "kcn-phu-tho"],
        "left_out": ["kcn-ha-nam"],
    }
    assert {key: total[key] for key in wanted} == wanted
    silent = reading_client().get("/api/progress/investors/viglacera/?quarter=2025-Q1").json()["totals"][0]
    assert (silent["to_date"], silent["attainment"], silent["target"]) == (None, None, "450000000")


def test_investor_is_no_part_of_an_edition(country):
    make_investor("near-investor", park=country.near.parks[0])
    edition = publish_edition(
        place=country.near.province,
        quarter=Quarter(2025, 1),
        name="Quý I/2025",
        by=make_administrator(),
        at=settled_moment(),
        reason="",
    )
    refused = reading_client("en").get(f"/api/progress/investors/near-investor/?edition={edition.slug}")
    assert refused.status_code == 400
    assert "Leave “edition” out" in refused.json()["message"]
    page = reading_client("en").get(f"/investors/near-investor/?edition={edition.slug}").content.decode()
    assert "This page is no part of edition 1" in page
    assert "As published" not in page


def test_investor_that_is_not_there_and_one_without_a_token_are_refused(db):
    assert reading_client().get("/api/progress/investors/nobody/").status_code == 404
    with override_settings(PUBLIC_READING=False):
        assert Client().get("/api/progress/investors/nobody/").status_code == 401
