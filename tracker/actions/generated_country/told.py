"""Say what a site reports of a quarter as lines for COPY: bases, gaps, nils, corrections; pure.

A line of a figure is its key, its revision, its number with its parts, and an end that is the same for every figure of
an indicator, basis and quarter.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from random import Random
from typing import Final

from tracker.actions.generated_country.lines import Line
from tracker.progress.periods import Quarter

FIGURE_COLUMNS: Final = (
    "id",
    "revision_id",
    "value",
    "numerator",
    "denominator",
    "observation_status",
    "note",
    "comparator",
    "basis",
    "from_on",
    "to_on",
    "indicator_id",
    "unit_id",
    "origin",
    "unclear",
    "printed",
    "rejected_because",
    "rejected_because_en",
    "note_en",
    "reason",
    "source",
)
NONE: Final = "\\N"
_FLOW_BASES: Final = ("in_quarter", "year_to_date")
_WHY_LESS: Final = "Trả lại đất"
_WHY_UNKNOWN: Final = "Đang chờ doanh nghiệp xác nhận số liệu"
# Flows that a first report gets wrong: no other line is their sum.
_MISTAKEN: Final = frozenset({"fdi-realised", "ddi-registered", "ddi-projects-new", "ddi-realised"})
_MISTAKES: Final = (-18, -11, -6, 4, 7, 12, 21)


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: the index of its line, whether it is of the year to date, its number and what is known of it."""

    line: int
    to_date: bool
    steps: int | None
    over: int = 0
    under: int = 0
    status: str = "normal"
    note: str = ""


@dataclass(slots=True)
class Teller:
    """One reporter of one place: which lines it is asked for, in which bases, and how careful it is."""

    place: str
    reporter: str
    form: str
    asked: Sequence[int]
    bases: tuple[bool, ...]
    """Of a flow: False is in the quarter, True is the year to date."""
    never: int
    """In so many quarters of a thousand it does not report."""
    whole: Callable[[int, int], int]
    year: list[int] = field(default_factory=list)

    def gather(self, amounts: list[int], number: int) -> None:
        """Add a quarter to the year so far."""
        if number == 1 or not self.year:
            self.year = amounts
        else:
            self.year = list(map(int.__add__, self.year, amounts))


def teller_of(place: str, reporter: str, form: str, asked: Sequence[int], seed: str) -> Teller:
    """Return a reporter with its habits: most keep the bases of their paper, a few are often silent."""
    draw = Random(f"{seed}/{place}/told").getrandbits  # noqa: S311  # nosec B311  # invented figures, no secret

    def whole(low: int, high: int) -> int:
        return low + draw(32) % (high - low + 1)

    style = whole(1, 100)
    bases = (False,) if style <= 44 else (True,) if style <= 93 else (False, True)
    never = 180 if whole(1, 100) <= 4 else 14
    return Teller(place, reporter, form, asked, bases, never, whole)


def cells_of(teller: Teller, lines: Sequence[Line], amounts: list[int], *, last: bool) -> Iterator[Cell]:
    """Yield the figures of a quarter, blanks left out; ``last`` says that it is the year's last."""
    whole = teller.whole
    for index in teller.asked:
        line = lines[index]
        lot = whole(1, 1000)
        status = "provisional" if last and lot > 960 else "estimated" if lot > 956 else "normal"
        if lot <= 5:
            continue
        if lot <= 9 and line.kind != "ratio":
            unknown = lot > 7
            yield Cell(
                index,
                teller.bases[0] and line.kind == "flow",
                None,
                status="not_yet_known" if unknown else "not_collected",
                note=_WHY_UNKNOWN if unknown else "",
            )
        elif line.kind == "flow":
            for to_date in teller.bases:
                steps = (teller.year if to_date else amounts)[index]
                nil = steps == 0 and lot % 10 < 7
                note = _WHY_LESS if amounts[index] < 0 else ""
                yield Cell(index, to_date, steps, status="nil" if nil else status, note=note)
        elif line.kind == "ratio":
            over, under = (amounts[_index_of(lines, code)] for code in line.parts)
            if under:
                yield Cell(index, False, _millionths_of_a_per_cent(over, under), over, under)
            else:
                yield Cell(index, False, None, status="not_applicable")
        else:
            yield Cell(index, False, amounts[index], status=status)


def with_mistake(teller: Teller, lines: Sequence[Line], cells: list[Cell]) -> tuple[list[Cell], list[Cell]] | None:
    """Return the figures as a first report got them wrong, and what a correction says; None: it has none to mistake."""
    eligible = [
        cell.line for cell in cells if cell.steps and lines[cell.line].code in _MISTAKEN and cell.status == "normal"
    ]
    if not eligible:
        return None
    wrong = eligible[teller.whole(0, len(eligible) - 1)]
    true = [cell for cell in cells if cell.line == wrong]
    least = min(cell.steps or 0 for cell in true)
    off = least * _MISTAKES[teller.whole(0, len(_MISTAKES) - 1)] // 100 + 1
    told = [Cell(cell.line, cell.to_date, (cell.steps or 0) + off) if cell.line == wrong else cell for cell in cells]
    return told, true


def figure_line(key: int, revision: int, cell: Cell, line: Line, end: str) -> str:
    """Return one figure for COPY; ``end`` is `end_of` its indicator, basis and quarter."""
    if cell.steps is None:
        return f"{key}\t{revision}\t\\N\t\\N\t\\N\t{cell.status}\t{cell.note}\tnone_stated\t{end}"
    if line.kind == "ratio":
        exponent = _part_exponent(line)
        return (
            f"{key}\t{revision}\t{cell.steps}e-6\t{cell.over}e{exponent}\t{cell.under}e{exponent}"
            f"\t{cell.status}\t{cell.note}\texactly\t{end}"
        )
    return f"{key}\t{revision}\t{cell.steps}e{line.exponent}\t\\N\t\\N\t{cell.status}\t{cell.note}\texactly\t{end}"


@cache
def end_of(line: Line, to_date: bool, quarter: Quarter, indicator: int, unit: int) -> str:  # a key
    """Return what the figures of an indicator, basis and quarter have in common."""
    if line.kind == "flow":
        basis = _FLOW_BASES[to_date]
        first = str(quarter.year_first_day if to_date else quarter.first_day)
    else:
        basis, first = "as_of", NONE
    return f"{basis}\t{first}\t{quarter.last_day}\t{indicator}\t{unit}\tprinted\tf\t\t\t\t\t\t\n"


@cache
def _indices(lines: tuple[Line, ...]) -> dict[str, int]:
    return {line.code: index for index, line in enumerate(lines)}


def _index_of(lines: Sequence[Line], code: str) -> int:
    return _indices(tuple(lines))[code]


def _part_exponent(line: Line) -> int:
    return -1 if line.code == "occupancy" else 0


def _millionths_of_a_per_cent(over: int, under: int) -> int:
    """Return a quotient in per cent with six decimals, rounded half up as entry does."""
    return (over * 200_000_000 + under) // (2 * under)
