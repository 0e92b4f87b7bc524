"""Say what an address may ask for: each parameter is read once, and refused with the cure in the reader's language."""

import re
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import Annotated, Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, ValidationInfo, WithJsonSchema

from provinces.models import PlaceKind
from tracker.actions.page_query import EARLIEST_YEAR, LATEST_YEAR, BadParameterError, moment_parameter
from tracker.api.problems import RefusedError
from tracker.findings import RULES, Severity
from tracker.models import IndicatorKind, TargetRole
from tracker.progress.periods import Quarter
from tracker.progress.rows import MapChoice
from tracker.progress.told import NumberCode

MOST_ROWS: Final = 200
USUAL_ROWS: Final = 50
_NAME: Final = re.compile(r"[-a-zA-Z0-9_]{1,120}")
_LONGEST: Final = 60


def _shown(value: str) -> str:
    readable = "".join(character for character in value if character.isprintable())
    return readable if len(readable) <= _LONGEST else f"{readable[:_LONGEST]}…"


def _bad(info: ValidationInfo, value: str, cure: str) -> BadParameterError:
    words = {"name": info.field_name, "value": _shown(value), "cure": cure}
    return BadParameterError(_("“%(name)s” is “%(value)s”. %(cure)s") % words)


def _rows(value: Any, info: ValidationInfo) -> int:
    if isinstance(value, int):
        return value
    if not re.fullmatch(r"[0-9]{1,3}", value) or not 1 <= int(value) <= MOST_ROWS:
        raise _bad(info, value, _("Write a whole number from 1 to %(most)s.") % {"most": MOST_ROWS})
    return int(value)


def _name(value: str, info: ValidationInfo) -> str:
    if not _NAME.fullmatch(value):
        raise _bad(info, value, _("Write the name or code that addresses use, of letters, digits and hyphens."))
    return value


def _words(value: str, info: ValidationInfo) -> str:
    if not value.strip() or len(value) > 100 or not value.replace("\t", " ").isprintable():
        raise _bad(info, value, _("Write at most 100 characters of a name, or leave it out."))
    return value


def _row(value: str, info: ValidationInfo) -> str:
    if not value or len(value) > 300 or not value.isprintable():
        raise _bad(info, value, _("Write a key that an answer gave, or leave it out."))
    return value


def _cursor(value: str, info: ValidationInfo) -> str:
    if not re.fullmatch(r"[-:\w]{1,500}", value, re.ASCII):
        raise _bad(info, value, _("Take “next_cursor” of the answer before, or leave it out to begin."))
    return value


def _quarter(value: str, info: ValidationInfo) -> str:
    try:
        quarter = Quarter.parse(value)
    except ValueError:
        quarter = None
    if quarter is None or str(quarter) != value or not EARLIEST_YEAR <= quarter.year <= LATEST_YEAR:
        cure = _("Write year and quarter like 2025-Q1, with a year from %(first)s to %(last)s.")
        raise _bad(info, value, cure % {"first": EARLIEST_YEAR, "last": LATEST_YEAR})
    return value


def _moment(value: str, info: ValidationInfo) -> str:
    if not value or moment_parameter(value, str(info.field_name)) is None:
        raise _bad(info, value, _("Write a day like 2025-04-30, or a day and time like 2025-04-30T17:00."))
    return value


def _key(value: Any, info: ValidationInfo) -> int:
    text = str(value)
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise _bad(info, text, _("Write the number that a list gave."))
    return int(text)


def _one_of(choices: Sequence[str]) -> Callable[[str, ValidationInfo], str]:
    def check(value: str, info: ValidationInfo) -> str:
        if value not in choices:
            raise _bad(info, value, _("Write one of: %(choices)s.") % {"choices": ", ".join(choices)})
        return value

    return check


