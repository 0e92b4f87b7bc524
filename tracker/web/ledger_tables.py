"""Declare the tables of the target ledger: current and original side by side, and every version."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.progress.ledger import LedgerEntry, LedgerLine
from tracker.progress.restatement_words import document_name
from tracker.progress.rows import PlaceFace
from tracker.web import cells
from tracker.web.columns import PageColumn, PageTable
from tracker.web.filters import moment_value
from tracker.web.ledger_cells import (
    VERSION_WORDS,
    comparator_of,
    document_cell,
    high_of,
    low_of,
    number_cell,
    share_cell,
    share_of,
)
from tracker.web.numbers import day_text, moment_text, signed_text
from tracker.web.words import ROLE_WORDS, name_of, name_order


class LedgerTable(PageTable):
    """What both tables say of a target; ``line_of`` says by which version a row of the table is named."""

    at: PlaceFace | None = None
    members: Mapping[int, PlaceFace] = {}

    def line_of(self, row: Any) -> LedgerLine:
        """Return the version that names a row of the table."""
        return row.newest if isinstance(row, LedgerEntry) else row

    def value_indicator(self, row: Any) -> str:
        """Return the indicator's name."""
        return name_of(self.line_of(row).indicator)

    def sort_indicator(self, row: Any) -> Any:
        """Return the order of the indicators."""
        return self.line_of(row).indicator.order

    def render_indicator(self, row: Any) -> SafeString:
        """Return the indicator as a link, its unit, and who carries the target."""
        line = self.line_of(row)
        former = (line.target.place,) if self.at is not None and line.target.place.id != self.at.id else ()
        return format_html(
            "{}{}{}{}",
            cells.indicator_link(line.indicator, self.query),
            cells.sub(cells.unit_name(line.indicator)),
            cells.sub(self.value_carrier(row) or ""),
            cells.sub(cells.former_mark(former)),
        )

    def value_carrier(self, row: Any) -> str | None:
        """Return who carries the target, None where it is the place itself."""
        target = self.line_of(row).target
        if target.investor is not None:
            return name_of(target.investor)
        if not target.collective:
            return None
        names = sorted((self.members[i] for i in target.member_ids if i in self.members), key=name_order)
        words = _("carried by the remaining parks together")
        return f"{words}: {', '.join(name_of(place) for place in names)}" if names else words

    def value_place(self, row: Any) -> str:
        """Return the name of the place that the target was set for."""
        return name_of(self.line_of(row).target.place)

    def value_unit(self, row: Any) -> str:
        """Return the unit in which the numbers are shown."""
        return cells.unit_name(self.line_of(row).indicator)

    def value_role(self, row: Any) -> str:
        """Return what the document means by the target."""
        return str(ROLE_WORDS[self.line_of(row).target.terms.role])


