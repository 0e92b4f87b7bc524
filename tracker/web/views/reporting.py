"""Who owes which report: the page of what is in and what is missing, and the button that reminds."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from provinces.models import OrganisationKind
from tracker.actions.locking import KEEPERS
from tracker.actions.reach import drafts_of_scope, scope_of_request
from tracker.actions.reminder_texts import ReminderMail
from tracker.actions.reminding import Outcome, UnableToRemindError, known_people, planned_mails, remind
from tracker.models import Role
from tracker.progress.completeness import last_ended_quarter, read_completeness
from tracker.progress.due_days import OrderProblem
from tracker.progress.flagged import flagged_figures
from tracker.progress.owed_report import Completeness, OwedReport
from tracker.progress.periods import Quarter, quarters_between
from tracker.progress.published_instead import places_told_by_documents
from tracker.progress.rows import PlaceFace
from tracker.web import cells
from tracker.web.asked_words import EVERY_PLACE
from tracker.web.errors import handle_forbidden
from tracker.web.flagged_table import FlaggedTable
from tracker.web.numbers import day_text, quarter_text
from tracker.web.reporting_quarters import PlaceLine, place_lines, quarter_table
from tracker.web.reporting_tables import GapTable, ReportTable, StaffReportTable, even_gaps
from tracker.web.reporting_words import headline, lede, province_headline, told_words
from tracker.web.submission_marks import (
    APPROVED_ONLY_RULES,
    SUBMISSION_RULES,
    Submission,
    submission_badge,
    submission_shapes,
)
from tracker.web.views.base import Crumb, PageView
from tracker.web.words import Words, name_of

QUARTERS_SHOWN = 7
QUARTERS_OFFERED = 12
# More due days than these are told as the first and the last.
_DAYS_NAMED = 3


class ReportingView(PageView):
    """Places by the last quarters, the reports of the newest, and the indicators that are missing most often."""

    template_name = "web/reporting.html"
    section: ClassVar[str] = "reporting"
    timed: ClassVar[bool] = True
    drafts: ClassVar[bool] = True
    title = gettext_lazy("Reporting")

    def page(self) -> dict[str, Any]:
        """Return the tables with the sentence above them; readers without an account learn of approved figures only."""
        quarter = self.query.quarter or last_ended_quarter(self.read_on)
        self.query = self.query.settled(quarter)
        within = self.request.GET.get("within", "")
        found = read_completeness(
            quarters=[quarter.plus(-back) for back in range(QUARTERS_SHOWN)],
            read_on=self.read_on,
            reach=self.reach,
            drafts_of=drafts_of_scope(scope_of_request(self.request)),
            as_of=self.query.as_of,
            approved_only=self._approved_only,
            by_province=True,
            within="" if within == EVERY_PLACE else within,
        )
        heads = set(found.heads.values())
        by_province = not within and len(heads) > 1
        lines = place_lines(found.owed, found.quarters, found.heads if by_province else None)
        quarters = quarter_table(lines, found.quarters, query=self.query, parameters=self.request.GET)
        head = next((each for each in heads if each.slug == within), None)
        reports = self._reports(found.newest)
        reports.told_by_documents = told = places_told_by_documents(
            found.newest, quarter=quarter, as_of=self.query.as_of
        )
        gaps = self.table(
            GapTable, found.gaps, caption=_("Empty cells of the quarter by indicator, those missing most often first.")
        )
        standing_out = flagged_figures(found.newest, quarter=quarter, above=found.above.ways, as_of=self.query.as_of)
        flagged = self.table(
            FlaggedTable, standing_out, caption=_("Approved figures of the quarter that are worth a second look.")
        )
        return {
            "headline": self._headline(found, lines if by_province else None, head),
            "lede": lede(found.newest),
            "told_by_documents": told_words(len(told)),
            "crumbs": self._crumbs(head, within),
            "head_link": cells.place_link(head, self.query) if head else "",
            "every_place": self._address(EVERY_PLACE) if by_province else "",
            "provinces": self._address("") if within else "",
            "shapes": submission_shapes(),
            "handed_on": self.handed_on("quarter"),
            "quarters": self._offered(quarter),
            "quarter_table": quarters,
            "report_table": reports,
            "gap_table": gaps,
            "even_gaps": even_gaps(found.gaps),
            "flagged_table": flagged,
            "tables": [quarters, reports, gaps, flagged],
            "key": [(submission_badge(submission, drawn=False), rule) for submission, rule in self._rules()],
            "problems": list(self._problems(found)),
            "remind_address": self._remind_address(found.newest),
            "publish_address": self._publish_address(),
            "opens_years": scope_of_request(self.request).has(Role.ADMINISTRATOR),
        }

    def _headline(self, found: Completeness, provinces: Sequence[PlaceLine] | None, head: PlaceFace | None) -> str:
        """Return the sentence of all provinces, or of the places of one."""
        quarter = found.quarters[-1]
        if provinces is not None:
            return province_headline(quarter, [line.of_newest for line in provinces if line.of_newest])
        sentence = headline(quarter, found.newest)
        return f"{name_of(head)}, {sentence}" if head else sentence

    def _crumbs(self, head: PlaceFace | None, within: str) -> list[Crumb]:
        if not within:
            return []
        here = name_of(head) if head else _("Every place") if within == EVERY_PLACE else within
        return [(str(self.title), self._address("")), (here, "")]

    def _address(self, within: str) -> str:
        return self.query.address(reverse("web:reporting"), within=within)

    @property
    def _approved_only(self) -> bool:
        """Return whether the reader learns of approved figures alone: one without an account."""
        return not self.request.user.is_authenticated

    def _rules(self) -> list[tuple[Submission, Words]]:
        """Return the states that the reader can see, each with its rule."""
        if self._approved_only:
            return list(APPROVED_ONLY_RULES.items())
        return [each for each in SUBMISSION_RULES.items() if each[0] is not Submission.WITHOUT_FIGURES]

    @cached_property
    def read_on(self) -> date:
        """Return the day from which days are counted: that of the moment read, or today."""
        return timezone.localdate(self.query.as_of or timezone.now())

    def _reports(self, newest: Sequence[OwedReport]) -> ReportTable:
        caption = _("Who owes a report for the quarter, those due first in front.")
        if self._approved_only:
            caption = _(
                "Who owes a report for the quarter, those due first in front. Days overdue are counted to the approval."
            )
        scope = scope_of_request(self.request)
        enters = frozenset(row.place.id for row in newest if scope.covers(row.place.id, Role.CLERK))
        kind = StaffReportTable if enters else ReportTable
        table = kind(newest, query=self.query, parameters=self.request.GET, caption=caption)
        if isinstance(table, StaffReportTable):
            table.enters = enters
        return table

    def _offered(self, shown: Quarter) -> list[tuple[str, str, bool]]:
        """Return the quarters of the form: the running one, those before it, and the one that is shown."""
        running = Quarter.containing(self.read_on)
        offered = {*quarters_between(running.plus(1 - QUARTERS_OFFERED), running), shown}
        return [(str(one), quarter_text(one), one == shown) for one in sorted(offered, reverse=True)]

    def _problems(self, found: Completeness) -> Iterator[str]:
        """Yield what is wrong with the due rules, for those who can mend them."""
        if scope_of_request(self.request).has(Role.ADMINISTRATOR):
            yield from (order_sentence(problem) for problem in found.order_problems)

    def _publish_address(self) -> str:
        """Return where the person publishes the quarter; nothing where it is not theirs to do."""
        if not scope_of_request(self.request).has(*KEEPERS):
            return ""
        return f"{reverse('admin:tracker_edition_publish')}?quarter={self.query.shown}"

    def _remind_address(self, newest: Sequence[OwedReport]) -> str:
        """Return where the person reminds others of the quarter's reports; nothing where it is not theirs to do."""
        scope = scope_of_request(self.request)
        late = (row for row in newest if not row.is_approved)
        if any(scope.covers(row.place.id, Role.APPROVER, Role.ADMINISTRATOR) for row in late):
            return f"{reverse('web:reporting_remind')}?quarter={self.query.shown}"
        return ""


