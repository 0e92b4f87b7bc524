"""Date the events of places like approvals, so that a place can be read as it stood at a moment."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('provinces', '0003_audit_every_table'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='placeevent',
            trigger=pgtrigger.compiler.Trigger(name='event_counts_from_its_moment', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            PERFORM pg_advisory_xact_lock(7302001);\n            NEW.pgh_created_at := COALESCE(\n                NULLIF(current_setting('tracker.frame_since', true), '')::timestamptz, clock_timestamp()\n            );\n            RETURN NEW;\n        ", hash='dc9622476f83b01639fda30435f0a19ee5637fb6', operation='INSERT', pgid='pgtrigger_event_counts_from_its_moment_54e0e', table='provinces_placeevent', when='BEFORE')),
        ),
    ]
