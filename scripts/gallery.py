"""Take pictures of the pages for people to look at: both languages, screens, dark, forced colours, phone, paper.

The pictures go to var/gallery, with an index.html over all that lie there. `published` and `demo` choose which figures;
both are the default. ``--page`` and ``--look`` take those alone, so that a mended page is looked at again at once;
``--at`` takes them from a server that runs already. Otherwise the servers are those of `make run` and `make demo`,
and are stopped at the end.
"""

import argparse
import html
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from gallery_pages import PAGES, REFUSED, SIGNED_IN, Brought
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "gallery"
GIVE_UP = "button[value=cancel]"  # ends a file that was brought for its picture
CONFIRM = "button[value=columns]"
COMPARED = "#import-errors, #import-changes, button[value=save]"
SESSION = """
from django.conf import settings
from django.test import Client
from tracker.models import Person
person = Person.objects.filter(is_active=True, is_superuser=True).order_by("pk").first()
browser = Client()
browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
print("session", settings.SESSION_COOKIE_NAME, browser.cookies[settings.SESSION_COOKIE_NAME].value)
"""


@dataclass(frozen=True)
class Look:
    """One way to look at a page; ``whole``: the whole page rather than the first screen; ``paper``: printed too."""

    name: str
    language: str
    width: int = 1366
    height: int = 768
    scheme: str = "light"
    forced: str = "none"
    whole: bool = True
    paper: bool = False


LOOKS = (
    Look("fold", "vi", whole=False),
    Look("fold-phone", "vi", 390, 844, whole=False),
    Look("vi", "vi", paper=True),
    Look("en", "en", paper=True),
    Look("dark", "vi", scheme="dark"),
    Look("forced", "vi", forced="active"),
    Look("phone", "vi", 390, 844),
    Look("phone-en", "en", 390, 844),
    Look("narrow", "vi", 320, 640),
)


def main(words: list[str]) -> int:
    """Take the wanted pictures; return 1 if there is no browser."""
    wish = wanted(words)
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        print("There is no Chromium: apt-get install chromium.", file=sys.stderr)
        return 1
    flags = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    taken = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        for figures in wish.figures or list(PAGES):
            names = [name for name in PAGES[figures] if not wish.page or name in wish.page]
            if not names:
                continue
            with served(figures, wish.at) as address:
                staff = any(for_staff(PAGES[figures][name]) for name in names)
                session = session_of(figures) if staff else ("", "")
                for name in names:
                    taken += pictures(browser, address, session, figures, name, wish.look)
                    print(f"{figures}: {name}", flush=True)
        browser.close()
    write_index()
    print(f"{taken} pictures: {FOLDER / 'index.html'}")
    return 0


def wanted(words: list[str]) -> argparse.Namespace:
    """Return which figures, pages and looks are wanted; exit with a sentence if one is not known."""
    parser = argparse.ArgumentParser(description="Take pictures of the pages for people to look at.")
    names = sorted({name for pages in PAGES.values() for name in pages})
    parser.add_argument("figures", nargs="*", metavar="FIGURES", help=", ".join(PAGES))
    parser.add_argument("--page", action="append", choices=names, metavar="PAGE", help=", ".join(names))
    looks = [look.name for look in LOOKS]
    parser.add_argument("--look", action="append", choices=looks, metavar="LOOK", help=", ".join(looks))
    parser.add_argument("--at", metavar="ADDRESS", help="a server that runs already, with one kind of figures")
    wish = parser.parse_args(words)
    if unknown := set(wish.figures) - PAGES.keys():
        parser.error(f"figures {', '.join(sorted(unknown))}: choose from {', '.join(PAGES)}")
    if wish.at and len(wish.figures) != 1:
        parser.error("say which figures the server has")
    return wish


@contextmanager
def served(figures: str, at: str | None) -> Iterator[str]:
    """Yield the address of a server with the figures; one that is started here is stopped afterwards.

    :raises RuntimeError: if it does not start.
    """
    if at:
        yield at.rstrip("/")
        return
    command = [sys.executable, str(ROOT / "scripts" / "run.py"), *(["--demo"] if figures == "demo" else [])]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        for line in server.stdout:
            found = re.search(r"http://localhost:\d+", line)
            if found:
                yield found[0]
                return
        raise RuntimeError(f"The server of the {figures} figures did not start.")
    finally:
        server.terminate()
        server.wait(timeout=60)


def session_of(figures: str) -> tuple[str, str]:
    """Return the cookie, by name and value, of an administrator of this machine's figures.

    :raises subprocess.CalledProcessError: if there is none.
    """
    environment = os.environ | {"DEMO": "true" if figures == "demo" else "false"}
    command = [sys.executable, "manage.py", "shell", "-c", SESSION]
    said = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
    name, value = said.split()[-2:]  # a demonstration's cookie has another name
    return name, value


