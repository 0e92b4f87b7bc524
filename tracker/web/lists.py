"""Declare the tables that list things rather than numbers: places, indicators, investors, documents, findings."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy, ngettext, npgettext

from provinces.days import until_text
from provinces.models import Organisation, SourceDocument
from provinces.text import sort_key
from tracker.findings import Finding
from tracker.models import Indicator
from tracker.progress.periods import Quarter
from tracker.web import cells
from tracker.web.columns import PageColumn, PageTable
from tracker.web.numbers import quarter_text
from tracker.web.words import (
    DIRECTION_WORDS,
    INDICATOR_KIND_NAMES,
    INDICATOR_KIND_WORDS,
    SEVERITY_ORDER,
    SEVERITY_WORDS,
    local_name,
    name_of,
    name_order,
)


class IndicatorListTable(PageTable):
    """Indicators in the order of their groups."""

    name = "list"
    dense = True
    searched = False  # the page has a search by name
    indicator = PageColumn(gettext_lazy("Indicator"), head=True)
    code = PageColumn(gettext_lazy("Code"), on_page=False)
    group = PageColumn(gettext_lazy("Group"))
    unit = PageColumn(gettext_lazy("Unit"))
    kind = PageColumn(gettext_lazy("Kind"))
    direction = PageColumn(gettext_lazy("Direction"))

    def value_indicator(self, indicator: Indicator) -> str:
        """Return the indicator's name."""
        return name_of(indicator)

    def sort_indicator(self, indicator: Indicator) -> Any:
        """Return the order of the groups, then the indicators' own."""
        return indicator.group.position, indicator.position, indicator.code

    def render_indicator(self, indicator: Indicator) -> SafeString:
        """Return the indicator as a link."""
        address = self.query.address(reverse("web:indicator", args=[indicator.code]))
        return format_html('<a href="{}">{}</a>', address, name_of(indicator))

    def value_group(self, indicator: Indicator) -> str:
        """Return the heading under which it stands."""
        return name_of(indicator.group)

    def value_unit(self, indicator: Indicator) -> str:
        """Return the unit that pages show."""
        return local_name(indicator, "display_unit")

    def value_kind(self, indicator: Indicator) -> str:
        """Return how its figures may be added."""
        return str(INDICATOR_KIND_WORDS[indicator.kind])

    def render_kind(self, indicator: Indicator) -> str:
        """Return the kind's name alone; what it means stands above the list."""
        return str(INDICATOR_KIND_NAMES[indicator.kind])

    def value_direction(self, indicator: Indicator) -> str:
        """Return which way is good."""
        return str(DIRECTION_WORDS[indicator.direction])


class InvestorListTable(PageTable):
    """Infrastructure investors with their parks."""

    name = "list"
    dense = True
    leaf_rows = 100
    investor = PageColumn(gettext_lazy("Investor"), head=True)
    parks = PageColumn(gettext_lazy("Parks"), wide=True)

    def value_investor(self, investor: Organisation) -> str:
        """Return the investor's name."""
        return name_of(investor)

    def sort_investor(self, investor: Organisation) -> str:
        """Return the Vietnamese dictionary order."""
        return name_order(investor)

    def render_investor(self, investor: Organisation) -> SafeString:
        """Return the investor as a link."""
        address = self.query.address(reverse("web:investor", args=[investor.slug]))
        return format_html('<a href="{}">{}</a>', address, name_of(investor))

    def value_parks(self, investor: Any) -> str | None:
        """Return the names of the parks."""
        return ", ".join(name_of(park) for park in investor.parks) or None

    def render_parks(self, investor: Any) -> SafeString:
        """Return the parks as links."""
        links = ((self.query.address(reverse("web:place", args=[park.slug])), name_of(park)) for park in investor.parks)
        return format_html_join(", ", '<a href="{}">{}</a>', links) or cells.missing("")


