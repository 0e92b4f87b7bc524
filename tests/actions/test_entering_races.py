"""Several people enter the same reports at once: nothing is lost, nothing is written behind a closing, losers are told.

Every person is a thread with a connection of their own. Where an order matters, the test's own transaction holds what
they need until the database says that all of them wait for it, so nothing here depends on how fast the machine is.
"""

import random
import threading
import time
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.utils import translation

from tests.builders import (
    make_approver,
    make_duty,
    make_form,
    make_indicator,
    make_person,
    make_province_with_parks,
)
from tracker.actions.entering import Stated, UnableToSaveCellsError, save_sheets
from tracker.actions.entry_desks import Desk, with_reports
from tracker.actions.entry_lines import LineEntry, entry_as_data
from tracker.actions.entry_sheet import read_sheets
from tracker.actions.entry_undoing import UnableToUndoError, undo_receipt
from tracker.actions.locking import UnableToCloseQuarterError, close_quarter, hold_quarter
from tracker.actions.refusals import UnableToActError
from tracker.actions.report_rows import figures_token
from tracker.actions.reporting import (
    UnableToApproveReportError,
    approve_report,
    delete_draft,
    revise_report,
    submit_report,
    withdraw_submission,
)
from tracker.models import (
    Actual,
    EntryReceipt,
    ObservationStatus,
    QuarterlyReport,
    ReportRevision,
    RevisionStatus,
    Role,
)
from tracker.progress.periods import Quarter

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2025, 7, 10, 3, tzinfo=UTC)
Q2 = Quarter(2025, 2)
# The trail of figures.
EVENTS = Actual.pgh_event_model
PATIENCE = 60


class People:
    """Threads that do one thing each; what it returned or raised is kept under the thread's name."""

    def __init__(self):
        self.outcomes = {}
        self.threads = []
        self.backends = {}

    def start(self, **doings):
        ready = threading.Barrier(len(doings) + 1)

        def run(name, do):
            try:
                with translation.override("en"):
                    connection.ensure_connection()
                    self.backends[name] = connection.connection.info.backend_pid
                    ready.wait(PATIENCE)
                    self.outcomes[name] = do()
            except Exception as error:  # kept, and judged by the test
                self.outcomes[name] = error
            finally:
                connection.close()

        for name, do in doings.items():
            thread = threading.Thread(target=run, args=(name, do), daemon=True)
            self.threads.append(thread)
            thread.start()
        ready.wait(PATIENCE)

    def all_wait(self):
        """Return once every thread waits in the database for somebody."""
        for _attempt in range(100 * PATIENCE):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted AND pid = ANY(%s)",
                    [list(self.backends.values())],
                )
                if cursor.fetchone() == (len(self.threads),):
                    return
            assert self.outcomes == {}, "somebody did not wait"
            time.sleep(0.01)
        raise AssertionError("not everybody waits")

    def done(self):
        """Return the outcomes once all have finished."""
        for thread in self.threads:
            thread.join(PATIENCE)
            assert not thread.is_alive(), "somebody waits for ever"
        return self.outcomes


def together(**doings):
    """Do all at once, and return by name what each returned or raised."""
    people = People()
    people.start(**doings)
    return people.done()


@contextmanager
def all_held(*reports):
    """Hold the reports, let the people come who are started inside, and let go of all once everybody waits."""
    people = People()
    with transaction.atomic():
        for report in reports:
            QuarterlyReport.objects.select_for_update().get(pk=report.pk)
        yield people
        people.all_wait()
    people.done()


