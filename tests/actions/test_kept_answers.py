"""An answer is kept until what it was computed from changes, and never shown to anybody a moment longer."""

import threading
from dataclasses import fields, is_dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from fractions import Fraction

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from provinces.models import Place
from tests.builders import (
    Figure,
    approve_revision,
    make_clerk,
    make_indicator,
    make_investor,
    make_park,
    make_report,
    make_revision,
    make_target,
    make_threshold,
    submit_revision,
)
from tracker.actions import kept_answers
from tracker.actions.kept_answers import ANSWERS, Seen, keeping
from tracker.models import Target
from tracker.progress import queries
from tracker.progress.periods import Quarter
from tracker.progress.rows import MapChoice

pytestmark = pytest.mark.django_db(transaction=True)
ASKED = {"slug": "dai-an", "quarter": Quarter(2025, 1), "map_choice": MapChoice.THEN}

# Tables that are audited, and whose rows no kept answer is computed from.
NEVER_COUNT = {
    "tracker_accesstoken": "who may ask",
    "tracker_actual": "written while its report is a draft only; counts from the approval, a change of the revision",
    "tracker_attachment": "no page computes from a file",
    "tracker_edition": "what was printed",
    "tracker_editionpage": "what was printed",
    "tracker_editionrow": "what was printed",
    "tracker_entryreceipt": "what somebody has sent",
    "tracker_fileimport": "what somebody has sent",
    "tracker_lockexception": "what may be typed",
    "tracker_lockexception_indicators": "what may be typed",
    "tracker_membership": "who may ask; the reach is part of the question",
    "tracker_person": "who may ask",
    "tracker_quarterlock": "what may be typed",
    "tracker_quarterlyreport": "whose figures count is said by the revision that is approved",
    "tracker_reminder": "what was sent",
    "tracker_reportrevision": "counts where it is approved, or was",
}


class Books:
    """A park with a goal and one approved report."""

    def __init__(self):
        self.fdi = make_indicator(headline=True)
        self.park = make_park("dai-an")
        self.investor = make_investor(park=self.park)
        self.goal = make_target(self.park, self.fdi, 1000, investor=self.investor)
        self.report = make_report(self.park, reporter=self.investor, figures=[Figure(self.fdi, 100)])


@pytest.fixture
def books():
    return Books()


def reported():
    """What the page of the park says was reported, and how many queries that took."""
    with CaptureQueriesContext(connection) as asked:
        page = kept_answers.progress_for_place(**ASKED)
    (row,) = page.rows
    amount = row.to_date.amount
    return (None if amount is None else amount.value), len(asked)


def rename(slug):
    """Change a place in a connection of its own, which a thread has."""
    try:
        Place.objects.filter(slug=slug).update(name="Khu khác")
    finally:
        connection.close()


def revised(books, value):
    """A second revision of the report, submitted and not yet approved."""
    revision = make_revision(books.report, [Figure(books.fdi, value)], approved=False)
    return submit_revision(revision, by=make_clerk())


def test_second_answer_is_the_first_and_costs_one_query(books):
    first = kept_answers.progress_for_place(**ASKED)
    with CaptureQueriesContext(connection) as asked:
        second = kept_answers.progress_for_place(**ASKED)
    assert second == first == queries.progress_for_place(**ASKED)
    assert len(asked) == 1


def changeable(thing, path, found, seen):
    """Note the paths of whatever in an answer somebody could change."""
    if id(thing) in seen or thing is None or isinstance(thing, str | int | Decimal | Fraction | date | Enum):
        return
    seen.add(id(thing))
    if type(thing) in (tuple, frozenset) or (isinstance(thing, tuple) and not hasattr(thing, "__dict__")):
        for part in thing:
            changeable(part, f"{path}[]", found, seen)
    elif is_dataclass(thing) and thing.__dataclass_params__.frozen:
        names = [each.name for each in fields(thing)]
        found += [f"{path}.{name}" for name in set(getattr(thing, "__dict__", ())) - set(names)]
        for name in names:
            changeable(getattr(thing, name), f"{path}.{name}", found, seen)
    else:
        found.append(f"{path}: {type(thing).__name__}")


def test_what_is_kept_nobody_can_change(books):
    asked = {key: value for key, value in ASKED.items() if key != "slug"}
    answers = [
        kept_answers.progress_for_place(**ASKED, with_courses=True),
        kept_answers.progress_of_own_places(**asked, reach=frozenset({books.park.pk})),
        kept_answers.progress_for_indicator(code=books.fdi.code, **asked),
        kept_answers.progress_for_investor(slug=books.investor.slug, **asked),
        kept_answers.newest_quarter(),
        kept_answers.quarters_with_figures(),
        kept_answers.run_checks(),
    ]
    assert len(ANSWERS) == len(answers)
    found: list[str] = []
    for answer in answers:
        changeable(answer, type(answer).__name__, found, set())
    assert found == []
    changeable((1, [2]), "a list", found, set())
    assert found == ["a list[]: list"]


def test_approval_counts_at_once_and_what_is_typed_before_it_drops_nothing(books):
    assert reported()[0] == 100
    revision = revised(books, 250)
    assert reported() == (100, 1)
    approve_revision(revision)
    value, cost = reported()
    assert value == 250
    assert cost > 1
    assert reported() == (250, 1)


