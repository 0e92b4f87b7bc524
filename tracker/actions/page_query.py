"""Read what an address asks for: the quarter, the map, the moment, an edition; the same for pages and for programs."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from provinces.reach import Reach
from tracker.models import Indicator
from tracker.progress.editions import EditionFace, edition_by_slug, newest_edition
from tracker.progress.measures import Status
from tracker.progress.periods import Quarter
from tracker.progress.rows import MapChoice

EARLIEST_YEAR = 1986
LATEST_YEAR = 2100


class BadParameterError(ValueError):
    """A part of the address that says nothing; the text names it and the cure, in the reader's language."""


@dataclass(frozen=True, slots=True)
class PageQuery:
    """What an address asks for; ``quarter`` None means the newest with figures, ``as_of`` None means now."""

    quarter: Quarter | None
    map_choice: MapChoice
    as_of: datetime | None
    status: Status | None = None
    indicator: str = ""
    edition: EditionFace | None = None
    """What was published: then quarter and moment are the edition's."""

    @property
    def shown(self) -> Quarter:
        """Return the quarter that the page shows.

        Precondition: the view has settled which one that is.
        """
        assert self.quarter is not None
        return self.quarter

    def settled(self, quarter: Quarter) -> "PageQuery":
        """Return the same query with its quarter, if none was asked for."""
        return self if self.quarter is not None else replace(self, quarter=quarter)

    def address(self, path: str, **more: str) -> str:
        """Return a path with this quarter, map and moment, so that a link keeps what the reader chose."""
        parts: dict[str, str] = {}
        if self.edition is not None:
            parts["edition"] = self.edition.slug
        elif self.quarter is not None:
            parts["quarter"] = str(self.quarter)
        if self.map_choice is not MapChoice.THEN:
            parts["map"] = self.map_choice.value
        if self.as_of is not None and self.edition is None:
            parts["as_of"] = moment_value(self.as_of)
        parts.update({key: value for key, value in more.items() if value})
        return f"{path}?{urlencode(parts)}" if parts else path


def moment_value(moment: datetime) -> str:
    """Return a moment as addresses and files write it: in the project's time zone, with all its digits."""
    return timezone.localtime(moment).isoformat(timespec="microseconds")


def read_page_query(parameters: QueryDict, *, editions_within: Reach = None) -> PageQuery:
    """Read quarter, map and moment of an address, or the edition that stands for quarter and moment.

    An indicator or an edition that is named costs one query.

    :raises BadParameterError: if one of them is nonsense.
    :raises EditionNotFound: if no edition of a place within reach has the name.
    """
    for key, values in parameters.lists():
        _refuse_control_characters(key, values)
    query = PageQuery(
        quarter=_quarter(parameters.get("quarter", "")),
        map_choice=_map_choice(parameters.get("map", "")),
        as_of=moment_parameter(parameters.get("as_of", ""), "as_of"),
        status=_status(parameters.get("status", "")),
        indicator=_indicator(parameters.get("indicator", "")),
    )
    name = parameters.get("edition", "")
    return _of_edition(query, edition_by_slug(name, reach=editions_within)) if name else query


def _of_edition(query: PageQuery, edition: EditionFace) -> PageQuery:
    """Return the query with the edition's quarter and moment; another quarter or moment beside it says nothing."""
    words = {"name": edition.slug, "quarter": edition.quarter}
    if query.quarter not in (None, edition.quarter):
        raise BadParameterError(
            _("The edition “%(name)s” is of %(quarter)s. Leave “quarter” out, or leave “edition” out.") % words
        )
    if query.as_of not in (None, edition.as_of):
        raise BadParameterError(_("The edition “%(name)s” has a moment of its own. Leave “as_of” out.") % words)
    return replace(query, edition=edition, quarter=edition.quarter, as_of=edition.as_of)


def _refuse_control_characters(key: str, values: list[str]) -> None:
    """Refuse what nobody types and no database stores; blanks of any sort come from pasting and may stay."""
    for text in (key, *values):
        if any(not character.isprintable() and not character.isspace() for character in text):
            raise BadParameterError(
                _("“%(name)s” holds characters that cannot be printed. Type it again, or leave it out.")
                % {"name": _short(key)}
            )


def _status(text: str) -> Status | None:
    if not text:
        return None
    try:
        return Status(text)
    except ValueError:
        raise BadParameterError(
            _("“status” is “%(value)s”. Write one of: %(choices)s; or leave it out to see all.")
            % {"value": _short(text), "choices": ", ".join(Status)}
        ) from None


def _indicator(text: str) -> str:
    if text and not Indicator.objects.filter(code=text).exists():
        raise BadParameterError(
            _("“indicator” is “%(value)s”, which is the code of none. Follow a link on the list of indicators.")
            % {"value": _short(text)}
        )
    return text


def _quarter(text: str) -> Quarter | None:
    if not text:
        return None
    try:
        quarter = Quarter.parse(text)
    except ValueError:
        quarter = None
    if quarter is None or not EARLIEST_YEAR <= quarter.year <= LATEST_YEAR:
        raise BadParameterError(
            _(
                "“quarter” is “%(value)s”. Write year and quarter like 2025-Q1, with a year from %(first)s to "
                "%(last)s, or leave it out to see the newest quarter."
            )
            % {"value": _short(text), "first": EARLIEST_YEAR, "last": LATEST_YEAR}
        )
    return quarter


def _map_choice(text: str) -> MapChoice:
    if not text:
        return MapChoice.THEN
    try:
        return MapChoice(text)
    except ValueError:
        raise BadParameterError(
            _("“map” is “%(value)s”. Write then for the map as it was in the quarter, or today for today's map.")
            % {"value": _short(text)}
        ) from None


def moment_parameter(text: str, name: str) -> datetime | None:
    """Read a moment of an address, None for none; a day alone means its end, so that what was approved on it is seen.

    :raises BadParameterError: if it is nonsense.
    """
    if not text:
        return None
    moment: datetime | None = None
    try:
        day = parse_date(text)
        if day is not None:
            moment = datetime.combine(day + timedelta(days=1), time.min) - timedelta(microseconds=1)
        else:
            # A plus sign in an address arrives as a space.
            moment = parse_datetime(text) or parse_datetime(text.replace(" ", "+"))
        if moment is not None and timezone.is_naive(moment):
            moment = timezone.make_aware(moment)
    except (ValueError, OverflowError):
        moment = None
    if moment is None or not EARLIEST_YEAR <= moment.year <= LATEST_YEAR:
        raise BadParameterError(
            _(
                "“%(name)s” is “%(value)s”. Write a day like 2025-04-30, or a day and time like 2025-04-30T17:00, "
                "or leave it out."
            )
            % {"name": name, "value": _short(text)}
        )
    return moment


def _short(text: str) -> str:
    """Return a text of an address without control characters, and not longer than a line."""
    readable = "".join(character for character in text if character.isprintable())
    return readable if len(readable) <= 60 else f"{readable[:60]}…"


def as_published(query: PageQuery, slug: str) -> PageQuery | None:
    """Return what the public sees of a place: the newest edition that has a page of it, in quarter and time asked for.

    The query as it is where it names an edition; None where nothing was published. One query.
    """
    if query.edition is not None:
        return query
    edition = newest_edition(slug=slug, quarter=query.quarter, published_by=query.as_of)
    if edition is None:
        return None
    return replace(query, edition=edition, quarter=edition.quarter, as_of=edition.as_of)
