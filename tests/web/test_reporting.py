"""The reporting page: what it says to whom, its files, and the button that reminds."""

import csv
import html
import re
from datetime import UTC, date, datetime
from typing import cast

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from provinces.models import OrganisationKind
from tests.builders import (
    Figure,
    make_administrator,
    make_approver,
    make_clerk,
    make_document,
    make_manager,
    make_organisation,
    make_person,
    make_report,
    make_revision,
    submit_revision,
)
from tests.progress.owing import make_owing
from tests.reading import reading_client
from tracker.models import DueRule, Person, Reminder, RevisionStatus, Role
from tracker.progress.owed_report import IndicatorGap, ReportState
from tracker.progress.periods import Quarter
from tracker.progress.rows import IndicatorFace
from tracker.web import submission_marks
from tracker.web.reporting_tables import even_gaps
from tracker.web.reporting_words import headline, lede
from tracker.web.submission_marks import Submission, submission_of

pytestmark = pytest.mark.django_db
# Two days after the board's due day, seven after the investors'.
NOW = datetime(2025, 4, 17, 3, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock():
    """The day on which the pages are read."""
    with time_machine.travel(NOW, tick=False):
        yield


def browser(person=None, language="en", *, nobody=False):
    client = Client() if nobody or person is not None else reading_client(language)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    if person is not None:
        client.force_login(person)
    return client


def text_of(response):
    body = re.sub(r"<svg.*?</svg>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body))).replace("\u00a0", " ")


def rows_of(response, table):
    """The rows of a table as the eye reads them."""
    body = response.content.decode().split(f'id="{table}"', 1)[1].split("</table>", 1)[0]
    rows = re.findall(r'<tr role="row">(.*?)</tr>', body.split("<tbody", 1)[1], flags=re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, flags=re.DOTALL) for row in rows]
    plain = [[re.sub(r"<svg.*?</svg>|<[^>]+>", " ", cell, flags=re.DOTALL) for cell in row] for row in cells]
    return [[html.unescape(" ".join(cell.split())).replace("\u00a0", " ") for cell in row] for row in plain]


def reported(owing, *values, **more):
    return make_report(owing.perimeter, reporter=owing.board, form=owing.form, figures=owing.figures(*values), **more)


@pytest.fixture
def owing():
    return make_owing(parks=1)


# --- What it says -------------------------------------------------------------------------------------------------
def test_page_says_who_is_missing_until_when_and_how_much(owing):
    reported(owing, 5, 6)
    response = browser().get("/reporting/")
    text = text_of(response)
    for words in (
        "Q1 2025: 1 of 2 places still lack approved reports",
        "Due: 10 Apr 2025 (days past: 7), 15 Apr 2025 (days past: 2).",
        "33.3% of the figures are in; empty cells: 4.",
    ):
        assert words in text, words
    assert rows_of(response, "quarters")[1][-2:] == ["2/3", "1"]
    assert rows_of(response, "quarters")[0][-2:] == ["Overdue", "3"]
    assert [row[0] for row in rows_of(response, "missing")] == ["Land Leased", "Fdi Registered", "Ddi Registered"]


def test_a_quarter_can_be_chosen_and_none_is_late_before_its_day(owing):
    text = text_of(browser().get("/reporting/?quarter=2025-Q2"))
    assert "Q2 2025: 2 of 2 places still lack approved reports" in text
    assert "days left" in text
    assert "Not due yet" in text
    assert browser().get("/reporting/?quarter=nonsense").status_code == 400


def test_everything_in_is_said_and_gaps_are_not_hidden(owing):
    park, investor = owing.places.parks[0], owing.places.investors[0]
    make_report(park, reporter=investor, form=owing.form, figures=owing.figures(1, 2, 3))
    report = reported(owing, 5, 6)
    assert "reports of all 2 places are in, some with gaps" in text_of(browser().get("/reporting/"))
    make_revision(report, owing.figures(5, 6, 7))
    text = text_of(browser().get("/reporting/"))
    assert "Q1 2025: all figures of all 2 places are in" in text
    assert "100% of the figures are in; empty cells: 0." in text
    assert "No cell is empty." in text


def gaps(*empties):
    return [IndicatorGap(indicator=cast("IndicatorFace", None), asked=9, empty=empty, places=()) for empty in empties]


def test_indicators_that_miss_equally_much_are_told_in_one_sentence():
    with translation.override("en"):
        said = even_gaps(gaps(4, 4, 4, 4))
    assert said == "4 indicators have empty cells, each as many: 4 of 9."
    assert even_gaps(gaps(4, 4, 4, 3)) == even_gaps(gaps(4, 4)) == even_gaps([]) == ""


def test_nobody_owing_anything_is_said():
    text = text_of(browser().get("/reporting/"))
    assert "Q1 2025: nobody owes a report" in text
    assert headline(Quarter(2025, 1), []).startswith("Q")
    assert lede([]) == ""


def test_a_reader_without_a_role_is_told_so_and_sees_nothing(owing):
    text = text_of(browser(make_person("nobody")).get("/reporting/"))
    assert "nobody owes a report" in text
    assert "Hai Duong" not in text


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_answers_in_both_languages_without_script_or_style(owing, language):
    reported(owing, 5)
    body = browser(language=language).get("/reporting/").content.decode()
    assert f'<html lang="{language}">' in body
    assert "<script" not in body
    assert 'style="' not in body
    assert ("Quý I/2025" if language == "vi" else "Q1 2025") in body.replace("\u00a0", " ")


def test_submission_never_wears_the_colours_of_performance(owing):
    reported(owing, 5)
    body = browser(make_clerk(owing.perimeter)).get("/reporting/").content.decode()
    assert re.findall(r'class="status(?: none)?"', body)
    assert not re.search(r'class="(?:status|headline|tile) (?:good|risk|late)"', body)


def test_each_state_has_shape_words_and_rule_and_no_two_look_alike():
    for table in (submission_marks.SUBMISSION_WORDS, submission_marks.SUBMISSION_RULES, submission_marks._SHAPES):
        assert set(table) == set(Submission)
        assert len({str(value) for value in table.values()}) == len(Submission)
    assert set(submission_marks.STATE_WORDS) == set(ReportState)
    assert set(submission_marks.SUBMISSION_ORDER) == set(Submission)
    assert submission_of([]) is None


# --- Who reads what -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("public", [True, False])
def test_page_asks_for_a_sign_in_whatever_is_public(owing, settings, public):
    settings.PUBLIC_READING = settings.PUBLIC_EDITIONS = public
    response = browser(nobody=True).get("/reporting/")
    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")


def test_a_draft_tells_nobody_its_figures(owing):
    reported(owing, 987654321, approved=False)
    for person in (None, make_manager(owing.perimeter), make_clerk(owing.perimeter)):
        response = browser(person).get("/reporting/")
        assert "987" not in response.content.decode()
        assert "1/3" not in response.content.decode()


def test_reader_without_an_account_is_told_of_approved_figures_and_of_no_submission(owing, settings):
    settings.OPEN_READING = True
    open_to_all = browser(nobody=True)
    submit_revision(reported(owing, 5, approved=False).revisions.get())
    text = text_of(open_to_all.get("/reporting/"))
    assert {row[2] for row in rows_of(open_to_all.get("/reporting/"), "reports")} == {"No approved report, overdue"}
    assert "Days overdue are counted to the approval." in text
    for words in ("nothing was submitted", "Waits for approval", "Being entered", "Submitted; the approver decides."):
        assert words not in text, words
    signed_in = text_of(browser(make_manager(owing.perimeter)).get("/reporting/"))
    assert "Waits for approval" in signed_in
    assert "Overdue, not all approved" not in signed_in
    assert "No approved report, overdue" not in signed_in


def test_managers_learn_of_no_draft_and_no_returned_report(owing):
    revision = reported(owing, 5, approved=False).revisions.get()
    submit_revision(revision, by=make_clerk(owing.perimeter))
    people: tuple[Person, ...] = (
        make_manager(owing.perimeter),
        make_clerk(owing.perimeter),
        make_administrator(),
    )

    def states():
        """What each of the people reads of the board's report."""
        pages = [browser(person).get("/reporting/") for person in people]
        return [{row[2] for row in rows_of(page, "reports") if row[1] == "Hai Duong Board"}.pop() for page in pages]

    assert [state.lower() for state in states()] == ["waits for approval"] * 3
    revision.status, revision.submitted_at, revision.submitted_by = RevisionStatus.DRAFT, None, None
    revision.save()
    assert [state.lower() for state in states()] == ["nothing yet", "draft", "draft"]
    parks_clerk = make_clerk(owing.places.parks[0], "parks-clerk")
    make_manager(owing.perimeter, "parks-clerk")
    people = (parks_clerk,)
    assert [state.lower() for state in states()] == ["nothing yet"]


def test_a_clerk_sees_their_own_places_only_on_the_page_and_in_its_files(owing):
    other = make_owing("bac-ninh", parks=1)
    reported(other, 1)
    client = browser(make_clerk(owing.places.parks[0], "park-clerk"))
    response = client.get("/reporting/")
    assert len(rows_of(response, "reports")) == 1
    pages = [
        response.content.decode(),
        *(
            b"".join(client.get(f"/reporting/?format=csv&table={table}").streaming_content).decode()
            for table in ("quarters", "reports", "missing")
        ),
    ]
    assert len(pages) == 4
    for page in pages:
        assert "Bac Ninh" not in page
        assert "bac-ninh" not in page


def test_links_to_enter_are_for_those_who_enter_there(owing):
    other = make_owing("bac-ninh", parks=1)
    clerk = make_clerk(owing.places.parks[0])
    make_manager(other.perimeter, "clerk")
    response = browser(clerk).get("/reporting/")
    body = response.content.decode()
    links = re.findall(r'href="(/admin/tracker/quarterlyreport/enter/[^"]+)"', body)
    assert links == ["/admin/tracker/quarterlyreport/enter/hai-duong-kcn-1/2025-Q1/hai-duong-kcn-1-investor/"]
    assert len(rows_of(response, "reports")) == 3
    manager = browser(make_manager(owing.perimeter, "reader")).get("/reporting/").content.decode()
    assert "/admin/tracker/quarterlyreport/enter/" not in manager


def test_a_past_moment_is_read_as_it_was(owing):
    reported(owing, 5, 6, 7, at=datetime(2025, 4, 14, 3, tzinfo=UTC))
    # Duties are recorded rows: before they were recorded nobody owed anything.
    text = text_of(browser().get("/reporting/?as_of=2025-04-13"))
    assert "nobody owes a report" in text


def test_contradicting_due_rules_are_told_to_administrators(owing):
    DueRule.objects.create(
        reporter_kind="province_office", day_of_month=12, working_day=False, valid_from=date(2020, 1, 1)
    )
    sentence = "The due rules let “province office” be due on 12 Apr 2025"
    assert sentence in text_of(browser(make_administrator()).get("/reporting/"))
    assert sentence not in text_of(browser(make_clerk(owing.perimeter)).get("/reporting/"))


# --- Files --------------------------------------------------------------------------------------------------------
def file_of(client, table):
    response = client.get(f"/reporting/?format=csv&table={table}")
    return list(csv.DictReader(b"".join(response.streaming_content).decode("utf-8-sig").splitlines()))


def test_files_hold_counts_apart_and_days_as_days(owing):
    reported(owing, 5, 6)
    lines = {row["Place"]: row for row in file_of(browser(), "quarters")}
    board = {key.replace("\u00a0", " "): value for key, value in lines["Hai Duong Khu Cong Nghiep"].items()}
    assert (board["Q1 2025, cells filled"], board["Q1 2025, cells asked for"]) == ("2", "3")
    assert (board["Q1 2025, state"], board["Empty cells"]) == ("Reported with gaps", "1")
    assert board["Q4 2024, state"] == ""
    (park,) = [row for row in file_of(browser(), "reports") if row["Place"] == "Hai Duong Kcn 1"]
    assert (park["Due on"], park["Days late"], park["Days left"]) == ("2025-04-10", "7", "")
    assert (park["Cells filled"], park["Cells asked for"], park["First approved on"]) == ("0", "3", "")
    assert not any("/3" in value for row in file_of(browser(), "reports") for value in row.values())


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_table_sorts_by_every_column_both_ways(owing, language):
    make_owing("bac-ninh", parks=2)
    reported(owing, 5, 6)
    client = browser(make_clerk(owing.places.country), language)
    with translation.override(language):
        context = client.get("/reporting/").context
    for key in ("quarter_table", "report_table", "gap_table"):
        table = context[key]
        names = [name for name, column, _label in table.page_columns if column.orderable]
        assert names
        for name in names:
            for sign in ("", "-"):
                found = client.get("/reporting/", {f"{table.key}-sort": f"{sign}{name}"}).context[key]
                keys = [found.sort_key(name, row) for row in found.data]
                known = [value for value in keys if value is not None]
                assert keys[len(known) :] == [None] * (len(keys) - len(known)), (name, sign)
                assert known == sorted(known, reverse=bool(sign)), (name, sign)


@pytest.mark.parametrize(
    ("language", "beside", "sentence"),
    [
        (
            "en",
            "figures taken from a published document",
            "Of 1 place without its report a published document gives figures of the quarter.",
        ),
        (
            "vi",
            "số liệu lấy từ tài liệu đã công bố",
            "Có 1 địa bàn chưa có báo cáo nhưng tài liệu đã công bố cho số liệu của quý.",
        ),
    ],
)
def test_figure_of_a_document_is_told_beside_the_report_that_is_not_there(language, beside, sentence):
    owing = make_owing(parks=2)
    press = make_organisation("a-newspaper", kind=OrganisationKind.PRESS)
    printed = [Figure(owing.lines[0], 125, fields={"document": make_document()})]
    make_report(owing.places.parks[0], reporter=press, figures=printed)
    # A figure of a document beside a report that is there, and one of another quarter, say nothing.
    make_report(owing.places.parks[1], reporter=press, figures=printed)
    make_report(owing.places.parks[1], reporter=owing.places.investors[1], form=owing.form, figures=owing.figures(1, 2))
    make_report(owing.perimeter, 2024, 4, reporter=press, figures=printed)
    client = browser(language=language)
    response = client.get("/reporting/")
    assert text_of(response).count(beside) == 1
    assert sentence in text_of(response)
    answer = client.get("/reporting/?table=reports&format=csv")
    lines = list(csv.reader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))
    assert sorted(line[-1] for line in lines[1:]) in (["no", "no", "yes"], ["có", "không", "không"])


