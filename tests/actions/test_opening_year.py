"""Opening a year: what is carried on, what is laid out for revision, what a person must decide, and never twice."""

from datetime import date, datetime

import pytest
from django.utils import timezone, translation

from provinces.models import Place
from tests.builders import (
    make_administrator,
    make_clerk,
    make_duty,
    make_form,
    make_indicator,
    make_person,
    make_province_with_parks,
    make_target,
)
from tests.progress.owing import make_rules
from tracker.actions.opening_year import UnableToOpenYearError, open_year, plan_year
from tracker.actions.rights import scope_of
from tracker.actions.targets import approve_target
from tracker.actions.year_plan import Undecided, places_to_open
from tracker.actions.year_wording import question_sentence
from tracker.models import Comparator, Direction, Origin, ReportForm, ReportingDuty, Role, Target, TargetRole

pytestmark = pytest.mark.django_db
AT = timezone.make_aware(datetime(2026, 12, 20, 9))
OLD, NEW = (date(2026, 1, 1), date(2026, 12, 31)), (date(2027, 1, 1), date(2027, 12, 31))


@pytest.fixture(autouse=True)
def english():
    """Read the refusals in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def province():
    """A province with two parks and its administrator; the board's duty ends with 2026."""
    make_rules()
    rows = make_province_with_parks("hai-duong", parks=2)
    make_duty(rows.board, rows.perimeter, valid_from=OLD[0], valid_to=OLD[1])
    make_person("keeper", role=Role.ADMINISTRATOR, place=rows.province)
    return rows


def keeper():
    return make_person("keeper")


def opened(province, year=2027, **more):
    return open_year(**{"place": province.province, "year": year, "by": keeper(), "at": AT, **more})


def drafts():
    return Target.objects.filter(approved_at__isnull=True)


# --- Duties -------------------------------------------------------------------------------------------------------
def test_a_duty_that_ends_with_the_old_year_is_carried_on_for_the_new_one(province):
    plan = opened(province)
    (made,) = ReportingDuty.objects.filter(valid_from=NEW[0])
    assert (made.reporter, made.place, made.form.code, made.valid_to) == (
        province.board, province.perimeter, "quarterly-form", NEW[1],
    )  # fmt: skip
    assert [duty.place for duty in plan.duties] == [province.perimeter]
    assert ReportingDuty.objects.get(valid_from=OLD[0]).retired_at is None


def test_duties_without_an_end_go_on_by_themselves_and_ended_ones_rest(province):
    make_duty(province.investors[0], province.parks[0], valid_from=OLD[0])
    make_duty(province.investors[1], province.parks[1], valid_from=OLD[0], valid_to=date(2026, 6, 30))
    plan = opened(province)
    assert (len(plan.duties), plan.going_on) == (1, 1)
    assert ReportingDuty.objects.filter(valid_from=NEW[0]).count() == 1


def test_a_duty_that_somebody_recorded_already_is_not_recorded_again(province):
    make_duty(province.board, province.perimeter, valid_from=NEW[0])
    plan = opened(province)
    assert plan.is_empty
    assert ReportingDuty.objects.count() == 2


def test_a_form_that_ends_is_left_to_a_person(province):
    ReportForm.objects.update(valid_to=date(2026, 12, 31))
    plan = opened(province)
    assert plan.duties == []
    assert [(question.duty.place, question.why) for question in plan.questions] == [
        (province.perimeter, Undecided.FORM_ENDED)
    ]
    assert "this form ends on 31 Dec 2026. Record the duty with the form" in question_sentence(plan.questions[0])
    assert ReportingDuty.objects.count() == 1


@pytest.mark.parametrize(("ends", "asked"), [(date(2027, 6, 30), 1), (NEW[1], 0), (None, 0)])
def test_a_form_must_hold_for_the_whole_new_year(province, ends, asked):
    ReportForm.objects.update(valid_to=ends)
    plan = opened(province)
    assert (len(plan.questions), len(plan.duties)) == (asked, 1 - asked)


def test_a_duty_without_an_end_under_a_form_that_ended_is_asked_about_too(province):
    form = make_form("ended")
    ReportForm.objects.filter(pk=form.pk).update(valid_to=date(2025, 12, 31))
    make_duty(province.investors[0], province.parks[0], form=form, valid_from=OLD[0])
    assert [question.why for question in opened(province).questions] == [Undecided.FORM_ENDED]


