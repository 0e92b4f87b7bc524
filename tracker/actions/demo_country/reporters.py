"""Plan who reports which place of an invented country, and where figures are missing on purpose; pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

from tracker.actions.demo_country.cases import PUNCTUAL, SILENT_IN_THE_NEWEST_QUARTER, WITH_PARTS, YEAR
from tracker.actions.demo_country.companies import Tenure
from tracker.actions.demo_country.draws import Draws
from tracker.actions.demo_country.filing import Filer
from tracker.actions.demo_country.ground import (
    EVE_OF_THE_MERGER,
    FIRST_ON_THE_NEW_MAP,
    LEFT_TO_THE_PUBLISHED_FIGURES,
    MERGER,
    PUBLISHED_YEARS,
    Ground,
    Province,
)
from tracker.actions.demo_country.lines import FORMS, LONGER_FORMS_FROM
from tracker.actions.demo_country.provinces import Happening, happening_in_perimeter
from tracker.actions.demo_country.rates import average_rate
from tracker.actions.demo_country.sites import Sites
from tracker.actions.demo_country.size import CountrySize
from tracker.progress.periods import ONE_DAY, Quarter

_SILENT_STRETCH_PER_MILLE: Final = 200
_SMALL_OFFICE_REPORTS_PER_MILLE: Final = 480
_IN_DONG: Final = 2
_EARLIEST: Final = Quarter(1986, 1)
_OFFICE_FORM: Final = "minh-hoa-tinh"
_BOARD_FORM: Final = "minh-hoa-ban-quan-ly"


@dataclass(frozen=True, slots=True)
class Office:
    """One invented organisation of a province: who reports, or who sets goals."""

    slug: str
    kind: str
    name: str
    name_en: str
    place: str


@dataclass(frozen=True, slots=True)
class Duty:
    """The days during which a reporter owes a form for a place; None is an open end."""

    reporter: str
    place: str
    form: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True)
class World:
    """What the plan of reporters rests on."""

    size: CountrySize
    ground: Ground
    sites: Sites
    draws: Draws
    parks: Mapping[str, Happening]
    provinces: Mapping[str, Happening]

    def office_reports_from(self, province: Province) -> Quarter | None:
        """Return since when a province's office reports figures of its own: since the merger all do; None: never."""
        if province.slug in LEFT_TO_THE_PUBLISHED_FIGURES:
            return None
        has_board = any(enclosure.area == province.slug for enclosure in self.sites.enclosures.values())
        if has_board or self.draws.chance(_SMALL_OFFICE_REPORTS_PER_MILLE, "office reports", province.slug):
            return max(Quarter(self.size.first_year, 1), FIRST_ON_THE_NEW_MAP if province.valid_from else _EARLIEST)
        return FIRST_ON_THE_NEW_MAP if province.exists_in(FIRST_ON_THE_NEW_MAP) else None

    def office_owes(self, province: Province, quarter: Quarter) -> bool:
        """Return whether a province's office owes a report for a quarter."""
        first = self.office_reports_from(province)
        return first is not None and first <= quarter and province.exists_in(quarter)

    def office_in(self, area: str, quarter: Quarter) -> str:
        """Return the province that an area belongs to in a quarter."""
        return self.ground.province_of(area, quarter).slug


def filers(world: World, tenures: list[Tenure]) -> Iterator[Filer]:
    """Yield everybody who reports: investors of parks, boards of perimeters, offices of provinces."""
    yield from _investors(world, tenures)
    yield from _boards(world)
    for province in world.ground.provinces.values():
        if world.office_reports_from(province) is None:
            continue
        silent = partial(_office_is_silent, world, province.slug)
        merged_with_published = any(
            area.slug in LEFT_TO_THE_PUBLISHED_FIGURES for area in world.ground.areas_of(province.slug)
        )
        yield Filer(
            place=province.slug,
            reporter=office_slug(province.slug),
            reporter_kind="province_office",
            form=_OFFICE_FORM,
            series=world.provinces[province.slug],
            owes=partial(world.office_owes, province),
            office_in=partial(_always, province.slug),
            # One of its predecessors reports nothing: only the province itself can say the whole year.
            both_in=frozenset({MERGER.year}) if merged_with_published else frozenset(),
            punctual_in=frozenset({YEAR}) if province.slug in PUNCTUAL else frozenset(),
            silent_in=silent,
        )


def _always(province: str, _quarter: Quarter) -> str:
    return province


def _investors(world: World, tenures: list[Tenure]) -> Iterator[Filer]:
    in_dong = _reporting_in_dong(world)
    silent_part = _silent_part(world)
    rates = {quarter: average_rate(quarter) for quarter in world.size.quarters if quarter.year >= YEAR - 2}
    for tenure in tenures:
        park = world.sites.parks[tenure.park]
        yield Filer(
            place=park.slug,
            reporter=tenure.investor,
            reporter_kind="investor",
            form=park.form,
            series=world.parks[park.slug],
            owes=tenure.holds_in,
            office_in=partial(world.office_in, park.area),
            silent_in=partial(_park_is_silent, world, park.slug, is_silent_part=park.slug == silent_part),
            rates=rates if park.slug in in_dong else {},
        )


