"""Targets: what a definition must hold, and that an approved version is only ever replaced."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pghistory
import pytest
from django.db import DatabaseError, transaction
from django.utils import translation

from tests.builders import (
    Phase,
    make_approver,
    make_clerk,
    make_indicator,
    make_investor,
    make_person,
    make_province_with_parks,
    make_target,
)
from tracker.actions.targets import (
    UnableToApproveTargetError,
    UnableToDefineTargetError,
    UnableToReviseTargetError,
    approve_target,
    revise_target,
    target_definition_problems,
    target_token,
    withdraw_target,
)
from tracker.models import Comparator, Direction, PhaseBasis, Role, Target, TargetPhase, TargetRole

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    """Read the refusals in English, whatever the catalogue says in Vietnamese."""
    with translation.override("en"):
        yield


NOW = datetime(2025, 7, 5, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


class Province:
    """A province with two parks, its administrator and its approver."""

    def __init__(self):
        self.rows = make_province_with_parks("hai-duong", parks=["dai-an", "lai-vu"])
        self.place = self.rows.province
        self.fdi = make_indicator()
        self.administrator = make_person("hd-administrator", role=Role.ADMINISTRATOR, place=self.place)
        self.approver = make_approver(self.place, "hd-approver")

    def draft(self, **fields):
        return make_target(self.place, self.fdi, approved=False, **fields)

    def approved(self, **fields):
        return approve_target(target=self.draft(**fields), by=self.approver, at=NOW)


@pytest.fixture
def province(db):
    return Province()


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({}, []),
        ({"high": Decimal(2)}, ["high"]),
        ({"comparator": Comparator.BETWEEN}, ["high"]),
        ({"comparator": Comparator.BETWEEN, "high": Decimal(1)}, ["high"]),
        ({"comparator": Comparator.BETWEEN, "high": Decimal(20)}, []),
        ({"value": None}, ["value"]),
        ({"comparator": Comparator.NONE_STATED}, ["value"]),
        ({"ends_on": date(2024, 12, 31)}, ["ends_on"]),
        ({"baseline": Decimal(10)}, ["baseline"]),
        ({"unit": "VND"}, ["unit"]),
    ],
)
def test_definition_names_the_field_that_is_wrong(province, fields, wrong):
    target = province.draft(value=10)
    for name, value in fields.items():
        setattr(target, name, make_indicator("in-vnd", unit=value).unit if name == "unit" else value)
    assert [problem.field for problem in target_definition_problems(target)] == wrong


@pytest.mark.parametrize(("role", "wrong"), [(TargetRole.GOAL, ["baseline"]), (TargetRole.STANDARD, [])])
def test_goal_to_lower_something_needs_a_baseline(province, role, wrong):
    days = make_indicator("days", unit="days", direction=Direction.LOWER_IS_BETTER)
    target = make_target(province.place, days, 8, role=role, comparator=Comparator.AT_MOST, approved=False)
    assert [problem.field for problem in target_definition_problems(target)] == wrong
    target.baseline = Decimal(15)
    assert target_definition_problems(target) == []


@pytest.mark.parametrize(
    ("terms", "field", "sentence"),
    [
        # Occupancy from 60 to 50 of which more is better: 58 would be "20 % of the way".
        ({"kind": "stock", "value": 50, "baseline": 60}, "baseline", "lies behind the baseline"),
        ({"value": 50, "baseline": 40}, "baseline", "counts from 0"),
        ({"value": 50, "comparator": Comparator.AT_MOST}, "comparator", "choose another comparator"),
    ],
)
def test_terms_that_would_mislead_are_refused_with_a_sentence(province, terms, field, sentence):
    kind = terms.pop("kind", "flow")
    target = make_target(province.place, make_indicator(f"any-{kind}", kind=kind), approved=False, **terms)
    problems = target_definition_problems(target)
    assert [problem.field for problem in problems] == [field]
    assert sentence in problems[0].message
    # What is only shown, not judged, is kept as printed.
    target.role = TargetRole.FORECAST
    assert target_definition_problems(target) == []


def test_goal_that_keeps_a_level_is_a_goal(province):
    target = make_target(province.place, make_indicator("level", kind="stock"), 60, baseline=60, approved=False)
    assert target_definition_problems(target) == []


Q1_DAYS, Q2_DAYS = (date(2025, 1, 1), date(2025, 3, 31)), (date(2025, 4, 1), date(2025, 6, 30))


@pytest.mark.parametrize(
    ("phases", "sentence"),
    [
        ([Phase(*Q1_DAYS, 100), Phase(*Q2_DAYS, 500, PhaseBasis.TO_DATE)], "choose one basis"),
        ([Phase(*Q1_DAYS, 100), Phase(date(2025, 3, 31), date(2025, 4, 30), 100)], "share a day"),
        ([Phase(date(2024, 12, 1), date(2025, 3, 31), 100)], "leaves the period"),
    ],
)
def test_plan_that_cannot_be_followed_is_not_approved(province, phases, sentence):
    target = province.draft(phases=phases)
    with pytest.raises(UnableToApproveTargetError, match=sentence):
        approve_target(target=target, by=province.approver, at=NOW)
    # A phase that is kept as a misprint is not used, and does not stand in the way.
    target.phases.update(rejected_because="misprint")
    assert approve_target(target=target, by=province.approver, at=NOW).approved_at


def test_phase_without_a_number_is_not_approved(province):
    target = province.draft(phases=[Phase(*Q1_DAYS, 100)])
    target.phases.update(value=None, comparator=Comparator.NONE_STATED)
    with pytest.raises(UnableToApproveTargetError, match="no number"):
        approve_target(target=target, by=province.approver, at=NOW)


def test_part_of_another_indicator_or_period_is_refused(province):
    goal = province.draft()
    other = make_target(province.place, make_indicator("ddi", unit="VND"), part_of=goal, approved=False)
    longer = province.draft(part_of=goal, ends_on=date(2026, 12, 31))
    assert [p.field for p in target_definition_problems(other)] == ["part_of"]
    assert [p.field for p in target_definition_problems(longer)] == ["part_of"]


def test_targets_that_would_be_parts_of_each_other_are_refused(province):
    first = province.draft()
    second = province.draft(part_of=first)
    first.part_of = second
    assert [p.field for p in target_definition_problems(first)] == ["part_of"]


def test_approve_stamps_who_when_and_number(province):
    target = province.approved()
    assert target.approved_by == province.approver
    assert target.approved_at is not None
    assert target.approval_sequence is not None


def test_approve_twice_is_refused(province):
    with pytest.raises(UnableToApproveTargetError):
        approve_target(target=province.approved(), by=province.approver, at=NOW)


def test_approve_without_the_role_or_elsewhere_is_refused(province):
    clerk = make_clerk(province.place, "hd-clerk")
    neighbour = make_approver(make_province_with_parks("bac-ninh").province, "bn-approver")
    for person in (clerk, neighbour):
        with pytest.raises(UnableToApproveTargetError):
            approve_target(target=province.draft(), by=person, at=NOW)


def test_approve_of_a_definition_that_does_not_hold_is_refused(province):
    days = make_indicator("days", unit="days", direction=Direction.LOWER_IS_BETTER)
    target = make_target(province.place, days, 8, approved=False)
    with pytest.raises(UnableToApproveTargetError):
        approve_target(target=target, by=province.approver, at=NOW)


def test_approve_of_a_collective_target_without_members_is_refused(province):
    target = province.draft(collective=True)
    with pytest.raises(UnableToApproveTargetError):
        approve_target(target=target, by=province.approver, at=NOW)
    target.members.set(province.rows.parks)
    assert approve_target(target=target, by=province.approver, at=NOW).approved_at


def test_nobody_approves_a_target_that_they_alone_wrote(province, settings):
    with pghistory.context(user=province.administrator.pk):
        target = province.draft()
    with pytest.raises(UnableToApproveTargetError):
        approve_target(target=target, by=province.administrator, at=NOW)
    settings.SMALL_OFFICE = True
    assert approve_target(target=target, by=province.administrator, at=NOW).approved_at


def test_revision_copies_members_and_phases_and_leaves_the_approved_in_force(province):
    old = province.approved(members=province.rows.parks, phases=[Phase(date(2025, 1, 1), date(2025, 3, 31), 200)])
    new = revise_target(
        supersedes=old, reason="QĐ 12", changes={"value": Decimal(2)}, by=province.administrator, at=NOW
    )
    assert (new.version, new.supersedes, new.reason, new.value) == (2, old, "QĐ 12", 2)
    assert (new.approved_at, new.reference) == (None, None)
    assert set(new.members.all()) == set(province.rows.parks)
    assert [phase.value for phase in new.phases.all()] == [200]
    assert list(Target.objects.in_force(None)) == [old]
    approve_target(target=new, by=province.approver, at=NOW)
    assert list(Target.objects.in_force(None)) == [new]


@pytest.mark.parametrize("reason", ["", " ", "x" * 301])
def test_revision_without_usable_reason_is_refused(province, reason):
    with pytest.raises(UnableToReviseTargetError):
        revise_target(supersedes=province.approved(), reason=reason, by=province.administrator, at=NOW)


def test_revision_of_a_draft_or_of_a_replaced_version_is_refused(province):
    with pytest.raises(UnableToReviseTargetError):
        revise_target(supersedes=province.draft(), reason="why", by=province.administrator, at=NOW)
    old = province.approved()
    revise_target(supersedes=old, reason="why", by=province.administrator, at=NOW)
    with pytest.raises(UnableToReviseTargetError):
        revise_target(supersedes=old, reason="why", by=province.administrator, at=NOW)


def test_revision_whose_definition_does_not_hold_is_refused_with_its_field(province):
    with pytest.raises(UnableToDefineTargetError) as refusal:
        revise_target(
            supersedes=province.approved(),
            reason="why",
            changes={"high": Decimal(2)},
            by=province.administrator,
            at=NOW,
        )
    assert "high" in {problem.field for problem in refusal.value.problems}
    assert Target.objects.count() == 1


def test_revision_with_an_unknown_field_raises(province):
    with pytest.raises(ValueError, match="colour"):
        revise_target(
            supersedes=province.approved(), reason="y", changes={"colour": 1}, by=province.administrator, at=NOW
        )


def test_revision_by_anybody_but_the_administrator_of_the_place_is_refused(province):
    with pytest.raises(UnableToReviseTargetError):
        revise_target(supersedes=province.approved(), reason="why", by=province.approver, at=NOW)


def test_withdrawn_target_drops_out_from_its_approval_on(province):
    old = province.approved()
    end = withdraw_target(target=old, reason="bãi bỏ", by=province.administrator, at=NOW)
    assert end.withdrawn
    assert list(Target.objects.in_force(None)) == [old]
    approve_target(target=end, by=province.approver, at=NOW)
    assert not Target.objects.in_force(None).exists()
    with pytest.raises(UnableToReviseTargetError):
        withdraw_target(target=end, reason="again", by=province.administrator, at=NOW)


@pytest.mark.parametrize("change", ["update", "delete", "phase"])
def test_database_refuses_to_change_an_approved_target(province, change):
    phases = [] if change == "delete" else [Phase(date(2025, 1, 1), date(2025, 3, 31), 200)]
    target = province.approved(phases=phases)
    attempts = {
        "update": lambda: Target.objects.filter(pk=target.pk).update(value=1),
        "delete": lambda: Target.objects.filter(pk=target.pk).delete(),
        "phase": lambda: TargetPhase.objects.filter(target=target).update(value=1),
    }
    with pytest.raises(DatabaseError, match="tracker:"), transaction.atomic():
        attempts[change]()


def test_collective_target_with_an_investor_is_refused(province):
    target = province.draft(investor=make_investor("someone"))
    target.collective = True
    assert [p.field for p in target_definition_problems(target)] == ["collective"]


@pytest.mark.parametrize("what", ["value", "phase", "member"])
def test_approval_of_a_target_that_changed_since_it_was_seen_is_refused(province, what):
    target = province.draft(phases=[Phase(date(2025, 1, 1), date(2025, 3, 31), 200)])
    seen = target_token(target)
    if what == "value":
        Target.objects.filter(pk=target.pk).update(value=2)
    elif what == "phase":
        target.phases.update(value=3)
    else:
        target.members.add(province.rows.parks[0])
    with pytest.raises(UnableToApproveTargetError, match="changed since"):
        approve_target(target=target, by=province.approver, at=NOW, seen=seen)
    assert approve_target(target=target, by=province.approver, at=NOW, seen=target_token(target)).approved_at


@pytest.mark.parametrize("what", ["phase", "member"])
def test_nobody_approves_a_target_whose_phase_or_member_they_wrote(province, what):
    target = province.draft(phases=[Phase(date(2025, 1, 1), date(2025, 3, 31), 200)])
    with pghistory.context(user=province.approver.pk):
        if what == "phase":
            target.phases.update(value=3)
        else:
            target.members.add(province.rows.parks[0])
    with pytest.raises(UnableToApproveTargetError, match="wrote or changed"):
        approve_target(target=target, by=province.approver, at=NOW)


def test_nobody_approves_a_target_that_they_changed_after_somebody_else_wrote_it(province):
    with pghistory.context(user=province.administrator.pk):
        target = province.draft()
    with pghistory.context(user=province.approver.pk):
        Target.objects.filter(pk=target.pk).update(value=7)
    with pytest.raises(UnableToApproveTargetError, match="wrote or changed"):
        approve_target(target=target, by=province.approver, at=NOW)
    other = make_approver(province.place, "hd-second-approver")
    assert approve_target(target=target, by=other, at=NOW).approved_at
