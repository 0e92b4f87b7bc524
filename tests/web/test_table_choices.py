"""Every table of every page: sorted by its heads, searched by words, its columns chosen, all of it in the address."""

import csv
import html
import io
import re
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest
from django.http import QueryDict
from django.utils import translation

from provinces.models import Place
from tests.builders import make_duty, make_form, make_indicator, make_organisation, make_threshold
from tests.reading import assert_same_cell, reading_client, words_in, workbook_of
from tests.web.test_query_counts import fill, fill_more_parks
from tests.web.test_tables import GoalTable, made
from tracker.web.asked import MOST_ROWS_AT_ONCE, Asked, same_page
from tracker.web.filters import BadParameterError
from tracker.web.tables import IndicatorPlaceTable

PAGES = [
    "/?quarter=2025-Q1",
    "/places/?kind=province",
    "/places/hai-duong/?quarter=2025-Q1",
    "/places/hai-duong/explanation/?indicator=fdi-registered&quarter=2025-Q1",
    "/places/hai-duong/targets/?quarter=2025-Q1",
    "/places/hai-duong/restatements/?since=2020-01-01&quarter=2025-Q1",
    "/indicators/?q=fdi",
    "/indicators/fdi-registered/?quarter=2025-Q1",
    "/investors/",
    "/investors/hai-duong-kcn-1-investor/?quarter=2025-Q1",
    "/documents/",
    "/data-checks/",
    "/reporting/?quarter=2025-Q1",
    "/editions/",
]

# Columns of numbers whose head, or the column beside it, says the unit already.
UNIT_SAID = {"Rate", "Difference"}


@pytest.fixture
def client(db):
    make_threshold()
    fill("hai-duong", 2)
    fill_more_parks("hai-duong", 16)
    fill("bac-ninh", 1)
    perimeter = Place.objects.get(slug="hai-duong-khu-cong-nghiep")
    form = make_form(indicators=[make_indicator("fdi-registered"), make_indicator("ddi-registered")])
    make_duty(make_organisation("hai-duong-board"), perimeter, form=form)
    return reading_client("en")


def tables_on(answer):
    """The tables that the page prints with rows, by their keys."""
    body = answer.content.decode()
    return {
        table.key: table
        for table in answer.context["tables"]
        if table is not None and not table.is_empty and f'id="{table.key}"' in body
    }


def part_of(answer, key):
    """What the page says of one table: its search, its head and body."""
    body = answer.content.decode()
    ends = body.index("</table>", body.index(f'id="{key}"'))
    begins = max(body.rfind("</table>", 0, body.index(f'id="{key}"')), body.index("<main"))
    return body[begins:ends]


def only(pattern, text, flags=0):
    """The first group of the one match that must be there."""
    found = re.search(pattern, text, flags)
    assert found is not None, pattern
    return found[1]


