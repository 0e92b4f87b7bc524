"""Names that look real and are nobody's."""

from itertools import islice

from provinces.text import search_key
from tests.actions.demo_country.small import country
from tracker.actions.demo_country.draws import Draws
from tracker.actions.demo_country.names import address_words, company, person, place_names, plain


def test_names_differ_without_their_marks_and_from_those_that_are_taken():
    free = list(islice(place_names(Draws("names"), ()), 600))
    assert len({name.words for name in free}) == 600
    taken = {name.words for name in free[:50]}
    assert not taken & {name.words for name in islice(place_names(Draws("names"), taken), 600)}
    assert all(search_key(name.vietnamese) == name.words.replace("-", " ") == name.english.lower() for name in free)


def test_marks_go_for_addresses_and_for_english():
    assert plain("Đức Thịnh") == "Duc Thinh"
    assert address_words("KCN  Đại An - mở rộng") == "kcn-dai-an-mo-rong"


def test_companies_and_people_have_names_of_the_country():
    draws = Draws("people")
    name = next(place_names(draws, ()))
    called = company(draws, name)
    assert called.vietnamese.startswith(("Công ty", "Tổng công ty"))
    assert name.vietnamese in called.vietnamese
    assert name.english in called.english
    assert len(person(draws, "clerk").split()) == 3


def test_no_invented_park_or_investor_bears_the_name_of_a_province():
    provinces = {slug.removesuffix("-2025") for slug in country().world.ground.provinces}
    words = {slug.split("-", maxsplit=3)[3] for slug in country().sites.parks}
    assert not words & provinces
    assert not any(one.name == other.name for one in country().companies for other in country().sites.parks.values())
