"""Load published actuals; a change is the next revision of its report, with only the cells that changed.

A cell is (indicator, basis, first day, last day) of a report. A used figure and the misprints that are kept
beside it share a cell, so a cell is always rewritten whole. Rows of the files are compared with what the files
last said, so a correction that a person made since then is not undone.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from tracker.actions.seeding.figure_checks import check_figure
from tracker.actions.seeding.loading import Loading, UnresolvedLinkError
from tracker.exchange.seed_files import SeedProblem, SeedRow
from tracker.models import (
    Actual,
    Comparator,
    ObservationStatus,
    Person,
    QuarterlyReport,
    ReportRevision,
    RevisionStatus,
)

_REPORT = ("place", "year", "quarter", "reporter")
_OF_THE_ROW = ("id", "revision")
_COPIED = [item.attname for item in Actual._meta.concrete_fields if item.name not in _OF_THE_ROW]

ReportKey = tuple[int, int, int, int]
Cell = tuple[Any, ...]


@dataclass
class _Wanted:
    """What the files say of one figure."""

    row: SeedRow
    values: dict[str, Any]


@dataclass
class _ReportChange:
    """What one report says now and what it is to say, by cell."""

    stored: dict[Cell, list[Actual]] = field(default_factory=lambda: defaultdict(list))
    wanted: dict[Cell, list[_Wanted]] = field(default_factory=lambda: defaultdict(list))


def load_actuals(loading: Loading, *, by: Person) -> list[ReportRevision]:
    """Write what the files say differently as draft revisions and return them, ready to be approved.

    Costs two queries and those of the writing.
    """
    published = _published(by)
    loading.objects["actuals"] = dict(published)
    changes: dict[ReportKey, _ReportChange] = defaultdict(_ReportChange)
    documents = loading.seeds.keys("documents")
    for reference, actual in published.items():
        if actual.document is None or actual.document.slug not in documents:
            loading.report.only_in_database["actuals"] += 1
        elif reference not in loading.seeds.broken["actuals"]:
            report = actual.revision.report
            key = (report.place_id, report.year, report.quarter, report.reporter_id)
            changes[key].stored[_cell(actual)].append(actual)
    for row in loading.rows("actuals"):
        wanted = _wanted(loading, row)
        if wanted is not None:
            report_values = [wanted.values.pop(name) for name in _REPORT]
            key = (report_values[0].pk, report_values[1], report_values[2], report_values[3].pk)
            changes[key].wanted[_cell(Actual(**wanted.values))].append(wanted)
    drafts = [_load_report(loading, key, changes[key], published) for key in sorted(changes)]
    return [draft for draft in drafts if draft is not None]


def _published(by: Person) -> dict[str, Actual]:
    """Return by reference the figure that the files last gave; withdrawn ones too."""
    actuals = Actual.objects.filter(reference__isnull=False, revision__approved_by=by)
    ordered = actuals.select_related("revision__report", "document").order_by("revision__approval_sequence", "pk")
    return {str(actual.reference): actual for actual in ordered}


def _cell(actual: Actual) -> Cell:
    return (actual.indicator_id, actual.basis, actual.from_on, actual.to_on)


def _wanted(loading: Loading, row: SeedRow) -> _Wanted | None:
    if row.key in loading.seeds.broken["actuals"]:
        return None
    try:
        values = loading.values(row)
        values["document"] = loading.resolve(("documents",), row.document)
    except UnresolvedLinkError:
        loading.skip(row)
        return None
    if not check_figure(loading, row, values, values["indicator"]):
        return None
    return _Wanted(row, values)


def _load_report(
    loading: Loading, key: ReportKey, change: _ReportChange, published: dict[str, Actual]
) -> ReportRevision | None:
    cells = {**change.stored, **change.wanted}
    changed = [cell for cell in cells if not _same(change.stored.get(cell, []), change.wanted.get(cell, []))]
    loading.report.unchanged["actuals"] += sum(len(same) for cell, same in change.wanted.items() if cell not in changed)
    if not changed:
        return None
    revision = _draft(loading, key, change, changed)
    if revision is None:
        return None
    for cell in changed:
        for wanted in change.wanted.get(cell, []):
            _load_actual(loading, revision, wanted, published.get(wanted.row.key))
        _withdraw(loading, revision, change.stored.get(cell, []), change.wanted.get(cell, []))
    return revision


def _same(stored: list[Actual], wanted: list[_Wanted]) -> bool:
    if not wanted and all(actual.observation_status == ObservationStatus.WITHDRAWN for actual in stored):
        return True
    by_reference = {actual.reference: actual for actual in stored}
    live = [actual for actual in stored if actual.observation_status != ObservationStatus.WITHDRAWN]
    references = {item.values["reference"] for item in wanted}
    return {actual.reference for actual in live} <= references and all(
        item.values["reference"] in by_reference and _equal(by_reference[item.values["reference"]], item.values)
        for item in wanted
    )


def _equal(actual: Actual, values: dict[str, Any]) -> bool:
    return all(
        getattr(actual, f"{name}_id") == (None if value is None else value.pk)
        if hasattr(actual, f"{name}_id")
        else getattr(actual, name) == value
        for name, value in values.items()
    )


def _draft(loading: Loading, key: ReportKey, change: _ReportChange, changed: list[Cell]) -> ReportRevision | None:
    """Return a new draft of the report, which is made if missing; None when the report itself is refused."""
    place, year, quarter, reporter = key
    own = {"place_id": place, "year": year, "quarter": quarter, "reporter_id": reporter}
    report = QuarterlyReport.objects.filter(**own).first()
    first_wanted = next((item for cell in changed for item in change.wanted.get(cell, [])), None)
    if report is None:
        assert first_wanted is not None  # nothing is stored for a report that is not there
        report = QuarterlyReport(**own)
        if not loading.check(first_wanted.row, report):
            return None
        report.save()
    newest = report.revisions.order_by("-number").first()
    if newest is not None and newest.status != RevisionStatus.APPROVED:
        cure = _("A revision of this report is not yet approved; approve or discard it first.")
        if first_wanted is not None:
            loading.refuse(first_wanted.row, "reporter", cure)
        else:
            gone = change.stored[changed[0]][0]
            file = f"documents/{gone.document.slug}/actuals.csv" if gone.document else ""
            loading.problems.append(SeedProblem(file, 0, "reference", str(gone.reference), cure))
        return None
    number = 1 if newest is None else newest.number + 1
    reason = "" if newest is None else _("The published data were corrected.")
    revision = ReportRevision(report=report, number=number, reason=reason, status=RevisionStatus.DRAFT)
    revision.save()
    return revision


def _load_actual(loading: Loading, revision: ReportRevision, wanted: _Wanted, stored: Actual | None) -> None:
    actual = Actual(revision=revision, **wanted.values)
    if not loading.check(wanted.row, actual):
        return
    with loading.writing(wanted.row):
        actual.save()
    loading.objects["actuals"][wanted.row.key] = actual
    if stored is None:
        loading.report.note(loading.report.added, "actuals", wanted.row.key)
    elif _equal(stored, wanted.values):
        loading.report.unchanged["actuals"] += 1  # written again because it shares its cell with one that changed
    else:
        loading.report.note(loading.report.changed, "actuals", wanted.row.key)


def _withdraw(loading: Loading, revision: ReportRevision, stored: list[Actual], wanted: list[_Wanted]) -> None:
    """Write a withdrawal for each figure of the cell that is gone.

    A figure that moved to other days or another report keeps its name there, so its withdrawal has none.
    """
    kept = {item.values["reference"] for item in wanted}
    still_published = loading.seeds.keys("actuals")
    used = any(not item.values["rejected_because"] for item in wanted)
    for actual in stored:
        if actual.reference in kept or actual.observation_status == ObservationStatus.WITHDRAWN:
            continue
        moved = actual.reference in still_published
        if not moved:
            document = actual.document.slug if actual.document else ""
            loading.note_removed("actuals", str(actual.reference), document)
        if moved and (kept or (actual.rejected_because and len(stored) > 1)):
            continue
        withdrawal = Actual(revision=revision, **{name: getattr(actual, name) for name in _COPIED})
        withdrawal.comparator = Comparator.NONE_STATED
        withdrawal.observation_status = ObservationStatus.WITHDRAWN
        for name in ("value", "high", "other_value", "other_unit", "numerator", "denominator"):
            setattr(withdrawal, name, None)
        if moved:
            withdrawal.reference = None
        if used and not withdrawal.rejected_because:
            # Another figure is used in this cell now; a second row without a reason would claim it too.
            withdrawal.rejected_because = _("The figure is no longer among the published data.")
            withdrawal.rejected_because_en = "The figure is no longer among the published data."
        withdrawal.save()
