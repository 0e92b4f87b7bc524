"""Signing in works under the content security policy, and assistive technology can do it."""

import hashlib
import re

from tests.browser.conftest import AXE


def test_sign_in_page_has_no_axe_findings(page, published_site, axe):
    page.goto(f"{published_site}/admin/login/")
    assert axe(page) == []


def test_administrator_signs_in_and_sees_the_admin(page, published_site, sign_in):
    sign_in(page)
    assert page.locator("#content").is_visible()
    assert page.locator("html").get_attribute("lang") == "vi"


def test_the_committed_axe_is_the_one_that_its_readme_names():
    readme = (AXE.parent / "README.md").read_text("utf-8")
    named = re.search(r"SHA-256 \| ([0-9a-f]{64})", readme)
    assert named is not None
    assert hashlib.sha256(AXE.read_bytes()).hexdigest() == named[1]
