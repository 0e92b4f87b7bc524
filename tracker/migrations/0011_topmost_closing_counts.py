"""Let the topmost closing of a quarter count: what an office closed earlier never opens what one above it has closed."""

from django.db import migrations

# The id of the lock that closes a quarter of a place: of the place itself or of one above it on the quarter's last
# day; null while it is open. Of several the one furthest above counts, so that only its own keepers give leave. No
# real place has a dozen others above it; the bound ends the walk if parents ever went round in a circle.
TOPMOST = """
    CREATE OR REPLACE FUNCTION tracker_quarter_lock(of_place bigint, of_year integer, of_quarter integer)
    RETURNS bigint LANGUAGE sql STABLE AS $$
        WITH RECURSIVE ends (on_day) AS (
            SELECT (make_date(of_year, 3 * of_quarter - 2, 1) + interval '3 months - 1 day')::date
        ), above (place, depth) AS (
            SELECT of_place, 0
          UNION
            SELECT link.parent_id, above.depth + 1
            FROM ends, above JOIN provinces_placeparent link ON link.place_id = above.place
            WHERE link.retired_at IS NULL AND above.depth < 12
              AND (link.valid_from IS NULL OR link.valid_from <= ends.on_day)
              AND (link.valid_to IS NULL OR link.valid_to >= ends.on_day)
        )
        SELECT lock.id FROM tracker_quarterlock lock JOIN above ON above.place = lock.place_id
        WHERE lock.year = of_year AND lock.quarter = of_quarter AND lock.retired_at IS NULL
        ORDER BY above.depth DESC, lock.id LIMIT 1
    $$
"""

# As migration 0007 made it.
EARLIEST = """
    CREATE OR REPLACE FUNCTION tracker_quarter_lock(of_place bigint, of_year integer, of_quarter integer)
    RETURNS bigint LANGUAGE sql STABLE AS $$
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


class Migration(migrations.Migration):
    """Replace the function."""

    dependencies = [("tracker", "0010_begin_the_trail")]

    operations = [migrations.RunSQL(TOPMOST, EARLIEST)]
