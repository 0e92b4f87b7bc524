"""Read the seed files and, where they are at hand, the source texts, for the tests of the figures."""

import csv
import hashlib
import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import TypedDict

from tracker.exchange.printed_numbers import NUMBER_WORDS, printed_numbers

PROJECT = Path(__file__).resolve().parents[2]
SEEDS = PROJECT / "seeds"
SOURCES = PROJECT.parent / "shared" / "seeds"
INVENTORY = Path(__file__).with_name("number_inventory.json")
NOT_FIGURES = Path(__file__).with_name("not_figures.csv")

_WORDS = "|".join(NUMBER_WORDS)
_TOKEN = re.compile(rf"\d+(?:[.,]\d+)*|\b(?:{_WORDS})\b", re.IGNORECASE)

Row = dict[str, str]


class Paragraph(TypedDict):
    """One paragraph of a source text: its number, its checksum and its number tokens, without a word of its text."""

    paragraph: int
    sha256: str
    numbers: list[str]


def rows(name: str) -> list[Row]:
    """Return the rows of one seed file, or none when the file does not exist."""
    path = SEEDS / name
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def source_documents() -> list[Row]:
    """Return the documents that were read from a source file."""
    return [document for document in rows("documents.csv") if document["source_file"]]


def figures(document: str, *files: str) -> list[Row]:
    """Return the figures of a document; all three files unless some are named."""
    return [
        row
        for file in files or ("targets", "actuals", "comparisons")
        for row in rows(f"documents/{document}/{file}.csv")
    ]


def figure(reference: str) -> Row:
    """Return the one figure of this reference."""
    found = [
        row for document in source_documents() for row in figures(document["slug"]) if row["reference"] == reference
    ]
    assert len(found) == 1, f"{reference}: {len(found)} rows"
    return found[0]


def value(reference: str) -> Decimal:
    """Return the value of one figure."""
    return Decimal(figure(reference)["value"])


def number_tokens(text: str) -> Counter[str]:
    """Count the numbers of a text, those in words included, in small letters."""
    return Counter(token.lower() for token in _TOKEN.findall(text))


def numbers_of(printed: str, number_style: str) -> list[Decimal]:
    """Read the numbers of a printed form as the loader does."""
    return printed_numbers(printed, decimal_comma=number_style == "vietnamese")


def paragraphs(document: Row) -> list[str] | None:
    """Return the non-empty lines of the source text, or None when it is not at hand."""
    path = SOURCES / document["source_file"]
    if not path.exists():
        return None
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


def inventory_of(lines: list[str]) -> list[Paragraph]:
    """Return what may be committed of each paragraph."""
    return [
        {
            "paragraph": number,
            "sha256": hashlib.sha256(line.encode()).hexdigest(),
            "numbers": sorted(number_tokens(line).elements()),
        }
        for number, line in enumerate(lines, start=1)
    ]


def inventory() -> dict[str, list[Paragraph]]:
    """Return the committed inventory: document slug to its paragraphs."""
    with INVENTORY.open(encoding="utf-8") as file:
        loaded: dict[str, list[Paragraph]] = json.load(file)
    return loaded
