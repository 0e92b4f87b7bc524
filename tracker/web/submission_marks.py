"""Show how far reports have come: a shape and words, in ink alone, so that nobody takes it for good or bad figures."""

from collections.abc import Sequence
from enum import StrEnum

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.progress.owed_report import OwedReport, ReportState
from tracker.web.words import Words


class Submission(StrEnum):
    """How far the reports of one place and quarter have come, taken together."""

    COMPLETE = "complete"
    PARTLY = "partly"
    WAITING = "waiting"
    OVERDUE = "overdue"
    WITHOUT_FIGURES = "without_figures"
    BEGUN = "begun"
    NOT_DUE = "not_due"


_DISC = '<circle class="icon-fill" cx="8" cy="8" r="7"/>'
_RING = '<circle class="icon-ring" cx="8" cy="8" r="6.4"/>'
_SHAPES = {
    Submission.COMPLETE: _DISC,
    Submission.PARTLY: '<path class="icon-fill" d="M8 1l7.4 13.4H.6z"/><path class="icon-mark" d="M8 6v4M8 12.2v.1"/>',
    Submission.WAITING: f'{_RING}<path class="icon-fill" d="M8 3a5 5 0 010 10z"/>',
    Submission.OVERDUE: '<path class="icon-fill" d="M1 1h14v14H1z"/><path class="icon-mark" d="M5 5l6 6M11 5l-6 6"/>',
    Submission.WITHOUT_FIGURES: '<path class="icon-line" d="M2 2h12v12H2zM5 5l6 6M11 5l-6 6"/>',
    Submission.BEGUN: f'{_RING}<path class="icon-fill" d="M5 10.5V12h1.5l5-5L10 5.5z"/>',
    Submission.NOT_DUE: f'{_RING}<path class="icon-line" d="M8 4v4.4h3"/>',
}
SUBMISSION_WORDS: dict[Submission, Words] = {
    Submission.COMPLETE: gettext_lazy("Complete"),
    Submission.PARTLY: gettext_lazy("Reported with gaps"),
    Submission.WAITING: gettext_lazy("Waits for approval"),
    Submission.OVERDUE: gettext_lazy("Overdue"),
    Submission.WITHOUT_FIGURES: gettext_lazy("Overdue, not all approved"),
    Submission.BEGUN: gettext_lazy("Being entered"),
    Submission.NOT_DUE: gettext_lazy("Not due yet"),
}
SUBMISSION_RULES: dict[Submission, Words] = {
    Submission.COMPLETE: gettext_lazy("Approved, and every cell that is asked for has a figure."),
    Submission.PARTLY: gettext_lazy("Approved, but some cells have no figure yet."),
    Submission.WAITING: gettext_lazy("Submitted; the approver decides."),
    Submission.OVERDUE: gettext_lazy("The due day has passed and nothing was submitted."),
    Submission.WITHOUT_FIGURES: gettext_lazy("The due day has passed, and at least one report is not approved."),
    Submission.BEGUN: gettext_lazy("A draft, or returned for correction."),
    Submission.NOT_DUE: gettext_lazy("Nothing yet, and the due day has not passed."),
}
# What readers of approved figures alone can see: none of it tells whether anything was submitted.
APPROVED_ONLY_RULES: dict[Submission, Words] = {
    Submission.COMPLETE: SUBMISSION_RULES[Submission.COMPLETE],
    Submission.PARTLY: SUBMISSION_RULES[Submission.PARTLY],
    Submission.WITHOUT_FIGURES: SUBMISSION_RULES[Submission.WITHOUT_FIGURES],
    Submission.NOT_DUE: gettext_lazy("No report is approved, and the due day has not passed."),
}
# What needs attention first.
SUBMISSION_ORDER = {
    Submission.OVERDUE: 0,
    Submission.WITHOUT_FIGURES: 0,
    Submission.BEGUN: 1,
    Submission.WAITING: 2,
    Submission.NOT_DUE: 3,
    Submission.PARTLY: 4,
    Submission.COMPLETE: 5,
}
STATE_WORDS: dict[ReportState, Words] = {
    ReportState.APPROVED: gettext_lazy("approved"),
    ReportState.AWAITING_APPROVAL: gettext_lazy("waits for approval"),
    ReportState.RETURNED: gettext_lazy("returned for correction"),
    ReportState.DRAFT: gettext_lazy("draft"),
    ReportState.NOTHING: gettext_lazy("nothing yet"),
}


def submission_of(reports: Sequence[OwedReport]) -> Submission | None:
    """Return how far the reports have come together: as far as the one that is furthest behind; None for none."""
    if not reports:
        return None
    open_ones = [report for report in reports if not report.is_approved]
    if not open_ones:
        return Submission.COMPLETE if all(report.is_complete for report in reports) else Submission.PARTLY
    with_clerk = [report for report in open_ones if report.state is not ReportState.AWAITING_APPROVAL]
    if not with_clerk:
        return Submission.WAITING
    if any(report.is_overdue for report in with_clerk):
        return Submission.WITHOUT_FIGURES if with_clerk[0].approved_only else Submission.OVERDUE
    begun = any(report.state is not ReportState.NOTHING for report in with_clerk)
    return Submission.BEGUN if begun else Submission.NOT_DUE


def state_text(report: OwedReport) -> str:
    """Return how far a report has come; to readers of approved figures alone nothing is said of submissions."""
    if not report.approved_only or report.is_approved:
        return str(STATE_WORDS[report.state])
    return _("No approved report, overdue") if report.is_overdue else _("no approved report yet")


def submission_badge(submission: Submission, words: str = "", *, drawn: bool = True) -> SafeString:
    """Return the shape with words of the caller's, or its own.

    ``drawn`` False leads to the shapes that `submission_shapes` draws once a page, for tables with hundreds of them.
    """
    css = "status none" if submission is Submission.NOT_DUE else "status"
    shape = _SHAPES[submission] if drawn else f'<use href="#shape-{submission}"/>'
    return format_html(
        '<span class="{}"><svg{} aria-hidden="true">{}</svg>{}</span>',
        css,
        mark_safe(' viewBox="0 0 16 16"') if drawn else "",
        mark_safe(shape),  # noqa: S308 - constants of this module
        words or SUBMISSION_WORDS[submission],
    )


def submission_shapes() -> SafeString:
    """Return the shapes of a page, each drawn once and shown where a badge leads to it."""
    symbols = "".join(
        f'<symbol id="shape-{name}" viewBox="0 0 16 16">{shape}</symbol>' for name, shape in _SHAPES.items()
    )
    return mark_safe(f'<svg width="0" height="0" class="shapes" aria-hidden="true">{symbols}</svg>')  # noqa: S308 - constants


def cells_text(reports: Sequence[OwedReport]) -> str:
    """Return how many of the cells that are asked for have a figure, for example 101/130."""
    return f"{sum(report.cells_filled for report in reports)}/{sum(report.cells_asked for report in reports)}"


def reports_words(reports: Sequence[OwedReport]) -> str:
    """Return how many of several reports of one place and quarter are there; nothing for a single one."""
    if len(reports) < 2:
        return ""
    approved = sum(report.is_approved for report in reports)
    return _("%(approved)s of %(count)s reports") % {"approved": approved, "count": len(reports)}
