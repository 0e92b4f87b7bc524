"""The columns of a file of targets: what heads them in each language, and which of them each target needs."""

from collections.abc import Mapping
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from provinces.text import search_key

AMOUNTS: Final = ("value", "high", "baseline")
DAYS: Final = ("starts_on", "ends_on", "issued_on")
COUNTS: Final = ("paragraph", "position")
TEXTS: Final = ("printed", "note")
COLUMNS: Final = (
    *("target", "place", "investor", "code", "indicator", "unit", "comparator", *AMOUNTS),
    *("starts_on", "ends_on", "role", "issuer", "issued_on", "document", "paragraph", "printed"),
    *("part_of", "position", "note", "reason"),
)
# Without these no row says which target it means; the indicator is named by its code or by its name.
NEEDED: Final = ("place", "value", "starts_on")
# What people write above a column besides the heads of the template; as `search_key` has them.
_ALSO: Final[Mapping[str, tuple[str, ...]]] = {
    "place": ("dia ban", "don vi", "tinh", "tinh thanh pho", "kcn", "khu cong nghiep", "park", "province"),
    "investor": ("nha dau tu", "chu dau tu", "developer"),
    "code": ("ma", "ma chi tieu", "indicator code"),
    "indicator": ("chi tieu", "ten chi tieu", "indicator name"),
    "unit": ("dvt", "don vi tinh"),
    "value": (
        *("gia tri", "tri so", "muc tieu", "ke hoach", "ke hoach nam", "chi tieu giao"),
        *("target value", "amount", "plan"),
    ),
    "starts_on": ("tu ngay", "ngay bat dau", "from", "start", "start date", "starts on"),
    "ends_on": ("den ngay", "ngay ket thuc", "to", "until", "end", "end date", "ends on"),
    "issuer": ("co quan ban hanh", "issuer"),
    "document": ("van ban", "can cu", "source document"),
    "note": ("ghi chu", "remark", "remarks"),
}


def headings() -> dict[str, str]:
    """Return the head of each column in the reader's language, in their order."""
    names = (
        *(_("Target"), _("Place"), _("Investor"), _("Code"), _("Indicator"), _("Unit")),
        *(_("How it binds"), _("Value"), _("Upper end"), _("Baseline"), _("First day"), _("Last day")),
        *(_("Role of the target"), _("Issued by"), _("Issued on"), _("Document"), _("Paragraph"), _("As printed")),
        *(_("Part of target"), _("Order"), _("Note"), _("Reason of the change")),
    )
    return dict(zip(COLUMNS, names, strict=True))


def column_of(heading: str) -> str:
    """Return the column that a head certainly names, in any language; empty if none."""
    return _known_heads().get(search_key(heading), "")


def _known_heads() -> dict[str, str]:
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found |= {search_key(name): column for column, name in headings().items()}
    for column, words in _ALSO.items():
        for word in words:
            found.setdefault(word, column)
    return found
