"""Date the events of organisations like approvals, so that a past list leaves out what was recorded later."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('provinces', '0004_date_the_events_of_places'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='organisationevent',
            trigger=pgtrigger.compiler.Trigger(name='event_counts_from_its_moment', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            PERFORM pg_advisory_xact_lock(7302001);\n            NEW.pgh_created_at := COALESCE(\n                NULLIF(current_setting('tracker.frame_since', true), '')::timestamptz, clock_timestamp()\n            );\n            RETURN NEW;\n        ", hash='74b8804d8bdf9ffd6c14e50afa7a23d6494fb5a5', operation='INSERT', pgid='pgtrigger_event_counts_from_its_moment_f4533', table='provinces_organisationevent', when='BEFORE')),
        ),
    ]
