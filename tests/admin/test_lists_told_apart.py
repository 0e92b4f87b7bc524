"""The lists of people and of targets: what tells their rows apart is in them, in the reader's language."""

import html
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.builders import (
    make_administrator,
    make_clerk,
    make_country,
    make_document,
    make_indicator,
    make_person,
    make_place,
    make_target,
)
from tests.reading import text_of
from tracker.models import PUBLISHER, Membership, Person, PromotionItem, PromotionList, Role, TargetRole

PEOPLE = "/admin/tracker/person/"
TARGETS = "/admin/tracker/target/"


def row_of(page, words):
    """The text of the one row of a list that has the words."""
    body = page.content.decode().partition("<tbody")[2].partition("</tbody>")[0]
    found = [row for row in body.split("<tr role") if words in row]
    assert len(found) == 1, found
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found[0])).split())


def test_people_are_told_apart_by_what_they_may_do_today(sign_in):
    clerk = make_clerk(make_place("hai-duong", name_en="Hai Duong"))
    ended = timezone.localdate() - timedelta(days=1)
    Membership.objects.create(person=clerk, role=Role.MANAGER, place=make_country(), valid_to=ended)
    page = sign_in(make_administrator()).get(PEOPLE)
    row = row_of(page, ">clerk</a>")
    assert "clerk Hai Duong" in row
    assert "manager" not in row


def test_of_many_places_of_a_role_the_first_are_named_and_the_rest_counted(sign_in):
    clerk = make_clerk(make_place("an"))
    for slug in ("binh", "chau", "dung", "em"):
        Membership.objects.create(person=clerk, role=Role.CLERK, place=make_place(slug))
    row = row_of(sign_in(make_administrator()).get(PEOPLE), ">clerk</a>")
    assert "clerk An, Binh and 3 more" in row


def test_roles_cost_one_query_however_many_people(sign_in):
    client = sign_in(make_administrator())
    make_clerk(make_place("an"))
    with CaptureQueriesContext(connection) as few:
        client.get(PEOPLE)
    for number in range(6):
        make_person(f"clerk-{number}", role=Role.CLERK, place=make_place(f"place-{number}"))
    with CaptureQueriesContext(connection) as many:
        assert "clerk-5" in client.get(PEOPLE).content.decode()
    assert len(many) == len(few)


@pytest.mark.parametrize(("language", "name"), [("en", "Published figures"), ("vi", "Số liệu đã công bố")])
def test_the_account_of_the_published_figures_has_a_name_in_each_language(sign_in, language, name):
    Person.objects.create(username=PUBLISHER, display_name="Số liệu đã công bố", is_active=False)
    assert name in row_of(sign_in(make_administrator(), language).get(PEOPLE), f">{PUBLISHER}</a>")


def test_words_of_accounts_are_those_of_an_office_not_of_django(sign_in):
    text = text_of(sign_in(make_administrator(), "vi").get(PEOPLE))
    assert "đang hoạt động" in text.lower()
    assert "được vào trang nhập liệu" in text.lower()
    assert "Kích hoạt" not in text
    assert "Tình trạng nhân viên" not in text


@pytest.fixture
def offers(db):
    """Two offers of one place that differ in nothing but the item of the list that they stand at."""
    place, indicator = make_place("hai-duong"), make_indicator("offered-projects")
    days = {"starts_on": date(2021, 1, 1), "ends_on": date(2023, 12, 31)}
    offered = PromotionList.objects.create(
        slug="a-list", place=place, name="Danh mục", name_en="A list", document=make_document(), **days
    )
    for position, name in enumerate(("Roads", "Schools")):
        item = PromotionItem.objects.create(
            promotion_list=offered, position=position, name=name, name_en=name, is_group=position > 0
        )
        make_target(place, indicator, 3, role=TargetRole.OFFER, position=position + 1, promotion_item=item, **days)


def test_offers_of_one_list_are_told_apart_by_their_items(sign_in, offers):
    page = sign_in(make_administrator()).get(TARGETS)
    assert "Hai Duong Roads" in text_of(page)
    assert "Hai Duong Schools" in text_of(page)


def test_list_of_targets_is_headed_by_what_it_shows(sign_in, offers):
    page = sign_in(make_administrator(), "vi").get(TARGETS)
    assert "Giá trị" in text_of(page)
    assert "Số lượng" not in text_of(page)
    assert "<h1>Chỉ tiêu giao</h1>" in page.content.decode()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        (TARGETS, "This paper shows rows 1–50 of 52; the others are left out."),
        (f"{TARGETS}?p=2", "This paper shows rows 51–52 of 52; the others are left out."),
        (f"{TARGETS}?all=", None),
    ],
    ids=["first page", "last page", "all"],
)
def test_paper_of_a_list_says_which_rows_it_has(sign_in, address, said):
    place, indicator = make_place(), make_indicator()
    for number in range(52):
        make_target(place, indicator, position=number + 1)
    text = text_of(sign_in(make_administrator()).get(address))
    if said is None:
        assert "This paper shows" not in text
    else:
        assert said in text
