"""Create the sequence that orders approvals, so that any past moment replays in the same order."""

from django.db import migrations


class Migration(migrations.Migration):
    """Add the sequence from which every approval takes its number."""

    dependencies = [("tracker", "0001_initial")]

    operations = [
        migrations.RunSQL(
            sql="CREATE SEQUENCE tracker_approval_sequence AS bigint",
            reverse_sql="DROP SEQUENCE tracker_approval_sequence",
        ),
    ]
