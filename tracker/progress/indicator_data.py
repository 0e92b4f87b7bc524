"""Write what an indicator page shows as plain data; rules of keys and values: `as_data`."""

from typing import Any

from tracker.progress.as_data import row_data
from tracker.progress.rows import IndicatorProgress


def indicator_data(progress: IndicatorProgress) -> dict[str, Any]:
    """Return the country's row and those of the places with a goal or a figure, in the order of the tree."""
    indicator, country, rows = progress.indicator, progress.country, progress.shown_rows
    return {
        "indicator": indicator.code,
        "indicator_name": indicator.name,
        "indicator_name_en": indicator.name_en,
        "kind": indicator.kind,
        "direction": indicator.direction,
        "quarter": str(progress.quarter),
        "map": progress.map_choice.value,
        "as_of": None if progress.as_of is None else progress.as_of.isoformat(),
        "country": None if country is None else row_data(country, (country,)),
        "rows": [row_data(row, [each for each in rows if each.place.id == row.place.id]) for row in rows],
    }