def test_a_place_that_has_ceased_to_exist_owes_nothing_by_itself(province):
    Place.objects.filter(pk=province.perimeter.pk).update(valid_to=date(2026, 12, 31))
    plan = opened(province)
    assert [question.why for question in plan.questions] == [Undecided.PLACE_ENDED]
    assert "ceased to exist on 31 Dec 2026" in question_sentence(plan.questions[0])


# --- Targets ------------------------------------------------------------------------------------------------------
def test_last_years_target_becomes_a_draft_without_a_number(province):
    old = make_target(
        province.province, value=1_000_000_000, year=2026, issuer=province.board, position=3, printed="1 billion",
        note="cũ", issued_on=date(2026, 1, 5),
    )  # fmt: skip
    plan = opened(province)
    draft = drafts().get()
    assert plan.targets == [old]
    assert (draft.place, draft.indicator, draft.role, draft.issuer) == (
        old.place, old.indicator, old.role, old.issuer,
    )  # fmt: skip
    assert (draft.starts_on, draft.ends_on, draft.version, draft.supersedes) == (*NEW, 1, None)
    assert (draft.value, draft.comparator) == (None, Comparator.NONE_STATED)
    assert (draft.printed, draft.document, draft.issued_on, draft.reference) == ("", None, None, None)
    assert draft.position == 3
    assert draft.note_en == "Number of 2026: at least 1,000\u00a0million USD. Type the number of 2027."
    assert "1.000\u00a0triệu USD" in draft.note
    assert not Target.objects.in_force(None).filter(starts_on=NEW[0]).exists()


def test_goals_and_their_parts_find_each_other_again(province):
    first = make_target(province.province, year=2026)
    goal = make_target(province.province, year=2026, supersedes=first)
    # A part goes on pointing at the version for which it was set.
    make_target(province.parks[0], year=2026, investor=province.investors[0], part_of=first)
    collective = make_target(
        province.perimeter, year=2026, part_of=goal, members=province.parks, role=TargetRole.COMMITMENT
    )
    opened(province)
    whole = drafts().get(place=province.province)
    part = drafts().get(place=province.parks[0])
    rest = drafts().get(place=province.perimeter)
    assert (part.part_of, rest.part_of) == (whole, whole)
    assert part.investor == province.investors[0]
    assert rest.collective
    assert set(rest.members.all()) == set(collective.members.all()) == set(province.parks)
    assert drafts().count() == 3


def test_a_part_keeps_a_goal_that_spans_the_new_year(province):
    goal = make_target(province.province, starts_on=date(2025, 1, 1), ends_on=date(2030, 12, 31))
    make_target(province.parks[0], year=2026, part_of=goal)
    opened(province)
    assert drafts().get().part_of == goal


def test_a_part_finds_a_goal_that_somebody_has_set_for_the_new_year(province):
    old = make_target(province.province, year=2026)
    make_target(province.parks[0], year=2026, part_of=old)
    new = make_target(province.province, year=2027)
    opened(province)
    assert drafts().get().part_of == new


@pytest.mark.parametrize(
    "fields",
    [
        {"role": TargetRole.PLAN},
        {"role": TargetRole.FORECAST},
        {"origin": Origin.IMPLIED},
        {"approved": False},
        {"withdrawn": True},
        {"year": 2025},
        {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 6, 30)},
        {"starts_on": date(2025, 1, 1), "ends_on": date(2026, 12, 31)},
    ],
)
def test_only_binding_targets_in_force_of_exactly_the_last_year_are_laid_out(province, fields):
    make_target(province.province, **{"year": 2026, **fields})
    opened(province)
    assert not drafts().filter(starts_on=NEW[0]).exists()


def test_targets_of_two_issuers_are_two(province):
    for issuer in (None, province.board):
        make_target(province.province, year=2026, issuer=issuer)
    opened(province)
    assert drafts().count() == 2
    assert opened(province).is_empty


def test_a_goal_to_lower_something_is_said_to_need_a_baseline(province):
    days = make_indicator("days", unit="days", direction=Direction.LOWER_IS_BETTER)
    make_target(province.province, days, 8, year=2026, baseline=15)
    plan = opened(province)
    assert plan.needing_baseline == plan.targets
    assert drafts().get().baseline is None


