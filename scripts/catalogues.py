"""Keep the Vietnamese catalogue: `update` adds the project's new texts, `check` finds gaps, `compile` makes it usable.

It works without the gettext programs. Texts are found in Python and in templates; English is the text itself.
"""

import ast
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "tracker" / "locale" / "vi" / "LC_MESSAGES"
CATALOGUE = FOLDER / "django.po"
COMPLAINTS_SHOWN = 20
PYTHON_ROOTS = ("provinces", "tracker")
TEMPLATES = ROOT / "templates"
FUNCTIONS = ("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy")
FUNCTIONS_WITH_CONTEXT = ("pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy")
KEYWORDS = dict.fromkeys(FUNCTIONS + FUNCTIONS_WITH_CONTEXT)  # babel wants a mapping; we sort the arguments ourselves
QUOTED = r"""(?:u?'(?:[^'\\]|\\.)*'|u?"(?:[^"\\]|\\.)*")"""
TEMPLATE_CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*({QUOTED}(?:\s*,\s*{QUOTED})*)")
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


@dataclass(frozen=True, kw_only=True)
class Text:
    """One text of the project, and where it stands."""

    identity: str | tuple[str, str]
    context: str | None
    place: str
    line: int


def main(arguments: list[str]) -> int:
    """Do what the argument says; return the exit code."""
    verbs = {"update": update, "check": check, "compile": compile_all}
    if len(arguments) != 1 or arguments[0] not in verbs:
        print(f"Say one of: {', '.join(verbs)}.", file=sys.stderr)
        return 2
    try:
        return verbs[arguments[0]]()
    except PoFileError as error:
        print(f"The catalogue {CATALOGUE} cannot be read: {error}", file=sys.stderr)
        return 1


def update() -> int:
    """Add the texts that are new, and drop those that no page says any more."""
    old = read_catalogue() if CATALOGUE.exists() else new_catalogue()
    catalogue = new_catalogue()
    for text in texts():
        known = old.get(text.identity, text.context)
        catalogue.add(
            text.identity,
            known.string if known else "",
            context=text.context,
            locations=[(text.place, text.line)],
        )
    FOLDER.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        # No line numbers: a catalogue changes when a text does, not when a line moves.
        write_po(file, catalogue, width=120, sort_output=True, include_lineno=False, omit_header=False)
    missing = [message for message in messages(catalogue) if not translated(message)]
    print(f"{len(catalogue)} texts, {len(missing)} without Vietnamese")
    return 0


def check() -> int:
    """Say which texts lack their Vietnamese, or translate a placeholder away."""
    catalogue = read_catalogue() if CATALOGUE.exists() else new_catalogue()
    complaints = []
    for text in texts():
        message = catalogue.get(text.identity, text.context)
        if message is None or not translated(message):
            complaints.append(f"{text.place}:{text.line}: no Vietnamese for {text.identity!r}")
    complaints += [complaint for message in messages(catalogue) for complaint in wrong_placeholders(message)]
    for complaint in complaints[:COMPLAINTS_SHOWN]:
        print(complaint, file=sys.stderr)
    if complaints:
        print(
            f"{len(complaints)} to mend in {CATALOGUE.relative_to(ROOT)}. `make texts` puts new texts there.",
            file=sys.stderr,
        )
    return 1 if complaints else 0


def compile_all() -> int:
    """Compile the catalogues whose text is newer than their compiled form."""
    for source in sorted(ROOT.glob("tracker/locale/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
        partial = target.with_suffix(f".{os.getpid()}")
        with partial.open("wb") as file:
            write_mo(file, catalogue)
        partial.replace(target)
    return 0


def texts() -> Iterator[Text]:
    """List every text of the project that a person may read."""
    for root in PYTHON_ROOTS:
        for path in sorted((ROOT / root).rglob("*.py")):
            if "migrations" not in path.parts:
                yield from python_texts(path)
    for path in sorted(TEMPLATES.rglob("*")):
        if path.suffix in {".html", ".txt"}:
            yield from template_texts(path)


def python_texts(path: Path) -> Iterator[Text]:
    """List the texts of one module."""
    place = str(path.relative_to(ROOT))
    with path.open("rb") as file:
        # babel's own types say a list; one argument comes as a plain string.
        calls: Iterable[tuple[Any, ...]] = extract_python(file, KEYWORDS, [], {"encoding": "utf-8"})
        for line, function, found, _comments in calls:
            arguments: list[str] = [found] if isinstance(found, str) else [part for part in found or () if part]
            text = as_text(str(function), arguments, place, int(line))
            if text:
                yield text


def template_texts(path: Path) -> Iterator[Text]:
    """List the texts of one template, read by Django's own translator of templates into calls."""
    from django.utils.translation.template import templatize

    place = str(path.relative_to(ROOT))
    for number, line in enumerate(templatize(path.read_text("utf-8"), origin=place).splitlines(), start=1):
        for call in TEMPLATE_CALL.finditer(line):
            arguments = [ast.literal_eval(part) for part in re.findall(QUOTED, call[2])]
            text = as_text(call[1], arguments, place, number)
            if text:
                yield text


def as_text(function: str, arguments: list[str], place: str, line: int) -> Text | None:
    """Sort the arguments of a call into context, singular and plural; None if it names no fixed text."""
    name = function.removesuffix("_lazy").removesuffix("_noop")
    context = arguments.pop(0) if name.startswith(("pgettext", "npgettext")) and arguments else None
    if not arguments:
        return None
    plural = name.startswith("n") and len(arguments) > 1
    identity = (arguments[0], arguments[1]) if plural else arguments[0]
    return Text(identity=identity, context=context, place=place, line=line)


def wrong_placeholders(message: Message) -> Iterator[str]:
    """Say where the translation has other placeholders than the text."""
    originals = [message.id] if isinstance(message.id, str) else list(message.id)
    wanted = {frozenset(PLACEHOLDER.findall(text)) for text in originals}
    for string in strings_of(message):
        if string and frozenset(PLACEHOLDER.findall(string)) not in wanted:
            yield f"{message.id!r}: the Vietnamese {string!r} has other placeholders"


def translated(message: Message) -> bool:
    """Tell whether each form of a text has its Vietnamese."""
    return "fuzzy" not in message.flags and all(strings_of(message))


def strings_of(message: Message) -> list[str]:
    """Return the translations of a text: one, for Vietnamese has one form of the plural."""
    string = message.string
    return [string] if isinstance(string, str) else list(string or [""])


def messages(catalogue: Catalog) -> Iterator[Message]:
    """List the messages of a catalogue without its header."""
    return (message for message in catalogue if message.id)


def read_catalogue() -> Catalog:
    """Read the Vietnamese catalogue."""
    return read_po(io.BytesIO(CATALOGUE.read_bytes()), locale="vi", abort_invalid=True)


def new_catalogue() -> Catalog:
    """Make an empty catalogue; its header holds no date, so that equal texts give equal files."""
    catalogue = Catalog(locale="vi", domain="django", fuzzy=False, header_comment="# Vietnamese texts of the project.")
    catalogue.mime_headers = [
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Language", "vi"),
        ("Plural-Forms", "nplurals=1; plural=0;"),
    ]
    return catalogue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
