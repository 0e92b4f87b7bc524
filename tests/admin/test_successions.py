"""Recording a merger: what does not fit is refused at its field, with the place and what to do."""

from datetime import date

import pytest
from django.urls import reverse

from provinces.models import Succession
from tests.builders import make_administrator, make_document, make_place, make_succession

pytestmark = pytest.mark.django_db

GOES_ON = "A place that goes on is no successor: record a new place with that first day."
MERGER, EVE = date(2025, 7, 1), date(2025, 6, 30)


@pytest.fixture
def client_en(sign_in):
    return sign_in(make_administrator(), "en")


def sent(client, old, new, share="1"):
    return client.post(
        reverse("admin:provinces_succession_add"),
        {
            "predecessor": old.pk,
            "successor": new.pk,
            "effective_on": "2025-07-01",
            "share": share,
            "document": make_document().pk,
        },
    )


def errors(response):
    return {name: list(found) for name, found in response.context["adminform"].form.errors.items()}


def test_merger_that_fits_is_recorded(client_en):
    old, new = make_place("old", valid_to=EVE), make_place("new", valid_from=MERGER)
    assert sent(client_en, old, new).status_code == 302
    assert Succession.objects.get().successor == new


def test_places_that_go_on_are_refused_with_the_days_that_they_need(client_en):
    old, new = make_place("old"), make_place("new", valid_from=date(2020, 1, 1))
    assert errors(sent(client_en, old, new)) == {
        "predecessor": ["“Old” must end on 30 Jun 2025: give it that last day first."],
        "successor": [f"“New” must begin on 1 Jul 2025. {GOES_ON}"],
    }
    assert not Succession.objects.exists()


def test_more_than_all_of_a_place_cannot_be_given_away(client_en):
    old = make_place("old", valid_to=EVE)
    make_succession(old, make_place("east", valid_from=MERGER), share="0.6")
    west = make_place("west", valid_from=MERGER)
    assert errors(sent(client_en, old, west, "0.5")) == {
        "share": ["Of “Old” the part 0.6 goes elsewhere on that day already; at most 0.4 is left."]
    }
    assert sent(client_en, old, west, "0.4").status_code == 302
