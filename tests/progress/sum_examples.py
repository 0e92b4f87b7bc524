"""Read the worked examples of docs/sum-examples.md and of its Vietnamese twin, and compute what they say.

An example is a block of lines "key: value" between ```sum <name> and ```. The keys and words are those of the
document's language; places are called by one word, amounts are plain numbers of one unit.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.progress.memory_worlds import World, eve
from tracker.progress.measures import Basis
from tracker.progress.rows import PlaceFace, ProgressRow

DOCS = Path(__file__).resolve().parents[2] / "docs"
DOCUMENTS = {"en": DOCS / "sum-examples.md", "vi": DOCS / "sum-examples.vi.md"}
# What the words of the Vietnamese document mean.
KEYS = {
    "loại": "kind",
    "bên dưới": "below",
    "phải báo cáo": "owe",
    "số liệu": "figures",
    "mục tiêu": "goals",
    "sáp nhập": "merged",
    "tách": "split",
    "chuyển": "moved",
    "gồm": "members",
    "đọc tại": "read",
    "đến nay": "to date",
    "trong quý": "in the quarter",
    "câu": "says",
}
WORDS = {
    "lũy kế": "to date",
    "trong quý": "in the quarter",
    "mức": "level",
    "số dư": "stock",
    "tỷ lệ": "ratio",
    "từ": "from",
}
INDICATOR = {"flow": "fdi", "stock": "area", "ratio": "occupancy"}
_FIGURE = re.compile(r"(\S+) (\d{4}-Q[1-4]) (to date|in the quarter|level) ([\d.]+)(?:/([\d.]+))?(?: ([A-Z]{3}))?$")
_INTO = re.compile(r"(.+) → (.+), (\d{4}-\d\d-\d\d)$")


@dataclass(frozen=True)
class SumExample:
    """One block: its language, its name and its lines, keys and words in English."""

    language: str
    name: str
    lines: tuple[tuple[str, str], ...]

    def several(self, key: str) -> list[str]:
        """Return the values of a key in the order of the block."""
        return [value for name, value in self.lines if name == key]

    def one(self, key: str, otherwise: str = "") -> str:
        """Return the value of a key."""
        return next(iter(self.several(key)), otherwise)


def examples_in(language: str) -> list[SumExample]:
    """Return the examples of a document in their order."""
    text = DOCUMENTS[language].read_text(encoding="utf-8")
    found = []
    for name, block in re.findall(r"```sum (\S+)\n(.*?)```", text, re.DOTALL):
        lines = [line.partition(":")[::2] for line in block.splitlines()]
        found.append(SumExample(language, name, tuple((_key(key), _value(_key(key), value)) for key, value in lines)))
    return found


def row_of(example: SumExample) -> ProgressRow:
    """Return the row that the example reads."""
    world, code = World(), INDICATOR[example.one("kind", "flow")]
    for line in example.several("merged"):
        _succeed(world, line)
    for line in example.several("split"):
        _succeed(world, line)
    for line in example.several("moved"):
        _move(world, line)
    for line in example.several("below"):
        above, names = line.split(" → ")
        _place(world, above)
        for name in names.split(", "):
            _place(world, name)
            world.lies(name, above)
    for line in example.several("members"):
        zone, names = line.split(" → ")
        _place(world, zone)
        world.members[world.places[zone].id] = frozenset(world.places[name].id for name in names.split(", "))
    for name in example.one("owe").split(", ") if example.one("owe") else []:
        world.owes(name, code=code)
    for line in example.several("goals"):
        name, amount, rest = line.split(" ", 2)
        reference, _, starts = rest.partition(" from ")
        since = date.fromisoformat(starts or "2025-01-01")
        world.goal(_place(world, name).slug, amount, since, code=code, reference=reference)
    for line in (part for text in example.several("figures") for part in text.split("; ")):
        _say(world, line, code)
    name, quarter = example.one("read").split(" ")
    rows = world.rows(_place(world, name).slug, quarter, code=code)
    return next(row for row in rows if row.indicator.unit != "VND")


def _key(text: str) -> str:
    return KEYS.get(text.strip(), text.strip())


def _value(key: str, text: str) -> str:
    value = text.strip()
    if key == "says":
        return value
    for word, meaning in WORDS.items():
        value = value.replace(word, meaning)
    return value


def _place(world: World, name: str, **days: date) -> PlaceFace:
    kind = {"VN": "country", "ZONE": "economic_zone", "BOARD": "perimeter"}.get(name, "province")
    return world.places.get(name) or world.place(name, kind, **days)


def _succeed(world: World, line: str) -> None:
    """Read "A, B → C, 2025-07-01" or "A → B 0.6, C 0.4, 2025-07-01"; all of them lie in the country."""
    found = _INTO.match(line)
    assert found, line
    on = date.fromisoformat(found[3])
    _place(world, "VN")
    for old in found[1].split(", "):
        _place(world, old, valid_to=eve(on))
        world.lies(old, "VN", None, eve(on))
        for new in found[2].split(", "):
            name, _, share = new.partition(" ")
            if name not in world.places:
                _place(world, name, valid_from=on)
                world.lies(name, "VN", on)
            world.goes_into(old, name, on, Decimal(share or 1))


def _move(world: World, line: str) -> None:
    """Read "P: X → Y, 2025-07-01"."""
    name, rest = line.split(": ")
    found = _INTO.match(rest)
    assert found, line
    on = date.fromisoformat(found[3])
    for each in (name, found[1], found[2]):
        _place(world, each)
    world.lies(name, found[1], None, eve(on))
    world.lies(name, found[2], on)


def _say(world: World, line: str, code: str) -> None:
    found = _FIGURE.match(line)
    assert found, line
    name, quarter, basis, value, whole, unit = found.groups()
    _place(world, name)
    parts = None
    if whole is not None:
        parts = (Decimal(value), Decimal(whole))
        value = str(parts[0] / parts[1] * 100)
    spans = {"to date": Basis.YEAR_TO_DATE, "in the quarter": Basis.IN_QUARTER, "level": Basis.AS_OF}
    world.says(name, quarter, value, spans[basis], code=code, unit=unit, parts=parts)
