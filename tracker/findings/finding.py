"""Say what a data check found: the question, the numbers, the arithmetic and the difference."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from tracker.findings.facts import Facts


class Severity(models.TextChoices):
    """How much a finding weighs; none of them blocks."""

    ERROR = "error", _("error")
    WARNING = "warning", _("warning")
    NOTICE = "notice", _("notice")


@dataclass(frozen=True, slots=True)
class FindingInput:
    """Show one number that a check looked at, and where it stands.

    `value` is in single units of `unit`; None means that the source states none. `shown` is the same with its
    comparator in the reader's language. `document_slug` is empty for figures that were typed, `paragraph` is then
    None. `record` and `record_id` name the row ("target", "actual", "place" …); the door upstairs knows its address.
    `place_valid_to` is the place's last day, None while it exists: a predecessor may bear its successor's name.
    `indicator` is the code of what the number measures, with its name; empty for what measures nothing. `quarter` is
    that of a reported figure's last day, as "2025-Q1"; empty for a target, whose days are its `period`.
    """

    label: str
    value: Decimal | None
    high: Decimal | None
    shown: str
    unit: str
    printed: str
    period: str
    place_slug: str
    place_name: str
    document_slug: str
    document_title: str
    paragraph: int | None
    rejected: bool
    record: str
    record_id: int
    place_valid_to: date | None = None
    indicator: str = ""
    indicator_name: str = ""
    quarter: str = ""

    @property
    def admin_route(self) -> str:
        """Return the name under which the row's admin page can be resolved with `record_id`.

        A kind of row without a page of its own (a phase, a comparison) may have none: the door upstairs checks.
        """
        app = "provinces" if self.record == "place" else "tracker"
        return f"admin:{app}_{self.record}_change"


@dataclass(frozen=True, slots=True)
class Finding:
    """Tell one thing that a rule found; texts are in the language that was active when it was found.

    `difference` is in single units of `unit`, signed: what was found less what was printed or expected. None means
    that the finding is not about an amount. `place_slug`, `document_slug` and `paragraph` are those of the number
    that the finding is about, the first input.
    """

    code: str
    severity: Severity
    question: str
    arithmetic: str
    difference: Decimal | None
    unit: str
    shown_difference: str
    inputs: tuple[FindingInput, ...]

    @property
    def place_slug(self) -> str:
        """Return the address name of the place that the finding is about."""
        return self.inputs[0].place_slug

    @property
    def place_name(self) -> str:
        """Return the name of the place that the finding is about."""
        return self.inputs[0].place_name

    @property
    def place_valid_to(self) -> date | None:
        """Return the last day of the place that the finding is about, None while it exists."""
        return self.inputs[0].place_valid_to

    @property
    def indicators(self) -> dict[str, str]:
        """Return the names of the indicators that the numbers measure, by code, those of the first number first."""
        return {line.indicator: line.indicator_name for line in self.inputs if line.indicator}

    @property
    def quarters(self) -> dict[tuple[str, str], None]:
        """Return the quarters of the reported figures, each with the place that they are of, as an ordered set."""
        return dict.fromkeys((line.quarter, line.place_slug) for line in self.inputs if line.quarter)

    @property
    def periods(self) -> dict[str, None]:
        """Return the days of the targets that were looked at, as an ordered set."""
        return dict.fromkeys(line.period for line in self.inputs if line.indicator and line.period and not line.quarter)

    @property
    def document_slug(self) -> str:
        """Return the address name of the document that the finding is about; empty for typed figures."""
        return self.inputs[0].document_slug

    @property
    def paragraph(self) -> int | None:
        """Return the paragraph of the document that the finding is about."""
        return self.inputs[0].paragraph


@dataclass(frozen=True, slots=True)
class Observation:
    """Carry what one rule saw; the registry adds the rule's code and question."""

    severity: Severity
    arithmetic: str
    inputs: tuple[FindingInput, ...]
    difference: Decimal | None = None
    unit: str = ""
    shown_difference: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """Ask one question of all facts; it knows no place and no figure by name."""

    code: str
    question: str | Promise
    check: "Callable[[Facts], Iterator[Observation]]"
