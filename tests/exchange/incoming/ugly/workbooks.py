"""Workbooks as people make them."""

from datetime import date

from tests.exchange.incoming.ugly.making import (
    Ugly,
    all_of,
    book,
    grid,
    sheet_xml,
    stated,
    text_cell,
    with_parts,
)

HEAD = ("Khu công nghiệp", "Vốn FDI trong quý (triệu USD)", "Vốn DDI trong quý (tỷ đồng)")
TWO_PARKS = stated(dai_an={"fdi": "125.4", "ddi": "1700"}, lai_vu={"fdi": "7", "ddi": "2.5"})
ROWS = (("KCN Đại An", 125.4, 1700), ("KCN Lai Vu", 7, 2.5))


def merged(area: str, text: str):
    return lambda workbook, sheet: sheet.merge_range(area, text)


def formatted(name: str, value: object, number_format: str):
    return lambda workbook, sheet: sheet.write(name, value, workbook.add_format({"num_format": number_format}))


def under_titles(_workbook, sheet):
    sheet.merge_range("A1:F1", "BAN QUẢN LÝ CÁC KHU CÔNG NGHIỆP TỈNH HẢI DƯƠNG")
    sheet.merge_range("A2:F2", "TÌNH HÌNH THU HÚT ĐẦU TƯ QUÝ I NĂM 2025")
    sheet.merge_range("A4:A5", "TT")
    sheet.merge_range("B4:B5", "Tên khu công nghiệp")
    sheet.merge_range("C4:D4", "Vốn FDI (triệu USD)")
    sheet.merge_range("E4:F4", "Vốn DDI (tỷ đồng)")
    sheet.write_row("C5", ["Trong quý", "Lũy kế từ đầu năm"] * 2)
    sheet.write_row("A6", ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"])
    sheet.write_row("A7", [1, "KCN Đại An", 125.4, 125.4, 1700, 1700])
    sheet.write_row("A8", [2, "KCN Lai Vu", 7, 7, 2.5, 2.5])
    sheet.write_row("B10", ["Ghi chú: số liệu đến 20/3/2025"])
    sheet.write_row("B12", ["NGƯỜI LẬP BIỂU", None, None, "TRƯỞNG BAN"])


def quarters_beside(_workbook, sheet):
    grid(
        ("Biểu số 1. KCN Đại An",),
        (),
        ("STT", "Chỉ tiêu", "Đơn vị tính", "Quý I/2025", None, "Quý II/2025", None, "Ghi chú"),
        (None, None, None, "Trong quý", "Lũy kế", "Trong quý", "Lũy kế"),
        ("I", "Đầu tư nước ngoài"),
        ("1", "Vốn FDI đăng ký", "triệu USD", 125.4, 125.4, 40, 165.4),
        ("2", "Số dự án FDI cấp mới", "dự án", 3, 3, 0, 3),
        ("II", "Đầu tư trong nước"),
        ("1", "Vốn DDI đăng ký", "tỷ đồng", 1700, 1700, "-", 1700, "không có dự án mới"),
        ("III", "Tỷ lệ lấp đầy", "%", None, 58.5, None, 60),
    )(_workbook, sheet)
    for area in ("D3:E3", "F3:G3"):
        sheet.merge_range(area, "Quý I/2025" if area[0] == "D" else "Quý II/2025")


QUARTERS = {
    **stated(dai_an={"fdi": "125.4", "new": "3", "ddi": "1700", "full": "58.5"}),
    **stated(basis="year_to_date", dai_an={"fdi": "125.4", "new": "3", "ddi": "1700"}),
    **stated("2025-Q2", dai_an={"fdi": "40", "new": "0", "ddi": "nil", "full": "60"}),
    **stated("2025-Q2", "year_to_date", dai_an={"fdi": "165.4", "new": "3", "ddi": "1700"}),
}


def one_place(fdi: float, ddi: float):
    return grid(("Chỉ tiêu", "ĐVT", "Trong quý"), ("Vốn FDI", "triệu USD", fdi), ("Vốn DDI", "tỷ đồng", ddi))


def two_tables(_workbook, sheet):
    grid(
        ("1. Đầu tư nước ngoài",),
        ("Đơn vị tính: triệu USD",),
        ("KCN", "Vốn FDI trong quý"),
        ("Đại An", 125.4),
        ("Lai Vu", 7),
        (),
        ("2. Đầu tư trong nước",),
        (None, "ĐVT: tỷ đồng"),
        ("KCN", "Vốn DDI trong quý"),
        ("Đại An", 1700),
        ("Lai Vu", 2.5),
    )(_workbook, sheet)


def hidden_parts(_workbook, sheet):
    grid(HEAD, *ROWS, ("KCN Kim Thành", 9, 9))(_workbook, sheet)
    sheet.set_row(3, options={"hidden": True})
    sheet.set_column(2, 2, options={"hidden": True})


def long_places(_workbook, sheet):
    grid(
        ("Khu công nghiệp", "Chỉ tiêu", "Đơn vị tính", "Trong quý"),
        (None, "Vốn FDI", "triệu USD", 125.4),
        (None, "Vốn DDI", "tỷ đồng", 1700),
        (None, "Vốn FDI", "triệu USD", 7),
        (None, "Vốn DDI", "tỷ đồng", 2.5),
    )(_workbook, sheet)
    sheet.merge_range("A2:A3", "KCN Đại An")
    sheet.merge_range("A4:A5", "KCN Lai Vu")


OFFICIAL = grid(
    ("KCN Đại An",),
    ("Quý I năm 2025",),
    (
        "Chỉ tiêu",
        "Đơn vị tính",
        "Cùng kỳ năm trước",
        "Trong quý",
        "Tỷ lệ %",
        "Lũy kế từ đầu năm",
        "Kế hoạch năm",
        "% kế hoạch",
        "Ghi chú",
    ),
    ("A", "B", 1, 2, "3=2/1", 4, 5, "6=4/5", "C"),
    ("Vốn FDI đăng ký", "triệu USD", 100, 125.4, 125.4, 125.4, 500, 25.1, "vượt"),
    ("Vốn DDI đăng ký", "tỷ đồng", None, 1700, None, 1700, 1700, 100),
)
TOTALS = (
    ("I", "Khu công nghiệp", None),
    (1, "KCN Đại An", 125.4),
    (2, "KCN Lai Vu", 7),
    (None, "Cộng", 132.4),
    ("II", "Cụm công nghiệp", None),
    (1, "CCN Tân Trường", 2),
    (None, "Cộng", 2),
)
ONE = ("STT", "Địa bàn", "Vốn FDI trong quý (triệu USD)")
PARKS = stated(dai_an={"fdi": "125.4"}, lai_vu={"fdi": "7"}, ccn_tan_truong={"fdi": "2"})
FDI = ("KCN", "Vốn FDI trong quý (triệu USD)")

WORKBOOKS = {
    "titles, a head of two merged rows, a row of numbers, signatures": Ugly(
        lambda: book(under_titles),
        {**TWO_PARKS, **{k.replace("in_quarter", "year_to_date"): v for k, v in TWO_PARKS.items()}},
    ),
    "indicators down, quarters across, in the quarter and to date": Ugly(
        lambda: book(quarters_beside), QUARTERS, asked=frozenset({"basis"})
    ),
    "one sheet a place": Ugly(
        lambda: book(one_place(125.4, 1700), one_place(7, 2.5), names=("KCN Đại An", "Lai Vu")), TWO_PARKS
    ),
    "two tables, each with its unit above": Ugly(lambda: book(two_tables), TWO_PARKS),
    "two tables side by side": Ugly(
        lambda: book(
            grid(
                ("KCN", "Vốn FDI trong quý (triệu USD)", None, "KCN", "Vốn DDI trong quý (tỷ đồng)"),
                ("Đại An", 125.4, None, "Lai Vu", 2.5),
                ("Lai Vu", 7, None, "Đại An", 1700),
            )
        ),
        TWO_PARKS,
    ),
    "a hidden row and a hidden column, left out": Ugly(
        lambda: book(hidden_parts),
        stated(dai_an={"fdi": "125.4"}, lai_vu={"fdi": "7"}),
        asked=frozenset({"hidden"}),
        warnings={"C:C": "left out as you said"},
    ),
    "a hidden row and a hidden column, wanted": Ugly(
        lambda: book(hidden_parts),
        {**TWO_PARKS, **stated(kim_thanh={"fdi": "9", "ddi": "9"})},
        asked=frozenset({"hidden"}),
        answers={"hidden": "read"},
    ),
    "a hidden sheet": Ugly(
        lambda: book(
            grid(HEAD, *ROWS),
            lambda workbook, sheet: (grid(HEAD, ("KCN Kim Thành", 1, 1))(workbook, sheet), sheet.hide()),
        ),
        TWO_PARKS,
        asked=frozenset({"sheet"}),
    ),
    "totals among the rows": Ugly(lambda: book(grid(ONE, (None, "TỔNG CỘNG", 134.4), *TOTALS)), PARKS),
    "totals that do not add up": Ugly(
        lambda: book(grid(ONE, *TOTALS[:3], (None, "Cộng", 140), *TOTALS[4:], (None, "Tổng cộng", 134.4))),
        PARKS,
        warnings={"C5": "140"},
    ),
    "of which": Ugly(
        lambda: book(
            grid(
                FDI,
                ("Tỉnh Hải Dương", 500),
                ("Trong đó:", None),
                ("- KCN Đại An", 125.4),
                ("Trong đó: KCN Lai Vu", 7),
            )
        ),
        stated(hai_duong={"fdi": "500"}, dai_an={"fdi": "125.4"}, lai_vu={"fdi": "7"}),
    ),
    "marks of footnotes that stand below": Ugly(
        lambda: book(
            grid(
                FDI,
                ("KCN Đại An(1)", "125,4(2)"),
                ("KCN Lai Vu", "7²"),
                ("(1) Cả phần mở rộng",),
                ("(2) Số liệu của Ban",),
            )
        ),
        stated(dai_an={"fdi": "125.4"}, lai_vu={"fdi": "7"}),
    ),
    "marks of footnotes that nobody explains": Ugly(
        lambda: book(grid(FDI, ("KCN Đại An", "125,4(1)"), ("KCN Lai Vu", "7²"))),
        {},
        problems={"B2": "(1)", "B3": "²"},
    ),
    "stars that a note calls provisional": Ugly(
        lambda: book(grid(FDI, ("KCN Đại An", "125,4*"), ("KCN Lai Vu", 7), ("(*) Số liệu sơ bộ",))),
        stated(dai_an={"fdi": "125.4 provisional"}, lai_vu={"fdi": "7"}),
    ),
    "stars that a note calls something else": Ugly(
        lambda: book(grid(FDI, ("KCN Đại An", "125,4*"), ("KCN Lai Vu", 7), ("* Cả phần mở rộng",))),
        stated(dai_an={"fdi": "125.4"}, lai_vu={"fdi": "7"}),
    ),
    "stars without a note": Ugly(
        lambda: book(grid(FDI, ("KCN Đại An", "125,4*"), ("KCN Lai Vu", 7))),
        stated(dai_an={"fdi": "125.4 provisional"}, lai_vu={"fdi": "7"}),
        asked=frozenset({"star"}),
    ),
    "numbers stored as text beside numbers": Ugly(
        lambda: book(grid(HEAD, ("KCN Đại An", "125,4", "1.700"), ("KCN Lai Vu", 7, "2.50"))),
        stated(dai_an={"fdi": "125.4"}, lai_vu={"fdi": "7", "ddi": "2.50"}),
        problems={"C2": "two ways"},
    ),
    "dust of binary arithmetic": Ugly(
        lambda: book(grid(FDI, ("KCN Đại An", 125.39999999999999), ("KCN Lai Vu", 0.1 + 0.2))),
        stated(dai_an={"fdi": "125.4"}, lai_vu={"fdi": "0.3"}),
    ),
    "formulas with their results": Ugly(
        lambda: book(
            all_of(
                grid(FDI, ("KCN Đại An",), ("KCN Lai Vu", 7)),
                lambda _book, sheet: sheet.write_formula("B2", "=100+25.4", value=125.4),
            )
        ),
        stated(dai_an={"fdi": "125.4"}, lai_vu={"fdi": "7"}),
    ),
    "a formula that nobody has reckoned": Ugly(
        lambda: with_parts(
            book(grid(FDI)),
            **{
                "xl/worksheets/sheet1.xml": sheet_xml(
                    f'<row r="1">{text_cell("A1", FDI[0])}{text_cell("B1", FDI[1])}</row>'
                    f'<row r="2">{text_cell("A2", "KCN Đại An")}<c r="B2"><f>100+25.4</f></c></row>'
                    f'<row r="3">{text_cell("A3", "KCN Lai Vu")}<c r="B3"><f>3+4</f><v>7</v></c></row>'
                    f'<row r="4">{text_cell("A4", "KCN Kim Thành")}<c r="B4" t="str"><f>""</f><v></v></c></row>'
                )
            },
        ),
        stated(lai_vu={"fdi": "7"}),
        problems={"B2": "formula"},
    ),
    "per cents as a spreadsheet keeps them": Ugly(
        lambda: book(
            all_of(
                grid(("KCN", "Tỷ lệ lấp đầy (%)"), ("KCN Đại An",), ("KCN Lai Vu", 58.5), ("KCN Kim Thành", "60%")),
                formatted("B2", 0.585, "0.0%"),
            )
        ),
        stated(dai_an={"full": "58.5"}, lai_vu={"full": "58.5"}, kim_thanh={"full": "60"}),
    ),
    "units in the format of the numbers": Ugly(
        lambda: book(
            all_of(
                grid(("KCN", "Vốn DDI trong quý"), ("KCN Đại An",), ("KCN Lai Vu",)),
                formatted("B2", 1700, '#,##0" tỷ"'),
                formatted("B3", 2_500_000_000, '#,##0.0,,,"tỷ đồng"'),
            )
        ),
        stated(dai_an={"ddi": "1700"}, lai_vu={"ddi": "2.5"}),
    ),
    "numbers that a format shows by the million": Ugly(
        lambda: book(
            all_of(
                grid(FDI, ("KCN Đại An",), ("KCN Lai Vu",)),
                formatted("B2", 125_400_000, "#,##0,,"),
                formatted("B3", 7_000_000, "#,##0.0,,"),
            )
        ),
        stated(dai_an={"fdi": "125.4"}, lai_vu={"fdi": "7"}),
        asked=frozenset({"scaled"}),
    ),
    "errors of a spreadsheet": Ugly(
        lambda: with_parts(
            book(grid(FDI)),
            **{
                "xl/worksheets/sheet1.xml": sheet_xml(
                    f'<row r="1">{text_cell("A1", FDI[0])}{text_cell("B1", FDI[1])}</row>'
                    f'<row r="2">{text_cell("A2", "KCN Đại An")}<c r="B2" t="e"><f>A9</f><v>#REF!</v></c></row>'
                    f'<row r="3">{text_cell("A3", "KCN Lai Vu")}<c r="B3"><v>7</v></c></row>'
                )
            },
        ),
        stated(lai_vu={"fdi": "7"}),
        problems={"B2": "#REF!"},
    ),
    "a day that was typed as a number": Ugly(
        lambda: book(
            all_of(
                grid(FDI, ("KCN Đại An",), ("KCN Lai Vu", 7)),
                formatted("B2", date(2025, 2, 1), "dd/mm/yyyy"),
            )
        ),
        stated(lai_vu={"fdi": "7"}),
        problems={"B2": "a day"},
    ),
    "names merged over their rows": Ugly(lambda: book(long_places), TWO_PARKS),
    "names only in the first of their rows": Ugly(
        lambda: book(
            grid(
                ("Khu công nghiệp", "Chỉ tiêu", "Đơn vị tính", "Trong quý"),
                ("KCN Đại An", "Vốn FDI", "triệu USD", 125.4),
                (None, "Vốn DDI", "tỷ đồng", 1700),
                ("KCN Lai Vu", "Vốn FDI", "triệu USD", 7),
                (None, "Vốn DDI", "tỷ đồng", 2.5),
            )
        ),
        TWO_PARKS,
        asked=frozenset({"fill_down"}),
    ),
    "one number merged over two parks": Ugly(
        lambda: book(
            all_of(grid(FDI, ("KCN Đại An",), ("KCN Lai Vu",), ("KCN Kim Thành", 3)), merged("B2:B3", "132,4"))
        ),
        stated(kim_thanh={"fdi": "3"}),
        problems={"B2": "B2:B3"},
    ),
    "the official layout": Ugly(
        lambda: book(OFFICIAL),
        {
            **stated(dai_an={"fdi": "125.4", "ddi": "1700"}),
            **stated(basis="year_to_date", dai_an={"fdi": "125.4", "ddi": "1700"}),
            **stated(basis="last_year_in_quarter", dai_an={"fdi": "100"}),
            **stated("2025", "plan", dai_an={"fdi": "500", "ddi": "1700"}),
        },
        asked=frozenset({"basis"}),
    ),
    "places down, quarters across, days as heads": Ugly(
        lambda: book(
            grid(
                ("KCN", "Vốn FDI trong Quý I/2025 (triệu USD)", "Vốn FDI 6 tháng đầu năm 2025 (triệu USD)"),
                ("KCN Đại An", 125.4, 165.4),
            )
        ),
        {**stated(dai_an={"fdi": "125.4"}), **stated("2025-Q2", "year_to_date", dai_an={"fdi": "165.4"})},
    ),
    "a million empty rows below": Ugly(
        lambda: with_parts(
            book(grid(FDI)),
            **{
                "xl/worksheets/sheet1.xml": sheet_xml(
                    f'<row r="1">{text_cell("A1", FDI[0])}{text_cell("B1", FDI[1])}</row>'
                    f'<row r="2">{text_cell("A2", "KCN Đại An")}<c r="B2"><v>125.4</v></c></row>'
                    + "".join(f'<row r="{number}" s="1" customFormat="1"/>' for number in range(3, 1_048_577)),
                    before='<dimension ref="A1:XFD1048576"/>',
                )
            },
        ),
        stated(dai_an={"fdi": "125.4"}),
    ),
    "macros beside the cells": Ugly(
        lambda: with_parts(book(grid(HEAD, *ROWS)), **{"xl/vbaProject.bin": b"x"}),
        TWO_PARKS,
        notices=("macros",),
        file_name="bao-cao.xlsm",
    ),
    "a workbook called .csv": Ugly(
        lambda: book(grid(HEAD, *ROWS)), TWO_PARKS, file_name="bao-cao.csv", notices=("workbook",)
    ),
    "levels in a column of amounts of the quarter": Ugly(
        lambda: book(
            grid(
                ("Chỉ tiêu", "Đơn vị tính", "Trong quý"),
                ("Số dự án FDI còn hiệu lực", "dự án", 3),
                ("Vốn FDI", "triệu USD", 7),
            ),
            names=("KCN Đại An",),
        ),
        stated(dai_an={"fdi": "7"}),
        problems={"C2": "level"},
    ),
    "quarters without a word whether they add up": Ugly(
        lambda: book(
            grid(
                ("Chỉ tiêu", "Đơn vị tính", "Quý I/2025", "Quý II/2025"),
                ("Vốn FDI", "triệu USD", 125.4, 40),
                ("Số dự án FDI còn hiệu lực", "dự án", 30, 31),
            ),
            names=("KCN Đại An",),
        ),
        {
            **stated(dai_an={"fdi": "125.4", "active": "30"}),
            **stated("2025-Q2", dai_an={"fdi": "40", "active": "31"}),
        },
        asked=frozenset({"basis"}),
    ),
    "estimates in a column of their own": Ugly(
        lambda: book(grid(("KCN", "Ước thực hiện trong quý Vốn FDI (triệu USD)"), ("KCN Đại An", 125.4))),
        stated(dai_an={"fdi": "125.4 estimated"}),
    ),
    "words without numbers": Ugly(
        lambda: book(grid(("Kính gửi",), ("Ban Quản lý các KCN",), ("Đề nghị báo cáo quý I",))),
        problems={"A1": "no table"},
    ),
}
