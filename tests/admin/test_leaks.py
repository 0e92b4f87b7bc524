"""What the admin must not give away: by a filter in the address, a choice, subtraction or a neighbour's name."""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import get_fields_from_path
from django.urls import reverse

from provinces.models import PlaceMember, Succession
from tests.builders import (
    Figure,
    make_clerk,
    make_document,
    make_duty,
    make_form,
    make_indicator,
    make_manager,
    make_member,
    make_park,
    make_perimeter,
    make_person,
    make_province_with_parks,
    make_report,
    make_succession,
    make_target,
    make_unit,
)
from tracker.admin.filters import NamesFilter, SeenValuesFilter
from tracker.models import (
    Actual,
    Comparator,
    ComparisonKind,
    Membership,
    PrintedComparison,
    PromotionItem,
    PromotionList,
    Role,
    Target,
)

pytestmark = pytest.mark.django_db


class World:
    """Two provinces with a park each; a perimeter and a goal of the near province also hold the far park."""

    def __init__(self):
        self.fdi = make_indicator()
        self.form = make_form(indicators=[self.fdi])
        self.near, self.far = (make_province_with_parks(slug, parks=[f"{slug}-park"]) for slug in ("near", "far"))
        self.mixed = make_perimeter("mixed", province=self.near.province)
        self.members = [make_member(self.mixed, rows.parks[0]) for rows in (self.near, self.far)]
        for place in (self.mixed, self.near.parks[0], self.far.parks[0]):
            make_duty(self.near.board, place, form=self.form)
            make_report(place, 2025, 1, reporter=self.near.board, figures=[Figure(self.fdi, 125)], form=self.form)
        parks = [self.near.parks[0], self.far.parks[0]]
        self.shared = make_target(self.near.province, self.fdi, members=parks)
        self.own = make_target(self.near.province, self.fdi, year=2026, members=parks[:1])


@pytest.fixture
def world(db):
    return World()


def listed(client, model):
    """Return the keys that the list of a model holds."""
    response = client.get(reverse(f"admin:{model}_changelist"))
    assert response.status_code == 200
    return {row.pk for row in response.context["cl"].result_list}


# --- Filters in the address -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "query"),
    [
        ("tracker_indicator", "actuals__gt=500"),
        ("tracker_indicator", "actuals__value__gt=500"),
        ("provinces_organisation", "reports=77"),
        ("provinces_organisation", "duties=77"),
        ("provinces_organisation", "reports__isnull=0"),
        ("provinces_organisation", "carried_targets=77"),
        ("provinces_place", "targets__in=1,2"),
        ("tracker_target", "place__reports=77"),
    ],
)
def test_filter_against_the_direction_of_a_relation_is_refused(sign_in, world, model, query):
    client = sign_in(make_manager(world.near.province))
    assert client.get(reverse(f"admin:{model}_changelist") + "?" + query).status_code == 400


def test_filters_that_lists_offer_stay(sign_in, world):
    client = sign_in(make_person("national", role=Role.ADMINISTRATOR, place=world.near.country))
    for model, query in [
        ("tracker_person", "memberships__role__exact=clerk"),
        ("tracker_actual", f"revision__report__place__id__exact={world.near.parks[0].pk}"),
        ("tracker_target", f"indicator__id__exact={world.fdi.pk}"),
    ]:
        assert client.get(reverse(f"admin:{model}_changelist") + "?" + query).status_code == 200, model


# --- Choices ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def neighbourly(world):
    """The administrator of the near province, who merely reads the far one, and a list of each."""
    person = make_person("neighbourly", role=Role.ADMINISTRATOR, place=world.near.province)
    Membership.objects.create(person=person, place=world.far.province, role=Role.MANAGER)
    lists = [
        PromotionList.objects.create(
            slug=f"{rows.province.slug}-list",
            place=rows.province,
            name="Danh mục",
            name_en="List",
            starts_on="2025-01-01",
            ends_on="2025-12-31",
            document=make_document(),
        )
        for rows in (world.near, world.far)
    ]
    return person, *lists


def list_fields(place):
    return {
        "place": place.pk,
        "name": "Danh mục mới",
        "name_en": "New list",
        "slug": "new-list",
        "starts_on": "01/01/2026",
        "ends_on": "31/12/2026",
        "addressed_to": "",
        "addressed_to_en": "",
        "document": make_document().pk,
        "items-TOTAL_FORMS": "0",
        "items-INITIAL_FORMS": "0",
    }


