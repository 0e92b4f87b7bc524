"""The files of a report: attached, downloaded and taken away on pages, by those who may."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.builders import (
    Figure,
    make_approver,
    make_clerk,
    make_indicator,
    make_manager,
    make_province_with_parks,
    make_report,
    submit_revision,
)
from tracker.admin import attachment_pages
from tracker.models import Attachment, QuarterlyReport, ReportRevision

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7 signed and stamped"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


class Office:
    """Hải Dương and Bắc Ninh, each with a draft and its people."""

    def __init__(self, sign_in):
        self.sign_in = sign_in
        rows = make_province_with_parks("hai-duong", parks=["dai-an"])
        other = make_province_with_parks("bac-ninh", parks=["yen-phong"])
        self.revision = self.draft(rows)
        self.clerk = sign_in(make_clerk(rows.province, "hd-clerk"))
        self.approver = sign_in(make_approver(rows.province, "hd-approver"))
        self.manager = sign_in(make_manager(rows.province, "hd-manager"))
        self.neighbour = sign_in(make_approver(other.province, "bn-approver"))
        self.address = reverse("admin:tracker_reportrevision_attachments", args=[self.revision.pk])

    def draft(self, rows):
        figures = [Figure(make_indicator(), 125)]
        return make_report(rows.parks[0], reporter=rows.investors[0], figures=figures, approved=False).revisions.get()

    def attach(self, client=None, content=PDF, name="bản ký.pdf", **fields):
        upload = SimpleUploadedFile(name, content)
        return (client or self.clerk).post(self.address, {"step": "attach", "file": upload, **fields}, follow=True)

    def file(self):
        return reverse("admin:tracker_attachment_download", args=[Attachment.objects.get().pk])


@pytest.fixture
def office(sign_in):
    return Office(sign_in)


def test_clerk_attaches_and_everybody_who_reads_the_report_downloads(office):
    page = office.attach(note="signed by the director").content.decode()
    assert "bản ký.pdf" in page
    assert "signed by the director" in page
    review = reverse("admin:tracker_reportrevision_review", args=[office.revision.pk])
    assert office.file() in office.approver.get(review).content.decode()
    for client in (office.clerk, office.approver):
        response = client.get(office.file())
        assert (response.status_code, response.content) == (200, PDF)
        assert response["Content-Type"] == "application/pdf"
        assert response["Content-Disposition"].startswith("attachment;")
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in response["Cache-Control"]


def test_paper_of_several_reports_says_so_and_names_none_of_a_neighbour(office, sign_in):
    rows = make_province_with_parks("hung-yen", parks=["pho-noi"])
    mine = office.revision.report
    other = make_report(mine.place, quarter=2, reporter=mine.reporter, approved=False).revisions.get()
    strange = office.draft(rows)
    here = office.address
    for revision, client in ((other, office.clerk), (strange, sign_in(make_clerk(rows.province, "hy-clerk")))):
        office.address = reverse("admin:tracker_reportrevision_attachments", args=[revision.pk])
        assert "is attached." in office.attach(client).content.decode()
    office.address = here
    text = office.attach().content.decode()
    assert "also attached to: Q2 2025 – Dai An" in text
    assert "Pho Noi" not in text
    submit_revision(office.revision)
    review = office.approver.get(reverse("admin:tracker_reportrevision_review", args=[office.revision.pk]))
    assert "also attached to: Q2 2025 – Dai An" in review.content.decode()


def test_manager_downloads_once_the_report_is_submitted(office):
    office.attach()
    assert office.manager.get(office.file()).status_code == 404
    assert office.manager.get(office.address).status_code == 404
    submit_revision(office.revision)
    assert office.manager.get(office.file()).content == PDF
    page = office.manager.get(office.address).content.decode()
    assert "bản ký.pdf" in page
    assert 'type="file"' not in page


def test_neighbour_is_answered_like_for_unknown_files(office):
    office.attach()
    unknown = reverse("admin:tracker_attachment_download", args=[99_999_999])
    for address in (office.file(), unknown, office.address):
        assert office.neighbour.get(address).status_code == 404
    assert office.neighbour.post(office.address, {"step": "attach"}).status_code == 404
    assert "bản ký" not in office.neighbour.get(reverse("admin:tracker_attachment_changelist")).content.decode()


@pytest.mark.parametrize(("content", "sentence"), [(b"MZ program", "Only PDF, JPEG, PNG and TIFF"), (b"", "empty")])
def test_refused_file_says_why(office, content, sentence):
    assert sentence in office.attach(content=content).content.decode()
    assert not Attachment.objects.exists()


def test_form_without_a_file_says_so(office):
    page = office.clerk.post(office.address, {"step": "attach"}, follow=True)
    assert "Choose a file first" in page.content.decode()


def test_manager_cannot_attach(office):
    submit_revision(office.revision)
    assert "Only clerks and approvers" in office.attach(office.manager).content.decode()
    assert not Attachment.objects.exists()


def test_file_is_taken_away_by_who_attached_it_while_it_is_a_draft(office, uploads, django_capture_on_commit_callbacks):
    office.attach()
    key = Attachment.objects.get().pk
    button = 'value="take_away"'
    assert button in office.clerk.get(office.address).content.decode()
    assert button not in office.approver.get(office.address).content.decode()
    page = office.approver.post(office.address, {"step": "take_away", "attachment": key}, follow=True)
    assert "who alone can take it away" in page.content.decode()
    for wrong in ("", "x", "99999999", "9" * 40, "9" * 5000):
        assert office.clerk.post(office.address, {"step": "take_away", "attachment": wrong}).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        office.clerk.post(office.address, {"step": "take_away", "attachment": key})
    assert not Attachment.objects.exists()
    assert [path for path in uploads.rglob("*") if path.is_file()] == []


def test_file_of_another_report_is_not_taken_away_through_this_one(office, sign_in):
    office.attach()
    other = office.draft(make_province_with_parks("ca-mau", parks=["khanh-an"]))
    client = sign_in(make_clerk(other.report.place, "cm-clerk"))
    address = reverse("admin:tracker_reportrevision_attachments", args=[other.pk])
    key = Attachment.objects.get().pk
    assert client.post(address, {"step": "take_away", "attachment": key}).status_code == 404
    assert Attachment.objects.exists()


def test_damaged_file_is_not_handed_out_and_says_so(office):
    office.attach()
    Path(Attachment.objects.get().file.path).write_bytes(b"%PDF-1.7 forged")
    response = office.clerk.get(office.file(), follow=True)
    assert "is damaged" in response.content.decode()
    assert b"forged" not in response.content


@pytest.mark.parametrize("step", ["attach_file", "take_away_attachment"])
def test_draft_that_is_deleted_meanwhile_is_named(office, monkeypatch, step):
    office.attach()
    key = Attachment.objects.get().pk
    take = getattr(attachment_pages, step)

    def after_a_colleague(**given):
        ReportRevision.objects.get().attachments.all().delete()
        ReportRevision.objects.get().actuals.all().delete()
        ReportRevision.objects.get().delete()
        QuarterlyReport.objects.get().delete()
        return take(**given)

    monkeypatch.setattr(attachment_pages, step, after_a_colleague)
    if step == "attach_file":
        page = office.attach()
    else:
        page = office.clerk.post(office.address, {"step": "take_away", "attachment": key}, follow=True)
    assert "Somebody has deleted this draft meanwhile" in page.content.decode()
    assert page.redirect_chain[-1][0] == reverse("admin:index")
