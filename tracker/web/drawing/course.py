"""Draw how a goal's year goes: reached, planned and last year's line, and below them the distance from the plan."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from textwrap import wrap

from django.utils.safestring import SafeString

from tracker.web.drawing.places import Frame, Places, text_width
from tracker.web.drawing.scales import Axis, apart, axis
from tracker.web.drawing.svg import ZERO, box, dot, line, told, words

_LINE = 14  # from one line of words to the next


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A value in shown units with the text that is printed for it."""

    value: Decimal
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One quarter of the year: what had been reached by its end, what should have been, and a year before.

    ``distance`` is reached less planned, ``tone`` whether that is good ("good"), bad ("late") or neither (""). None
    where it is not known.
    """

    label: str
    reached: Mark | None = None
    planned: Mark | None = None
    before: Mark | None = None
    distance: Mark | None = None
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A year of one goal in four steps, with the words of its lines.

    ``projected`` is what the year's end may bring, from its low to its high end; ``from_zero``: the year's sum begins
    at 0, as that of a level does not.
    """

    key: str
    title: str
    description: str
    steps: Sequence[Step]
    reached_name: str
    planned_name: str
    before_name: str
    projected_name: str
    distance_name: str
    number_text: Callable[[Decimal], str]
    projected: Mark | None = None
    projected_low: Decimal | None = None
    projected_high: Decimal | None = None
    from_zero: bool = True


@dataclass(frozen=True, slots=True)
class _Layout:
    """The lengths of one width of the chart."""

    look: str
    width: int
    left: int
    right: int
    top: int = 24
    bottom: int = 248
    tier: int = 332
    height: int = 392
    reach: int = 34
    letters: int = 24
    """How many letters of a name stand in one line at the right end."""

    def x(self, index: int, count: int, *, from_zero: bool) -> Decimal:
        """Return where a step stands; the first is a step away from the axis where the line begins at 0."""
        room = Decimal(self.width - self.left - self.right)
        if not from_zero:
            return self.left + room * (2 * index + 1) / (2 * count)
        return self.left + room * (index + 1) / (Decimal(count) + Decimal("0.35"))


WIDE = _Layout("course wide", 720, 76, 132)
NARROW = _Layout("course narrow", 360, 60, 86, tier=352, height=430, letters=11)


def course_chart(course: Course, layout: _Layout = WIDE) -> SafeString:
    """Return the chart in one of its two widths; a year of which nothing is known is an empty string."""
    steps = course.steps
    known = [mark.value for step in steps for mark in (step.reached, step.planned, step.before) if mark]
    if not known:
        return SafeString("")
    ends = [end for end in (course.projected_low, course.projected_high) if end is not None]
    ends += [course.projected.value] if course.projected else []
    scale = axis([*known, *ends], top=layout.top, bottom=layout.bottom, with_zero=course.from_zero)
    xs = [layout.x(index, len(steps), from_zero=course.from_zero) for index in range(len(steps))]
    parts = [
        *_grid(course, layout, scale),
        *(words(x, layout.bottom + 20, step.label, "c-text", "middle") for x, step in zip(xs, steps, strict=True)),
        *_projection(course, scale, xs),
        *_line(course, scale, layout, xs, "before"),
        *_line(course, scale, layout, xs, "planned"),
        *_line(course, scale, layout, xs, "reached"),
        *_beside_points(course, scale, layout, xs),
        *_labels(course, scale, layout),
        *_distances(course, layout, xs),
    ]
    key = f"{course.key}-{'wide' if layout is WIDE else 'narrow'}"
    # Without a plan there are no distances from it, and no room is kept for them.
    tall = layout.height if any(step.distance for step in steps) else layout.bottom + 36
    return told(layout.look, layout.width, tall, parts, key=key, title=course.title, description=course.description)


def _mark(step: Step, name: str) -> Mark | None:
    return {"reached": step.reached, "planned": step.planned, "before": step.before}[name]


def _grid(course: Course, layout: _Layout, scale: Axis) -> list[SafeString]:
    right = layout.width - layout.right
    found = []
    for mark in scale.marks:
        look = "c-zero" if mark == 0 else "c-grid"
        found.append(line(look, [(layout.left, scale.at(mark)), (right, scale.at(mark))]))
        found.append(words(layout.left - 8, scale.at(mark) + 4, course.number_text(mark), "c-soft", "end"))
    return found


def _line(course: Course, scale: Axis, layout: _Layout, xs: Sequence[Decimal], name: str) -> list[SafeString]:
    """Return a line with its dots; a step that is not known leaves a gap in it."""
    runs: list[list[tuple[Decimal, Decimal]]] = [[(Decimal(layout.left), scale.at(ZERO))] if course.from_zero else []]
    dots = []
    for x, step in zip(xs, course.steps, strict=True):
        mark = _mark(step, name)
        if mark is None:
            runs.append([])
            continue
        point = (x, scale.at(mark.value))
        runs[-1].append(point)
        dots.append(dot(f"c-{name}-dot", *point, 5 if name != "before" else 2))
    return [line(f"c-{name}", run) for run in runs] + dots


