"""Say whose own reports make a sum, and of which places it holds a computed share; pure, standard library only."""

from collections.abc import Hashable, Iterable
from datetime import date
from decimal import Decimal

from tracker.progress.quantities import exact_sum

Shares = tuple[tuple[Hashable, Decimal], ...]
"""Places of which a sum holds a computed share, each with the share."""
Origins = tuple[tuple[Hashable, date], ...]
"""The places whose own reports make a number, each with the last day that was asked of it."""


def added_shares(found: Iterable[Shares]) -> Shares:
    """Add the shares of each place; of a place whose shares come to all of it nothing is left to say."""
    added: dict[Hashable, Decimal] = {}
    for shares in found:
        for key, share in shares:
            added[key] = exact_sum([added.get(key, Decimal(0)), share])
    return tuple((key, share) for key, share in added.items() if share != 1)


def latest(found: Iterable[Origins]) -> Origins:
    """Name each origin once, with the latest day that was asked of it."""
    days: dict[Hashable, date] = {}
    for origins in found:
        for key, day in origins:
            days[key] = max(day, days.get(key, day))
    return tuple(days.items())
