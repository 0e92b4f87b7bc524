"""Judge how far a goal has come; pure, standard library only.

Nothing here is capped, clamped or rounded: 548 % is 548 %. The order of the statuses and every rule: domain.md §5, and
docs/adr/0010 for what it leaves open.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tracker.progress.attainment import (
    Attainment,
    Ends,
    attained_share,
    attainment,
    gap_to,
    is_about_the_target,
    is_met,
    share_of,
    way_to_go,
    why_undefined,
)
from tracker.progress.enough import Coverage
from tracker.progress.expectation import Expected, expected, expected_share
from tracker.progress.history import PastYear
from tracker.progress.periods import ONE_DAY, Quarter
from tracker.progress.quantities import to_decimal
from tracker.progress.readings import Reading, unknown
from tracker.progress.targets import TargetTerms, Thresholds
from tracker.progress.vocabulary import Direction, ExpectedRule, IndicatorKind, Reason, Status, Way


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Hold everything that is said about one goal at one quarter.

    `read_to` is the day at which all of it is taken, None if nothing could be read. `status` is None where a judgement
    would say more than is known; `reasons` tell why, and what to read with care. `pace` = attainment / expected share.
    `gap` = goal less to date; `way` says where it still has to go. `quarters_left` counts the quarters after `read_to`,
    an open one as one; 0 at the end. `needed_per_remaining_quarter` is for flows; its reason is *met* or *over*.
    `quarter_share` = in the quarter / goal.
    """

    target_key: Hashable | None
    quarter: Quarter
    reading: Reading
    read_to: date | None
    attainment: Attainment
    expected: Expected | None
    expected_rule: ExpectedRule | None
    status: Status | None
    pace: Decimal | None
    gap: Ends
    needed_per_remaining_quarter: Ends
    quarters_left: int | None
    quarter_share: Attainment
    coverage: Coverage | None
    reasons: tuple[Reason, ...]
    way: Way | None = None


def judge(
    target: TargetTerms | None,
    reading: Reading,
    *,
    quarter: Quarter,
    thresholds: Thresholds,
    past_years: Sequence[PastYear] = (),
    coverage: Coverage | None = None,
    own_report: bool = True,
    in_quarter: Reading | None = None,
    goals_added: bool = False,
) -> Progress:
    """Judge one goal at one quarter.

    `reading` comes from `to_date(figures, target.starts, quarter, target.ends)`, or is a sum of such readings; then
    `own_report` is False and `coverage` says of how many. `in_quarter` is the reading of the quarter alone.
    `goals_added`: the goal is the sum of the goals of the units in the reading, and grows with each that reports.

    :raises ValueError: if a flow was read from another day than the goal's start, or past the goal's end.
    """
    if target is not None:
        _check_period(target, reading)
    day = _day_read(target, reading)
    # A level from before the goal's period is shown as carried; it is no figure of the period, and no 0 %.
    used = unknown(reading.kind, Reason.NOT_REPORTED) if reading.is_known and day is None else reading
    should = None
    pace = None
    if target is not None and day is not None and why_undefined(target) is not Reason.TARGET_NOT_POSITIVE:
        should = expected(target, day, past_years=past_years)
        pace = _pace(target, reading, day, past_years)
    left = _quarters_left(target, day, quarter)
    unreported = _is_over_unreported(target, reading, left)
    too_few = not own_report and coverage is not None and coverage.is_too_thin(thresholds.coverage)
    status, reasons = _status(target, reading, quarter, thresholds, pace, own_report, too_few, goals_added, unreported)
    gap = gap_to(target, used)
    return Progress(
        target_key=None if target is None else target.key,
        quarter=quarter,
        reading=reading,
        read_to=day,
        attainment=attainment(target, used),
        expected=should,
        expected_rule=None if should is None else should.rule,
        status=status,
        pace=None if pace is None else to_decimal(pace),
        gap=gap,
        needed_per_remaining_quarter=_needed(target, used, gap, left),
        quarters_left=left,
        quarter_share=_quarter_share(target, in_quarter),
        coverage=coverage,
        reasons=(*reasons, *_cautions(target, reading, own_report)),
        way=way_to_go(target, gap),
    )


