"""How much of a file is read at most; beyond it a file is refused with a sentence, never cut."""

from typing import Final

# Of the file itself.
MOST_BYTES: Final = 50 * 1024 * 1024
# Of a workbook's parts together, unpacked.
MOST_UNPACKED: Final = 256 * 1024 * 1024
MOST_PARTS: Final = 2000
# Rows and cells of one sheet in which nothing stands: a spreadsheet writes them where only a format is.
MOST_EMPTY_ELEMENTS: Final = 2_500_000
# XML elements of all that is held in memory whole: texts, styles, names of sheets.
MOST_TEXT_ELEMENTS: Final = 1_000_000
MOST_STYLE_ELEMENTS: Final = 250_000
# Characters of the texts that the cells of a workbook share.
MOST_TEXT_CHARACTERS: Final = 32_000_000
# As many as a spreadsheet has.
MOST_ROWS: Final = 1_048_576
MOST_COLUMNS: Final = 400
MOST_SHEETS: Final = 200
MOST_MERGES: Final = 100_000
MOST_TABLES: Final = 200
# The longest text of one cell; a name, a note or a figure needs a fraction of it.
LONGEST_CELL: Final = 32_767
# What stands above the heads of a table, and how many rows its heads may be.
MOST_TITLE_ROWS: Final = 60
MOST_HEAD_ROWS: Final = 3
# How many problems of one reading are told one by one; the others are counted.
MOST_PROBLEMS: Final = 500
# What is promised of the worst file (held by tests through the limits above, measured by hand).
MOST_SECONDS: Final = 10
MOST_MEMORY: Final = 300 * 1024 * 1024