def test_the_page_costs_the_same_at_two_sizes():
    def cost(client):
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/reporting/").status_code == 200
        return len(queries)

    owing = make_owing("hai-duong", parks=1)
    reported(owing, 5, 6)
    person = make_approver(owing.places.country)
    reader, signed_in = browser(), browser(person)
    small = cost(reader), cost(signed_in)
    for number in range(3):
        more = make_owing(f"province-{number}", parks=5)
        reported(more, 5, 6)
        reported(more, 5, quarter=2)
    assert (cost(reader), cost(signed_in)) == small
    # Seven for the reports, two for the provinces above them, three for what stands out, one for what documents say
    # instead; session, person and roles.
    assert small == (16, 16)


# --- The button ---------------------------------------------------------------------------------------------------
@pytest.fixture
def office(owing):
    """An approver of the province, a clerk with an address and one without, and a clerk of elsewhere."""
    owing.approver = make_approver(owing.places.province)
    owing.clerk = make_clerk(owing.perimeter)
    owing.clerk.email = "clerk@example.vn"
    owing.clerk.save()
    owing.silent = make_person("silent", role=Role.CLERK, place=owing.places.parks[0], display_name="Vũ Thị Lan")
    elsewhere = make_owing("bac-ninh", parks=0)
    stranger = make_clerk(elsewhere.perimeter, "stranger")
    stranger.email = "stranger@example.vn"
    stranger.save()
    return owing


