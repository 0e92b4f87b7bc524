"""Change forms of two people at once: the second is told what the first has changed, and nothing typed is lost."""

import threading
from datetime import date

import pytest
from django.db import connection, transaction
from django.urls import reverse

from tests.builders import (
    Phase,
    make_administrator,
    make_approver,
    make_clerk,
    make_indicator,
    make_person,
    make_place,
    make_province_with_parks,
    make_report,
    make_target,
)
from tests.security.walk import forms_of
from tracker.actions.trail import acting
from tracker.admin import target as target_page
from tracker.admin.watched import WatchedRow
from tracker.models import QuarterlyReport, Role, Target

pytestmark = pytest.mark.django_db


def opened(client, row):
    """Return the address of a row's page and what its form would send."""
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    page = client.get(address).content.decode()
    fields = next(fields for _action, fields, _buttons in forms_of(page) if "_row_seen" in fields)
    return address, fields


def save(client, opened_page, **typed):
    address, fields = opened_page
    return client.post(address, {**fields, **typed})


class Office:
    """Hải Dương with a draft of a target that has a phase and a member, and its two administrators."""

    def __init__(self, sign_in):
        self.rows = make_province_with_parks("hai-duong", parks=["dai-an", "lai-vu"])
        phase = Phase(date(2025, 1, 1), date(2025, 3, 31), 100_000_000)
        options = {"phases": [phase], "members": self.rows.parks[:1], "approved": False}
        self.target = make_target(self.rows.province, make_indicator(), 900_000_000, **options)
        self.first_person, self.second_person = (
            make_person(username, display_name=name, role=Role.ADMINISTRATOR, place=self.rows.province)
            for username, name in (("first", "Nguyễn Văn Một"), ("second", "Trần Thị Hai"))
        )
        self.first, self.second = sign_in(self.first_person), sign_in(self.second_person)

    def stored(self):
        self.target.refresh_from_db()
        return self.target


@pytest.fixture
def office(sign_in):
    return Office(sign_in)


def test_second_of_two_administrators_is_told_and_keeps_what_was_typed(office):
    mine, theirs = opened(office.first, office.target), opened(office.second, office.target)
    assert save(office.second, theirs, value="950").status_code == 302
    page = save(office.first, mine, printed="what I typed")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Nothing was saved: this was changed after you opened the page" in text
    assert "Trần Thị Hai" in text
    assert "value: 900,000,000 → 950,000,000" in text
    assert "what I typed" in text
    assert (office.stored().value, office.stored().printed) == (950_000_000, "")
    # The refused page has told what changed: saved again, it is the first one's decision.
    [again] = [fields for _action, fields, _buttons in forms_of(text) if "_row_seen" in fields]
    assert save(office.first, (mine[0], again)).status_code == 302
    assert (office.stored().value, office.stored().printed) == (900_000_000, "what I typed")


def test_refused_page_does_not_take_a_third_change_for_seen(office):
    mine = opened(office.first, office.target)
    save(office.second, opened(office.second, office.target), value="950")
    refused = save(office.first, mine, note="mine").content.decode()
    [again] = [fields for _action, fields, _buttons in forms_of(refused) if "_row_seen" in fields]
    save(office.second, opened(office.second, office.target), value="970")
    text = save(office.first, (mine[0], again)).content.decode()
    assert "value: 950,000,000 → 970,000,000" in text
    assert "900,000,000 →" not in text
    assert office.stored().value == 970_000_000


def test_page_that_was_wrong_for_another_reason_keeps_what_it_had_seen(office):
    mine = opened(office.first, office.target)
    wrong = save(office.first, mine, value="what").content.decode()
    [again] = [fields for _action, fields, _buttons in forms_of(wrong) if "_row_seen" in fields]
    assert again["_row_seen"] == mine[1]["_row_seen"]
    save(office.second, opened(office.second, office.target), value="950")
    assert "950,000,000" in save(office.first, (mine[0], again), value="910").content.decode()
    assert office.stored().value == 950_000_000


@pytest.mark.parametrize("part", ["phase", "member"])
def test_change_of_a_phase_or_a_member_is_a_change_of_the_target(office, part):
    mine, theirs = opened(office.first, office.target), opened(office.second, office.target)
    change = {"phases-0-value": "120"} if part == "phase" else {"members": [row.pk for row in office.rows.parks]}
    assert save(office.second, theirs, **change).status_code == 302
    text = save(office.first, mine, note="mine").content.decode()
    assert "Nothing was saved: this was changed" in text
    assert ("120,000,000" if part == "phase" else "Lai Vu") in text
    assert office.stored().note == ""


