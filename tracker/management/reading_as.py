"""Let a command read as one person does."""

from argparse import ArgumentParser
from collections.abc import Callable
from datetime import date
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.reach import Reach
from tracker.actions.reach import UnableToReadAsError, drafts_of_username, reach_of_username


def add_reader(parser: ArgumentParser) -> None:
    """Declare the argument that names the reader."""
    parser.add_argument(
        "--as",
        dest="reader",
        metavar="USERNAME",
        help="read as this person does: their places only; without it everything, as whoever runs the machine",
    )


def reach_of_reader(options: dict[str, Any]) -> Reach:
    """Return the places that the named reader reads today; None, everything, where nobody is named.

    :raises CommandError: if nobody of this name may sign in.
    """
    return _as_reader(options, reach_of_username)


def drafts_of_reader(options: dict[str, Any]) -> Reach:
    """Return the places whose drafts the named reader knows of today; None, everything, where nobody is named.

    :raises CommandError: if nobody of this name may sign in.
    """
    return _as_reader(options, drafts_of_username)


def _as_reader(options: dict[str, Any], read: Callable[[str, date], Reach]) -> Reach:
    username = options.get("reader")
    if username is None:
        return None
    try:
        return read(username, timezone.localdate())
    except UnableToReadAsError as refusal:
        raise CommandError(_("--as: %(sentence)s") % {"sentence": refusal.message}) from refusal
