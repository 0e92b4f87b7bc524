"""A place's goals as results, for the tools of donors and evaluators."""

from dataclasses import replace
from typing import Any, ClassVar

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase

from tracker.actions.approval import settled_moment
from tracker.exchange.demonstration import mark_of_data, marked_name
from tracker.progress.results_data import results_data
from tracker.web.views.base import PageView


class ResultsView(PageView):
    """One place at one quarter as IATI-style results: goals, baselines, and what was reached by quarters."""

    section: ClassVar[str] = "places"
    choosable: ClassVar[bool] = True
    of_place: ClassVar[bool] = True
    published: ClassVar[bool] = True

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # type: ignore[override]
        """Answer with the file, read as of a moment that it names."""
        if request.GET.get("format"):
            return super().get(request, *args, **kwargs)
        if self.query.as_of is None and self.query.edition is None:
            self.query = replace(self.query, as_of=settled_moment())
        told = {**mark_of_data(), **self.get_context_data(**kwargs)["results"]}
        name = marked_name("-".join(["results", self.kwargs["slug"], *self._marks()]) + ".json")
        answer = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    def page(self) -> dict[str, Any]:
        """Return the results."""
        return {"results": results_data(self.place_progress(with_courses=True)), "tables": []}
