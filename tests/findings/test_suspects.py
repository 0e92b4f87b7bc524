"""The figures that SQL leaves in doubt are enough: the rules find the same among all figures."""

from datetime import UTC, date, datetime
from decimal import Decimal
from random import Random

import pytest
from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.test.utils import CaptureQueriesContext

from provinces.models import Place, PlaceKind
from tests import builders
from tests.builders import Figure
from tests.findings.broken import break_every_rule
from tests.findings.invented import MILLION, capital, on_a_day, printed, projects, report, to_date
from tracker.findings import RULES, run_checks
from tracker.findings.facts import Facts
from tracker.findings.finding import Observation
from tracker.findings.suspects import Concern, every_actual
from tracker.models import Actual, Basis, Comparator, Indicator, IndicatorKind, ObservationStatus, ReportRevision

pytestmark = pytest.mark.django_db

WORLDS = range(12)
FILES = 18


def seen(*, every: bool, as_of: datetime | None = None) -> list[tuple[str, Observation]]:
    facts = Facts(as_of, every=every)
    return [(rule.code, observation) for rule in RULES for observation in rule.check(facts)]


def assert_suspects_are_enough(as_of: datetime | None = None) -> list[tuple[str, Observation]]:
    found = seen(every=True, as_of=as_of)
    assert seen(every=False, as_of=as_of) == found
    return found


def suspects_of(*concerns: Concern) -> list[tuple[Decimal | None, str]]:
    facts = Facts()
    return [(figure.row.value, figure.indicator.code) for concern in concerns for figure in facts.actuals_for(concern)]


def test_every_finding_of_broken_data_is_found_among_suspects():
    break_every_rule()
    assert {code for code, _observation in assert_suspects_are_enough()} == {rule.code for rule in RULES}


def test_every_actual_is_in_force_or_a_misprint_that_nothing_replaced():
    area = builders.make_indicator("area", kind=IndicatorKind.STOCK, unit="ha")
    misprint = {"rejected_because": "in sai", "rejected_because_en": "a misprint", **printed()}
    first = builders.make_report(
        builders.make_place(),
        figures=[on_a_day(area, 3, reference="a", **misprint), on_a_day(area, 4, reference="b")],
    )
    builders.make_revision(first, [on_a_day(area, 5, reference="c")])
    builders.make_revision(first, [on_a_day(area, 6, reference="d")], approved=False)
    anew = builders.make_report(
        builders.make_place("anew"), figures=[on_a_day(area, 7, reference="e", **misprint), on_a_day(area, 8)]
    )
    builders.make_revision(
        anew,
        [
            on_a_day(area, 9, reference="e", **printed()),
            Figure(builders.make_indicator("gone"), None, observation_status=ObservationStatus.WITHDRAWN),
        ],
    )
    # 3 is a misprint that nothing replaced; 4 was replaced by 5; 6 is a draft; 7 was printed anew as 9, which replaced
    # 8 too; what was withdrawn is no figure.
    assert sorted(one.row.value for one in every_actual(None)) == [3, 5, 9]
    assert {one.row.pk for one in every_actual(None)} == set(as_the_models_say().values_list("pk", flat=True))


def as_the_models_say(as_of: datetime | None = None):
    """Return the same figures by the words of the models."""
    approved = ReportRevision.objects.approved_by(as_of)
    later = Actual.objects.filter(
        revision__in=approved,
        revision__report=OuterRef("revision__report"),
        revision__number__gt=OuterRef("revision__number"),
        reference=OuterRef("reference"),
    )
    rejected = ~Q(rejected_because="") & Q(revision__in=approved) & ~Exists(later)
    return Actual.objects.filter(rejected | Q(pk__in=Actual.objects.in_force(as_of).order_by().values("pk")))


def test_figures_that_fit_are_not_read():
    one, two = capital(), projects()
    occupied = builders.make_indicator("occupied", kind=IndicatorKind.RATIO, unit="percent")
    zone = builders.make_place("zone", kind=PlaceKind.ECONOMIC_ZONE)
    part = builders.make_place("part", kind=PlaceKind.ZONE_PART, parent=zone)
    area = builders.make_indicator("area", kind=IndicatorKind.STOCK, unit="ha")
    report(
        to_date(one["foreign"], 70 * MILLION),
        Figure(one["foreign"], 70 * MILLION, Basis.IN_QUARTER),
        to_date(one["foreign-new"], 50 * MILLION),
        to_date(one["foreign-added"], 20 * MILLION),
        on_a_day(two["total"], 5),
        on_a_day(two["foreign"], 2),  # the other part is silent
        on_a_day(occupied, "66.7", numerator=2, denominator=3),  # 66.66…, to one digit
        on_a_day(area, 100),
        place=zone,
        quarter=1,
    )
    report(
        to_date(one["foreign"], 90 * MILLION),
        Figure(one["foreign"], 20 * MILLION, Basis.IN_QUARTER),
        on_a_day(area, 100),
        place=zone,
        quarter=2,
    )
    report(on_a_day(area, 90), place=part, quarter=1)
    assert suspects_of(*Concern) == []
    assert assert_suspects_are_enough() == []


