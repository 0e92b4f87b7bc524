"""Invented facts for the tests of the data checks; none of the numbers is anybody's."""

from datetime import date
from decimal import Decimal
from typing import Any

from provinces.models import Place, SourceDocument
from tests import builders
from tests.builders import Figure
from tracker.findings import Finding, run_checks
from tracker.models import (
    Actual,
    Basis,
    Comparator,
    ComparisonKind,
    Indicator,
    IndicatorKind,
    PrintedComparison,
    PromotionItem,
    PromotionList,
    Target,
    TargetRole,
)

MILLION = 10**6
BILLION = 10**9
YEAR_END = date(2024, 12, 31)


def found(code: str) -> list[Finding]:
    """Return what one rule finds."""
    return run_checks(codes=[code])


def capital() -> dict[str, Indicator]:
    """Return a total in USD with a complete split into one part in USD and one in VND, each with an own split."""
    total = builders.make_indicator("capital")
    foreign = builders.make_indicator("foreign", component_of=total, split="origin", split_complete=True)
    home = builders.make_indicator("home", unit="VND", component_of=total, split="origin", split_complete=True)
    kinds = {"split": "kind", "split_complete": True}
    return {
        "total": total,
        "foreign": foreign,
        "foreign-new": builders.make_indicator("foreign-new", component_of=foreign, **kinds),
        "foreign-added": builders.make_indicator("foreign-added", component_of=foreign, **kinds),
        "home": home,
        "home-new": builders.make_indicator("home-new", unit="VND", component_of=home, **kinds),
        "home-added": builders.make_indicator("home-added", unit="VND", component_of=home, **kinds),
    }


def projects() -> dict[str, Indicator]:
    """Return a count with a complete split into two."""
    total = builders.make_indicator("count", kind=IndicatorKind.STOCK, unit="projects")
    parts = {"component_of": total, "split": "origin", "split_complete": True, "kind": IndicatorKind.STOCK}
    return {
        "total": total,
        "foreign": builders.make_indicator("count-foreign", unit="projects", **parts),
        "home": builders.make_indicator("count-home", unit="projects", **parts),
    }


def printed(document: SourceDocument | None = None, paragraph: int = 1, **fields: Any) -> dict[str, Any]:
    """Return the fields of a figure that a document prints."""
    return {"document": document or builders.make_document(), "paragraph": paragraph, **fields}


def report(*figures: Figure, place: Place | None = None, year: int = 2024, quarter: int = 4, **fields: Any) -> None:
    """Add an approved report with these figures."""
    builders.make_report(place, year, quarter, figures=figures, **fields)


def on_a_day(indicator: Indicator, value: Any, **fields: Any) -> Figure:
    """Return a figure on the report's last day."""
    comparator = fields.pop("comparator", Comparator.EXACTLY)
    return Figure(indicator, value, Basis.AS_OF, comparator, fields=fields)


def to_date(indicator: Indicator, value: Any, **fields: Any) -> Figure:
    """Return a figure from the year's first day to the report's last."""
    comparator = fields.pop("comparator", Comparator.EXACTLY)
    return Figure(indicator, value, Basis.YEAR_TO_DATE, comparator, fields=fields)


def compare(subject: Actual | Target, kind: ComparisonKind, value: Any, unit: str, **fields: Any) -> PrintedComparison:
    """Add a printed comparison of a figure."""
    side = "subject_actual" if isinstance(subject, Actual) else "subject_target"
    return PrintedComparison.objects.create(
        **{
            "reference": f"comparison-{PrintedComparison.objects.count()}",
            "kind": kind,
            side: subject,
            "comparator": Comparator.EXACTLY,
            "value": Decimal(value),
            "unit": builders.make_unit(unit),
            "printed": f"{value} {unit}",
            "document": builders.make_document(),
            "paragraph": 1,
            **fields,
        }
    )


def promotion_list(counts: list[int | None], total: int, groups: int) -> None:
    """Add a list that states its projects and groups; a group whose count is None is described without one."""
    place = builders.make_place()
    listed = PromotionList.objects.create(
        slug="a-list",
        place=place,
        name="Danh mục",
        name_en="A list",
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 12, 31),
        document=builders.make_document(),
    )
    count = builders.make_indicator("offered", kind=IndicatorKind.STOCK, unit="projects")
    in_groups = builders.make_indicator("offered-groups", kind=IndicatorKind.STOCK, unit="groups")
    whole = PromotionItem.objects.create(
        promotion_list=listed, position=0, name="Cả danh mục", name_en="All", is_group=False
    )
    exactly = {"role": TargetRole.OFFER, "comparator": Comparator.EXACTLY}
    builders.make_target(place, count, total, promotion_item=whole, **exactly)
    builders.make_target(place, in_groups, groups, promotion_item=whole, **exactly)
    for position, value in enumerate(counts, start=1):
        item = PromotionItem.objects.create(
            promotion_list=listed,
            position=position,
            name=f"Nhóm {position}",
            name_en=f"Group {position}",
            is_group=True,
        )
        if value is not None:
            builders.make_target(place, count, value, promotion_item=item, **exactly)
