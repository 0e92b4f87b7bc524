"""Places, indicators, lines of forms, holidays and due days are edited in place; a past moment reads them as then."""

import re
from datetime import date
from urllib.parse import quote

import pytest
from django.test import Client

from provinces.models import Organisation, Place, SourceDocument
from tests.builders import (
    Figure,
    make_document,
    make_duty,
    make_form,
    make_indicator,
    make_manager,
    make_organisation,
    make_park,
    make_province_with_parks,
    make_rate,
    make_report,
    make_target,
    make_threshold,
)
from tracker.actions.approval import settled_moment
from tracker.models import DueRule, Holiday, Indicator, IndicatorGroup, QuarterlyReport, ReportFormLine, Unit
from tracker.progress.periods import Quarter
from tracker.web.filters import moment_value
from tracker.web.numbers import moment_text

MILLION = 10**6
Q2 = Quarter(2025, 2)


class Books:
    """A province of three parks, all of which owe a report: two have given it, one by another form is silent."""

    def __init__(self):
        self.tree = make_province_with_parks("hai-duong", parks=["dai-an", "lai-vu", "cong-hoa"])
        self.fdi, self.leased = make_indicator(headline=True), make_indicator("land-leased", kind="stock", unit="ha")
        self.form = make_form(indicators=[self.fdi, self.leased])
        # No report follows it yet, so its lines may still be removed.
        self.fresh_form = make_form("fresh-form", indicators=[self.fdi, self.leased])
        make_threshold()
        DueRule.objects.create(reporter_kind="investor", day_of_month=10, working_day=True)
        self.decision = make_document("decision-of-the-year", number="12/QĐ-UBND")
        self.issuer = make_organisation("people-s-committee", kind="peoples_committee")
        goal = make_target(self.tree.province, self.fdi, 1000 * MILLION, document=self.decision, issuer=self.issuer)
        make_target(self.tree.parks[0], self.fdi, 300 * MILLION, investor=self.tree.investors[0], part_of=goal)
        make_rate(25000, document=self.decision)
        for number, (park, investor) in enumerate(zip(self.tree.parks, self.tree.investors, strict=True)):
            make_duty(investor, park, form=self.form if number < 2 else self.fresh_form)
            if number < 2:
                figures = [Figure(self.fdi, (100 + number) * MILLION), Figure(self.leased, 7, "as_of")]
                make_report(park, 2025, 2, reporter=investor, figures=figures, form=self.form)


@pytest.fixture
def books():
    return Books()


@pytest.fixture
def client(books):
    client = Client()
    client.cookies["language"] = "en"
    client.force_login(make_manager(books.tree.country), backend="django.contrib.auth.backends.ModelBackend")
    return client


def park_ends(books):
    Place.objects.filter(slug="cong-hoa").update(valid_to=date(2025, 3, 31))


def province_ends(books):
    Place.objects.filter(slug="hai-duong").update(valid_to=date(2025, 4, 30))


def park_is_renamed(books):
    park = books.tree.parks[0]
    park.name, park.name_en = "KCN Anh Đào", "Anh Dao park"
    park.save()


def park_becomes_a_cluster(books):
    Place.objects.filter(slug="lai-vu").update(kind="industrial_cluster")


def park_is_added(books):
    make_park("an-phat", parent=books.tree.province)


def line_is_removed(books):
    ReportFormLine.objects.get(form=books.fresh_form, indicator=books.fdi).delete()


def line_is_added(books):
    position = 9
    ReportFormLine.objects.create(
        form=books.fresh_form, indicator=make_indicator("jobs", unit="person"), position=position, asked="as_of"
    )


def holiday_is_added(books):
    Holiday.objects.create(on=date(2025, 7, 10), name="Nghỉ bù", name_en="Day in lieu")


def indicator_is_no_headline(books):
    Indicator.objects.filter(pk=books.fdi.pk).update(headline=False)


def indicator_is_shown_in_thousands(books):
    Indicator.objects.filter(pk=books.fdi.pk).update(
        display_scale=1000, display_unit="nghìn USD", display_unit_en="USD thousand"
    )


def indicator_is_renamed(books):
    books.fdi.name, books.fdi.name_en, books.fdi.definition_en = "Vốn ngoài", "Money from abroad", "What comes in"
    books.fdi.save()


def indicator_is_neutral(books):
    Indicator.objects.filter(pk=books.fdi.pk).update(direction="neutral")


def indicator_stands_elsewhere(books):
    group = IndicatorGroup.objects.create(code="the-last", name="Cuối", name_en="The last", position=90)
    Indicator.objects.filter(pk=books.fdi.pk).update(group=group, position=7)


def group_is_renamed_and_moved(books):
    IndicatorGroup.objects.update(name="Nhóm khác", name_en="Another heading", position=80)


def unit_is_renamed(books):
    Unit.objects.filter(code="ha").update(name="mẫu tây", name_en="hm2")


def indicator_is_added(books):
    make_indicator("people-met", unit="person", headline=True)


def investor_is_renamed(books):
    investor = books.tree.investors[0]
    investor.name, investor.name_en = "Công ty Ánh Dương", "Sunlight company"
    investor.save()


def investor_becomes_another_company(books):
    Organisation.objects.filter(pk=books.tree.investors[1].pk).update(kind="company")