def test_a_draft_is_approved_by_somebody_else_like_any_other(province):
    make_target(province.province, year=2026)
    opened(province)
    draft = drafts().get()
    draft.comparator, draft.value = Comparator.AT_LEAST, 2_000_000_000
    draft.save()
    approve_target(target=draft, by=make_administrator(), at=AT)
    assert Target.objects.in_force(None).get(starts_on=NEW[0]).value == 2_000_000_000


# --- Once, and by whom --------------------------------------------------------------------------------------------
def test_the_second_time_nothing_is_made(province):
    make_target(province.province, year=2026)
    assert not opened(province).is_empty
    before = Target.objects.count(), ReportingDuty.objects.count()
    second = opened(province)
    assert second.is_empty
    assert (Target.objects.count(), ReportingDuty.objects.count()) == before
    assert second.going_on == 1


def test_planning_makes_nothing_and_says_the_same(province):
    make_target(province.province, year=2026)
    plan = plan_year(place=province.province, year=2027, by=keeper(), at=AT)
    assert not drafts().exists()
    done = opened(province)
    assert (plan.duties, plan.targets, plan.due_days) == (done.duties, done.targets, done.due_days)


def test_due_days_of_the_four_quarters_are_listed(province):
    make_duty(province.investors[0], province.parks[0], valid_from=OLD[0])
    days = {row.reporter_kind: row.days for row in opened(province).due_days}
    assert days == {
        "board": (date(2027, 4, 15), date(2027, 7, 15), date(2027, 10, 15), date(2028, 1, 17)),
        "investor": (date(2027, 4, 12), date(2027, 7, 12), date(2027, 10, 11), date(2028, 1, 10)),
    }


def test_neighbours_are_left_alone(province):
    other = make_province_with_parks("bac-ninh", parks=1)
    make_duty(other.board, other.perimeter, valid_from=OLD[0], valid_to=OLD[1])
    make_target(other.province, year=2026)
    plan = opened(province)
    assert {duty.place for duty in plan.duties} == {province.perimeter}
    assert plan.targets == []


@pytest.mark.parametrize("role", [Role.CLERK, Role.APPROVER, Role.MANAGER])
def test_only_administrators_of_the_place_open_a_year(province, role):
    with pytest.raises(UnableToOpenYearError, match="Only an administrator"):
        opened(province, by=make_person("somebody", role=role, place=province.province))
    with pytest.raises(UnableToOpenYearError, match="Only an administrator"):
        opened(province, place=province.country)
    assert ReportingDuty.objects.count() == 1


@pytest.mark.parametrize("year", [1900, 2101, 0])
def test_a_year_that_cannot_be_is_refused_with_the_cure(province, year):
    with pytest.raises(UnableToOpenYearError, match="Type a year from 1987 to 2100"):
        opened(province, year=year)


def test_the_trail_names_who_opened_the_year(province):
    make_target(province.province, year=2026)
    opened(province)
    for model, kept in ((Target, drafts().get()), (ReportingDuty, ReportingDuty.objects.get(valid_from=NEW[0]))):
        event = model.pgh_event_model.objects.filter(pgh_obj_id=kept.pk).latest("pgh_id")
        assert event.pgh_context.metadata["user"] == keeper().pk


def test_planning_costs_the_same_for_more_places(province, django_assert_num_queries):
    by = keeper()
    make_target(province.province, year=2026)
    with django_assert_num_queries(8):
        plan_year(place=province.province, year=2027, by=by, at=AT)
    for number in range(4):
        park = make_province_with_parks("hai-duong", parks=[f"more-{number}"]).parks[0]
        make_target(park, year=2026, investor=province.investors[0])
    with django_assert_num_queries(8):
        plan = plan_year(place=province.province, year=2027, by=by, at=AT)
    assert len(plan.targets) == 5


def test_a_year_is_opened_where_ones_role_begins_or_for_a_province(province):
    def offered(person):
        return {place.slug for place in places_to_open(scope_of(person, AT.date()), AT.date())}

    make_province_with_parks("bac-ninh", parks=1)
    park = make_person("park-keeper", role=Role.ADMINISTRATOR, place=province.parks[0])
    assert offered(keeper()) == {"hai-duong"}
    assert offered(park) == {province.parks[0].slug}
    assert offered(make_administrator()) == {"viet-nam", "hai-duong", "bac-ninh"}
    assert offered(make_clerk(province.province)) == set()
