"""Let a reporter file its reports: late, corrected, returned, now and then never, as offices do; pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from tracker.actions.demo_country.cells import Key, figures_of, percentage
from tracker.actions.demo_country.draws import Draws
from tracker.actions.demo_country.filed import FiledFigure, FiledReport, FiledRevision
from tracker.actions.demo_country.lines import LINES, form_in_force
from tracker.actions.demo_country.provinces import Happening
from tracker.actions.demo_country.size import CountrySize, at_office
from tracker.progress.periods import Quarter

_NEVER_PER_MILLE: Final = 22
_CORRECTED_PER_MILLE: Final = 55
_CORRECTED_AGAIN_PER_MILLE: Final = 90
_WITHDRAWN_PER_MILLE: Final = 40
_MISTAKES: Final = (-18, -11, -6, 4, 7, 12, 21)
_DONG_STEP: Final = 1_000_000
_BEGUN_PER_MILLE: Final = 450
_RETURNED_PER_MILLE: Final = 35
# The days after the quarter by which each kind of reporter is used to report.
_DUE_DAYS: Final = {"investor": 10, "board": 15, "province_office": 20}
_HOW_LATE: Final = {"in time": 800, "days": 150, "weeks": 42, "months": 8}

_WHY_CORRECTED: Final = (
    "Đính chính theo biên bản đối chiếu số liệu",
    "Cập nhật vốn điều chỉnh của dự án đăng ký cuối quý",
    "Nhầm đơn vị tính ở báo cáo lần đầu",
    "Bổ sung dự án bị bỏ sót",
    "Điều chỉnh theo kết quả kiểm tra của Ban Quản lý",
    "Loại trùng một dự án đã tính ở kỳ trước",
)
_WHY_RETURNED: Final = (
    "Số lũy kế chưa khớp với quý trước, đề nghị kiểm tra lại.",
    "Thiếu số liệu đất cho thuê, đề nghị bổ sung.",
    "Diện tích cho thuê tăng bất thường, đề nghị giải trình.",
)
_WHY_WITHDRAWN: Final = "Số liệu của khu khác, báo cáo nhầm"


@dataclass(frozen=True, kw_only=True)
class Filer:
    """One reporter of one place, what truly happens there, and which quarters it owes and keeps silent in."""

    place: str
    reporter: str
    reporter_kind: str
    form: str
    series: Happening
    owes: Callable[[Quarter], bool]
    office_in: Callable[[Quarter], str]
    """The province whose people decide on the report of a quarter."""
    both_in: frozenset[int] = frozenset()
    """The years in which it states the quarter and the year to date of every flow."""
    punctual_in: frozenset[int] = frozenset()
    """The years in which it reports everything in time and at once right: a case is looked for there."""
    silent_in: Callable[[Quarter], bool] = lambda _quarter: False
    rates: Mapping[Quarter, Decimal] = field(default_factory=dict)
    """The quarters for which it states its foreign capital in VND, with the rate that it uses."""
    misprints: Mapping[tuple[Quarter, str], int] = field(default_factory=dict)
    """What is wrong and never corrected: a quarter's line, and the per cent of the true figure that is stated."""


def reports_of(filer: Filer, size: CountrySize, draws: Draws) -> Iterator[FiledReport]:
    """Yield the reports of a filer, quarter by quarter; quarters that it never reported are left out."""
    for quarter in size.quarters:
        if not filer.owes(quarter) or filer.silent_in(quarter):
            continue
        key = (filer.reporter, filer.place, quarter)
        punctual = quarter.year in filer.punctual_in
        if quarter != size.newest and not punctual and draws.chance(_NEVER_PER_MILLE, "never", *key):
            continue
        revisions = tuple(_revisions(filer, quarter, size, draws))
        if revisions:
            form = form_in_force(filer.form, quarter)
            yield FiledReport(filer.place, filer.reporter, form, quarter, filer.office_in(quarter), revisions)