def pictures(
    browser: Browser, address: str, session: tuple[str, str], figures: str, name: str, wanted_looks: list[str] | None
) -> int:
    """Take one page in every wanted look, and on paper; return how many. Each language is asked of the server once."""
    folder = FOLDER / figures
    folder.mkdir(parents=True, exist_ok=True)
    asked = PAGES[figures][name]
    looks = [look for look in LOOKS if not wanted_looks or look.name in wanted_looks]
    taken = 0
    for language in sorted({look.language for look in looks}):
        context = browser.new_context(reduced_motion="reduce")
        context.add_cookies([{"name": "language", "value": language, "url": address}])
        if for_staff(asked):
            context.add_cookies([{"name": session[0], "value": session[1], "url": address}])
        page = context.new_page()
        page.set_default_timeout(120_000)
        if isinstance(asked, Brought):
            bring(page, address, asked)
        else:
            visit(page, address, asked.removeprefix(SIGNED_IN))
        for look in looks:
            if look.language != language:
                continue
            page.set_viewport_size({"width": look.width, "height": look.height})
            page.emulate_media(
                color_scheme="dark" if look.scheme == "dark" else "light",
                forced_colors="active" if look.forced == "active" else "none",
            )
            page.screenshot(path=folder / f"{name}-{look.name}.png", full_page=look.whole)
            taken += 1
            if look.paper:
                page.pdf(path=folder / f"{name}-paper-{look.language}.pdf", prefer_css_page_size=True)
                taken += 1
        if isinstance(asked, Brought) and page.locator(GIVE_UP).count():
            with page.expect_navigation():
                page.locator(GIVE_UP).click()
        context.close()
    return taken


def for_staff(asked: str | Brought) -> bool:
    """Whether staff alone reach the page."""
    return isinstance(asked, Brought) or asked.startswith(SIGNED_IN)


def bring(page: Page, address: str, asked: Brought) -> None:
    """Bring the file, and wait for the page that answers it."""
    page.goto(address + asked.address)
    for name, value in asked.chosen:
        page.select_option(f"form[enctype] [name={name}]", value)
    content = asked.text.encode()
    page.set_input_files(
        "input[type=file]", {"name": asked.name, "mimeType": "application/octet-stream", "buffer": content}
    )
    with page.expect_navigation():
        page.locator("form[enctype] button[type=submit]").click()
    if asked.compared and page.locator(CONFIRM).count():
        with page.expect_navigation():
            page.locator(CONFIRM).click()
        page.wait_for_selector(COMPARED)  # a page that waits asks again by itself


def visit(page: Page, address: str, path: str) -> None:
    """Open a page; the refused form is sent without its token."""
    if path != REFUSED:
        page.goto(address + path)
        return
    page.goto(f"{address}/accounts/login/")
    with page.expect_navigation():
        page.evaluate(
            "() => { document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach((field) => field.remove());"
            " const form = document.querySelector('main form'); form.noValidate = true; form.submit(); }"
        )


def write_index() -> None:
    """Write the page that shows all pictures that lie in the folder, small, each leading to itself."""
    lines = []
    for figures, pages in PAGES.items():
        lines.append(f"<h1>{figures}</h1>")
        for name in pages:
            lines.append(f"<h2>{name}</h2>")
            for file in sorted((FOLDER / figures).glob(f"{name}-*.p*")):
                look = file.stem.removeprefix(f"{name}-")
                if look.split("-")[0] in {"paper", *(each.name.split("-")[0] for each in LOOKS)}:
                    lines.append(figure(f"{figures}/{file.name}", look))
    style = (
        "body{display:flex;flex-wrap:wrap;gap:1rem;font-family:sans-serif}h1,h2{width:100%}figure{margin:0}"
        "img{width:18rem;height:14rem;object-fit:cover;object-position:top;border:1px solid #999}"
    )
    (FOLDER / "index.html").write_text(
        f'<!DOCTYPE html><meta charset="utf-8"><title>Gallery</title><style>{style}</style>{"".join(lines)}',
        encoding="utf-8",
    )


def figure(file: str, said: str) -> str:
    """Return one picture of the index, small, or the word PDF for a paper."""
    address = html.escape(file)
    shown = f'<img src="{address}" alt="" loading="lazy">' if file.endswith(".png") else "PDF"
    return f'<figure><a href="{address}">{shown}</a><figcaption>{html.escape(said)}</figcaption></figure>'


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
