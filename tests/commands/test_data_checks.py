"""`manage.py data_checks`: what it prints, in which form, and how it refuses."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests import builders
from tests.findings.invented import BILLION, printed

pytestmark = pytest.mark.django_db


def output(*arguments: str) -> str:
    out = StringIO()
    call_command("data_checks", *arguments, stdout=out)
    return out.getvalue()


@pytest.fixture
def unassigned():
    """Set a goal of VND 85 billion with one part of 60."""
    indicator = builders.make_indicator("home", unit="VND", name="Vốn trong nước", name_en="Home capital")
    source = builders.make_document("the-plan")
    goal = builders.make_target(indicator=indicator, value=85 * BILLION, **printed(source, paragraph=3))
    builders.make_target(builders.make_park(), indicator, 60 * BILLION, part_of=goal, **printed(source, paragraph=4))


def test_json_has_strings_for_numbers_and_null_for_nothing(unassigned):
    [row] = json.loads(output("--format", "json", "--language", "en"))
    assert row["code"] == "targets_against_goal"
    assert row["severity"] == "notice"
    assert row["question"] == "Is the goal wholly assigned?"
    assert row["arithmetic"].endswith("25 billion VND of the goal belong to nobody.")
    assert (row["difference"], row["unit"]) == ("-25000000000", "VND")
    assert (row["place"], row["document"], row["paragraph"]) == ("hai-duong", "the-plan", 3)
    assert [item["value"] for item in row["inputs"]] == ["85000000000", "60000000000"]
    assert row["inputs"][0]["label"] == "Home capital"
    assert row["inputs"][0]["high"] is None
    assert row["inputs"][0]["shown"] == "at least 85 billion VND"


def test_the_table_is_vietnamese_first(unassigned):
    text = output()
    assert "targets_against_goal | " in text
    assert "Hai Duong | the-plan, " in text
    assert "25 tỷ đồng" in text


def test_the_table_in_english_ends_with_the_count(unassigned):
    text = output("--language", "en")
    assert "targets_against_goal | notice | Hai Duong | the-plan, paragraph 3" in text
    assert text.rstrip().endswith("\n1 finding")


def test_nothing_found_is_an_empty_list():
    assert json.loads(output("--format", "json")) == []
    assert output("--language", "en").strip() == "0 findings"


def test_code_and_place_narrow_the_list(unassigned):
    assert json.loads(output("--format", "json", "--code", "implied_rate")) == []
    assert len(json.loads(output("--format", "json", "--code", "targets_against_goal", "--code", "implied_rate"))) == 1
    assert len(json.loads(output("--format", "json", "--place", "hai-duong"))) == 1
    builders.make_place("elsewhere")
    assert json.loads(output("--format", "json", "--place", "elsewhere")) == []


def test_an_unknown_code_is_refused_with_the_choices():
    with pytest.raises(CommandError, match=r"--code: There is no data check “rates”; choose from: .*implied_rate"):
        output("--code", "rates", "--language", "en")


def test_an_unknown_place_is_refused_with_the_cure():
    with pytest.raises(CommandError, match=r"--place: there is no place with the address name “Atlantis”; use"):
        output("--place", "Atlantis", "--language", "en")


@pytest.mark.parametrize("arguments", [("--place", "Atlantis"), ("--code", "rates")])
def test_refusals_are_vietnamese_first(arguments):
    with pytest.raises(CommandError, match=r"(?i)không có"):
        output(*arguments)


@pytest.mark.parametrize("arguments", [("--format", "xml"), ("--language", "fr")])
def test_unknown_formats_and_languages_are_refused(arguments):
    with pytest.raises(CommandError, match="invalid choice"):
        output(*arguments)
