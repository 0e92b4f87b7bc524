"""Pages read from a real streaming replica: what it answers, what it never does, and that its death is survived."""

import json
import threading
import time
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.builders import Figure, approve_revision, make_approver, make_clerk, make_report, submit_revision
from tests.reading import reading_client
from tests.replication import Pair, wait_until
from tests.web.test_as_of_everywhere import _ONE_USE, API_MORE, BESIDE, make_books, routes
from tracker import replicas
from tracker.actions.kept_answers import ANSWERS
from tracker.actions.last_writes import needed_of, note_write, writing_for
from tracker.actions.reporting import submit_report
from tracker.actions.tokens import make_token
from tracker.environment import database, replica
from tracker.models import ReportRevision, TokenPurpose
from tracker.web.filters import moment_value
from tracker.web.replica_reading import ANSWERED_BY, ON_PRIMARY

pytestmark = pytest.mark.database
REPLICA = "replica_1"
PLACE = "/places/dai-an/?quarter=2025-Q3"
# What is asked of the primary while a replica answers: by what its statement holds, and why.
KNOWN_ON_PRIMARY = {
    '"django_session"': "a session that has ended is over",
    '"tracker_person"."id" =': "an account that is closed is closed",
    "tracker_membership": "rights that have ended are over",
    '"tracker_accesstoken"': "a token that is revoked works no more",
    "tracker_last_write": "what the reader has written",
    "tracker_request_count": "how often programs ask, counted for all processes",
    "pg_current_wal_insert_lsn": "how far a replica is behind",
    "pg_advisory_xact_lock_shared": "a moment is settled where approvals are written",
    "SELECT clock_timestamp()": "the moment that is settled",
    "SAVEPOINT": "the transaction of that moment",
}
NEVER_ON_REPLICA = ("django_session", "tracker_accesstoken", "tracker_last_write", "tracker_request_count")


@pytest.fixture(scope="module")
def pair(django_db_blocker):
    """A primary with books of a province and its replica, in the place of the test database while this module runs."""
    made = Pair(Path(f"/var/tmp/itt-replicas-{time.monotonic_ns()}"))
    kept, own = dict(connections.settings), connections["default"]
    with django_db_blocker.unblock():
        try:
            primary = f"postgresql://tracker@{quote(made.primary_socket, safe='')}/tracker"
            connections.settings.update(connections.configure_settings({"default": database(primary, pool=False)}))
            connections["default"] = connections.create_connection("default")
            call_command("migrate", verbosity=0)
            with transaction.atomic():
                make_books()
            socket = quote(made.start_replica(), safe="")
            url = f"postgresql://tracker@{socket}/tracker"
            both = {"default": database(primary, pool=False), REPLICA: replica(url)}
            connections.settings.update(connections.configure_settings(both))
            yield made
        finally:
            for alias in ("default", REPLICA):
                if alias in connections.settings:
                    connections[alias].close()
            connections.settings.clear()
            connections.settings.update(kept)
            connections["default"] = own
            made.remove()


@pytest.fixture
def site(pair, settings, monkeypatch):
    """The pair with the settings that name the replica, which has replayed everything."""
    settings.REPLICAS = [REPLICA]
    settings.REPLICA_LAG_SECONDS = 30
    monkeypatch.setattr(replicas, "SECONDS_LEFT_OUT", 0)
    replicas._asked_again_at.clear()
    pair.catch_up()
    return pair


def answered_by(response):
    return getattr(response.wsgi_request, ANSWERED_BY)


def browser_of(person):
    client = Client()
    client.cookies["language"] = "en"
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def known(client):
    """Return the browser after its first page, which the primary answers to everybody of whom nothing is known."""
    client.get("/about/")
    return client


class Heard:
    """Statements that one database gets."""

    def __init__(self, alias):
        self.statements = []
        self.listening = connections[alias].execute_wrapper(self)

    def __call__(self, execute, sql, params, many, context):
        self.statements.append(str(sql))
        return execute(sql, params, many, context)

    def __enter__(self):
        self.listening.__enter__()
        return self

    def __exit__(self, *error):
        self.listening.__exit__(*error)


