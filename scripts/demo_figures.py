"""Write the invented figures of `make demo` to seeds/demo: the same files on every run and every machine.

Nothing here is a statistic. Every number is drawn from a checksum of its own name, so that adding a row changes no
other row; amounts are whole numbers throughout, and no float is used.
"""

import csv
import hashlib
import io
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
FOLDER = SEEDS / "demo"
SEED = "invented figures 1"
DOCUMENT = "so-lieu-minh-hoa"
FORM = "minh-hoa-quy"
NAME = "minh-hoa"
MERGER = "2025-07-01"
LAST_DAYS = {1: "03-31", 2: "06-30", 3: "09-30", 4: "12-31"}
FIRST_DAYS = {1: "01-01", 2: "04-01", 3: "07-01", 4: "10-01"}
MILLION, BILLION = 10**6, 10**9

# Who is large decides the size of the invented amounts, nothing else.
LARGE = ("bac-ninh", "dong-nai", "ha-noi", "hai-phong", "ho-chi-minh", "hung-yen", "phu-tho", "tay-ninh")
SMALL = ("cao-bang", "dien-bien", "lai-chau", "lang-son", "lao-cai", "son-la", "tuyen-quang")

# What a demonstration should be able to show, each at one place.
WITHOUT_GOAL = "dien-bien"
SILENT_IN_THE_THIRD_QUARTER = ("ca-mau", "son-la")
FAR_BEHIND = "quang-tri"
PAST_ITS_GOAL = "hung-yen"
RANGE = "can-tho"
PHASED = "quang-ninh"
NOTHING_IN_THE_FIRST_QUARTER = "lai-chau"
WITH_PARKS = "bac-ninh"
OCCUPANCY_GOALS = ("bac-ninh", "dong-nai", "hai-phong", "hung-yen", "tay-ninh")
# Their published goals of 2025 stay without an invented figure that would stand before the published ones.
LEFT_TO_THE_PUBLISHED_FIGURES = ("bac-giang", "hai-duong")

SILENT_PARK = "lan"
PARK_WITHOUT_FDI_GOAL = "truc"
# Flowers, not numbers: parks whose names differ by a number alone are a finding of the data checks.
REMAINING_PARKS = 90  # per mille of the goal, for the parks that have none of their own

Row = dict[str, str]


@dataclass(frozen=True)
class Park:
    """One invented park, its name, and its parts of the province's goal and figures, per mille."""

    flower: str
    name: str
    name_en: str
    of_goal: int
    of_figures: int

    @property
    def slug(self) -> str:
        """Return the address name of the park."""
        return f"kcn-{NAME}-{self.flower}"

    @property
    def investor(self) -> str:
        """Return the address name of its investor."""
        return f"cong-ty-{NAME}-{self.flower}"


PARKS = (
    Park("cuc", "Cúc", "Cuc", 250, 210),
    Park("dao", "Đào", "Dao", 180, 160),
    Park("hong", "Hồng", "Hong", 150, 110),
    Park("hue", "Huệ", "Hue", 100, 90),
    Park("lan", "Lan", "Lan", 80, 80),
    Park("mai", "Mai", "Mai", 60, 50),
    Park("sen", "Sen", "Sen", 40, 30),
    Park("truc", "Trúc", "Truc", 30, 20),
)


@dataclass(frozen=True)
class Place:
    """One province with its names and the places that went into it."""

    slug: str
    name: str
    name_en: str
    number: int
    predecessors: tuple[str, ...]


def draw(name: str, low: int, high: int) -> int:
    """Return a whole number from low to high, both included, that depends on nothing but its name."""
    digest = hashlib.sha256(f"{SEED}/{name}".encode()).digest()
    return low + int.from_bytes(digest[:8], "big") % (high - low + 1)


