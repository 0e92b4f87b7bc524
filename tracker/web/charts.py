"""Draw the small pictures inside pages as SVG: statuses, the bullet graph.

Coordinates are formatted here in plain ASCII: under Vietnamese, templates would print decimal commas into them.
None of the pictures says anything that does not stand beside it as text, so all are hidden from screen readers.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tracker.progress.attainment import share_of
from tracker.progress.measures import Amount, Progress, Status, Thresholds
from tracker.progress.rows import ProgressRow
from tracker.web.words import STATUS_TONES, STATUS_WORDS, Words

_DISC = '<circle class="icon-fill" cx="8" cy="8" r="7"/>'
_RING = '<circle class="icon-ring" cx="8" cy="8" r="6.4"/>'
_SHAPES: dict[Status | None, str] = {
    Status.MET: f'{_DISC}<path class="icon-mark" d="M4.8 8.2l2.2 2.3 4.2-4.8"/>',
    Status.ON_TRACK: _DISC,
    Status.AT_RISK: '<path class="icon-fill" d="M8 1l7.4 13.4H.6z"/><path class="icon-mark" d="M8 6v4M8 12.2v.1"/>',
    Status.OFF_TRACK: '<path class="icon-fill" d="M1 1h14v14H1z"/><path class="icon-mark" d="M5 5l6 6M11 5l-6 6"/>',
    Status.TOO_FEW_REPORTS: f'{_RING}<path class="icon-fill" d="M8 8V3a5 5 0 015 5z"/>',
    Status.INCOMPLETE: f'{_RING}<path class="icon-fill" d="M8 3a5 5 0 010 10z"/>',
    Status.NOT_DUE: f'{_RING}<path class="icon-line" d="M8 4v4.4h3"/>',
    Status.NOT_REPORTED: _RING,
    Status.NO_TARGET: '<path class="icon-line" d="M1 8h14"/>',
    None: '<path class="icon-line" d="M1 8h14"/>',
}

# The bullet graph: 0 to 125 % of the goal on every row of every page; beyond it the bar ends with a cut mark.
_WIDTH = 125
_HEIGHT = 16
_FULL = Decimal("1.25")


def status_badge(status: Status | None, *, shape_alone: bool = False) -> SafeString:
    """Return a status as shape, word and colour; ``shape_alone``: the word for screen readers and pointers only."""
    words: Words = STATUS_WORDS[status]
    return format_html(
        '<span class="status {}"{}><svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>{}</span>',
        STATUS_TONES[status],
        format_html(' title="{}"', words) if shape_alone else "",
        mark_safe(_SHAPES[status]),  # noqa: S308 - constants of this module
        format_html('<span class="visually-hidden">{}</span>', words) if shape_alone else words,
    )


@dataclass(frozen=True, slots=True)
class Ahead:
    """What the goal's period may bring, as shares of the goal; ``high`` is None where it is open above."""

    low: Decimal
    central: Decimal
    high: Decimal | None


def bullet_of(row: ProgressRow) -> SafeString:
    """Return the bullet graph of a row, with what its projection says."""
    return bullet(row.progress, row.thresholds, _ahead(row))


def _ahead(row: ProgressRow) -> Ahead | None:
    """Return the projection as shares of the goal; None where there is none, or nothing is left to come."""
    said, reached = row.projection, row.to_date.amount
    if said is None or said.central is None or said.low is None or reached is None or said.central == reached.low:
        return None
    central, low = (share_of(row.terms, Amount(each)).low for each in (said.central, said.low))
    high = None if said.high is None else share_of(row.terms, Amount(said.high)).low
    return None if central is None or low is None else Ahead(low, central, high)


def bullet(progress: Progress, thresholds: Thresholds, ahead: Ahead | None = None) -> SafeString:
    """Return a goal's bullet graph: the bar is what is reached, the tick what should be, the outline the goal.

    Behind the bar of a sum of too few reports there are no ranges: they would judge it.
    ``ahead`` is hatched: what the period may bring, with a thin line over its range.
    """
    share = progress.attainment.low
    expected = progress.expected.share if progress.expected else None
    parts = [f'<rect class="b-goal" x="0.5" y="1.5" width="99.5" height="{_HEIGHT - 3}"/>']
    if progress.target_key is None or (share is None and expected is None):
        parts = [f'<path class="b-axis" d="M0 {_HEIGHT / 2:g}h{_WIDTH}"/>']
    elif share is None:
        parts.insert(0, f'<path class="b-axis" d="M1 {_HEIGHT / 2:g}h99"/>')
    if share is not None and expected is not None and progress.status is not Status.TOO_FEW_REPORTS:
        parts[:0] = _ranges(expected, thresholds)
    if share is not None:
        parts += [*(_hatched(share, ahead) if ahead else []), *_bar(share, ahead)]
    if expected is not None and expected > 0:
        at = _x(expected)
        parts.append(f'<rect class="b-halo" x="{at - 2:.1f}" y="0" width="4" height="{_HEIGHT}"/>')
        parts.append(f'<rect class="b-due" x="{at - 1:.1f}" y="0" width="2" height="{_HEIGHT}"/>')
    drawing = mark_safe("".join(parts))  # noqa: S308 - numbers of this module
    return format_html(
        '<svg class="bullet" viewBox="0 0 {} {}" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        "{}</svg>",
        _WIDTH,
        _HEIGHT,
        drawing,
    )


def _ranges(expected: Decimal, thresholds: Thresholds) -> list[str]:
    """Return the dark and the light range; they end where the pace reaches the thresholds."""
    late, risk = _x(expected * thresholds.at_risk), _x(expected * thresholds.on_track)
    return [
        f'<rect class="b-late" x="0" y="2" width="{late:.1f}" height="{_HEIGHT - 4}"/>',
        f'<rect class="b-risk" x="{late:.1f}" y="2" width="{max(risk - late, 0):.1f}" height="{_HEIGHT - 4}"/>',
    ]


def _hatched(share: Decimal, ahead: Ahead) -> list[str]:
    """Return the hatched bar from what is reached to what the period may bring, and the line over its range.

    The stripes are one dashed line: a pattern would have to be drawn once a page, where a sheet for PDF knows it not.
    """
    start, end = _x(share), _x(ahead.central)
    drawn = []
    if end > start:
        drawn += [
            f'<rect class="b-ahead" x="{start:.1f}" y="5.5" width="{end - start:.1f}" height="5"/>',
            f'<path class="b-hatch" d="M{start:.1f} 8H{end:.1f}"/>',
        ]
    low, high = _x(ahead.low), _x(_FULL if ahead.high is None else ahead.high)
    return [*drawn, f'<path class="b-reach" d="M{low:.1f} 8H{high:.1f}"/>']


def _bar(share: Decimal, ahead: Ahead | None) -> list[str]:
    """Return the bar of what is reached; cut marks say that it, or what it may become, goes on."""
    bar = [f'<rect class="b-done" x="0" y="5.5" width="{_x(share):.1f}" height="5"/>']
    if share > _FULL or (ahead is not None and ahead.central > _FULL):
        bar.append(f'<path class="b-cut" d="M{_WIDTH - 8} 12l4-8M{_WIDTH - 4} 12l4-8"/>')
    return bar


def _x(share: Decimal) -> Decimal:
    """Return where a share of the goal lies, between the two ends of the picture."""
    return round(min(max(share, Decimal(0)), _FULL) * 100, 1)
