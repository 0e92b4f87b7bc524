"""Say in words what a figure says and what a step did to it."""

from collections.abc import Iterator, Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.exchange.numbers import write_number
from tracker.exchange.wording import (
    NO_FIGURE,
    in_shown_unit,
    language_now,
    quotient_text,
    shown_unit,
    single_units_text,
)
from tracker.models import Basis, Comparator, Indicator, ObservationStatus, Unit
from tracker.models.actual import MISSING_STATUSES
from tracker.models.receipt import EntryWay
from tracker.progress.story_rows import Change, Saying, Step, StepKind

STEPS: Final[Mapping[StepKind, str | Promise]] = {
    StepKind.OPENED: gettext_lazy("Draft opened"),
    StepKind.CORRECTION_STARTED: gettext_lazy("Correction started"),
    StepKind.TYPED: gettext_lazy("Figure entered"),
    StepKind.UNDONE: gettext_lazy("Entry undone"),
    StepKind.SUBMITTED: gettext_lazy("Submitted for approval"),
    StepKind.TAKEN_BACK: gettext_lazy("Submission taken back"),
    StepKind.RETURNED: gettext_lazy("Returned"),
    StepKind.REOPENED: gettext_lazy("Opened again after the return"),
    StepKind.APPROVED: gettext_lazy("Approved, in force from now on"),
    StepKind.DRAFT_DELETED: gettext_lazy("Draft deleted"),
}


class FigureWords:
    """The words of the figures of one indicator; ``units`` are all units by key."""

    def __init__(self, indicator: Indicator, units: Mapping[int, Unit]) -> None:
        self._indicator = indicator
        self._units = units

    def step(self, step: Step) -> str:
        """Return what a step did, and in which revision of the report."""
        name = str(STEPS[step.kind])
        if step.way:
            name = f"{name} ({EntryWay(step.way).label})"
        return _("%(step)s, revision %(number)s") % {"step": name, "number": step.revision}

    def amount(self, saying: Saying | None) -> str:
        """Return the span and amount of a figure, in its shown unit and in full; a dash for none."""
        if saying is None:
            return NO_FIGURE
        return f"{self._span(saying)}: {self._amount(saying)}"

    def remarks(self, saying: Saying) -> tuple[str, ...]:
        """Return what was noted beside a figure: note, reason and source."""
        return tuple(f"{name}: {text}" for name, text in _remarks(saying).items() if text)

    def change(self, change: Change) -> Iterator[str]:
        """Yield a line for the figure and one for each thing noted beside it that changed."""
        before, after = change.before, change.after
        known = after or before
        assert known is not None
        amounts = [NO_FIGURE if said is None else self._amount(said) for said in (before, after)]
        if amounts[0] != amounts[1]:
            yield f"{self._span(known)}: {amounts[0]} → {amounts[1]}"
        elif before is not None and after is not None:
            yield f"{self._span(known)}: {amounts[1]}"
        old = {} if before is None else _remarks(before)
        new = {} if after is None else _remarks(after)
        for name in new or old:
            if old.get(name, "") != new.get(name, ""):
                yield f"{name}: {old.get(name) or NO_FIGURE} → {new.get(name) or NO_FIGURE}"

    @staticmethod
    def _span(saying: Saying) -> str:
        label = str(Basis(saying.span.basis).label)
        if saying.span.basis != Basis.OTHER_SPAN or saying.span.from_on is None:
            return label
        return f"{label} ({saying.span.from_on:%d/%m/%Y}–{saying.span.to_on:%d/%m/%Y})"

    def _amount(self, saying: Saying) -> str:
        status = ObservationStatus(saying.observation_status)
        if status in (*MISSING_STATUSES, ObservationStatus.WITHDRAWN):
            return str(status.label)
        text = self._number(saying)
        if status != ObservationStatus.NORMAL:
            text = f"{text} ({status.label})"
        if saying.rejected_because:
            text = _("%(amount)s (not used: %(why)s)") % {"amount": text, "why": saying.rejected_because}
        return text

    def _number(self, saying: Saying) -> str:
        if saying.value is None:
            return str(Comparator(saying.comparator).label)
        if saying.numerator is not None and saying.denominator is not None:
            parts = [write_number(part, language_now()) for part in (saying.numerator, saying.denominator)]
            quotient = quotient_text(saying.value, self._indicator)
            return f"{parts[0]} / {parts[1]} = {quotient}\u00a0{shown_unit(self._indicator)}"
        text = self._value(saying)
        return text if saying.comparator in (Comparator.EXACTLY, Comparator.BETWEEN) else self._compared(saying, text)

    @staticmethod
    def _compared(saying: Saying, text: str) -> str:
        return f"{Comparator(saying.comparator).label} {text}"

    def _value(self, saying: Saying) -> str:
        """Return the value in the shown unit with all its digits beside it; another currency in its own unit."""
        assert saying.value is not None
        indicator = self._indicator
        unit = self._units[saying.unit_id]
        ends = [end for end in (saying.value, saying.high) if end is not None]
        full = "–".join([*(write_number(end, language_now()) for end in ends[:-1]), single_units_text(ends[-1], unit)])
        if unit.pk != indicator.unit_id:
            return full
        shown = "–".join(write_number(in_shown_unit(end, indicator), language_now()) for end in ends)
        shown = f"{shown}\u00a0{shown_unit(indicator)}"
        return shown if indicator.display_scale == 1 else f"{shown} ({full})"


def _remarks(saying: Saying) -> dict[str, str]:
    return {_("note"): saying.note, _("reason"): saying.reason, _("source"): saying.source}
