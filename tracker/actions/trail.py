"""Tell the trail who changes something, and why."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pghistory
from pghistory import runtime

from tracker.models import Person


@contextmanager
def acting(by: Person | None, *, why: str = "", standing_in_for: int | None = None) -> Iterator[None]:
    """Keep the person, and the reason if there is one, beside every change that is made inside.

    ``standing_in_for`` is the key of the person for whom a deputy acts.

    A reason belongs to the changes inside alone: what else the request or command changes keeps its own reason or
    none. Inside another `acting`, an empty reason means the outer one. Without a person the changes are those of
    whoever the request or command acts for. Costs no query.
    """
    known: dict[str, object] = {} if by is None else {"user": by.pk}
    if why := why.strip():
        known["why"] = why
    if standing_in_for is not None:
        known["standing_in_for"] = standing_in_for
    with pghistory.context():
        tracker = runtime._tracker  # noqa: SLF001  # the package has no public way to begin a context inside another
        outer = tracker.value
        if any(outer.metadata.get(name) != value for name, value in known.items()):
            # Who acted is never rewritten: a context that says something else is a context of its own.
            tracker.value = runtime.Context(id=uuid4(), metadata={**outer.metadata, **known})
        try:
            yield
        finally:
            tracker.value = outer
