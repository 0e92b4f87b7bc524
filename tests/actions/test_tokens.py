"""Secrets for programs: shown once, kept as a digest, good for one purpose, ended at once."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone, translation

from tests.builders import make_clerk, make_person
from tracker.actions.tokens import (
    LONGEST_DAYS_OF_PROGRAMS,
    MOST_TOKENS,
    UnableToMakeTokenError,
    UnableToRevokeTokenError,
    digest_of,
    live_tokens,
    make_token,
    person_of_secret,
    revoke_token,
)
from tracker.models import AccessToken, TokenPurpose

pytestmark = pytest.mark.django_db
AT = timezone.make_aware(datetime(2026, 11, 22, 8, 30))
CALENDAR = TokenPurpose.CALENDAR


@pytest.fixture(autouse=True)
def english():
    """Read the refusals in English."""
    with translation.override("en"):
        yield


def make(person, **more):
    return make_token(**{"purpose": CALENDAR, "by": person, "at": AT, **more})


def found(secret, **more):
    return person_of_secret(**{"secret": secret, "purpose": CALENDAR, "at": AT, **more})


def test_a_secret_finds_its_person_and_is_kept_nowhere():
    clerk = make_clerk()
    token, secret = make(clerk, name="  telephone ")
    assert found(secret) == clerk
    assert token.name == "telephone"
    kept = [str(value) for value in AccessToken.objects.values().get().values()]
    kept += [str(value) for row in AccessToken.pgh_event_model.objects.values() for value in row.values()]
    assert digest_of(secret) in kept
    assert not any(secret in value for value in kept)
    assert len(secret) >= 43


def test_two_secrets_differ_and_each_finds_its_own_person():
    first, second = make_person("first"), make_person("second")
    one, other = make(first)[1], make(second)[1]
    assert one != other
    assert (found(one), found(other)) == (first, second)


@pytest.mark.parametrize("secret", ["", "wrong", "x" * 5000, "đ", "\x00"])
def test_a_wrong_secret_finds_nobody(secret):
    make(make_clerk())
    assert found(secret) is None


def test_a_digest_is_no_secret():
    token, _secret = make(make_clerk())
    assert found(token.digest) is None


def test_a_secret_opens_one_purpose_only():
    _token, secret = make(make_clerk())
    assert found(secret, purpose=TokenPurpose.PROGRAMS) is None


def test_revoked_ended_and_closed_find_nobody():
    clerk = make_clerk()
    token, secret = make(clerk)
    _other, lasting = make(clerk, ends_at=AT + timedelta(days=1))
    revoke_token(token_id=token.pk, by=clerk, at=AT)
    assert found(secret) is None
    assert found(lasting) == clerk
    assert found(lasting, at=AT + timedelta(days=1)) is None
    clerk.is_active = False
    clerk.save()
    assert found(lasting) is None


def test_nobody_revokes_a_token_of_somebody_else_and_nobody_twice():
    clerk, other = make_clerk(), make_person("other")
    token, secret = make(clerk)
    with pytest.raises(UnableToRevokeTokenError) as foreign:
        revoke_token(token_id=token.pk, by=other, at=AT)
    with pytest.raises(UnableToRevokeTokenError) as unknown:
        revoke_token(token_id=token.pk + 1000, by=other, at=AT)
    assert foreign.value.message == unknown.value.message
    assert found(secret) == clerk
    revoke_token(token_id=token.pk, by=clerk, at=AT)
    with pytest.raises(UnableToRevokeTokenError, match="revoked already"):
        revoke_token(token_id=token.pk, by=clerk, at=AT)


def test_there_is_an_end_to_how_many_one_may_have_and_revoking_makes_room():
    clerk = make_clerk()
    tokens = [make(clerk)[0] for _number in range(MOST_TOKENS)]
    with pytest.raises(UnableToMakeTokenError, match="revoke one"):
        make(clerk)
    revoke_token(token_id=tokens[0].pk, by=clerk, at=AT)
    make(clerk)
    assert live_tokens(person=clerk, purpose=CALENDAR, at=AT).count() == MOST_TOKENS
    make(make_person("other"))


@pytest.mark.parametrize("name", ["x" * 101, "a\x00b", "a\x07b"])
def test_a_name_that_no_line_holds_is_refused(name):
    with pytest.raises(UnableToMakeTokenError, match="at most 100"):
        make(make_clerk(), name=name)


def test_an_end_that_has_passed_and_a_closed_account_are_refused():
    clerk = make_clerk()
    with pytest.raises(UnableToMakeTokenError, match="passed already"):
        make(clerk, ends_at=AT)
    clerk.is_active = False
    clerk.save()
    with pytest.raises(UnableToMakeTokenError, match="closed"):
        make(clerk)


def test_a_token_of_programs_reads_unless_told_otherwise_and_ends_after_a_year():
    reading, _secret = make(make_clerk(), purpose=TokenPurpose.PROGRAMS)
    assert not reading.may_enter
    assert reading.ends_at == AT + timedelta(days=LONGEST_DAYS_OF_PROGRAMS)
    entering, _secret = make(make_clerk(), purpose=TokenPurpose.PROGRAMS, may_enter=True)
    assert entering.may_enter


def test_a_token_of_programs_lasts_no_longer_than_a_year():
    with pytest.raises(UnableToMakeTokenError, match="365 days at most"):
        make(make_clerk(), purpose=TokenPurpose.PROGRAMS, ends_at=AT + timedelta(days=366))


def test_no_calendar_enters_whoever_writes_the_row():
    with pytest.raises(IntegrityError, match="access_token_only_programs_enter"):
        make(make_clerk(), may_enter=True)


def test_the_trail_says_who_made_and_who_revoked():
    clerk = make_clerk()
    token, _secret = make(clerk)
    revoke_token(token_id=token.pk, by=clerk, at=AT)
    events = AccessToken.pgh_event_model.objects.filter(pgh_obj_id=token.pk).order_by("pgh_id")
    assert [event.pgh_context.metadata["user"] for event in events] == [clerk.pk, clerk.pk]
