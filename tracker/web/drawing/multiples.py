"""Draw many places' ways to their goals side by side, on one common scale in per cent of the goal."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from tracker.web.drawing.scales import Axis
from tracker.web.drawing.svg import dot, hidden, line

_WIDTH, _TALL = 120, 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """The shares of one place's goal (1 = the goal) that had come by the end of each quarter, and should have come."""

    reached: Sequence[Decimal | None]
    planned: Sequence[Decimal | None]


def common_top(panels: Sequence[Panel]) -> Decimal:
    """Return the share at which all panels end: the goal, or more where a place has gone beyond it, at most its double.

    One place that reached ten times its goal must not flatten all the others: its line is cut.
    """
    most = max((share for panel in panels for share in panel.reached if share is not None), default=Decimal(1))
    return min(max(most, Decimal(1)), Decimal(2))


def panel_chart(panel: Panel, top: Decimal) -> SafeString:
    """Return one panel; its title, status and numbers stand beside it as text."""
    scale = Axis((Decimal(0), top), Decimal(6), Decimal(_TALL - 6))
    count = len(panel.planned)

    def points(shares: Sequence[Decimal | None]) -> list[tuple[Decimal, Decimal]]:
        start = [(Decimal(2), scale.at(Decimal(0)))]
        for index, share in enumerate(shares):
            if share is None:
                break
            start.append((2 + Decimal(_WIDTH - 10) * (index + 1) / count, scale.at(min(max(share, Decimal(0)), top))))
        return start

    reached, planned = points(panel.reached), points(panel.planned)
    parts = [
        line("c-zero", [(2, scale.at(Decimal(0))), (_WIDTH - 2, scale.at(Decimal(0)))]),
        line("c-grid", [(2, scale.at(Decimal(1))), (_WIDTH - 2, scale.at(Decimal(1)))]),
        line("c-planned", planned),
        line("c-reached", reached),
    ]
    beyond = [point for point, share in zip(reached[1:], panel.reached, strict=False) if share and share > top]
    parts += [_goes_on(point) for point in dict.fromkeys((*beyond[:1], *beyond[-1:]))]
    if len(reached) > 1 and reached[-1] not in beyond:
        parts.append(dot("c-reached-dot", *reached[-1], 3))
    return hidden("panel", _WIDTH, _TALL, parts)


def _goes_on(point: tuple[Decimal, Decimal]) -> SafeString:
    """Return the mark of a line that is cut: it goes on above the panel."""
    x, y = point
    return line("c-cut", [(x - 5, y + 3), (x, y - 5), (x + 5, y + 3)])
