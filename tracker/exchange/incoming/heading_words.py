"""The words of headings: which are known, and what each says."""

import enum
import re
from collections.abc import Iterable
from typing import Final


class Tag(enum.Enum):
    """What a known word of a heading says."""

    IN_QUARTER = "in_quarter"
    IN_PERIOD = "in_period"
    YEAR_TO_DATE = "year_to_date"
    CUMULATIVE = "cumulative"
    SINCE_INCEPTION = "since_inception"
    LAST_YEAR = "last_year"
    PLAN = "plan"
    COMPARED = "compared"
    ESTIMATED = "estimated"
    PROVISIONAL = "provisional"
    NUMBERING = "numbering"
    PLACE = "place"
    INDICATOR = "indicator"
    CODE = "code"
    UNIT = "unit"
    UNIT_OR_PLACE = "unit_or_place"
    PERIOD = "period"
    BASIS = "basis"
    VALUE = "value"
    NOTE = "note"


# Folded words, đ written as d; the longest are found first.
PHRASES: Final[dict[Tag, tuple[str, ...]]] = {
    Tag.IN_QUARTER: ("trong quy", "phat sinh trong quy", "in the quarter", "in quarter", "phat sinh"),
    Tag.IN_PERIOD: ("trong ky", "in the period"),
    Tag.YEAR_TO_DATE: (
        *("luy ke tu dau nam den nay", "luy ke tu dau nam", "tu dau nam den nay", "tu dau nam", "luy ke trong nam"),
        *("luy ke nam", "year to date", "ytd", "cong don tu dau nam"),
    ),
    Tag.CUMULATIVE: ("luy ke", "luy ke den nay", "cong don", "cumulative"),
    Tag.SINCE_INCEPTION: ("luy ke tu truoc den nay", "luy ke tu khi thanh lap", "since inception"),
    Tag.LAST_YEAR: ("cung ky nam truoc", "cung ky", "same period last year", "nam truoc"),
    Tag.PLAN: (
        *("ke hoach nam", "ke hoach", "kh nam", "kh", "muc tieu nam", "muc tieu", "chi tieu giao", "plan", "target"),
    ),
    Tag.COMPARED: (
        *("phan tram", "ty le", "ti le", "so sanh", "so voi", "so cung ky", "so ke hoach", "so kh", "dat ke hoach"),
        *("tang giam", "tang truong", "toc do", "ratio", "per cent", "percent", "change", "compared with"),
    ),
    Tag.ESTIMATED: ("uoc thuc hien", "uoc tinh", "uoc dat", "uoc", "estimated", "estimate"),
    Tag.PROVISIONAL: ("so bo", "provisional"),
}
# What a heading may be as a whole.
WHOLE: Final[dict[Tag, tuple[str, ...]]] = {
    Tag.NUMBERING: ("stt", "tt", "so tt", "so thu tu", "no", "#"),
    Tag.PLACE: (
        *("dia ban", "dia phuong", "khu cong nghiep", "kcn", "ccn", "cum cong nghiep", "ten khu", "khu", "ten dia ban"),
        *("ten khu cong nghiep", "ten kcn", "ten ccn", "ten cum cong nghiep", "tinh", "tinh thanh pho", "ten don vi"),
        *("ten tinh", "kcn ccn", "place", "park", "industrial park", "province", "khu kinh te", "don vi bao cao"),
    ),
    Tag.INDICATOR: ("chi tieu", "ten chi tieu", "chi tieu thong ke", "noi dung", "indicator", "danh muc", "hang muc"),
    Tag.CODE: ("ma", "ma so", "ma chi tieu", "ma dia ban", "code"),
    Tag.UNIT: ("don vi tinh", "dvt", "dv tinh", "unit"),
    Tag.UNIT_OR_PLACE: ("don vi",),
    Tag.PERIOD: ("quy", "ky", "ky bao cao", "thoi ky", "thoi gian", "quarter", "period", "quy nam"),
    Tag.BASIS: ("loai so lieu", "cach tinh", "basis", "loai so", "ky so lieu"),
    Tag.VALUE: (
        "so lieu",
        "gia tri",
        "value",
        "so thuc hien",
        "ket qua",
        "ket qua thuc hien",
        "thuc hien",
        "figure",
        "so luong",
    ),
    Tag.NOTE: ("ghi chu", "note", "notes", "remarks", "comment", "giai trinh", "nguon", "nguon so lieu", "source"),
}
WHOLE_BY_WORDS: Final = {words: tag for tag, phrases in WHOLE.items() for words in phrases}
TAG_BY_WORDS: Final = {words: tag for tag, phrases in PHRASES.items() for words in phrases}


def any_of(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern for any of the phrases as whole words, the longest first."""
    longest_first = sorted(phrases, key=lambda words: (-len(words), words))
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(map(re.escape, longest_first))})(?![^\W_])")


# Words of a comparison may be part of a name ("tỷ lệ lấp đầy"), so they are taken out last.
COMPARED: Final = any_of(PHRASES[Tag.COMPARED])
KNOWN: Final = any_of(words for words, tag in TAG_BY_WORDS.items() if tag is not Tag.COMPARED)
ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
IN_WORDS: Final = {"ba": 1, "sau": 2, "chin": 3, "3": 1, "6": 2, "9": 3, "12": 4, "03": 1, "06": 2, "09": 3}
CALENDAR_YEAR: Final = r"(?:19|20)\d\d"
QUARTER: Final = re.compile(
    r"(?<![^\W_])(?:(?P<within>trong )?(?:quy|q) ?(?:thu )?(?P<number>iv|i{1,3}|[1-4])(?![^\W_])"
    rf"(?:[ /.,-]*(?:nam )?(?P<year>{CALENDAR_YEAR}))?"
    rf"|(?P<year_first>{CALENDAR_YEAR}) ?- ?q(?P<number_behind>[1-4])"
    rf"|(?P<roman>iv|i{{1,3}}) ?/ ?(?P<year_behind>{CALENDAR_YEAR}))(?![^\W_])"
)
MONTHS: Final = re.compile(
    r"(?<![^\W_])(?P<months>0?[369]|12|ba|sau|chin) thang(?: dau)?(?: nam)?(?! cuoi)"
    rf"(?:[ /]*(?P<year>{CALENDAR_YEAR}))?(?![^\W_])"
    rf"|(?<![^\W_])nua dau nam(?: (?P<half_year>{CALENDAR_YEAR}))?"
)
DAY: Final = re.compile(
    r"(?:(?:tinh )?den )?(?:het )?(?:ngay )?(?<!\d)(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-]"
    rf"(?P<year>{CALENDAR_YEAR})(?!\d)"
)
YEAR: Final = re.compile(rf"(?<![^\W_])(?:nam )?(?P<year>{CALENDAR_YEAR})(?![^\W_])")
FILLERS: Final = re.compile(
    r"(?<![^\W_])(?:thuc hien|nam|cua|den|het|tinh den|tai|va|theo|tong|giua|bao cao|cuoi ky|hien nay|nay|kqth|th"
    r"|of|the|in)(?![^\W_])"
)
SIGNS: Final = " \t.,;:/()[]%+=&*-–—"
IN_BRACKETS: Final = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
UNIT_SAID: Final = re.compile(r"(?:don vi tinh|dvt|don vi|unit)\s*:?\s*(?P<unit>.+)")
LAST_WORDS: Final = 3
