"""Let many people edit the same reports through the real site at once, and prove that no edit is lost or unanswered.

    .venv/bin/python scripts/concurrent_edits.py --edits 10000 --threads 8

A scratch database on the throw-away embedded server is made, served by gunicorn as in production, and dropped at the
end. Clerks type figures, paste blocks, press Save twice, undo, submit, take back and correct, often from pages that
others have changed since; one approver approves and returns; one keeper closes and opens the quarter. At the end every
answer that anybody got is held against the trail. An edit is one typed or pasted cell in one POST. docs/operations.md.
"""

import argparse
import os
import random
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "scripts")]
PASSWORD: Final = "a long enough password"  # what tests/builders.py gives everybody  # noqa: S105
PARKS, LINES = 6, 12
STARTING_SECONDS = 60

# (report, indicator, fingerprint before, fingerprint after): one change of one cell.
Change = tuple[int, int, str, str]


@dataclass
class World:
    """What the people share: the site, its reports, and what has been counted so far."""

    address: str
    quarter: Any
    places: list[Any]
    reporters: list[Any]
    indicators: list[Any]
    edits: int
    finished: threading.Event = field(default_factory=threading.Event)
    counts: Counter[str] = field(default_factory=Counter)
    acknowledged: Counter[Change] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    approved: dict[int, tuple[str, int]] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)
    _value: int = 100

    def count(self, what: str, number: int = 1) -> None:
        """Count something."""
        with self._guard:
            self.counts[what] += number

    def object_to(self, what: str, sentence: str) -> None:
        """Count something that must not happen, and remember what it was."""
        with self._guard:
            self.counts[what] += 1
            self.wrong.append(f"{what}: {sentence}")

    def acknowledge(self, changes: list[Change]) -> None:
        """Remember what somebody was told is saved."""
        with self._guard:
            self.acknowledged.update(changes)

    def next_value(self) -> int:
        """Return a number that nobody has typed yet."""
        with self._guard:
            self._value += 1
            return self._value

    def take_edits(self, wanted: int) -> bool:
        """Claim some of the edits that are still to be made; False once all are made."""
        with self._guard:
            if self.counts["edits"] >= self.edits:
                return False
            self.counts["edits"] += wanted
            return True

    def entry_path(self, index: int) -> str:
        """Return the address of a report's entry page."""
        from django.urls import reverse

        names = [self.places[index].slug, str(self.quarter), self.reporters[index].slug]
        return reverse("admin:tracker_quarterlyreport_enter", args=names)


