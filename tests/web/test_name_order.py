"""Lists and tables stand by the names that their reader sees."""

import re

import pytest

from tests.builders import Figure, make_country, make_indicator, make_organisation, make_place, make_report
from tests.reading import read

pytestmark = pytest.mark.django_db
LANGUAGES = pytest.mark.parametrize(("language", "order"), [("vi", ["ba-den", "da-nam"]), ("en", ["da-nam", "ba-den"])])


@pytest.fixture
def clusters():
    """Two places whose order by the English name is the reverse of that by the Vietnamese one."""
    country = make_country()
    named = {"ba-den": ("Cụm Ba Đèn", "Zeta cluster"), "da-nam": ("Cụm Đá Nằm", "alpha cluster")}
    return [
        make_place(slug, kind="province", parent=country, name=name, name_en=name_en)
        for slug, (name, name_en) in named.items()
    ]


def order_in(address, language, path="places"):
    """Return which of the two a page links to first, once each."""
    found = re.findall(rf"/{path}/(ba-den|da-nam)/", read(address, language).content.decode())
    return list(dict.fromkeys(found))


@LANGUAGES
def test_places_stand_by_the_name_that_is_shown(clusters, language, order):
    assert order_in("/places/?kind=province", language) == order
    assert order_in("/places/?kind=province&list-sort=place", language) == order
    assert order_in("/places/?kind=province&list-sort=-place", language) == order[::-1]


@LANGUAGES
def test_rows_of_one_status_stand_by_the_name_that_is_shown(clusters, language, order):
    fdi = make_indicator("fdi")
    for cluster in clusters:
        make_report(cluster, 2025, 1, figures=[Figure(fdi, 5)])
    assert order_in("/indicators/fdi/?quarter=2025-Q1", language) == order
    assert order_in("/places/viet-nam/?quarter=2025-Q1", language) == order


@LANGUAGES
def test_investors_stand_by_the_name_that_is_shown(language, order):
    make_country()
    make_organisation("ba-den", kind="investor", name="Công ty Ba Đèn", name_en="Zeta JSC")
    make_organisation("da-nam", kind="investor", name="Công ty Đá Nằm", name_en="alpha JSC")
    assert order_in("/investors/", language, "investors") == order


@LANGUAGES
def test_places_with_figures_stand_before_those_without_whatever_their_names(clusters, language, order):
    first = next(cluster for cluster in clusters if cluster.slug == order[1])
    silent = next(cluster for cluster in clusters if cluster.slug == order[0])
    make_report(first, 2025, 1, figures=[Figure(make_indicator("fdi", headline=True), 5)])
    make_report(silent, 2025, 1, figures=[Figure(make_indicator("workers"), 5)])
    assert order_in("/places/viet-nam/?quarter=2025-Q1", language) == order[::-1]
