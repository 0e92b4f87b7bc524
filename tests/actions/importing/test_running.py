"""The work on a long file: it tells how far it is, is stopped, killed and taken up again, and saves once or never."""

import threading
from datetime import UTC, datetime

import pytest
from django.db import connection, connections, transaction
from django.utils import translation

from tests.actions.importing.test_saving import Office, stated
from tests.builders import make_file_import
from tracker.actions.importing.compared import FileProblem
from tracker.actions.importing.filing import (
    UnableToFileError,
    begin_work,
    cancel_file,
    files_of,
    give_reason,
    keep_file,
)
from tracker.actions.importing.running import ReadFile, check_file, left_behind, save_file, work_on
from tracker.actions.importing.saving import UnableToSaveFileError
from tracker.actions.refusals import UnableToActError
from tracker.models import Actual, Basis, FileImport, ImportKind, ImportState
from tracker.progress.periods import Quarter

NOW = datetime(2025, 7, 10, 3, tzinfo=UTC)
Q2 = Quarter(2025, 2)


@pytest.fixture
def office(transactional_db):
    with translation.override("en"):
        yield Office()


@pytest.fixture
def file_import(office):
    kept = make_file_import(office.clerk)
    FileImport.objects.filter(pk=kept.pk).update(state=ImportState.UPLOADED)
    kept.refresh_from_db()
    return kept


@pytest.fixture
def read(office):
    """Read every file as one number for the first two parks."""
    one, two, _three = office.rows.parks
    found = stated((one, office.fdi, Basis.IN_QUARTER, "125"), (two, office.fdi, Basis.YEAR_TO_DATE, "35"))
    return lambda _file: ReadFile(found)


def now():
    return NOW


def state_of(file_import):
    return FileImport.objects.get(pk=file_import.pk).state


def checked(file_import, read):
    begin_work(file_import=file_import, saving=False, by=file_import.made_by)
    assert work_on(file_import, read=read, now=now)
    return file_import


def test_file_is_checked_and_then_saved(file_import, read):
    checked(file_import, read)
    assert state_of(file_import) == ImportState.CHECKED
    assert file_import.check_result["new"] == 2
    begin_work(file_import=file_import, saving=True, by=file_import.made_by)
    assert work_on(file_import, read=read, now=now)
    assert state_of(file_import) == ImportState.SAVED
    assert Actual.objects.count() == 2


def test_file_that_another_process_holds_is_left_to_it(file_import, read):
    begin_work(file_import=file_import, saving=False, by=file_import.made_by)
    answers = []
    held, go_on = threading.Event(), threading.Event()

    def slow(file):
        held.set()
        assert go_on.wait(30)
        return read(file)

    def first():
        try:
            answers.append(work_on(FileImport.objects.get(pk=file_import.pk), read=slow, now=now))
        finally:
            connections.close_all()

    thread = threading.Thread(target=first)
    thread.start()
    assert held.wait(30)
    assert not work_on(file_import, read=read, now=now)
    go_on.set()
    thread.join()
    assert answers == [True]
    assert state_of(file_import) == ImportState.CHECKED


class Killed(BaseException):
    """What ends a process from outside."""


def test_killed_while_saving_nothing_is_saved_and_the_work_is_taken_up_again(file_import, read, monkeypatch):
    checked(file_import, read)
    begin_work(file_import=file_import, saving=True, by=file_import.made_by)

    def die(*_args, **_options):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("tracker.actions.importing.beats.Beats.done", die)
        with pytest.raises(Killed):
            work_on(file_import, read=read, now=now)
    assert not Actual.objects.exists()
    assert [each.pk for each in left_behind()] == [file_import.pk]
    assert work_on(left_behind()[0], read=read, now=now)
    assert state_of(file_import) == ImportState.SAVED
    assert Actual.objects.count() == 2
    assert left_behind() == []


def test_cancelled_while_saving_nothing_is_saved(file_import, read):
    checked(file_import, read)
    begin_work(file_import=file_import, saving=True, by=file_import.made_by)
    cancel_file(file_import=file_import, by=file_import.made_by)
    assert state_of(file_import) == ImportState.SAVING, "the work itself stops where it can"

    def slow(file):
        # The beats come twice a second; the work is long enough to hear of the wish.
        threading.Event().wait(1.5)
        return read(file)

    assert work_on(file_import, read=slow, now=now)
    kept = FileImport.objects.get(pk=file_import.pk)
    assert (kept.state, kept.cancel_asked) == (ImportState.CANCELLED, False)
    assert "nothing was saved" in kept.message
    assert not Actual.objects.exists()


