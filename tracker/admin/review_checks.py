"""What the data checks say about what stands approved for a report's place and quarter."""

from dataclasses import dataclass

from tracker.actions.kept_answers import run_checks
from tracker.findings import Finding, Severity
from tracker.models import Actual, QuarterlyReport


@dataclass(frozen=True, slots=True)
class CheckSaid:
    """One finding in words."""

    severity: str
    question: str
    arithmetic: str


def checks_of(report: QuarterlyReport, reach: frozenset[int] | None) -> tuple[CheckSaid, ...]:
    """Return what contradicts what among the approved figures of the place, its quarter and everything in reach.

    The checks never see drafts: what they say is about the books as they stand. Costs at most 16 queries.
    """
    findings = run_checks(place=report.place, reach=reach)
    keys = {item.record_id for finding in findings for item in finding.inputs if item.record == "actual"}
    of_quarter = set(
        Actual.objects.filter(
            pk__in=keys, revision__report__year=report.year, revision__report__quarter=report.quarter
        ).values_list("pk", flat=True)
    )
    return tuple(
        CheckSaid(str(Severity(finding.severity).label), finding.question, finding.arithmetic)
        for finding in findings
        if _is_about(finding, of_quarter)
    )


def _is_about(finding: Finding, figures: set[int]) -> bool:
    return any(item.record == "actual" and item.record_id in figures for item in finding.inputs)