class Office:
    """A province with parks that owe the same lines, three clerks, and an approver."""

    def __init__(self, parks=1, indicators=2):
        self.rows = make_province_with_parks("hai-duong", parks=parks)
        self.indicators = [make_indicator(f"flow-{number}", unit="projects") for number in range(indicators)]
        self.form = make_form(indicators=self.indicators)
        for park, reporter in zip(self.rows.parks, self.rows.investors, strict=True):
            make_duty(reporter, park, form=self.form)
        self.clerk, self.colleague, self.third = map(self.clerk_named, ("Bình", "Chi", "Dung"))
        self.approver = make_approver(self.rows.province, "hd-approver")

    def clerk_named(self, name):
        return make_person(name, role=Role.CLERK, place=self.rows.province, display_name=name)

    def desks(self):
        return with_reports(
            Desk(park, Q2, reporter, self.form)
            for park, reporter in zip(self.rows.parks, self.rows.investors, strict=True)
        )

    def seen(self, desk=None):
        """Return the lines as somebody sees them now, by indicator."""
        (sheet,) = read_sheets([desk or self.desks()[0]], with_plans=False)
        return {line.indicator_id: sheet.current(line) for line in sheet.lines}

    def line(self, value, number=0, **said):
        amount = None if value is None else Decimal(value)
        return LineEntry(indicator_id=self.indicators[number].pk, in_quarter=amount, **said)

    def stated(self, *entries, desk=None):
        """Return what somebody states who reads the page now."""
        desk = desk or self.desks()[0]
        return Stated(desk, entries, {key: entry.fingerprint for key, entry in self.seen(desk).items()})

    def begun(self, value=1):
        """Enter the first value into every line of every report, and return the first revision."""
        entries = [self.line(value, number) for number in range(len(self.indicators))]
        stated = [self.stated(*entries, desk=desk) for desk in self.desks()]
        return save_sheets(stated=stated, by=self.clerk, at=NOW).desks[0].revision

    def values(self):
        """Return the stored values in the order of reports and lines."""
        rows = Actual.objects.order_by("revision__report", "revision", "indicator")
        return [int(value) for value in rows.values_list("value", flat=True)]


@pytest.fixture
def office(db):
    with translation.override("en"):
        yield Office()


def save(by, *stated):
    """Return something to do: save what was stated."""
    return lambda: save_sheets(stated=stated, by=by, at=NOW)


def kinds(outcomes):
    """Return how many outcomes there are of each kind."""
    return Counter(type(outcome).__name__ for outcome in outcomes.values())


# --- The same cell ----------------------------------------------------------------------------------------------
def test_of_two_who_save_the_same_cell_one_wins_and_the_other_is_told_both_values(office):
    revision = office.begun(1)
    page = office.stated()
    with all_held(revision.report) as people:
        people.start(
            first=save(office.clerk, Stated(page.desk, [office.line(2)], page.seen)),
            second=save(office.colleague, Stated(page.desk, [office.line(3)], page.seen)),
        )
    assert kinds(people.outcomes) == {"Saved": 1, "UnableToSaveCellsError": 1}
    (lost,) = (outcome for outcome in people.outcomes.values() if isinstance(outcome, UnableToSaveCellsError))
    won, winner, typed = (3, "Chi", 2) if lost is people.outcomes["first"] else (2, "Bình", 3)
    (problem,) = lost.problems
    assert problem.conflict
    message = problem.message.replace("\u00a0", " ")
    assert message.startswith(f"{winner} changed this line at ")
    assert f" to: {won} projects. You typed: {typed} projects." in message
    assert office.values() == [won, 1]


def test_of_two_who_save_different_cells_of_one_report_both_win(office):
    revision = office.begun(1)
    page = office.stated()
    with all_held(revision.report) as people:
        people.start(
            first=save(office.clerk, Stated(page.desk, [office.line(2), office.line(1, 1)], page.seen)),
            second=save(office.colleague, Stated(page.desk, [office.line(1), office.line(3, 1)], page.seen)),
        )
    assert kinds(people.outcomes) == {"Saved": 2}
    assert office.values() == [2, 3]


def test_form_that_is_sent_twice_at_once_is_saved_once(office):
    page = office.stated(office.line(2))
    outcomes = together(**{f"press_{number}": save(office.clerk, page) for number in range(4)})
    assert kinds(outcomes) == {"Saved": 4}
    assert sorted(outcome.count for outcome in outcomes.values()) == [0, 0, 0, 1]
    assert (EVENTS.objects.count(), EntryReceipt.objects.count()) == (1, 1)


