"""A clerk brings a file: it is read, compared, mended or confirmed, saved whole, and can be put back."""

import io

import openpyxl
import pytest
from django.urls import reverse

from tests.actions.importing.test_saving import NOW, Q2, Office
from tests.admin.imports import english_day, fields_of, newest, signed_in, step, text_of, upload
from tests.builders import make_clerk, make_province_with_parks
from tests.exchange.incoming.ugly.making import book, grid
from tracker.admin.import_steps import BYTES_AT_ONCE
from tracker.models import Actual, FileImport, ImportKind, ImportState
from tracker.progress.periods import Quarter

pytestmark = pytest.mark.django_db
START = "/admin/tracker/fileimport/import/"


@pytest.fixture
def office():
    with english_day(NOW):
        yield Office()


@pytest.fixture
def browser(office, client):
    return signed_in(client, office.clerk)


def bring(browser, content, name="quarter.xlsx", quarter=Q2, **fields):
    return upload(browser, START, content, name=name, quarter=str(quarter), **fields)


def filled_template(browser, **typed):
    """Return the template with texts typed into its cells, by their names."""
    answer = browser.get(f"{START}template.xlsx", {"quarter": str(Q2)})
    assert answer.status_code == 200
    workbook = openpyxl.load_workbook(io.BytesIO(answer.content))
    for cell, value in typed.items():
        workbook.worksheets[0][cell] = value
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def test_filled_template_is_compared_saved_and_put_back(browser, office):
    page = bring(browser, filled_template(browser, H4=125.4, J4="first quarter of the new phase"))
    text = text_of(page)
    assert "Nothing is saved yet." in text
    assert "New: 1 · changed: 0 · cleared: 0 · unchanged: 0 · unusual: 0 · to be known: 0 · errors: 0" in text
    assert not Actual.objects.exists()
    page = step(browser, "save")
    assert "Saved on" in text_of(page)
    row = Actual.objects.get()
    assert (row.value, row.note) == (125_400_000, "first quarter of the new phase")
    page = step(browser, "undo")
    assert "put back as it was" in text_of(page)
    assert not Actual.objects.exists()


def test_template_as_it_was_given_changes_nothing(browser, office):
    bring(browser, filled_template(browser, H4=125.4))
    step(browser, "save")
    page = bring(browser, filled_template(browser))
    assert "There is nothing to save." in text_of(page)
    assert "unchanged: 1" in text_of(page)
    assert 'value="save"' not in page.content.decode()


def test_template_of_another_quarter_is_read_for_its_own(browser, office):
    content = filled_template(browser, H4=125.4)
    page = bring(browser, content, quarter=Quarter(2025, 1))
    assert "Q2 2025" in text_of(page)


def test_unreadable_cell_is_named_with_what_was_read_and_the_cure(browser, office):
    page = bring(browser, filled_template(browser, H4="1.200tr USD x"))
    text = text_of(page)
    assert "Errors: 1" in text
    assert "!H4" in text
    assert "1.200tr USD x" in text
    assert 'value="save"' not in page.content.decode()


def test_unusual_figure_asks_for_a_reason_and_is_saved_with_it(browser, office):
    page = bring(browser, filled_template(browser, H4=-5))
    assert "Unusual figures: 1" in text_of(page)
    assert 'value="save"' not in page.content.decode()
    page = step(browser, "check", reason="capital withdrawn")
    assert "unusual: 0" in text_of(page)
    step(browser, "save")
    assert Actual.objects.get().reason == "capital withdrawn"


def test_workbook_of_ones_own_asks_what_is_open_and_remembers_it(browser, office):
    """“Registered” says neither quarter nor year to date: that is asked once, and known the next time."""
    park = office.rows.parks[0]
    own = book(grid(("Khu công nghiệp", f"{office.fdi.name} (triệu USD)"), (park.name, 125.4)))
    page = bring(browser, own)
    text = text_of(page)
    assert "What are the columns of this file?" in text
    assert "say what the quarter alone brought, or the year to date?" in text
    page = step(browser, "columns", **{**fields_of(page), "t0-c1-what": "figure:in_quarter"})
    assert "New: 1" in text_of(page)
    step(browser, "save")
    assert Actual.objects.get().value == 125_400_000
    again = book(grid(("Khu công nghiệp", f"{office.fdi.name} (triệu USD)"), (park.name, 130)))
    page = bring(browser, again)
    assert "changed: 1" in text_of(page), "the columns are known now"


