"""The command that lists restatements: as text and as JSON, for one reader, and what it refuses."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.builders import make_manager, make_province_with_parks
from tests.progress.test_restatements import Books
from tracker.models import Indicator

pytestmark = pytest.mark.django_db
ASKED = {"place": "dai-an", "quarter": "2025-Q3", "since": "2025-10-10", "language": "en"}


@pytest.fixture
def books():
    made = Books()
    made.correct(made.third, 800, reason="Sót một dự án")
    return made


def said(**more):
    out = StringIO()
    call_command("restatements", **(ASKED | more), stdout=out)
    return out.getvalue().replace("\u00a0", " ")


def test_text_says_old_new_who_why_and_the_effect(books):
    text = said()
    assert "- figure corrected: Fdi Registered (Dai An, Q3 2025 · 9 months of 2025): 370 → 800" in text
    assert "Nguyễn Văn An · a correction; Sót một dự án" in text
    assert "Reached to date 370 → 800; % of goal 37% → 80%; Status Off track → On track" in text


def test_json_has_numbers_as_strings_and_moments_to_the_microsecond(books):
    found = json.loads(said(format="json"))
    first = found["restatements"][0]
    assert (first["old"], first["new"], first["kind"], first["by"]) == ("370", "800", "figure", "Nguyễn Văn An")
    assert first["at"] == "2025-10-20T16:00:00.000000+07:00"
    assert {"place": "dai-an", "indicator": "fdi-registered", "number": "attainment"}.items() <= next(
        line for line in found["numbers"] if line["number"] == "attainment"
    ).items()


def test_what_is_edited_in_place_is_said_as_text_and_as_json(books):
    Indicator.objects.filter(pk=books.fdi.pk).update(headline=False)
    assert "- changed: indicator: Fdi Registered: Headline: yes → Headline: no" in said()
    first = json.loads(said(format="json"))["restatements"][0]
    assert (first["kind"], first["indicator"], first["unit"]) == ("edited", "fdi-registered", None)
    assert (first["old"], first["old_text"], first["new_text"]) == (None, "Headline: yes", "Headline: no")


def test_nothing_restated_is_said(books):
    assert "No figure has changed since." in said(since="2025-10-25")


def test_command_reads_as_a_person_does(books):
    stranger = make_manager(make_province_with_parks("bac-ninh").province)
    with pytest.raises(CommandError, match="there is no place"):
        said(reader=stranger.username)


@pytest.mark.parametrize(
    ("wrong", "names"),
    [
        ({"place": "no-such-place"}, "--place"),
        ({"since": "soon"}, "--since soon"),
        ({"as_of": "later"}, "--as-of later"),
        ({"quarter": "2025"}, "--quarter"),
        ({"map": "old"}, "--map"),
        ({"format": "xml"}, "--format"),
    ],
)
def test_nonsense_is_refused_with_its_name(books, wrong, names):
    with pytest.raises(CommandError, match=names):
        said(**wrong)
