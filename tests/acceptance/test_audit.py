"""Recompute the totals of the published figures by three ways: no difference, on either map."""

import contextlib
from io import StringIO

import pytest
from django.core.management import call_command

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]


@pytest.mark.parametrize(("quarter", "choice"), [("2024-Q4", "then"), ("2025-Q2", "then"), ("2025-Q1", "today")])
def test_no_total_of_the_published_figures_differs(quarter, choice):
    out = StringIO()
    with contextlib.suppress(SystemExit):
        call_command("audit_progress", quarter=quarter, map=choice, language="en", stdout=out)
    assert out.getvalue().startswith("0 differences in "), out.getvalue()
