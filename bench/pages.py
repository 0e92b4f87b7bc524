"""Measure what each page costs on generated countries: queries, blocks, seconds, and how often an empty page's time.

Each size has a process and a database of its own (`bench.generated`). Within one process a page and the empty page take
turns, so that whatever else the machine is doing falls on both. The seconds say little about another machine; the
ratios, the queries, the blocks and the growth hold.

``bench/pages.py`` measures S and M, ``bench/pages.py S M L`` the world as well; ``--write`` keeps the report in
bench/results.
"""

import gzip
import json
import math
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

RESULTS = ROOT / "bench" / "results"
ROUNDS = 11
SECONDS_A_PAGE = 12.0
"""A slow page is asked less often, but once at least after the one that compiles."""
EMPTY = "/empty/"
QUARTER, EARLIER = "2025-Q4", "2025-05-15"
# The columns of the report: what is measured, times what it is printed, and how.
COLUMNS = {
    "queries": ("queries", 1, "d"),
    "blocks": ("buffers", 1, ",d"),
    "database, ms": ("database", 1000, ".0f"),
    "Python, ms": ("processor", 1000, ".0f"),
    "p50, ms": ("p50", 1000, ".0f"),
    "p95, ms": ("p95", 1000, ".0f"),
    "x empty": ("x_empty", 1, ".1f"),
    "x empty, p95": ("x_empty_p95", 1, ".1f"),
    "kB": ("bytes", 0.001, ".0f"),
    "gzip": ("gzip", 0.001, ".1f"),
}
# A bar of bars.md: queries of a page, those of session and person among them.
MOST_QUERIES = 8


def main() -> int:
    """Measure each size in a process of its own, print the report, and keep it if asked to."""
    arguments = sys.argv[1:]
    if "--one" in arguments:
        return one(arguments[-2], Path(arguments[-1]))
    sizes = [size for size in arguments if size in ("S", "M", "L")] or ["S", "M"]
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            kept = Path(folder) / f"{size}.json"
            subprocess.run([sys.executable, __file__, "--one", size, str(kept)], check=True)
            found[size] = json.loads(kept.read_text())
    report = told(found)
    print(report)
    if "--write" in arguments:
        (RESULTS / "pages.json").write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
        (RESULTS / "pages.md").write_text(report)
    return 0


def one(size: str, kept: Path) -> int:
    """Measure the pages of one size, and keep what was found."""
    from django import setup

    setup()
    from run import collect_static

    from bench.generated import use_generated

    collect_static()

    use_generated(size)
    from django.conf import settings
    from django.test import Client

    from tracker.models import Person

    settings.ROOT_URLCONF = "bench.urls"
    settings.ALLOWED_HOSTS = ["testserver"]
    client = Client()
    client.raise_request_exception = False
    # Working data are read by people alone.
    reader, _made = Person.objects.get_or_create(username="bench", defaults={"is_superuser": True, "is_active": True})
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    pages = {}
    for name, address in addresses().items():
        pages[name] = measured(client, address)
        print(f"{size} {name}: {pages[name].get('p50', 0):.2f} s", file=sys.stderr, flush=True)
    found = {"machine": machine(), "rows": rows(), "pages": pages}
    kept.write_text(json.dumps(found))
    return 0


