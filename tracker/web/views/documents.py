"""Source documents, promotion lists, data checks, and the page about the rules."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.actions.kept_answers import run_checks
from tracker.exchange.published import PublishedFigure, published_figures
from tracker.findings import RULES, Severity
from tracker.models import Threshold
from tracker.progress import catalogue
from tracker.progress.measures import Status
from tracker.web.charts import status_badge
from tracker.web.filters import BadParameterError
from tracker.web.lists import DocumentListTable, FindingTable
from tracker.web.numbers import percent_text, period_text
from tracker.web.printed import PrintedFigureTable, PrintedLine, ShownUnit
from tracker.web.promotion import PromotionItemTable, PromotionLine
from tracker.web.rates import ExchangeRateTable
from tracker.web.units import unit_names
from tracker.web.views.base import PageView
from tracker.web.words import (
    REASON_WORDS,
    RULE_WORDS,
    SEVERITY_WORDS,
    STATE_MEANINGS,
    STATE_WORDS,
    STATUS_RULES,
    Words,
    in_english,
    local_name,
    name_of,
)


def publisher_name(publisher: str) -> str:
    """Return a publisher in the reader's language, if an organisation of that name is known; one query at most."""
    if not publisher or not in_english():
        return publisher
    known = catalogue.organisation_named(publisher)
    return name_of(known) if known is not None else publisher


def printed_lines(figures: list[PublishedFigure], as_of: datetime | None) -> list[PrintedLine]:
    """Return published figures with their numbers as numbers, units named as at ``as_of`` (None: now); two queries."""
    names, shown = unit_names(as_of), shown_units(as_of)
    return [
        PrintedLine(
            figure=figure,
            value=None if figure.value is None else Decimal(figure.value),
            high=None if figure.high is None else Decimal(figure.high),
            unit_name=names.get(figure.unit, figure.unit),
            shown=shown.get((figure.indicator, figure.unit)),
        )
        for figure in figures
    ]


def shown_units(as_of: datetime | None) -> dict[tuple[str, str], ShownUnit]:
    """Return in which unit pages show each indicator, by its code and the code of its single unit; one query."""
    indicators = catalogue.indicators_by_code(as_of).select_related("unit")
    return {
        (each.code, each.unit.code): ShownUnit(local_name(each, "display_unit"), each.display_scale)
        for each in indicators
    }


class DocumentListView(PageView):
    """Every source document."""

    template_name = "web/documents.html"
    section: ClassVar[str] = "documents"
    printed: ClassVar[bool] = True
    timed: ClassVar[bool] = True
    title = gettext_lazy("Source documents")

    def page(self) -> dict[str, Any]:
        """Return the documents, those that were read from a file first."""
        as_of = self.query.as_of
        if self.anonymous:
            documents = catalogue.printed_documents(as_of=as_of)
        else:
            documents = catalogue.source_documents(reach=self.reach, as_of=as_of)
        publishers = catalogue.english_names_of_organisations() if in_english() else {}
        for document in documents:
            document.publisher = publishers.get(document.publisher, document.publisher)
        table = self.table(
            DocumentListTable, documents, caption=_("Documents that figures, goals and rules come from.")
        )
        return {"table": table, "tables": [table]}


class DocumentView(PageView):
    """One document: every figure it prints, in order, as printed and as read, and what contradicts."""

    template_name = "web/document.html"
    section: ClassVar[str] = "documents"
    printed: ClassVar[bool] = True
    timed: ClassVar[bool] = True

    def page(self) -> dict[str, Any]:
        """Return the document's figures and the findings about it."""
        if self.anonymous:
            document = catalogue.printed_document(self.kwargs["slug"], as_of=self.query.as_of)
            figures = published_figures(document=document.slug, as_of=self.query.as_of, as_loaded=True)
        else:
            document = catalogue.document_by_slug(self.kwargs["slug"], reach=self.reach, as_of=self.query.as_of)
            figures = published_figures(document=document.slug, reach=self.reach, as_of=self.query.as_of)
        table = self.table(
            PrintedFigureTable,
            printed_lines(figures, self.query.as_of),
            caption=_("Every figure of the document, by paragraph. Struck out: a misprint that is kept and not used."),
        )
        findings = document_findings(self, document.slug)
        return {
            "title": local_name(document, "title"),
            "document": document,
            "document_note": local_name(document, "note"),
            "publisher": publisher_name(document.publisher),
            "count": len(figures),
            "crumbs": [(_("Source documents"), reverse("web:documents")), (local_name(document, "title"), "")],
            "table": table,
            "findings_table": findings,
            "tables": [table, findings],
        }


def document_findings(page: PageView, slug: str) -> FindingTable:
    """Return the table of what the data checks find in a document's figures; empty for somebody without an account."""
    found = [
        finding
        for finding in (() if page.anonymous else run_checks(as_of=page.query.as_of, reach=page.reach))
        if any(line.document_slug == slug for line in finding.inputs)
    ]
    table: FindingTable = page.table(
        FindingTable, found, caption=_("What the data checks find in the document's figures.")
    )
    return table


