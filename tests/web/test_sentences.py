"""The sentences of a goal: the same on its place's page, in its explanation, in the file and for programs."""

import pytest

from provinces.models import Place
from tests.builders import Figure, make_document, make_organisation, make_report, make_target
from tests.web.test_pages import text_of
from tracker.models import Comparator, Indicator
from tracker.progress.as_data import place_data
from tracker.progress.periods import Quarter
from tracker.progress.queries import progress_for_place

pytestmark = pytest.mark.django_db

RANGE = {
    "en": "50% of the low end, 40% of the high end.",
    "vi": "50% mức thấp, 40% mức cao.",
}
SEVERAL = {
    "en": "People's Council: 40%–50%; People's Committee: 33.3%.",
    "vi": "Hội đồng nhân dân: 40%–50%; Ủy ban nhân dân: 33,3%.",
}
THIN = {
    "en": "No projection: 0 of at least three complete past years are known.",
    "vi": "Không dự báo: cần ít nhất ba năm trước có đủ số liệu; số năm đã có: 0.",
}


@pytest.fixture
def two_goals(published):
    """A place with a goal of 800 to 1,000 million USD by the one issuer, 1,200 by the other, and 400 by June."""
    place, fdi = Place.objects.get(slug="cao-bang"), Indicator.objects.get(code="fdi-registered")
    council = make_organisation("council", name="Hội đồng nhân dân", name_en="People's Council")
    committee = make_organisation("committee", name="Ủy ban nhân dân", name_en="People's Committee")
    million = 10**6
    make_target(
        place, fdi, 800 * million, high=1000 * million, comparator=Comparator.BETWEEN, issuer=council, position=1
    )
    make_target(place, fdi, 1200 * million, issuer=committee, position=2)
    make_report(place, 2025, 2, figures=[Figure(fdi, 400 * million)])
    return place


@pytest.mark.parametrize("language", ["vi", "en"])
def test_sentences_of_a_goal_are_on_its_page_in_its_explanation_and_in_the_file(two_goals, reader, language):
    browser = reader(language)
    page = text_of(browser.get("/places/cao-bang/?quarter=2025-Q2"))
    explanation = text_of(browser.get("/places/cao-bang/explanation/?quarter=2025-Q2&indicator=fdi-registered"))
    file = b"".join(browser.get("/places/cao-bang/?quarter=2025-Q2&format=csv&table=goals").streaming_content).decode()
    for said in (RANGE[language], SEVERAL[language]):
        assert said in page
        assert said in explanation
        assert said in file
    assert page.count(SEVERAL[language]) == 2  # each of the two goals names both
    assert THIN[language] in explanation
    assert THIN[language] not in page


def test_sentences_of_a_goal_are_there_for_programs_in_both_languages(two_goals):
    rows = place_data(progress_for_place(slug="cao-bang", quarter=Quarter(2025, 2)))["rows"]
    assert rows[0]["notes"] == [
        {"edge": "range_goal", "text": RANGE["vi"], "text_en": RANGE["en"]},
        {"edge": "several_goals", "text": SEVERAL["vi"], "text_en": SEVERAL["en"]},
    ]
    assert rows[0]["projection"]["notes"] == [{"edge": "too_little_history", "text": THIN["vi"], "text_en": THIN["en"]}]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_halving_a_goal_doubles_its_percentage_and_leaves_that_of_the_original(published, reader, language):
    place, fdi = Place.objects.get(slug="lai-chau"), Indicator.objects.get(code="fdi-registered")
    million = 10**6
    first = make_target(place, fdi, 1000 * million, document=make_document("decision-3", number="3/QĐ-UBND"))
    misprint = make_target(
        place, fdi, 5 * million, supersedes=first, rejected_because="thiếu số 0", rejected_because_en="a 0 is missing"
    )
    decision = make_document("decision-15", number="15/QĐ-UBND")
    make_target(place, fdi, 500 * million, supersedes=misprint, document=decision)
    make_report(place, 2025, 2, figures=[Figure(fdi, 250 * million)])
    page = text_of(reader(language).get("/places/lai-chau/?quarter=2025-Q2"))
    said = {
        "en": "50% of the goal in force (15/QĐ-UBND), 25% of the original (3/QĐ-UBND).",
        "vi": "50% mục tiêu hiện hành (15/QĐ-UBND), 25% mục tiêu ban đầu (3/QĐ-UBND).",
    }
    assert said[language] in page
