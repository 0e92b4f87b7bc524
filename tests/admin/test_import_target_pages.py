"""Whoever keeps targets brings a file of them: compared, confirmed, saved whole as drafts, put back."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.actions.importing.test_targets import NOW, Office, a_row, changed, letter, table
from tests.admin.imports import english_day, fields_of, newest, signed_in, step, text_of, upload
from tests.builders import make_clerk
from tracker.actions.importing.reading import read_stored
from tracker.actions.importing.running import work_on
from tracker.models import ImportKind, ImportState, Target

pytestmark = pytest.mark.django_db
START = "/admin/tracker/fileimport/import/targets/"
TEMPLATE = "/admin/tracker/fileimport/import/targets.xlsx"


@pytest.fixture
def office():
    with english_day(NOW):
        yield Office()


@pytest.fixture
def browser(office, client):
    return signed_in(client, office.keeper)


def bring(browser, content, name="targets.xlsx", **fields):
    return upload(browser, START, content, name=name, **fields)


def test_new_and_changed_targets_are_compared_saved_and_put_back(browser, office):
    template = browser.get(TEMPLATE)
    assert template.status_code == 200
    content = changed(template.content, a_row(office), **{f"{letter('value')}5": 600})
    text = text_of(bring(browser, content))
    assert "Nothing is saved yet." in text
    assert "New: 1 · changed: 1 · cleared: 0 · unchanged: 1" in text
    assert "Value: 500 million USD" in text
    assert "new draft" in text
    assert Target.objects.count() == 2
    text = text_of(step(browser, "save"))
    assert "New targets: 1 · changed targets: 1" in text
    assert "They are drafts" in text
    assert Target.objects.count() == 3
    text = text_of(step(browser, "undo"))
    assert "put back as it was" in text
    assert Target.objects.count() == 2


def test_targets_as_they_were_given_change_nothing(browser, office):
    page = bring(browser, browser.get(TEMPLATE).content)
    assert "There is nothing to save." in text_of(page)
    assert 'value="save"' not in page.content.decode()


def test_approved_target_asks_why_before_it_is_saved(browser, office):
    page = bring(browser, changed(browser.get(TEMPLATE).content, **{f"{letter('value')}4": 1200}))
    assert "Approved targets that change: 1" in text_of(page)
    assert 'value="save"' not in page.content.decode()
    page = step(browser, "check", reason="adjusted by the council")
    assert "next version, a draft" in text_of(page)
    step(browser, "save")
    assert Target.objects.get(supersedes=office.goal).reason == "adjusted by the council"


def test_many_targets_are_saved_by_a_process_of_its_own_however_small_their_file(
    browser, office, monkeypatch, django_capture_on_commit_callbacks
):
    started: list[str] = []
    monkeypatch.setattr("tracker.admin.import_process._start", started.append)
    rows = [a_row(office, starts_on=f"01/01/{year}", ends_on=f"31/12/{year}") for year in range(2030, 2034)]
    monkeypatch.setattr("tracker.admin.import_steps.TARGETS_AT_ONCE", len(rows))
    bring(browser, table(*rows), name="as-many.csv")
    step(browser, "save")
    assert newest().state == ImportState.SAVED
    before = Target.objects.count()
    bring(
        browser,
        table(
            *(
                row | {"value": "7", "starts_on": "02/01/2035"} | {"ends_on": f"31/12/{year}"}
                for year, row in zip(range(2040, 2045), [*rows, rows[0]], strict=True)
            )
        ),
        name="more.csv",
    )
    with django_capture_on_commit_callbacks(execute=True):
        page = step(browser, "save")
    assert (started, newest().state) == ([str(newest().key)], ImportState.SAVING)
    assert "The work goes on when you close this page." in text_of(page)
    assert Target.objects.count() == before
    assert work_on(newest(), read=read_stored, now=timezone.now)
    assert (newest().state, Target.objects.count()) == (ImportState.SAVED, before + 5)


def test_error_names_sheet_cell_what_was_read_and_the_cure(browser, office):
    page = bring(browser, table(a_row(office, comparator="roughly")), name="t.csv")
    text = text_of(page)
    assert "Errors: 1" in text
    assert "t!D2" in text
    assert "“roughly” is none of: exactly" in text
    assert 'value="save"' not in page.content.decode()


def test_columns_of_a_table_of_ones_own_are_asked_and_remembered(browser, office):
    own = table(a_row(office)).decode().replace("Value", "How much").encode()
    page = bring(browser, own, name="own.csv")
    assert "What are the columns of this file?" in text_of(page)
    page = step(browser, "columns", **fields_of(page))
    assert "A table of targets needs columns" in text_of(page)
    page = step(browser, "columns", **{**fields_of(page), "t0-c4": "value"})
    assert "New: 1" in text_of(page)
    assert "Nothing is saved yet." in text_of(bring(browser, own, name="own.csv"))


def test_file_without_targets_says_what_to_do(browser, office):
    page = bring(browser, b"a;b\n1;2\n", name="t.csv")
    assert "No row of heads of a table of targets was found." in text_of(page)
    assert newest().state == ImportState.UPLOADED


def test_clerk_finds_no_import_of_targets_and_no_file_of_one(browser, office, client):
    bring(browser, table(a_row(office)), name="t.csv")
    kept = newest()
    assert kept.kind == ImportKind.TARGETS
    client.force_login(make_clerk(office.rows.province, "hd-clerk"))
    for address in (START, TEMPLATE, reverse("admin:tracker_fileimport_step", args=[kept.key])):
        assert client.get(address).status_code == 404


def test_keeper_of_targets_is_not_shown_the_import_of_figures(browser, office):
    assert browser.get("/admin/tracker/fileimport/import/").status_code == 404


def test_import_is_found_from_the_list_of_targets(browser, office, client):
    assert START in browser.get("/admin/tracker/target/").content.decode()
    client.force_login(make_clerk(office.rows.province, "hd-clerk"))
    assert START not in client.get("/admin/tracker/target/").content.decode()