REMIND = "/reporting/remind/?quarter=2025-Q1"


def test_the_mails_are_shown_before_they_are_sent(office):
    client = browser(office.approver)
    assert f'href="{REMIND}"' in client.get("/reporting/").content.decode()
    response = client.get(REMIND)
    text = text_of(response)
    for words in (
        "Trần Thị Bình",
        "Quarterly reports to see to: 2",
        "Hai Duong Board",
        "Vũ Thị Lan",
    ):
        assert words in text, words
    assert "stranger" not in text
    assert "@example.vn" not in text
    assert "higher offices" not in text
    assert mail.outbox == []
    assert not Reminder.objects.exists()


def test_of_people_of_higher_offices_only_the_number_is_told(office):
    approver = make_approver(office.places.parks[0], "park-approver")
    client = browser(approver)
    text = text_of(client.get(REMIND))
    assert "People of higher offices who get a mail as well: 1." in text
    assert "not reached: Vũ Thị Lan." in text
    assert "Send these mails" in text
    office.clerk.email = ""
    office.clerk.save()
    silent = text_of(client.get(REMIND))
    assert "not reached: Vũ Thị Lan, people of higher offices: 1." in silent
    assert "Send these mails" not in silent
    office.clerk.email = "clerk@example.vn"
    office.clerk.save()
    sent = text_of(client.post(REMIND, follow=True))
    assert "Reminded: people of higher offices: 1." in sent
    assert [message.to for message in mail.outbox] == [["clerk@example.vn"]]
    for page in (text, silent, sent):
        assert "Trần Thị Bình" not in page
        assert "@example.vn" not in page


