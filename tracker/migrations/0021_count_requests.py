"""Make the table in which the read API counts how often each reader asks; what a crash empties is not missed."""

from django.db import migrations

MAKE = """
    CREATE UNLOGGED TABLE tracker_request_count (
        reader char(64) NOT NULL,
        minute timestamptz NOT NULL,
        requests integer NOT NULL CHECK (requests > 0),
        PRIMARY KEY (reader, minute)
    )
"""


class Migration(migrations.Migration):
    dependencies = [("tracker", "0020_tokens_say_what_they_may")]

    operations = [migrations.RunSQL(MAKE, "DROP TABLE tracker_request_count")]
