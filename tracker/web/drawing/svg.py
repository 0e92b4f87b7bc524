"""Write the pieces of a drawing: texts, lines, boxes, and the frame that gives a chart its name and description."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Length = Decimal | int

ZERO = Decimal(0)


def length(value: Length) -> str:
    """Return a coordinate as plain ASCII with at most one decimal."""
    text = f"{round(Decimal(value), 1):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def words(x: Length, y: Length, text: str, look: str, anchor: str = "start") -> SafeString:
    """Return a text that begins, is centred or ends at a point."""
    return format_html(
        '<text class="{}" x="{}" y="{}" text-anchor="{}">{}</text>', look, length(x), length(y), anchor, text
    )


def box(look: str, x: Length, y: Length, width: Length, height: Length) -> SafeString:
    """Return a rectangle; one without any width or height is drawn as a hair, so that it is seen."""
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>',
        look,
        length(x),
        length(y),
        length(max(Decimal(width), Decimal("0.5"))),
        length(max(Decimal(height), Decimal("0.5"))),
    )


def dot(look: str, x: Length, y: Length, radius: Length) -> SafeString:
    """Return a point of a line."""
    return format_html('<circle class="{}" cx="{}" cy="{}" r="{}"/>', look, length(x), length(y), length(radius))


def line(look: str, points: Sequence[tuple[Length, Length]]) -> SafeString:
    """Return a line through points; nothing for fewer than two."""
    if len(points) < 2:
        return SafeString("")
    steps = " ".join(f"{length(x)} {length(y)}" for x, y in points)
    return format_html('<path class="{}" d="M{}"/>', look, steps)


def together(parts: Iterable[SafeString]) -> SafeString:
    """Return pieces one after the other."""
    return format_html_join("", "{}", ((part,) for part in parts))


def hidden(look: str, width: Length, height: Length, parts: Iterable[SafeString]) -> SafeString:
    """Return a drawing that repeats what stands beside it as text, and is silent for screen readers."""
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}" aria-hidden="true" focusable="false">{}</svg>',
        look,
        length(width),
        length(height),
        together(parts),
    )


def told(
    look: str, width: Length, height: Length, parts: Iterable[SafeString], *, key: str, title: str, description: str
) -> SafeString:
    """Return a chart with a name and a description that say the same as its lines; ``key`` is unique on the page."""
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}" role="img" aria-labelledby="{}-title {}-text" focusable="false">'
        '<title id="{}-title">{}</title><desc id="{}-text">{}</desc>{}</svg>',
        look,
        length(width),
        length(height),
        key,
        key,
        key,
        title,
        key,
        description,
        together(parts),
    )
