"""Put the versions of targets in order: which replaced which, which holds, which came first; pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class VersionState(StrEnum):
    """What has become of one approved version of a target."""

    IN_FORCE = "in_force"
    """The newest version; its number counts."""
    REPLACED = "replaced"
    """A later version counts instead."""
    WITHDRAWAL = "withdrawal"
    """The newest version, which ends the target without a new number."""
    NOT_USED = "not_used"
    """A misprint: kept as printed, and never used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One approved version of a target; ``replaces`` is the key of the version before it, None for an original."""

    key: int
    replaces: int | None
    approved_at: datetime
    withdrawal: bool = False
    misprint: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """All versions of one target, oldest first; never empty."""

    versions: tuple[Version, ...]

    @property
    def in_force(self) -> Version | None:
        """Return the version whose number counts, None where the target was withdrawn or is a misprint."""
        newest = self.versions[-1]
        return None if newest.withdrawal or newest.misprint else newest

    @property
    def original(self) -> Version | None:
        """Return the first version that states what was promised, None where every one is a misprint."""
        return next((one for one in self.versions if not one.withdrawal and not one.misprint), None)

    def state_of(self, version: Version) -> VersionState:
        """Return what has become of one of the versions."""
        if version.misprint:
            return VersionState.NOT_USED
        if version is not self.versions[-1]:
            return VersionState.REPLACED
        return VersionState.WITHDRAWAL if version.withdrawal else VersionState.IN_FORCE

    def replaced_at(self, version: Version) -> datetime | None:
        """Return since when a later version counts instead, None for the newest."""
        later = self.versions[self.versions.index(version) + 1 :]
        return later[0].approved_at if later else None


def chains_of(versions: Iterable[Version]) -> tuple[Chain, ...]:
    """Return the chains in the order in which their newest versions came in.

    A version that replaces one that is not there begins a chain: what came before it is not known here.
    Precondition: no two replace the same one.
    """
    every = {version.key: version for version in versions}
    later = {version.replaces: version for version in every.values() if version.replaces is not None}
    chains = []
    for first in every.values():
        if first.replaces in every:
            continue
        chain = [first]
        while (following := later.get(chain[-1].key)) is not None:
            chain.append(following)
        chains.append(Chain(tuple(chain)))
    place = {key: number for number, key in enumerate(every)}
    return tuple(sorted(chains, key=lambda chain: place[chain.versions[-1].key]))