class DocumentListTable(PageTable):
    """Source documents."""

    name = "list"
    dense = True
    leaf_rows = 40
    document = PageColumn(gettext_lazy("Document"), head=True)
    kind = PageColumn(gettext_lazy("Kind"))
    publisher = PageColumn(gettext_lazy("Publisher"))
    on = PageColumn(gettext_lazy("Date"))
    source_file = PageColumn(gettext_lazy("File"), on_page=False)

    def value_document(self, document: SourceDocument) -> str:
        """Return number and title."""
        return f"{document.number} {local_name(document, 'title')}".strip()

    def render_document(self, document: SourceDocument) -> SafeString:
        """Return the document's title as a link, with its number in small below it."""
        address = reverse("web:document", args=[document.slug])
        title = local_name(document, "title")
        return format_html('<a href="{}">{}</a>{}', address, title, cells.sub(document.number))

    def value_kind(self, document: SourceDocument) -> str:
        """Return what sort of document it is."""
        return str(document.get_kind_display())

    def value_publisher(self, document: SourceDocument) -> str | None:
        """Return who published it."""
        return document.publisher or None

    def value_on(self, document: SourceDocument) -> Any:
        """Return the day of issue, else of publication."""
        return document.issued_on or document.published_on

    def value_source_file(self, document: SourceDocument) -> str | None:
        """Return the file that was read."""
        return document.source_file or None


MOST_NAMED = 3
"""More indicators or quarters of one finding are counted: its arithmetic names them all."""


class FindingTable(PageTable):
    """What the data checks found, each with its arithmetic in a sentence."""

    name = "findings"
    leaf_rows = 20  # each is a sentence or two: on a phone a card of a third of a screen
    question = PageColumn(gettext_lazy("Question"), head=True)
    code = PageColumn(gettext_lazy("Code"), on_page=False)
    severity = PageColumn(gettext_lazy("Weight"))
    place = PageColumn(gettext_lazy("Place"))
    indicator = PageColumn(gettext_lazy("Indicator"))
    quarter = PageColumn(gettext_lazy("Quarter or period"))
    arithmetic = PageColumn(gettext_lazy("Arithmetic"), wide=True)
    difference = PageColumn(gettext_lazy("Difference"), number=True)
    source = PageColumn(gettext_lazy("Source"), wide=True)

    def value_question(self, finding: Finding) -> str:
        """Return what the check asks."""
        return str(finding.question)

    def value_severity(self, finding: Finding) -> str:
        """Return how much the finding weighs."""
        return str(SEVERITY_WORDS[finding.severity])

    def sort_severity(self, finding: Finding) -> int:
        """Return the heaviest first."""
        return SEVERITY_ORDER[finding.severity]

    def value_place(self, finding: Finding) -> str | None:
        """Return the place's name."""
        return finding.place_name + until_text(finding.place_valid_to) or None

    def render_place(self, finding: Finding) -> SafeString:
        """Return the place as a link."""
        if not finding.place_slug:
            return cells.missing("")
        address = reverse("web:place", args=[finding.place_slug])
        ends = until_text(finding.place_valid_to)
        return format_html('<a href="{}">{}</a>{}', address, finding.place_name, ends)

    def value_indicator(self, finding: Finding) -> str | None:
        """Return the names of the indicators that the numbers measure."""
        return "; ".join(finding.indicators.values()) or None

    def render_indicator(self, finding: Finding) -> SafeString:
        """Return them as links; of more than a few the first, and how many others there are."""
        links = [
            (self.query.address(reverse("web:indicator", args=[code])), name)
            for code, name in finding.indicators.items()
        ]
        named = format_html_join(", ", '<a href="{}">{}</a>', links[:MOST_NAMED])
        return _and_more(named, len(links)) if links else cells.missing("", quiet=True)

    def value_quarter(self, finding: Finding) -> str | None:
        """Return the quarters of the reported figures, else the days of the targets."""
        quarters = dict.fromkeys(quarter for quarter, _place in finding.quarters)
        return "; ".join(quarters or finding.periods) or None

    def render_quarter(self, finding: Finding) -> SafeString:
        """Return the quarters as links to the place whose figures they are, else the days of the targets."""
        links = [
            (
                replace(self.query, quarter=Quarter.parse(quarter)).address(reverse("web:place", args=[slug])),
                quarter_text(Quarter.parse(quarter)),
            )
            for quarter, slug in _first_of_each(finding.quarters)
        ]
        named = format_html_join(", ", '<a href="{}">{}</a>', links[:MOST_NAMED])
        if links:
            return _and_more(named, len(links))
        days = list(finding.periods)
        named = format_html_join(", ", "{}", ((each,) for each in days[:MOST_NAMED]))
        return _and_more(named, len(days)) if days else cells.missing("", quiet=True)

    def value_difference(self, finding: Finding) -> Any:
        """Return the difference in single units."""
        return finding.difference

    def render_difference(self, finding: Finding) -> SafeString:
        """Return the difference with its unit."""
        return format_html("{}", finding.shown_difference) if finding.shown_difference else cells.missing("")

    def value_source(self, finding: Finding) -> str | None:
        """Return the documents and paragraphs of all the numbers that were looked at: one#1,4; other#3."""
        found = (
            f"{slug}#{','.join(map(str, paragraphs))}".rstrip("#")
            for (slug, _title), paragraphs in _sources(finding).items()
        )
        return "; ".join(found) or None

    def render_source(self, finding: Finding) -> SafeString:
        """Return the documents and paragraphs of all the numbers that were looked at, each once."""
        links = ((_paragraph_links(*source, paragraphs),) for source, paragraphs in _sources(finding).items())
        return format_html_join("", '<span class="sub">{}</span>', links) or cells.missing("")


