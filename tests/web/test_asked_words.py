"""The line under a printed page says in words what was asked for, and never a name of the address."""

import pytest
from django.http import QueryDict
from django.utils import translation

from tests.builders import make_indicator, make_place
from tracker.web.asked_words import words_asked

pytestmark = pytest.mark.django_db
ASKED = (
    "q=dong+nai&kind=province&place=hai-phong&year=2026&since=2026-08-01&status=off_track&severity=error"
    "&indicator=fdi&goals-sort=-status&goals-find=x&utm_source=mail"
)


@pytest.fixture(autouse=True)
def world():
    make_place("hai-phong", name="Hải Phòng", name_en="Hai Phong")
    make_indicator("fdi", name="Vốn FDI", name_en="FDI")


def said(text, language, reach=None):
    with translation.override(language):
        return [str(each).replace("\u00a0", " ") for each in words_asked(QueryDict(text), reach=reach)]


def test_everything_that_narrows_a_page_is_said_in_words():
    assert said(ASKED, "en") == [
        "search: “dong nai”",
        "kind: province",
        "place: Hai Phong",
        "indicator: FDI",
        "year: 2026",
        "status: Off track",
        "weight: error",
        "changes since: 1 Aug 2026, 23:59",
    ]
    assert said("place=hai-phong", "vi") == ["địa bàn: Hải Phòng"]
    assert said("within=all", "en") == ["every place by itself"]


def test_what_names_nothing_stands_as_it_was_typed():
    typed = "place=nowhere&indicator=none&kind=odd&status=odd&severity=odd&since=yesterday"
    assert [words.partition(": ")[2] for words in said(typed, "en")] == [
        "odd", "nowhere", "none", "odd", "odd", "yesterday",
    ]  # fmt: skip


def test_place_beyond_reach_is_not_named():
    assert said("place=hai-phong", "en", reach=frozenset()) == ["place: hai-phong"]
