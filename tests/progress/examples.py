"""Read the worked examples of docs/progress-examples.md and of its Vietnamese twin, and compute what they say.

An example is a block of lines "key: value" between ```example <name> and ```. The keys and the words of the values are
those of the document's language; both say the same thing, so they become the same figures and goals.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.progress.arithmetic import LIMITS
from tracker.progress.attainment import attainment, measured_from_reported
from tracker.progress.edge_rules import edges_of, projection_edges
from tracker.progress.edges import EdgeCase, Judged, Label, LabelledShare
from tracker.progress.history import PastQuarter
from tracker.progress.judgement import Coverage, Progress, judge
from tracker.progress.measures import (
    Amount,
    Basis,
    Comparator,
    Direction,
    IndicatorKind,
    Phase,
    Projection,
    Reading,
    ReportedFigure,
    TargetRole,
    TargetTerms,
    in_quarter,
    past_years,
    project,
    sum_of_known,
    to_date,
)
from tracker.progress.periods import ONE_DAY, Quarter
from tracker.progress.rows import IndicatorFace
from tracker.progress.vocabulary import Reason

DOCS = Path(__file__).resolve().parents[2] / "docs"
DOCUMENTS = {"en": DOCS / "progress-examples.md", "vi": DOCS / "progress-examples.vi.md"}

# The words of each language, and what they mean.
KEYS = {
    "vi": {
        "mục tiêu": "goal",
        "kỳ": "period",
        "loại": "kind",
        "hướng": "direction",
        "giá trị gốc": "baseline",
        "phân kỳ": "phases",
        "số liệu": "figures",
        "các năm trước": "past",
        "đọc tại": "read",
        "đơn vị": "unit",
        "báo cáo": "reported",
        "số liệu của": "figures of",
        "mục tiêu của": "goal of",
        "các mục tiêu": "goals",
        "văn bản": "document",
        "ban đầu": "original",
        "trạng thái": "status",
        "đạt": "percentage",
        "phải đạt": "expected",
        "còn lại": "to go",
        "mỗi quý còn lại": "needed",
        "dự báo": "projection",
        "câu": "says",
    }
}
WORDS = {
    "en": {
        "to date": "year_to_date",
        "in the quarter": "in_quarter",
        "level": "as_of",
        "over": "over",
        "about": "about",
        "at least": "at_least",
        "under": "under",
        "at most": "at_most",
        "no number": "none_stated",
        "flow": "flow",
        "stock": "stock",
        "ratio": "ratio",
        "other": "other",
        "falling": "lower_is_better",
        "neutral": "neutral",
        "of": "of",
        "to": "to",
    },
    "vi": {
        "lũy kế": "year_to_date",
        "trong quý": "in_quarter",
        "mức": "as_of",
        "trên": "over",
        "khoảng": "about",
        "ít nhất": "at_least",
        "dưới": "under",
        "nhiều nhất": "at_most",
        "không nêu số": "none_stated",
        "lượng theo kỳ": "flow",
        "số dư": "stock",
        "tỷ lệ": "ratio",
        "khác": "other",
        "giảm là tốt": "lower_is_better",
        "trung tính": "neutral",
        "trong": "of",
        "đến": "to",
    },
}
_QUARTER = re.compile(r"(\d{4}-Q[1-4]) (.*)")
_SPAN = re.compile(r"(\d{4}-\d\d-\d\d) to (\d{4}-\d\d-\d\d) (.*)")
_DAY = re.compile(r"(\d{4}-\d\d-\d\d) (.*)")


@dataclass(frozen=True)
class Example:
    """One block: its name, its lines with the keys in English, and what they say about one goal."""

    name: str
    language: str
    lines: tuple[tuple[str, str], ...]

    def one(self, key: str, otherwise: str = "") -> str:
        return next((value for name, value in self.lines if name == key), otherwise)

    def several(self, key: str) -> list[str]:
        return [value for name, value in self.lines if name == key]

    def meaning(self, text: str) -> str:
        """Return the text with the language's words replaced by codes, the longest first."""
        for word, code in sorted(WORDS[self.language].items(), key=lambda pair: -len(pair[0])):
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", code, text)
        return text


