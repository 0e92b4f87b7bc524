"""Administrators take master data along as files, change them in a spreadsheet and bring them back."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from provinces.models import Organisation, Place, PlaceKind, PlaceParent
from tests.builders import (
    make_administrator,
    make_approver,
    make_clerk,
    make_document,
    make_indicator,
    make_investor,
    make_place,
    make_province_with_parks,
    make_rate,
    make_target,
)
from tracker.actions.master_data.tables import TABLES
from tracker.models import ExchangeRate, Unit

pytestmark = pytest.mark.django_db

PAGE = reverse("admin:master_data")
KINDS = [table for table in TABLES if not table.is_read_only]


@pytest.fixture
def keeper():
    return make_administrator()


@pytest.fixture
def browser(sign_in, keeper):
    return sign_in(keeper)


def downloaded(browser, kind, ending="xlsx"):
    response = browser.get(reverse("admin:master_data_file", args=[f"{kind}.{ending}"]))
    assert response.status_code == 200
    return response.content


def workbook(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def as_bytes(book):
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(content, **cells):
    book = workbook(content)
    for name, value in cells.items():
        book.worksheets[0][name] = value
    return as_bytes(book)


def table(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    return as_bytes(book)


def bring(browser, kind, content, name="rows.xlsx"):
    upload = io.BytesIO(content)
    upload.name = name
    return browser.post(PAGE, {"kind": kind, "file": upload})


def confirm(browser, response):
    return browser.post(PAGE, {"save": "yes", "_kept": response.context["kept"]}, follow=True)


def check_of(response):
    assert "check" in response.context, response.content.decode()
    return response.context["check"]


def problems(response):
    return [(each.where, each.message) for each in check_of(response).problems]


def told(response):
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def country(keeper):
    """A little of everything."""
    province = make_province_with_parks("hai-duong", parks=["dai-an", "lai-vu"]).province
    Place.objects.filter(pk=province.pk).update(official_code="030", aliases=["Hải Dương", "=HD, cũ"])
    investor = make_investor("dai-an-company")
    Organisation.objects.filter(pk=investor.pk).update(tax_code="0800123456")
    flow = make_indicator("fdi-registered")
    document = make_document("plan-2025")
    make_rate("25123.456", document=document)
    make_target(province, flow)
    return province


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", [table.code for table in KINDS])
def test_a_file_that_comes_back_as_it_left_changes_nothing(country, sign_in, keeper, kind, language, ending):
    browser = sign_in(keeper, language)
    response = bring(browser, kind, downloaded(browser, kind, ending), f"rows.{ending}")
    check = check_of(response)
    assert problems(response) == []
    assert (check.new, check.changed) == (0, 0)
    assert check.unchanged == next(table for table in KINDS if table.code == kind).rows().count() > 0
    assert response.context["kept"] == ""


def test_a_changed_row_is_shown_before_and_after_and_saved_only_then(country, browser, keeper):
    content = table(("address name", "name (Vietnamese)"), ("dai-an", "KCN Đại An I"))
    response = bring(browser, "places", content)
    check = check_of(response)
    (change,) = check.changes
    assert (check.new, check.changed, check.unchanged) == (0, 1, 0)
    assert [(v.label, v.before, v.after) for v in change.values] == [
        ("name (Vietnamese)", Place.objects.get(slug="dai-an").name, "KCN Đại An I")
    ]
    assert b"KCN \xc4\x90\xe1\xba\xa1i An I" in response.content
    answer = confirm(browser, response)
    assert told(answer) == ["“places” is saved from the file: new rows 0, changed rows 1."]
    place = Place.objects.get(slug="dai-an")
    assert (place.name, "dai an i" in place.search_key) == ("KCN Đại An I", True)
    event = Place.pgh_event_model.objects.filter(pgh_obj=place).latest("pgh_id")
    assert event.pgh_context.metadata["user"] == keeper.pk


def test_the_check_writes_nothing_and_no_event(country, browser):
    events = Place.pgh_event_model.objects.count()
    bring(browser, "places", table(("slug", "name"), ("dai-an", "Another")))
    assert not Place.objects.filter(name="Another").exists()
    assert Place.pgh_event_model.objects.count() == events


def test_rows_of_one_file_may_rest_on_each_other_and_come_in_all_or_not_at_all(country, browser):
    heads = ("code", "name", "name_en", "currency", "whole")
    good = bring(browser, "units", table(heads, ("km", "km", "km", None, "no"), ("m", "mét", "metre", None, "yes")))
    assert (check_of(good).new, problems(good)) == (2, [])
    bad = bring(browser, "units", table(heads, ("km", "km", "km", None, "no"), ("m", "mét", "metre", None, "maybe")))
    assert problems(bad) == [("E3", "Write yes or no.")]
    assert bad.context["kept"] == ""
    assert not Unit.objects.filter(code="km").exists()
    confirm(browser, good)
    assert Unit.objects.get(code="m").whole is True


@pytest.mark.parametrize(
    ("kind", "rows", "where", "sentence"),
    [
        ("places", [("slug", "kind"), ("dai-an", "castle")], "B2", "Write one of: country; "),
        ("places", [("slug", "name"), ("dai-an", None)], "B2", "Fill the cell"),
        ("places", [("slug", "official_code"), ("dai-an", 30)], "B2", "Format the cell as text"),
        ("places", [("slug", "valid_from"), ("dai-an", "31/02/2025")], "B2", "no such day"),
        ("places", [("slug", "valid_from"), ("dai-an", "soon")], "B2", "Write the day as"),
        ("places", [("slug", "centrally_run"), ("dai-an", "yes")], "row 2", "Only a province"),
        ("places", [("slug", "name"), ("dai-an", "A"), ("dai-an", "B")], "row 3", "Row 2 of the file means the same"),
        ("places", [("slug", "name", "name_en", "kind"), ("Dai An!", "A", "A", "phase")], "A2", "Enter a valid"),
        ("places", [("slug", "name", "name_en"), ("new", "A", "A")], "row 2", "“kind”: This field cannot be blank."),
        ("place-parents", [("place", "parent", "valid_from"), ("dai-am", "hai-duong", None)], "A2", "“dai-an”"),
        ("units", [("code", "currency"), ("USD", "USDX")], "B2", "at most 3"),
        ("indicators", [("code", "position"), ("fdi-registered", "1,5")], "B2", "whole number"),
        ("indicators", [("code", "display_scale"), ("fdi-registered", "#REF")], "B2", "cannot be read as a number"),
        ("organisations", [("slug", "place"), ("dai-an-company", "nowhere")], "B2", "There is no row “nowhere”"),
    ],
)
def test_a_row_that_cannot_be_is_refused_at_its_cell(country, browser, kind, rows, where, sentence):
    found = problems(bring(browser, kind, table(*rows)))
    assert [each[0] for each in found] == [where], found
    assert sentence in found[0][1]


def test_rates_are_read_as_people_write_them_and_checked_like_typed_ones(country, sign_in, keeper):
    browser = sign_in(keeper, "vi")
    heads = ("base", "quote", "on", "purpose", "rate", "document")
    rows = [("USD", "VND", "Quý I/2025", "bình quân quý", "25.250,5", "plan-2025")]
    good = bring(browser, "exchange-rates", table(heads, *rows))
    assert problems(good) == []
    confirm(browser, good)
    rate = ExchangeRate.objects.get(purpose="quarter_average")
    assert (rate.on, rate.rate) == (date(2025, 3, 31), Decimal("25250.5"))
    far = bring(browser, "exchange-rates", table(heads, ("USD", "VND", "2025-Q2", "quarter_end", 252505, "plan-2025")))
    assert [each[0] for each in problems(far)] == ["E2"]


def test_a_recorded_row_is_retired_and_replaced(country, browser):
    rate = ExchangeRate.objects.get()
    content = changed(downloaded(browser, "exchange-rates"), E2=25200)
    response = bring(browser, "exchange-rates", content)
    assert [(v.before, v.after) for v in check_of(response).changes[0].values] == [("25,123.456", "25,200")]
    confirm(browser, response)
    rate.refresh_from_db()
    assert rate.retired_at is not None
    assert ExchangeRate.objects.known_at(None).get().rate == 25200


def test_a_park_moves_by_an_end_and_a_new_row(country, browser):
    make_place("hai-phong", kind=PlaceKind.PROVINCE)
    heads = ("place", "parent", "valid_from", "valid_to")
    moves = [("dai-an", "hai-duong-khu-cong-nghiep", None, "30/06/2025"), ("dai-an", "hai-phong", "2025-07-01", None)]
    response = bring(browser, "place-parents", table(heads, *moves))
    assert problems(response) == []
    assert check_of(response).new == 1  # a row of nothing but keys is new all the same
    confirm(browser, response)
    rows = PlaceParent.objects.known_at(None).filter(place__slug="dai-an").order_by("valid_to")
    assert [(row.parent.slug, row.valid_to) for row in rows] == [
        ("hai-duong-khu-cong-nghiep", date(2025, 6, 30)),
        ("hai-phong", None),
    ]


def test_an_indicator_with_approved_figures_keeps_its_kind(country, browser):
    found = problems(bring(browser, "indicators", table(("code", "kind"), ("fdi-registered", "stock"))))
    assert [each[0] for each in found] == ["B2"]
    assert "so it stays" in found[0][1]


def test_what_has_changed_since_the_check_is_not_overwritten(country, browser):
    response = bring(browser, "places", table(("slug", "name"), ("dai-an", "Mine")))
    Place.objects.filter(slug="dai-an").update(name="Theirs")
    answer = confirm(browser, response)
    assert "Nothing was saved" in told(answer)[0]
    assert Place.objects.get(slug="dai-an").name == "Theirs"


def test_a_check_of_somebody_else_or_one_that_was_touched_saves_nothing(country, browser, sign_in):
    response = bring(browser, "places", table(("slug", "name"), ("dai-an", "Mine")))
    kept = response.context["kept"]
    other = sign_in(make_administrator("another"))
    for client, value in ((other, kept), (browser, kept[:-2] + "xx"), (browser, ""), (browser, "a:b:c")):
        answer = client.post(PAGE, {"save": "yes", "_kept": value}, follow=True)
        assert told(answer) == ["Nothing was saved: the check is no longer valid. Choose the file once more."]
    assert not Place.objects.filter(name="Mine").exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"not,a\ntable,of ours\n", "No sheet has the columns"),
        (b"slug,colour\ndai-an,red\n", "“colour” is no column of this kind"),
        (b"slug,name,name\ndai-an,a,b\n", "stands twice"),
        (b"%PDF-1.7", "PDF"),
        (b"slug,name\n" + b"x,y\n" * 3001, "more than 3000 rows"),
        (b"x" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_with_the_cure(country, browser, content, sentence):
    response = bring(browser, "places", content, "rows.csv")
    assert sentence in str(response.context["form"].errors["file"])


def test_no_text_of_a_file_is_live(country, browser):
    Place.objects.filter(slug="dai-an").update(aliases=["=1+1", "@SUM"])
    assert ",'=1+1; @SUM," in downloaded(browser, "places", "csv").decode()
    cells = [cell for row in workbook(downloaded(browser, "places")).worksheets[0] for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert "030" in [cell.value for cell in cells]


def test_targets_are_taken_along_and_not_brought_back(country, browser):
    sheet = workbook(downloaded(browser, "targets")).worksheets[0]
    assert sheet.max_row == 2
    upload = io.BytesIO(b"x")
    upload.name = "targets.csv"
    assert "kind" in browser.post(PAGE, {"kind": "targets", "file": upload}).context["form"].errors


@pytest.mark.parametrize("person", [make_clerk, make_approver])
def test_only_those_who_keep_the_countrys_data_reach_it(country, sign_in, person):
    browser = sign_in(person(country))
    assert browser.get(PAGE).status_code == 404
    assert browser.post(PAGE, {"save": "yes", "_kept": "x"}).status_code == 404
    assert browser.get(reverse("admin:master_data_file", args=["places.csv"])).status_code == 404
    assert "master-data" not in browser.get(reverse("admin:index")).content.decode()


@pytest.mark.parametrize("name", ["castles.csv", "places.pdf", "places", "places.csv.csv"])
def test_a_file_that_there_is_not_is_not_found(browser, name):
    assert browser.get(reverse("admin:master_data_file", args=[name])).status_code == 404


def test_the_page_leads_to_every_file_and_the_front_page_to_it(country, browser):
    page = browser.get(PAGE).content.decode()
    assert all(f"/{each.code}.{kind}/" in page for each in TABLES for kind in ("xlsx", "csv"))
    assert PAGE in browser.get(reverse("admin:index")).content.decode()


def test_no_word_means_two_things_in_a_column():
    for each in TABLES:
        for column in each.columns:
            assert len(set(column.choices.values())) == len(column.field.choices or ())
            assert len(column.choices) >= len(column.field.choices or ())
        heads = [head for column in each.columns for head in column.heads]
        assert len(heads) == len(set(heads)), each.code
