"""Write one sheet as PDF in a process of its own, without the network, within bounds of time and memory.

Run by `tracker.web.pdf`, which hands in the page as HTML and takes the file. It knows neither settings nor database.
The page's own style sheets dress it; drawings are files within the file to WeasyPrint, so each gets its rules.
"""

import re
import resource
import sys
from pathlib import Path
from typing import Any, Final, NoReturn
from urllib.parse import urlsplit

SECONDS: Final = 20
"""How long the processor may work on one sheet."""
BYTES_OF_MEMORY: Final = 1_500_000_000
UNAVAILABLE: Final = 3
"""The exit code where WeasyPrint or a library of the system is missing."""
BASE: Final = "https://static.invalid/"
"""Under which the sheet names its style sheets and fonts; nothing of it is ever asked of a network."""
_KINDS: Final = {".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml"}
_SVG: Final = "{http://www.w3.org/2000/svg}"
_DRAWN: Final = re.compile(r"^\.(?:b|c|m|icon)-[\w-]+")
_VARIABLE: Final = re.compile(r"var\((--[\w-]+)\)")


class RefusedAddressError(Exception):
    """The sheet asks for something that is no style sheet, font or picture of ours."""


def own_file(address: str, folder: Path) -> Path:
    """Return the file of the static folder that an address means.

    :raises RefusedAddressError: for every other address, whatever its scheme.
    """
    found = urlsplit(address)
    path = (folder / found.path.lstrip("/")).resolve()
    if not address.startswith(BASE) or folder.resolve() not in path.parents or path.suffix not in _KINDS:
        raise RefusedAddressError(address)
    if not path.is_file():
        raise RefusedAddressError(address)
    return path


def drawing_rules(sheets: list[str]) -> tuple[str, dict[str, str]]:
    """Return the rules of the drawings with the colours of paper written in, and those colours by name.

    WeasyPrint's drawings know neither the page's rules nor custom properties. Of several values of a property the last
    holds, so that the sheet's own stands above the site's.
    """
    import tinycss2

    rules: list[Any] = []
    for sheet in sheets:
        rules += tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True)
    colours: dict[str, str] = {}
    drawn: list[tuple[str, str]] = []
    for rule in (each for each in rules if each.type == "qualified-rule"):
        selector, content = tinycss2.serialize(rule.prelude).strip(), tinycss2.serialize(rule.content)
        if selector in (":root", ".paper"):
            for declaration in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
                if declaration.type == "declaration" and declaration.name.startswith("--"):
                    colours[declaration.name] = tinycss2.serialize(declaration.value).strip()
        elif all(_DRAWN.match(each.strip()) for each in selector.split(",")):
            drawn.append((selector, content))
    said = "\n".join(f"{selector} {{{content}}}" for selector, content in drawn)
    return _VARIABLE.sub(lambda found: colours.get(found[1], "#000"), said), colours


def dress_drawings(tree: Any, sheets: list[str], fonts: str) -> None:
    """Write into each drawing of a page its rules; a status has the colour of the word beside it."""
    rules, colours = drawing_rules(sheets)
    for parent in list(tree.iter()):
        for drawing in parent.findall(f"{_SVG}svg"):
            tones = set(parent.get("class", "").split()) if "status" in parent.get("class", "").split() else set()
            tone = next((colours.get(f"--{each}", "") for each in tones if f"--{each}" in colours), "#000")
            style = drawing.makeelement(f"{_SVG}style", {})
            # WeasyPrint knows no order of painting: the halo of a number would lie above it.
            halo = ".c-bold { stroke: none; }"
            style.text = f"text {{ font-family: {fonts}; }}\n{rules.replace('currentColor', tone)}\n{halo}"
            drawing.insert(0, style)


def written(page: str, folder: Path) -> bytes:
    """Return a page as PDF: A4, tagged for assistive technology, in the page's language.

    :raises RefusedAddressError: if it names an address beyond the static folder.
    """
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    refused: list[str] = []

    class OwnFiles(URLFetcher):
        """Hands out files of ours; what is refused is left out by WeasyPrint, so it is remembered."""

        def fetch(self, url: str, headers: object = None) -> Any:
            try:
                path = own_file(url, folder)
            except RefusedAddressError:
                refused.append(url)
                raise
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _KINDS[path.suffix]})

    html = HTML(string=page, base_url=BASE, url_fetcher=OwnFiles())
    sheets = [(folder / name).read_text(encoding="utf-8") for name in ("app.css", "charts.css")]
    dress_drawings(html.etree_element, sheets, '"Times New Roman", "Liberation Serif", Tinos, serif')
    found: bytes = html.write_pdf(pdf_tags=True)
    if refused:
        raise RefusedAddressError(refused[0])
    return found


def _without_network(event: str, _arguments: Any) -> None:
    """Refuse whatever would leave this process: the second lock behind `own_file`."""
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "subprocess.Popen", "os.system"):
        raise PermissionError(event)


def main(folder: str) -> NoReturn:
    """Read a page from the standard input, write it as PDF to the standard output."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (BYTES_OF_MEMORY, BYTES_OF_MEMORY))
    page = sys.stdin.buffer.read().decode("utf-8")
    try:
        import weasyprint  # noqa: F401 - missing, or missing a library of the system
    except (ImportError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(UNAVAILABLE)
    sys.addaudithook(_without_network)
    sys.stdout.buffer.write(written(page, Path(folder)))
    sys.exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
