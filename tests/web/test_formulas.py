"""The formulas of an explanation insist on what they name."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tracker.progress.measures import Amount
from tracker.progress.told import UNIT, Input, NumberCode, summed
from tracker.web import explanation


def test_a_sum_of_units_with_an_input_that_is_no_place_is_refused_not_shortened():
    three = Amount(Decimal(3))
    told = replace(summed(NumberCode.LAST_YEAR, three, []), inputs=(Input(UNIT, three, key="no place"),))
    with pytest.raises(TypeError, match="stands for a place"):
        explanation._added(told, ["3"], None)
