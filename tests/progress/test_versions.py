"""Versions of targets in order: which holds, which came first, what became of each."""

from datetime import UTC, datetime

import pytest

from tracker.progress.versions import Chain, Version, VersionState, chains_of


def at(day):
    return datetime(2025, 1, day, 9, tzinfo=UTC)


ORIGINAL = Version(key=1, replaces=None, approved_at=at(1))
HALVED = Version(key=2, replaces=1, approved_at=at(5))
RAISED = Version(key=3, replaces=2, approved_at=at(9))
WITHDRAWN = Version(key=4, replaces=3, approved_at=at(20), withdrawal=True)
OTHER = Version(key=7, replaces=None, approved_at=at(2))


def keys(chain):
    return [version.key for version in chain.versions]


def test_versions_of_one_target_stand_oldest_first_whatever_the_order_they_come_in():
    for given in ([ORIGINAL, HALVED, RAISED], [RAISED, ORIGINAL, HALVED], [HALVED, RAISED, ORIGINAL]):
        (chain,) = chains_of(given)
        assert keys(chain) == [1, 2, 3]


def test_targets_keep_the_order_of_their_newest_versions():
    # As the documents order them now: HALVED stands before OTHER although its original came last.
    assert [keys(chain) for chain in chains_of([HALVED, OTHER, ORIGINAL])] == [[1, 2], [7]]
    assert [keys(chain) for chain in chains_of([OTHER, ORIGINAL, HALVED])] == [[7], [1, 2]]


def test_version_whose_past_is_not_known_begins_a_chain():
    (chain,) = chains_of([RAISED, HALVED])
    assert keys(chain) == [2, 3]
    assert chain.original is HALVED


def test_no_versions_are_no_targets():
    assert chains_of([]) == ()


def test_newest_version_holds_and_the_first_stays_the_original():
    chain = Chain((ORIGINAL, HALVED, RAISED))
    assert chain.in_force is RAISED
    assert chain.original is ORIGINAL
    assert [chain.state_of(version) for version in chain.versions] == [
        VersionState.REPLACED,
        VersionState.REPLACED,
        VersionState.IN_FORCE,
    ]
    assert [chain.replaced_at(version) for version in chain.versions] == [at(5), at(9), None]


def test_withdrawal_ends_a_target_and_leaves_its_original():
    chain = Chain((ORIGINAL, HALVED, RAISED, WITHDRAWN))
    assert chain.in_force is None
    assert chain.original is ORIGINAL
    assert chain.state_of(WITHDRAWN) is VersionState.WITHDRAWAL
    assert chain.state_of(RAISED) is VersionState.REPLACED


@pytest.mark.parametrize(("misprint", "original"), [(1, 2), (2, 1)])
def test_misprint_is_no_original_and_never_holds(misprint, original):
    # "2 hectares" is kept as printed; the correction is a version of its own.
    first = Version(key=1, replaces=None, approved_at=at(1), misprint=misprint == 1)
    second = Version(key=2, replaces=1, approved_at=at(2), misprint=misprint == 2)
    chain = Chain((first, second))
    assert chain.original is not None
    assert chain.original.key == original
    assert chain.in_force is (None if misprint == 2 else second)
    states = [chain.state_of(first), chain.state_of(second)]
    assert states[misprint - 1] is VersionState.NOT_USED
    assert states[2 - misprint] is (VersionState.IN_FORCE if misprint == 1 else VersionState.REPLACED)


def test_target_that_was_only_ever_a_misprint_has_no_original():
    chain = Chain((Version(key=1, replaces=None, approved_at=at(1), misprint=True),))
    assert (chain.original, chain.in_force) == (None, None)
