"""The invented country, small: both maps agree to the dong, and every number is the same wherever it stands.

The whole demonstration is looked at by hand (docs/architecture.md says how); this one has 24 parks and two years, with
the merger of 2025, moves, revisions, several reporters and currencies.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import override_settings

from provinces.models import Place, Succession
from tests.acceptance.everywhere import Compared, compare_indicator, compare_place, compare_rows_page, english
from tests.acceptance.files_alike import compare_figures
from tracker.actions.demo_country.loading import load_country
from tracker.actions.demo_country.size import SIZES
from tracker.models import Indicator
from tracker.progress.as_data import place_data
from tracker.progress.periods import Quarter
from tracker.progress.quantities import exact_sum
from tracker.progress.queries import progress_for_place, quarters_with_figures
from tracker.progress.readings import Reading
from tracker.progress.rows import MapChoice, ProgressRow, RowKind
from tracker.progress.telling import row_key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented")]
SEEDS = Path(__file__).resolve().parents[2] / "seeds"
MERGED = Quarter(2025, 3)  # the first quarter of the provinces of today


@pytest.fixture(scope="module")
def invented(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Hold the small invented country for a module's tests, and take it back at its end."""
    with django_db_blocker.unblock():
        with transaction.atomic():
            with override_settings(DEMO=True):
                load_country(size=SIZES["small"], seeds=SEEDS, say=lambda _sentence: None)
            yield
            transaction.set_rollback(True)
        connection.close()


def rows_of(slug: str, quarter: Quarter, choice: MapChoice) -> list[ProgressRow]:
    """Return the rows of every indicator that the invented country reports."""
    reported = Indicator.objects.filter(actuals__revision__report__form__code__startswith="minh-hoa").distinct()
    codes = sorted(reported.values_list("code", flat=True))
    found = progress_for_place(slug=slug, quarter=quarter, map_choice=choice, indicator_codes=codes)
    return list(found.rows)


def reached(slug: str, quarter: Quarter, choice: MapChoice) -> dict[tuple[str, str], Reading]:
    """Return what a place reached in the calendar year, by indicator and unit; left out where a goal's days differ."""
    year = quarter.year_first_day
    return {
        (row.indicator.code, row.indicator.unit): row.to_date
        for row in rows_of(slug, quarter, choice)
        if row.to_date.is_known and row.to_date.from_on == year and row.kind in (RowKind.WITHOUT, RowKind.OWN)
    }


def test_country_is_the_same_on_both_maps_for_every_indicator_and_quarter():
    compared, seen = 0, set()
    for quarter in quarters_with_figures():
        then, today = (
            {(row.indicator.code, row_key(row)): row for row in rows_of("viet-nam", quarter, choice)}
            for choice in (MapChoice.THEN, MapChoice.TODAY)
        )
        assert then.keys() == today.keys(), quarter
        for key, row in then.items():
            other = today[key]
            assert row.to_date.amount == other.to_date.amount, (quarter, key)
            assert row.to_date.to_on == other.to_date.to_on, (quarter, key)
            assert row.in_quarter.amount == other.in_quarter.amount, (quarter, key)
            assert row.progress.attainment == other.progress.attainment, (quarter, key)
            assert row.progress.status == other.progress.status, (quarter, key)
            compared += row.to_date.is_known
            seen |= {row.indicator.code} if row.to_date.is_known else set()
    assert compared > 80
    # The days of an investment certificate are never added over places: there is no number of the country.
    assert len(seen) == 19


def test_successor_on_todays_map_is_what_its_predecessors_were():
    compared = 0
    for quarter in (quarter for quarter in quarters_with_figures() if quarter < MERGED):
        for successor in Place.objects.filter(kind="province", valid_from=MERGED.first_day):
            before = Succession.objects.filter(successor=successor).values_list("predecessor__slug", flat=True)
            former = [reached(slug, quarter, MapChoice.THEN) for slug in before]
            for key, reading in reached(successor.slug, quarter, MapChoice.TODAY).items():
                parts = [readings.get(key) for readings in former]
                if {part.to_on if part else None for part in parts} == {reading.to_on}:
                    total = exact_sum(part.amount.value for part in parts if part and part.amount)
                    assert reading.amount is not None
                    assert reading.amount.value == total, (quarter, successor.slug, key)
                    compared += 1
    assert compared > 12


def test_toggling_twice_is_where_one_began():
    def read(choice: MapChoice) -> Any:
        return place_data(progress_for_place(slug="viet-nam", quarter=Quarter(2025, 2), map_choice=choice))

    first = read(MapChoice.THEN)
    assert read(MapChoice.TODAY)["rows"]
    assert read(MapChoice.THEN) == first


def test_every_number_is_the_same_on_page_file_api_and_explanation():
    client, compared = english(), Compared()
    parks = Place.objects.filter(slug__startswith="minh-hoa-kcn").order_by("slug").values_list("slug", flat=True)[:2]
    with_parks = Place.objects.filter(kind="province", valid_from=MERGED.first_day, child_rows__isnull=False)
    province = with_parks.order_by("slug").values_list("slug", flat=True).distinct()[0]
    for slug in ("viet-nam", province, *parks):
        for chosen in ("?quarter=2026-Q2&map=then", "?quarter=2025-Q2&map=today"):
            compare_place(client, f"{slug}/{chosen}", compared)
    compare_rows_page(client, "/?quarter=2026-Q2", compared)
    compare_indicator(client, "fdi-registered", "?quarter=2025-Q2&map=today", compared)
    assert compared.numbers > 1000
    assert compared.explained > 50
    assert compared.cells > 200
    assert compared.filed > 10_000
    for code in ("fdi-registered", "occupancy"):
        assert compare_figures(client, code, "2026-Q2") > 100


@pytest.mark.parametrize(
    ("quarter", "choice", "left_out"), [("2026-Q2", "then", 53), ("2025-Q2", "today", 98), ("2025-Q3", "then", 305)]
)
def test_audit_finds_no_difference_and_leaves_out_no_more_than_it_did(quarter, choice, left_out, capsys):
    call_command("audit_progress", quarter=quarter, map=choice, language="en")
    first, second, *_more = capsys.readouterr().out.splitlines()
    assert first.startswith("0 differences in ")
    # Of some 2,300 to 3,000 totals; the quarter of the merger has the most that are not plain enough.
    assert int(second.removeprefix("Not audited by any way: ").removesuffix(" totals")) <= left_out
