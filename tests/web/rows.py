"""Hand-made rows, as `tracker.progress.queries` hands them to pages."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from tracker.progress.measures import (
    Amount,
    Direction,
    GoalPart,
    IndicatorKind,
    Reading,
    Reason,
    TargetRole,
    TargetTerms,
    Thresholds,
    coverage_of_goal,
    judge,
)
from tracker.progress.periods import Quarter
from tracker.progress.rows import (
    DocumentFace,
    FigureFace,
    IndicatorFace,
    MapChoice,
    OrganisationFace,
    PlaceFace,
    PlaceProgress,
    ProgressRow,
    RowKind,
    TargetFace,
)

Q1 = Quarter(2025, 1)
THRESHOLDS = Thresholds(on_track=Decimal("0.95"), at_risk=Decimal("0.80"), coverage=Decimal("0.5"))
YEAR = (date(2025, 1, 1), date(2025, 12, 31))


def place(number=1, slug="hai-duong", kind="province", name="Hải Dương", name_en="Hai Duong", **fields):
    ends = fields.pop("valid_to", None)
    return PlaceFace(number, slug, kind, name, name_en, None, ends, slug, **fields)


PROVINCE = place()
PARKS = place(2, "hai-duong-kcn", "perimeter", "KCN tỉnh Hải Dương", "Industrial parks of Hai Duong")
BOARD = OrganisationFace(1, "bql-hai-duong", "board", "Ban quản lý các KCN Hải Dương", "Hai Duong Board")
DOCUMENT = DocumentFace(1, "001-hai-duong", "", "Bài báo 001", "Article 001", date(2025, 3, 31))


def indicator(number=1, code="fdi-registered", unit="USD", scale=10**6, shown="triệu USD", shown_en="million USD"):
    names = {"fdi-registered": ("Vốn FDI đăng ký", "FDI registered"), "ddi-registered": ("Vốn DDI", "DDI registered")}
    name, name_en = names.get(code, (code, code))
    return IndicatorFace(
        number, code, name, name_en, "", "", "flow", "higher_is_better", unit, unit, unit, unit, Decimal(scale), shown,
        shown_en, True, "capital", "Vốn", "Capital", (1, number, code),
    )  # fmt: skip


FDI = indicator()
DDI = indicator(2, "ddi-registered", "VND", 10**9, "tỷ đồng", "billion VND")


def target(amount, *, of=FDI, at=PROVINCE, number=1, role=TargetRole.GOAL, investor=None, **fields):
    terms = TargetTerms(
        key=number,
        kind=IndicatorKind.FLOW,
        direction=Direction.HIGHER_IS_BETTER,
        role=role,
        starts=YEAR[0],
        ends=YEAR[1],
        amount=amount,
        implied=fields.pop("implied", False),
    )
    face = TargetFace(
        id=number, reference=f"001-0{number}", terms=terms, place=at, indicator_id=of.id, investor=investor,
        issuer=BOARD, document=DOCUMENT, paragraph=4, printed="1 billion USD", unit=of.unit, other_value=None,
        other_unit="",
        part_of_id=None, collective=False, member_ids=(), position=number, version=1, note="", note_en="",
    )  # fmt: skip
    return replace(face, **fields)


def figure(value, *, of=FDI, at=PARKS, number=1):
    return FigureFace(
        id=number, reference=f"001-a{number}", place=at, indicator_id=of.id, reporter=BOARD, quarter=Q1,
        basis="year_to_date", from_on=YEAR[0], to_on=Q1.last_day, cut_off_on=None, value=value, high=None,
        comparator="exactly", unit=of.unit, other_value=None, other_unit="", numerator=None, denominator=None,
        observation_status="normal", unclear=False, printed="125 million USD", document=DOCUMENT, paragraph=2,
        revision=1, approved_at=datetime(2026, 11, 21, 3, 0, tzinfo=UTC), note="", note_en="",
    )  # fmt: skip


def reading(value):
    if value is None:
        return Reading(kind=IndicatorKind.FLOW, reason=Reason.NOT_REPORTED, from_on=YEAR[0], to_on=Q1.last_day)
    return Reading(
        kind=IndicatorKind.FLOW, amount=Amount(value), from_on=YEAR[0], to_on=Q1.last_day, links=((1, 1),)
    )  # fmt: skip


def row(value=None, goal=None, *, of=FDI, at=PROVINCE, parts=(), kind=RowKind.OWN, **fields):
    """A row of one goal; ``value`` and ``goal`` in single units, None for missing."""
    amount = goal if isinstance(goal, Amount) or goal is None else Amount(goal)
    own = fields.pop("target", None) or (None if amount is None else target(amount, of=of, at=at))
    read = reading(value)
    progress = judge(own.terms if own else None, read, quarter=Q1, thresholds=THRESHOLDS, in_quarter=read)
    coverage = None
    if parts and own:
        goal_parts = [
            GoalPart(key=p.target.id, amount=p.target.terms.amount, unit=of.unit) for p in parts if p.target is not None
        ]
        coverage = coverage_of_goal(own.terms.amount, goal_parts, unit=of.unit)
    made = ProgressRow(
        kind=kind if own else RowKind.WITHOUT, place=at, indicator=of, target=own,
        terms=own.terms if own else None, progress=progress, to_date=read,
        in_quarter=read, roll_up=None, projection=None, same_period_last_year=None, previous_quarter=None,
        goal_coverage=coverage, thresholds=THRESHOLDS, figures=() if value is None else (figure(value, of=of),),
        figure_places=() if value is None else (PARKS,), perimeter_differs=value is not None,
        reported=() if value is None else (PARKS,), missing=(), target_units=None, others=(), parts=tuple(parts),
        without_part=(), states=("perimeter_differs",) if value is not None else ("not_reported",),
    )  # fmt: skip
    return replace(made, **fields)


def place_progress(rows=(), **fields):
    made = PlaceProgress(
        place=PROVINCE, quarter=Q1, map_choice=MapChoice.THEN, as_of=None, exists=True, path=(), predecessors=(),
        successors=(), rows=tuple(rows), children=(), members=(), investors=(),
    )  # fmt: skip
    return replace(made, **fields)
