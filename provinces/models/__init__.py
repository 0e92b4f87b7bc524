"""Where, who and by what authority: the reference data that every figure hangs on."""

from provinces.models.organisation import Investor, Organisation, OrganisationKind, ParkInvestor
from provinces.models.place import Park, Place, PlaceKind, PlaceMember, PlaceParent, Province
from provinces.models.recorded import Recorded
from provinces.models.source_document import DocumentKind, NumberStyle, SourceDocument
from provinces.models.succession import Succession

__all__ = [
    "DocumentKind",
    "Investor",
    "NumberStyle",
    "Organisation",
    "OrganisationKind",
    "Park",
    "ParkInvestor",
    "Place",
    "PlaceKind",
    "PlaceMember",
    "PlaceParent",
    "Province",
    "Recorded",
    "SourceDocument",
    "Succession",
]
