"""Build the rows that tests need, with as few words as the test's own story needs.

Every builder fills what the test does not care about and returns the row. Reference rows (units, groups,
indicators, documents, organisations, places) are found by their slug or code and made only once, so two
builders may name the same one. Values are given as numbers' texts, ints or Decimals in single units.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils import timezone

from provinces.models import (
    DocumentKind,
    NumberStyle,
    Organisation,
    OrganisationKind,
    ParkInvestor,
    Place,
    PlaceKind,
    PlaceMember,
    PlaceParent,
    SourceDocument,
    Succession,
)
from tracker.actions.approval import next_approval
from tracker.models import (
    Actual,
    AskedBasis,
    Basis,
    Comparator,
    Direction,
    EntryReceipt,
    ExchangeRate,
    FileImport,
    ImportKind,
    ImportState,
    Indicator,
    IndicatorGroup,
    IndicatorKind,
    Membership,
    ObservationStatus,
    Origin,
    Person,
    PhaseBasis,
    QuarterlyReport,
    RatePurpose,
    ReportForm,
    ReportFormLine,
    ReportingDuty,
    ReportRevision,
    RevisionStatus,
    Role,
    Target,
    TargetPhase,
    TargetRole,
    Threshold,
    Unit,
)
from tracker.progress.periods import Quarter

Number = Decimal | int | str
NATIONAL_MAP_DAY = date(2025, 7, 1)
_UNITS: dict[str, dict[str, Any]] = {
    "USD": {"name": "đô la Mỹ", "name_en": "US dollars", "currency": "USD", "whole": False},
    "VND": {"name": "đồng", "name_en": "dong", "currency": "VND", "whole": False},
    "ha": {"name": "ha", "name_en": "hectares", "whole": False},
    "projects": {"name": "dự án", "name_en": "projects", "whole": True},
    "percent": {"name": "%", "name_en": "per cent", "whole": False},
    "days": {"name": "ngày", "name_en": "days", "whole": False},
}
_SCALES = {"USD": 10**6, "VND": 10**9}
_SHOWN = {"USD": ("triệu USD", "million USD"), "VND": ("tỷ đồng", "billion VND")}


def number(value: Number | None) -> Decimal | None:
    """Return the value as an exact Decimal; None stays None."""
    return None if value is None else Decimal(value)


def titled(slug: str) -> str:
    """Return a name made of a slug."""
    return slug.replace("-", " ").title()


# --- Where, who and by what authority ---------------------------------------------------------------------------


def make_place(
    slug: str = "hai-duong",
    *,
    kind: PlaceKind = PlaceKind.PROVINCE,
    parent: Place | None = None,
    parent_from: date | None = None,
    parent_to: date | None = None,
    **fields: Any,
) -> Place:
    """Return the place of this slug, made if missing, under its parent if one is given."""
    place, made = Place.objects.get_or_create(
        slug=slug, defaults={"kind": kind, "name": titled(slug), "name_en": titled(slug), **fields}
    )
    if made and parent is not None:
        PlaceParent.objects.create(place=place, parent=parent, valid_from=parent_from, valid_to=parent_to)
    return place


def make_country() -> Place:
    """Return the country, the top of the tree."""
    return make_place("viet-nam", kind=PlaceKind.COUNTRY, name="Việt Nam", name_en="Viet Nam")


def make_perimeter(slug: str, *, province: Place, scope: str = "parks", **fields: Any) -> Place:
    """Return a perimeter of a province, for example its industrial parks."""
    return make_place(slug, kind=PlaceKind.PERIMETER, parent=province, perimeter_scope=scope, **fields)


def make_park(slug: str = "dai-an", *, parent: Place | None = None, **fields: Any) -> Place:
    """Return an industrial park."""
    return make_place(slug, kind=PlaceKind.INDUSTRIAL_PARK, parent=parent, **fields)


@dataclass(frozen=True)
class ProvinceWithParks:
    """A province under the country, its perimeter of parks, and the parks with an investor each."""

    country: Place
    province: Place
    perimeter: Place
    parks: list[Place]
    investors: list[Organisation]
    board: Organisation


def make_province_with_parks(slug: str = "hai-duong", *, parks: int | Sequence[str] = 2) -> ProvinceWithParks:
    """Return country > province > perimeter of parks > parks; each park has an investor, the province a board."""
    country = make_country()
    province = make_place(slug, parent=country)
    perimeter = make_perimeter(f"{slug}-khu-cong-nghiep", province=province)
    slugs = [f"{slug}-kcn-{n}" for n in range(1, parks + 1)] if isinstance(parks, int) else list(parks)
    rows = [make_park(park, parent=perimeter) for park in slugs]
    investors = [make_investor(f"{park.slug}-investor", park=park) for park in rows]
    board = make_organisation(f"{slug}-board", kind=OrganisationKind.BOARD, place=perimeter)
    return ProvinceWithParks(country, province, perimeter, rows, investors, board)


def make_succession(
    predecessor: Place, successor: Place, *, on: date = NATIONAL_MAP_DAY, share: Number = 1
) -> Succession:
    """Record that a place goes into another from a day on; where a place has no such last or first day, it gets it."""
    for place, name, day in ((predecessor, "valid_to", on - timedelta(days=1)), (successor, "valid_from", on)):
        if getattr(place, name) is None:
            setattr(place, name, day)
            place.save(update_fields=[name])
    return Succession.objects.create(
        predecessor=predecessor, successor=successor, effective_on=on, share=Decimal(share), document=make_document()
    )


def make_member(perimeter: Place, member: Place | None) -> PlaceMember:
    """Record a member of a perimeter that overlaps others; None is one that the document does not name."""
    return PlaceMember.objects.create(perimeter=perimeter, member=member)


def make_organisation(
    slug: str = "the-board", *, kind: OrganisationKind = OrganisationKind.BOARD, **fields: Any
) -> Organisation:
    """Return the organisation of this slug, made if missing."""
    return Organisation.objects.get_or_create(
        slug=slug, defaults={"kind": kind, "name": titled(slug), "name_en": titled(slug), **fields}
    )[0]


def make_investor(slug: str = "dai-an-company", *, park: Place | None = None, **fields: Any) -> Organisation:
    """Return an infrastructure investor, tied to its park if one is given."""
    investor = make_organisation(slug, kind=OrganisationKind.INVESTOR, **fields)
    if park is not None and not ParkInvestor.objects.filter(park=park, investor=investor).exists():
        ParkInvestor.objects.create(park=park, investor=investor)
    return investor


def make_document(slug: str = "a-document", **fields: Any) -> SourceDocument:
    """Return the source document of this slug, made if missing."""
    defaults = {
        "kind": DocumentKind.PRESS,
        "title": titled(slug),
        "title_en": titled(slug),
        "number_style": NumberStyle.ENGLISH,
    }
    return SourceDocument.objects.get_or_create(slug=slug, defaults={**defaults, **fields})[0]


# --- What is measured -------------------------------------------------------------------------------------------


def make_unit(code: str = "USD") -> Unit:
    """Return the unit of this code, made if missing."""
    defaults = _UNITS.get(code, {"name": code, "name_en": code, "whole": False})
    return Unit.objects.get_or_create(code=code, defaults=defaults)[0]


def make_group(code: str = "investment") -> IndicatorGroup:
    """Return the group of indicators of this code, made if missing."""
    return IndicatorGroup.objects.get_or_create(
        code=code, defaults={"name": titled(code), "name_en": titled(code), "position": 1}
    )[0]


def make_indicator(
    code: str = "fdi-registered",
    *,
    kind: IndicatorKind = IndicatorKind.FLOW,
    unit: str = "USD",
    group: str = "investment",
    direction: Direction = Direction.HIGHER_IS_BETTER,
    **fields: Any,
) -> Indicator:
    """Return the indicator of this code, made if missing."""
    shown = _SHOWN.get(unit, (unit, unit))
    defaults = {
        "name": titled(code),
        "name_en": titled(code),
        "group": make_group(group),
        "position": 1,
        "kind": kind,
        "unit": make_unit(unit),
        "direction": direction,
        "display_scale": Decimal(_SCALES.get(unit, 1)),
        "display_unit": shown[0],
        "display_unit_en": shown[1],
        **fields,
    }
    return Indicator.objects.get_or_create(code=code, defaults=defaults)[0]


# --- People -----------------------------------------------------------------------------------------------------


def make_person(username: str, *, role: Role | None = None, place: Place | None = None, **fields: Any) -> Person:
    """Return the person of this user name, made if missing, with a membership if a role is given."""
    person = Person.objects.filter(username=username).first()
    if person is None:
        person = Person.objects.create_user(
            username=username, password="a long enough password", **{"is_staff": True, **fields}
        )
    if role is not None:
        place = place or make_country()
        Membership.objects.get_or_create(person=person, role=role, place=place, valid_from=None)
    return person


def make_clerk(place: Place | None = None, username: str = "clerk") -> Person:
    """Return a clerk, who enters figures for the place."""
    return make_person(username, role=Role.CLERK, place=place, display_name="Trần Thị Bình")


def make_approver(place: Place | None = None, username: str = "approver") -> Person:
    """Return an approver, who checks and approves the quarters of the place."""
    return make_person(username, role=Role.APPROVER, place=place, display_name="Nguyễn Văn An")


def make_manager(place: Place | None = None, username: str = "manager") -> Person:
    """Return a manager, who reads the pages of the place."""
    return make_person(username, role=Role.MANAGER, place=place, display_name="Lê Minh Đức")


def make_administrator(username: str = "administrator") -> Person:
    """Return an administrator, who keeps the reference data of the country."""
    return make_person(
        username, role=Role.ADMINISTRATOR, place=make_country(), display_name="Phạm Thu Hà", is_superuser=True
    )


@dataclass(frozen=True)
class People:
    """The people of the permission stories, each with the password "a long enough password"."""

    clerk: Person
    approver: Person
    manager: Person
    administrator: Person


def make_people(place: Place | None = None) -> People:
    """Return clerk, approver and manager of the place, and the administrator of the country."""
    return People(make_clerk(place), make_approver(place), make_manager(place), make_administrator())


# --- The frame --------------------------------------------------------------------------------------------------


def make_form(code: str = "quarterly-form", *, indicators: Iterable[Indicator] = ()) -> ReportForm:
    """Return a report form that asks for the indicators, in this order."""
    form, made = ReportForm.objects.get_or_create(code=code, defaults={"name": titled(code), "name_en": titled(code)})
    if made:
        for position, indicator in enumerate(indicators, start=1):
            asked = AskedBasis.QUARTER_AND_YEAR_TO_DATE if indicator.kind == IndicatorKind.FLOW else AskedBasis.AS_OF
            ReportFormLine.objects.create(form=form, indicator=indicator, position=position, asked=asked)
    return form


def make_duty(
    reporter: Organisation,
    place: Place,
    *,
    form: ReportForm | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> ReportingDuty:
    """Record that the organisation owes a form for the place."""
    return ReportingDuty.objects.create(
        reporter=reporter, place=place, form=form or make_form(), valid_from=valid_from, valid_to=valid_to
    )


def make_owing_park(slug: str, quarter: Quarter, *, parent: Place, form: ReportForm) -> tuple[Place, Organisation]:
    """Create a park and its investor, ``slug``-investor, who owes the form for this one quarter."""
    park = make_park(slug, parent=parent)
    investor = make_investor(f"{slug}-investor", park=park)
    make_duty(investor, park, form=form, valid_from=quarter.first_day, valid_to=quarter.last_day)
    return park, investor


def make_threshold(
    *,
    on_track: str = "0.95",
    at_risk: str = "0.80",
    coverage: str = "0.50",
    group: IndicatorGroup | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Threshold:
    """Record the limits of the statuses."""
    return Threshold.objects.create(
        group=group,
        on_track=Decimal(on_track),
        at_risk=Decimal(at_risk),
        coverage=Decimal(coverage),
        valid_from=valid_from,
        valid_to=valid_to,
    )


def make_rate(
    rate: Number = 25000,
    *,
    on: date = date(2025, 1, 1),
    purpose: RatePurpose = RatePurpose.PLAN,
    base: str = "USD",
    quote: str = "VND",
    document: SourceDocument | None = None,
) -> ExchangeRate:
    """Record an exchange rate."""
    return ExchangeRate.objects.create(
        base=base, quote=quote, on=on, purpose=purpose, rate=Decimal(rate), document=document or make_document()
    )


# --- What was promised ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Phase:
    """One step of a phased target."""

    starts_on: date
    ends_on: date
    value: Number
    basis: PhaseBasis = PhaseBasis.IN_PHASE


def make_target(
    place: Place | None = None,
    indicator: Indicator | None = None,
    value: Number | None = 1_000_000_000,
    *,
    year: int = 2025,
    starts_on: date | None = None,
    ends_on: date | None = None,
    open_end: bool = False,
    comparator: Comparator = Comparator.AT_LEAST,
    role: TargetRole = TargetRole.GOAL,
    approved: bool = True,
    at: datetime | None = None,
    by: Person | None = None,
    phases: Iterable[Phase] = (),
    members: Iterable[Place] = (),
    supersedes: Target | None = None,
    **fields: Any,
) -> Target:
    """Return a target, approved unless told otherwise; without days its period is the calendar year.

    ``at`` backdates the approval for tests of ``as_of``; ``supersedes`` makes it the next version.
    """
    indicator = indicator or make_indicator()
    members = list(members)
    values: dict[str, Any] = {
        "place": place or make_place(),
        "indicator": indicator,
        "value": number(value),
        "comparator": Comparator.NONE_STATED if value is None else comparator,
        "high": None,
        "unit": indicator.unit,
        "starts_on": starts_on or date(year, 1, 1),
        "ends_on": None if open_end else ends_on or date((starts_on or date(year, 1, 1)).year, 12, 31),
        "role": role,
        "origin": Origin.PRINTED,
        "position": 1,
        "version": supersedes.version + 1 if supersedes else 1,
        "supersedes": supersedes,
        "reason": "a revision" if supersedes else "",
        "collective": bool(members),
    }
    values |= fields
    for name in ("high", "baseline", "other_value"):
        values[name] = number(values.get(name))
    with transaction.atomic():
        target = Target.objects.create(**values)
        target.members.set(members)
        for phase in phases:
            TargetPhase.objects.create(
                target=target,
                starts_on=phase.starts_on,
                ends_on=phase.ends_on,
                basis=phase.basis,
                comparator=Comparator.EXACTLY,
                value=Decimal(phase.value),
                unit=indicator.unit,
                origin=Origin.PRINTED,
            )
        if approved:
            approve_target(target, by=by, at=at)
    return target


def approve_target(target: Target, *, by: Person | None = None, at: datetime | None = None) -> Target:
    """Approve a target, at a past moment if ``at`` is given."""
    with transaction.atomic():
        approval = next_approval()
        target.approved_by = by or make_approver()
        target.approved_at = at or approval.at
        target.approval_sequence = approval.sequence
        target.save()
    return target


# --- What happened ----------------------------------------------------------------------------------------------

_QUARTER_ENDS = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}


@dataclass(frozen=True)
class Figure:
    """One figure of a report; without days they follow from the report's quarter and the basis."""

    indicator: Indicator
    value: Number | None
    basis: Basis = Basis.YEAR_TO_DATE
    comparator: Comparator = Comparator.EXACTLY
    observation_status: ObservationStatus = ObservationStatus.NORMAL
    fields: dict[str, Any] = field(default_factory=dict)


