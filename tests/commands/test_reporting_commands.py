"""`manage.py reporting_status`, `send_reminders` and `open_year`: what they print, and how they refuse."""

import json
from datetime import UTC, date, datetime
from io import StringIO

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command

from tests.builders import (
    make_clerk,
    make_duty,
    make_manager,
    make_person,
    make_province_with_parks,
    make_report,
    make_target,
)
from tests.progress.owing import make_owing, make_rules
from tracker.models import Reminder, ReportingDuty, Role, Target

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock():
    """Two days after the board's due day, seven after the investors'."""
    with time_machine.travel(datetime(2025, 4, 17, 3, tzinfo=UTC), tick=False):
        yield


def output(*arguments):
    out = StringIO()
    call_command(*arguments, "--language=en", stdout=out)
    return out.getvalue()


def reported(owing):
    return make_report(
        owing.perimeter,
        reporter=owing.board,
        form=owing.form,
        figures=owing.figures(5, 6),
        at=datetime(2025, 4, 16, 3, tzinfo=UTC),
    )


# --- reporting_status ---------------------------------------------------------------------------------------------
def test_status_counts_and_lists_the_reports_of_the_last_quarter():
    owing = make_owing(parks=1)
    reported(owing)
    lines = output("reporting_status").splitlines()
    assert lines == [
        "Q1 2025, read on 17 Apr 2025: reported 1, due 0, overdue 1",
        "- Hai Duong Kcn 1 (Hai Duong Kcn 1 Investor): nothing yet, 0/3; due on 10 Apr 2025; days late: 7",
        "- Hai Duong Khu Cong Nghiep (Hai Duong Board): reported, 2/3; due on 15 Apr 2025; days late: 1",
    ]
    assert "due 2, overdue 0" in output("reporting_status", "--quarter=2025-Q2")


def test_status_as_json_tells_the_same():
    owing = make_owing(parks=1)
    reported(owing)
    data = json.loads(output("reporting_status", "--format=json"))
    assert (data["quarter"], data["read_on"]) == ("2025-Q1", "2025-04-17")
    (board,) = [row for row in data["reports"] if row["reporter"] == "hai-duong-board"]
    assert board == {
        "place": "hai-duong-khu-cong-nghiep", "reporter": "hai-duong-board", "form": "park-quarter",
        "state": "approved", "correction": None, "due_on": "2025-04-15", "overdue": False, "days_late": 1,
        "days_left": None, "first_approved_on": "2025-04-16", "was_late": True, "cells_filled": 2, "cells_asked": 3,
    }  # fmt: skip
    assert data["missing"][0] == {"indicator": "land-leased", "empty": 2, "asked": 2}
    assert data["order_problems"] == []


def test_status_is_narrowed_to_a_place_and_to_a_reader():
    owing = make_owing("hai-duong", parks=1)
    make_owing("bac-ninh", parks=1)
    make_clerk(owing.places.parks[0], "park-clerk")

    def places(*arguments):
        return {row["place"] for row in json.loads(output("reporting_status", "--format=json", *arguments))["reports"]}

    assert places("--place=bac-ninh") == {"bac-ninh-khu-cong-nghiep", "bac-ninh-kcn-1"}
    assert places("--as=park-clerk") == {"hai-duong-kcn-1"}
    for wrong in ("bac-ninh", "no-such-place"):
        with pytest.raises(CommandError, match=f"--place {wrong}: there is no place"):
            output("reporting_status", "--as=park-clerk", f"--place={wrong}")
    with pytest.raises(CommandError, match="--quarter x is not a quarter"):
        output("reporting_status", "--quarter=x")
    with pytest.raises(CommandError, match="--as"):
        output("reporting_status", "--as=nobody")


def test_status_read_as_a_manager_tells_of_no_draft():
    owing = make_owing(parks=0)
    make_report(owing.perimeter, reporter=owing.board, form=owing.form, figures=owing.figures(5), approved=False)
    make_clerk(owing.perimeter)
    make_manager(owing.perimeter)

    def state(*arguments):
        (row,) = json.loads(output("reporting_status", "--format=json", *arguments))["reports"]
        return row["state"]

    assert (state(), state("--as=clerk"), state("--as=manager")) == ("draft", "draft", "nothing")


# --- send_reminders -----------------------------------------------------------------------------------------------
@pytest.fixture
def board():
    owing = make_owing(parks=0)
    clerk = make_clerk(owing.perimeter)
    clerk.email = "clerk@example.vn"
    clerk.save()
    make_person("silent", role=Role.CLERK, place=owing.perimeter, display_name="Vũ Thị Lan")
    return owing