# --- Who answers --------------------------------------------------------------------------------------------------
def test_pages_come_from_the_replica_and_are_the_same(site, settings):
    client = known(reading_client())
    site.catch_up()
    found = client.get(PLACE)
    assert (found.status_code, answered_by(found)) == (200, REPLICA)
    settings.REPLICAS = []
    again = reading_client().get(PLACE)
    assert not hasattr(again.wsgi_request, ANSWERED_BY)

    def without_moment(response):
        printed_at = f"tracker, {response.context['printed_at']}"
        return _ONE_USE.sub("", response.content.decode().replace(printed_at, ""))

    assert without_moment(found) == without_moment(again)


def test_the_replica_is_read_only_and_in_recovery(site):
    with connections[REPLICA].cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery(), current_setting('transaction_read_only')")
        assert cursor.fetchone() == (True, "on")


def test_every_page_file_and_answer_reads_its_figures_from_the_replica_alone(site):
    client = known(reading_client())
    administrator_token = token_of("reads-everything")
    addresses = list(routes())
    site.catch_up()
    unknown, not_there = [], []
    read_there: set[str] = set()
    for room, name, address in addresses:
        more = {**BESIDE.get(name, {}), **API_MORE.get(name, {})}
        if room == "web" and name not in ("edition", "edition_restatements"):
            more["quarter"] = "2025-Q1"
        told = {"Authorization": f"Bearer {administrator_token}"} if room == "api" else {}
        for asked in [more] if room == "api" else [more, {**more, "format": "csv"}]:
            with Heard("default") as primary, Heard(REPLICA) as other:
                answer = client.get(address, asked, headers=told)
                if answer.streaming:
                    b"".join(answer.streaming_content)
            if f"{room}:{name}" in ON_PRIMARY:
                assert answered_by(answer) == "default", name
                continue
            if answer.status_code == 200 and answered_by(answer) != REPLICA:
                not_there.append((name, asked))
            read_there.update({name} if other.statements else ())
            unknown += [(name, sql) for sql in primary.statements if not any(word in sql for word in KNOWN_ON_PRIMARY)]
            forbidden = [sql for sql in other.statements if any(word in sql for word in NEVER_ON_REPLICA)]
            assert forbidden == [], name
    assert unknown == []
    assert not_there == []
    assert len(read_there) > 25


def token_of(username):
    from tracker.models import Person

    person = Person.objects.get(username=username)
    _token, secret = make_token(
        by=person, at=timezone.now(), purpose=TokenPurpose.PROGRAMS, name=f"{username} {time.monotonic_ns()}"
    )
    return secret


def test_entry_and_the_admin_are_asked_of_the_primary(site):
    client = known(reading_client())
    site.catch_up()
    for address in ("/admin/", reverse("web:programs"), reverse("web:profile")):
        assert answered_by(client.get(address)) == "default"
    anonymous = Client()
    assert answered_by(anonymous.get(reverse("web:sign_in"))) == "default"
    assert answered_by(anonymous.get("/help/")) == REPLICA


# --- Never stale for the one who has just saved ---------------------------------------------------------------------
@pytest.fixture
def waiting(site):
    """A report that waits for its approver."""
    park = ReportRevision.objects.filter(report__place__slug="dai-an").first().report
    fdi = park.revisions.first().actuals.filter(indicator__code="fdi-registered").first().indicator
    clerk = make_clerk(park.place, "hd-clerk")
    make_approver(park.place, "hd-approver")
    report = make_report(
        park.place,
        2025,
        3,
        reporter=park.reporter,
        figures=[Figure(fdi, 777_000_000)],
        approved=False,
        by=clerk,
        form=park.form,
    )
    revision = report.revisions.get()
    submit_report(revision=revision, by=clerk, at=timezone.now())
    yield revision
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT 1")


