"""What `make run` publishes by itself: the papers' newest quarter, once, and nothing of people's work."""

import importlib.util
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection

from provinces.models import Place
from tests.builders import Figure, make_approver, make_indicator, make_person, make_place, make_report, make_target
from tests.seed_folder import SeedFolderText
from tracker.actions.publishing import publish_loaded_figures
from tracker.actions.seeding import load_seeds
from tracker.models import PUBLISHER, Edition, Indicator, Person
from tracker.progress.editions import edition_by_slug, page_of_edition, places_of_edition
from tracker.progress.periods import Quarter
from tracker.progress.queries import progress_for_place
from tracker.progress.rows import MapChoice

pytestmark = pytest.mark.django_db

Q1, Q2 = Quarter(2025, 1), Quarter(2025, 2)


@pytest.fixture
def loaded(tmp_path):
    """The small folder of papers, as `load_seeds` brings it to the database."""
    load_seeds(folder=SeedFolderText().write(tmp_path))
    with connection.cursor() as cursor:
        # As in a transaction of its own, which the load is: it leaves its links checked at once.
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def script():
    """Return the script of `make run` as a module; nothing of it runs."""
    spec = importlib.util.spec_from_file_location("run_script", Path(__file__).parents[2] / "scripts" / "run.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_newest_quarter_of_the_country_is_published_in_the_name_of_the_papers(loaded):
    edition = publish_loaded_figures()
    assert Edition.objects.get() == edition
    assert (edition.place.slug, edition.year, edition.quarter, edition.number) == ("viet-nam", 2025, 1, 1)
    assert (edition.name, edition.name_en, edition.reason) == ("Số liệu đã công bố", "Published figures", "")
    assert edition.published_by.username == PUBLISHER
    assert edition.as_of == edition.published_at


def test_its_pages_read_on_both_maps_as_they_are_computed_at_its_moment(loaded):
    edition = publish_loaded_figures()
    faces = [(choice, face.slug) for choice, face in places_of_edition(edition_by_slug(edition.slug))]
    assert (MapChoice.THEN, "viet-nam") in faces
    # Hải Dương goes into Hải Phòng after the quarter: on today's map its figures stand there.
    assert {slug for choice, slug in faces if choice is MapChoice.THEN} >= {"hai-duong"}
    assert {slug for choice, slug in faces if choice is MapChoice.TODAY} >= {"hai-phong"}
    frozen = edition_by_slug(edition.slug)
    pages = [page_of_edition(frozen, slug=slug, map_choice=choice) for choice, slug in faces]
    for page, (choice, slug) in zip(pages, faces, strict=True):
        computed = progress_for_place(slug=slug, quarter=Q1, map_choice=choice, as_of=edition.as_of, with_courses=True)
        # A page is read as by whoever reads the places of its own map: who came after them is not among those.
        assert page == replace(computed, successors=page.successors)
    assert all(any(page.rows for page, (at, _slug) in zip(pages, faces, strict=True) if at is it) for it in MapChoice)


def test_second_start_publishes_nothing_again(loaded):
    first = publish_loaded_figures()
    assert publish_loaded_figures() is None
    assert list(Edition.objects.all()) == [first]


def test_edition_of_anybody_bars_it(loaded):
    publish_loaded_figures()
    newer = Person.objects.get(username=PUBLISHER)
    make_report(Place.objects.get(slug="hai-duong"), Q2.year, Q2.number, figures=[_figure()], by=newer)
    # A newer quarter is there, and of the papers: what has been published once, people publish from then on.
    assert publish_loaded_figures() is None
    assert Edition.objects.count() == 1


def test_newer_quarter_of_the_papers_is_the_one_that_is_published(loaded):
    newer = Person.objects.get(username=PUBLISHER)
    make_report(Place.objects.get(slug="hai-duong"), Q2.year, Q2.number, figures=[_figure()], by=newer)
    assert (publish_loaded_figures().year, Edition.objects.get().quarter) == (2025, 2)


def test_nothing_is_published_where_nothing_is_loaded():
    assert publish_loaded_figures() is None
    make_place("viet-nam", kind="country")
    assert publish_loaded_figures() is None
    assert not Edition.objects.exists()


def test_nothing_is_published_where_nothing_is_approved():
    country = make_place("viet-nam", kind="country")
    make_person(PUBLISHER)
    make_report(country, Q1.year, Q1.number, figures=[_figure()], approved=False)
    make_target(country, make_indicator("fdi"), 500, approved=False)
    assert publish_loaded_figures() is None
    assert not Edition.objects.exists()


@pytest.mark.parametrize("what", ["figures", "target"])
def test_nothing_is_published_once_people_have_approved_anything(loaded, what):
    place, approver = Place.objects.get(slug="hai-duong"), make_approver()
    if what == "figures":
        make_report(place, 2025, 2, figures=[_figure()], by=approver)
    else:
        make_target(place, Indicator.objects.get(code="fdi"), 500, by=approver)
    assert publish_loaded_figures() is None
    assert not Edition.objects.exists()


def test_drafts_of_people_neither_bar_it_nor_get_in(loaded):
    make_report(Place.objects.get(slug="hai-duong"), 2025, 2, figures=[_figure()], approved=False)
    assert publish_loaded_figures().quarter == 1


def test_start_says_what_it_published_and_where_and_nothing_when_it_published_nothing(loaded, capsys):
    start = script()
    start.publish_papers()
    said = capsys.readouterr().out
    assert said == "What the papers print is published, for readers without an account: /editions/viet-nam-2025-q1-1/\n"
    start.publish_papers()
    assert capsys.readouterr().out == ""


def _figure():
    return Figure(make_indicator("fdi"), 5)
