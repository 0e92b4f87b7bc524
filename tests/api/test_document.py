"""The OpenAPI document and its page; and Schemathesis, which asks for whatever the document allows."""

from urllib.parse import urlsplit

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client, override_settings
from django.urls import get_resolver
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.api.world import World
from tests.builders import Figure, make_administrator, make_document, make_report
from tests.reading import reading_client, text_of
from tracker.actions.approval import settled_moment
from tracker.actions.publishing import publish_edition
from tracker.api.document import document_of
from tracker.api.purposes import PURPOSES
from tracker.api.urls import api
from tracker.models import Actual, Target
from tracker.progress.periods import Quarter

ALL = list(HealthCheck)
# In process nobody unpacks what is compressed.
SENT = {"Host": "localhost", "Accept-Encoding": "identity"}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
]


def test_document_names_every_address_of_the_api():
    named = {urlsplit(path).path.removeprefix("/api/v1/").split("{")[0] for path in document_of(api)["paths"]}
    patterns = get_resolver("tracker.api.urls").url_patterns
    routed = {str(pattern.pattern).split("<")[0] for pattern in patterns} - {"docs", "openapi.json", r"^[\s\S]*$"}
    assert named == routed
    assert document_of(api)["openapi"].startswith("3.1")


@pytest.mark.django_db
def test_document_is_read_by_everybody_and_its_page_names_every_address():
    with override_settings(PUBLIC_READING=False):
        assert Client().get("/api/v1/openapi.json").json() == document_of(api)
        page = Client().get("/api/v1/docs")
    assert page.status_code == 200
    for path in document_of(api)["paths"]:
        assert f"GET {path}" in page.content.decode()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_page_speaks_the_language_of_the_reader(db, language):
    words = text_of(reading_client(language).get("/api/v1/docs"))
    assert ("Đọc bằng chương trình" in words) == (language == "vi")
    assert ("a whole number from 1 to 200; 50 if left out" in words) == (language == "en")


def test_page_says_in_vietnamese_what_each_address_is_for(db):
    words = text_of(reading_client("vi").get("/api/v1/docs"))
    assert set(PURPOSES) == {
        operation["operationId"] for path in document_of(api)["paths"].values() for operation in path.values()
    }
    for purpose in PURPOSES.values():
        with override("en"):
            english = str(purpose)
        with override("vi"):
            assert str(purpose) != english
            assert str(purpose) in words


@pytest.mark.parametrize("address", ["/about/", "/accounts/programs/"])
def test_pages_lead_to_the_document(db, address):
    assert 'href="/api/v1/docs"' in reading_client().get(address).content.decode()


@pytest.fixture
def open_connection():
    """Keep the test's connection: a server closes its own between requests."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def asked(db, open_connection):
    """The API as Schemathesis reads it, and what a program sends that reads all there is."""
    world = World()
    world.manager.is_superuser = True
    world.manager.save()
    publish_edition(
        place=world.near.province, quarter=Quarter(2025, 1), name="Q1", by=make_administrator(), at=settled_moment()
    )
    make_report(world.near.parks[0], figures=[Figure(world.fdi, 5, fields={"document": make_document("a-paper")})])
    secret = world.secret()
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler(), headers={"Host": "localhost"})
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) == len(document_of(api)["paths"])
    return operations, {**SENT, "Authorization": f"Bearer {secret}"}


def test_no_answer_is_undocumented_whatever_is_asked(asked):
    operations, headers = asked
    for operation in operations:
        for mode in GenerationMode:

            @settings(max_examples=10, deadline=None, database=None, derandomize=True, suppress_health_check=ALL)
            @given(operation.as_strategy(generation_mode=mode))
            def ask(case):
                case.call_and_validate(headers=headers, checks=CHECKS)

            ask()


def test_answers_about_what_there_is_are_as_the_document_says(asked):
    operations, headers = asked
    target, figure = Target.objects.order_by("pk")[0].pk, Actual.objects.order_by("pk")[0].pk
    slugs = {
        "/api/v1/places/{slug}": "near",
        "/api/v1/investors/{slug}": "near-park-investor",
        "/api/v1/editions/{slug}": "near-2025-q1-1",
        "/api/v1/documents/{slug}": "a-paper",
        "/api/v1/progress/places/{slug}": "near",
        "/api/v1/progress/investors/{slug}": "near-park-investor",
        "/api/v1/explanations/places/{slug}": "near",
    }
    for operation in operations:
        parts = {"slug": slugs.get(operation.path), "code": "fdi-registered", "target_id": target, "actual_id": figure}
        named = {name: value for name, value in parts.items() if f"{{{name}}}" in operation.path}
        query = {"indicator": "fdi-registered"} if "explanations" in operation.path else {}
        case = operation.Case(path_parameters=named, query=query)
        response = case.call_and_validate(headers=headers, checks=CHECKS)
        assert response.status_code == 200, operation.path
        assert response.json().get("items") != [] or "checks" in operation.path, operation.path


def test_without_a_token_answers_are_as_the_document_says(asked):
    operations, _headers = asked
    with override_settings(PUBLIC_READING=False):
        for operation in operations:
            parts = {"slug": "near", "code": "fdi-registered", "target_id": 1, "actual_id": 1}
            named = {name: value for name, value in parts.items() if f"{{{name}}}" in operation.path}
            query = {"indicator": "fdi-registered"} if "explanations" in operation.path else {}
            case = operation.Case(path_parameters=named, query=query)
            response = case.call_and_validate(headers=SENT, checks=CHECKS)
            assert response.status_code == 401, operation.path
