"""Say in words what an address asks for beside quarter, map and moment: the line that tells a paper from another."""

from collections.abc import Callable, Collection, Iterator, Mapping

from django.http import QueryDict
from django.utils.translation import gettext as _

from provinces.reach import Reach
from tracker.progress import catalogue
from tracker.progress.measures import Status
from tracker.web.filters import BadParameterError, moment_parameter
from tracker.web.numbers import moment_text
from tracker.web.words import KIND_WORDS, SEVERITY_WORDS, STATUS_WORDS, name_of

EVERY_PLACE = "all"  # in the address of reporting: each place by itself, under no province


def words_asked(parameters: QueryDict, *, reach: Reach, told: Collection[str] = ()) -> Iterator[str]:
    """Yield what is asked for, in the reader's language; names of an address that no page reads say nothing.

    A place or an indicator costs a query for its name; one that is not within ``reach`` stands as it was typed.
    ``told`` are the names that the caller has told of already.
    """
    for name, say in _SAID.items():
        value = parameters.get(name, "").strip()
        if value and name not in told:
            yield say(value, reach)


def _sought(value: str, _reach: Reach) -> str:
    return _("search: “%(words)s”") % {"words": value}


def _place(value: str, reach: Reach) -> str:
    if value == EVERY_PLACE:
        return _("every place by itself")
    place = catalogue.place_by_slug(value, reach=reach)
    return _("place: %(name)s") % {"name": value if place is None else name_of(place)}


def _indicator(value: str, _reach: Reach) -> str:
    indicator = catalogue.indicators_by_code().filter(code=value).first()
    return _("indicator: %(name)s") % {"name": value if indicator is None else name_of(indicator)}


def _year(value: str, _reach: Reach) -> str:
    return _("year: %(year)s") % {"year": value}


def _since(value: str, _reach: Reach) -> str:
    try:
        moment = moment_parameter(value, "since")
    except BadParameterError:  # of a page that does not read it
        moment = None
    return _("changes since: %(moment)s") % {"moment": value if moment is None else moment_text(moment)}


def _kind(value: str, _reach: Reach) -> str:
    return _("kind: %(kind)s") % {"kind": KIND_WORDS.get(value, value)}


def _status(value: str, _reach: Reach) -> str:
    known = value in set(Status)
    return _("status: %(status)s") % {"status": STATUS_WORDS[Status(value)] if known else value}


def _severity(value: str, _reach: Reach) -> str:
    return _("weight: %(weight)s") % {"weight": SEVERITY_WORDS.get(value, value)}


_SAID: Mapping[str, Callable[[str, Reach], str]] = {
    "q": _sought,
    "kind": _kind,
    "place": _place,
    "within": _place,
    "indicator": _indicator,
    "year": _year,
    "status": _status,
    "severity": _severity,
    "since": _since,
}