def test_reminders_are_named_before_and_after_they_are_sent(board):
    lines = output("send_reminders").splitlines()
    assert lines[0].startswith("Reminding Trần Thị Bình <clerk@example.vn> of: Q1 2025, Hai Duong Khu Cong Nghiep")
    assert lines[1:] == [
        "sent",
        "Vũ Thị Lan (silent) has no e-mail address and was not reminded.",
        "Reminders sent: 1.",
    ]
    assert len(mail.outbox) == 1
    assert output("send_reminders").splitlines()[-1] == "Reminders sent: 0."
    assert len(mail.outbox) == 1


def test_a_trial_run_prints_the_mails_and_sends_none(board):
    printed = output("send_reminders", "--dry-run")
    for words in ("clerk@example.vn", "Quarterly reports to see to: 1", "days late: 2", "Mails: 1.", "Vũ Thị Lan"):
        assert words in printed, words
    assert mail.outbox == []
    assert not Reminder.objects.exists()


def test_the_day_can_be_chosen_and_nonsense_is_refused(board):
    assert "Mails: 0." in output("send_reminders", "--dry-run", "--on=2025-04-01")
    assert "days left: 5" in output("send_reminders", "--dry-run", "--on=2025-04-10")
    for day in ("tomorrow", "2025-02-30"):
        with pytest.raises(CommandError, match=f"--on {day} is not a day"):
            output("send_reminders", f"--on={day}")


def test_a_failure_is_in_the_exit_code_and_stops_nobody_else(board, monkeypatch):
    other = make_clerk(board.perimeter, "second")
    other.email = "second@example.vn"
    other.save()
    send = EmailBackend.send_messages

    def send_or_fail(self, messages):
        if messages[0].to == ["clerk@example.vn"]:
            raise ValueError("no such address")
        return send(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", send_or_fail)
    with pytest.raises(CommandError, match="refused 1, perhaps not delivered 0, not tried 0"):
        output("send_reminders")
    assert [message.to for message in mail.outbox] == [["second@example.vn"]]


def test_a_server_that_does_not_answer_is_said(board, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(CommandError, match="The mail server does not answer"):
        output("send_reminders")


# --- open_year ----------------------------------------------------------------------------------------------------
@pytest.fixture
def province():
    make_rules()
    rows = make_province_with_parks("hai-duong", parks=1)
    make_duty(rows.board, rows.perimeter, valid_from=date(2026, 1, 1), valid_to=date(2026, 12, 31))
    make_target(rows.province, year=2026)
    make_person("keeper", role=Role.ADMINISTRATOR, place=rows.province)
    return rows


HERE = ("open_year", "--place=hai-duong", "--year=2027")


def test_a_year_is_opened_as_a_person_and_only_once(province):
    lines = output(*HERE, "--as=keeper").splitlines()
    assert lines == [
        "Hai Duong, 2027: duties carried on 1, targets to revise 1",
        "- duty: Hai Duong Board, Hai Duong Khu Cong Nghiep",
        "- target to revise: Hai Duong: Fdi Registered",
        "Due days of “management board”: 15 Apr 2027, 15 Jul 2027, 15 Oct 2027, 17 Jan 2028",
    ]
    assert ReportingDuty.objects.count() == Target.objects.count() == 2
    assert "the year is open already" in output(*HERE, "--as=keeper")
    assert ReportingDuty.objects.count() == Target.objects.count() == 2


def test_a_trial_run_opens_nothing(province):
    for arguments in ((), ("--as=keeper",)):
        lines = output(*HERE, "--dry-run", *arguments).splitlines()
        assert lines[0] == "A trial run: nothing was made. It would be:"
        assert "duties carried on 1, targets to revise 1" in lines[1]
    assert ReportingDuty.objects.count() == Target.objects.count() == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "Say with --as who opens the year"),
        (("--as=nobody",), "nobody with an open account"),
        (("--as=clerk",), "Only an administrator"),
        (("--as=keeper", "--year=1900"), "Type a year from 1987"),
        (("--as=keeper", "--place=no-such-place"), "there is no place with this address name"),
    ],
)
def test_refusals_name_the_cure(province, arguments, sentence):
    make_clerk(province.province)
    with pytest.raises(CommandError, match=sentence):
        output(*HERE, *arguments)
    assert ReportingDuty.objects.count() == 1