def test_sending_reminds_and_says_whom_it_reached(office):
    client = browser(office.approver)
    response = client.post(REMIND, follow=True)
    text = text_of(response)
    assert response.redirect_chain[-1][0] == "/reporting/?quarter=2025-Q1"
    assert "Reminded: Trần Thị Bình." in text
    assert "Without an e-mail address: Vũ Thị Lan." in text
    assert [message.to for message in mail.outbox] == [["clerk@example.vn"]]
    assert "Nguyễn Văn An asked for this reminder." in mail.outbox[0].body
    client.post(REMIND)
    assert len(mail.outbox) == 1


def test_a_reminder_for_one_place_says_nothing_of_others(office):
    client = browser(office.approver)
    client.post(f"{REMIND}&place=hai-duong-kcn-1")
    assert "Hai Duong Kcn 1" in mail.outbox[0].body
    assert "Hai Duong Board" not in mail.outbox[0].body
    mail.outbox.clear()
    foreign = client.post(f"{REMIND}&place=bac-ninh-khu-cong-nghiep", follow=True)
    unknown = client.post(f"{REMIND}&place=no-such-place", follow=True)
    assert mail.outbox == []
    assert "Nobody had to be reminded" in text_of(foreign)
    assert "Nobody had to be reminded" in text_of(unknown)


def test_those_who_may_not_remind_are_refused_and_find_no_button(office):
    for person in (office.clerk, make_manager(office.perimeter)):
        client = browser(person)
        assert "/reporting/remind/" not in client.get("/reporting/").content.decode()
        assert client.get(REMIND).status_code == 403
        client.post(REMIND)
    assert browser(nobody=True).get(REMIND).status_code == 302
    assert browser(nobody=True).post(REMIND).status_code == 302
    assert mail.outbox == []


def test_a_forged_form_sends_nothing(office):
    client = Client(enforce_csrf_checks=True)
    client.force_login(office.approver)
    assert client.post(REMIND).status_code == 403
    assert mail.outbox == []


def test_a_server_that_does_not_answer_is_said(office, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    text = text_of(browser(office.approver).post(REMIND, follow=True))
    assert "The mail server does not answer" in text
    assert not Reminder.objects.exists()
