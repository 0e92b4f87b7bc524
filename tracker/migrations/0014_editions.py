"""Editions of published quarters, with their pages and rows; TRUNCATE is refused on them and on their events."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import provinces.models.recorded
from django.conf import settings
from provinces.grouped_migration import GroupedMigration
from django.db import migrations, models


TABLES = tuple(
    f"tracker_{name}{suffix}" for name in ("edition", "editionpage", "editionrow") for suffix in ("", "event")
)


class Migration(GroupedMigration):
    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("provinces", "0003_audit_every_table"),
        ("tracker", "0013_rates_the_right_way_round"),
    ]

    operations = [
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=120, unique=True, verbose_name="address name")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="English name")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("quarter", models.PositiveSmallIntegerField(help_text="1, 2, 3 or 4.", verbose_name="quarter")),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        help_text="1 for the first edition of the quarter.", verbose_name="number"
                    ),
                ),
                ("as_of", models.DateTimeField(verbose_name="as known on")),
                ("published_at", models.DateTimeField(verbose_name="published at")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason of another edition")),
                ("digest", models.CharField(max_length=64, verbose_name="checksum")),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="provinces.place",
                        verbose_name="place",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
            ],
            options={
                "verbose_name": "edition",
                "verbose_name_plural": "editions",
            },
        ),
        migrations.CreateModel(
            name="EditionEvent",
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
                ("slug", models.SlugField(db_index=False, max_length=120, verbose_name="address name")),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=200, verbose_name="English name")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("quarter", models.PositiveSmallIntegerField(help_text="1, 2, 3 or 4.", verbose_name="quarter")),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        help_text="1 for the first edition of the quarter.", verbose_name="number"
                    ),
                ),
                ("as_of", models.DateTimeField(verbose_name="as known on")),
                ("published_at", models.DateTimeField(verbose_name="published at")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason of another edition")),
                ("digest", models.CharField(max_length=64, verbose_name="checksum")),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="tracker.edition",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="provinces.place",
                        verbose_name="place",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="published by",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EditionPage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "map",
                    models.CharField(
                        choices=[("then", "as it was then"), ("today", "today's map")], max_length=5, verbose_name="map"
                    ),
                ),
                ("position", models.PositiveIntegerField(verbose_name="position")),
                ("data", models.TextField(verbose_name="content")),
                ("digest", models.CharField(max_length=64, verbose_name="checksum")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pages",
                        to="tracker.edition",
                        verbose_name="edition",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="provinces.place",
                        verbose_name="place",
                    ),
                ),
            ],
            options={
                "verbose_name": "page of an edition",
                "verbose_name_plural": "pages of editions",
            },
        ),
        migrations.CreateModel(
            name="EditionPageEvent",
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
                    "map",
                    models.CharField(
                        choices=[("then", "as it was then"), ("today", "today's map")], max_length=5, verbose_name="map"
                    ),
                ),
                ("position", models.PositiveIntegerField(verbose_name="position")),
                ("digest", models.CharField(max_length=64, verbose_name="checksum")),
                (
                    "edition",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="tracker.edition",
                        verbose_name="edition",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="tracker.editionpage",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="provinces.place",
                        verbose_name="place",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="EditionRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("data", models.TextField(verbose_name="content")),
                ("digest", models.CharField(max_length=64, verbose_name="checksum")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rows",
                        to="tracker.edition",
                        verbose_name="edition",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="tracker.indicator",
                        verbose_name="indicator",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="provinces.place",
                        verbose_name="place",
                    ),
                ),
            ],
            options={
                "verbose_name": "row of an edition",
                "verbose_name_plural": "rows of editions",
            },
        ),
        migrations.CreateModel(
            name="EditionRowEvent",
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
                ("digest", models.CharField(max_length=64, verbose_name="checksum")),
                (
                    "edition",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="tracker.edition",
                        verbose_name="edition",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="tracker.indicator",
                        verbose_name="indicator",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="tracker.editionrow",
                    ),
                ),
                (
                    "place",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="provinces.place",
                        verbose_name="place",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(
                fields=("place", "year", "quarter", "number"),
                name="edition_number_once",
                violation_error_message="There is an edition of this number already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(("quarter__gte", 1), ("quarter__lte", 4)),
                name="edition_quarter_1_to_4",
                violation_error_message="The quarter is 1, 2, 3 or 4.",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__gte", 1986), ("year__lte", 2100)),
                name="edition_year_in_range",
                violation_error_message="Type a year from 1986 to 2100, for example 2025.",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(("name", ""), _negated=True),
                name="edition_has_name",
                violation_error_message="An edition has a name.",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("number", 1), models.Q(("number__gt", 1), models.Q(("reason", ""), _negated=True)), _connector="OR"
                ),
                name="edition_another_has_reason",
                violation_error_message="Another edition of the same quarter needs a reason.",
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(("as_of__lte", models.F("published_at"))),
                name="edition_knows_no_future",
                violation_error_message="An edition cannot be as known after it was published.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="edition_written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    RAISE EXCEPTION 'tracker: a published edition is never changed; publish the next one'\n        USING ERRCODE = 'restrict_violation';\n",
                    hash="b4cfeb02c95cd2bfd0fa6ae560e93c10f1f526e0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_edition_written_once_a5133",
                    table="tracker_edition",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_editionevent" ("as_of", "digest", "id", "name", "name_en", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "published_at", "published_by_id", "quarter", "reason", "slug", "year") VALUES (NEW."as_of", NEW."digest", NEW."id", NEW."name", NEW."name_en", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."published_at", NEW."published_by_id", NEW."quarter", NEW."reason", NEW."slug", NEW."year"); RETURN NULL;',
                    hash="cd95943f19fb64d871ecb6c218343260245c5aa5",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_a5662",
                    table="tracker_edition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tracker_editionevent" ("as_of", "digest", "id", "name", "name_en", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "published_at", "published_by_id", "quarter", "reason", "slug", "year") VALUES (NEW."as_of", NEW."digest", NEW."id", NEW."name", NEW."name_en", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."published_at", NEW."published_by_id", NEW."quarter", NEW."reason", NEW."slug", NEW."year"); RETURN NULL;',
                    hash="1aba509beca83f721e8918a1a4d14eb5472fce3b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_77267",
                    table="tracker_edition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="edition",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_editionevent" ("as_of", "digest", "id", "name", "name_en", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "published_at", "published_by_id", "quarter", "reason", "slug", "year") VALUES (OLD."as_of", OLD."digest", OLD."id", OLD."name", OLD."name_en", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."published_at", OLD."published_by_id", OLD."quarter", OLD."reason", OLD."slug", OLD."year"); RETURN NULL;',
                    hash="b72194f495f673608b651a612bda6fb20ee1ee3f",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_4fe28",
                    table="tracker_edition",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="editionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="a0ed3321a1527fb3219d40ac7649a00235d77971",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_96142",
                    table="tracker_editionevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="editionpage",
            constraint=models.UniqueConstraint(
                fields=("edition", "map", "place"),
                name="edition_page_once",
                violation_error_message="The edition has this page already.",
            ),
        ),
        migrations.AddConstraint(
            model_name="editionpage",
            constraint=models.CheckConstraint(
                condition=models.Q(("map__in", ["then", "today"])),
                name="edition_page_map_known",
                violation_error_message="Choose one of the maps.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="editionpage",
            trigger=pgtrigger.compiler.Trigger(
                name="edition_page_written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    RAISE EXCEPTION 'tracker: a published edition is never changed; publish the next one'\n        USING ERRCODE = 'restrict_violation';\n",
                    hash="9f979b004e59c6cdd0708cbc56ddc88f4b89920b",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_edition_page_written_once_650f2",
                    table="tracker_editionpage",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="editionpage",
            trigger=pgtrigger.compiler.Trigger(
                name="edition_page_closed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF EXISTS (SELECT 1 FROM tracker_edition WHERE id = NEW.edition_id) THEN\n        RAISE EXCEPTION 'tracker: nothing is added to a published edition; publish the next one'\n            USING ERRCODE = 'restrict_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="20cf3a1244d1766f9b2ae4dc03dc23ec78b28a5b",
                    operation="INSERT",
                    pgid="pgtrigger_edition_page_closed_02697",
                    table="tracker_editionpage",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="editionpage",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_editionpageevent" ("digest", "edition_id", "id", "map", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "position") VALUES (NEW."digest", NEW."edition_id", NEW."id", NEW."map", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."position"); RETURN NULL;',
                    hash="0bbd95a1148e33bb9ce9300e60ef516fdc3e5b54",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_46839",
                    table="tracker_editionpage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="editionpage",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."edition_id" IS DISTINCT FROM (NEW."edition_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."map" IS DISTINCT FROM (NEW."map") OR OLD."place_id" IS DISTINCT FROM (NEW."place_id") OR OLD."position" IS DISTINCT FROM (NEW."position"))',
                    func='INSERT INTO "tracker_editionpageevent" ("digest", "edition_id", "id", "map", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "position") VALUES (NEW."digest", NEW."edition_id", NEW."id", NEW."map", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."position"); RETURN NULL;',
                    hash="316f69621b74e4858ebf049f8590713732a99e34",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f6b80",
                    table="tracker_editionpage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="editionpage",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_editionpageevent" ("digest", "edition_id", "id", "map", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "position") VALUES (OLD."digest", OLD."edition_id", OLD."id", OLD."map", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."position"); RETURN NULL;',
                    hash="cb0a7f38c1c634df3c482c8c4d90fc60a9e77ebc",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_6456a",
                    table="tracker_editionpage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="editionpageevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="f4453a04c36d5bbfa9a2f83410983d5f41e06f0d",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_45cb2",
                    table="tracker_editionpageevent",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="editionrow",
            constraint=models.UniqueConstraint(
                fields=("edition", "digest"),
                name="edition_row_once",
                violation_error_message="The edition has this row already.",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="editionrow",
            trigger=pgtrigger.compiler.Trigger(
                name="edition_row_written_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    RAISE EXCEPTION 'tracker: a published edition is never changed; publish the next one'\n        USING ERRCODE = 'restrict_violation';\n",
                    hash="ce01f691572d73bf4813720e6b188307ee9f0b99",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_edition_row_written_once_94341",
                    table="tracker_editionrow",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="editionrow",
            trigger=pgtrigger.compiler.Trigger(
                name="edition_row_closed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n    IF EXISTS (SELECT 1 FROM tracker_edition WHERE id = NEW.edition_id) THEN\n        RAISE EXCEPTION 'tracker: nothing is added to a published edition; publish the next one'\n            USING ERRCODE = 'restrict_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="96513ddfca14516922eb9aec593b37442a991586",
                    operation="INSERT",
                    pgid="pgtrigger_edition_row_closed_4d898",
                    table="tracker_editionrow",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="editionrow",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_editionrowevent" ("digest", "edition_id", "id", "indicator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id") VALUES (NEW."digest", NEW."edition_id", NEW."id", NEW."indicator_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id"); RETURN NULL;',
                    hash="7c7523a5d1a4525a02221557449838c57179ad65",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_e3132",
                    table="tracker_editionrow",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="editionrow",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."edition_id" IS DISTINCT FROM (NEW."edition_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."indicator_id" IS DISTINCT FROM (NEW."indicator_id") OR OLD."place_id" IS DISTINCT FROM (NEW."place_id"))',
                    func='INSERT INTO "tracker_editionrowevent" ("digest", "edition_id", "id", "indicator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id") VALUES (NEW."digest", NEW."edition_id", NEW."id", NEW."indicator_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id"); RETURN NULL;',
                    hash="a86cd6a2a740fb0bf5aa13a7ed54cffcdfee18d5",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_cd45c",
                    table="tracker_editionrow",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="editionrow",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_editionrowevent" ("digest", "edition_id", "id", "indicator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id") VALUES (OLD."digest", OLD."edition_id", OLD."id", OLD."indicator_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id"); RETURN NULL;',
                    hash="33f2f1aa0481cca23894e967a52ce175227be8ec",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3275b",
                    table="tracker_editionrow",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="editionrowevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="920e683c731c6ccf08709d69190aca025ccc14b5",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6a1f5",
                    table="tracker_editionrowevent",
                    when="BEFORE",
                ),
            ),
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
