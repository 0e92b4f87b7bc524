"""The builders make rows that the database accepts and that count."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests import builders as build
from tracker.models import Actual, RevisionStatus, Target

pytestmark = pytest.mark.django_db


def test_target_is_in_force_with_phases_and_members() -> None:
    there = build.make_province_with_parks(parks=["dai-an", "lai-vu"])
    goal = build.make_target(there.province)
    part = build.make_target(
        there.perimeter,
        value=50_000_000,
        part_of=goal,
        members=there.parks,
        phases=[build.Phase(date(2025, 1, 1), date(2025, 3, 31), 10_000_000)],
    )
    assert list(Target.objects.in_force(None).order_by("pk")) == [goal, part]
    assert part.collective
    assert part.phases.get().value == Decimal(10_000_000)


def test_second_revision_replaces_the_figure_of_the_first() -> None:
    indicator = build.make_indicator()
    early = datetime(2025, 4, 10, tzinfo=UTC)
    report = build.make_report(figures=[build.Figure(indicator, 100)], at=early)
    build.make_revision(report, [build.Figure(indicator, "125.5")])
    assert [actual.value for actual in Actual.objects.in_force(None)] == [Decimal("125.5")]
    assert [actual.value for actual in Actual.objects.in_force(early)] == [Decimal(100)]


def test_draft_report_does_not_count() -> None:
    report = build.make_report(figures=[build.Figure(build.make_indicator(), 1)], approved=False)
    assert report.revisions.get().status == RevisionStatus.DRAFT
    assert not Actual.objects.in_force(None).exists()


def test_people_have_their_roles_at_the_place() -> None:
    place = build.make_place()
    people = build.make_people(place)
    assert people.clerk.memberships.get().place == place
    assert people.clerk.has_usable_password()
