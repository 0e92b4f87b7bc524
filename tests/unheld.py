"""Rows that came before the database held a rule."""

from datetime import date
from decimal import Decimal

import pgtrigger
from django.db import connection

from provinces.models import Place, Succession
from tests.builders import NATIONAL_MAP_DAY, Number, make_document


def record_unfit_succession(old: Place, new: Place, *, on: date = NATIONAL_MAP_DAY, share: Number = 1) -> Succession:
    """Record a succession whatever the days of its places and the shares beside it, as it could be once."""
    with pgtrigger.ignore("provinces.Succession:succession_fits_its_places"):
        row = Succession.objects.create(
            predecessor=old, successor=new, effective_on=on, share=Decimal(share), document=make_document()
        )
        with connection.cursor() as cursor:
            # The rule is asked at the end of the transaction; here it is asked, and ignored, now.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return row
