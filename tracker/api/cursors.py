"""Write where a part of a list ended, so that only this server can read it, and only for the same list."""

from typing import Final

from django.core import signing
from django.utils.translation import gettext as _

from tracker.actions.page_query import BadParameterError
from tracker.exchange.listed import Start

_SALT: Final = "tracker.api.cursor"


def cursor_of(listing: str, following: Start | None) -> str | None:
    """Return the cursor of what follows in a list, None at its end; ``listing`` names the list with its filters."""
    return None if following is None else signing.Signer(salt=_SALT).sign_object([listing, following])


def start_of(cursor: str, listing: str) -> Start:
    """Return after which key a cursor goes on.

    :raises BadParameterError: if this server did not write it, or for another list or other filters.
    """
    try:
        named, following = signing.Signer(salt=_SALT).unsign_object(cursor)
    except (signing.BadSignature, ValueError, TypeError):
        named, following = "", None
    if named != listing or not isinstance(following, int | str):
        raise BadParameterError(
            _(
                "“cursor” is not one that this list gave with the same filters. Take “next_cursor” of the answer "
                "before, or leave it out to begin."
            )
        )
    return following
