"""Write as plain data how a row's year went, and how its sum came from last year's; rules of values: `as_data`."""

from typing import Any

from tracker.progress.course_points import CoursePoint
from tracker.progress.measures import Expected, Reading
from tracker.progress.plain_data import amount_data, day_data, ends_data, plain
from tracker.progress.row_distances import distance_at
from tracker.progress.rows import ProgressRow
from tracker.progress.unit_years import YearsOfUnits


def reading_data(reading: Reading | None, name: str) -> dict[str, Any]:
    """Return a reading's amount, its days and why there is none under keys that begin with the name."""
    return {
        **amount_data(None if reading is None else reading.amount, name),
        f"{name}_reason": None if reading is None or reading.reason is None else reading.reason.value,
        f"{name}_from": None if reading is None else day_data(reading.from_on),
        f"{name}_to": None if reading is None else day_data(reading.to_on),
    }


def expected_data(expected: Expected | None) -> dict[str, Any]:
    """Return both ends of what should be reached; None for none."""
    return {
        "expected": plain(expected.low) if expected else None,
        "expected_high": plain(expected.high) if expected else None,
    }


def point_data(point: CoursePoint, row: ProgressRow) -> dict[str, Any]:
    """Return one quarter of the row's year: reached, expected, their distance, and the year before."""
    return {
        "quarter": str(point.quarter),
        **reading_data(point.in_quarter, "in_quarter"),
        **reading_data(point.to_date, "to_date"),
        **expected_data(point.expected),
        **ends_data(distance_at(point, row), "distance_from_expected"),
        **amount_data(point.to_date_before.amount if point.to_date_before else None, "to_date_a_year_before"),
        **amount_data(point.in_quarter_before.amount if point.in_quarter_before else None, "in_quarter_a_year_before"),
    }


def years_data(years: YearsOfUnits) -> dict[str, Any]:
    """Return what the places directly below brought to the same day of last year and this year, and their sums."""
    return {
        **amount_data(years.earlier, "earlier"),
        **amount_data(years.current, "current"),
        **amount_data(years.difference, "difference"),
        "like_for_like": years.like_for_like,
        "units": [
            {
                "place": unit.place.slug,
                "units": None if unit.units is None else unit.units[0],
                "units_of": None if unit.units is None else unit.units[1],
                **amount_data(unit.earlier, "earlier"),
                **amount_data(unit.current, "current"),
                **amount_data(unit.difference, "difference"),
            }
            for unit in years.units
        ],
        "left_out": [place.slug for place in years.left_out],
    }
