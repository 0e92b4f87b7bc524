"""The folder of attached files against the books: strays are listed and safely removed, lost and damaged ones named."""

import os
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from tests.builders import Figure, make_clerk, make_indicator, make_province_with_parks, make_report
from tracker.actions.attachments import attach_file
from tracker.models import Attachment

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 7, 5, 2, 0, tzinfo=UTC)


class Store:
    """A folder with one attached file; `left` leaves another that no row knows, as a crash does."""

    def __init__(self, folder: Path):
        rows = make_province_with_parks("hai-duong", parks=["dai-an"])
        figures = [Figure(make_indicator(), 125)]
        report = make_report(rows.parks[0], reporter=rows.investors[0], figures=figures, approved=False)
        self.folder, self.clerk = folder, make_clerk(rows.province)
        self.attachment = attach_file(
            revision=report.revisions.get(),
            upload=SimpleUploadedFile("scan", b"%PDF-1.7 signed"),
            name="scan.pdf",
            by=self.clerk,
            at=NOW,
        )
        self.path = folder / self.attachment.file.name

    def left(self, name="attachments/2025/07/0123.pdf", hours=25):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"%PDF-1.7 nobody's")
        then = datetime.now(tz=UTC) - timedelta(hours=hours)
        os.utime(path, (then.timestamp(), then.timestamp()))
        return path


@pytest.fixture
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return Store(tmp_path)


def run(*options):
    out = StringIO()
    call_command("check_attachments", *options, "--language", "en", stdout=out)
    return out.getvalue()


def refused(*options):
    out = StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("check_attachments", *options, "--language", "en", stdout=out)
    return out.getvalue() + str(refusal.value)


def test_folder_that_fits_the_books_is_said_to(store):
    assert "Files attached: 1. Strays: 0. Missing: 0. Damaged: 0." in run()


@pytest.mark.parametrize("name", ["attachments/2025/07/0123.pdf", "attachments/incoming/0123.part"])
def test_file_that_a_crash_left_is_listed_and_stays_until_it_is_to_be_removed(store, name):
    path = store.left(name)
    text = refused()
    assert name in text
    assert "--remove" in text
    assert path.exists()
    assert name in run("--remove")
    assert (path.exists(), store.path.exists()) == (False, True)
    assert "Strays: 0" in run()


def test_file_that_may_still_be_on_its_way_is_left_alone(store):
    path = store.left(hours=23)
    assert "Strays: 0" in run("--remove")
    assert path.exists()


def test_lost_file_is_named_with_its_report(store):
    store.path.unlink()
    text = refused()
    assert "scan.pdf" in text
    assert "Missing: 1" in text


@pytest.mark.parametrize("content", [b"%PDF-1.7 sIgned", b"%PDF-1.7"])
def test_damaged_file_is_named(store, content):
    store.path.write_bytes(content)
    text = refused()
    assert "scan.pdf" in text
    assert "Damaged: 1" in text


def test_folder_of_another_database_is_not_emptied(store):
    """With no file of its own in the folder, a database has nothing to say about the others."""
    path = store.left()
    store.path.rename(store.folder / "elsewhere")
    assert "another database" in refused("--remove")
    assert path.exists()


def test_links_and_other_folders_are_left_alone(store):
    elsewhere = store.left("other/0123.pdf")
    link = store.folder / "attachments/2025/07/link.pdf"
    link.symlink_to(elsewhere)
    assert "Strays: 0" in run("--remove")
    assert elsewhere.exists()
    assert link.is_symlink()


def test_folder_that_was_never_made_holds_nothing(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "none"
    assert not Attachment.objects.exists()
    assert "Files attached: 0. Strays: 0" in run()
