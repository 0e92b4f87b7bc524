"""The first page of somebody with work to do, and their account: nothing for axe to find, nothing sideways."""

import pytest
from django.conf import settings

ADDRESSES = ["/", "/accounts/profile/", "/accounts/password/"]


@pytest.fixture(scope="module")
def session(published_site, django_db_blocker):
    """The session of somebody who enters, approves and reads for Hải Dương, where every quarter is late."""
    from django.test import Client

    from provinces.models import Place
    from tracker.models import Membership, Person, Role

    with django_db_blocker.unblock():
        person = Person.objects.create_user(username="browser-all", display_name="Trần Thị Bình", is_staff=True)
        for role in (Role.CLERK, Role.APPROVER, Role.MANAGER):
            Membership.objects.create(person=person, role=role, place=Place.objects.get(slug="hai-duong"))
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.mark.parametrize(("width", "scheme"), [(1366, "light"), (1366, "dark"), (320, "light")])
@pytest.mark.parametrize("address", ADDRESSES)
def test_page_has_no_axe_findings_and_no_sideways_scroll(page, published_site, session, axe, address, width, scheme):
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": published_site}])
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    page.goto(f"{published_site}{address}")
    assert page.locator("h1").count() == 1
    # What is folded away is looked at as well.
    page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