def issuer_is_renamed(books):
    Organisation.objects.filter(pk=books.issuer.pk).update(name="Ủy ban mới", name_en="The new committee")


def document_is_numbered_anew(books):
    SourceDocument.objects.filter(pk=books.decision.pk).update(number="21/QĐ-UBND", issued_on=date(2025, 1, 2))


def document_is_retitled(books):
    SourceDocument.objects.filter(pk=books.decision.pk).update(number="", title="Tên khác", title_en="Another title")


def report_is_extended(books):
    QuarterlyReport.objects.filter(place__slug="dai-an").update(due_on=date(2025, 9, 9))


CHANGES = {
    park_ends: "/places/?quarter=2025-Q2",
    province_ends: "/places/viet-nam/?quarter=2025-Q2",
    park_is_renamed: "/places/hai-duong/?quarter=2025-Q2",
    park_becomes_a_cluster: "/places/?map=today&kind=industrial_park",
    park_is_added: "/places/",
    line_is_removed: "/places/hai-duong/?quarter=2025-Q2",
    line_is_added: "/reporting/?quarter=2025-Q2",
    holiday_is_added: "/reporting/?quarter=2025-Q2",
    indicator_is_no_headline: "/?quarter=2025-Q2",
    indicator_is_shown_in_thousands: "/places/hai-duong/?quarter=2025-Q2",
    indicator_is_renamed: "/indicators/fdi-registered/?quarter=2025-Q2",
    indicator_is_neutral: "/indicators/",
    indicator_stands_elsewhere: "/indicators/?q=fdi",
    group_is_renamed_and_moved: "/indicators/",
    unit_is_renamed: "/indicators/land-leased/?quarter=2025-Q2",
    indicator_is_added: "/indicators/",
    investor_is_renamed: "/investors/?q=company",
    investor_becomes_another_company: "/investors/",
    issuer_is_renamed: "/places/hai-duong/explanation/?quarter=2025-Q2&indicator=fdi-registered",
    document_is_numbered_anew: "/places/hai-duong/targets/?quarter=2025-Q2",
    document_is_retitled: "/data-checks/",
    report_is_extended: "/reporting/?quarter=2025-Q2",
}
ADDRESSES = [
    "/?quarter=2025-Q2",
    "/?quarter=2025-Q2&map=today",
    "/places/hai-duong/?quarter=2025-Q2&map=today",
    "/places/dai-an/?quarter=2025-Q2",
    "/places/cong-hoa/?quarter=2025-Q2",
    "/places/hai-duong/explanation/?quarter=2025-Q2&indicator=fdi-registered",
    "/places/hai-duong/targets/?quarter=2025-Q2",
    "/indicators/fdi-registered/?quarter=2025-Q2",
    "/investors/",
    "/investors/dai-an-investor/?quarter=2025-Q2",
    "/investors/lai-vu-investor/?quarter=2025-Q2",
    "/reporting/?quarter=2025-Q2",
    "/documents/decision-of-the-year/",
    "/data-checks/",
    "/documents/",
    *dict.fromkeys(CHANGES.values()),
]
# What a file alone shows, by the table: a page says the unit in which an indicator is shown.
IN_FILES = {unit_is_renamed: "figures"}
_SAID_AT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.+]+")
# What each answer makes anew: the token of its forms.
_ONE_USE = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|csrfmiddlewaretoken=\w+')


def answer(client, address, as_of, table=None):
    """The page without its moment, time of printing and tokens, and a table as a file: the first with rows, or one."""
    joined = f"{address}{'&' if '?' in address else '?'}as_of={moment_value(as_of).replace('+', '%2B')}"
    page = client.get(joined)
    assert page.status_code == 200, page
    text = _ONE_USE.sub("", page.content.decode().replace(f"tracker, {page.context['printed_at']}", ""))
    first = next((table.key for table in page.context["tables"] if table is not None and len(table.rows)), None)
    table = table or first
    if table is None:
        return text, b""
    return text, b"".join(client.get(f"{joined}&format=csv&table={table}").streaming_content)


@pytest.mark.django_db
def test_pages_and_files_of_a_past_moment_are_the_same_bytes_after_changes_in_place(books, client):
    moment = settled_moment()
    before = {address: answer(client, address, moment) for address in ADDRESSES}
    for change in CHANGES:
        change(books)
    for address in ADDRESSES:
        page, file = answer(client, address, moment)
        assert file == before[address][1], address
        assert page == before[address][0], address


@pytest.mark.django_db
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_each_change_in_place_counts_from_its_moment_and_not_before(books, client, change):
    moment, address = settled_moment(), CHANGES[change]
    table = IN_FILES.get(change)
    before = answer(client, address, moment, table)
    change(books)
    now = settled_moment()
    assert answer(client, address, moment, table) == before
    page, file = answer(client, address, now, table)
    if table is None:
        told, known = _without_moment(page, now), _without_moment(before[0], moment)
    else:
        told, known = (_SAID_AT.sub("", text.decode()) for text in (file, before[1]))
    assert told != known, "the page does not show the change, so that it proves nothing"


def _without_moment(text, moment):
    """A page without its moment in any of the ways in which it is written."""
    value = moment_value(moment)
    for way in (value, value.replace("+", "%2B"), quote(value, safe=""), quote(value), moment_text(moment)):
        text = text.replace(way, "")
    return text
