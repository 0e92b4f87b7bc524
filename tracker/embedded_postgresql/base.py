"""Let Django's PostgreSQL engine start the embedded server at its first connection."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql import base

from tracker.embedded_postgresql.programs import EmbeddedPostgresqlError
from tracker.embedded_postgresql.server import ensure_running


class DatabaseWrapper(base.DatabaseWrapper):
    """Connect to the cluster that the settings name under ``EMBEDDED_CLUSTER``."""

    def get_connection_params(self) -> dict[str, Any]:
        """Start the server unless it runs, and fill its socket in as the host."""
        try:
            self.settings_dict["HOST"] = ensure_running(self.settings_dict["EMBEDDED_CLUSTER"])
        except EmbeddedPostgresqlError as error:
            raise ImproperlyConfigured(str(error)) from error
        params: dict[str, Any] = super().get_connection_params()
        return params