def hidden(form):
    """The fields that a form hands on unseen."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return [(name, html.unescape(value)) for name, value in found]


def with_more(address, more):
    return f"{address}{'&' if '?' in address else '?'}{more}"


def test_every_table_of_every_page_is_sorted_searched_and_chosen_by_its_address(client):
    walked = set()
    for address in PAGES:
        for key, table in tables_on(client.get(address)).items():
            walked.add((address.split("?")[0], key))
            _sorted_both_ways(client, address, key, table)
            _searched(client, address, key)
            compare_files(client, address, key, table)
            if table.column_choices:
                _chosen(client, address, key, table)
    assert {key for _path, key in walked} >= {
        "goals", "provinces", "figures", "list", "targets", "reports", "missing", "quarters",
    }, walked  # fmt: skip
    assert len(walked) >= 15, walked


def _sorted_both_ways(client, address, key, table):
    heads = [head for head in table.headers if head.address]
    assert heads, key
    for head in heads[:1]:
        answer = client.get(address.split("?")[0] + head.address.split("#")[0])
        way = next(each for each in tables_on(answer)[key].headers if each.label == head.label)
        assert way.sorted in ("ascending", "descending")
        assert f'aria-sort="{way.sorted}"' in part_of(answer, key)
        assert way.address != head.address


def _searched(client, address, key):
    answer = client.get(with_more(address, f"{key}-find=qqqq"))
    assert answer.status_code == 200
    assert "No row has “qqqq”." in words_in(answer)
    form = only(rf'<form method="get" action="#{key}">(.*?)</form>', answer.content.decode(), re.DOTALL)
    assert f'<label for="{key}-find">' in form
    assert 'type="submit"' in form
    asked = [(name, value) for name, values in parse_qs(urlsplit(address).query).items() for value in values]
    assert hidden(form) == asked
    clear = only(rf'<p id="{key}">.*?href="([^"]+)"', answer.content.decode(), re.DOTALL)
    assert "-find=" not in clear
    assert tables_on(client.get(address.split("?")[0] + html.unescape(clear).split("#")[0]))[key].data


def compare_files(client, address, key, table):
    """The CSV file and the workbook of a table hold the same cells, and as many rows as the table."""
    path = address.split("?")[0]
    content = b"".join(client.get(path + table.download_address).streaming_content).decode("utf-8-sig")
    heads, *rows = csv.reader(io.StringIO(content, newline=""))
    book = workbook_of(client.get(path + table.workbook_address))
    sheet = book.worksheets[0]
    assert (sheet.title, sheet.freeze_panes) == (key, "B2")
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.max_row - 1 == len(rows) == len(table.data.data)
    for head, cell in zip(heads, sheet[1], strict=True):
        assert cell.value.startswith(head)
    for row, cells in zip(rows, sheet.iter_rows(min_row=2), strict=True):
        for head, text, cell in zip(heads, row, cells, strict=True):
            if head == "As known on":  # each file names the moment at which it was read
                assert cell.value >= text
            else:
                assert_same_cell(text, cell)
    for (name, column, label), cell in zip(table.file_columns, sheet[1], strict=False):
        if any(isinstance(table.value_of(name, row), Decimal) for row in table.data):
            assert column.share or column.unit or label in UNIT_SAID or label.endswith(")"), (key, name)
            assert cell.value.endswith(")") or label in UNIT_SAID, cell.value


def _chosen(client, address, key, table):
    kept = table.column_choices[0]
    columns = f"{key}-columns"
    answer = client.get(with_more(address, f"{columns}={kept.name}"))
    shown = [name for name, _column, _label in tables_on(answer)[key].page_columns]
    assert shown == [
        name
        for name, column, _label in table.all_columns
        if column.on_page and (name == kept.name or not column.can_go)
    ]
    body, part = answer.content.decode(), part_of(answer, key)
    # Kept by every sort link, every other form of the page and the switch of the language.
    for link in re.findall(r'<th scope="col"[^>]*><a href="(\?[^"]+)"', part):
        assert parse_qs(urlsplit(html.unescape(link)).query)[columns] == [kept.name]
    for form in re.findall(r'<form(?=[^>]*method="get")(?![^>]*role="search").*?</form>', body, re.DOTALL):
        sent = re.findall(rf'name="{columns}" value="([^"]*)"', form)
        assert kept.name in sent, form
    assert f"{columns}={kept.name}" in only(r'name="next" value="([^"]+)"', body)
    # Each box has its words, and the group has a name.
    boxes = re.findall(rf'<label><input type="checkbox" name="{columns}"[^>]*> ([^<]+)</label>', body)
    assert len(boxes) == len(table.column_choices)
    chooser = only(rf'(<fieldset>(?:(?!</fieldset>).)*name="{columns}")', body, re.DOTALL)
    assert '<legend class="visually-hidden">' in chooser
    # A name that is none says so on the page; what else was chosen stays.
    wrong = client.get(with_more(address, f"{columns}={kept.name},no-such"))
    assert wrong.status_code == 200
    assert "The table has no column “no-such” here" in words_in(wrong)
    assert [name for name, _column, _label in tables_on(wrong)[key].page_columns] == shown
    assert client.get(with_more(address, f"{columns}=no-such")).status_code == 200


# --- What one table does -----------------------------------------------------------------------------------------
def columns_of(table):
    return [name for name, _column, _label in table.page_columns]


def test_the_column_that_names_the_row_cannot_be_taken_away():
    assert columns_of(made(GoalTable, parameters="goals-columns=gap")) == ["indicator", "gap"]
    assert columns_of(made(GoalTable, parameters="goals-columns=indicator")) == ["indicator"]
    assert columns_of(made(GoalTable, parameters="goals-columns=gap&goals-columns=goal,status")) == [
        "indicator", "status", "goal", "gap",
    ]  # fmt: skip
    assert "indicator" not in [choice.name for choice in made(GoalTable).column_choices]


def test_names_that_are_no_column_leave_the_table_whole_and_are_named():
    table = made(GoalTable, parameters="goals-columns=nonsense,%3Cb%3E")
    assert columns_of(table) == columns_of(made(GoalTable))
    assert table.unknown_columns == "nonsense, <b>"
    # A column that stands in files alone is none of the page.
    assert made(GoalTable, parameters="goals-columns=unit").unknown_columns == "unit"


def test_a_file_has_all_columns_and_those_shown_alone_only_when_asked(client):
    address = "/places/hai-duong/?quarter=2025-Q1&goals-columns=goal,status"
    table = tables_on(client.get(address))["goals"]

    def heads(link):
        answer = client.get("/places/hai-duong/" + link)
        return next(csv.reader([b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()[0]]))

    every, shown = heads(table.download_address), heads(table.shown_download_address)
    assert {"To go", "% of goal", "% of goal, comparison"} <= set(every)
    assert {"Indicator", "Unit", "Quarter", "Status", "Goal", "Goal, comparison", "Goal, upper end"} <= set(shown)
    assert not {"To go", "% of goal", "% of goal, comparison", "Reached, comparison"} & set(shown)
    assert tables_on(client.get("/places/hai-duong/?quarter=2025-Q1"))["goals"].shown_download_address == ""


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("hai duong", ["Hải Dương", "KCN tỉnh Hải Dương"]),
        ("HẢI", ["Hải Dương", "KCN tỉnh Hải Dương"]),
        ("duong kcn", ["KCN tỉnh Hải Dương"]),
        ("chua bao cao", ["B"]),  # a status is a word of its row as well
        ("hai zzz", []),
        ("--", []),
    ],
)
def test_rows_are_found_by_any_of_their_words_with_or_without_accents(words, found):
    with translation.override("vi"):
        table = made(IndicatorPlaceTable, parameters=f"provinces-find={words}")
        assert [row.place.name for row in table.data] == found
        assert len(table.every) == 4
        assert table.finds_nothing is (not found)


def test_what_is_said_of_a_row_rests_on_all_rows_whichever_are_shown(client):
    whole = tables_on(client.get("/places/hai-duong/?quarter=2025-Q1"))["goals"]
    some = tables_on(client.get("/places/hai-duong/?quarter=2025-Q1&goals-find=goal"))["goals"]
    assert len(some.every) == len(whole.every)


# --- Leaves ------------------------------------------------------------------------------------------------------
def test_all_rows_can_be_shown_at_once_for_printing_and_a_paper_of_a_part_says_so(client):
    address = "/indicators/fdi-registered/?quarter=2025-Q1"
    IndicatorPlaceTable.leaf_rows, kept = 5, IndicatorPlaceTable.leaf_rows
    try:
        part, whole = client.get(address), client.get(f"{address}&provinces-leaf=all")
    finally:
        IndicatorPlaceTable.leaf_rows = kept
    rows = len(part.context["table"].every)
    assert rows > 5
    assert f"This paper shows rows 1–5 of {rows}; the others are left out." in words_in(part)
    link = only(r'href="([^"]+)">Show all \d+ rows, for printing', part.content.decode())
    assert html.unescape(link) == "?quarter=2025-Q1&provinces-leaf=all#provinces"
    assert "This paper shows rows" not in words_in(whole)
    assert part_of(part, "provinces").count('<tr role="row">') == 1 + 5
    assert part_of(whole, "provinces").count('<tr role="row">') == 1 + rows
    assert "Show them in parts" in words_in(whole)


def test_more_rows_than_a_browser_bears_are_not_shown_at_once():
    def asked(text):
        return Asked("t", QueryDict(text))

    assert asked("").leaf(MOST_ROWS_AT_ONCE, 50).whole == "?t-leaf=all#t"
    assert asked("").leaf(MOST_ROWS_AT_ONCE + 1, 50).whole == ""
    with translation.override("en"), pytest.raises(BadParameterError, match="“t-leaf” goes from 1 to 41"):
        asked("t-leaf=all").leaf(MOST_ROWS_AT_ONCE + 1, 50)
    assert asked("t-leaf=all").leaf(3, 50) is None


def test_links_of_the_same_page_keep_what_is_asked_of_its_tables():
    asked = QueryDict("quarter=2025-Q1&provinces-columns=goal&provinces-columns=gap&provinces-leaf=2&status=late")
    assert same_page(asked, status="met") == (
        "?quarter=2025-Q1&provinces-columns=goal&provinces-columns=gap&status=met"
    )
    assert same_page(asked, status="") == "?quarter=2025-Q1&provinces-columns=goal&provinces-columns=gap"
