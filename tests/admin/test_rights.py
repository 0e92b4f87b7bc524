"""The rights matrix: every way into a row of somebody else's place answers as if the row did not exist."""

import json

import pytest
from django.urls import reverse

from provinces.models import Place, PlaceParent
from tests.builders import (
    Figure,
    make_administrator,
    make_approver,
    make_clerk,
    make_duty,
    make_form,
    make_indicator,
    make_manager,
    make_person,
    make_province_with_parks,
    make_report,
    make_target,
    submit_revision,
)
from tracker.models import Actual, Membership, Person, QuarterlyReport, ReportRevision, Role, Target

pytestmark = pytest.mark.django_db
MARKER = "Bí mật của hàng xóm"


class World:
    """Two provinces, each with a park, a report and a target; one person of each role for the first."""

    def __init__(self):
        self.fdi = make_indicator()
        self.form = make_form(indicators=[self.fdi])
        self.own = self.province("hai-duong")
        self.other = self.province("bac-ninh")
        Place.objects.filter(pk__in=[self.other.province.pk, self.other.parks[0].pk]).update(
            name=MARKER, name_en=MARKER
        )
        self.people = {
            "clerk": make_clerk(self.own.province, "own-clerk"),
            "approver": make_approver(self.own.province, "own-approver"),
            "manager": make_manager(self.own.province, "own-manager"),
            "administrator": make_person("own-administrator", role=Role.ADMINISTRATOR, place=self.own.province),
        }

    def province(self, slug):
        rows = make_province_with_parks(slug, parks=[f"{slug}-park"])
        make_duty(rows.investors[0], rows.parks[0], form=self.form)
        figure = [Figure(self.fdi, 125)]
        make_report(rows.parks[0], 2025, 1, reporter=rows.investors[0], figures=figure, form=self.form)
        make_report(rows.parks[0], 2025, 2, reporter=rows.investors[0], figures=figure, form=self.form, approved=False)
        make_target(rows.province, self.fdi)
        make_target(rows.province, self.fdi, year=2026, approved=False)
        return rows


@pytest.fixture
def world(db):
    return World()


ROLES = ["clerk", "approver", "manager", "administrator"]


def rows_of(world, side):
    rows = getattr(world, side)
    report = QuarterlyReport.objects.get(place=rows.parks[0], quarter=1)
    draft = ReportRevision.objects.get(report__place=rows.parks[0], report__quarter=2)
    return {
        "provinces_place": rows.parks[0],
        "provinces_province": rows.province,
        "provinces_placeparent": PlaceParent.objects.get(place=rows.parks[0]),
        "provinces_organisation": rows.investors[0],
        "tracker_quarterlyreport": report,
        "tracker_reportrevision": report.revisions.get(),
        "tracker_actual": Actual.objects.get(revision__report=report),
        "tracker_target": Target.objects.get(place=rows.province, approved_at__isnull=False),
        "draft tracker_reportrevision": draft,
        "draft tracker_actual": draft.actuals.get(),
        "draft tracker_target": Target.objects.get(place=rows.province, approved_at__isnull=True),
    }


