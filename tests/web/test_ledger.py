"""The page of the target ledger: current and original with their documents' numbers, every version, and its files."""

from datetime import UTC, date, datetime

import pytest
from django.test import override_settings
from django.utils import translation

from tests.builders import (
    Figure,
    make_document,
    make_indicator,
    make_manager,
    make_organisation,
    make_province_with_parks,
    make_report,
    make_target,
    make_threshold,
)
from tests.reading import lines_of, read, text_of
from tracker.progress.ledger import ledger_of_place
from tracker.progress.periods import Quarter
from tracker.progress.rows import MapChoice
from tracker.web.filters import PageQuery
from tracker.web.ledger_tables import CurrentAndOriginalTable, VersionTable

pytestmark = pytest.mark.django_db
MILLION = 10**6
Q1 = Quarter(2025, 1)
ADDRESS = "/places/hai-duong/targets/"


def moment(day):
    return datetime(2025, 4, day, 9, tzinfo=UTC)


@pytest.fixture
def goal():
    """A goal of 1,000 by 12/NQ, 250 of it reached; halved on 20 April by 15/QĐ. And one that was withdrawn."""
    made = make_province_with_parks("hai-duong", parks=["dai-an"])
    make_threshold()
    fdi, ddi = make_indicator(headline=True), make_indicator("ddi-registered", unit="VND")
    council = make_organisation("people-s-council")
    first = make_target(
        made.province,
        fdi,
        1000 * MILLION,
        at=moment(1),
        issuer=council,
        issued_on=date(2024, 12, 10),
        document=make_document("resolution", number="12/NQ-HĐND", title_en="The resolution"),
    )
    make_target(
        made.province,
        fdi,
        500 * MILLION,
        supersedes=first,
        at=moment(20),
        issuer=council,
        issued_on=date(2025, 4, 20),
        document=make_document("decision", number="15/QĐ-UBND", title_en="The decision"),
        reason="Điều chỉnh kế hoạch",
    )
    gone = make_target(made.province, ddi, 7 * 10**9, position=2, at=moment(2))
    make_target(made.province, ddi, 7 * 10**9, position=2, supersedes=gone, withdrawn=True, at=moment(21))
    make_report(made.province, reporter=made.board, figures=[Figure(fdi, 250 * MILLION)], at=moment(3))
    return first


@pytest.mark.parametrize("language", ["vi", "en"])
def test_page_answers_in_both_languages(goal, language):
    response = read(f"{ADDRESS}?quarter=2025-Q1", language)
    assert response.status_code == 200
    assert 'style="' not in response.content.decode()
    assert "<script" not in response.content.decode()


def test_halved_target_shows_both_percentages_with_the_numbers_of_their_documents(goal):
    said = text_of(read(f"{ADDRESS}?quarter=2025-Q1"))
    assert "2 targets · 2 revised" in said
    # 250 of 500 by the decision, 250 of 1,000 by the resolution.
    assert "at least 500 2025 · goal 15/QĐ-UBND The decision People S Council 50%" in said
    assert "at least 1,000 2025 · goal 12/NQ-HĐND The resolution People S Council 25%" in said
    assert "+25 points" in said
    assert "Điều chỉnh kế hoạch" in said


def test_before_the_revision_the_page_knows_one_version(goal):
    said = text_of(read(f"{ADDRESS}?quarter=2025-Q1&as_of=2025-04-10"))
    assert "15/QĐ-UBND" not in said
    assert "2 targets · " not in said
    assert "25%" in said


def test_first_table_is_left_out_where_every_target_has_one_version(goal):
    assert "Current and original" in text_of(read(f"{ADDRESS}?quarter=2025-Q1"))
    once = text_of(read(f"{ADDRESS}?quarter=2025-Q1&as_of=2025-04-10"))
    assert "Current and original" not in once
    assert "Every version" in once


def test_withdrawn_target_has_no_current_number(goal):
    current, versions = (
        lines_of(read(f"{ADDRESS}?quarter=2025-Q1&format=csv&table={name}")) for name in ("current", "versions")
    )
    row = current[1]
    assert (row["Current number"], row["Current %"], row["Original number"], row["Versions"]) == ("", "", "7", "2")
    assert [line["Version"] for line in versions] == ["2", "1", "2", "1"]
    assert [line["Number"] for line in versions] == ["500", "1000", "", "7"]
    assert [line["% of it"] for line in versions][:2] == ["0.5", "0.25"]


def test_who_approved_is_told_to_people_who_have_signed_in(goal):
    assert read(f"{ADDRESS}?quarter=2025-Q1", nobody=True).status_code == 302
    manager = make_manager(goal.place)
    assert "Nguyễn Văn An" in text_of(read(f"{ADDRESS}?quarter=2025-Q1", person=manager))


def test_place_page_leads_to_the_ledger_of_the_same_quarter_map_and_moment(goal):
    page = read("/places/hai-duong/?quarter=2025-Q1&map=today").content.decode()
    assert f'href="{ADDRESS}?quarter=2025-Q1&amp;map=today"' in page


@override_settings(PUBLIC_READING=False)
def test_place_of_others_answers_like_one_that_does_not_exist(goal):
    other = make_province_with_parks("bac-ninh")
    manager = make_manager(other.province)
    answers = [read(address, person=manager) for address in (ADDRESS, "/places/no-such-place/targets/")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert read("/places/bac-ninh/targets/", person=manager).status_code == 200


@pytest.mark.parametrize("kind", [CurrentAndOriginalTable, VersionTable])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_tables_sort_by_every_column_both_ways_with_missing_values_last(goal, rf, kind, language):
    ledger = ledger_of_place(slug="hai-duong", quarter=Q1)
    rows = ledger.entries if kind is CurrentAndOriginalTable else [x for e in ledger.entries for x in e.lines]
    with translation.override(language):
        for name, column, _label in kind(rows, query=PageQuery(Q1, MapChoice.THEN, None), parameters={}).all_columns:
            for sign in ("", "-"):
                asked = rf.get("/", {f"{kind.name}-sort": f"{sign}{name}"}).GET
                table = kind(rows, query=PageQuery(Q1, MapChoice.THEN, None), parameters=asked)
                keys = [table.sort_key(name, record) for record in table.data]
                known = [key for key in keys if key is not None]
                assert keys[len(known) :] == [None] * (len(keys) - len(known)), (name, sign)
                if column.orderable:
                    assert known == sorted(known, reverse=bool(sign)), (name, sign)
                assert table.body.count('<tr role="row">') == len(rows)
