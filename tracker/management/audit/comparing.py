"""Put what is displayed beside what the three ways say, and count what none of them covers."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tracker.management.audit.asked import TOTALS, Answers, Asked, Days, Unaudited, Value
from tracker.management.audit.by_file import ByFile
from tracker.management.audit.by_rows import ByRows
from tracker.management.audit.by_sql import BySql
from tracker.management.audit.raw import RawRows
from tracker.progress.measures import ExpectedRule
from tracker.progress.rows import PlaceProgress, ProgressRow
from tracker.progress.told_lines import flat_file, lines_of

WAYS = ("sql", "rows", "file")
# Quotients are cut after 28 digits on a page, and after 40 decimals in SQL: less than this is no difference.
_NO_DIFFERENCE = Fraction(1, 10**24)
_LINES = (ExpectedRule.STRAIGHT_LINE, ExpectedRule.FROM_BASELINE)


@dataclass(frozen=True, slots=True)
class Difference:
    """One total for which a way says something else than what is displayed."""

    quarter: str
    key: str
    code: str
    displayed: Value
    said: dict[str, Value | Unaudited]


@dataclass(slots=True)
class Findings:
    """What an audit found: how many totals by how many ways, the differences, and what was left out, and why."""

    by_ways: Counter[int] = field(default_factory=Counter)
    unaudited: Counter[tuple[str, Unaudited]] = field(default_factory=Counter)
    """What each way does not cover, by way and reason."""
    differences: list[Difference] = field(default_factory=list)

    @property
    def audited(self) -> int:
        """Give how many totals at least one way recomputed."""
        return sum(count for ways, count in self.by_ways.items() if ways)

    def add(self, other: "Findings") -> None:
        """Take in what another audit found."""
        self.by_ways += other.by_ways
        self.unaudited += other.unaudited
        self.differences += other.differences


def audit(pages: Sequence[PlaceProgress], rows: RawRows, *, file: str | None = None) -> Findings:
    """Recompute the totals of the pages, all of one quarter, map and moment; ``file`` stands for their exported file.

    The pages must hold a place together with those below it where sums are to be read back from the file.
    """
    shown = list(_distinct(row for page in pages for row in page.rows))
    findings = Findings()
    if not shown:
        return findings
    as_of = pages[0].as_of
    by_sql, by_rows = BySql(as_of), ByRows(rows)
    by_file = ByFile(flat_file(shown) if file is None else file, rows)
    for row in shown:
        asked = _asked(row, pages[0], rows)
        from_rows, from_file = by_rows.answers(asked), by_file.answers(asked)
        covered = {code for code, answer in from_rows.items() if not isinstance(answer, Unaudited)} - by_rows.across
        # The raw rows say which cases are plain enough; of the others the statements would say something else.
        left_out: Answers = {code: answer for code, answer in from_rows.items() if isinstance(answer, Unaudited)}
        left_out |= dict.fromkeys(by_rows.across - left_out.keys(), Unaudited.MERGER)
        from_sql = left_out | by_sql.answers(asked, covered)
        _compare(findings, asked, str(pages[0].quarter), {"sql": from_sql, "rows": from_rows, "file": from_file})
    return findings


def _compare(findings: Findings, asked: Asked, quarter: str, ways: dict[str, Answers]) -> None:
    for code, displayed in asked.displayed.items():
        said = {way: answers[code] for way, answers in ways.items()}
        values = [answer for answer in said.values() if not isinstance(answer, Unaudited)]
        findings.by_ways[len(values)] += 1
        findings.unaudited.update((way, answer) for way, answer in said.items() if isinstance(answer, Unaudited))
        if not all(_alike(displayed, value) for value in values):
            findings.differences.append(Difference(quarter, asked.key, code, displayed, said))


def _alike(one: Value, other: Value) -> bool:
    return all(_same(left, right) for left, right in zip(one, other, strict=True))


def _same(one: object, other: object) -> bool:
    if one is None or other is None:
        return one is other
    first, second = Fraction(str(one)), Fraction(str(other))
    return abs(first - second) <= _NO_DIFFERENCE * max(Fraction(1), abs(first))


def _distinct(rows: Iterable[ProgressRow]) -> Iterator[ProgressRow]:
    """Yield each row once: a part of a goal stands on the page of its own place too."""
    seen: set[str] = set()
    for row in rows:
        key = next(iter(lines_of([row]))).row_name
        if key not in seen:
            seen.add(key)
            yield row


def _asked(row: ProgressRow, page: PlaceProgress, rows: RawRows) -> Asked:
    lines = [line for line in lines_of([row]) if line.row is row]
    expected = row.progress.expected
    promise = None if row.target is None else rows.promises.get(row.target.id)
    displayed = {line.told.code.value: line.told.result for line in lines if line.told.code.value in TOTALS}
    quarter = page.quarter
    return Asked(
        key=lines[0].row_name,
        kind=row.kind.value,
        place_id=row.place.id,
        indicator_id=row.indicator.id,
        unit=row.indicator.unit,
        target_id=None if row.target is None else row.target.id,
        days=Days(first=quarter.first_day, last=quarter.last_day, year_first=quarter.year_first_day),
        as_of=page.as_of,
        line=expected is not None and expected.rule in _LINES,
        reported=row.terms is not None
        and row.terms.baseline is not None
        and promise is not None
        and promise.baseline is None,
        displayed={code: (result.low, result.high) for code, result in displayed.items()},
    )