def _last(course: Course, name: str) -> tuple[int, Mark] | None:
    """Return the newest step of a line that is known."""
    known = [(index, mark) for index, step in enumerate(course.steps) if (mark := _mark(step, name))]
    return known[-1] if known else None


def _beside_points(course: Course, scale: Axis, layout: _Layout, xs: Sequence[Decimal]) -> list[SafeString]:
    """Return the newest number in bold beside its dot, and the name of last year's line where it ends early."""
    lines = [
        [(x, scale.at(mark.value)) for x, step in zip(xs, course.steps, strict=True) if (mark := _mark(step, name))]
        for name in ("reached", "planned", "before")
    ]
    newest, before = _last(course, "reached"), _last(course, "before")
    if newest and course.projected:
        lines.append([(xs[newest[0]], scale.at(newest[1].value)), (xs[-1], scale.at(course.projected.value))])
    frame = Frame(layout.left, layout.width - layout.right, layout.top - 20, layout.bottom)
    places = Places(frame, lines)
    parts = []
    if newest:
        index, mark = newest
        planned = course.steps[index].planned
        under = planned is not None and planned.value > mark.value
        spot = places.beside((xs[index], scale.at(mark.value)), mark.text, size=16, below=under)
        parts.append(words(spot.x, spot.y, mark.text, "c-bold", spot.anchor))
    if before and before[0] < len(xs) - 1:
        index, mark = before
        text = f"{course.before_name}: {mark.text}"
        spot = places.beside((xs[index], scale.at(mark.value)), text, size=13, below=True)
        parts.append(words(spot.x, spot.y, text, "c-soft", spot.anchor))
    return parts


def _projection(course: Course, scale: Axis, xs: Sequence[Decimal]) -> list[SafeString]:
    """Return the dotted way to the year's end, and the range in which it may lie."""
    last = _last(course, "reached")
    if course.projected is None or last is None or last[0] == len(xs) - 1:
        return []
    start, end = (xs[last[0]], scale.at(last[1].value)), (xs[-1], scale.at(course.projected.value))
    low = course.projected.value if course.projected_low is None else course.projected_low
    high = course.projected.value if course.projected_high is None else course.projected_high
    top, bottom = scale.at(high), scale.at(low)
    parts = [line("c-projected", [start, end])]
    if top != bottom:
        parts.append(line("c-range", [(xs[-1] + 10, top), (xs[-1] + 10, bottom)]))
        parts += [line("c-range", [(xs[-1] + 6, y), (xs[-1] + 14, y)]) for y in (top, bottom)]
    return [*parts, dot("c-projected-dot", *end, 5)]


def _labels(course: Course, scale: Axis, layout: _Layout) -> list[SafeString]:
    """Return the name and the last value of each line that reaches the right end, never one over the other."""
    found: list[tuple[Decimal, str, str, str]] = []
    for name, said, look in (
        ("reached", course.reached_name, "c-strong"),
        ("planned", course.planned_name, "c-text"),
        ("before", course.before_name, "c-soft"),
    ):
        last = _last(course, name)
        if last is not None and (last[0] == len(course.steps) - 1 or name == "planned"):
            found.append((scale.at(last[1].value), said, last[1].text, look))
    if course.projected is not None:
        found.append((scale.at(course.projected.value), course.projected_name, course.projected.text, "c-text"))
    heights = apart([each[0] for each in found], 31, layout.top, layout.bottom - 12)
    x = layout.width - layout.right + 10
    return [
        part
        for y, (_y, name, text, look) in zip(heights, found, strict=True)
        for part in (words(x, y, name, look), words(x, y + 15, text, look))
    ]


def _distances(course: Course, layout: _Layout, xs: Sequence[Decimal]) -> list[SafeString]:
    """Return the distances from the plan as columns on the plan's double line, each with its number."""
    known = [abs(step.distance.value) for step in course.steps if step.distance]
    if not known:
        return []
    right = layout.width - layout.right
    parts = [line("c-plan-axis", [(layout.left, layout.tier + by), (right, layout.tier + by)]) for by in (-1, 2)]
    parts += [
        words(right + 10, layout.tier + 4 + 15 * index, each, "c-text")
        for index, each in enumerate(wrap(course.distance_name, layout.letters, break_long_words=False))
    ]
    most = max(known) or Decimal(1)
    # Where the number before ended, and how high it stands: one above the line (True), one below it.
    beside: dict[bool, tuple[Decimal, Decimal]] = {}
    for x, step in zip(xs, course.steps, strict=True):
        if step.distance is None:
            parts.append(words(x, layout.tier - 8, "–", "c-soft", "middle"))
            continue
        tall = abs(step.distance.value) / most * layout.reach
        up = step.distance.value >= 0
        parts.append(box(f"c-distance {step.tone}", x - 16, layout.tier - tall if up else layout.tier + 2, 32, tall))
        y = layout.tier - tall - 6 if up else layout.tier + tall + 16
        half = text_width(step.distance.text, 13) / 2
        end, height = beside.get(up, (x - half - 1, y))
        if x - half < end and abs(y - height) < _LINE:
            y = height - _LINE if up else height + _LINE
        beside[up] = (x + half + 4, y)
        parts.append(words(x, y, step.distance.text, f"c-number {step.tone}", "middle"))
    return parts
