"""The order of lists and choices: by the names that the reader sees."""

from typing import Final

from django.db.models import F
from django.db.models.expressions import OrderBy
from django.db.models.functions import Collate, Lower

from provinces.wording import in_english

# By which column English readers find what Vietnamese ones find by this one.
_ENGLISH: Final = {"sort_key": "name_en", "name": "name_en", "title": "title_en"}


def local_order(column: str) -> str | OrderBy:
    """Return the order by a column of names, for English readers by its English twin; other columns stay.

    English names are compared without case and by the alphabet of "C", which every server has.
    """
    path = column.removeprefix("-")
    lead, separator, last = path.rpartition("__")
    if not in_english() or last not in _ENGLISH:
        return column
    return OrderBy(Collate(Lower(F(f"{lead}{separator}{_ENGLISH[last]}")), "C"), descending=column.startswith("-"))
