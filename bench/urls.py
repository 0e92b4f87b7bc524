"""The project's addresses, and beside them pages to measure against: nothing, an empty page, 200 rows of a table."""

from itertools import cycle, islice
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from tracker.progress.queries import progress_for_indicator
from tracker.web.tables import StandingTable
from tracker.web.views.base import PageView

ROWS = 200


def floor(request: HttpRequest) -> HttpResponse:
    """Answer with nothing: what is left is the road there and back."""
    return HttpResponse("")


class EmptyView(PageView):
    """The frame of every page with nothing in it."""

    title = "Empty"
    content = ""

    def render_to_response(self, context: dict[str, Any], **_options: Any) -> HttpResponse:
        """Return the page; its template is no file of the site."""
        source = '{% extends "base.html" %}{% block content %}' + self.content + "{% endblock %}"
        return HttpResponse(engines["django"].from_string(source).render(context, self.request))


class RowsView(EmptyView):
    """So many rows of the table of home, each with its bullet graph and its columns by quarter."""

    title = "Rows"
    content = '{% include "web/table.html" %}'
    choosable: ClassVar[bool] = True

    def page(self) -> dict[str, Any]:
        """Return the rows of one indicator again and again; most places of the published figures are silent."""
        progress = progress_for_indicator(
            code="fdi-registered",
            quarter=self.query.shown,
            map_choice=self.query.map_choice,
            as_of=self.query.as_of,
            reach=self.reach,
        )
        rows = list(islice(cycle(progress.rows), ROWS))
        return {"table": self.table(StandingTable, rows, caption="Rows")}


urlpatterns = [
    path("floor/", floor),
    path("empty/", EmptyView.as_view()),
    path("rows/", RowsView.as_view()),
    path("", include("tracker.urls")),
]
