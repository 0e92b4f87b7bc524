"""The lines that a generated country reports: the twenty of a board, and twenty more of a world's; pure.

Amounts are whole numbers of steps; a step is ten to the power of the line's exponent in single units.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its indicator, its unit, and what follows from what."""

    code: str
    name: str
    name_en: str
    kind: str
    unit: str
    group: str
    exponent: int = 0
    headline: bool = False
    direction: str = "higher_is_better"
    parts: tuple[str, str] = ("", "")
    """Of a ratio: the lines of its numerator and denominator."""
    component_of: str = ""
    per_hectare: tuple[int, int] = (0, 0)
    """Of the lines beyond the twenty: the least and the most steps for a hundred leased tenths of a hectare."""


# Code, name, name in English, whether money is its step of a million, whole numbers only.
UNITS: Final = (
    ("USD", "đô la Mỹ", "US dollar", "USD", False),
    ("VND", "đồng", "Vietnamese dong", "VND", False),
    ("ha", "ha", "ha", "", False),
    ("percent", "%", "per cent", "", False),
    ("projects", "dự án", "projects", "", True),
    ("workers", "lao động", "workers", "", True),
    ("days", "ngày", "days", "", False),
    ("MWh", "MWh", "MWh", "", False),
    ("m3", "m³", "m³", "", False),
    ("tonnes", "tấn", "tonnes", "", False),
    ("cases", "vụ", "cases", "", True),
)
GROUPS: Final = (
    ("fdi", "Vốn đầu tư nước ngoài", "Foreign investment"),
    ("ddi", "Vốn đầu tư trong nước", "Domestic investment"),
    ("land", "Đất công nghiệp", "Industrial land"),
    ("to-date", "Lũy kế đến nay", "To date"),
    ("work", "Lao động và thủ tục", "Work and procedures"),
    ("running", "Sản xuất và môi trường", "Production and environment"),
)
# How many single units one shown unit has, and what it is called.
SHOWN: Final = {
    "USD": (1_000_000, "triệu USD", "million USD"),
    "VND": (1_000_000_000, "tỷ đồng", "billion VND"),
}
_USD, _VND, _HA = 5, 9, -1

TWENTY: Final = (
    Line("fdi-registered", "Vốn FDI đăng ký", "FDI registered", "flow", "USD", "fdi", _USD, headline=True),
    Line(
        "fdi-registered-new",
        "Vốn FDI cấp mới",
        "FDI registered, new projects",
        "flow",
        "USD",
        "fdi",
        _USD,
        component_of="fdi-registered",
    ),
    Line(
        "fdi-registered-adjusted",
        "Vốn FDI điều chỉnh tăng",
        "FDI registered, adjusted",
        "flow",
        "USD",
        "fdi",
        _USD,
        component_of="fdi-registered",
    ),
    Line("fdi-projects-new", "Số dự án FDI cấp mới", "FDI projects, new", "flow", "projects", "fdi"),
    Line("fdi-realised", "Vốn FDI thực hiện", "FDI realised", "flow", "USD", "fdi", _USD),
    Line("ddi-registered", "Vốn DDI đăng ký", "DDI registered", "flow", "VND", "ddi", _VND, headline=True),
    Line("ddi-projects-new", "Số dự án DDI cấp mới", "DDI projects, new", "flow", "projects", "ddi"),
    Line("ddi-realised", "Vốn DDI thực hiện", "DDI realised", "flow", "VND", "ddi", _VND),
    Line("land-leased", "Diện tích đất cho thuê", "Land leased", "flow", "ha", "land", _HA),
    Line("land-leased-total", "Đất đã cho thuê", "Land leased to date", "stock", "ha", "land", _HA),
    Line("land-leasable", "Đất có thể cho thuê", "Leasable land", "stock", "ha", "land", _HA, direction="neutral"),
    Line(
        "occupancy",
        "Tỷ lệ lấp đầy",
        "Occupancy rate",
        "ratio",
        "percent",
        "land",
        parts=("land-leased-total", "land-leasable"),
    ),
    Line("projects-fdi-total", "Số dự án FDI còn hiệu lực", "FDI projects to date", "stock", "projects", "to-date"),
    Line("projects-ddi-total", "Số dự án DDI còn hiệu lực", "DDI projects to date", "stock", "projects", "to-date"),
    Line("fdi-registered-total", "Vốn FDI còn hiệu lực", "FDI registered to date", "stock", "USD", "to-date", _USD),
    Line(
        "projects-delayed",
        "Số dự án chậm tiến độ",
        "Delayed projects",
        "stock",
        "projects",
        "to-date",
        direction="lower_is_better",
    ),
    Line("workers-total", "Số lao động", "Workers", "stock", "workers", "work"),
    Line("workers-local", "Số lao động địa phương", "Local workers", "stock", "workers", "work"),
    Line(
        "workers-local-share",
        "Tỷ lệ lao động địa phương",
        "Share of local workers",
        "ratio",
        "percent",
        "work",
        parts=("workers-local", "workers-total"),
    ),
    Line(
        "days-certificate",
        "Số ngày cấp giấy chứng nhận",
        "Days for a certificate",
        "other",
        "days",
        "work",
        direction="lower_is_better",
    ),
)


