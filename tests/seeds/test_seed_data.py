"""Hold the published figures to their documents: every number is recorded, as printed, once, with the right value."""

import csv
import re
import unicodedata
from collections import Counter
from decimal import Decimal

import pytest

from tests.seeds.reading import (
    NOT_FIGURES,
    SEEDS,
    Row,
    figure,
    figures,
    inventory,
    inventory_of,
    number_tokens,
    numbers_of,
    paragraphs,
    rows,
    source_documents,
    value,
)
from tracker.progress.quarter_layout import CODES

DOCUMENTS = [document["slug"] for document in source_documents()]
ALL_FIGURES = [(document, row) for document in source_documents() for row in figures(document["slug"])]
PRINTED = [(document, row) for document, row in ALL_FIGURES if row["printed"]]
MILLION, BILLION, TRILLION = 10**6, 10**9, 10**12


def _references(pairs: list[tuple[Row, Row]]) -> list[str]:
    return [row["reference"] for _document, row in pairs]


def _accounted(document: str, paragraph: int) -> Counter[str]:
    """Count the number tokens of a paragraph that are figures or are listed as none."""
    tokens: Counter[str] = Counter()
    for row in figures(document):
        if int(row["paragraph"]) == paragraph:
            tokens += number_tokens(row["printed"])
    with NOT_FIGURES.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["document"] == document and int(row["paragraph"]) == paragraph:
                tokens[row["token"]] += int(row["times"])
    return tokens


# --- Against the source texts -----------------------------------------------------------------


@pytest.mark.parametrize("document", source_documents(), ids=DOCUMENTS)
def test_inventory_is_that_of_the_source_text(document: Row) -> None:
    lines = paragraphs(document)
    committed = inventory()[document["slug"]]
    assert [entry["paragraph"] for entry in committed] == list(range(1, len(committed) + 1))
    assert lines is None or inventory_of(lines) == committed


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_number_token_of_the_source_texts_is_accounted_for(document: str) -> None:
    """No number of a document is left out, and none is recorded twice."""
    paragraphs_of_document = inventory()[document]
    assert paragraphs_of_document
    for entry in paragraphs_of_document:
        paragraph = entry["paragraph"]
        assert _accounted(document, paragraph) == Counter(entry["numbers"]), f"{document}, paragraph {paragraph}"


@pytest.mark.parametrize("document", source_documents(), ids=DOCUMENTS)
def test_printed_forms_stand_in_their_paragraph_word_for_word(document: Row) -> None:
    lines = paragraphs(document)
    count = len(inventory()[document["slug"]])
    found = figures(document["slug"])
    assert found
    for row in found:
        assert 1 <= int(row["paragraph"]) <= count, row["reference"]
        assert lines is None or row["printed"] in lines[int(row["paragraph"]) - 1], row["reference"]


@pytest.mark.parametrize(("document", "row"), PRINTED, ids=_references(PRINTED))
def test_value_is_what_the_printed_form_says(document: Row, row: Row) -> None:
    """Read the printed form again in the document's own number style: 6.918 billion is 6,918,000,000,000."""
    stated = [row["value"], row.get("high", ""), row.get("other_value", "")]
    expected = [Decimal(text) for text in stated if text]
    assert numbers_of(row["printed"], document["number_style"]) == expected


def test_number_styles_differ_between_documents() -> None:
    assert numbers_of("6.918 billion VND", "vietnamese") == [Decimal(6918 * BILLION)]
    assert numbers_of("about 6,7 billion USD", "vietnamese") == [Decimal(6700 * MILLION)]
    assert numbers_of("3,073 hectares", "english") == [Decimal(3073)]
    assert numbers_of("VNĐ27.2 trillion (US$1.14 billion)", "english") == [
        Decimal(27_200 * BILLION),
        Decimal(1_140 * MILLION),
    ]


# The word before a number decides its comparator.
_COMPARATOR_WORDS = {
    "about": r"\b(about|approximately)\b",
    "over": r"\b(over|exceed|exceeding|surpassing)\b",
    "nearly": r"\b(nearly|approaching)\b",
    "at_least": r"(\bat least\b|\bor more\b)",
    "between": r"(\bbetween\b| - )",
}


@pytest.mark.parametrize(("document", "row"), PRINTED, ids=_references(PRINTED))
def test_comparator_is_the_printed_word(document: Row, row: Row) -> None:
    said = {name for name, words in _COMPARATOR_WORDS.items() if re.search(words, row["printed"])}
    if "between" in said:
        said = {"between"}
    assert said == ({row["comparator"]} if row["comparator"] != "exactly" else set())


_WORD_OF_MONEY = re.compile(r"\b(billion|million|trillion)\b")


