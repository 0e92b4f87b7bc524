"""Give a fresh local database its first accounts, one for each role."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

import pghistory
from django.conf import settings
from django.db import transaction

from provinces.models import Place
from tracker.models import Membership, Person, Role

# Letters and digits that cannot be taken for each other when a password is read off a screen.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
GROUPS_OF_A_PASSWORD, LETTERS_OF_A_GROUP = 4, 4  # 16 of 31 signs: 79 bits


class UnableToCreateFirstAccountsError(Exception):
    """Say why the accounts are not made, and the cure."""


@dataclass(frozen=True, kw_only=True)
class FirstAccount:
    """One account to make: its name, role, and the place it works for."""

    username: str
    display_name: str
    role: Role
    place_slug: str


FIRST_ACCOUNTS = (
    FirstAccount(username="clerk", display_name="Nguyễn Văn An", role=Role.CLERK, place_slug="hai-duong"),
    FirstAccount(username="approver", display_name="Trần Thị Bình", role=Role.APPROVER, place_slug="hai-duong"),
    FirstAccount(username="manager", display_name="Lê Minh Châu", role=Role.MANAGER, place_slug="viet-nam"),
    FirstAccount(
        username="administrator", display_name="Phạm Thu Dung", role=Role.ADMINISTRATOR, place_slug="viet-nam"
    ),
)


@transaction.atomic
def create_first_accounts() -> list[tuple[FirstAccount, str]]:
    """Make the accounts and return each with its password, which is kept nowhere else.

    Return nothing and change nothing if there is an account already. Costs two queries then.

    :raises UnableToCreateFirstAccountsError: in production, or if the places are not loaded.
    """
    if settings.PRODUCTION:
        raise UnableToCreateFirstAccountsError(
            "First accounts with printed passwords are for this machine only. In production make the first "
            "administrator with: manage.py createsuperuser"
        )
    if Person.objects.filter(is_active=True).exists():  # the publisher of the seeds is none that signs in
        return []
    places = Place.objects.in_bulk({account.place_slug for account in FIRST_ACCOUNTS}, field_name="slug")
    with pghistory.context(source="first_run"):
        return [(account, _make(account, places)) for account in FIRST_ACCOUNTS]


def _make(account: FirstAccount, places: Mapping[str, Place]) -> str:
    """Make one account with its membership and return its password."""
    if account.place_slug not in places:
        raise UnableToCreateFirstAccountsError(
            f"There is no place {account.place_slug!r} yet; load the places first: manage.py load_seeds"
        )
    password = new_password()
    person = Person.objects.create_user(
        username=account.username,
        password=password,
        display_name=account.display_name,
        is_staff=True,
        is_superuser=account.role is Role.ADMINISTRATOR,
    )
    Membership.objects.create(person=person, role=account.role, place=places[account.place_slug])
    return password


def new_password() -> str:
    """Return a random password that can be read off a screen and typed."""
    return "-".join(
        "".join(secrets.choice(ALPHABET) for _letter in range(LETTERS_OF_A_GROUP))
        for _group in range(GROUPS_OF_A_PASSWORD)
    )
