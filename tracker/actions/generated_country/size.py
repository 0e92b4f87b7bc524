"""How large a generated country is, and the quarters it lives in; pure."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from tracker.actions.demo_country.size import OFFICE_HOURS
from tracker.progress.periods import Quarter

SEED: Final = 1
NEWEST_YEAR: Final = 2025


@dataclass(frozen=True, kw_only=True)
class GeneratedSize:
    """How much to generate; provinces are counted as on the map before the merger, by what becomes of them."""

    name: str
    unchanged: int
    """Provinces that the merger leaves alone."""
    pairs: int = 0
    """Provinces that come of two."""
    triples: int = 0
    """Provinces that come of three."""
    countries: int = 1
    parks: int
    """Parks of the country with provinces."""
    clusters: int = 0
    foreign_parks: int = 0
    """Parks of the other countries."""
    lines: int = 20
    """How many indicators are reported."""
    years: int = 10

    @property
    def first_year(self) -> int:
        """Return the first year that is reported."""
        return NEWEST_YEAR - self.years + 1

    @property
    def quarters(self) -> list[Quarter]:
        """Return the quarters in their order, all of the years whole."""
        return [Quarter(year, number) for year in range(self.first_year, NEWEST_YEAR + 1) for number in range(1, 5)]

    @property
    def begins_at(self) -> datetime:
        """Return the moment from which the frame is known: a month before the first quarter."""
        return datetime(self.first_year - 1, 12, 1, tzinfo=OFFICE_HOURS).astimezone(UTC)


SIZES: Final[dict[str, GeneratedSize]] = {
    size.name: size
    for size in (
        GeneratedSize(name="S", unchanged=1, parks=20),
        GeneratedSize(name="M", unchanged=11, pairs=17, triples=6, parks=450, clusters=1000),
        GeneratedSize(
            name="L",
            unchanged=11,
            pairs=17,
            triples=6,
            countries=147,
            parks=450,
            foreign_parks=6550,
            lines=40,
            years=20,
        ),
    )
}
