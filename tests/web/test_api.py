"""A report for programs: what comes back, what is refused and how, and that nothing is easier than on the page."""

import json
import re
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import (
    Figure,
    make_approver,
    make_clerk,
    make_duty,
    make_form,
    make_indicator,
    make_province_with_parks,
    make_report,
)
from tracker.actions.reporting import approve_report, revise_report, submit_report
from tracker.actions.tokens import make_token, revoke_token
from tracker.models import (
    Actual,
    AskedBasis,
    Basis,
    EntryReceipt,
    EntryWay,
    Indicator,
    IndicatorKind,
    QuarterlyReport,
    ReportFormLine,
    ReportRevision,
    TokenPurpose,
    Unit,
)
from tracker.web.api_lines import UnreadableLinesError, read_lines

NOW = "2025-07-05T09:00:00+07:00"
BLANK = {"status": "normal", "note": "", "source": "", "reason": ""}


@pytest.fixture(autouse=True)
def _july_2025():
    with time_machine.travel(NOW, tick=True):
        yield


class Program:
    """A program that acts for a clerk of one park by a token."""

    def __init__(self):
        self.rows = make_province_with_parks("hai-duong", parks=["dai-an", "lai-vu"])
        self.park, self.reporter = self.rows.parks[0], self.rows.investors[0]
        self.fdi, self.ddi = make_indicator(), make_indicator("ddi-registered", unit="VND")
        leased = make_indicator("land-leased", kind=IndicatorKind.STOCK, unit="ha")
        leasable = make_indicator("land-leasable", kind=IndicatorKind.STOCK, unit="ha")
        self.form = make_form(
            indicators=[
                self.fdi,
                self.ddi,
                leased,
                make_indicator(
                    "occupancy", kind=IndicatorKind.RATIO, unit="percent", numerator=leased, denominator=leasable
                ),
            ]
        )
        make_duty(self.reporter, self.park, form=self.form, valid_from=date(2025, 1, 1))
        make_duty(self.rows.investors[1], self.rows.parks[1], form=self.form, valid_from=date(2025, 1, 1))
        self.person = make_clerk(self.park, "clerk-of-dai-an")
        self.token, self.secret = self.token_of(self.person)
        self.address = self.address_of("dai-an", "2025-Q2", self.reporter.slug)
        self.client = Client(enforce_csrf_checks=True)

    def address_of(self, place, quarter, reporter):
        return reverse("web:report_api", args=[place, quarter, reporter])

    def token_of(self, person, **more):
        scope = {"purpose": TokenPurpose.PROGRAMS, "may_enter": True}
        return make_token(**{**scope, "by": person, "at": timezone.now(), **more})

    def get(self, address="", secret=""):
        return self.client.get(address or self.address, headers=self.headers(secret))

    def put(self, *lines, address="", secret="", body=None):
        body = json.dumps({"lines": lines}) if body is None else body
        return self.client.put(
            address or self.address, body, content_type="application/json", headers=self.headers(secret)
        )

    def headers(self, secret=""):
        return {"Authorization": f"Bearer {secret or self.secret}", "Cookie": "language=en"}

    def lines(self):
        return {line["indicator"]: line for line in self.get().json()["lines"]}

    def line(self, code="fdi-registered", **changes):
        """Return a line as it was read, changed, ready to be sent."""
        line = self.lines()[code]
        return {**line, "if_match": line["fingerprint"], **changes}


@pytest.fixture
def program(db):
    return Program()


def refused(response, status=422):
    assert response.status_code == status
    assert not Actual.objects.filter(revision__status="draft").exists()
    return [(problem["indicator"], problem["field"]) for problem in response.json()["problems"]]


# --- Reading ----------------------------------------------------------------------------------------------------------
def test_a_person_who_is_no_staff_any_more_neither_reads_nor_enters(program):
    line = program.line(in_quarter="7")
    program.person.is_staff = False
    program.person.save()
    browser = Client()
    browser.force_login(program.person)
    body = json.dumps({"lines": [line]})
    for response in (
        program.get(),
        program.put(line),
        browser.get(program.address),
        browser.put(program.address, body, content_type="application/json"),
    ):
        assert response.status_code == 404
        assert response.json().keys() == {"message"}
    assert not Actual.objects.exists()


