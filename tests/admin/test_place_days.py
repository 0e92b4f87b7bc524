"""The days of a place that a succession rests on: a page says what holds them and what to do."""

from datetime import date

import pytest
from django.urls import reverse

from provinces.models import Place, Succession
from tests.builders import make_administrator, make_place, make_succession
from tests.unheld import record_unfit_succession

pytestmark = pytest.mark.django_db

MERGER, EVE = date(2025, 7, 1), date(2025, 6, 30)
CURE = (
    "If that day is wrong, retire the succession first, then change the days of both places, and record the succession "
    "anew."
)


@pytest.fixture
def client_en(sign_in):
    return sign_in(make_administrator(), "en")


@pytest.fixture
def merged():
    """Old went into New on 1 July 2025."""
    old, new = make_place("old", valid_to=EVE), make_place("new", valid_from=MERGER)
    return old, new, make_succession(old, new)


def sent(client, place, **changes):
    """Send the page of a place as it is shown, with some of its fields typed otherwise."""
    address = reverse("admin:provinces_place_change", args=[place.pk])
    form = client.get(address).context["adminform"].form
    shown = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in shown.items() if value is not None and value is not False}
    return client.post(address, {**data, **changes})


def errors(response):
    return {name: list(found) for name, found in response.context["adminform"].form.errors.items()}


@pytest.mark.parametrize("typed", ["", "2025-07-31"])
def test_last_day_of_a_predecessor_is_held_with_the_place_and_the_cure(client_en, merged, typed):
    old, _new, _row = merged
    assert errors(sent(client_en, old, valid_to=typed)) == {
        "valid_to": [f"“Old” goes into “New” on 1 Jul 2025, so its last day is 30 Jun 2025. {CURE}"]
    }
    assert Place.objects.get(pk=old.pk).valid_to == EVE


@pytest.mark.parametrize("typed", ["", "2025-06-30"])
def test_first_day_of_a_successor_is_held_with_the_place_and_the_cure(client_en, merged, typed):
    _old, new, _row = merged
    assert errors(sent(client_en, new, valid_from=typed)) == {
        "valid_from": [f"“New” takes over from “Old” on 1 Jul 2025, so its first day is 1 Jul 2025. {CURE}"]
    }
    assert Place.objects.get(pk=new.pk).valid_from == MERGER


def test_other_days_are_free_and_those_of_a_retired_succession_too(client_en, merged):
    old, new, row = merged
    assert sent(client_en, old, valid_from="1997-01-01").status_code == 302
    Succession.objects.filter(pk=row.pk).update(retired_at=row.recorded_at)
    assert sent(client_en, old, valid_to="").status_code == 302
    assert sent(client_en, new, valid_from="2025-06-30").status_code == 302
    assert (Place.objects.get(pk=old.pk).valid_to, Place.objects.get(pk=new.pk).valid_from) == (None, EVE)


def test_place_whose_days_were_wrong_before_may_be_renamed_and_mended(client_en):
    old, new = make_place("old"), make_place("new", valid_from=date(2020, 1, 1))
    record_unfit_succession(old, new)
    assert sent(client_en, old, name_en="Older").status_code == 302
    assert sent(client_en, old, valid_to="2025-06-30").status_code == 302
    assert Place.objects.get(pk=old.pk).name_en == "Older"


@pytest.mark.django_db(transaction=True)
def test_refusal_that_comes_only_at_the_commit_is_a_sentence_and_changes_nothing(client_en, merged, monkeypatch):
    # Somebody records the merger between the check of the page and its commit.
    old, _new, _row = merged
    monkeypatch.setattr("tracker.admin.place.days_held_by_successions", lambda _place: {})
    response = sent(client_en, old, valid_to="2025-07-31")
    assert response.status_code == 302
    page = client_en.get(response.headers["Location"]).content.decode()
    assert "Somebody has changed these rows meanwhile, and nothing was saved." in page
    assert Place.objects.get(pk=old.pk).valid_to == EVE
