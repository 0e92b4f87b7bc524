"""Reminders: who hears of what on which day, once, whatever breaks in between."""

import socket
from datetime import date, datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import override_settings
from django.utils import timezone, translation

from tests.builders import (
    approve_revision,
    make_approver,
    make_clerk,
    make_manager,
    make_person,
    make_report,
    make_revision,
    submit_revision,
)
from tests.progress.owing import make_owing
from tracker.actions.accounts import choose_language
from tracker.actions.recorded import replace_row
from tracker.actions.reminding import UnableToRemindError, planned_mails, remind
from tracker.models import Membership, Reminder, ReminderKind, Role
from tracker.progress.periods import Quarter

pytestmark = pytest.mark.django_db
# Due for the board's report of the first quarter of 2025, the first under these duties.
DUE = date(2025, 4, 15)
Q1 = Quarter(2025, 1)


@pytest.fixture(autouse=True)
def english():
    """Read the refusals and the log in English."""
    with translation.override("en"):
        yield


def with_address(person):
    person.email = f"{person.username}@example.vn"
    person.save()
    return person


@pytest.fixture
def board():
    """A board with one duty, its clerk and its approver, both with an address."""
    owing = make_owing(parks=0)
    owing.clerk = with_address(make_clerk(owing.perimeter))
    owing.approver = with_address(make_approver(owing.perimeter))
    return owing


def after(days):
    return DUE + timedelta(days=days)


def run(on, **more):
    """Remind on a day, and return who got a mail."""
    mail.outbox.clear()
    outcome = remind(on=on, tell=lambda line: None, **more)
    assert [sent.person.email for sent in outcome.sent] == [message.to[0] for message in mail.outbox]
    return [message.to[0].partition("@")[0] for message in mail.outbox]


def submitted(owing, on, **more):
    """A report of the board that was submitted on a day, by somebody else than its clerk."""
    report = make_report(
        owing.perimeter, reporter=owing.board, form=owing.form, figures=owing.figures(5), approved=False, **more
    )
    revision = submit_revision(report.revisions.get(), by=make_person("colleague"))
    revision.submitted_at = timezone.make_aware(datetime(on.year, on.month, on.day, 16))
    revision.save()
    return revision


# --- When ---------------------------------------------------------------------------------------------------------
def test_clerks_hear_once_that_a_report_is_due_soon(board):
    days = [after(n) for n in range(-8, 1)]
    assert [day for day in days if run(day)] == [after(-5)]


def test_a_run_that_was_missed_is_made_up_for(board):
    assert run(after(-6)) == []
    assert run(after(-2)) == ["clerk"]
    assert run(after(-1)) == []


@override_settings(REMIND_DAYS_BEFORE=0)
def test_the_number_of_days_before_is_a_setting(board):
    assert run(after(-1)) == []
    assert run(after(0)) == ["clerk"]


def test_clerks_hear_of_overdue_reports_on_the_first_day_and_then_every_week(board):
    run(after(0))
    days = [n for n in range(1, 31) if run(after(n))]
    assert days == [1, 8, 15, 22, 29]
    assert set(Reminder.objects.values_list("kind", flat=True)) == {ReminderKind.DUE_SOON, ReminderKind.OVERDUE}


def test_nobody_is_reminded_of_what_is_approved_or_waits_for_somebody_else(board):
    revision = submitted(board, after(2))
    assert run(after(3)) == []
    approve_revision(revision)
    assert run(after(30)) == []


def test_approvers_hear_after_more_than_two_days_and_then_every_week(board):
    submitted(board, after(2))
    assert [n for n in range(2, 21) if run(after(n))] == [5, 12, 19]
    assert set(Reminder.objects.values_list("kind", flat=True)) == {ReminderKind.TO_APPROVE}


def test_a_correction_that_waits_is_brought_to_the_approver_too(board):
    report = make_report(board.perimeter, reporter=board.board, form=board.form, figures=board.figures(5))
    revision = submit_revision(make_revision(report, board.figures(6), approved=False), by=make_person("colleague"))
    revision.submitted_at = timezone.make_aware(datetime(2027, 3, 1, 23, 30))
    revision.save()
    assert run(date(2027, 3, 3)) == ["clerk"]
    assert run(date(2027, 3, 4)) == ["approver"]
    assert "Q1 2025" in mail.outbox[0].body


