"""Say how the country stands: the sentence of the first page, who is furthest behind, and a tile for each goal."""

from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.progress.measures import Status
from tracker.progress.rows import ProgressRow
from tracker.progress.verdict import MOST_NAMED, Verdict
from tracker.web import cells
from tracker.web.charts import bullet_of, status_badge
from tracker.web.filters import PageQuery
from tracker.web.numbers import amount_text, pace_text, quarter_text, share_range_text
from tracker.web.words import STATUS_TONES, name_of

MOST_TILES = 6


def verdict_sentence(verdict: Verdict, query: PageQuery) -> str:
    """Return the headline: the quarter, how far the goal of all has come against what it should, how many are behind.

    Precondition: enough have reported.
    """
    row = verdict.row
    words: dict[str, Any] = {"quarter": quarter_text(query.shown)}
    if row is None:
        return _("%(quarter)s: no place has a goal or a figure for this") % words
    words |= {"indicator": name_of(row.indicator), "months": 3 * query.shown.number, "behind": _behind(verdict)}
    if verdict.pace is None:
        amount = amount_text(row.to_date.amount, row.indicator.display_scale)
        words["amount"] = f"{amount} {cells.unit_name(row.indicator)}"
        if row.to_date.amount is None:
            return _("%(quarter)s: %(indicator)s, not known for all together; %(behind)s") % words
        return _("%(quarter)s: %(indicator)s, %(amount)s; %(behind)s") % words
    words["pace"] = pace_text(verdict.pace, row.thresholds)
    if row.progress.status is Status.MET:
        return _("%(quarter)s: %(indicator)s has met its goal; %(behind)s") % words
    return _("%(quarter)s: %(indicator)s at %(pace)s of what %(months)s months should bring; %(behind)s") % words


def _behind(verdict: Verdict) -> str:
    count = len(verdict.behind)
    if not any(each.row is not None and each.row.progress.pace is not None for each in verdict.standings):
        return _("no province can be judged")
    if not count:
        return _("no province is behind")
    return ngettext("%(count)s province behind", "%(count)s provinces behind", count) % {"count": count}


def verdict_lede(verdict: Verdict, query: PageQuery) -> SafeString:
    """Return the line below: the amount of all with its share of the goal, the furthest behind, how many reported."""
    parts: list[SafeString | str] = []
    row = verdict.row
    if row is not None and row.to_date.amount is not None:
        amount = amount_text(row.to_date.amount, row.indicator.display_scale)
        words = {"place": name_of(row.place), "unit": cells.unit_name(row.indicator)}
        text = format_html("{place} <b>{amount} {unit}</b>", amount=amount, **words)
        reached = row.progress.attainment
        if reached.low is not None:
            share = share_range_text(reached.low, reached.high, reached.comparator)
            text = format_html("{}, {}", text, _("%(share)s of its goal") % {"share": share})
        parts.append(format_html("{}.", text))
    if verdict.behind:
        named = format_html_join(
            ", ",
            "{} ({})",
            (
                (cells.place_link(each.place, query), pace_text(each.progress.pace, each.thresholds))
                for each in verdict.behind[:MOST_NAMED]
                if each.progress.pace is not None
            ),
        )
        parts.append(format_html("{} {}.", _("Furthest behind:"), named))
    parts.append(
        _("%(reported)s of %(owing)s that owe a report have a figure of the quarter.")
        % {"reported": verdict.reported, "owing": verdict.owing}
    )
    if verdict.earlier:
        # Otherwise "0 not reported" among the counts below would seem to contradict it.
        count = {"count": verdict.earlier, "new": verdict.earlier_and_new}
        if verdict.earlier_and_new:
            judged = ngettext(
                "%(count)s is judged by an earlier year to date, though it has told the quarter alone.",
                "%(count)s are judged by an earlier year to date, though %(new)s of them have told the quarter alone.",
                verdict.earlier,
            )
        else:
            judged = ngettext(
                "%(count)s is judged by an earlier one.", "%(count)s are judged by an earlier one.", verdict.earlier
            )
        parts.append(judged % count)
    return format_html_join(" ", "{}", ((part,) for part in parts))


def country_tiles(rows: list[ProgressRow], query: PageQuery) -> list[dict[str, Any]]:
    """Return a tile for each headline indicator of all together that has a goal and a figure, at most six."""
    found: dict[str, ProgressRow] = {}
    for row in rows:
        if cells.is_judged_goal(row) and row.to_date.is_known and row.indicator.headline:
            found.setdefault(row.indicator.code, row)
    return [tile(row, query, cells.indicator_link(row.indicator, query)) for row in list(found.values())[:MOST_TILES]]


def tile(row: ProgressRow, query: PageQuery, head: SafeString) -> dict[str, Any]:
    """Return what a tile prints of a goal: its name, amount, status, graph, and the two percentages."""
    reached, scale = row.progress.attainment, row.indicator.display_scale
    share = share_range_text(reached.low, reached.high, reached.comparator) if reached.low is not None else ""
    pace = row.progress.pace
    return {
        "tone": STATUS_TONES[row.progress.status],
        "head": head,
        "unit": cells.unit_name(row.indicator),
        "figure": amount_text(row.to_date.amount, scale),
        "badge": status_badge(row.progress.status),
        "graph": bullet_of(row),
        "pace": "" if pace is None else pace_text(pace, row.thresholds),
        "share": share,
        "goal": amount_text(row.terms.amount, scale) if row.terms else "",
        "beside": cells.beside_figure(row, query, states=False),
    }
