"""A year to date that falls, through the pages alone: Q1 = 10, 25 in Q2 gives 15, 22 in Q3 asks why and gives −3."""

import pytest
import time_machine

from tests.admin.dai_an import DaiAn
from tracker.models import Actual, Basis

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _october_2025():
    with time_machine.travel("2025-10-05T09:00:00+07:00", tick=True):
        yield


@pytest.fixture
def dai_an(sign_in):
    return DaiAn(sign_in)


def shown(dai_an, response):
    """Return what the row of FDI shows as its previous quarter, in the quarter and to date: texts and computed ones."""
    row = dai_an.row(response, dai_an.fdi)
    (quarter,), (year,) = row.quarter_inputs, row.other_inputs
    return row.previous, quarter.text or quarter.computed, year.text or year.computed


def approved(dai_an, quarter, **typed):
    """Have a quarter typed, submitted and approved; return its page and what the approver read of its line."""
    dai_an.address = dai_an.address_of(quarter)
    assert dai_an.save(step="submit", **typed).status_code == 302
    (row,) = dai_an.review().context["review"].changed
    assert dai_an.review(step="approve").status_code == 302
    assert dai_an.revision().status == "approved"
    return dai_an.page(), row


def test_falling_year_to_date_asks_why_and_is_a_negative_quarter_with_its_reason(dai_an):
    page, _row = approved(dai_an, "2025-Q1", fdi_in_quarter="10")
    assert shown(dai_an, page) == ("–", "10", "10 (tính ra)")

    page, row = approved(dai_an, "2025-Q2", fdi_year_to_date="25")
    assert shown(dai_an, page) == ("10", "15 (tính ra)", "25")
    assert row.warnings == ()

    dai_an.address = dai_an.address_of("2025-Q3")
    asked = dai_an.save(step="submit", fdi_year_to_date="22")
    assert asked.status_code == 200
    row = dai_an.row(asked, dai_an.fdi)
    for amount in ("25", "22", "−3"):
        assert f"{amount}\u00a0triệu USD" in row.reason.error
    assert (row.asks_reason, row.other_inputs[0].text) == (True, "22")
    assert f'name="{row.reason.name}"' in asked.content.decode()
    assert not Actual.objects.filter(revision__report__quarter=3).exists()

    page, row = approved(dai_an, "2025-Q3", fdi_year_to_date="22", fdi_reason="thu hồi dự án")
    assert shown(dai_an, page) == ("15 (tính ra)", "−3 (tính ra)", "22")
    assert row.reason == "thu hồi dự án"
    (warning,) = row.warnings
    assert "−3\u00a0triệu USD" in warning

    # What was typed is stored, and nothing that follows from it; the reason stays with the figure.
    figures = Actual.objects.order_by("revision__report__quarter")
    assert list(figures.values_list("basis", "value", "reason")) == [
        (Basis.IN_QUARTER, 10_000_000, ""),
        (Basis.YEAR_TO_DATE, 25_000_000, ""),
        (Basis.YEAR_TO_DATE, 22_000_000, "thu hồi dự án"),
    ]
    dai_an.address = dai_an.address_of("2025-Q4")
    assert shown(dai_an, dai_an.page())[0] == "−3 (tính ra)"
