"""Make, find and revoke the secrets by which programs act for a person.

A secret is shown once, when it is made; the database keeps only its SHA-256, which nobody can turn back: the secret
holds 256 random bits, so that guessing it is hopeless and no slow hash is needed.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from provinces.text import clean_text
from tracker.actions.refusals import UnableToActError
from tracker.actions.trail import acting
from tracker.models import AccessToken, Person, TokenPurpose
from tracker.replicas import on_primary

MOST_TOKENS: Final = 20
LONGEST_NAME: Final = 100
# Programs are forgotten; their tokens end by themselves.
LONGEST_DAYS_OF_PROGRAMS: Final = 365
_BYTES: Final = 32
# Longer than any secret of ours: what somebody sends is not hashed at any length.
_LONGEST_SECRET: Final = 200


class UnableToMakeTokenError(UnableToActError):
    """A token cannot be made."""


class UnableToRevokeTokenError(UnableToActError):
    """A token cannot be revoked."""


def digest_of(secret: str) -> str:
    """Return what is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_token(
    *,
    purpose: TokenPurpose,
    by: Person,
    at: datetime,
    name: str = "",
    ends_at: datetime | None = None,
    may_enter: bool = False,
) -> tuple[AccessToken, str]:
    """Make a token for the person themself and return it with its secret, which is kept nowhere.

    A program's token that is given no end lasts as long as one may: a year.

    :raises UnableToMakeTokenError: if the account is closed, the name does not fit, the end has passed or is too far
        away, or the person has as many tokens of this purpose as one may have.
    """
    name = clean_text(name)
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise UnableToMakeTokenError(
            _("Type a name of at most %(most)s letters and digits, for example “telephone”.") % {"most": LONGEST_NAME}
        )
    if ends_at is not None and ends_at <= at:
        raise UnableToMakeTokenError(_("This end has passed already; choose a later one."))
    if purpose == TokenPurpose.PROGRAMS:
        ends_at = _within_a_year(ends_at, at)
    # The row of the person is locked, so that two requests at once do not make one too many.
    person = Person.objects.select_for_update().get(pk=by.pk)
    if not person.is_active:
        raise UnableToMakeTokenError(_("This account is closed; ask an administrator to open it."))
    if live_tokens(person=person, purpose=purpose, at=at).count() >= MOST_TOKENS:
        raise UnableToMakeTokenError(
            _("There are %(most)s addresses already; revoke one that is not needed any more.") % {"most": MOST_TOKENS}
        )
    secret = secrets.token_urlsafe(_BYTES)
    with acting(by):
        token = AccessToken.objects.create(
            person=person,
            purpose=purpose,
            name=name,
            digest=digest_of(secret),
            ends_at=ends_at,
            may_enter=may_enter,
        )
    return token, secret


def _within_a_year(ends_at: datetime | None, at: datetime) -> datetime:
    latest = at + timedelta(days=LONGEST_DAYS_OF_PROGRAMS)
    if ends_at is not None and ends_at > latest:
        raise UnableToMakeTokenError(
            _("A token lasts %(most)s days at most; choose an earlier end.") % {"most": LONGEST_DAYS_OF_PROGRAMS}
        )
    return latest if ends_at is None else ends_at


@transaction.atomic
def revoke_token(*, token_id: int, by: Person, at: datetime) -> AccessToken:
    """End a token of the person at once; it opens nothing from then on.

    :raises UnableToRevokeTokenError: if it is not the person's own, or ended already. A foreign token and one that
        does not exist answer alike.
    """
    token = AccessToken.objects.select_for_update().filter(pk=token_id, person=by).first()
    if token is None:
        raise UnableToRevokeTokenError(_("This is none of your addresses; reload the page and choose one of the list."))
    if token.revoked_at is not None:
        raise UnableToRevokeTokenError(_("This address is revoked already; nothing was changed."))
    token.revoked_at = at
    with acting(by):
        token.save(update_fields=["revoked_at"])
    return token


def live_tokens(*, person: Person, purpose: TokenPurpose, at: datetime) -> QuerySet[AccessToken]:
    """Return the person's tokens that open something at the moment, newest first; not yet read."""
    return (
        AccessToken.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))
        .filter(person=person, purpose=purpose, revoked_at__isnull=True)
        .order_by("-made_at", "-pk")
    )


def person_of_secret(*, secret: str, purpose: TokenPurpose, at: datetime) -> Person | None:
    """Return whom a secret stands for at the moment; None as `token_of_secret`. Costs one query at most."""
    token = token_of_secret(secret=secret, purpose=purpose, at=at)
    return None if token is None else token.person


def token_of_secret(*, secret: str, purpose: TokenPurpose, at: datetime) -> AccessToken | None:
    """Return the token of a secret with its person; None if it is wrong, ended, revoked, or the account is closed.

    Costs one query, none for a text that is too long to be a secret.
    """
    if not secret or len(secret) > _LONGEST_SECRET:
        return None
    with on_primary():  # a revoked token ends at once, whatever a replica knows
        return (
            AccessToken.objects.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=at))
            .filter(digest=digest_of(secret), purpose=purpose, revoked_at__isnull=True, person__is_active=True)
            .select_related("person")
            .first()
        )
