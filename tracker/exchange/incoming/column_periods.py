"""Find out of which quarter a table and each of its columns speak; pure."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from tracker.exchange.incoming.heading_words import Tag
from tracker.exchange.incoming.headings import Heading, quarters_in, years_in
from tracker.exchange.incoming.mappings import ColumnKind, FigureBasis
from tracker.exchange.incoming.table import Table
from tracker.exchange.wording import quarter_name

_LAST_QUARTER: Final = 4
_OF_LAST_YEAR: Final = (FigureBasis.LAST_YEAR_IN_QUARTER, FigureBasis.LAST_YEAR_TO_DATE)
_BASES: Final = frozenset({Tag.IN_QUARTER, Tag.IN_PERIOD, Tag.YEAR_TO_DATE, Tag.CUMULATIVE, Tag.SINCE_INCEPTION})


def period_of_table(
    table: Table, headings: Sequence[Heading], kinds: Sequence[ColumnKind], expected: str
) -> tuple[str, int, str]:
    """Return the quarter of columns that name none, the year of those that name none, and a question; empty for none.

    ``expected`` is the quarter that a person chose, empty for none.
    """
    said = {pair for line in (*table.titles, table.sheet.name) for pair in quarters_in(line)}
    whole = {(year, number) for year, number in said if year}
    years = {year for line in table.titles for year in years_in(line)} | {year for year, _number in whole}
    figures = [heading for heading, kind in zip(headings, kinds, strict=True) if kind is ColumnKind.FIGURE]
    needs_quarter = ColumnKind.PERIOD not in kinds and any(not heading.quarter for heading in figures)
    needs_year = any(heading.quarter and not heading.year for heading in figures)
    if expected:
        year, number = int(expected[:4]), int(expected[-1])
        told = {(other or year, number) for other, number in said}
        if needs_quarter:
            told |= {(one.year or year, one.quarter) for one in figures if one.quarter}
        if needs_quarter and told and (year, number) not in told:
            return (
                expected,
                year,
                _contradiction(", ".join(quarter_name(*pair) for pair in sorted(told)), (year, number)),
            )
        if needs_year and years and year not in years:
            return expected, year, _contradiction(", ".join(map(str, sorted(years))), (year, number))
        return expected, year, ""
    if len(whole) == 1:
        [(year, number)] = whole
        return f"{year}-Q{number}", year, ""
    year = min(years) if len(years) == 1 else 0
    if needs_quarter or (needs_year and not year):
        return "", year, _("Which quarter does the table speak of? Neither its heads nor its titles say it.")
    return "", year, ""


def period_of_column(heading: Heading, basis: FigureBasis | None, year: int) -> str:
    """Return the quarter that a heading names, for a plan its year; empty takes the table's."""
    if basis is FigureBasis.PLAN:
        return str(heading.year or year or "")
    if is_whole_year(heading):
        return f"{heading.year}-Q{_LAST_QUARTER}"
    if not heading.quarter:
        return ""
    # "Cùng kỳ quý I/2024" names last year's quarter; the figure stands beside this year's.
    said = year or heading.year if basis in _OF_LAST_YEAR else heading.year or year
    return f"{said}-Q{heading.quarter}" if said else ""


def is_whole_year(heading: Heading) -> bool:
    """Return whether a heading names a year and nothing of its quarters: what the year brought up to its end."""
    return bool(heading.year and not heading.quarter and not heading.tags & (_BASES | {Tag.PLAN, Tag.LAST_YEAR}))


def is_of_another_year(heading: Heading, year: int) -> bool:
    """Return whether a heading names the quarter of another year than the table's without saying which."""
    return bool(heading.year and year and heading.year != year and not heading.quarter and heading.tags & _BASES)


def _contradiction(said: str, expected: tuple[int, int]) -> str:
    sentence = _("The file speaks of %(said)s, but the chosen quarter is %(expected)s. Which one is right?")
    return sentence % {"said": said, "expected": quarter_name(*expected)}
