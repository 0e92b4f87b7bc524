"""Say in one sentence how the goals of a place stand."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.progress.measures import Status
from tracker.progress.rows import PlaceProgress, ProgressRow
from tracker.web import owners
from tracker.web.numbers import quarter_text
from tracker.web.words import name_of


def place_headline(progress: PlaceProgress, goals: list[ProgressRow]) -> str:
    """Return how many of the place's own goals are on track, off track and silent, then those of other places."""
    own = [row for row in goals if owners.is_own_goal(row, progress.place)]
    text = _own_goals(progress, own)
    others = [row for row in goals if row not in own and row.progress.status not in (None, Status.NO_TARGET)]
    if not others:
        return text
    good = sum(row.progress.status in (Status.ON_TRACK, Status.MET) for row in others)
    words = {"count": len(others), "good": good}
    counted = ngettext(
        "%(count)s goal of other places, %(good)s on track",
        "%(count)s goals of other places, %(good)s on track",
        len(others),
    )
    return f"{text}{'; ' if ':' in text else ': '}{counted % words}"


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
    good = sum(row.progress.status in (Status.ON_TRACK, Status.MET) for row in judged)
    words |= {"good": good, "goals": len(judged)}
    text = ngettext(
        "%(place)s, %(quarter)s: %(good)s of %(goals)s goal on track",
        "%(place)s, %(quarter)s: %(good)s of %(goals)s goals on track",
        len(judged),
    )
    late = sum(row.progress.status is Status.OFF_TRACK for row in judged)
    silent = sum(row.progress.status is Status.NOT_REPORTED for row in judged)
    parts = [text % words]
    if late:
        parts.append(_("%(count)s off track") % {"count": late})
    if silent:
        parts.append(_("%(count)s not reported") % {"count": silent})
    return "; ".join(parts)


def worst_status(goals: list[ProgressRow]) -> Status | None:
    """Return the status that colours the headline: the worst of the judged ones."""
    found = {row.progress.status for row in goals}
    order = (Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK, Status.MET)
    return next((status for status in order if status in found), None)
