"""The steps of a report beside typing: none is taken of what its sender had not before them."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.admin.dai_an import DaiAn
from tracker.actions.attachments import attach_file
from tracker.models import Actual, QuarterlyReport, ReportRevision

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _july_2025():
    with time_machine.travel("2025-07-05T09:00:00+07:00", tick=True):
        yield


@pytest.fixture
def dai_an(sign_in):
    return DaiAn(sign_in)


def step_fields(page):
    """Return what the form of the steps posts, as the page wrote it."""
    return {"revision": str(page.context["revision"].number), "seen": page.context["seen"]}


def said(response):
    """Return what the page that a step leads to says."""
    return " ".join(str(message) for message in response.context["messages"])


def post(dai_an, fields, client=None, **more):
    return (client or dai_an.clerk).post(dai_an.address, {**fields, **more}, follow=True)


def test_delete_asks_first_and_shows_what_goes_and_who_typed_it(dai_an):
    dai_an.save(fdi_in_quarter="125")
    dai_an.save(dai_an.colleague, fdi_in_quarter="125", ddi_in_quarter="7")
    asked = dai_an.save(step="delete")
    text = asked.content.decode()
    assert (asked.status_code, asked.templates[0].name) == (200, "admin/delete_draft.html")
    lines = {name: (figure, person) for name, figure, person, _when in asked.context["lines"]}
    assert lines == {
        dai_an.fdi.name: ("125\u00a0triệu USD", str(dai_an.clerk_person)),
        dai_an.ddi.name: ("7\u00a0tỷ đồng", str(dai_an.colleague_person)),
    }
    assert Actual.objects.count() == 2
    for name in ("revision", "seen", "confirmed"):
        assert f'name="{name}"' in text
    # The question's own form, sent by its button and without a script.
    answer = {"revision": "1", "seen": asked.context["seen"], "confirmed": "1", "step": "delete"}
    assert dai_an.clerk.post(dai_an.address, answer).url == reverse("admin:index")
    assert not QuarterlyReport.objects.exists()


def test_question_says_that_scans_go_with_the_draft(dai_an, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    dai_an.save(fdi_in_quarter="125")
    assert dai_an.save(step="delete").context["files"] == 0
    attach_file(
        revision=dai_an.revision(),
        upload=SimpleUploadedFile("scan", b"%PDF-1.7 signed"),
        name="bản ký.pdf",
        note="",
        by=dai_an.clerk_person,
        at=timezone.now(),
    )
    assert dai_an.save(step="delete").context["files"] == 1


def test_draft_that_a_colleague_changed_since_is_not_deleted(dai_an):
    dai_an.save(fdi_in_quarter="125")
    old_tab = step_fields(dai_an.page())
    asked = dai_an.save(step="delete")
    dai_an.save(dai_an.colleague, fdi_in_quarter="130")
    answer = {"revision": "1", "seen": asked.context["seen"], "confirmed": "1"}
    assert "đã thay đổi" in said(post(dai_an, answer, step="delete"))
    assert Actual.objects.get().value == 130_000_000
    # An old tab is asked about what the draft holds by now.
    ((_name, figure, person, _when),) = post(dai_an, old_tab, step="delete").context["lines"]
    assert (figure, person) == ("130\u00a0triệu USD", str(dai_an.colleague_person))
    assert dai_an.delete().status_code == 302
    assert not QuarterlyReport.objects.exists()


@pytest.mark.parametrize("confirmed", [{}, {"confirmed": "1"}])
def test_old_tab_does_not_delete_the_correction_that_came_after_its_draft(dai_an, confirmed):
    dai_an.save(fdi_in_quarter="125")
    old_tab = step_fields(dai_an.page())
    dai_an.save(step="submit", fdi_in_quarter="125")
    dai_an.review(step="approve")
    dai_an.clerk.post(dai_an.address, {"step": "correct", "reason": "nhập nhầm"})
    dai_an.save(dai_an.colleague, fdi_in_quarter="152")
    refused = post(dai_an, old_tab, step="delete", **confirmed)
    assert "Chưa có gì thay đổi" in said(refused)
    assert Actual.objects.get(revision__number=2).value == 152_000_000


def test_old_tab_does_not_take_back_the_submission_of_a_correction(dai_an):
    dai_an.save(step="submit", fdi_in_quarter="125")
    old_tab = step_fields(dai_an.page())
    dai_an.review(step="approve")
    dai_an.clerk.post(dai_an.address, {"step": "correct", "reason": "nhập nhầm"})
    dai_an.save(dai_an.colleague, step="submit", fdi_in_quarter="152")
    assert "Chưa có gì thay đổi" in said(post(dai_an, old_tab, step="withdraw"))
    assert dai_an.revision().status == "awaiting_approval"
    post(dai_an, step_fields(dai_an.page()), step="withdraw")
    assert dai_an.revision().status == "draft"


def test_old_tab_does_not_take_back_what_a_colleague_has_changed_and_submitted_again(dai_an):
    dai_an.save(step="submit", fdi_in_quarter="125")
    old_tab = step_fields(dai_an.page())
    post(dai_an, old_tab, dai_an.colleague, step="withdraw")
    dai_an.save(dai_an.colleague, step="submit", fdi_in_quarter="152")
    assert "đã thay đổi" in said(post(dai_an, old_tab, step="withdraw"))
    assert dai_an.revision().status == "awaiting_approval"


def test_old_tab_does_not_open_again_what_was_returned_later_with_other_figures(dai_an):
    dai_an.save(step="submit", fdi_in_quarter="125")
    dai_an.review(step="return", reason="thiếu DDI")
    old_tab = step_fields(dai_an.page())
    post(dai_an, old_tab, dai_an.colleague, step="reopen")
    dai_an.save(dai_an.colleague, step="submit", fdi_in_quarter="125", ddi_in_quarter="7")
    dai_an.review(step="return", reason="sai DDI")
    assert "đã thay đổi" in said(post(dai_an, old_tab, step="reopen"))
    assert dai_an.revision().status == "returned"


@pytest.mark.parametrize("step", ["delete", "withdraw", "reopen"])
def test_step_without_what_was_seen_is_refused(dai_an, step):
    dai_an.save(fdi_in_quarter="125")
    assert "Chưa có gì thay đổi" in said(post(dai_an, {}, step=step, confirmed="1"))
    assert "đã thay đổi" in said(post(dai_an, {"revision": "1"}, step=step, confirmed="1"))
    assert ReportRevision.objects.get().status == "draft"


@pytest.mark.parametrize("step", ["save", "submit", "delete"])
def test_old_tab_of_a_deleted_correction_stays_out_of_the_one_begun_since(dai_an, step):
    """My correction was deleted and hers begun for another reason: what I typed for mine is not written into hers."""
    dai_an.save(step="submit", fdi_in_quarter="125")
    dai_an.review(step="approve")
    dai_an.clerk.post(dai_an.address, {"step": "correct", "reason": "nhập nhầm FDI"})
    mine = {**dai_an.tokens(), **dai_an.fields(fdi_in_quarter="126"), "step": step, "confirmed": "1"}
    dai_an.delete(dai_an.colleague)
    dai_an.colleague.post(dai_an.address, {"step": "correct", "reason": "nhập nhầm DDI"})
    hers = dai_an.revision()
    answer = dai_an.clerk.post(dai_an.address, mine, follow=True)
    hers.refresh_from_db()
    assert (hers.status, hers.number, hers.actuals.count()) == ("draft", 3, 0)
    if step != "delete":
        assert "nhập nhầm DDI" in said(answer)
        assert dai_an.row(answer, dai_an.fdi).quarter_inputs[0].text == "126"
