"""A page or a file asks the database equally often, however much there is to show."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from provinces.models import Place
from tests.builders import (
    Figure,
    make_indicator,
    make_investor,
    make_park,
    make_province_with_parks,
    make_report,
    make_target,
    make_threshold,
)
from tests.reading import reading_client

# Who asks: the session, the person, the roles.
SIGNED_IN = 3
# Whether what is kept of a page still holds: its figures, its findings, its quarter and those to choose from.
KEPT = 4
# What each page costs, session, person and roles among it; a change here is a decision, and is reviewed as one.
PAGES = {
    "/": None,
    "/places/": 6,  # two for the province that each place lies in
    "/places/hai-duong/": None,
    "/places/hai-duong/explanation/?indicator=fdi-registered": None,
    "/places/hai-duong/targets/": None,
    "/places/hai-duong/restatements/?since=2099-01-01": None,
    "/places/hai-duong/report/": None,
    "/places/hai-duong/quarter.xlsx": None,
    "/places/hai-duong/results.json": None,
    "/places/hai-duong/?format=csv&table=numbers": None,
    "/places/hai-duong/?format=xlsx&table=places": None,
    "/indicators/": 4,
    "/indicators/fdi-registered/": None,
    "/investors/": 5,
    "/investors/hai-duong-kcn-1-investor/": None,
    "/documents/": 4,
    "/data-checks/": None,
    "/about/": 4,
}


def fill(slug, parks):
    """A province with parks that have targets and figures."""
    made = make_province_with_parks(slug, parks=parks)
    indicator = make_indicator("fdi-registered", headline=True)
    goal = make_target(made.province, indicator, 1_000_000_000)
    for park, investor in zip(made.parks, made.investors, strict=True):
        make_target(park, indicator, 10_000_000, investor=investor, part_of=goal)
        make_report(park, reporter=investor, figures=[Figure(indicator, 1_000_000)])
    make_report(made.perimeter, reporter=made.board, figures=[Figure(indicator, 5_000_000)])


def cost(client, address):
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(address)
        assert answer.status_code == 200, address
        if answer.streaming:  # a file is read from the database while it is sent
            assert b"".join(answer.streaming_content)
    return len(queries)


def fill_more_parks(slug, parks):
    """Further parks under the same perimeter."""
    perimeter = Place.objects.get(slug=f"{slug}-khu-cong-nghiep")
    indicator = make_indicator("fdi-registered")
    for number in range(parks):
        park = make_park(f"{slug}-further-{number}", parent=perimeter)
        investor = make_investor(f"{park.slug}-investor", park=park)
        make_target(park, indicator, 10_000_000, investor=investor)
        make_report(park, reporter=investor, figures=[Figure(indicator, 1_000_000)])


@pytest.mark.django_db
def test_every_page_costs_the_same_at_two_sizes():
    client = reading_client("vi")
    make_threshold()
    fill("hai-duong", 2)
    small = {address: cost(client, address) for address in PAGES}
    for number in range(3):
        fill(f"province-{number}", 4)
    fill_more_parks("hai-duong", 8)
    large = {address: cost(client, address) for address in PAGES}
    assert large == small
    assert {address: large[address] for address, known in PAGES.items() if known} == {
        address: known for address, known in PAGES.items() if known
    }
    # A file names a settled moment and is read as of it: the lock, the clock, and what was edited in place since.
    assert (
        max(count for address, count in large.items() if not re.search("format=|[.](xlsx|json)", address))
        <= 33 + KEPT + SIGNED_IN
    ), large
    assert max(large.values()) <= 41 + KEPT + SIGNED_IN, large