def test_progress_is_seen_from_outside_while_the_work_is_not_committed(file_import, read):
    begin_work(file_import=file_import, saving=False, by=file_import.made_by)
    seen = []

    def slow(file):
        found = read(file)
        threading.Event().wait(1.2)
        with connection.cursor() as cursor:
            cursor.execute("SELECT beat_at FROM tracker_fileimport WHERE id = %s", [file.pk])
            seen.append(cursor.fetchone()[0])
        return found

    work_on(file_import, read=slow, now=now)
    assert seen == [NOW]


def test_unreadable_file_says_why(file_import):
    begin_work(file_import=file_import, saving=False, by=file_import.made_by)

    def refuse(_file):
        raise UnableToActError("The workbook is protected by a password.")

    assert work_on(file_import, read=refuse, now=now)
    kept = FileImport.objects.get(pk=file_import.pk)
    assert (kept.state, kept.message) == (ImportState.UPLOADED, "The workbook is protected by a password.")


def test_failure_of_the_program_is_told_and_not_tried_for_ever(file_import, caplog):
    begin_work(file_import=file_import, saving=False, by=file_import.made_by)

    def fail(_file):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work_on(file_import, read=fail, now=now)
    kept = FileImport.objects.get(pk=file_import.pk)
    assert kept.state == ImportState.UPLOADED
    assert "program has failed" in kept.message
    assert str(file_import.key) in caplog.text
    assert left_behind() == []


def test_file_that_changed_things_have_overtaken_is_checked_once_more(office, file_import, read):
    check_file(file_import, read=read, at=NOW)
    other = stated((office.rows.parks[0], office.fdi, Basis.IN_QUARTER, "9"))
    office.save(other, file_import=make_file_import(office.clerk))
    refusal = save_file(file_import, read=read, at=NOW)
    assert isinstance(refusal, UnableToSaveFileError)
    kept = FileImport.objects.get(pk=file_import.pk)
    assert kept.state == ImportState.CHECKED
    assert "something has changed" in kept.message
    assert kept.check_result is not None
    assert (kept.check_result["new"], kept.check_result["changed"]) == (1, 1)
    save_file(kept, read=read, at=NOW)
    assert state_of(file_import) == ImportState.SAVED


def test_file_with_unreadable_cells_is_not_saved(file_import, read):
    def partly(file):
        return ReadFile(read(file).statement, [FileProblem("F14", "", "1.200tr", "is no number")])

    result = check_file(file_import, read=partly, at=NOW)
    assert not result.can_be_saved
    assert isinstance(save_file(file_import, read=partly, at=NOW), UnableToSaveFileError)
    assert not Actual.objects.exists()


# --- Keeping files ------------------------------------------------------------------------------------------------


def keep(by, **changes):
    wish = {
        "kind": ImportKind.FIGURES,
        "name": r"C:\Users\mai\Quý II.xlsx",
        "content": b"PK",
        "year": 2025,
        "quarter": Q2,
        "source": None,
        "language": "vi",
    }
    return keep_file(**{**wish, **changes}, by=by, at=NOW)


def test_file_is_kept_under_its_own_name_for_its_person_alone(office):
    kept = keep(office.clerk)
    assert (kept.name, kept.size, kept.state) == ("Quý II.xlsx", 2, ImportState.UPLOADED)
    assert list(files_of(office.clerk)) == [kept, office.file_import]
    assert not files_of(office.approver).exists()


@pytest.mark.parametrize(
    ("changes", "said"), [({"content": b""}, "empty"), ({"content": b"x" * (21 * 1024 * 1024)}, "larger than 20 MB")]
)
def test_empty_and_too_large_files_are_refused(office, changes, said):
    with pytest.raises(UnableToFileError, match=said):
        keep(office.clerk, **changes)


def test_somebody_without_the_role_keeps_no_file(office):
    with pytest.raises(UnableToFileError, match="clerk"):
        keep(office.approver)


def test_saved_file_is_not_given_up(office, file_import, read):
    check_file(file_import, read=read, at=NOW)
    save_file(file_import, read=read, at=NOW)
    with pytest.raises(UnableToFileError, match="another state"):
        cancel_file(file_import=file_import, by=office.clerk)


def test_reason_that_is_too_long_is_refused(office, file_import):
    with pytest.raises(UnableToFileError, match="longer than 300"):
        give_reason(file_import=file_import, reason="x" * 301, by=office.clerk)


def test_work_within_a_transaction_of_the_caller_is_seen_by_nobody_before(file_import):
    """A page that starts a process does so once the state is stored."""
    with transaction.atomic():
        begin_work(file_import=file_import, saving=False, by=file_import.made_by)
        seen = []

        def look():
            try:
                seen.extend(left_behind())
            finally:
                connections.close_all()

        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert seen == []
    assert [each.pk for each in left_behind()] == [file_import.pk]
