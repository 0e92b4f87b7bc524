"""The switch to the other language in the admin's header: the page's own, which keeps the page."""

import pytest
from django.urls import reverse

from tests.builders import make_administrator
from tests.reading import text_of

pytestmark = pytest.mark.django_db
LIST = "/admin/provinces/place/?kind=province&o=-0"
SWITCH = 'class="language"'


@pytest.mark.parametrize(
    ("language", "other", "button", "heading"),
    [("vi", "en", "English", "places"), ("en", "vi", "Tiếng Việt", "địa bàn")],
)
def test_the_switch_leads_to_the_same_list_in_the_other_language(sign_in, language, other, button, heading):
    client = sign_in(make_administrator(), language)
    page = client.get(LIST)
    body = page.content.decode()
    assert f'lang="{other}">{button}</button>' in body
    assert f'<input type="hidden" name="next" value="{LIST.replace("&", "&amp;")}">' in body
    answer = client.post(reverse("set_language"), {"language": other, "next": LIST})
    assert (answer.status_code, answer["Location"]) == (302, LIST)
    switched = client.get(LIST)
    assert f'<html lang="{other}"' in switched.content.decode()
    assert heading in text_of(switched)


def test_a_form_with_typing_that_was_refused_has_no_switch_that_would_leave_it_behind(sign_in):
    client = sign_in(make_administrator())
    assert SWITCH in client.get("/admin/tracker/holiday/add/").content.decode()
    refused = client.post("/admin/tracker/holiday/add/", {"on": "", "name": "Quốc khánh", "name_en": ""})
    assert refused.status_code == 200
    assert SWITCH not in refused.content.decode()


def test_a_window_that_adds_a_row_for_another_form_has_none(sign_in):
    assert SWITCH not in sign_in(make_administrator()).get("/admin/tracker/unit/add/?_popup=1").content.decode()
