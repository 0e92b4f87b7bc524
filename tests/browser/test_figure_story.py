"""The story of a figure and the history of a row in a real browser: no findings of axe, nothing beside the screen."""

import pytest

STORY = "/admin/tracker/quarterlyreport/figure/{place}/2025-Q1/{reporter}/{indicator}/"


@pytest.fixture
def addresses(published_site):
    """Return the addresses of a published figure's story and of its report's history."""
    from tracker.models import Actual

    figure = (
        Actual.objects.in_force(None)
        .filter(revision__report__year=2025, revision__report__quarter=1)
        .select_related("revision__report__place", "revision__report__reporter", "indicator")
        .order_by("pk")[0]
    )
    report = figure.revision.report
    story = STORY.format(place=report.place.slug, reporter=report.reporter.slug, indicator=figure.indicator.code)
    return f"{story}?as_of=2025-04-20T10:00", f"/admin/tracker/quarterlyreport/{report.pk}/history/"


@pytest.mark.parametrize("width", [1366, 320])
def test_story_and_history_have_no_axe_findings_and_fit_the_screen(
    browser, page, published_site, sign_in, axe, addresses, width
):
    sign_in(page)
    for address in addresses:
        page.set_viewport_size({"width": width, "height": 700})
        page.goto(f"{published_site}{address}")  # fails the test for any breach of the content policy
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        context = browser.new_context(viewport={"width": width, "height": 700}, locale="vi-VN", bypass_csp=True)
        context.add_cookies(page.context.cookies())
        free = context.new_page()
        free.goto(f"{published_site}{address}", wait_until="load")
        findings = axe(free)
        context.close()
        assert findings == [], address
