"""Draw a difference in per cent as a bar left or right of its line; the number stands beside it."""

from decimal import Decimal

from django.utils.safestring import SafeString

from tracker.web.drawing.svg import box, hidden, line

_WIDTH, _TALL, _MOST = 72, 16, Decimal("0.5")


def variance_bar(share: Decimal | None, tone: str) -> SafeString:
    """Return the bar of a difference (1 = 100 %); beyond 50 % it ends with a cut mark, so that others stay readable."""
    if share is None:
        return SafeString("")
    middle = Decimal(_WIDTH) / 2
    wide = min(abs(share), _MOST) / _MOST * (middle - 2)
    left = middle if share >= 0 else middle - wide
    parts = [box(f"v-bar {tone}", left, 4, wide, 8)]
    if abs(share) > _MOST:
        end = left + wide - 4 if share > 0 else left + 4
        parts.append(line("b-cut", [(end - 2, 13), (end + 2, 3)]))
    parts.append(line("v-axis", [(middle, 0), (middle, _TALL)]))
    return hidden("variance", _WIDTH, _TALL, parts)
