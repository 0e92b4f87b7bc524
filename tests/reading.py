"""Read pages and files as somebody who may read all working data; without an account nobody reads any."""

import csv
import html
import io
import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Context, Decimal
from typing import Any
from zipfile import ZipFile

import openpyxl
from django.conf import settings
from django.test import Client
from django.utils.html import strip_tags

from tests.builders import make_person
from tracker.actions.importing.statement import ReportKey, StatedLine, Statement
from tracker.exchange.file_cells import unescaped
from tracker.models import Person
from tracker.progress.periods import Quarter


def reading_client(language: str = "en") -> Client:
    """Return a browser of an account that reads everything, made on first use."""
    person = Person.objects.filter(username="reads-everything").first()
    if person is None:
        person = make_person("reads-everything", is_superuser=True)
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def read(address: str, language: str = "en", person: Person | None = None, *, nobody: bool = False) -> Any:
    """Return the answer to somebody who reads everything, to a person, or to nobody whom the tracker knows."""
    client = Client() if nobody or person is not None else reading_client(language)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    if person is not None:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.get(address)


def text_of(response: Any) -> str:
    """Return the words of a page, as a reader sees them."""
    words = html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode()))
    return re.sub(r"\s+", " ", words).replace("\u00a0", " ")


def lines_of(response: Any) -> list[dict[str, str]]:
    """Return the lines of a downloaded table by their heads."""
    return list(csv.DictReader(b"".join(response.streaming_content).decode("utf-8-sig").splitlines()))


def stated_lines(statement: Statement) -> dict[Quarter, dict[ReportKey, Mapping[int, StatedLine]]]:
    """Return all that a file states, by quarter, report and indicator."""
    return {
        quarter: {key: lines for part in statement.parts(quarter, 100) for key, lines in part}
        for quarter in statement.quarters()
    }


def words_in(response: Any, element: str = "main") -> str:
    """Return the words within the page's first element of a name, tags left out without a gap."""
    inside = response.content.decode().split(f"<{element}", maxsplit=1)[1].split(f"</{element}>")[0]
    return re.sub(r"\s+", " ", strip_tags(inside)).replace("\u00a0", " ")


def readable(body: bytes) -> str:
    """Return what somebody reads in an answer: a text itself, of a workbook or another archive what is packed in it."""
    if body.startswith(b"PK\x03\x04"):
        with ZipFile(io.BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist())
    return body.decode("utf-8", "replace")


def workbook_of(response: Any) -> Any:
    """Return a downloaded workbook, opened by another program than wrote it."""
    return openpyxl.load_workbook(io.BytesIO(b"".join(response.streaming_content)))


def assert_same_cell(text: str, cell: Any) -> None:
    """Assert that a cell of a workbook says what the text of a CSV file's cell says: all of a number's digits.

    A quotient without end has 28 digits in the one and 15 in the other.
    """
    value = cell.value
    assert cell.data_type != "f"
    if value is None:
        assert text == ""
    elif isinstance(value, int | float):
        exact, kept = Decimal(text), Decimal(repr(value))
        if len(exact.normalize().as_tuple().digits) > 25:
            exact = Context(prec=15).plus(exact)
        assert kept == exact, (text, value)
    elif isinstance(value, datetime):
        assert value.date().isoformat() == text
    else:
        assert value == unescaped(text)
