"""Two provinces with a goal, a figure, a park and an investor each; one reader for each."""

from typing import Any

from django.test import Client
from django.utils import timezone

from tests.builders import (
    Figure,
    make_indicator,
    make_manager,
    make_province_with_parks,
    make_report,
    make_target,
    make_threshold,
)
from tracker.actions.tokens import make_token
from tracker.models import Person, TokenPurpose

MILLION = 10**6


class World:
    """What programs ask for, near and far."""

    def __init__(self):
        make_threshold()
        self.fdi = make_indicator("fdi-registered", headline=True)
        self.near, self.far = (make_province_with_parks(slug, parks=[f"{slug}-park"]) for slug in ("near", "far"))
        self.goals, self.reports = {}, {}
        for rows in (self.near, self.far):
            slug = rows.province.slug
            self.goals[slug] = make_target(rows.province, self.fdi, 1000 * MILLION)
            figures = [Figure(self.fdi, 125 * MILLION)]
            self.reports[slug] = make_report(rows.province, 2025, 1, reporter=rows.board, figures=figures)
        self.manager = make_manager(self.near.province)

    def program(self, person: Person | None = None, language: str = "en") -> Client:
        """Return a program that reads for a person, the manager of the near province unless told otherwise."""
        return Client(headers={"authorization": f"Bearer {self.secret(person)}", "accept-language": language})

    def secret(self, person: Person | None = None) -> str:
        """Return a new token that reads for a person, the manager of the near province unless told otherwise."""
        _token, secret = make_token(purpose=TokenPurpose.PROGRAMS, by=person or self.manager, at=timezone.now())
        return secret


def got(client: Client, address: str, **asked: Any) -> Any:
    """Return what an address of the API answers, which must be no refusal."""
    response = client.get(f"/api/v1/{address}", asked)
    assert response.status_code == 200, response.content.decode()
    return response.json()


def refused(client: Client, address: str, status: int, **asked: Any) -> Any:
    """Return the problem that an address answers with a status."""
    response = client.get(f"/api/v1/{address}", asked)
    assert (response.status_code, response.headers["Content-Type"]) == (status, "application/problem+json")
    told = response.json()
    assert told["status"] == status
    return told


def every_item(client: Client, address: str, limit: int = 2, **asked: Any) -> list[Any]:
    """Return all rows of a list, asked for a few at a time."""
    found: list[Any] = []
    more: dict[str, str] = {}
    while True:
        part = got(client, address, limit=limit, **asked, **more)
        assert len(part["items"]) <= limit
        found += part["items"]
        if part["next_cursor"] is None:
            return found
        more = {"cursor": part["next_cursor"]}
