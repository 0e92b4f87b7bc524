"""Say what is wrong with the terms of a target and of its phases: a sentence for each problem of the arithmetic."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tracker.actions.refusals import FieldProblem
from tracker.models import Comparator, Target, TargetPhase
from tracker.models.quantity import Quantity
from tracker.progress.faces import target_terms
from tracker.progress.targets import TermsProblem, check_target_terms

_SENTENCES: dict[TermsProblem, tuple[str, str | Promise]] = {
    TermsProblem.ENDS_BEFORE_STARTS: ("ends_on", _("The last day must not be before the first day.")),
    TermsProblem.LOWER_WITHOUT_BASELINE: (
        "baseline",
        _("A goal to lower something needs a baseline: type the value when the period starts."),
    ),
    TermsProblem.BASELINE_ON_RISING_FLOW: (
        "baseline",
        _("What adds up over the period counts from 0: clear the baseline, or choose another indicator."),
    ),
    TermsProblem.TARGET_BEHIND_BASELINE: (
        "baseline",
        _("The goal lies behind the baseline, so it would be reached by moving the wrong way; correct one of them."),
    ),
    TermsProblem.COMPARATOR_AGAINST_DIRECTION: (
        "comparator",
        _("A goal to raise something has a lower bound, one to lower something an upper: choose another comparator."),
    ),
    TermsProblem.PHASE_ENDS_BEFORE_STARTS: ("phases", _("A phase ends before it starts; correct its days.")),
    TermsProblem.PHASE_OUTSIDE_TARGET: ("phases", _("A phase leaves the period of its target; correct its days.")),
    TermsProblem.PHASES_OVERLAP: (
        "phases",
        _("Two phases share a day, or two running totals end on the same one; correct their days."),
    ),
    TermsProblem.PHASES_MIX_BASES: (
        "phases",
        _("Some phases count alone and others from the start; choose one basis for all of them."),
    ),
    TermsProblem.PHASE_WITHOUT_AMOUNT: ("phases", _("A phase has no number: type it, or remove the phase.")),
    TermsProblem.PHASE_ADDS_TO_LEVEL: (
        "phases",
        _("A level does not add up: give each phase the level at its end, counted from the start."),
    ),
    TermsProblem.PHASES_WITHOUT_END: ("ends_on", _("A plan in phases needs the last day of its target; type it.")),
}


def terms_problems(target: Target, phases: Iterable[TargetPhase] = ()) -> list[FieldProblem]:
    """Return what would mislead a judgement, by field; costs no query if the indicator is loaded.

    Phases that are kept as misprints are not looked at. Where a value, its upper end and its comparator do not go
    together there is nothing to judge by: the rows' own sentences say that.
    """
    used = [phase for phase in phases if not phase.rejected_because]
    if not all(_goes_together(quantity) for quantity in (target, *used)):
        return []
    problems = check_target_terms(target_terms(target, target.indicator, used))
    return [FieldProblem(_SENTENCES[problem][0], str(_SENTENCES[problem][1])) for problem in problems]


def _goes_together(quantity: Quantity) -> bool:
    if (quantity.value is None) != (quantity.comparator == Comparator.NONE_STATED):
        return False
    if quantity.value is None or quantity.high is None:
        return quantity.high is None and quantity.comparator != Comparator.BETWEEN
    return quantity.comparator == Comparator.BETWEEN and quantity.value <= quantity.high