# --- Many edits -------------------------------------------------------------------------------------------------
class Editor:
    """Somebody who reads the page, changes a line or two, and saves; a reproducible stream of it."""

    def __init__(self, office, number, edits, desks):
        self.office, self.number, self.edits, self.desks = office, number, edits, desks
        self.random = random.Random(number)
        self.by = office.clerk_named(f"editor-{number}")
        self.receipts, self.saved, self.told = [], 0, []
        # Of refused saves, the values that were typed; of saved ones, the line as it was seen and as it was typed.
        self.refused, self.acknowledged = [], []

    def __call__(self):
        for step in range(1, self.edits + 1):
            desk = self.random.choice(self.desks)
            (desk,) = with_reports([desk])
            seen = self.office.seen(desk)
            mine = [
                self.changed(entry, 1000 * step + 10 * self.number + position)
                for position, entry in enumerate(self.random.sample(list(seen.values()), self.random.choice((1, 1, 2))))
            ]
            stated = Stated(desk, mine, {key: entry.fingerprint for key, entry in seen.items()})
            try:
                saved = save_sheets(stated=[stated], by=self.by, at=NOW)
            except UnableToSaveCellsError as refusal:
                self.told.append(refusal)
                self.refused += [entry.in_quarter for entry in mine if entry.in_quarter is not None]
            else:
                self.saved += saved.count
                typed = {entry.indicator_id: entry for entry in mine}
                for line in saved.receipt.lines if saved.receipt else ():
                    key = line["indicator"]
                    assert line["before"] == entry_as_data(seen[key]), "what was overwritten is what was seen"
                    assert line["after"] == entry_as_data(typed[key]), "what was saved is what was typed"
                    self.acknowledged.append((line["revision"], key, seen[key].in_quarter, typed[key].in_quarter))

    def changed(self, entry, value):
        """Return the line with a value that nobody else types, or blank."""
        blank = entry.in_quarter is not None and self.random.random() < 0.1
        provisional = ObservationStatus.PROVISIONAL if self.random.random() < 0.2 else ObservationStatus.NORMAL
        return LineEntry(
            indicator_id=entry.indicator_id,
            in_quarter=None if blank else Decimal(value),
            status=ObservationStatus.NORMAL if blank else provisional,
            note="" if blank or self.random.random() < 0.8 else "seen twice",
        )


def changes_on_the_trail():
    """Return (revision, indicator, value before, value after) of every event, in the order of the trail."""
    now: dict[tuple[int, int], Decimal | None] = {}
    found = []
    for event in EVENTS.objects.order_by("pgh_id"):
        key = event.revision_id, event.indicator_id
        after = None if event.pgh_label == "delete" else event.value
        found.append((*key, now.get(key), after))
        now[key] = after
    return found, now


def test_many_edits_by_eight_people_lose_nothing_and_every_loser_is_told(db):
    """What each person saw is what they overwrote, and the trail holds exactly what was acknowledged."""
    with translation.override("en"):
        office = Office(parks=2, indicators=5)
        editors = [Editor(office, number, 12, office.desks()) for number in range(8)]
        outcomes = together(**{f"editor_{editor.number}": editor for editor in editors})
    assert set(outcomes.values()) == {None}, outcomes
    on_the_trail, at_the_end = changes_on_the_trail()
    acknowledged = [change for editor in editors for change in editor.acknowledged]
    # Equal as a whole: each change on the trail was acknowledged to somebody who had seen the value before it.
    assert Counter(on_the_trail) == Counter(acknowledged)
    assert sum(editor.saved for editor in editors) == len(on_the_trail) == EVENTS.objects.count()
    stored = {(row.revision_id, row.indicator_id): row.value for row in Actual.objects.all()}
    assert stored == {key: value for key, value in at_the_end.items() if value is not None}
    told = [refusal for editor in editors for refusal in editor.told]
    assert told, "eight people at ten lines are in each other's way"
    assert all(refusal.problems and all(problem.conflict for problem in refusal.problems) for refusal in told)
    refused = {value for editor in editors for value in editor.refused}
    assert refused.isdisjoint(change[3] for change in on_the_trail)
    assert QuarterlyReport.objects.count() == ReportRevision.objects.count() == 2


# --- Opening a report -------------------------------------------------------------------------------------------
@contextmanager
def nearly_opened(office, number=0):
    """Open a report in this transaction, let the people wait who want to open it too, and take it back."""
    people = People()
    desk = office.desks()[number]
    with transaction.atomic():
        QuarterlyReport.objects.create(
            place=desk.place, year=Q2.year, quarter=Q2.number, reporter=desk.reporter, form=office.form
        )
        yield people
        people.all_wait()
        transaction.set_rollback(True)
    people.done()


