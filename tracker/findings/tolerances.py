"""Name every number that a data check compares with; rules hold none of their own.

Each constant says its unit and where it comes from. Rounding needs no constant: it follows from the printed digits.
"""

from decimal import Decimal

# Share of the number. How far from its number an "about" is still read, and how far beyond it an "over", "at least",
# "nearly" or "at most", where a plausible end is needed. Source: our reading of the press figures; a printed number
# of three digits is meant more exactly than one part in a hundred.
VAGUE_SHARE = Decimal("0.01")

# Share of the rate. How far two rates within one year may lie apart because the market moved between two days.
# Source: our reading; VND per USD has moved by less than this within most years since 2016.
RATE_DRIFT_IN_A_YEAR = Decimal("0.03")

# Days. How far apart the days of two rates may lie and still be compared with that drift: one year.
RATE_SPREAD_DAYS = 366

# Share of the rate. How far a rate used in a document may lie from the table's nearest rate.
# Source: our reading; buying and selling rates of one bank lie closer together than this.
RATE_TABLE_SHARE = Decimal("0.01")

# Days. How far away the table's nearest rate may lie and still be compared: one quarter of a year.
RATE_TABLE_DAYS = 92

# Per cent. Yearly changes of broad aggregates (output, value added) outside these ends are asked about.
# Source: our reading; no province has kept such a pace for a year. Capital is lumpy and is never judged by them.
LOWEST_PLAUSIBLE_CHANGE = Decimal(-30)
HIGHEST_PLAUSIBLE_CHANGE = Decimal(30)

# Per cent. A fall by more than everything cannot be.
LARGEST_FALL = Decimal(-100)

# Per cent. A part of a whole lies between these ends.
LOWEST_SHARE = Decimal(0)
HIGHEST_SHARE = Decimal(100)

# Codes of units that carry a meaning for a rule: data name the units, these constants only recognise them.
AREA_UNIT = "ha"
PERCENT_UNIT = "percent"
GROUP_UNIT = "groups"
