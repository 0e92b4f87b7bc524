"""Let the database say whether a quarter is closed, and refuse TRUNCATE on what 0006 and provinces 0003 added."""

from django.db import migrations

# The id of the lock that closes a quarter of a place: of the place itself or of one above it on the quarter's last
# day; null while it is open. Predecessors keep their own locks.
FUNCTION = """
    CREATE FUNCTION tracker_quarter_lock(of_place bigint, of_year integer, of_quarter integer) RETURNS bigint
    LANGUAGE sql STABLE AS $$
        WITH RECURSIVE ends (on_day) AS (
            SELECT (make_date(of_year, 3 * of_quarter - 2, 1) + interval '3 months - 1 day')::date
        ), above (place) AS (
            SELECT of_place
          UNION
            SELECT link.parent_id
            FROM ends, above JOIN provinces_placeparent link ON link.place_id = above.place
            WHERE link.retired_at IS NULL
              AND (link.valid_from IS NULL OR link.valid_from <= ends.on_day)
              AND (link.valid_to IS NULL OR link.valid_to >= ends.on_day)
        )
        SELECT lock.id FROM tracker_quarterlock lock JOIN above ON above.place = lock.place_id
        WHERE lock.year = of_year AND lock.quarter = of_quarter AND lock.retired_at IS NULL
        ORDER BY lock.id LIMIT 1
    $$
"""

TABLES = (
    "provinces_parkinvestorevent",
    "provinces_placememberevent",
    "provinces_placeparentevent",
    "provinces_sourcedocument",
    "provinces_sourcedocumentevent",
    "provinces_successionevent",
    "tracker_accesstoken",
    "tracker_accesstokenevent",
    "tracker_attachment",
    "tracker_attachmentevent",
    "tracker_dueruleevent",
    "tracker_entryreceipt",
    "tracker_entryreceiptevent",
    "tracker_exchangerateevent",
    "tracker_holiday",
    "tracker_holidayevent",
    "tracker_indicatorgroup",
    "tracker_indicatorgroupevent",
    "tracker_lockexception",
    "tracker_lockexception_indicators",
    "tracker_lockexceptioncellevent",
    "tracker_lockexceptionevent",
    "tracker_person",
    "tracker_personevent",
    "tracker_printedcomparisonevent",
    "tracker_promotionitem",
    "tracker_promotionitemevent",
    "tracker_promotionlist",
    "tracker_promotionlistevent",
    "tracker_quarterlock",
    "tracker_quarterlockevent",
    "tracker_reminder",
    "tracker_reminderevent",
    "tracker_reporterprecedenceevent",
    "tracker_reportform",
    "tracker_reportformevent",
    "tracker_reportformline",
    "tracker_reportformlineevent",
    "tracker_reportingdutyevent",
    "tracker_thresholdevent",
    "tracker_unit",
    "tracker_unitevent",
)


class Migration(migrations.Migration):
    """Add the function and the triggers."""

    dependencies = [
        ("provinces", "0003_audit_every_table"),
        ("tracker", "0006_entry_trail_and_locks"),
    ]

    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION tracker_quarter_lock(bigint, integer, integer)"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION tracker_refuse_truncate()",
                f"DROP TRIGGER refuse_truncate ON {table}",
            )
            for table in TABLES
        ),
    ]
