"""The block "In one currency" of a place's page: sentences, sums, steps, files, and what is refused."""

import csv
import html
import io
import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from provinces.models import OrganisationKind
from tests.builders import (
    Figure,
    make_country,
    make_indicator,
    make_organisation,
    make_perimeter,
    make_place,
    make_rate,
    make_report,
    make_succession,
    make_target,
    make_threshold,
)
from tests.reading import reading_client
from tracker.models import Comparator, ObservationStatus, RatePurpose
from tracker.progress.periods import Quarter

pytestmark = pytest.mark.django_db

PAGE = "/places/hai-duong/?quarter=2025-Q1"
MILLION, BILLION = 10**6, 10**9
NO_BREAK = "\u00a0"


@pytest.fixture
def province():
    """FDI 125 of 1,000 million USD, DDI 6,918 of over 8,500 tỷ đồng; both are components of one total in USD."""
    make_threshold()
    total = make_indicator("investment-attracted", name="Tổng vốn", name_en="All capital")
    split = {"component_of": total, "split": "origin of capital", "split_complete": True, "headline": True}
    fdi = make_indicator("fdi-registered", name="Vốn FDI", name_en="FDI", position=2, **split)
    ddi = make_indicator("ddi-registered", name="Vốn DDI", name_en="DDI", unit="VND", position=3, **split)
    place = make_place("hai-duong", parent=make_country(), name="Hải Dương", name_en="Hai Duong")
    make_target(place, fdi, 1000 * MILLION)
    make_target(place, ddi, 8500 * BILLION, comparator=Comparator.OVER, position=2)
    make_report(place, figures=[Figure(fdi, 125 * MILLION), Figure(ddi, 6918 * BILLION)])
    return place


@pytest.fixture
def rates():
    """The plan rate 25,000; the average of Q1 25,160."""
    make_rate(25000)
    make_rate(25160, on=Quarter(2025, 1).last_day, purpose=RatePurpose.QUARTER_AVERAGE)


def reading(language="en"):
    return reading_client(language)


def block(response):
    """The words of the block, as a reader sees them."""
    body = response.content.decode().split('id="in-one-currency"')[1].split("<h2")[0]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", body))).replace(NO_BREAK, " ")


def lines_of(response):
    text = b"".join(response.streaming_content).decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def test_page_puts_the_plan_rate_beside_the_periods_rate_and_names_the_effect(province, rates):
    # At 25,000: 125 + 276.72 = 401.72 of over 1,340: under 30 %. At 25,160: 125 + 274.96 = 399.96. Effect -1.76.
    words = block(reading().get(PAGE))
    for told in (
        "Reported: FDI 125 million USD (Q1 2025); DDI 6,918 billion VND (Q1 2025).",
        "At the plan rate: 401.72 million USD, 30% of over 1,340 million USD.",
        "At the average of each quarter: 399.96 million USD, 29.8% of over 1,340 million USD.",
        "The change of the exchange rates alone: −1.76 million USD.",
    ):
        assert told in words


def test_page_names_rate_day_purpose_and_document_of_each_step(province, rates):
    words = block(reading().get(PAGE))
    assert "1 USD = 25,000 VND" in words
    assert "1 USD = 25,160 VND" in words
    assert "DDI (Hai Duong) All capital Q1 2025 6,918 billion VND 1 USD = 25,160 VND 31 Mar 2025" in words
    assert "quarter average A Document 274.96 million USD" in words


def test_page_says_the_same_in_vietnamese(province, rates):
    words = block(reading("vi").get(PAGE))
    assert "Theo tỷ giá kế hoạch: 401,72 triệu USD, 30% của trên 1.340 triệu USD." in words
    assert "Riêng biến động tỷ giá: −1,76 triệu USD." in words
    assert "1 USD = 25.160 VND" in words


def test_page_refuses_without_rates_and_names_them(province):
    words = block(reading().get(PAGE))
    assert "At the plan rate: not added; no plan rate between USD and VND for 2025." in words
    assert "At the average of each quarter: not added; no average rate between USD and VND for Q1 2025." in words
    assert "The goals are not added: no plan rate between USD and VND for 2025." in words
    assert "401" not in words


