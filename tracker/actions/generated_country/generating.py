"""Generate a country in an empty database, all of it or nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pghistory
from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from provinces.models import Organisation, Place, SourceDocument
from provinces.models.past import SINCE_SETTING
from tracker.actions.demo_country.draws import Draws
from tracker.actions.generated_country.bulk import event_table, without_triggers_and_indexes, write_events
from tracker.actions.generated_country.checks import refused_rows
from tracker.actions.generated_country.frame import write_frame
from tracker.actions.generated_country.goals import Goals
from tracker.actions.generated_country.lines import lines_of
from tracker.actions.generated_country.reports import Reports
from tracker.actions.generated_country.size import GeneratedSize
from tracker.actions.generated_country.world import plan_world
from tracker.models import Actual, Indicator, Person, QuarterlyReport, ReportRevision, Target
from tracker.progress.periods import Quarter

Say = Callable[[str], None]
_WRITTEN = (QuarterlyReport, ReportRevision, Actual)


class UnableToGenerateError(Exception):
    """Say why nothing is generated, and the cure."""


@dataclass(frozen=True, slots=True)
class Generated:
    """What was written."""

    places: int
    sites: int
    goals: int
    reports: int
    figures: int


def generate_country(*, size: GeneratedSize, seed: int, say: Say) -> Generated:
    """Generate a country in an empty database, all of it or nothing; the same seed gives the same figures.

    Whatever a trigger would refuse is asked for afterwards, and takes everything back.

    :raises UnableToGenerateError: in production, if the database holds anything, or if a trigger would refuse a row.
    """
    if settings.PRODUCTION:
        raise UnableToGenerateError(
            _("Generated figures are for measuring on this machine, never for production; unset TRACKER_MODE.")
        )
    for model in (Place, Organisation, SourceDocument, Indicator, Person, QuarterlyReport, Target):
        if model._default_manager.exists():
            raise UnableToGenerateError(
                _(
                    "The database is not empty: it holds rows of “%(table)s”. Generated figures go into a database of "
                    "their own: make an empty one, name it in DATABASE_URL and run manage.py migrate first."
                )
                % {"table": model._meta.verbose_name_plural}
            )
    with transaction.atomic(), pghistory.context(source="generate_country"):
        _ease(size)
        lines = lines_of(size.lines)
        name = f"{size.name}, {seed}"
        world = plan_world(size, seed)
        say(
            _("Writing %(places)s places and %(investors)s investors …")
            % {
                "places": len(world.spots),
                "investors": len(world.investors),
            }
        )
        keys = write_frame(size, world, lines, f"generate_country --size {size.name} --seed {seed}")
        reports = Reports(size, world, lines, keys, name)
        goals = Goals(world, lines, keys, reports, Draws(f"goals of {name}"))
        figures = _write_years(size, reports, goals, say)
        say(_("Asking what the triggers would have refused …"))
        refused = refused_rows()
        if refused:
            told = ", ".join(f"{trigger}: {count}" for trigger, count in refused.items())
            raise UnableToGenerateError(_("The triggers would refuse generated rows: %(told)s.") % {"told": told})
        _go_on_after(reports)
    say(_("Counting the rows for the database's planner …"))
    with connection.cursor() as cursor:
        # Our own tables alone: for the catalogues of the server somebody else's ANALYZE would have to be waited for.
        cursor.execute(f"ANALYZE {', '.join(sorted(_our_tables()))}")
    return Generated(len(world.spots), len(world.sites), goals.count, QuarterlyReport.objects.count(), figures)


def _our_tables() -> Iterator[str]:
    for label in ("provinces", "tracker"):
        for model in apps.get_app_config(label).get_models():
            if not model._meta.proxy:
                yield model._meta.db_table


def _ease(size: GeneratedSize) -> None:
    """Let long statements run, indexes be built in memory, and the frame count from before the first quarter."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.execute("SELECT set_config(%s, %s, true)", [SINCE_SETTING, size.begins_at.isoformat()])


def _write_years(size: GeneratedSize, reports: Reports, goals: Goals, say: Say) -> int:
    """Write goals and reports year by year, then their events and indexes; return how many figures there are."""
    for number in range(1, 5):
        # A year that nobody reports, so that the first goals have a year to grow from.
        reports.live(Quarter(size.first_year - 1, number))
    goals.set_for(size.first_year)
    figures = 0
    tables = [name for model in _WRITTEN for name in (model._meta.db_table, event_table(model))]
    with without_triggers_and_indexes(tables, lambda table: say(_("Indexes of %(table)s …") % {"table": table})):
        for quarter in size.quarters:
            reports.live(quarter)
            if quarter.number == 4:
                # In December: the last quarter is as good as known, its reports come in January.
                goals.set_for(quarter.year + 1)
            figures += reports.write(quarter, newest=quarter == size.quarters[-1])
            if quarter.number == 2:
                goals.revise(quarter.year)
            if quarter.number == 4:
                say(_("%(year)s: %(figures)s figures") % {"year": quarter.year, "figures": figures})
        reports.give_back()
        say(_("Events of the trail …"))
        _write_trail()
    return figures


def _write_trail() -> None:
    """Write the events that reports, revisions and figures would have left on their way."""
    context = _context()
    nobody = {"submitted_by_id": "NULL", "submitted_at": "NULL"}
    open_ = {"approved_by_id": "NULL", "approved_at": "NULL", "approval_sequence": "NULL"}
    write_events(QuarterlyReport, "insert", context)
    write_events(ReportRevision, "insert", context, status="'draft'", **nobody, **open_)
    write_events(Actual, "insert", context)
    submitted = "WHERE status <> 'draft'"
    write_events(ReportRevision, "update", context, where=submitted, status="'awaiting_approval'", **open_)
    write_events(ReportRevision, "update", context, where="WHERE status = 'approved'")


def _context() -> str:
    """Return the key of what the trail knows of this transaction; made by the first row that a trigger saw."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM pghistory_context WHERE metadata ->> 'source' = 'generate_country'")
        return str(cursor.fetchone()[0])


def _go_on_after(reports: Reports) -> None:
    """Let the next approval have a higher number than all generated ones."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval('tracker_approval_sequence', %s)", [reports.sequence])
