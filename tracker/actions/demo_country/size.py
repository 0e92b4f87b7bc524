"""How large an invented country is, and the days it lives in; pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Final

from tracker.progress.periods import Quarter

# Clocks of the invented offices; a fixed offset, so that no time zone data decides a moment.
OFFICE_HOURS: Final = timezone(timedelta(hours=7))
SEED: Final = "an invented country, 1"
"""Another seed is another country. Change the number when the same seed would give other figures."""


@dataclass(frozen=True, kw_only=True)
class CountrySize:
    """How much to invent: parks, investors, and the quarters from the first year's on."""

    parks: int
    investors: int
    first_year: int
    newest: Quarter
    """The last quarter that is reported; part of its reports are still on their way."""
    read_at: datetime
    """The moment at which the invented country stands still: nothing in it is approved later."""
    seed: str = SEED

    @property
    def quarters(self) -> list[Quarter]:
        """Return the quarters in their order, the newest last."""
        return list(self._quarters())

    @property
    def years(self) -> range:
        """Return the years in their order."""
        return range(self.first_year, self.newest.year + 1)

    @property
    def begins_at(self) -> datetime:
        """Return the moment from which the frame of the country is known: a month before its first quarter."""
        return datetime(self.first_year - 1, 12, 1, tzinfo=OFFICE_HOURS).astimezone(UTC)

    @property
    def fingerprint(self) -> str:
        """Return what tells this country from every other."""
        return f"{self.seed}; {self.parks} parks; {self.investors} investors; {self.first_year} to {self.newest}"

    def _quarters(self) -> Iterator[Quarter]:
        quarter = Quarter(self.first_year, 1)
        while quarter <= self.newest:
            yield quarter
            quarter = quarter.next()


_NEWEST: Final = Quarter(2026, 3)
_READ_AT: Final = datetime(2026, 10, 22, 17, 0, tzinfo=OFFICE_HOURS)
# What `make demo` fills its database with, and what a test can load.
SIZES: Final = {
    "demo": CountrySize(parks=400, investors=150, first_year=2015, newest=_NEWEST, read_at=_READ_AT),
    "small": CountrySize(parks=24, investors=9, first_year=2025, newest=_NEWEST, read_at=_READ_AT),
}


def at_office(day: date, minutes: int) -> datetime:
    """Return a moment of a working day: so many minutes after eight."""
    return datetime(day.year, day.month, day.day, 8, tzinfo=OFFICE_HOURS) + timedelta(minutes=minutes)
