"""What a late report or a correction makes of approved later quarters: its approver is told, nothing is disturbed."""

import pytest
import time_machine
from django.urls import reverse

from tests.admin.test_deciding import Office, cost
from tests.builders import Figure, make_actual, make_indicator, make_report
from tracker.findings import run_checks
from tracker.models import Actual, Basis, IndicatorKind, ReportRevision

pytestmark = pytest.mark.django_db
MILLION = 10**6


@pytest.fixture(autouse=True)
def _february_2026():
    with time_machine.travel("2026-02-05T09:00:00+07:00", tick=True):
        yield


@pytest.fixture
def office(sign_in):
    return Office(sign_in)


def approved(office, quarter, *figures, year=2025):
    return make_report(
        office.rows.parks[0],
        year,
        quarter,
        reporter=office.rows.investors[0],
        figures=figures,
        form=office.form,
        by=office.approver,
    )


def alone(office, value, **fields):
    return Figure(office.fdi, value * MILLION, Basis.IN_QUARTER, fields=fields)


def to_date(office, value, **fields):
    return Figure(office.fdi, value * MILLION, fields=fields)


def told(office, revision):
    """Return the quarters and sentences that the approver reads about later quarters."""
    page = office.page(revision)
    for said in page.context["review"].contradicted:
        assert said.message in page.content.decode()
    return [(said.quarter, said.message.replace("\xa0", " ")) for said in page.context["review"].contradicted]


def test_correction_above_the_approved_year_to_date_is_told_before_it_is_approved(office):
    """10 in Q1 and 25 to date in Q2 make 15; with 30 in Q1 they make −5, and nobody has said why."""
    first = approved(office, 1, alone(office, 10))
    approved(office, 2, to_date(office, 25))
    assert found() == []
    correction = office.correction(first, alone(office, 30))
    [(quarter, sentence)] = told(office, correction)
    assert quarter == "Q2 2025"
    for amount in ("from 30 million USD", "to 25 million USD", "−5 million USD"):
        assert amount in sentence
    later = list(Actual.objects.filter(revision__report__quarter=2).values())
    office.decide(correction, step="approve")
    # The later quarter stands as it was typed, and the data checks name what contradicts it now.
    assert list(Actual.objects.filter(revision__report__quarter=2).values()) == later
    [finding] = found()
    assert ("30" in finding.arithmetic, "25" in finding.arithmetic) == (True, True)
    assert finding.difference == -5 * MILLION


def found():
    return run_checks(codes=["quarter_against_year_to_date"])


def test_clerk_is_told_when_submitting(office, sign_in):
    approved(office, 1, alone(office, 10))
    approved(office, 2, to_date(office, 25))
    clerk = sign_in(office.clerk)
    address = reverse(
        "admin:tracker_quarterlyreport_enter",
        args=[office.rows.parks[0].slug, "2025-Q1", office.rows.investors[0].slug],
    )
    clerk.post(address, {"step": "correct", "reason": "nhập nhầm"})
    (row, *_others) = clerk.get(address).context["rows"]
    fields = {row.seen.name: row.seen.text, row.quarter_inputs[0].name: "30", "revision": "2", "step": "submit"}
    text = clerk.post(address, fields, follow=True).content.decode()
    assert "it now waits for approval" in text
    assert "contradicts an approved later quarter: Fdi Registered, Q2 2025" in text


def test_correction_that_two_typed_figures_contradict_is_told(office):
    """10 and 15 made 25; 12 and 15 do not."""
    first = approved(office, 1, alone(office, 10))
    approved(office, 2, alone(office, 15), to_date(office, 25))
    correction = office.correction(first, alone(office, 12))
    [(quarter, sentence)] = told(office, correction)
    assert (quarter, "make 27 million USD" in sentence) == ("Q2 2025", True)
    office.decide(correction, step="approve")
    assert found()


