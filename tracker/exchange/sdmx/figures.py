"""Write the figures in force as SDMX-CSV 2.0, by COPY, within a reach and as known at a moment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final

from django.db.models import Case, CharField, F, Func, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from provinces.models import Organisation, Place
from provinces.models.past import put_back
from provinces.reach import Reach, within
from tracker.exchange.copying import copy_rows
from tracker.exchange.sdmx.codes import ATTRIBUTES, DIMENSIONS, MEASURE, NO_DAY, STATUS_CODES, STRUCTURE_ID, TIME
from tracker.models import Actual, Indicator, ObservationStatus, Unit

HEADS: Final = (
    "STRUCTURE",
    "STRUCTURE_ID",
    "ACTION",
    *(each.id for each in (*DIMENSIONS, TIME, MEASURE, *ATTRIBUTES)),
)


class _Plain(Func):
    function = "trim_scale"


class _Decimals(Func):
    template = "scale(trim_scale(%(expressions)s))"
    output_field = TextField()


@dataclass(frozen=True, slots=True)
class Asked:
    """Which figures are asked for: empty texts and None ask for all."""

    reach: Reach = None
    as_of: datetime | None = None
    place: str = ""
    indicator: str = ""
    year: int | None = None
    quarter: int | None = None

    @property
    def figures(self) -> QuerySet[Actual]:
        """Return the figures in force that are asked for."""
        found = Actual.objects.in_force(self.as_of).filter(within(self.reach, "revision__report__place"))
        wanted: dict[str, Any] = {
            "revision__report__place__slug": self.place,
            "indicator__code": self.indicator,
            "revision__report__year": self.year,
            "revision__report__quarter": self.quarter,
        }
        return found.filter(**{lookup: value for lookup, value in wanted.items() if value})


def write_figures(asked: Asked, out: IO[bytes]) -> None:
    """Write the figures in a fixed order, one statement whatever they are; no row is kept in memory."""
    out.write((",".join(HEADS) + "\n").encode())
    names = {f"c{index}": selected for index, selected in enumerate(_selected())}
    rows = asked.figures.order_by(
        "revision__report__place__slug", "indicator__code", "revision__report__reporter__slug", "to_on", "pk"
    )
    copy_rows(rows.annotate(**names).values_list(*names), out.write)


def _selected() -> Iterator[Any]:
    """Yield what each column selects, in the order of `HEADS`."""
    report = "revision__report__"
    yield _said("dataflow")
    yield _said(STRUCTURE_ID)
    yield _said("R")  # replace: the file states what is in force
    yield _said("Q")
    yield F(f"{report}place__slug")
    yield F(f"{report}reporter__slug")
    yield F("indicator__code")
    yield F("basis")
    yield Coalesce(Cast("from_on", TextField()), _said(NO_DAY))
    yield Cast("to_on", TextField())
    yield Concat(
        Cast(f"{report}year", TextField()), _said("-Q"), Cast(f"{report}quarter", TextField()), output_field=TextField()
    )
    nil = When(observation_status=ObservationStatus.NIL, then=_said("0"))
    yield Case(nil, default=Cast(_Plain("value"), TextField()), output_field=TextField())
    yield Case(
        *(When(observation_status=status, then=_said(code)) for status, code in STATUS_CODES.items()),
        output_field=CharField(),
    )
    yield F("unit__code")
    yield _said("0")
    yield Case(nil, default=_Decimals("value"), output_field=TextField())
    yield F("comparator")
    yield _Plain("high")
    yield F("observation_status")
    yield F("revision__number")


def _said(text: str) -> Value:
    return Value(text, output_field=TextField())


def named_lists(asked: Asked) -> dict[str, dict[str, str]]:
    """Return the code lists of what the figures name, with the English name that each code bore at the moment."""
    figures = asked.figures.order_by()
    lists: dict[str, tuple[QuerySet[Any], str]] = {
        "CL_AREA": (Place.objects.filter(pk__in=figures.values("revision__report__place")), "slug"),
        "CL_REPORTER": (Organisation.objects.filter(pk__in=figures.values("revision__report__reporter")), "slug"),
        "CL_INDICATOR": (Indicator.objects.filter(pk__in=figures.values("indicator")), "code"),
        "CL_UNIT": (Unit.objects.filter(pk__in=figures.values("unit")), "code"),
    }
    found = {}
    for name, (rows, column) in lists.items():
        named = list(rows.order_by(column))
        put_back(named, asked.as_of)
        found[name] = {getattr(row, column): row.name_en or row.name for row in named}
    return found
