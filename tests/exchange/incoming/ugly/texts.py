"""Text files as people make them."""

import unicodedata

from tests.exchange.incoming.ugly.making import Ugly, lines, stated

TWO_PARKS = stated(dai_an={"fdi": "125.4", "ddi": "1700"}, lai_vu={"fdi": "7", "ddi": "2.5"})
HEAD = "KCN{0}Vốn FDI trong quý (triệu USD){0}Vốn DDI trong quý (tỷ đồng)"
BODY = ("Đại An{0}125,4{0}1700", "Lai Vu{0}7{0}2,5")


def table(mark: str, *more: str) -> list[str]:
    return [line.format(mark) for line in (HEAD, *BODY, *more)]


TEXTS = {
    "semicolons, as Excel writes in Viet Nam": Ugly(lambda: lines(*table(";")), TWO_PARKS),
    "a byte order mark before everything": Ugly(lambda: lines(*table(";"), encoding="utf-8-sig"), TWO_PARKS),
    "Unicode text with tabs": Ugly(lambda: lines(*table("\t"), encoding="utf-16"), TWO_PARKS),
    "Vietnamese Windows": Ugly(
        # It writes the tone behind its letter.
        lambda: (
            lines(*table("\t"), encoding="utf-8")
            .decode()
            .translate(
                str.maketrans(
                    {"ố": "ô\u0301", "ạ": "a\u0323", "ỷ": "y\u0309", "ồ": "ô\u0300", "ệ": "ê\u0323", "ý": "y\u0301"}
                )
            )
            .encode("cp1258")
        ),
        TWO_PARKS,
        asked=frozenset({"encoding"}),
    ),
    "UTF-16 without its mark": Ugly(lambda: lines(*table(";")).decode().encode("utf-16-le"), refusal="UTF-16"),
    "UTF-16 without its mark, its encoding chosen by a person": Ugly(
        lambda: lines(*table(";")).decode().encode("utf-16-le"), TWO_PARKS, answers={"encoding": "utf-16-le"}
    ),
    "commas, numbers in quotation marks": Ugly(
        lambda: lines(
            "Park,FDI in the quarter (million USD),DDI in the quarter (billion VND)",
            'Dai An,125.4,"1,700"',
            "Lai Vu,7,2.5",
        ),
        TWO_PARKS,
        language="en",
    ),
    "decimal commas between commas": Ugly(
        lambda: lines(
            '"KCN","Vốn FDI trong quý (triệu USD)","Vốn DDI trong quý (tỷ đồng)"',
            '"Đại An","125,4","1700"',
            '"Lai Vu","7","2,5"',
        ),
        TWO_PARKS,
    ),
    "a separator that the file states": Ugly(lambda: lines("sep=|", *table("|")), TWO_PARKS),
    "line ends of an old Mac": Ugly(lambda: lines(*table(";"), line_end="\r"), TWO_PARKS),
    "titles above and notes below": Ugly(
        lambda: lines(
            "BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP",
            "BÁO CÁO THU HÚT ĐẦU TƯ QUÝ I NĂM 2025",
            "",
            *table(";"),
            "",
            "Ghi chú: số liệu chốt ngày 20/3/2025",
            "Người lập biểu;;Trưởng ban",
        ),
        TWO_PARKS,
    ),
    "a list out of a database": Ugly(
        lambda: lines(
            "địa bàn;chỉ tiêu;kỳ;loại số liệu;giá trị;đơn vị tính",
            "KCN Đại An;fdi-registered;2025-Q1;trong quý;125,4;triệu USD",
            "KCN Đại An;fdi-registered;2025-Q1;lũy kế từ đầu năm;125,4;triệu USD",
            "KCN Đại An;fdi-registered;Quý II/2025;trong quý;40;triệu USD",
            "KCN Lai Vu;ddi-registered;2025-Q1;trong quý;2.500.000.000;đồng",
            "KCN Lai Vu;occupancy;2025-Q1;trong kỳ;58,5;%",
        ),
        {
            **stated(dai_an={"fdi": "125.4"}, lai_vu={"ddi": "2.5", "full": "58.5"}),
            **stated(basis="year_to_date", dai_an={"fdi": "125.4"}),
            **stated("2025-Q2", dai_an={"fdi": "40"}),
        },
    ),
    "blank, 0 and the signs are different things": Ugly(
        lambda: lines(
            "KCN;Vốn FDI trong quý (triệu USD)",
            "Đại An;0",
            "Lai Vu;-",
            "Kim Thành;",
            "Thủy Nguyên;n/a",
            "KCN Tân Trường;…",
            "Đại An mở rộng;~12",
        ),
        stated(
            dai_an={"fdi": "0"},
            lai_vu={"fdi": "nil"},
            thuy_nguyen={"fdi": "not_applicable"},
            tan_truong={"fdi": "not_collected"},
            dai_an_mo_rong={"fdi": "12 estimated"},
        ),
    ),
    "both styles in one column": Ugly(
        lambda: lines(
            "KCN;Vốn DDI trong quý (tỷ đồng)", "Đại An;1,234.5", "Lai Vu;6.918", "Kim Thành;1.234,5", "Thủy Nguyên;17"
        ),
        stated(dai_an={"ddi": "1234.5"}, kim_thanh={"ddi": "1234.5"}, thuy_nguyen={"ddi": "17"}),
        problems={"B3": "two ways"},
    ),
    "letters taken apart, no-break and trailing blanks, heads repeated": Ugly(
        lambda: lines(
            *(
                unicodedata.normalize("NFD", line)
                for line in (
                    " STT ; Khu công nghiệp\u00a0; Vốn FDI trong quý (triệu USD)  ",
                    "1;KCN Đại An  ;125,4 ",
                    "STT;Khu công nghiệp;Vốn FDI trong quý (triệu USD)",
                    "2; KCN\u00a0Thuỷ Nguyên;\u00a07\u00a0",
                )
            )
        ),
        stated(dai_an={"fdi": "125.4"}, thuy_nguyen={"fdi": "7"}),
    ),
    "names as people write them": Ugly(
        lambda: lines(
            "Địa bàn;Vốn FDI trong quý (triệu USD)",
            "Tỉnh Hải Dương;1",
            "TP. Hải Phòng;2",
            "Khu công nghiệp Đại An;3",
            "dai an mo rong;4",
            "K.C.N Lai Vu;5",
            "Kim Thành 2 (giai đoạn 1);6",
            "CCN Tân Trường;7",
        ),
        stated(
            hai_duong={"fdi": "1"},
            hai_phong={"fdi": "2"},
            dai_an={"fdi": "3"},
            dai_an_mo_rong={"fdi": "4"},
            lai_vu={"fdi": "5"},
            kim_thanh_2={"fdi": "6"},
            ccn_tan_truong={"fdi": "7"},
        ),
    ),
    "names that nobody or several have": Ugly(
        lambda: lines(
            "KCN;Vốn FDI trong quý (triệu USD)", "Đại An 3;1", "Tân Trường;2", "Kim Thành 2;3", ";4", "CCN Lai Vu;5"
        ),
        {},
        problems={
            "A2": "KCN Đại An",
            "A3": "several places",
            "A4": "KCN Kim Thành 2 (giai đoạn 1)",
            "A5": "no name",
            "A6": "KCN Lai Vu",
        },
    ),
    "an amount with its own unit, and one in another currency": Ugly(
        lambda: lines(
            "KCN;Vốn FDI trong quý (triệu USD)", "Đại An;1,5 tỷ USD", "Lai Vu;500 tỷ đồng", "Kim Thành;trên 12"
        ),
        stated(dai_an={"fdi": "1500"}),
        problems={"B3": "VND", "B4": "trên"},
    ),
    "a column in another currency than its indicator": Ugly(
        lambda: lines("KCN;Vốn FDI trong quý (tỷ đồng);Vốn DDI trong quý (tỷ đồng)", "Đại An;3000;1", "Lai Vu;20;2"),
        stated(dai_an={"ddi": "1"}, lai_vu={"ddi": "2"}),
        problems={"B2": "USD"},
    ),
    "figures without a unit anywhere": Ugly(
        lambda: lines("KCN;Vốn FDI trong quý;Số dự án FDI cấp mới trong quý", "Đại An;125,4;3"),
        stated(dai_an={"fdi": "125.4", "new": "3"}),
        asked=frozenset({"unit"}),
    ),
    "the same cell stated twice": Ugly(
        lambda: lines(
            "KCN;Vốn FDI trong quý (triệu USD)", "Đại An;125,4", "Lai Vu;7", "KCN Đại An;125,5", "KCN Lai Vu;7,0"
        ),
        stated(dai_an={"fdi": "125.4"}, lai_vu={"fdi": "7"}),
        problems={"B4": "B2"},
    ),
    "two numbers in a cell, brackets, a number too long": Ugly(
        lambda: lines("KCN;Vốn FDI trong quý (triệu USD)", 'Đại An;"1\n234"', "Lai Vu;(125)", "Kim Thành;" + "1" * 41),
        {},
        problems={"B2": "more than one number", "B3": "brackets", "B4": "cannot be read"},
    ),
    "a workbook's name on a text file": Ugly(
        lambda: lines(*table(";")), TWO_PARKS, file_name="bao-cao.xlsx", notices=("text file",)
    ),
    "columns that nobody knows": Ugly(
        lambda: lines("KCN;Vốn FDI trong quý (triệu USD);Diện tích cây xanh;Ghi chú", "Đại An;125,4;12;gấp"),
        stated(dai_an={"fdi": "125.4"}),
        asked=frozenset({"column"}),
    ),
}
