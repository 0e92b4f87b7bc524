"""Declare what answers say numbers, days and amounts with, and the keys that come together under one name."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field, create_model

from tracker.progress.measures import Comparator, Reason

Number = Annotated[str, Field(pattern=r"^-?[0-9]+(\.[0-9]+)?$")]
"""A decimal text with every digit; amounts are in single units, shares are parts of 1."""
Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
QuarterName = Annotated[str, Field(pattern=r"^[0-9]{4}-Q[1-4]$")]


class Plain(BaseModel):
    """Plain data whose keys are all declared: one that is not is a mistake of ours, and never left out in silence."""

    model_config = ConfigDict(extra="forbid")


_AMOUNT: Final[dict[str, Any]] = {"": Number | None, "_high": Number | None, "_comparator": Comparator | None}
_ENDS: Final = {**_AMOUNT, "_reason": Reason | None}
_READING: Final = {**_ENDS, "_from": Day | None, "_to": Day | None}


def with_keys(keys: Mapping[str, Any]) -> Any:
    """Return a base with these keys, of which each is always there."""
    declared: dict[str, Any] = {name: (kind, ...) for name, kind in keys.items()}
    return create_model("Keys", __base__=Plain, **declared)


def with_amounts(*names: str) -> Any:
    """Return a base with the keys of `plain_data.amount_data` under each name: number, other end and comparator."""
    return with_keys(_under(names, _AMOUNT))


def with_ends(*names: str) -> Any:
    """Return a base with the keys of `plain_data.ends_data` under each name: an amount and why there is none."""
    return with_keys(_under(names, _ENDS))


def with_readings(*names: str) -> Any:
    """Return a base with the keys of `year_data.reading_data` under each name: ends and the days that they are of."""
    return with_keys(_under(names, _READING))


def _under(names: tuple[str, ...], keys: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{name}{key}": kind for name in names for key, kind in keys.items()}
