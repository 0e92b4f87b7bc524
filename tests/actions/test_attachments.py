"""Attached files: whole or not at all, safe by name and content, and never handed out damaged."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import (
    Figure,
    approve_revision,
    make_approver,
    make_clerk,
    make_indicator,
    make_manager,
    make_place,
    make_province_with_parks,
    make_report,
    make_revision,
    submit_revision,
)
from tracker.actions.attachments import (
    DamagedAttachmentError,
    UnableToAttachError,
    UnableToTakeAwayAttachmentError,
    attach_file,
    clean_name,
    read_attachment,
    take_away_attachment,
)
from tracker.actions.reporting import delete_draft
from tracker.models import Attachment, ReportRevision

NOW = datetime(2025, 7, 5, 2, 0, tzinfo=UTC)
PDF = b"%PDF-1.7 signed and stamped"


@pytest.fixture(autouse=True)
def english():
    """Read the refusals in English, whatever the catalogue says in Vietnamese."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


class Office:
    """Hải Dương with a draft of Dai An, and its people."""

    def __init__(self):
        self.rows = make_province_with_parks("hai-duong", parks=["dai-an"])
        self.clerk = make_clerk(self.rows.province, "hd-clerk")
        self.approver = make_approver(self.rows.province, "hd-approver")
        self.manager = make_manager(self.rows.province, "hd-manager")
        self.neighbour = make_clerk(make_place("bac-ninh"), "bn-clerk")
        report = make_report(
            self.rows.parks[0],
            reporter=self.rows.investors[0],
            figures=[Figure(make_indicator(), 125)],
            approved=False,
        )
        self.revision = report.revisions.get()

    def attach(self, content=PDF, name="bản ký.pdf", by=None, note="", **fields):
        upload = SimpleUploadedFile("whatever", content)
        return attach_file(
            revision=self.revision, upload=upload, name=name, note=note, by=by or self.clerk, at=NOW, **fields
        )


@pytest.fixture
def office(db):
    return Office()


def files(folder):
    return [path for path in folder.rglob("*") if path.is_file()]


def test_attached_file_is_kept_whole_under_a_random_name(office, uploads):
    attachment = office.attach(note=" signed by the director ")
    [path] = files(uploads)
    assert path.read_bytes() == PDF
    assert path.parent == uploads / "attachments" / "2025" / "07"
    assert "bản" not in path.name
    assert path.stat().st_mode & 0o777 == 0o600
    attachment.refresh_from_db()
    assert (attachment.name, attachment.content_type, attachment.size) == ("bản ký.pdf", "application/pdf", len(PDF))
    assert (attachment.sha256, attachment.note) == (hashlib.sha256(PDF).hexdigest(), "signed by the director")
    assert (attachment.attached_by, read_attachment(attachment)) == (office.clerk, PDF)


@pytest.mark.parametrize(
    ("content", "content_type", "ending"),
    [
        (PDF, "application/pdf", ".pdf"),
        (b"\xff\xd8\xff\xe0 photo", "image/jpeg", ".jpg"),
        (b"\x89PNG\r\n\x1a\n picture", "image/png", ".png"),
        (b"II*\x00 scan", "image/tiff", ".tif"),
        (b"MM\x00* scan", "image/tiff", ".tif"),
    ],
)
def test_kind_follows_from_the_first_bytes_and_not_from_the_name(office, content, content_type, ending):
    attachment = office.attach(content, name="report.exe")
    assert (attachment.content_type, attachment.name) == (content_type, f"report.exe{ending}")


@pytest.mark.parametrize("content", [b"<html>%PDF-", b"MZ\x90", b"PK\x03\x04", b" %PDF-1.7", b"%PD", b"<svg onload=x>"])
def test_content_of_another_kind_is_refused_and_leaves_nothing(office, uploads, content):
    with pytest.raises(UnableToAttachError, match="Only PDF"):
        office.attach(content, name="scan.pdf")
    assert files(uploads) == []
    assert not Attachment.objects.exists()


def test_empty_and_too_large_files_are_refused_and_leave_nothing(office, uploads, settings):
    with pytest.raises(UnableToAttachError, match="empty"):
        office.attach(b"")
    settings.UPLOAD_LIMIT_MEGABYTES = 1
    assert office.attach(PDF + b"x" * (1024 * 1024 - len(PDF))).size == 1024 * 1024
    [kept] = files(uploads)
    with pytest.raises(UnableToAttachError, match="larger than 1 MB"):
        office.attach(PDF + b"x" * (1024 * 1024))
    assert files(uploads) == [kept]


def test_file_that_lies_about_its_size_is_refused_while_it_is_read(office, uploads, settings):
    settings.UPLOAD_LIMIT_MEGABYTES = 1

    class Liar:
        size = 10

        def chunks(self):
            yield PDF
            yield b"x" * 1024 * 1024

    with pytest.raises(UnableToAttachError, match="larger than 1 MB"):
        attach_file(revision=office.revision, upload=Liar(), name="a.pdf", by=office.clerk, at=NOW)
    assert files(uploads) == []


def test_connection_that_breaks_leaves_nothing(office, uploads):
    class Broken:
        size = None

        def chunks(self):
            yield PDF
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        attach_file(revision=office.revision, upload=Broken(), name="a.pdf", by=office.clerk, at=NOW)
    assert files(uploads) == []
    assert not Attachment.objects.exists()


