"""What a refused request says: our own sentence where there is one, escaped, and else the general one."""

import pytest
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.test import RequestFactory
from django.utils import translation

from tests.builders import make_clerk, make_country, make_place
from tests.reading import read
from tracker.admin.changes import RefusedAddressError
from tracker.web.errors import handle_bad_request

GENERAL = {
    "en": "The request could not be read. Go back, check what was typed, and send it again.",
    "vi": "Không đọc được yêu cầu. Hãy quay lại, kiểm tra những gì đã nhập rồi gửi lại.",
}


def answer(exception, language):
    """Return the page for a refused request."""
    with translation.override(language):
        response = handle_bad_request(RequestFactory().get("/"), exception)
    assert response.status_code == 400
    return response.content.decode()


def test_a_refusal_shows_its_own_sentence_with_marks_escaped():
    page = answer(RefusedAddressError("Choose <b>again</b> & again."), "en")
    assert "<p>Choose &lt;b&gt;again&lt;/b&gt; &amp; again.</p>" in page
    assert GENERAL["en"] not in page


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("kind", [BadRequest, SuspiciousOperation])
def test_what_django_refuses_is_said_in_our_words_and_not_in_its_own(kind, language):
    page = answer(kind("words for a programmer"), language)
    assert f"<p>{GENERAL[language]}</p>" in page
    assert "words for a programmer" not in page


@pytest.mark.django_db
def test_not_found_offers_the_search_box_and_the_own_place():
    place = make_place("hai-duong", name="Hải Dương", parent=make_country())
    page = read("/no-such-page/", "vi", make_clerk(place))
    assert page.status_code == 404
    body = page.content.decode().split("<main")[1]
    assert 'action="/search/"' in body
    assert '<a href="/places/hai-duong/">Hải Dương</a>' in body
