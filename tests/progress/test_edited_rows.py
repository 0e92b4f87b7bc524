"""What was edited in place between two moments: what, old, new, who, when, why; and places that moved or merged."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from provinces.models import Organisation, Place, PlaceParent, SourceDocument
from tests.builders import (
    make_administrator,
    make_document,
    make_duty,
    make_form,
    make_indicator,
    make_manager,
    make_park,
    make_province_with_parks,
    make_succession,
    make_target,
)
from tests.progress.backdating import record_at
from tests.progress.test_restatements import Q3, Books, moment
from tracker.actions.approval import settled_moment
from tracker.actions.recorded import record_row, replace_row
from tracker.actions.trail import acting
from tracker.models import (
    DueRule,
    Holiday,
    Indicator,
    IndicatorGroup,
    QuarterlyReport,
    ReportFormLine,
    ReportingDuty,
    Unit,
)
from tracker.progress.restatement_rows import RestatementKind
from tracker.progress.restatement_words import days_text, kind_text, what_text
from tracker.progress.restatements import restatements_of_place

pytestmark = pytest.mark.django_db
PUBLISHED = moment(10, 12)


@pytest.fixture
def books():
    return Books()


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def asked(**more):
    return restatements_of_place(**({"slug": "dai-an", "quarter": Q3, "since": PUBLISHED} | more))


def edited(**more):
    """The edits, their days with plain blanks."""
    items = (item for item in asked(**more).items if item.kind is RestatementKind.EDITED)
    return [replace(item, old=plain(item.old), new=plain(item.new)) for item in items]


def plain(text):
    return None if text is None else text.replace("\u00a0", " ")


def said(item):
    return kind_text(item), what_text(item), item.old, item.new


def test_renamed_place_says_old_new_who_when_and_why(books):
    before = settled_moment()
    with acting(make_administrator(), why="Quyết định 12"):
        Place.objects.filter(slug="dai-an").update(name="KCN Anh Đào", name_en="Anh Dao park")
    (item,) = edited()
    assert said(item) == (
        "changed",
        "place",
        "Name (Vietnamese): Dai An; Name (English): Dai An",
        "Name (Vietnamese): KCN Anh Đào; Name (English): Anh Dao park",
    )
    assert (item.by, item.why, item.place.slug) == ("Phạm Thu Hà", "Quyết định 12", "dai-an")
    assert before < item.at <= settled_moment()


def test_days_kind_and_other_names_of_a_place_are_told_as_people_read_them(books):
    Place.objects.filter(slug="dai-an").update(
        valid_from=date(2003, 3, 24), kind="industrial_cluster", aliases=["Đại An", "Dai An IP"]
    )
    (item,) = edited()
    assert item.old == "Kind: industrial park; Valid from: –; Other names: –"
    assert item.new == "Kind: industrial cluster; Valid from: 24 Mar 2003; Other names: Đại An, Dai An IP"
    assert (item.by, item.why) == ("", "")


def test_two_people_who_change_two_columns_are_two_changes(books):
    with acting(make_administrator(), why="tên"):
        Place.objects.filter(slug="dai-an").update(name="KCN Anh Đào")
    other = make_manager(books.tree.country)
    with acting(other, why="ngày"):
        Place.objects.filter(slug="dai-an").update(valid_to=date(2030, 12, 31))
    last, first = edited()
    assert (last.old, last.new, last.by) == ("Valid to: –", "Valid to: 31 Dec 2030", str(other))
    assert (first.why, last.why) == ("tên", "ngày")
    assert (first.old, first.new, first.by) == (
        "Name (Vietnamese): Dai An",
        "Name (Vietnamese): KCN Anh Đào",
        "Phạm Thu Hà",
    )


def test_column_that_was_changed_twice_is_one_change_and_changed_back_none(books):
    for name in ("KCN Một", "KCN Hai"):
        Place.objects.filter(slug="dai-an").update(name=name)
    (item,) = edited()
    assert (item.old, item.new) == ("Name (Vietnamese): Dai An", "Name (Vietnamese): KCN Hai")
    Place.objects.filter(slug="dai-an").update(name="Dai An")
    assert edited() == []


def test_list_of_edits_ends_at_its_last_moment_and_begins_after_its_first(books):
    Place.objects.filter(slug="dai-an").update(name="KCN Một")
    between = settled_moment()
    Place.objects.filter(slug="dai-an").update(name="KCN Hai")
    (first,), (second,) = edited(until=between), edited(since=between)
    assert (first.new, second.old) == ("Name (Vietnamese): KCN Một", "Name (Vietnamese): KCN Một")
    assert edited(since=settled_moment()) == []


def test_places_elsewhere_or_beyond_the_reach_are_not_told(books):
    Place.objects.filter(slug="lai-vu").update(name="KCN khác")
    assert edited() == []
    (item,) = edited(slug="hai-duong")
    assert item.place.slug == "lai-vu"
    assert edited(slug="hai-duong", reach=frozenset({books.tree.province.pk, books.park.pk})) == []


def test_place_above_is_told_by_its_name_because_the_page_names_it(books):
    Place.objects.filter(slug="hai-duong").update(name="Thành Đông", name_en="Thanh Dong")
    (item,) = edited()
    assert (what_text(item), item.place) == ("place: Thanh Dong", None)


def test_lines_of_the_forms_that_are_owed_come_go_and_change(books):
    leased = make_indicator("land-leased", kind="stock", unit="ha")
    form = make_form("fresh-form")
    make_duty(books.reporter, books.park, form=form)
    other = make_form("another-form", indicators=[books.fdi])
    record_at(moment(1))
    with acting(make_administrator(), why="Thông tư mới"):
        line = ReportFormLine.objects.create(form=form, indicator=leased, position=9, asked="as_of")
    ReportFormLine.objects.filter(form=other).delete()
    (item,) = edited()
    name = form.name_en
    assert said(item) == (
        "added",
        f"line of a report form: {name}, Land Leased",
        None,
        f"Report form: {name}; Indicator: Land Leased; Position: 9; Asked: at the end of the quarter",
    )
    assert (item.by, item.why) == ("Phạm Thu Hà", "Thông tư mới")
    added = settled_moment()
    ReportFormLine.objects.filter(pk=line.pk).update(position=8)
    (moved,) = edited(since=added)
    assert said(moved)[2:] == ("Position: 9", "Position: 8")
    line.delete()
    (gone,) = edited(since=added)
    assert (kind_text(gone), gone.new) == ("removed", None)
    assert gone.old.endswith("Position: 9; Asked: at the end of the quarter")
    assert edited() == [], "what came and went in between was never seen"


def test_holidays_come_and_go(books):
    Holiday.objects.create(on=date(2025, 10, 10), name="Nghỉ bù", name_en="Day in lieu")
    (item,) = edited()
    assert said(item)[:3] == ("added", "holiday: Day in lieu", None)
    assert item.new == "Day: 10 Oct 2025; Name (Vietnamese): Nghỉ bù; Name (English): Day in lieu"
    record_at(moment(1))
    Holiday.objects.all().delete()
    (item,) = edited()
    assert (kind_text(item), item.new) == ("removed", None)


def test_indicators_that_the_page_speaks_of_are_told_with_their_units_and_groups(books):
    make_indicator("jobs", unit="person", group="people")
    record_at(moment(1))
    Indicator.objects.update(headline=False, display_scale=Decimal(1000), direction="neutral")
    Unit.objects.update(name_en="renamed")
    IndicatorGroup.objects.update(position=40)
    found = {what_text(item): (item.old, item.new) for item in edited()}
    assert found["indicator: Fdi Registered"] == (
        "Direction: higher is better; Display scale: 1,000,000; Headline: yes",
        "Direction: neither; Display scale: 1,000; Headline: no",
    )
    assert set(found) == {"indicator: Fdi Registered", "unit: renamed", "indicator group: Investment"}
    (item,) = [item for item in edited() if item.indicator is not None]
    assert item.indicator.code == "fdi-registered"


def test_indicator_that_has_moved_names_its_headings(books):
    other = IndicatorGroup.objects.create(code="other", name="Khác", name_en="Other", position=9)
    Indicator.objects.filter(pk=books.fdi.pk).update(group=other)
    (item,) = edited()
    assert (item.old, item.new) == ("Group: Investment", "Group: Other")


def test_extension_of_a_report_of_the_quarter_is_told_and_of_another_not(books):
    QuarterlyReport.objects.filter(quarter=2).update(due_on=date(2025, 8, 8))
    assert edited() == []
    QuarterlyReport.objects.filter(quarter=3).update(due_on=date(2025, 11, 11))
    (item,) = edited()
    assert said(item) == ("changed", "quarterly report", "Due on: –", "Due on: 11 Nov 2025")
    assert (item.place.slug, item.reporter.slug, item.quarter) == ("dai-an", "dai-an-investor", Q3)
    assert plain(days_text(item)) == "Q3 2025"


def test_reporters_and_documents_that_the_page_names_are_told(books):
    report = QuarterlyReport.objects.get(place__slug="dai-an", year=Q3.year, quarter=Q3.number)
    Organisation.objects.filter(pk=report.reporter_id).update(
        name_en="The new name", kind="company", tax_code="0800123456"
    )
    document = make_document("decision", number="12/QĐ-UBND", title_en="Goals of the year")
    make_target(report.place, books.fdi, 900, document=document)
    known = settled_moment()
    SourceDocument.objects.filter(pk=document.pk).update(number="21/QĐ-UBND", note="Tệp đã quét")
    make_document("another", number="1")
    SourceDocument.objects.filter(slug="another").update(number="2")
    second, first = edited()
    assert what_text(first) == "organisation: The new name"
    assert first.new == "Kind: other company; Name (English): The new name"
    assert said(second) == ("changed", "source document: 21/QĐ-UBND", "Number: 12/QĐ-UBND", "Number: 21/QĐ-UBND")
    assert [item.what for item in edited(since=known)] == [second.what]


def test_due_rule_is_a_rule_that_was_added(books):
    record_row(row=DueRule(reporter_kind="investor", day_of_month=10, working_day=True), by=make_administrator())
    (item,) = asked().items
    assert (item.kind, item.what, item.old, item.by) == (RestatementKind.FRAME, "due rule", None, "Phạm Thu Hà")


# --- Places that moved or merged --------------------------------------------------------------------------------------


def moved_away(books):
    """Đại An lies in another province now, by a decision that the first one's page must tell."""
    other = make_province_with_parks("hai-phong")
    record_at(moment(1), PlaceParent)
    row = PlaceParent.objects.get(place=books.park, retired_at__isnull=True)
    changes = {"parent": other.perimeter}
    replace_row(row=row, changes=changes, by=make_administrator(), why="Nhầm tỉnh")
    return row, other