def test_quarters_older_than_a_year_are_let_rest(board):
    assert run(date(2026, 1, 10)) == ["clerk"]
    keys = set(Reminder.objects.values_list("year", "quarter"))
    assert keys == {(2025, 1), (2025, 2), (2025, 3), (2025, 4)}
    assert "Q1 2025" in mail.outbox[0].body
    assert run(date(2026, 4, 10)) == ["clerk"]
    assert "Q1 2025" not in mail.outbox[0].body


# --- Who ----------------------------------------------------------------------------------------------------------
def test_each_person_gets_one_mail_with_everything_of_theirs_and_nothing_else():
    owing = make_owing("hai-duong", parks=2)
    other = make_owing("bac-ninh", parks=1)
    with_address(make_clerk(owing.perimeter, "both"))
    with_address(make_clerk(owing.places.parks[0], "park-clerk"))
    with_address(make_clerk(other.perimeter, "foreign"))
    with_address(make_manager(owing.perimeter, "reader"))
    assert run(date(2025, 4, 20)) == ["both", "foreign", "park-clerk"]
    bodies = {message.to[0].partition("@")[0]: message.body for message in mail.outbox}
    assert bodies["both"].count("/admin/tracker/quarterlyreport/enter/") == 2 * 3
    assert bodies["park-clerk"].count("/admin/tracker/quarterlyreport/enter/") == 2 * 1
    assert "Bac Ninh" not in bodies["both"]
    assert "Hai Duong" not in bodies["foreign"]
    assert len(mail.outbox) == 3


def test_people_with_a_closed_account_or_a_role_that_has_ended_are_left_out(board):
    board.clerk.is_active = False
    board.clerk.save()
    gone = with_address(make_person("gone"))
    Membership.objects.create(person=gone, role=Role.CLERK, place=board.perimeter, valid_to=after(0))
    assert run(after(1)) == []


def test_a_superuser_without_a_role_is_nobodys_clerk(board):
    with_address(make_person("root", is_superuser=True))
    assert run(after(1)) == ["clerk"]


def test_a_deputy_hears_as_well_while_standing_in(board):
    deputy = with_address(make_person("deputy"))
    Membership.objects.create(
        person=deputy, role=Role.APPROVER, place=board.perimeter, valid_to=after(6), standing_in_for=board.approver
    )
    submitted(board, after(2))
    assert run(after(5)) == ["approver", "deputy"]
    assert run(after(12)) == ["approver"]


def test_people_without_an_address_are_listed_and_nothing_is_noted_of_them(board):
    board.clerk.email = ""
    board.clerk.save()
    outcome = remind(on=after(1))
    assert [planned.person for planned in outcome.without_address] == [board.clerk]
    assert outcome.went_well
    assert not Reminder.objects.exists()
    assert mail.outbox == []


# --- What ---------------------------------------------------------------------------------------------------------
@override_settings(SITE_ADDRESS="https://targets.example.gov.vn", DEFAULT_FROM_EMAIL="tracker@example.gov.vn")
def test_a_mail_to_somebody_who_chose_no_language_says_in_both_what_is_owed_since_when_and_where(board):
    with translation.override("vi"):
        run(after(3))
    (message,) = mail.outbox
    assert message.from_email == "tracker@example.gov.vn"
    vietnamese, english = message.body.split("— — —")
    for words in ("Dear Trần Thị Bình,", "Q1 2025", "15 Apr 2025, days late: 3", "nothing entered yet", "Board"):
        assert words in english, words
    for words in ("Trần Thị Bình", "Quý I/2025", "15/04/2025", "Board"):
        assert words in vietnamese, words
    link = (
        "https://targets.example.gov.vn/admin/tracker/quarterlyreport/enter/"
        "hai-duong-khu-cong-nghiep/2025-Q1/hai-duong-board/"
    )
    assert link in vietnamese
    assert link in english
    assert message.subject.endswith("/ Quarterly reports to see to: 1")


@pytest.mark.parametrize(
    ("language", "dear", "not_said"),
    [("vi", "Kính gửi", "Dear"), ("en", "Dear", "Kính gửi")],
)
def test_a_mail_speaks_the_language_that_its_reader_chose_and_no_other(board, language, dear, not_said):
    choose_language(person=board.clerk, language=language)
    for around in ("vi", "en"):
        with translation.override(around):
            (planned,) = planned_mails(on=after(3))
        assert planned.language == language
        assert dear in planned.body
        assert not_said not in planned.body
        assert "— — —" not in planned.body
        assert " / " not in planned.subject


