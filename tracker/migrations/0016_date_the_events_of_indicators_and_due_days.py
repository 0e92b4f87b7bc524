"""Date the events of indicators, units, groups and due days like approvals, so that they can be read as they stood."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('tracker', '0015_date_the_events_of_the_frame'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='indicatorevent',
            trigger=pgtrigger.compiler.Trigger(name='event_counts_from_its_moment', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            PERFORM pg_advisory_xact_lock(7302001);\n            NEW.pgh_created_at := COALESCE(\n                NULLIF(current_setting('tracker.frame_since', true), '')::timestamptz, clock_timestamp()\n            );\n            RETURN NEW;\n        ", hash='bfc38c07ece19e60c5f2b7f97ffdc67bd65a7e48', operation='INSERT', pgid='pgtrigger_event_counts_from_its_moment_9b747', table='tracker_indicatorevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='indicatorgroupevent',
            trigger=pgtrigger.compiler.Trigger(name='event_counts_from_its_moment', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            PERFORM pg_advisory_xact_lock(7302001);\n            NEW.pgh_created_at := COALESCE(\n                NULLIF(current_setting('tracker.frame_since', true), '')::timestamptz, clock_timestamp()\n            );\n            RETURN NEW;\n        ", hash='24427118ca4ff9476ff01a515d051518721b1ff8', operation='INSERT', pgid='pgtrigger_event_counts_from_its_moment_6d4bd', table='tracker_indicatorgroupevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='quarterlyreportevent',
            trigger=pgtrigger.compiler.Trigger(name='event_counts_from_its_moment', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE before record;', func="\n            SELECT * INTO before FROM tracker_quarterlyreportevent WHERE pgh_obj_id = NEW.pgh_obj_id ORDER BY pgh_id DESC LIMIT 1;\n\n            IF ROW(NEW.due_on) IS NOT DISTINCT FROM ROW(before.due_on) THEN\n                -- A transaction that began before a change of these columns would say of them what came later.\n                NEW.pgh_created_at := GREATEST(NEW.pgh_created_at, before.pgh_created_at);\n                RETURN NEW;\n            END IF;\n\n            PERFORM pg_advisory_xact_lock(7302001);\n            NEW.pgh_created_at := COALESCE(\n                NULLIF(current_setting('tracker.frame_since', true), '')::timestamptz, clock_timestamp()\n            );\n            RETURN NEW;\n        ", hash='e4c3544c152428b78447d49aef674f289766c002', operation='INSERT', pgid='pgtrigger_event_counts_from_its_moment_e97d4', table='tracker_quarterlyreportevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='unitevent',
            trigger=pgtrigger.compiler.Trigger(name='event_counts_from_its_moment', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            PERFORM pg_advisory_xact_lock(7302001);\n            NEW.pgh_created_at := COALESCE(\n                NULLIF(current_setting('tracker.frame_since', true), '')::timestamptz, clock_timestamp()\n            );\n            RETURN NEW;\n        ", hash='c64a825b27dc6b94cf07a1ca2f7f3682c7c47454', operation='INSERT', pgid='pgtrigger_event_counts_from_its_moment_522a9', table='tracker_unitevent', when='BEFORE')),
        ),
    ]
