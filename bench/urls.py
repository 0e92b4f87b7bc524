"""The project's addresses, and one page with nothing on it."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def floor(request: HttpRequest) -> HttpResponse:
    """Answer with nothing: what is left is the road there and back."""
    return HttpResponse("")


urlpatterns = [path("floor/", floor), path("", include("tracker.urls"))]
