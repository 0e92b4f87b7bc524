"""Say in words what one save of several cells changed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Model

from provinces.models import Place
from provinces.wording import local_name
from tracker.actions.entry_lines import entry_from_data
from tracker.actions.entry_texts import line_text
from tracker.models import Indicator, ReportFormLine

Lines = Sequence[Mapping[str, Any]]


def rows_named_in(lines: Lines) -> Iterator[tuple[type[Model], int]]:
    """Yield the model and key of each row that the lines of a receipt name and `receipt_text` needs."""
    for line in lines:
        yield Indicator, line["indicator"]
        if "place" in line:
            yield Place, line["place"]


def receipt_text(lines: Lines, rows: Mapping[type[Model], Mapping[Any, Any]]) -> str:
    """Return the lines of a receipt, each before and after, with the place where they are of several places.

    ``rows`` holds what `rows_named_in` yields, indicators with their units; indicators that are gone are left out.
    """
    several = len({line.get("place") for line in lines}) > 1
    said = []
    for line in lines:
        indicator = rows.get(Indicator, {}).get(line["indicator"])
        if indicator is None:
            continue
        asked = ReportFormLine(indicator=indicator)
        before, after = (line_text(asked, entry_from_data(indicator.pk, line[when])) for when in ("before", "after"))
        place = rows.get(Place, {}).get(line.get("place")) if several else None
        text = f"{local_name(indicator)}: {before} → {after}"
        said.append(f"{local_name(place)}: {text}" if place is not None else text)
    return "; ".join(said)
