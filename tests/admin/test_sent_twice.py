"""A form that is sent twice, by an impatient hand or a page loaded again, makes one row."""

from datetime import date

import pytest
from django.contrib import admin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.db.models import Q, UniqueConstraint
from django.test import RequestFactory
from django.urls import reverse

from tests.builders import (
    make_administrator,
    make_clerk,
    make_duty,
    make_form,
    make_indicator,
    make_person,
    make_place,
    make_province_with_parks,
)
from tracker.models import Actual, Holiday, IndicatorGroup, Membership, ReportRevision

pytestmark = pytest.mark.django_db
# What two equal rows of it mean, where nothing forbids them.
MAY_BE_EQUAL = {
    "ExchangeRate": "two rules divide the rates between them; only a source without a document may state one twice",
    "DueRule": "the same day twice is the same day; one of the two is retired",
    "Target": "each waits for approval, where the second is seen and not approved",
}


def forbids_equal_rows(model):
    """Whether a rule of the table forbids a second row like a new one; a NULL, or a condition, may let it pass.

    A new row is never retired.
    """
    fields = {field.name: field for field in model._meta.fields}
    return any(field.unique and not field.null and not field.primary_key for field in fields.values()) or any(
        isinstance(rule, ExclusionConstraint)
        or (
            isinstance(rule, UniqueConstraint)
            and rule.condition in (None, Q(retired_at__isnull=True))
            and (rule.nulls_distinct is False or not any(fields[name].null for name in rule.fields))
        )
        for rule in model._meta.constraints
    )


def test_nothing_but_what_is_listed_could_be_added_twice():
    request = RequestFactory().get("/")
    request.user = make_administrator()
    addable = {model for model, pages in admin.site._registry.items() if pages.has_add_permission(request)}
    assert {Holiday, IndicatorGroup, Membership} <= addable
    assert {model.__name__ for model in addable if not forbids_equal_rows(model)} == set(MAY_BE_EQUAL)


def holiday():
    return Holiday, {"on": "02/09/2031", "name": "Quốc khánh", "name_en": "National Day"}


def group():
    return IndicatorGroup, {"code": "land", "name": "Đất", "name_en": "Land", "position": "7"}


def membership():
    person = make_person("somebody")
    return Membership, {"person": person.pk, "role": "clerk", "place": make_place().pk}


@pytest.mark.parametrize("case", [holiday, group, membership])
def test_form_for_a_new_row_that_is_sent_twice_makes_one(sign_in, case):
    client = sign_in(make_administrator())
    model, fields = case()
    before = model._default_manager.count()
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
    first, second = client.post(address, fields), client.post(address, fields)
    assert (first.status_code, second.status_code) == (302, 200)
    assert second.context["errors"]
    assert model._default_manager.count() == before + 1


def test_entry_that_is_sent_twice_saves_once_and_says_so(sign_in):
    rows = make_province_with_parks("hai-duong", parks=["dai-an"])
    park, reporter, fdi = rows.parks[0], rows.investors[0], make_indicator()
    make_duty(reporter, park, form=make_form(indicators=[fdi]), valid_from=date(2025, 1, 1))
    client = sign_in(make_clerk(rows.province))
    address = reverse("admin:tracker_quarterlyreport_enter", args=[park.slug, "2025-Q2", reporter.slug])
    seen = {row.seen.name: row.seen.text for row in client.get(address).context["rows"]}
    posted = {**seen, f"line-{fdi.pk}-in_quarter": "125", "step": "save"}
    first = client.post(address, posted, follow=True)
    second = client.post(address, posted, follow=True)
    assert "The draft is saved. Figures changed: 1." in first.content.decode()
    assert "Nothing differed from what was saved before." in second.content.decode()
    assert (ReportRevision.objects.count(), Actual.objects.count()) == (1, 1)