def test_approved_figure_is_seen_at_once_by_its_approver_and_by_others_once_replayed(site, waiting):
    approver, other = known(browser_of(make_approver(username="hd-approver"))), known(reading_client())
    address = reverse("admin:tracker_reportrevision_review", args=[waiting.pk])
    with site.paused():
        assert "777" not in approver.get(PLACE).content.decode()
        assert answered_by(approver.get(PLACE)) == REPLICA
        seen = approver.get(address).context["seen"]
        assert approver.post(address, {"seen": seen, "step": "approve"}).status_code == 302
        own = approver.get(PLACE)
        assert answered_by(own) == "default"
        assert "777" in own.content.decode()
        others = other.get(PLACE)
        assert answered_by(others) == REPLICA
        assert "777" not in others.content.decode()
    site.catch_up()
    for client in (approver, other):
        page = client.get(PLACE)
        assert answered_by(page) == REPLICA
        assert "777" in page.content.decode()


def test_answer_that_a_replica_gave_while_an_approval_was_under_way_falls_with_its_end(site):
    """A replica's snapshot does not list what is under way; an answer kept there once held for ten minutes."""
    known_report = ReportRevision.objects.filter(report__place__slug="cong-hoa").first().report
    fdi = known_report.revisions.first().actuals.filter(indicator__code="fdi-registered").first().indicator
    figures = [Figure(fdi, 555_000_000)]
    parts = {"reporter": known_report.reporter, "form": known_report.form}
    report = make_report(known_report.place, 2025, 3, figures=figures, approved=False, **parts)
    revision = report.revisions.get()
    submit_revision(revision, by=make_clerk(username="ch-clerk"))
    approver = make_approver(username="ch-approver")
    address, other = "/places/cong-hoa/?quarter=2025-Q3", known(reading_client())
    written, may_end = threading.Event(), threading.Event()

    def work():
        try:
            with transaction.atomic():
                approve_revision(revision, by=approver)
                written.set()
                assert may_end.wait(timeout=20)
        finally:
            connections["default"].close()

    worker = threading.Thread(target=work)
    worker.start()
    assert written.wait(timeout=20)
    site.ask_primary("SELECT pg_current_xact_id()::text")  # a later transaction, which ends before
    site.catch_up()
    before = [other.get(address) for _time in range(2)]
    assert {answered_by(page) for page in before} == {REPLICA}
    assert "555" not in before[1].content.decode()
    assert len(ANSWERS) > 0
    may_end.set()
    worker.join(timeout=20)
    site.catch_up()
    after = other.get(address)
    assert answered_by(after) == REPLICA
    assert "555" in after.content.decode()


def test_program_that_entered_reads_what_it_entered(site):
    report = ReportRevision.objects.filter(report__place__slug="lai-vu", report__quarter=2).first().report
    clerk = make_clerk(report.place, "lv-clerk")
    _token, secret = make_token(by=clerk, at=timezone.now(), purpose=TokenPurpose.PROGRAMS, name="p", may_enter=True)
    headers = {"Authorization": f"Bearer {secret}"}
    progress = reverse("web:progress_api", args=["lai-vu"])
    program = Client()
    program.get(progress, headers=headers)
    entry = reverse("web:report_api", args=["lai-vu", "2025-Q4", report.reporter.slug])
    with site.paused():
        assert answered_by(program.get(progress, headers=headers)) == REPLICA
        line = program.get(entry, headers=headers).json()["lines"][0]
        body = {"lines": [{**line, "in_quarter": "12", "reason": "as agreed", "if_match": line["fingerprint"]}]}
        answer = program.put(entry, json.dumps(body), content_type="application/json", headers=headers)
        assert answer.status_code == 200, answer.content
        assert answered_by(program.get(progress, headers=headers)) == "default"
        # The same person in a browser as well: it is not the session that has written.
        assert answered_by(browser_of(clerk).get("/reporting/")) == "default"
    site.catch_up()
    assert answered_by(program.get(progress, headers=headers)) == REPLICA