def test_a_report_that_nobody_has_begun_is_blank(program):
    response = program.get()
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"
    data = response.json()
    lines = data.pop("lines")
    assert data == {"place": "dai-an", "quarter": "2025-Q2", "reporter": program.reporter.slug, "revision": None}
    assert len({line.pop("fingerprint") for line in lines}) == 1
    assert lines == [
        {"indicator": "fdi-registered", "unit": "USD", "in_quarter": None, "year_to_date": None, **BLANK},
        {"indicator": "ddi-registered", "unit": "VND", "in_quarter": None, "year_to_date": None, **BLANK},
        {"indicator": "land-leased", "unit": "ha", "level": None, **BLANK},
        {
            "indicator": "occupancy",
            "unit": "percent",
            "numerator_unit": "ha",
            "denominator_unit": "ha",
            "numerator": None,
            "denominator": None,
            **BLANK,
        },
    ]
    assert not QuarterlyReport.objects.exists()


def test_the_four_states_of_a_cell_are_four_different_lines(program):
    assert program.put(program.line(in_quarter="0")).status_code == 200
    zero = program.lines()["fdi-registered"]
    assert (zero["in_quarter"], zero["status"]) == ("0", "normal")
    for status in ("nil", "not_applicable", "normal"):
        assert program.put(program.line(in_quarter=None, status=status)).status_code == 200
        line = program.lines()["fdi-registered"]
        assert (line["in_quarter"], line["year_to_date"], line["status"]) == (None, None, status)
    assert not Actual.objects.exists()  # the last one is blank: no row at all


def test_amounts_are_exact_decimal_texts_in_single_units(program):
    program.put(program.line("ddi-registered", in_quarter="1234567890123456789.000001"))
    program.put(program.line(in_quarter="-100.50", reason="thu hồi dự án"))
    lines = program.lines()
    assert lines["ddi-registered"]["in_quarter"] == "1234567890123456789.000001"
    assert lines["fdi-registered"]["in_quarter"] == "-100.5"


# --- Entering ---------------------------------------------------------------------------------------------------------


def test_lines_are_saved_with_their_way_their_person_and_the_answer(program):
    response = program.put(
        program.line(in_quarter="125400000", status="provisional", note=" mới  cấp ", source="12/BC"),
        program.line("occupancy", numerator="200", denominator="300"),
    )
    assert response.status_code == 200
    data = response.json()
    assert (data["changed"], data["revision"]) == (2, {"number": 1, "status": "draft"})
    assert data["lines"] == program.get().json()["lines"]
    row = Actual.objects.get(indicator=program.fdi)
    assert (row.value, row.observation_status, row.note, row.source) == (
        Decimal(125_400_000),
        "provisional",
        "mới cấp",
        "12/BC",
    )
    receipt = EntryReceipt.objects.get()
    assert (receipt.way, receipt.made_by) == (EntryWay.PROGRAM, program.person)
    events = Actual.pgh_event_model.objects.all()
    assert {event.pgh_context.metadata["user"] for event in events} == {program.person.pk}


def test_lines_that_are_not_sent_stay_as_they_are(program):
    program.put(program.line(in_quarter="5"), program.line("ddi-registered", in_quarter="6"))
    program.put(program.line(in_quarter="7"))
    values = dict(Actual.objects.values_list("indicator__code", "value"))
    assert values == {"fdi-registered": 7, "ddi-registered": 6}


def test_what_was_read_and_sent_back_changes_nothing(program):
    program.put(program.line(in_quarter="5", status="estimated"), program.line("land-leased", status="nil"))
    before, receipts = program.get().json(), EntryReceipt.objects.count()
    response = program.put(*(program.line(code) for code in program.lines()))
    assert (response.status_code, response.json()) == (200, {"changed": 0, **before})
    assert EntryReceipt.objects.count() == receipts


# --- Refusals ---------------------------------------------------------------------------------------------------------


