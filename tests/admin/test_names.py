"""The names of rows in the reader's language, wherever the admin names one, and in the order of these names."""

import json

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from provinces.models import Place
from provinces.wording import local_name, local_text
from tests.builders import (
    make_administrator,
    make_country,
    make_document,
    make_duty,
    make_form,
    make_indicator,
    make_investor,
    make_park,
    make_place,
    make_province_with_parks,
    make_target,
)
from tests.reading import text_of
from tracker.models import IndicatorGroup, PromotionItem, PromotionList, ReportForm, Target, Unit

pytestmark = pytest.mark.django_db
# The country is there because the administrator keeps it.
OFFERED = {"vi": ["Cụm Ba Đèn", "Cụm Đá Nằm", "Việt Nam"], "en": ["alpha cluster", "Viet Nam", "Zeta cluster"]}
LANGUAGES = pytest.mark.parametrize("language", ["vi", "en"])


@pytest.fixture
def clusters():
    """Two clusters whose order by the English name is the reverse of that by the Vietnamese one."""
    return [
        make_place("ba-den", kind="industrial_cluster", name="Cụm Ba Đèn", name_en="Zeta cluster"),
        make_place("da-nam", kind="industrial_cluster", name="Cụm Đá Nằm", name_en="alpha cluster"),
    ]


@pytest.fixture
def browser(sign_in):
    person = make_administrator()

    def signed_in(language):
        return sign_in(person, language)

    return signed_in


def autocompleted(client, term="", model="target", field="place"):
    query = {"app_label": "tracker", "model_name": model, "field_name": field, "term": term}
    return [row["text"] for row in client.get(reverse("admin:autocomplete"), query).json()["results"]]


def test_a_text_without_its_twin_is_read_in_both_languages():
    with translation.override("en"):
        assert [local_text("a", "b"), local_text("a", ""), local_text("", "b")] == ["b", "a", "b"]
    with translation.override("vi"):
        assert [local_text("a", "b"), local_text("a", ""), local_text("", "b")] == ["a", "a", "b"]


def test_where_no_language_is_active_names_are_vietnamese(clusters):
    with translation.override(None):
        assert [str(clusters[0]), local_name(clusters[1])] == ["Cụm Ba Đèn", "Cụm Đá Nằm"]


@pytest.mark.parametrize(
    "row",
    [
        lambda: make_place("mot", name="Một", name_en="One"),
        lambda: make_investor("mot", name="Một", name_en="One"),
        lambda: make_document("mot", number="", title="Một", title_en="One"),
        lambda: Unit(code="mot", name="Một", name_en="One"),
        lambda: IndicatorGroup(code="mot", name="Một", name_en="One"),
        lambda: make_indicator("mot", name="Một", name_en="One"),
        lambda: ReportForm(code="mot", name="Một", name_en="One"),
        lambda: PromotionList(name="Một", name_en="One"),
    ],
)
def test_a_row_is_called_by_its_name_in_the_reader_s_language(row):
    made = row()
    with translation.override("en"):
        assert str(made) == "One"
    with translation.override("vi"):
        assert str(made) == "Một"


def test_an_item_of_a_list_names_its_list_as_well():
    item = PromotionItem(
        name="Một", name_en="One", promotion_list=PromotionList(name="Danh mục", name_en="The list"), position=1
    )
    with translation.override("en"):
        assert str(item) == "The list: One"
    with translation.override("vi"):
        assert str(item) == "Danh mục: Một"


@pytest.mark.parametrize(
    ("language", "shown", "other"),
    [("en", "Dai An Industrial Park", "KCN Đại An"), ("vi", "KCN Đại An", "Dai An Industrial Park")],
)
def test_form_history_and_list_name_the_rows_that_they_point_at(browser, language, shown, other):
    park = make_park("dai-an", name="KCN Đại An", name_en="Dai An Industrial Park")
    indicator = make_indicator("fdi", name="Vốn FDI", name_en="FDI capital")
    target = make_target(park, indicator, 500)
    client = browser(language)
    for name in ("change", "history"):
        page = text_of(client.get(reverse(f"admin:tracker_target_{name}", args=[target.pk])))
        assert shown in page
        assert other not in page
    listed = text_of(client.get(reverse("admin:tracker_target_changelist")))
    assert shown in listed
    assert other not in listed


@LANGUAGES
def test_what_is_chosen_from_stands_in_the_order_of_the_names_that_are_shown(browser, clusters, language):
    assert autocompleted(browser(language)) == OFFERED[language]


