"""Read what command lines of several commands say: a quarter, a moment, one of some words."""

from datetime import datetime, time

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from tracker.actions.approval import settled
from tracker.progress.periods import Quarter


def quarter_argument(text: str) -> Quarter:
    """Read the quarter of the command line.

    :raises CommandError: if the text is no quarter.
    """
    try:
        return Quarter.parse(text)
    except ValueError as error:
        raise CommandError(
            _("--quarter %(text)s is not a quarter. Write the year, “-Q” and 1 to 4, for example 2025-Q1.")
            % {"text": text}
        ) from error


def moment_argument(text: str | None, name: str = "--as-of") -> datetime | None:
    """Read a day or a moment of the command line; a day means its end, and no zone means the site's.

    :raises CommandError: if the text is neither.
    """
    if text is None:
        return None
    try:
        moment = parse_datetime(text) if "T" in text or " " in text else None
        day = parse_date(text) if moment is None else None
    except ValueError:
        moment, day = None, None
    if day is not None:
        moment = datetime.combine(day, time.max)
    if moment is None:
        raise CommandError(
            _("%(name)s %(text)s is neither a day nor a moment. Write for example 2025-04-15 or 2025-04-15T17:30.")
            % {"name": name, "text": text}
        )
    return timezone.make_aware(moment) if timezone.is_naive(moment) else moment


def as_of_argument(text: str | None) -> datetime | None:
    """Read the moment as of which the books are read, so that they read alike for ever (`actions.approval.settled`).

    :raises CommandError: if the text is neither a day nor a moment.
    """
    return settled(moment_argument(text))


def one_of(name: str, value: str, choices: tuple[str, ...]) -> str:
    """Return the value of an argument.

    :raises CommandError: if it is none of the choices.
    """
    if value not in choices:
        raise CommandError(
            _("%(name)s %(value)s is not known. Choose one of: %(choices)s.")
            % {"name": name, "value": value, "choices": ", ".join(choices)}
        )
    return value
