"""A browser without scripts or styles: it signs a person in, reads forms and messages, and sends forms back."""

import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

Attributes = list[tuple[str, str | None]]
SECONDS = 120  # longer than the database lets anything wait


@dataclass
class Form:
    """One form of a page: what it would send, and the steps that its buttons take."""

    identifier: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    steps: set[str] = field(default_factory=set)


class Page(HTMLParser):
    """One answer: its status, its forms, its messages, and what is said at its inputs."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__()
        self.status, self.text = status, text
        self.forms: list[Form] = []
        self.messages: list[str] = []
        self.errors: dict[str, str] = {}
        self._form: Form | None = None
        self._select = ""
        self._textarea = ""
        self._said: tuple[str, str, str] | None = None
        self.feed(text)
        self.close()

    def grid(self) -> Form | None:
        """Return the form in which figures are typed; None where there is nothing to type."""
        found = (form for form in self.forms if form.identifier == "entry-grid")
        return next((form for form in found if any(name.endswith("-seen") for name in form.fields)), None)

    def words(self) -> str:
        """Return the first words of what the page is about, for somebody who looks for what went wrong."""
        content = self.text[max(self.text.find('id="content"'), 0) :]
        return " ".join(re.sub(r"<[^>]*>", " ", content).split())[:600]

    def form_with(self, step: str) -> Form | None:
        """Return the form that takes a step."""
        return next((form for form in self.forms if step in form.steps), None)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """Note forms, their inputs, and the beginning of what is said."""
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("id", ""))
            self.forms.append(self._form)
        elif tag in ("input", "select", "textarea", "button", "option"):
            self._note(tag, given)
        elif tag == "li" and set(given.get("class", "").split()) & {"success", "info", "warning", "error"}:
            self._said = ("li", "", "")
        elif tag == "p" and given.get("class") == "cell-error":
            self._said = ("p", given.get("id", "").removesuffix("-error"), "")
        elif tag == "a" and given.get("href", "").startswith(("#line-", "#cell-")):
            # The list above the grid, which is there even where the grid itself cannot be typed into any more.
            self._said = ("li", given["href"].removeprefix("#"), "")

    def handle_endtag(self, tag: str) -> None:
        """Keep what was said, and close forms."""
        if self._said is not None and tag == self._said[0]:
            _tag, name, words = self._said
            if name:
                self.errors[name] = " ".join(words.split())
            else:
                self.messages.append(" ".join(words.split()))
            self._said = None
        if tag == "form":
            self._form = None
        elif tag in ("select", "textarea"):
            self._select = self._textarea = ""

    def handle_data(self, data: str) -> None:
        """Read on in what is said, or in a text area."""
        if self._said is not None:
            tag, name, words = self._said
            self._said = (tag, name, words + data)
        elif self._textarea and self._form is not None:
            self._form.fields[self._textarea] += data

    def _note(self, tag: str, given: Mapping[str, str]) -> None:
        if self._form is None:
            return
        name = given.get("name", "")
        if tag == "input" and name:
            self._form.fields[name] = given.get("value", "")
        elif tag == "select":
            self._select = name
            self._form.fields[name] = ""
        elif tag == "option" and self._select and "selected" in given:
            self._form.fields[self._select] = given.get("value", "")
        elif tag == "textarea":
            self._textarea = name
            self._form.fields[name] = ""
        elif tag == "button" and name == "step":
            self._form.steps.add(given.get("value", ""))


class Browser:
    """One person's browser, with the cookies of one session, in English."""

    def __init__(self, address: str) -> None:
        self.server = urlsplit(address).netloc
        self.address = address
        self.cookies = {"language": "en"}

    def sign_in(self, username: str, password: str) -> None:
        """Sign in by the form.

        :raises RuntimeError: if the site does not let the person in.
        """
        form = next(form for form in self.get("/admin/login/").forms if "password" in form.fields)
        page = self.post("/admin/login/", {**form.fields, "username": username, "password": password})
        if "sessionid" not in self.cookies:
            raise RuntimeError(f"{username} cannot sign in: {page.status}")

    def get(self, path: str) -> Page:
        """Return the page of an address, after redirections."""
        return self._answer("GET", path, None)

    def post(self, path: str, fields: Mapping[str, str]) -> Page:
        """Send a form, and return the page to which it leads."""
        return self._answer("POST", path, fields)

    def _answer(self, method: str, path: str, fields: Mapping[str, str] | None) -> Page:
        for _redirection in range(5):
            status, location, text = self._send(method, path, fields)
            if status not in (301, 302, 303):
                return Page(status, text)
            where = urlsplit(location)
            method, path, fields = "GET", f"{where.path}?{where.query}" if where.query else where.path, None
        raise RuntimeError(f"{path} leads in a circle")

    def _send(self, method: str, path: str, fields: Mapping[str, str] | None) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection(self.server, timeout=SECONDS)
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": self.address,
            "Connection": "close",
        }
        try:
            connection.request(method, path, None if fields is None else urlencode(fields), headers)
            answer = connection.getresponse()
            text = answer.read().decode()
            for line in answer.headers.get_all("Set-Cookie") or []:
                self.cookies.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})
            return answer.status, answer.headers.get("Location", ""), text
        finally:
            connection.close()


def number_in(text: str) -> int | None:
    """Return the first whole number in a sentence; None if there is none."""
    found = re.search(r"\d+", text)
    return int(found.group()) if found else None
