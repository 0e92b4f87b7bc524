"""The order of approvals: numbers follow commits, and moments follow numbers."""

import threading

import pytest
from django.db import connection, transaction

from tracker.actions.approval import Approval, next_approval


@pytest.mark.django_db
def test_later_approval_has_a_higher_number_and_no_earlier_moment():
    with transaction.atomic():
        first = next_approval()
    with transaction.atomic():
        second = next_approval()
    assert second.sequence > first.sequence
    assert second.at > first.at


@pytest.mark.django_db(transaction=True)
def test_approval_outside_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError, match="inside a transaction"):
        next_approval()


@pytest.mark.django_db(transaction=True)
def test_approval_waits_for_one_that_is_not_yet_committed():
    got: list[Approval] = []
    asking = threading.Event()

    def approve() -> None:
        try:
            with transaction.atomic():
                asking.set()
                got.append(next_approval())
        finally:
            connection.close()

    other = threading.Thread(target=approve)
    with transaction.atomic():
        mine = next_approval()
        other.start()
        assert asking.wait(timeout=20)
        other.join(timeout=0.5)
        assert got == [], "the other waits for this transaction to end"
    other.join(timeout=20)
    assert got[0].sequence > mine.sequence
    assert got[0].at > mine.at