def test_late_report_is_told_against_quarters_that_followed_without_it(office):
    approved(office, 2, to_date(office, 25))
    approved(office, 3, to_date(office, 40))
    late = office.waiting(quarter=1, value=30 * MILLION)
    assert [quarter for quarter, _sentence in told(office, late)] == ["Q2 2025"]


def test_stock_of_the_next_year_that_no_longer_follows_is_told(office):
    """50 ha at the end of 2025 and 10 in Q1 of 2026 made 60; from 55 they do not."""
    leased = make_indicator("land-leased", unit="ha")
    total = make_indicator("land-leased-total", kind=IndicatorKind.STOCK, unit="ha", accumulates=leased)
    for position, indicator in enumerate((leased, total), start=50):
        office.form.lines.create(
            indicator=indicator, asked="as_of" if indicator == total else "quarter_and_year_to_date", position=position
        )
    last = approved(office, 4, Figure(total, 50, Basis.AS_OF))
    approved(office, 1, Figure(total, 60, Basis.AS_OF), Figure(leased, 10, Basis.IN_QUARTER), year=2026)
    correction = office.correction(last, Figure(total, 55, Basis.AS_OF))
    [(quarter, sentence)] = told(office, correction)
    assert (quarter, "65 ha" in sentence) == ("Q1 2026", True)
    office.decide(correction, step="approve")
    [finding] = run_checks(codes=["stock_against_flow"])
    assert finding.difference == -5


@pytest.mark.parametrize("value", [5, 25])
def test_correction_that_fits_is_told_nothing(office, value):
    first = approved(office, 1, alone(office, 10))
    approved(office, 2, to_date(office, 25))
    assert told(office, office.correction(first, alone(office, value))) == []


def test_what_contradicted_before_is_no_news_of_this_correction(office):
    first = approved(office, 1, alone(office, 30))
    approved(office, 2, to_date(office, 25, reason="dự án bị thu hồi"))
    assert told(office, office.correction(first, alone(office, 31))) == []


def test_withdrawn_first_quarter_contradicts_nothing(office):
    first = approved(office, 1, alone(office, 10))
    approved(office, 2, to_date(office, 25))
    withdrawn = Figure(office.fdi, None, Basis.IN_QUARTER, fields={"observation_status": "withdrawn"})
    assert told(office, office.correction(first, withdrawn)) == []


def test_other_reporters_and_places_are_not_spoken_of(office):
    first = approved(office, 1, alone(office, 10))
    make_report(
        office.rows.parks[1], 2025, 2, reporter=office.rows.investors[1], figures=[to_date(office, 5)], form=office.form
    )
    make_report(office.rows.parks[0], 2025, 2, reporter=office.rows.investors[1], figures=[to_date(office, 5)])
    assert told(office, office.correction(first, alone(office, 30))) == []


def test_approved_correction_and_the_drafts_of_later_quarters_stay_as_they_are(office):
    """A late report disturbs no later one: neither what is approved nor what somebody is typing."""
    draft = office.report(quarter=3, value=40 * MILLION).revisions.get()
    make_actual(draft, alone(office, 15))
    approved(office, 2, to_date(office, 25))
    rows = [list(model.objects.order_by("pk").values()) for model in (Actual, ReportRevision)]
    late = office.waiting(quarter=1, value=30 * MILLION)
    office.decide(late, step="approve")
    late.refresh_from_db()
    assert late.status == "approved"
    now = [
        list(Actual.objects.exclude(revision=late).order_by("pk").values()),
        list(ReportRevision.objects.exclude(pk=late.pk).order_by("pk").values()),
    ]
    assert now == rows


def test_review_costs_the_same_for_one_later_quarter_and_for_three(office):
    first = approved(office, 1, alone(office, 10))
    approved(office, 2, to_date(office, 25))
    address = office.address(office.correction(first, alone(office, 30)))
    small = cost(office.client, address)
    for quarter in (3, 4):
        approved(office, quarter, to_date(office, 22 + quarter))
    assert cost(office.client, address) == small
