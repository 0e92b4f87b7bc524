"""Take the pictures of the guides anew: each scene in both languages, on the published figures, into static/guides.

A scratch database on the throw-away embedded server gets the published figures and the first accounts, and is dropped
at the end. What the clerk types is what the papers print of Hải Dương for the first quarter of 2025.
"""

import base64
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
FOLDER: Final = ROOT / "static" / "guides"
sys.path[:1] = [str(ROOT), str(ROOT / "scripts")]

from concurrent_edits.scratch import refusal, scratch_database, served  # noqa: E402  # found once the path says where
from playwright.sync_api import Browser, Page, sync_playwright  # noqa: E402

LANGUAGES: Final = ("vi", "en")
WIDTH, HEIGHT = 960, 600
MOST_BYTES: Final = 40_000
QUALITIES: Final = (70, 60, 50, 40, 30)
QUARTER: Final = "2025-Q1"
# What source 001 prints for the parks of Hải Dương, in the units of the grid.
TYPED: Final = {"fdi-registered": "125", "ddi-registered": "6918"}
REFUSED: Final = "l25"  # a letter for a digit, as it comes out of a scan


@dataclass(frozen=True)
class Scene:
    """What the pictures need to know of the scratch database."""

    address: str
    passwords: dict[str, str]
    grid: str
    fields: dict[str, str]


@dataclass
class Visit:
    """One person at the site, whose language changes from picture to picture."""

    page: Page
    scene: Scene

    def take(self, name: str, path: str, before: Callable[[Page], None] = lambda _page: None) -> None:
        """Take a picture of an address in each language, after something is done there."""
        for language in LANGUAGES:
            self.page.context.add_cookies([{"name": "language", "value": language, "url": self.scene.address}])
            # What was typed for the picture before is kept in the browser, and would be offered again.
            self.page.evaluate("() => localStorage.clear()")
            self.page.goto(self.scene.address + path)
            before(self.page)
            self.page.evaluate("() => document.fonts.ready")
            keep(self.page, FOLDER / f"{name}-{language}.webp")


def keep(page: Page, file: Path) -> None:
    """Write what the window shows as a small picture.

    :raises RuntimeError: if it is too big at any quality.
    """
    browser = page.context.new_cdp_session(page)
    for quality in QUALITIES:
        taken = browser.send("Page.captureScreenshot", {"format": "webp", "quality": quality})
        picture = base64.b64decode(taken["data"])
        if len(picture) <= MOST_BYTES:
            file.write_bytes(picture)
            print(f"{file.relative_to(ROOT)}: {len(picture)} bytes at {quality}", flush=True)
            return
    raise RuntimeError(f"{file.name} is bigger than {MOST_BYTES} bytes")


def top_at(selector: str) -> Callable[[Page], None]:
    """Return what scrolls an element to the top of the window."""

    def scroll(page: Page) -> None:
        page.evaluate("(selector) => document.querySelector(selector).scrollIntoView()", selector)

    return scroll


def type_figures(scene: Scene) -> Callable[[Page], None]:
    """Return what types the figures into the grid and saves nothing."""

    def fill(page: Page) -> None:
        for code, text in TYPED.items():
            page.fill(f"[name='{scene.fields[code]}']", text)
        top_at("#content h1")(page)
        page.locator(".entry-table").evaluate("(table) => { table.scrollTop = 0; }")

    return fill


def type_nonsense(scene: Scene) -> Callable[[Page], None]:
    """Return what types a figure that cannot be read, and tries to save it."""
    field = f"[name='{scene.fields['fdi-registered']}']"

    def fill(page: Page) -> None:
        page.fill(field, REFUSED)
        with page.expect_navigation():
            page.click("button[name=step][value=save].default")
        top_at(".errornote")(page)
        page.locator(".entry-table").evaluate("(table) => { table.scrollTop = 0; }")

    return fill


def take_all(browser: Browser, scene: Scene) -> None:
    """Walk through the work of the three people and take every picture."""
    with signed_in(browser, scene, "clerk") as clerk:
        clerk.take("clerk-start", "/")
        clerk.take("clerk-grid", scene.grid, type_figures(scene))
        clerk.take("clerk-refused", scene.grid, type_nonsense(scene))
        clerk.page.goto(scene.address + scene.grid)
        type_figures(scene)(clerk.page)
        with clerk.page.expect_navigation():
            clerk.page.click("button[name=step][value=submit]")
        if clerk.page.locator(".errornote").count():
            raise RuntimeError(clerk.page.locator(".errornote, .errorlist").all_inner_texts())
        clerk.take("clerk-submitted", scene.grid)
    with signed_in(browser, scene, "approver") as approver:
        approver.take("approver-start", "/")
        review = approver.page.locator(".inbox a").first.get_attribute("href") or ""
        approver.take("approver-review", review)
        approver.take("approver-decide", review, top_at("#checks"))
    with signed_in(browser, scene, "manager") as manager:
        manager.take("manager-home", "/")
        manager.take("manager-place", f"/places/hai-duong/?quarter={QUARTER}", top_at("h2"))
        explained = f"/places/hai-duong/explanation/?quarter={QUARTER}&indicator=fdi-registered"
        manager.take("manager-explanation", explained, top_at("h2"))
        manager.take("manager-report", f"/places/hai-duong/report/?quarter={QUARTER}", top_at(".paper"))


@contextmanager
def signed_in(browser: Browser, scene: Scene, username: str) -> Iterator[Visit]:
    """Yield somebody who has signed in, in a window of the pictures' size."""
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{scene.address}/accounts/login/")
    page.fill("#id_username", username)
    page.fill("#id_password", scene.passwords[username])
    with page.expect_navigation():
        page.click("main button[type=submit]")
    yield Visit(page, scene)
    context.close()


def prepared(address: str) -> Scene:
    """Fill the scratch database and return what the pictures need of it."""
    from django.core.management import call_command
    from django.urls import reverse

    from tracker.actions.first_accounts import create_first_accounts
    from tracker.models import Indicator, ReportingDuty

    call_command("load_seeds", verbosity=0)
    passwords = {account.username: password for account, password in create_first_accounts()}
    duty = ReportingDuty.objects.select_related("place", "reporter").get(
        place__slug="hai-duong-khu-cong-nghiep", reporter__slug="ban-quan-ly-kcn-hai-duong"
    )
    keys = dict(Indicator.objects.filter(code__in=TYPED).values_list("code", "pk"))
    names = [duty.place.slug, QUARTER, duty.reporter.slug]
    return Scene(
        address=address,
        passwords=passwords,
        grid=reverse("admin:tracker_quarterlyreport_enter", args=names),
        fields={code: f"line-{key}-in_quarter" for code, key in keys.items()},
    )


def main() -> int:
    """Take the pictures; return 1 if there is no browser, 2 if a database is named."""
    if sentence := refusal():
        print(sentence, file=sys.stderr)
        return 2
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        print("There is no Chromium: apt-get install chromium.", file=sys.stderr)
        return 1
    os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
    os.environ["TEST_DATABASE_NAME"] = f"guide_pictures_{os.getpid()}"
    import django

    import tests.environment  # noqa: F401  # the test mode, with the throw-away server

    django.setup()
    from django.db import connection

    FOLDER.mkdir(exist_ok=True)
    print("Making a scratch database …", flush=True)
    with scratch_database() as database, served(database, workers=1) as address:
        scene = prepared(address)
        connection.close()
        flags = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program, args=flags)
            take_all(browser, scene)
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
