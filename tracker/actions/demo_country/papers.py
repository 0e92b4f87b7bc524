"""The invented documents that set the goals of an invented country, and how goals are printed in them; pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from tracker.actions.demo_country.draws import Draws
from tracker.actions.demo_country.ground import Province

# The scale and the words in which a line is printed.
_PRINTED: Final = {
    "USD": (Decimal(1_000_000), "triệu USD"),
    "VND": (Decimal(1_000_000_000), "tỷ đồng"),
    "ha": (Decimal(1), "ha"),
    "projects": (Decimal(1), "dự án"),
    "workers": (Decimal(1), "lao động"),
    "days": (Decimal(1), "ngày"),
    "percent": (Decimal(1), "%"),
}
_AROUND: Final = {
    "at_least": "từ {} trở lên",
    "over": "trên {}",
    "about": "khoảng {}",
    "at_most": "không quá {}",
    "under": "dưới {}",
    "exactly": "{}",
}


@dataclass(frozen=True, slots=True)
class Paper:
    """One invented document."""

    slug: str
    kind: str
    number: str
    title: str
    title_en: str
    publisher: str
    issued_on: date
    issuer: str
    """The organisation that issued it."""


def printed(unit: str, comparator: str, low: Decimal, high: Decimal | None = None) -> str:
    """Return a goal as a Vietnamese document prints it."""
    scale, words = _PRINTED[unit]
    text = grouped(low / scale)
    if high is not None:
        return f"{text}–{grouped(high / scale)} {words}"
    return _AROUND[comparator].format(f"{text} {words}")


def grouped(number: Decimal) -> str:
    """Write a number as Vietnamese print does: 1.234,5."""
    whole, _point, decimals = f"{number.normalize():,f}".partition(".")
    return whole.replace(",", ".") + (f",{decimals}" if decimals else "")


def yearly_decision(draws: Draws, province: Province, year: int) -> Paper:
    """Return the committee's decision that gives out the goals of a year."""
    return _decision(draws, province, year, "", date(year - 1, 12, 18), 25)


def amending_decision(draws: Draws, province: Province, year: int) -> Paper:
    """Return the committee's decision that changes them in the year."""
    return _decision(draws, province, year, "-dieu-chinh", date(year, 6, 20), 100)


def second_half_decision(draws: Draws, province: Province, year: int) -> Paper:
    """Return the decision of a new province for the half-year that it begins with."""
    return _decision(draws, province, year, "-6-thang", date(year, 7, 8), 20)


def _decision(draws: Draws, province: Province, year: int, suffix: str, first: date, days: int) -> Paper:
    slug = f"minh-hoa-qd-{province.slug}-{year}{suffix}"
    what = {
        "": ("giao chỉ tiêu thu hút đầu tư năm {}", "the investment goals for {}"),
        "-dieu-chinh": ("điều chỉnh chỉ tiêu thu hút đầu tư năm {}", "the change of the investment goals for {}"),
        "-6-thang": (
            "giao chỉ tiêu thu hút đầu tư 6 tháng cuối năm {}",
            "the investment goals for the second half of {}",
        ),
    }[suffix]
    return Paper(
        slug=slug,
        kind="decision",
        number=f"{draws.whole(11, 3950, 'number', slug)}/QĐ-UBND",
        title=f"Quyết định {what[0].format(year)} của {province.title()} (minh họa)",
        title_en=f"Decision on {what[1].format(year)} of {province.name_en} (invented)",
        publisher=province.office_name("UBND"),
        issued_on=first + timedelta(days=draws.whole(0, days, "issued", slug)),
        issuer=f"minh-hoa-ubnd-{province.slug}",
    )


def council_resolution(draws: Draws, province: Province, year: int) -> Paper:
    """Return the council's resolution on the tasks of a year, which may bind to another number."""
    slug = f"minh-hoa-nq-{province.slug}-{year}"
    return Paper(
        slug=slug,
        kind="resolution",
        number=f"{draws.whole(3, 190, 'number', slug)}/NQ-HĐND",
        title=f"Nghị quyết về nhiệm vụ phát triển kinh tế - xã hội năm {year} của {province.title()} (minh họa)",
        title_en=f"Resolution on the tasks of {year} of {province.name_en} (invented)",
        publisher=province.office_name("HĐND"),
        issued_on=date(year - 1, 12, 5) + timedelta(days=draws.whole(0, 10, "issued", slug)),
        issuer=f"minh-hoa-hdnd-{province.slug}",
    )


def party_resolution(draws: Draws, province: Province, first_year: int, last_year: int) -> Paper:
    """Return the resolution of a party congress for a term of years."""
    slug = f"minh-hoa-nq-dang-bo-{province.slug}-{first_year}"
    return Paper(
        slug=slug,
        kind="resolution",
        number=f"{draws.whole(1, 29, 'number', slug)}-NQ/ĐH",
        title=f"Nghị quyết Đại hội Đảng bộ {province.title()}, nhiệm kỳ {first_year}–{last_year} (minh họa)",
        title_en=f"Resolution of the party congress of {province.name_en}, {first_year}–{last_year} (invented)",
        publisher=province.office_name("Đảng bộ"),
        issued_on=date(first_year - 1, 10, 1) + timedelta(days=draws.whole(0, 60, "issued", slug)),
        issuer=f"minh-hoa-dang-bo-{province.slug}",
    )
