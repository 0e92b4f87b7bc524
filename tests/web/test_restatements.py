"""The page of restatements: old, new, who, when, why, the effect in numbers, and its files."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.test import override_settings
from django.utils import translation

from provinces.models import Place
from tests.builders import (
    Figure,
    make_administrator,
    make_document,
    make_manager,
    make_province_with_parks,
    make_report,
    make_target,
)
from tests.progress.test_restatements import MILLION, Books, moment
from tests.reading import lines_of, read, text_of
from tests.web.rows import FDI, figure
from tracker.actions.trail import acting
from tracker.models import Basis, Indicator, Target
from tracker.progress.periods import Quarter
from tracker.progress.restatement_words import said_text
from tracker.progress.restatements import restatements_of_place
from tracker.progress.rows import MapChoice
from tracker.web.filters import PageQuery
from tracker.web.restatement_tables import ChangedNumberTable, RestatementTable, changed_numbers

pytestmark = pytest.mark.django_db
ADDRESS = "/places/dai-an/restatements/"
ASKED = f"{ADDRESS}?quarter=2025-Q3&since=2025-10-10"


@pytest.fixture
def restated():
    """Q1 corrected from 100 to 130 and the year to Q3 from 370 to 800; then the goal of 1,000 halved."""
    books = Books()
    books.correct(books.first, 130, reason="Sót một dự án")
    books.correct(books.third, 800, day=21)
    make_target(
        books.park,
        books.fdi,
        500 * MILLION,
        investor=books.reporter,
        supersedes=books.goal,
        reason="Điều chỉnh",
        at=moment(22),
    )
    return books


@pytest.mark.parametrize("language", ["vi", "en"])
def test_page_answers_in_both_languages(restated, language):
    response = read(ASKED, language)
    assert response.status_code == 200
    assert 'style="' not in response.content.decode()


def test_page_lists_old_and_new_with_the_effect(restated):
    said = text_of(read(ASKED))
    assert "5 restatements since" in said
    assert "target revised" in said
    assert "at least 1,000 at least 500" in said
    assert "figure corrected" in said
    assert "a correction; Sót một dự án" in said
    # Q2 alone was 200 - 100 and is 200 - 130; Q3 alone was 370 - 200 and is 800 - 200.
    assert said.count("quarter follows otherwise") == 2
    assert "Reached to date 370 → 800; % of goal 37% → 160%; Status Off track → Goal met" in said


def test_files_say_the_same_with_numbers_as_numbers(restated):
    rows = lines_of(read(f"{ASKED}&format=csv"))
    assert [(row["Change"], row["Old number"], row["New number"]) for row in rows] == [
        ("target revised", "1000", "500"),
        ("figure corrected", "370", "800"),
        ("quarter follows otherwise", "170", "600"),
        ("figure corrected", "100", "130"),
        ("quarter follows otherwise", "100", "70"),
    ]
    numbers = lines_of(read(f"{ASKED}&format=csv&table=numbers"))
    assert {row["Number"]: (row["Old"], row["New"]) for row in numbers}["Reached to date"] == ("370", "800")


def test_document_that_sets_a_goal_has_a_column_of_its_own(restated):
    paper = make_document("a-decision", number="12/QĐ-UBND", title="Giao chỉ tiêu", title_en="Targets")
    make_target(
        restated.park,
        restated.fdi,
        600 * MILLION,
        investor=restated.reporter,
        supersedes=Target.objects.get(supersedes=restated.goal),
        document=paper,
        paragraph=1,
        at=moment(23),
    )
    row = lines_of(read(f"{ASKED}&format=csv"))[0]
    assert (row["New"], row["Set by"]) == ("at least 600", "12/QĐ-UBND Targets")


def test_who_is_told_to_people_who_have_signed_in(restated):
    assert read(ASKED, nobody=True).status_code == 302
    assert "Nguyễn Văn An" in text_of(read(ASKED, person=make_manager(restated.park)))


@pytest.mark.parametrize(
    ("language", "kind", "what", "old", "new"),
    [
        ("vi", "đã sửa", "địa bàn", "Hiệu lực đến: –", "Hiệu lực đến: 31/12/2030"),
        ("en", "changed", "place", "Valid to: –", "Valid to: 31 Dec 2030"),
    ],
)
def test_what_is_edited_in_place_stands_on_page_and_in_file(restated, language, kind, what, old, new):
    with acting(make_administrator(), why="Quyết định 12"):
        Place.objects.filter(slug="dai-an").update(valid_to=date(2030, 12, 31))
    page = text_of(read(ASKED, language))
    assert f"{what} {kind} Dai An – {old} {new}" in page
    assert "Quyết định 12" in page
    first = lines_of(read(f"{ASKED}&format=csv&table=restatements", language))[0]
    said = [value.replace("\u00a0", " ") for value in first.values()]
    assert said[:3] == [what, kind, "Dai An"]
    assert {old, new, "Phạm Thu Hà", "Quyết định 12"} <= set(said)


def test_edited_indicator_has_no_unit_in_the_file(restated):
    Indicator.objects.filter(pk=restated.fdi.pk).update(display_scale=1000)
    lines = lines_of(read(f"{ASKED}&format=csv&table=restatements"))
    (line,) = [line for line in lines if "indicator:" in line["What"]]
    assert (line["What"], line["Unit"], line["Old number"]) == ("indicator: Fdi Registered", "", "")
    assert (line["Old"], line["New"]) == ("Display scale: 1,000,000", "Display scale: 1,000")


def test_moment_before_which_nothing_counts_is_asked_for(restated):
    assert read(f"{ADDRESS}?quarter=2025-Q3").status_code == 400
    assert read(f"{ADDRESS}?quarter=2025-Q3&since=yesterday").status_code == 400


def test_list_up_to_a_moment_says_so_and_ends_there(restated):
    said = text_of(read(f"{ASKED}&as_of=2025-10-20"))
    assert ", up to " in said
    assert "target revised" not in said


@override_settings(PUBLIC_READING=False)
def test_place_of_others_answers_like_one_that_does_not_exist(restated):
    manager = make_manager(make_province_with_parks("bac-ninh").province)
    answers = [read(address, person=manager) for address in (ASKED, ASKED.replace("dai-an", "no-such-place"))]
    assert [answer.status_code for answer in answers] == [404, 404]


@pytest.mark.parametrize("kind", [RestatementTable, ChangedNumberTable])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_tables_sort_by_every_column_both_ways_with_missing_values_last(restated, rf, kind, language):
    found = restatements_of_place(slug="dai-an", quarter=Quarter(2025, 3), since=moment(10))
    rows = found.items if kind is RestatementTable else changed_numbers(found.rows)
    query = PageQuery(Quarter(2025, 3), MapChoice.THEN, None)
    with translation.override(language):
        for name, column, _label in kind(rows, query=query, parameters={}).all_columns:
            for sign in ("", "-"):
                table = kind(rows, query=query, parameters=rf.get("/", {f"{kind.name}-sort": f"{sign}{name}"}).GET)
                keys = [table.sort_key(name, record) for record in table.data]
                known = [key for key in keys if key is not None]
                assert keys[len(known) :] == [None] * (len(keys) - len(known)), (name, sign)
                if column.orderable:
                    assert known == sorted(known, reverse=bool(sign)), (name, sign)
                assert table.body.count('<tr role="row">') == len(rows)


def test_figure_where_none_stood_is_no_restatement_and_not_late():
    books = Books()
    books.correct(books.third, 800, day=21)
    first = Figure(books.fdi, 10 * MILLION, Basis.IN_QUARTER)
    make_report(books.tree.parks[1], 2025, 3, reporter=books.tree.investors[1], figures=[first], at=moment(20))
    said = text_of(read("/places/hai-duong/restatements/?quarter=2025-Q3&since=2025-10-10"))
    assert "; 1 new entry" in said
    assert "late" not in said.split("What was restated", 1)[1].split("Numbers that changed", 1)[0]
    heads = "What was restated|Numbers that changed|Entered for the first time"
    corrected, _numbers, news = re.split(heads, said, maxsplit=3)[1:]
    assert "figure corrected" in corrected
    assert "first reported" not in corrected, "corrections stand first, apart from what is new"
    assert "1 figure or target where none stood before" in news
    address = "/places/hai-duong/restatements/?quarter=2025-Q3&since=2025-10-10&format=csv"
    assert [row["Change"] for row in lines_of(read(f"{address}&table=first-reports"))] == ["first reported"]
    assert "first reported" not in [row["Change"] for row in lines_of(read(address))]


def test_computed_ratio_is_printed_with_few_digits_beside_its_two_parts():
    computed = replace(figure(Decimal("53.592083")), numerator=Decimal(53592083), denominator=Decimal(100000000))
    one = replace(FDI, display_scale=Decimal(1))
    with translation.override("en"):
        assert said_text(computed, one) == "53.59 (53,592,083 / 100,000,000)"
        assert said_text(figure(Decimal("53.592083")), one) == "53.592083"
