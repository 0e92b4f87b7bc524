"""A small invented country on the real ground, planned without a database."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

from tracker.actions.demo_country.ground import Ground, Province
from tracker.actions.demo_country.plan import Country, plan_country
from tracker.actions.demo_country.size import OFFICE_HOURS, CountrySize, at_office
from tracker.progress.periods import Quarter

SEEDS = Path(__file__).resolve().parents[3] / "seeds"


def size(*, parks: int = 30, investors: int = 8, first_year: int = 2024, seed: str = "test") -> CountrySize:
    return CountrySize(
        parks=parks,
        investors=investors,
        first_year=first_year,
        newest=Quarter(2026, 3),
        read_at=at_office(date(2026, 10, 22), 540).astimezone(OFFICE_HOURS),
        seed=seed,
    )


@cache
def ground() -> Ground:
    with (SEEDS / "provinces" / "successions.csv").open(encoding="utf-8", newline="") as lines:
        successors = {row["predecessor"]: row["successor"] for row in csv.DictReader(lines)}
    with (SEEDS / "provinces" / "places.csv").open(encoding="utf-8", newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["kind"] == "province"]
    return Ground.of(
        Province(
            slug=row["slug"],
            name=row["name"],
            name_en=row["name_en"],
            centrally_run=row["centrally_run"] == "yes",
            valid_from=_day(row["valid_from"]),
            valid_to=_day(row["valid_to"]),
            successor=successors.get(row["slug"], ""),
        )
        for row in rows
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def country(seed: str = "test") -> Country:
    return plan_country(size(seed=seed), ground())
