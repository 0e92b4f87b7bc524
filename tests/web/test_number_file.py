"""The file of all numbers tells each number of a page once."""

import csv
from collections import Counter

import pytest

from tests.builders import make_indicator, make_province_with_parks, make_target
from tests.reading import reading_client

pytestmark = pytest.mark.django_db


def test_goal_that_is_a_part_of_another_of_the_same_place_is_told_once():
    fdi = make_indicator(headline=True)
    rows = make_province_with_parks("an", parks=["kcn-mot", "kcn-hai"])
    goal = make_target(rows.province, fdi, 100_000_000)
    make_target(rows.province, fdi, 30_000_000, members=rows.parks, part_of=goal)
    answer = reading_client("en").get("/places/an/?quarter=2025-Q1&format=csv&table=numbers")
    lines = list(csv.DictReader(b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()))
    told = Counter((line["Row"], line["Code"]) for line in lines)
    assert set(told.values()) == {1}
    shared = [line for line in lines if ":collective:" in line["Row"]]
    # Its goal of 30 million, once, and what part of the whole goal that is.
    assert [(line["Value"]) for line in shared if line["Code"] == "target"] == ["30000000"]
    assert [line["Value"] for line in shared if line["Code"] == "share_of_goal"] == ["0.3"]
