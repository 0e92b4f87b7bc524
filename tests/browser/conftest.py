"""A real Chromium against a real server with the published figures.

`published_site` is the address of a server whose database holds the seeds; it is made once for this folder, so tests
read it and change nothing that another test reads. `page` is a fresh browser page that fails its test if anything
was logged as an error: a script, a missing file, a breach of the content security policy. `axe(page)` lists what an
assistive technology would stumble over.
"""

import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.reading import reading_client

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
# What the pages are held to: WCAG 2.2 at level AA, and the engine's own best practices.
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
# A closed network refuses the browser's own errands, many at a time: they are switched off.
CHROMIUM_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PASSWORD = "browser-test-only"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder: left out by name, and given a test database, which the server then uses."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A Chromium of the machine; playwright brings only the driver."""
    path = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if path is None:
        pytest.skip("no Chromium on this machine (on Debian: sudo apt-get install chromium)")
    flags = [*CHROMIUM_FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def published_site(browser: Browser, django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The address of a server with the published figures, published as `make run` does, and an `administrator`.

    It needs the browser for its order: the driver of playwright keeps an event loop in this thread for as long as the
    browser lives, and in the sight of a loop Django hands out connections of their own. What is opened here must be
    closed in the same sight.
    """
    from provinces.models import Place
    from tracker.actions.publishing import publish_loaded_figures
    from tracker.models import Membership, Person, Role

    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Django would take every query in this thread for a mistake
    with django_db_blocker.unblock():
        assert connection.settings_dict["NAME"].startswith("test_"), "this fixture empties its database at the end"
        call_command("load_seeds", verbosity=0)
        publish_loaded_figures()
        person = Person.objects.create_superuser(username="administrator", password=PASSWORD)
        Membership.objects.create(
            person=person, role=Role.ADMINISTRATOR, place=Place.objects.get(slug="viet-nam"), valid_from=None
        )
        session = reading_client().cookies[settings.SESSION_COOKIE_NAME].value
        os.environ["TRACKER_READING_SESSION"] = session
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            start = cursor.fetchone()
        server = LiveServer("localhost")
        yield server.url
        server.stop()
        with connection.cursor() as cursor:
            # A request the browser left open keeps its thread, and that its connection, for a while after the stop.
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_start > %s",
                start,
            )
        call_command("flush", interactive=False, verbosity=0, allow_cascade=True)
        connection.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"], os.environ["TRACKER_READING_SESSION"]


def let_read(context: BrowserContext, site: str) -> None:
    """Sign a browser in as somebody who reads everything; without an account nobody reads working data."""
    session = os.environ["TRACKER_READING_SESSION"]
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh page of a laptop's size, in Vietnamese; errors it logs fail the test."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="vi-VN")
    context.set_default_timeout(15_000)
    page = context.new_page()
    errors: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error":
            errors.append(f"{message.text} ({message.location.get('url', '')})")

    page.on("console", note)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    context.close()
    assert errors == []


@pytest.fixture(scope="session")
def axe() -> Callable[..., list[str]]:
    """Run axe-core in a page and return each violation as a sentence: rule, impact, and where.

    With names of rules those alone are run: where a page that was found sound has changed in a known way.
    """
    source = AXE.read_text("utf-8")

    def run(page: Page, rules: Sequence[str] = ()) -> list[str]:
        if not page.evaluate("'axe' in window"):
            page.evaluate(source)
        only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": AXE_TAGS}
        answer = page.evaluate("only => axe.run(document, {runOnly: only, resultTypes: ['violations']})", only)
        return [
            f"{violation['id']} ({violation['impact']}): {violation['help']}: {node['target']}"
            for violation in answer["violations"]
            for node in violation["nodes"]
        ]

    return run


@pytest.fixture
def sign_in(published_site: str) -> Callable[[Page], None]:
    """Sign a page in as the administrator."""

    def run(page: Page) -> None:
        page.goto(f"{published_site}/admin/login/")
        page.fill("input[name=username]", "administrator")
        page.fill("input[name=password]", PASSWORD)
        page.click("form.sign-in [type=submit]")
        page.wait_for_url("**/admin/")

    return run
