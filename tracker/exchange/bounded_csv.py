"""Read CSV with a bound on the length of a cell that holds whatever else runs in the process."""

import csv
from collections.abc import Iterable, Iterator
from typing import Final

# The module's own bound. It is one for the whole process, and libraries that read tables lift it when they are loaded.
_LONGEST_CELL: Final = 131_072


def bounded_reader(lines: Iterable[str], *, delimiter: str = ",", strict: bool = False) -> Iterator[list[str]]:
    """Return the rows of a CSV text.

    :raises csv.Error: while rows are read, if a cell is longer than the bound or the text is no CSV.
    """
    csv.field_size_limit(_LONGEST_CELL)
    return csv.reader(lines, delimiter=delimiter, strict=strict)