def read(file: str) -> list[Row]:
    """Return the rows of a published seed file."""
    with (SEEDS / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def provinces() -> list[Place]:
    """Return the provinces of today's map in the order of their slugs."""
    before: dict[str, list[str]] = {}
    for row in read("provinces/successions.csv"):
        before.setdefault(row["successor"], []).append(row["predecessor"])
    rows = [row for row in read("provinces/places.csv") if row["kind"] == "province" and not row["valid_to"]]
    return [
        Place(row["slug"], row["name"], row["name_en"], number, tuple(sorted(before.get(row["slug"], []))))
        for number, row in enumerate(sorted(rows, key=lambda row: row["slug"]), start=1)
    ]


# --- Writing numbers ---------------------------------------------------------------------------------------------


def grouped(number: int) -> str:
    """Write a whole number as Vietnamese print does."""
    return f"{number:,}".replace(",", ".")


def tenths(number: int) -> str:
    """Write a number of tenths as Vietnamese print does."""
    whole, tenth = divmod(number, 10)
    return grouped(whole) + (f",{tenth}" if tenth else "")


def plain(number: int, decimals: int) -> str:
    """Write a number of tenths or hundredths as a seed file wants it."""
    whole, rest = divmod(number, 10**decimals)
    return f"{whole}.{rest:0{decimals}d}" if rest else str(whole)


def printed(indicator: str, value: int) -> str:
    """Write an amount in single units (tenths of a hectare, hundredths of a per cent) as the document prints it."""
    if indicator.startswith("fdi-projects"):
        return f"{grouped(value)} dự án"
    if indicator.startswith("land"):
        return f"{tenths(value)} ha"
    if indicator == "occupancy":
        whole, rest = divmod(value, 100)
        return f"{whole},{rest:02d}%" if rest else f"{whole}%"
    if indicator.startswith("ddi"):
        return f"{grouped(value // BILLION)} tỷ đồng"
    return f"{tenths(value // (MILLION // 10))} triệu USD"


def unit_of(indicator: str) -> str:
    """Return the unit of an indicator."""
    if indicator.startswith("fdi-projects"):
        return "projects"
    if indicator.startswith("land"):
        return "ha"
    return "percent" if indicator == "occupancy" else "VND" if indicator.startswith("ddi") else "USD"


def cell(indicator: str, value: int) -> str:
    """Write an amount as a seed file wants it."""
    return plain(value, {"ha": 1, "percent": 2}.get(unit_of(indicator), 0))


# --- Amounts -----------------------------------------------------------------------------------------------------


def goal(place: str, indicator: str) -> int:
    """Return the size of a place's year, in single units: its goal where it has one."""
    low, high, step = {
        ("fdi-registered", "large"): (20, 50, 100 * MILLION),
        ("fdi-registered", "middle"): (6, 15, 100 * MILLION),
        ("fdi-registered", "small"): (2, 12, 10 * MILLION),
        ("ddi-registered", "large"): (40, 90, 1000 * BILLION),
        ("ddi-registered", "middle"): (15, 35, 1000 * BILLION),
        ("ddi-registered", "small"): (4, 12, 1000 * BILLION),
    }[indicator, size(place)]
    return draw(f"{place}/{indicator}/goal", low, high) * step


def size(place: str) -> str:
    """Return the class of size of a place."""
    return "large" if place in LARGE else "small" if place in SMALL else "middle"


def to_date(place: str, indicator: str, quarter: int) -> int:
    """Return an invented amount from 1 January 2026 to the quarter's end, in single units."""
    step = BILLION if indicator.startswith("ddi") else MILLION // 10
    reached = goal(place, indicator) * per_mille(place, indicator, quarter) // 1000
    return reached // step * step


def per_mille(place: str, indicator: str, quarter: int) -> int:
    """Return the part of the year's goal that is reached at the end of a quarter of 2026."""
    is_fdi = indicator == "fdi-registered"
    if place == FAR_BEHIND:
        return (31, 74, 118)[quarter - 1] if is_fdi else (60, 130, 210)[quarter - 1]
    if place == PAST_ITS_GOAL and is_fdi:
        return (410, 870, 1236)[quarter - 1]
    if place == PHASED and is_fdi:
        return (112, 331, 612)[quarter - 1]
    if place == NOTHING_IN_THE_FIRST_QUARTER and is_fdi:
        return (0, 350, 705)[quarter - 1]
    luck = draw(f"{place}/{indicator}/luck", 1, 100)
    low, high = (960, 1130) if luck <= 60 else (830, 940) if luck <= 85 else (620, 780)
    pace = draw(f"{place}/{indicator}/pace", low, high)
    wobble = draw(f"{place}/{indicator}/{quarter}/wobble", -60, 60) if quarter < 3 else 0
    return 250 * quarter * (pace + wobble) // 1000


def last_year(place: str, indicator: str, quarter: int) -> int:
    """Return an invented amount of one quarter of 2025, in single units."""
    step = BILLION if indicator.startswith("ddi") else MILLION // 10
    year = goal(place, indicator) * draw(f"{place}/{indicator}/2025", 780, 1020) // 1000
    share = (210, 240, 260, 290)[quarter - 1] + draw(f"{place}/{indicator}/2025/{quarter}", -20, 20)
    return year * share // 1000 // step * step


def realised(place: str, quarter: int) -> int:
    """Return an invented FDI realised from 1 January 2026 to the quarter's end."""
    base = goal(place, "fdi-registered") * draw(f"{place}/realised", 420, 620) // 1000
    per_cent = 24 * quarter + draw(f"{place}/realised/{quarter}", -2, 2)
    return base * per_cent // 100 // (MILLION // 10) * (MILLION // 10)


def projects(place: str, amount: int) -> int:
    """Return an invented number of new projects for an amount of FDI; none for nothing."""
    return -(-amount // (draw(f"{place}/project", 12, 30) * MILLION))


def leasable(place: str) -> int:
    """Return an invented area that can be leased, in tenths of a hectare."""
    low, high = {"large": (4000, 9000), "middle": (1200, 3500), "small": (150, 900)}[size(place)]
    return draw(f"{place}/leasable", low, high) * 10


def leased(place: str, quarters: int) -> int:
    """Return an invented leased area so many quarters after June 2025, in tenths of a hectare."""
    area = leasable(place)
    total = area * draw(f"{place}/leased", 430, 720) // 1000
    return total + sum(area * draw(f"{place}/leased/{number}", 4, 16) // 1000 for number in range(quarters))


def rate(part: int, whole: int) -> int:
    """Return part / whole in hundredths of a per cent, rounded half up."""
    return (part * 20000 + whole) // (2 * whole)


# --- Rows --------------------------------------------------------------------------------------------------------


def actual(place: str, number: int, year: int, quarter: int, indicator: str, value: int, **cells: str) -> Row:
    """Return one figure; `basis` is year_to_date unless it is given."""
    basis = cells.get("basis", "year_to_date")
    first = {"as_of": "", "year_to_date": f"{year}-01-01", "in_quarter": f"{year}-{FIRST_DAYS[quarter]}"}[basis]
    suffix = "-ytd" if year == 2025 and basis == "year_to_date" else ""
    return {
        "reference": f"{NAME}-{place}-{year}-q{quarter}-{indicator}{suffix}",
        "place": place,
        "year": str(year),
        "quarter": str(quarter),
        "reporter": f"co-quan-{NAME}-{place}",
        "indicator": indicator,
        "basis": basis,
        "from_on": first,
        "to_on": f"{year}-{LAST_DAYS[quarter]}",
        "comparator": "exactly",
        "value": cell(indicator, value),
        "unit": unit_of(indicator),
        "numerator": "",
        "denominator": "",
        "observation_status": "normal" if value or indicator != "fdi-registered" else "nil",
        "printed": printed(indicator, value),
        "paragraph": str(number),
        "origin": "printed",
        **cells,
    }


def occupancy(place: str, number: int, year: int, quarter: int, area: int, total: int, **cells: str) -> Row:
    """Return the area under lease over the area that can be leased, with both."""
    parts = {"numerator": plain(total, 1), "denominator": plain(area, 1)}
    return actual(place, number, year, quarter, "occupancy", rate(total, area), basis="as_of", **parts, **cells)


def rows_of_2026(place: Place) -> Iterator[Row]:
    """Yield what a province reports for the first three quarters of 2026, from January on."""
    slug, number = place.slug, place.number
    for quarter in (1, 2, 3):
        if quarter == 3 and slug in SILENT_IN_THE_THIRD_QUARTER:
            continue
        fdi = to_date(slug, "fdi-registered", quarter)
        yield actual(slug, number, 2026, quarter, "fdi-registered", fdi)
        yield actual(slug, number, 2026, quarter, "fdi-projects-new", projects(slug, fdi))
        yield actual(slug, number, 2026, quarter, "fdi-realised", realised(slug, quarter))
        yield actual(slug, number, 2026, quarter, "ddi-registered", to_date(slug, "ddi-registered", quarter))
        total = leased(slug, 2 + quarter)
        yield actual(slug, number, 2026, quarter, "land-leased", total - leased(slug, 2))
        yield occupancy(slug, number, 2026, quarter, leasable(slug), total)


def rows_of_2025(place: Place) -> Iterator[Row]:
    """Yield what a province and its predecessors report for 2025, quarter by quarter."""
    slug, number = place.slug, place.number
    for quarter in (1, 2):
        yield from rows_before_the_merger(place, "fdi-registered", quarter)
    for quarter in (3, 4):
        for indicator in ("fdi-registered", "ddi-registered"):
            amount = last_year(slug, indicator, quarter)
            yield actual(slug, number, 2025, quarter, indicator, amount, basis="in_quarter")
        if set(place.predecessors) & set(LEFT_TO_THE_PUBLISHED_FIGURES):
            # One of its predecessors reports nothing here: only the province itself can say the whole year.
            for indicator in ("fdi-registered", "ddi-registered"):
                whole = sum(last_year(slug, indicator, each) for each in range(1, quarter + 1))
                yield actual(slug, number, 2025, quarter, indicator, whole)
    yield occupancy(slug, number, 2025, 4, leasable(slug), leased(slug, 2))


def rows_before_the_merger(place: Place, indicator: str, quarter: int) -> Iterator[Row]:
    """Yield a quarter's amount as the places of the old map report it; together they make the province's."""
    whole = last_year(place.slug, indicator, quarter)
    step = BILLION if indicator.startswith("ddi") else MILLION // 10
    places = place.predecessors or (place.slug,)
    weights = [draw(f"{each}/weight", 20, 50) for each in places]
    amounts = [whole * weight // sum(weights) // step * step for weight in weights[1:]]
    for slug, amount in zip(places, [whole - sum(amounts), *amounts], strict=True):
        if slug not in LEFT_TO_THE_PUBLISHED_FIGURES:
            yield actual(slug, place.number, 2025, quarter, indicator, amount, basis="in_quarter")


def rows_of_parks(first_number: int) -> Iterator[Row]:
    """Yield what the invented parks report for 2026; together less than their province says."""
    for number, park in enumerate(PARKS, start=first_number + 1):
        slug, reporter = park.slug, park.investor
        area = draw(f"{slug}/leasable", 180, 420) * 10
        total = area * draw(f"{slug}/leased", 300, 850) // 1000
        for quarter in (1, 2, 3):
            total += area * draw(f"{slug}/leased/{quarter}", 5, 30) // 1000
            if quarter == 3 and park.flower == SILENT_PARK:
                continue
            for indicator, step in (("fdi-registered", MILLION // 10), ("ddi-registered", BILLION)):
                amount = to_date(WITH_PARKS, indicator, quarter) * park.of_figures // 1000 // step * step
                yield actual(slug, number, 2026, quarter, indicator, amount, reporter=reporter)
            yield occupancy(slug, number, 2026, quarter, area, total, reporter=reporter)


def target(place: str, number: int, indicator: str, value: int, position: int, **cells: str) -> Row:
    """Return one goal of 2026, at least the value unless another comparator is given."""
    comparator = cells.get("comparator", "at_least")
    text = printed(indicator, value)
    words = {"at_least": f"từ {text} trở lên", "over": f"trên {text}"}.get(comparator, text)
    return {
        "reference": f"{NAME}-{place}-2026-{indicator}",
        "place": place,
        "investor": "",
        "indicator": indicator,
        "role": "goal",
        "starts_on": "2026-01-01",
        "ends_on": "2026-12-31",
        "comparator": comparator,
        "value": cell(indicator, value),
        "high": "",
        "unit": unit_of(indicator),
        "printed": words,
        "paragraph": str(number),
        "origin": "printed",
        "baseline": "",
        "part_of": "",
        "collective": "",
        "members": "",
        "position": str(position),
        **cells,
    }


def goals(places: list[Place]) -> Iterator[Row]:
    """Yield the goals of the provinces, then those of the parks that carry parts of one."""
    position = 0
    for place in places:
        if place.slug == WITHOUT_GOAL:
            continue
        for indicator in ("fdi-registered", "ddi-registered"):
            position += 1
            value = goal(place.slug, indicator)
            cells = {} if draw(f"{place.slug}/{indicator}/over", 1, 6) > 1 else {"comparator": "over"}
            if place.slug == RANGE and indicator == "fdi-registered":
                low, high = value * 9 // 10, value * 11 // 10
                words = f"{tenths(low // (MILLION // 10))}–{printed(indicator, high)}"
                cells, value = {"comparator": "between", "high": str(high), "printed": words}, low
            yield target(place.slug, place.number, indicator, value, position, **cells)
        if place.slug in OCCUPANCY_GOALS:
            position += 1
            baseline = rate(leased(place.slug, 2), leasable(place.slug))
            wanted = (baseline // 100 + draw(f"{place.slug}/occupancy/goal", 4, 6)) * 100
            cells = {"baseline": plain(baseline, 2)}
            yield target(place.slug, place.number, "occupancy", wanted, position, **cells)
    number = next(place.number for place in places if place.slug == WITH_PARKS)
    yield from goals_of_parks(number, len(places), position)


def goals_of_parks(number: int, first_number: int, position: int) -> Iterator[Row]:
    """Yield the parts of one province's goals: the parks', and one for the remaining parks together."""
    for indicator in ("fdi-registered", "ddi-registered"):
        whole = goal(WITH_PARKS, indicator)
        part_of = f"{NAME}-{WITH_PARKS}-2026-{indicator}"
        for place_number, park in enumerate(PARKS, start=first_number + 1):
            if indicator == "fdi-registered" and park.flower == PARK_WITHOUT_FDI_GOAL:
                continue
            position += 1
            yield target(
                park.slug,
                place_number,
                indicator,
                whole * park.of_goal // 1000,
                position,
                investor=park.investor,
                comparator="exactly",
                part_of=part_of,
            )
        position += 1
        yield target(
            WITH_PARKS,
            number,
            indicator,
            whole * REMAINING_PARKS // 1000,
            position,
            reference=f"{part_of}-remaining",
            comparator="exactly",
            part_of=part_of,
            collective="yes",
            members="bac-giang-khu-cong-nghiep",
        )


def phases(places: list[Place]) -> Iterator[Row]:
    """Yield the plan of the one goal that does not run along a straight line."""
    number = next(place.number for place in places if place.slug == PHASED)
    whole = goal(PHASED, "fdi-registered")
    for quarter, per_cent in ((1, 10), (2, 30), (3, 60), (4, 100)):
        value = whole * per_cent // 100
        yield {
            "reference": f"{NAME}-{PHASED}-2026-fdi-registered-q{quarter}",
            "target": f"{NAME}-{PHASED}-2026-fdi-registered",
            "starts_on": "2026-01-01",
            "ends_on": f"2026-{LAST_DAYS[quarter]}",
            "basis": "to_date",
            "comparator": "at_least",
            "value": str(value),
            "unit": "USD",
            "printed": f"từ {printed('fdi-registered', value)} trở lên",
            "paragraph": str(number),
            "origin": "printed",
        }


def offices(places: list[Place]) -> Iterator[Row]:
    """Yield one invented reporter for each place that has invented figures, and one investor for each park."""
    names = {row["slug"]: row for row in read("provinces/places.csv")}
    for place in places:
        for slug in sorted({place.slug, *place.predecessors} - set(LEFT_TO_THE_PUBLISHED_FIGURES)):
            old, old_en = (" (cũ)", " (former)") if slug != place.slug else ("", "")
            yield {
                "slug": f"co-quan-{NAME}-{slug}",
                "kind": "province_office",
                "name": f"Cơ quan minh họa {names[slug]['name']}{old}",
                "name_en": f"Invented office of {names[slug]['name_en']}{old_en}",
                "place": slug,
            }
    for park in PARKS:
        yield {
            "slug": park.investor,
            "kind": "investor",
            "name": f"Công ty Minh họa {park.name}",
            "name_en": f"Invented Company {park.name_en}",
            "place": "",
        }


def tables() -> dict[str, list[Row]]:
    """Return every file with its rows."""
    places = provinces()
    folder = f"documents/{DOCUMENT}"
    lines = (
        ("fdi-registered", "quarter_and_year_to_date"),
        ("fdi-projects-new", "quarter_and_year_to_date"),
        ("fdi-realised", "quarter_and_year_to_date"),
        ("ddi-registered", "quarter_and_year_to_date"),
        ("land-leased", "quarter_and_year_to_date"),
        ("occupancy", "as_of"),
    )
    owing = [(f"co-quan-{NAME}-{place.slug}", place.slug) for place in places]
    owing += [(park.investor, park.slug) for park in PARKS]
    return {
        "documents.csv": [
            {
                "slug": DOCUMENT,
                "kind": "other",
                "title": "Số liệu minh họa",
                "title_en": "Invented figures for demonstrations",
                "number_style": "vietnamese",
                "note": "Không phải thống kê: mọi con số do máy tạo ra để trình diễn.",
                "note_en": "No statistics: every number was made by a program for demonstrations.",
            }
        ],
        "parks/places.csv": [
            {
                "slug": park.slug,
                "kind": "industrial_park",
                "name": f"KCN Minh họa {park.name}",
                "name_en": f"Invented Park {park.name_en}",
                "valid_from": MERGER,
            }
            for park in PARKS
        ],
        "parks/parents.csv": [
            {"place": park.slug, "parent": WITH_PARKS, "valid_from": MERGER, "valid_to": ""} for park in PARKS
        ],
        "investors/organisations.csv": list(offices(places)),
        "investors/park_investors.csv": [
            {"park": park.slug, "investor": park.investor, "valid_from": MERGER, "document": DOCUMENT} for park in PARKS
        ],
        "frame/forms.csv": [{"code": FORM, "name": "Báo cáo quý minh họa", "name_en": "Invented quarterly report"}],
        "frame/form_lines.csv": [
            {"form": FORM, "indicator": indicator, "position": str(position), "asked": asked}
            for position, (indicator, asked) in enumerate(lines, start=1)
        ],
        "frame/duties.csv": [
            {"reporter": reporter, "place": place, "form": FORM, "valid_from": MERGER} for reporter, place in owing
        ],
        f"{folder}/targets.csv": list(goals(places)),
        f"{folder}/phases.csv": list(phases(places)),
        f"{folder}/actuals.csv": [
            *(row for place in places for row in (*rows_of_2025(place), *rows_of_2026(place))),
            *rows_of_parks(len(places)),
        ],
    }


def texts() -> dict[str, str]:
    """Return every file with its text."""
    written = {}
    for name, rows in tables().items():
        text = io.StringIO()
        writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        written[name] = text.getvalue()
    return written


def main() -> int:
    """Write the files."""
    for name, text in texts().items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
