"""Say how far what is reached lies from what was expected or had come before, and whether that is good news."""

from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString

from tracker.progress.measures import Amount, Comparator, Direction, Expected, IndicatorKind
from tracker.progress.rows import ProgressRow
from tracker.web import cells
from tracker.web.drawing.variance import variance_bar
from tracker.web.numbers import scaled, signed_text


def is_exact(amount: Amount) -> bool:
    """Return whether an amount is one number without a word before it."""
    return amount.is_stated and amount.high is None and amount.comparator is Comparator.EXACTLY


def distance_between(reached: Amount | None, due: Expected | None) -> Decimal | None:
    """Return reached less expected in single units; None unless both are one exact number."""
    if reached is None or not is_exact(reached) or due is None or due.low is None or due.high is not None:
        return None
    return reached.value - due.low


def distance_of(row: ProgressRow) -> Decimal | None:
    """Return how far a row lies above or below what it should have reached by now, in single units; None: unknown."""
    return distance_between(row.to_date.amount, row.progress.expected)


def distance_share(row: ProgressRow) -> Decimal | None:
    """Return the distance as a share of what was expected (1 = 100 %).

    None for a level, whose distance is said in its own unit: most of it was there before the year began.
    """
    distance, due = distance_of(row), row.progress.expected
    if distance is None or row.indicator.kind != IndicatorKind.FLOW or due is None or not due.low or due.low < 0:
        return None
    return distance / due.low


def tone_of(distance: Decimal | None, row: ProgressRow) -> str:
    """Return whether a distance from a row's goal is good or bad news; neither where more is no better than less."""
    return "" if row.terms is None else tone_towards(row.terms.direction, distance)


def tone_towards(direction: Direction, distance: Decimal | None) -> str:
    """Return whether so much more is good or bad news; nothing lost is good, neutral things are neither."""
    if distance is None or direction is Direction.NEUTRAL:
        return ""
    is_good = distance >= 0 if direction is Direction.HIGHER_IS_BETTER else distance <= 0
    return "good" if is_good else "late"


def distance_cell(row: ProgressRow) -> SafeString:
    """Return the distance with its sign, and beside a bar in per cent of what was expected."""
    distance = distance_of(row)
    if distance is None:
        return cells.missing("")
    tone, share = tone_of(distance, row), distance_share(row)
    text = format_html('<span class="distance {}">{}</span>', tone, signed_text(scaled(distance, _scale(row))))
    if share is None:
        return text
    words = f"{signed_text(share * 100, 0)}%"
    return format_html("{}{}", text, cells.sub(format_html("{} {}", variance_bar(share, tone), words)))


def _scale(row: ProgressRow) -> Decimal:
    return row.indicator.display_scale
