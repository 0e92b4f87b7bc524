"""What is answered when others hold the figures for too long: nothing is saved, nothing typed is lost."""

import contextlib
import threading

import pytest
import time_machine
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from tests.admin.test_entry_block import Parks
from tracker.actions.locking import _lock_quarter
from tracker.actions.passing import is_passing
from tracker.models import QuarterlyReport
from tracker.progress.periods import Quarter
from tracker.web.busy import BusyMiddleware

pytestmark = [pytest.mark.django_db(transaction=True)]


@contextlib.contextmanager
def closing_takes_long():
    """Hold the quarter as a closing does, in another connection, while the block runs."""
    held, done = threading.Event(), threading.Event()

    def hold():
        try:
            with transaction.atomic():
                _lock_quarter(Quarter(2025, 2), "pg_advisory_xact_lock")
                held.set()
                done.wait(30)
        finally:
            held.set()
            connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        assert held.wait(30)
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 200")
        yield
    finally:
        done.set()
        thread.join()
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = 10000")


def test_save_that_waits_too_long_answers_503_and_keeps_what_was_typed(sign_in):
    with time_machine.travel("2025-07-05T09:00:00+07:00", tick=True):
        parks = Parks(sign_in)
        page = parks.client.get(parks.single)
        fields = parks.fields(page)
        (name,) = [name for name in fields if name.endswith(f"{parks.indicators[0].pk}-in_quarter")]
        typed = {**fields, name: "1234567", "step": "save"}
        with closing_takes_long():
            answer = parks.client.post(parks.single, typed, headers={"origin": "http://testserver"})
        text = answer.content.decode()
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
        assert f'<input type="hidden" name="{name}" value="1234567">' in text
        assert "Chưa có gì được lưu" in text
        assert not QuarterlyReport.objects.exists()
        assert parks.client.post(parks.single, typed).status_code == 302
        assert QuarterlyReport.objects.count() == 1


def test_form_of_another_site_does_not_come_back(sign_in):
    with time_machine.travel("2025-07-05T09:00:00+07:00", tick=True):
        parks = Parks(sign_in)
        fields = parks.fields(parks.client.get(parks.single))
        (name,) = [name for name in fields if name.endswith(f"{parks.indicators[0].pk}-in_quarter")]
        typed = {**fields, name: "1234567", "step": "save"}
        with closing_takes_long():
            answer = parks.client.post(parks.single, typed)
    assert answer.status_code == 503
    assert "1234567" not in answer.content.decode()


def test_program_is_told_in_a_sentence(rf: RequestFactory):
    error = OperationalError("canceling statement due to lock timeout")
    error.__cause__ = type("LockNotAvailable", (Exception,), {"sqlstate": "55P03"})()
    request = rf.put("/api/reports/a/2025-Q1/b/")
    answer = BusyMiddleware(lambda _request: HttpResponse()).process_exception(request, error)
    assert answer is not None
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.status_code == 503


def test_other_mistakes_stay_mistakes(rf: RequestFactory):
    middleware = BusyMiddleware(lambda _request: HttpResponse())
    for error in (ValueError("no"), OperationalError("server closed the connection")):
        assert middleware.process_exception(rf.get("/"), error) is None
        assert not is_passing(error)
