"""The search box: every sort of thing by its name, with or without accents, with slips of the finger, within reach."""

import pytest

from provinces.matching import best_matches
from tests.builders import (
    make_country,
    make_document,
    make_indicator,
    make_investor,
    make_park,
    make_person,
    make_place,
)
from tests.reading import read, reading_client
from tracker.models import Role

KEYS = [
    "khu cong nghiep dai an dai an industrial park",
    "khu cong nghiep dai an mo rong",
    "khu cong nghiep phuc dien",
    "tinh hai duong hai duong",
    "tinh hai phong hai phong",
]


def positions(typed, keys=KEYS, most=10):
    return [match.position for match in best_matches(typed, keys, most=most)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Đại An", [0, 1]),
        ("dai an", [0, 1]),
        ("An Đại", [0, 1]),
        ("hai", [4, 3]),
        ("HẢI DƯƠNG", [3]),
        ("phuc", [2]),
        ("mo rong dai an", [1]),
        ("hai duongg", [3]),
        ("pucdien", []),
        ("phuc diem", [2]),
        ("", []),
        ("!?", []),
        ("xyz", []),
    ],
)
def test_words_in_any_order_without_accents_and_with_a_slip(typed, found):
    assert sorted(positions(typed)) == sorted(found)


def test_whole_words_come_before_beginnings_and_beginnings_before_parts():
    keys = ["quan an", "an duong", "lang anh", "hoan kiem"]
    assert positions("an", keys) == [1, 0, 2, 3]


def test_a_guess_is_made_only_where_nothing_has_the_words():
    exact = best_matches("dai an", KEYS, most=10)
    slipped = best_matches("dien phucc", KEYS, most=10)
    assert [match.guessed for match in exact] == [False, False]
    assert [(match.position, match.guessed) for match in slipped] == [(2, True)]


def test_short_words_are_not_guessed_at():
    assert positions("xn") == []


def test_no_more_are_found_than_asked_for():
    assert len(positions("khu cong nghiep", most=2)) == 2


@pytest.fixture
def country():
    root = make_country()
    province = make_place("hai-duong", parent=root, name="Hải Dương", name_en="Hai Duong")
    park = make_park("dai-an", parent=province, name="KCN Đại An", name_en="Dai An Industrial Park")
    make_investor("dai-an-company", park=park, name="Công ty Đại An", name_en="Dai An Company")
    make_indicator("fdi-registered", name="Vốn FDI đăng ký", name_en="FDI registered")
    make_document("quyet-dinh", title="Quyết định về Đại An", title_en="Decision on Dai An")
    return province


def found(address, language="en", **options):
    answer = reading_client(language, **options).get(address)
    assert answer.status_code == 200
    return {group.title: [one.name for one in group.found] for group in answer.context["groups"]}, answer


@pytest.mark.django_db
def test_everything_of_a_name_is_found_by_sort(country):
    groups, _answer = found("/search/?q=%C4%91ai+an")
    assert groups == {
        "Places": ["Dai An Industrial Park"],
        "Investors": ["Dai An Company"],
        "Documents": ["Decision on Dai An"],
    }


@pytest.mark.django_db
def test_what_is_found_leads_to_its_page_and_keeps_the_quarter(country):
    _groups, answer = found("/search/?q=fdi&quarter=2025-Q1")
    assert 'href="/indicators/fdi-registered/?quarter=2025-Q1"' in answer.content.decode()


@pytest.mark.django_db
def test_a_slip_is_read_and_said(country):
    groups, answer = found("/search/?q=hai+duonng")
    assert groups["Places"] == ["Hai Duong"]
    assert "Nothing has exactly these words; this is nearly it." in answer.content.decode()


@pytest.mark.django_db
def test_nothing_found_says_what_to_do_and_nothing_typed_searches_nothing(country):
    groups, answer = found("/search/?q=zzzz")
    assert groups == {}
    assert "Nothing was found." in answer.content.decode()
    groups, answer = found("/search/")
    assert groups == {}
    assert "Nothing was found." not in answer.content.decode()


@pytest.mark.django_db
def test_too_long_a_text_is_refused_in_words(country):
    answer = reading_client("en").get("/search/", {"q": "a" * 101})
    assert answer.status_code == 400
    assert "at most 100 letters" in answer.content.decode()


@pytest.mark.django_db
def test_every_page_has_the_box_and_the_results_their_own(country):
    assert 'action="/search/"' in reading_client("vi").get("/places/").content.decode()
    page = reading_client("vi").get("/search/?q=%22%3E%3Cscript%3E").content.decode()
    assert page.count('role="search"') == 1
    assert "<script>" not in page


@pytest.mark.django_db
def test_whoever_works_for_one_place_finds_no_other(country):
    make_place("bac-giang", parent=country.parent_rows.get().parent, name="Bắc Giang", name_en="Bac Giang")
    person = make_person("clerk-of-hai-duong", role=Role.CLERK, place=country)
    answer = read("/search/?q=bac+giang", person=person)
    assert answer.context["groups"] == []
    assert [group.title for group in read("/search/?q=hai+duong", person=person).context["groups"]] == ["Places"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "opened", [(), ("PUBLIC_READING",), ("PUBLIC_EDITIONS",), ("PUBLIC_READING", "PUBLIC_EDITIONS")]
)
def test_without_an_account_nothing_is_found_that_was_not_published(country, settings, opened):
    settings.PUBLIC_READING, settings.PUBLIC_EDITIONS = (
        name in opened for name in ("PUBLIC_READING", "PUBLIC_EDITIONS")
    )
    for typed in ("hai duong", "dai an", "fdi"):
        answer = read(f"/search/?q={typed}", nobody=True)
        assert answer.status_code == (200 if opened else 302)
        assert not opened or answer.context["groups"] == []
