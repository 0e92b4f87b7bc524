"""Show how far what is reached lies from what was expected or had come before, and whether that is good news."""

from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from tracker.progress.measures import Ends
from tracker.progress.row_distances import distance_of, distance_share_of, is_good
from tracker.progress.rows import ProgressRow
from tracker.web import cells
from tracker.web.drawing.variance import variance_bar
from tracker.web.numbers import range_text

_TONES = {True: "good", False: "late", None: ""}


def tone_of(distance: Ends | None, row: ProgressRow) -> str:
    """Return whether a distance from a row's goal is good or bad news; neither where that is not known."""
    return _TONES[is_good(distance, row)]


def tone_of_news(good: bool | None) -> str:
    """Return the tone of good news, of bad news, and of what is neither."""
    return _TONES[good]


def distance_cell(row: ProgressRow) -> SafeString:
    """Return the distance with its sign, and beside a bar in per cent of what was expected.

    A distance with two ends has both as numbers, and no bar.
    """
    distance = distance_of(row)
    if distance is None:
        return cells.missing("")
    tone, share = tone_of(distance, row), distance_share_of(row)
    text = format_html('<span class="distance {}">{}</span>', tone, distance_text(distance, row))
    if share is None or share.low is None:
        return text
    bar = variance_bar(share.low, tone) if share.high is None else SafeString("")
    return format_html("{}{}", text, cells.sub(format_html("{} {}", bar, distance_share_text(share))))


def distance_text(distance: Ends, row: ProgressRow) -> str:
    """Return a distance with its sign in shown units, both numbers of one with two ends."""
    return range_text(distance.low, distance.high, distance.comparator, row.indicator.display_scale, signed=True)


def distance_share_text(share: Ends) -> str:
    """Return a distance as whole per cent of what was expected, with its sign."""
    low, high = (None if end is None else end * Decimal(100) for end in (share.low, share.high))
    return f"{range_text(low, high, share.comparator, places=0, signed=True)}%"
