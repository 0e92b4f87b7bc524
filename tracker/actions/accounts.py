"""What people see and settle of their own accounts: their roles and deputies, their language, the end of sessions."""

from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from tracker.actions.refusals import UnableToActError
from tracker.actions.trail import acting
from tracker.models import Membership, Person
from tracker.models.person import LANGUAGES

_CODES: Final = tuple(code for code, _name in LANGUAGES)


class UnableToChooseLanguageError(UnableToActError):
    """A language cannot be kept."""


def roles_of(person: Person) -> list[Membership]:
    """Return the person's memberships with their places and whom they stand in for, the newest first; one query."""
    held = Membership.objects.filter(person=person).select_related("place", "standing_in_for")
    return list(held.order_by(F("valid_to").desc(nulls_first=True), F("valid_from").desc(nulls_last=True), "pk"))


def deputies_of(person: Person, on: date) -> list[Membership]:
    """Return who stands in for the person on the day or later, with the places; one query."""
    lent = Membership.objects.filter(standing_in_for=person, valid_to__gte=on)
    return list(lent.select_related("person", "place").order_by("valid_from", "pk"))


@transaction.atomic
def choose_language(*, person: Person, language: str) -> None:
    """Keep in which language pages greet the person after signing in.

    :raises UnableToChooseLanguageError: if the screens do not speak it.
    """
    if language not in _CODES:
        raise UnableToChooseLanguageError(_("Choose Vietnamese or English."))
    person.language = language
    with acting(person):
        person.save(update_fields=["language"])


@transaction.atomic
def end_sessions(*, person: Person, at: datetime) -> None:
    """Sign the person out wherever somebody is signed in to the account; programs' tokens go on working."""
    person.sessions_ended_at = at
    with acting(person):
        person.save(update_fields=["sessions_ended_at"])


def keep_language(response: HttpResponseBase, person: Person) -> None:
    """Let the browser ask for the person's own language from now on; where none is kept, as it did before."""
    if person.language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            person.language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,  # type: ignore[arg-type]  # the stubs know no setting's words
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