def make_report(
    place: Place | None = None,
    year: int = 2025,
    quarter: int = 1,
    *,
    reporter: Organisation | None = None,
    figures: Iterable[Figure] = (),
    approved: bool = True,
    at: datetime | None = None,
    by: Person | None = None,
    form: ReportForm | None = None,
    **fields: Any,
) -> QuarterlyReport:
    """Return a report with its first revision, approved unless told otherwise.

    ``at`` backdates the approval for tests of ``as_of``.
    """
    report = QuarterlyReport.objects.create(
        place=place or make_place(),
        year=year,
        quarter=quarter,
        reporter=reporter or make_organisation(),
        form=form,
        **fields,
    )
    make_revision(report, figures, approved=approved, at=at, by=by)
    return report


def make_revision(
    report: QuarterlyReport,
    figures: Iterable[Figure] = (),
    *,
    approved: bool = True,
    at: datetime | None = None,
    by: Person | None = None,
) -> ReportRevision:
    """Add the next revision of a report, which holds only the cells that it changes."""
    with transaction.atomic():
        count = report.revisions.count()
        revision = ReportRevision.objects.create(
            report=report, number=count + 1, reason="a correction" if count else "", status=RevisionStatus.DRAFT
        )
        for figure in figures:
            make_actual(revision, figure)
        if approved:
            approve_revision(revision, by=by, at=at)
    return revision