class PromotionListView(PageView):
    """One list of projects on offer: its groups with their offered figures."""

    template_name = "web/promotion_list.html"
    section: ClassVar[str] = "documents"
    timed: ClassVar[bool] = True

    def page(self) -> dict[str, Any]:
        """Return the list with its groups in order; position 0 is the whole list."""
        found, items = catalogue.promotion_list_with_items(
            self.kwargs["slug"], reach=self.reach, as_of=self.query.as_of
        )
        by_item: dict[str, list[PrintedLine]] = {}
        as_of = self.query.as_of
        figures = published_figures(document=found.document.slug, reach=self.reach, as_of=as_of)
        for line in printed_lines(figures, as_of):
            if line.figure.promotion_item:
                by_item.setdefault(line.figure.promotion_item, []).append(line)
        lines = [PromotionLine(item, by_item.get(f"{found.slug}/{item.position}", [])) for item in items]
        table = self.table(
            PromotionItemTable,
            lines,
            caption=_("Groups of the list in order. A group without a number shows a dash, never 0."),
        )
        findings = document_findings(self, found.document.slug)
        return {
            "title": local_name(found, "name"),
            "list": found,
            "place": found.place,
            "place_name": name_of(found.place),
            "period": period_text(found.starts_on, found.ends_on),
            "document_title": local_name(found.document, "title"),
            "addressed_to": local_name(found, "addressed_to"),
            "crumbs": [
                (name_of(found.place), reverse("web:place", args=[found.place.slug])),
                (local_name(found, "name"), ""),
            ],
            "table": table,
            "findings_table": findings,
            "tables": [table, findings],
        }


class DataChecksView(PageView):
    """What contradicts in the figures, each with its arithmetic, and the exchange rates that were entered."""

    template_name = "web/data_checks.html"
    section: ClassVar[str] = "checks"
    timed: ClassVar[bool] = True
    title = gettext_lazy("Data checks")

    def page(self) -> dict[str, Any]:
        """Return the findings that the filter leaves, heaviest first."""
        code, severity, place = (self.request.GET.get(key, "") for key in ("code", "severity", "place"))
        codes = {rule.code: str(rule.question) for rule in RULES}
        if code and code not in codes:
            raise BadParameterError(_("“code” names no data check. Choose one from the list, or leave it out."))
        if severity and severity not in Severity.values:
            raise BadParameterError(_("“severity” can be error, warning or notice. Leave it out to see all."))
        at = catalogue.place_by_slug(place, reach=self.reach) if place else None
        if place and at is None:
            raise BadParameterError(_("“place” names no place. Choose one from the list, or leave it out."))
        chosen = [code] if code else None
        found = run_checks(as_of=self.query.as_of, place=at, codes=chosen, reach=self.reach)
        every = sorted({(line.place_slug, line.place_name) for finding in found for line in finding.inputs})
        shown = [finding for finding in found if not severity or finding.severity == severity]
        table = self.table(FindingTable, shown, caption=_("What the checks find, each with its arithmetic."))
        rates = catalogue.exchange_rates(as_of=self.query.as_of, reach=self.reach)
        rate_table = self.table(
            ExchangeRateTable, rates, caption=_("Rates that were entered, each with its purpose and source.")
        )
        return {
            "handed_on": self.handed_on("code", "severity", "place"),
            "codes": [(value, words, value == code) for value, words in codes.items()],
            "severities": [(value, words, value == severity) for value, words in SEVERITY_WORDS.items()],
            "places": [(slug, name, slug == place) for slug, name in every],
            "count": len(shown),
            "rules": len(RULES),
            "table": table,
            "rate_table": rate_table,
            "tables": [table, rate_table],
        }


class AboutView(PageView):
    """The words and rules of the pages: statuses, thresholds, labels, and what is never done."""

    template_name = "web/about.html"
    section: ClassVar[str] = "about"
    printed: ClassVar[bool] = True
    timed: ClassVar[bool] = True
    title = gettext_lazy("Words and rules")

    def page(self) -> dict[str, Any]:
        """Return the rules in words; the thresholds are the rows in force."""
        limits = catalogue.thresholds(as_of=self.query.as_of)
        return {
            "statuses": [(status_badge(status), words) for status, words in _status_rules(limits).items()],
            "thresholds": [self._limit(limit) for limit in limits],
            "rules_of_expectation": list(RULE_WORDS.values()),
            "states": [(STATE_WORDS[state], words) for state, words in STATE_MEANINGS.items()],
            "reasons": list(REASON_WORDS.values()),
        }

    def _limit(self, limit: Threshold) -> tuple[str, dict[str, str]]:
        days = ""
        if limit.valid_from is not None or limit.valid_to is not None:
            days = f"({period_text(limit.valid_from, limit.valid_to)})"
        return (name_of(limit.group) if limit.group else _("every group")), {
            "on_percent": percent_text(limit.on_track),
            "risk_percent": percent_text(limit.at_risk),
            "coverage_percent": percent_text(limit.coverage),
            "days": days,
        }


def _status_rules(limits: Sequence[Threshold]) -> Mapping[Status | None, Words]:
    """Return the rule of each status, with the limits of the pace where the same hold for every group and day."""
    pairs = {(limit.on_track, limit.at_risk) for limit in limits}
    if len(pairs) != 1:
        return STATUS_RULES
    on_track, at_risk = (percent_text(limit) for limit in pairs.pop())
    words = {"on": on_track, "risk": at_risk}
    return {
        **STATUS_RULES,
        Status.ON_TRACK: _("The pace is at least %(on)s.") % words,
        Status.AT_RISK: _("The pace is at least %(risk)s and below %(on)s.") % words,
        Status.OFF_TRACK: _("The pace is below %(risk)s.") % words,
    }