def test_two_who_open_a_new_report_at_once_share_one_draft_and_keep_both_lines(office):
    first, second = office.stated(office.line(5)), office.stated(office.line(6, 1))
    with nearly_opened(office) as people:
        people.start(first=save(office.clerk, first), second=save(office.colleague, second))
    assert kinds(people.outcomes) == {"Saved": 2}
    assert (QuarterlyReport.objects.count(), ReportRevision.objects.count()) == (1, 1)
    assert office.values() == [5, 6]


def test_two_who_open_a_new_report_with_the_same_line_are_in_conflict(office):
    first, second = office.stated(office.line(5)), office.stated(office.line(6))
    with nearly_opened(office) as people:
        people.start(first=save(office.clerk, first), second=save(office.colleague, second))
    assert kinds(people.outcomes) == {"Saved": 1, "UnableToSaveCellsError": 1}
    (lost,) = (outcome for outcome in people.outcomes.values() if isinstance(outcome, UnableToSaveCellsError))
    assert [problem.conflict for problem in lost.problems] == [True]
    assert (QuarterlyReport.objects.count(), len(office.values())) == (1, 1)


def test_draft_that_is_deleted_while_somebody_saves_is_not_brought_back(office):
    revision = office.begun(1)
    page = office.stated(office.line(2))
    with all_held(revision.report) as people:
        people.start(
            gone=lambda: delete_draft(revision=revision, by=office.clerk, at=NOW),
            saved=save(office.colleague, page),
        )
    # Whoever came second either found nothing any more, or deleted what had just been saved, on the trail.
    assert people.outcomes["gone"] is None
    assert type(people.outcomes["saved"]).__name__ in {"Saved", "DoesNotExist"}
    assert not QuarterlyReport.objects.exists()
    assert not Actual.objects.exists()


# --- Blocks over several reports --------------------------------------------------------------------------------
def test_two_blocks_over_the_same_reports_in_opposite_order_do_not_wait_for_each_other_for_ever(db):
    with translation.override("en"):
        office = Office(parks=3)
        office.begun(1)
        there = [office.stated(office.line(2), desk=desk) for desk in office.desks()]
        back = [office.stated(office.line(3, 1), desk=desk) for desk in reversed(office.desks())]
        with all_held(office.desks()[1].report) as people:
            people.start(there=save(office.clerk, *there), back=save(office.colleague, *back))
    assert kinds(people.outcomes) == {"Saved": 2}
    assert office.values() == [2, 3] * 3


def test_two_blocks_that_open_the_same_reports_in_opposite_order_do_not_wait_for_each_other_for_ever(db):
    with translation.override("en"):
        office = Office(parks=3)
        there = [office.stated(office.line(2), desk=desk) for desk in office.desks()]
        back = [office.stated(office.line(3, 1), desk=desk) for desk in reversed(office.desks())]
        with nearly_opened(office, 1) as people:
            people.start(there=save(office.clerk, *there), back=save(office.colleague, *back))
    assert kinds(people.outcomes) == {"Saved": 2}
    assert office.values() == [2, 3] * 3
    assert ReportRevision.objects.count() == 3


# --- Submitting and approving -----------------------------------------------------------------------------------
def test_edit_that_races_a_submission_is_either_in_it_or_told(office):
    revision = office.begun(1)
    page = office.stated(office.line(2))
    with all_held(revision.report) as people:
        people.start(
            submitted=lambda: submit_report(revision=revision, by=office.clerk, at=NOW),
            saved=save(office.colleague, page),
        )
    assert people.outcomes["submitted"].status == RevisionStatus.AWAITING_APPROVAL
    saved = people.outcomes["saved"]
    if isinstance(saved, UnableToSaveCellsError):
        assert "awaiting approval" in saved.message
    assert office.values() == [1 if isinstance(saved, UnableToSaveCellsError) else 2, 1]


def test_edit_that_races_an_approval_is_told_and_changes_nothing(office):
    revision = submit_report(revision=office.begun(1), by=office.clerk, at=NOW)
    seen = figures_token(revision)
    page = office.stated(office.line(2))
    with all_held(revision.report) as people:
        people.start(
            approved=lambda: approve_report(revision=revision, by=office.approver, at=NOW, seen=seen),
            saved=save(office.colleague, page),
        )
    assert people.outcomes["approved"].status == RevisionStatus.APPROVED
    assert "cannot be changed" in people.outcomes["saved"].message
    assert figures_token(revision) == seen
    assert office.values() == [1, 1]


