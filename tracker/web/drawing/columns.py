"""Draw the quarters of two years as micro columns, and levels as a short line; they repeat numbers of the page."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.safestring import SafeString

from tracker.web.drawing.scales import axis
from tracker.web.drawing.svg import box, dot, hidden, line

_STEP, _WIDE, _GAP, _TALL = 9, 7, 5, 22


def micro_columns(
    last_year: Sequence[Decimal | None], this_year: Sequence[Decimal | None], to_come: Sequence[Decimal | None] = ()
) -> SafeString:
    """Return last year's quarters grey, this year's dark, and what is planned for the rest outlined.

    None is a quarter without a number: a dash on the line, never a column of height 0. Where nothing is known at all
    the answer is an empty string.
    """
    values = [*last_year, *this_year, *to_come]
    known = [value for value in values if value is not None]
    if not known:
        return SafeString("")
    scale = axis(known, top=1, bottom=_TALL - 1)
    looks = ["m-before"] * len(last_year) + ["m-now"] * len(this_year) + ["m-plan"] * len(to_come)
    ground = scale.at(Decimal(0))
    parts = []
    for index, (value, look) in enumerate(zip(values, looks, strict=True)):
        x = index * _STEP + (_GAP if index >= len(last_year) and last_year else 0)
        if value is None:
            parts.append(line("m-none", [(x + 1, ground), (x + _WIDE - 1, ground)]))
            continue
        y = scale.at(value)
        parts.append(box(look, x, min(y, ground), _WIDE, abs(y - ground)))
    width = len(values) * _STEP + (_GAP if last_year else 0)
    return hidden("micro", width, _TALL, [line("m-axis", [(0, ground), (width - 2, ground)]), *parts])


def micro_line(levels: Sequence[Decimal | None]) -> SafeString:
    """Return a level over quarters as a line with a dot at its newest value; a quarter without one is a gap."""
    known = [value for value in levels if value is not None]
    if not known:
        return SafeString("")
    scale = axis(known, top=3, bottom=_TALL - 3, with_zero=False)
    runs: list[list[tuple[int, Decimal]]] = [[]]
    newest = (0, Decimal(0))
    for index, value in enumerate(levels):
        if value is None:
            runs.append([])
            continue
        newest = (index * _STEP + 4, scale.at(value))
        runs[-1].append(newest)
    alone = [dot("m-dot", x, y, 1) for run in runs if len(run) == 1 for x, y in run]
    parts = [*(line("m-line", run) for run in runs), *alone, dot("m-dot", *newest, Decimal("2.5"))]
    return hidden("micro", len(levels) * _STEP + _GAP, _TALL, parts)