class RemindView(LoginRequiredMixin, PageView):
    """The mails that would go out for a quarter, and the button that sends them."""

    template_name = "web/reporting_remind.html"
    section: ClassVar[str] = "reporting"
    title = gettext_lazy("Remind")
    http_method_names = ["get", "head", "options", "post"]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer those who remind nobody as every page answers what one may not do."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except UnableToRemindError as refusal:
            messages.error(request, refusal.message)
            return handle_forbidden(request, refusal)

    def page(self) -> dict[str, Any]:
        """Return the mails as they would be sent now."""
        self.query = self.query.settled(self._quarter)
        mails = planned_mails(**self._wanted)
        known = self._known(mails)
        with_address = [mail for mail in mails if mail.person.email]
        without_address = [mail for mail in mails if not mail.person.email]
        return {
            "headline": _("Reminders for %(quarter)s reports") % {"quarter": quarter_text(self._quarter)},
            "mails": [mail for mail in with_address if mail.person.pk in known],
            "others": sum(mail.person.pk not in known for mail in with_address),
            "without_address": names_of(without_address, known),
            "back": self._back,
            "crumbs": [(str(ReportingView.title), self._back), (str(self.title), "")],
        }

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send the mails, and say on the page who got one and who did not."""
        try:
            outcome = remind(**self._wanted)
        except UnableToRemindError as refusal:
            messages.error(request, refusal.message)
        else:
            for sentence in outcome_sentences(outcome, self._known(outcome.mails)):
                messages.info(request, sentence)
        return redirect(self._back)

    @property
    def _quarter(self) -> Quarter:
        return self.query.quarter or last_ended_quarter(timezone.localdate())

    def _known(self, mails: Sequence[ReminderMail]) -> frozenset[int]:
        return known_people(mails=mails, by=self._wanted["by"], on=self._wanted["on"])

    @property
    def _wanted(self) -> dict[str, Any]:
        return {
            "on": timezone.localdate(),
            "by": self.request.user,
            "quarter": self._quarter,
            "place_slug": self.request.GET.get("place") or None,
        }

    @property
    def _back(self) -> str:
        return f"{reverse('web:reporting')}?quarter={self._quarter}"


def order_sentence(problem: OrderProblem) -> str:
    """Return what is wrong with two due rules, with the cure."""
    return _(
        "The due rules let “%(earlier)s” be due on %(earlier_day)s, no later than “%(later)s”, on whose figures it "
        "builds (%(later_day)s). Correct the days under “Due rules”."
    ) % {
        "earlier": OrganisationKind(problem.earlier_kind).label,
        "earlier_day": day_text(problem.earlier_day),
        "later": OrganisationKind(problem.later_kind).label,
        "later_day": day_text(problem.later_day),
    }


def names_of(mails: Sequence[ReminderMail], known: Collection[int]) -> str:
    """Return the names of the people whose keys are known, and how many others there are."""
    names = [str(mail.person) for mail in mails if mail.person.pk in known]
    others = len(mails) - len(names)
    return ", ".join([*names, *([_("people of higher offices: %(count)s") % {"count": others}] if others else [])])


def outcome_sentences(outcome: Outcome, known: Collection[int]) -> Iterator[str]:
    """Yield what became of the mails, a sentence for each way; only people whose keys are known are named."""
    ways = (
        (_("Reminded: %(people)s."), outcome.sent),
        (_("Without an e-mail address: %(people)s."), outcome.without_address),
        (_("Refused by the mail server: %(people)s."), [mail for mail, _why in outcome.refused]),
        (_("Perhaps not delivered: %(people)s."), [mail for mail, _why in outcome.doubtful]),
        (_("Not sent, because the mail server no longer answers: %(people)s."), outcome.not_tried),
    )
    said = [way % {"people": names_of(mails, known)} for way, mails in ways if mails]
    yield from said or [_("Nobody had to be reminded; who was reminded today is not reminded again.")]
