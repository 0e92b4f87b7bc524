"""The places and indicators that the ugly files speak of."""

from decimal import Decimal

from provinces.models import Place, PlaceKind
from tracker.exchange.incoming.names import Catalogue, IndicatorEntry, PlaceEntry
from tracker.models import Indicator, IndicatorKind, Unit

USD = Unit(code="USD", name="đô la Mỹ", name_en="US dollars", currency="USD")
VND = Unit(code="VND", name="đồng", name_en="Vietnamese dong", currency="VND")
HA = Unit(code="ha", name="ha", name_en="hectares")
PROJECTS = Unit(code="projects", name="dự án", name_en="projects", whole=True)
PERCENT = Unit(code="percent", name="%", name_en="per cent")
_SHOWN = {"USD": (10**6, "triệu USD", "million USD"), "VND": (10**9, "tỷ đồng", "billion VND")}


def place(slug, kind, name, name_en, *aliases, **days):
    return Place(slug=slug, kind=kind, name=name, name_en=name_en, aliases=list(aliases), **days)


def indicator(code, kind, unit, name, name_en, *aliases):
    scale, shown, shown_en = _SHOWN.get(unit.code, (1, unit.name, unit.name_en))
    return Indicator(
        code=code,
        kind=kind,
        unit=unit,
        name=name,
        name_en=name_en,
        aliases=list(aliases),
        display_scale=Decimal(scale),
        display_unit=shown,
        display_unit_en=shown_en,
    )


PLACES = [
    place("hai-duong", PlaceKind.PROVINCE, "Hải Dương", "Hai Duong"),
    place("hai-phong", PlaceKind.PROVINCE, "Hải Phòng", "Hai Phong"),
    place("dai-an", PlaceKind.INDUSTRIAL_PARK, "KCN Đại An", "Dai An Industrial Park", "Dai An"),
    place("dai-an-mo-rong", PlaceKind.INDUSTRIAL_PARK, "KCN Đại An mở rộng", "Dai An expansion Industrial Park"),
    place("lai-vu", PlaceKind.INDUSTRIAL_PARK, "KCN Lai Vu", "Lai Vu Industrial Park", "Lai Vu"),
    place("kim-thanh", PlaceKind.INDUSTRIAL_PARK, "KCN Kim Thành", "Kim Thanh Industrial Park"),
    place(
        "kim-thanh-2",
        PlaceKind.PHASE,
        "KCN Kim Thành 2 (giai đoạn 1)",
        "Kim Thanh 2 Industrial Park (phase 1)",
    ),
    place("thuy-nguyen", PlaceKind.INDUSTRIAL_PARK, "KCN Thủy Nguyên", "Thuy Nguyen Industrial Park"),
    place("tan-truong", PlaceKind.INDUSTRIAL_PARK, "KCN Tân Trường", "Tan Truong Industrial Park"),
    place("ccn-tan-truong", PlaceKind.INDUSTRIAL_CLUSTER, "CCN Tân Trường", "Tan Truong Industrial Cluster"),
]
FLOW, STOCK, RATIO = IndicatorKind.FLOW, IndicatorKind.STOCK, IndicatorKind.RATIO
INDICATORS = [
    indicator("fdi-registered", FLOW, USD, "Vốn FDI đăng ký", "FDI registered", "Vốn FDI", "FDI"),
    indicator("ddi-registered", FLOW, VND, "Vốn DDI đăng ký", "DDI registered", "Vốn DDI", "DDI"),
    indicator("fdi-projects-new", FLOW, PROJECTS, "Số dự án FDI cấp mới", "FDI projects, new"),
    indicator("land-leased", FLOW, HA, "Diện tích đất cho thuê", "Land leased"),
    indicator("occupancy", RATIO, PERCENT, "Tỷ lệ lấp đầy", "Occupancy rate"),
    indicator("fdi-projects", STOCK, PROJECTS, "Số dự án FDI còn hiệu lực", "FDI projects in operation"),
]
CATALOGUE = Catalogue(
    places=[PlaceEntry.of(one) for one in PLACES], indicators=[IndicatorEntry.of(one) for one in INDICATORS]
)
