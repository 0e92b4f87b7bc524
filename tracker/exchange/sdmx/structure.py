"""Write the structure of the figures as SDMX-ML 3.0: dimensions, measure, attributes, code lists."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring  # nosec B405 - writes, never reads

from tracker.exchange.demonstration import mark
from tracker.exchange.sdmx.codes import (
    AGENCY,
    ATTRIBUTES,
    DIMENSIONS,
    FLOW,
    MEASURE,
    TIME,
    VERSION,
    Component,
    fixed_lists,
)

_NAMESPACES: Final = {
    part: f"http://www.sdmx.org/resources/sdmxml/schemas/v3_0/{part}" for part in ("message", "structure", "common")
}
_CONCEPTS: Final = "CONCEPTS"
_URN: Final = "urn:sdmx:org.sdmx.infomodel"


def structure_message(named: Mapping[str, Mapping[str, str]], *, at: datetime) -> bytes:
    """Return the message with the code lists that ``named`` adds to the fixed ones, prepared at a moment."""
    for part, address in _NAMESPACES.items():
        register_namespace({"message": "mes", "structure": "str", "common": "com"}[part], address)
    root = Element(_tag("message", "Structure"))
    header = SubElement(root, _tag("message", "Header"))
    SubElement(header, _tag("message", "ID")).text = FLOW
    SubElement(header, _tag("message", "Test")).text = "true" if mark() else "false"
    SubElement(header, _tag("message", "Prepared")).text = at.isoformat()
    SubElement(header, _tag("message", "Sender"), id=AGENCY)
    structures = SubElement(root, _tag("message", "Structures"))
    lists = SubElement(structures, _tag("structure", "Codelists"))
    for name, codes in {**fixed_lists(), **named}.items():
        _code_list(lists, name, codes)
    _concepts(structures)
    flow = SubElement(
        SubElement(structures, _tag("structure", "Dataflows")), _tag("structure", "Dataflow"), _maintained(FLOW)
    )
    _name(flow, mark() or "Reported figures in force")
    SubElement(flow, _tag("structure", "Structure")).text = _urn("datastructure", "DataStructure", FLOW)
    _data_structure(structures)
    message: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return message


def _tag(part: str, name: str) -> str:
    return f"{{{_NAMESPACES[part]}}}{name}"


def _maintained(name: str) -> dict[str, str]:
    return {"id": name, "agencyID": AGENCY, "version": VERSION}


def _urn(package: str, kind: str, name: str, item: str = "") -> str:
    return f"{_URN}.{package}.{kind}={AGENCY}:{name}({VERSION}){'.' + item if item else ''}"


def _name(of: Element, words: str) -> None:
    name = SubElement(of, _tag("common", "Name"))
    name.set("{http://www.w3.org/XML/1998/namespace}lang", "en")
    name.text = words


def _code_list(lists: Element, name: str, codes: Mapping[str, str]) -> None:
    found = SubElement(lists, _tag("structure", "Codelist"), _maintained(name))
    _name(found, name.removeprefix("CL_").replace("_", " ").capitalize())
    for code, words in codes.items():
        _name(SubElement(found, _tag("structure", "Code"), id=code), words)


def _concepts(structures: Element) -> None:
    schemes = SubElement(structures, _tag("structure", "ConceptSchemes"))
    scheme = SubElement(schemes, _tag("structure", "ConceptScheme"), _maintained(_CONCEPTS))
    _name(scheme, "Concepts of the figures")
    for each in (*DIMENSIONS, TIME, MEASURE, *ATTRIBUTES):
        _name(SubElement(scheme, _tag("structure", "Concept"), id=each.id), each.name)


def _data_structure(structures: Element) -> None:
    found = SubElement(structures, _tag("structure", "DataStructures"))
    found = SubElement(found, _tag("structure", "DataStructure"), _maintained(FLOW))
    _name(found, "Structure of the reported figures")
    parts = SubElement(found, _tag("structure", "DataStructureComponents"))
    dimensions = SubElement(parts, _tag("structure", "DimensionList"), id="DimensionDescriptor")
    for position, each in enumerate(DIMENSIONS, start=1):
        _component(SubElement(dimensions, _tag("structure", "Dimension"), id=each.id, position=str(position)), each)
    _component(SubElement(dimensions, _tag("structure", "TimeDimension"), id=TIME.id), TIME)
    attributes = SubElement(parts, _tag("structure", "AttributeList"), id="AttributeDescriptor")
    for each in ATTRIBUTES:
        attribute = SubElement(attributes, _tag("structure", "Attribute"), id=each.id, usage="optional")
        _component(attribute, each)
        relation = SubElement(attribute, _tag("structure", "AttributeRelationship"))
        SubElement(relation, _tag("structure", "Observation"))
    measures = SubElement(parts, _tag("structure", "MeasureList"), id="MeasureDescriptor")
    _component(SubElement(measures, _tag("structure", "Measure"), id=MEASURE.id), MEASURE)


def _component(of: Element, each: Component) -> None:
    concept = SubElement(of, _tag("structure", "ConceptIdentity"))
    concept.text = _urn("conceptscheme", "Concept", _CONCEPTS, each.id)
    form = SubElement(of, _tag("structure", "LocalRepresentation"))
    if each.codes:
        SubElement(form, _tag("structure", "Enumeration")).text = _urn("codelist", "Codelist", each.codes)
    else:
        SubElement(form, _tag("structure", "TextFormat"), textType=each.text)
