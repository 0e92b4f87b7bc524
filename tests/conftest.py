"""Hold for all tests: in CI nothing is skipped, and test databases may be emptied between tests."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.utils import translation

from tracker.actions.kept_answers import ANSWERS
from tracker.web import pdf


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that meet a database: those run on every version of it, the others once."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if fixtures & {"db", "transactional_db"} or item.get_closest_marker("django_db"):
            item.add_marker(pytest.mark.database)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]):
    """Turn a skip into a failure where CI=true: a test that did not run has shown nothing."""
    outcome = yield
    report = outcome.get_result()
    if os.environ.get("CI") == "true" and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and in CI nothing is skipped: {report.longrepr}"


@pytest.fixture(autouse=True)
def _language_of_the_settings(settings) -> Iterator[None]:
    """Begin every test in the language of the settings, whatever the test before has left behind."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    """Begin every test without an answer that another has computed: its database is another's."""
    ANSWERS.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """Let Django empty the test database after tests with transactions of their own; no other database allows it."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"ALTER DATABASE {name} SET tracker.allow_truncate = 'on'")  # for connections still to come
        cursor.execute("SET tracker.allow_truncate = 'on'")


@pytest.fixture(autouse=True)
def sheets_as_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hand back a sheet as the page that was to become a PDF file: what it tells can be read, and no process starts.

    `tests/web/test_pdf.py` has the real writer.
    """
    monkeypatch.setattr(pdf, "is_available", lambda: True)
    monkeypatch.setattr(pdf, "pdf_of", str.encode)