def test_approval_that_waits_while_the_report_is_taken_back_and_changed_is_refused(office):
    revision = submit_report(revision=office.begun(1), by=office.clerk, at=NOW)
    seen = figures_token(revision)
    with all_held(revision.report) as people:
        people.start(approved=lambda: approve_report(revision=revision, by=office.approver, at=NOW, seen=seen))
        people.all_wait()
        withdraw_submission(revision=revision, by=office.clerk, at=NOW)
        save_sheets(stated=[office.stated(office.line(2))], by=office.clerk, at=NOW)
        submit_report(revision=revision, by=office.clerk, at=NOW)
    assert "have changed since you opened the page" in people.outcomes["approved"].message
    assert ReportRevision.objects.get().status == RevisionStatus.AWAITING_APPROVAL
    assert office.values() == [2, 1]


def test_approver_approves_what_they_saw_however_often_it_is_taken_back_and_changed(office):
    """Two clerks edit, one submits and takes back, an approver approves what the page showed: until it happens."""
    revision = office.begun(1)
    finished = threading.Event()
    told: list[UnableToActError] = []
    tries: list[UnableToActError] = []
    at_approval: list[object] = []

    def edit(by, number):
        step = 0
        while not finished.is_set():
            step += 1
            try:
                save_sheets(stated=[office.stated(office.line(10 * step + number))], by=by, at=NOW)
            except UnableToSaveCellsError as refusal:
                told.append(refusal)

    def submit_and_take_back():
        while not finished.is_set():
            try:
                submit_report(revision=revision, by=office.third, at=NOW)
                if len(tries) < 6:
                    withdraw_submission(revision=revision, by=office.third, at=NOW)
            except UnableToActError as refusal:
                told.append(refusal)

    def approve():
        while True:
            seen = figures_token(revision)
            try:
                approve_report(revision=revision, by=office.approver, at=NOW, seen=seen)
            except UnableToApproveReportError as refusal:
                tries.append(refusal)
            else:
                at_approval.extend([seen, EVENTS.objects.count()])
                return finished.set()

    outcomes = together(
        one=lambda: edit(office.clerk, 1),
        two=lambda: edit(office.colleague, 2),
        back=submit_and_take_back,
        approver=approve,
    )
    assert set(outcomes.values()) == {None}, outcomes
    assert [figures_token(revision), EVENTS.objects.count()] == at_approval
    assert ReportRevision.objects.get().status == RevisionStatus.APPROVED
    assert all(refusal.message for refusal in (*told, *tries))


