"""Every code that the arithmetic can give has words, in both languages."""

import pytest
from django.utils import translation

from provinces.models import PlaceKind
from tracker.findings import Severity
from tracker.models import Direction, IndicatorKind
from tracker.progress import sentences
from tracker.progress.edges import Label
from tracker.progress.measures import Basis, Comparator, ExpectedRule, ObservationStatus, Reason, Status, TargetRole
from tracker.web import words

TABLES = [
    (words.STATUS_WORDS, [*Status, None]),
    (words.STATUS_RULES, [*Status, None]),
    (words.STATUS_TONES, [*Status, None]),
    (words.STATUS_ORDER, [*Status, None]),
    (words.RULE_WORDS, list(ExpectedRule)),
    (words.REASON_WORDS, list(Reason)),
    (words.ROLE_WORDS, list(TargetRole)),
    (words.COMPARATOR_WORDS, list(Comparator)),
    (words.BASIS_WORDS, list(Basis)),
    (words.OBSERVATION_WORDS, list(ObservationStatus)),
    (words.KIND_WORDS, [str(kind) for kind in PlaceKind]),
    (words.INDICATOR_KIND_WORDS, [str(kind) for kind in IndicatorKind]),
    (words.DIRECTION_WORDS, [str(direction) for direction in Direction]),
    (words.SEVERITY_WORDS, [str(severity) for severity in Severity]),
]


@pytest.mark.parametrize(("table", "codes"), TABLES)
def test_each_code_has_words(table, codes):
    assert set(table) == set(codes)


@pytest.mark.parametrize(
    "table",
    [words.STATUS_WORDS, words.STATUS_RULES, words.RULE_WORDS, words.REASON_WORDS, words.STATE_WORDS, words.ROLE_WORDS],
)
def test_each_word_is_translated(table):
    assert table
    for code, word in table.items():
        with translation.override("en"):
            english = str(word)
        with translation.override("vi"):
            assert str(word) not in ("", english), code


def test_no_two_statuses_share_a_word():
    for language in ("vi", "en"):
        with translation.override(language):
            shown = [str(word) for word in words.STATUS_WORDS.values()]
        assert len(set(shown)) == len(shown)


@pytest.mark.parametrize(("language", "counted"), [("en", "and 4 more"), ("vi", "và 4 mục khác")])
def test_of_many_names_in_a_sentence_the_others_are_counted_as_what_they_are(language, counted):
    names = tuple(Label(f"Tên {number}", f"Name {number}") for number in range(10))
    with translation.override(language):
        assert sentences._listed(names, None).endswith(counted)
        assert "Còn" not in sentences._listed(names, None)
