"""Compare what a page of a place, its file, the API and its explanations say of every number."""

import csv
import html
import io
import json
import re
from dataclasses import dataclass, field
from decimal import Context, Decimal
from typing import Any

from django.test import Client
from django.utils.html import strip_tags

from tests.acceptance.files_alike import compare_with_read_api, compare_workbook_of_numbers, numbers_file
from tests.reading import reading_client
from tracker.models import Indicator
from tracker.progress.as_data import plain
from tracker.progress.measures import rounded_share
from tracker.progress.rows import FigureFace, ProgressRow
from tracker.progress.telling import number_of, numbers_of, row_key
from tracker.progress.told import Measure, NumberCode, recomputed
from tracker.web.numbers import number_text, scaled

_N = NumberCode
# Which number a column of a page's table prints.
COLUMNS = {
    "goal": _N.GOAL,
    "to_date": _N.TO_DATE,
    "in_quarter": _N.IN_QUARTER,
    "attainment": _N.ATTAINMENT,
    "expected": _N.EXPECTED,
    "distance": _N.DISTANCE,
    "distance_share": _N.DISTANCE_SHARE,
    "pace": _N.PACE,
    "gap": _N.GAP,
    "needed": _N.NEEDED,
    "last_year": _N.LAST_YEAR,
    "last_year_change": _N.LAST_YEAR_CHANGE,
    "last_year_difference": _N.LAST_YEAR_DIFFERENCE,
    "covered": _N.COVERAGE_OF_GOAL,
    "change": _N.LAST_YEAR_CHANGE,
}
# The columns of numbers of such a table that count its lines.
COUNTING = {"number"}
# Printed otherwise than rounded once: a pace stays on its side of each threshold, a distance is in whole per cent.
PRINTED_OTHERWISE = {_N.PACE, _N.DISTANCE_SHARE}
# Where the API keeps a number that has no key of its own.
NESTED = {
    _N.LAST_YEAR: ("same_period_last_year", "value"),
    _N.LAST_YEAR_CURRENT: ("same_period_last_year", "current"),
    _N.LAST_YEAR_DIFFERENCE: ("same_period_last_year", "difference"),
    _N.LAST_YEAR_RATIO: ("same_period_last_year", "ratio"),
    _N.LAST_YEAR_CHANGE: ("same_period_last_year", "change"),
    _N.SAME_QUARTER: ("same_quarter_last_year", "value"),
    _N.SAME_QUARTER_CURRENT: ("same_quarter_last_year", "current"),
    _N.SAME_QUARTER_DIFFERENCE: ("same_quarter_last_year", "difference"),
    _N.SAME_QUARTER_RATIO: ("same_quarter_last_year", "ratio"),
    _N.SAME_QUARTER_CHANGE: ("same_quarter_last_year", "change"),
    _N.PREVIOUS_QUARTER: ("previous_quarter", "value"),
    _N.PREVIOUS_QUARTER_CURRENT: ("previous_quarter", "current"),
    _N.PREVIOUS_QUARTER_DIFFERENCE: ("previous_quarter", "difference"),
    _N.PREVIOUS_QUARTER_RATIO: ("previous_quarter", "ratio"),
    _N.PREVIOUS_QUARTER_CHANGE: ("previous_quarter", "change"),
    _N.UNITS_LAST_YEAR: ("units_compared", "earlier"),
    _N.UNITS_CURRENT: ("units_compared", "current"),
    _N.UNITS_DIFFERENCE: ("units_compared", "difference"),
    _N.PROJECTION_LOW: ("projection", "low"),
    _N.PROJECTION: ("projection", "central"),
    _N.PROJECTION_HIGH: ("projection", "high"),
    _N.PROJECTION_ERROR: ("projection", "past_error"),
    _N.REPORTED: ("reported_of_expected", "reported"),
    _N.OWING: ("reported_of_expected", "expected"),
}


