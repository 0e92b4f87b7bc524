"""Cut a list into parts by the last key that was handed out, so that no row is told twice when others are added."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Q, QuerySet

from provinces.reach import Reach
from provinces.text import search_key

Start = int | str
"""The key of the last row of the part before."""


class NotListedError(Exception):
    """There is no such row, or it is beyond the reader's reach: both are told alike."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a list: its filters, how many rows, and after which key; ``as_of`` None means now."""

    reach: Reach = None
    as_of: datetime | None = None
    limit: int = 50
    after: Start | None = None
    filters: Mapping[str, Any] = field(default_factory=dict)

    def value(self, name: str) -> Any:
        """Return what one filter asks for, None where it asks for nothing."""
        return self.filters.get(name)


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows of a list as plain data, and the key after which the next part begins; None at the end."""

    items: Sequence[dict[str, Any]]
    following: Start | None


def cut(rows: QuerySet[Any], key: str, asked: Asked) -> tuple[list[Any], Start | None]:
    """Return the rows of one part by a key that is unique and never changes, and the key of the last; one query."""
    if asked.after is not None:
        rows = rows.filter(**{f"{key}__gt": asked.after})
    found = list(rows.order_by(key)[: asked.limit + 1])
    if len(found) <= asked.limit:
        return found, None
    return found[: asked.limit], getattr(found[asked.limit - 1], key)


def having_words(text: str) -> Q:
    """Return the condition that a row's search key holds each word, with or without accents; nothing without words."""
    words = search_key(text).split()
    if not words:
        return Q(pk__in=[])
    condition = Q()
    for word in words:
        condition &= Q(search_key__contains=word)
    return condition


def plain(value: Decimal | None) -> str | None:
    """Return a decimal as a text without exponent and without trailing zeros; None for none."""
    return None if value is None else f"{value.normalize():f}"


def day_text(day: date | None) -> str | None:
    """Return a day as an ISO date; None for none."""
    return None if day is None else day.isoformat()


def moment_text(moment: datetime | None) -> str | None:
    """Return a moment in ISO 8601; None for none."""
    return None if moment is None else moment.isoformat()
