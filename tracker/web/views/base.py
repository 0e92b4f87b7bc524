"""What every page does: who may read, what the address asks for, tables as files, and errors in our clothes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC
from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from provinces.reach import Reach, reaches
from tracker.actions.approval import settled, settled_moment
from tracker.actions.asked_pages import usual_quarter
from tracker.actions.kept_answers import place_page, quarters_with_figures
from tracker.actions.page_query import as_published
from tracker.actions.readers import editions_are_public, is_anonymous, papers_are_public, reach_of_reader
from tracker.progress.editions import published_quarters
from tracker.progress.periods import Quarter
from tracker.progress.queries import NotFoundError
from tracker.progress.rows import MapChoice, PlaceFace, PlaceProgress, ProgressRow
from tracker.web.asked import handed_on
from tracker.web.asked_words import words_asked
from tracker.web.cells import place_address
from tracker.web.columns import PageTable
from tracker.web.course import CourseBlock
from tracker.web.errors import bad_request
from tracker.web.exports import RESPONSES
from tracker.web.filters import BadParameterError, PageQuery, moment_value, read_page_query
from tracker.web.numbers import moment_text, quarter_text
from tracker.web.words import name_of

Crumb = tuple[str, str]


class PageView(TemplateView):
    """One page: a subclass fills ``page()`` with what its template prints and names its tables in ``tables``."""

    section: ClassVar[str] = ""
    """Which link of the header is the page's own."""
    title: ClassVar[str | Promise] = ""
    choosable: ClassVar[bool] = False
    """Whether the page depends on a quarter and a map, and so shows the form that chooses them."""
    of_place: ClassVar[bool] = False
    """Whether it is about the place that its address names, and opens on a quarter of that place."""
    timed: ClassVar[bool] = False
    """Whether the page depends on the moment as of which it is read; every choosable page does."""
    drafts: ClassVar[bool] = False
    """Whether the page tells of drafts, which are known now and at no past moment."""
    published: ClassVar[bool] = False
    """Whether the page can show an edition, and so may be public where editions are."""
    printed: ClassVar[bool] = False
    """Whether the page can show what published papers print and no more, and so may be public where they are."""
    request: HttpRequest
    query: PageQuery
    reach: Reach
    """The places whose working data the reader may see; None means all. Without an account there is none."""
    anonymous: bool
    """Whether the reader has no account, and so sees what was published, whatever the settings open."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer a request: sign-in where reading is not public, 400 for nonsense, 404 for the unknown."""
        self.anonymous = is_anonymous(request)
        if self.anonymous and not self._is_public():
            return redirect_to_login(request.get_full_path(), reverse("web:sign_in"))
        try:
            # Whoever may read editions alone reaches no place: what stands beside the edition stays working data.
            self.reach = reach_of_reader(request)
            query = read_page_query(request.GET, editions_within=self.editions_within)
            self.query = query if query.edition is not None else replace(query, as_of=settled(query.as_of))
            if self.anonymous and self.choosable:
                published = as_published(self.query, self.place_slug)
                if published is None:
                    return self.nothing_published()
                self.query = published
            return super().dispatch(request, *args, **kwargs)
        except BadParameterError as error:
            return bad_request(request, str(error))
        except NotFoundError as error:
            raise Http404(str(error)) from error

    @property
    def editions_within(self) -> Reach:
        """Return the places whose editions the reader may open; None means all, as where editions are public."""
        return None if editions_are_public() else self.reach

    @property
    def place_slug(self) -> str:
        """Return the address name of the place that a choosable page is about."""
        return str(self.kwargs["slug"])

    def nothing_published(self) -> HttpResponseBase:
        """Answer somebody without an account who asks for a place of which nothing was published."""
        return redirect_to_login(self.request.get_full_path(), reverse("web:sign_in"))

    def _is_public(self) -> bool:
        """Return whether the page can show what was published alone, and that is public."""
        return (self.published and editions_are_public()) or (self.printed and papers_are_public())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Answer with the page, or with one of its tables as a file, which is streamed."""
        if not request.GET.get("format"):
            return self.render_to_response(self.get_context_data(**kwargs))
        if self.query.as_of is None and (self.choosable or self.timed) and not self.drafts:
            # A file names the moment at which it was read: asked again as of that moment, it is the same.
            self.query = replace(self.query, as_of=settled_moment())
        return self._file(self.get_context_data(**kwargs))

    def page(self) -> dict[str, Any]:
        """Return what the page's template prints; a subclass does its one call downstairs here."""
        return {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Return the page's content and the frame around it."""
        if self.choosable:
            self.query = self.query.settled(self.newest())
        content = self.page()
        updated_at = content.get("updated_at")
        return {
            "title": self.title,
            "section": self.section,
            "crumbs": [],
            "tables": [],
            "anonymous": self.anonymous,
            "reads_nothing": not self.anonymous and self.reach is not None and not self.reach,
            "query": self.query,
            "chooser": self.chooser() if self.choosable else None,
            "in_edition": self.published,
            "printed_at": moment_text(timezone.now()),
            "printed_filter": self.printed_filter(content.get("year")),
            **content,
            "updated_text": moment_text(updated_at) if updated_at else "",
        }

    def printed_filter(self, year: object = None) -> str:
        """Return what the address asks for in words, for the line that tells a paper from another.

        ``year`` is what the page shows as its year: of the indicator that the address names by its code, perhaps.
        """
        parts: list[str] = []
        if self.query.quarter is not None:
            parts.append(quarter_text(self.query.quarter))
            parts.append(_("today's map") if self.query.map_choice is MapChoice.TODAY else _("map as it was then"))
        if self.query.as_of is not None:
            parts.append(_("as known on %(moment)s") % {"moment": moment_text(self.query.as_of)})
        if self.query.edition is not None:
            parts.append(_("edition: %(name)s") % {"name": name_of(self.query.edition)})
        # What is asked of one table is said beside that table.
        told: tuple[str, ...] = ()
        if isinstance(year, CourseBlock) and year.row.indicator.code == self.request.GET.get("indicator"):
            parts.append(_("indicator: %(name)s") % {"name": name_of(year.row.indicator)})
            told = ("indicator",)
        parts += words_asked(self.request.GET, reach=self.editions_within if self.published else self.reach, told=told)
        return "; ".join(parts) or _("none")

    def newest(self) -> Quarter:
        """Return the quarter that is shown when none is asked for."""
        slug = self.kwargs["slug"] if self.of_place else None
        return usual_quarter(place_slug=slug, reach=self.reach, as_of=self.query.as_of)

    def chooser(self) -> dict[str, Any]:
        """Return what the form shows that chooses quarter and map."""
        shown = self.query.shown
        known: tuple[Quarter, ...] = ()
        if self.query.edition is None:
            known = quarters_with_figures(reach=self.reach, as_of=self.query.as_of)
        elif "edition" not in self.request.GET:
            known = published_quarters(self.place_slug)
        quarters = sorted({*known, shown}, reverse=True)
        return {
            "quarters": [(str(quarter), quarter_text(quarter), quarter == shown) for quarter in quarters],
            "maps": [
                (MapChoice.THEN.value, _("as it was then"), self.query.map_choice is MapChoice.THEN),
                (MapChoice.TODAY.value, _("today's map"), self.query.map_choice is MapChoice.TODAY),
            ],
            "handed_on": self.handed_on("quarter", "map"),
        }

    def handed_on(self, *without: str) -> list[tuple[str, str]]:
        """Return what a form hands on that asks for other values of the names ``without``."""
        return handed_on(self.request.GET, *without)

    def table(self, kind: type[PageTable], rows: Any, **options: Any) -> PageTable:
        """Return a table of rows in the order that the address asks for."""
        return kind(rows, query=self.query, parameters=self.request.GET, **options)

    def answers_with(self, table: str) -> bool:
        """Return whether the answer holds a table: a page holds all, a file the one that it names."""
        return not self.request.GET.get("format") or self.request.GET.get("table") == table

    def place_progress(self, **options: Any) -> PlaceProgress:
        """Return the page of the place that the address names, in its quarter: an edition's, or computed."""
        query = self.query
        return place_page(
            slug=self.kwargs["slug"],
            quarter=query.shown,
            map_choice=query.map_choice,
            as_of=query.as_of,
            edition=query.edition,
            reach=self.reach,
            **options,
        )

    def crumbs_of(self, path: Iterable[PlaceFace]) -> list[Crumb]:
        """Return the places above another: names all of them, links those that the reader may open."""
        return [(name_of(place), place_address(place, self.query) if self._opens(place) else "") for place in path]

    def _opens(self, place: PlaceFace) -> bool:
        """Return whether the reader may follow a link to the place; what an edition has no page of is not found."""
        return self.anonymous or reaches(self.reach, [place.id])

    def _file(self, context: dict[str, Any]) -> HttpResponseBase:
        """Return the table that the address names as a file.

        :raises BadParameterError: if the format or the table is unknown.
        """
        wanted = self.request.GET["format"]
        tables = {table.key: table for table in context["tables"] if table is not None}
        if wanted not in RESPONSES:
            raise BadParameterError(_("“format” can only be csv or xlsx. Leave it out to see the page."))
        name = self.request.GET.get("table", "") or next(iter(tables), "")
        if name not in tables:
            raise BadParameterError(
                _("“table” names no table of this page. Choose one of: %(names)s.")
                % {"names": ", ".join(tables) or "–"}
            )
        stem = "-".join([self.section or "page", *(str(part) for part in self.kwargs.values()), name])
        return RESPONSES[wanted](tables[name], "-".join([stem, *self._marks()]), self._moments())

    def _marks(self) -> list[str]:
        """Return what a file's name says of quarter, map and moment, or of the edition."""
        query = self.query
        marks = [str(query.quarter)] if query.quarter else []
        if self.choosable:
            marks.append(f"map-{query.map_choice.value}")
        if query.edition is not None:
            marks.append(f"edition-{query.edition.number}")
        elif query.as_of is not None and (self.choosable or self.timed):
            marks.append(query.as_of.astimezone(UTC).strftime("as-of-%Y%m%dT%H%M%S.%fZ"))
        return marks

    def _moments(self) -> dict[str, str]:
        """Return the columns that say of each row of a file on which map and as of which moment it was read."""
        columns = {}
        if self.choosable:
            columns[_("Map")] = self.query.map_choice.value
        if self.query.as_of is not None and (self.choosable or self.timed):
            columns[_("As known on")] = moment_value(self.query.as_of)
        if self.query.edition is not None:
            columns[_("Edition")] = self.query.edition.slug
        return columns


def newest_approval(rows: Any) -> Any:
    """Return when the newest of the rows' figures was approved, None without figures."""
    moments = [figure.approved_at for row in rows for figure in all_figures(row)]
    return max(moments, default=None)


def all_figures(row: ProgressRow) -> Any:
    """Yield the figures of a row and of its parts."""
    yield from row.used_figures
    for part in row.parts:
        yield from all_figures(part)


__all__ = ["Crumb", "HttpResponse", "PageView", "newest_approval"]