def _first_of_each(quarters: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return each quarter with the first place that it is named with."""
    found: dict[str, str] = {}
    for quarter, slug in quarters:
        found.setdefault(quarter, slug)
    return list(found.items())


def _and_more(named: SafeString, count: int) -> SafeString:
    """Return what was named, and how many more there are."""
    if count <= MOST_NAMED:
        return named
    more = npgettext("names", "%(count)s more", "%(count)s more", count - MOST_NAMED) % {"count": count - MOST_NAMED}
    return format_html("{}, {}", named, more)


def findings_elsewhere(findings: Iterable[Finding]) -> list[tuple[str, str, int]]:
    """Return name, address of its data checks, and number of findings of each place that has any, by name."""
    counts = Counter(
        (finding.place_name + until_text(finding.place_valid_to), finding.place_slug)
        for finding in findings
        if finding.place_slug
    )
    checks = reverse("web:data_checks")
    by_name = sorted(counts.items(), key=lambda item: (sort_key(item[0][0]), item[0][1]))
    return [(name, f"{checks}?{urlencode({'place': slug})}", count) for (name, slug), count in by_name]


def _sources(finding: Finding) -> dict[tuple[str, str], list[int]]:
    """Return the paragraphs of the numbers that were looked at, by address name and title of their document."""
    documents: dict[tuple[str, str], list[int]] = {}
    for line in finding.inputs:
        if line.document_slug:
            paragraphs = documents.setdefault((line.document_slug, line.document_title), [])
            if line.paragraph is not None and line.paragraph not in paragraphs:
                paragraphs.append(line.paragraph)
    return {source: sorted(paragraphs) for source, paragraphs in documents.items()}


def _paragraph_links(slug: str, title: str, paragraphs: list[int]) -> SafeString:
    """Return a document's title as a link, and the numbers of its paragraphs as links."""
    address = reverse("web:document", args=[slug])
    numbers = format_html_join(", ", '<a href="{}#p{}">{}</a>', ((address, number, number) for number in paragraphs))
    words = ngettext("paragraph", "paragraphs", len(paragraphs))
    if not paragraphs:
        return format_html('<a href="{}">{}</a>', address, title)
    return format_html('<a href="{}">{}</a>, {} {}', address, title, words, numbers)
