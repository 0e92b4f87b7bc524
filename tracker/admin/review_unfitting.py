"""The figures of a revision that fit no line of its form: nobody would meet them on the pages of entry and approval."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.formats import date_format

from provinces.wording import local_name
from tracker.actions.entry_lines import bases_of, days_of
from tracker.exchange.wording import NO_FIGURE, quantity_text, single_units_text
from tracker.models import Actual, Basis, ObservationStatus, ReportFormLine, ReportRevision
from tracker.progress.periods import Quarter


@dataclass(frozen=True, slots=True)
class Unfitting:
    """One such figure in words: its indicator, its span, and what it states."""

    name: str
    span: str
    now: str


def unfitting_of(revision: ReportRevision, lines: Iterable[ReportFormLine], quarter: Quarter) -> Iterator[Unfitting]:
    """Yield the figures whose indicator the form does not ask for, or not so; none of a report without a form.

    Costs one query.
    """
    asked = {(line.indicator_id, basis) for line in lines for basis in bases_of(line)}
    if not asked:
        return
    rows = revision.actuals.select_related("indicator__unit", "unit").order_by("indicator__position", "pk")
    for row in rows:
        basis = Basis(row.basis)
        fits = (row.indicator_id, basis) in asked and (row.from_on, row.to_on) == days_of(basis, quarter)
        if not fits or row.unit_id != row.indicator.unit_id:
            days = " – ".join(date_format(day, "d/m/Y") for day in (row.from_on, row.to_on) if day is not None)
            yield Unfitting(local_name(row.indicator), f"{basis.label}, {days}", _stated(row))


def _stated(row: Actual) -> str:
    if row.value is None:
        return str(ObservationStatus(row.observation_status).label) or NO_FIGURE
    if row.unit_id != row.indicator.unit_id:
        return single_units_text(row.value, row.unit)
    return quantity_text(row, row.indicator)
