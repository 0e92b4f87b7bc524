"""Bring files as a browser does, and read what the pages of an import say."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tracker.models import FileImport, Person


@contextmanager
def english_day(now: datetime) -> Iterator[None]:
    """Hold the clock near a moment, in English."""
    with time_machine.travel(now, tick=True), translation.override("en"):
        yield


def signed_in(client: Client, person: Person) -> Client:
    """Return a browser in English that the person is signed in with."""
    client.cookies["language"] = "en"
    client.force_login(person)
    return client


def upload(browser: Client, address: str, content: bytes, *, name: str, **fields: Any) -> Any:
    """Return the page that follows when a file is brought to an address."""
    file = io.BytesIO(content)
    file.name = name
    return browser.post(address, {"file": file, **fields}, follow=True)


def newest() -> FileImport:
    """Return the file that was brought last."""
    found = FileImport.objects.order_by("-pk").first()
    assert found is not None
    return found


def step(browser: Client, step: str, **data: Any) -> Any:
    """Return the page that follows a step of the newest file."""
    address = reverse("admin:tracker_fileimport_step", args=[newest().key])
    return browser.post(address, {"step": step, **data}, follow=True)


def text_of(response: Any) -> str:
    """Return the words of a page."""
    body = re.sub(r"(?s)<(script|style).*?</\1>", "", response.content.decode())
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


def fields_of(page: Any) -> dict[str, Any]:
    """Return what a browser would send of the form of columns."""
    form = page.context["form"]
    values = {name: form[name].value() for name in form.fields}
    return {name: "on" if value is True else value for name, value in values.items() if value not in (None, False)}
