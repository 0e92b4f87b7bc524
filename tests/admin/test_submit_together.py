"""Several reports of a quarter submitted from one page: all that hold figures, or none."""

import pytest
import time_machine

from tests.admin.test_entry_block import Parks
from tests.builders import make_approver
from tracker.actions.reporting import approve_report, revise_report
from tracker.models import Actual, ReportRevision, RevisionStatus

pytestmark = [pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _july_2025():
    with time_machine.travel("2025-07-05T09:00:00+07:00", tick=True):
        yield


@pytest.fixture
def parks(sign_in):
    return Parks(sign_in)


def typed(parks, page, *values):
    """Return the page's fields with the values in the first column, a row each."""
    fields = parks.fields(page)
    for row, value in zip(page.context["rows"], values, strict=False):
        fields[row.cells[0].name] = value
    return fields


def statuses():
    return sorted(ReportRevision.objects.values_list("status", flat=True))


def said(response):
    return "\n".join(str(message) for message in response.context["messages"])


def test_reports_with_figures_are_saved_and_submitted_together_and_empty_ones_stay(parks):
    fields = typed(parks, parks.client.get(parks.overview), "5", "0")
    answer = parks.client.post(parks.overview, {**fields, "step": "submit"}, follow=True)
    assert "2" in said(answer)
    assert statuses() == [RevisionStatus.AWAITING_APPROVAL] * 2
    assert [row.is_open for row in answer.context["rows"]].count(True) == 1
    assert Actual.objects.count() == 2


def test_draft_of_yesterday_is_submitted_with_what_is_typed_today(parks):
    page = parks.client.get(parks.overview)
    parks.client.post(parks.overview, {**typed(parks, page, "5"), "step": "save"})
    page = parks.client.get(parks.overview)
    parks.client.post(parks.overview, {**typed(parks, page, "5", "6"), "step": "submit"})
    assert statuses() == [RevisionStatus.AWAITING_APPROVAL] * 2


def test_nothing_is_submitted_where_nothing_is_typed(parks):
    page = parks.client.get(parks.overview)
    refused = parks.client.post(parks.overview, {**parks.fields(page), "step": "submit"})
    assert refused.status_code == 200
    assert "Chưa báo cáo nào có số liệu" in said(refused)
    assert not ReportRevision.objects.exists()


def test_one_wrong_cell_keeps_all_from_being_submitted(parks):
    refused = parks.client.post(
        parks.overview, {**typed(parks, parks.client.get(parks.overview), "5", "x y"), "step": "submit"}
    )
    assert [one.error != "" for row in refused.context["rows"] for one in row.cells].count(True) == 1
    assert not ReportRevision.objects.exists()


def test_one_report_that_cannot_be_submitted_keeps_all_back_and_is_named(parks):
    page = parks.client.get(parks.overview)
    parks.client.post(parks.overview, {**typed(parks, page, "5"), "step": "submit"})
    first = ReportRevision.objects.get()
    approver = make_approver(parks.rows.province, "approver")
    approved = approve_report(revision=first, by=approver, at=first.submitted_at)
    revise_report(report=approved.report, reason="nhập nhầm", by=parks.person, at=first.submitted_at)
    # The old tab showed the first revision; the correction is another matter.
    refused = parks.client.post(parks.overview, {**typed(parks, page, "7", "8"), "step": "submit"})
    assert refused.status_code == 200
    assert "nhập nhầm" in said(refused)
    assert parks.rows.parks[0].name in said(refused)
    assert ReportRevision.objects.filter(status=RevisionStatus.AWAITING_APPROVAL).count() == 0
    assert Actual.objects.count() == 1
