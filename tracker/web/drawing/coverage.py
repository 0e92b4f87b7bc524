"""Draw a goal as the parts that are given to somebody, the part that belongs to nobody, and its own line."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from tracker.web.drawing.svg import box, hidden, line, words

_LEAST_FOR_A_NAME = 9
"""How wide, for each letter of its number, a part must be to have it written on."""

_LETTER = 7
"""How wide a letter above the bar is, at most."""


@dataclass(frozen=True, slots=True)
class _Layout:
    """The lengths of one width; on a narrow one what is left stands below what is given."""

    look: str
    width: int
    below: int


WIDE = _Layout("coverage wide", 600, 0)
NARROW = _Layout("coverage narrow", 340, 18)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The parts of one goal in its unit, each with the number under which a table names it, and the printed texts.

    ``rest_text`` says how much belongs to nobody, or how much is given beyond the goal.
    """

    parts: Sequence[tuple[str, Decimal]]
    goal: Decimal
    goal_text: str
    assigned_text: str
    rest_text: str = ""


def coverage_chart(cover: Coverage, layout: _Layout = WIDE) -> SafeString:
    """Return the bar: parts side by side, the rest of the goal dashed, the goal an upright line; more crosses it.

    It says nothing of what is reached, so it has no colour of a status. Without a goal above 0 it is an empty string.
    """
    total = sum((max(part, Decimal(0)) for _number, part in cover.parts), Decimal(0))
    whole = max(total, cover.goal)
    if cover.goal <= 0:
        return SafeString("")
    scale = Decimal(layout.width - 4) / whole
    at = 2 + cover.goal * scale
    pieces: list[SafeString] = []
    x = Decimal(2)
    for index, (number, part) in enumerate(cover.parts):
        width = max(part, Decimal(0)) * scale
        pieces.append(box("c-even" if index % 2 else "c-odd", x, 24, width, 26))
        room = _LEAST_FOR_A_NAME * (len(number) + 1)
        if width >= room:
            pieces.append(words(_beside_line(x, x + width, at, room), 41, number, "c-text", "middle"))
        elif index == 0 and not number.isdigit() and _has_room_above(number, cover.goal_text, at, layout):
            # Too small for its name, which nothing else on the bar explains: it stands above.
            pieces.append(words(2, 13, number, "c-text"))
        x += width
    if total < cover.goal:
        pieces.append(box("c-rest", x, 24, (cover.goal - total) * scale, 26))
    pieces.append(line("c-goal", [(at, 18), (at, 56)]))
    side = "end" if at > layout.width / 2 else "start"
    pieces.append(words(at, 13, cover.goal_text, "c-strong", side))
    pieces.append(words(2, 72, cover.assigned_text, "c-text"))
    if cover.rest_text:
        pieces.append(words(layout.width - 2, 72 + layout.below, cover.rest_text, "c-strong", "end"))
    return hidden(layout.look, layout.width, 80 + layout.below, pieces)


def _has_room_above(name: str, goal_text: str, at: Decimal, layout: _Layout) -> bool:
    """Return whether a name at the left end stands clear of the goal's words, which end or begin at its line."""
    taken = len(goal_text) if at > layout.width / 2 else 0
    return at >= _LETTER * (len(name) + 1 + taken)


def _beside_line(left: Decimal, right: Decimal, at: Decimal, room: Decimal | int) -> Decimal:
    """Return the middle of a name on a part: of the part, or of the larger piece of it that the goal's line leaves."""
    middle = (left + right) / 2
    if abs(middle - at) * 2 > room or not left < at < right:
        return middle
    piece = (left, at) if at - left > right - at else (at, right)
    return (piece[0] + piece[1]) / 2 if piece[1] - piece[0] >= room else middle
