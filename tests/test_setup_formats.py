"""Languages, dates and numbers: Vietnamese first, day before month."""

import datetime

import pytest
from django import forms
from django.test import Client
from django.utils import translation
from django.utils.formats import date_format, number_format


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("typed", ["03/04/2025", "3/4/2025", "2025-04-03", "03-04-2025", "03.04.2025"])
def test_a_typed_date_is_read_day_first(language, typed):
    with translation.override(language):
        assert forms.DateField(localize=True).clean(typed) == datetime.date(2025, 4, 3)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("typed", ["04/31/2025", "12/25/2025", "3/4/25", "April 3, 2025"])
def test_a_date_in_american_order_or_with_a_short_year_is_refused(language, typed):
    with translation.override(language), pytest.raises(forms.ValidationError):
        forms.DateField(localize=True).clean(typed)


@pytest.mark.parametrize(("language", "printed"), [("vi", "31/03/2025"), ("en", "31 Mar 2025")])
def test_a_date_is_printed_day_first(language, printed):
    with translation.override(language):
        assert date_format(datetime.date(2025, 3, 31)) == printed
        assert date_format(datetime.date(2025, 3, 31), "SHORT_DATE_FORMAT") == printed


@pytest.mark.parametrize(("language", "printed"), [("vi", "1.234,5"), ("en", "1,234.5")])
def test_numbers_are_grouped_only_where_asked(language, printed):
    with translation.override(language):
        assert number_format("1234.5", force_grouping=True) == printed
        assert number_format(2025) == "2025"


@pytest.fixture
def page(client: Client):
    """A page that needs no figures: the sign-in of the admin."""

    def get(**headers: str) -> str:
        response = client.get("/admin/login/", headers=headers)
        assert response.status_code == 200
        return str(response.headers["Content-Language"])

    return get


@pytest.mark.django_db
def test_a_page_is_vietnamese_whatever_the_browser_prefers(page):
    assert page() == "vi"
    assert page(**{"accept-language": "en-GB,en;q=0.9"}) == "vi"


@pytest.mark.django_db
def test_a_page_is_english_once_the_reader_switched_and_vietnamese_for_a_made_up_cookie(client, page):
    client.post("/language/setlang/", {"language": "en", "next": "/admin/login/"})
    assert page() == "en"
    client.cookies["language"] = "../../x"
    assert page() == "vi"
