"""Write what pages are handed as text, and read it again as the very same objects: for editions.

Nothing is lost: Decimals keep every digit as strings, days and moments are ISO texts, codes keep their names. Fields
that hold their default are left out, so a field that is added later, with a default, reads old text as before. A
change that old text cannot be read after needs the next `FORMAT` and a step here that brings old text forward.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any, Final, get_args, get_type_hints

from tracker.progress.in_one_currency import OneCurrency
from tracker.progress.rows import PlaceProgress, ProgressRow

FORMAT: Final = 1
# What a page holds that its own module cannot import, because it is built from it.
_NAMED_LATER: Final = {"OneCurrency": OneCurrency}


class UnreadableError(ValueError):
    """A text is not of a format that is known here."""


def to_text(thing: Any) -> str:
    """Return anything that pages are handed as text; equal things give the same text.

    :raises TypeError: if it holds what nobody taught this to write.
    """
    return json.dumps([FORMAT, _plain(thing)], ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def from_text(text: str) -> Any:
    """Return what `to_text` wrote.

    :raises UnreadableError: if the text is of another format, or names what is not known here.
    """
    try:
        version, plain = json.loads(text)
        if version != FORMAT:
            raise UnreadableError(f"Format {version} is not known; {FORMAT} is.")
        return _thing(plain)
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableError(str(error)) from error


def digest_of(text: str) -> str:
    """Return the checksum of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


# --- Writing --------------------------------------------------------------------------------------------------------


def _plain(thing: Any) -> Any:
    if thing is None or isinstance(thing, bool):
        return thing
    if isinstance(thing, Enum):
        return {"enum": [_known(type(thing)), thing.value]}
    if isinstance(thing, int | str):
        return thing
    if isinstance(thing, Decimal):
        return {"decimal": str(thing)}
    if isinstance(thing, Fraction):
        return {"fraction": [str(thing.numerator), str(thing.denominator)]}
    if isinstance(thing, datetime):
        return {"moment": thing.isoformat()}
    if isinstance(thing, date):
        return {"day": thing.isoformat()}
    if isinstance(thing, tuple):
        return [_plain(part) for part in thing]
    if isinstance(thing, Mapping):
        return {"map": [[_plain(key), _plain(value)] for key, value in thing.items()]}
    if is_dataclass(thing) and not isinstance(thing, type):
        return {"is": _known(type(thing)), "of": _fields(thing)}
    raise TypeError(f"Nothing is known of how to keep a {type(thing).__name__}.")


def _fields(thing: Any) -> dict[str, Any]:
    return {
        field.name: _plain(getattr(thing, field.name))
        for field in fields(thing)
        if field.default is MISSING or repr(getattr(thing, field.name)) != repr(field.default)
    }


def _known(kind: type) -> str:
    if classes().get(kind.__name__) is not kind:
        raise TypeError(f"{kind.__name__} is no part of a page.")
    return kind.__name__


# --- Reading --------------------------------------------------------------------------------------------------------


def _thing(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(_thing(part) for part in plain)
    if not isinstance(plain, dict):
        return plain
    if "is" in plain:
        values = {name: _thing(value) for name, value in plain["of"].items()}
        return classes()[plain["is"]](**values)
    ((sort, value),) = plain.items()
    match sort:
        case "enum":
            return classes()[value[0]](value[1])
        case "decimal":
            return Decimal(value)
        case "fraction":
            return Fraction(int(value[0]), int(value[1]))
        case "moment":
            return datetime.fromisoformat(value)
        case "day":
            return date.fromisoformat(value)
        case "map":
            return {_thing(key): _thing(one) for key, one in value}
        case _:
            raise UnreadableError(f"“{sort}” is not known.")


@cache
def classes() -> Mapping[str, type]:
    """Return every dataclass and every code that a page can hold, by name.

    They are found by following the fields of a page, so that a new one is known without being listed.

    :raises TypeError: if two bear the same name.
    """
    found: dict[str, type] = {}
    waiting: list[Any] = [PlaceProgress, ProgressRow]
    while waiting:
        kind = waiting.pop()
        waiting += get_args(kind)
        if not isinstance(kind, type) or not (is_dataclass(kind) or issubclass(kind, Enum)):
            continue
        if kind.__name__ not in found:
            found[kind.__name__] = kind
            waiting += get_type_hints(kind, localns=_NAMED_LATER).values() if is_dataclass(kind) else ()
        elif found[kind.__name__] is not kind:
            raise TypeError(f"Two classes are called {kind.__name__}.")
    return found
