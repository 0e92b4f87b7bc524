"""Keeping exchange rates: typed as people write them, refused the wrong way round or a zero off."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.builders import make_administrator, make_document, make_rate
from tracker.models import ExchangeRate, RatePurpose

pytestmark = pytest.mark.django_db

ADD = reverse("admin:tracker_exchangerate_add")
FIRST_QUARTER = date(2025, 3, 31)


@pytest.fixture
def client_vi(sign_in):
    return sign_in(make_administrator(), "vi")


def typed(rate="25.000", **fields):
    document = fields.pop("document", None) or make_document()
    return {
        "base": "USD",
        "quote": "VND",
        "on": "2025",
        "purpose": "plan",
        "rate": rate,
        "document": document.pk,
        **fields,
    }


def errors(response):
    return {name: list(found) for name, found in response.context["adminform"].form.errors.items()}


@pytest.mark.parametrize(
    ("purpose", "when", "day"),
    [
        ("quarter_average", "Quý I/2025", FIRST_QUARTER),
        ("quarter_end", "2025-Q1", FIRST_QUARTER),
        ("quarter_end", "31/03/2025", FIRST_QUARTER),
        ("plan", "2025", date(2025, 1, 1)),
        ("plan", "15/02/2025", date(2025, 2, 15)),
        ("source_own", "20/03/2025", date(2025, 3, 20)),
    ],
)
def test_a_quarter_a_year_or_a_day_is_typed_in_one_field(client_vi, purpose, when, day):
    response = client_vi.post(ADD, typed(purpose=purpose, on=when))
    assert response.status_code == 302, errors(response)
    assert ExchangeRate.objects.get().on == day


def test_the_form_begins_with_dollars_in_dong(client_vi):
    form = client_vi.get(ADD).context["adminform"].form
    assert (form.initial["base"], form.initial["quote"]) == ("USD", "VND")


def test_codes_typed_small_are_kept_in_capitals(client_vi):
    client_vi.post(ADD, typed(base="usd", quote=" vnd"))
    assert str(ExchangeRate.objects.get()).startswith("USD/VND")


def test_a_word_is_no_currency(client_vi):
    assert "ba chữ in hoa" in str(errors(client_vi.post(ADD, typed(base="$")))["__all__"])


@pytest.mark.parametrize("purpose", ["quarter_average", "quarter_end"])
@pytest.mark.parametrize("when", ["15/02/2025", "2025"])
def test_an_average_and_an_end_want_a_quarter(client_vi, purpose, when):
    response = client_vi.post(ADD, typed(purpose=purpose, on=when))
    assert "hãy ghi quý, ví dụ Quý I/2025" in str(errors(response)["__all__"])


def test_nonsense_is_no_day(client_vi):
    assert list(errors(client_vi.post(ADD, typed(on="Quý V/2025")))) == ["on"]


# --- The wrong way round, and a zero off --------------------------------------------------------------------------


@pytest.mark.parametrize("fields", [{"base": "VND", "quote": "USD"}, {}])
def test_an_inverted_rate_is_refused_with_the_cure(client_vi, fields):
    response = client_vi.post(ADD, typed("0,00004", **fields))
    sentence = (
        "Tỷ giá bị viết ngược. Hãy ghi đồng tiền có giá cao hơn trước: một USD đổi 25.000 VND, "
        "không phải một VND đổi 0,00004 USD."
    )
    assert errors(response)["__all__"] == [sentence]
    assert not ExchangeRate.objects.exists()


def test_dong_in_dollars_are_refused_at_any_rate(client_vi):
    assert "viết ngược" in str(errors(client_vi.post(ADD, typed("25.000", base="VND", quote="USD"))))


def test_the_database_refuses_an_inverted_rate_as_well():
    with pytest.raises(IntegrityError, match="exchange_rate_dearer_first"), transaction.atomic():
        make_rate("0.00004")
    assert make_rate("0.92", base="EUR", quote="CHF").rate == Decimal("0.92")


def test_a_pair_stands_in_one_direction_only(client_vi):
    make_rate(1, base="EUR", quote="USD")
    response = client_vi.post(ADD, typed("0,9", base="USD", quote="EUR", purpose="source_own"))
    assert errors(response)["base"] == ["Bảng tỷ giá ghi cặp này theo chiều ngược lại: một EUR đổi 1 USD."]


@pytest.mark.parametrize("wrong", ["2.500", "250.000", "25"])
def test_a_rate_of_another_magnitude_is_refused_beside_the_one_it_contradicts(client_vi, wrong):
    make_rate(25000)
    response = client_vi.post(ADD, typed(wrong, purpose="quarter_end", on="Quý I/2025"))
    sentence = (
        f"Bảng tỷ giá có 25.000 cho ngày 01/01/2025, còn bạn nhập {wrong}. Một trong hai số sai; "
        "nếu số trong bảng sai, hãy sửa tỷ giá đó trước."
    )
    assert errors(response)["rate"] == [sentence]


def test_a_wrong_row_of_the_table_can_itself_be_corrected(client_vi):
    wrong = make_rate(2500)
    address = reverse("admin:tracker_exchangerate_change", args=[wrong.pk])
    response = client_vi.post(address, typed("25.000", document=wrong.document, on="01/01/2025"))
    assert response.status_code == 302, errors(response)
    assert [row.rate for row in ExchangeRate.objects.known_at(None)] == [25000]


def test_a_rate_of_long_ago_says_nothing_of_the_magnitude(client_vi):
    make_rate(2500, on=date(1989, 1, 1))
    assert client_vi.post(ADD, typed("25.000")).status_code == 302


# --- Once ---------------------------------------------------------------------------------------------------------


def test_two_sources_may_use_two_rates_on_one_day(client_vi):
    make_rate(23531, purpose=RatePurpose.SOURCE_OWN)
    other = make_document("another-document")
    response = client_vi.post(ADD, typed("25.234", purpose="source_own", on="01/01/2025", document=other))
    assert response.status_code == 302, errors(response)
    response = client_vi.post(ADD, typed("25.300", purpose="source_own", on="01/01/2025", document=other))
    assert list(errors(response)) == ["__all__"]
