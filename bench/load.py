"""Ask the server by many connections at once: requests a second, waiting times, errors, memory.

    .venv/bin/python bench/load.py --write

It runs on the generated board (`manage.py generate_country --size S`) in a database of its own, behind gunicorn with
two workers of four threads. Each way is asked in turns with the others, so that whatever else the machine is doing
falls on all of them; wrk (Debian's package) asks. The mix reads three pages and enters a figure with every twentieth
request. An address that answers with nothing shows what the road alone costs.
"""

import argparse
import json
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
RESULTS: Final = ROOT / "bench" / "results"
CONNECTIONS: Final = (1, 8, 64)
WORKERS, THREADS = 2, 4
READ_FOR_EACH_ENTRY: Final = 19
REPORTS_WRITTEN: Final = 40
# A11: no error, and of eight connections the slowest in a hundred waits no longer than five times the middle one.
MOST_TAIL: Final = 5


@dataclass
class Asked:
    """What one way answered by one number of connections, a value for each round; times in microseconds."""

    per_second: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p95: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    requests: int = 0
    errors: int = 0


def main() -> int:
    """Measure, print and return 0; 1 if wrk is missing."""
    parser = argparse.ArgumentParser(description="Ask the server by many connections at once.")
    parser.add_argument("--size", default="S", choices=["S", "M", "L"], help="the generated figures")
    parser.add_argument("--seconds", type=int, default=8, help="how long each way is asked in a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--write", action="store_true", help="write bench/results/load.md and load.json")
    asked = parser.parse_args()
    wrk = shutil.which("wrk")
    if wrk is None:
        print("There is no wrk: apt-get install wrk.", file=sys.stderr)
        return 1
    import django

    django.setup()
    from bench.generated import use_generated

    database = use_generated(asked.size)
    with tempfile.TemporaryDirectory() as folder, people() as (cookie, token):
        ways = written_ways(Path(folder))
        with served(database) as (site, server):
            warm_up(site, ways, cookie)
            found, memory = measured(wrk, site, ways, (cookie, token), asked, server.pid)
    report = told(found, memory, asked)
    print(report)
    if asked.write:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "load.md").write_text(report, encoding="utf-8")
        kept = {f"{way} {number}": vars(each) for (way, number), each in found.items()}
        data = {"size": asked.size, "ways": kept, "memory_bytes": memory}
        (RESULTS / "load.json").write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")
    return 0


