"""The worked examples of sums are what the product computes and says, in both languages."""

import pytest
from django.utils import translation

from tests.progress.sum_examples import DOCUMENTS, examples_in, row_of
from tracker.progress.edges import SumEdge
from tracker.progress.number_texts import MISSING, amount_text
from tracker.progress.row_edges import row_edges, row_sentences

EXAMPLES = [example for language in DOCUMENTS for example in examples_in(language)]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.language}-{example.name}")
def test_example_is_what_is_computed_and_said(example):
    row = row_of(example)
    with translation.override(example.language):
        said = [text.replace("\u00a0", " ") for text in row_sentences(row)]
        numbers = {
            "to date": amount_text(row.to_date.amount),
            "in the quarter": MISSING if row.in_quarter.amount is None else amount_text(row.in_quarter.amount),
        }
    assert example.several("says") == said
    assert said, "an example that says nothing shows nothing"
    assert example.one("to date") == numbers["to date"]
    assert example.one("in the quarter", numbers["in the quarter"]) == numbers["in the quarter"]


def test_both_documents_work_the_same_examples():
    english, vietnamese = (examples_in(language) for language in ("en", "vi"))
    assert [example.name for example in english] == [example.name for example in vietnamese]
    for one, other in zip(english, vietnamese, strict=True):
        given = [[line for line in each.lines if line[0] not in ("says", "to date")] for each in (one, other)]
        assert given[0] == given[1], one.name


def test_each_edge_of_a_sum_is_worked_once_at_least():
    worked = {case.code for example in EXAMPLES for case in row_edges(row_of(example))}
    assert {code for code in worked if isinstance(code, SumEdge)} == set(SumEdge)
