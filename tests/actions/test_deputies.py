"""Deputies: only what one has is lent, for a time, and the trail says for whom."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pghistory
import pytest
from django.utils import translation

from tests.builders import (
    Figure,
    make_actual,
    make_approver,
    make_clerk,
    make_duty,
    make_form,
    make_indicator,
    make_person,
    make_place,
    make_province_with_parks,
    make_target,
)
from tracker.actions.deputies import UnableToAppointDeputyError, UnableToEndDeputyError, appoint_deputy, end_deputy
from tracker.actions.reporting import UnableToApproveReportError, approve_report, open_report, submit_report
from tracker.actions.rights import places_of, scope_of
from tracker.actions.targets import UnableToApproveTargetError, approve_target
from tracker.models import Membership, ReportRevision, Role, Target
from tracker.progress.periods import Quarter

pytestmark = pytest.mark.django_db
NOW = datetime(2025, 7, 5, 9, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
TODAY = date(2025, 7, 5)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def english():
    """Read the refusals in English, whatever the catalogue says in Vietnamese."""
    with translation.override("en"):
        yield


class Office:
    """Hải Dương with Dai An, its clerk, its approver, a colleague without a role, and its administrator."""

    def __init__(self):
        self.rows = make_province_with_parks("hai-duong", parks=["dai-an", "lai-vu"])
        self.province, self.park = self.rows.province, self.rows.parks[0]
        self.fdi = make_indicator()
        make_duty(self.rows.investors[0], self.park, form=make_form(indicators=[self.fdi]))
        self.clerk = make_clerk(self.province, "hd-clerk")
        self.approver = make_approver(self.province, "hd-approver")
        self.colleague = make_person("hd-colleague")
        self.administrator = make_person("hd-administrator", role=Role.ADMINISTRATOR, place=self.province)

    def appoint(self, **fields):
        fields = {
            "by": self.approver,
            "deputy": self.colleague,
            "place": self.province,
            "first_day": TODAY,
            "last_day": TODAY + 9 * DAY,
            "at": NOW,
            **fields,
        }
        return appoint_deputy(**fields)

    def covers(self, person, place=None, on=TODAY):
        return (place or self.park).pk in places_of(person, Role.APPROVER, on)

    def submitted(self, by=None):
        by = by or self.clerk
        revision = open_report(
            place=self.park, quarter=Quarter(2025, 2), reporter=self.rows.investors[0], by=by, at=NOW
        )
        make_actual(revision, Figure(self.fdi, 125))
        return submit_report(revision=revision, by=by, at=NOW)


@pytest.fixture
def office(db):
    return Office()


def test_deputy_covers_the_place_and_all_below_it_on_these_days_alone(office):
    office.appoint(place=office.park, first_day=TODAY + DAY)
    assert [office.covers(office.colleague, on=TODAY + n * DAY) for n in (0, 1, 9, 10)] == [False, True, True, False]
    assert not office.covers(office.colleague, office.rows.parks[1], on=TODAY + DAY)


def test_deputy_covers_nothing_once_the_approver_has_lost_the_role(office):
    office.appoint()
    Membership.objects.filter(person=office.approver).update(valid_to=TODAY)
    assert office.covers(office.colleague)
    assert not office.covers(office.colleague, on=TODAY + DAY)


def test_deputy_for_the_province_covers_nothing_once_the_approver_has_only_a_park(office):
    office.appoint()
    Membership.objects.filter(person=office.approver).update(place=office.park)
    assert not office.covers(office.colleague)


def test_deputy_covers_nothing_once_the_approvers_account_is_closed(office):
    office.appoint()
    office.approver.is_active = False
    office.approver.save()
    assert not office.covers(office.colleague)


def test_another_role_of_the_approver_lends_nothing(office):
    office.appoint()
    Membership.objects.filter(person=office.approver).update(role=Role.MANAGER)
    assert not office.covers(office.colleague)


def test_what_was_lent_is_not_lent_on(office):
    office.appoint()
    third = make_person("third")
    with pytest.raises(UnableToAppointDeputyError, match="only what one has"):
        office.appoint(by=office.colleague, deputy=third)
    # Written past the action, it covers nothing all the same.
    Membership.objects.create(
        person=third,
        role=Role.APPROVER,
        place=office.province,
        valid_to=TODAY + DAY,
        standing_in_for=office.colleague,
    )
    assert not office.covers(third)


def test_two_people_cannot_keep_each_other_in_office(office):
    other = make_person("other")
    for person, lender in ((other, office.colleague), (office.colleague, other)):
        Membership.objects.create(
            person=person, role=Role.APPROVER, place=office.province, valid_to=TODAY, standing_in_for=lender
        )
    assert not office.covers(other)
    assert not office.covers(office.colleague)


def test_lenders_are_named_only_where_no_own_role_covers_the_place(office):
    make_approver(office.rows.parks[1], "hd-colleague")
    office.appoint()
    scope = scope_of(office.colleague, TODAY)
    assert scope.lenders_of(office.park.pk, Role.APPROVER) == {office.approver.pk}
    assert scope.lenders_of(office.rows.parks[1].pk, Role.APPROVER) == frozenset()


def test_scope_of_a_deputy_costs_one_query(office, django_assert_num_queries):
    office.appoint()
    with django_assert_num_queries(1):
        scope_of(office.colleague, TODAY)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"by": "clerk"}, "only what one has"),
        ({"by": "administrator"}, "only what one has"),
        ({"place": "country"}, "only what one has"),
        ({"place": "elsewhere"}, "only what one has"),
        ({"deputy": "approver"}, "somebody else"),
        ({"deputy": "outsider"}, "cannot sign in"),
        ({"deputy": "closed"}, "cannot sign in"),
        ({"last_day": TODAY - DAY, "first_day": TODAY - 2 * DAY}, "have passed"),
        ({"last_day": TODAY - DAY}, "before the first"),
        ({"by": "clerk", "standing_in_for": "approver"}, "Only an administrator"),
        ({"by": "administrator", "standing_in_for": "clerk"}, "is no approver"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else value,
)
def test_appointment_that_cannot_be_is_refused(office, fields, sentence):
    known = {
        **vars(office),
        "country": office.rows.country,
        "elsewhere": make_place("bac-ninh"),
        "outsider": make_person("outsider", is_staff=False),
        "closed": make_person("closed", is_active=False),
    }
    fields = {name: known[value] if isinstance(value, str) else value for name, value in fields.items()}
    with pytest.raises(UnableToAppointDeputyError, match=sentence):
        office.appoint(**fields)
    assert not Membership.objects.filter(standing_in_for__isnull=False).exists()


def test_second_appointment_for_overlapping_days_is_refused(office):
    office.appoint()
    with pytest.raises(UnableToAppointDeputyError, match=r"“hd-colleague” is your deputy for .+ already"):
        office.appoint(first_day=TODAY + 9 * DAY, last_day=TODAY + 20 * DAY)
    # To an administrator it is somebody else's deputy.
    with pytest.raises(UnableToAppointDeputyError, match=r"“hd-colleague” is the deputy of “hd-approver” .+ already"):
        office.appoint(by=office.administrator, standing_in_for=office.approver)
    assert office.appoint(first_day=TODAY + 10 * DAY, last_day=TODAY + 20 * DAY).pk


def test_administrator_names_a_deputy_for_somebody_else(office):
    membership = office.appoint(by=office.administrator, standing_in_for=office.approver)
    assert membership.standing_in_for == office.approver
    assert office.covers(office.colleague)


def test_administrator_does_not_become_an_approver_by_naming_themselves(office, settings):
    with pytest.raises(UnableToAppointDeputyError, match="Nobody names themselves"):
        office.appoint(by=office.administrator, standing_in_for=office.approver, deputy=office.administrator)
    assert not office.covers(office.administrator)
    settings.SMALL_OFFICE = True
    office.appoint(by=office.administrator, standing_in_for=office.approver, deputy=office.administrator)
    assert office.covers(office.administrator)


@pytest.mark.parametrize("who", ["approver", "colleague", "administrator"])
def test_end_ends_at_once(office, who):
    membership = office.appoint(first_day=TODAY - DAY)
    end_deputy(membership=membership, by=getattr(office, who), at=NOW)
    assert not office.covers(office.colleague)
    assert office.covers(office.colleague, on=TODAY - DAY)
    with pytest.raises(UnableToEndDeputyError, match="ended already"):
        end_deputy(membership=membership, by=office.approver, at=NOW)


def test_end_of_what_began_today_deletes_it_and_the_trail_keeps_it(office):
    membership = office.appoint()
    key = membership.pk
    end_deputy(membership=membership, by=office.approver, at=NOW)
    assert not Membership.objects.filter(pk=key).exists()
    events = Membership.pgh_event_model.objects.filter(pgh_obj_id=key).order_by("pgh_id")
    assert [event.pgh_label for event in events] == ["insert", "delete"]


def test_end_by_a_stranger_or_of_an_ordinary_membership_is_refused(office):
    membership = office.appoint()
    with pytest.raises(UnableToEndDeputyError, match="Only the person"):
        end_deputy(membership=membership, by=office.clerk, at=NOW)
    own = Membership.objects.get(person=office.approver)
    with pytest.raises(UnableToEndDeputyError, match="nobody's deputy"):
        end_deputy(membership=own, by=office.approver, at=NOW)


def test_trail_says_for_whom_a_deputy_approved(office):
    office.appoint()
    revision = approve_report(revision=office.submitted(), by=office.colleague, at=NOW)
    event = ReportRevision.pgh_event_model.objects.filter(pgh_obj_id=revision.pk).latest("pgh_id")
    assert event.pgh_context.metadata["user"] == office.colleague.pk
    assert event.pgh_context.metadata["standing_in_for"] == office.approver.pk


def test_trail_of_an_approver_in_own_name_names_nobody_else(office):
    revision = approve_report(revision=office.submitted(), by=office.approver, at=NOW)
    event = ReportRevision.pgh_event_model.objects.filter(pgh_obj_id=revision.pk).latest("pgh_id")
    assert "standing_in_for" not in event.pgh_context.metadata


def test_clerk_of_the_report_does_not_approve_it_as_a_deputy(office):
    office.appoint(deputy=office.clerk)
    with pytest.raises(UnableToApproveReportError, match="yourself"):
        approve_report(revision=office.submitted(), by=office.clerk, at=NOW)


def test_deputy_does_not_approve_what_the_person_stood_in_for_entered(office):
    make_clerk(office.province, "hd-approver")
    office.appoint()
    revision = office.submitted(by=office.approver)
    with pytest.raises(UnableToApproveReportError, match="stand in for"):
        approve_report(revision=revision, by=office.colleague, at=NOW)
    second = make_approver(office.province, "second-approver")
    office.appoint(by=second)
    approve_report(revision=revision, by=office.colleague, at=NOW)
    event = ReportRevision.pgh_event_model.objects.filter(pgh_obj_id=revision.pk).latest("pgh_id")
    assert event.pgh_context.metadata["standing_in_for"] == second.pk


def test_deputy_approves_targets_too_and_the_trail_says_for_whom(office):
    draft = make_target(office.province, office.fdi, approved=False)
    office.appoint()
    target = approve_target(target=draft, by=office.colleague, at=NOW)
    event = Target.pgh_event_model.objects.filter(pgh_obj_id=target.pk).latest("pgh_id")
    assert event.pgh_context.metadata["standing_in_for"] == office.approver.pk


def test_deputy_does_not_approve_a_target_that_the_person_stood_in_for_wrote(office):
    office.appoint()
    with pghistory.context(user=office.approver.pk):
        target = make_target(office.province, office.fdi, approved=False)
    with pytest.raises(UnableToApproveTargetError, match="stand in for"):
        approve_target(target=target, by=office.colleague, at=NOW)
