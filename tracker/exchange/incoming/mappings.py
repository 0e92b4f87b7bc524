"""What the columns of a table are, as a person has confirmed it; kept as JSON, so that it is remembered per source."""

import enum
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final, Self

_VERSION: Final = 1


class ColumnKind(enum.StrEnum):
    """What stands in a column."""

    PLACE = "place"
    INDICATOR = "indicator"
    UNIT = "unit"
    PERIOD = "period"
    BASIS = "basis"
    FIGURE = "figure"
    NOTE = "note"
    COMPARISON = "comparison"
    IGNORED = "ignored"


class FigureBasis(enum.StrEnum):
    """Which days a figure speaks of, as its file says it.

    ``PERIOD`` is a quarter without a word whether it adds up: flows in the quarter, levels at its end.
    """

    PERIOD = "period"
    IN_QUARTER = "in_quarter"
    YEAR_TO_DATE = "year_to_date"
    SINCE_INCEPTION = "since_inception"
    AS_OF = "as_of"
    LAST_YEAR_IN_QUARTER = "last_year_in_quarter"
    LAST_YEAR_TO_DATE = "last_year_to_date"
    PLAN = "plan"


# Bases that a report of the quarter itself states; the others stand beside it for comparison.
REPORTED: Final = frozenset(
    {FigureBasis.IN_QUARTER, FigureBasis.YEAR_TO_DATE, FigureBasis.SINCE_INCEPTION, FigureBasis.AS_OF}
)


class Hidden(enum.StrEnum):
    """What is done with hidden rows and columns."""

    READ = "read"
    LEAVE_OUT = "leave_out"


class Star(enum.StrEnum):
    """What a star beside a figure means."""

    PROVISIONAL = "provisional"
    ESTIMATED = "estimated"
    FOOTNOTE = "footnote"


class Scaled(enum.StrEnum):
    """Which number counts in the stated unit where the format leaves thousands away: the one shown or the one kept."""

    SHOWN = "shown"
    KEPT = "kept"


# A name of the file that is no place and no indicator of ours, as a person has said.
LEFT_OUT: Final = "-"


class UnreadableMappingError(ValueError):
    """Say why a remembered mapping is none."""


@dataclass(frozen=True)
class ColumnChoice:
    """What one column is.

    ``heading`` is its heading without quarter and year (`headings.signature_of`), by which it is found again.
    ``indicator``, ``place``, ``period`` ("2025-Q1", for a plan "2025") and ``basis`` say what all its figures have in
    common; empty takes it from the row, else from the table. ``unit`` is as the file writes it. ``status`` marks all
    its figures ("estimated").
    """

    heading: str
    kind: ColumnKind
    indicator: str = ""
    place: str = ""
    period: str = ""
    basis: FigureBasis | None = None
    unit: str = ""
    status: str = ""


@dataclass(frozen=True)
class TableMapping:
    """What a table's columns are, and what is taken where neither column nor row says it.

    ``numbers`` is the language in whose style its texts write numbers; empty leaves 6.918 open unless others show it.
    None of ``hidden``, ``star``, ``scaled``, ``in_shown_units`` and ``fill_down`` is decided while it is None: a cell
    that needs the answer is a problem then. ``names`` maps texts of the file, as written, to keys, or to `LEFT_OUT`.
    """

    columns: tuple[ColumnChoice, ...]
    place: str = ""
    indicator: str = ""
    period: str = ""
    basis: FigureBasis | None = None
    unit: str = ""
    numbers: str = ""
    in_shown_units: bool | None = None
    hidden: Hidden | None = None
    star: Star | None = None
    scaled: Scaled | None = None
    fill_down: bool | None = None
    left_out: bool = False
    names: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def with_column(self, index: int, **changes: Any) -> Self:
        """Return the mapping with one column changed."""
        columns = list(self.columns)
        columns[index] = replace(columns[index], **changes)
        return replace(self, columns=tuple(columns))

    def as_json(self) -> dict[str, Any]:
        """Return it in plain types."""
        return {"version": _VERSION, **asdict(replace(self, names=dict(self.names)))}

    @classmethod
    def from_json(cls, data: Any) -> Self:
        """Return the mapping that `as_json` wrote.

        :raises UnreadableMappingError: if it is no such thing.
        """
        try:
            fields = dict(data)
            if fields.pop("version") != _VERSION:
                raise ValueError("version")
            columns = tuple(_column(column) for column in fields.pop("columns"))
            for name, choice in _CHOICES.items():
                if fields.get(name) is not None:
                    fields[name] = choice(fields[name])
            names = {str(text): str(key) for text, key in fields.pop("names").items()}
            return cls(columns=columns, names=MappingProxyType(names), **fields)
        except (TypeError, ValueError, KeyError, AttributeError) as error:
            raise UnreadableMappingError(str(error)) from error


_CHOICES: Final[dict[str, type[enum.StrEnum]]] = {
    "basis": FigureBasis,
    "hidden": Hidden,
    "star": Star,
    "scaled": Scaled,
}


def _column(data: Any) -> ColumnChoice:
    fields = dict(data)
    fields["kind"] = ColumnKind(fields["kind"])
    if fields.get("basis") is not None:
        fields["basis"] = FigureBasis(fields["basis"])
    return ColumnChoice(**fields)
