"""Refuse TRUNCATE on facts, events and recorded rows, and let the trail's contexts only grow.

pghistory keeps who acted in `pghistory_context`. It inserts a row at the first event and, while the same
context lasts, replaces its metadata when more becomes known (a person signs in, say). Exactly that stays possible.
"""

from django.db import migrations

TABLES = (
    "pghistory_context",
    "tracker_actual",
    "tracker_actualevent",
    "tracker_duerule",
    "tracker_exchangerate",
    "tracker_indicator",
    "tracker_indicatorevent",
    "tracker_membership",
    "tracker_membershipevent",
    "tracker_printedcomparison",
    "tracker_quarterlyreport",
    "tracker_quarterlyreportevent",
    "tracker_reporterprecedence",
    "tracker_reportingduty",
    "tracker_reportrevision",
    "tracker_reportrevisionevent",
    "tracker_target",
    "tracker_target_members",
    "tracker_targetevent",
    "tracker_targetmemberevent",
    "tracker_targetphase",
    "tracker_targetphaseevent",
    "tracker_threshold",
)
CONTEXT_FUNCTION = """
    CREATE FUNCTION tracker_context_only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            IF (NEW.id, NEW.created_at) = (OLD.id, OLD.created_at)
                AND NEW.metadata @> jsonb_strip_nulls(OLD.metadata)
                AND OLD.id::text = current_setting('pghistory.context_id', true)
            THEN
                RETURN NEW;
            END IF;
        END IF;
        RAISE EXCEPTION 'tracker: who acted is never rewritten' USING ERRCODE = 'restrict_violation';
    END
    $$
"""


class Migration(migrations.Migration):
    """Add the triggers."""

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("provinces", "0002_refuse_truncate"),
        ("tracker", "0004_hold_the_floor"),
    ]

    operations = [
        migrations.RunSQL(CONTEXT_FUNCTION, "DROP FUNCTION tracker_context_only_grows()"),
        migrations.RunSQL(
            "CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON pghistory_context "
            "FOR EACH ROW EXECUTE FUNCTION tracker_context_only_grows()",
            "DROP TRIGGER only_grows ON pghistory_context",
        ),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION tracker_refuse_truncate()",
                f"DROP TRIGGER refuse_truncate ON {table}",
            )
            for table in TABLES
        ),
    ]