def _check_period(target: TargetTerms, reading: Reading) -> None:
    """Refuse a reading of another period: its quotient would be a number that means nothing."""
    if not reading.is_known:
        return
    if target.kind is IndicatorKind.FLOW and reading.from_on != target.starts:
        raise ValueError(f"Target {target.key} starts on {target.starts}; the reading starts on {reading.from_on}.")
    if target.ends is not None and reading.to_on is not None and reading.to_on > target.ends:
        raise ValueError(f"Target {target.key} ends on {target.ends}; the reading runs to {reading.to_on}.")


def _day_read(target: TargetTerms | None, reading: Reading) -> date | None:
    """Give the day of the judgement; a level older than the goal's period is no report of that period."""
    if not reading.is_known or (target is not None and reading.to_on is not None and reading.to_on < target.starts):
        return None
    return reading.to_on


def _pace(target: TargetTerms, reading: Reading, day: date, past_years: Sequence[PastYear]) -> Fraction | None:
    """Divide the attainment by the expected attainment; None where either is undefined or nothing is expected yet."""
    share = attained_share(target, reading.amount)
    due = expected_share(target, day, past_years)
    if share is None or due is None or due <= 0:
        return None
    return share / due


def _status(
    target: TargetTerms | None,
    reading: Reading,
    quarter: Quarter,
    thresholds: Thresholds,
    pace: Fraction | None,
    own_report: bool,
    too_few: bool,
    goals_added: bool,
    unreported: bool,
) -> tuple[Status | None, tuple[Reason, ...]]:
    """Give the first status that applies, in the order of domain.md §5, and why there is none."""
    if target is None:
        return Status.NO_TARGET, (Reason.NO_TARGET,)
    if not target.amount.is_stated:
        return Status.NO_TARGET, (Reason.TARGET_NOT_STATED,)
    not_judged = _why_not_judged(target)
    if not_judged:
        return None, not_judged
    if quarter.last_day < target.starts:
        return Status.NOT_DUE, (Reason.NOT_STARTED,)
    if _day_read(target, reading) is None:
        return _status_without_figure(reading)
    if reading.disputed and own_report:
        return None, (Reason.DISPUTED,)
    # Of added goals not even "met" is settled while too few have reported: the next report brings a goal along.
    settled = None if too_few and goals_added else _status_of_reached(target, reading)
    if settled is not None:
        return settled
    if too_few:
        return Status.TOO_FEW_REPORTS, ()
    if unreported:
        return Status.INCOMPLETE, (Reason.PERIOD_OVER_UNREPORTED,)
    if pace is None:
        return Status.NOT_DUE, (Reason.OPEN_ENDED,) if target.ends is None else ()
    if pace >= Fraction(thresholds.on_track):
        return Status.ON_TRACK, ()
    return (Status.AT_RISK if pace >= Fraction(thresholds.at_risk) else Status.OFF_TRACK), ()


def _status_of_reached(target: TargetTerms, reading: Reading) -> tuple[Status | None, tuple[Reason, ...]] | None:
    """Say what is settled by the figure alone: met, or never to be measured; None where the pace has to decide.

    A goal that keeps its level has no percentage, and is met while the level is held.
    """
    undefined = attainment(target, reading).reason
    if undefined is Reason.FLOW_AGAINST_BASELINE:
        return None
    keeps_level = undefined is Reason.TARGET_EQUALS_BASELINE and target.easier_end == target.baseline
    if (undefined is None or keeps_level) and is_met(target, reading.amount):
        return Status.MET, () if undefined is None else (undefined,)
    return None if undefined is None else (None, (undefined,))


def _is_over_unreported(target: TargetTerms | None, reading: Reading, left: int | None) -> bool:
    """Tell whether the goal's period has ended while figures that are owed for it are still out."""
    if target is None or target.ends is None or left != 0 or reading.to_on is None:
        return False
    owed_to = target.ends if reading.closed_on is None else min(reading.closed_on, target.ends)
    return reading.to_on < owed_to


