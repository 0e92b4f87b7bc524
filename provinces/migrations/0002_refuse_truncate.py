"""Refuse TRUNCATE on tables whose past must stay readable: it passes over the triggers that keep single rows."""

from django.db import migrations

TABLES = (
    "provinces_organisation",
    "provinces_organisationevent",
    "provinces_parkinvestor",
    "provinces_place",
    "provinces_placeevent",
    "provinces_placemember",
    "provinces_placeparent",
    "provinces_succession",
)
FUNCTION = """
    CREATE FUNCTION tracker_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        -- Test databases are emptied between tests; they say so (docs/adr/0008-the-floor-of-a-figure.md).
        IF current_setting('tracker.allow_truncate', true) = 'on' THEN
            RETURN NULL;
        END IF;
        RAISE EXCEPTION 'tracker: % is never emptied', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END
    $$
"""


class Migration(migrations.Migration):
    """Add the function and a trigger for each table."""

    dependencies = [("provinces", "0001_initial")]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION tracker_refuse_truncate()"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION tracker_refuse_truncate()",
                f"DROP TRIGGER refuse_truncate ON {table}",
            )
            for table in TABLES
        ),
    ]
