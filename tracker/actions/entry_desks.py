"""The reports that somebody enters: one desk for each, whether the report exists already or not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from provinces.models import Organisation, Place
from provinces.models.recorded import valid_on
from provinces.wording import local_name
from tracker.actions.refusals import UnableToActError
from tracker.exchange.wording import quarter_name
from tracker.models import QuarterlyReport, ReportForm, ReportingDuty, ReportRevision, RevisionStatus
from tracker.progress.periods import Quarter

DeskKey = tuple[int, int]


@dataclass(frozen=True, eq=False)
class Desk:
    """One place, quarter and reporter, with the form it follows, its report and newest revision if there are any."""

    place: Place
    quarter: Quarter
    reporter: Organisation
    form: ReportForm | None
    report: QuarterlyReport | None = None
    revision: ReportRevision | None = None

    @property
    def key(self) -> DeskKey:
        """Return the keys of place and reporter, which name the desk within its quarter."""
        return self.place.pk, self.reporter.pk

    @property
    def is_open(self) -> bool:
        """Whether figures can be typed, as far as the report itself says."""
        return self.form is not None and (self.revision is None or self.revision.status == RevisionStatus.DRAFT)

    @property
    def name(self) -> str:
        """Return the name of the report in the reader's language."""
        return f"{local_name(self.place)} ({local_name(self.reporter)})"


def desk_of_revision(revision: ReportRevision) -> Desk:
    """Return the desk of a revision. Reads what of its report is not loaded."""
    report = revision.report
    return Desk(
        place=report.place,
        quarter=Quarter(report.year, report.quarter),
        reporter=report.reporter,
        form=report.form,
        report=report,
        revision=revision,
    )


def with_reports(desks: Iterable[Desk], *, lock: bool = False) -> list[Desk]:
    """Return the desks of one quarter with their reports and newest revisions as they stand. Costs two queries.

    ``lock`` holds the reports until the transaction ends, so that nobody approves or types meanwhile.
    """
    desks = list(desks)
    if not desks:
        return []
    quarter = desks[0].quarter
    reports = QuarterlyReport.objects.filter(
        place__in=[desk.place.pk for desk in desks],
        reporter__in=[desk.reporter.pk for desk in desks],
        year=quarter.year,
        quarter=quarter.number,
    ).order_by("pk")
    if lock:
        reports = reports.select_for_update(of=("self",))
    by_key = {(report.place_id, report.reporter_id): report for report in reports.select_related("form")}
    wanted = {desk.key for desk in desks} & by_key.keys()
    revisions = (
        ReportRevision.objects.filter(report__in=[by_key[key].pk for key in wanted])
        .select_related("returned_by", "submitted_by", "approved_by")
        .order_by("report_id", "-number")
        .distinct("report_id")
    )
    by_report = {revision.report_id: revision for revision in revisions}
    return [_with(desk, by_key.get(desk.key), by_report) for desk in desks]


def _with(desk: Desk, report: QuarterlyReport | None, revisions: dict[int, ReportRevision]) -> Desk:
    if report is None:
        return replace(desk, report=None, revision=None)
    report.place, report.reporter = desk.place, desk.reporter
    revision = revisions.get(report.pk)
    if revision is not None:
        revision.report = report
    return replace(desk, form=report.form, report=report, revision=revision)


def opened(desks: Sequence[Desk]) -> list[Desk]:
    """Make the reports and first drafts that are missing, and return the desks with every report locked.

    Two people who begin at once share the draft that came first. Expects a transaction, and desks that
    `refusal_to_open` does not refuse. Costs at most four queries.
    """
    # Always in the same order: two people with blocks in opposite orders would otherwise wait for each other's reports.
    missing = sorted((desk for desk in desks if desk.report is None), key=lambda desk: desk.key)
    if missing:
        QuarterlyReport.objects.bulk_create(
            [
                QuarterlyReport(
                    place=desk.place,
                    year=desk.quarter.year,
                    quarter=desk.quarter.number,
                    reporter=desk.reporter,
                    form=desk.form,
                )
                for desk in missing
            ],
            ignore_conflicts=True,
        )
    found = with_reports(desks, lock=True)
    drafts = [
        ReportRevision(report=desk.report, number=1, status=RevisionStatus.DRAFT)
        for desk in found
        if desk.revision is None and desk.report is not None
    ]
    ReportRevision.objects.bulk_create(drafts)
    by_report = {draft.report_id: draft for draft in drafts}
    return [
        replace(desk, revision=by_report[desk.report.pk]) if desk.report and desk.revision is None else desk
        for desk in found
    ]


def refusal_to_open(desk: Desk, at: datetime) -> str:
    """Return why no report can be started here at the moment, in the reader's language; empty if one can."""
    quarter, place, reporter = desk.quarter, desk.place, desk.reporter
    name = quarter_name(quarter.year, quarter.number)
    if quarter.first_day > timezone.localdate(at):
        return _("%(quarter)s has not begun; choose a quarter that has.") % {"quarter": name}
    if (place.valid_to and place.valid_to < quarter.first_day) or (
        place.valid_from and place.valid_from > quarter.last_day
    ):
        return _("%(place)s did not exist in %(quarter)s; choose the place that did.") % {
            "place": local_name(place),
            "quarter": name,
        }
    if desk.form is None:
        return _(
            "%(reporter)s owes no report for %(place)s in %(quarter)s. "
            "An administrator can record the duty under “Reporting duties”."
        ) % {"reporter": local_name(reporter), "place": local_name(place), "quarter": name}
    return ""


def refuse_to_open(desk: Desk, at: datetime, refusal: type[UnableToActError]) -> None:
    """Raise the refusal if no report can be started here at the moment."""
    if sentence := refusal_to_open(desk, at):
        raise refusal(sentence)


def desks_owed(quarter: Quarter, within: Q) -> list[Desk]:
    """Return the desks of the duties of a quarter that meet the condition, in the order of names. Costs three queries.

    An organisation that owes several forms for a place has one report there, which follows the first by its code.
    """
    duties = (
        ReportingDuty.objects.known_at(None)
        .filter(valid_on(quarter.last_day), within)
        .filter(Q(place__valid_from__isnull=True) | Q(place__valid_from__lte=quarter.last_day))
        .filter(Q(place__valid_to__isnull=True) | Q(place__valid_to__gte=quarter.first_day))
        .select_related("place", "reporter", "form")
        .order_by("place__sort_key", "reporter__sort_key", "form__code", "pk")
    )
    desks: dict[DeskKey, Desk] = {}
    for duty in duties:
        desk = Desk(duty.place, quarter, duty.reporter, duty.form)
        desks.setdefault(desk.key, desk)
    return with_reports(desks.values())
