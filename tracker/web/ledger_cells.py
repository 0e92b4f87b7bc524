"""Print the parts of a target's version: its number, its document, what is reached of it."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tracker.progress.ledger import LedgerLine
from tracker.progress.rows import TargetFace
from tracker.progress.versions import VersionState
from tracker.web import cells
from tracker.web.numbers import amount_text, period_text
from tracker.web.progress_table import high, low
from tracker.web.words import ROLE_WORDS, Words, comparator_word, name_of, reason_word

VERSION_WORDS: Mapping[VersionState, Words] = {
    VersionState.IN_FORCE: gettext_lazy("in force"),
    VersionState.REPLACED: gettext_lazy("replaced"),
    VersionState.WITHDRAWAL: gettext_lazy("withdrawn"),
    VersionState.NOT_USED: gettext_lazy("not used"),
}


def document_cell(target: TargetFace) -> SafeString:
    """Return the document of a target as a link to its paragraph, with who issued it."""
    link = cells.document_link(target.document, target.paragraph)
    issuer = "" if target.issuer is None else name_of(target.issuer)
    return format_html("{}{}", link, cells.sub(issuer)) if link or issuer else cells.missing("")


def number_cell(line: LedgerLine) -> SafeString:
    """Return the number of a version with its comparator, period and role, or why there is none."""
    if line.state is VersionState.WITHDRAWAL:
        return cells.missing(_("withdrawn"))
    terms = line.target.terms
    text = amount_text(terms.amount, line.indicator.display_scale)
    shown = format_html("<s>{}</s>", text) if line.state is VersionState.NOT_USED else format_html("{}", text)
    return format_html("{}{}", shown, cells.sub(f"{period_text(terms.starts, terms.ends)} · {ROLE_WORDS[terms.role]}"))


def share_cell(line: LedgerLine | None) -> SafeString:
    """Return the part of a version's number that is reached, or why that cannot be said."""
    if line is None or line.row is None:
        return cells.missing("")
    reached = line.row.progress.attainment
    return cells.missing(reason_word(reached.reason)) if reached.low is None else cells.attainment_cell(line.row)


def low_of(line: LedgerLine | None) -> Decimal | None:
    """Return the number of a version in shown units, its lower end for a range; None for a withdrawal."""
    if line is None or line.state is VersionState.WITHDRAWAL:
        return None
    return low(line.target.terms.amount, line.indicator.display_scale)


def high_of(line: LedgerLine | None) -> Decimal | None:
    """Return the upper end of a version's range in shown units; None where it is one number."""
    if line is None or line.state is VersionState.WITHDRAWAL:
        return None
    return high(line.target.terms.amount, line.indicator.display_scale)


def comparator_of(line: LedgerLine | None) -> str | None:
    """Return the word that the document puts before the number of a version; None where it puts none."""
    if line is None or line.state is VersionState.WITHDRAWAL:
        return None
    return comparator_word(line.target.terms.amount.comparator)


def share_of(line: LedgerLine | None) -> Decimal | None:
    """Return what is reached as a share of a version's number; None where that cannot be said."""
    return None if line is None or line.row is None else line.row.progress.attainment.low
