"""Configure the app of places, investors and documents."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProvincesConfig(AppConfig):
    """Hold the reference data everything else hangs on."""

    name = "provinces"
    label = "provinces"
    verbose_name = _("Places and investors")
    default_auto_field = "django.db.models.BigAutoField"