def test_what_does_not_fit_is_read_with_what_it_is_judged_by():
    one = capital()
    for quarter, value in ((1, 70), (2, 60), (3, 80)):
        report(to_date(one["foreign"], value * MILLION), place=builders.make_place("zone"), quarter=quarter)
    assert suspects_of(Concern.STEP) == [(60 * MILLION, "foreign")]
    assert suspects_of(Concern.STEP_BEFORE) == [(70 * MILLION, "foreign"), (60 * MILLION, "foreign")]


@pytest.mark.parametrize("world", WORLDS)
def test_the_rules_find_among_suspects_what_they_find_among_all_figures(world):
    draw = Random(world)
    _fill(draw)
    found = assert_suspects_are_enough()
    assert found
    assert_suspects_are_enough(datetime(2025, 3, 1, tzinfo=UTC))
    for as_of in (None, datetime(2025, 3, 1, tzinfo=UTC)):
        assert {one.row.pk for one in every_actual(as_of)} == set(as_the_models_say(as_of).values_list("pk", flat=True))


def _fill(draw: Random) -> None:
    """Draw a province with parts, perimeters and two reporters, whose numbers fit now and then."""
    made = builders.make_province_with_parks("drawn", parks=2)
    zone = builders.make_place("zone", kind=PlaceKind.ECONOMIC_ZONE, parent=made.province)
    builders.make_member(zone, made.parks[0])
    places = [made.province, made.perimeter, zone, *made.parks]
    indicators = _indicators()
    other = builders.make_organisation("another")
    document = builders.make_document("drawn", published_on=date(2024, 12, 31))
    for number in range(FILES):
        place, who = draw.choice(places), draw.choice([made.board, made.board, other])
        year, quarter = draw.choice([2023, 2024, 2024]), draw.randint(1, 4)
        if _known(place, who, year, quarter):
            continue
        at = datetime(2025, draw.choice([2, 4]), 1, tzinfo=UTC)
        figures = _figures(draw, indicators, document, f"{number}")
        row = builders.make_report(place, year, quarter, reporter=who, figures=figures, at=at)
        if draw.random() < 0.3:
            corrected = _figures(draw, indicators, document, f"{number}")
            builders.make_revision(row, corrected, at=datetime(2025, 5, 1, tzinfo=UTC))
    for place in places[:3]:
        for code in ("count", "foreign", "capital"):
            builders.make_target(place, indicators[code], draw.randint(1, 9), year=draw.choice([2023, 2024]))


def _known(place: Place, who: object, year: int, quarter: int) -> bool:
    return place.reports.filter(reporter=who, year=year, quarter=quarter).exists()


def _indicators() -> dict[str, Indicator]:
    money = capital()
    leased = builders.make_indicator("leased", kind=IndicatorKind.FLOW, unit="ha")
    made = [
        *money.values(),
        *projects().values(),
        builders.make_indicator("online", component_of=money["foreign"], split="way", split_complete=False),
        builders.make_indicator("occupied", kind=IndicatorKind.RATIO, unit="percent"),
        builders.make_indicator("growth", kind=IndicatorKind.OTHER, unit="percent"),
        builders.make_indicator("area", kind=IndicatorKind.STOCK, unit="ha"),
        leased,
        builders.make_indicator("leased-total", kind=IndicatorKind.STOCK, unit="ha", accumulates=leased),
    ]
    return {indicator.code: indicator for indicator in made}


def _figures(draw: Random, indicators: dict[str, Indicator], document: object, number: str) -> list[Figure]:
    figures = []
    for code, indicator in indicators.items():
        if draw.random() < 0.35:
            continue
        bases = [Basis.AS_OF]
        if indicator.kind == IndicatorKind.FLOW:
            bases = draw.choice([[Basis.YEAR_TO_DATE], [Basis.IN_QUARTER], [Basis.YEAR_TO_DATE, Basis.IN_QUARTER]])
        figures += [_figure(draw, indicator, basis, document, f"{number}-{code}") for basis in bases]
    return figures


