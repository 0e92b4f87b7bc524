"""Every page in both languages and every look: light, dark, forced colours, a phone, the narrowest phone.

A page is asked for once in each language and looked at in each look: the looks are the style sheet's alone. In none of
them axe finds anything or the page scrolls sideways; it logs nothing, breaks no rule of its content security policy,
and asks nothing of another site.
"""

from urllib.parse import urlsplit

import pytest
from django.urls import get_resolver, resolve

from tests.browser.conftest import let_read
from tests.browser.looks import findings_in_every_look
from tracker.web.guides import GUIDES

PAGES = [
    "/",
    "/places/",
    "/places/viet-nam/?quarter=2025-Q1",
    "/places/hai-duong/?quarter=2025-Q1",
    "/places/hai-duong/?quarter=2025-Q1&goals-columns=status,goal,no-such&places-find=kim",
    "/places/hai-phong/?quarter=2025-Q1&map=today",
    "/places/hai-duong-khu-cong-nghiep/?quarter=2025-Q1",
    "/places/khu-kinh-te-chuyen-biet-hai-duong/?quarter=2025-Q1",
    "/places/dai-an-mo-rong/?quarter=2025-Q1",
    "/places/hai-duong/explanation/?quarter=2025-Q1&indicator=fdi-registered",
    "/places/hai-duong/targets/?quarter=2025-Q1",
    "/places/hai-duong/report/?quarter=2025-Q1",
    "/places/hai-duong/restatements/?quarter=2025-Q1&since=2025-04-15",
    "/indicators/",
    "/indicators/fdi-registered/?quarter=2025-Q1",
    "/investors/",
    "/investors/cong-ty-dai-an/?quarter=2025-Q1",
    "/editions/",
    "/editions/viet-nam-2025-q1-1/",
    "/editions/viet-nam-2025-q1-1/restatements/",
    "/documents/",
    "/documents/001-hai-duong-parks-q1-2025/",
    "/promotion-lists/hai-duong-nhat-ban-2021-2023/",
    "/data-checks/",
    "/reporting/?quarter=2025-Q1",
    "/reporting/calendar/",
    "/reporting/remind/?quarter=2025-Q1",
    "/reporting/open-year/?place=hai-phong&year=2026",
    "/search/?q=dai+an",
    "/about/",
    "/api/v1/docs",
    "/help/",
    *(f"/help/{guide.code}/" for guide in GUIDES),
    "/accounts/profile/",
    "/accounts/password/",
    "/accounts/programs/",
    "/accounts/login/",
]
# Answers that are no pages: files, programs' doors, a form's target, and the way to one's own page.
NO_PAGES = {
    "report_pdf",
    "report_document",
    "quarter_workbook",
    "results",
    "data_package",
    "figures_sdmx",
    "figures_sdmx_structure",
    "calendar_feed",
    "report_api",
    "progress_api",
    "investor_progress_api",
    "sign_out",
    "sign_out_everywhere",
}


def test_every_page_that_has_an_address_is_looked_at():
    looked_at = {resolve(urlsplit(address).path).url_name for address in PAGES}
    named = {each.name for each in get_resolver("tracker.web.urls").url_patterns}
    assert named - NO_PAGES - looked_at == set()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_page_is_sound_in_every_look(browser, published_site, axe, address, language):
    context = browser.new_context(reduced_motion="reduce")
    context.set_default_timeout(30_000)
    context.add_cookies([{"name": "language", "value": language, "url": published_site}])
    if not address.startswith("/accounts/login/"):
        let_read(context, published_site)
    page = context.new_page()
    said, elsewhere = [], []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda asked: None if asked.url.startswith(published_site) else elsewhere.append(asked.url))
    answer = page.goto(f"{published_site}{address}")
    assert answer is not None
    assert answer.status == 200
    assert page.locator("html").get_attribute("lang") == language
    found = findings_in_every_look(page, axe)
    context.close()
    assert found == []
    assert said == []
    assert elsewhere == []
