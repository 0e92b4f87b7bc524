"""Make the table that says up to where a replica has to be for each person to see what they wrote.

It is not logged: a crash or a failover empties it, and then everybody begins at where the primary stands.
"""

from django.db import migrations

MAKE = """
    CREATE UNLOGGED TABLE tracker_last_write (
        person_id bigint PRIMARY KEY,
        written_to pg_lsn NOT NULL,
        at_work boolean NOT NULL DEFAULT false
    )
"""


class Migration(migrations.Migration):
    dependencies = [("tracker", "0023_figures_enter_the_trail_by_statement")]

    operations = [migrations.RunSQL(MAKE, "DROP TABLE tracker_last_write")]