def test_park_that_was_moved_away_is_told_on_the_page_of_its_old_province(books):
    row, other = moved_away(books)
    (item,) = asked(slug="hai-duong").items[:1]
    assert (item.old, item.new) == (str(row), f"{books.park} < {other.perimeter}")
    assert (item.kind, item.by, item.why) == (RestatementKind.FRAME, "Phạm Thu Hà", "Nhầm tỉnh")
    assert item.place.slug == "dai-an"


def test_park_that_was_moved_beyond_the_reach_does_not_name_where_it_went(books):
    moved_away(books)
    tree = books.tree
    reach = frozenset(place.pk for place in (tree.province, tree.perimeter, *tree.parks))
    (item,) = [item for item in asked(slug="hai-duong", reach=reach).items if item.kind is RestatementKind.FRAME]
    assert item.old is not None
    assert item.new is None


def test_merger_is_told_at_either_end(books):
    heir = make_park("dai-an-two", parent=books.tree.perimeter, valid_from=date(2026, 1, 1))
    Place.objects.filter(pk=books.park.pk).update(valid_to=date(2025, 12, 31))
    record_at(moment(1), PlaceParent)
    row = make_succession(books.park, heir, on=date(2026, 1, 1))
    (item,) = asked().items
    assert (item.old, item.new) == (None, str(row))