def _figure(draw: Random, indicator: Indicator, basis: Basis, document: object, reference: str) -> Figure:
    fields: dict[str, object] = {}
    value: Decimal | None = Decimal(draw.choice(["0", "1", "2", "2", "3", "4", "5", "-1"]))
    if indicator.kind == IndicatorKind.RATIO:
        value = draw.choice([Decimal("33.3"), Decimal(33), Decimal(0), Decimal("33.4"), Decimal(120)])
        if draw.random() < 0.8:
            fields |= {"numerator": draw.choice([0, 1, 2]), "denominator": 3}
    elif indicator.unit.code in ("USD", "VND"):
        value = value * MILLION if value is not None else None
        if draw.random() < 0.1:
            other = "VND" if indicator.unit.code == "USD" else "USD"
            fields |= {"other_value": draw.choice([1, 24000]) * MILLION, "other_unit": builders.make_unit(other)}
    if draw.random() < 0.2:
        fields |= printed(document)
    if draw.random() < 0.1:
        fields["note"] = "vì sao"
    if draw.random() < 0.05:
        fields |= {"rejected_because": "in sai", "reference": f"{reference}-{basis}"}
    if indicator.code == "leased-total" and value is not None:
        value *= 2
    comparators = [Comparator.EXACTLY] * 6 + [Comparator.ABOUT, Comparator.OVER, Comparator.AT_MOST, Comparator.NEARLY]
    comparator = draw.choice(comparators)
    if draw.random() < 0.05 and "other_value" not in fields and "numerator" not in fields:
        value, comparator = None, Comparator.NONE_STATED
    return Figure(indicator, value, basis, comparator, fields=fields)


def test_actuals_for_all_concerns_together_cost_one_query():
    break_every_rule()
    facts = Facts()
    with CaptureQueriesContext(connection) as captured:
        assert [figure for concern in Concern for figure in facts.actuals_for(concern)]
    assert sum("tracker_actual" in query["sql"] for query in captured) == 1


def places_found_alike(monkeypatch: pytest.MonkeyPatch, as_of: datetime | None = None) -> int:
    """Hold what is found for each place against what is found among the figures of all; return how much that is."""
    places = list(Place.objects.order_by("slug"))
    near = {place.slug: run_checks(as_of=as_of, place=place) for place in places}
    with monkeypatch.context() as patch:
        patch.setattr(Facts, "_near", lambda _facts: None)
        assert near == {place.slug: run_checks(as_of=as_of, place=place) for place in places}
    return sum(map(len, near.values()))


def test_checks_of_one_place_find_in_broken_data_what_the_checks_of_all_places_find(monkeypatch):
    break_every_rule()
    assert places_found_alike(monkeypatch) > len(RULES)


@pytest.mark.parametrize("world", WORLDS[:4])
def test_checks_of_one_place_find_what_the_checks_of_all_places_find(world, monkeypatch):
    draw = Random(world)
    _fill(draw)
    # A neighbour, and a province that this one goes into.
    neighbour = builders.make_province_with_parks("neighbour", parks=1)
    builders.make_member(neighbour.perimeter, builders.make_place("drawn-kcn-1"))
    indicators = _indicators()
    document = builders.make_document("drawn", published_on=date(2024, 12, 31))
    for number, place in enumerate((neighbour.province, neighbour.perimeter, *neighbour.parks)):
        figures = _figures(draw, indicators, document, f"n{number}")
        builders.make_report(place, 2024, 4, reporter=neighbour.board, figures=figures)
    builders.make_target(neighbour.province, indicators["count"], 3, year=2024)
    assert places_found_alike(monkeypatch) > 0
    assert places_found_alike(monkeypatch, datetime(2025, 3, 1, tzinfo=UTC)) >= 0


def test_checks_of_a_park_read_no_figures_of_another_province():
    area = builders.make_indicator("area", kind=IndicatorKind.STOCK, unit="ha")
    one, other = (builders.make_province_with_parks(slug, parks=1) for slug in ("one", "other"))
    for made in (one, other):
        report(on_a_day(area, -1), place=made.parks[0])
        report(on_a_day(area, -2), place=made.province)
    read = Facts(place=one.parks[0].pk).actuals_for(Concern.ALONE)
    assert {one.parks[0].slug, one.province.slug} <= {figure.place.slug for figure in read}
    assert other.parks[0].slug not in {figure.place.slug for figure in read}