def addresses() -> dict[str, str]:
    """Return the pages to measure by what they show; the places are those with most below them."""
    from django.db.models import Count

    from provinces.models import Organisation, Place

    country = Place.objects.get(slug="viet-nam")
    standing = Place.objects.filter(kind="province", valid_to=None)
    province = standing.alias(below=Count("child_rows")).order_by("-below", "slug").first()
    assert province is not None
    park = Place.objects.filter(kind="industrial_park", parent_rows__parent=province).order_by("slug").first()
    investor = Organisation.objects.filter(kind="investor").alias(parks=Count("park_rows")).order_by("-parks", "slug")
    at, then = f"?quarter={QUARTER}", f"&as_of={EARLIER}"
    pages = {
        "country, home": f"/{at}",
        "country, its page": f"/places/{country.slug}/{at}",
        "province with most parks": f"/places/{province.slug}/{at}",
        "park": f"/places/{park.slug if park else province.slug}/{at}",
        "indicator, all provinces": f"/indicators/fdi-registered/{at}",
        "investor with most parks": f"/investors/{investor[0].slug}/{at}",
        "explanation of a province's indicator": (f"/places/{province.slug}/explanation/{at}&indicator=fdi-registered"),
        "ledger of a province's targets": f"/places/{province.slug}/targets/{at}",
        "printed report of a province": f"/places/{province.slug}/report/{at}",
        "reporting": f"/reporting/{at}",
        "list of places": "/places/",
        "list of indicators": "/indicators/",
        "list of investors": "/investors/",
        "documents": "/documents/",
        "data checks": "/data-checks/",
        "search": "/search/?q=an",
        "API: a province": f"/api/progress/places/{province.slug}/{at}",
        "API v1: first part of the figures": "/api/v1/figures",
        "workbook of a province's quarter": f"/places/{province.slug}/quarter.xlsx{at}",
    }
    for name in (
        "country, home",
        "province with most parks",
        "park",
        "indicator, all provinces",
        "explanation of a province's indicator",
    ):
        pages[f"{name}, as known in May"] = pages[name] + then
        pages[f"{name}, today's map"] = f"{pages[name]}&map=today"
    # A merger lies behind the newest quarter: the one before it shows the two maps apart.
    pages["country, home, before the merger, today's map"] = "/?quarter=2025-Q2&map=today"
    return pages


def measured(client: Any, address: str) -> dict[str, Any]:
    """Return what a page costs, beside an empty page in turns."""
    from bench.buffers import reading

    got(client, EMPTY)
    once = seconds_of(lambda: got(client, address))  # the first answer of a process compiles templates
    if once < SECONDS_A_PAGE:
        once = seconds_of(lambda: got(client, address))
    response = client.get(address)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if response.status_code != 200:
        return {"address": address, "status": response.status_code}
    with reading() as read:
        got(client, address)
    own, empty, processor = [], [], []
    for _round in range(max(1, min(ROUNDS, int(SECONDS_A_PAGE / once)))):
        before = time.process_time()
        own.append(seconds_of(lambda: got(client, address)))
        processor.append(time.process_time() - before)
        empty.append(seconds_of(lambda: got(client, EMPTY)))
    slowest = sorted(read.statements, key=lambda statement: -statement.seconds)[:3]
    return {
        "address": address,
        "status": 200,
        "queries": len(read.statements),
        "buffers": read.buffers,
        "bytes": len(content),
        "gzip": len(gzip.compress(content)),
        "p50": statistics.median(own),
        "p95": sorted(own)[math.ceil(len(own) * 0.95) - 1],
        "database": read.seconds,
        "processor": statistics.median(processor),
        "x_empty": statistics.median(own) / statistics.median(empty),
        "x_empty_p95": sorted(own)[math.ceil(len(own) * 0.95) - 1] / sorted(empty)[math.ceil(len(empty) * 0.95) - 1],
        "rounds": len(own),
        "slowest": [
            {"seconds": each.seconds, "buffers": each.buffers, "rows": each.rows, "sql": each.sql[:1500]}
            for each in slowest
        ],
    }


def got(client: Any, address: str) -> None:
    """Read an answer to its end."""
    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)