def _park_is_silent(world: World, slug: str, quarter: Quarter, *, is_silent_part: bool) -> bool:
    """Return whether a park says nothing for a quarter: a stretch of some, or where a case needs it."""
    park = world.sites.parks[slug]
    province = world.office_in(park.area, quarter)
    if quarter == world.size.newest and (province in SILENT_IN_THE_NEWEST_QUARTER or is_silent_part):
        return True
    if (park.area, quarter.year) in PUBLISHED_YEARS:
        return True
    if not world.draws.chance(_SILENT_STRETCH_PER_MILLE, "silent stretch", slug):
        return False
    first = world.draws.pick(world.size.quarters, "silent from", slug)
    return first <= quarter < first.plus(world.draws.whole(2, 5, "silent for", slug)) and quarter != world.size.newest


def _office_is_silent(world: World, slug: str, quarter: Quarter) -> bool:
    if quarter == world.size.newest and slug in SILENT_IN_THE_NEWEST_QUARTER:
        return True
    return (slug, quarter.year) in PUBLISHED_YEARS


def _silent_part(world: World) -> str:
    """Return the park that carries a part of its province's goal and says nothing for the newest quarter."""
    areas = {area.slug for area in world.ground.areas_of(WITH_PARTS)}
    parks = [park for park in world.sites.parks.values() if park.area in areas and park.foreign]
    largest = sorted(parks, key=lambda park: (-park.leasable, park.slug))
    return largest[1].slug if len(largest) > 1 else ""


def _reporting_in_dong(world: World) -> frozenset[str]:
    """Return the parks whose investor states foreign capital in VND: nothing may add it to the others unseen."""
    mixed = [park.slug for park in world.sites.parks.values() if park.form == "minh-hoa-khu-hon-hop"]
    return frozenset(world.draws.shuffled(mixed, "in dong")[:_IN_DONG])


def _boards(world: World) -> Iterator[Filer]:
    quarters = [*world.size.quarters, *(world.size.newest.plus(more) for more in range(1, 4))]
    for enclosure in world.sites.enclosures.values():
        if enclosure.kind != "perimeter":
            continue
        inside = [world.parks[park.slug] for park in world.sites.inside(enclosure.slug)]
        series = happening_in_perimeter(world.draws, enclosure.slug, inside, quarters)
        for province in sorted({enclosure.area, world.ground.provinces[enclosure.area].goes_on}):
            yield Filer(
                place=enclosure.slug,
                reporter=board_slug(province),
                reporter_kind="board",
                form=_BOARD_FORM,
                series=series,
                owes=world.ground.provinces[province].exists_in,
                office_in=partial(_always, province),
                silent_in=partial(_office_is_silent, world, province),
            )


def office_slug(province: str) -> str:
    """Return the address name of a province's invented office."""
    return f"minh-hoa-co-quan-{province}"


def board_slug(province: str) -> str:
    """Return the address name of a province's invented board."""
    return f"minh-hoa-ban-quan-ly-{province}"


def offices(world: World) -> list[Office]:
    """Return the invented organisations of the provinces: reporters, and issuers of goals."""
    made: dict[str, Office] = {}
    for province in world.ground.provinces.values():
        slug, english = province.slug, province.name_en
        rows = [
            Office(f"minh-hoa-ubnd-{slug}", "peoples_committee", "UBND", f"People's Committee of {english}", slug),
            Office(f"minh-hoa-hdnd-{slug}", "peoples_council", "HĐND", f"People's Council of {english}", slug),
            Office(f"minh-hoa-dang-bo-{slug}", "party_committee", "Đảng bộ", f"Party committee of {english}", slug),
            Office(
                office_slug(slug),
                "province_office",
                "Sở Tài chính",
                f"Department of Finance of {english}",
                slug,
            ),
            Office(board_slug(slug), "board", "Ban Quản lý các KCN", f"Parks management board of {english}", slug),
        ]
        for row in rows:
            english = f"{row.name_en}{province.until_en} (invented)"
            made[row.slug] = Office(row.slug, row.kind, province.office_name(row.name), english, row.place)
    return list(made.values())


def duties(world: World, tenures: list[Tenure]) -> Iterator[Duty]:
    """Yield who owes which form for which place: forms that became longer give two rows."""
    for tenure in tenures:
        park = world.sites.parks[tenure.park]
        yield from _duties(tenure.investor, park.slug, park.form, tenure.valid_from, tenure.valid_to)
    for enclosure in world.sites.enclosures.values():
        if enclosure.kind == "perimeter":
            own = world.ground.provinces[enclosure.area]
            if own.valid_to is None:
                yield Duty(board_slug(own.slug), enclosure.slug, _BOARD_FORM, None, None)
            else:
                yield Duty(board_slug(own.slug), enclosure.slug, _BOARD_FORM, None, EVE_OF_THE_MERGER)
                yield Duty(board_slug(own.successor), enclosure.slug, _BOARD_FORM, MERGER, None)
    for province in world.ground.provinces.values():
        first = world.office_reports_from(province)
        if first is not None:
            starts = MERGER if first == FIRST_ON_THE_NEW_MAP else None
            yield Duty(office_slug(province.slug), province.slug, _OFFICE_FORM, starts, province.valid_to)


def _duties(reporter: str, place: str, form: str, first: date | None, last: date | None) -> Iterator[Duty]:
    longer, changed_on = f"{form}-2022", LONGER_FORMS_FROM.first_day
    if longer not in FORMS or (last is not None and last < changed_on):
        yield Duty(reporter, place, form, first, last)
    elif first is not None and first >= changed_on:
        yield Duty(reporter, place, longer, first, last)
    else:
        yield Duty(reporter, place, form, first, changed_on - ONE_DAY)
        yield Duty(reporter, place, longer, changed_on, last)


__all__ = ["Duty", "Office", "World", "board_slug", "duties", "filers", "office_slug", "offices"]
