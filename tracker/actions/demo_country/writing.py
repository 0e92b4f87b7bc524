"""Write the frame of an invented country: papers, places, organisations, people, duties, rates."""

from datetime import UTC, date, datetime, time, timedelta

from django.contrib.auth.hashers import make_password

from provinces.models import (
    NumberStyle,
    Organisation,
    OrganisationKind,
    ParkInvestor,
    Place,
    PlaceParent,
    SourceDocument,
)
from tracker.actions.demo_country.ground import EVE_OF_THE_MERGER, MERGER
from tracker.actions.demo_country.lines import LINES
from tracker.actions.demo_country.names import person
from tracker.actions.demo_country.plan import Country
from tracker.models import (
    ExchangeRate,
    Indicator,
    Person,
    ReportForm,
    ReportingDuty,
    Unit,
)

# Frame rows are recorded some days before they hold, so that an earlier moment does not know them yet.
_KNOWN_BEFORE = timedelta(days=14)
DOCUMENT = "so-lieu-minh-hoa"
_NOTE = "Không có thật: được tạo ra để trình diễn."
_NOTE_EN = "It does not exist: invented for a demonstration."


def known_from(day: date | None, begins_at: datetime) -> datetime:
    """Return the moment from which a frame row counts that holds from a day on; None: from the beginning."""
    if day is None:
        return begins_at
    return max(begins_at, datetime.combine(day, time(2), tzinfo=UTC) - _KNOWN_BEFORE)


class Keys:
    """The keys of the rows that others point at, by what names them."""

    def __init__(self) -> None:
        self.places = dict(Place.objects.values_list("slug", "pk"))
        self.organisations = dict(Organisation.objects.values_list("slug", "pk"))
        self.documents = dict(SourceDocument.objects.values_list("slug", "pk"))
        self.indicators = dict(Indicator.objects.filter(code__in=LINES).values_list("code", "pk"))
        self.units = dict(Unit.objects.values_list("code", "pk"))
        self.forms = dict(ReportForm.objects.values_list("code", "pk"))
        self.clerks: dict[str, int] = {}
        self.approvers: dict[str, int] = {}


def write_frame(country: Country) -> Keys:
    """Write everything that reports and goals point at, and return its keys."""
    _write_documents(country)
    _write_places(country)
    _write_organisations(country)
    keys = Keys()
    _write_parents(country, keys)
    begins_at = country.size.begins_at
    ParkInvestor.objects.bulk_create(
        ParkInvestor(
            park_id=keys.places[tenure.park],
            investor_id=keys.organisations[tenure.investor],
            valid_from=tenure.valid_from,
            valid_to=tenure.valid_to,
            document_id=keys.documents[DOCUMENT],
            recorded_at=known_from(tenure.valid_from, begins_at),
        )
        for tenure in country.tenures
    )
    ReportingDuty.objects.bulk_create(
        ReportingDuty(
            reporter_id=keys.organisations[duty.reporter],
            place_id=keys.places[duty.place],
            form_id=keys.forms[duty.form],
            valid_from=duty.valid_from,
            valid_to=duty.valid_to,
            recorded_at=known_from(duty.valid_from, begins_at),
        )
        for duty in country.duties
    )
    _write_rates(country, keys)
    _write_people(country, keys)
    return keys


def _write_documents(country: Country) -> None:
    SourceDocument.objects.bulk_create(
        SourceDocument(
            slug=paper.slug,
            kind=paper.kind,
            number=paper.number,
            title=paper.title,
            title_en=paper.title_en,
            publisher=paper.publisher,
            issued_on=paper.issued_on,
            number_style=NumberStyle.VIETNAMESE,
            note=_NOTE,
            note_en=_NOTE_EN,
        )
        for paper in country.papers
    )


def _write_places(country: Country) -> None:
    parks = (
        Place(slug=park.slug, kind=park.kind, name=park.name, name_en=park.name_en, valid_from=park.founded_on)
        for park in country.sites.parks.values()
    )
    enclosures = (
        Place(slug=each.slug, kind=each.kind, name=each.name, name_en=each.name_en, perimeter_scope=each.scope)
        for each in country.sites.enclosures.values()
    )
    places = [*enclosures, *parks]
    for place in places:
        place.note, place.note_en = _NOTE, _NOTE_EN
    Place.objects.bulk_create(places)


def _write_organisations(country: Country) -> None:
    places = dict(Place.objects.values_list("slug", "pk"))
    rows = [
        Organisation(
            slug=company.slug,
            kind=OrganisationKind.INVESTOR,
            name=company.name,
            name_en=company.name_en,
            country="VN",
        )
        for company in country.companies
    ]
    rows += [
        Organisation(
            slug=office.slug,
            kind=office.kind,
            name=office.name,
            name_en=office.name_en,
            country="VN",
            place_id=places[office.place],
        )
        for office in country.offices
    ]
    Organisation.objects.bulk_create(rows)


def _write_parents(country: Country, keys: Keys) -> None:
    """Write under which province parks and what encloses them lie: at the merger they change it and keep all else."""
    rows: list[PlaceParent] = []

    def lies(place: str, parent: str, first: date | None, last: date | None) -> None:
        rows.append(
            PlaceParent(
                place_id=keys.places[place],
                parent_id=keys.places[parent],
                valid_from=first,
                valid_to=last,
                recorded_at=known_from(first, country.size.begins_at),
            )
        )

    def lies_in_province(place: str, area: str, first: date | None) -> None:
        successor = country.world.ground.provinces[area].successor
        if not successor:
            lies(place, area, first, None)
            return
        if first is None or first < MERGER:
            lies(place, area, first, EVE_OF_THE_MERGER)
        lies(place, successor, max(first or MERGER, MERGER), None)

    for enclosure in country.sites.enclosures.values():
        lies_in_province(enclosure.slug, enclosure.area, None)
    for park in country.sites.parks.values():
        if park.parent:
            lies(park.slug, park.parent, park.founded_on, None)
        else:
            lies_in_province(park.slug, park.area, park.founded_on)
    PlaceParent.objects.bulk_create(rows)


def _write_rates(country: Country, keys: Keys) -> None:
    """Write the rates that nobody has recorded yet."""
    pair = {"base": "USD", "quote": "VND"}
    there = set(ExchangeRate.objects.known_at(None).filter(**pair).values_list("on", "purpose"))
    ExchangeRate.objects.bulk_create(
        ExchangeRate(
            **pair,
            on=rate.on,
            purpose=rate.purpose,
            rate=rate.rate,
            document_id=keys.documents[DOCUMENT],
            recorded_at=max(country.size.begins_at, datetime.combine(rate.on, time(4), tzinfo=UTC)),
        )
        for rate in country.rates
        if (rate.on, rate.purpose) not in there
    )


def _write_people(country: Country, keys: Keys) -> None:
    """Write a clerk for each reporter and an approver for each province; nobody can sign in as one of them."""
    draws, begins_at = country.world.draws, country.size.begins_at
    reporters = sorted({duty.reporter for duty in country.duties} | {office.slug for office in country.offices})
    names = [(keys.clerks, slug, f"{slug}-lap-bieu") for slug in reporters]
    names += [(keys.approvers, slug, f"minh-hoa-{slug}-phe-duyet") for slug in country.world.ground.provinces]
    unusable = make_password(None)
    people = Person.objects.bulk_create(
        Person(
            username=username,
            display_name=person(draws, username),
            is_active=False,
            password=unusable,
            date_joined=begins_at,
        )
        for _kept, _slug, username in names
    )
    for (kept, slug, _username), row in zip(names, people, strict=True):
        kept[slug] = row.pk
