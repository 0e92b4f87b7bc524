"""Whoever keeps the targets of a province takes them along as a workbook, with nothing of another province."""

import csv
import io

import openpyxl
import pytest
from django.test import override_settings
from django.utils import timezone

from tests.admin.imports import newest, signed_in, text_of, upload
from tests.builders import make_person
from tests.security.world import World
from tracker.actions.importing.target_template import target_template_of
from tracker.actions.rights import scope_of
from tracker.exchange.target_columns import COLUMNS, headings
from tracker.models import ImportState, Role, Target

START = "/admin/tracker/fileimport/import/targets/"
TEMPLATE = "/admin/tracker/fileimport/import/targets.xlsx"


@pytest.fixture
def world(db):
    with override_settings(PUBLIC_READING=False):
        yield World()


@pytest.fixture
def browser(world, client):
    return signed_in(client, make_person("keeps-the-province", role=Role.ADMINISTRATOR, place=world.province))


def texts_in(content):
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [str(cell.value) for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    names = [str(name) for name in (*book.defined_names, *(page.title for page in book))]
    rules = [str(rule.formula1) for page in book for rule in page.data_validations.dataValidation]
    return "\n".join((*cells, *names, *rules)).casefold()


def marks_of(world):
    """What only the other province is called."""
    stranger = world.sides["stranger"]
    return stranger.word.casefold(), stranger.slug.casefold()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_workbook_holds_the_targets_of_the_province_and_nothing_of_another(world, browser, language):
    browser.cookies["language"] = language
    text = texts_in(browser.get(TEMPLATE).content)
    assert world.sides["neighbour"].named("park") in text or world.sides["neighbour"].title("park").casefold() in text
    assert not [mark for mark in marks_of(world) if mark in text]


def test_workbook_that_forgets_whose_targets_they_are_is_seen(world, browser, monkeypatch):
    forgotten = "tracker.admin.import_start.target_template_of"
    everyone = make_person("keeps-the-country", role=Role.ADMINISTRATOR, place=world.country)
    monkeypatch.setattr(forgotten, lambda _scope: target_template_of(scope_of(everyone, timezone.localdate())))
    text = texts_in(browser.get(TEMPLATE).content)
    assert [mark for mark in marks_of(world) if mark in text]


def test_target_of_another_province_answers_like_one_that_does_not_exist(world, browser):
    stranger = world.sides["stranger"]
    foreign = Target.objects.filter(place__in=stranger.places).order_by("pk").first()
    before = list(Target.objects.order_by("pk").values())
    told = []
    for target, place in ((foreign.pk, world.province.slug), (10**9, world.province.slug)):
        told.append(brought(browser, target=str(target), place=place).replace(str(target), "…"))
    assert told[0] == told[1]
    park = stranger.places[0].slug
    told = [brought(browser, place=place).replace(place, "…") for place in (park, park.replace("far", "fax"))]
    assert told[0] == told[1]
    assert list(Target.objects.order_by("pk").values()) == before


def brought(browser, **stated):
    """Return what the page says of a file of one row, which cannot be saved."""
    row = {"code": "fdi-registered", "value": "7", "starts_on": "01/01/2025", "ends_on": "31/12/2025", "role": "goal"}
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow([headings()[column] for column in COLUMNS])
    writer.writerow([{**row, **stated}.get(column, "") for column in COLUMNS])
    text = text_of(upload(browser, START, out.getvalue().encode(), name="t.csv"))
    assert "Errors: 1" in text
    assert newest().state == ImportState.CHECKED
    # What is offered instead depends on what was typed, and is of the reader's own places.
    return text[text.index("Errors: 1") :].split("Did you mean")[0].split("Look at the columns")[0]