@pytest.mark.parametrize("role", ROLES)
def test_own_rows_open_and_foreign_ones_answer_like_unknown_ones(sign_in, world, role):
    client = sign_in(world.people[role])
    own, others = rows_of(world, "own"), rows_of(world, "other")
    assert own
    assert own.keys() == others.keys()
    for name, row in own.items():
        expected = 404 if role == "manager" and name.startswith("draft") else 200
        for view in ("change", "history"):
            address = reverse(f"admin:{name.removeprefix('draft ')}_{view}", args=[row.pk])
            assert client.get(address).status_code == expected, (name, view)
    for name, row in others.items():
        model = name.removeprefix("draft ")
        for view in ("change", "history"):
            foreign = client.get(reverse(f"admin:{model}_{view}", args=[row.pk]))
            unknown = client.get(reverse(f"admin:{model}_{view}", args=[99_999_999]))
            assert foreign.status_code == unknown.status_code == 404, (name, view)
            assert MARKER not in foreign.content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_lists_filters_and_front_page_show_nothing_of_others(sign_in, world, role):
    client = sign_in(world.people[role])
    names = {name.removeprefix("draft ") for name in rows_of(world, "own")}
    assert names
    for name in sorted(names):
        response = client.get(reverse(f"admin:{name}_changelist"))
        assert response.status_code == 200, name
        assert response.context["cl"].result_count > 0, name
        assert MARKER not in response.content.decode(), name
        foreign = rows_of(world, "other").get(name)
        searched = client.get(reverse(f"admin:{name}_changelist"), {"q": "Bac Ninh"})
        assert foreign not in list(searched.context["cl"].result_list), name
    assert MARKER not in client.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("app", "model", "field"),
    [
        ("tracker", "target", "place"),
        ("tracker", "target", "members"),
        ("tracker", "target", "part_of"),
        ("tracker", "target", "issuer"),
        ("tracker", "membership", "place"),
        ("provinces", "placeparent", "parent"),
        ("tracker", "reportingduty", "reporter"),
        ("tracker", "printedcomparison", "subject_actual"),
    ],
)
def test_autocomplete_offers_nothing_of_others(sign_in, world, role, app, model, field):
    client = sign_in(world.people[role])
    response = client.get(
        reverse("admin:autocomplete"), {"app_label": app, "model_name": model, "field_name": field, "term": ""}
    )
    assert response.status_code in (200, 403)
    if response.status_code == 200:
        found = {item["id"] for item in json.loads(response.content)["results"]}
        assert found, "a list without rows would show nothing of others, and prove nothing"
        other = rows_of(world, "other")
        foreign = {
            "place": ["provinces_place", "provinces_province"],
            "members": ["provinces_place"],
            "parent": ["provinces_province"],
            "part_of": ["tracker_target"],
            "subject_actual": ["tracker_actual"],
        }.get(field, ["provinces_organisation"])
        assert not found & {str(other[name].pk) for name in foreign}
        assert MARKER not in response.content.decode()


def test_autocomplete_of_people_is_closed_to_all_but_administrators_of_the_country(sign_in, world):
    query = {"app_label": "tracker", "model_name": "membership", "field_name": "person", "term": ""}
    assert world.people
    for person in world.people.values():
        assert sign_in(person).get(reverse("admin:autocomplete"), query).status_code == 403
    assert sign_in(make_administrator()).get(reverse("admin:autocomplete"), query).status_code == 200


def target_fields(place, indicator, **fields):
    return {
        "place": place.pk,
        "investor": "",
        "indicator": indicator.pk,
        "role": "goal",
        "starts_on": "01/01/2027",
        "ends_on": "31/12/2027",
        "comparator": "at_least",
        "value": "500",
        "high": "",
        "baseline": "",
        "position": "1",
        "phases-TOTAL_FORMS": "0",
        "phases-INITIAL_FORMS": "0",
        **fields,
    }


@pytest.mark.parametrize("role", ROLES)
def test_target_is_added_by_the_administrator_of_the_place_only(sign_in, world, role):
    client = sign_in(world.people[role])
    response = client.post(reverse("admin:tracker_target_add"), target_fields(world.own.province, world.fdi))
    added = Target.objects.filter(starts_on="2027-01-01").count()
    assert (response.status_code, added) == ((302, 1) if role == "administrator" else (403, 0))


@pytest.mark.parametrize("field", ["place", "members", "part_of", "investor"])
def test_posted_key_of_somebody_else_is_refused_by_the_field(sign_in, world, field):
    client = sign_in(world.people["administrator"])
    foreign = {
        "place": world.other.province,
        "members": world.other.parks[0],
        "part_of": Target.objects.filter(place=world.other.province).first(),
        "investor": world.other.investors[0],
    }[field]
    fields = target_fields(world.own.province, world.fdi)
    response = client.post(reverse("admin:tracker_target_add"), {**fields, field: foreign.pk})
    assert response.status_code == 200
    assert field in response.context["adminform"].form.errors
    assert MARKER not in response.content.decode()
    assert not Target.objects.filter(starts_on="2027-01-01").exists()