def test_a_place_of_one_currency_has_no_block():
    make_threshold()
    place = make_place("hai-duong", parent=make_country())
    make_report(place, figures=[Figure(make_indicator(headline=True), 125 * MILLION)])
    assert 'id="in-one-currency"' not in reading().get(PAGE).content.decode()


def test_file_of_the_sums_has_every_number_of_the_block(province, rates):
    plan, average = lines_of(reading().get(f"{PAGE}&format=csv&table=money"))
    assert (plan["Place"], plan["Rate"], plan["Unit"]) == ("Hai Duong", "plan rate", "million USD")
    assert (plan["In one currency"], plan["Exchange effect"], plan["Missing rate"]) == ("401.72", "", "")
    assert (plan["Goal at the plan rate"], plan["Goal at the plan rate, comparison"]) == ("1340", "over")
    assert plan["% of goal"].startswith("0.29979")
    assert average["In one currency"].startswith("399.96025")
    assert average["Exchange effect"].startswith("-1.75974")


def test_file_of_the_steps_names_each_rate(province, rates):
    rows = lines_of(reading().get(f"{PAGE}&format=csv&table=conversions"))
    goals = [row for row in rows if row["Amount of"].startswith("Goal: ")]
    assert [(row["As reported"], row["Converted"]) for row in goals] == [("1000", "1000"), ("8500", "340")]
    (at_plan,) = [row for row in rows if row["Purpose"] == "plan rate" and row["Amount of"] == "DDI (Hai Duong)"]
    assert {name: at_plan[name] for name in ("Rate", "Currencies", "Day of the rate", "Source of the rate")} == {
        "Rate": "25000",
        "Currencies": "USD/VND",
        "Day of the rate": "2025-01-01",
        "Source of the rate": "a-document",
    }
    assert (at_plan["As reported"], at_plan["Unit as reported"]) == ("6918", "billion VND")
    assert (at_plan["Converted"], at_plan["Unit"]) == ("276.72", "million USD")


def test_file_of_refused_sums_names_the_missing_rate(province):
    plan, _average = lines_of(reading().get(f"{PAGE}&format=csv&table=money"))
    assert (plan["In one currency"], plan["% of goal"]) == ("", "")
    assert plan["Missing rate"] == "no plan rate between USD and VND for 2025"


def test_explanation_of_the_total_shows_the_same_steps(province, rates):
    total = make_indicator("investment-attracted")
    make_report(
        province,
        2025,
        1,
        reporter=make_organisation("a-paper", kind=OrganisationKind.PRESS),
        figures=[Figure(total, 419 * MILLION, comparator=Comparator.ABOUT)],
    )
    answer = reading().get("/places/hai-duong/explanation/?quarter=2025-Q1&indicator=investment-attracted")
    words = block(answer)
    assert "At the plan rate: 401.72 million USD" in words
    assert "1 USD = 25,160 VND" in words
    assert "The place's own report states about 419 million USD." in words


def test_command_prints_the_sentences_of_the_page(province, rates, capsys):
    call_command("progress", place="hai-duong", quarter="2025-Q1", language="en")
    printed = capsys.readouterr().out.replace(NO_BREAK, " ")
    page = block(reading().get(PAGE))
    told = [line.strip() for line in printed.split("All capital, Hai Duong (million USD)\n")[1].splitlines()]
    assert len(told) == 4
    assert all(sentence in page for sentence in told)


