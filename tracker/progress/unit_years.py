"""Hold how a sum over places came from last year's to this year's."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.progress.measures import Amount, Comparison, total_of
from tracker.progress.named import PlaceFace


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitYears:
    """What one place below brought to the same day of last year, and what this year, in single units."""

    place: PlaceFace
    earlier: Amount
    current: Amount
    units: tuple[int, int] | None = None
    """Of a place that is itself a sum: how many of its units are in it, and how many have either year."""

    @property
    def is_part(self) -> bool:
        """Tell whether some of what the place had or has is not in it."""
        return self.units is not None and self.units[0] < self.units[1]

    @property
    def difference(self) -> Amount:
        """Give current less earlier."""
        return self.current - self.earlier


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsOfUnits:
    """How a sum over places came from last year's to this year's: each of its parts that has both years, at least one.

    ``left_out`` owe a report and have not both. ``like_for_like`` is False where one was cut off on another day then.
    """

    units: tuple[UnitYears, ...]
    left_out: tuple[PlaceFace, ...]
    like_for_like: bool

    @property
    def earlier(self) -> Amount:
        """Give what the units had brought to the same day of last year."""
        return _total(unit.earlier for unit in self.units)

    @property
    def current(self) -> Amount:
        """Give what the units have brought this year."""
        return _total(unit.current for unit in self.units)

    @property
    def difference(self) -> Amount:
        """Give current less earlier."""
        return self.current - self.earlier


def _total(amounts: Iterable[Amount]) -> Amount:
    total = total_of(amounts)
    assert total is not None  # there is at least one unit
    return total


def years_of_units(
    parts: Mapping[int, Comparison], places: Mapping[int, PlaceFace], *, owing: Iterable[PlaceFace]
) -> YearsOfUnits | None:
    """Return the compared parts of a sum with what each brought in both years; None where there are none."""
    units = []
    for key, compared in parts.items():
        assert compared.value is not None
        assert compared.current is not None
        counts = None if compared.units is None or compared.units_of is None else (compared.units, compared.units_of)
        units.append(UnitYears(place=places[key], earlier=compared.value, current=compared.current, units=counts))
    if not units:
        return None
    return YearsOfUnits(
        units=tuple(units),
        left_out=tuple(place for place in owing if place.id not in parts),
        like_for_like=all(compared.like_for_like for compared in parts.values()),
    )
