"""The worked examples in the documents are what the product computes and says, in both languages."""

import pytest
from django.utils import translation

from tests.progress.examples import DOCUMENTS, Example, Outcome, examples_in, outcome_of
from tracker.progress.edges import Edge
from tracker.progress.measures import Ends
from tracker.progress.number_texts import MISSING, percent_text, range_text, share_range_text
from tracker.progress.sentences import SENTENCES, gap_text, sentences
from tracker.progress.wording import RULE_WORDS, STATUS_WORDS, reason_word

EXAMPLES = [example for language in DOCUMENTS for example in examples_in(language)]
OUTCOMES = ("status", "percentage", "expected", "to go", "needed")
SAID = (*OUTCOMES, "says")


def printed(example: Example, outcome: Outcome) -> dict[str, str]:
    """Return what a page prints of the example, by the keys of the document."""
    progress, face = outcome.progress, outcome.indicator
    reached, should, needed = progress.attainment, progress.expected, progress.needed_per_remaining_quarter
    expected = MISSING
    if should is not None and should.low is not None:
        words = [str(RULE_WORDS[should.rule])] + ([] if should.share is None else [percent_text(should.share)])
        expected = f"{range_text(should.low, should.high, scale=face.display_scale)} ({', '.join(words[::-1])})"

    def reasoned(ends: Ends, text: str) -> str:
        return f"{MISSING} ({reason_word(ends.reason)})" if ends.low is None else text

    return {
        "status": str(STATUS_WORDS[progress.status]),
        "percentage": reasoned(reached, share_range_text(reached.low, reached.high, reached.comparator)),
        "expected": expected,
        "to go": gap_text(progress, face),
        "needed": reasoned(needed, range_text(needed.low, needed.high, needed.comparator, face.display_scale)),
    }


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.language}-{example.name}")
def test_example_is_what_is_computed_and_said(example):
    outcome = outcome_of(example)
    with translation.override(example.language):
        computed = printed(example, outcome)
        said = sentences(outcome.edges, outcome.indicator)
    # A no-break space looks like a space in a document, and is typed as one.
    shown = {key: text.replace("\u00a0", " ") for key, text in computed.items()}
    assert {key: value for key, value in example.lines if key in OUTCOMES} == {
        key: text for key, text in shown.items() if example.one(key)
    }
    assert example.several("says") == [text.replace("\u00a0", " ") for text in said]


def test_both_documents_work_the_same_examples():
    english, vietnamese = (examples_in(language) for language in ("en", "vi"))
    assert [example.name for example in english] == [example.name for example in vietnamese]
    for one, other in zip(english, vietnamese, strict=True):
        assert [key for key, _ in one.lines] == [key for key, _ in other.lines], one.name
        assert outcome_of(one).progress == outcome_of(other).progress, one.name


def test_each_edge_is_worked_once_at_least():
    worked = {case.code for example in EXAMPLES for case in outcome_of(example).edges}
    assert worked == set(Edge)
    assert set(SENTENCES) == set(Edge)


def test_no_example_says_nothing():
    assert EXAMPLES
    for example in EXAMPLES:
        assert example.several("says"), example.name
        assert any(example.one(key) for key in OUTCOMES) or example.one("projection"), example.name