def test_file_that_is_none_is_refused_with_the_sentence(browser, office):
    page = bring(browser, b"%PDF-1.7 no table", name="report.pdf")
    assert text_of(page).count("PDF") == 1
    assert newest().state == ImportState.UPLOADED
    page = step(browser, "cancel")
    assert "discarded" in text_of(page)
    assert newest().state == ImportState.CANCELLED


def test_missing_file_is_told_and_the_quarter_stays_chosen(browser, office):
    page = browser.post(START, {"quarter": "2025-Q1"})
    assert "No file was chosen" in text_of(page)
    assert '<option value="2025-Q1" selected>' in page.content.decode()


def test_file_of_somebody_else_answers_like_none(browser, office, client):
    bring(browser, filled_template(browser, H4=1))
    kept = newest()
    other = make_clerk(make_province_with_parks("hung-yen", parks=1).province, "hy-clerk")
    client.force_login(other)
    for address in (
        reverse("admin:tracker_fileimport_step", args=[kept.key]),
        reverse("admin:tracker_fileimport_state", args=[kept.key]),
        reverse("admin:tracker_fileimport_change", args=[kept.pk]),
    ):
        assert client.get(address).status_code in (302, 404)
        assert kept.name not in client.get(address, follow=True).content.decode()
    assert kept.name not in client.get("/admin/tracker/fileimport/").content.decode()


def test_approver_is_not_shown_the_import(office, client):
    client.force_login(office.approver)
    assert client.get(START).status_code == 404


def test_long_file_is_given_to_a_process_of_its_own(browser, office, monkeypatch, django_capture_on_commit_callbacks):
    started: list[str] = []
    monkeypatch.setitem(BYTES_AT_ONCE, ImportKind.FIGURES, 10)
    monkeypatch.setattr("tracker.admin.import_process._start", started.append)
    with django_capture_on_commit_callbacks(execute=True):
        page = bring(browser, filled_template(browser, H4=125.4))
    kept = newest()
    assert started == [str(kept.key)]
    assert kept.state == ImportState.CHECKING
    assert "The work goes on when you close this page." in text_of(page)
    state = browser.get(reverse("admin:tracker_fileimport_state", args=[kept.key])).json()
    assert state == {"done": 0, "known": 0, "percent": None, "at_work": True}


def test_clerk_finds_the_import_from_the_front_page(browser, office):
    assert START in browser.get("/admin/").content.decode()


def test_total_that_does_not_add_up_is_shown_before_and_after_saving(browser, office):
    one, two, _three = office.rows.parks
    own = book(
        grid(
            ("Industrial park", f"{office.fdi.name_en} in the quarter (million USD)"),
            (one.name, 125),
            (two.name, 35),
            ("Total", 180),
        )
    )
    page = bring(browser, own)
    text = text_of(page)
    assert "To be known: 2" in text
    assert "Sheet1!B4" in text
    assert "add up to 160" in text
    text = text_of(step(browser, "save"))
    assert "Saved on" in text
    assert "add up to 160" in text, "it is said beside the receipt too"


def test_columns_are_remembered_for_the_office_that_was_chosen(browser, office):
    source, other = office.rows.investors[0], office.rows.investors[1]
    park = office.rows.parks[0]
    own = book(grid(("Khu công nghiệp", f"{office.fdi.name} (triệu USD)"), (park.name, 125.4)))
    page = bring(browser, own, source=source.pk)
    step(browser, "columns", **{**fields_of(page), "t0-c1-what": "figure:in_quarter"})
    assert newest().source == source
    assert "What are the columns of this file?" in text_of(bring(browser, own, source=other.pk))
    assert "Nothing is saved yet." in text_of(bring(browser, own, source=source.pk))


def test_office_of_other_places_is_not_offered_and_not_taken(browser, office):
    stranger = make_province_with_parks("hung-yen", parks=1).investors[0]
    page = bring(browser, filled_template(browser, H4=1), source=stranger.pk)
    assert not FileImport.objects.filter(source=stranger).exists()
    assert "Select a valid choice" in text_of(page)
    assert stranger.name not in text_of(page)
