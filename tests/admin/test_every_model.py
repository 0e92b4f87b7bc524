"""Every model of ours has pages; the administrator opens its list, a row, its history and the page for a new one."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from provinces.models import PlaceMember, Succession
from tests.builders import (
    Figure,
    Phase,
    make_administrator,
    make_document,
    make_duty,
    make_file_import,
    make_form,
    make_indicator,
    make_member,
    make_place,
    make_province_with_parks,
    make_rate,
    make_receipt,
    make_report,
    make_succession,
    make_target,
    make_threshold,
)
from tracker.actions.publishing import publish_edition
from tracker.models import (
    AccessToken,
    Actual,
    Attachment,
    DueRule,
    Holiday,
    LockException,
    PrintedComparison,
    PromotionItem,
    PromotionList,
    QuarterLock,
    Reminder,
    ReporterPrecedence,
    ReportingDuty,
    ReportRevision,
)
from tracker.progress.periods import Quarter

pytestmark = pytest.mark.django_db
MODELS = [
    model
    for app in ("provinces", "tracker")
    for model in apps.get_app_config(app).get_models()
    if not hasattr(model, "pgh_tracked_model") and not model.__name__.endswith("Event")
]
# Their rows are made by the steps of reports and targets.
WITHOUT_A_PAGE_FOR_NEW_ROWS = (
    "ReportRevision",
    "Actual",
    "TargetPhase",
    "TargetMember",
    "Attachment",
    "QuarterLock",
    "LockException",
    "LockExceptionCell",
    "PromotionItemSum",
    "EntryReceipt",
    "FileImport",
    "Reminder",
    "AccessToken",
    "Edition",
    "EditionPage",
    "EditionRow",
)


def fill_every_table():
    rows = make_province_with_parks("hai-duong", parks=["dai-an"])
    fdi = make_indicator()
    document = make_document()
    make_member(make_place("nine-parks", kind="perimeter"), rows.parks[0])
    make_succession(rows.province, make_place("hai-phong"))
    make_duty(rows.investors[0], rows.parks[0], form=make_form(indicators=[fdi]))
    make_rate()
    make_threshold()
    make_report(rows.parks[0], reporter=rows.investors[0], figures=[Figure(fdi, 125)], form=make_form())
    target = make_target(rows.province, fdi, phases=[Phase(date(2025, 1, 1), date(2025, 3, 31), 1)])
    make_target(rows.province, fdi, year=2026, members=rows.parks)
    DueRule.objects.create(reporter_kind="investor", day_of_month=10, working_day=True)
    Holiday.objects.create(on=date(2025, 9, 2), name="Quốc khánh", name_en="National Day")
    ReporterPrecedence.objects.create(reporter_kind="board", rank=1)
    promotion = PromotionList.objects.create(
        slug="offer",
        place=rows.province,
        name="Danh mục",
        name_en="List",
        starts_on=date(2025, 1, 1),
        ends_on=date(2025, 12, 31),
        document=document,
    )
    group = PromotionItem.objects.create(
        promotion_list=promotion, position=1, name="Nhóm", name_en="Group", is_group=True
    )
    whole = PromotionItem.objects.create(
        promotion_list=promotion, position=0, name="Tất cả", name_en="All", is_group=False
    )
    whole.sums.add(group)
    PrintedComparison.objects.create(
        reference="x-1",
        kind="times",
        subject_target=target,
        comparator="exactly",
        value=4,
        unit=fdi.unit,
        printed="4-fold",
        document=document,
        paragraph=1,
    )
    person = make_administrator()
    lock = QuarterLock.objects.create(place=rows.province, year=2024, quarter=4, locked_by=person)
    exception = LockException.objects.create(
        lock=lock,
        place=rows.province,
        person=person,
        reason="A letter came late.",
        ends_at=datetime(2030, 1, 1, tzinfo=UTC),
        given_by=person,
    )
    exception.indicators.add(fdi)
    Attachment.objects.create(
        revision=ReportRevision.objects.first(),
        name="scan.pdf",
        content_type="application/pdf",
        file="attachments/scan.pdf",
        size=1,
        sha256="0" * 64,
        attached_by=person,
    )
    make_receipt(ReportRevision.objects.first(), by=person, lines=[(fdi, {}, {"in_quarter": "125"})])
    make_file_import(person)
    Reminder.objects.create(
        duty=ReportingDuty.objects.first(),
        year=2025,
        quarter=1,
        person=person,
        kind="overdue",
        sent_on=date(2025, 5, 1),
    )
    AccessToken.objects.create(person=person, purpose="calendar", digest="0" * 64)
    publish_edition(
        place=rows.province, quarter=Quarter(2025, 1), name="Quý I/2025", by=person, at=datetime(2026, 1, 1, tzinfo=UTC)
    )
    assert PlaceMember.objects.exists()
    assert Succession.objects.exists()
    assert Actual.objects.exists()


def test_every_model_of_ours_is_registered():
    assert [model.__name__ for model in MODELS if model not in admin.site._registry] == []


@pytest.mark.parametrize("language", ["en", "vi"])
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_administrator_opens_every_page_of_the_model(sign_in, model, language):
    fill_every_table()
    client = sign_in(make_administrator(), language)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    row = model._default_manager.first()
    assert row is not None
    model_admin = admin.site._registry[model]
    addresses = [
        reverse(f"{name}_changelist"),
        reverse(f"{name}_changelist") + "?q=Hải+Dương",
        reverse(f"{name}_change", args=[row.pk]),
        reverse(f"{name}_history", args=[row.pk]),
    ]
    if model.__name__ not in WITHOUT_A_PAGE_FOR_NEW_ROWS:
        addresses.append(reverse(f"{name}_add"))
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        text = response.content.decode()
        assert "vForeignKeyRawIdAdminField" not in text
        assert " style=" not in text, address
        assert "<script>" not in text, address
        assert "onclick" not in text, address
    assert model_admin.search_keys or model_admin.search_texts


def test_front_page_groups_every_registered_model(sign_in):
    fill_every_table()
    client = sign_in(make_administrator())
    response = client.get(reverse("admin:index"))
    shown = {model["object_name"] for group in response.context["app_list"] for model in group["models"]}
    assert shown == {model.__name__ for model in admin.site._registry}


def test_application_page_answers(sign_in):
    client = sign_in(make_administrator())
    assert client.get(reverse("admin:app_list", args=["tracker"])).status_code == 200


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_list_costs_the_same_for_one_row_and_for_many(sign_in, model, django_assert_max_num_queries):
    fill_every_table()
    client = sign_in(make_administrator())
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    client.get(address)
    with django_assert_max_num_queries(13):
        client.get(address)
