"""Draw whole numbers that depend on nothing but a seed and a name; pure, standard library only.

Every draw is a checksum of its own name, so that one more park, year or rule changes no other number, and the same seed
gives the same country on every machine. No float is used.
"""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import TypeVar

_Choice = TypeVar("_Choice")
_THOUSAND = 1000


class Draws:
    """The draws of one seed; a name is written as its parts, for example ``whole(1, 6, park, year, "projects")``."""

    def __init__(self, seed: str) -> None:
        self._seeded = blake2b(f"{seed}/".encode(), digest_size=8)

    def number(self, *name: object) -> int:
        """Return a whole number from 0 to 2 to the power of 64, exclusive."""
        seeded = self._seeded.copy()
        seeded.update("/".join([str(part) for part in name]).encode())
        return int.from_bytes(seeded.digest(), "big")

    def whole(self, low: int, high: int, *name: object) -> int:
        """Return a whole number from low to high, both included."""
        return low + self.number(*name) % (high - low + 1)

    def chance(self, per_mille: int, *name: object) -> bool:
        """Return True in so many of a thousand names."""
        return self.number(*name) % _THOUSAND < per_mille

    def skewed(self, low: int, high: int, *name: object) -> int:
        """Return a whole number from low to high of which most are near the low end: the cube of an even draw."""
        even = self.number(*name) % (_THOUSAND + 1)
        return low + (high - low) * even**3 // _THOUSAND**3

    def pick(self, choices: Sequence[_Choice], *name: object) -> _Choice:
        """Return one of the choices, each as likely as the others."""
        return choices[self.number(*name) % len(choices)]

    def weighted(self, choices: Mapping[_Choice, int], *name: object) -> _Choice:
        """Return one of the choices, each as likely as its weight says."""
        left = self.number(*name) % sum(choices.values())
        for choice, weight in choices.items():
            left -= weight
            if left < 0:
                return choice
        raise AssertionError("the weights are not negative")

    def shuffled(self, items: Sequence[_Choice], *name: object) -> list[_Choice]:
        """Return the items in an order of their own."""
        return sorted(items, key=lambda item: (self.number(*name, item), str(item)))


def shared_out(total: int, weights: Sequence[int]) -> list[int]:
    """Return whole parts of a total by weight, the largest remainders rounded up: they add up to the total.

    Weights are not negative; if all are 0, everything is the last one's.
    """
    whole = sum(weights)
    if whole == 0:
        return [0] * (len(weights) - 1) + [total] if weights else []
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda index: (-(total * weights[index] % whole), index))
    for index in by_remainder[: total - sum(parts)]:
        parts[index] += 1
    return parts