def test_unit_of_a_printed_amount_of_money_is_its_currency() -> None:
    money = [row for _document, row in PRINTED if _WORD_OF_MONEY.search(row["printed"].split("(")[0])]
    assert money
    for row in money:
        first = row["printed"].split("(")[0]
        dollars = "USD" in first or "$" in first
        assert row["unit"] == ("USD" if dollars else "VND"), row["reference"]


# --- The rows themselves ----------------------------------------------------------------------


def test_references_are_unique_and_begin_with_document_and_paragraph() -> None:
    references = [row["reference"] for _document, row in ALL_FIGURES]
    assert references
    assert len(references) == len(set(references))
    for document, row in ALL_FIGURES:
        assert row["reference"].startswith(f"{document['slug'][:3]}-{int(row['paragraph']):02d}-")


def test_figures_without_a_printed_form_are_implied_or_have_no_value() -> None:
    unprinted = [row for _document, row in ALL_FIGURES if not row["printed"]]
    assert unprinted
    for row in unprinted:
        assert (row["origin"] == "implied") != (row["comparator"] == "none_stated"), row["reference"]
        assert row["note"], row["reference"]
        assert row["note_en"], row["reference"]


def test_notes_are_in_both_languages() -> None:
    assert any(row["note"] for _document, row in ALL_FIGURES)
    assert any(row.get("rejected_because") for _document, row in ALL_FIGURES)
    for _document, row in ALL_FIGURES:
        assert bool(row["note"]) == bool(row["note_en"]), row["reference"]
        assert bool(row.get("rejected_because")) == bool(row.get("rejected_because_en")), row["reference"]


def test_every_cell_is_composed_and_trimmed() -> None:
    paths = sorted(SEEDS.rglob("*.csv"))
    assert paths
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert unicodedata.is_normalized("NFC", text), path
        assert "\r" not in text, path
        with path.open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))
            assert lines, path
            for line in lines:
                assert all(cell == " ".join(cell.split()) for cell in line), f"{path}: {line}"


def test_flows_are_typed_in_the_unit_of_their_indicator() -> None:
    units = {row["code"]: row["unit"] for row in rows("indicators/indicators.csv")}
    typed = [row for document in DOCUMENTS for row in figures(document, "targets", "actuals")]
    assert typed
    for row in typed:
        assert row["unit"] == units[row["indicator"]], row["reference"]


# --- What the documents say, worked by hand ---------------------------------------------------


def test_fdi_targets_of_hai_duong_add_up_to_the_goal() -> None:
    # 500 + 150 + 100 + 25 + 100 + 50 + 25 = 950 by seven investors, and 50 by the remaining parks: 1,000 million USD.
    parts = [row for row in figures(DOCUMENTS[1], "targets") if row["part_of"] == "001-03-fdi"]
    assert len([row for row in parts if row["investor"]]) == 7
    assert sum(Decimal(row["value"]) for row in parts) == 1000 * MILLION == value("001-03-fdi")
    assert figure("001-03-fdi")["comparator"] == "at_least"


def test_ddi_targets_of_hai_duong_leave_2500_billion_to_nobody() -> None:
    # 1,700 + 500 + 2,000 + 1,000 + 500 + 100 + 100 = 5,900, and 100 by the remaining parks: 6,000 of 8,500 billion VND.
    parts = [row for row in figures(DOCUMENTS[1], "targets") if row["part_of"] == "001-03-ddi"]
    assert len([row for row in parts if row["investor"]]) == 7
    assert sum(Decimal(row["value"]) for row in parts) == 6000 * BILLION
    assert value("001-03-ddi") == 8500 * BILLION
    assert figure("001-03-ddi")["comparator"] == "over"


def test_eight_investors_carry_targets_and_silence_is_no_row() -> None:
    carried = {
        (row["place"], row["indicator"])
        for row in figures(DOCUMENTS[1], "targets")
        if row["investor"] and row["part_of"]
    }
    assert len({place for place, _indicator in carried}) == 8
    assert ("lai-vu", "fdi-registered") not in carried
    assert ("lai-vu", "ddi-registered") in carried
    assert ("an-phat-1", "ddi-registered") not in carried
    assert ("dai-an-mo-rong", "fdi-registered") in carried


def test_remaining_parks_are_those_without_a_target_of_their_own() -> None:
    targets = figures(DOCUMENTS[1], "targets")
    own = {row["place"] for row in targets if row["investor"]}
    collective = [row for row in targets if row["collective"] == "yes"]
    assert own
    assert collective
    for row in collective:
        members = set(row["members"].split("|"))
        assert members.isdisjoint(own)
        assert "lai-vu" not in members


def test_reported_figures_of_hai_duong_belong_to_its_industrial_parks() -> None:
    for reference, expected in (("001-01-fdi", 125 * MILLION), ("001-01-ddi", 6918 * BILLION)):
        row = figure(reference)
        assert (row["place"], row["basis"]) == ("hai-duong-khu-cong-nghiep", "year_to_date")
        assert (row["from_on"], row["to_on"]) == ("2025-01-01", "2025-03-31")
        assert Decimal(row["value"]) == expected
    assert figure("001-03-fdi")["place"] == "hai-duong"


