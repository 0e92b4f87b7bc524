"""What was restated between two moments: figures, derived quarters, targets, rules; who, why, with which effect."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from provinces.models import ParkInvestor, PlaceParent
from tests.builders import (
    Figure,
    make_administrator,
    make_duty,
    make_form,
    make_indicator,
    make_province_with_parks,
    make_rate,
    make_report,
    make_revision,
    make_target,
    make_threshold,
)
from tests.progress.backdating import record_at
from tracker.actions.recorded import replace_row, retire_row
from tracker.models import Basis, ObservationStatus, ReportingDuty, Threshold
from tracker.progress.lookup import PlaceNotFound
from tracker.progress.measures import Amount, Ends, Status
from tracker.progress.periods import Quarter
from tracker.progress.queries import progress_for_place
from tracker.progress.restatement_rows import NumberCode, RestatementKind
from tracker.progress.restatement_words import members_text
from tracker.progress.restatements import restatements_of_place
from tracker.progress.wording import name_of

pytestmark = pytest.mark.django_db
MILLION = 10**6
Q1, Q2, Q3 = (Quarter(2025, number) for number in (1, 2, 3))
WITHDRAWN = {"observation_status": ObservationStatus.WITHDRAWN, "comparator": "none_stated"}


def moment(day, hour=9):
    return datetime(2025, 10, day, hour, tzinfo=UTC)


PUBLISHED = moment(10, 12)


class Books:
    """A park with a goal of 1,000; its Q1 (100) and its year to Q3 (370) were known when the quarter was published."""

    def __init__(self):
        self.tree = make_province_with_parks("hai-duong", parks=["dai-an", "lai-vu"])
        self.park, self.reporter = self.tree.parks[0], self.tree.investors[0]
        self.fdi = make_indicator(headline=True)
        form = make_form(indicators=[self.fdi])
        make_duty(self.reporter, self.park, form=form)
        self.limits = make_threshold()
        self.goal = make_target(self.park, self.fdi, 1000 * MILLION, investor=self.reporter, at=moment(1))
        record_at(moment(1), ParkInvestor, PlaceParent, ReportingDuty, Threshold)
        self.first = self.report(1, 100)
        self.second = self.report(2, 200)
        self.third = self.report(3, 370)

    def report(self, quarter, value, day=5, **fields):
        figure = Figure(self.fdi, value * MILLION, Basis.YEAR_TO_DATE, fields=fields)
        return make_report(
            self.park, 2025, quarter, reporter=self.reporter, figures=[figure], at=moment(day), form=make_form()
        )

    def correct(self, report, value, day=20, **fields):
        figure = Figure(self.fdi, None if value is None else value * MILLION, Basis.YEAR_TO_DATE, fields=fields)
        return make_revision(report, [figure], at=moment(day))


@pytest.fixture
def books():
    return Books()


def asked(**more):
    return restatements_of_place(**({"slug": "dai-an", "quarter": Q3, "since": PUBLISHED} | more))


def of_kind(found, kind):
    return [item for item in found.items if item.kind is kind]


def number(change, code):
    return next(((one.old, one.new) for one in change.numbers if one.code is code), None)


def test_nothing_is_restated_while_nothing_changes(books):
    found = asked()
    assert (found.items, found.rows) == ((), ())


def test_corrected_figure_says_old_new_who_when_and_why(books):
    books.correct(books.third, 420, reason="Dự án Beta tăng vốn")
    (item,) = of_kind(asked(), RestatementKind.FIGURE)
    assert (item.old.value, item.new.value) == (370 * MILLION, 420 * MILLION)
    assert (item.by, item.at) == ("Nguyễn Văn An", moment(20))
    assert item.why == "a correction; Dự án Beta tăng vốn"
    assert (item.place.slug, item.reporter.slug, item.quarter) == ("dai-an", "dai-an-investor", Q3)


def test_effect_of_a_correction_is_told_number_by_number(books):
    books.correct(books.third, 800)
    found = asked()
    (item,) = of_kind(found, RestatementKind.FIGURE)
    (change,) = item.effect
    assert found.rows == (change,)
    # 370 of 1,000 against 750 expected is off track; 800 is on track. 370 - 200 = 170, 800 - 200 = 600.
    assert number(change, NumberCode.TO_DATE) == (Amount(Decimal(370 * MILLION)), Amount(Decimal(800 * MILLION)))
    assert number(change, NumberCode.IN_QUARTER) == (Amount(Decimal(170 * MILLION)), Amount(Decimal(600 * MILLION)))
    assert number(change, NumberCode.ATTAINMENT) == (Ends(low=Decimal("0.37")), Ends(low=Decimal("0.8")))
    assert number(change, NumberCode.STATUS) == (Status.OFF_TRACK, Status.ON_TRACK)
    assert number(change, NumberCode.GOAL) is None


def test_derived_quarter_that_moves_is_listed_although_nobody_typed_it(books):
    # Q2 alone is 200 - 100 = 100; with Q1 corrected to 130 it is 70. Q3 alone, 370 - 200, stays.
    books.correct(books.first, 130)
    (item,) = of_kind(asked(), RestatementKind.DERIVED)
    assert item.quarter == Q2
    assert (item.old.amount, item.new.amount) == (Amount(Decimal(100 * MILLION)), Amount(Decimal(70 * MILLION)))
    assert item.why == "a correction"


def test_withdrawn_figure_has_nothing_new(books):
    books.correct(books.third, None, **WITHDRAWN)
    (item,) = of_kind(asked(), RestatementKind.FIGURE)
    assert item.old.value == 370 * MILLION
    assert item.new is None


def test_late_report_has_nothing_old(books):
    late = make_report(
        books.tree.parks[1],
        2025,
        3,
        reporter=books.tree.investors[1],
        figures=[Figure(books.fdi, 5 * MILLION)],
        at=moment(21),
    )
    assert asked().items == ()
    found = asked(slug="hai-duong")
    (item,) = of_kind(found, RestatementKind.FIGURE)
    assert (item.old, item.new.value, item.place.slug) == (None, 5 * MILLION, late.place.slug)


def test_figure_approved_again_with_the_same_number_is_no_restatement(books):
    books.correct(books.third, 370, note="đã kiểm tra")
    assert asked().items == ()


def test_drafts_other_quarters_and_what_came_after_stay_out(books):
    make_revision(books.third, [Figure(books.fdi, 999 * MILLION)], approved=False)
    books.report(4, 990, day=20)
    assert asked().items == ()


def test_list_ends_at_its_last_moment(books):
    books.correct(books.third, 400, day=25)
    assert asked(until=moment(22)).items == ()
    (item,) = of_kind(asked(until=moment(26)), RestatementKind.FIGURE)
    assert item.new.value == 400 * MILLION


def test_two_corrections_are_one_restatement_from_the_first_to_the_last(books):
    books.correct(books.third, 400, day=20)
    books.correct(books.third, 410, day=22)
    (item,) = of_kind(asked(), RestatementKind.FIGURE)
    assert (item.old.value, item.new.value, item.at) == (370 * MILLION, 410 * MILLION, moment(22))


def test_revised_target_is_a_restatement_with_its_reason_and_effect(books):
    make_target(
        books.park,
        books.fdi,
        500 * MILLION,
        investor=books.reporter,
        supersedes=books.goal,
        reason="Điều chỉnh",
        at=moment(20),
    )
    found = asked()
    (item,) = of_kind(found, RestatementKind.TARGET)
    assert (item.old.terms.amount.low, item.new.terms.amount.low) == (1000 * MILLION, 500 * MILLION)
    assert (item.by, item.why) == ("Nguyễn Văn An", "Điều chỉnh")
    (change,) = item.effect
    # The same row, measured by the next version: 370 of 1,000, then of 500.
    assert number(change, NumberCode.ATTAINMENT) == (Ends(low=Decimal("0.37")), Ends(low=Decimal("0.74")))
    assert number(change, NumberCode.TO_DATE) is None


def test_new_and_withdrawn_targets_are_restatements(books):
    other = make_indicator("projects", unit="projects")
    make_target(books.park, other, 20, at=moment(20))
    make_target(books.park, books.fdi, 1000 * MILLION, supersedes=books.goal, withdrawn=True, at=moment(21))
    withdrawn, added = of_kind(asked(), RestatementKind.TARGET)
    assert (withdrawn.old.terms.amount.low, withdrawn.new) == (1000 * MILLION, None)
    assert (added.old, added.new.terms.amount.low) == (None, 20)


def test_replaced_threshold_is_one_change_and_says_who_made_it(books):
    administrator = make_administrator()
    replace_row(
        row=books.limits,
        changes={"on_track": Decimal("0.30"), "at_risk": Decimal("0.20")},
        by=administrator,
        why="Quy định mới",
    )
    found = asked()
    (item,) = of_kind(found, RestatementKind.FRAME)
    assert item.what == "ngưỡng"
    assert (item.old, item.new) == ("*: 0.9500 / 0.8000", "*: 0.3000 / 0.2000")
    assert (item.by, item.why) == ("Phạm Thu Hà", "Quy định mới")
    # 37 % of the goal against 75 % expected is a pace of 49 %: on track by the new limits.
    assert number(found.rows[0], NumberCode.STATUS) == (Status.OFF_TRACK, Status.ON_TRACK)


def test_rule_that_came_and_went_in_between_is_no_change(books):
    made = make_duty(books.tree.investors[1], books.tree.parks[1], form=make_form())
    retire_row(row=made, by=make_administrator())
    assert asked(slug="hai-duong").items == ()


def test_replayed_moments_give_what_the_pages_gave(books):
    before = progress_for_place(slug="dai-an", quarter=Q3, as_of=PUBLISHED).rows
    books.correct(books.third, 420)
    found = asked(printed=before)
    assert found.rows == asked().rows
    assert found.rows[0].old == before[0]


def test_place_beyond_the_reach_is_not_there_and_parks_of_others_are_not_named(books):
    books.correct(books.third, 420)
    reach = frozenset({books.tree.province.pk, books.tree.perimeter.pk})
    assert asked(slug="hai-duong", reach=reach).items == ()
    assert of_kind(asked(slug="hai-duong"), RestatementKind.FIGURE)
    with pytest.raises(PlaceNotFound):
        asked(reach=reach)


def test_list_costs_the_same_whatever_the_number_of_restatements(books):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            found = asked(slug="hai-duong")
        return len(queries), len(found.items)

    books.correct(books.third, 420)
    first = cost()
    for number_of, report in enumerate((books.first, books.second)):
        books.correct(report, 110 + 100 * number_of)
    for park, investor in zip(books.tree.parks, books.tree.investors, strict=True):
        figures = [Figure(books.fdi, 7 * MILLION)]
        make_report(park, 2024, 4, reporter=investor, figures=figures, at=moment(23))
    last = cost()
    # Q3 to date and Q3 alone; then also Q1 and Q2 to date and two of 2024. Q2 alone stays at 210 - 110.
    assert (first[1], last[1]) == (2, 6)
    assert first[0] == last[0]


def test_goal_of_several_parks_says_which_came_and_which_went():
    tree = make_province_with_parks("hai-duong", parks=["dai-an", "lai-vu", "phuc-dien"])
    fdi, first, second = make_indicator(headline=True), tree.parks[:2], tree.parks[1:]
    goal = make_target(tree.province, fdi, 50 * MILLION, collective=True, members=first, at=moment(1))
    make_target(tree.province, fdi, 50 * MILLION, collective=True, members=second, supersedes=goal, at=moment(20))
    found = restatements_of_place(slug="hai-duong", quarter=Q3, since=PUBLISHED)
    (item,) = of_kind(found, RestatementKind.TARGET)
    assert ([place.slug for place in item.joined], [place.slug for place in item.left]) == (["phuc-dien"], ["dai-an"])
    with translation.override("en"):
        assert members_text(item) == f"Now also of: {name_of(item.joined[0])}. No longer of: {name_of(item.left[0])}."


def test_goal_of_several_parks_that_is_new_or_keeps_them_moves_nobody():
    tree = make_province_with_parks("hai-duong", parks=["dai-an", "lai-vu"])
    fdi = make_indicator(headline=True)
    goal = make_target(tree.province, fdi, 50 * MILLION, collective=True, members=tree.parks, at=moment(1))
    make_target(tree.province, fdi, 60 * MILLION, collective=True, members=tree.parks, supersedes=goal, at=moment(20))
    for since in (PUBLISHED, moment(1) - timedelta(days=1)):
        (item,) = of_kind(restatements_of_place(slug="hai-duong", quarter=Q3, since=since), RestatementKind.TARGET)
        assert (item.joined, item.left) == ((), ())


@pytest.mark.parametrize(
    ("language", "said"), [("vi", "1 USD = 26.390 VND (tỷ giá kế hoạch, 30/09/2025)"), ("en", "1 USD = 26,390 VND")]
)
def test_rate_that_was_recorded_is_said_with_the_marks_of_the_language(books, language, said):
    make_rate("26390.000000", on=date(2025, 9, 30))
    with translation.override(language):
        (item,) = of_kind(asked(), RestatementKind.FRAME)
        assert str(item.new).replace("\u00a0", " ").startswith(said)
