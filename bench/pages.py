"""Measure what each page costs against a page with nothing on it, in one run on the local database.

Both go the same way through all middleware, in turns, so that whatever else the machine is doing falls on both. The
seconds say little about another machine; the ratios, the queries and the sizes hold.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

ROUNDS = 15
PAGES = [
    "/",
    "/places/",
    "/places/hai-duong/?quarter=2025-Q1",
    "/places/hai-phong/?quarter=2025-Q1&map=today",
    "/places/hai-duong/explanation/?quarter=2025-Q1&indicator=fdi-registered",
    "/investors/",
    "/indicators/",
    "/documents/",
    "/data-checks/",
]
FLOOR = "/floor/"


def main() -> int:
    """Warm up, measure in turns, print the table; return 1 if a page does not answer 200."""
    from run import prepare

    prepare(accounts=False)
    from django.conf import settings
    from django.db import transaction
    from django.test import Client

    from tracker.models import Person

    settings.ROOT_URLCONF = "bench.urls"
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    with transaction.atomic():
        # Working data are read by people alone; this one is gone afterwards.
        reader = Person.objects.create(username="bench", is_superuser=True)
        client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
        answer = measure(client)
        transaction.set_rollback(True)
    return answer


def measure(client: Any) -> int:
    """Print what each page costs; return 1 if one does not answer 200."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    queries, sizes = {}, {}
    for page in (FLOOR, *PAGES):
        client.get(page)  # the first answer of a process compiles templates
        with CaptureQueriesContext(
            connection,
        ) as captured:
            response = client.get(page)
        if response.status_code != 200:
            print(f"{page} answers {response.status_code}", file=sys.stderr)
            return 1
        queries[page], sizes[page] = len(captured), len(response.content)
    times: dict[str, list[float]] = {page: [] for page in (FLOOR, *PAGES)}
    for _round in range(ROUNDS):
        for page, measured in times.items():
            measured.append(seconds_of(lambda page=page: client.get(page)))
    floor = statistics.median(times[FLOOR])
    print(f"{'page':<76}{'x floor':>9}{'queries':>9}{'kB':>7}")
    for page, measured in times.items():
        ratio = statistics.median(measured) / floor
        print(f"{page:<76}{ratio:>9.1f}{queries[page]:>9}{sizes[page] / 1000:>7.1f}")
    return 0


def seconds_of(call: Callable[[], object]) -> float:
    """Return how long a call takes by the clock, the database's part included."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
