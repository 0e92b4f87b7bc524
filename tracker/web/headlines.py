"""Say in one sentence how the goals of a place, or the targets of an investor, stand."""

from collections.abc import Iterable
from enum import Enum, auto
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.progress.measures import Status
from tracker.progress.rows import InvestorProgress, PlaceProgress, ProgressRow, RowKind
from tracker.progress.sum_edges import too_few
from tracker.web import owners
from tracker.web.numbers import percent_text, quarter_text
from tracker.web.words import name_of


def place_headline(progress: PlaceProgress, goals: list[ProgressRow]) -> str:
    """Return how many of the place's own goals are on track, off track and silent, then those of other places.

    Of goals that were added up over the places below nothing is said while too few of those have reported.
    """
    own = [row for row in goals if owners.is_own_goal(row, progress.place)]
    text = _own_goals(progress, own)
    found = [row for row in goals if row not in own and row.progress.status not in (None, Status.NO_TARGET)]
    others = [row for row in found if not row.is_too_thin]
    if found and not others and ":" not in text:
        return thin_headline(text, max(found, key=lambda row: len(row.reported)))
    if not others:
        return text
    groups = [[row for row in others if _whose(row) is whose] for whose in _Whose]
    told = [_goals_of_others(group, whose) for whose, group in zip(_Whose, groups, strict=True) if group]
    return f"{text}{'; ' if ':' in text else ': '}{'; '.join(told)}"


class _Whose(Enum):
    """Whose goals a headline counts beside the place's own, in its order."""

    BELOW = auto()
    OTHERS = auto()
    TOGETHER = auto()


def _whose(row: ProgressRow) -> _Whose:
    return {RowKind.ADDED: _Whose.BELOW, RowKind.COLLECTIVE: _Whose.TOGETHER}.get(row.kind, _Whose.OTHERS)


def _goals_of_others(rows: list[ProgressRow], whose: _Whose) -> str:
    """Return how sums of goals of the places below stand, goals of other places, or goals of several together.

    Where no figure is there it says that, and not that none of them is on track.
    """
    count, counts = len(rows), _counts(rows)
    silent = counts["silent"] == count
    texts = {
        _Whose.BELOW: ngettext(
            "%(count)s sum of goals of the places below, no figure yet",
            "%(count)s sums of goals of the places below, no figure yet",
            count,
        )
        if silent
        else ngettext(
            "%(count)s sum of goals of the places below, %(good)s on track",
            "%(count)s sums of goals of the places below, %(good)s on track",
            count,
        ),
        _Whose.OTHERS: ngettext(
            "%(count)s goal of other places, no figure yet", "%(count)s goals of other places, no figure yet", count
        )
        if silent
        else ngettext(
            "%(count)s goal of other places, %(good)s on track",
            "%(count)s goals of other places, %(good)s on track",
            count,
        ),
        _Whose.TOGETHER: ngettext(
            "%(count)s goal of several places together, no figure yet",
            "%(count)s goals of several places together, no figure yet",
            count,
        )
        if silent
        else ngettext(
            "%(count)s goal of several places together, %(good)s on track",
            "%(count)s goals of several places together, %(good)s on track",
            count,
        ),
    }
    text = texts[whose] % {"count": count, "good": counts["good"]}
    return text if silent else "; ".join([text, *_not_on_track(counts)])


