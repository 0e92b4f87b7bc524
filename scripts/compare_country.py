"""Compare page, CSV, workbook, both APIs and statistical file for every place of the demonstration.

    .venv/bin/python scripts/compare_country.py --quarter 2026-Q2 --map then

What the suite does for a small country is done here for the whole one, so it takes as long as opening some ten pages
for each place: ``--every 20`` looks at every twentieth park, cluster and zone beside all provinces, ``--explain`` opens
each explanation too. The account that reads is taken back at the end; the demonstration stays as it was.
"""

import argparse
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:1] = [str(ROOT), str(ROOT / "scripts")]
os.environ.update(DEMO="true", API_REQUESTS_PER_MINUTE="1000000")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")


def main() -> int:
    """Compare, print what was compared, and return 0; a difference stops the run with its place and number."""
    parser = argparse.ArgumentParser(description="Compare what pages, files and programs say of the demonstration.")
    parser.add_argument("--quarter", default="2026-Q2")
    parser.add_argument("--map", default="then", choices=["then", "today"])
    parser.add_argument("--every", type=int, default=1, metavar="N", help="every Nth place below the provinces")
    parser.add_argument("--explain", action="store_true", help="open each explanation too")
    asked = parser.parse_args()
    from run import prepare

    prepare()
    from django.db import transaction
    from django.test.utils import setup_test_environment

    setup_test_environment()  # pages then tell what their templates were given, and the test client's host is known
    with transaction.atomic():
        told = compared_country(asked)
        transaction.set_rollback(True)
    print(told)
    return 0


def compared_country(asked: argparse.Namespace) -> str:
    """Return in a line how much was compared."""
    from provinces.models import Place
    from tests.acceptance.everywhere import Compared, compare_indicator, compare_place, compare_rows_page, english
    from tests.acceptance.files_alike import compare_figures
    from tracker.models import Indicator

    client, compared, start = english(), Compared(explains=asked.explain), time.monotonic()
    chosen = f"?quarter={asked.quarter}&map={asked.map}"
    high = ("country", "province", "perimeter")
    low = Place.objects.exclude(kind__in=high).order_by("slug").values_list("slug", flat=True)
    slugs = [*Place.objects.filter(kind__in=high).order_by("slug").values_list("slug", flat=True), *low[:: asked.every]]
    for number, slug in enumerate(slugs, start=1):
        compare_place(client, f"{slug}/{chosen}", compared)
        if number % 25 == 0:
            print(f"{number} of {len(slugs)} places, {time.monotonic() - start:.0f} s", flush=True)
    compare_rows_page(client, f"/{chosen}", compared)
    figures = 0
    for code in sorted(set(Indicator.objects.filter(actuals__isnull=False).values_list("code", flat=True))):
        compare_indicator(client, code, chosen, compared)
        figures += compare_figures(client, code, asked.quarter)
    return (
        f"0 differences: {len(slugs)} places, {compared.pages} pages, {compared.numbers} numbers, "
        f"{compared.cells} cells of tables, {compared.filed} cells of workbooks, {compared.explained} explanations, "
        f"{figures} figures; {time.monotonic() - start:.0f} s"
    )


if __name__ == "__main__":
    sys.exit(main())