def test_row_that_fails_leaves_no_file(office, uploads, monkeypatch):
    def fail(**_fields):
        raise DatabaseError("the disk of the database is full")

    monkeypatch.setattr(Attachment.objects, "create", fail)
    with pytest.raises(DatabaseError):
        office.attach()
    assert files(uploads) == []


def test_same_file_twice_is_refused_and_the_first_stays(office, uploads):
    attachment = office.attach()
    with pytest.raises(UnableToAttachError, match="already"):
        office.attach(name="another name.pdf", by=office.approver)
    assert len(files(uploads)) == 1
    assert read_attachment(attachment) == PDF


def test_paper_that_was_signed_for_one_revision_does_not_vouch_for_the_next(office, uploads):
    """The correction changes figures, so its signatures are others; another report may share the paper."""
    office.attach()
    approve_revision(submit_revision(office.revision, by=office.clerk), by=office.approver)
    office.revision = make_revision(office.revision.report, approved=False)
    with pytest.raises(UnableToAttachError, match="revision 1 of this report"):
        office.attach(name="correction.pdf")
    assert len(files(uploads)) == 1
    assert office.attach(PDF + b" again").revision.number == 2
    other = make_report(office.rows.parks[0], quarter=2, reporter=office.rows.investors[0], approved=False)
    office.revision = other.revisions.get()
    assert office.attach().revision == office.revision


def test_files_are_attached_in_any_status_by_clerk_and_approver_alone(office):
    submit_revision(office.revision, by=office.clerk)
    assert office.attach(PDF + b"1", by=office.approver).pk
    for person in (office.manager, office.neighbour):
        with pytest.raises(UnableToAttachError, match="Only clerks and approvers"):
            office.attach(PDF + b"2", by=person)


@pytest.mark.parametrize("note", ["x" * 301, "a\x00b"])
def test_note_that_cannot_be_kept_is_refused(office, uploads, note):
    with pytest.raises(UnableToAttachError, match="note"):
        office.attach(note=note)
    assert files(uploads) == []


def test_taken_away_file_is_gone_and_the_trail_keeps_that_it_was_there(
    office, uploads, django_capture_on_commit_callbacks
):
    attachment = office.attach()
    key = attachment.pk
    with django_capture_on_commit_callbacks(execute=True):
        take_away_attachment(attachment=attachment, by=office.clerk, at=NOW)
    assert files(uploads) == []
    events = Attachment.pgh_event_model.objects.filter(pgh_obj_id=key).order_by("pgh_id")
    assert [(event.pgh_label, event.sha256) for event in events] == [
        ("insert", hashlib.sha256(PDF).hexdigest()),
        ("delete", hashlib.sha256(PDF).hexdigest()),
    ]


def test_file_is_taken_away_by_who_attached_it_alone(office, uploads):
    attachment = office.attach()
    for person, sentence in ((office.approver, "who alone"), (office.manager, "Only clerks")):
        with pytest.raises(UnableToTakeAwayAttachmentError, match=sentence):
            take_away_attachment(attachment=attachment, by=person, at=NOW)
    assert len(files(uploads)) == 1


def test_file_of_a_submitted_report_stays(office, uploads):
    attachment = office.attach()
    submit_revision(office.revision, by=office.clerk)
    with pytest.raises(UnableToTakeAwayAttachmentError, match="awaiting approval"):
        take_away_attachment(attachment=attachment, by=office.clerk, at=NOW)
    with pytest.raises(DatabaseError, match="only while their revision is a draft"), transaction.atomic():
        attachment.delete()
    assert len(files(uploads)) == 1


def test_deleted_draft_takes_its_files_along(office, uploads, django_capture_on_commit_callbacks):
    office.attach()
    with django_capture_on_commit_callbacks(execute=True):
        delete_draft(revision=office.revision, by=office.clerk, at=NOW)
    assert files(uploads) == []
    assert not ReportRevision.objects.exists()


def test_file_for_a_draft_that_is_gone_is_refused_and_left_nowhere(office, uploads):
    delete_draft(revision=ReportRevision.objects.get(), by=office.clerk, at=NOW)
    with pytest.raises(ReportRevision.DoesNotExist):
        office.attach()
    assert files(uploads) == []


@pytest.mark.parametrize("damage", ["changed", "shortened", "missing"])
def test_damaged_file_is_not_handed_out(office, damage):
    attachment = office.attach()
    path = Path(attachment.file.path)
    if damage == "missing":
        path.unlink()
    else:
        path.write_bytes(PDF[:-1] + (b"?" if damage == "changed" else b""))
    with pytest.raises(DamagedAttachmentError, match="missing" if damage == "missing" else "damaged"):
        read_attachment(attachment)


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Báo cáo quý II.PDF", "Báo cáo quý II.PDF"),
        ("C:\\Users\\binh\\scan.pdf", "scan.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("scan\u202efdp.exe", "scanfdp.exe.pdf"),
        ("a\x00b\r\nc.pdf", "abc.pdf"),
        ("", "attachment.pdf"),
        (".pdf", "pdf.pdf"),
        ("...", "attachment.pdf"),
        ('what?"<now>|.pdf', "what now.pdf"),
        ("x" * 400 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_name_is_cleaned(name, clean):
    assert clean_name(name, ".pdf") == clean


@given(st.text(max_size=300), st.sampled_from([".pdf", ".jpg", ".png", ".tif"]))
def test_any_name_becomes_one_that_is_safe(name, ending):
    clean = clean_name(name, ending)
    assert 0 < len(clean) <= 200
    assert not set(clean) & set('/\\<>:"|?*\x00\r\n\u202e')
    assert not clean.startswith(".")