@pytest.mark.parametrize("side", ["near", "far"])
def test_list_is_added_and_moved_only_where_one_writes(sign_in, world, neighbourly, side):
    person, own, _others = neighbourly
    client = sign_in(person)
    fields = list_fields(getattr(world, side).province)
    added = client.post(reverse("admin:tracker_promotionlist_add"), fields)
    moved = client.post(reverse("admin:tracker_promotionlist_change", args=[own.pk]), {**fields, "slug": "moved"})
    written = set(PromotionList.objects.filter(slug__in=["new-list", "moved"]).values_list("place", flat=True))
    if side == "near":
        assert (added.status_code, moved.status_code, written) == (302, 302, {world.near.province.pk})
    else:
        assert written == set()
        assert all("place" in page.context["adminform"].form.errors for page in (added, moved))


@pytest.mark.parametrize("side", ["near", "far"])
def test_item_is_added_only_to_lists_that_one_writes(sign_in, neighbourly, side):
    person, own, others = neighbourly
    chosen = own if side == "near" else others
    fields = {
        "promotion_list": chosen.pk,
        "position": "1",
        "name": "Nhóm",
        "name_en": "Group",
        "procedure": "",
        "procedure_en": "",
    }
    page = sign_in(person).post(reverse("admin:tracker_promotionitem_add"), {**fields, "is_group": "on"})
    assert PromotionItem.objects.filter(promotion_list=chosen).exists() == (side == "near")
    assert page.status_code == (302 if side == "near" else 200)
    assert side == "near" or "promotion_list" in page.context["adminform"].form.errors


# --- Subtraction ------------------------------------------------------------------------------------------------------


def mixed_rows(world):
    """Return the models with a row of the mixed perimeter, by its key."""
    figure = Actual.objects.get(revision__report__place=world.mixed)
    return {
        "provinces_place": world.mixed.pk,
        "tracker_quarterlyreport": figure.revision.report_id,
        "tracker_reportrevision": figure.revision_id,
        "tracker_actual": figure.pk,
    }


def story_of(client, world):
    return client.get(
        reverse(
            "admin:tracker_quarterlyreport_figure",
            args=[world.mixed.slug, "2025-Q1", world.near.board.slug, world.fdi.code],
        )
    )


@pytest.mark.parametrize("role", Role.values)
def test_perimeter_with_members_beyond_reach_is_not_there(sign_in, world, role):
    client = sign_in(make_person("near", role=role, place=world.near.province))
    for model, key in mixed_rows(world).items():
        rows = listed(client, model)
        assert rows, model
        assert key not in rows, model
        assert client.get(reverse(f"admin:{model}_change", args=[key])).status_code == 404, model
        assert client.get(reverse(f"admin:{model}_history", args=[key])).status_code == 404, model
    assert story_of(client, world).status_code == 404


@pytest.mark.parametrize("above", [False, True], ids=["alone", "and for the province"])
def test_perimeter_that_a_role_names_is_read_and_entered(sign_in, world, above):
    clerk = make_person("mixed", role=Role.CLERK, place=world.mixed)
    if above:
        Membership.objects.create(person=clerk, place=world.near.province, role=Role.MANAGER)
    client = sign_in(clerk)
    for model, key in mixed_rows(world).items():
        assert key in listed(client, model), model
    assert story_of(client, world).status_code == 200
    entry = reverse("admin:tracker_quarterlyreport_enter", args=["mixed", "2025-Q1", world.near.board.slug])
    assert client.get(entry).status_code == 200


@pytest.mark.parametrize("role", Role.values)
def test_collective_target_with_a_member_beyond_reach_is_not_there(sign_in, world, role):
    client = sign_in(make_person("near", role=role, place=world.near.province))
    assert listed(client, "tracker_target") == {world.own.pk}
    assert client.get(reverse("admin:tracker_target_change", args=[world.shared.pk])).status_code == 404
    through = Target.members.through.objects
    assert listed(client, "tracker_targetmember") == set(through.filter(target=world.own).values_list("pk", flat=True))


def test_whoever_reads_all_members_sees_what_holds_them(sign_in, world):
    client = sign_in(make_manager(world.near.country, "country-manager"))
    assert listed(client, "tracker_target") == {world.own.pk, world.shared.pk}
    for model, key in mixed_rows(world).items():
        assert key in listed(client, model), model
    assert story_of(client, world).status_code == 200


# --- Names of neighbours ----------------------------------------------------------------------------------------------


def test_member_beyond_reach_is_not_named(sign_in, world):
    own = make_perimeter("own", province=world.near.province)
    inside, unnamed = make_member(own, world.near.parks[0]), make_member(own, None)
    assert listed(sign_in(make_manager(world.near.province)), "provinces_placemember") == {inside.pk, unnamed.pk}
    named = make_person("mixed", role=Role.CLERK, place=world.mixed)
    Membership.objects.create(person=named, place=world.near.province, role=Role.MANAGER)
    shown = listed(sign_in(named), "provinces_placemember")
    assert shown == {inside.pk, unnamed.pk, world.members[0].pk}
    assert PlaceMember.objects.filter(member=world.far.parks[0]).exists()