class Clerk(threading.Thread):
    """One clerk who edits until all edits are made."""

    def __init__(self, world: World, number: int) -> None:
        from plain_browser import Browser, Page

        super().__init__(daemon=True, name=f"clerk-{number}")
        self.world, self.random = world, random.Random(number)  # noqa: S311  # reproducible, no secret
        self.browser = Browser(world.address)
        self.tabs: dict[int, Page] = {}
        self.last_save: dict[int, list[Change]] = {}

    def run(self) -> None:
        """Edit, and object to whatever stops the clerk."""
        try:
            self.browser.sign_in(self.name, PASSWORD)
            while self.edit_something():
                pass
        except Exception as error:  # whatever it is, it must not end unseen
            self.world.object_to("server errors", f"{self.name} was stopped: {error!r}")

    def edit_something(self) -> bool:
        """Make a few edits in one report; return False once all are made."""
        index = self.random.randrange(len(self.world.places))
        page = self.tabs.get(index)
        if page is None or page.grid() is None or self.random.random() < 0.6:
            page = self.tabs[index] = self.got(self.browser.get(self.world.entry_path(index)))
        grid = page.grid()
        if grid is None:
            return self.take_step(index, page)
        if self.random.random() < 0.08 and self.undo(index, page):
            return True
        chosen = self.random.sample(self.world.indicators, self.random.randint(1, 5))
        if self.random.random() < 0.1:
            start = self.random.randrange(LINES - 5)
            chosen = self.world.indicators[start : start + 5]
            return self.paste(index, grid.fields, chosen, start)
        typed = {indicator.pk: self.text() for indicator in chosen}
        fields = {**grid.fields, **{self.cell(key): text for key, text in typed.items()}}
        submit = self.random.random() < 0.08
        return self.send(index, fields, typed, step="submit" if submit else "save")

    def paste(self, index: int, fields: dict[str, str], chosen: list[Any], start: int) -> bool:
        """Paste a block, look at its preview, and save it."""
        typed = {indicator.pk: self.text() for indicator in chosen}
        block = {"block": "\n".join(typed.values()), "at_row": str(start), "at_column": "0", "step": "place_block"}
        preview = self.got(self.browser.post(self.world.entry_path(index), {**fields, **block}))
        self.world.count("paste previews")
        grid = preview.grid()
        if grid is None:
            # Submitted or closed since the page was read: the block has nowhere to go, and nothing was sent to save.
            self.tabs.pop(index, None)
            return True
        if any(grid.fields.get(self.cell(key)) != text for key, text in typed.items()):
            self.world.object_to("silent", f"a preview without its cells: {preview.messages}")
        return self.send(index, grid.fields, typed, step="save")

    def send(self, index: int, fields: dict[str, str], typed: dict[int, str], *, step: str, again: int = 0) -> bool:
        """Send the page, and see what the person is told."""
        if not self.world.take_edits(len(typed)):
            return False
        path, sent = self.world.entry_path(index), {**fields, "step": step}
        changes = [
            (index, key, fields[f"line-{key}-seen"], self.fingerprint(key, text, fields[f"line-{key}-status"]))
            for key, text in typed.items()
        ]
        page = self.got(self.browser.post(path, sent))
        told = self.judge(index, page, typed, changes, first=again == 0)
        if told == "acknowledged" and step == "save":
            if self.random.random() < 0.03:
                self.send_twice(index, path, sent)
            else:
                self.tabs[index] = page
        elif told == "conflict" and again < 2 and self.random.random() < 0.7:
            grid = page.grid()
            if grid is not None:  # "Save again to keep yours"
                return self.send(index, grid.fields, typed, step=step, again=again + 1)
        if told != "acknowledged" or step == "submit":
            self.tabs.pop(index, None)
        return True

    def judge(self, index: int, page: Any, typed: dict[int, str], changes: list[Change], *, first: bool) -> str:
        """Count what became of the cells that were sent, by what the page says; return it in a word."""
        world, said, number = self.world, " ".join(page.messages), len(typed)
        if "The draft is saved" in said or "Saved and submitted" in said:
            from plain_browser import number_in

            if "The draft is saved" in said and number_in(said) != number:
                world.object_to("silent", f"{number} cells were sent, but: {said}")
            world.count("acknowledged", number)
            world.acknowledge(changes)
            self.last_save[index] = changes
            return "acknowledged"
        conflicts = [key for key in typed if "changed this line at" in page.errors.get(f"line-{key}-status", "")]
        if conflicts:
            world.count("conflicts told", len(conflicts))
            world.count("held back beside a conflict, told", number - len(conflicts))
            told = "conflict"
        elif "is closed" in said or "cannot be changed" in said:
            world.count("locked told", number)
            told = "locked"
        else:
            for key in typed:
                world.object_to("silent", f"cell {key}, {page.status}: {said or page.errors or page.words()}")
            return "silent"
        for text in typed.values():
            if text not in page.text:
                world.object_to("typing lost", f"{text} is not on the page that refused it: {said}")
        return told

    def send_twice(self, index: int, path: str, sent: dict[str, str]) -> None:
        """Send once more what was just saved, as a double click does: it must change nothing."""
        page = self.got(self.browser.post(path, sent))
        said = " ".join(page.messages)
        self.world.count("sent twice")
        harmless = ("Nothing differed", "cannot be changed", "is closed")
        if not any(words in said for words in harmless) and not page.errors:
            self.world.object_to("silent", f"sent twice: {said}")
        self.tabs.pop(index, None)

    def undo(self, index: int, page: Any) -> bool:
        """Undo the clerk's last save of a report, where the page offers it; return whether it was tried."""
        form, changes = page.form_with("undo"), self.last_save.get(index)
        if form is None or changes is None:
            return False
        del self.last_save[index]
        after = self.got(self.browser.post(self.world.entry_path(index), {**form.fields, "step": "undo"}))
        said = " ".join(after.messages)
        if "The last save is undone" in said:
            self.world.count("undone")
            self.world.acknowledge([(report, key, typed, seen) for report, key, seen, typed in changes])
        elif said:
            self.world.count("undo refused, told")
        else:
            self.world.object_to("silent", "an undo without an answer")
        self.tabs[index] = after
        return True

    def take_step(self, index: int, page: Any) -> bool:
        """Go on with a report that is not a draft; wait a moment where nothing can be done."""
        for step, chance in (("reopen", 1.0), ("correct", 0.7), ("withdraw", 0.15)):
            form = page.form_with(step)
            if form is not None and self.random.random() < chance:
                fields = {**form.fields, "step": step, "reason": "a letter of the park"}
                after = self.got(self.browser.post(self.world.entry_path(index), fields))
                if not after.messages:
                    self.world.object_to("silent", f"the step “{step}” without an answer")
                self.world.count(f"step {step}")
                self.tabs[index] = after
                break
        else:
            self.tabs.pop(index, None)
            time.sleep(0.05)
        return self.world.counts["edits"] < self.world.edits

    def got(self, page: Any) -> Any:
        """Return the page; object to one that is none."""
        if page.status != 200:
            self.world.object_to("server errors", f"{page.status}: {page.text[:300]}")
        return page

    def cell(self, key: int) -> str:
        """Return the name of the number input of a line."""
        return f"line-{key}-in_quarter"

    def text(self) -> str:
        """Return what is typed: a number that is typed only once, sometimes marked as provisional."""
        return f"{self.world.next_value()}{'*' if self.random.random() < 0.2 else ''}"

    def fingerprint(self, key: int, text: str, chosen: str) -> str:
        """Return the fingerprint of a line in which only this is typed, beside the status that the list shows."""
        from tracker.actions.entry_lines import LineEntry

        status = "provisional" if text.endswith("*") else chosen
        return LineEntry(indicator_id=key, in_quarter=Decimal(text.rstrip("*")), status=status).fingerprint