def test_statutory_days_are_the_promised_days_and_those_saved() -> None:
    # 8 + 7 = 15, 8 + 2 = 10, 15 + 5 = 20, 15 + 5 = 20, 17 + 3 = 20.
    statutory = []
    for row in figures(DOCUMENTS[1], "comparisons"):
        subject, against = figure(row["subject"]), figure(row["against"])
        assert subject["role"] == "commitment"
        assert (against["role"], against["origin"]) == ("standard", "implied")
        assert Decimal(subject["value"]) + Decimal(row["value"]) == Decimal(against["value"])
        assert subject["baseline"] == against["value"]
        statutory.append(int(against["value"]))
    assert statutory == [15, 10, 20, 20, 20]


def test_pending_records_follow_from_those_carried_over_received_and_processed() -> None:
    # 25 + 109 - 95 = 39.
    pending = (
        value("001-11-procedures-carried-over")
        + value("001-11-procedures-received")
        - value("001-11-procedures-processed")
    )
    assert pending == 39 == value("001-11-procedures-remaining")
    assert figure("001-11-procedures-remaining")["origin"] == "implied"


def test_misprinted_zone_area_is_kept_and_its_parts_give_the_implied_one() -> None:
    misprint, implied = figure("001-17-zone-area"), figure("001-17-zone-area-implied")
    assert (misprint["value"], bool(misprint["rejected_because"])) == ("2", True)
    assert implied["origin"] == "implied"
    assert (
        value("001-17-zone-area-thanh-mien") + value("001-17-zone-area-binh-giang") == 8667 == Decimal(implied["value"])
    )


def test_implausible_growth_is_kept_without_a_correction() -> None:
    growth = [row for row in figures(DOCUMENTS[3]) if row.get("indicator") == "industry-growth"]
    assert [(row["value"], row["origin"], bool(row["rejected_because"])) for row in growth] == [("75", "printed", True)]


def test_bac_giang_parts_fall_short_of_the_printed_total() -> None:
    # 795 + 107 + 507 + 782 = 2,191 million USD; printed: over 2,230.
    dollars = sum(
        Decimal(figure(f"002-08-{name}")[column]) for name, column in
        (("ddi-new", "other_value"), ("ddi-adjusted", "other_value"), ("fdi-new", "value"), ("fdi-adjusted", "value"))
    )  # fmt: skip
    assert dollars == 2191 * MILLION
    assert value("002-08-investment") == 2230 * MILLION
    assert value("002-08-fdi-implied") == 1289 * MILLION
    assert value("002-08-ddi-implied") == 22_700 * BILLION


def test_bac_giang_has_the_year_and_no_quarters() -> None:
    spans = {(row["quarter"], row["basis"]) for row in figures(DOCUMENTS[2], "actuals")}
    assert spans == {("4", "year_to_date"), ("4", "as_of")}


def test_ha_noi_projects_are_those_of_parks_and_clusters() -> None:
    # 302 + 404 = 706.
    assert value("003-21-projects-fdi") + value("003-21-projects-ddi") == 706 == value("003-21-projects")
    assert figure("003-21-projects")["place"] == "ha-noi-khu-va-cum-cong-nghiep"


def test_quang_ninh_january_is_a_provisional_part_of_its_quarter() -> None:
    row = figure("004-09-investment-january")
    assert (row["basis"], row["from_on"], row["to_on"]) == ("other_span", "2023-01-01", "2023-01-31")
    assert (row["observation_status"], row["cut_off_on"]) == ("provisional", "2023-01-31")
    assert (row["year"], row["quarter"]) == ("2023", "1")


def test_promotion_list_states_four_groups_and_has_five_of_which_one_has_no_count() -> None:
    items = rows(f"documents/{DOCUMENTS[0]}/promotion_items.csv")
    groups = [item["position"] for item in items if item["is_group"] == "yes"]
    counts = {
        row["promotion_item"].split("/")[1]: row["value"]
        for row in figures(DOCUMENTS[0], "targets")
        if row["indicator"] == "offered-projects"
    }
    assert value("000-03-groups") == 4
    assert len(groups) == 5
    # 3 + 11 + 3 + 3 = 20 of 22.
    assert [counts[position] for position in groups] == ["3", "11", "3", "3", ""]
    assert counts["0"] == "22"


def test_the_form_asks_for_every_line_of_the_official_quarter_workbook():
    asked = [row["indicator"] for row in rows("frame/form_lines.csv") if row["form"] == "kcn-quy"]
    assert len(asked) == len(set(asked))
    assert set(asked) == set(CODES)