def test_a_conflict_names_both_values_who_and_when(program):
    stale = program.line(in_quarter="1200000000")
    colleague = make_clerk(program.park, "colleague")
    secret = program.token_of(colleague)[1]
    assert program.put(program.line(in_quarter="1250000000"), secret=secret).status_code == 200
    response = program.put(stale, program.line("ddi-registered", in_quarter="7"))
    assert response.status_code == 409
    [conflict] = response.json()["conflicts"]
    assert conflict["indicator"] == "fdi-registered"
    assert (conflict["yours"]["in_quarter"], conflict["theirs"]["in_quarter"]) == ("1200000000", "1250000000")
    assert conflict["changed_by"] == str(colleague)
    assert re.fullmatch(r"\d\d:\d\d \d\d/\d\d/\d{4}", conflict["changed_at"])
    assert [row.value for row in Actual.objects.all()] == [1_250_000_000]  # nothing of either line
    again = program.put({**stale, "if_match": conflict["theirs"]["fingerprint"]})
    assert (again.status_code, Actual.objects.get().value) == (200, 1_200_000_000)


def corrected(program):
    """Have the report approved, and a colleague's correction of it begun."""
    approver, colleague = make_approver(program.park, "approver"), make_clerk(program.park, "colleague")
    revision = submit_report(revision=ReportRevision.objects.get(), by=program.person, at=timezone.now())
    approved = approve_report(revision=revision, by=approver, at=timezone.now())
    return revise_report(report=approved.report, reason="nhập nhầm", by=colleague, at=timezone.now())


def body(line, **more):
    return json.dumps({"lines": [line], **more})


def test_lines_for_an_approved_report_do_not_get_into_a_correction_of_it(program):
    program.put(program.line(in_quarter="5"))
    read = program.get().json()["revision"]
    line = program.line("ddi-registered", in_quarter="7")
    corrected(program)
    for sent in (body(line), body(line, revision=None), body(line, revision=read)):
        response = program.put(body=sent)
        assert (response.status_code, response.json()["conflicts"]) == (409, [])
        assert "correction 2" in response.json()["message"]
        assert "nhập nhầm" in response.json()["message"]
    assert not Actual.objects.filter(revision__number=2).exists()
    again = program.put(body=body(line, revision=program.get().json()["revision"]))
    assert (again.status_code, again.json()["revision"]) == (200, {"number": 2, "status": "draft"})
    assert Actual.objects.get(revision__number=2).value == 7


@pytest.mark.parametrize("number", [2, 3, 10**30])
def test_a_revision_that_the_report_has_not_reached_is_refused(program, number):
    """Whoever names correction 7 of a report in its first draft has read another report, or none."""
    program.put(program.line(in_quarter="5"))
    response = program.put(body=body(program.line("ddi-registered", in_quarter="7"), revision={"number": number}))
    assert (response.status_code, response.json()["conflicts"]) == (409, [])
    assert f"no revision {number}" in response.json()["message"]
    assert not Actual.objects.filter(indicator=program.ddi).exists()


def test_first_draft_needs_no_revision_and_takes_the_one_that_was_read(program):
    line = program.line(in_quarter="5")
    assert program.put(body=body(line, revision=program.get().json()["revision"])).status_code == 200
    line = program.line(in_quarter="6")
    assert program.put(body=body(line, revision=program.get().json()["revision"])).status_code == 200
    assert program.put(program.line(in_quarter="7")).status_code == 200


@pytest.mark.parametrize(
    "revision",
    [0, 1, "1", True, [], {}, {"number": 0}, {"number": -1}, {"number": 1.0}, {"number": True}, {"number": "2"}],
)
def test_a_revision_that_no_reading_gives_is_refused(program, revision):
    response = program.put(body=body(program.line(in_quarter="5"), revision=revision))
    assert (response.status_code, "revision" in response.json()["message"]) == (400, True)
    assert not Actual.objects.exists()


def test_a_line_without_what_was_read_is_refused(program):
    line = program.line(in_quarter="5")
    del line["if_match"]
    assert refused(program.put(line)) == [("fdi-registered", "if_match")]


def test_a_line_is_stated_whole_so_that_nothing_is_cleared_by_leaving_it_out(program):
    line = program.line(in_quarter="5")
    for name in ("year_to_date", "note", "status"):
        del line[name]
    assert refused(program.put(line)) == [("fdi-registered", name) for name in ("year_to_date", "status", "note")]


