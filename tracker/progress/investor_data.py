"""Write what an investor page shows as plain data; rules of keys and values: `as_data`."""

from itertools import chain
from typing import Any

from tracker.progress.as_data import row_data
from tracker.progress.investor_totals import InvestorTotal, numbers_of_total
from tracker.progress.plain_data import day_data, ends_data
from tracker.progress.rows import InvestorProgress
from tracker.progress.told import NumberCode


def investor_data(progress: InvestorProgress) -> dict[str, Any]:
    """Return what an investor page shows at the quarter: its own targets, and what those for several places come to."""
    return {
        "investor": progress.investor.slug,
        "investor_name": progress.investor.name,
        "investor_name_en": progress.investor.name_en,
        "quarter": str(progress.quarter),
        "map": progress.map_choice.value,
        "as_of": None if progress.as_of is None else progress.as_of.isoformat(),
        "parks": [park.slug for park in progress.parks],
        "rows": [row_data(row, progress.rows) for row in progress.rows],
        "totals": [_total_data(total) for total in progress.totals],
    }


# The numbers that a total has where they are known.
_TOTALLED = (
    NumberCode.GOAL,
    NumberCode.BASELINE,
    NumberCode.TO_DATE,
    NumberCode.ATTAINMENT,
    NumberCode.EXPECTED,
    NumberCode.EXPECTED_SHARE,
    NumberCode.PACE,
    NumberCode.DISTANCE,
    NumberCode.DISTANCE_SHARE,
    NumberCode.GAP,
    NumberCode.QUARTERS_LEFT,
    NumberCode.NEEDED,
)


def _total_data(total: InvestorTotal) -> dict[str, Any]:
    """Return the sum of an investor's targets and what is reached of it: its numbers under their own codes."""
    terms, progress, numbers = total.terms, total.progress, numbers_of_total(total)
    return {
        "indicator": total.indicator.code,
        "kind": total.indicator.kind,
        "unit": total.indicator.unit,
        "target_starts": None if terms is None else day_data(terms.starts),
        "target_ends": None if terms is None else day_data(terms.ends),
        "read_to": day_data(progress.read_to),
        "status": progress.status.value if progress.status else None,
        "reasons": [reason.value for reason in progress.reasons],
        **dict(chain.from_iterable(ends_data(None, code.value).items() for code in _TOTALLED)),
        **dict(chain.from_iterable(ends_data(told.result, told.code.value).items() for told in numbers)),
        "places": [place.slug for place in total.places],
        "left_out": [place.slug for place in total.left_out],
    }
