"""How often a reader may ask in a minute, counted for all processes together."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import override_settings

from tracker.actions.limits import count_request

AT = datetime(2026, 11, 22, 8, 30, 15, tzinfo=UTC)
THREE = override_settings(API_REQUESTS_PER_MINUTE=3)


def asked(name="token 1", at=AT):
    return count_request(name=name, at=at)


@pytest.mark.django_db
@THREE
def test_one_too_many_is_told_from_the_last_that_is_allowed():
    told = [asked() for _time in range(4)]
    assert [(each.left, each.exceeded) for each in told] == [(2, False), (1, False), (0, False), (-1, True)]
    assert {(each.most, each.seconds) for each in told} == {(3, 45)}


@pytest.mark.django_db
@THREE
def test_readers_and_minutes_are_counted_apart():
    for _time in range(4):
        asked()
    assert not asked("token 2").exceeded
    assert not asked(at=AT + timedelta(seconds=45)).exceeded
    assert asked(at=AT + timedelta(seconds=44, microseconds=999_999)).exceeded


@pytest.mark.django_db
def test_minutes_that_have_passed_are_forgotten_and_nobody_is_named():
    asked()
    asked(at=AT + timedelta(minutes=5))
    with connection.cursor() as cursor:
        cursor.execute("SELECT reader, minute FROM tracker_request_count")
        rows = cursor.fetchall()
    assert [minute for _reader, minute in rows] == [datetime(2026, 11, 22, 8, 35, tzinfo=UTC)]
    assert "token" not in rows[0][0]


@pytest.mark.django_db
def test_counting_costs_one_statement_and_one_more_when_a_minute_begins(django_assert_num_queries):
    with django_assert_num_queries(2):
        asked()
    with django_assert_num_queries(1):
        asked()


@pytest.mark.django_db(transaction=True)
@override_settings(API_REQUESTS_PER_MINUTE=300)
def test_requests_at_once_are_each_counted():
    def ask(_number):
        try:
            return asked().left
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        left = list(pool.map(ask, range(40)))
    assert sorted(left) == list(range(260, 300))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM tracker_request_count")


@pytest.mark.django_db(transaction=True)
@THREE
def test_database_that_may_only_be_read_lets_everybody_read_on():
    with connection.cursor() as cursor:
        cursor.execute("SET default_transaction_read_only = on")
    try:
        assert [asked().left for _time in range(5)] == [3] * 5
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET default_transaction_read_only = off")
