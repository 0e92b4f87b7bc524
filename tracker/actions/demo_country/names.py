"""Believable Vietnamese names of parks, companies and people that are all invented; pure."""

import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Final

from tracker.actions.demo_country.draws import Draws


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Syllables that names of places are made of; no pair of them is meant.
_FIRST: Final = _words(
    "An Bình Cẩm Châu Đại Đông Đức Gia Hải Hòa Hoàng Hưng Khánh Kim Lam Lâm Lộc Long Mai Minh Mỹ Nam Nghĩa Ngọc Nhơn "
    "Phú Phúc Phước Quang Quảng Sơn Tam Tân Tây Thạch Thái Thanh Thành Thiện Thịnh Thuận Tiên Trung Trường Tường Vạn "
    "Việt Vĩnh Xuân Yên"
)
_SECOND: Final = _words(
    "An Bảo Bình Cường Dũng Dương Đạt Điền Đình Đông Đức Giang Hà Hải Hạnh Hậu Hiệp Hòa Hội Hợp Hưng Hữu Khang Khê "
    "Lạc Lập Liên Lộc Lợi Long Lương Mỹ Ngãi Nghĩa Nguyên Nhơn Ninh Phong Phú Phúc Quý Sơn Tài Tâm Tân Thái Thắng "
    "Thành Thạnh Thịnh Thuận Thủy Tiến Trạch Trì Trung Tường Vân Vinh Xuyên Yên"
)
_FAMILY: Final = _words("Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Mai Tạ")
_MIDDLE: Final = _words("Văn Thị Minh Thu Đức Ngọc Hữu Thanh Quốc Bích Xuân Kim Hồng Tuấn Phương")
_GIVEN: Final = _words(
    "An Anh Bình Châu Chi Cường Dung Dũng Giang Hà Hải Hạnh Hiếu Hoa Hùng Hương Khánh Lan Linh Long Mai Minh Nam Nga "
    "Ngân Nhung Phong Phúc Quân Quang Sơn Tâm Thảo Thắng Thủy Trang Trung Tuấn Vân Việt Yến"
)
# Foreign halves of joint ventures: words of no language.
_FOREIGN: Final = _words("Hanwoori Sakuro Merandia Tessaro Nordvik Kaishoto Ostravia Bellmarc Yunghe Solvander Aramita")
_COMPANIES: Final = (
    ("Công ty CP Phát triển hạ tầng {name}", "{name} Infrastructure Development JSC"),
    ("Công ty CP Khu công nghiệp {name}", "{name} Industrial Park JSC"),
    ("Công ty TNHH Đầu tư {name}", "{name} Investment Co., Ltd."),
    ("Công ty CP Đô thị và Công nghiệp {name}", "{name} Urban and Industrial JSC"),
    ("Tổng công ty Đầu tư phát triển {name}", "{name} Investment and Development Corporation"),
    ("Công ty TNHH MTV Hạ tầng {name}", "{name} Infrastructure One Member Co., Ltd."),
)
_JOINT: Final = ("Công ty liên doanh {name} - {foreign}", "{name} - {foreign} Joint Venture Co., Ltd.")
_JOINT_PER_MILLE: Final = 120


@dataclass(frozen=True, slots=True)
class Name:
    """One name in Vietnamese and in English, and the words of its address."""

    vietnamese: str
    english: str
    words: str


def plain(text: str) -> str:
    """Return a text without Vietnamese marks."""
    without = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return without.replace("đ", "d").replace("Đ", "D")


def address_words(text: str) -> str:
    """Return a text as an address writes it: phu-thinh."""
    letters = (c if c.isascii() and c.isalnum() else " " for c in plain(text).lower())
    return "-".join("".join(letters).split())


def place_names(draws: Draws, taken: Collection[str]) -> Iterator[Name]:
    """Yield names of two syllables, all different without their marks and none of those taken, as addresses write them.

    They end after some two thousand.
    """
    pairs = [f"{first} {second}" for first in _FIRST for second in _SECOND if first != second]
    seen = set(taken)
    for pair in draws.shuffled(pairs, "place names"):
        words = address_words(pair)
        if words not in seen:
            seen.add(words)
            yield Name(pair, plain(pair), words)


def company(draws: Draws, name: Name) -> Name:
    """Return the name of a company that is called so."""
    if draws.chance(_JOINT_PER_MILLE, "joint venture", name.words):
        foreign = draws.pick(_FOREIGN, "foreign", name.words)
        vietnamese, english = (text.format(name=form, foreign=foreign) for text, form in _both(_JOINT, name))
    else:
        pattern = draws.pick(_COMPANIES, "company", name.words)
        vietnamese, english = (text.format(name=form) for text, form in _both(pattern, name))
    return Name(vietnamese, english, name.words)


def _both(pattern: tuple[str, str], name: Name) -> tuple[tuple[str, str], tuple[str, str]]:
    return (pattern[0], name.vietnamese), (pattern[1], name.english)


def person(draws: Draws, *name: object) -> str:
    """Return the name of somebody."""
    parts = ((_FAMILY, "family"), (_MIDDLE, "middle"), (_GIVEN, "given"))
    return " ".join(draws.pick(syllables, "person", part, *name) for syllables, part in parts)
