"""Rows leave the database by COPY, also where what is asked is logged."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from provinces.models import Place
from tests.builders import make_place
from tracker.exchange.copying import copy_rows

pytestmark = pytest.mark.django_db


def test_rows_are_copied_in_order_with_quotes_and_percents():
    make_place("hai-duong", name='100% "mới", %s')
    make_place("bac-ninh", name="Bắc Ninh")
    pieces: list[bytes] = []
    rows = Place.objects.filter(slug__in=["hai-duong", "bac-ninh"], name__contains="%").values_list("slug", "name")
    copy_rows(rows, pieces.append)
    assert b"".join(pieces).decode() == 'hai-duong,"100% ""mới"", %s"\n'


def test_rows_are_copied_while_statements_are_logged():
    make_place("hai-duong")
    pieces: list[bytes] = []
    with CaptureQueriesContext(connection) as asked:
        copy_rows(Place.objects.filter(slug="hai-duong").values_list("slug"), pieces.append)
    assert b"".join(pieces) == b"hai-duong\n"
    assert len(asked) == 1
