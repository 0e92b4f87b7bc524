"""What pages list beside the progress: who is there, in which order, and what was not known yet."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.builders import (
    make_country,
    make_document,
    make_investor,
    make_organisation,
    make_park,
    make_province_with_parks,
    make_rate,
    make_threshold,
)
from tracker.models import PromotionItem, PromotionList
from tracker.progress.catalogue import (
    DocumentNotFound,
    PromotionListNotFound,
    document_by_slug,
    english_names_of_organisations,
    exchange_rates,
    investors_with_parks,
    organisation_named,
    place_by_slug,
    place_faces,
    promotion_list_with_items,
    promotion_lists_of,
    source_documents,
    thresholds,
)

pytestmark = pytest.mark.django_db


def make_list(slug, place, year=2025):
    """Return a promotion list with the whole and two groups, entered in the wrong order."""
    days = {"starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31)}
    made = PromotionList.objects.create(slug=slug, place=place, name=slug, document=make_document(), **days)
    for position in (2, 0, 1):
        PromotionItem.objects.create(promotion_list=made, position=position, is_group=position > 0)
    return made


def test_documents_read_from_a_file_come_first_and_each_is_found_by_its_slug():
    make_document("a-named", source_file="")
    make_document("z-read", source_file="z.txt")
    assert [document.slug for document in source_documents()] == ["z-read", "a-named"]
    assert document_by_slug("a-named").slug == "a-named"
    with pytest.raises(DocumentNotFound):
        document_by_slug("unknown")


def test_organisations_are_found_by_their_whole_name_only():
    board = make_organisation("ban-quan-ly", name="Ban Quản lý", name_en="Board")
    make_organisation("bao", name="Báo", name_en="")
    assert organisation_named("Ban Quản lý") == board
    assert organisation_named("Ban") is None
    assert english_names_of_organisations()["Ban Quản lý"] == "Board"
    assert "Báo" not in english_names_of_organisations()


def test_a_promotion_list_has_its_own_groups_in_order(django_assert_num_queries):
    story = make_province_with_parks("hai-duong", parks=1)
    wanted = make_list("wanted", story.province)
    make_list("decoy", story.parks[0])
    with django_assert_num_queries(3):
        found, items = promotion_list_with_items("wanted")
        assert [list(item.sums.all()) for item in items] == [[], [], []]
    assert found == wanted
    assert [(item.promotion_list_id, item.position) for item in items] == [
        (wanted.pk, 0),
        (wanted.pk, 1),
        (wanted.pk, 2),
    ]
    with pytest.raises(PromotionListNotFound):
        promotion_list_with_items("unknown")


def test_the_promotion_lists_of_a_place_are_its_own_oldest_first():
    story = make_province_with_parks("hai-duong", parks=1)
    newer = make_list("a-newer", story.province, 2026)
    older = make_list("b-older", story.province, 2025)
    make_list("of-a-park", story.parks[0])
    assert promotion_lists_of(story.province.pk) == [older, newer]


def test_rates_and_thresholds_are_those_known_at_the_moment():
    rate, threshold = make_rate(), make_threshold()
    before = timezone.now() - timedelta(days=36_500)
    assert (exchange_rates(), thresholds()) == ([rate], [threshold])
    assert (exchange_rates(as_of=before), thresholds(as_of=before)) == ([], [])


def test_investors_stand_by_name_with_their_own_parks(django_assert_num_queries):
    park, other = make_park("dai-an"), make_park("lai-vu")
    second = make_investor("b-company", park=park)
    first = make_investor("a-company", park=other)
    idle = make_investor("c-company")
    make_organisation("a-board")
    with django_assert_num_queries(2):
        found = investors_with_parks()
    assert [(investor.pk, parks) for investor, parks in found] == [
        (first.pk, [other]),
        (second.pk, [park]),
        (idle.pk, []),
    ]
    # Nobody knew of them then.
    assert investors_with_parks(as_of=timezone.now() - timedelta(days=36_500)) == []


def test_places_are_found_by_slug_and_by_ids(django_assert_num_queries):
    country, park = make_country(), make_park("dai-an")
    assert place_by_slug("dai-an") == park
    assert place_by_slug("unknown") is None
    assert {number: face.slug for number, face in place_faces({park.pk}).items()} == {park.pk: "dai-an"}
    assert country.pk not in place_faces({park.pk})
    with django_assert_num_queries(0):
        assert place_faces(set()) == {}