def test_people_of_one_run_are_each_told_in_their_own_language(board):
    second = with_address(make_clerk(board.perimeter, "second"))
    choose_language(person=board.clerk, language="en")
    choose_language(person=second, language="vi")
    assert run(after(3)) == ["clerk", "second"]
    english, vietnamese = (message.body for message in mail.outbox)
    assert ("Q1 2025" in english, "Quý I/2025" in english) == (True, False)
    assert ("Q1 2025" in vietnamese, "Quý I/2025" in vietnamese) == (False, True)


def test_an_approvers_mail_leads_to_the_page_of_the_decision(board):
    revision = submitted(board, after(2))
    run(after(5))
    assert f"/admin/tracker/reportrevision/{revision.pk}/review/" in mail.outbox[0].body


# --- Once, whatever breaks ----------------------------------------------------------------------------------------
def test_a_second_run_of_the_same_day_sends_nothing(board):
    assert run(after(1)) == ["clerk"]
    assert run(after(1)) == []
    assert Reminder.objects.count() == 1


def test_a_duty_that_is_corrected_reminds_nobody_anew(board):
    assert run(after(1)) == ["clerk"]
    replace_row(row=board.duties[0], changes={"valid_to": date(2030, 12, 31)}, by=board.approver)
    assert run(after(2)) == []
    assert run(after(2), by=board.approver, quarter=Q1) == ["clerk"]
    assert run(after(2), by=board.approver, quarter=Q1) == []


def test_a_plan_that_another_run_has_carried_out_meanwhile_is_dropped(board, monkeypatch):
    plan = planned_mails(on=after(1))
    remind(on=after(1), tell=lambda line: None)
    mail.outbox.clear()
    monkeypatch.setattr("tracker.actions.reminding.planned_mails", lambda **_kept: plan)
    assert run(after(1)) == []
    assert Reminder.objects.count() == 1


class Killed(BaseException):
    """The process ends here."""


def test_a_run_that_is_killed_loses_at_most_what_the_log_named_last(board, monkeypatch):
    with_address(make_clerk(board.perimeter, "second"))
    lines: list[str] = []

    def die(_self, _messages):
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", die)
        with pytest.raises(Killed):
            remind(on=after(1), tell=lines.append)
    assert len(lines) == 1
    assert "clerk@example.vn" in lines[0]
    assert "Q1 2025" in lines[0]
    assert Reminder.objects.get().person == board.clerk
    assert run(after(1)) == ["second"]


class Failing(EmailBackend):
    """A server that fails for one address in a way that the test chooses."""

    error: BaseException
    opens = True

    def open(self):
        if not type(self).opens:
            raise ConnectionRefusedError("connection refused")

    def send_messages(self, messages):
        if messages[0].to == ["clerk@example.vn"]:
            raise type(self).error
        return super().send_messages(messages)


@pytest.fixture
def failing(board, settings, monkeypatch):
    """The clerk's mail fails; a second clerk comes after."""
    with_address(make_clerk(board.perimeter, "second"))
    settings.EMAIL_BACKEND = "tests.actions.test_reminding.Failing"
    monkeypatch.setattr(Failing, "opens", True)
    monkeypatch.setattr(Failing, "error", None, raising=False)
    return Failing


@pytest.mark.parametrize(
    "error",
    [
        SMTPResponseException(451, "greylisted"),
        SMTPRecipientsRefused({"clerk@example.vn": (550, b"no such user")}),
        ValueError("Invalid address"),
    ],
)
def test_a_refusal_stops_nobody_else_and_is_tried_again(board, failing, settings, error):
    failing.error = error
    outcome = remind(on=after(1), tell=lambda line: None)
    assert [sent.person.username for sent in outcome.sent] == ["second"]
    assert [refused.person.username for refused, _why in outcome.refused] == ["clerk"]
    assert not outcome.went_well
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert run(after(1)) == ["clerk"]


