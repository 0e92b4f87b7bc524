"""Name the structure of the figures and its code lists; pure."""

from dataclasses import dataclass
from typing import Final

from tracker.models import Basis, Comparator, ObservationStatus

AGENCY: Final = "ITT"
VERSION: Final = "1.0.0"
FLOW: Final = "FIGURES"
STRUCTURE_ID: Final = f"{AGENCY}:{FLOW}({VERSION})"
NO_DAY: Final = "_Z"
"""SDMX's code for “not applicable”: a level has no first day."""

STATUS_CODES: Final = {
    ObservationStatus.NORMAL: "A",
    ObservationStatus.PROVISIONAL: "P",
    ObservationStatus.ESTIMATED: "E",
    ObservationStatus.NIL: "A",
    ObservationStatus.NOT_COLLECTED: "L",
    ObservationStatus.NOT_APPLICABLE: "M",
    ObservationStatus.NOT_YET_KNOWN: "O",
}
"""Our statuses in the codes of SDMX's own list; a nil is a value of 0, and STATED_STATUS keeps that it was a nil."""
STATUS_NAMES: Final = {
    "A": "Normal value",
    "P": "Provisional value",
    "E": "Estimated value",
    "L": "Missing value; data exist but were not collected",
    "M": "Missing value; data cannot exist",
    "O": "Missing value",
}


@dataclass(frozen=True, slots=True)
class Component:
    """A dimension, the measure or an attribute: its code list, or the type of its text."""

    id: str
    name: str
    codes: str = ""
    text: str = "String"


DIMENSIONS: Final = (
    Component("FREQ", "Frequency of the reports", "CL_FREQ"),
    Component("REF_AREA", "Place that the figure is of", "CL_AREA"),
    Component("REPORTER", "Who reported it", "CL_REPORTER"),
    Component("INDICATOR", "What is measured", "CL_INDICATOR"),
    Component("BASIS", "Over which span it counts", "CL_BASIS"),
    Component("FIRST_DAY", "First day of the span; _Z for a level"),
    Component("LAST_DAY", "Last day of the span"),
)
TIME: Final = Component("TIME_PERIOD", "Quarter of the report", text="ObservationalTimePeriod")
MEASURE: Final = Component("OBS_VALUE", "Figure in single units; empty where none is stated", text="Decimal")
ATTRIBUTES: Final = (
    Component("OBS_STATUS", "Observation status", "CL_OBS_STATUS"),
    Component("UNIT_MEASURE", "Unit, and currency of money", "CL_UNIT"),
    Component("UNIT_MULT", "Power of ten by which figures are to be multiplied", text="Integer"),
    Component("DECIMALS", "Decimals of the figure", text="Integer"),
    Component("COMPARATOR", "What the source puts before the number", "CL_COMPARATOR"),
    Component("UPPER_VALUE", "Upper end of a range", text="Decimal"),
    Component("STATED_STATUS", "Status as the reporter stated it", "CL_STATED_STATUS"),
    Component("REVISION", "Number of the report's revision", text="Integer"),
)


def fixed_lists() -> dict[str, dict[str, str]]:
    """Return the code lists that no table of the database holds, with the name of each code."""
    return {
        "CL_FREQ": {"Q": "Quarterly"},
        "CL_BASIS": {code: code.replace("_", " ") for code in Basis.values},
        "CL_OBS_STATUS": STATUS_NAMES,
        "CL_COMPARATOR": {code: code.replace("_", " ") for code in Comparator.values},
        "CL_STATED_STATUS": {status.value: status.value.replace("_", " ") for status in STATUS_CODES},
    }
