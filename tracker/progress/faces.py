"""Turn rows of the database into the faces that pages name things by."""

from typing import Any

from provinces.models import Place
from tracker.models import Indicator
from tracker.progress.rows import DocumentFace, IndicatorFace, OrganisationFace, PlaceFace


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
    )


def organisation_face(organisation: Any) -> OrganisationFace | None:
    """Return the face of an organisation; None for none."""
    if organisation is None:
        return None
    return OrganisationFace(
        organisation.pk, organisation.slug, organisation.kind, organisation.name, organisation.name_en
    )


def document_face(document: Any) -> DocumentFace | None:
    """Return the face of a document, with the day it was published or else issued; None for none."""
    if document is None:
        return None
    day = document.published_on or document.issued_on
    return DocumentFace(document.pk, document.slug, document.number, document.title, document.title_en, day)


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
