"""Configure the app of targets, reports and progress."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrackerConfig(AppConfig):
    """Hold the facts, and everything computed from them."""

    name = "tracker"
    label = "tracker"
    verbose_name = _("Targets and reports")
    default_auto_field = "django.db.models.BigAutoField"