def _why_not_judged(target: TargetTerms) -> tuple[Reason, ...]:
    if target.implied:
        return (Reason.IMPLIED,)
    if target.direction is Direction.NEUTRAL:
        return (Reason.NEUTRAL_DIRECTION,)
    return () if target.is_judged else (Reason.ROLE_NOT_JUDGED,)


def _status_without_figure(reading: Reading) -> tuple[Status | None, tuple[Reason, ...]]:
    """Say what a goal is whose period has no figure to read: mostly *not reported*, never 0 %."""
    if reading.reason is Reason.NOT_APPLICABLE:
        return None, (Reason.NOT_APPLICABLE,)
    if reading.reason is Reason.GAP_BETWEEN:
        return Status.INCOMPLETE, (Reason.GAP_BETWEEN,)
    return Status.NOT_REPORTED, (reading.reason or Reason.CARRIED,)


def _cautions(target: TargetTerms | None, reading: Reading, own_report: bool) -> tuple[Reason, ...]:
    """List what a reader must know beside a number that stands."""
    if target is None or not reading.is_known or not target.amount.is_stated:
        return ()
    found = (
        (Reason.ABOUT_THE_TARGET, is_about_the_target(target, reading.amount)),
        (Reason.CARRIED, reading.carried and _day_read(target, reading) is not None),
        (Reason.LATER_NOT_LINKED, reading.later_not_linked),
        (Reason.DISPUTED, reading.disputed and not own_report),
    )
    return tuple(reason for reason, applies in found if applies)


def _quarters_left(target: TargetTerms | None, day: date | None, quarter: Quarter) -> int | None:
    """Count the quarters after the day read, to the goal's end; None where there is no day or no end.

    Elapsed quarters without a figure still count: what they brought is unknown, and not nothing. At the goal's end
    none is left, unless the reading itself shows the last quarter open.
    """
    if target is None or target.ends is None or day is None:
        return None
    if day >= target.ends or (quarter.last_day >= target.ends and day < quarter.first_day):
        return 0
    first = Quarter.containing(day + ONE_DAY, quarter.fiscal_start_month)
    last = Quarter.containing(target.ends, quarter.fiscal_start_month)
    return (last.year - first.year) * 4 + last.number - first.number + 1


def _needed(target: TargetTerms | None, reading: Reading, gap: Ends, left: int | None) -> Ends:
    """Divide the gap by the quarters that are left."""
    if target is None or gap.low is None:
        return Ends(reason=gap.reason or Reason.NO_TARGET)
    if target.kind is not IndicatorKind.FLOW:
        return Ends(reason=Reason.NOT_A_FLOW)
    if target.baseline is not None or target.direction is Direction.LOWER_IS_BETTER:
        return Ends(reason=Reason.FLOW_AGAINST_BASELINE)
    if is_met(target, reading.amount):
        return Ends(reason=Reason.MET)
    if left is None:
        return Ends(reason=Reason.OPEN_ENDED)
    if left == 0:
        return Ends(reason=Reason.OVER)
    return Ends(
        low=to_decimal(Fraction(gap.low) / left),
        high=None if gap.high is None else to_decimal(Fraction(gap.high) / left),
        comparator=gap.comparator,
    )


def _quarter_share(target: TargetTerms | None, in_quarter: Reading | None) -> Attainment:
    """Divide the quarter's own amount by the goal; for flows counted from zero, of days that are the goal's."""
    if in_quarter is None or not in_quarter.is_known:
        return Attainment(reason=Reason.NOT_REPORTED if in_quarter is None else in_quarter.reason)
    if target is not None and target.kind is not IndicatorKind.FLOW:
        return Attainment(reason=Reason.NOT_A_FLOW)
    if target is not None and _reaches_beyond(target, in_quarter):
        return Attainment(reason=Reason.SPANS_DIFFER)
    return share_of(target, in_quarter.amount)


def _reaches_beyond(target: TargetTerms, in_quarter: Reading) -> bool:
    """Tell whether a quarter holds days that are not the goal's: a goal from 10 May has no part in April."""
    ends = target.ends or date.max
    return (in_quarter.from_on or target.starts) < target.starts or (in_quarter.to_on or ends) > ends
