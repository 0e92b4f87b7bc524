"""Which pages the gallery takes, by the name of their pictures; ``demo`` are those of the demonstration."""

from dataclasses import dataclass
from typing import Final

SIGNED_IN: Final = "signed in: "  # before an address that staff alone reach
ENTRY: Final = "/admin/tracker/quarterlyreport/enter"
REFUSED: Final = "/accounts/login/?refused"  # stands for a form that comes without its token
IMPORT: Final = "/admin/tracker/fileimport/import"
MASTER_DATA: Final = "/admin/master-data"


@dataclass(frozen=True)
class Brought:
    """A page that answers a file: where the file is brought, its name and text, and what is chosen beside it.

    ``compared``: the columns are confirmed as they are proposed, and the page is that of the comparison.
    """

    address: str
    name: str
    text: str
    chosen: tuple[tuple[str, str], ...] = ()
    compared: bool = False


_UNKNOWN_HEADS = """STT;Khu công nghiệp;Vốn FDI đăng ký;Cột lạ
1;KCN Đại An mở rộng;125,4;5
2;Khu không có thật;1.200;6
"""
_FIGURES = """Địa bàn;Đơn vị báo cáo;Mã;Trong quý;Ghi chú
{place};{reporter};fdi-registered;125,4;theo báo cáo quý
{place};{reporter};ddi-registered;1.200tr x;
{place};{reporter};khong-co-ma;3;
"""
_TARGETS = """Địa bàn;Mã;Đơn vị tính;Trị số;Ngày đầu
{place};fdi-registered;triệu USD;1.250;2026
{place};ddi-registered;tỷ đồng;không rõ;2026
"""
_MASTER_DATA = """slug,name_en
{place},{name}
khong-co-that,Nowhere
"""


def _brought(quarter: str, place: str, park: str, reporter: str) -> dict[str, Brought]:
    """Return the pages that answer a file, with right and wrong lines for the place."""
    when = (("quarter", quarter),)
    return {
        "import-columns": Brought(f"{IMPORT}/", "khu-cong-nghiep.csv", _UNKNOWN_HEADS, when),
        "import-check": Brought(f"{IMPORT}/", "quy.csv", _FIGURES.format(place=park, reporter=reporter), when, True),
        "import-unreadable": Brought(f"{IMPORT}/", "bao-cao.xlsx", "%PDF-1.7", when),
        "import-targets-check": Brought(
            f"{IMPORT}/targets/", "chi-tieu.csv", _TARGETS.format(place=place), compared=True
        ),
        "master-data-check": Brought(
            f"{MASTER_DATA}/", "dia-ban.csv", _MASTER_DATA.format(place=place, name="Renamed"), (("kind", "places"),)
        ),
    }


