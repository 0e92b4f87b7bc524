"""Take pictures of the pages for people to look at: both languages, screens, dark, forced colours, phone, paper.

The pictures go to var/gallery, with an index.html. `published` and `demo` choose which figures; both are the default.
The servers are those of `make run` and `make demo`, on ports of their own, and are stopped at the end.
"""

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

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "gallery"
PAGES = {
    "published": {
        "home": "/",
        "province": "/places/hai-duong/?quarter=2025-Q1",
        "province-today": "/places/hai-phong/?quarter=2025-Q1&map=today",
        "park": "/places/kcn-dai-an/?quarter=2025-Q1",
        "investor": "/investors/cong-ty-dai-an/?quarter=2025-Q1",
        "indicator": "/indicators/fdi-registered/?quarter=2025-Q1",
        "explanation": "/places/hai-duong/explanation/?quarter=2025-Q1&indicator=fdi-registered",
        "ledger": "/places/hai-duong/targets/?quarter=2025-Q1",
        "reporting": "/reporting/",
        "checks": "/data-checks/",
        "documents": "/documents/",
        "editions": "/editions/",
        "places": "/places/",
        "search": "/search/?q=dai+an",
        "about": "/about/",
        "sign-in": "/accounts/login/",
        "not-found": "/places/no-such-place/",
    },
    "demo": {
        "home": "/",
        "country": "/places/viet-nam/",
        "province": "/places/bac-ninh/",
        "indicator": "/indicators/fdi-registered/",
        "level": "/indicators/occupancy-rate/",
        "reporting": "/reporting/",
        "investors": "/investors/",
        "search": "/search/?q=dong+nai",
    },
}


@dataclass(frozen=True)
class Look:
    """One way to look at a page; ``whole``: the whole page rather than the first screen."""

    name: str
    language: str
    width: int = 1366
    height: int = 768
    scheme: str = "light"
    forced: str = "none"
    whole: bool = True


LOOKS = (
    Look("fold", "vi", whole=False),
    Look("fold-phone", "vi", 390, 844, whole=False),
    Look("vi", "vi"),
    Look("en", "en"),
    Look("dark", "vi", scheme="dark"),
    Look("forced", "vi", forced="active"),
    Look("phone", "vi", 390, 844),
    Look("phone-en", "en", 390, 844),
    Look("narrow", "vi", 320, 640),
)


def main(wanted: list[str]) -> int:
    """Take the pictures of the wanted figures; return 1 if there is no browser, or the wish is not known."""
    unknown = set(wanted) - PAGES.keys()
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if unknown or program is None:
        print(
            f"Choose from: {', '.join(PAGES)}." if unknown else "There is no Chromium: apt-get install chromium.",
            file=sys.stderr,
        )
        return 1
    flags = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    taken: list[tuple[str, str]] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        for figures in wanted or list(PAGES):
            with served(figures) as address:
                for name, path in PAGES[figures].items():
                    taken += pictures(browser, address, figures, name, path)
        browser.close()
    write_index(taken)
    print(f"{len(taken)} pictures: {FOLDER / 'index.html'}")
    return 0


@contextmanager
def served(figures: str) -> Iterator[str]:
    """Yield the address of a server with the figures; it is stopped afterwards.

    :raises RuntimeError: if it does not start.
    """
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


def pictures(browser: Browser, address: str, figures: str, name: str, path: str) -> list[tuple[str, str]]:
    """Take one page in every look, and on paper; return the file names with what they show."""
    folder = FOLDER / figures
    folder.mkdir(parents=True, exist_ok=True)
    taken = []
    for look in LOOKS:
        context = browser.new_context(
            viewport={"width": look.width, "height": look.height},
            color_scheme="dark" if look.scheme == "dark" else "light",
            forced_colors="active" if look.forced == "active" else "none",
        )
        context.add_cookies([{"name": "language", "value": look.language, "url": address}])
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.goto(address + path)
        file = folder / f"{name}-{look.name}.png"
        page.screenshot(path=file, full_page=look.whole)
        taken.append((f"{figures}/{file.name}", f"{name}, {look.name}"))
        if look.name in ("vi", "en"):
            paper = folder / f"{name}-paper-{look.language}.pdf"
            page.pdf(path=paper, prefer_css_page_size=True)
            taken.append((f"{figures}/{paper.name}", f"{name}, on paper, {look.language}"))
        context.close()
    return taken


def write_index(taken: list[tuple[str, str]]) -> None:
    """Write the page that shows all pictures, small, each leading to itself."""
    lines = [
        f'<figure><a href="{html.escape(file)}">'
        + (f'<img src="{html.escape(file)}" alt="" loading="lazy">' if file.endswith(".png") else "PDF")
        + f"</a><figcaption>{html.escape(said)}</figcaption></figure>"
        for file, said in taken
    ]
    style = (
        "body{display:flex;flex-wrap:wrap;gap:1rem;font-family:sans-serif}"
        "img{width:18rem;height:14rem;object-fit:cover;object-position:top;border:1px solid #999}"
    )
    (FOLDER / "index.html").write_text(
        f'<!DOCTYPE html><meta charset="utf-8"><title>Gallery</title><style>{style}</style>{"".join(lines)}',
        encoding="utf-8",
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