class CurrentAndOriginalTable(LedgerTable):
    """Targets, each with the number that counts now beside the one that was promised first."""

    name = "current"
    indicator = PageColumn(gettext_lazy("Indicator"), head=True)
    place = PageColumn(gettext_lazy("Place"), on_page=False)
    carrier = PageColumn(gettext_lazy("Carried by"), on_page=False)
    unit = PageColumn(gettext_lazy("Unit"), on_page=False)
    current_comparator = PageColumn(gettext_lazy("Current number, comparison"), on_page=False)
    current = PageColumn(gettext_lazy("Current number"), number=True, unit="unit")
    current_high = PageColumn(gettext_lazy("Current number, upper end"), on_page=False, unit="unit")
    current_document = PageColumn(gettext_lazy("Source"), name=True)
    current_share = PageColumn(gettext_lazy("Current %"), number=True, share=True)
    original_comparator = PageColumn(gettext_lazy("Original number, comparison"), on_page=False)
    original = PageColumn(gettext_lazy("Original number"), number=True, unit="unit")
    original_high = PageColumn(gettext_lazy("Original number, upper end"), on_page=False, unit="unit")
    original_document = PageColumn(gettext_lazy("First source"), name=True)
    original_share = PageColumn(gettext_lazy("Original %"), number=True, share=True)
    versions = PageColumn(gettext_lazy("Versions"), number=True)

    def value_current(self, entry: LedgerEntry) -> Decimal | None:
        """Return the number that counts, None where the target was withdrawn."""
        return low_of(entry.current)

    def value_current_high(self, entry: LedgerEntry) -> Decimal | None:
        """Return the upper end of the number that counts."""
        return high_of(entry.current)

    def value_current_comparator(self, entry: LedgerEntry) -> str | None:
        """Return the word before the number that counts."""
        return comparator_of(entry.current)

    def render_current(self, entry: LedgerEntry) -> SafeString:
        """Return the number that counts, or that there is none any more."""
        return number_cell(entry.current or entry.newest)

    def value_current_document(self, entry: LedgerEntry) -> str | None:
        """Return the document of the newest version: where a target was withdrawn, the one that says so."""
        return document_name(entry.newest.target.document)

    def render_current_document(self, entry: LedgerEntry) -> SafeString:
        """Return the document of the newest version as a link."""
        return document_cell(entry.newest.target)

    def value_current_share(self, entry: LedgerEntry) -> Decimal | None:
        """Return what is reached as a share of the number that counts."""
        return share_of(entry.current)

    def render_current_share(self, entry: LedgerEntry) -> SafeString:
        """Return what is reached of the number that counts in per cent."""
        return share_cell(entry.current)

    def value_original(self, entry: LedgerEntry) -> Decimal | None:
        """Return the number that was promised first."""
        return low_of(entry.original)

    def value_original_high(self, entry: LedgerEntry) -> Decimal | None:
        """Return the upper end of the number that was promised first."""
        return high_of(entry.original)

    def value_original_comparator(self, entry: LedgerEntry) -> str | None:
        """Return the word before the number that was promised first."""
        return comparator_of(entry.original)

    def render_original(self, entry: LedgerEntry) -> SafeString:
        """Return the number that was promised first."""
        return cells.missing("") if entry.original is None else number_cell(entry.original)

    def value_original_document(self, entry: LedgerEntry) -> str | None:
        """Return the document that set the target first."""
        return None if entry.original is None else document_name(entry.original.target.document)

    def render_original_document(self, entry: LedgerEntry) -> SafeString:
        """Return the document that set the target first as a link."""
        return cells.missing("") if entry.original is None else document_cell(entry.original.target)

    def value_original_share(self, entry: LedgerEntry) -> Decimal | None:
        """Return what is reached as a share of the number that was promised first."""
        return share_of(entry.original)

    def render_original_share(self, entry: LedgerEntry) -> SafeString:
        """Return what is reached of the number that was promised first in per cent."""
        return share_cell(entry.original)

    def value_versions(self, entry: LedgerEntry) -> int:
        """Return how many versions the target has had."""
        return len(entry.lines)


