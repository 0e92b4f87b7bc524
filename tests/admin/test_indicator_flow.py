"""Saying of a stock which flow it adds up: in the admin, in the database and in the published figures."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.builders import make_administrator, make_indicator
from tests.seeds.reading import rows
from tracker.models import Indicator, IndicatorKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_en(sign_in):
    return sign_in(make_administrator(), "en")


@pytest.fixture
def leased():
    return make_indicator("land-leased-total", kind=IndicatorKind.STOCK, unit="ha")


def send(client, indicator, **fields):
    names = ("code", "name", "name_en", "group_id", "position", "kind", "unit_id", "direction", "display_unit")
    sent = {name.removesuffix("_id"): getattr(indicator, name) for name in names}
    scale = {"display_scale": str(indicator.display_scale), "display_unit_en": indicator.display_unit_en}
    return client.post(reverse("admin:tracker_indicator_change", args=[indicator.pk]), {**sent, **scale, **fields})


def errors(response):
    return response.context["adminform"].form.errors


def test_stock_adds_up_a_flow_of_its_unit(client_en, leased):
    flow = make_indicator("land-leased", unit="ha")
    assert send(client_en, leased, accumulates=flow.pk).status_code == 302
    leased.refresh_from_db()
    assert leased.accumulates == flow


def test_flow_of_another_unit_is_refused_with_a_sentence(client_en, leased):
    response = send(client_en, leased, accumulates=make_indicator("fdi-registered").pk)
    assert errors(response) == {
        "accumulates": ["This flow is not measured in hectares, so it cannot be added up; choose another."]
    }


def test_stock_is_not_offered_as_a_flow(client_en, leased):
    other = make_indicator("land-leasable", kind=IndicatorKind.STOCK, unit="ha")
    assert set(errors(send(client_en, leased, accumulates=other.pk))) == {"accumulates"}
    leased.accumulates = other
    with pytest.raises(ValidationError) as refused:
        leased.full_clean()
    assert set(refused.value.message_dict) == {"accumulates"}


def test_only_a_stock_adds_up_a_flow(client_en):
    flow, other = make_indicator("land-leased", unit="ha"), make_indicator("land-returned", unit="ha")
    response = send(client_en, other, accumulates=flow.pk)
    assert "Only a stock adds up a flow" in str(errors(response))
    with pytest.raises(IntegrityError, match="indicator_only_stock_accumulates"), transaction.atomic():
        Indicator.objects.filter(pk=other.pk).update(accumulates=flow)


def test_published_indicators_link_stocks_to_flows_of_their_unit():
    indicators = {row["code"]: row for row in rows("indicators/indicators.csv")}
    links = {code: row["accumulates"] for code, row in indicators.items() if row["accumulates"]}
    assert links == {"land-leased-total": "land-leased"}
    for stock, flow in links.items():
        assert (indicators[stock]["kind"], indicators[flow]["kind"]) == ("stock", "flow")
        assert indicators[stock]["unit"] == indicators[flow]["unit"]
