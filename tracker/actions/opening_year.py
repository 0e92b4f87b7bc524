"""Open a new year: carry duties on and lay out last year's targets for revision; nothing is approved by it."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from provinces.models import Place
from tracker.actions.recorded import record_row
from tracker.actions.refusals import UnableToActError
from tracker.actions.rights import Scope, scope_of
from tracker.actions.trail import acting
from tracker.actions.year_plan import YearPlan, read_year_plan, target_key
from tracker.exchange.wording import quantity_text
from tracker.models import Comparator, Person, ReportingDuty, Role, Target

EARLIEST_YEAR: Final = 1987
LATEST_YEAR: Final = 2100
# One opening at a time: two of them, of a province and of its park, would find the same targets without a successor.
_LOCK: Final = 20_270_101


class UnableToOpenYearError(UnableToActError):
    """A year cannot be opened."""


def plan_year(*, place: Place, year: int, by: Person | None, at: datetime) -> YearPlan:
    """Return what `open_year` would make. Without ``by`` everything below the place is looked at.

    :raises UnableToOpenYearError: as `open_year`.
    """
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise UnableToOpenYearError(
            _("Type a year from %(first)s to %(last)s, for example 2027.")
            % {"first": EARLIEST_YEAR, "last": LATEST_YEAR}
        )
    scope = (
        Scope({}, everything=True, keeps_reference_data=True) if by is None else scope_of(by, timezone.localdate(at))
    )
    if not scope.covers(place.pk, Role.ADMINISTRATOR):
        raise UnableToOpenYearError(_("Only an administrator of the place opens a year for it."))
    return read_year_plan(place=place, year=year, scope=scope)


@transaction.atomic
def open_year(*, place: Place, year: int, by: Person, at: datetime) -> YearPlan:
    """Make what the new year needs for the place and everything below it, and return it; nothing the second time.

    Duties that end with the old year are recorded for the whole new one with the same form; where form or place has
    ended, a person decides. Last year's binding targets become drafts of the new year without a number, their note
    naming the old one; somebody types the number, somebody else approves it.

    :raises UnableToOpenYearError: if the year cannot be, or the person does not administer the place.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    plan = plan_year(place=place, year=year, by=by, at=at)
    for duty in plan.duties:
        record_row(row=_next_duty(duty, year), by=by)
    _lay_out_targets(plan, by)
    return plan


def _next_duty(duty: ReportingDuty, year: int) -> ReportingDuty:
    return ReportingDuty(
        reporter=duty.reporter,
        place=duty.place,
        form=duty.form,
        valid_from=date(year, 1, 1),
        valid_to=date(year, 12, 31),
    )


def _lay_out_targets(plan: YearPlan, by: Person) -> None:
    """Insert the drafts, goals before their parts, so that each part finds the new draft of its goal."""
    older: Mapping[int, int | None] = dict(
        Target.objects.filter(supersedes__isnull=False).values_list("pk", "supersedes_id")
    )
    planned = {_first_version(target.pk, older): target for target in plan.targets}
    made: dict[int, Target | None] = {}

    def lay_out(target: Target) -> Target | None:
        first = _first_version(target.pk, older)
        if first not in made:
            made[first] = None  # ends the search where targets were made parts of each other by mistake
            goal = planned.get(_first_version(target.part_of_id, older)) if target.part_of_id else None
            part_of = lay_out(goal) if goal is not None else _goal_of_the_year(target, plan.year)
            made[first] = _insert_draft(target, plan.year, part_of)
        return made[first]

    with acting(by):
        for target in plan.targets:
            lay_out(target)


def _first_version(version: int, older: Mapping[int, int | None]) -> int:
    while (before := older.get(version)) is not None:
        version = before
    return version


def _goal_of_the_year(target: Target, year: int) -> Target | None:
    """Return the goal of which the draft is a part where that is not laid out now: one that spans years, or a draft."""
    goal = target.part_of
    if goal is None:
        return None
    if goal.ends_on is None or goal.ends_on >= date(year, 12, 31):
        return goal
    same = Target.objects.filter(
        indicator=goal.indicator_id, place=goal.place_id, starts_on=date(year, 1, 1), ends_on=date(year, 12, 31)
    ).order_by("-version", "pk")
    return next((candidate for candidate in same if target_key(candidate) == target_key(goal)), None)


def _insert_draft(old: Target, year: int, part_of: Target | None) -> Target:
    draft = Target(
        place=old.place,
        investor=old.investor,
        indicator=old.indicator,
        role=old.role,
        issuer=old.issuer,
        collective=old.collective,
        position=old.position,
        origin=old.origin,
        unit=old.unit,
        comparator=Comparator.NONE_STATED,
        starts_on=date(year, 1, 1),
        ends_on=date(year, 12, 31),
        part_of=part_of,
        version=1,
        **_notes(old, year),
    )
    draft.save(force_insert=True)
    draft.members.set(old.members.all())
    return draft


def _notes(old: Target, year: int) -> dict[str, Any]:
    """Return the notes in both languages that name last year's number."""
    notes = {}
    for name, language in (("note", "vi"), ("note_en", "en")):
        with translation.override(language):
            notes[name] = _("Number of %(last)s: %(amount)s. Type the number of %(year)s.") % {
                "last": year - 1,
                "amount": quantity_text(old, old.indicator) if old.value is not None else _("no value stated"),
                "year": year,
            }
    return notes
