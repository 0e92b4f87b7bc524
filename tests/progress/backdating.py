"""Let the frame of a test have been recorded on an earlier day."""

from datetime import datetime

from django.db import connection, models

from provinces.models import Organisation, Place
from tracker.models import Holiday, Indicator, IndicatorGroup, ReportFormLine, Unit

# Edited in place, and read as of a moment from their events.
_REPLAYED = (Place, Organisation, ReportFormLine, Holiday, Indicator, IndicatorGroup, Unit)


def record_at(moment: datetime, *frame: type[models.Model]) -> None:
    """Let the rows of these models be recorded at a moment; they are made now, and never rewritten otherwise.

    What is edited in place, as it is now, has been there since then.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL session_replication_role = replica")
        for model in frame:
            cursor.execute(f"UPDATE {model._meta.db_table} SET recorded_at = %s", [moment])
        for model in _REPLAYED:
            events = model.pgh_event_model._meta.db_table
            cursor.execute(f"UPDATE {events} SET pgh_created_at = %s", [moment])
        cursor.execute("SET LOCAL session_replication_role = origin")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
