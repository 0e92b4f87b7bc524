"""Commands that are run as a person print what that person reads, and refuse the rest like what does not exist."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from tests.builders import (
    Figure,
    make_document,
    make_indicator,
    make_person,
    make_province_with_parks,
    make_report,
    make_target,
)
from tracker.models import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def parks():
    """Two parks of one province, each with a goal that is not wholly assigned, a figure; a clerk of the first."""
    rows = make_province_with_parks("hai-duong", parks=["dai-an", "lai-vu"])
    fdi = make_indicator()
    for park, investor, name in zip(rows.parks, rows.investors, ("decision", "letter"), strict=True):
        said = {"document": make_document(name), "paragraph": 1, "printed": "9"}
        goal = make_target(park, fdi, 9 * 10**9, reference=f"{park.slug}-1", **said)
        make_target(park, fdi, 5 * 10**9, reference=f"{park.slug}-2", part_of=goal, investor=investor, **said)
        make_report(park, 2025, 1, reporter=investor, figures=[Figure(fdi, 5)])
    make_person("binh", role=Role.CLERK, place=rows.parks[0])
    return rows.parks


def output(command, *arguments):
    out = StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def test_published_figures_are_those_of_reached_places(parks):
    def places(*arguments):
        return {row["place"] for row in json.loads(output("published_figures", "--format", "json", *arguments))}

    assert places() == {"dai-an", "lai-vu"}
    assert places("--as", "binh") == {"dai-an"}
    assert places("--as", "binh", "--document", "decision") == {"dai-an"}


def test_data_checks_are_those_of_reached_places(parks):
    def places(*arguments):
        return {row["place"] for row in json.loads(output("data_checks", "--format", "json", *arguments))}

    assert places() == {"dai-an", "lai-vu"}
    assert places("--as", "binh") == {"dai-an"}


def test_progress_is_that_of_a_reached_place(parks):
    asked = ("--quarter", "2025-Q1", "--format", "json", "--as", "binh")
    assert json.loads(output("progress", "--place", "dai-an", *asked))["place"] == "dai-an"


@pytest.mark.parametrize(
    ("command", "name", "foreign", "unknown"),
    [
        ("progress", "--place", "lai-vu", "no-such"),
        ("progress", "--place", "hai-duong", "no-such"),
        ("data_checks", "--place", "lai-vu", "no-such"),
        ("published_figures", "--document", "letter", "no-such"),
    ],
)
def test_foreign_names_are_refused_like_unknown_ones(parks, command, name, foreign, unknown):
    more = ("--quarter", "2025-Q1") if command == "progress" else ()
    sentences = []
    for value in (foreign, unknown):
        with pytest.raises(CommandError) as refusal:
            output(command, name, value, *more, "--as", "binh")
        sentences.append(str(refusal.value).replace(value, "…"))
    assert sentences[0] == sentences[1]


@pytest.mark.parametrize("command", ["progress", "published_figures", "data_checks"])
@pytest.mark.parametrize("username", ["nobody", "closed"])
def test_an_account_that_is_not_open_reads_nothing(parks, command, username):
    make_person("closed", is_active=False)
    more = ("--place", "dai-an", "--quarter", "2025-Q1") if command == "progress" else ()
    with translation.override("en"), pytest.raises(CommandError, match=f"There is no open account “{username}”"):
        output(command, "--as", username, *(() if command == "published_figures" else ("--language", "en")), *more)