class Office(threading.Thread):
    """Somebody who decides by pages as well: the approver, or the one who closes the quarter."""

    def __init__(self, world: World, name: str) -> None:
        from plain_browser import Browser

        super().__init__(daemon=True, name=name)
        self.world, self.random = world, random.Random(name)  # noqa: S311  # reproducible, no secret
        self.browser = Browser(world.address)

    def run(self) -> None:
        """Decide until the clerks have finished."""
        from django.db import connection

        try:
            self.browser.sign_in(self.name, PASSWORD)
            while not self.world.finished.wait(self.random.uniform(0.2, 1.0)):
                (self.approve if self.name == "approver" else self.close)()
        except Exception as error:  # whatever it is, it must not end unseen
            self.world.object_to("server errors", f"{self.name} was stopped: {error!r}")
        finally:
            connection.close()

    def approve(self) -> None:
        """Read one report that waits, and approve or return what the page shows."""
        from django.urls import reverse

        from tracker.models import ReportRevision, RevisionStatus

        waiting = (
            ReportRevision.objects.filter(status=RevisionStatus.AWAITING_APPROVAL).order_by("submitted_at").first()
        )
        if waiting is None:
            return
        path = reverse("admin:tracker_reportrevision_review", args=[waiting.pk])
        step = "return" if self.random.random() < 0.25 else "approve"
        form = self.browser.get(path).form_with(step)
        if form is None:
            return  # taken back before the page was read
        page = self.browser.post(path, {**form.fields, "step": step, "reason": "please look again"})
        said = " ".join(page.messages)
        if page.status != 200 or not said:
            self.world.object_to("server errors" if page.status != 200 else "silent", f"{step}: {page.status} {said}")
        elif "Approved." in said:
            self.world.count("approved")
            self.world.approved[waiting.pk] = (form.fields["seen"], last_event(revision_id=waiting.pk))
        else:
            self.world.count("returned" if "Returned" in said else "decisions refused, told")

    def close(self) -> None:
        """Close the quarter of one park, look whether anything is written while it is closed, and open it again."""
        from django.urls import reverse

        from tracker.models import QuarterLock

        if self.random.random() < 0.6:
            return
        place = self.random.choice(self.world.places)
        path = reverse("admin:tracker_quarterlock_close")
        form = next(form for form in self.browser.get(path).forms if "reason" in form.fields)
        fields = {**form.fields, "place": place.slug, "quarter": str(self.world.quarter), "reason": "sent on"}
        page = self.browser.post(path, fields)
        where = {"revision__report__place": place}
        before = last_event(**where)
        lock = QuarterLock.objects.known_at(None).filter(place=place).first()
        if page.status != 200 or lock is None:
            self.world.object_to("server errors", f"closing: {page.status}, {page.messages}")
            return
        time.sleep(self.random.uniform(0.2, 1.5))
        if last_event(**where) != before:
            self.world.object_to("written in a closed quarter", str(place))
        reopen = reverse("admin:tracker_quarterlock_reopen", args=[lock.pk])
        form = next(form for form in page.forms if "csrfmiddlewaretoken" in form.fields)
        page = self.browser.post(reopen, {**form.fields, "reason": "to go on"})
        if "open again" not in " ".join(page.messages):
            self.world.object_to("server errors", f"opening again: {page.status}, {page.messages}")
        self.world.count("closed and opened again")


