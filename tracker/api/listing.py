"""Turn what an address asks for into what is asked of the rows, and a part of them into an answer."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.http import HttpRequest

from provinces.reach import Reach
from tracker.actions.approval import settled
from tracker.actions.page_query import BadParameterError, moment_parameter
from tracker.api.cursors import cursor_of, start_of
from tracker.api.parameters import Listing, Timed, refusal, refuse_unknown
from tracker.api.problems import not_found
from tracker.exchange.demonstration import mark_of_data
from tracker.exchange.listed import Asked, NotListedError, Part, Start
from tracker.progress.lookup import NotFoundError

_Row = TypeVar("_Row")


def asked_of_one(query: Timed, reach: Reach) -> Asked:
    """Return what is asked of a single row."""
    return Asked(reach=reach, as_of=settled(moment_parameter(query.as_of or "", "as_of")))


def asked_of_list(query: Listing, reach: Reach, listing: str, **more: Any) -> Asked:
    """Return what is asked of a list; ``more`` are filters that are read from others.

    :raises RefusedError: if the cursor is of another list.
    """
    filters = {name: value for name, value in query.dict().items() if value is not None and name not in _NO_FILTERS}
    after: Start | None = None
    if query.cursor is not None:
        try:
            after = start_of(query.cursor, _named(listing, query))
        except BadParameterError as error:
            raise refusal([("cursor", str(error))]) from None
    one = asked_of_one(query, reach)
    return Asked(reach=reach, as_of=one.as_of, limit=query.limit, after=after, filters={**filters, **more})


_NO_FILTERS = ("limit", "cursor", "as_of")


def _named(listing: str, query: Listing) -> str:
    """Return the name of a list with its filters and moment; how many rows are asked for may change between parts."""
    told = {name: value for name, value in sorted(query.dict().items()) if name not in ("limit", "cursor")}
    return f"{listing}?{'&'.join(f'{name}={value}' for name, value in told.items() if value is not None)}"


def part_answer(part: Part, query: Listing, asked: Asked, listing: str) -> dict[str, Any]:
    """Return a part of a list as the answer says it."""
    return {
        **mark_of_data(),
        "as_of": None if asked.as_of is None else asked.as_of.isoformat(),
        "items": list(part.items),
        "next_cursor": cursor_of(_named(listing, query), part.following),
    }


def one_answer(told: dict[str, Any]) -> dict[str, Any]:
    """Return one row as the answer says it."""
    return {**mark_of_data(), **told}


def first_part(rows: Sequence[_Row], asked: Asked, key: Callable[[_Row], Start]) -> tuple[list[_Row], Start | None]:
    """Return the rows of one part, and the key of the last if others follow; ``rows`` are those asked for and one more.

    They begin after ``asked.after`` and are in the order of a key that is unique and never changes.
    """
    found = list(rows[: asked.limit])
    return found, key(found[-1]) if len(rows) > asked.limit else None


def list_answer(
    request: HttpRequest, query: Listing, listing: str, rows: Callable[[Asked], Part], *, reach: Reach, **more: Any
) -> dict[str, Any]:
    """Return the answer of a list of this name; ``more`` are filters that are read from others.

    :raises RefusedError: for what the list does not know, or if the cursor is of another list.
    """
    refuse_unknown(request.GET, type(query))
    asked = asked_of_list(query, reach, listing, **more)
    return part_answer(rows(asked), query, asked, listing)


def row_answer(
    request: HttpRequest, query: Timed, tell: Callable[[Asked], dict[str, Any]], *, reach: Reach
) -> dict[str, Any]:
    """Return the answer of one row.

    :raises RefusedError: for what the address does not know, and if there is no such row within reach.
    """
    refuse_unknown(request.GET, type(query))
    try:
        return one_answer(tell(asked_of_one(query, reach)))
    except (NotListedError, NotFoundError):
        raise not_found() from None