def test_succession_is_shown_to_those_who_read_both(sign_in, world):
    row = make_succession(world.far.province, world.near.province)
    assert listed(sign_in(make_manager(world.near.province, "successor")), "provinces_succession") == {row.pk}
    assert listed(sign_in(make_manager(world.far.province, "predecessor")), "provinces_succession") == set()
    assert Succession.objects.count() == 1


def make_comparison(reference, **sides):
    return PrintedComparison.objects.create(
        reference=reference,
        kind=ComparisonKind.values[0],
        comparator=Comparator.EXACTLY,
        value=2,
        unit=make_unit(),
        printed="2",
        document=make_document(),
        paragraph=1,
        **sides,
    )


def test_comparison_is_shown_to_those_who_see_both_sides(sign_in, world):
    near, far = (Actual.objects.get(revision__report__place=rows.parks[0]) for rows in (world.near, world.far))
    report = make_report(
        world.near.parks[0],
        2025,
        2,
        reporter=world.near.board,
        figures=[Figure(world.fdi, 126)],
        form=world.form,
        approved=False,
    )
    draft = Actual.objects.get(revision__report=report)
    alone = make_comparison("alone", subject_actual=near)
    both = make_comparison("both", subject_target=world.own, against_actual=near)
    of_draft = make_comparison("of-draft", subject_actual=draft, against_target=world.own)
    with_draft = make_comparison("with-draft", subject_actual=near, against_actual=draft)
    make_comparison("with-neighbour", subject_actual=near, against_actual=far)
    make_comparison("of-shared", subject_target=world.shared)
    make_comparison("with-shared", subject_actual=near, against_target=world.shared)
    manager = listed(sign_in(make_manager(world.near.province)), "tracker_printedcomparison")
    clerk = make_person("near-clerk", role=Role.CLERK, place=world.near.province)
    assert manager == {alone.pk, both.pk}
    assert listed(sign_in(clerk), "tracker_printedcomparison") == {alone.pk, both.pk, of_draft.pk, with_draft.pk}


@pytest.mark.parametrize("role", [Role.APPROVER, Role.ADMINISTRATOR])
def test_inbox_offers_no_draft_whose_page_is_not_there(sign_in, world, role):
    parks = [world.near.parks[0], world.far.parks[0]]
    make_target(world.near.province, world.fdi, year=2027, members=parks, approved=False)
    mine = make_target(world.near.province, world.fdi, year=2028, members=parks[:1], approved=False)
    front = sign_in(make_person("near", role=role, place=world.near.province)).get(reverse("admin:index"))
    addresses = [waiting.address for waiting in front.context["work"].targets_waiting]
    assert addresses == [reverse("admin:tracker_target_change", args=[mine.pk])]


def test_perimeter_with_members_beyond_reach_is_not_entered_from_above(sign_in, world):
    clerk = sign_in(make_person("near", role=Role.CLERK, place=world.near.province))
    entry = reverse("admin:tracker_quarterlyreport_enter", args=["mixed", "2025-Q1", world.near.board.slug])
    assert clerk.get(entry).status_code == 404
    work = clerk.get(reverse("admin:index")).context["work"]
    assert world.mixed.name not in {row.place for row in work.to_enter}
    assert work.to_enter


# --- Filters ------------------------------------------------------------------------------------------------------


def filters_through_relations():
    """Yield each filter of a list that looks through a relation, with its field and the class that makes it."""
    for model, page in admin.site._registry.items():
        for entry in page.list_filter:
            name, kind = entry if isinstance(entry, tuple) else (entry, None)
            if not isinstance(name, str) or "__" not in name:
                continue
            field = get_fields_from_path(model, name)[-1]
            yield pytest.param(field, kind, id=f"{model.__name__}.{name}")


@pytest.mark.parametrize(("field", "kind"), list(filters_through_relations()))
def test_filter_through_a_relation_offers_no_values_of_rows_that_are_not_seen(field, kind):
    # A choice of fixed words tells nothing; any other comes from rows, and those must be the reader's.
    assert field.choices or kind in (SeenValuesFilter, NamesFilter, admin.RelatedOnlyFieldListFilter)


@pytest.mark.parametrize("model", ["reportrevision", "actual"])
def test_filters_offer_the_years_of_ones_own_reports_only(sign_in, model):
    fdi = make_indicator()
    own, near = make_park("dai-an"), make_park("lai-vu")
    make_report(own, 2024, 2, figures=[Figure(fdi, 1)])
    make_report(near, 2019, 3, figures=[Figure(fdi, 2)])
    page = sign_in(make_clerk(own)).get(reverse(f"admin:tracker_{model}_changelist"))
    offered = {
        specification.title: [str(choice["display"]) for choice in specification.choices(page.context["cl"])]
        for specification in page.context["cl"].filter_specs
    }
    # "All", then the values.
    assert (offered["year"][1:], offered["quarter"][1:]) == (["2024"], ["2"])
    assert "2019" not in page.content.decode()