def last_event(**where: object) -> int:
    """Return the number of the newest event on the trail of some figures; 0 if there is none."""
    from tracker.models import Actual

    events = Actual.pgh_event_model.objects.filter(**where)  # type: ignore[attr-defined]
    return int(events.order_by("-pgh_id").values_list("pgh_id", flat=True).first() or 0)


def changes_on_the_trail(world: World) -> tuple[Counter[Change], dict[tuple[int, int], Any]]:
    """Return every change of a cell as the trail tells it, and how each cell stands at its end."""
    from tracker.actions.entry_lines import LineEntry
    from tracker.models import Actual, ObservationStatus

    index_of = {place.pk: index for index, place in enumerate(world.places)}
    found: Counter[Change] = Counter()
    now: dict[tuple[int, int], LineEntry] = {}
    approved: dict[tuple[int, int], LineEntry] = {}
    revision_of: dict[int, int] = {}
    events = Actual.pgh_event_model.objects.order_by("pgh_id").values_list(  # type: ignore[attr-defined]
        "pgh_label", "revision", "revision__report__place", "indicator", "value", "observation_status"
    )
    for label, revision, place, key, value, status in events:
        report = index_of[place]
        if revision_of.setdefault(report, revision) != revision:
            # A correction begins: what stood in the revision before it is what was approved.
            revision_of[report] = revision
            approved.update({cell: entry for cell, entry in now.items() if cell[0] == report})
        cell, blank = (report, key), LineEntry(indicator_id=key)
        if label == "delete":
            after = approved.get(cell, blank)
        elif status == ObservationStatus.WITHDRAWN:
            after = blank
        else:
            after = LineEntry(indicator_id=key, in_quarter=value, status=status)
        found[report, key, now.get(cell, blank).fingerprint, after.fingerprint] += 1
        now[cell] = after
    return found, now


def hold_against_the_trail(world: World) -> None:
    """Object to whatever differs between what people were told and what the database holds."""
    from tracker.actions.entry_desks import Desk, with_reports
    from tracker.actions.entry_sheet import read_sheets
    from tracker.actions.report_rows import figures_token
    from tracker.models import ReportRevision

    on_the_trail, at_the_end = changes_on_the_trail(world)
    world.count("changes on the trail", on_the_trail.total())
    for change, number in (world.acknowledged - on_the_trail).items():
        for _time in range(number):
            world.object_to("lost", f"acknowledged, but not on the trail after what was seen: {change}")
    for change, number in (on_the_trail - world.acknowledged).items():
        for _time in range(number):
            world.object_to("silent", f"on the trail, but acknowledged to nobody who had seen what was there: {change}")
    desks = with_reports(
        Desk(place, world.quarter, reporter, None)
        for place, reporter in zip(world.places, world.reporters, strict=True)
    )
    for index, sheet in enumerate(read_sheets(desks, with_plans=False)):
        for line in sheet.lines:
            last = at_the_end.get((index, line.indicator_id))
            if last is not None and sheet.current(line) != last:
                world.object_to("lost", f"the page shows {sheet.current(line)}, the trail ends with {last}")
    for key, (seen, last_number) in world.approved.items():
        revision = ReportRevision.objects.get(pk=key)
        if figures_token(revision) != seen or last_event(revision_id=key) != last_number:
            world.object_to("changed after approval", str(revision))


def made_world(address: str, edits: int, threads: int) -> World:
    """Make places, duties and people, and return what they share."""
    from django.utils import timezone

    from tests import builders
    from tracker.models import Role
    from tracker.progress.periods import Quarter

    rows = builders.make_province_with_parks("scratch-province", parks=PARKS)
    indicators = [builders.make_indicator(f"scratch-flow-{n}", unit="projects", position=n) for n in range(LINES)]
    form = builders.make_form("scratch-form", indicators=indicators)
    for park, reporter in zip(rows.parks, rows.investors, strict=True):
        builders.make_duty(reporter, park, form=form)
    for number in range(threads):
        builders.make_person(f"clerk-{number}", role=Role.CLERK, place=rows.province, display_name=f"Clerk {number}")
    for name in ("approver", "keeper"):
        builders.make_person(name, role=Role.APPROVER, place=rows.province, display_name=name)
    quarter = Quarter.containing(timezone.localdate()).previous()
    return World(address, quarter, rows.parks, rows.investors, indicators, edits)


@contextmanager
def scratch_database() -> Iterator[str]:
    """Make a database of our own on the throw-away server, and drop it at the end; yield its name."""
    from django.db import connection

    before = connection.settings_dict["NAME"]
    name = connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield name
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