def _enum(values: Sequence[str]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": list(values)})


_NUMBERS: Final = [code.value for code in NumberCode]
_NAMED: Final = {"type": "string", "pattern": f"^{_NAME.pattern}$"}
_QUARTERS: Final = {"type": "string", "pattern": "^(19(8[6-9]|9[0-9])|20[0-9][0-9]|2100)-Q[1-4]$", "example": "2025-Q1"}

Limit = Annotated[int, BeforeValidator(_rows), WithJsonSchema({"type": "integer", "minimum": 1, "maximum": MOST_ROWS})]
_CURSORS: Final = {"type": "string", "pattern": "^[-:A-Za-z0-9_]{1,500}$"}
Cursor = Annotated[str, AfterValidator(_cursor), WithJsonSchema(_CURSORS)]
Slug = Annotated[str, AfterValidator(_name), WithJsonSchema(_NAMED)]
Words = Annotated[str, AfterValidator(_words), WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 100})]
QuarterText = Annotated[str, AfterValidator(_quarter), WithJsonSchema(_QUARTERS)]
Moment = Annotated[
    str, AfterValidator(_moment), WithJsonSchema({"type": "string", "examples": ["2025-04-30", "2025-04-30T17:00"]})
]
RowText = Annotated[str, AfterValidator(_row), WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 300})]
NumberText = Annotated[str, AfterValidator(_one_of(_NUMBERS)), _enum(_NUMBERS)]
Key = Annotated[int, BeforeValidator(_key), WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 10**18 - 1})]


_MAPS: Final = [choice.value for choice in MapChoice]
_CHECKS: Final = [rule.code for rule in RULES]
KindOfPlace = Annotated[str, AfterValidator(_one_of(PlaceKind.values)), _enum(PlaceKind.values)]
KindOfIndicator = Annotated[str, AfterValidator(_one_of(IndicatorKind.values)), _enum(IndicatorKind.values)]
RoleOfTarget = Annotated[str, AfterValidator(_one_of(TargetRole.values)), _enum(TargetRole.values)]
MapText = Annotated[str, AfterValidator(_one_of(_MAPS)), _enum(_MAPS)]
SeverityText = Annotated[str, AfterValidator(_one_of(Severity.values)), _enum(Severity.values)]
CheckCode = Annotated[str, AfterValidator(_one_of(_CHECKS)), _enum(_CHECKS)]


class Timed(Schema):
    """What every address may ask for."""

    as_of: Moment | None = None


class Listing(Timed):
    """What every list may ask for."""

    limit: Limit = USUAL_ROWS
    cursor: Cursor | None = None


def refuse_unknown(parameters: QueryDict, known: type[Schema]) -> None:
    """Refuse a parameter that the address does not know, and one that is given twice: nothing asked for is ignored.

    :raises RefusedError: naming each of them, and what there is.
    """
    names = list(known.model_fields)
    errors = []
    for name, values in parameters.lists():
        if name not in names:
            words = {"name": _shown(name), "names": ", ".join(names)}
            errors.append((name, _("“%(name)s” is no parameter here. There are: %(names)s.") % words))
        elif len(values) > 1:
            errors.append((name, _("“%(name)s” is given twice. Write it once.") % {"name": name}))
    if errors:
        raise refusal([(_shown(name), sentence) for name, sentence in errors])


def refusal(errors: Sequence[tuple[str, str]]) -> RefusedError:
    """Return the refusal of parameters, each with the sentence that names the cure."""
    told = [{"parameter": name, "message": sentence} for name, sentence in errors]
    return RefusedError(HTTPStatus.BAD_REQUEST, " ".join(sentence for _name, sentence in errors), told)


def refusal_of_validation(errors: Sequence[dict[str, Any]]) -> RefusedError:
    """Return the refusal of what the framework could not read."""
    found = []
    for error in errors:
        name = str(error["loc"][-1])
        if error["type"] == "value_error":  # a sentence of one of the readers above
            found.append((name, str(error["ctx"]["error"])))
        elif error["type"] == "missing":
            found.append((name, _("“%(name)s” is missing.") % {"name": name}))
        else:
            found.append((name, _("“%(name)s” cannot be read; /api/v1/docs says what it may be.") % {"name": name}))
    return refusal(found)
