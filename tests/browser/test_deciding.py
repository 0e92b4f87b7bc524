"""The approver's pages in a real browser: nothing for axe to find, no sideways scroll, and no mouse needed."""

from datetime import UTC, datetime

import pytest

NOW = datetime(2025, 7, 5, 2, 0, tzinfo=UTC)
DECIDE = "/admin/tracker/reportrevision/{revision}/review/"
PAGES = [
    "/admin/",
    DECIDE,
    "/admin/tracker/reportrevision/{revision}/attachments/",
    "/admin/tracker/quarterlock/close/",
    "/admin/tracker/quarterlock/{lock}/change/",
    "/admin/tracker/quarterlock/{lock}/allow/",
    "/admin/tracker/membership/deputies/",
]


@pytest.fixture(scope="module")
def waiting(published_site, django_db_blocker):
    """A submitted report of Dai An with an unusual figure, and a closed quarter of another year with leave in it."""
    from provinces.models import Organisation, Place
    from tests.builders import Figure, make_actual
    from tracker.actions.locking import close_quarter
    from tracker.actions.reporting import open_report, submit_report
    from tracker.models import LockException, Membership, Person, Role
    from tracker.progress.periods import Quarter

    with django_db_blocker.unblock():
        park = Place.objects.get(slug="dai-an-mo-rong")
        reporter = Organisation.objects.get(slug="cong-ty-dai-an")
        clerk = Person.objects.create_user(username="browser-clerk", display_name="Trần Thị Bình", is_staff=True)
        administrator = Person.objects.get(username="administrator")
        Membership.objects.create(person=clerk, role=Role.CLERK, place=park)
        draft = open_report(place=park, quarter=Quarter(2025, 1), reporter=reporter, by=clerk, at=NOW)
        for line in draft.report.form.lines.select_related("indicator__unit").order_by("position")[:3]:
            if line.indicator.kind == "flow":
                make_actual(draft, Figure(line.indicator, 125_000_000, fields={"reason": "một dự án rất lớn"}))
        assert draft.actuals.exists()
        revision = submit_report(revision=draft, by=clerk, at=NOW)
        lock = close_quarter(place=park, quarter=Quarter(2024, 4), by=administrator, at=NOW, reason="đã gửi bộ")
        LockException.objects.create(
            lock=lock,
            place=park,
            person=clerk,
            reason="công văn đến muộn",
            ends_at=datetime(2099, 1, 1, tzinfo=UTC),
            given_by=administrator,
        )
        return {"revision": revision.pk, "lock": lock.pk}


@pytest.mark.parametrize("width", [1366, 320])
@pytest.mark.parametrize("address", PAGES)
def test_pages_have_no_axe_findings_and_no_sideways_scroll(
    browser, page, published_site, sign_in, axe, waiting, address, width
):
    sign_in(page)  # this page fails its test for any breach of the content policy
    there = f"{published_site}{address.format(**waiting)}"
    answer = page.goto(there)
    assert answer is not None
    assert answer.status == 200
    # The engine sets inline styles of its own, so it looks at a page without the policy.
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="vi-VN", bypass_csp=True)
    context.add_cookies(page.context.cookies())
    free = context.new_page()
    free.goto(there, wait_until="load")
    findings = axe(free)
    scroll = free.evaluate("document.documentElement.scrollWidth")
    context.close()
    assert findings == []
    assert scroll <= width


def test_report_is_approved_by_keyboard_alone_and_without_script(browser, published_site, waiting):
    context = browser.new_context(java_script_enabled=False, locale="vi-VN")
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.goto(f"{published_site}/admin/login/")
    page.fill("input[name=username]", "administrator")
    page.fill("input[name=password]", "browser-test-only")
    page.keyboard.press("Enter")

    def walk_to(selector):
        for _step in range(200):
            page.keyboard.press("Tab")
            if page.locator(f"{selector}:focus").count():
                return
        pytest.fail(f"the Tab key never comes to {selector}")

    walk_to(f"a[href='{DECIDE.format(**waiting)}']")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{DECIDE.format(**waiting)}")
    walk_to("button[value=approve]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".messagelist .success")
    context.close()
