"""Write the reports of an invented country in bulk: drafts first, then each step that they took, as people do."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from tracker.actions.copying import copy_rows, reserve, update_rows
from tracker.actions.demo_country.filed import FiledReport, FiledRevision
from tracker.actions.demo_country.writing import Keys
from tracker.models import Actual, Comparator, Origin, QuarterlyReport, ReportRevision, RevisionStatus

Say = Callable[[int, int, int], None]
"""Is told the year that was just written, how many figures are there by now, and how many there will be."""

_REPORT = ("id", "place_id", "year", "quarter", "reporter_id", "form_id")
_REVISION = ("id", "report_id", "number", "reason", "status")
_FIGURE = (
    "revision_id",
    "indicator_id",
    "basis",
    "from_on",
    "to_on",
    "value",
    "comparator",
    "unit_id",
    "numerator",
    "denominator",
    "observation_status",
    "note",
    "origin",
)
_SUBMITTED = (("submitted_by_id", "bigint"), ("submitted_at", "timestamptz"))
_APPROVED = (("approved_by_id", "bigint"), ("approved_at", "timestamptz"), ("approval_sequence", "bigint"))
_RETURNED = (("returned_by_id", "bigint"), ("returned_at", "timestamptz"), ("return_reason", "text"))


def name_of(report: FiledReport, revision: FiledRevision) -> object:
    """Return what names a revision among all approvals."""
    return (report.place, report.reporter, report.quarter, revision.number)


def write_reports(reports: list[FiledReport], keys: Keys, sequences: dict[object, int], say: Say) -> None:
    """Write the reports year by year; the triggers see every row and every step."""
    total = sum(len(revision.figures) for report in reports for revision in report.revisions)
    written = 0
    ordered = sorted(reports, key=lambda report: (report.quarter, report.place, report.reporter))
    for year, of_year in groupby(ordered, key=lambda report: report.quarter.year):
        batch = list(of_year)
        _write_year(batch, keys, sequences)
        written += sum(len(revision.figures) for report in batch for revision in report.revisions)
        say(year, written, total)


def _write_year(reports: list[FiledReport], keys: Keys, sequences: dict[object, int]) -> None:
    own = dict(zip(range(len(reports)), reserve(QuarterlyReport, len(reports)), strict=True))
    copy_rows(
        QuarterlyReport,
        _REPORT,
        (
            (
                own[index],
                keys.places[report.place],
                report.quarter.year,
                report.quarter.number,
                keys.organisations[report.reporter],
                keys.forms[report.form],
            )
            for index, report in enumerate(reports)
        ),
    )
    # A correction begins when what it corrects is approved: one round for each number.
    for round_ in range(max(len(report.revisions) for report in reports)):
        stage = [
            (own[index], report, report.revisions[round_])
            for index, report in enumerate(reports)
            if len(report.revisions) > round_
        ]
        _write_round(stage, keys, sequences)


def _write_round(stage: list[tuple[int, FiledReport, FiledRevision]], keys: Keys, sequences: dict[object, int]) -> None:
    revisions = reserve(ReportRevision, len(stage))
    copy_rows(
        ReportRevision,
        _REVISION,
        (
            (key, report_key, revision.number, revision.reason, RevisionStatus.DRAFT.value)
            for key, (report_key, _report, revision) in zip(revisions, stage, strict=True)
        ),
    )
    copy_rows(
        Actual,
        _FIGURE,
        (
            row
            for key, (_report_key, _report, revision) in zip(revisions, stage, strict=True)
            for row in _figures(key, revision, keys)
        ),
    )
    known = [(key, report, revision) for key, (_own, report, revision) in zip(revisions, stage, strict=True)]
    update_rows(
        ReportRevision,
        _SUBMITTED,
        [(key, keys.clerks[r.reporter], v.submitted_at) for key, r, v in known if v.submitted_at is not None],
        status=RevisionStatus.AWAITING_APPROVAL.value,
    )
    update_rows(
        ReportRevision,
        _APPROVED,
        [
            (key, keys.approvers[r.office], v.decided_at, sequences[name_of(r, v)])
            for key, r, v in known
            if v.status == RevisionStatus.APPROVED
        ],
        status=RevisionStatus.APPROVED.value,
    )
    update_rows(
        ReportRevision,
        _RETURNED,
        [
            (key, keys.approvers[r.office], v.decided_at, v.return_reason)
            for key, r, v in known
            if v.status == RevisionStatus.RETURNED
        ],
        status=RevisionStatus.RETURNED.value,
    )


def _figures(revision_key: int, revision: FiledRevision, keys: Keys) -> Iterator[tuple[Any, ...]]:
    for figure in revision.figures:
        yield (
            revision_key,
            keys.indicators[figure.code],
            figure.basis,
            figure.from_on,
            figure.to_on,
            figure.value,
            Comparator.NONE_STATED.value if figure.value is None else Comparator.EXACTLY.value,
            keys.units[figure.unit],
            figure.numerator,
            figure.denominator,
            figure.status,
            figure.note,
            Origin.PRINTED.value,
        )


def approvals_of(reports: Iterable[FiledReport]) -> Iterator[tuple[datetime, object]]:
    """Yield the moment and the name of every approval."""
    for report in reports:
        for revision in report.revisions:
            if revision.status == RevisionStatus.APPROVED:
                assert revision.decided_at is not None
                yield revision.decided_at, name_of(report, revision)