@contextmanager
def served(database: str, workers: int) -> Iterator[str]:
    """Serve the database by gunicorn, as docs/operations.md says; yield the address."""
    from django.db import connection

    listener = socket.create_server(("127.0.0.1", 0))
    listener.set_inheritable(True)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    command = [sys.executable, "-m", "gunicorn", "tracker.wsgi", f"--bind=fd://{listener.fileno()}"]
    command += ["--worker-class=gthread", f"--workers={workers}", "--threads=4", "--no-control-socket"]
    environment = {
        **os.environ,
        # Without a host in the address, the socket's folder comes from PGHOST.
        "DATABASE_URL": f"postgresql://tracker@/{database}",
        "PGHOST": connection.settings_dict["HOST"],
        "DATABASE_POOL": "true",
    }
    server = subprocess.Popen(
        [*command, "--log-level=warning"], cwd=ROOT, env=environment, pass_fds=[listener.fileno()]
    )
    try:
        yield address
    finally:
        server.terminate()
        server.wait(timeout=STARTING_SECONDS)
        listener.close()


def refusal() -> str:
    """Return why this must not run here; empty if it may."""
    if os.environ.get("TRACKER_MODE", "local") == "production":
        return "TRACKER_MODE is production; this makes figures up. Run it on a desk, without TRACKER_MODE."
    if os.environ.get("DATABASE_URL"):
        return "DATABASE_URL names a database; this makes one of its own. Run it without DATABASE_URL."
    return ""


def edit(world: World, threads: int) -> None:
    """Let everybody work until all edits are made."""
    clerks = [Clerk(world, number) for number in range(threads)]
    offices = [Office(world, "approver"), Office(world, "keeper")]
    start = shown = time.monotonic()
    for person in (*clerks, *offices):
        person.start()
    while any(clerk.is_alive() for clerk in clerks):
        time.sleep(0.5)
        if time.monotonic() - shown > 60:
            shown = time.monotonic()
            print(f"  {world.counts['edits']} of {world.edits} after {shown - start:.0f} s", flush=True)
    world.finished.set()
    for office in offices:
        office.join()
    world.counts["seconds"] = round(time.monotonic() - start)


MUST_BE_ZERO: Final = (
    "lost",
    "silent",
    "typing lost",
    "written in a closed quarter",
    "changed after approval",
    "server errors",
)


def report(world: World) -> int:
    """Print what was counted; return 1 if anything happened that must not."""
    counts = world.counts
    first = ("edits", "acknowledged", "conflicts told", "held back beside a conflict, told", "locked told")
    for name in (*first, *sorted(set(counts) - {*first, *MUST_BE_ZERO})):
        print(f"{name:<36}{counts[name]:>8}")
    for name in MUST_BE_ZERO:
        print(f"{name + ' (must be 0)':<36}{counts[name]:>8}")
    for sentence in world.wrong[:20]:
        print(f"  {sentence}", file=sys.stderr)
    answered = sum(counts[name] for name in first[1:])
    if answered + sum("cell " in line for line in world.wrong) != counts["edits"]:
        print(f"Only {answered} of {counts['edits']} edits were answered.", file=sys.stderr)
        return 1
    return 1 if any(counts[name] for name in MUST_BE_ZERO) else 0


def main() -> int:
    """Make the scratch site, let people edit, hold everything against the trail, and say what came of it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--edits", type=int, default=10_000, help="cells to type or paste (default: %(default)s)")
    parser.add_argument("--threads", type=int, default=8, help="clerks at work at once (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=2, help="processes of the server (default: %(default)s)")
    asked = parser.parse_args()
    if sentence := refusal():
        print(sentence, file=sys.stderr)
        return 2
    os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
    os.environ["TEST_DATABASE_NAME"] = f"concurrent_edits_{os.getpid()}"
    import django

    import tests.environment  # noqa: F401  # the test mode, with the throw-away server

    django.setup()
    from django.conf import settings
    from django.db import connection

    if not settings.TESTING or "EMBEDDED_CLUSTER" not in settings.DATABASES["default"]:
        print("A file .env names a database; this needs the embedded server. Run it without that.", file=sys.stderr)
        return 2
    print("Making a scratch database …", flush=True)
    with scratch_database() as database, served(database, asked.workers) as address:
        world = made_world(address, asked.edits, asked.threads)
        print(f"{asked.threads} clerks, an approver and a keeper work at {address} …", flush=True)
        edit(world, asked.threads)
        hold_against_the_trail(world)
        connection.close()
    return report(world)


if __name__ == "__main__":
    sys.exit(main())