def test_day_that_somebody_else_has_changed_is_not_put_back(office, sign_in):
    report = make_report(office.rows.parks[0], approved=False)
    make_clerk(office.rows.province, "first")
    clerk = sign_in(make_clerk(office.rows.province, "hd-clerk"))
    mine, theirs = opened(office.first, report), opened(clerk, report)
    assert save(clerk, theirs, cut_off_on="2025-03-20").status_code == 302
    text = save(office.first, mine, due_on="2025-04-30").content.decode()
    assert "Nothing was saved: this was changed" in text
    assert "20/03/2025" in text
    report = QuarterlyReport.objects.get()
    assert (report.cut_off_on, report.due_on) == (date(2025, 3, 20), None)


def test_change_of_a_program_in_between_counts_and_ones_own_page_is_saved_twice(sign_in):
    administrator = make_administrator()
    client, place = sign_in(administrator), make_place("hai-duong")
    page = opened(client, place)
    assert save(client, page, name="Một").status_code == 302
    assert save(client, opened(client, place), name="Hai").status_code == 302
    stale = opened(client, place)
    with acting(administrator, why="letter 12"):
        type(place).objects.filter(pk=place.pk).update(name="Ba")
    assert "Hai → Ba" in save(client, stale, note="mine").content.decode()
    place.refresh_from_db()
    assert (place.name, place.note) == ("Ba", "")


def test_target_that_changes_while_its_page_is_made_is_not_offered_for_approval(office, monkeypatch):
    make_approver(office.rows.province, "second")
    approve = reverse("admin:tracker_target_approve", args=[office.target.pk])
    address = reverse("admin:tracker_target_change", args=[office.target.pk])
    assert approve in office.second.get(address).content.decode()
    read = target_page.target_token

    def after_somebody_else(target):
        Target.objects.filter(pk=target.pk).update(value=1)
        return read(target)

    monkeypatch.setattr(target_page, "target_token", after_somebody_else)
    assert approve not in office.second.get(address).content.decode()


def test_page_that_is_sent_twice_is_saved_once_and_not_refused(office):
    mine = opened(office.first, office.target)
    first, second = (save(office.first, mine, value="950", members=[office.rows.parks[1].pk]) for _time in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert office.stored().value == 950_000_000
    # A phase that was changed meanwhile is still told, whatever the page says of the target itself.
    again = opened(office.first, office.target)
    save(office.second, opened(office.second, office.target), **{"phases-0-value": "120"})
    assert "120,000,000" in save(office.first, again).content.decode()


def test_unchanged_page_writes_nothing_over_a_change_that_came_while_it_was_read(office, monkeypatch):
    mine = opened(office.first, office.target)
    lock = WatchedRow._lock

    def after_somebody_else(row):
        Target.objects.filter(pk=office.target.pk).update(value=950_000_000)
        lock(row)

    monkeypatch.setattr(WatchedRow, "_lock", after_somebody_else)
    assert "950,000,000" in save(office.first, mine).content.decode()
    assert office.stored().value == 950_000_000


@pytest.mark.parametrize("sent", ["", "x", "1-2-3-4-5", "-1", "9" * 40, "²"])
def test_text_that_is_none_of_ours_counts_as_having_seen_nothing(office, sent):
    address, fields = opened(office.first, office.target)
    page = office.first.post(address, {**fields, "_row_seen": sent, "note": "mine"})
    assert "Nothing was saved: this was changed" in page.content.decode()


@pytest.mark.parametrize("key", ["0", "99999999", "9" * 30, "9" * 5000, "x", "_5F", "%00"])
def test_page_of_no_row_is_not_found(office, key):
    assert office.first.get(f"/admin/tracker/target/{key}/change/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_save_that_comes_while_another_is_being_written_waits_and_is_refused(sign_in):
    office = Office(sign_in)
    mine = opened(office.first, office.target)
    answers = []

    def first():
        try:
            answers.append(save(office.first, mine, note="mine").content.decode())
        finally:
            connection.close()

    other = threading.Thread(target=first)
    with transaction.atomic():
        with acting(office.second_person):
            Target.objects.filter(pk=office.target.pk).update(value=950_000_000)
        other.start()
        other.join(timeout=1)
        assert answers == [], "the other waits for this transaction to end"
    other.join(timeout=20)
    assert "value: 900,000,000 → 950,000,000" in answers[0]
    assert (office.stored().value, office.stored().note) == (950_000_000, "")
