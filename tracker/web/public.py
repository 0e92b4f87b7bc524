"""What somebody without an account may read: what was published, and nothing that is being worked on."""

from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest

from provinces.reach import Reach
from tracker.actions.reach import reach_of_request
from tracker.progress.editions import newest_edition
from tracker.web.filters import PageQuery


def is_anonymous(request: HttpRequest) -> bool:
    """Return whether the reader is nobody whom the tracker knows; on an open machine everybody counts as known."""
    return not (request.user.is_authenticated or settings.OPEN_READING)


def reach_of_reader(request: HttpRequest) -> Reach:
    """Return the places whose working data the reader may see; None means all. Without an account there is none."""
    if is_anonymous(request):
        return frozenset()
    return reach_of_request(request) if request.user.is_authenticated else None


def editions_are_public() -> bool:
    """Return whether editions are read without signing in."""
    return bool(settings.PUBLIC_EDITIONS or settings.PUBLIC_READING)


def papers_are_public() -> bool:
    """Return whether also the published papers, with the figures that they print, are read without signing in."""
    return bool(settings.PUBLIC_READING)


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