@pytest.mark.parametrize(
    "change",
    [
        lambda books: Place.objects.filter(pk=books.park.pk).update(name="Khu khác"),
        lambda books: make_target(books.park, make_indicator("land-leased", kind="stock", unit="ha"), 10),
        lambda books: books.fdi.save(),
    ],
    ids=["a name", "a target", "an indicator"],
)
def test_any_change_of_the_frame_drops_what_is_kept(books, change):
    reported()
    assert reported()[1] == 1
    change(books)
    assert kept_answers.progress_for_place(**ASKED) == queries.progress_for_place(**ASKED)
    with CaptureQueriesContext(connection) as asked:
        kept_answers.progress_for_place(**ASKED)
    assert len(asked) == 1


def test_own_changes_are_read_and_kept_for_nobody(books):
    assert reported()[0] == 100
    revision = revised(books, 250)
    with transaction.atomic():
        approve_revision(revision)
        assert reported()[0] == 250
        assert reported()[1] > 1
        transaction.set_rollback(True)
    assert reported() == (100, 1)


def test_answer_read_beside_a_transaction_that_is_under_way_falls_with_its_end(books):
    revision = revised(books, 250)
    written, may_end = threading.Event(), threading.Event()

    def work():
        try:
            with transaction.atomic():
                approve_revision(revision)
                written.set()
                assert may_end.wait(timeout=20)
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    assert written.wait(timeout=20)
    make_threshold()  # a later transaction, which ends before
    assert reported()[0] == 100
    assert reported() == (100, 1)
    may_end.set()
    worker.join(timeout=20)
    assert reported()[0] == 250


def test_change_that_comes_while_an_answer_is_read_makes_it_hold_for_once_only(books):
    answers = iter(["before", "after"])

    def question(*, slug):
        answer = next(answers)
        if answer == "before":
            worker = threading.Thread(target=rename, args=[slug])
            worker.start()
            worker.join(timeout=20)
        return answer

    asked = keeping(question)
    assert [asked(slug="dai-an") for _time in range(3)] == ["before", "after", "after"]


@pytest.mark.parametrize(
    "other",
    [
        {"until": "900000000"},
        {"ended": "900000000", "until": "900000000"},
        {"server": "2001-01-01 00:00:00+00 16384"},
    ],
    ids=["set back", "further on", "another run or database"],
)
def test_what_another_server_has_answered_holds_nothing(books, other):
    reported()
    ((key, kept),) = ANSWERS._kept.items()
    ANSWERS.keep(key, kept.answer, kept.seen)
    assert reported() == (100, 1)
    ANSWERS.keep(key, "of another server", replace(kept.seen, **other))
    assert reported()[0] == 100


def test_changes_that_a_copy_has_brought_from_another_server_drop_nothing(books):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO tracker_counted_change VALUES ('900000000'), ('800000000')")
    try:
        reported()
        assert reported() == (100, 1)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM tracker_counted_change WHERE xid >= '800000000'")


def test_answer_is_kept_by_language_day_and_question(books, monkeypatch):
    count = iter(range(100))

    def question(*, codes=None, reach=None):
        return next(count)

    asked = keeping(question)
    with translation.override("vi"):
        assert [asked(), asked()] == [0, 0]
    with translation.override("en"):
        assert [asked(), asked(codes=["a", "b"]), asked(codes=["a", "b"])] == [1, 2, 2]
        assert [asked(reach=frozenset({3, 9, 1})), asked(reach=frozenset({9, 1, 3})), asked(reach=frozenset())] == [
            3,
            3,
            4,
        ]
        tomorrow = timezone.now() + timedelta(days=1)
        monkeypatch.setattr(timezone, "now", lambda: tomorrow)
        assert asked() == 5
    with pytest.raises(TypeError, match="keywords only"):
        asked(["a"])


def test_past_moment_is_computed_each_time(books):
    asked = {**ASKED, "as_of": timezone.now()}
    first = kept_answers.progress_for_place(**asked)
    with CaptureQueriesContext(connection) as cost:
        assert kept_answers.progress_for_place(**asked) == first
    assert len(cost) > 5
    assert len(ANSWERS) == 0


def test_nothing_is_kept_where_that_is_turned_off(books, settings):
    settings.KEEP_ANSWERS_MEGABYTES = 0
    assert reported()[0] == 100
    assert reported()[1] > 1
    assert len(ANSWERS) == 0


def test_answers_take_no_more_room_than_there_is():
    answers = kept_answers.Answers(megabytes=1)
    for number in range(50):
        answers.keep(number, "x" * 9_800, Seen("", "1", "1", ()))
    assert 15 <= len(answers) <= 20
    assert answers.find(0) is None
    assert answers.find(49) is not None
    answers.keep("too large", "x" * 10**6, Seen("", "1", "1", ()))
    assert answers.find("too large") is None
    assert answers.find(49) is not None


def test_every_audited_table_drops_what_is_kept_or_says_why_not():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'note_counted_change' AND tgenabled = 'O'"
        )
        noted = {name for (name,) in cursor.fetchall()}
    own = [apps.get_app_config(label) for label in ("provinces", "tracker")]
    tables = {
        model._meta.db_table
        for app in own
        for model in app.get_models(include_auto_created=True)
        if not model._meta.label_lower.endswith("event") and "person_" not in model._meta.db_table
    }
    assert noted | set(NEVER_COUNT) == tables
    assert noted.isdisjoint(NEVER_COUNT)


def test_target_of_a_member_drops_what_is_kept(books):
    with CaptureQueriesContext(connection) as asked:
        reported()
        Target.members.through.objects.filter(target=books.goal).delete()
        reported()
    assert len(asked) > 10
