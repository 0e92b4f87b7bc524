"""By keyboard from first page to first page: a report is returned with a reason, and its clerk mends and sends it."""

import pytest
from django.utils import timezone

from tests.browser.test_entry_work import signed_in
from tracker.models import ReportRevision, RevisionStatus
from tracker.progress.periods import Quarter

REASON = "Vốn FDI thiếu một dự án."
MENDED = "125,5"


@pytest.fixture(scope="module")
def submitted(published_site, django_db_blocker):
    """The only report of a park, which its clerk has submitted and its approver has not decided."""
    from provinces.models import PlaceKind
    from tests.builders import (
        Figure,
        make_approver,
        make_clerk,
        make_form,
        make_indicator,
        make_owing_park,
        make_place,
        make_report,
        submit_revision,
    )

    quarter = Quarter.containing(timezone.localdate()).previous()
    with django_db_blocker.unblock():
        fdi = make_indicator("h-fdi")
        form = make_form("h-bieu", indicators=[fdi])
        province = make_place("h-tinh", kind=PlaceKind.PROVINCE)
        park, investor = make_owing_park("h-khu", quarter, parent=province, form=form)
        clerk = make_clerk(park, "h-clerk")
        make_approver(park, "h-approver")
        report = make_report(
            park,
            quarter.year,
            quarter.number,
            reporter=investor,
            form=form,
            figures=[Figure(fdi, 100_000_000)],
            approved=False,
        )
        revision = submit_revision(report.revisions.get(), by=clerk)
        return {"revision": revision.pk, "fdi": fdi.pk}


def test_report_is_returned_and_mended_by_keyboard_from_the_first_pages(
    browser, published_site, submitted, django_db_blocker
):
    number = submitted["revision"]
    review = f"**/admin/tracker/reportrevision/{number}/review/"
    with signed_in(browser, published_site, "h-approver") as keys:
        keys.follow("#user-tools a[href='/']", f"{published_site}/")
        assert "1 việc chờ bạn quyết định" in keys.page.locator("h1").inner_text()
        keys.follow(".inbox a", review)
        keys.walk_to("input[name=reason]")
        keys.type(REASON)
        keys.send("button[value=return]")
    with signed_in(browser, published_site, "h-clerk") as keys:
        keys.follow("#user-tools a[href='/']", f"{published_site}/")
        assert REASON in keys.page.locator("main").inner_text()
        keys.follow(".inbox a", "**/h-khu-investor/")
        keys.walk_to("button[value=reopen]")
        with keys.page.expect_navigation():
            keys.press("Enter")
        field = f"input[name=line-{submitted['fdi']}-year_to_date]"
        keys.walk_to(field)
        keys.press("Control+A")
        keys.type(MENDED)
        keys.send("button[value=submit]")
    with django_db_blocker.unblock():
        row = ReportRevision.objects.get(pk=number)
        assert row.status == RevisionStatus.AWAITING_APPROVAL
        assert [actual.value for actual in row.actuals.all()] == [125_500_000]
