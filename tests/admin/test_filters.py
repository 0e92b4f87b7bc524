"""The filters beside the lists, and what the front page folds away: never more than somebody reads."""

from datetime import date

import pytest
from django.urls import reverse

from tests.builders import (
    Figure,
    make_administrator,
    make_clerk,
    make_duty,
    make_form,
    make_indicator,
    make_park,
    make_place,
    make_province_with_parks,
    make_report,
)
from tests.reading import words_in
from tracker.admin import filters

pytestmark = pytest.mark.django_db
LIST = "/admin/tracker/quarterlyreport/"


@pytest.fixture
def parks():
    fdi = make_indicator()
    found = [make_park(slug, name=slug.title(), name_en=f"{slug.title()} Park") for slug in ("an", "binh", "chau")]
    for park in found:
        make_report(park, 2025, 1, figures=[Figure(fdi, 1)])
    return found


def place_filter(page):
    """The filter by place of a list's page, None where it is not offered."""
    changelist = page.context["cl"]
    return next((spec for spec in changelist.filter_specs if getattr(spec, "field_path", "") == "place"), None)


def offered(page):
    return [choice["display"] for choice in place_filter(page).choices(page.context["cl"])]


def test_a_filter_names_places_in_the_reader_s_language(sign_in, parks):
    client = sign_in(make_administrator())
    client.cookies["language"] = "en"
    assert offered(client.get(LIST))[1:] == ["An Park", "Binh Park", "Chau Park"]
    client.cookies["language"] = "vi"
    assert offered(client.get(LIST))[1:] == ["An", "Binh", "Chau"]


def test_filter_and_list_tell_a_place_from_its_successor_of_the_same_name(sign_in):
    fdi = make_indicator()
    for slug, days in (("an-2025", {"valid_to": date(2025, 6, 30)}), ("an", {"valid_from": date(2025, 7, 1)})):
        place = make_place(slug, name="An", name_en="An", **days)
        make_report(place, 2025, 1 if "valid_to" in days else 3, figures=[Figure(fdi, 1)])
    client = sign_in(make_administrator())
    client.cookies["language"] = "en"
    page = client.get(LIST)
    named = [name.replace("\u00a0", " ") for name in offered(page)[1:]]
    assert sorted(named) == ["An", "An (until 30 Jun 2025)"]
    assert "An (until 30 Jun 2025)" in words_in(page)


def test_a_filter_of_more_names_than_anybody_reads_is_not_offered_but_a_chosen_one_is_let_go(
    sign_in, parks, monkeypatch
):
    monkeypatch.setattr(filters, "MOST_NAMES", 2)
    client = sign_in(make_administrator())
    client.cookies["language"] = "en"
    assert place_filter(client.get(LIST)) is None
    chosen = client.get(f"{LIST}?place__id__exact={parks[1].pk}")
    assert [report.place for report in chosen.context["cl"].queryset] == [parks[1]]
    assert offered(chosen)[1:] == ["Binh Park"]


@pytest.mark.parametrize(("reports", "folded"), [(40, False), (41, True)])
def test_the_front_page_folds_more_reports_than_one_person_enters(sign_in, reports, folded):
    made = make_province_with_parks("an", parks=[f"park-{number}" for number in range(reports)])
    form = make_form(indicators=[make_indicator()])
    for park in made.parks:
        make_duty(made.board, park, form=form)
    client = sign_in(make_clerk(made.province))
    client.cookies["language"] = "en"
    page = client.get(reverse("admin:index"))
    assert len(page.context["work"].to_enter) == reports
    assert ("Reports to enter: 41" in words_in(page)) is folded
    assert page.content.decode().count('class="to-enter"') == 1