@pytest.mark.parametrize("role", ROLES)
def test_reference_data_is_read_by_all_and_written_by_none_of_a_province(sign_in, world, role):
    client = sign_in(world.people[role])
    assert client.get(reverse("admin:tracker_indicator_changelist")).status_code == 200
    assert client.get(reverse("admin:tracker_indicator_add")).status_code == 403
    response = client.post(reverse("admin:tracker_indicator_change", args=[world.fdi.pk]), {"name": "Hỏng"})
    assert response.status_code == 403
    assert client.get(reverse("admin:provinces_place_add")).status_code == 403
    assert (
        client.post(
            reverse("admin:provinces_placeparent_retire", args=[rows_of(world, "own")["provinces_placeparent"].pk])
        ).status_code
        == 404
    )
    world.fdi.refresh_from_db()
    assert world.fdi.name != "Hỏng"


@pytest.mark.parametrize("role", ROLES)
def test_people_and_memberships_are_closed(sign_in, world, role):
    client = sign_in(world.people[role])
    for name in ("person", "membership"):
        assert client.get(reverse(f"admin:tracker_{name}_changelist")).status_code == 403
        assert client.get(reverse(f"admin:tracker_{name}_add")).status_code == 403
    for person in (world.people["clerk"].pk, 99_999_999):
        assert client.get(reverse("admin:tracker_person_change", args=[person])).status_code == 403


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("side", ["own", "other"])
def test_entry_page_is_the_clerks_of_the_place(sign_in, world, role, side):
    rows = getattr(world, side)
    client = sign_in(world.people[role])
    address = reverse(
        "admin:tracker_quarterlyreport_enter", args=[rows.parks[0].slug, "2025-Q2", rows.investors[0].slug]
    )
    expected = 200 if role == "clerk" and side == "own" else 404
    page = client.get(address)
    assert page.status_code == expected
    tokens = {row.seen.name: row.seen.text for row in page.context["rows"]} if expected == 200 else {}
    before = set(Actual.objects.values_list("pk", "value"))
    typed = {f"line-{world.fdi.pk}-in_quarter": "9", f"line-{world.fdi.pk}-reason": "one large project"}
    response = client.post(address, {**tokens, **typed, "step": "save"})
    assert response.status_code == (302 if expected == 200 else 404)
    if expected == 404:
        assert set(Actual.objects.values_list("pk", "value")) == before


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("side", ["own", "other"])
def test_approval_is_the_approvers_of_the_place(sign_in, world, role, side):
    draft = ReportRevision.objects.get(report__place=getattr(world, side).parks[0], report__quarter=2)
    submit_revision(draft, by=world.people["clerk"])
    client = sign_in(world.people[role])
    address = reverse("admin:tracker_reportrevision_review", args=[draft.pk])
    page = client.get(address)
    assert page.status_code == (200 if side == "own" else 404)
    seen = page.context["seen"] if side == "own" else ""
    client.post(address, {"step": "approve", "seen": seen})
    draft.refresh_from_db()
    assert (draft.approved_at is not None) == (role == "approver" and side == "own")


def test_target_buttons_of_others_answer_like_unknown_ones(sign_in, world):
    target = Target.objects.get(place=world.other.province, approved_at__isnull=True)
    for person in world.people.values():
        client = sign_in(person)
        for step in ("approve", "revise", "withdraw"):
            address = reverse(f"admin:tracker_target_{step}", args=[target.pk])
            assert client.post(address, {"reason": "x"}).status_code == 404
    assert not Target.objects.filter(place=world.other.province, version=2).exists()


def test_membership_that_has_ended_opens_nothing(sign_in, world):
    Membership.objects.filter(person=world.people["clerk"]).update(valid_to="2020-12-31")
    client = sign_in(world.people["clerk"])
    assert client.get(reverse("admin:tracker_quarterlyreport_changelist")).status_code == 403
    assert client.get(reverse("admin:index")).status_code == 200


def test_person_without_staff_flag_is_sent_to_sign_in(sign_in, world):
    Person.objects.filter(pk=world.people["clerk"].pk).update(is_staff=False)
    response = sign_in(world.people["clerk"]).get(reverse("admin:index"))
    assert response.status_code == 302
    assert reverse("admin:login") in response.url