def _more(code: str, name: str, name_en: str, kind: str, unit: str, low: int, high: int) -> Line:
    exponent = {"USD": _USD, "VND": _VND}.get(unit, 0)
    return Line(code, name, name_en, kind, unit, "running", exponent, per_hectare=(low, high), direction="neutral")


TWENTY_MORE: Final = (
    _more("exports", "Kim ngạch xuất khẩu", "Exports", "flow", "USD", 20, 90),
    _more("imports", "Kim ngạch nhập khẩu", "Imports", "flow", "USD", 15, 70),
    _more("revenue", "Doanh thu", "Revenue", "flow", "VND", 5, 40),
    _more("taxes-paid", "Nộp ngân sách", "Taxes paid", "flow", "VND", 1, 5),
    _more("wages-paid", "Quỹ lương", "Wages paid", "flow", "VND", 1, 9),
    _more("electricity-used", "Điện tiêu thụ", "Electricity used", "flow", "MWh", 90, 900),
    _more("water-used", "Nước sử dụng", "Water used", "flow", "m3", 500, 9000),
    _more("waste-water", "Nước thải", "Waste water", "flow", "m3", 300, 7000),
    _more("waste-water-treated", "Nước thải đã xử lý", "Waste water treated", "flow", "m3", 200, 6000),
    _more("solid-waste", "Chất thải rắn", "Solid waste", "flow", "tonnes", 3, 60),
    _more("hazardous-waste", "Chất thải nguy hại", "Hazardous waste", "flow", "tonnes", 0, 8),
    _more("inspections", "Số cuộc kiểm tra", "Inspections", "flow", "cases", 0, 2),
    _more("complaints", "Số vụ khiếu nại", "Complaints", "flow", "cases", 0, 1),
    _more("accidents", "Số vụ tai nạn lao động", "Accidents at work", "flow", "cases", 0, 1),
    _more("enterprises", "Số doanh nghiệp", "Enterprises", "stock", "projects", 2, 5),
    _more("enterprises-foreign", "Số doanh nghiệp nước ngoài", "Foreign enterprises", "stock", "projects", 1, 3),
    _more("workers-female", "Số lao động nữ", "Female workers", "stock", "workers", 200, 500),
    _more("workers-foreign", "Số lao động nước ngoài", "Foreign workers", "stock", "workers", 1, 20),
    _more("dwellings", "Số chỗ ở cho lao động", "Places to live for workers", "stock", "workers", 10, 200),
    _more("green-land", "Đất cây xanh", "Green land", "stock", "ha", 5, 12),
)
CLUSTER: Final = frozenset(
    {
        "ddi-registered",
        "ddi-projects-new",
        "ddi-realised",
        "land-leased",
        "land-leased-total",
        "land-leasable",
        "occupancy",
        "projects-ddi-total",
        "projects-delayed",
        "workers-total",
        "workers-local",
        "workers-local-share",
        "fdi-registered",
        "fdi-realised",
    }
)
"""What a cluster is asked for."""
AREA: Final = frozenset(
    {
        "fdi-registered",
        "fdi-projects-new",
        "fdi-realised",
        "ddi-registered",
        "ddi-projects-new",
        "ddi-realised",
        "land-leased",
        "land-leased-total",
        "land-leasable",
        "occupancy",
        "projects-fdi-total",
        "projects-ddi-total",
        "fdi-registered-total",
        "workers-total",
        "workers-local",
        "days-certificate",
    }
)
"""What a province or country that reports for itself is asked for."""


def lines_of(count: int) -> tuple[Line, ...]:
    """Return the first so many lines."""
    return (*TWENTY, *TWENTY_MORE)[:count]


def form_lines(form: str, lines: tuple[Line, ...]) -> list[int]:
    """Return which lines a form asks for, by their place among the lines: every line of a park."""
    asked = {"cluster": CLUSTER, "area": AREA}.get(form)
    return [
        index
        for index, line in enumerate(lines)
        if (asked is None and line.code != "days-certificate") or (asked is not None and line.code in asked)
    ]