def investor_headline(progress: InvestorProgress) -> str:
    """Return how many of an investor's own targets are on track, off track and silent, and its first sum's pace."""
    words: dict[str, Any] = {"investor": name_of(progress.investor), "quarter": quarter_text(progress.quarter)}
    text = _("%(investor)s, %(quarter)s") % words
    judged = [row for row in progress.rows if row.progress.status not in (None, Status.NO_TARGET)]
    if not judged:
        return text
    counts = _counts(judged)
    silent = counts["silent"]
    if silent == len(judged):
        return f"{text}: " + _("%(silent)s of %(targets)s targets not reported") % {
            "silent": silent,
            "targets": len(judged),
        }
    words = {"good": counts["good"], "targets": len(judged)}
    good = ngettext("%(good)s of %(targets)s target on track", "%(good)s of %(targets)s targets on track", len(judged))
    parts = [good % words, *_not_on_track(counts)]
    judged_totals = (each for each in progress.totals if each.progress.status is not Status.TOO_FEW_REPORTS)
    paced = next((total for total in judged_totals if total.progress.pace is not None), None)
    if paced is not None and paced.progress.pace is not None:
        named = {"indicator": name_of(paced.indicator), "pace": percent_text(paced.progress.pace)}
        text_of_pace = _("%(indicator)s at %(pace)s of what is expected") % named
        if paced.left_out:
            added = {"pace": text_of_pace, "count": len(paced.places), "every": len(paced.places) + len(paced.left_out)}
            text_of_pace = _("%(pace)s (%(count)s of %(every)s places)") % added
        parts.append(text_of_pace)
    return f"{text}: {'; '.join(parts)}"


def _counts(rows: list[ProgressRow]) -> dict[str, int]:
    """Return how many rows are on track or met, off track, at risk, too few, incomplete, not due, not reported."""
    statuses = [row.progress.status for row in rows]
    return {
        "good": sum(status in (Status.ON_TRACK, Status.MET) for status in statuses),
        "late": statuses.count(Status.OFF_TRACK),
        "risk": statuses.count(Status.AT_RISK),
        "thin": statuses.count(Status.TOO_FEW_REPORTS),
        "incomplete": statuses.count(Status.INCOMPLETE),
        "early": statuses.count(Status.NOT_DUE),
        "silent": statuses.count(Status.NOT_REPORTED),
    }


def _not_on_track(counts: dict[str, int]) -> list[str]:
    """Return in words how many are off track or at risk, or not judged and why; what is 0 is left out."""
    texts = {
        "late": _("%(count)s off track"),
        "risk": _("%(count)s at risk"),
        "thin": _("%(count)s with too few reports"),
        "incomplete": _("%(count)s incomplete"),
        "early": _("%(count)s not due yet"),
        "silent": _("%(count)s not reported"),
    }
    return [text % {"count": counts[name]} for name, text in texts.items() if counts[name]]


def thin_headline(subject: str, row: ProgressRow) -> str:
    """Return what is said of a sum instead of a verdict: how many of those that owe a report, or have a goal."""
    few = too_few(row)
    words = {"subject": subject, "reported": few.counted.reported, "owing": few.counted.owing}
    if few.with_goal:
        return _("%(subject)s: figures of only %(reported)s of %(owing)s that have a goal, too few to judge") % words
    return _("%(subject)s: figures of only %(reported)s of %(owing)s that owe a report, too few to judge") % words


def _own_goals(progress: PlaceProgress, goals: list[ProgressRow]) -> str:
    words: dict[str, Any] = {"place": name_of(progress.place), "quarter": quarter_text(progress.quarter)}
    judged = [row for row in goals if row.progress.status not in (None, Status.NO_TARGET)]
    if not judged:
        return _("%(place)s, %(quarter)s") % words
    if all(row.progress.status is Status.NOT_REPORTED for row in judged):
        words["goals"] = len(judged)
        text = ngettext(
            "%(place)s, %(quarter)s: %(goals)s goal, no figure yet",
            "%(place)s, %(quarter)s: %(goals)s goals, no figure yet",
            len(judged),
        )
        return text % words
    counts = _counts(judged)
    words |= {"good": counts["good"], "goals": len(judged)}
    text = ngettext(
        "%(place)s, %(quarter)s: %(good)s of %(goals)s goal on track",
        "%(place)s, %(quarter)s: %(good)s of %(goals)s goals on track",
        len(judged),
    )
    return "; ".join([text % words, *_not_on_track(counts)])


def worst_status(goals: Iterable[ProgressRow]) -> Status | None:
    """Return the status that colours the headline: the worst of the judged ones; a sum of too few colours nothing."""
    found = {row.progress.status for row in goals if not row.is_too_thin}
    order = (Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK, Status.MET)
    return next((status for status in order if status in found), None)