def test_administrator_of_the_country_cannot_make_or_change_a_superuser(sign_in, world):
    national = make_person("national", role=Role.ADMINISTRATOR, place=world.own.country)
    superuser = make_administrator()
    client = sign_in(national)
    assert client.post(reverse("admin:tracker_person_change", args=[superuser.pk]), {}).status_code == 403
    assert client.get(reverse("admin:auth_user_password_change", args=[superuser.pk])).status_code == 403
    fields = {"username": "own-clerk", "display_name": "X", "email": "", "is_active": "on", "is_staff": "on"}
    clerk = world.people["clerk"]
    response = client.post(reverse("admin:tracker_person_change", args=[clerk.pk]), {**fields, "is_superuser": "on"})
    assert response.status_code == 302
    clerk.refresh_from_db()
    assert (clerk.display_name, clerk.is_superuser) == ("X", False)


def test_manager_reads_the_history_without_working_data(sign_in, world):
    report = QuarterlyReport.objects.get(place=world.own.parks[0], quarter=2)
    approved = QuarterlyReport.objects.get(place=world.own.parks[0], quarter=1)
    seen = {}
    for role in ("clerk", "manager"):
        client = sign_in(world.people[role])
        for row in (report, approved):
            page = client.get(reverse("admin:tracker_quarterlyreport_history", args=[row.pk]))
            texts = [f"{entry.what} {entry.changes}" for entry in page.context["entries"]]
            seen[role, row.quarter] = " ".join(texts)
    assert "125" in seen["clerk", 2]
    assert "draft" in seen["clerk", 2]
    assert "125" not in seen["manager", 2]
    assert "draft" not in seen["manager", 2]
    assert "125" not in seen["manager", 1]
    assert "approved" in seen["manager", 1]


@pytest.mark.parametrize(
    ("model", "query"),
    [
        ("quarterlyreport", "status=%00"),
        ("membership", "role=%00"),
        ("target", "state=draft&q=%00"),
        ("exchangerate", "on__year=0"),
        ("exchangerate", "on__year=99999999999"),
    ],
)
def test_filter_that_cannot_be_is_a_bad_request(sign_in, world, model, query):
    client = sign_in(make_administrator())
    assert client.get(reverse(f"admin:tracker_{model}_changelist") + "?" + query).status_code == 400


@pytest.mark.parametrize(
    ("language", "query", "sentence"),
    [
        ("en", "on__year=0", "The filter has a value that cannot be; choose it again from the list."),
        ("vi", "on__year=0", "Bộ lọc có giá trị không thể có; hãy chọn lại trong danh sách."),
        ("en", "q=%00", "The address holds a character that no text has; choose the filter again from the list."),
        ("vi", "q=%00", "Địa chỉ chứa một ký tự không hợp lệ; hãy chọn lại bộ lọc trong danh sách."),
    ],
)
def test_filter_that_cannot_be_is_answered_with_its_own_sentence(sign_in, language, query, sentence):
    client = sign_in(make_administrator(), language)
    response = client.get(reverse("admin:tracker_exchangerate_changelist") + "?" + query)
    assert response.status_code == 400
    assert f"<p>{sentence}</p>" in response.content.decode()


def test_autocomplete_of_a_character_that_no_text_has_is_a_bad_request(sign_in, world):
    query = {"app_label": "tracker", "model_name": "target", "field_name": "place", "term": "\x00"}
    assert sign_in(make_administrator()).get(reverse("admin:autocomplete"), query).status_code == 400


def test_row_has_no_page_outside_the_admin(sign_in, world):
    from django.contrib.contenttypes.models import ContentType

    client = sign_in(make_administrator())
    for model in (Actual.pgh_event_model, Actual):
        kind = ContentType.objects.get_for_model(model)
        assert client.get(f"/admin/r/{kind.pk}/1/").status_code == 404


@pytest.mark.parametrize(
    ("role", "quarter", "changed"),
    [
        ("clerk", 2, {"cut_off_on"}),
        ("clerk", 1, set()),
        ("administrator", 2, {"due_on"}),
        ("administrator", 1, {"due_on"}),
        ("approver", 2, set()),
    ],
)
def test_days_of_a_report_are_changed_by_those_whose_they_are(sign_in, world, role, quarter, changed):
    report = QuarterlyReport.objects.get(place=world.own.parks[0], quarter=quarter)
    client = sign_in(world.people[role])
    days = {"cut_off_on": "20/03/2025", "due_on": "30/04/2025"}
    client.post(reverse("admin:tracker_quarterlyreport_change", args=[report.pk]), days)
    report.refresh_from_db()
    assert {name for name in days if getattr(report, name) is not None} == changed
