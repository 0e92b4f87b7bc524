"""Write the frame of a generated country: indicators, places, organisations, people, duties, rules."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.hashers import make_password

from provinces.models import (
    DocumentKind,
    NumberStyle,
    Organisation,
    OrganisationKind,
    ParkInvestor,
    Place,
    PlaceParent,
    SourceDocument,
    Succession,
)
from tracker.actions.demo_country.ground import MERGER
from tracker.actions.demo_country.rates import invented_rates
from tracker.actions.generated_country.lines import GROUPS, SHOWN, UNITS, Line, form_lines
from tracker.actions.generated_country.size import GeneratedSize
from tracker.actions.generated_country.world import World
from tracker.models import (
    AskedBasis,
    DueRule,
    ExchangeRate,
    Indicator,
    IndicatorGroup,
    Person,
    ReporterPrecedence,
    ReportForm,
    ReportFormLine,
    ReportingDuty,
    Threshold,
    Unit,
)

MARK = "so-lieu-tao-thu"
FORMS = ("park", "cluster", "area")
CLERK, APPROVER = "tao-thu-lap-bieu", "tao-thu-phe-duyet"
_TITLE, _TITLE_EN = "Số liệu tạo thử, không có thật", "Generated figures, none of them real"


@dataclass
class Keys:
    """The keys of the rows that figures and goals point at, by what names them."""

    document: int
    clerk: int
    approver: int
    places: dict[str, int] = field(default_factory=dict)
    organisations: dict[str, int] = field(default_factory=dict)
    indicators: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    forms: dict[str, int] = field(default_factory=dict)


def office_of(place: str) -> str:
    """Return the organisation that reports a province or country, and issues its goals."""
    return f"van-phong-{place}"


def write_frame(size: GeneratedSize, world: World, lines: tuple[Line, ...], fingerprint: str) -> Keys:
    """Write everything that reports and goals point at, and return its keys."""
    document = SourceDocument.objects.create(
        slug=MARK,
        kind=DocumentKind.OTHER,
        title=_TITLE,
        title_en=_TITLE_EN,
        number_style=NumberStyle.VIETNAMESE,
        note=fingerprint,
        note_en=fingerprint,
    )
    clerk, approver = Person.objects.bulk_create(
        Person(username=name, display_name=name, is_active=False, password=make_password(None))
        for name in (CLERK, APPROVER)
    )
    keys = Keys(document.pk, clerk.pk, approver.pk)
    _write_indicators(keys, lines)
    _write_places(size, world, keys)
    _write_organisations(world, keys)
    _write_duties(size, world, lines, keys)
    _write_rules(size, keys)
    return keys


def _write_indicators(keys: Keys, lines: tuple[Line, ...]) -> None:
    units = Unit.objects.bulk_create(
        Unit(code=code, name=name, name_en=name_en, currency=currency, whole=whole)
        for code, name, name_en, currency, whole in UNITS
    )
    keys.units = {unit.code: unit.pk for unit in units}
    groups = {
        group.code: group
        for group in IndicatorGroup.objects.bulk_create(
            IndicatorGroup(code=code, name=name, name_en=name_en, position=position)
            for position, (code, name, name_en) in enumerate(GROUPS, start=1)
        )
    }
    made: dict[str, Indicator] = {}
    # Parts and totals first: ratios and components point at them.
    for line in sorted(lines, key=lambda line: (bool(line.parts[0]), bool(line.component_of))):
        scale, shown, shown_en = SHOWN.get(line.unit, (1, line.unit, line.unit))
        made[line.code] = Indicator.objects.create(
            code=line.code,
            name=line.name,
            name_en=line.name_en,
            group=groups[line.group],
            position=lines.index(line) + 1,
            kind=line.kind,
            unit_id=keys.units[line.unit],
            direction=line.direction,
            numerator=made.get(line.parts[0]),
            denominator=made.get(line.parts[1]),
            component_of=made.get(line.component_of),
            split="type of registration" if line.component_of else "",
            split_complete=bool(line.component_of),
            display_scale=scale,
            display_unit=shown,
            display_unit_en=shown_en,
            headline=line.headline,
        )
    keys.indicators = {code: indicator.pk for code, indicator in made.items()}


def _write_places(size: GeneratedSize, world: World, keys: Keys) -> None:
    places = Place.objects.bulk_create(
        Place(
            slug=spot.slug,
            kind=spot.kind,
            name=spot.name,
            name_en=spot.name_en,
            valid_from=spot.valid_from,
            valid_to=spot.valid_to,
        )
        for spot in world.spots
    )
    keys.places = {place.slug: place.pk for place in places}
    PlaceParent.objects.bulk_create(
        PlaceParent(
            place_id=keys.places[lying.place],
            parent_id=keys.places[lying.parent],
            valid_from=lying.valid_from,
            valid_to=lying.valid_to,
            recorded_at=size.begins_at,
        )
        for lying in world.lyings
    )
    Succession.objects.bulk_create(
        Succession(
            predecessor_id=keys.places[area.slug],
            successor_id=keys.places[area.successor],
            effective_on=MERGER,
            share=1,
            document_id=keys.document,
            recorded_at=size.begins_at,
        )
        for area in world.areas.values()
        if area.successor
    )


def _write_organisations(world: World, keys: Keys) -> None:
    investors = (
        Organisation(
            slug=slug,
            kind=OrganisationKind.INVESTOR,
            name=f"Công ty CP Hạ tầng {name.vietnamese}",
            name_en=f"{name.english} Infrastructure JSC",
        )
        for slug, name in world.investors.items()
    )
    spots = {spot.slug: spot for spot in world.spots}
    offices = (
        Organisation(
            slug=office_of(place),
            kind=OrganisationKind.PROVINCE_OFFICE,
            name=f"Văn phòng {spots[place].name}",
            name_en=f"Office of {spots[place].name_en}",
            place_id=keys.places[place],
        )
        for place in (*world.areas, *world.successors)
    )
    made = Organisation.objects.bulk_create([*investors, *offices])
    keys.organisations = {organisation.slug: organisation.pk for organisation in made}


def _write_duties(size: GeneratedSize, world: World, lines: tuple[Line, ...], keys: Keys) -> None:
    names = {"park": ("khu công nghiệp", "park"), "cluster": ("cụm", "cluster"), "area": ("địa bàn", "province")}
    forms = ReportForm.objects.bulk_create(
        ReportForm(
            code=f"tao-thu-{code}",
            name=f"Báo cáo quý của {names[code][0]} (tạo thử)",
            name_en=f"Quarterly report of a {names[code][1]} (generated)",
            document_id=keys.document,
        )
        for code in FORMS
    )
    keys.forms = {code: form.pk for code, form in zip(FORMS, forms, strict=True)}
    ReportFormLine.objects.bulk_create(
        ReportFormLine(
            form_id=keys.forms[code],
            indicator_id=keys.indicators[lines[index].code],
            position=position,
            asked=AskedBasis.QUARTER_AND_YEAR_TO_DATE if lines[index].kind == "flow" else AskedBasis.AS_OF,
        )
        for code in FORMS
        for position, index in enumerate(form_lines(code, lines), start=1)
    )
    ParkInvestor.objects.bulk_create(
        ParkInvestor(
            park_id=keys.places[site.slug],
            investor_id=keys.organisations[site.investor],
            document_id=keys.document,
            recorded_at=size.begins_at,
        )
        for site in world.sites
    )
    ReportingDuty.objects.bulk_create(_duties(size, world, keys))


def _duties(size: GeneratedSize, world: World, keys: Keys) -> Iterable[ReportingDuty]:
    first = size.quarters[0]
    for site in world.sites:
        yield ReportingDuty(
            reporter_id=keys.organisations[site.investor],
            place_id=keys.places[site.slug],
            form_id=keys.forms[site.form],
            valid_from=site.first_quarter.first_day if site.first_quarter > first else None,
            recorded_at=size.begins_at,
        )
    spots = {spot.slug: spot for spot in world.spots}
    reporting = dict.fromkeys(
        place for area in world.areas.values() if area.reports for place in (area.slug, area.successor) if place
    )
    for place in reporting:
        yield ReportingDuty(
            reporter_id=keys.organisations[office_of(place)],
            place_id=keys.places[place],
            form_id=keys.forms["area"],
            valid_from=spots[place].valid_from,
            valid_to=spots[place].valid_to,
            recorded_at=size.begins_at,
        )


def _write_rules(size: GeneratedSize, keys: Keys) -> None:
    since: datetime = size.begins_at
    kinds = ((OrganisationKind.INVESTOR, 10), (OrganisationKind.PROVINCE_OFFICE, 20))
    DueRule.objects.bulk_create(
        DueRule(reporter_kind=kind, day_of_month=day, working_day=True, recorded_at=since) for kind, day in kinds
    )
    ReporterPrecedence.objects.bulk_create(
        ReporterPrecedence(reporter_kind=kind, rank=rank, recorded_at=since)
        for rank, (kind, _day) in enumerate(kinds, start=1)
    )
    Threshold.objects.create(on_track="0.95", at_risk="0.80", coverage="0.50", recorded_at=since)
    ExchangeRate.objects.bulk_create(
        ExchangeRate(
            base="USD",
            quote="VND",
            on=rate.on,
            purpose=rate.purpose,
            rate=rate.rate,
            document_id=keys.document,
            recorded_at=since,
        )
        for rate in invented_rates(size.quarters)
    )
