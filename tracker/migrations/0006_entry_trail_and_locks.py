"""What entering needs: reasons and sources, closed quarters, attachments, receipts, reminders, tokens, a whole trail."""

import django.contrib.auth.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import provinces.models.recorded
import tracker.models.quantity
from django.conf import settings
from provinces.grouped_migration import GroupedMigration
from django.db import migrations, models


class Migration(GroupedMigration):
    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("provinces", "0003_audit_every_table"),
        ("tracker", "0005_keep_the_trail"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccessToken",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("calendar", "calendar of due reports"),
                            ("programs", "reading and entering by programs"),
                        ],
                        max_length=20,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, help_text="For example: telephone.", max_length=100, verbose_name="name"
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64, unique=True, verbose_name="digest")),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="made at"
                    ),
                ),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="ends at")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked at")),
            ],
            options={
                "verbose_name": "access token",
                "verbose_name_plural": "access tokens",
            },
        ),
        migrations.CreateModel(
            name="AccessTokenEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "database_account",
                    models.CharField(
                        db_default=provinces.models.recorded.SessionUser(),
                        editable=False,
                        max_length=100,
                        null=True,
                        verbose_name="account at the database",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("calendar", "calendar of due reports"),
                            ("programs", "reading and entering by programs"),
                        ],
                        max_length=20,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        blank=True, help_text="For example: telephone.", max_length=100, verbose_name="name"
                    ),
                ),
                ("digest", models.CharField(editable=False, max_length=64, verbose_name="digest")),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="made at"
                    ),
                ),
                ("ends_at", models.DateTimeField(blank=True, null=True, verbose_name="ends at")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="revoked at")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="file name")),
                ("content_type", models.CharField(max_length=100, verbose_name="content type")),
                ("file", models.FileField(max_length=300, upload_to="attachments/%Y/%m/", verbose_name="file")),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("sha256", models.CharField(max_length=64, verbose_name="checksum (SHA-256)")),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="For example: signed by the director.",
                        max_length=300,
                        verbose_name="note",
                    ),
                ),
                (
                    "attached_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="attached at"
                    ),
                ),
            ],
            options={
                "verbose_name": "attachment",
                "verbose_name_plural": "attachments",
            },
        ),
        migrations.CreateModel(
            name="AttachmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "database_account",
                    models.CharField(
                        db_default=provinces.models.recorded.SessionUser(),
                        editable=False,
                        max_length=100,
                        null=True,
                        verbose_name="account at the database",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=200, verbose_name="file name")),
                ("content_type", models.CharField(max_length=100, verbose_name="content type")),
                ("file", models.FileField(max_length=300, upload_to="attachments/%Y/%m/", verbose_name="file")),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                ("sha256", models.CharField(max_length=64, verbose_name="checksum (SHA-256)")),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="For example: signed by the director.",
                        max_length=300,
                        verbose_name="note",
                    ),
                ),
                (
                    "attached_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="attached at"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DueRuleEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "database_account",
                    models.CharField(
                        db_default=provinces.models.recorded.SessionUser(),
                        editable=False,
                        max_length=100,
                        null=True,
                        verbose_name="account at the database",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="recorded at"
                    ),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="The moment from which the row no longer counts. Corrections retire a row and add another.",
                        null=True,
                        verbose_name="retired at",
                    ),
                ),
                (
                    "reporter_kind",
                    models.CharField(
                        choices=[
                            ("investor", "infrastructure investor"),
                            ("board", "management board"),
                            ("province_office", "province office"),
                            ("peoples_committee", "People's Committee"),
                            ("peoples_council", "People's Council"),
                            ("party_committee", "Party committee"),
                            ("central", "central authority"),
                            ("local", "district or town authority"),
                            ("press", "press"),
                            ("company", "other company"),
                        ],
                        max_length=20,
                        verbose_name="kind of reporter",
                    ),
                ),
                (
                    "day_of_month",
                    models.PositiveSmallIntegerField(
                        help_text="Day of the month that follows the quarter, for example 10.",
                        verbose_name="day of the month",
                    ),
                ),
                (
                    "working_day",
                    models.BooleanField(
                        help_text="Ticked: a due day on a holiday or weekend moves to the next working day.",
                        verbose_name="moves to a working day",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EntryReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("grid", "typed into the grid"),
                            ("paste", "pasted"),
                            ("file", "read from a file"),
                            ("program", "sent by a program"),
                        ],
                        max_length=10,
                        verbose_name="way",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("quarter", models.PositiveSmallIntegerField(verbose_name="quarter")),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="saved at"
                    ),
                ),
                (
                    "lines",
                    models.JSONField(
                        help_text="Each changed line: its revision and indicator, before and after.",
                        verbose_name="lines",
                    ),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone at")),
            ],
            options={
                "verbose_name": "receipt of an entry",
                "verbose_name_plural": "receipts of entries",
            },
        ),
        migrations.CreateModel(
            name="EntryReceiptEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "database_account",
                    models.CharField(
                        db_default=provinces.models.recorded.SessionUser(),
                        editable=False,
                        max_length=100,
                        null=True,
                        verbose_name="account at the database",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("grid", "typed into the grid"),
                            ("paste", "pasted"),
                            ("file", "read from a file"),
                            ("program", "sent by a program"),
                        ],
                        max_length=10,
                        verbose_name="way",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("quarter", models.PositiveSmallIntegerField(verbose_name="quarter")),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="saved at"
                    ),
                ),
                (
                    "lines",
                    models.JSONField(
                        help_text="Each changed line: its revision and indicator, before and after.",
                        verbose_name="lines",
                    ),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone at")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ExchangeRateEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "database_account",
                    models.CharField(
                        db_default=provinces.models.recorded.SessionUser(),
                        editable=False,
                        max_length=100,
                        null=True,
                        verbose_name="account at the database",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="recorded at"
                    ),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="The moment from which the row no longer counts. Corrections retire a row and add another.",
                        null=True,
                        verbose_name="retired at",
                    ),
                ),
                (
                    "base",
                    models.CharField(help_text="ISO code, for example USD.", max_length=3, verbose_name="one unit of"),
                ),
                (
                    "quote",
                    models.CharField(help_text="ISO code, for example VND.", max_length=3, verbose_name="costs in"),
                ),
                ("on", models.DateField(verbose_name="day")),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("plan", "plan rate"),
                            ("quarter_average", "quarter average"),
                            ("quarter_end", "end of the quarter"),
                            ("source_own", "the source's own rate"),
                        ],
                        max_length=20,
                        verbose_name="purpose",
                    ),
                ),
                (
                    "rate",
                    models.DecimalField(
                        decimal_places=6, help_text="For example 25000.", max_digits=20, verbose_name="rate"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HolidayEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "database_account",
                    models.CharField(
                        db_default=provinces.models.recorded.SessionUser(),
                        editable=False,
                        max_length=100,
                        null=True,
                        verbose_name="account at the database",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("on", models.DateField(verbose_name="day")),
                ("name", models.CharField(max_length=120, verbose_name="name (Vietnamese)")),
                ("name_en", models.CharField(max_length=120, verbose_name="name (English)")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="IndicatorGroupEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "database_account",
                    models.CharField(
                        db_default=provinces.models.recorded.SessionUser(),
                        editable=False,
                        max_length=100,
                        null=True,
                        verbose_name="account at the database",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("code", models.SlugField(db_index=False, max_length=60, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name (Vietnamese)")),
                ("name_en", models.CharField(max_length=120, verbose_name="name (English)")),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LockException",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="recorded at"
                    ),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="The moment from which the row no longer counts. Corrections retire a row and add another.",
                        null=True,
                        verbose_name="retired at",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("ends_at", models.DateTimeField(verbose_name="ends at")),
            ],
            options={
                "verbose_name": "exception to a closed quarter",
                "verbose_name_plural": "exceptions to closed quarters",
            },
        ),
        migrations.CreateModel(
            name="LockExceptionCellEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "database_account",
                    models.CharField(
                        db_default=provinces.models.recorded.SessionUser(),
                        editable=False,
                        max_length=100,
                        null=True,
                        verbose_name="account at the database",
                    ),
                ),
                ("id", models.BigIntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LockExceptionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "database_account",
                    models.CharField(
                        db_default=provinces.models.recorded.SessionUser(),
                        editable=False,
                        max_length=100,
                        null=True,
                        verbose_name="account at the database",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="recorded at"
                    ),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="The moment from which the row no longer counts. Corrections retire a row and add another.",
                        null=True,
                        verbose_name="retired at",
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("ends_at", models.DateTimeField(verbose_name="ends at")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PersonEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "database_account",
                    models.CharField(
                        db_default=provinces.models.recorded.SessionUser(),
                        editable=False,
                        max_length=100,
                        null=True,
                        verbose_name="account at the database",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                ("first_name", models.CharField(blank=True, max_length=150, verbose_name="first name")),
                ("last_name", models.CharField(blank=True, max_length=150, verbose_name="last name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined")),
                (
                    "display_name",
                    models.CharField(
                        blank=True,
                        help_text="As it is written, for example Trần Thị Bình.",
                        max_length=200,
                        verbose_name="full name",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PrintedComparisonEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "database_account",
                    models.CharField(
                        db_default=provinces.models.recorded.SessionUser(),
                        editable=False,
                        max_length=100,
                        null=True,
                        verbose_name="account at the database",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("reference", models.CharField(max_length=120, verbose_name="reference")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("times", "times as much"),
                            ("change", "change in per cent"),
                            ("share", "share in per cent"),
                            ("less_by", "less by"),
                            ("rank", "rank"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "against_label",
                    models.CharField(blank=True, max_length=200, verbose_name="compared with (Vietnamese)"),
                ),
                (
                    "against_label_en",
                    models.CharField(blank=True, max_length=200, verbose_name="compared with (English)"),
                ),
                (
                    "comparator",
                    models.CharField(
                        choices=[
                            ("exactly", "exactly"),
                            ("at_least", "at least"),
                            ("over", "over"),
                            ("about", "about"),
                            ("nearly", "nearly"),
                            ("at_most", "at most"),
                            ("under", "under"),
                            ("between", "between"),
                            ("none_stated", "no value stated"),
                        ],
                        max_length=12,
                        verbose_name="comparator",
                    ),
                ),
                ("value", tracker.models.quantity.ValueField(verbose_name="value")),
                ("printed", models.CharField(max_length=200, verbose_name="as printed")),
                ("paragraph", models.PositiveSmallIntegerField(verbose_name="paragraph")),
                ("note", models.TextField(blank=True, verbose_name="note (Vietnamese)")),
                ("note_en", models.TextField(blank=True, verbose_name="note (English)")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PromotionItemEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "database_account",
                    models.CharField(
                        db_default=provinces.models.recorded.SessionUser(),
                        editable=False,
                        max_length=100,
                        null=True,
                        verbose_name="account at the database",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "position",
                    models.PositiveSmallIntegerField(help_text="0 is the whole list.", verbose_name="position"),
                ),
                ("name", models.CharField(max_length=250, verbose_name="name (Vietnamese)")),
                ("name_en", models.CharField(max_length=250, verbose_name="name (English)")),
                (
                    "procedure",
                    models.CharField(blank=True, max_length=250, verbose_name="investment procedure (Vietnamese)"),
                ),
                (
                    "procedure_en",
                    models.CharField(blank=True, max_length=250, verbose_name="investment procedure (English)"),
                ),
                (
                    "is_group",
                    models.BooleanField(
                        help_text="Not ticked for the whole list and for printed subtotals.",
                        verbose_name="is a group of the list",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PromotionListEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "database_account",
                    models.CharField(
                        db_default=provinces.models.recorded.SessionUser(),
                        editable=False,
                        max_length=100,
                        null=True,
                        verbose_name="account at the database",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("slug", models.SlugField(db_index=False, max_length=80, verbose_name="address name")),
                ("name", models.CharField(max_length=250, verbose_name="name (Vietnamese)")),
                ("name_en", models.CharField(max_length=250, verbose_name="name (English)")),
                ("starts_on", models.DateField(verbose_name="starts on")),
                ("ends_on", models.DateField(verbose_name="ends on")),
                (
                    "addressed_to",
                    models.CharField(blank=True, max_length=200, verbose_name="addressed to (Vietnamese)"),
                ),
                (
                    "addressed_to_en",
                    models.CharField(blank=True, max_length=200, verbose_name="addressed to (English)"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="QuarterLock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="recorded at"
                    ),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="The moment from which the row no longer counts. Corrections retire a row and add another.",
                        null=True,
                        verbose_name="retired at",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("quarter", models.PositiveSmallIntegerField(help_text="1, 2, 3 or 4.", verbose_name="quarter")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
            ],
            options={
                "verbose_name": "closed quarter",
                "verbose_name_plural": "closed quarters",
            },
        ),
        migrations.CreateModel(
            name="QuarterLockEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "database_account",
                    models.CharField(
                        db_default=provinces.models.recorded.SessionUser(),
                        editable=False,
                        max_length=100,
                        null=True,
                        verbose_name="account at the database",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="recorded at"
                    ),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="The moment from which the row no longer counts. Corrections retire a row and add another.",
                        null=True,
                        verbose_name="retired at",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("quarter", models.PositiveSmallIntegerField(help_text="1, 2, 3 or 4.", verbose_name="quarter")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("quarter", models.PositiveSmallIntegerField(verbose_name="quarter")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("due_soon", "due soon"),
                            ("overdue", "overdue"),
                            ("to_approve", "waits for approval"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("sent_on", models.DateField(verbose_name="sent on")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="recorded at"
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder",
                "verbose_name_plural": "reminders",
            },
        ),
        migrations.CreateModel(
            name="ReminderEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "database_account",
                    models.CharField(
                        db_default=provinces.models.recorded.SessionUser(),
                        editable=False,
                        max_length=100,
                        null=True,
                        verbose_name="account at the database",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("quarter", models.PositiveSmallIntegerField(verbose_name="quarter")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("due_soon", "due soon"),
                            ("overdue", "overdue"),
                            ("to_approve", "waits for approval"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("sent_on", models.DateField(verbose_name="sent on")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="recorded at"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReporterPrecedenceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "database_account",
                    models.CharField(
                        db_default=provinces.models.recorded.SessionUser(),
                        editable=False,
                        max_length=100,
                        null=True,
                        verbose_name="account at the database",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="recorded at"
                    ),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="The moment from which the row no longer counts. Corrections retire a row and add another.",
                        null=True,
                        verbose_name="retired at",
                    ),
                ),
                (
                    "reporter_kind",
                    models.CharField(
                        choices=[
                            ("investor", "infrastructure investor"),
                            ("board", "management board"),
                            ("province_office", "province office"),
                            ("peoples_committee", "People's Committee"),
                            ("peoples_council", "People's Council"),
                            ("party_committee", "Party committee"),
                            ("central", "central authority"),
                            ("local", "district or town authority"),
                            ("press", "press"),
                            ("company", "other company"),
                        ],
                        max_length=20,
                        verbose_name="kind of reporter",
                    ),
                ),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        help_text="1 is official; higher ranks stand beside it.", verbose_name="rank"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReportFormEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "database_account",
                    models.CharField(
                        db_default=provinces.models.recorded.SessionUser(),
                        editable=False,
                        max_length=100,
                        null=True,
                        verbose_name="account at the database",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("code", models.SlugField(db_index=False, max_length=60, verbose_name="code")),
                ("name", models.CharField(max_length=200, verbose_name="name (Vietnamese)")),
                ("name_en", models.CharField(max_length=200, verbose_name="name (English)")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReportFormLineEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "database_account",
                    models.CharField(
                        db_default=provinces.models.recorded.SessionUser(),
                        editable=False,
                        max_length=100,
                        null=True,
                        verbose_name="account at the database",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("position", models.PositiveSmallIntegerField(verbose_name="position")),
                (
                    "asked",
                    models.CharField(
                        choices=[
                            ("quarter_and_year_to_date", "in the quarter or year to date"),
                            ("as_of", "at the end of the quarter"),
                            ("since_inception", "since the beginning"),
                        ],
                        max_length=30,
                        verbose_name="asked",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReportingDutyEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "database_account",
                    models.CharField(
                        db_default=provinces.models.recorded.SessionUser(),
                        editable=False,
                        max_length=100,
                        null=True,
                        verbose_name="account at the database",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="recorded at"
                    ),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="The moment from which the row no longer counts. Corrections retire a row and add another.",
                        null=True,
                        verbose_name="retired at",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ThresholdEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "database_account",
                    models.CharField(
                        db_default=provinces.models.recorded.SessionUser(),
                        editable=False,
                        max_length=100,
                        null=True,
                        verbose_name="account at the database",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name="recorded at"
                    ),
                ),
                (
                    "retired_at",
                    models.DateTimeField(
                        blank=True,
                        editable=False,
                        help_text="The moment from which the row no longer counts. Corrections retire a row and add another.",
                        null=True,
                        verbose_name="retired at",
                    ),
                ),
                (
                    "on_track",
                    models.DecimalField(
                        decimal_places=4,
                        help_text="Share of the expected attainment, for example 0.95.",
                        max_digits=6,
                        verbose_name="on track from",
                    ),
                ),
                (
                    "at_risk",
                    models.DecimalField(
                        decimal_places=4,
                        help_text="Share of the expected attainment, for example 0.80.",
                        max_digits=6,
                        verbose_name="at risk from",
                    ),
                ),
                (
                    "coverage",
                    models.DecimalField(
                        decimal_places=4,
                        help_text="Share of the units that owe a report and have one, below which nothing is judged.",
                        max_digits=6,
                        verbose_name="coverage needed",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="valid to")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UnitEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "database_account",
                    models.CharField(
                        db_default=provinces.models.recorded.SessionUser(),
                        editable=False,
                        max_length=100,
                        null=True,
                        verbose_name="account at the database",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "code",
                    models.CharField(help_text="For example USD, ha or projects.", max_length=20, verbose_name="code"),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name (Vietnamese)")),
                ("name_en", models.CharField(max_length=60, verbose_name="name (English)")),
                (
                    "currency",
                    models.CharField(
                        blank=True, help_text="ISO code when it is money.", max_length=3, verbose_name="currency"
                    ),
                ),
                ("whole", models.BooleanField(default=False, verbose_name="whole numbers only")),
            ],
            options={
                "abstract": False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="actual",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="actual",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="actual",
            name="delete_delete",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="membership",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="membership",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="membership",
            name="delete_delete",
        ),
        migrations.RemoveConstraint(
            model_name="membership",
            name="membership_once",
        ),
        migrations.AddField(
            model_name="actual",
            name="reason",
            field=models.CharField(
                blank=True,
                help_text="Why an unusual figure is right, as its clerk confirmed.",
                max_length=300,
                verbose_name="reason",
            ),
        ),
        migrations.AddField(
            model_name="actual",
            name="source",
            field=models.CharField(
                blank=True,
                help_text="Where the figure comes from, for example a letter.",
                max_length=300,
                verbose_name="source",
            ),
        ),
        migrations.AddField(
            model_name="actualevent",
            name="database_account",
            field=models.CharField(editable=False, max_length=100, null=True, verbose_name="account at the database"),
        ),
        migrations.AlterField(
            model_name="actualevent",
            name="database_account",
            field=models.CharField(
                db_default=provinces.models.recorded.SessionUser(),
                editable=False,
                max_length=100,
                null=True,
                verbose_name="account at the database",
            ),
        ),
        migrations.AddField(
            model_name="actualevent",
            name="reason",
            field=models.CharField(
                blank=True,
                help_text="Why an unusual figure is right, as its clerk confirmed.",
                max_length=300,
                verbose_name="reason",
            ),
        ),
        migrations.AddField(
            model_name="actualevent",
            name="source",
            field=models.CharField(
                blank=True,
                help_text="Where the figure comes from, for example a letter.",
                max_length=300,
                verbose_name="source",
            ),
        ),
        migrations.AddField(
            model_name="indicatorevent",
            name="database_account",
            field=models.CharField(editable=False, max_length=100, null=True, verbose_name="account at the database"),
        ),
        migrations.AlterField(
            model_name="indicatorevent",
            name="database_account",
            field=models.CharField(
                db_default=provinces.models.recorded.SessionUser(),
                editable=False,
                max_length=100,
                null=True,
                verbose_name="account at the database",
            ),
        ),
        migrations.AddField(
            model_name="membership",
            name="standing_in_for",
            field=models.ForeignKey(
                blank=True,
                help_text="A deputy's role holds only while the person it stands in for has the role too, and has an end.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="deputies",
                to=settings.AUTH_USER_MODEL,
                verbose_name="standing in for",
            ),
        ),
        migrations.AddField(
            model_name="membershipevent",
            name="database_account",
            field=models.CharField(editable=False, max_length=100, null=True, verbose_name="account at the database"),
        ),
        migrations.AlterField(
            model_name="membershipevent",
            name="database_account",
            field=models.CharField(
                db_default=provinces.models.recorded.SessionUser(),
                editable=False,
                max_length=100,
                null=True,
                verbose_name="account at the database",
            ),
        ),
        migrations.AddField(
            model_name="membershipevent",
            name="standing_in_for",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="A deputy's role holds only while the person it stands in for has the role too, and has an end.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="standing in for",
            ),
        ),
        migrations.AddField(
            model_name="quarterlyreportevent",
            name="database_account",
            field=models.CharField(editable=False, max_length=100, null=True, verbose_name="account at the database"),
        ),
        migrations.AlterField(
            model_name="quarterlyreportevent",
            name="database_account",
            field=models.CharField(
                db_default=provinces.models.recorded.SessionUser(),
                editable=False,
                max_length=100,
                null=True,
                verbose_name="account at the database",
            ),
        ),
        migrations.AddField(
            model_name="reportrevisionevent",
            name="database_account",
            field=models.CharField(editable=False, max_length=100, null=True, verbose_name="account at the database"),
        ),
        migrations.AlterField(
            model_name="reportrevisionevent",
            name="database_account",
            field=models.CharField(
                db_default=provinces.models.recorded.SessionUser(),
                editable=False,
                max_length=100,
                null=True,
                verbose_name="account at the database",
            ),
        ),
        migrations.AddField(
            model_name="targetevent",
            name="database_account",
            field=models.CharField(editable=False, max_length=100, null=True, verbose_name="account at the database"),
        ),
        migrations.AlterField(
            model_name="targetevent",
            name="database_account",
            field=models.CharField(
                db_default=provinces.models.recorded.SessionUser(),
                editable=False,
                max_length=100,
                null=True,
                verbose_name="account at the database",
            ),
        ),
        migrations.AddField(
            model_name="targetmemberevent",
            name="database_account",
            field=models.CharField(editable=False, max_length=100, null=True, verbose_name="account at the database"),
        ),
        migrations.AlterField(
            model_name="targetmemberevent",
            name="database_account",
            field=models.CharField(
                db_default=provinces.models.recorded.SessionUser(),
                editable=False,
                max_length=100,
                null=True,
                verbose_name="account at the database",
            ),
        ),
        migrations.AddField(
            model_name="targetphaseevent",
            name="database_account",
            field=models.CharField(editable=False, max_length=100, null=True, verbose_name="account at the database"),
        ),
        migrations.AlterField(
            model_name="targetphaseevent",
            name="database_account",
            field=models.CharField(
                db_default=provinces.models.recorded.SessionUser(),
                editable=False,
                max_length=100,
                null=True,
                verbose_name="account at the database",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actual",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_actualevent" ("basis", "comparator", "cut_off_on", "denominator", "document_id", "from_on", "high", "id", "indicator_id", "note", "note_en", "numerator", "observation_status", "origin", "other_unit_id", "other_value", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "printed", "reason", "reference", "rejected_because", "rejected_because_en", "revision_id", "source", "to_on", "unclear", "unit_id", "value") VALUES (NEW."basis", NEW."comparator", NEW."cut_off_on", NEW."denominator", NEW."document_id", NEW."from_on", NEW."high", NEW."id", NEW."indicator_id", NEW."note", NEW."note_en", NEW."numerator", NEW."observation_status", NEW."origin", NEW."other_unit_id", NEW."other_value", NEW."paragraph", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."printed", NEW."reason", NEW."reference", NEW."rejected_because", NEW."rejected_because_en", NEW."revision_id", NEW."source", NEW."to_on", NEW."unclear", NEW."unit_id", NEW."value"); RETURN NULL;',
                    hash="f3d5721e68cca4b8d2c3a387b866fef1c6861b42",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_dfd0e",
                    table="tracker_actual",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actual",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tracker_actualevent" ("basis", "comparator", "cut_off_on", "denominator", "document_id", "from_on", "high", "id", "indicator_id", "note", "note_en", "numerator", "observation_status", "origin", "other_unit_id", "other_value", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "printed", "reason", "reference", "rejected_because", "rejected_because_en", "revision_id", "source", "to_on", "unclear", "unit_id", "value") VALUES (NEW."basis", NEW."comparator", NEW."cut_off_on", NEW."denominator", NEW."document_id", NEW."from_on", NEW."high", NEW."id", NEW."indicator_id", NEW."note", NEW."note_en", NEW."numerator", NEW."observation_status", NEW."origin", NEW."other_unit_id", NEW."other_value", NEW."paragraph", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."printed", NEW."reason", NEW."reference", NEW."rejected_because", NEW."rejected_because_en", NEW."revision_id", NEW."source", NEW."to_on", NEW."unclear", NEW."unit_id", NEW."value"); RETURN NULL;',
                    hash="55054063e1a7756e545eef727425010da3425398",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_16575",
                    table="tracker_actual",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="actual",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_actualevent" ("basis", "comparator", "cut_off_on", "denominator", "document_id", "from_on", "high", "id", "indicator_id", "note", "note_en", "numerator", "observation_status", "origin", "other_unit_id", "other_value", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "printed", "reason", "reference", "rejected_because", "rejected_because_en", "revision_id", "source", "to_on", "unclear", "unit_id", "value") VALUES (OLD."basis", OLD."comparator", OLD."cut_off_on", OLD."denominator", OLD."document_id", OLD."from_on", OLD."high", OLD."id", OLD."indicator_id", OLD."note", OLD."note_en", OLD."numerator", OLD."observation_status", OLD."origin", OLD."other_unit_id", OLD."other_value", OLD."paragraph", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."printed", OLD."reason", OLD."reference", OLD."rejected_because", OLD."rejected_because_en", OLD."revision_id", OLD."source", OLD."to_on", OLD."unclear", OLD."unit_id", OLD."value"); RETURN NULL;',
                    hash="e67f2ce93a706d72294ebd51e635fc666402a758",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d35f4",
                    table="tracker_actual",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="duerule",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_dueruleevent" ("day_of_month", "document_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "reporter_kind", "retired_at", "valid_from", "valid_to", "working_day") VALUES (NEW."day_of_month", NEW."document_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."reporter_kind", NEW."retired_at", NEW."valid_from", NEW."valid_to", NEW."working_day"); RETURN NULL;',
                    hash="aab96ac5b3ab3c47264683faf99c0804ff31d262",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_5353e",
                    table="tracker_duerule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="duerule",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tracker_dueruleevent" ("day_of_month", "document_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "reporter_kind", "retired_at", "valid_from", "valid_to", "working_day") VALUES (NEW."day_of_month", NEW."document_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."reporter_kind", NEW."retired_at", NEW."valid_from", NEW."valid_to", NEW."working_day"); RETURN NULL;',
                    hash="d4f1b6c86a2123d673c54c4837eac006dc006e13",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6d0e8",
                    table="tracker_duerule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="duerule",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_dueruleevent" ("day_of_month", "document_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "reporter_kind", "retired_at", "valid_from", "valid_to", "working_day") VALUES (OLD."day_of_month", OLD."document_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."reporter_kind", OLD."retired_at", OLD."valid_from", OLD."valid_to", OLD."working_day"); RETURN NULL;',
                    hash="bb3b59f8092d775d0de427f60dc248f2eaaf4f2b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_cff3b",
                    table="tracker_duerule",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="exchangerate",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_exchangerateevent" ("base", "document_id", "id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "quote", "rate", "recorded_at", "retired_at") VALUES (NEW."base", NEW."document_id", NEW."id", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose", NEW."quote", NEW."rate", NEW."recorded_at", NEW."retired_at"); RETURN NULL;',
                    hash="a2ca21d3aebfddfe9f72053fe442934e0492dffe",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_985c9",
                    table="tracker_exchangerate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="exchangerate",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tracker_exchangerateevent" ("base", "document_id", "id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "quote", "rate", "recorded_at", "retired_at") VALUES (NEW."base", NEW."document_id", NEW."id", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose", NEW."quote", NEW."rate", NEW."recorded_at", NEW."retired_at"); RETURN NULL;',
                    hash="b610623e80de84a0f83743b75bf4abb3b7f33414",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_2e5ae",
                    table="tracker_exchangerate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="exchangerate",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_exchangerateevent" ("base", "document_id", "id", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "quote", "rate", "recorded_at", "retired_at") VALUES (OLD."base", OLD."document_id", OLD."id", OLD."on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."purpose", OLD."quote", OLD."rate", OLD."recorded_at", OLD."retired_at"); RETURN NULL;',
                    hash="203fe00e28fccac113747e48f71df182e2d7b40e",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_5a829",
                    table="tracker_exchangerate",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="holiday",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_holidayevent" ("id", "name", "name_en", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."name", NEW."name_en", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="0202a177cd19d1b48431a3203def65a0ba4b2a78",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_08e06",
                    table="tracker_holiday",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="holiday",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tracker_holidayevent" ("id", "name", "name_en", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."name", NEW."name_en", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="7babe9a60e1d6c444bc44b24a82eae8f2153c371",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_98b98",
                    table="tracker_holiday",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="holiday",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_holidayevent" ("id", "name", "name_en", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."name", OLD."name_en", OLD."on", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="653b8a464ea18b9b81c1dc3af741d7b89b567980",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3d24f",
                    table="tracker_holiday",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="indicatorgroup",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_indicatorgroupevent" ("code", "id", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."code", NEW."id", NEW."name", NEW."name_en", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;',
                    hash="7b00c194fc66b1294650e49885ebbf7c64e3a1d5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_77140",
                    table="tracker_indicatorgroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="indicatorgroup",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tracker_indicatorgroupevent" ("code", "id", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."code", NEW."id", NEW."name", NEW."name_en", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;',
                    hash="23ad90498e65907522e734aba12b4dc06c6ccfb3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_8ddeb",
                    table="tracker_indicatorgroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="indicatorgroup",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_indicatorgroupevent" ("code", "id", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."code", OLD."id", OLD."name", OLD."name_en", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position"); RETURN NULL;',
                    hash="da17f2439d88b3671890ac3340d422614ebc7da1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_230b6",
                    table="tracker_indicatorgroup",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_membershipevent" ("id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "role", "standing_in_for_id", "valid_from", "valid_to") VALUES (NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."role", NEW."standing_in_for_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="f173eb06da2a0032b436979222f3cd38800f8289",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c22c6",
                    table="tracker_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tracker_membershipevent" ("id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "role", "standing_in_for_id", "valid_from", "valid_to") VALUES (NEW."id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."role", NEW."standing_in_for_id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="e8a37ce650330fac25d19d47245556faffc8130b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6d126",
                    table="tracker_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_membershipevent" ("id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "role", "standing_in_for_id", "valid_from", "valid_to") VALUES (OLD."id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."role", OLD."standing_in_for_id", OLD."valid_from", OLD."valid_to"); RETURN NULL;',
                    hash="1f8c58b8911eec426dcb5c43c2e104f68097e1ab",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_dd317",
                    table="tracker_membership",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_personevent" ("date_joined", "display_name", "email", "first_name", "id", "is_active", "is_staff", "is_superuser", "last_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "username") VALUES (NEW."date_joined", NEW."display_name", NEW."email", NEW."first_name", NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."last_name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."username"); RETURN NULL;',
                    hash="aa75471f11b35261b8734b80ac4905e301535e81",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_cb3ff",
                    table="tracker_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."date_joined" IS DISTINCT FROM (NEW."date_joined") OR OLD."display_name" IS DISTINCT FROM (NEW."display_name") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."first_name" IS DISTINCT FROM (NEW."first_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."last_name" IS DISTINCT FROM (NEW."last_name") OR OLD."username" IS DISTINCT FROM (NEW."username"))',
                    func='INSERT INTO "tracker_personevent" ("date_joined", "display_name", "email", "first_name", "id", "is_active", "is_staff", "is_superuser", "last_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "username") VALUES (NEW."date_joined", NEW."display_name", NEW."email", NEW."first_name", NEW."id", NEW."is_active", NEW."is_staff", NEW."is_superuser", NEW."last_name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."username"); RETURN NULL;',
                    hash="8396ada58cf30246dc6027dc53391e4aa9ae2bbf",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_9d973",
                    table="tracker_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="person",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_personevent" ("date_joined", "display_name", "email", "first_name", "id", "is_active", "is_staff", "is_superuser", "last_name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "username") VALUES (OLD."date_joined", OLD."display_name", OLD."email", OLD."first_name", OLD."id", OLD."is_active", OLD."is_staff", OLD."is_superuser", OLD."last_name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."username"); RETURN NULL;',
                    hash="8cbbd66d24bfa690f9ed1fe3615dce34350f7945",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e2cca",
                    table="tracker_person",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="printedcomparison",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_printedcomparisonevent" ("against_actual_id", "against_label", "against_label_en", "against_target_id", "comparator", "document_id", "id", "kind", "note", "note_en", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "printed", "reference", "subject_actual_id", "subject_target_id", "unit_id", "value") VALUES (NEW."against_actual_id", NEW."against_label", NEW."against_label_en", NEW."against_target_id", NEW."comparator", NEW."document_id", NEW."id", NEW."kind", NEW."note", NEW."note_en", NEW."paragraph", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."printed", NEW."reference", NEW."subject_actual_id", NEW."subject_target_id", NEW."unit_id", NEW."value"); RETURN NULL;',
                    hash="90313520ed701bcfb0fa8ec1e1fc7a2de1cb75fd",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_825b6",
                    table="tracker_printedcomparison",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="printedcomparison",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tracker_printedcomparisonevent" ("against_actual_id", "against_label", "against_label_en", "against_target_id", "comparator", "document_id", "id", "kind", "note", "note_en", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "printed", "reference", "subject_actual_id", "subject_target_id", "unit_id", "value") VALUES (NEW."against_actual_id", NEW."against_label", NEW."against_label_en", NEW."against_target_id", NEW."comparator", NEW."document_id", NEW."id", NEW."kind", NEW."note", NEW."note_en", NEW."paragraph", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."printed", NEW."reference", NEW."subject_actual_id", NEW."subject_target_id", NEW."unit_id", NEW."value"); RETURN NULL;',
                    hash="175598eae644474500ff598924a8c60f0dbb1fbf",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_1e6ad",
                    table="tracker_printedcomparison",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="printedcomparison",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_printedcomparisonevent" ("against_actual_id", "against_label", "against_label_en", "against_target_id", "comparator", "document_id", "id", "kind", "note", "note_en", "paragraph", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "printed", "reference", "subject_actual_id", "subject_target_id", "unit_id", "value") VALUES (OLD."against_actual_id", OLD."against_label", OLD."against_label_en", OLD."against_target_id", OLD."comparator", OLD."document_id", OLD."id", OLD."kind", OLD."note", OLD."note_en", OLD."paragraph", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."printed", OLD."reference", OLD."subject_actual_id", OLD."subject_target_id", OLD."unit_id", OLD."value"); RETURN NULL;',
                    hash="e0e71384b730360abcf0cad3f39fd0253a3f927d",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b0377",
                    table="tracker_printedcomparison",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="promotionitem",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_promotionitemevent" ("id", "is_group", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "procedure", "procedure_en", "promotion_list_id") VALUES (NEW."id", NEW."is_group", NEW."name", NEW."name_en", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."procedure", NEW."procedure_en", NEW."promotion_list_id"); RETURN NULL;',
                    hash="7af01f75db9b0a68c626979f6a9b629993bc9caa",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a9e92",
                    table="tracker_promotionitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="promotionitem",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tracker_promotionitemevent" ("id", "is_group", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "procedure", "procedure_en", "promotion_list_id") VALUES (NEW."id", NEW."is_group", NEW."name", NEW."name_en", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."procedure", NEW."procedure_en", NEW."promotion_list_id"); RETURN NULL;',
                    hash="2202b3c4784b2ab1e425facc163ae4d62bddb989",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_097dd",
                    table="tracker_promotionitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="promotionitem",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_promotionitemevent" ("id", "is_group", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "procedure", "procedure_en", "promotion_list_id") VALUES (OLD."id", OLD."is_group", OLD."name", OLD."name_en", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."procedure", OLD."procedure_en", OLD."promotion_list_id"); RETURN NULL;',
                    hash="9cf9eb7f51456a62500be71fd94550aab4ff5781",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_cf3fe",
                    table="tracker_promotionitem",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="promotionlist",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_promotionlistevent" ("addressed_to", "addressed_to_en", "document_id", "ends_on", "id", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "slug", "starts_on") VALUES (NEW."addressed_to", NEW."addressed_to_en", NEW."document_id", NEW."ends_on", NEW."id", NEW."name", NEW."name_en", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."slug", NEW."starts_on"); RETURN NULL;',
                    hash="69b2e145857eedfda0ed9802183c270c882de254",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_48035",
                    table="tracker_promotionlist",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="promotionlist",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tracker_promotionlistevent" ("addressed_to", "addressed_to_en", "document_id", "ends_on", "id", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "slug", "starts_on") VALUES (NEW."addressed_to", NEW."addressed_to_en", NEW."document_id", NEW."ends_on", NEW."id", NEW."name", NEW."name_en", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."slug", NEW."starts_on"); RETURN NULL;',
                    hash="49c3b715ccae1ba52a02e8b045ea3288e9952cf5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_29ce6",
                    table="tracker_promotionlist",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="promotionlist",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_promotionlistevent" ("addressed_to", "addressed_to_en", "document_id", "ends_on", "id", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "slug", "starts_on") VALUES (OLD."addressed_to", OLD."addressed_to_en", OLD."document_id", OLD."ends_on", OLD."id", OLD."name", OLD."name_en", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."slug", OLD."starts_on"); RETURN NULL;',
                    hash="f9615f0e40a7d7042877a8186d01b18f79c966cd",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_687df",
                    table="tracker_promotionlist",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reporterprecedence",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_reporterprecedenceevent" ("id", "indicator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "rank", "recorded_at", "reporter_kind", "retired_at") VALUES (NEW."id", NEW."indicator_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."rank", NEW."recorded_at", NEW."reporter_kind", NEW."retired_at"); RETURN NULL;',
                    hash="3543f4d5a20eb015ddd5c7b80505ff53eadaeca3",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_81f7c",
                    table="tracker_reporterprecedence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reporterprecedence",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tracker_reporterprecedenceevent" ("id", "indicator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "rank", "recorded_at", "reporter_kind", "retired_at") VALUES (NEW."id", NEW."indicator_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."rank", NEW."recorded_at", NEW."reporter_kind", NEW."retired_at"); RETURN NULL;',
                    hash="2b024a7ea894fc907c7c445fc4c75f8ce3e8644c",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_b72ab",
                    table="tracker_reporterprecedence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reporterprecedence",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_reporterprecedenceevent" ("id", "indicator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "rank", "recorded_at", "reporter_kind", "retired_at") VALUES (OLD."id", OLD."indicator_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."rank", OLD."recorded_at", OLD."reporter_kind", OLD."retired_at"); RETURN NULL;',
                    hash="3f5d3cfa641d0dac736a882d91b8c49ce0976c8b",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0fb1d",
                    table="tracker_reporterprecedence",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportform",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_reportformevent" ("code", "document_id", "id", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (NEW."code", NEW."document_id", NEW."id", NEW."name", NEW."name_en", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="a2ff98a6cdd868fe4c0b8181bd84d98285338f45",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_8c4b7",
                    table="tracker_reportform",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportform",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tracker_reportformevent" ("code", "document_id", "id", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (NEW."code", NEW."document_id", NEW."id", NEW."name", NEW."name_en", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="7e7416fc48bf2ae5fda7f55bf5b7e4fa2986007b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d0b29",
                    table="tracker_reportform",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportform",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_reportformevent" ("code", "document_id", "id", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "valid_from", "valid_to") VALUES (OLD."code", OLD."document_id", OLD."id", OLD."name", OLD."name_en", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."valid_from", OLD."valid_to"); RETURN NULL;',
                    hash="c462a92dba9cf23728eb9f0643b2b23eb5b59a69",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_c4a4e",
                    table="tracker_reportform",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportformline",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_reportformlineevent" ("asked", "form_id", "id", "indicator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."asked", NEW."form_id", NEW."id", NEW."indicator_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position"); RETURN NULL;',
                    hash="cda70d3f1b62bc3b8b2fcf2ea605135c3757feb7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_759fb",
                    table="tracker_reportformline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportformline",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tracker_reportformlineevent" ("asked", "form_id", "id", "indicator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (NEW."asked", NEW."form_id", NEW."id", NEW."indicator_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position"); RETURN NULL;',
                    hash="367e4aebc55d54a0deec387cc6034a1b9ac65e0e",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_cf56b",
                    table="tracker_reportformline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportformline",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_reportformlineevent" ("asked", "form_id", "id", "indicator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position") VALUES (OLD."asked", OLD."form_id", OLD."id", OLD."indicator_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position"); RETURN NULL;',
                    hash="b4376987301ea7f67609da7407ab8ee2932eada9",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_42c90",
                    table="tracker_reportformline",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportingduty",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_reportingdutyevent" ("form_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "recorded_at", "reporter_id", "retired_at", "valid_from", "valid_to") VALUES (NEW."form_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."recorded_at", NEW."reporter_id", NEW."retired_at", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="1ea8ea10f64815c5ac344e1f975457e25b39ecfc",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_80bd8",
                    table="tracker_reportingduty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportingduty",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tracker_reportingdutyevent" ("form_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "recorded_at", "reporter_id", "retired_at", "valid_from", "valid_to") VALUES (NEW."form_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."recorded_at", NEW."reporter_id", NEW."retired_at", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="a078d77c98e57c4dea2dc263b1d54f4c0c3c0ac5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_269b5",
                    table="tracker_reportingduty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportingduty",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_reportingdutyevent" ("form_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "recorded_at", "reporter_id", "retired_at", "valid_from", "valid_to") VALUES (OLD."form_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."recorded_at", OLD."reporter_id", OLD."retired_at", OLD."valid_from", OLD."valid_to"); RETURN NULL;',
                    hash="7f2b32e3d4fd0108f5e25052a77e8e50df70c878",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_d15ab",
                    table="tracker_reportingduty",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportrevision",
            trigger=pgtrigger.compiler.Trigger(
                name="report_revision_quarter_open",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE closed bigint; of_place bigint;",
                    func="\n        -- Approving and returning what was submitted in time stays possible.\n        IF TG_OP = 'UPDATE' AND NOT (OLD.status <> NEW.status AND NEW.status IN ('draft', 'awaiting_approval')) THEN\n            RETURN NEW;\n        END IF;\n        SELECT tracker_quarter_lock(report.place_id, report.year, report.quarter), report.place_id\n        INTO closed, of_place\n        FROM tracker_quarterlyreport report WHERE report.id = NEW.report_id;\n        IF closed IS NOT NULL AND NOT EXISTS (\n            SELECT 1 FROM tracker_lockexception exception\n            WHERE exception.lock_id = closed AND exception.place_id = of_place\n              AND exception.retired_at IS NULL AND exception.ends_at > clock_timestamp()\n        ) THEN\n            RAISE EXCEPTION 'tracker: the quarter is closed' USING ERRCODE = 'restrict_violation';\n        END IF;\n        RETURN NEW;\n    ",
                    hash="d1fa0d2095cf3b7a999592b3fa045ac9edbbd6da",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_report_revision_quarter_open_7168a",
                    table="tracker_reportrevision",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="threshold",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_thresholdevent" ("at_risk", "coverage", "document_id", "group_id", "id", "on_track", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "retired_at", "valid_from", "valid_to") VALUES (NEW."at_risk", NEW."coverage", NEW."document_id", NEW."group_id", NEW."id", NEW."on_track", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."retired_at", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="878e754bc7fdb92d16ab104ac88fe64bebeef2cc",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c405a",
                    table="tracker_threshold",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="threshold",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tracker_thresholdevent" ("at_risk", "coverage", "document_id", "group_id", "id", "on_track", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "retired_at", "valid_from", "valid_to") VALUES (NEW."at_risk", NEW."coverage", NEW."document_id", NEW."group_id", NEW."id", NEW."on_track", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."retired_at", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="dc0e1c7eba180c58a6f4fef389fdbd95088d09a6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e3cc6",
                    table="tracker_threshold",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="threshold",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_thresholdevent" ("at_risk", "coverage", "document_id", "group_id", "id", "on_track", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "retired_at", "valid_from", "valid_to") VALUES (OLD."at_risk", OLD."coverage", OLD."document_id", OLD."group_id", OLD."id", OLD."on_track", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."retired_at", OLD."valid_from", OLD."valid_to"); RETURN NULL;',
                    hash="83bae1e78c52ab6a6d32914a55b30e9f5d51cdce",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b5b4f",
                    table="tracker_threshold",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unit",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_unitevent" ("code", "currency", "id", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "whole") VALUES (NEW."code", NEW."currency", NEW."id", NEW."name", NEW."name_en", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."whole"); RETURN NULL;',
                    hash="5659c88c81b22e41df96627e0d91b4de014a7e3e",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_97c21",
                    table="tracker_unit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unit",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tracker_unitevent" ("code", "currency", "id", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "whole") VALUES (NEW."code", NEW."currency", NEW."id", NEW."name", NEW."name_en", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."whole"); RETURN NULL;',
                    hash="3836b8f6ef0376068fe756b8c1bc865a18c2bec3",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4fd93",
                    table="tracker_unit",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unit",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_unitevent" ("code", "currency", "id", "name", "name_en", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "whole") VALUES (OLD."code", OLD."currency", OLD."id", OLD."name", OLD."name_en", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."whole"); RETURN NULL;',
                    hash="708e08ff3a5e804ad3fcf25d12bbb8c5966d6b76",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e6983",
                    table="tracker_unit",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                fields=("person", "role", "place", "valid_from", "standing_in_for"),
                name="membership_once",
                nulls_distinct=False,
                violation_error_message="This person already has this role for this place from this day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("standing_in_for__isnull", True),
                    models.Q(
                        ("valid_to__isnull", False), models.Q(("standing_in_for", models.F("person")), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="membership_deputy_is_somebody_else_for_a_time",
                violation_error_message="A deputy is somebody else, and stands in until a day: type the last day.",
            ),
        ),
        migrations.AddField(
            model_name="accesstoken",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tokens",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="accesstokenevent",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="accesstokenevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="accesstokenevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="tracker.accesstoken",
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="attached_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="attached by",
            ),
        ),
        migrations.AddField(
            model_name="attachment",
            name="revision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attachments",
                to="tracker.reportrevision",
                verbose_name="revision of a report",
            ),
        ),
        migrations.AddField(
            model_name="attachmentevent",
            name="attached_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="attached by",
            ),
        ),
        migrations.AddField(
            model_name="attachmentevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="attachmentevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="tracker.attachment",
            ),
        ),
        migrations.AddField(
            model_name="attachmentevent",
            name="revision",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="tracker.reportrevision",
                verbose_name="revision of a report",
            ),
        ),
        migrations.AddField(
            model_name="dueruleevent",
            name="document",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="provinces.sourcedocument",
                verbose_name="legal basis",
            ),
        ),
        migrations.AddField(
            model_name="dueruleevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="dueruleevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="tracker.duerule",
            ),
        ),
        migrations.AddField(
            model_name="entryreceipt",
            name="made_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="saved by",
            ),
        ),
        migrations.AddField(
            model_name="entryreceipt",
            name="place",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="provinces.place",
                verbose_name="place",
            ),
        ),
        migrations.AddField(
            model_name="entryreceipt",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="undone by",
            ),
        ),
        migrations.AddField(
            model_name="entryreceiptevent",
            name="made_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="saved by",
            ),
        ),
        migrations.AddField(
            model_name="entryreceiptevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="entryreceiptevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="tracker.entryreceipt",
            ),
        ),
        migrations.AddField(
            model_name="entryreceiptevent",
            name="place",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="provinces.place",
                verbose_name="place",
            ),
        ),
        migrations.AddField(
            model_name="entryreceiptevent",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="undone by",
            ),
        ),
        migrations.AddField(
            model_name="exchangerateevent",
            name="document",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="provinces.sourcedocument",
                verbose_name="source document",
            ),
        ),
        migrations.AddField(
            model_name="exchangerateevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="exchangerateevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="tracker.exchangerate",
            ),
        ),
        migrations.AddField(
            model_name="holidayevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="holidayevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="tracker.holiday",
            ),
        ),
        migrations.AddField(
            model_name="indicatorgroupevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="indicatorgroupevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="tracker.indicatorgroup",
            ),
        ),
        migrations.AddField(
            model_name="lockexception",
            name="given_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="given by",
            ),
        ),
        migrations.AddField(
            model_name="lockexception",
            name="indicators",
            field=models.ManyToManyField(
                blank=True,
                help_text="The cells that may be changed; none chosen: every cell of the report.",
                related_name="+",
                to="tracker.indicator",
                verbose_name="indicators",
            ),
        ),
        migrations.AddField(
            model_name="lockexception",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lock_exceptions",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="lockexception",
            name="place",
            field=models.ForeignKey(
                help_text="The place whose report may be corrected.",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="provinces.place",
                verbose_name="place",
            ),
        ),
        migrations.AddField(
            model_name="lockexceptioncellevent",
            name="indicator",
            field=models.ForeignKey(
                db_constraint=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="tracker.indicator",
            ),
        ),
        migrations.AddField(
            model_name="lockexceptioncellevent",
            name="lockexception",
            field=models.ForeignKey(
                db_constraint=False,
                db_tablespace="",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="tracker.lockexception",
            ),
        ),
        migrations.AddField(
            model_name="lockexceptioncellevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="lockexceptionevent",
            name="given_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="given by",
            ),
        ),
        migrations.AddField(
            model_name="lockexceptionevent",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="lockexceptionevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="lockexceptionevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="tracker.lockexception",
            ),
        ),
        migrations.AddField(
            model_name="lockexceptionevent",
            name="place",
            field=models.ForeignKey(
                db_constraint=False,
                help_text="The place whose report may be corrected.",
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="provinces.place",
                verbose_name="place",
            ),
        ),
        migrations.AddField(
            model_name="personevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="personevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="printedcomparisonevent",
            name="against_actual",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="tracker.actual",
                verbose_name="compared with the actual",
            ),
        ),
        migrations.AddField(
            model_name="printedcomparisonevent",
            name="against_target",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="tracker.target",
                verbose_name="compared with the target",
            ),
        ),
        migrations.AddField(
            model_name="printedcomparisonevent",
            name="document",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="provinces.sourcedocument",
                verbose_name="document",
            ),
        ),
        migrations.AddField(
            model_name="printedcomparisonevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="printedcomparisonevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="tracker.printedcomparison",
            ),
        ),
        migrations.AddField(
            model_name="printedcomparisonevent",
            name="subject_actual",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="tracker.actual",
                verbose_name="actual compared",
            ),
        ),
        migrations.AddField(
            model_name="printedcomparisonevent",
            name="subject_target",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="tracker.target",
                verbose_name="target compared",
            ),
        ),
        migrations.AddField(
            model_name="printedcomparisonevent",
            name="unit",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="tracker.unit",
                verbose_name="unit",
            ),
        ),
        migrations.AddField(
            model_name="promotionitemevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="promotionitemevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="tracker.promotionitem",
            ),
        ),
        migrations.AddField(
            model_name="promotionitemevent",
            name="promotion_list",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="tracker.promotionlist",
                verbose_name="promotion list",
            ),
        ),
        migrations.AddField(
            model_name="promotionlistevent",
            name="document",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="provinces.sourcedocument",
                verbose_name="document",
            ),
        ),
        migrations.AddField(
            model_name="promotionlistevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="promotionlistevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="tracker.promotionlist",
            ),
        ),
        migrations.AddField(
            model_name="promotionlistevent",
            name="place",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="provinces.place",
                verbose_name="place",
            ),
        ),
        migrations.AddField(
            model_name="quarterlock",
            name="locked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="locked by",
            ),
        ),
        migrations.AddField(
            model_name="quarterlock",
            name="place",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="locks",
                to="provinces.place",
                verbose_name="place",
            ),
        ),
        migrations.AddField(
            model_name="lockexceptionevent",
            name="lock",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="tracker.quarterlock",
                verbose_name="closed quarter",
            ),
        ),
        migrations.AddField(
            model_name="lockexception",
            name="lock",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="exceptions",
                to="tracker.quarterlock",
                verbose_name="closed quarter",
            ),
        ),
        migrations.AddField(
            model_name="quarterlockevent",
            name="locked_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="locked by",
            ),
        ),
        migrations.AddField(
            model_name="quarterlockevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="quarterlockevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="tracker.quarterlock",
            ),
        ),
        migrations.AddField(
            model_name="quarterlockevent",
            name="place",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="provinces.place",
                verbose_name="place",
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="duty",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tracker.reportingduty",
                verbose_name="reporting duty",
            ),
        ),
        migrations.AddField(
            model_name="reminder",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="reminderevent",
            name="duty",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="tracker.reportingduty",
                verbose_name="reporting duty",
            ),
        ),
        migrations.AddField(
            model_name="reminderevent",
            name="person",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="person",
            ),
        ),
        migrations.AddField(
            model_name="reminderevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="reminderevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="tracker.reminder",
            ),
        ),
        migrations.AddField(
            model_name="reporterprecedenceevent",
            name="indicator",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="tracker.indicator",
                verbose_name="indicator",
            ),
        ),
        migrations.AddField(
            model_name="reporterprecedenceevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="reporterprecedenceevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="tracker.reporterprecedence",
            ),
        ),
        migrations.AddField(
            model_name="reporterprecedenceevent",
            name="place",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="provinces.place",
                verbose_name="place",
            ),
        ),
        migrations.AddField(
            model_name="reportformevent",
            name="document",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="provinces.sourcedocument",
                verbose_name="legal basis",
            ),
        ),
        migrations.AddField(
            model_name="reportformevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="reportformevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="tracker.reportform",
            ),
        ),
        migrations.AddField(
            model_name="reportformlineevent",
            name="form",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="tracker.reportform",
                verbose_name="report form",
            ),
        ),
        migrations.AddField(
            model_name="reportformlineevent",
            name="indicator",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="tracker.indicator",
                verbose_name="indicator",
            ),
        ),
        migrations.AddField(
            model_name="reportformlineevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="reportformlineevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="tracker.reportformline",
            ),
        ),
        migrations.AddField(
            model_name="reportingdutyevent",
            name="form",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="tracker.reportform",
                verbose_name="report form",
            ),
        ),
        migrations.AddField(
            model_name="reportingdutyevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="reportingdutyevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="tracker.reportingduty",
            ),
        ),
        migrations.AddField(
            model_name="reportingdutyevent",
            name="place",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="provinces.place",
                verbose_name="place",
            ),
        ),
        migrations.AddField(
            model_name="reportingdutyevent",
            name="reporter",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="provinces.organisation",
                verbose_name="reporter",
            ),
        ),
        migrations.AddField(
            model_name="thresholdevent",
            name="document",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="provinces.sourcedocument",
                verbose_name="legal basis",
            ),
        ),
        migrations.AddField(
            model_name="thresholdevent",
            name="group",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Empty: for every group without limits of its own.",
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="tracker.indicatorgroup",
                verbose_name="indicator group",
            ),
        ),
        migrations.AddField(
            model_name="thresholdevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="thresholdevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="tracker.threshold",
            ),
        ),
        migrations.AddField(
            model_name="unitevent",
            name="pgh_context",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="pghistory.context",
            ),
        ),
        migrations.AddField(
            model_name="unitevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="tracker.unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="accesstoken",
            constraint=models.CheckConstraint(
                condition=models.Q(("purpose__in", ["calendar", "programs"])),
                name="access_token_purpose_known",
                violation_error_message="Choose one of the purposes.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="accesstoken",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_accesstokenevent" ("digest", "ends_at", "id", "made_at", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "revoked_at") VALUES (NEW."digest", NEW."ends_at", NEW."id", NEW."made_at", NEW."name", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose", NEW."revoked_at"); RETURN NULL;',
                    hash="9c7c6e770a0b5af27ed016e1e086bdc758d8e606",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b74de",
                    table="tracker_accesstoken",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="accesstoken",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tracker_accesstokenevent" ("digest", "ends_at", "id", "made_at", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "revoked_at") VALUES (NEW."digest", NEW."ends_at", NEW."id", NEW."made_at", NEW."name", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose", NEW."revoked_at"); RETURN NULL;',
                    hash="a15150783c8818259f9fe77e7ef09edff1e727e2",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d8765",
                    table="tracker_accesstoken",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="accesstoken",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_accesstokenevent" ("digest", "ends_at", "id", "made_at", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "revoked_at") VALUES (OLD."digest", OLD."ends_at", OLD."id", OLD."made_at", OLD."name", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."purpose", OLD."revoked_at"); RETURN NULL;',
                    hash="37186371a52b377962981ae71c46c49404e60607",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_eea31",
                    table="tracker_accesstoken",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="accesstokenevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="8cf7db627bdaa08abf43047e04e0f203945d79df",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_68522",
                    table="tracker_accesstokenevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("size__gt", 0)),
                name="attachment_is_not_empty",
                violation_error_message="The file is empty; choose another.",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.CheckConstraint(
                condition=models.Q(("sha256__regex", "^[0-9a-f]{64}$")),
                name="attachment_has_checksum",
                violation_error_message="The file has no checksum; attach it again.",
            ),
        ),
        migrations.AddConstraint(
            model_name="attachment",
            constraint=models.UniqueConstraint(
                fields=("revision", "sha256"),
                name="attachment_once",
                violation_error_message="This file is already attached.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attachment",
            trigger=pgtrigger.compiler.Trigger(
                name="attachment_stays",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE step text;",
                    func="\n                    IF TG_OP = 'UPDATE' THEN\n                        RAISE EXCEPTION 'tracker: an attached file is never replaced'\n                            USING ERRCODE = 'restrict_violation';\n                    END IF;\n                    SELECT status INTO step FROM tracker_reportrevision WHERE id = OLD.revision_id FOR SHARE;\n                    IF step <> 'draft' THEN\n                        RAISE EXCEPTION 'tracker: files are taken away only while their revision is a draft'\n                            USING ERRCODE = 'restrict_violation';\n                    END IF;\n                    RETURN OLD;\n                ",
                    hash="0056d4ce6f37ea88b4524dc6972167b393bcde18",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_attachment_stays_13f22",
                    table="tracker_attachment",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attachment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_attachmentevent" ("attached_at", "attached_by_id", "content_type", "file", "id", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision_id", "sha256", "size") VALUES (NEW."attached_at", NEW."attached_by_id", NEW."content_type", NEW."file", NEW."id", NEW."name", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."revision_id", NEW."sha256", NEW."size"); RETURN NULL;',
                    hash="67f8b65acc4fef52e1f64cda7ea26acd96726e27",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9ff2b",
                    table="tracker_attachment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attachment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tracker_attachmentevent" ("attached_at", "attached_by_id", "content_type", "file", "id", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision_id", "sha256", "size") VALUES (NEW."attached_at", NEW."attached_by_id", NEW."content_type", NEW."file", NEW."id", NEW."name", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."revision_id", NEW."sha256", NEW."size"); RETURN NULL;',
                    hash="0174a2b3527778c026d4efbbe3b40859fcd0ed55",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d2fa7",
                    table="tracker_attachment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attachment",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_attachmentevent" ("attached_at", "attached_by_id", "content_type", "file", "id", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "revision_id", "sha256", "size") VALUES (OLD."attached_at", OLD."attached_by_id", OLD."content_type", OLD."file", OLD."id", OLD."name", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."revision_id", OLD."sha256", OLD."size"); RETURN NULL;',
                    hash="db51d7f5808473d60f30dfdeed1c53fd36ba434a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_fbb7c",
                    table="tracker_attachment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="attachmentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="77b26acccc339ea7cb09293974f5b26ea8d5f42a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d4f52",
                    table="tracker_attachmentevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dueruleevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1e24db044e1ffc80b4631591ebf7240b53fa230a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_fe718",
                    table="tracker_dueruleevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="entryreceipt",
            index=models.Index(fields=["place", "year", "quarter"], name="entry_receipt_by_quarter"),
        ),
        migrations.AddConstraint(
            model_name="entryreceipt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                    _connector="OR",
                ),
                name="entry_receipt_undone_who_when",
                violation_error_message="Undoing needs both who and when.",
            ),
        ),
        migrations.AddConstraint(
            model_name="entryreceipt",
            constraint=models.CheckConstraint(
                condition=models.Q(("way__in", ["grid", "paste", "file", "program"])),
                name="entry_receipt_way_known",
                violation_error_message="Choose one of the ways.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="entryreceipt",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_entryreceiptevent" ("id", "lines", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "quarter", "undone_at", "undone_by_id", "way", "year") VALUES (NEW."id", NEW."lines", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."quarter", NEW."undone_at", NEW."undone_by_id", NEW."way", NEW."year"); RETURN NULL;',
                    hash="733ec1f624b20ab55a1d6a4386351e0e3d832fb7",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_10483",
                    table="tracker_entryreceipt",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="entryreceipt",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tracker_entryreceiptevent" ("id", "lines", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "quarter", "undone_at", "undone_by_id", "way", "year") VALUES (NEW."id", NEW."lines", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."quarter", NEW."undone_at", NEW."undone_by_id", NEW."way", NEW."year"); RETURN NULL;',
                    hash="bd874d777a041428ea5b4a8bbc40a73976e8cfdd",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_54a03",
                    table="tracker_entryreceipt",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="entryreceipt",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_entryreceiptevent" ("id", "lines", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "quarter", "undone_at", "undone_by_id", "way", "year") VALUES (OLD."id", OLD."lines", OLD."made_at", OLD."made_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."quarter", OLD."undone_at", OLD."undone_by_id", OLD."way", OLD."year"); RETURN NULL;',
                    hash="63430dad33057a77301fb4c190629c928aaf7be4",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_8d34a",
                    table="tracker_entryreceipt",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="entryreceiptevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c077dcbdd5ee12373a9848fb10e2f9c1e2913f5e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_64c86",
                    table="tracker_entryreceiptevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="exchangerateevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="75db4ce5b994a179e0eae02649cecae07045a515",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e5ef4",
                    table="tracker_exchangerateevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="holidayevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="0f93a3a12609df015e668505e6710d0ab2262763",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e299b",
                    table="tracker_holidayevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="indicatorgroupevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="e8feb81778d68083d262961c2eaae62f348e35a0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_990e6",
                    table="tracker_indicatorgroupevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.CreateModel(
            name="LockExceptionCell",
            fields=[],
            options={
                "verbose_name": "cell of an exception",
                "verbose_name_plural": "cells of exceptions",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("tracker.lockexception_indicators",),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="personevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="420afaa0f04a01ab4ff16fd1dfacd83518ed6864",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_771d2",
                    table="tracker_personevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="printedcomparisonevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="239443484af2ed807da9f770c8d1aeaccabed824",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_7ba01",
                    table="tracker_printedcomparisonevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="promotionitemevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="3a06754fb7c04bff3fc75410fb75f28afa5df0aa",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_c8e12",
                    table="tracker_promotionitemevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="promotionlistevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="867a68631273111d7393e507572da5b9ae0520b0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_9298e",
                    table="tracker_promotionlistevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="quarterlock",
            constraint=models.CheckConstraint(
                condition=models.Q(("quarter__gte", 1), ("quarter__lte", 4)),
                name="quarter_lock_quarter_1_to_4",
                violation_error_message="The quarter is 1, 2, 3 or 4.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quarterlock",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__gte", 1986), ("year__lte", 2100)),
                name="quarter_lock_year_in_range",
                violation_error_message="Type a year from 1986 to 2100, for example 2025.",
            ),
        ),
        migrations.AddConstraint(
            model_name="quarterlock",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at__isnull", True)),
                fields=("place", "year", "quarter"),
                name="quarter_lock_once",
                violation_error_message="This quarter is already closed for the place.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quarterlock",
            trigger=pgtrigger.compiler.Trigger(
                name="quarter_lock_recorded",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE as_before jsonb; as_after jsonb;",
                    func="\n            IF TG_OP = 'DELETE' THEN\n                RAISE EXCEPTION 'tracker: rows of % are retired, never deleted', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            as_before := to_jsonb(OLD) - 'retired_at';\n            as_after := to_jsonb(NEW) - 'retired_at';\n            IF as_before <> as_after OR OLD.retired_at IS NOT NULL THEN\n                RAISE EXCEPTION 'tracker: rows of % are retired and replaced, never rewritten', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="ad3c0a7b3003af495fd9d62e91087c19170a718c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_quarter_lock_recorded_eef0e",
                    table="tracker_quarterlock",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quarterlock",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_quarterlockevent" ("id", "locked_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "quarter", "reason", "recorded_at", "retired_at", "year") VALUES (NEW."id", NEW."locked_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."quarter", NEW."reason", NEW."recorded_at", NEW."retired_at", NEW."year"); RETURN NULL;',
                    hash="ade821de227ded0c73133ab84f519171b75ce0be",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ccf59",
                    table="tracker_quarterlock",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quarterlock",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tracker_quarterlockevent" ("id", "locked_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "quarter", "reason", "recorded_at", "retired_at", "year") VALUES (NEW."id", NEW."locked_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."quarter", NEW."reason", NEW."recorded_at", NEW."retired_at", NEW."year"); RETURN NULL;',
                    hash="6e5e76fba038dd27431b7e5a1a70dc8e01a0382f",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_91257",
                    table="tracker_quarterlock",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quarterlock",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_quarterlockevent" ("id", "locked_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "quarter", "reason", "recorded_at", "retired_at", "year") VALUES (OLD."id", OLD."locked_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."quarter", OLD."reason", OLD."recorded_at", OLD."retired_at", OLD."year"); RETURN NULL;',
                    hash="8b5ad123965d162f43d2cd5a2c0648bc2a6c965c",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_42313",
                    table="tracker_quarterlock",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lockexceptionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5cc81dc0454706da42bf90621ea97deada8ddbc0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_38afd",
                    table="tracker_lockexceptionevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="lockexception",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True),
                name="lock_exception_has_reason",
                violation_error_message="Say why the closed quarter may be changed.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lockexception",
            trigger=pgtrigger.compiler.Trigger(
                name="lock_exception_recorded",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE as_before jsonb; as_after jsonb;",
                    func="\n            IF TG_OP = 'DELETE' THEN\n                RAISE EXCEPTION 'tracker: rows of % are retired, never deleted', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            as_before := to_jsonb(OLD) - 'retired_at';\n            as_after := to_jsonb(NEW) - 'retired_at';\n            IF as_before <> as_after OR OLD.retired_at IS NOT NULL THEN\n                RAISE EXCEPTION 'tracker: rows of % are retired and replaced, never rewritten', TG_TABLE_NAME\n                    USING ERRCODE = 'restrict_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="80de3b4c3c71b3029dbcb127551b0091fb087c48",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_lock_exception_recorded_0bad0",
                    table="tracker_lockexception",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lockexception",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_lockexceptionevent" ("ends_at", "given_by_id", "id", "lock_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "reason", "recorded_at", "retired_at") VALUES (NEW."ends_at", NEW."given_by_id", NEW."id", NEW."lock_id", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."reason", NEW."recorded_at", NEW."retired_at"); RETURN NULL;',
                    hash="7f1a26055bfccc558575e83eb60a4667685f2d71",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_397d9",
                    table="tracker_lockexception",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lockexception",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tracker_lockexceptionevent" ("ends_at", "given_by_id", "id", "lock_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "reason", "recorded_at", "retired_at") VALUES (NEW."ends_at", NEW."given_by_id", NEW."id", NEW."lock_id", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."reason", NEW."recorded_at", NEW."retired_at"); RETURN NULL;',
                    hash="fbd7967ea0579b9982ffea95e910f9d088ae3236",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_110cf",
                    table="tracker_lockexception",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lockexception",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_lockexceptionevent" ("ends_at", "given_by_id", "id", "lock_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "reason", "recorded_at", "retired_at") VALUES (OLD."ends_at", OLD."given_by_id", OLD."id", OLD."lock_id", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."reason", OLD."recorded_at", OLD."retired_at"); RETURN NULL;',
                    hash="015c907e84206a900540b09127d8a58ed51b1592",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_cb2b5",
                    table="tracker_lockexception",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="quarterlockevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="1e39d82cdabb98effc6af89534b8b48f29179f4c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_857bb",
                    table="tracker_quarterlockevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("duty", "year", "quarter", "person", "kind", "sent_on"),
                name="reminder_once",
                violation_error_message="This person was already reminded of this on that day.",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["due_soon", "overdue", "to_approve"])),
                name="reminder_kind_known",
                violation_error_message="Choose one of the kinds.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reminder",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_reminderevent" ("duty_id", "id", "kind", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quarter", "recorded_at", "sent_on", "year") VALUES (NEW."duty_id", NEW."id", NEW."kind", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."quarter", NEW."recorded_at", NEW."sent_on", NEW."year"); RETURN NULL;',
                    hash="3f62e56db7dadfff1403de2ee5822353edb9f60f",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_0a70a",
                    table="tracker_reminder",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reminder",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tracker_reminderevent" ("duty_id", "id", "kind", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quarter", "recorded_at", "sent_on", "year") VALUES (NEW."duty_id", NEW."id", NEW."kind", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."quarter", NEW."recorded_at", NEW."sent_on", NEW."year"); RETURN NULL;',
                    hash="7a2d3d8012beb2b92d66f143ee065e275d3098f6",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_c69ca",
                    table="tracker_reminder",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reminder",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_reminderevent" ("duty_id", "id", "kind", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quarter", "recorded_at", "sent_on", "year") VALUES (OLD."duty_id", OLD."id", OLD."kind", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."quarter", OLD."recorded_at", OLD."sent_on", OLD."year"); RETURN NULL;',
                    hash="8b39ecf1c780ac2a4862ed37b521f7e97288f9b6",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e0a01",
                    table="tracker_reminder",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reminderevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="d3e827caa8ca9f0b9897e6a995fe98b1221f813a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_1b698",
                    table="tracker_reminderevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reporterprecedenceevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="5f7aba52085b52ab536c67800134587df311c081",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_12456",
                    table="tracker_reporterprecedenceevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportformevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4d24538572147ed20b196cf0c6a020454474cf52",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_3f3a6",
                    table="tracker_reportformevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportformlineevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="bb93c1538b7b496ae67000fd387d06c666ac02c2",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_a9685",
                    table="tracker_reportformlineevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reportingdutyevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="c246c8833b0e856ac978f7c9ae9b3c2565762928",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d14b2",
                    table="tracker_reportingdutyevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="thresholdevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="96e3c839937f54b24c7c5071c02b52459cb28465",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d68f3",
                    table="tracker_thresholdevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="unitevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="ed4a44317e4743759290327789ded9fea51ba850",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_62aa2",
                    table="tracker_unitevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="lockexceptioncellevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="tracker.lockexceptioncell",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lockexceptioncell",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_lockexceptioncellevent" ("id", "indicator_id", "lockexception_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."indicator_id", NEW."lockexception_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                    hash="ec4c8d8d0d5ba5d344750f388e358c5c5cdc0b19",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_afb4f",
                    table="tracker_lockexception_indicators",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lockexceptioncell",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tracker_lockexceptioncellevent" ("id", "indicator_id", "lockexception_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."id", NEW."indicator_id", NEW."lockexception_id", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                    hash="dda52240122473e0771c87abcfc573f368e8c784",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4bd24",
                    table="tracker_lockexception_indicators",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lockexceptioncell",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_lockexceptioncellevent" ("id", "indicator_id", "lockexception_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."id", OLD."indicator_id", OLD."lockexception_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                    hash="50a652ceab9d280b8984483a955d78a6f9803d1a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_67103",
                    table="tracker_lockexception_indicators",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lockexceptioncellevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="84b09976cb5e2e83c3c0cace6af6f49f8b8cacca",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5e32f",
                    table="tracker_lockexceptioncellevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
