"""Recorded rows: corrected by retiring and adding, so that the past stays readable."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from provinces.models import PlaceParent
from tests.builders import make_administrator, make_park, make_place, make_rate, make_threshold
from tracker.actions.recorded import (
    UnableToRecordRowError,
    UnableToRetireRowError,
    record_row,
    replace_row,
    retire_row,
)
from tracker.models import ExchangeRate

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(db):
    return make_administrator()


def test_replaced_row_leaves_no_moment_without_one(administrator):
    old = make_rate(25000)
    new = replace_row(row=old, changes={"rate": Decimal(25500)}, by=administrator)
    old.refresh_from_db()
    assert old.retired_at == new.recorded_at
    assert [row.rate for row in ExchangeRate.objects.known_at(None)] == [25500]
    assert [row.rate for row in ExchangeRate.objects.known_at(old.retired_at)] == [25500]
    assert not ExchangeRate.objects.known_at(old.recorded_at - timedelta(days=1)).exists()


def test_replacing_with_nothing_changed_keeps_the_row(administrator):
    old = make_rate(25000)
    assert replace_row(row=old, changes={"rate": Decimal("25000.00")}, by=administrator) == old
    assert ExchangeRate.objects.count() == 1


def test_replacing_or_retiring_a_retired_row_is_refused(administrator):
    row = make_rate()
    retire_row(row=row, by=administrator)
    with pytest.raises(UnableToRetireRowError):
        retire_row(row=row, by=administrator)
    with pytest.raises(UnableToRetireRowError):
        replace_row(row=row, changes={"rate": Decimal(1)}, by=administrator)


def test_replacement_that_breaks_a_rule_leaves_the_row(administrator):
    row = make_threshold()
    with pytest.raises(UnableToRecordRowError) as refusal:
        replace_row(row=row, changes={"at_risk": Decimal(2)}, by=administrator)
    assert refusal.value.problems
    row.refresh_from_db()
    assert row.retired_at is None


def test_days_that_overlap_are_refused_with_the_sentence_of_the_constraint(administrator):
    park, old, new = make_park(), make_place("hai-duong"), make_place("hai-phong")
    PlaceParent.objects.create(place=park, parent=old)
    with pytest.raises(UnableToRecordRowError) as refusal:
        record_row(row=PlaceParent(place=park, parent=new, valid_from=date(2025, 7, 1)), by=administrator)
    assert [problem.field for problem in refusal.value.problems] == ["__all__"]
    assert PlaceParent.objects.count() == 1


def test_unknown_field_raises(administrator):
    with pytest.raises(ValueError, match="colour"):
        replace_row(row=make_rate(), changes={"colour": 1}, by=administrator)


@pytest.mark.parametrize("change", ["rewrite", "delete", "revive"])
def test_database_refuses_to_rewrite_a_recorded_row(administrator, change):
    row = make_rate()
    if change == "revive":
        retire_row(row=row, by=administrator)
    attempts = {
        "rewrite": lambda: ExchangeRate.objects.filter(pk=row.pk).update(rate=1),
        "delete": lambda: ExchangeRate.objects.filter(pk=row.pk).delete(),
        "revive": lambda: ExchangeRate.objects.filter(pk=row.pk).update(retired_at=None),
    }
    with pytest.raises(DatabaseError, match="tracker:"), transaction.atomic():
        attempts[change]()
