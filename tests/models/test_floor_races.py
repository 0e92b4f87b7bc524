"""Rows of a target that come while its approval is not committed yet."""

import threading
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from provinces.models import Succession
from tests.builders import (
    Phase,
    approve_target,
    make_approver,
    make_document,
    make_form,
    make_indicator,
    make_place,
    make_report,
    make_succession,
    make_target,
)
from tracker.models import Comparator, Origin, Target, TargetMember, TargetPhase

pytestmark = pytest.mark.django_db(transaction=True)


def add_phase(target):
    """Add a step to the target."""
    TargetPhase.objects.create(
        target=target,
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 3, 31),
        basis="in_phase",
        comparator=Comparator.EXACTLY,
        value=1,
        unit=target.indicator.unit,
        origin=Origin.PRINTED,
    )


def add_member(target):
    """Add a place to the target."""
    TargetMember.objects.create(target=target, place=make_place("late"))


def change_phase(target):
    """Change the step that the target has."""
    TargetPhase.objects.filter(target=target).update(value=2)


def remove_member(target):
    """Take away the place that the target has."""
    TargetMember.objects.filter(target=target).delete()


@pytest.mark.parametrize("write", [add_phase, add_member, change_phase, remove_member])
def test_row_that_comes_while_an_approval_is_open_waits_and_is_refused(write):
    target = make_target(
        approved=False,
        members=[make_place("dai-an")],
        phases=[Phase(date(2025, 4, 1), date(2025, 6, 30), 1)],
    )
    approver = make_approver()
    make_place("late")
    refused: list[str] = []
    written: list[str] = []
    begun = threading.Event()

    def other_person() -> None:
        try:
            begun.set()
            write(target)
            written.append(write.__name__)
        except DatabaseError as error:
            refused.append(str(error))
        finally:
            connection.close()

    other = threading.Thread(target=other_person)
    with transaction.atomic():
        approve_target(Target.objects.select_for_update().get(pk=target.pk), by=approver)
        other.start()
        assert begun.wait(timeout=20)
        other.join(timeout=0.5)
        assert (written, refused) == ([], []), "the other waits for this transaction to end"
    other.join(timeout=20)
    assert written == []
    assert len(refused) == 1
    assert "once their target is approved" in refused[0]
    assert [phase.value for phase in target.phases.all()] == [1]
    assert [place.slug for place in target.members.all()] == ["dai-an"]


def test_line_of_a_form_that_changes_while_a_report_is_opened_waits_and_is_refused():
    form = make_form(indicators=[make_indicator()])
    other_indicator = make_indicator("ddi", unit="VND")
    refused: list[str] = []
    written: list[int] = []

    def administrator() -> None:
        try:
            written.append(form.lines.update(indicator=other_indicator))
        except DatabaseError as error:
            refused.append(str(error))
        finally:
            connection.close()

    other = threading.Thread(target=administrator)
    with transaction.atomic():
        make_report(form=form, approved=False)
        other.start()
        other.join(timeout=0.5)
        assert (written, refused) == ([], []), "the other waits for this transaction to end"
    other.join(timeout=20)
    assert written == []
    assert len(refused) == 1
    assert "a form that reports follow" in refused[0]
    assert form.lines.get().indicator.code == "fdi-registered"


def test_of_two_who_divide_one_place_at_once_the_second_waits_and_is_refused():
    old = make_place("old", valid_to=date(2025, 6, 30))
    east, west = (make_place(slug, valid_from=date(2025, 7, 1)) for slug in ("east", "west"))
    make_document()
    refused: list[str] = []
    written: list[int] = []

    def other_person() -> None:
        try:
            written.append(make_succession(old, west, share="0.6").pk)
        except DatabaseError as error:
            refused.append(str(error))
        finally:
            connection.close()

    other = threading.Thread(target=other_person)
    with transaction.atomic():
        make_succession(old, east, share="0.6")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as at the commit, but not committed yet
        other.start()
        other.join(timeout=0.5)
        assert (written, refused) == ([], []), "the other waits for this transaction to end"
    other.join(timeout=20)
    assert written == []
    assert len(refused) == 1
    assert 'of "old" 1.2' in refused[0]
    assert [row.successor.slug for row in Succession.objects.all()] == ["east"]