@pytest.mark.parametrize(
    "amount", [5, 5.5, True, [], "", " 5", "1,5", "1.234,5", "1e9", "NaN", "-", "x", "5.", "٥", "1" * 41]
)
def test_an_amount_that_is_no_decimal_text_is_refused(program, amount):
    assert refused(program.put(program.line(in_quarter=amount))) == [("fdi-registered", "in_quarter")]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"unit": "VND"}, "unit"),
        ({"level": "5"}, "level"),
        ({"value": "5"}, "value"),
        ({"status": "withdrawn"}, "status"),
        ({"status": None}, "status"),
        ({"note": "\ud800"}, "note"),
        ({"note": "a\x00b", "in_quarter": "5"}, "note"),
        ({"note": "n" * 2001, "in_quarter": "5"}, "note"),
        ({"note": 5}, "note"),
        ({"in_quarter": "9" * 30}, "in_quarter"),
        ({"in_quarter": "0.0000001"}, "in_quarter"),
        ({"in_quarter": "5", "status": "not_applicable"}, "in_quarter"),
        ({"in_quarter": "5", "status": "nil"}, "in_quarter"),
        ({"status": "not_yet_known"}, "note"),
        ({"if_match": None}, "if_match"),
    ],
)
def test_what_cannot_be_stored_is_refused_at_its_field(program, changes, field):
    assert refused(program.put(program.line(**changes))) == [("fdi-registered", field)]


def test_a_line_that_the_form_does_not_ask_for_is_refused(program):
    line = program.line(in_quarter="5")
    assert refused(program.put(line, {**line, "indicator": "rainfall"}, {**line, "indicator": 7}, line)) == [
        ("rainfall", "indicator"),
        (None, "indicator"),
        ("fdi-registered", "indicator"),
    ]


def test_an_unusual_figure_needs_its_reason(program):
    for quarter in range(1, 5):
        figures = [Figure(program.fdi, 100_000_000 + quarter, basis=Basis.IN_QUARTER)]
        make_report(program.park, 2024, quarter, reporter=program.reporter, figures=figures, form=program.form)
    response = program.put(program.line(in_quarter="900000000000"))
    assert refused(response) == [("fdi-registered", "reason")]
    [problem] = response.json()["problems"]
    assert problem["confirmable"]
    assert problem["code"]
    answer = program.put(program.line(in_quarter="900000000000", reason="dự án lớn"))
    assert answer.status_code == 200
    assert program.lines()["fdi-registered"]["reason"] == "dự án lớn"


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"lines"', b'{"lines": 5}', b'{"lines": [5]}', b"\xff", b"[" * 100_000, b"null"]
)
def test_a_body_that_holds_no_lines_is_refused(program, body):
    assert program.put(body=body).status_code == 400


def test_a_body_longer_than_any_report_is_refused(program):
    assert program.put(body=b" " * (5 * 1024 * 1024 + 1)).status_code == 413


def test_a_report_that_is_sent_on_is_not_changed(program):
    program.put(program.line(in_quarter="5"))
    stale = program.line(in_quarter="6")
    submit_report(revision=ReportRevision.objects.get(), by=program.person, at=timezone.now())
    response = program.put(stale)
    assert (response.status_code, response.json()["conflicts"]) == (409, [])
    assert program.get().json()["revision"]["status"] == "awaiting_approval"
    assert Actual.objects.get().value == 5


def test_a_quarter_that_has_not_begun_is_refused(program):
    address = program.address.replace("2025-Q2", "2025-Q4")
    response = program.put(program.line(in_quarter="5"), address=address)
    assert response.status_code == 409
    assert "Q4 2025" in response.json()["message"]


def test_other_methods_are_told_what_there_is(program):
    response = program.client.delete(program.address, headers=program.headers())
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, PUT")


def test_a_head_is_answered_as_a_get_without_its_body(program):
    response = program.client.head(program.address, headers=program.headers())
    assert (response.status_code, response.content) == (200, b"")


# --- Who --------------------------------------------------------------------------------------------------------------


def test_without_a_token_there_is_nothing(program):
    for headers in (
        {},
        {"Authorization": "Bearer "},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Basic YQ=="},
    ):
        response = program.client.get(program.address, headers=headers)
        assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert program.client.put(program.address, b"{}", headers=headers).status_code == 401