def _revisions(filer: Filer, quarter: Quarter, size: CountrySize, draws: Draws) -> Iterator[FiledRevision]:
    """Yield the revisions of one report until the first that is still on its way when the country is read.

    What is true is filed last: a report that is corrected was wrong before.
    """
    key: Key = (filer.reporter, filer.place, quarter)
    punctual, both = quarter.year in filer.punctual_in, quarter.year in filer.both_in
    true = figures_of(filer.form, filer.series, quarter, draws, key, both=both, whole=punctual)
    true = _misprinted(_in_dong(true, filer.rates.get(quarter)), quarter, filer.misprints)
    if not true:
        return
    wanted = [true]
    if not punctual and draws.chance(_CORRECTED_PER_MILLE, "corrected", *key):
        again = draws.chance(_CORRECTED_AGAIN_PER_MILLE, "corrected again", *key)
        wanted = list(_with_mistakes(true, draws, key, times=2 if again else 1))
    submitted = _submitted_at(filer, quarter, draws, key)
    for number, figures in enumerate(wanted, start=1):
        days = 1 if punctual else draws.whole(1, 9, "decided", number, *key)
        decided = at_office(submitted.date() + timedelta(days=days), 30)
        decided += timedelta(minutes=_minutes(draws, key, number))
        revision = FiledRevision(number, "approved", figures, submitted_at=submitted, decided_at=decided)
        if number > 1:
            revision = replace(revision, reason=_why_corrected(figures, draws, key))
        is_returned = (
            quarter == size.newest
            and number == 1
            and not punctual
            and draws.chance(_RETURNED_PER_MILLE, "returned", *key)
        )
        known = _as_known(revision, size.read_at, draws, key, is_returned=is_returned)
        if known is not None:
            yield known
        if known is None or known.status != "approved":
            return
        submitted = decided + timedelta(days=draws.skewed(20, 500, "corrected after", number, *key))


def _as_known(
    revision: FiledRevision, read_at: datetime, draws: Draws, key: Key, *, is_returned: bool
) -> FiledRevision | None:
    """Return how far a revision has come at a moment; None if nobody has begun it."""
    assert revision.submitted_at is not None
    assert revision.decided_at is not None
    if revision.submitted_at > read_at:
        if not draws.chance(_BEGUN_PER_MILLE, "begun", revision.number, *key):
            return None
        typed = revision.figures[: draws.whole(1, len(revision.figures), "typed so far", *key)]
        return replace(revision, status="draft", figures=typed, submitted_at=None, decided_at=None)
    if revision.decided_at > read_at:
        return replace(revision, status="awaiting_approval", decided_at=None)
    if is_returned:
        why = draws.pick(_WHY_RETURNED, "why returned", *key)
        return replace(revision, status="returned", return_reason=why)
    return revision


def _with_mistakes(
    true: tuple[FiledFigure, ...], draws: Draws, key: Key, *, times: int
) -> Iterator[tuple[FiledFigure, ...]]:
    """Yield what the first report says, and then only what each correction changes; the last one is true."""
    codes = sorted({figure.code for figure in true if figure.value})
    chosen = draws.shuffled(codes, "mistaken", *key)[: draws.whole(1, 3, "mistakes", *key)]
    if not chosen:
        yield true
        return
    yield _mistaken(true, chosen, draws, (1, *key))
    if times == 2:
        # The first correction is wrong in one cell again.
        corrected = tuple(each for each in true if each.code in chosen)
        yield _mistaken(corrected, chosen[:1], draws, (2, *key))
        yield tuple(each for each in true if each.code == chosen[0])
    elif draws.chance(_WITHDRAWN_PER_MILLE, "withdrawn", *key):
        yield tuple(
            replace(each, value=None, numerator=None, denominator=None, status="withdrawn", note=_WHY_WITHDRAWN)
            for each in true
            if each.code == chosen[0]
        )
    else:
        yield tuple(each for each in true if each.code in chosen)


