"""Pages and files travel compressed to whoever can read that, and say the same."""

import gzip
import re
from urllib.parse import quote

import pytest

from tests.builders import Figure, make_indicator, make_province_with_parks, make_report, make_target
from tests.reading import reading_client
from tracker.actions.approval import settled_moment
from tracker.web.filters import moment_value

pytestmark = pytest.mark.django_db

# The token of its forms and the time of printing are made anew for each answer.
_ONE_USE = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"|\d\d:\d\d \d+ \w+ \d{4}')


@pytest.fixture
def client():
    fdi = make_indicator(headline=True)
    story = make_province_with_parks("hai-duong", parks=3)
    make_target(story.province, fdi, 1000)
    for park, investor in zip(story.parks, story.investors, strict=True):
        make_report(park, 2025, 1, reporter=investor, figures=[Figure(fdi, 100)])
    return reading_client()


def test_page_is_a_fraction_as_long_and_says_the_same(client):
    plain = client.get("/places/hai-duong/?quarter=2025-Q1")
    packed = client.get("/places/hai-duong/?quarter=2025-Q1", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.content) * 3 < len(plain.content)
    assert _ONE_USE.sub(b"", gzip.decompress(packed.content)) == _ONE_USE.sub(b"", plain.content)


def test_file_that_is_streamed_is_packed_too(client):
    moment = quote(moment_value(settled_moment()))
    address = f"/places/hai-duong/?quarter=2025-Q1&as_of={moment}&format=csv&table=goals"
    plain = b"".join(client.get(address).streaming_content)
    packed = client.get(address, headers={"accept-encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(b"".join(packed.streaming_content)) == plain


def test_two_answers_of_one_page_do_not_tell_by_their_length_what_is_in_them(client):
    lengths = {len(client.get("/about/", headers={"accept-encoding": "gzip"}).content) for _time in range(12)}
    assert len(lengths) > 1
