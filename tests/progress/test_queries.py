"""Progress of places, from rows in the database: the printed example of the domain, its map and its decoys."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from provinces.models import OrganisationKind, Place, PlaceKind
from tests.builders import (
    Figure,
    approve_revision,
    make_country,
    make_document,
    make_duty,
    make_form,
    make_indicator,
    make_organisation,
    make_place,
    make_province_with_parks,
    make_report,
    make_revision,
    make_succession,
    make_target,
    make_threshold,
)
from tracker.models import Basis, Comparator, IndicatorKind, Target, TargetRole, Threshold
from tracker.progress.measures import ExpectedRule, Reason, Status
from tracker.progress.periods import Quarter
from tracker.progress.queries import (
    IndicatorNotFound,
    PlaceNotFound,
    progress_for_indicator,
    progress_for_investor,
    progress_for_place,
)
from tracker.progress.rows import MapChoice, ProgressRow, RowKind
from tracker.progress.sum_edges import names_of
from tracker.progress.wording import name_of

pytestmark = pytest.mark.django_db

Q1 = Quarter(2025, 1)
MILLION = 10**6
BILLION = 10**9


@pytest.fixture
def hai_duong():
    """Return the province whose goal is fed by its industrial parks, with decoys around it."""
    story = make_province_with_parks("hai-duong", parks=["dai-an", "lai-vu", "cong-hoa", "phu-thai"])
    fdi = make_indicator("fdi-registered", headline=True)
    ddi = make_indicator("ddi-registered", unit="VND", headline=True)
    form = make_form(indicators=[fdi, ddi])
    make_duty(story.board, story.perimeter, form=form)
    for investor, park in zip(story.investors[:2], story.parks[:2], strict=True):
        make_duty(investor, park, form=form)
    make_threshold()
    goal = make_target(story.province, fdi, 1000 * MILLION)
    ddi_goal = make_target(story.province, ddi, 8500 * BILLION, comparator=Comparator.OVER, position=2)
    exactly = {"comparator": Comparator.EXACTLY}
    make_target(story.parks[0], fdi, 500 * MILLION, investor=story.investors[0], part_of=goal, **exactly)
    make_target(story.parks[0], ddi, 1700 * BILLION, investor=story.investors[0], part_of=ddi_goal, **exactly)
    make_target(story.parks[1], ddi, 1000 * BILLION, investor=story.investors[1], part_of=ddi_goal, **exactly)
    make_target(story.perimeter, fdi, 50 * MILLION, part_of=goal, members=story.parks[2:], **exactly)
    make_report(
        story.perimeter,
        year=2025,
        quarter=1,
        reporter=story.board,
        figures=[
            Figure(fdi, 125 * MILLION, basis=Basis.YEAR_TO_DATE),
            Figure(ddi, 6918 * BILLION, basis=Basis.YEAR_TO_DATE),
        ],
    )
    # Decoys: another year, a draft, a superseded version, another province.
    make_report(
        story.perimeter,
        year=2024,
        quarter=1,
        reporter=story.board,
        figures=[Figure(fdi, 100 * MILLION, basis=Basis.YEAR_TO_DATE)],
    )
    make_report(
        story.province,
        year=2025,
        quarter=1,
        reporter=story.board,
        approved=False,
        figures=[Figure(fdi, 999 * MILLION, basis=Basis.YEAR_TO_DATE)],
    )
    make_target(story.province, fdi, 3000 * MILLION, year=2024, position=9)
    make_target(story.province, fdi, 4000 * MILLION, approved=False, position=9)
    return story


def row_of(rows: tuple[ProgressRow, ...], code: str) -> ProgressRow:
    return next(row for row in rows if row.indicator.code == code)


def test_province_goal_is_measured_by_its_parks_and_says_so(hai_duong):
    row = row_of(progress_for_place(slug="hai-duong", quarter=Q1).rows, "fdi-registered")
    # 125 of at least 1,000: 12.5 %; a straight line gives 250 at the end of March; 875 to go in three quarters.
    assert row.progress.attainment.low == Decimal("0.125")
    assert row.progress.expected is not None
    assert row.progress.expected.low == 250 * MILLION
    assert row.progress.expected_rule is ExpectedRule.STRAIGHT_LINE
    assert row.progress.status is Status.OFF_TRACK
    assert row.progress.gap.low == 875 * MILLION
    needed = row.progress.needed_per_remaining_quarter.low
    assert needed is not None
    assert needed.quantize(Decimal("0.01")) == Decimal("291666666.67")
    assert row.perimeter_differs
    assert [place.slug for place in row.figure_places] == ["hai-duong-khu-cong-nghiep"]
    assert row.reported_of_expected == (1, 1)
    assert "perimeter_differs" in row.states


def test_goal_coverage_counts_direct_parts_and_names_the_investor_without_target(hai_duong):
    rows = progress_for_place(slug="hai-duong", quarter=Q1).rows
    fdi, ddi = row_of(rows, "fdi-registered"), row_of(rows, "ddi-registered")
    assert fdi.goal_coverage is not None
    assert ddi.goal_coverage is not None
    # FDI: 500 + 50 collective of 1,000. DDI: 1,700 + 1,000 of 8,500.
    assert fdi.goal_coverage.assigned is not None
    assert fdi.goal_coverage.assigned.low == 550 * MILLION
    assert fdi.goal_coverage.unassigned.low == 450 * MILLION
    assert ddi.goal_coverage.unassigned.low == 5800 * BILLION
    assert [(investor.slug, place.slug) for investor, place in fdi.without_part] == [("lai-vu-investor", "lai-vu")]
    assert ddi.without_part == ()


def test_silent_investor_is_not_reported_and_never_zero(hai_duong):
    row = row_of(progress_for_place(slug="hai-duong", quarter=Q1).rows, "fdi-registered")
    dai_an = next(part for part in row.parts if part.kind is RowKind.INVESTOR)
    assert dai_an.progress.status is Status.NOT_REPORTED
    assert dai_an.to_date.amount is None
    assert dai_an.progress.attainment.low is None
    rest = next(part for part in row.parts if part.kind is RowKind.COLLECTIVE)
    assert rest.progress.status is Status.NOT_REPORTED
    # The collective target binds both of its members, whether or not anybody recorded a duty for them.
    assert rest.reported_of_expected == (0, 2)


def test_collective_target_is_covered_by_its_members(hai_duong):
    fdi = make_indicator("fdi-registered")
    for park, investor in zip(hai_duong.parks[2:3], hai_duong.investors[2:3], strict=True):
        make_report(park, year=2025, quarter=1, reporter=investor, figures=[Figure(fdi, 60 * MILLION)])
    row = row_of(progress_for_place(slug="hai-duong", quarter=Q1).rows, "fdi-registered")
    rest = next(part for part in row.parts if part.kind is RowKind.COLLECTIVE)
    assert rest.reported_of_expected == (1, 2)
    # 60 of the 50 promised together: met, whatever the silent one brings.
    assert rest.progress.status is Status.MET


def test_quarter_follows_from_year_to_date_of_the_first_quarter(hai_duong):
    row = row_of(progress_for_place(slug="hai-duong", quarter=Q1).rows, "fdi-registered")
    assert row.in_quarter.amount is not None
    assert row.in_quarter.amount.low == 125 * MILLION
    assert row.same_period_last_year is not None
    assert row.same_period_last_year.ratio is not None
    assert row.same_period_last_year.ratio.low == Decimal("1.25")


def test_second_quarter_without_report_stays_at_the_first(hai_duong):
    row = row_of(progress_for_place(slug="hai-duong", quarter=Quarter(2025, 2)).rows, "fdi-registered")
    assert row.progress.read_to == date(2025, 3, 31)
    assert row.to_date.amount is not None
    assert row.to_date.amount.low == 125 * MILLION
    assert row.in_quarter.amount is None


@pytest.fixture
def merged(hai_duong):
    """Return the successor of Hải Dương and its old neighbour."""
    country = make_country()
    old = make_place("hai-phong-2025", parent=country, valid_to=date(2025, 6, 30))
    new = make_place("hai-phong", valid_from=date(2025, 7, 1))
    # The parents' days of the fixtures are open; a successor's begin with the merger.
    from provinces.models import PlaceParent

    PlaceParent.objects.create(place=new, parent=country, valid_from=date(2025, 7, 1))
    Place.objects.filter(slug="hai-duong").update(valid_to=date(2025, 6, 30))
    make_succession(hai_duong.province, new)
    make_succession(old, new)
    return new


def test_todays_map_shows_the_predecessors_figures_under_the_successor(merged):
    progress = progress_for_place(slug="hai-phong", quarter=Q1, map_choice=MapChoice.TODAY)
    row = row_of(progress.rows, "fdi-registered")
    assert row.kind is RowKind.INHERITED
    assert row.to_date.amount is not None
    assert row.to_date.amount.low == 125 * MILLION
    assert row.progress.attainment.low == Decimal("0.125")
    assert [place.slug for place in progress.predecessors] == ["hai-duong", "hai-phong-2025"]
    assert row.target is not None
    assert row.target.place.slug == "hai-duong"
    assert "inherited" in row.states
    # One of two predecessors promised and reported; the other is silent, and that is said.
    assert row.target_units == (1, 2)
    assert [place.slug for place in row.reported] == ["hai-duong"]
    assert [place.slug for place in row.missing] == ["hai-phong-2025"]


def test_predecessor_of_its_successors_name_says_its_last_day(merged):
    Place.objects.filter(slug__startswith="hai-phong").update(name="Hải Phòng", name_en="Hai Phong")
    progress = progress_for_place(slug="hai-phong", quarter=Q1, map_choice=MapChoice.TODAY)
    row = row_of(progress.rows, "fdi-registered")
    with translation.override("vi"):
        assert name_of(progress.place) == "Hải Phòng"
        assert [name_of(place) for place in row.missing] == ["Hải Phòng (đến 30/06/2025)"]
        # Another name needs no mark.
        assert [name_of(place) for place in row.reported] == ["Hai Duong"]
    with translation.override("en"):
        assert [name_of(label) for label in names_of(row.missing)] == ["Hai Phong (until 30\u00a0Jun\u00a02025)"]
    # Where its successor is not beside it, it bears its name alone.
    country = progress_for_place(slug="viet-nam", quarter=Q1)
    assert "Hải Phòng" in [name_of(child.place) for child in country.children]


def test_plans_of_a_predecessor_stay_on_todays_map(merged, hai_duong):
    parks = make_indicator("parks-established", kind=IndicatorKind.STOCK, unit="projects")
    make_target(
        hai_duong.province,
        parks,
        32,
        starts_on=date(2021, 1, 1),
        ends_on=date(2030, 12, 31),
        role=TargetRole.PLAN,
        comparator=Comparator.EXACTLY,
    )
    rows = progress_for_place(slug="hai-phong", quarter=Q1, map_choice=MapChoice.TODAY).rows
    assert [(row.place.slug, row.progress.status) for row in rows if row.indicator.code == "parks-established"] == [
        ("hai-duong", None)
    ]


def test_place_with_other_figures_only_is_not_silent(hai_duong):
    clusters = make_indicator("clusters-operating", kind=IndicatorKind.STOCK, unit="projects")
    other = make_place("ha-noi", parent=make_country())
    parks = make_place("ha-noi-ccn", kind=PlaceKind.PERIMETER, parent=other)
    silent = make_place("lai-chau", parent=make_country())
    paper = make_organisation("a-paper", kind=OrganisationKind.PRESS)
    make_report(parks, year=2025, quarter=1, reporter=paper, figures=[Figure(clusters, 70, basis=Basis.AS_OF)])
    children = progress_for_place(slug="viet-nam", quarter=Q1).children
    speaking = {child.place.slug: child.has_anything for child in children}
    assert speaking == {"hai-duong": True, other.slug: True, silent.slug: False}


def test_nothing_is_judged_without_a_written_limit(hai_duong):
    Threshold.objects.update(retired_at=timezone.now())
    row = row_of(progress_for_place(slug="hai-duong", quarter=Q1).rows, "fdi-registered")
    assert row.progress.attainment.low == Decimal("0.125")
    assert row.progress.status is None
    assert Reason.NO_THRESHOLD in row.progress.reasons


def test_successor_does_not_exist_on_the_map_of_then(merged):
    progress = progress_for_place(slug="hai-phong", quarter=Q1)
    assert not progress.exists
    assert progress.rows == ()


def test_country_total_is_the_same_on_both_maps(merged):
    totals = []
    for choice in (MapChoice.THEN, MapChoice.TODAY, MapChoice.THEN):
        row = row_of(progress_for_place(slug="viet-nam", quarter=Q1, map_choice=choice).rows, "fdi-registered")
        assert row.to_date.amount is not None
        totals.append(row.to_date.amount)
    assert totals[0] == totals[1] == totals[2]
    assert totals[0].low == 125 * MILLION


def test_year_of_the_merger_joins_predecessors_and_successor(merged, hai_duong):
    fdi = make_indicator("fdi-registered")
    office = make_organisation("office", kind=OrganisationKind.PROVINCE_OFFICE)
    make_report(
        hai_duong.perimeter,
        year=2025,
        quarter=2,
        reporter=hai_duong.board,
        figures=[Figure(fdi, 300 * MILLION, basis=Basis.YEAR_TO_DATE)],
    )
    make_report(
        merged, year=2025, quarter=3, reporter=office, figures=[Figure(fdi, 70 * MILLION, basis=Basis.IN_QUARTER)]
    )
    progress = progress_for_place(slug="hai-phong", quarter=Quarter(2025, 3))
    assert progress.exists
    inherited, figures = (
        row for row in progress.rows if row.indicator == row_of(progress.rows, "fdi-registered").indicator
    )
    # The inherited target speaks of Hải Dương alone and stops at the merger: 300 of 1,000.
    assert inherited.kind is RowKind.INHERITED
    assert inherited.to_date.to_on == date(2025, 6, 30)
    assert inherited.progress.attainment.low == Decimal("0.3")
    # The successor's own history: 300 of Hải Dương until the merger, without its silent old neighbour, and 70 of all of
    # the successor after it. They speak of two different areas, so they stand side by side: 370 is no number.
    assert figures.kind is RowKind.WITHOUT
    assert figures.in_quarter.amount is not None
    assert figures.in_quarter.amount.low == 70 * MILLION
    assert figures.to_date.amount is not None
    assert figures.to_date.amount.low == 300 * MILLION
    assert figures.to_date.to_on == date(2025, 6, 30)
    assert figures.roll_up is not None
    assert figures.roll_up.after is not None
    assert figures.roll_up.after.amount is not None
    assert figures.roll_up.after.amount.low == 70 * MILLION
    assert [place.slug for place in figures.missing] == ["hai-phong-2025"]
    # With a word of its old neighbour the year is whole: 300 + 5 + 70.
    make_report(
        Place.objects.get(slug="hai-phong-2025"),
        year=2025,
        quarter=2,
        reporter=office,
        figures=[Figure(fdi, 5 * MILLION, basis=Basis.YEAR_TO_DATE)],
    )
    rows = progress_for_place(slug="hai-phong", quarter=Quarter(2025, 3)).rows
    figures = next(row for row in rows if row.indicator == figures.indicator and row.kind is RowKind.WITHOUT)
    assert figures.to_date.amount is not None
    assert figures.to_date.amount.low == 375 * MILLION
    assert figures.to_date.to_on == date(2025, 9, 30)


def test_as_of_before_the_approval_knows_nothing(hai_duong):
    before = timezone.now() - timedelta(days=400)
    progress = progress_for_place(slug="hai-duong", quarter=Q1)
    assert progress.rows
    # Places and thresholds were recorded today too, so nothing but the place itself is left.
    with pytest.raises(LookupError):
        progress_for_indicator(code="no-such-indicator", quarter=Q1, as_of=before)
    assert progress_for_place(slug="hai-duong", quarter=Q1, as_of=before).rows == ()


def test_correction_hides_the_old_figure_only_once_approved(hai_duong):
    fdi = make_indicator("fdi-registered")
    report = hai_duong.perimeter.reports.get(year=2025, quarter=1)
    correction = make_revision(report, [Figure(fdi, 130 * MILLION)], approved=False)
    row = row_of(progress_for_place(slug="hai-duong", quarter=Q1).rows, "fdi-registered")
    assert row.to_date.amount is not None
    assert row.to_date.amount.low == 125 * MILLION
    approve_revision(correction)
    row = row_of(progress_for_place(slug="hai-duong", quarter=Q1).rows, "fdi-registered")
    assert row.to_date.amount is not None
    assert row.to_date.amount.low == 130 * MILLION


def test_unknown_place_and_indicator_are_refused():
    make_document()
    with pytest.raises(PlaceNotFound, match="nowhere"):
        progress_for_place(slug="nowhere", quarter=Q1)
    with pytest.raises(IndicatorNotFound, match="nothing"):
        progress_for_indicator(code="nothing", quarter=Q1)


def test_indicator_page_has_the_country_and_every_place_with_something(hai_duong):
    progress = progress_for_indicator(code="fdi-registered", quarter=Q1)
    assert progress.country.to_date.amount is not None
    assert progress.country.to_date.amount.low == 125 * MILLION
    slugs = [row.place.slug for row in progress.rows]
    assert slugs[0] == "hai-duong"
    assert "hai-duong-khu-cong-nghiep" in slugs
    assert "dai-an" in slugs
    assert [figure.value for figure in progress.figures] == [125 * MILLION, 100 * MILLION]


def test_missing_reason_is_not_reported_for_owed_and_silent(hai_duong):
    row = row_of(progress_for_place(slug="dai-an", quarter=Q1).rows, "fdi-registered")
    assert row.to_date.reason is Reason.NOT_REPORTED
    assert [place.slug for place in row.missing] == ["dai-an"]


def test_parts_stay_with_a_goal_that_gets_a_new_version(hai_duong):
    fdi = make_indicator("fdi-registered")
    goal = Target.objects.get(place=hai_duong.province, indicator=fdi, starts_on=date(2025, 1, 1), value=1000 * MILLION)
    make_target(hai_duong.province, fdi, 1100 * MILLION, supersedes=goal)
    row = row_of(progress_for_place(slug="hai-duong", quarter=Q1).rows, "fdi-registered")
    assert row.terms is not None
    assert row.terms.amount.low == 1100 * MILLION
    # 500 of Dai An and 50 of the rest, now of 1,100.
    assert row.goal_coverage is not None
    assert row.goal_coverage.unassigned.low == 550 * MILLION
    investor = progress_for_investor(slug="dai-an-investor", quarter=Q1)
    assert [goal.target.version for goal in investor.goals if goal.target] == [2, 1]


def test_misprint_in_a_correction_hides_nothing(hai_duong):
    fdi = make_indicator("fdi-registered")
    report = hai_duong.perimeter.reports.get(year=2025, quarter=1)
    make_revision(report, [Figure(fdi, 2 * MILLION, fields={"rejected_because": "a misprint"})])
    row = row_of(progress_for_place(slug="hai-duong", quarter=Q1).rows, "fdi-registered")
    assert row.to_date.amount is not None
    assert row.to_date.amount.low == 125 * MILLION