def make_actual(revision: ReportRevision, figure: Figure) -> Actual:
    """Add a figure to a draft revision."""
    report = revision.report
    month, day = _QUARTER_ENDS[report.quarter]
    starts = {
        Basis.IN_QUARTER: date(report.year, month - 2, 1),
        Basis.YEAR_TO_DATE: date(report.year, 1, 1),
        Basis.OTHER_SPAN: date(report.year, month - 2, 1),
    }
    values: dict[str, Any] = {
        "indicator": figure.indicator,
        "basis": figure.basis,
        "from_on": starts.get(figure.basis),
        "to_on": date(report.year, month, day),
        "comparator": figure.comparator,
        "value": number(figure.value),
        "unit": figure.indicator.unit,
        "origin": Origin.PRINTED,
        "observation_status": figure.observation_status,
    }
    values |= figure.fields
    for name in ("high", "numerator", "denominator", "other_value"):
        values[name] = number(values.get(name))
    return Actual.objects.create(revision=revision, **values)


def make_receipt(
    revision: ReportRevision, *, by: Person, lines: Iterable[tuple[Indicator, Mapping[str, str], Mapping[str, str]]]
) -> EntryReceipt:
    """Return the receipt of a save into a revision, with lines as a save writes them: indicator, before, after."""
    report = revision.report
    return EntryReceipt.objects.create(
        way="grid",
        place=report.place,
        year=report.year,
        quarter=report.quarter,
        made_by=by,
        lines=[
            {
                "revision": revision.pk,
                "place": report.place_id,
                "reporter": report.reporter_id,
                "indicator": indicator.pk,
                "before": dict(before),
                "after": dict(after),
            }
            for indicator, before, after in lines
        ],
    )


