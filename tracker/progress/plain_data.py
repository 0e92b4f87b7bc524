"""Write numbers, days and amounts as plain data: Decimals as strings, days as ISO dates, None as null."""

from datetime import date
from decimal import Decimal
from typing import Any

from tracker.progress.measures import Amount, Ends


def plain(number: Decimal | None) -> str | None:
    """Return a decimal without exponent and without trailing zeros; None for none."""
    if number is None:
        return None
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def day_data(day: date | None) -> str | None:
    """Return a day as an ISO date; None for none."""
    return None if day is None else day.isoformat()


def amount_data(amount: Amount | None, name: str) -> dict[str, Any]:
    """Return both ends of an amount and its comparator under keys that begin with the name."""
    if amount is None:
        return {name: None, f"{name}_high": None, f"{name}_comparator": None}
    return {
        name: plain(amount.low),
        f"{name}_high": plain(amount.high),
        f"{name}_comparator": amount.comparator.value,
    }


def ends_data(ends: Ends | None, name: str) -> dict[str, Any]:
    """Return both ends of a number, its comparator and why there is none under keys that begin with the name."""
    if ends is None:
        return {name: None, f"{name}_high": None, f"{name}_comparator": None, f"{name}_reason": None}
    return {
        name: plain(ends.low),
        f"{name}_high": plain(ends.high),
        f"{name}_comparator": None if ends.low is None else ends.comparator.value,
        f"{name}_reason": None if ends.reason is None else ends.reason.value,
    }
