"""Hold that no text of ours gives a text of Django's another meaning: one catalogue says both, and ours wins."""

from pathlib import Path
from typing import Any

import django
import pytest
from babel.messages.pofile import read_po

OURS = Path("tracker/locale/vi/LC_MESSAGES/django.po")
# Texts that both say, where ours means what Django's means, in our words.
SAID_OTHERWISE = {
    " By %(filter_title)s ",
    "Add",
    "Add %(name)s",
    "File",
    "History",
    "Save",
    "Search",
    "Sorting priority: %(priority_number)s",
    "Toggle sorting",
    "active",
    "checksum",
    "content type",
    "group",
    "name",
    "staff status",
    "superuser status",
    "version",
}


def texts_of(path: Path) -> dict[tuple[str | None, Any], Any]:
    """Return the Vietnamese of every text of a catalogue that has one."""
    with path.open("rb") as file:
        found = {(text.context, text.id): text.string for text in read_po(file, locale="vi") if text.id}
    return {key: said for key, said in found.items() if said and (isinstance(said, str) or any(said))}


def catalogues_of_django() -> list[Path]:
    """Return the Vietnamese catalogues of Django and of the parts of it that are installed."""
    root = Path(django.__file__).parent
    rooms = ["conf", *(f"contrib/{name}" for name in ("admin", "auth", "contenttypes", "postgres", "sessions"))]
    return [path for room in rooms for path in (root / room).glob("locale/vi/LC_MESSAGES/django.po")]


@pytest.mark.parametrize("path", catalogues_of_django(), ids=lambda path: path.parents[3].name)
def test_a_text_that_django_says_too_keeps_its_meaning(path):
    """A bare "Change" as the head of a column once renamed every link of the admin."""
    ours, theirs = texts_of(OURS), texts_of(path)

    other = {key[1] for key, said in theirs.items() if ours.get(key, said) != said}

    assert other <= SAID_OTHERWISE