def test_person_for_whom_a_process_writes_is_answered_by_the_primary_until_that_is_replayed(site):
    clerk = make_clerk(username="import-clerk")
    note_write(clerk.pk)
    site.catch_up()
    client = browser_of(clerk)
    assert answered_by(client.get("/about/")) == REPLICA
    with site.paused():
        with writing_for(clerk.pk):
            assert answered_by(client.get("/about/")) == "default"
            note_write(clerk.pk)  # a form that the person sends meanwhile
            assert answered_by(client.get("/about/")) == "default"
            make_clerk(username="written-by-the-process")
        assert answered_by(client.get("/about/")) == "default"
    site.catch_up()
    assert answered_by(client.get("/about/")) == REPLICA


def test_person_of_whom_nothing_is_known_sees_what_the_primary_shows_now(site):
    clerk = make_clerk(username="after-a-crash")
    with site.paused():
        make_clerk(username="somebody-else")
        assert answered_by(browser_of(clerk).get("/about/")) == "default"
    site.catch_up()
    assert answered_by(browser_of(clerk).get("/about/")) == REPLICA


def test_later_mark_is_never_replaced_by_an_earlier_one(site):
    with connections["default"].cursor() as cursor:
        cursor.execute("INSERT INTO tracker_last_write VALUES (4711, 'FFFFFFF/0', false)")
    note_write(4711)
    assert needed_of(4711)[1] == "FFFFFFF/0"


# --- Moments -------------------------------------------------------------------------------------------------------
def test_moment_of_the_last_hour_is_read_where_all_that_counts_by_then_has_arrived(site):
    client = known(reading_client())
    asked = {"quarter": "2025-Q1", "as_of": moment_value(timezone.now())}
    site.catch_up()
    with site.paused():
        assert answered_by(client.get("/places/dai-an/", asked)) == REPLICA
        make_clerk(username="writes-meanwhile")
        answer = client.get("/places/dai-an/", asked)
        assert (answer.status_code, answered_by(answer)) == (200, "default")
        asked["as_of"] = moment_value(timezone.now() - timedelta(hours=2))
        assert answered_by(client.get("/places/dai-an/", asked)) == REPLICA


def test_tag_of_an_answer_is_that_of_what_was_read(site, settings):
    secret = token_of("administrator")
    headers = {"Authorization": f"Bearer {secret}"}
    client = Client()
    client.get("/api/v1/places", headers=headers)
    site.catch_up()
    first = client.get("/api/v1/places", headers=headers)
    assert (first.status_code, answered_by(first)) == (200, REPLICA)
    kept = client.get("/api/v1/places", headers={**headers, "If-None-Match": first.headers["ETag"]})
    assert (kept.status_code, answered_by(kept)) == (304, REPLICA)
    settings.REPLICAS = []
    assert Client().get("/api/v1/places", headers=headers).headers["ETag"] == first.headers["ETag"]


# --- A replica that lags, is none, fails, or dies --------------------------------------------------------------------
def test_replica_that_lags_beyond_the_limit_is_left_out(site, settings):
    settings.REPLICA_LAG_SECONDS = 0
    client = known(reading_client())
    # Nothing is missing, however long ago the last change: that is no lag.
    wait_until(lambda: answered_by(client.get("/about/")) == REPLICA, "the replica has everything")
    with site.paused():
        make_clerk(username="beyond-the-limit")
        assert answered_by(client.get("/about/")) == "default"
    wait_until(lambda: answered_by(client.get("/about/")) == REPLICA, "the replica has caught up")


def test_server_that_is_no_replica_of_the_primary_is_left_out(site, monkeypatch):
    client = known(reading_client())
    site.catch_up()
    own = connections.settings[REPLICA]
    connections[REPLICA].close()
    monkeypatch.setitem(connections.settings, REPLICA, {**own, "HOST": site.primary_socket})
    with monkeypatch.context() as patch:
        patch.setattr(connections[REPLICA], "settings_dict", connections.settings[REPLICA])
        assert answered_by(client.get("/about/")) == "default"
        connections[REPLICA].close()
    assert answered_by(client.get("/about/")) == REPLICA


