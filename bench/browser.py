"""Measure in Chromium, on a processor slowed six times, when a page is seen and when it is ready, beside an empty one.

The pages take turns in one run, each time in a browser that has seen nothing and once more in the same; medians are
printed. Seconds say little about another machine: the ratio to the empty page and the sizes hold. The figures are
written to bench/results as Markdown and JSON.
"""

import gzip
import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")

ROUNDS = 5
SLOWER = 6
EMPTY = "/empty/"
PAGES = {EMPTY: "an empty page", "/": "home", "/rows/?quarter=2025-Q1": "200 rows"}
# The bars of shared/design: bytes of a page, of styles and fonts together, and how much longer than an empty page.
MOST_BYTES = {"/": 20_000, "/rows/?quarter=2025-Q1": 30_000}
MOST_STATIC_BYTES = 110_000
MOST_RATIO = 4
RESULTS = ROOT / "bench" / "results"
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TIMES = """() => {
  const way = performance.getEntriesByType("navigation")[0];
  const paint = performance.getEntriesByName("first-contentful-paint")[0];
  return {answer: way.responseEnd, seen: paint ? paint.startTime : null, ready: way.loadEventEnd};
}"""


def main() -> int:
    """Serve, measure, write; return 1 where there is no browser. A bar that is missed is said in the report."""
    program = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if program is None:
        print("no Chromium on this machine (on Debian: sudo apt-get install chromium)", file=sys.stderr)
        return 1
    from run import prepare

    prepare(accounts=False)
    flags = [*FLAGS, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with served() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        found = {
            "chromium": browser.version,
            "slowed": SLOWER,
            "rounds": ROUNDS,
            "pages": measured(browser, site),
            "static_bytes": static_bytes(browser, site),
        }
        browser.close()
    report = told(found)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "browser.json").write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    (RESULTS / "browser.md").write_text(report, encoding="utf-8")
    print(report)
    return 0


@contextmanager
def served() -> Iterator[str]:
    """Serve the site with the pages of the bench on a free port, and end the server that was started."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        listener.set_inheritable(True)
        number = listener.fileno()
        command = [sys.executable, "-m", "gunicorn", "bench.wsgi", f"--bind=fd://{number}", "--worker-class=gthread"]
        command += ["--threads=4", "--no-control-socket", "--log-level=warning"]
        site = f"http://localhost:{listener.getsockname()[1]}"
        server = subprocess.Popen(command, cwd=ROOT, pass_fds=[number])
        try:
            for page in PAGES:  # the first answer of a process compiles templates
                fetched(site + page)
            yield site
        finally:
            server.terminate()
            server.wait(timeout=30)


def fetched(address: str) -> bytes:
    """Return what an address of this machine answers."""
    with urllib.request.urlopen(address, timeout=120) as answer:
        body: bytes = answer.read()
    return body


def measured(browser: Browser, site: str) -> dict[str, Any]:
    """Return for each page its size and its medians in milliseconds, for the first visit and for the next."""
    times: dict[str, dict[str, list[dict[str, float]]]] = {page: {"first": [], "next": []} for page in PAGES}
    for _round in range(ROUNDS):
        for page, visits in times.items():
            context = browser.new_context(viewport={"width": 1366, "height": 768})
            tab = context.new_page()
            context.new_cdp_session(tab).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
            for visit in visits.values():
                tab.goto(site + page, wait_until="load")
                time.sleep(0.3)  # the paint is noted after it has been done
                visit.append(tab.evaluate(TIMES))
            context.close()
    return {
        page: {
            "bytes": len(gzip.compress(fetched(site + page), compresslevel=6)),
            **{
                name: {what: statistics.median(each[what] for each in visit) for what in ("answer", "seen", "ready")}
                for name, visit in visits.items()
            },
        }
        for page, visits in times.items()
    }


def static_bytes(browser: Browser, site: str) -> int:
    """Return how many bytes of styles, fonts and pictures a browser that has seen nothing fetches for home."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    tab = context.new_page()
    protocol = context.new_cdp_session(tab)
    protocol.send("Network.enable")
    sizes: dict[str, float] = {}
    kinds: dict[str, str] = {}
    protocol.on("Network.responseReceived", lambda event: kinds.update({event["requestId"]: event["type"]}))
    protocol.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    tab.goto(site, wait_until="networkidle")
    context.close()
    return int(sum(size for name, size in sizes.items() if kinds.get(name) != "Document"))


def told(found: dict[str, Any]) -> str:
    """Return the figures as Markdown, with the bars that are missed."""
    empty = found["pages"][EMPTY]
    lines = [
        f"# The browser: Chromium {found['chromium']}, processor slowed {SLOWER} times, medians of {ROUNDS} rounds",
        "",
        "Written by `make bench`. Milliseconds are this machine's; the ratios and the sizes hold elsewhere.",
        "“First” is a browser that has seen nothing, “next” the same browser once more. All of it holds the answer.",
        "",
        (
            "| page | kB (gzip) | answered first | seen first | ready first | answered next | seen next | ready next "
            "| x empty, first | x empty, next |"
        ),
        "|---|---|---|---|---|---|---|---|---|---|",
    ]
    missed = []
    for page, name in PAGES.items():
        own = found["pages"][page]
        ratios = [own[visit]["ready"] / empty[visit]["ready"] for visit in ("first", "next")]
        cells = [own[visit][what] for visit in ("first", "next") for what in ("answer", "seen", "ready")]
        lines.append(
            f"| {name} | {own['bytes'] / 1000:.1f} | {' | '.join(f'{cell:.0f}' for cell in cells)} "
            f"| {' | '.join(f'{ratio:.2f}' for ratio in ratios)} |"
        )
        if own["bytes"] > MOST_BYTES.get(page, own["bytes"]):
            missed.append(f"{name} weighs {own['bytes']} bytes of {MOST_BYTES[page]}")
        for visit, ratio in zip(("first", "next"), ratios, strict=True):
            if ratio > MOST_RATIO:
                missed.append(f"{name}, {visit} visit: ready after {ratio:.2f} times an empty page, of {MOST_RATIO}")
    lines += ["", f"Styles, fonts and pictures, once: {found['static_bytes'] / 1000:.1f} kB."]
    if found["static_bytes"] > MOST_STATIC_BYTES:
        missed.append(f"styles and fonts weigh {found['static_bytes']} bytes of {MOST_STATIC_BYTES}")
    lines += ["", f"Missed: {'; '.join(missed)}." if missed else "No bar is missed (A9, A10)."]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