class VersionTable(LedgerTable):
    """Every version of every target, each target's newest first."""

    name = "versions"
    indicator = PageColumn(gettext_lazy("Indicator"), head=True)
    place = PageColumn(gettext_lazy("Place"), on_page=False)
    carrier = PageColumn(gettext_lazy("Carried by"), on_page=False)
    unit = PageColumn(gettext_lazy("Unit"), on_page=False)
    role = PageColumn(gettext_lazy("Role"), on_page=False)
    version = PageColumn(gettext_lazy("Version"))
    number_comparator = PageColumn(gettext_lazy("Number, comparison"), on_page=False)
    number = PageColumn(gettext_lazy("Number"), number=True, unit="unit")
    number_high = PageColumn(gettext_lazy("Number, upper end"), on_page=False, unit="unit")
    starts = PageColumn(gettext_lazy("First day"), on_page=False)
    ends = PageColumn(gettext_lazy("Last day"), on_page=False)
    share = PageColumn(gettext_lazy("% of it"), number=True, share=True)
    effect = PageColumn(gettext_lazy("Change of the %"), number=True, share=True)
    document = PageColumn(gettext_lazy("Document"), name=True)
    issuer = PageColumn(gettext_lazy("Issued by"), on_page=False)
    issued = PageColumn(gettext_lazy("Issued on"))
    approved = PageColumn(gettext_lazy("Approved"))
    approver = PageColumn(gettext_lazy("Approved by"), on_page=False)
    reason = PageColumn(gettext_lazy("Reason of the revision"), wide=True)
    named: bool = False
    """Whether the reader may know who approved: somebody who has signed in."""

    def value_version(self, line: LedgerLine) -> int:
        """Return the number of the version."""
        return line.target.version

    def render_version(self, line: LedgerLine) -> SafeString:
        """Return the number of the version and what has become of it."""
        return format_html("{}{}", line.target.version, cells.sub(str(VERSION_WORDS[line.state])))

    def value_number(self, line: LedgerLine) -> Decimal | None:
        """Return the number that the version states, None for a withdrawal."""
        return low_of(line)

    def value_number_high(self, line: LedgerLine) -> Decimal | None:
        """Return the upper end of a range."""
        return high_of(line)

    def value_number_comparator(self, line: LedgerLine) -> str | None:
        """Return the word that the document puts before the number."""
        return comparator_of(line)

    def render_number(self, line: LedgerLine) -> SafeString:
        """Return the number with its comparator and period; a misprint is struck out."""
        return number_cell(line)

    def value_starts(self, line: LedgerLine) -> date:
        """Return the first day of the version's period."""
        return line.target.terms.starts

    def value_ends(self, line: LedgerLine) -> date | None:
        """Return the last day of the version's period, None for an open end."""
        return line.target.terms.ends

    def value_share(self, line: LedgerLine) -> Decimal | None:
        """Return what is reached as a share of the version's number."""
        return share_of(line)

    def render_share(self, line: LedgerLine) -> SafeString:
        """Return what is reached of the version's number in per cent."""
        return share_cell(line)

    def value_effect(self, line: LedgerLine) -> Decimal | None:
        """Return how far the version moved the percentage, as a share of 1."""
        return line.effect

    def render_effect(self, line: LedgerLine) -> SafeString:
        """Return how far the version moved the percentage, in points."""
        if line.effect is None:
            return cells.missing("")
        points = signed_text(line.effect * 100, 1)
        return format_html("{}", _("%(number)s points") % {"number": points})

    def value_document(self, line: LedgerLine) -> str | None:
        """Return number and title of the document."""
        return document_name(line.target.document)

    def render_document(self, line: LedgerLine) -> SafeString:
        """Return the document as a link, with who issued it."""
        return document_cell(line.target)

    def value_issuer(self, line: LedgerLine) -> str | None:
        """Return who issued the version."""
        return None if line.target.issuer is None else name_of(line.target.issuer)

    def value_issued(self, line: LedgerLine) -> date | None:
        """Return the day of issue, else that of the document."""
        return line.issued_on or (line.target.document.on if line.target.document else None)

    def value_approved(self, line: LedgerLine) -> str:
        """Return since when the version counts, as files write it."""
        return moment_value(line.approved_at)

    def sort_approved(self, line: LedgerLine) -> Any:
        """Return the moment of approval."""
        return line.approved_at

    def render_approved(self, line: LedgerLine) -> SafeString:
        """Return since when the version counts, until when it did, and who approved it."""
        lines = [self.value_approver(line) or ""]
        if line.replaced_at is not None:
            lines.append(_("counted until %(day)s") % {"day": day_text(timezone.localdate(line.replaced_at))})
        return format_html("{}{}", moment_text(line.approved_at), cells.sub(" · ".join(filter(None, lines))))

    def value_approver(self, line: LedgerLine) -> str | None:
        """Return who approved the version, None for readers who have not signed in."""
        return line.approved_by if self.named else None

    def value_reason(self, line: LedgerLine) -> str | None:
        """Return why the target was revised, and why a misprint is not used."""
        return "; ".join(filter(None, (line.reason, line.rejected_because))) or None
