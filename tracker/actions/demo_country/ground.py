"""The provinces that an invented country stands on: real names and days, invented weights; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from tracker.progress.periods import ONE_DAY, Quarter

MERGER: Final = date(2025, 7, 1)
FIRST_ON_THE_NEW_MAP: Final = Quarter(2025, 3)
EVE_OF_THE_MERGER: Final = MERGER - ONE_DAY

# How much industry an area is given, in invented parts; who is not named has the usual share. Only the order of size
# resembles the real one, so that pages look familiar.
_WEIGHTS: Final = {
    "binh-duong": 95, "dong-nai-2025": 88, "ho-chi-minh-2025": 62, "bac-ninh-2025": 60, "hai-phong-2025": 52,
    "long-an": 55, "ha-noi": 46, "ba-ria-vung-tau": 44, "vinh-phuc": 33, "hung-yen-2025": 36, "thai-nguyen-2025": 30,
    "ha-nam": 26, "quang-ninh": 26, "nam-dinh": 17, "thai-binh": 20, "binh-phuoc": 30, "tay-ninh-2025": 30,
    "da-nang-2025": 18, "quang-nam": 20, "thanh-hoa": 18, "nghe-an": 17, "quang-ngai-2025": 14, "khanh-hoa-2025": 11,
    "can-tho-2025": 12, "tien-giang": 13, "hau-giang": 8, "phu-tho-2025": 15, "hoa-binh": 9, "ninh-binh-2025": 10,
    "binh-dinh": 13, "ha-tinh": 9, "hue": 10, "binh-thuan": 12, "lam-dong-2025": 6, "an-giang-2025": 5,
    "cao-bang": 1, "bac-kan": 1, "dien-bien": 0, "lai-chau": 0, "son-la": 2, "ha-giang": 1, "tuyen-quang-2025": 3,
    "kon-tum": 2, "bac-lieu": 2, "ca-mau-2025": 3, "dak-nong": 2, "ninh-thuan": 4, "yen-bai": 4, "lang-son": 4,
    "hai-duong": 34, "bac-giang": 36,
}  # fmt: skip
_USUAL_WEIGHT: Final = 6
# Areas with a coast or a border crossing get an economic zone.
WITH_ECONOMIC_ZONE: Final = frozenset(
    {
        "hai-phong-2025", "thanh-hoa", "nghe-an", "ha-tinh", "da-nang-2025", "quang-nam", "quang-ngai-2025",
        "binh-dinh", "khanh-hoa-2025", "tay-ninh-2025", "long-an", "hue",
    }
)  # fmt: skip
# Their published goals stay without an invented figure that would stand before the published ones: no park, no figure
# and no goal is invented for them at all, and for the other two none in the year that was published.
LEFT_TO_THE_PUBLISHED_FIGURES: Final = frozenset({"bac-giang", "hai-duong"})
PUBLISHED_YEARS: Final = frozenset({("ha-noi", 2023), ("quang-ninh", 2023)})
# They have a published perimeter of their parks already.
WITH_PUBLISHED_PERIMETER: Final = frozenset({"ha-noi", "quang-ninh"})


@dataclass(frozen=True, slots=True)
class Province:
    """One province or centrally run city, and what it goes into on the day of the merger."""

    slug: str
    name: str
    name_en: str
    centrally_run: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str = ""

    @property
    def is_area(self) -> bool:
        """Whether it was there before the merger, so that parks lie in it on either map."""
        return self.valid_from is None

    @property
    def goes_on(self) -> str:
        """Return the province that the same ground belongs to after the merger."""
        return self.successor or self.slug

    def exists_in(self, quarter: Quarter) -> bool:
        """Return whether it is there on the quarter's last day."""
        return (self.valid_from is None or self.valid_from <= quarter.last_day) and (
            self.valid_to is None or self.valid_to >= quarter.last_day
        )

    @property
    def until(self) -> str:
        """Return what tells the offices of a province that has gone from those of its successor; else nothing."""
        return "" if self.valid_to is None else " trước 1/7/2025"

    @property
    def until_en(self) -> str:
        """Return the same in English."""
        return "" if self.valid_to is None else ", before 1 July 2025"

    def office_name(self, office: str) -> str:
        """Return the name of one of its invented offices, as it and its documents give it."""
        return f"{office} {self.title()}{self.until} (minh họa)"

    def title(self) -> str:
        """Return the name with the sort of unit before it, as offices write it."""
        return f"{'thành phố' if self.centrally_run else 'tỉnh'} {self.name}"


@dataclass(frozen=True)
class Ground:
    """The provinces of both maps by slug, in the order of their slugs."""

    provinces: dict[str, Province]

    @classmethod
    def of(cls, provinces: Iterable[Province]) -> "Ground":
        """Return the ground of some provinces."""
        return cls({each.slug: each for each in sorted(provinces, key=lambda each: each.slug)})

    @property
    def areas(self) -> list[Province]:
        """Return the provinces of the map before the merger: every park lies in one of these."""
        return [each for each in self.provinces.values() if each.is_area]

    def weight(self, area: str) -> int:
        """Return the share of industry that an area is given, in invented parts."""
        return _WEIGHTS.get(area, _USUAL_WEIGHT)

    def areas_of(self, province: str) -> list[Province]:
        """Return what a province consists of: its predecessors, or itself."""
        return [area for area in self.areas if area.goes_on == province or area.slug == province]

    def province_of(self, area: str, quarter: Quarter) -> Province:
        """Return the province that an area belongs to in a quarter."""
        own = self.provinces[area]
        return own if own.exists_in(quarter) else self.provinces[own.successor]
