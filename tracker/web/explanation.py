"""Explain each number of a row: its formula, the formula with the row's inputs, and the same result.

Nothing is computed anew: the results are the row's own, printed with all their digits.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.progress.measures import Attainment, Ends, ExpectedRule, IndicatorKind
from tracker.progress.periods import months_between
from tracker.progress.rows import ProgressRow, RowKind
from tracker.web import cells
from tracker.web.numbers import (
    MINUS,
    MISSING,
    amount_text,
    day_text,
    exact_text,
    pace_text,
    percent_text,
    period_text,
    scaled,
    share_range_text,
    with_comparator,
)
from tracker.web.words import RULE_WORDS, STATUS_WORDS, name_of, reason_word

TIMES = "×"
RESULT_PLACES = 10  # decimals of a result that has no end, for example 875 / 3


@dataclass(frozen=True, slots=True)
class Step:
    """One number of the row: its name, its formula in words, the formula with the inputs, and the result."""

    name: str
    formula: str
    filled: str
    result: str


def explain(row: ProgressRow) -> list[Step]:
    """Return the steps in the order in which each needs the ones before."""
    return [step for steps in (_to_date, _in_quarter, _judgement, _rest, _coverage, _last_year) for step in steps(row)]


def input_numbers(row: ProgressRow) -> dict[int, int]:
    """Return the number under which each reported figure stands in the list of inputs."""
    return {figure.id: number for number, figure in enumerate(row.figures, start=1)}


def _unit(row: ProgressRow) -> str:
    return cells.unit_name(row.indicator)


def _exact(value: Decimal | None, row: ProgressRow) -> str:
    """Return an amount in shown units with all its digits."""
    if value is None:
        return MISSING
    shown = scaled(value, row.indicator.display_scale)
    if -int(shown.normalize().as_tuple().exponent) > RESULT_PLACES:
        return exact_text(round(shown, RESULT_PLACES)) + "…"
    return exact_text(shown)


def _ends(ends: Ends, row: ProgressRow) -> str:
    if ends.low is None:
        return f"{MISSING} ({reason_word(ends.reason)})"
    text = _exact(ends.low, row)
    if ends.high is not None:
        text = _("%(low)s to %(high)s") % {"low": text, "high": _exact(ends.high, row)}
    return f"{with_comparator(text, ends.comparator)} {_unit(row)}"


def _share(share: Attainment) -> str:
    if share.low is None:
        return f"{MISSING} ({reason_word(share.reason)})"
    return share_range_text(share.low, share.high, share.comparator)


def _to_date(row: ProgressRow) -> Iterator[Step]:
    reading = row.to_date
    name = _("Reached to date") if row.indicator.kind == IndicatorKind.FLOW else _("Level")
    if reading.amount is None:
        yield Step(
            name,
            _("No figure, no number: missing is never counted as 0."),
            "",
            f"{MISSING} ({reason_word(reading.reason)})",
        )
        return
    numbers = input_numbers(row)
    values = {figure.id: figure for figure in row.figures}
    terms: list[str] = []
    for sign, key in reading.links:
        figure = values.get(int(str(key)))
        if figure is None:
            continue
        plus = "" if sign > 0 and not terms else ("+ " if sign > 0 else f"{MINUS} ")
        terms.append(f"{plus}{_exact(figure.value, row)} [{numbers[figure.id]}]")
    if reading.numerator is not None and reading.denominator is not None:
        formula = _("Sum of the numerators divided by the sum of the denominators.")
        filled = f"{exact_text(reading.numerator)} / {exact_text(reading.denominator)}"
    elif row.roll_up is not None and not row.roll_up.own_report:
        formula = _("Sum of the figures of the units below it; it has no report of its own.")
        filled = " ".join(terms)
    elif len(terms) > 1:
        formula = _("Reported figures added and subtracted so that they cover the period without gap or overlap.")
        filled = " ".join(terms)
    else:
        formula = _("The reported figure itself.")
        filled = " ".join(terms)
    days = (
        period_text(reading.from_on, reading.to_on)
        if reading.from_on
        else _("on %(day)s") % {"day": day_text(reading.to_on)}
        if reading.to_on
        else ""
    )
    result = f"{amount_text(reading.amount, row.indicator.display_scale)} {_unit(row)}"
    yield Step(name, f"{formula} {days}".strip(), filled, result)


def _in_quarter(row: ProgressRow) -> Iterator[Step]:
    reading = row.in_quarter
    if row.indicator.kind != IndicatorKind.FLOW or reading.amount is None:
        return
    derived = _("Derived from year-to-date figures.") if reading.derived else _("What the quarter alone brought.")
    result = f"{amount_text(reading.amount, row.indicator.display_scale)} {_unit(row)}"
    yield Step(_("In the quarter"), derived, "", result)
    share = row.progress.quarter_share
    if share.low is not None and row.terms is not None:
        filled = f"{amount_text(reading.amount, row.indicator.display_scale)} / {_goal(row)}"
        yield Step(_("Share of the goal in the quarter"), _("In the quarter / goal."), filled, _share(share))


def _goal(row: ProgressRow) -> str:
    assert row.terms is not None
    if row.terms.amount.low is None:
        return _("no value stated")
    text = _exact(row.terms.amount.low, row)
    return f"{text}–{_exact(row.terms.amount.high, row)}" if row.terms.amount.high is not None else text


def _judgement(row: ProgressRow) -> Iterator[Step]:
    terms, progress = row.terms, row.progress
    if terms is None:
        return
    reached = _exact(row.to_date.amount.low, row) if row.to_date.amount else MISSING
    if terms.baseline is None:
        formula, filled = _("Reached to date / goal."), f"{reached} / {_goal(row)}"
    else:
        formula = _("(Reached − baseline) / (goal − baseline).")
        base = _exact(terms.baseline, row)
        filled = f"({reached} {MINUS} {base}) / ({_goal(row)} {MINUS} {base})"
    yield Step(_("% of goal"), formula, filled if row.to_date.amount else "", _share(progress.attainment))
    expected = progress.expected
    if expected is not None and expected.low is not None:
        yield _expected_step(row)
    if progress.pace is not None and expected is not None and expected.share is not None:
        limits = row.thresholds
        filled = f"{_share(progress.attainment)} / {percent_text(expected.share)}"
        yield Step(_("Pace"), _("% of goal / expected % of goal."), filled, pace_text(progress.pace, limits))
        words = {"on": percent_text(limits.on_track), "risk": percent_text(limits.at_risk)}
        rule = _("Pace of at least %(on)s: on track; at least %(risk)s: at risk; below: off track.") % words
        yield Step(_("Status"), rule, pace_text(progress.pace, limits), str(STATUS_WORDS[progress.status]))
    else:
        why = "; ".join(reason_word(reason) for reason in progress.reasons)
        yield Step(_("Status"), why, "", str(STATUS_WORDS[progress.status]))


def _expected_step(row: ProgressRow) -> Step:
    expected, terms, read_to = row.progress.expected, row.terms, row.progress.read_to
    assert expected is not None
    assert terms is not None
    filled = ""
    if expected.share is not None:
        filled = f"{_goal(row)} {TIMES} {percent_text(expected.share)}"
    if expected.rule is ExpectedRule.STRAIGHT_LINE and read_to is not None and terms.ends is not None:
        gone = months_between(terms.starts, read_to)
        whole = months_between(terms.starts, terms.ends)
        filled = f"{_goal(row)} {TIMES} {exact_text(round(gone, 4))} / {exact_text(round(whole, 4))} " + _("months")
    text = _exact(expected.low, row)
    if expected.high is not None:
        text = _("%(low)s to %(high)s") % {"low": text, "high": _exact(expected.high, row)}
    share = "" if expected.share is None else f" ({percent_text(expected.share)})"
    rule = _("Rule: %(rule)s.") % {"rule": RULE_WORDS[expected.rule]}
    return Step(_("Expected by now"), rule, filled, f"{text} {_unit(row)}{share}")


def _rest(row: ProgressRow) -> Iterator[Step]:
    progress = row.progress
    if row.terms is None or progress.gap.low is None or row.to_date.amount is None:
        return
    reached = _exact(row.to_date.amount.low, row)
    yield Step(_("To go"), _("Goal − reached to date."), f"{_goal(row)} {MINUS} {reached}", _ends(progress.gap, row))
    needed = progress.needed_per_remaining_quarter
    left = progress.quarters_left
    formula = _("To go / quarters left; an open quarter counts as one.")
    if needed.low is not None and left is not None:
        words = ngettext("%(count)s quarter", "%(count)s quarters", left) % {"count": left}
        filled = f"{_exact(progress.gap.low, row)} / {words}"
        yield Step(_("Needed per remaining quarter"), formula, filled, _ends(needed, row))
    else:
        yield Step(_("Needed per remaining quarter"), formula, "", f"{MISSING} ({reason_word(needed.reason)})")


def _coverage(row: ProgressRow) -> Iterator[Step]:
    covered = row.goal_coverage
    if covered is None or row.terms is None or row.kind is RowKind.INHERITED:
        return
    parts = [part for part in row.parts if part.terms is not None and part.terms.amount.is_stated]
    filled = " + ".join(
        f"{_exact(part.terms.amount.low, row)} ({_carrier(part)})" for part in parts if part.terms is not None
    )
    assigned = amount_text(covered.assigned, row.indicator.display_scale) if covered.assigned else MISSING
    yield Step(_("Assigned"), _("Sum of the goal's direct parts."), filled, f"{assigned} {_unit(row)}")
    yield Step(
        _("Unassigned"), _("Goal − assigned."), f"{_goal(row)} {MINUS} {assigned}", _ends(covered.unassigned, row)
    )
    yield Step(_("Coverage of the goal"), _("Assigned / goal."), f"{assigned} / {_goal(row)}", _share(covered.share))


def _carrier(part: ProgressRow) -> str:
    if part.target is None or part.target.collective:
        return _("the remaining parks together")
    return name_of(part.target.investor) if part.target.investor else name_of(part.place)


def _last_year(row: ProgressRow) -> Iterator[Step]:
    compared = row.same_period_last_year
    if compared is None or compared.value is None or row.to_date.amount is None:
        return
    before = amount_text(compared.value, row.indicator.display_scale)
    yield Step(_("Same period last year"), _("The same days, one year earlier."), "", f"{before} {_unit(row)}")
    if compared.ratio is not None and compared.ratio.low is not None:
        now = amount_text(row.to_date.amount, row.indicator.display_scale)
        yield Step(
            _("Ratio to last year"),
            _("Now / last year; 100% means unchanged."),
            f"{now} / {before}",
            percent_text(compared.ratio.low),
        )
