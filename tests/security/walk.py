"""Walk the site as one person: ask, send forms, and look at everything that comes back for what is not theirs."""

import hashlib
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, quote_plus, urlencode

from django.contrib import admin
from django.db import DatabaseError, connection, models, transaction
from django.http import HttpResponseBase
from django.test import Client

from tests.reading import readable
from tests.security.addresses import UNKNOWN, Address
from tests.security.world import SEARCHES, SLUG, SUMS, WORD, YEARS, World, our_models
from tracker.models import Person

READING = ("GET", "HEAD", "OPTIONS")
FOREIGN = ("above", "neighbour", "stranger")
# A number may be printed with any of these between its digits.
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[.,'’\s\u00a0\u202f\u2009](?=\d)")
_YEAR = re.compile(rf"(?<!\w)(?:{YEARS['neighbour']}|{YEARS['stranger']})(?!\w)")
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"|csrfmiddlewaretoken=\w+')


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers and body as text, and what had been sent, which may be echoed."""

    status: int
    headers: str
    body: str
    sent: tuple[str, ...]

    @property
    def without_echo(self) -> str:
        """Return the body without what was sent and without tokens."""
        return without(_TOKEN.sub("", self.body), self.sent)


def without(text: str, sent: Iterable[str]) -> str:
    """Return a text without what was sent, in each way that a page may write it."""
    ways = {way for value in sent if value for way in (value, quote(value), quote_plus(value), html.escape(value))}
    for way in sorted(ways, key=len, reverse=True):
        text = text.replace(way, "")
    return text


def marks_in(text: str) -> list[str]:
    """Return the marks of the others that a text bears: words, address names, numbers in any printed style, years."""
    plain = html.unescape(text).lower()
    digits = _BETWEEN_DIGITS.sub("", plain)
    found = [mark for mark in (WORD, SLUG) if mark in plain] + [mark for mark in SUMS if mark in digits]
    return found + sorted(set(_YEAR.findall(plain)))


def around(text: str, mark: str) -> str:
    """Return where a mark stands, for whoever has to find the hole."""
    plain = html.unescape(text)
    place = plain.lower().find(mark)
    if place < 0:
        plain = _BETWEEN_DIGITS.sub("", plain.lower())
        place = plain.find(mark)
    return " ".join(plain[max(0, place - 120) : place + 80].split())


class _Forms(HTMLParser):
    """Reads the forms of a page that are sent by POST: where to, which fields, which buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, list[tuple[str, str]], list[tuple[str, str]]]] = []
        self._inside: tuple[str, list[tuple[str, str]], list[tuple[str, str]]] | None = None
        self._choosing = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a form, a field or a button."""
        values = {name: value or "" for name, value in attrs}
        if tag == "form" and values.get("method", "").lower() == "post":
            self._inside = (values.get("action", ""), [], [])
            self.forms.append(self._inside)
        elif self._inside is None or not (values.get("name") or tag == "option"):
            return
        elif tag == "button" or (tag == "input" and values.get("type") == "submit"):
            self._inside[2].append((values["name"], values.get("value", "")))
        elif tag == "select":
            self._choosing = values["name"]
            self._inside[1].append((self._choosing, ""))
        elif tag == "option" and "selected" in values and self._choosing:
            self._inside[1].append((self._choosing, values.get("value", "")))
        elif tag in ("input", "textarea") and values.get("type") not in ("file", "checkbox", "radio"):
            self._inside[1].append((values["name"], values.get("value", "")))
        elif tag == "input" and ("checked" in values or values["name"] == "_selected_action"):
            self._inside[1].append((values["name"], values.get("value", "on")))

    def handle_endtag(self, tag: str) -> None:
        """Leave a form or a list of choices."""
        if tag == "form":
            self._inside = None
        elif tag == "select":
            self._choosing = ""


def forms_of(page: str) -> list[tuple[str, dict[str, list[str]], list[tuple[str, str]]]]:
    """Return address, fields and buttons of each form of a page that is sent by POST."""
    reader = _Forms()
    reader.feed(page)
    found = []
    for address, pairs, buttons in reader.forms:
        fields: dict[str, list[str]] = {}
        for name, value in pairs:
            fields.setdefault(name, []).append(value)
        # A choice whose first value is empty and that has another one: the other one counts.
        found.append(
            (address, {name: [v for v in values if v] or values[:1] for name, values in fields.items()}, buttons)
        )
    return found


@dataclass
class Walker:
    """One person with a browser; every hole that is seen is noted with the request that opened it."""

    world: World
    person: Person | None
    thorough: bool = True
    """Whether each list is asked for every filter, and each form for what prefills it."""
    holes: list[str] = field(default_factory=list)
    asked: int = 0
    done: int = 0
    """How much was taken to be written: a form that was answers by leading on, what a program sends by saying so."""

    def __post_init__(self) -> None:
        self.client = Client(raise_request_exception=False)
        self.client.cookies["language"] = "en"
        if self.person is not None:
            self.client.force_login(self.person, backend="django.contrib.auth.backends.ModelBackend")

    # --- One request ------------------------------------------------------------------------------------------------

    def get(self, path: str, query: Mapping[str, Any] | None = None) -> Answer:
        """Ask for an address and look at the answer."""
        sent = [path, *map(str, (query or {}).values())]
        whole = f"{path}?{urlencode(query, doseq=True)}" if query else path
        return self._looked_at("GET", whole, self._ask(lambda: self.client.get(whole)), [whole, *sent])

    def post(self, path: str, body: Mapping[str, Any]) -> Answer:
        """Send a form and look at the answer."""
        sent = [text for value in body.values() for text in (value if isinstance(value, list) else [value])]
        answer = self._ask(lambda: self.client.post(path, body))
        self.done += answer.status_code == HTTPStatus.FOUND
        return self._looked_at(f"POST {sorted(body)[:6]}", path, answer, [path, *map(str, sent)])

    def send(self, method: str, path: str, data: Any) -> Answer:
        """Send data in JSON by any method, as programs do, and look at the answer."""
        response = self._ask(lambda: self.client.generic(method, path, json.dumps(data), "application/json"))
        self.done += response.status_code == HTTPStatus.OK and method not in READING
        return self._looked_at(method, path, response, [path])

    def _ask(self, request: Any) -> HttpResponseBase:
        """Ask within a savepoint, so that a refusal of the database does not end the walk."""
        self.asked += 1
        # A message to the person belongs to what they did before, not to the next answer.
        self.client.cookies.pop("messages", None)
        savepoint = transaction.savepoint()
        response: HttpResponseBase = request()
        try:
            if connection.needs_rollback:
                raise DatabaseError
            transaction.savepoint_commit(savepoint)
        except DatabaseError:
            connection.needs_rollback = False
            transaction.savepoint_rollback(savepoint)
        return response

    def _looked_at(self, how: str, what: str, response: Any, sent: list[str]) -> Answer:
        body = b"".join(response.streaming_content) if response.streaming else response.content
        headers = "\n".join(f"{name}: {value}" for name, value in response.items())
        answer = Answer(response.status_code, headers, readable(body), tuple(sent))
        who = self.person.username if self.person else "nobody"
        for text in (answer.without_echo, without(headers, sent)):
            for mark in marks_in(text):
                self.holes.append(f"{who}: {how} {what} -> {answer.status} bears {mark}: …{around(text, mark)}…")
        if answer.status >= 500:
            self.holes.append(f"{who}: {how} {what} -> {answer.status}")
        return answer

    # --- Many requests ------------------------------------------------------------------------------------------------

    def walk(self, address: Address) -> Answer:
        """Ask for an address plainly and with the questions that such a page takes."""
        answer = self.get(address.path)
        # A page that asks for more, such as the moment since when, says so with 400.
        if answer.status in (200, 400):
            for query in self._questions(address):
                self.get(address.path, query)
        return answer

    def _questions(self, address: Address) -> Iterator[dict[str, Any]]:
        """Yield query strings: searches, filters and prefilled fields with keys and names of the others, files."""
        name, route = address.route.name, address.route
        near, far = self.world.sides["neighbour"], self.world.sides["stranger"]
        if name.startswith("web:") or not route.pattern.startswith("admin"):
            yield {"q": SEARCHES[0], "place": near.places[0].slug}
            yield {"map": "today", "quarter": "2025-Q2", "investor": far.investor.slug if far.investor else ""}
            yield {"as_of": "2099-01-01", "quarter": "2025-Q1", "map": "today"}
            if name in ("web:place", "web:home"):
                for side in ("own", "neighbour", "above", "stranger"):
                    yield {"edition": self.world.sides[side].rows["edition"].slug}
            if name == "web:explanation":
                yield {"indicator": "fdi-registered", "edition": self.world.sides["neighbour"].rows["edition"].slug}
                yield {"indicator": "fdi-registered"}
                yield {"indicator": "fdi-registered", "target": near.rows["target"].pk}
                yield {"indicator": "fdi-registered", "target": self.world.goal.pk}
                yield {"indicator": "fdi-registered", "row": f"own:{near.places[0].slug}:USD"}
            more = {"since": "2020-01-01"} if name == "web:restatements" else {}
            if more:
                yield {**more, "quarter": "2025-Q1"}
            for table in self._tables(address, more):
                yield {"format": "csv", "table": table, "quarter": "2025-Q1", **more}
                yield {"format": "xlsx", "table": table, "quarter": "2025-Q1", **more}
        elif name.endswith("_changelist"):
            yield {"q": SEARCHES[0], "state": "all", "_facets": "True"}
            if not self.thorough:
                return
            yield {"state": "all"}
            model_admin = self._admin_of(route.pattern)
            for key, value in self._filters(model_admin):
                yield {key: value, "e": "0"}
        elif name.endswith("_add"):
            model = self._admin_of(route.pattern).model
            yield {**self.foreign_values(model, near), "_popup": "1", "_to_field": "id"}
        elif name.endswith("_change") and self.thorough:
            yield {"_popup": "1", "_changelist_filters": f"q={SEARCHES[0]}"}

    def _tables(self, address: Address, more: Mapping[str, str]) -> list[str]:
        response = self.client.get(address.path, {"quarter": "2025-Q1", **more})
        context = getattr(response, "context", None) or {}
        return [table.key for table in context.get("tables", []) if table is not None]

    def _filters(self, model_admin: Any) -> Iterator[tuple[str, Any]]:
        """Yield the list filters that name a row, and every relation to a row of the others."""
        near = self.world.sides["neighbour"]
        for name, value in self.foreign_values(model_admin.model, near).items():
            yield f"{name}__id__exact", value

    def _admin_of(self, pattern: str) -> Any:
        label, name = pattern.split("/")[1:3]
        registry: Any = admin.site._registry
        return next(a for m, a in registry.items() if (m._meta.app_label, m._meta.model_name) == (label, name))

    def foreign_values(self, model: type[models.Model], side: Any) -> dict[str, Any]:
        """Return for each relation of a model the key of a row of the side, where it has one."""
        found: dict[str, Any] = {}
        for relation in (*model._meta.fields, *model._meta.many_to_many):
            if relation.remote_field is not None:
                keys = side.keys[relation.related_model._meta.concrete_model]
                if keys:
                    found[relation.name] = min(keys)
        return found

    def autocompletes(self) -> Iterator[dict[str, Any]]:
        """Yield the questions of every field that is typed into, with an empty and with a foreign term."""
        registry: Any = admin.site._registry
        for model in registry:
            for relation in (*model._meta.fields, *model._meta.many_to_many):
                if relation.remote_field is not None and relation.related_model in registry:
                    names = {"app_label": model._meta.app_label, "model_name": model._meta.model_name}
                    for term in ("", SEARCHES[0]):
                        yield {**names, "field_name": relation.name, "term": term}

    # --- Sending forms ----------------------------------------------------------------------------------------------

    def bodies_of(self, page: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """Yield what the forms of a page could send, first with the others' keys wherever a key stands, then as is."""
        for address, fields, buttons in forms_of(page):
            if address.endswith(("/logout/", "/setlang/", "/login/")):
                continue
            for button in buttons or [("", "")]:
                pressed = {button[0]: button[1]} if button[0] else {}
                yield address, {**self._with_foreign_keys(fields), **pressed}
                if not any(name.endswith(("-id", "_selected_action")) for name in fields):
                    yield address, {**fields, **pressed}

    def _with_foreign_keys(self, fields: Mapping[str, list[str]]) -> dict[str, Any]:
        """Return fields with the keys and names of the neighbour's rows in every field that names a row."""
        near, keys = self.world.sides["neighbour"], self._keys_by_field()
        changed: dict[str, Any] = {}
        for name, values in fields.items():
            leaf = name.rsplit("-", 1)[-1]
            if leaf in keys:
                changed[name] = [str(keys[leaf])]
            elif leaf in ("username", "deputy", "person_name"):
                changed[name] = [near.rows["clerk"].username]
            else:
                changed[name] = values
        return changed

    def _keys_by_field(self) -> dict[str, Any]:
        near = self.world.sides["neighbour"]
        found: dict[str, Any] = {}
        for model in our_models():
            found |= self.foreign_values(model, near)
        found["_selected_action"] = min(near.keys[type(near.rows["report"])])
        return found

    # --- What must stay as it is --------------------------------------------------------------------------------------

    def digests(self) -> dict[str, str]:
        """Return a digest of each table's rows that belong to the others or point at them."""
        found: dict[str, str] = {}
        with connection.cursor() as cursor:
            for model in our_models():
                condition, parameters = self._of_others(model)
                if not condition:
                    continue
                cursor.execute(
                    f"SELECT row.* FROM {model._meta.db_table} AS row WHERE {condition} ORDER BY 1",
                    parameters,
                )
                found[model.__name__] = hashlib.sha256(repr(cursor.fetchall()).encode()).hexdigest()
        return found

    def _of_others(self, model: type[models.Model]) -> tuple[str, list[Any]]:
        """Return the condition for the others' rows of a table: their own, and whatever points at one of theirs."""
        columns: list[tuple[Any, Any]] = [(model._meta.pk, model)]
        columns += [
            (field, field.related_model) for field in model._meta.local_fields if field.remote_field is not None
        ]
        clauses: list[str] = []
        parameters: list[Any] = []
        for column, owner in columns:
            # Own places lie below those above, and their goals are parts of the goals there.
            above = ("above",) if column.primary_key or column.name in ("report", "revision", "target") else ()
            keys = self._keys_of(owner._meta.concrete_model, ("neighbour", "stranger", *above))
            if keys:
                clauses.append(f'row."{column.column}" = ANY(%s)')
                parameters.append(keys)
        return " OR ".join(clauses), parameters

    def _keys_of(self, model: Any, sides: Iterable[str]) -> list[Any]:
        return sorted({key for side in sides for key in self.world.sides[side].keys.get(model, ())})


def _first_difference(one: str, other: str) -> str:
    """Return where two bodies part."""
    for first, second in zip(one.splitlines(), other.splitlines(), strict=False):
        if first != second:
            return f": {first.strip()[:100]} | {second.strip()[:100]}"
    return ""


def unlike_unknown(walker: Walker, foreign: Answer, unknown: Answer, address: Address) -> None:
    """Note a hole if an address of the others answers otherwise than one that nobody has."""
    assert address.side != UNKNOWN
    if (foreign.status, foreign.without_echo) != (unknown.status, unknown.without_echo):
        walker.holes.append(
            f"{walker.person}: {address.path} ({address.side}) answers {foreign.status}, an unknown one "
            f"{unknown.status}{_first_difference(foreign.without_echo, unknown.without_echo)}"
        )