def examples_in(language: str) -> list[Example]:
    """Return the examples of a document in their order."""
    blocks = re.findall(
        r"^```example ([\w-]+)\n(.*?)^```$", DOCUMENTS[language].read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    return [Example(name, language, tuple(_lines(body, language))) for name, body in blocks]


def _lines(body: str, language: str) -> Iterator[tuple[str, str]]:
    for line in body.splitlines():
        key, _, value = line.partition(": ")
        yield KEYS.get(language, {}).get(key, key), value.strip()


# --- What an example says ----------------------------------------------------------------------------------------


def amount_of(text: str) -> Amount:
    """Read "125", "over 8500", "800..1000" or "no number", already in codes."""
    if text == "none_stated":
        return Amount.none_stated()
    comparator, _, number = text.rpartition(" ")
    low, _, high = number.partition("..")
    claim = Comparator(comparator) if comparator else Comparator.BETWEEN if high else Comparator.EXACTLY
    return Amount(Decimal(low), Decimal(high) if high else None, claim)


def terms_of(example: Example) -> TargetTerms:
    starts, _, ends = example.meaning(example.one("period", "2025-01-01 to 2025-12-31")).partition(" to ")
    kind = IndicatorKind(example.meaning(example.one("kind", "flow")))
    baseline = example.one("baseline")
    return TargetTerms(
        key="goal",
        kind=kind,
        direction=Direction(example.meaning(example.one("direction", "higher_is_better"))),
        role=TargetRole.GOAL,
        starts=date.fromisoformat(starts),
        ends=date.fromisoformat(ends),
        amount=amount_of(example.meaning(example.one("goal"))),
        baseline=Decimal(baseline) if baseline else None,
        phases=tuple(_phase(each) for each in _split(example, "phases")),
    )


def _split(example: Example, key: str) -> list[str]:
    return [part.strip() for line in example.several(key) for part in example.meaning(line).split(";")]


def _phase(text: str) -> Phase:
    quarter, rest = _QUARTER.fullmatch(text).groups()
    first = Quarter.parse(quarter)
    cumulative = rest.startswith(("year_to_date ", "as_of "))
    amount = amount_of(rest.removeprefix("year_to_date ").removeprefix("as_of "))
    basis = Basis.YEAR_TO_DATE if cumulative else Basis.IN_QUARTER
    return Phase(starts=first.first_day, ends=first.last_day, amount=amount, basis=basis)


def figures_of(example: Example) -> list[ReportedFigure]:
    kind = IndicatorKind(example.meaning(example.one("kind", "flow")))
    return [_figure(text, kind) for text in _split(example, "figures")]


def _figure(text: str, kind: IndicatorKind) -> ReportedFigure:
    from_on, basis = None, Basis.OTHER_SPAN
    if span := _SPAN.fullmatch(text):
        from_on, to_on, rest = date.fromisoformat(span[1]), date.fromisoformat(span[2]), span[3]
    elif quarter := _QUARTER.fullmatch(text):
        to_on, (word, _, rest) = Quarter.parse(quarter[1]).last_day, quarter[2].partition(" ")
        basis = Basis(word)
    else:
        day = _DAY.fullmatch(text)
        assert day is not None, text
        to_on, (word, _, rest) = date.fromisoformat(day[1]), day[2].partition(" ")
        basis = Basis(word)
    amount = amount_of(rest)
    return ReportedFigure(
        key=text,
        indicator_kind=kind,
        basis=basis,
        from_on=from_on,
        to_on=to_on,
        value=amount.low,
        high=amount.high,
        comparator=amount.comparator,
    )


def past_of(example: Example) -> Iterator[PastQuarter]:
    """Read "2022-Q1: 10 20 30 40 …": quarters one after the other."""
    for line in example.several("past"):
        first, _, numbers = line.partition(": ")
        for position, number in enumerate(numbers.split()):
            quarter = Quarter.parse(first).plus(position)
            yield PastQuarter(quarter=quarter, amount=Amount(Decimal(number)), units=frozenset({"place"}))


@dataclass(frozen=True)
class Outcome:
    """What the arithmetic says of an example."""

    progress: Progress
    projection: Projection
    edges: tuple[EdgeCase, ...]
    indicator: IndicatorFace


def outcome_of(example: Example) -> Outcome:
    """Compute an example as a row of a page is computed."""
    terms, figures, quarter = terms_of(example), figures_of(example), Quarter.parse(example.one("read"))
    levels = [figure for figure in figures if figure.to_on < terms.starts]
    eve = to_date(levels, terms.starts, Quarter.containing(terms.starts - ONE_DAY)) if levels else None
    terms = measured_from_reported(terms, eve)
    reading = to_date(figures, terms.starts, quarter, terms.ends)
    years = past_years(terms, past_of(example), quarter)
    reported, _, owing = example.meaning(example.one("reported")).partition(" of ")
    coverage = Coverage(int(reported), int(owing)) if owing else None
    progress = judge(
        terms,
        reading,
        quarter=quarter,
        thresholds=LIMITS,
        past_years=years,
        coverage=coverage,
        own_report=coverage is None,
        in_quarter=in_quarter(figures, quarter),
    )
    year = to_date(figures, quarter.year_first_day, quarter)
    gap = reading.reason is Reason.GAP_BETWEEN or reading.later_not_linked
    judged = Judged(
        terms=terms,
        progress=progress,
        year=year.amount,
        known=sum_of_known(figures, terms.starts, quarter, terms.ends) if gap else None,
        other_goals=tuple(_other_goal(text, example, terms, reading) for text in example.several("goals")),
        in_force=_label(example.one("document")) if example.one("document") else None,
        original=_original(example, terms),
        figures_of=tuple(_label(text) for text in example.several("figures of")),
        goal_of=tuple(_label(text) for text in example.several("goal of")),
    )
    projection = project(terms, reading, past_years=years)
    asked = projection_edges(projection) if example.one("projection") else ()
    return Outcome(progress, projection, (*edges_of(judged), *asked), face_of(example))


def _label(text: str) -> Label:
    return Label(text, text)


def _other_goal(text: str, example: Example, terms: TargetTerms, reading: Reading) -> LabelledShare:
    name, _, number = text.rpartition(": ")
    share = attainment(replace(terms, amount=amount_of(example.meaning(number))), reading)
    return LabelledShare(_label(name), share)


def _original(example: Example, terms: TargetTerms) -> tuple[Label, TargetTerms] | None:
    if not example.one("original"):
        return None
    name, _, number = example.one("original").rpartition(": ")
    return _label(name), replace(terms, amount=amount_of(example.meaning(number)))


def face_of(example: Example) -> IndicatorFace:
    unit = example.one("unit", "USD")
    values: dict[str, Any] = dict.fromkeys(IndicatorFace.__dataclass_fields__, "")
    values |= {"id": 1, "display_scale": Decimal(1), "headline": True, "order": (1, 1, "example")}
    values |= {"unit": "percent" if unit == "%" else unit, "display_unit": unit, "display_unit_en": unit}
    return IndicatorFace(**values)