def test_a_token_that_ended_was_revoked_or_is_for_calendars_opens_nothing(program):
    at = timezone.now()
    ended = program.token_of(program.person, ends_at=at + timedelta(minutes=1))[1]
    calendar = program.token_of(program.person, purpose=TokenPurpose.CALENDAR, may_enter=False)[1]
    assert program.get(secret=ended).status_code == 200
    assert program.get(secret=calendar).status_code == 401
    revoke_token(token_id=program.token.pk, by=program.person, at=at)
    assert program.get().status_code == 401
    with time_machine.travel(datetime.fromisoformat(NOW) + timedelta(minutes=2)):
        assert program.get(secret=ended).status_code == 401


def test_a_token_for_reading_reads_and_enters_nothing(program):
    secret = program.token_of(program.person, may_enter=False)[1]
    assert program.get(secret=secret).status_code == 200
    line = {"indicator": "fdi-registered", "in_quarter": "1"}
    refused = program.put(line, secret=secret)
    assert (refused.status_code, refused.json()["message"]) == (
        403,
        "This token reads and enters nothing. Make one that may enter, under “Programs that work for you”.",
    )
    assert not Actual.objects.exists()


def test_a_token_is_asked_first_whoever_is_signed_in(program):
    program.client.force_login(program.person, backend="django.contrib.auth.backends.ModelBackend")
    response = program.client.get(program.address, headers={"Authorization": "Bearer wrong"})
    assert response.status_code == 401


def test_other_places_and_none_answer_alike(program):
    other = program.rows.investors[1].slug
    addresses = [
        program.address_of("lai-vu", "2025-Q2", other),
        program.address_of("hai-duong", "2025-Q2", other),
        program.address_of("no-such-park", "2025-Q2", other),
        program.address_of("dai-an", "2025-Q2", other),
        program.address_of("dai-an", "2025-Q9", program.reporter.slug),
    ]
    line = program.line(in_quarter="5")
    answers = [program.get(address) for address in addresses]
    answers += [program.put(line, address=address) for address in addresses]
    assert {(answer.status_code, answer.content) for answer in answers} == {(404, answers[0].content)}
    assert not QuarterlyReport.objects.exists()


def test_who_does_not_enter_for_the_place_reads_and_enters_nothing(program):
    secret = program.token_of(make_approver(program.rows.province))[1]
    line = program.line(in_quarter="5")
    assert program.get(secret=secret).status_code == 404
    assert program.put(line, secret=secret).status_code == 404


def test_a_session_reads_and_writes_only_with_its_sign_against_forgery(program):
    line = program.line(in_quarter="5")
    client = Client(enforce_csrf_checks=True)
    client.force_login(program.person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(program.address).status_code == 200
    body = json.dumps({"lines": [line]})
    refusal = client.put(program.address, body, content_type="application/json")
    assert (refusal.status_code, list(refusal.json())) == (403, ["message"])
    assert not Actual.objects.exists()
    client.get(reverse("admin:index"))
    sign = client.cookies["csrftoken"].value
    saved = client.put(program.address, body, content_type="application/json", headers={"X-CSRFToken": sign})
    assert (saved.status_code, Actual.objects.get().value) == (200, 5)


# --- Lines ------------------------------------------------------------------------------------------------------------

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
NAMES = st.sampled_from(["indicator", "in_quarter", "year_to_date", "status", "note", "source", "reason", "if_match"])


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine draws slowly; that is no finding
@given(
    lines=st.lists(
        st.dictionaries(NAMES, JSON_VALUES | st.just("fdi") | st.just("-1.5") | st.just("normal")), max_size=3
    )
)
def test_whatever_is_sent_is_read_or_refused(lines):
    line = ReportFormLine(
        indicator=Indicator(pk=1, code="fdi", kind=IndicatorKind.FLOW, unit=Unit(code="USD")),
        asked=AskedBasis.QUARTER_AND_YEAR_TO_DATE,
    )
    sent = read_lines(json.dumps({"lines": lines}).encode(), [line])
    assert len(sent.entries) <= 1
    assert bool(sent.problems) or len(sent.entries) == len(lines)
    for entry in sent.entries:
        assert entry.fingerprint  # can be reckoned: every text of it can be stored


@given(body=st.binary(max_size=200))
def test_whatever_body_is_sent_is_read_or_refused(body):
    try:
        sent = read_lines(body, [])
    except UnreadableLinesError:
        return
    assert sent.entries == []
