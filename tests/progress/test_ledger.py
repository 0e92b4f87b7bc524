"""Every version of a target with its document and the percentage it gives; current and original side by side."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import (
    Figure,
    make_document,
    make_indicator,
    make_organisation,
    make_province_with_parks,
    make_report,
    make_succession,
    make_target,
    make_threshold,
)
from tracker.models import Comparator, Target
from tracker.progress.ledger import ledger_of_place, revised
from tracker.progress.lookup import PlaceNotFound
from tracker.progress.measures import Reason
from tracker.progress.periods import Quarter
from tracker.progress.rows import MapChoice
from tracker.progress.versions import VersionState

pytestmark = pytest.mark.django_db
MILLION = 10**6
Q1, Q3 = Quarter(2025, 1), Quarter(2025, 3)


def moment(day):
    return datetime(2025, 4, day, 9, tzinfo=UTC)


@pytest.fixture
def story():
    """A province with a goal of 1,000 by resolution 12/NQ, of which 250 are reached in Q1."""
    made = make_province_with_parks("hai-duong", parks=["dai-an", "lai-vu"])
    make_threshold()
    council = make_organisation("people-s-council")
    fdi = make_indicator(headline=True)
    made_by = {
        "issuer": council,
        "issued_on": date(2024, 12, 10),
        "document": make_document("resolution", number="12/NQ-HĐND"),
    }
    goal = make_target(made.province, fdi, 1000 * MILLION, at=moment(1), **made_by)
    make_report(made.province, reporter=made.board, figures=[Figure(fdi, 250 * MILLION)], at=moment(2))
    return made, fdi, goal, council


def halve(story, **fields):
    made, fdi, goal, council = story
    said = {
        "issuer": council,
        "issued_on": date(2025, 4, 20),
        "document": make_document("decision", number="15/QĐ-UBND"),
        "reason": "Điều chỉnh kế hoạch",
        "at": moment(20),
    }
    return make_target(made.province, fdi, 500 * MILLION, supersedes=goal, **(said | fields))


def only_entry(**asked):
    (entry,) = ledger_of_place(**({"slug": "hai-duong", "quarter": Q1} | asked)).entries
    return entry


def share(line):
    return line.row.progress.attainment.low


def test_halving_a_target_doubles_the_current_percentage_and_leaves_the_original(story):
    before = only_entry()
    assert share(before.current) == share(before.original) == Decimal("0.25")
    assert before.current is before.original
    halve(story)
    after = only_entry()
    # 250 of 500, and still 250 of the 1,000 that were promised first.
    assert share(after.current) == Decimal("0.5")
    assert share(after.original) == Decimal("0.25")
    assert after.current.target.document.number == "15/QĐ-UBND"
    assert after.original.target.document.number == "12/NQ-HĐND"
    assert after.current.effect == Decimal("0.25")
    assert after.original.effect is None


def test_each_version_says_who_set_it_when_why_and_until_when_it_counted(story):
    halve(story)
    first, second = only_entry().lines
    assert (first.target.version, second.target.version) == (1, 2)
    assert (first.state, second.state) == (VersionState.REPLACED, VersionState.IN_FORCE)
    assert (first.issued_on, second.issued_on) == (date(2024, 12, 10), date(2025, 4, 20))
    assert [line.target.issuer.slug for line in (first, second)] == ["people-s-council"] * 2
    assert (first.approved_at, first.replaced_at) == (moment(1), moment(20))
    assert (second.approved_at, second.replaced_at) == (moment(20), None)
    assert second.reason == "Điều chỉnh kế hoạch"
    assert first.approved_by == "Nguyễn Văn An"


def test_moment_before_the_revision_knows_one_version(story):
    halve(story)
    entry = only_entry(as_of=moment(10))
    assert [line.state for line in entry.lines] == [VersionState.IN_FORCE]
    assert entry.current is entry.original


def test_draft_of_a_version_is_no_version(story):
    halve(story, approved=False, at=None)
    assert len(only_entry().lines) == 1


def test_withdrawn_target_keeps_its_original_and_has_no_current_percentage(story):
    halve(story, withdrawn=True)
    entry = only_entry()
    assert entry.current is None
    assert share(entry.original) == Decimal("0.25")
    assert entry.newest.state is VersionState.WITHDRAWAL
    assert entry.newest.row is None


def test_misprint_is_shown_and_measures_nothing(story):
    made, fdi, _goal, _council = story
    misprint = halve(story, rejected_because="thiếu một số 0")
    right = make_target(made.province, fdi, 5000 * MILLION, supersedes=misprint, at=moment(25))
    entry = only_entry()
    assert [line.state for line in entry.lines] == [
        VersionState.REPLACED,
        VersionState.NOT_USED,
        VersionState.IN_FORCE,
    ]
    assert entry.lines[1].row is None
    assert entry.current.target.id == right.pk
    # Measured against the version before the misprint: 5 % less 25 %.
    assert entry.current.effect == Decimal("-0.20")


def test_effect_of_a_bound_is_not_known_exactly(story):
    made, fdi, _goal, _council = story
    over = {"comparator": Comparator.OVER}
    make_report(made.province, 2025, 3, reporter=made.board, figures=[Figure(fdi, 600 * MILLION, **over)], at=moment(2))
    halve(story)
    # "Over 600" of 500 is over 120 %, of 1,000 over 60 %: how far apart they are, nobody knows.
    entry = only_entry(quarter=Q3)
    assert share(entry.current) == Decimal("1.2")
    assert entry.current.effect is None


def test_version_of_another_period_is_read_over_its_own(story):
    # The goal of the year becomes one from 1 April on: what Q1 brought is no part of it.
    halve(story, starts_on=date(2025, 4, 1), ends_on=date(2025, 12, 31))
    entry = only_entry(quarter=Quarter(2025, 2))
    assert share(entry.original) == Decimal("0.25")
    assert entry.current.row.progress.attainment.reason is Reason.NOT_REPORTED


def test_targets_of_other_places_and_periods_stay_out(story):
    made, fdi, goal, _council = story
    make_target(made.parks[0], fdi, 5 * MILLION, part_of=goal, investor=made.investors[0])
    make_target(made.province, fdi, 7 * MILLION, year=2026)
    assert only_entry().newest.target.id == goal.pk
    assert only_entry(slug="dai-an").newest.target.investor.slug == made.investors[0].slug


def test_targets_of_predecessors_stand_in_the_ledger_of_the_successor(story):
    made, _fdi, goal, _council = story
    city = make_province_with_parks("hai-phong", parks=0)
    made.province.valid_to = date(2025, 6, 30)
    made.province.save()
    make_succession(made.province, city.province)
    for map_choice in MapChoice:
        entry = only_entry(slug="hai-phong", quarter=Q3, map_choice=map_choice)
        assert entry.newest.target.id == goal.pk
        assert entry.newest.target.place.slug == "hai-duong"


def test_collective_target_with_a_member_beyond_the_reach_is_left_out(story):
    made, fdi, _goal, _council = story
    make_target(made.perimeter, fdi, 50 * MILLION, members=made.parks)
    ids = frozenset({made.perimeter.pk, made.parks[0].pk})
    slug = made.perimeter.slug
    assert len(ledger_of_place(slug=slug, quarter=Q1).entries) == 1
    assert ledger_of_place(slug=slug, quarter=Q1, reach=ids).entries == ()
    with pytest.raises(PlaceNotFound):
        ledger_of_place(slug="lai-vu", quarter=Q1, reach=ids)


def test_ledger_costs_the_same_whatever_the_number_of_versions(story):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            ledger = ledger_of_place(slug="hai-duong", quarter=Q1)
        return len(queries), len(ledger.entries), revised(ledger.entries)

    first = cost()
    assert first[1:] == (1, 0)
    made, _fdi, _goal, _council = story
    newest = halve(story)
    for number in range(3):
        newest = make_target(made.province, newest.indicator, (number + 6) * MILLION, supersedes=newest)
        other = make_indicator(f"other-{number}")
        make_target(made.province, other, 1, supersedes=make_target(made.province, other, 2))
    assert Target.objects.count() == 11
    last = cost()
    assert last[1:] == (4, 4)
    assert last[0] == first[0]
