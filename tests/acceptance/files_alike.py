"""Compare what the workbook, the read API and the statistical file say with what the pages and their CSV say."""

import csv
import io
import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.test import Client

from tests.reading import assert_same_cell, workbook_of


def numbers_file(client: Client, address: str) -> str:
    """Return the CSV of all numbers of a page of a place."""
    answer = client.get(f"/places/{address}&table=numbers&format=csv")
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def compare_workbook_of_numbers(client: Client, address: str, file: str) -> int:
    """Assert that the workbook of all numbers of a page holds the cells of the CSV; return how many it compared."""
    heads, *lines = csv.reader(io.StringIO(file))
    sheet = workbook_of(client.get(f"/places/{address}&table=numbers&format=xlsx")).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2))
    assert len(rows) == len(lines), address
    for line, row in zip(lines, rows, strict=True):
        for head, text, cell in zip(heads, line, row, strict=True):
            if head != "As known on":  # each file names the moment at which it was read
                assert_same_cell(text, cell)
    return len(lines) * len(heads)


def compare_with_read_api(client: Client, address: str, rows: list[Any]) -> None:
    """Assert that the read API hands out the rows that the page's own address for programs does."""
    answer = client.get(f"/api/v1/progress/places/{address.replace('/?', '?')}")
    assert answer.status_code == 200, (address, answer.content[:300])
    assert answer.json()["rows"] == rows, address


def compare_figures(client: Client, code: str, shown: str) -> int:
    """Assert that page, read API and statistical file hold the same figures of an indicator; return how many."""
    page = client.get(f"/indicators/{code}/?quarter={shown}").context
    told = [figure for figure in _figures(client, code) if figure["quarter"] <= shown]
    since = str(page["figures_since"] or "")
    assert {figure.id: (figure.value, figure.high) for figure in page["figures"].every} == {
        figure["id"]: _stated(figure["value"], figure["high"]) for figure in told if figure["to_on"] >= since
    }, code
    filed = [line for line in _observations(client, code) if line["TIME_PERIOD"] <= shown]
    assert {_named(line): _stated(line["OBS_VALUE"], line["UPPER_VALUE"]) for line in filed} == {
        (
            figure["place"],
            figure["reporter"],
            figure["basis"],
            figure["from_on"] or "_Z",
            figure["to_on"],
            figure["quarter"],
        ): _stated(figure["value"], figure["high"])
        for figure in told
    }, code
    assert len(filed) == len(told), code
    return len(told)


def _named(line: dict[str, str]) -> tuple[str, ...]:
    return (
        line["REF_AREA"],
        line["REPORTER"],
        line["BASIS"],
        line["FIRST_DAY"],
        line["LAST_DAY"],
        line["TIME_PERIOD"],
    )


def _stated(low: str | None, high: str | None) -> tuple[Decimal | None, Decimal | None]:
    return Decimal(low) if low else None, Decimal(high) if high else None


def _figures(client: Client, code: str) -> Iterator[dict[str, Any]]:
    address = f"/api/v1/figures?indicator={code}&limit=200"
    following = address
    while following:
        data = json.loads(client.get(following).content)
        yield from data["items"]
        following = f"{address}&cursor={data['next_cursor']}" if data["next_cursor"] else ""


def _observations(client: Client, code: str) -> list[dict[str, str]]:
    answer = client.get(f"/data/figures.sdmx.csv?indicator={code}")
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))