def seconds_of(call: Callable[[], object]) -> float:
    """Return how long a call takes by the clock, the database's part included."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def rows() -> dict[str, int]:
    """Return how much there is."""
    from provinces.models import Place
    from tracker.models import Actual, QuarterlyReport, Target

    return {
        "places": Place.objects.count(),
        "targets": Target.objects.count(),
        "reports": QuarterlyReport.objects.count(),
        "figures": Actual.objects.count(),
    }


def machine() -> dict[str, str]:
    """Return what the page was measured on."""
    import django
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version'), current_setting('shared_buffers')")
        version, buffers = cursor.fetchone()
    cpu = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.processor(),
    )
    return {
        "processor": f"{os.cpu_count()} x {cpu}",
        "python": platform.python_version(),
        "django": django.get_version(),
        "postgresql": f"{version}, shared_buffers {buffers}",
    }


def told(found: dict[str, Any]) -> str:
    """Return the figures as Markdown: a table a size, growth from first to last, the slowest pages, what is missed."""
    sizes = list(found)
    about = found[sizes[0]]["machine"]
    lines = [
        "# Pages on generated countries",
        "",
        "Written by `bench/pages.py --write`. A page and an empty page of the same site take turns in one process;",
        "“x empty” is the quotient of their medians (p95: of their 95th hundredths). Blocks of 8 kB are those that",
        "`EXPLAIN (ANALYZE, BUFFERS)` counts over all statements of a page. “Python” is the processor's time in the",
        "web process, which neighbours on the machine do not lengthen. Milliseconds are this machine's.",
        "",
        "Machine: {processor}; Python {python}, Django {django}, PostgreSQL {postgresql}.".format(**about),
    ]
    for size in sizes:
        count = {name: f"{number:,}" for name, number in found[size]["rows"].items()}
        lines += [
            "",
            f"## {size}: " + "{figures} figures, {reports} reports, {targets} targets, {places} places".format(**count),
            "",
            f"| {' | '.join(('page', *COLUMNS))} |",
            f"|{'---|' * (1 + len(COLUMNS))}",
        ]
        for name, page in found[size]["pages"].items():
            if page["status"] != 200:
                lines.append(f"| {name} | answers {page['status']} {'|' * len(COLUMNS)}")
                continue
            cells = [f"{page[key] * factor:{form}}" for key, factor, form in COLUMNS.values()]
            lines.append(f"| {name} | {' | '.join(cells)} |")
    if len(sizes) > 1:
        lines += growth(found, sizes[0], sizes[-1])
    lines += slowest(found, sizes[-1])
    lines += ["", missed(found)]
    return "\n".join(lines) + "\n"


def growth(found: dict[str, Any], first: str, last: str) -> list[str]:
    """Return how time and blocks grow with the figures: the exponent, 0 for a page that does not notice them."""
    lines = [
        "",
        f"## Growth from {first} to {last}",
        "",
        "The exponent of the figures' growth: 0 does not notice them, 1 grows as they do. Pages show more rows, too.",
        "",
        "| page | time | blocks | rows by bytes |",
        "|---|---|---|---|",
    ]
    more = math.log(found[last]["rows"]["figures"] / found[first]["rows"]["figures"])
    for name, page in found[last]["pages"].items():
        before = found[first]["pages"].get(name, {})
        if page["status"] == before.get("status") == 200:
            cells = [
                math.log(max(page[key], 1e-9) / max(before[key], 1e-9)) / more for key in ("p50", "buffers", "bytes")
            ]
            lines.append(f"| {name} | {' | '.join(f'{cell:.2f}' for cell in cells)} |")
    return lines


def slowest(found: dict[str, Any], size: str) -> list[str]:
    """Return the ten slowest pages, each with its slowest statement."""
    pages = [(name, page) for name, page in found[size]["pages"].items() if page["status"] == 200]
    pages.sort(key=lambda pair: -pair[1]["p50"])
    lines = ["", f"## The ten slowest at {size}, with the statement that takes longest", ""]
    for name, page in pages[:10]:
        took = f"{page['p50'] * 1000:.0f} ms, of it {page['database'] * 1000:.0f} ms in the database"
        what = "; ".join(
            f"{each['seconds'] * 1000:.0f} ms, {each['buffers']:,} blocks, {each['rows']:,} rows, "
            f"from {first_table(each['sql'])}"
            for each in page["slowest"][:1]
        )
        lines.append(f"1. {name}: {took}; {what}")
    return lines


def first_table(sql: str) -> str:
    """Return the first table that a statement names."""
    words = sql.replace('"', " ").split()
    return next((after for word, after in pairwise(words) if word == "FROM" and after != "("), "?")


def missed(found: dict[str, Any]) -> str:
    """Return the bars that are missed."""
    many = [
        f"{name} {page['queries']}"
        for name, page in found[list(found)[-1]]["pages"].items()
        if page["status"] == 200 and page["queries"] > MOST_QUERIES
    ]
    return f"Missed: more than {MOST_QUERIES} queries (A2): {'; '.join(many)}." if many else "No bar is missed (A2)."


if __name__ == "__main__":
    sys.exit(main())
