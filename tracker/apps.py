"""Configure the app of targets, reports and progress, and the admin."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class TrackerConfig(AppConfig):
    """Hold the facts, and everything computed from them."""

    name = "tracker"
    label = "tracker"
    verbose_name = _("Targets and reports")
    default_auto_field = "django.db.models.BigAutoField"


class TrackerAdminConfig(AdminConfig):
    """Django's admin with the front page of this project."""

    default_site = "tracker.admin.site.tracker_admin_site"
