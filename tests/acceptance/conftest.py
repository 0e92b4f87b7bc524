"""Load the published figures once for all acceptance tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction

from tracker.actions.seeding import load_seeds

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@pytest.fixture(scope="module")
def published(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """Hold the published figures for a module's tests, and take them back at its end."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            load_seeds(folder=SEEDS)
            yield
            transaction.set_rollback(True)
        connection.close()
