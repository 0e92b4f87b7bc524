"""Date the events of form lines and holidays like approvals, so that they can be read as they stood at a moment."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('tracker', '0014_editions'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='holidayevent',
            trigger=pgtrigger.compiler.Trigger(name='event_counts_from_its_moment', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            PERFORM pg_advisory_xact_lock(7302001);\n            NEW.pgh_created_at := COALESCE(\n                NULLIF(current_setting('tracker.frame_since', true), '')::timestamptz, clock_timestamp()\n            );\n            RETURN NEW;\n        ", hash='b83d25ee6641f2fa53461235a5f77b2c191bfaad', operation='INSERT', pgid='pgtrigger_event_counts_from_its_moment_eb0d0', table='tracker_holidayevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportformlineevent',
            trigger=pgtrigger.compiler.Trigger(name='event_counts_from_its_moment', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            PERFORM pg_advisory_xact_lock(7302001);\n            NEW.pgh_created_at := COALESCE(\n                NULLIF(current_setting('tracker.frame_since', true), '')::timestamptz, clock_timestamp()\n            );\n            RETURN NEW;\n        ", hash='2901d39bf452fba31bae376a47fba1d07c429f94', operation='INSERT', pgid='pgtrigger_event_counts_from_its_moment_8e1a7', table='tracker_reportformlineevent', when='BEFORE')),
        ),
    ]
