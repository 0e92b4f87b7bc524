"""List the published figures: every number of the source documents, out of the rows that the pages read.

A published figure is a row with a reference. Of its versions the newest approved one is listed, a withdrawn one
not at all; misprints and figures without a value are listed with what they lack.
"""

from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from provinces.models import Organisation, Place
from provinces.reach import Reach, reaches
from tracker.exchange.published_rows import published_actuals, published_comparisons, published_targets
from tracker.models import (
    Actual,
    Basis,
    Indicator,
    IndicatorKind,
    PrintedComparison,
    Quantity,
    Target,
    TargetPhase,
    TargetRole,
)


@dataclass(frozen=True)
class PublishedFigure:
    """One published figure; numbers are texts in single units, null where the source gives none."""

    source_file: str
    paragraph: int | None
    place: str
    place_name: str
    place_name_en: str
    organisation: str | None
    organisation_name: str | None
    organisation_name_en: str | None
    indicator: str
    indicator_name: str
    indicator_name_en: str
    role: str
    kind: str
    period: str
    comparator: str
    value: str | None
    high: str | None
    unit: str
    currency: str | None
    printed: str
    note: str
    note_vi: str
    reference: str
    other_value: str | None = None
    other_currency: str | None = None
    baseline: str | None = None
    starts_on: str | None = None
    ends_on: str | None = None
    cut_off_on: str | None = None
    basis: str | None = None
    observation_status: str | None = None
    origin: str | None = None
    part_of: str | None = None
    collective: bool = False
    members: tuple[str, ...] = ()
    unclear: bool = False
    rejected_because: str = ""
    rejected_because_vi: str = ""
    document: str = ""
    investor: str | None = None
    promotion_item: str | None = None

    def as_data(self) -> dict[str, Any]:
        """Return the figure by key, in the order of the keys above."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def published_figures(
    *, document: str | None = None, reach: Reach = None, as_of: datetime | None = None, as_loaded: bool = False
) -> list[PublishedFigure]:
    """Return all published figures known at ``as_of`` (None: now), or those of one document by its slug.

    By file, paragraph and reference. With a reach only those of places within it: a goal of several places together
    needs all of them, a comparison both of its sides. ``as_loaded`` leaves out whatever people have made of them
    since: what is left is what the papers print. Costs five queries.
    """
    targets = published_targets(reach, as_of, as_loaded=as_loaded)
    actuals = published_actuals(reach, as_of, as_loaded=as_loaded)
    figures = [_of_target(target, reach) for target in targets]
    figures += [_of_phase(phase, target) for target in targets for phase in target.phases.all() if phase.reference]
    figures += [_of_actual(actual) for actual in actuals]
    figures += [_of_comparison(comparison) for comparison in published_comparisons(reach, as_of, as_loaded=as_loaded)]
    chosen = [figure for figure in figures if document is None or figure.document == document]
    return sorted(chosen, key=lambda figure: (figure.source_file, figure.paragraph or 0, figure.reference))


def _of_target(target: Target, reach: Reach) -> PublishedFigure:
    item = target.promotion_item
    whole = target.part_of if target.part_of and reaches(reach, [target.part_of.place_id]) else None
    return PublishedFigure(
        **_subject(target.place, target.investor or target.issuer, target.indicator),
        **_quantity(target),
        **_second_amount(target),
        role=_role(target),
        kind=target.indicator.kind,
        period=period(target.starts_on, target.ends_on),
        baseline=plain(target.baseline),
        starts_on=target.starts_on.isoformat(),
        ends_on=_day(target.ends_on),
        part_of=whole.reference if whole else None,
        collective=target.collective,
        members=tuple(sorted(member.slug for member in target.members.all())),
        investor=target.investor.slug if target.investor else None,
        promotion_item=f"{item.promotion_list.slug}/{item.position}" if item else None,
    )


def _of_phase(phase: TargetPhase, target: Target) -> PublishedFigure:
    return PublishedFigure(
        **_subject(target.place, target.investor or target.issuer, target.indicator),
        **_quantity(phase),
        role=_role(target),
        kind=target.indicator.kind,
        period=period(phase.starts_on, phase.ends_on),
        starts_on=phase.starts_on.isoformat(),
        ends_on=phase.ends_on.isoformat(),
        basis=phase.basis,
        part_of=target.reference,
        investor=target.investor.slug if target.investor else None,
    )


def _of_actual(actual: Actual) -> PublishedFigure:
    report = actual.revision.report
    return PublishedFigure(
        **_subject(report.place, report.reporter, actual.indicator),
        **_quantity(actual),
        **_second_amount(actual),
        role="actual",
        kind=actual.indicator.kind,
        period=_period_of_actual(actual),
        starts_on=_day(actual.from_on),
        ends_on=actual.to_on.isoformat(),
        cut_off_on=_day(actual.cut_off_on),
        basis=actual.basis,
        observation_status=actual.observation_status,
    )


def _of_comparison(comparison: PrintedComparison) -> PublishedFigure:
    target, actual = comparison.subject_target, comparison.subject_actual
    if target is not None:
        subject = _subject(target.place, target.investor or target.issuer, target.indicator)
        days = period(target.starts_on, target.ends_on)
    else:
        assert actual is not None  # the database holds: one subject
        report = actual.revision.report
        subject = _subject(report.place, report.reporter, actual.indicator)
        days = _period_of_actual(actual)
    return PublishedFigure(
        **subject,
        reference=comparison.reference,
        source_file=comparison.document.source_file,
        document=comparison.document.slug,
        paragraph=comparison.paragraph,
        role="comparison",
        kind=IndicatorKind.OTHER,
        period=days,
        comparator=comparison.comparator,
        value=plain(comparison.value),
        high=None,
        unit=comparison.unit.code,
        currency=comparison.unit.currency or None,
        printed=comparison.printed,
        note=comparison.note_en,
        note_vi=comparison.note,
        basis=comparison.kind,
        investor=target.investor.slug if target is not None and target.investor else None,
    )


def _role(target: Target) -> str:
    return "target" if target.role == TargetRole.GOAL else str(target.role)


def _subject(place: Place, organisation: Organisation | None, indicator: Indicator) -> dict[str, Any]:
    return {
        "place": place.slug,
        "place_name": place.name,
        "place_name_en": place.name_en,
        "organisation": organisation.slug if organisation else None,
        "organisation_name": organisation.name if organisation else None,
        "organisation_name_en": organisation.name_en if organisation else None,
        "indicator": indicator.code,
        "indicator_name": indicator.name,
        "indicator_name_en": indicator.name_en,
    }


def _quantity(figure: Quantity) -> dict[str, Any]:
    return {
        "reference": figure.reference,
        "source_file": figure.document.source_file if figure.document else "",
        "document": figure.document.slug if figure.document else "",
        "paragraph": figure.paragraph,
        "comparator": figure.comparator,
        "value": plain(figure.value),
        "high": plain(figure.high),
        "unit": figure.unit.code,
        "currency": figure.unit.currency or None,
        "printed": figure.printed,
        "origin": figure.origin,
        "unclear": figure.unclear,
        "rejected_because": figure.rejected_because_en,
        "rejected_because_vi": figure.rejected_because,
        "note": figure.note_en,
        "note_vi": figure.note,
    }


def _second_amount(figure: Quantity) -> dict[str, Any]:
    currency = figure.other_unit.currency or figure.other_unit.code if figure.other_unit else None
    return {"other_value": plain(figure.other_value), "other_currency": currency}


def _period_of_actual(actual: Actual) -> str:
    if actual.basis in (Basis.AS_OF, Basis.SINCE_INCEPTION) or actual.from_on is None:
        return actual.to_on.isoformat()
    return period(actual.from_on, actual.to_on)


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def plain(value: Decimal | None) -> str | None:
    """Return a number as digits, without exponent or trailing zeros; None stays None."""
    return None if value is None else f"{value.normalize():f}"


def period(first: date, last: date | None) -> str:
    """Return the shortest name of the days: 2025, 2025-Q1, 2023-01, 2021/2023, 2025/.. or first/last.

    None as the last day means that no end is set.
    """
    begins_year = (first.month, first.day) == (1, 1)
    if last is None:
        return f"{first.year}/.." if begins_year else f"{first.isoformat()}/.."
    if begins_year and (last.month, last.day) == (12, 31):
        return str(first.year) if first.year == last.year else f"{first.year}/{last.year}"
    ends_month = (last + timedelta(days=1)).day == 1
    if first.day == 1 and ends_month and first.year == last.year:
        if first.month == last.month:
            return f"{first.year}-{first.month:02d}"
        if first.month % 3 == 1 and last.month == first.month + 2:
            return f"{first.year}-Q{(first.month + 2) // 3}"
    return f"{first.isoformat()}/{last.isoformat()}"