@pytest.mark.parametrize("error", [SMTPServerDisconnected("gone"), TimeoutError(), socket.gaierror("x")])
def test_a_connection_that_breaks_is_not_tried_twice_and_the_others_get_theirs(board, failing, settings, error):
    failing.error = error
    lines: list[str] = []
    outcome = remind(on=after(1), tell=lines.append)
    assert [sent.person.username for sent in outcome.sent] == ["second"]
    assert [mail.person.username for mail, _why in outcome.doubtful] == ["clerk"]
    assert not outcome.went_well
    assert any("perhaps not delivered" in line for line in lines)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert run(after(1)) == []


def test_a_server_that_does_not_come_back_leaves_the_rest_for_the_next_run(board, failing, settings, monkeypatch):
    failing.error = SMTPServerDisconnected("gone")

    def break_for_good(backend):
        type(backend).opens = False

    monkeypatch.setattr(Failing, "close", break_for_good)
    outcome = remind(on=after(1), tell=lambda line: None)
    assert [mail.person.username for mail in outcome.not_tried] == ["second"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert run(after(1)) == ["second"]


def test_a_server_that_does_not_answer_at_all_leaves_no_trace(board, failing):
    failing.opens = False
    with pytest.raises(UnableToRemindError, match="does not answer"):
        remind(on=after(1))
    assert not Reminder.objects.exists()


# --- By hand ------------------------------------------------------------------------------------------------------
def test_an_approver_reminds_the_clerks_of_their_own_places_once_a_day(board):
    other = make_owing("bac-ninh", parks=0)
    with_address(make_clerk(other.perimeter, "foreign"))
    early = after(-12)
    assert run(early) == []
    assert run(early, by=board.approver, quarter=Q1) == ["clerk"]
    assert "Nguyễn Văn An asked for this reminder." in mail.outbox[0].body
    assert run(early, by=board.approver, quarter=Q1) == []
    assert run(early + timedelta(days=1), by=board.approver, quarter=Q1) == ["clerk"]
    assert Reminder.objects.filter(person__username="foreign").count() == 0
    event = Reminder.pgh_event_model.objects.order_by("pgh_id").first()
    assert event.pgh_context.metadata["user"] == board.approver.pk


def test_a_reminder_by_hand_can_be_narrowed_to_a_place():
    owing = make_owing(parks=2)
    approver = with_address(make_approver(owing.perimeter))
    for number, park in enumerate(owing.places.parks):
        with_address(make_clerk(park, f"clerk-{number}"))
    on = date(2025, 4, 2)
    assert run(on, by=approver, quarter=Q1, place_slug=owing.places.parks[1].slug) == ["clerk-1"]
    elsewhere = make_owing("bac-ninh", parks=0)
    with_address(make_clerk(elsewhere.perimeter, "foreign"))
    assert run(on, by=approver, quarter=Q1, place_slug=elsewhere.perimeter.slug) == []


def test_clerks_and_managers_remind_nobody(board):
    for person in (board.clerk, make_manager(board.perimeter)):
        with pytest.raises(UnableToRemindError, match="Only approvers"):
            remind(on=after(1), by=person, quarter=Q1)
        with pytest.raises(UnableToRemindError):
            planned_mails(on=after(1), by=person, quarter=Q1)


def test_what_is_planned_is_what_is_sent_and_planning_writes_nothing(board):
    submitted(board, date(2025, 8, 1), quarter=2)
    planned = planned_mails(on=date(2025, 8, 6))
    assert not Reminder.objects.exists()
    assert mail.outbox == []
    run(date(2025, 8, 6))
    assert [(m.subject, m.body) for m in mail.outbox] == [(m.subject, m.body) for m in planned]
    assert len(planned) == 2


def test_planning_costs_the_same_for_more_reports(django_assert_num_queries):
    owing = make_owing(parks=1)
    make_report(owing.perimeter, reporter=owing.board, form=owing.form, figures=owing.figures(5))
    with_address(make_clerk(owing.places.province))
    with django_assert_num_queries(7 + 1 + 2 + 1):  # the approver of the figures has nothing to do
        planned_mails(on=date(2025, 4, 20))
    more = make_owing("bac-ninh", parks=6)
    make_report(more.perimeter, reporter=more.board, form=more.form, figures=more.figures(5))
    with django_assert_num_queries(7 + 1 + 2 + 1):  # the approver of the figures has nothing to do
        planned_mails(on=date(2025, 4, 20))
