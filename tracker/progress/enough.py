"""Say whether so many have reported that a sum may be judged; pure, standard library only."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

# A rule of this project (docs/glossary.md, "too few reports"): of fewer than this share nothing is judged.
ENOUGH = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Hold how many of the units that owe a report have given one.

    :raises ValueError: if more reported than owe.
    """

    reported: int
    owing: int

    def __post_init__(self) -> None:
        if not 0 <= self.reported <= self.owing:
            raise ValueError(f"{self.reported} of {self.owing} reports is no coverage.")

    def is_below(self, threshold: Decimal | Fraction) -> bool:
        """Tell whether fewer have reported than the threshold asks for; nobody owing is complete."""
        return self.reported < Fraction(threshold) * self.owing

    def is_too_thin(self, needed: Decimal) -> bool:
        """Tell whether a sum of them is not judged: below the coverage that is needed, and always below the half."""
        return self.is_below(max(Fraction(needed), ENOUGH))


def thinnest(coverages: Iterable[Coverage]) -> Coverage | None:
    """Return the coverage of which the smallest part has reported, the first of equal ones; None for none.

    One of which nobody owes anything is complete, and stands only where there is no other.
    """
    return min(coverages, key=_part, default=None)


def _part(coverage: Coverage) -> Fraction:
    return Fraction(coverage.reported, coverage.owing) if coverage.owing else Fraction(2)
