"""Turn rows of the database into the faces that pages name things by."""

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from provinces.models import Organisation, Place, SourceDocument
from tracker.models import Indicator, Target, TargetPhase
from tracker.models.target import PhaseBasis
from tracker.progress.measures import (
    Amount,
    Basis,
    Comparator,
    Direction,
    IndicatorKind,
    Phase,
    TargetRole,
    TargetTerms,
)
from tracker.progress.rows import DocumentFace, IndicatorFace, OrganisationFace, PlaceFace

# How amounts of a currency are shown when they were reported in another than the indicator's own unit.
_SHOWN_MONEY = {
    "VND": (Decimal(10**9), "tỷ đồng", "billion VND"),
    "USD": (Decimal(10**6), "triệu USD", "million USD"),
}


def indicator_face(indicator: Indicator) -> IndicatorFace:
    """Return the face of an indicator whose unit and group are loaded."""
    return IndicatorFace(
        id=indicator.pk,
        code=indicator.code,
        name=indicator.name,
        name_en=indicator.name_en,
        definition=indicator.definition,
        definition_en=indicator.definition_en,
        kind=indicator.kind,
        direction=indicator.direction,
        unit=indicator.unit.code,
        unit_name=indicator.unit.name,
        unit_name_en=indicator.unit.name_en,
        currency=indicator.unit.currency,
        display_scale=indicator.display_scale,
        display_unit=indicator.display_unit,
        display_unit_en=indicator.display_unit_en,
        headline=indicator.headline,
        group=indicator.group.code,
        group_name=indicator.group.name,
        group_name_en=indicator.group.name_en,
        order=(indicator.group.position, indicator.position, indicator.code),
        component_of=indicator.component_of_id,
        split=indicator.split,
        split_complete=indicator.split_complete,
    )


def organisation_face(organisation: Organisation | None) -> OrganisationFace | None:
    """Return the face of an organisation; None for none."""
    return None if organisation is None else organisation_face_of(organisation)


def organisation_face_of(organisation: Organisation) -> OrganisationFace:
    """Return the face of an organisation that is there."""
    return OrganisationFace(
        organisation.pk, organisation.slug, organisation.kind, organisation.name, organisation.name_en
    )


def document_face(document: SourceDocument | None) -> DocumentFace | None:
    """Return the face of a document, with the day it was published or else issued; None for none."""
    return None if document is None else document_face_of(document)


def document_face_of(document: SourceDocument) -> DocumentFace:
    """Return the face of a document that is there."""
    day = document.published_on or document.issued_on
    return DocumentFace(document.pk, document.slug, document.number, document.title, document.title_en, day)


def label_of(document: DocumentFace) -> tuple[str, str]:
    """Return what a sentence calls a document in both languages: its number, or its title where it has none."""
    title = document.title_en or document.title
    return document.number or document.title, document.number or title


def place_face(place: Place) -> PlaceFace:
    """Return the face of a place."""
    return PlaceFace(
        place.pk,
        place.slug,
        place.kind,
        place.name,
        place.name_en,
        place.valid_from,
        place.valid_to,
        place.sort_key,
        place.centrally_run,
    )


# The single units of the two currencies in words.
_MONEY_NAMES = {"VND": ("đồng", "Vietnamese dong"), "USD": ("đô la Mỹ", "US dollars")}


def shown_in(face: IndicatorFace, unit: str) -> IndicatorFace:
    """Return the indicator as it is shown for amounts of the unit."""
    if unit == face.unit:
        return face
    scale, shown, shown_en = _SHOWN_MONEY.get(unit, (Decimal(1), unit, unit))
    return replace(
        face,
        unit=unit,
        unit_name=_MONEY_NAMES.get(unit, (unit, unit))[0],
        unit_name_en=_MONEY_NAMES.get(unit, (unit, unit))[1],
        currency=unit if unit in _SHOWN_MONEY else "",
        display_scale=scale,
        display_unit=shown,
        display_unit_en=shown_en,
    )


def _amount(row: Any) -> Amount:
    return Amount(row.value, row.high, Comparator(row.comparator))


def _phase(row: TargetPhase) -> Phase:
    basis = Basis.OTHER_SPAN if row.basis == PhaseBasis.IN_PHASE else Basis.YEAR_TO_DATE
    return Phase(starts=row.starts_on, ends=row.ends_on, amount=_amount(row), basis=basis)


def target_terms(target: Target, indicator: IndicatorFace | Indicator, phases: Iterable[TargetPhase]) -> TargetTerms:
    """Return what the arithmetic needs of a target."""
    return TargetTerms(
        key=target.pk,
        kind=IndicatorKind(indicator.kind),
        direction=Direction(indicator.direction),
        role=TargetRole(target.role),
        starts=target.starts_on,
        ends=target.ends_on,
        amount=_amount(target),
        baseline=target.baseline,
        phases=tuple(sorted((_phase(row) for row in phases), key=lambda phase: (phase.starts, phase.ends))),
        implied=target.origin == "implied",
    )