def make_file_import(by: Person, content: bytes = b"a file", **fields: Any) -> FileImport:
    """Return a file of figures that the person uploaded, compared and not saved."""
    values: dict[str, Any] = {
        "kind": ImportKind.FIGURES,
        "name": "quarter.xlsx",
        "size": len(content),
        "sha256": sha256(content).hexdigest(),
        "year": 2025,
        "quarter": 2,
        "language": "en",
        "state": ImportState.CHECKED,
        **fields,
    }
    return FileImport.objects.create(content=content, made_by=by, **values)


def submit_revision(
    revision: ReportRevision, *, by: Person | None = None, at: datetime | None = None
) -> ReportRevision:
    """Bring a draft to await approval, at a past moment if ``at`` is given."""
    revision.status = RevisionStatus.AWAITING_APPROVAL
    revision.submitted_by = by or make_clerk()
    revision.submitted_at = at or timezone.now()
    revision.save()
    return revision


def approve_revision(
    revision: ReportRevision, *, by: Person | None = None, at: datetime | None = None
) -> ReportRevision:
    """Bring a draft or waiting revision to approved, at a past moment if ``at`` is given."""
    if revision.status == RevisionStatus.DRAFT:
        submit_revision(revision, at=at)
    with transaction.atomic():
        approval = next_approval()
        revision.status = RevisionStatus.APPROVED
        revision.approved_by = by or make_approver()
        revision.approved_at = at or approval.at
        revision.approval_sequence = approval.sequence
        revision.save()
    return revision
