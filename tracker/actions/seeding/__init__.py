"""Load the published figures from their files: all of them or nothing."""

from datetime import datetime
from pathlib import Path

import pghistory
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from provinces.models.past import SINCE_SETTING
from tracker.actions.approval import next_approval, next_moment
from tracker.actions.seeding.actuals import load_actuals
from tracker.actions.seeding.comparisons import load_comparisons
from tracker.actions.seeding.figure_checks import refuse_second_figures
from tracker.actions.seeding.loading import Loading
from tracker.actions.seeding.recorded import load_recorded_rows
from tracker.actions.seeding.reference_data import find_existing, load_reference_data
from tracker.actions.seeding.removals import refuse_removals
from tracker.actions.seeding.report import SeedReport, UnableToLoadSeedsError
from tracker.actions.seeding.targets import load_targets
from tracker.exchange.seed_files import SeedProblem, read_folder
from tracker.exchange.seed_links import unknown_links
from tracker.models import PUBLISHER, Actual, Person, ReportRevision, RevisionStatus, Target

__all__ = ["PUBLISHER", "SeedReport", "UnableToLoadSeedsError", "load_seeds"]

# Any fixed number will do: two loads queue for it, so neither adds what the other just added.
_LOADING_LOCK = 7_302_002
_FRAME = ("documents", "places", "organisations", "units", "groups", "indicators", "forms", "form_lines", "holidays")
_PROMOTION = ("promotion_lists", "promotion_items")


def load_seeds(
    *,
    folder: Path,
    at: datetime | None = None,
    keep: bool = True,
    allow_removals: bool = False,
    frame_since: datetime | None = None,
) -> SeedReport:
    """Bring the database to what the files of a folder say, in one transaction, and return what that changed.

    Published figures are approved as they are loaded, at the present moment: ``at`` is for tests of past
    moments. ``keep=False`` does everything and then takes it back, to see what would change. Files may link to
    rows that only the database has. Loading the same files again writes nothing. ``allow_removals`` lets the files
    take back more than a tenth of a document's figures. ``frame_since`` is for demonstrations: places, duties and rules
    count as recorded shortly before they hold, at the earliest at that moment, so that its past can be asked for.

    :raises UnableToLoadSeedsError: if anything is wrong in the files, or the database refuses a row; with every
        problem that was found, and nothing written.
    """
    seeds = read_folder(folder)
    loading = Loading(seeds=seeds, at=at, frame_since=frame_since)
    loading.report.files = seeds.files
    loading.problems += seeds.problems
    try:
        with transaction.atomic(), pghistory.context(source="load_seeds"):
            _date_the_frame(frame_since)
            _load(loading)
            if not allow_removals:
                refuse_removals(loading)
            if loading.problems:
                raise UnableToLoadSeedsError(sorted(set(loading.problems)))
            assert not any(seeds.broken.values()), "a row was left out, and no problem says why"
            with connection.cursor() as cursor:
                # Links are checked when the transaction ends: now is the time to say so in a sentence.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                if not loading.report.nothing_changed:
                    # Until it knows how many rows there are now, the planner compares every figure with every other.
                    cursor.execute(f"ANALYZE {', '.join(_tables_to_count())}")
            if not keep:
                transaction.set_rollback(True)
    except DatabaseError as error:
        why = str(error).strip().partition("\n")[0]
        cure = _("The database refuses to load the files (%(why)s); nothing was written.") % {"why": why}
        raise UnableToLoadSeedsError([*loading.problems, SeedProblem(str(folder), 0, "", "", cure)]) from error
    return loading.report


def _tables_to_count() -> list[str]:
    """Return every table of ours: one that a query joins and that counts as empty is read once for each other row."""
    models = [*apps.get_app_config("provinces").get_models(), *apps.get_app_config("tracker").get_models()]
    return sorted({model._meta.db_table for model in models if model._meta.managed})


def _date_the_frame(since: datetime | None) -> None:
    """Let places, lines and holidays of this transaction have been there since a moment, for a demonstration."""
    if since is not None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, true)", [SINCE_SETTING, since.isoformat()])


def _load(loading: Loading) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOADING_LOCK])
    # Under the lock of approvals: whoever asks for a settled moment meanwhile waits for the whole load.
    present = next_moment()
    loading.moment = loading.at or present
    publisher = _publisher()
    find_existing(loading)
    known = {name: set(rows) for name, rows in loading.objects.items()}
    known["targets"] = {str(row) for row in Target.objects.exclude(reference=None).values_list("reference", flat=True)}
    known["actuals"] = {str(row) for row in Actual.objects.exclude(reference=None).values_list("reference", flat=True)}
    unknown = unknown_links(loading.seeds, known)
    loading.problems += unknown
    _break_rows(loading, unknown)
    load_reference_data(loading, *_FRAME)
    load_recorded_rows(loading)
    load_reference_data(loading, *_PROMOTION)
    refuse_second_figures(loading)
    targets = load_targets(loading, by=publisher)
    revisions = load_actuals(loading, by=publisher)
    load_comparisons(loading)
    if not loading.problems:
        _approve(targets, revisions, by=publisher, at=loading.at)


def _break_rows(loading: Loading, problems: list[SeedProblem]) -> None:
    """Mark the rows that have a problem, so that rows which link to them are not reported too."""
    places = {(problem.file, problem.line) for problem in problems}
    for name, rows in loading.seeds.rows.items():
        loading.seeds.broken[name] |= {row.key for row in rows if (row.file, row.line) in places}


def _publisher() -> Person:
    person = Person.objects.filter(username=PUBLISHER).first()
    if person is None:
        person = Person(username=PUBLISHER, display_name="Số liệu đã công bố", is_active=False)
        person.set_unusable_password()
        person.save()
    return person


def _approve(targets: list[Target], revisions: list[ReportRevision], *, by: Person, at: datetime | None) -> None:
    """Approve the drafts of this load at one moment, so that no past moment shows half of it."""
    moment = at
    drafts: list[Target | ReportRevision] = [*targets, *revisions]
    for draft in drafts:
        approval = next_approval()
        moment = moment or approval.at
        if isinstance(draft, ReportRevision):
            draft.status = RevisionStatus.AWAITING_APPROVAL
            draft.submitted_by, draft.submitted_at = by, moment
            draft.save()
            draft.status = RevisionStatus.APPROVED
        draft.approved_by, draft.approved_at, draft.approval_sequence = by, moment, approval.sequence
        draft.save()
