"""Draw the way from one total to another over the parts that changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from django.utils.safestring import SafeString

from tracker.web.drawing.svg import box, line, told, words


@dataclass(frozen=True, slots=True)
class _Layout:
    """The lengths of one width: on a narrow one the names stand above their bars."""

    look: str
    width: int
    left: int
    right: int
    row: int
    above: bool


WIDE = _Layout("waterfall wide", 720, 196, 92, 26, above=False)
NARROW = _Layout("waterfall narrow", 360, 4, 74, 42, above=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What one part brought more or less; ``tone`` says whether that is good, bad or neither."""

    name: str
    value: Decimal
    text: str
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waterfall:
    """Two totals with the changes between them, in shown units; the changes add up to the difference exactly."""

    key: str
    title: str
    description: str
    before_name: str
    before: Decimal
    before_text: str
    now_name: str
    now: Decimal
    now_text: str
    changes: Sequence[Change]


def waterfall_chart(fall: Waterfall, layout: _Layout = WIDE) -> SafeString:
    """Return the chart: the earlier total above, a bar for each change from where the one before ended, the new total.

    :raises ValueError: if the changes do not add up to the difference of the totals.
    """
    reached = list(accumulate((change.value for change in fall.changes), initial=fall.before))
    if reached[-1] != fall.now:
        raise ValueError(f"The changes lead from {fall.before} to {reached[-1]}, not to {fall.now}.")
    low, high = min(Decimal(0), *reached), max(Decimal(0), *reached)
    span = (high - low) or Decimal(1)
    tall = layout.row * (len(fall.changes) + 2)

    def x(value: Decimal) -> Decimal:
        return layout.left + (value - low) / span * (layout.width - layout.left - layout.right)

    def bar(
        row: int, name: str, ends: tuple[Decimal, Decimal], text: str, looks: tuple[str, str, str]
    ) -> list[SafeString]:
        y = row * layout.row + (22 if layout.above else 6)
        left, right = sorted((x(ends[0]), x(ends[1])))
        said = (
            words(layout.left + 4, y - 6, name, looks[1])
            if layout.above
            else words(layout.left - 10, y + 12, name, looks[1], "end")
        )
        return [said, box(looks[0], left, y, right - left, 16), words(right + 6, y + 12, text, looks[2])]

    zero = Decimal(0)
    totals = ("c-strong", "c-strong")
    parts = [line("c-zero", [(x(zero), 4), (x(zero), tall + 2)])]
    parts += bar(0, fall.before_name, (zero, fall.before), fall.before_text, ("w-before", *totals))
    for row, (change, start, end) in enumerate(zip(fall.changes, reached, reached[1:], strict=False), start=1):
        top = (row - 1) * layout.row + (38 if layout.above else 22)
        parts.append(line("w-link", [(x(start), top), (x(start), top + layout.row)]))
        looks = (f"c-distance {change.tone}", "c-text", f"c-number {change.tone}")
        parts += bar(row, change.name, (start, end), change.text, looks)
    parts += bar(len(fall.changes) + 1, fall.now_name, (zero, fall.now), fall.now_text, ("w-now", *totals))
    key = f"{fall.key}-{'wide' if layout is WIDE else 'narrow'}"
    return told(layout.look, layout.width, tall + 8, parts, key=key, title=fall.title, description=fall.description)