# --- Cost -------------------------------------------------------------------------------------------------------------


def test_list_costs_the_same_queries_whatever_the_number_of_edits(books):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            found = edited(slug="hai-duong")
        return len(queries), len(found)

    administrator = make_administrator()
    extra = [make_indicator(f"extra-{number}", unit="person") for number in range(6)]
    for number, park in enumerate(books.tree.parks):
        make_duty(books.tree.investors[number], park, form=make_form("second", indicators=extra))
    record_at(moment(1), ReportingDuty)

    def edit(places, indicators, days):
        with acting(administrator, why="sửa"):
            Place.objects.filter(pk__in=[place.pk for place in places]).update(name="Tên khác")
            Indicator.objects.filter(pk__in=[each.pk for each in indicators]).update(headline=True, position=50)
            ReportFormLine.objects.filter(indicator__in=indicators).delete()
            for number in days:
                Holiday.objects.create(on=date(2025, 12, 1) + timedelta(number), name=f"Lễ {number}", name_en="")

    edit(books.tree.parks[:1], extra[:1], range(1))
    first = cost()
    edit(books.tree.parks[1:], extra[1:], range(1, 6))
    last = cost()
    # One place, indicator, line and holiday; then one place, five indicators, five lines and five holidays more.
    assert (first[1], last[1]) == (4, 20)
    assert first[0] == last[0]
