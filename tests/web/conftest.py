"""Give the tests of pages the published figures, loaded once for a module, and a reader in a language."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from tests.reading import reading_client


@pytest.fixture(scope="module")
def published(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Load the published figures once; what a test of the module writes is rolled back with the rest."""
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        try:
            call_command("load_seeds", verbosity=0)
            yield
        finally:
            transaction.set_rollback(True)
            atomic.__exit__(None, None, None)
            connection.close()


@pytest.fixture
def reader(published: None, django_db_blocker: Any) -> Iterator[Callable[..., Client]]:
    """A browser of somebody who reads everything; say in which language."""
    with django_db_blocker.unblock():
        yield reading_client