def parts_of(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for row in rows:
        found += [row, *parts_of(row["parts"])]
    return found


def each_once(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows without those that stand there again: a part of a goal may be a goal of the same place too.

    Both must say the same, but for the share of the goal that only the part has, and what is said beside it.
    """
    found: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in rows:
        key = tuple(str(row[name]) for name in ("row", "place", "indicator", "unit", "target_reference"))
        first = found.setdefault(key, row)
        for name in row.keys() - {"course", "notes", "investors_without_target"}:
            if not name.startswith("share_of_goal"):
                assert row[name] == first[name], (key, name)
    return list(found.values())


def file_lines(text: str, address: str) -> dict[tuple[str, str], tuple[str, str]]:
    """Return value and upper end of each number of a page's file, by row and code."""
    lines = list(csv.DictReader(io.StringIO(text)))
    found = {(line["Row"], line["Code"]): (line["Value"], line["Upper end"]) for line in lines}
    assert len(found) == len(lines), address
    return found


def api_text(data: dict[str, Any], code: NumberCode) -> str:
    """Return a number of a row of the API as text, empty for none."""
    if code in NESTED:
        outer, inner = NESTED[code]
        value = None if data[outer] is None else data[outer][inner]
    else:
        value = data[code.value]
    return "" if value is None else str(value)


@dataclass
class Compared:
    """How much was compared: a run that saw little has looked at nothing."""

    pages: int = 0
    numbers: int = 0
    explained: int = 0
    cells: int = 0
    known: int = 0
    filed: int = 0
    explains: bool = True
    """Whether each explanation that a page links to is opened and compared."""
    opened: dict[str, tuple[dict[str, str], ProgressRow]] = field(default_factory=dict)
    """The explanations by their address: each is opened once, and compared with each page that leads to it."""


def english() -> Client:
    """Return a client that reads everything, in English."""
    return reading_client("en")


def compare_place(client: Client, address: str, compared: Compared) -> None:
    """Assert that page, files, both APIs and explanations of ``hai-duong/?quarter=2025-Q1`` or the like agree."""
    page = opened(client, f"/places/{address}")
    shown = next(table for table in page.context["tables"] if table.key == "numbers")
    rows = list({id(line.row): line.row for line in shown.data}.values())
    whole = json.loads(client.get(f"/api/progress/places/{address}").content)
    data = each_once(parts_of(whole["rows"]))
    file = numbers_file(client, address)
    lines = file_lines(file, address)
    assert len(data) == len(rows), address
    for row, said in zip(rows, data, strict=True):
        name = f"{row.indicator.code}:{row_key(row)}"
        for told in numbers_of(row):
            anew = recomputed(told) or told.result
            texts = (plain(told.result.low) or "", plain(told.result.high) or "")
            assert _alike(anew.low, told.result.low), (address, name, told)
            assert lines[name, told.code.value] == texts, (address, name, told.code)
            assert api_text(said, told.code) == texts[0], (address, name, told.code)
            compared.numbers += 1
    compare_tables_and_links(client, page, f"/places/{address}", rows, compared)
    compare_with_program(client, page, address, whole, compared)
    compare_with_read_api(client, address, whole["rows"])
    compared.filed += compare_workbook_of_numbers(client, address, file)


def compare_with_program(client: Client, page: Any, address: str, whole: dict[str, Any], compared: Compared) -> None:
    """Assert that a program is told every number of every table of a place's page, whatever its rows are."""
    told = numbers_in(whole)
    for table in page.context["tables"]:
        if table.key not in TOLD_ELSEWHERE:
            known = told
            if table.key == "course" and table.data.data:
                code = table.data.data[0].row.indicator.code
                chosen = f"{address}&indicator={code}"
                known = told | numbers_in(json.loads(client.get(f"/api/progress/places/{chosen}").content))
            compare_known(table, known, address, compared)


def compare_investor(client: Client, slug: str, chosen: str, compared: Compared) -> None:
    """Assert that the page of an investor, its file, its steps and the API say the same of its totals."""
    page = opened(client, f"/investors/{slug}/{chosen}")
    told = numbers_in(json.loads(client.get(f"/api/progress/investors/{slug}/{chosen}").content))
    for table in page.context["tables"]:
        compare_known(table, told, slug, compared)
    explained = [step for _name, steps in page.context["totals_explained"] for step in steps if step.value]
    assert {Decimal(step.value) for step in explained} <= told, slug
    compared.explained += len(explained)


# A distance has every digit of a quotient of 28 and of the amount that it is taken from.
_EXACT = Context(prec=60)

# Where a program finds the numbers of a table that stands on a page of a place beside its rows.
TOLD_ELSEWHERE = {"findings", "numbers"}  # the data checks have a page and a file of their own; the file is compared


def numbers_in(data: Any) -> set[Decimal]:
    """Return every number in an answer of the API, wherever it stands."""
    if isinstance(data, dict):
        return set().union(*map(numbers_in, data.values()))
    if isinstance(data, list):
        return set().union(*map(numbers_in, data))
    if isinstance(data, bool) or not isinstance(data, int | str):
        return set()
    return {Decimal(data)} if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", str(data)) else set()


def compare_known(table: Any, told: set[Decimal], address: str, compared: Compared) -> None:
    """Assert that each number in a table's columns of numbers is one that the API tells, in single or shown units."""
    scales = {Decimal(1), *map(Decimal, Indicator.objects.values_list("display_scale", flat=True))}
    for name, column, _label in table.all_columns:
        if "n" not in column.css.split() or name in COUNTING:
            continue
        for row in table.data.data:
            value = table.value_of(name, row)
            if value is None or value == "":
                continue
            assert any(_EXACT.multiply(Decimal(value), scale) in told for scale in scales), (
                address,
                table.key,
                name,
                value,
            )
            compared.known += 1


def compare_rows_page(
    client: Client, address: str, compared: Compared, *, unless: list[ProgressRow] | None = None
) -> list[ProgressRow]:
    """Assert that the tables, their files and the explanations of a page of many places' rows agree; return the rows.

    Rows that are those of ``unless`` to the last number were compared with that page.
    """
    page = opened(client, address)
    rows = [row for table in page.context["tables"] for row in table.data if isinstance(row, ProgressRow)]
    if rows != unless:
        compare_tables_and_links(client, page, address, rows, compared)
    return rows


def compare_indicator(
    client: Client, code: str, chosen: str, compared: Compared, *, unless: list[ProgressRow] | None = None
) -> list[ProgressRow]:
    """Assert that the page of an indicator, its files, explanations and the read API agree; return the page's rows."""
    rows = compare_rows_page(client, f"/indicators/{code}/{chosen}", compared, unless=unless)
    answer = client.get(f"/api/v1/indicators/{code}/progress{chosen}")
    assert answer.status_code == 200, (code, answer.content[:300])
    whole = json.loads(answer.content)
    left = list(whole["rows"])
    assert len(left) == len(rows), (code, chosen)
    for row in rows:
        alike = next((said for said in left if _same_face(said, row) and _same_numbers(said, row)), None)
        assert alike is not None, (code, chosen, row_key(row))
        left.remove(alike)
        compared.numbers += len(numbers_of(row))
    told = numbers_in(whole["country"])
    for table in opened(client, f"/indicators/{code}/{chosen}").context["tables"]:
        if table.data.data and not isinstance(table.data.data[0], ProgressRow | FigureFace):
            compare_known(table, told, f"{code}{chosen}", compared)
    return rows


def _same_face(said: dict[str, Any], row: ProgressRow) -> bool:
    reference = row.target.reference if row.target is not None else ""
    wanted = (row.kind.value, row.place.slug, row.indicator.code, row.indicator.unit, reference or None)
    return wanted == tuple(said[name] for name in ("row", "place", "indicator", "unit", "target_reference"))


def _same_numbers(said: dict[str, Any], row: ProgressRow) -> bool:
    return all(api_text(said, told.code) == (plain(told.result.low) or "") for told in numbers_of(row))


def opened(client: Client, address: str) -> Any:
    page = client.get(address)
    assert page.status_code == 200, address
    return page


def compare_tables_and_links(
    client: Client, page: Any, address: str, rows: list[ProgressRow], compared: Compared
) -> None:
    """Assert that the tables of a page, their files and the linked explanations say the same."""
    compared.pages += 1
    compare_cells(client, page, address, compared)
    links = set(re.findall(r'href="(/places/[^"/]+/explanation/[^"]+)"', page.content.decode()))
    for link in sorted(links) if compared.explains else ():
        compare_explanation(client, link, rows, address, compared)


def compare_explanation(client: Client, link: str, rows: list[ProgressRow], address: str, compared: Compared) -> None:
    """Assert that an explanation works out the numbers that the page has."""
    if link not in compared.opened:
        answer = client.get(html.unescape(link))
        assert answer.status_code == 200, (address, link)
        steps = {step.code: step.value for step in answer.context["steps"]}
        compared.opened[link] = steps, answer.context["row"]
    values, row = compared.opened[link]
    assert row_key(row) in link.replace("%3A", ":"), (address, link)
    on_page = next(each for each in with_parts(rows) if _same_row(each, row))
    for told in numbers_of(on_page):
        if told.code is _N.SHARE_OF_GOAL and told.code.value not in values:
            continue  # a part's share of a goal is printed and explained where the goal stands
        value = values[told.code.value]
        assert _alike(Decimal(value) if value else None, told.result.low), (address, link, told)
    compared.explained += 1


def compare_cells(client: Client, page: Any, address: str, compared: Compared) -> None:
    """Assert that the cells of a page's tables print the numbers, rounded once, and their files hold them whole."""
    for table in page.context["tables"]:
        rows = [row for row in table.data if isinstance(row, ProgressRow)]
        if not rows:
            continue
        numbers = {name for name, column, _label in table.page_columns if "n" in column.css.split()}
        # A column of numbers that no line tells is a number that nobody can ask after.
        assert numbers - COUNTING <= COLUMNS.keys(), (address, table.key, numbers)
        names = [name for name, _column, _label in table.page_columns if name in COLUMNS]
        answer = client.get(address.split("?", maxsplit=1)[0] + table.download_address)
        lines = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
        heads = [name for name, _column, _label in table.file_columns]
        assert lines[0][: len(heads)] == [label for _name, _column, label in table.file_columns], address
        filed = [dict(zip(heads, line, strict=False)) for line in lines[1:]]
        for row, line in zip(rows, filed, strict=True):
            for name in names:
                told = number_of(row, COLUMNS[name])
                text = strip_tags(table.shown(name, row))
                if told is None or told.result.low is None:
                    assert text.strip().startswith(("–", "no value stated")), (address, name, text)
                    assert line[name] == "", (address, name, line)
                    continue
                compared.cells += 1
                assert told.code in PRINTED_OTHERWISE or _printed(told, row) in text.replace("\u2212", "-"), (
                    address,
                    name,
                    text,
                )
                whole = told.result.low
                if told.measure is Measure.AMOUNT:
                    whole = scaled(whole, row.indicator.display_scale)
                assert Decimal(line[name]) == whole, (address, name, line[name], whole)


def with_parts(rows: list[ProgressRow]) -> list[ProgressRow]:
    """Return the rows with the parts of their goals, and theirs."""
    found: list[ProgressRow] = []
    for row in rows:
        found += [row, *with_parts(list(row.parts))]
    return found


def _same_row(one: ProgressRow, other: ProgressRow) -> bool:
    return (row_key(one), one.indicator, one.place) == (row_key(other), other.indicator, other.place)


def _printed(told: Any, row: ProgressRow) -> str:
    """Return the number as the page rounds it, once."""
    low = told.result.low
    if told.code is _N.GAP and low < 0:
        low = -low  # "5 beyond" says the sign in a word
    if told.measure is Measure.SHARE:
        return f"{rounded_share(low, 1)[1]:,}".removesuffix(".0")
    return number_text(scaled(low, row.indicator.display_scale)).replace("\u2212", "-")


def _alike(one: Decimal | None, other: Decimal | None) -> bool:
    """Whether two numbers are the same to the 28 digits of a division."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= Decimal("1e-18") * max(abs(one), abs(other), 1)
