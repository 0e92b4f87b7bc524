"""A merger ends one place and begins the next: the database refuses at the commit what does not, whoever writes."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from provinces.models import Place, Succession
from tests.builders import make_document, make_place, make_succession
from tests.unheld import record_unfit_succession

pytestmark = pytest.mark.django_db

MERGER, EVE = date(2025, 7, 1), date(2025, 6, 30)
INSERT = """
    INSERT INTO provinces_succession (predecessor_id, successor_id, effective_on, share, document_id, recorded_at)
    VALUES (%s, %s, %s, %s, %s, now())
"""


def committed(*statements):
    """Run statements with the database's own tools, in one transaction; it refuses at the end, as at a commit."""
    with transaction.atomic(), connection.cursor() as cursor:
        for sql, *parameters in statements:
            cursor.execute(sql, parameters)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def goes_into(old, new, on=MERGER, share="1"):
    return INSERT, old.pk, new.pk, on, Decimal(share), make_document().pk


def days(place, column, day):
    return f"UPDATE provinces_place SET {column} = %s WHERE id = %s", day, place.pk


def ended(slug="old", **fields):
    return make_place(slug, **{"valid_to": EVE, **fields})


def begun(slug="new", **fields):
    return make_place(slug, **{"valid_from": MERGER, **fields})


def test_merger_and_split_that_fit_are_committed():
    committed(goes_into(ended(), begun()))
    split = ended("split")
    committed(goes_into(split, begun("east"), share="0.6"), goes_into(split, begun("west"), share="0.4"))
    assert Succession.objects.count() == 3


@pytest.mark.parametrize("last", [None, MERGER, date(2025, 6, 29)])
def test_predecessor_that_does_not_end_on_the_eve_is_refused(last):
    old, new = ended(valid_to=last), begun()
    with pytest.raises(IntegrityError, match=r'"old" goes into "new" on 2025-07-01: its last day must be 2025-06-30'):
        committed(goes_into(old, new))
    assert not Succession.objects.exists()


@pytest.mark.parametrize("first", [None, EVE, date(2020, 1, 1)])
def test_successor_that_does_not_begin_on_the_day_is_refused(first):
    old, new = ended(), begun(valid_from=first)
    with pytest.raises(IntegrityError, match=r'"new" takes over from "old" on 2025-07-01: that must be its first day'):
        committed(goes_into(old, new))
    assert not Succession.objects.exists()


def test_more_than_all_of_a_place_is_refused_and_less_is_a_question_for_the_data_check():
    old, east, west = ended(), begun("east"), begun("west")
    committed(goes_into(old, east, share="0.6"))
    with pytest.raises(IntegrityError, match=r'of "old" 1\.1\d* goes into others on 2025-07-01: at most 1'):
        committed(goes_into(old, west, share="0.5"))
    committed(goes_into(old, west, share="0.3"))
    assert sorted(Succession.objects.values_list("share", flat=True)) == [Decimal("0.3"), Decimal("0.6")]


def test_more_than_all_of_a_place_is_refused_when_both_parts_come_at_once():
    old, east, west = ended(), begun("east"), begun("west")
    with pytest.raises(IntegrityError, match='of "old"'):
        committed(goes_into(old, east, share="0.6"), goes_into(old, west, share="0.6"))


@pytest.mark.parametrize(
    ("which", "column", "day"),
    [
        ("old", "valid_to", None),
        ("old", "valid_to", MERGER),
        ("new", "valid_from", None),
        ("new", "valid_from", EVE),
    ],
)
def test_day_of_a_place_that_its_succession_rests_on_does_not_move(which, column, day):
    old, new = ended(), begun()
    committed(goes_into(old, new))
    with pytest.raises(IntegrityError, match='"old"'):
        committed(days({"old": old, "new": new}[which], column, day))
    assert (Place.objects.get(pk=old.pk).valid_to, Place.objects.get(pk=new.pk).valid_from) == (EVE, MERGER)


def test_other_days_and_words_of_the_places_change_freely():
    old, new = ended(), begun()
    committed(goes_into(old, new))
    committed(
        days(old, "valid_from", date(1997, 1, 1)),
        days(new, "valid_to", date(2040, 12, 31)),
        ("UPDATE provinces_place SET name = 'X' WHERE id = %s", old.pk),
    )
    assert Place.objects.get(pk=old.pk).valid_from == date(1997, 1, 1)


@pytest.mark.parametrize("succession_first", [True, False])
def test_either_order_within_one_transaction_is_allowed(succession_first):
    old, new = ended(valid_to=None), begun(valid_from=None)
    steps = [goes_into(old, new), days(old, "valid_to", EVE), days(new, "valid_from", MERGER)]
    committed(*(steps if succession_first else reversed(steps)))
    assert Succession.objects.count() == 1


def test_retired_successions_hold_nothing():
    old, new = ended(), begun()
    row = make_succession(old, new)
    committed(
        ("UPDATE provinces_succession SET retired_at = now() WHERE id = %s", row.pk),
        days(old, "valid_to", None),
        goes_into(ended("another"), new),
    )
    # Its whole share is free again as well.
    committed(days(old, "valid_to", EVE), goes_into(old, begun("heir")))
    assert Succession.objects.known_at(None).count() == 2


def test_merger_is_dated_anew_in_one_transaction():
    # Retired and recorded anew, with the days of both places: what remains at the end is what counts.
    old, new = ended(), begun()
    row = make_succession(old, new)
    later = date(2025, 8, 1)
    committed(
        days(old, "valid_to", date(2025, 7, 31)),
        ("UPDATE provinces_succession SET retired_at = now() WHERE id = %s", row.pk),
        goes_into(old, new, on=later),
        days(new, "valid_from", later),
    )
    assert Succession.objects.known_at(None).get().effective_on == later


def test_what_was_wrong_before_bars_no_change_of_anything_else():
    old, new = ended(valid_to=None), begun(valid_from=date(2020, 1, 1))
    record_unfit_succession(old, new)
    record_unfit_succession(old, begun("east"), share="0.6")
    committed(
        ("UPDATE provinces_place SET name = 'X' WHERE id = %s", old.pk), days(old, "valid_from", date(1997, 1, 1))
    )
    committed(goes_into(ended("another"), begun("heir")))
    row = Succession.objects.get(successor=new)
    committed(("UPDATE provinces_succession SET retired_at = now() WHERE id = %s", row.pk))
    # The day that is wrong may become right, and not wrong in another way.
    with pytest.raises(IntegrityError, match='"old" goes into "east"'):
        committed(days(old, "valid_to", date(2025, 6, 1)))
    committed(days(old, "valid_to", EVE))