# --- Closing a quarter ------------------------------------------------------------------------------------------
def test_nothing_is_saved_once_a_quarter_is_closed_and_everybody_is_told(db):
    with translation.override("en"):
        office = Office(parks=2)
        first = office.begun(1)
        at_closing = []
        saved = threading.Semaphore(0)

        def edit(by, number):
            desk = office.desks()[number % 2]
            for step in range(1, 1000):
                try:
                    stated = office.stated(office.line(10 * step + number, number // 2), desk=desk)
                    save_sheets(stated=[stated], by=by, at=NOW)
                    saved.release()
                except UnableToSaveCellsError as refusal:
                    if not refusal.problems and "is closed" in refusal.message:
                        return refusal.message
            raise AssertionError("never told")

        def submit_and_take_back():
            while True:
                try:
                    submit_report(revision=first, by=office.third, at=NOW)
                    withdraw_submission(revision=first, by=office.third, at=NOW)
                except UnableToActError as refusal:
                    return refusal.message

        def close():
            for _save in range(8):
                assert saved.acquire(timeout=PATIENCE)
            lock = close_quarter(place=office.rows.province, quarter=Q2, by=office.approver, at=NOW, reason="sent on")
            at_closing.extend([EVENTS.objects.count(), list(Actual.objects.order_by("pk").values_list("pk", "value"))])
            return lock

        outcomes = together(
            one=lambda: edit(office.clerk, 0),
            two=lambda: edit(office.colleague, 1),
            three=lambda: edit(office.colleague, 3),
            back=submit_and_take_back,
            keeper=close,
        )
    lock = outcomes.pop("keeper")
    assert all("is closed" in message and "sent on" in message for message in outcomes.values()), outcomes
    assert [EVENTS.objects.count(), list(Actual.objects.order_by("pk").values_list("pk", "value"))] == at_closing
    assert EVENTS.objects.filter(pgh_created_at__gte=lock.recorded_at).count() == 0


def test_save_that_waits_behind_a_closing_is_refused_and_one_before_it_is_kept(office):
    revision = office.begun(1)
    page = office.stated(office.line(2))
    people = People()
    with transaction.atomic():
        hold_quarter(Q2)
        people.start(keeper=lambda: close_quarter(place=office.rows.province, quarter=Q2, by=office.approver, at=NOW))
        people.all_wait()
        people.start(late=save(office.colleague, page))
        people.all_wait()
        kept = save_sheets(stated=[office.stated(office.line(3, 1))], by=office.clerk, at=NOW)
    outcomes = people.done()
    assert kept.count == 1
    assert outcomes["keeper"].pk
    assert "is closed" in outcomes["late"].message
    assert list(revision.actuals.order_by("indicator").values_list("value", flat=True)) == [1, 3]


def test_submission_between_a_save_and_a_closing_holds_nobody_up(office):
    """The one who submits waits for the quarter before the report, as whoever saves does."""
    revision = office.begun(1)
    people = People()
    with transaction.atomic():
        hold_quarter(Q2)  # somebody saves, and has come as far as this
        people.start(keeper=lambda: close_quarter(place=office.rows.province, quarter=Q2, by=office.approver, at=NOW))
        people.all_wait()
        people.start(submitted=lambda: submit_report(revision=revision, by=office.colleague, at=NOW))
        people.all_wait()
        # Refused at once, were the report held by somebody who waits behind this transaction.
        assert QuarterlyReport.objects.select_for_update(nowait=True).get() == revision.report
    outcomes = people.done()
    assert outcomes["keeper"].pk
    assert "is closed" in outcomes["submitted"].message


def test_of_two_who_close_a_quarter_at_once_one_is_told(office):
    outcomes = together(
        **{
            name: lambda: close_quarter(place=office.rows.province, quarter=Q2, by=office.approver, at=NOW)
            for name in ("first", "second")
        }
    )
    assert kinds(outcomes) == {"QuarterLock": 1, UnableToCloseQuarterError.__name__: 1}


# --- Undoing ----------------------------------------------------------------------------------------------------
def test_undo_that_races_a_save_of_the_same_line_never_takes_it_away_unseen(office):
    """The save waits first, then the undo: the one that comes second is told."""
    office.begun(1)
    receipt = save_sheets(stated=[office.stated(office.line(2))], by=office.clerk, at=NOW).receipt
    page = office.stated(office.line(3))
    with all_held(page.desk.report) as people:
        people.start(saved=save(office.colleague, page))
        people.all_wait()
        people.start(undone=lambda: undo_receipt(receipt=receipt, by=office.clerk, at=NOW))
    if isinstance(people.outcomes["undone"], UnableToUndoError):
        assert "changed this line" in people.outcomes["undone"].message
        assert people.outcomes["saved"].count == 1
        assert office.values() == [3, 1]
    else:
        assert people.outcomes["undone"].count == 1
        assert [problem.conflict for problem in people.outcomes["saved"].problems] == [True]
        assert office.values() == [1, 1]


def test_undo_that_is_pressed_twice_at_once_undoes_once(office):
    office.begun(1)
    receipt = save_sheets(stated=[office.stated(office.line(2))], by=office.clerk, at=NOW).receipt
    press = {
        name: lambda: undo_receipt(receipt=receipt, by=office.clerk, at=NOW) for name in ("first", "second", "third")
    }
    assert kinds(together(**press)) == {"Saved": 1, "UnableToUndoError": 2}
    assert office.values() == [1, 1]


def test_undo_does_not_reach_into_a_correction_that_came_later(office):
    """What was approved meanwhile looks as the save left it, but a correction is somebody else's work."""
    revision = office.begun(1)
    receipt = save_sheets(stated=[office.stated(office.line(2))], by=office.clerk, at=NOW).receipt
    submit_report(revision=revision, by=office.clerk, at=NOW)
    approve_report(revision=revision, by=office.approver, at=NOW)
    correction = revise_report(report=revision.report, reason="a letter", by=office.colleague, at=NOW)
    with pytest.raises(UnableToUndoError, match="approved"):
        undo_receipt(receipt=receipt, by=office.clerk, at=NOW)
    assert not correction.actuals.exists()
    receipt.refresh_from_db()
    assert receipt.undone_at is None