_STAFF_PAGES = {
    "import": f"{SIGNED_IN}{IMPORT}/",
    "import-targets": f"{SIGNED_IN}{IMPORT}/targets/",
    "master-data": f"{SIGNED_IN}{MASTER_DATA}/",
    "programs": f"{SIGNED_IN}/accounts/programs/",
    "password": f"{SIGNED_IN}/accounts/password/",
    "closed-quarters": f"{SIGNED_IN}/admin/tracker/quarterlock/",
    "deputies": f"{SIGNED_IN}/admin/tracker/membership/deputies/",
    "publish": f"{SIGNED_IN}/admin/tracker/edition/publish/",
    "targets-kept": f"{SIGNED_IN}/admin/tracker/target/",
    "people": f"{SIGNED_IN}/admin/tracker/person/",
}
PAGES: Final[dict[str, dict[str, str | Brought]]] = {
    "published": {
        "home": "/",
        "country": "/places/viet-nam/?quarter=2025-Q1",
        "province": "/places/hai-duong/?quarter=2025-Q1",
        "province-today": "/places/hai-phong/?quarter=2025-Q1&map=today",
        "perimeter": "/places/hai-duong-khu-cong-nghiep/?quarter=2025-Q1",
        "zone": "/places/khu-kinh-te-chuyen-biet-hai-duong/?quarter=2025-Q1",
        "park": "/places/dai-an-mo-rong/?quarter=2025-Q1",
        "investor": "/investors/cong-ty-dai-an/?quarter=2025-Q1",
        "investors": "/investors/",
        "indicator": "/indicators/fdi-registered/?quarter=2025-Q1",
        "indicators": "/indicators/",
        "explanation": "/places/hai-duong/explanation/?quarter=2025-Q1&indicator=fdi-registered",
        "ledger": "/places/hai-duong/targets/?quarter=2025-Q1",
        "report": "/places/hai-duong/report/?quarter=2025-Q1",
        "restatements": "/places/hai-duong/restatements/?quarter=2025-Q1&since=2025-04-15",
        "reporting": "/reporting/?quarter=2025-Q1",
        "checks": "/data-checks/",
        "documents": "/documents/",
        "document": "/documents/001-hai-duong-parks-q1-2025/",
        "promotion-list": "/promotion-lists/hai-duong-nhat-ban-2021-2023/",
        "editions": "/editions/",
        "edition": "/editions/viet-nam-2025-q1-1/",
        "places": "/places/",
        "search": "/search/?q=dai+an",
        "about": "/about/",
        "sign-in": "/accounts/login/",
        "not-found": "/places/no-such-place/",
        "refused": REFUSED,
        "help": "/help/",
        "guide": "/help/clerk/",
        "profile": f"{SIGNED_IN}/accounts/profile/",
        "calendar": f"{SIGNED_IN}/reporting/calendar/",
        "admin": f"{SIGNED_IN}/admin/",
        "entry": f"{SIGNED_IN}{ENTRY}/dai-an-mo-rong/2025-Q2/cong-ty-dai-an/",
        "api-docs": "/api/v1/docs",
        "guide-approver": "/help/approver/",
        "guide-manager": "/help/manager/",
        "open-year": f"{SIGNED_IN}/reporting/open-year/?place=hai-phong&year=2026",
        "remind": f"{SIGNED_IN}/reporting/remind/?quarter=2025-Q1",
        "edition-restatements": "/editions/viet-nam-2025-q1-1/restatements/",
        **_STAFF_PAGES,
        **_brought("2025-Q2", "hai-duong", "dai-an-mo-rong", "cong-ty-dai-an"),
    },
    "demo": {
        "home": "/",
        "country": "/places/viet-nam/",
        "province": "/places/bac-ninh/",
        "province-late": "/places/quang-tri/",
        "perimeter": "/places/minh-hoa-cac-kcn-bac-ninh-2025/",
        "zone": "/places/minh-hoa-kkt-hai-phong-2025/",
        "park": "/places/minh-hoa-kcn-cam-trach/",
        "investor": "/investors/minh-hoa-chu-dau-tu-hoa-trung/",
        "investors": "/investors/",
        "indicator": "/indicators/fdi-registered/",
        "level": "/indicators/occupancy/",
        "explanation": "/places/bac-ninh/explanation/?indicator=fdi-registered",
        "ledger": "/places/bac-ninh/targets/",
        "report": "/places/bac-ninh/report/",
        "restatements": "/places/bac-ninh/restatements/?since=2026-08-01",
        "reporting": "/reporting/",
        "places": "/places/",
        "search": "/search/?q=dong+nai",
        "admin": f"{SIGNED_IN}/admin/",
        "entry": f"{SIGNED_IN}{ENTRY}/minh-hoa-ccn-tay-xuyen/2025-Q3/minh-hoa-chu-dau-tu-truong-loc/",
        "overview": f"{SIGNED_IN}{ENTRY}/ha-noi/2026-Q3/",
        "reports": f"{SIGNED_IN}/admin/tracker/quarterlyreport/",
        "indicators-kept": f"{SIGNED_IN}/admin/tracker/indicator/",
        "checks": "/data-checks/",
        "documents": "/documents/",
        "edition": "/editions/",
        **_STAFF_PAGES,
        **_brought("2026-Q3", "bac-ninh", "minh-hoa-ccn-tay-xuyen", "minh-hoa-chu-dau-tu-truong-loc"),
    },
}