def _mistaken(figures: tuple[FiledFigure, ...], codes: list[str], draws: Draws, key: Key) -> tuple[FiledFigure, ...]:
    """Return figures of which some lines were wrongly reported: by some per cent, in whole steps, never the same.

    A quarter and a year to date of one line are off by the same amount: the clerk believed both.
    """
    off: dict[str, Decimal] = {}
    wrong = []
    for figure in figures:
        if figure.code in codes and figure.value is not None:
            if figure.code not in off:
                off[figure.code] = _off_by(figure, draws.pick(_MISTAKES, "mistake", figure.code, *key))
            figure = _changed(figure, off[figure.code])
        wrong.append(figure)
    return tuple(wrong)


def _off_by(figure: FiledFigure, per_cent: int) -> Decimal:
    """Return by how much a figure is wrong: of a ratio its numerator."""
    line = LINES[figure.code]
    whole = figure.numerator if figure.numerator is not None else figure.value
    assert whole is not None
    step = (
        Decimal(_DONG_STEP) if figure.unit != line.unit else LINES[line.parts[0]].step if line.parts[0] else line.step
    )
    off = max(abs(whole) * abs(per_cent) // 100 // step, Decimal(1)) * step
    # Nobody reports a ratio above its whole by mistake: entry would refuse it.
    return -off if per_cent < 0 or figure.numerator is not None else off


def _changed(figure: FiledFigure, off: Decimal) -> FiledFigure:
    assert figure.value is not None
    if figure.numerator is not None and figure.denominator is not None:
        over = max(figure.numerator + off, Decimal(0))
        return replace(figure, numerator=over, value=percentage(over, figure.denominator))
    return replace(figure, value=figure.value + off, status="normal" if figure.status == "nil" else figure.status)


def _why_corrected(figures: tuple[FiledFigure, ...], draws: Draws, key: Key) -> str:
    if any(figure.status == "withdrawn" for figure in figures):
        return _WHY_WITHDRAWN
    return draws.pick(_WHY_CORRECTED, "why corrected", *key)


def _in_dong(figures: tuple[FiledFigure, ...], rate: Decimal | None) -> tuple[FiledFigure, ...]:
    """Return the figures with foreign capital in VND at a rate; None leaves them in USD."""
    if rate is None:
        return figures
    return tuple(_times(figure, rate) if figure.unit == "USD" else figure for figure in figures)


def _times(figure: FiledFigure, rate: Decimal) -> FiledFigure:
    value = None if figure.value is None else figure.value * rate
    return replace(figure, value=value, unit="VND")


def _misprinted(
    figures: tuple[FiledFigure, ...], quarter: Quarter, misprints: Mapping[tuple[Quarter, str], int]
) -> tuple[FiledFigure, ...]:
    """Return the figures with the first one of each misprinted line off: of a ratio its numerator, of its whole."""
    wrong, done = [], set()
    for figure in figures:
        per_cent = misprints.get((quarter, figure.code))
        if per_cent is not None and figure.code not in done:
            done.add(figure.code)
            wrong.append(_stated_at(figure, per_cent))
        else:
            wrong.append(figure)
    return tuple(wrong)


def _stated_at(figure: FiledFigure, per_cent: int) -> FiledFigure:
    if figure.value is None:
        return figure
    if figure.denominator is not None:
        over = figure.denominator * per_cent / 100
        return replace(figure, numerator=over, value=percentage(over, figure.denominator))
    return replace(figure, value=figure.value * per_cent // 100)


def _submitted_at(filer: Filer, quarter: Quarter, draws: Draws, key: Key) -> datetime:
    """Return when a report is submitted: mostly some days before it is due, now and then much later."""
    due = quarter.last_day + timedelta(days=_DUE_DAYS[filer.reporter_kind])
    days = {
        "in time": draws.whole(-7, 0, "days", *key),
        "days": draws.whole(1, 16, "days", *key),
        "weeks": draws.whole(17, 80, "days", *key),
        "months": draws.whole(150, 420, "days", *key),
    }["in time" if quarter.year in filer.punctual_in else draws.weighted(_HOW_LATE, "how late", *key)]
    return at_office(due + timedelta(days=days), _minutes(draws, key, 0))


def _minutes(draws: Draws, key: Key, number: int) -> int:
    """Return a moment of a working day."""
    return draws.whole(0, 9 * 60, "minutes", number, *key)
