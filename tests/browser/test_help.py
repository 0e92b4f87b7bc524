"""The help pages in a browser: nothing for axe to find, nothing sideways, two leaves of paper at most."""

import subprocess

import pytest

from tests.browser.test_pages import open_page
from tracker.web.guides import GUIDES

ADDRESSES = ["/help/", *(f"/help/{guide.code}/" for guide in GUIDES)]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("guide", [guide.code for guide in GUIDES])
def test_guide_prints_on_two_leaves_of_a4_at_most(page, published_site, tmp_path, guide, language):
    open_page(page, published_site, f"/help/{guide}/", language)
    paper = tmp_path / "guide.pdf"
    page.pdf(path=paper, prefer_css_page_size=True)
    said = subprocess.run(["pdfinfo", paper], capture_output=True, text=True, check=True).stdout
    assert int(said.split("Pages:")[1].split()[0]) in (1, 2)
    assert "594.96 x 841.92" in said or "595.92 x 841.92" in said


@pytest.mark.parametrize("address", ADDRESSES)
def test_help_has_no_axe_findings_on_a_phone_and_no_sideways_scroll(page, published_site, axe, address):
    page.set_viewport_size({"width": 320, "height": 640})
    open_page(page, published_site, address, "vi")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
