"""Tell two states of the same books apart: what is new, what is gone, what says something else; pure."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Entry = TypeVar("Entry")


@dataclass(frozen=True, slots=True)
class Difference(Generic[Key, Entry]):
    """One key with what stood there before and after; None where nothing stood. The two never say the same."""

    key: Key
    old: Entry | None
    new: Entry | None


def differences(
    before: Mapping[Key, Entry], after: Mapping[Key, Entry], *, says: Callable[[Entry], object] = lambda entry: entry
) -> tuple[Difference[Key, Entry], ...]:
    """Return what differs, in the order of the keys after, then of those that are gone.

    ``says`` picks what counts of an entry: two that say the same are no difference, whatever else they hold.
    """
    found = []
    for key in dict.fromkeys((*after, *before)):
        old, new = before.get(key), after.get(key)
        if old is None or new is None or says(old) != says(new):
            found.append(Difference(key, old, new))
    return tuple(found)
