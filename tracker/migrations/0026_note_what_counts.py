"""Note which transactions changed what pages compute from, so that an answer can be kept until one does.

Each transaction notes itself once, in a row of its own: nobody waits for anybody. Drafts are no such change: a reported
figure is written only while its report is a draft, and counts from the moment when that is approved.
"""

from django.db import migrations

# Whatever is changed there may change a page; tests/actions/test_kept_answers.py holds the list against the models.
TABLES = (
    "provinces_organisation",
    "provinces_parkinvestor",
    "provinces_place",
    "provinces_placemember",
    "provinces_placeparent",
    "provinces_sourcedocument",
    "provinces_succession",
    "tracker_duerule",
    "tracker_exchangerate",
    "tracker_holiday",
    "tracker_indicator",
    "tracker_indicatorgroup",
    "tracker_printedcomparison",
    "tracker_promotionitem",
    "tracker_promotionitem_sums",
    "tracker_promotionlist",
    "tracker_reporterprecedence",
    "tracker_reportform",
    "tracker_reportformline",
    "tracker_reportingduty",
    "tracker_target",
    "tracker_target_members",
    "tracker_targetphase",
    "tracker_threshold",
    "tracker_unit",
)
MAKE = """
    CREATE TABLE tracker_counted_change (xid xid8 PRIMARY KEY);
    CREATE FUNCTION tracker_note_counted_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        INSERT INTO tracker_counted_change (xid) VALUES (pg_current_xact_id()) ON CONFLICT DO NOTHING;
        RETURN NULL;
    END $$;
    CREATE TRIGGER note_counted_insert AFTER INSERT ON tracker_reportrevision
    FOR EACH ROW WHEN (NEW.status = 'approved') EXECUTE FUNCTION tracker_note_counted_change();
    CREATE TRIGGER note_counted_update AFTER UPDATE ON tracker_reportrevision
    FOR EACH ROW WHEN (OLD.status = 'approved' OR NEW.status = 'approved')
    EXECUTE FUNCTION tracker_note_counted_change();
    CREATE TRIGGER note_counted_delete AFTER DELETE ON tracker_reportrevision
    FOR EACH ROW WHEN (OLD.status = 'approved') EXECUTE FUNCTION tracker_note_counted_change();
"""
UNMAKE = """
    DROP TRIGGER note_counted_insert ON tracker_reportrevision;
    DROP TRIGGER note_counted_update ON tracker_reportrevision;
    DROP TRIGGER note_counted_delete ON tracker_reportrevision;
    DROP FUNCTION tracker_note_counted_change();
    DROP TABLE tracker_counted_change;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("provinces", "0007_date_the_events_of_documents"),
        ("tracker", "0025_find_figures_by_unit"),
    ]

    operations = [
        migrations.RunSQL(MAKE, UNMAKE),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER note_counted_change AFTER INSERT OR UPDATE OR DELETE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION tracker_note_counted_change()",
                f"DROP TRIGGER note_counted_change ON {table}",
            )
            for table in TABLES
        ),
    ]
