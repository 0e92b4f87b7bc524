"""Open the door: one line for each room that answers requests."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("language/", include("django.conf.urls.i18n")),
    path("api/v1/", include("tracker.api.urls")),
    path("", include("tracker.web.urls")),
]

handler400 = "tracker.web.errors.handle_bad_request"
handler403 = "tracker.web.errors.handle_forbidden"
handler404 = "tracker.web.errors.handle_not_found"
handler500 = "tracker.web.errors.handle_server_error"