def test_figures_of_another_perimeter_than_the_goal_bear_a_label(rates, province):
    other = make_place("hai-phong", parent=make_country(), name="Hải Phòng", name_en="Hai Phong")
    parks = make_perimeter("hai-phong-kcn", province=other, name="KCN Hải Phòng", name_en="Parks of Hai Phong")
    fdi, ddi = make_indicator("fdi-registered"), make_indicator("ddi-registered")
    make_target(other, fdi, 1000 * MILLION)
    make_target(other, ddi, 25_000 * BILLION, position=2)
    provisional = Figure(fdi, 100 * MILLION, observation_status=ObservationStatus.PROVISIONAL)
    make_report(parks, reporter=make_organisation("a-board"), figures=[provisional, Figure(ddi, 2_500 * BILLION)])
    words = block(reading().get("/places/hai-phong/?quarter=2025-Q1"))
    assert "Reported: FDI 100 million USD (Q1 2025; provisional); DDI 2,500 billion VND (Q1 2025)." in words
    assert "At the plan rate: 200 million USD, 10% of at least 2,000 million USD." in words
    assert "The goal is of Hai Phong, the figures are of Parks of Hai Phong: read the percentages with care." in words
    assert "10% figure of: Parks of Hai Phong" in words


def test_goals_of_a_predecessor_are_said_to_be_its_own_on_todays_map(rates, province):
    old = make_place(
        "hai-phong-2025", parent=make_country(), name="Hải Phòng", name_en="Hai Phong", valid_to=date(2025, 6, 30)
    )
    new = make_place("hai-phong", name="Hải Phòng", name_en="Hai Phong", valid_from=date(2025, 7, 1))
    make_succession(old, new)
    parks = make_perimeter("hai-phong-kcn", province=old, name="KCN Hải Phòng", name_en="Parks of Hai Phong")
    fdi, ddi = make_indicator("fdi-registered"), make_indicator("ddi-registered")
    make_target(old, fdi, 1000 * MILLION)
    make_target(old, ddi, 25_000 * BILLION, position=2)
    figures = [Figure(fdi, 100 * MILLION), Figure(ddi, 2_500 * BILLION)]
    make_report(parks, reporter=make_organisation("a-board"), figures=figures)
    words = block(reading().get("/places/hai-phong/?quarter=2025-Q1&map=today"))
    assert "The goal is of Hai Phong (until 30 Jun 2025), the figures are of Parks of Hai Phong: read" in words


def test_page_file_program_and_recomputation_agree(province, rates):
    # Every step is worked out anew from the answer to programs alone: value, rate and direction.
    (item,) = reading().get("/api/progress/places/hai-duong/?quarter=2025-Q1").json()["in_one_currency"]
    sums = lines_of(reading().get(f"{PAGE}&format=csv&table=money"))
    steps = lines_of(reading().get(f"{PAGE}&format=csv&table=conversions"))
    told = block(reading().get(PAGE))
    for answer, line in zip((item["at_plan_rate"], item["at_period_rate"]), sums, strict=True):
        converted = [_reckoned(each, item["unit"]) for each in answer["lines"]]
        assert Decimal(answer["value"]) == pytest.approx(sum(converted), rel=Decimal("1e-25"))
        assert Decimal(line["In one currency"]) * MILLION == Decimal(answer["value"])
        for each, number in zip(answer["lines"], converted, strict=True):
            assert Decimal(each["converted"]) == pytest.approx(number, rel=Decimal("1e-25"))
            assert f"{number / MILLION:,.2f}".rstrip("0").rstrip(".") in told
    kept = [step for step in steps if not step["Amount of"].startswith("Goal: ")]
    answered = [each for rate in ("at_plan_rate", "at_period_rate") for each in item[rate]["lines"]]
    assert [Decimal(step["Converted"]) * MILLION for step in kept] == [Decimal(each["converted"]) for each in answered]
    assert Decimal(item["at_plan_rate"]["value"]) + Decimal(item["exchange_effect"]) == pytest.approx(
        Decimal(item["at_period_rate"]["value"]), rel=Decimal("1e-25")
    )


def _reckoned(line, into):
    """The converted amount of one line of data."""
    if line["rate"] is None:
        assert line["unit"] == into
        return Decimal(line["value"])
    rate = Decimal(line["rate"]["value"])
    assert {line["rate"]["base"], line["rate"]["quote"]} == {line["unit"], into}
    return Decimal(line["value"]) * rate if line["rate"]["base"] == line["unit"] else Decimal(line["value"]) / rate