@LANGUAGES
@pytest.mark.parametrize("typed", ["da nam", "Đá Nằm", "alpha"])
def test_what_is_typed_finds_both_names(browser, clusters, language, typed):
    assert autocompleted(browser(language), typed) == [{"vi": "Cụm Đá Nằm", "en": "alpha cluster"}[language]]


@pytest.mark.parametrize(("language", "order"), [("en", ["da-nam", "ba-den"]), ("vi", ["ba-den", "da-nam"])])
def test_lists_are_sorted_by_the_names_that_are_shown_both_ways(browser, clusters, language, order):
    client, address = browser(language), reverse("admin:provinces_place_changelist")
    for query, expected in (("", order), ("?o=0", order), ("?o=-0", order[::-1])):
        page = client.get(address + query)
        assert [row.slug for row in page.context["cl"].result_list if row.slug in order] == expected
    assert client.get(address).context["cl"].get_ordering_field_columns() == {0: "asc"}


@pytest.mark.parametrize(("language", "order"), [("en", ["da-nam", "ba-den"]), ("vi", ["ba-den", "da-nam"])])
def test_a_column_of_other_rows_is_sorted_by_their_names(browser, clusters, language, order):
    form, reporter = make_form(), make_investor()
    for place in clusters:
        make_duty(reporter, place, form=form)
    client, address = browser(language), reverse("admin:tracker_reportingduty_changelist")
    listed = client.get(f"{address}?o=0").context["cl"].result_list
    assert [row.place.slug for row in listed] == order


@pytest.mark.parametrize(("language", "order"), [("en", ["da-nam", "ba-den"]), ("vi", ["ba-den", "da-nam"])])
def test_a_column_of_keys_is_sorted_by_the_names_that_it_shows(browser, clusters, language, order):
    for place in reversed(clusters):
        make_investor(f"of-{place.slug}", place=place)
    client, address = browser(language), reverse("admin:provinces_organisation_changelist")
    listed = client.get(f"{address}?o=2").context["cl"].result_list
    assert [row.place.slug for row in listed] == order


def test_a_column_of_vietnamese_names_is_sorted_by_them_for_english_readers_too(browser):
    for code, name, english in (("a", "an", "z"), ("b", "be", "y")):
        Unit.objects.create(code=code, name=name, name_en=english)
    page = browser("en").get(reverse("admin:tracker_unit_changelist") + "?o=0")
    assert [unit.code for unit in page.context["cl"].result_list] == ["a", "b"]


@LANGUAGES
def test_a_choice_outside_django_s_own_forms_is_named_and_sorted_alike(browser, clusters, language):
    page = browser(language).get(reverse("admin:tracker_quarterlock_close"))
    offered = [str(label) for key, label in page.context["form"].fields["place"].choices if key]
    assert offered == OFFERED[language]


def test_a_refusal_names_places_in_the_reader_s_language(browser, clusters):
    older, newer = clusters
    query = {"predecessor": older.pk, "successor": newer.pk, "effective_on": "01/07/2025", "share": "1"}
    page = browser("en").post(
        reverse("admin:provinces_succession_add"), {**query, "document": make_document().pk, "events-seen": ""}
    )
    assert "“Zeta cluster” must end on 30 Jun 2025" in text_of(page)


def test_what_is_kept_is_the_same_whoever_saves(browser, clusters):
    kept = {}
    country = make_country()
    for language in ("vi", "en"):
        place = make_place(f"xa-{language}", name="Xã", name_en="Commune")
        browser(language).post(
            reverse("admin:provinces_placeparent_add"),
            {"place": place.pk, "parent": country.pk, "valid_from": "01/01/2025", "valid_to": ""},
        )
        entry = LogEntry.objects.latest("pk")
        kept[language] = (entry.object_repr, json.loads(entry.change_message or "[]"))
    assert kept["vi"] == kept["en"] == ("Xã < Việt Nam", [{"added": {}}])


@pytest.mark.parametrize("language", ["vi", "en"])
def test_names_cost_no_query_a_row(browser, language):
    client, counts = browser(language), []
    for size, slug in ((2, "hai-duong"), (12, "bac-ninh")):
        world = make_province_with_parks(slug, parks=size)
        for park in world.parks:
            make_target(park, make_indicator(), 500)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(reverse("admin:tracker_target_changelist"))
            autocompleted(client)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert Target.objects.count() == 14
    assert Place.objects.count() > 14
