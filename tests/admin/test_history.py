"""The history pages: who, what and why, also where nobody signed in."""

import pghistory
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.builders import (
    Figure,
    make_actual,
    make_administrator,
    make_clerk,
    make_indicator,
    make_park,
    make_person,
    make_receipt,
    make_report,
    make_revision,
    make_threshold,
)
from tracker.actions.recorded import retire_row
from tracker.actions.trail import acting
from tracker.models import Attachment, EntryReceipt, Holiday

pytestmark = pytest.mark.django_db


def entries_of(client, row):
    name = f"admin:{row._meta.app_label}_{row._meta.model_name}_history"
    response = client.get(reverse(name, args=[row.pk]))
    assert response.status_code == 200
    return response, response.context["entries"]


def holiday():
    return Holiday.objects.create(on="2025-09-02", name="Quốc khánh", name_en="National Day")


def test_change_past_the_application_names_the_account_at_the_database(sign_in):
    row = holiday()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tracker_holiday SET name = 'Tết'")
    response, entries = entries_of(sign_in(make_administrator()), row)
    account = connection.settings_dict["USER"]
    assert [entry.who for entry in entries] == [f"by the database account {account}, past the application"] * 2
    assert ("Quốc khánh", "Tết") in {(change.before, change.after) for change in entries[0].changes}
    assert f"by the database account {account}" in response.content.decode()


def test_why_is_told_beside_who(sign_in):
    person = make_administrator()
    with acting(person, why="Quyết định 12."):
        row = holiday()
    response, entries = entries_of(sign_in(person), row)
    assert [(entry.who, entry.why) for entry in entries] == [("Phạm Thu Hà", "Quyết định 12.")]
    assert "Quyết định 12." in response.content.decode()


def test_deputy_is_named_with_the_person_it_stands_in_for(sign_in):
    deputy, absent = make_clerk(), make_person("absent", display_name="Nguyễn Thị Vắng")
    with acting(deputy, standing_in_for=absent.pk):
        row = holiday()
    _response, entries = entries_of(sign_in(make_administrator()), row)
    assert [entry.who for entry in entries] == ["Trần Thị Bình, standing in for Nguyễn Thị Vắng"]


def test_command_is_named(sign_in):
    with pghistory.context(source="load_seeds"):
        row = holiday()
    _response, entries = entries_of(sign_in(make_administrator()), row)
    assert [entry.who for entry in entries] == ["by the command load_seeds"]


@pytest.mark.parametrize("metadata", [{"user": "nobody"}, {"user": None}, {"user": -1}, {"user": 99999999}, {}])
def test_context_that_names_nobody_falls_back_to_the_account(sign_in, metadata):
    with pghistory.context(**metadata):
        row = holiday()
    _response, entries = entries_of(sign_in(make_administrator()), row)
    assert entries[0].who.startswith("by the database account")


def test_recorded_row_tells_who_retired_it_and_why(sign_in):
    person = make_administrator()
    row = make_threshold()
    retire_row(row=row, by=person, why="Misread.")
    _response, entries = entries_of(sign_in(person), row)
    assert [(entry.what, entry.why) for entry in entries] == [
        ("threshold: retired", "Misread."),
        ("threshold: recorded", ""),
    ]
    assert entries[0].who == "Phạm Thu Hà"


def test_report_keeps_the_history_of_a_deleted_draft_and_of_its_papers(sign_in):
    park = make_park("dai-an")
    fdi = make_indicator()
    clerk = make_clerk(park)
    report = make_report(park, figures=[Figure(fdi, 1)])
    draft = make_revision(report, approved=False)
    figure = make_actual(draft, Figure(fdi, 2))
    paper = Attachment.objects.create(
        revision=draft,
        name="scan.pdf",
        content_type="application/pdf",
        file="attachments/scan.pdf",
        size=1,
        sha256="0" * 64,
        attached_by=clerk,
    )
    for row in (paper, figure, draft):
        row.delete()
    _response, entries = entries_of(sign_in(clerk), report)
    steps = [entry.what for entry in entries]
    assert "Fdi Registered: deleted" in steps
    assert {"attachment: added", "attachment: deleted"} <= set(steps)
    _response, entries = entries_of(sign_in(make_person("reader", role="manager", place=park)), report)
    assert not any("attachment" in entry.what or "Fdi" in entry.what for entry in entries)


@pytest.mark.parametrize(("language", "unchanged"), [("en", "124 million USD"), ("vi", "124 triệu USD")])
def test_receipt_tells_its_lines_in_words(sign_in, language, unchanged):
    park = make_park("dai-an", name="KCN Đại An", name_en="Dai An")
    fdi, filled = make_indicator(), make_indicator("occupancy", kind="ratio", unit="percent")
    revision = make_report(park, approved=False).revisions.get()
    receipt = make_receipt(
        revision,
        by=make_clerk(park),
        lines=[
            (fdi, {}, {"in_quarter": "124000000", "status": "provisional", "reason": "one large project"}),
            (filled, {"numerator": "70", "denominator": "100", "status": "normal"}, {"status": "normal"}),
        ],
    )
    response, entries = entries_of(sign_in(make_administrator(), language), receipt)
    [lines] = [change.after for change in entries[0].changes if "Fdi Registered" in change.after]
    assert f"Fdi Registered: – → {unchanged} (" in lines.replace("\xa0", " ")
    assert "Occupancy: 70 / 100 → –" in lines
    assert "one large project" in response.content.decode()


def test_receipt_of_several_places_names_them(sign_in):
    fdi = make_indicator()
    near, far = (
        make_report(make_park(slug, name=slug, name_en=slug), approved=False).revisions.get()
        for slug in ("dai-an", "lai-vu")
    )
    receipt = make_receipt(near, by=make_clerk(near.report.place), lines=[(fdi, {}, {"in_quarter": "5"})])
    lines = [*receipt.lines, {**receipt.lines[0], "place": far.report.place_id, "revision": far.pk}]
    both = EntryReceipt.objects.create(
        way="paste", place=near.report.place, year=2025, quarter=1, made_by=receipt.made_by, lines=lines
    )
    _response, entries = entries_of(sign_in(make_administrator()), both)
    [text] = [change.after for change in entries[0].changes if "Fdi Registered" in change.after]
    assert [line.split(":")[0] for line in text.split("; ")] == ["dai-an", "lai-vu"]


def test_history_of_a_receipt_costs_the_same_for_one_line_and_for_many(sign_in):
    park = make_park("dai-an")
    revision, clerk = make_report(park, approved=False).revisions.get(), make_clerk(park)
    client = sign_in(make_administrator())
    costs = []
    for many in (1, 6):
        indicators = [make_indicator(f"flow-{number}") for number in range(many)]
        receipt = make_receipt(revision, by=clerk, lines=[(row, {}, {"in_quarter": "5"}) for row in indicators])
        with CaptureQueriesContext(connection) as queries:
            entries_of(client, receipt)
        costs.append(len(queries))
    assert costs[0] == costs[1]
