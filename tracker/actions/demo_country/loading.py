"""Fill a database of its own with the published figures and an invented country, all of it or nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pghistory
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from provinces.models import DocumentKind, NumberStyle, SourceDocument
from tracker.actions.demo_country.invented_lines import write_invented_lines
from tracker.actions.demo_country.plan import Country, plan_country
from tracker.actions.demo_country.promise_writing import write_promises
from tracker.actions.demo_country.reading import read_ground, read_taken_names
from tracker.actions.demo_country.report_writing import approvals_of, write_reports
from tracker.actions.demo_country.size import CountrySize
from tracker.actions.demo_country.writing import write_frame
from tracker.actions.seeding import load_seeds
from tracker.models import Person

# Says which invented country a database holds.
MARK = "quoc-gia-minh-hoa"
_APPROVALS_AT_ONCE = 100_000

Say = Callable[[str], None]


class UnableToLoadCountryError(Exception):
    """Say why the invented country is not written, and the cure."""


@dataclass(frozen=True, slots=True)
class CountryLoaded:
    """What was written; all 0 if it was there already."""

    parks: int = 0
    investors: int = 0
    goals: int = 0
    reports: int = 0
    figures: int = 0


def load_country(*, size: CountrySize, seeds: Path, say: Say) -> CountryLoaded:
    """Fill a database of its own with the published figures and an invented country, all of it or nothing.

    The frame of the published figures counts as recorded when the invented country begins, so that any moment of its
    past can be asked for; the published figures themselves are approved now. A second call writes nothing.

    :raises UnableToLoadCountryError: outside a demonstration, or if the database holds something else.
    :raises UnableToLoadSeedsError: if the files of the published figures are wrong.
    """
    if not settings.DEMO:
        raise UnableToLoadCountryError(
            _("Invented figures go into the demonstration's own database only; start it with: make demo")
        )
    mark = SourceDocument.objects.filter(slug=MARK).first()
    if mark is not None:
        if mark.note_en != size.fingerprint:
            raise UnableToLoadCountryError(
                _("The database holds another invented country (%(there)s); delete it first: make reset")
                % {"there": mark.note_en}
            )
        return CountryLoaded()
    if SourceDocument.objects.exists() or Person.objects.exists():
        raise UnableToLoadCountryError(
            _("The database holds figures of an earlier demonstration; delete it first: make reset")
        )
    with transaction.atomic(), pghistory.context(source="load_demo"):
        sequences = _reserve_approvals()
        say(_("Loading the published figures …"))
        load_seeds(folder=seeds, frame_since=size.begins_at)
        write_invented_lines()
        load_seeds(folder=seeds / "demo", frame_since=size.begins_at)
        say(_("Inventing a country …"))
        country = plan_country(size, read_ground(), read_taken_names())
        return _write(country, sequences, say)


def _write(country: Country, sequences: range, say: Say) -> CountryLoaded:
    reports = list(country.reports())
    moments: list[tuple[datetime, object]] = [
        (promise.approved_at, (promise.reference, promise.version)) for promise in country.promises
    ]
    moments += approvals_of(reports)
    moments.sort(key=lambda approval: (approval[0], str(approval[1])))
    assert len(moments) <= len(sequences), "more approvals than numbers were reserved"
    in_turn: dict[object, int] = {name: number for (_at, name), number in zip(moments, sequences, strict=False)}
    with connection.cursor() as cursor:
        # Links are checked row by row, not in one long wait at the end; and from now on COPY is under the context too.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    say(_("Writing parks, investors and goals …"))
    keys = write_frame(country)
    write_promises(country, keys, in_turn)

    def say_year(year: int, written: int, total: int) -> None:
        say(_("%(year)s: %(written)s of %(total)s figures") % {"year": year, "written": written, "total": total})

    write_reports(reports, keys, in_turn, say_year)
    _leave_mark(country.size)
    say(_("Counting the rows for the database's planner …"))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return CountryLoaded(
        parks=len(country.sites.parks),
        investors=len(country.companies),
        goals=len(country.promises),
        reports=len(reports),
        figures=sum(len(revision.figures) for report in reports for revision in report.revisions),
    )


def _reserve_approvals() -> range:
    """Take the first numbers of approvals for the past, so that a higher number means a later moment here too."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('tracker_approval_sequence')")
        first = int(cursor.fetchone()[0])
        cursor.execute("SELECT setval('tracker_approval_sequence', %s)", [first + _APPROVALS_AT_ONCE])
    return range(first, first + _APPROVALS_AT_ONCE)


def _leave_mark(size: CountrySize) -> None:
    SourceDocument.objects.create(
        slug=MARK,
        kind=DocumentKind.OTHER,
        title="Quốc gia minh họa: không phải số liệu thật",
        title_en="An invented country: no real statistics",
        number_style=NumberStyle.VIETNAMESE,
        note=size.fingerprint,
        note_en=size.fingerprint,
    )
