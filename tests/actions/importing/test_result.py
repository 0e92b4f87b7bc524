"""What a comparison found is kept whole, and its per cents are rounded as the product rounds."""

from decimal import Decimal

import pytest
from django.utils import translation

from tracker.actions.importing.compared import FileProblem
from tracker.actions.importing.result import MOST_SHOWN, CheckResult, percent_of_change


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("100", "120", "+20"),
        ("1000", "1025", "+2.5"),
        ("800", "801", "+0.1"),  # 0.125: half up at one place
        ("400", "401", "+0.3"),  # 0.25: half up, and never half to even, which is 0.2
        ("-100", "-50", "+50"),
        ("100", "-20", "\u2212120"),
        ("1000000", "1000001", "<\u00a0+0.1"),
        ("1000000", "999999", ">\u00a0\u22120.1"),
    ],
)
def test_per_cent_of_a_change_is_rounded_half_up_and_never_to_nothing(before, after, expected):
    with translation.override("en"):
        assert percent_of_change(Decimal(before), Decimal(after)) == expected


def test_notices_are_counted_in_full_and_kept_as_far_as_anybody_reads():
    result = CheckResult()
    result.notice([FileProblem("Sheet1!B5", "", "Total", "differs")] * (MOST_SHOWN + 1))
    again = CheckResult.from_data(result.as_data())
    assert (again.notice_count, len(again.notices)) == (MOST_SHOWN + 1, MOST_SHOWN)
    assert again.notices[0] == result.notices[0]


def test_result_kept_before_notices_were_is_still_read():
    data = CheckResult().as_data()
    del data["notices"], data["notice_count"]
    assert CheckResult.from_data(data).notices == []
