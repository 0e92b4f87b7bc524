"""The page that tells the story of one figure: who typed, sent, returned, approved and corrected what, when and why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from provinces.models import Organisation, Place
from provinces.wording import local_name
from tracker.actions.rights import READERS, WORKERS
from tracker.actions.worklist import entry_address
from tracker.admin.authors import author_text
from tracker.admin.figure_words import FigureWords
from tracker.admin.scope import scope_of_request
from tracker.exchange.wording import quarter_name
from tracker.models import Indicator, Person, Role, Unit
from tracker.progress.figure_story import Cell, standing_figures, story_of_figure
from tracker.progress.periods import Quarter
from tracker.progress.story_rows import Standing, Story


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step in words: when, who, what was done, each figure before and after, and why."""

    at: datetime
    who: str
    what: str
    changes: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class StandingRow:
    """One figure in words: what it says, with what was noted beside it; by whom and when it was approved, if it is."""

    amount: str
    remarks: tuple[str, ...]
    who: str
    at: datetime | None
    revision: int | None


def figure_address(*, place_slug: str, quarter: Quarter, reporter_slug: str, indicator_code: str) -> str:
    """Return the address of the story of a figure."""
    return reverse(
        "admin:tracker_quarterlyreport_figure", args=[place_slug, str(quarter), reporter_slug, indicator_code]
    )


def figure_story_view(
    request: HttpRequest,
    place_slug: str,
    quarter_text: str,
    reporter_slug: str,
    indicator_code: str,
    *,
    site: admin.AdminSite,
) -> HttpResponse:
    """Show the story of one cell, and what stood at a moment; 13 queries, and one more for a moment.

    Somebody else's place answers like one that does not exist. Without a right to the place's drafts the approvals
    alone are shown.
    """
    try:
        quarter = Quarter.parse(quarter_text)
    except ValueError as error:
        raise Http404 from error
    scope = scope_of_request(request)
    covered = Q() if scope.keeps_reference_data else scope.within("pk", *READERS)
    place = get_object_or_404(Place, covered, slug=place_slug)
    drafts = scope.keeps_reference_data or scope.covers(place.pk, *WORKERS)
    reporter = _reporter_or_404(place, reporter_slug, drafts=drafts)
    indicator = get_object_or_404(Indicator.objects.select_related("unit"), code=indicator_code)
    cell = Cell(place.pk, quarter, reporter.pk, indicator.pk)
    text = request.GET.get("as_of", "").strip()
    moment = _moment(text)
    now, then = standing_figures(cell, None), None if moment is None else standing_figures(cell, moment)
    story = story_of_figure(cell, drafts=drafts)
    people = _people(story, (*now, *(then or ())))
    words = FigureWords(indicator, Unit.objects.in_bulk())
    name = quarter_name(quarter.year, quarter.number)
    context: dict[str, Any] = {
        **site.each_context(request),
        "title": _("%(indicator)s – %(quarter)s – %(place)s")
        % {"indicator": local_name(indicator), "quarter": name, "place": local_name(place)},
        "reporter_name": local_name(reporter),
        "steps": list(_steps(story, words, people)),
        "now": [_standing(standing, words, people) for standing in now],
        "drafted": [StandingRow(words.amount(said), words.remarks(said), "", None, None) for said in story.drafted],
        "then": None if then is None else [_standing(standing, words, people) for standing in then],
        "moment": moment,
        "as_of": text,
        "as_of_problem": bool(text) and moment is None,
        "entry_address": entry_address(place_slug=place.slug, quarter=quarter, reporter_slug=reporter.slug)
        if scope.covers(place.pk, Role.CLERK)
        else "",
    }
    status = 400 if context["as_of_problem"] else 200
    return TemplateResponse(request, "admin/figure_story.html", context, status=status)


def _reporter_or_404(place: Place, slug: str, *, drafts: bool) -> Organisation:
    """Return the reporter, if it owes or has sent a report for the place that the person may know of."""
    reports = Q(reports__place=place)
    if not drafts:
        reports &= Q(reports__revisions__approved_at__isnull=False)
    reporter = Organisation.objects.filter(Q(duties__place=place) | reports, slug=slug).first()
    if reporter is None:
        raise Http404
    return reporter


def _moment(text: str) -> datetime | None:
    """Return the moment that an address names, a day meaning its end; None where it names none."""
    try:
        day = parse_date(text)
        moment = parse_datetime(text) if day is None else datetime.combine(day, time.max)
        if moment is not None and timezone.is_naive(moment):
            moment = timezone.make_aware(moment)
    except (ValueError, OverflowError):
        return None
    # The database knows no moments outside these years in every time zone.
    return moment if moment is not None and 1900 <= moment.year <= 2200 else None


def _people(story: Story, standing: Iterable[Standing]) -> Mapping[int, Person]:
    keys = {*story.person_ids, *(figure.approved_by_id for figure in standing)}
    return Person.objects.in_bulk([key for key in keys if key is not None])


def _steps(story: Story, words: FigureWords, people: Mapping[int, Person]) -> Iterator[StepRow]:
    for step in story.steps:
        yield StepRow(
            at=step.at,
            who=author_text(step.author, people),
            what=words.step(step),
            changes=tuple(line for change in step.changes for line in words.change(change)),
            # A correction's reason may be in the report and in the trail: once is enough.
            why=" · ".join(dict.fromkeys(filter(None, (step.reason, step.author.why)))),
        )


def _standing(standing: Standing, words: FigureWords, people: Mapping[int, Person]) -> StandingRow:
    approver = people.get(standing.approved_by_id) if standing.approved_by_id is not None else None
    return StandingRow(
        amount=words.amount(standing.saying),
        remarks=words.remarks(standing.saying),
        who="" if approver is None else str(approver),
        at=standing.approved_at,
        revision=standing.revision,
    )