def on_statement(number, act):
    """Return a wrapper that acts before one of the statements of the replica."""
    count = iter(range(1, 1_000_000))

    def wrapper(execute, sql, params, many, context):
        if next(count) == number:
            act(context["cursor"])
        return execute(sql, params, many, context)

    return connections[REPLICA].execute_wrapper(wrapper)


@pytest.mark.parametrize("address", [PLACE, "/api/v1/places", "/data/package.zip", "/places/?format=csv"])
def test_replica_that_dies_within_a_request_fails_nobody_and_its_return_is_noticed(site, address):
    client = known(reading_client())
    site.catch_up()
    killed = []
    # The first statement asks how far the replica is; from then on it answers.
    with on_statement(2, lambda _cursor: killed.append(site.kill_replica())):
        answer = client.get(address)
    assert killed
    body = b"".join(answer) if answer.streaming else answer.content
    assert (answer.status_code, answered_by(answer)) == (200, "default")
    assert body
    assert answered_by(client.get(PLACE)) == "default"
    site.start_replica()
    site.catch_up()
    assert answered_by(client.get(PLACE)) == REPLICA


def test_statement_cancelled_by_the_recovery_is_asked_anew_of_the_primary(site):
    client = known(reading_client())
    site.catch_up()

    def in_the_way(cursor):
        thread = threading.Thread(target=lock_on_primary)
        thread.start()
        try:
            cursor.execute("SELECT pg_sleep(20) FROM provinces_place LIMIT 1")
        finally:
            thread.join()

    def lock_on_primary():
        asking = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
        wait_until(lambda: site.ask_replica(asking) == 1, "the statement runs")
        with psycopg.connect(host=site.primary_socket, user="tracker", dbname="tracker") as connection:
            connection.execute("LOCK TABLE provinces_place IN ACCESS EXCLUSIVE MODE")

    failing: list[str] = []

    def acting(execute, sql, params, many, context):
        if "provinces_place" in str(sql) and not failing:
            failing.append(str(sql))
            with connections[REPLICA].wrap_database_errors:
                in_the_way(context["cursor"])
        return execute(sql, params, many, context)

    with connections[REPLICA].execute_wrapper(acting):
        answer = client.get(PLACE)
    assert failing
    assert (answer.status_code, answered_by(answer)) == (200, "default")
    site.catch_up()
    assert answered_by(client.get(PLACE)) == REPLICA  # a conflict is no reason to leave it out


def test_statement_that_runs_too_long_is_not_run_again(site):
    client = known(reading_client())
    site.catch_up()

    def too_long(cursor):
        with connections[REPLICA].wrap_database_errors:
            cursor.execute("SELECT set_config('statement_timeout', '1', false)")
            try:
                cursor.execute("SELECT pg_sleep(5)")
            finally:
                cursor.connection.rollback()
                cursor.execute("RESET statement_timeout")

    with on_statement(3, too_long):
        answer = client.get(PLACE)
    assert (answer.status_code, answered_by(answer)) == (503, REPLICA)


def test_readers_at_once_are_all_answered_while_the_replica_dies_and_returns(site):
    """Four threads as gunicorn has them, each with connections of its own."""
    clients = [known(reading_client()) for _thread in range(4)]
    site.catch_up()
    stop, seen, lock = threading.Event(), [], threading.Lock()

    def read(client):
        try:
            while not stop.is_set():
                answer = client.get(PLACE)
                with lock:
                    seen.append((answer.status_code, answered_by(answer)))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=read, args=[client]) for client in clients]
    for thread in threads:
        thread.start()

    def heard(alias, after, times):
        return lambda: [by for _status, by in seen[after:]].count(alias) >= times

    try:
        wait_until(heard(REPLICA, 0, 8), "the replica answers")
        site.kill_replica()
        wait_until(heard("default", len(seen), 8), "the primary answers")
        site.start_replica()
        wait_until(heard(REPLICA, len(seen), 8), "the replica answers again")
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    assert {status for status, _by in seen} == {200}