@contextmanager
def people() -> Iterator[tuple[str, str]]:
    """Make a reader and a clerk; yield the reader's cookie and the clerk's secret, and take both back at the end."""
    from datetime import timedelta

    from django.conf import settings
    from django.contrib.sessions.models import Session
    from django.test import Client
    from django.utils import timezone

    from provinces.models import Place, PlaceKind
    from tracker.actions.tokens import make_token
    from tracker.models import Membership, Person, Role, TokenPurpose

    stamp = f"{time.time():.0f}"
    reader = Person.objects.create(username=f"bench-reader-{stamp}", is_superuser=True)
    clerk = Person.objects.create(username=f"bench-clerk-{stamp}", is_staff=True)
    for place in Place.objects.filter(kind=PlaceKind.COUNTRY):
        Membership.objects.create(person=clerk, place=place, role=Role.CLERK)
    now = timezone.now()
    _token, secret = make_token(
        purpose=TokenPurpose.PROGRAMS, by=clerk, at=now, ends_at=now + timedelta(hours=12), may_enter=True
    )
    client = Client()
    client.force_login(reader, backend="django.contrib.auth.backends.ModelBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    try:
        yield f"{settings.SESSION_COOKIE_NAME}={session}; language=vi", secret
    finally:
        Session.objects.filter(session_key=session).delete()
        Person.objects.filter(pk__in=[reader.pk, clerk.pk]).update(is_active=False)


def written_ways(folder: Path) -> dict[str, Path]:
    """Write the requests of each way into a file of the folder; return the files by the names of their ways.

    Precondition: the clerk of `people` may enter everywhere.
    """
    from django.db.models import Count, Q
    from django.utils import timezone

    from provinces.models import Place, PlaceKind
    from tracker.actions.entry_desks import desks_owed
    from tracker.actions.entry_lines import is_flow_line
    from tracker.progress.periods import Quarter

    low = (PlaceKind.INDUSTRIAL_PARK, PlaceKind.INDUSTRIAL_CLUSTER)
    province = Place.objects.annotate(below=Count("child_rows", Q(child_rows__place__kind__in=low))).latest("below")
    park = Place.objects.filter(kind__in=low).order_by("slug").first()
    pages = ["/", *(f"/places/{place.slug}/" for place in (province, park) if place)]
    ways = {"nothing": ["/floor/"], **{page: [page] for page in pages}}
    quarter = Quarter.containing(timezone.localdate())
    entries = []
    for desk in desks_owed(quarter, Q())[:REPORTS_WRITTEN]:
        line = next(iter(each for each in desk.form.lines.select_related("indicator") if is_flow_line(each)), None)
        if line is not None:
            body = {"indicator": line.indicator.code, "in_quarter": "@", "year_to_date": None, "reason": "bench"}
            address = f"/api/reports/{desk.place.slug}/{desk.quarter}/{desk.reporter.slug}/"
            entries.append(f"PUT\t{address}\t{json.dumps({'lines': [body]})}")
    files = {}
    for way, paths in ways.items():
        files[way] = [f"GET\t{path}\t" for path in paths]
    reads = [f"GET\t{page}\t" for page in pages]
    files["mix"] = [
        entry if number == READ_FOR_EACH_ENTRY else reads[number % len(reads)]
        for entry in entries
        for number in range(READ_FOR_EACH_ENTRY + 1)
    ]
    written = {}
    for number, (way, lines) in enumerate(files.items()):
        written[way] = folder / f"{number}.txt"
        written[way].write_text("\n".join(lines) + "\n", encoding="utf-8")
    return written


@contextmanager
def served(database: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Serve the database by gunicorn, as docs/operations.md says; yield the address and the process."""
    from django.db import connection

    settings = connection.settings_dict
    with socket.create_server(("127.0.0.1", 0), backlog=256) as listener:
        listener.set_inheritable(True)
        command = [sys.executable, "-m", "gunicorn", "bench.wsgi", f"--bind=fd://{listener.fileno()}"]
        command += ["--worker-class=gthread", f"--workers={WORKERS}", f"--threads={THREADS}", "--no-control-socket"]
        environment = {
            **os.environ,
            "DATABASE_URL": f"postgresql://{settings['USER'] or 'tracker'}@/{database}",
            "PGHOST": settings["HOST"],
            "PGPORT": str(settings["PORT"] or ""),
            "DATABASE_POOL": "true",
            "API_REQUESTS_PER_MINUTE": "1000000",
        }
        server = subprocess.Popen(
            [*command, "--log-level=warning"], cwd=ROOT, env=environment, pass_fds=[listener.fileno()]
        )
        try:
            yield f"http://localhost:{listener.getsockname()[1]}", server
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=60)


def warm_up(site: str, ways: dict[str, Path], cookie: str) -> None:
    """Ask each page that is read a few times, so that every worker has compiled its templates."""
    for way in ways:
        for _time in range(4 * WORKERS if way.startswith("/") else 0):
            asked = urllib.request.Request(site + way, headers={"Cookie": cookie})
            with urllib.request.urlopen(asked, timeout=120) as answer:
                answer.read()


def measured(
    wrk: str, site: str, ways: dict[str, Path], people: tuple[str, str], asked: argparse.Namespace, server: int
) -> tuple[dict[tuple[str, int], Asked], list[int]]:
    """Return what each way answered by each number of connections, and the memory before and after each round."""
    found = {(way, number): Asked() for number in CONNECTIONS for way in ways}
    memory = [memory_of(server)]
    for turn in range(asked.rounds):
        for (way, number), each in found.items():
            command = [wrk, f"--threads={min(2, number)}", f"--connections={number}", f"--duration={asked.seconds}s"]
            command += ["--timeout=60s", "--script", str(ROOT / "bench" / "load.lua"), site]
            said = subprocess.run([*command, "--", str(ways[way]), *people], capture_output=True, text=True, check=True)
            result = next(line for line in said.stdout.splitlines() if line.startswith("RESULT"))
            if not int(result.split()[1]):
                raise RuntimeError(f"{way} was answered by nothing: {said.stdout} {said.stderr}")
            requests, duration, p50, p95, p99, errors = map(float, result.split()[1:])
            each.per_second.append(requests / duration * 1_000_000)
            for values, value in ((each.p50, p50), (each.p95, p95), (each.p99, p99)):
                values.append(value)
            each.requests += int(requests)
            each.errors += int(errors)
        memory.append(memory_of(server))
        print(f"round {turn + 1} of {asked.rounds}", flush=True)
    return found, memory


def memory_of(server: int) -> int:
    """Return the bytes of memory that a server and its workers hold, what they share counted once."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text(encoding="ascii").split()
    total = 0
    for process in (str(server), *children):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii").splitlines()
        total += next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total * 1024


def told(found: dict[tuple[str, int], Asked], memory: list[int], asked: argparse.Namespace) -> str:
    """Return the figures as Markdown, with the bars that are missed."""
    lines = [
        f"# Load: gunicorn {WORKERS} x {THREADS}, generated figures {asked.size}, medians of {asked.rounds} rounds",
        "",
        f"Written by `bench/load.py --write`; each way was asked for {asked.seconds} seconds a round, all in turns.",
        "Requests a second and milliseconds are this machine's, on which wrk ran too; the ratios hold elsewhere.",
        f"The mix enters a figure with every {READ_FOR_EACH_ENTRY + 1}th request, for {REPORTS_WRITTEN} reports.",
        "",
        "| way | connections | requests/s | x of nothing | p50 ms | p95 ms | p99 ms | p99 / p50 | requests | errors |",
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    missed = []
    for (way, number), each in found.items():
        rate, p50, p95, p99 = (statistics.median(values) for values in (each.per_second, each.p50, each.p95, each.p99))
        share = rate / statistics.median(found["nothing", number].per_second)
        name = way if way in ("nothing", "mix") else f"`{way}`"
        lines.append(
            f"| {name} | {number} | {rate:.0f} | {share:.2f} | {p50 / 1000:.1f} | {p95 / 1000:.1f} | {p99 / 1000:.1f} "
            f"| {p99 / p50:.1f} | {each.requests} | {each.errors} |"
        )
        if each.errors:
            missed.append(f"{name}, {number} connections: {each.errors} errors")
        if number == 8 and way != "nothing" and p99 > MOST_TAIL * p50:
            missed.append(f"{name}: p99 is {p99 / p50:.1f} times p50 at 8 connections, of {MOST_TAIL}")
    megabytes = ", ".join(f"{each / 1_000_000:.0f}" for each in memory)
    lines += ["", f"Memory of all processes before, and after each round: {megabytes} MB.", ""]
    lines.append(f"Missed: {'; '.join(missed)}." if missed else "No bar is missed (errors, waiting at 8).")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
