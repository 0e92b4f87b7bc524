"""Keep a trail of every table; events from before say nothing of the account that wrote them."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
import provinces.fields
import provinces.models.recorded
from provinces.grouped_migration import GroupedMigration
from django.db import migrations, models


class Migration(GroupedMigration):
    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("provinces", "0002_refuse_truncate"),
    ]

    operations = [
        migrations.CreateModel(
            name="ParkInvestorEvent",
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
            name="PlaceMemberEvent",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlaceParentEvent",
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
            name="SourceDocumentEvent",
            fields=[
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
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                ("id", models.BigIntegerField()),
                ("slug", models.SlugField(db_index=False, max_length=80, verbose_name="address name")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("resolution", "resolution"),
                            ("decision", "decision"),
                            ("circular", "circular"),
                            ("plan", "plan"),
                            ("report", "report"),
                            ("form", "form"),
                            ("press", "press article"),
                            ("other", "other document"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                (
                    "number",
                    models.CharField(
                        blank=True, help_text="For example 202/2025/QH15.", max_length=60, verbose_name="number"
                    ),
                ),
                ("title", models.CharField(max_length=300, verbose_name="title (Vietnamese)")),
                ("title_en", models.CharField(max_length=300, verbose_name="title (English)")),
                ("publisher", models.CharField(blank=True, max_length=200, verbose_name="publisher")),
                ("issued_on", models.DateField(blank=True, null=True, verbose_name="issued on")),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="published on")),
                ("address", models.URLField(blank=True, max_length=500, verbose_name="web address")),
                (
                    "source_file",
                    models.CharField(
                        blank=True,
                        help_text="The name of the file that was read, if there is one.",
                        max_length=200,
                        verbose_name="file name",
                    ),
                ),
                (
                    "number_style",
                    models.CharField(
                        choices=[("vietnamese", "1.234,5 (Vietnamese)"), ("english", "1,234.5 (English)")],
                        max_length=20,
                        verbose_name="number style",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note (Vietnamese)")),
                ("note_en", models.TextField(blank=True, verbose_name="note (English)")),
                (
                    "search_key",
                    provinces.fields.SearchKeyField(
                        default="", editable=False, sources=("number", "title", "title_en", "publisher", "source_file")
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SuccessionEvent",
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
                    "effective_on",
                    models.DateField(help_text="First day of the successor.", verbose_name="effective on"),
                ),
                (
                    "share",
                    models.DecimalField(
                        decimal_places=6,
                        help_text="Part of the predecessor that goes into this successor: 1 for all of it.",
                        max_digits=7,
                        verbose_name="share",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="organisationevent",
            name="database_account",
            field=models.CharField(editable=False, max_length=100, null=True, verbose_name="account at the database"),
        ),
        migrations.AlterField(
            model_name="organisationevent",
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
            model_name="placeevent",
            name="database_account",
            field=models.CharField(editable=False, max_length=100, null=True, verbose_name="account at the database"),
        ),
        migrations.AlterField(
            model_name="placeevent",
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
            model_name="parkinvestor",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "provinces_parkinvestorevent" ("document_id", "id", "investor_id", "park_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "retired_at", "valid_from", "valid_to") VALUES (NEW."document_id", NEW."id", NEW."investor_id", NEW."park_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."retired_at", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="07469969efdbc421250f9a0d0fe520ccdbb111df",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c10d1",
                    table="provinces_parkinvestor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="parkinvestor",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "provinces_parkinvestorevent" ("document_id", "id", "investor_id", "park_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "retired_at", "valid_from", "valid_to") VALUES (NEW."document_id", NEW."id", NEW."investor_id", NEW."park_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."retired_at", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="89d3cf0c87273e6f46a5ca8010e870de024a5463",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_63e0e",
                    table="provinces_parkinvestor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="parkinvestor",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "provinces_parkinvestorevent" ("document_id", "id", "investor_id", "park_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "retired_at", "valid_from", "valid_to") VALUES (OLD."document_id", OLD."id", OLD."investor_id", OLD."park_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."retired_at", OLD."valid_from", OLD."valid_to"); RETURN NULL;',
                    hash="0cb5e6c3a1fbbbcbd1cb955444bbbd165e0c9df8",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3aefa",
                    table="provinces_parkinvestor",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placemember",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "provinces_placememberevent" ("document_id", "id", "member_id", "perimeter_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "retired_at") VALUES (NEW."document_id", NEW."id", NEW."member_id", NEW."perimeter_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."recorded_at", NEW."retired_at"); RETURN NULL;',
                    hash="386d7e7fcf2fd677f32230094755034bcb985c85",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_ef578",
                    table="provinces_placemember",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placemember",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "provinces_placememberevent" ("document_id", "id", "member_id", "perimeter_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "retired_at") VALUES (NEW."document_id", NEW."id", NEW."member_id", NEW."perimeter_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."recorded_at", NEW."retired_at"); RETURN NULL;',
                    hash="bb541cd0246b3d6a222c4ebcd8d6a3772d0fffce",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_3e21d",
                    table="provinces_placemember",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placemember",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "provinces_placememberevent" ("document_id", "id", "member_id", "perimeter_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "recorded_at", "retired_at") VALUES (OLD."document_id", OLD."id", OLD."member_id", OLD."perimeter_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."recorded_at", OLD."retired_at"); RETURN NULL;',
                    hash="b252b820514bb7e1147a539d969e543117f18965",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_2ef3b",
                    table="provinces_placemember",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placeparent",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "provinces_placeparentevent" ("id", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "recorded_at", "retired_at", "valid_from", "valid_to") VALUES (NEW."id", NEW."parent_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."recorded_at", NEW."retired_at", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="f462b77c2e6b70a529d64107350f638f1b07adfb",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_f7b98",
                    table="provinces_placeparent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placeparent",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "provinces_placeparentevent" ("id", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "recorded_at", "retired_at", "valid_from", "valid_to") VALUES (NEW."id", NEW."parent_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."recorded_at", NEW."retired_at", NEW."valid_from", NEW."valid_to"); RETURN NULL;',
                    hash="4cfb95dd09e4f724ac92a34b19f7894503260bea",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d5929",
                    table="provinces_placeparent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placeparent",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "provinces_placeparentevent" ("id", "parent_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "recorded_at", "retired_at", "valid_from", "valid_to") VALUES (OLD."id", OLD."parent_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."recorded_at", OLD."retired_at", OLD."valid_from", OLD."valid_to"); RETURN NULL;',
                    hash="f7224584f576c61a9c4eb3e56ecf625b48834495",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_0daf2",
                    table="provinces_placeparent",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourcedocument",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "provinces_sourcedocumentevent" ("address", "id", "issued_on", "kind", "note", "note_en", "number", "number_style", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "publisher", "search_key", "slug", "source_file", "title", "title_en") VALUES (NEW."address", NEW."id", NEW."issued_on", NEW."kind", NEW."note", NEW."note_en", NEW."number", NEW."number_style", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."published_on", NEW."publisher", NEW."search_key", NEW."slug", NEW."source_file", NEW."title", NEW."title_en"); RETURN NULL;',
                    hash="c23a1d272fa73d53057759d7bf003e15c1fde051",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_d0c6c",
                    table="provinces_sourcedocument",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourcedocument",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "provinces_sourcedocumentevent" ("address", "id", "issued_on", "kind", "note", "note_en", "number", "number_style", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "publisher", "search_key", "slug", "source_file", "title", "title_en") VALUES (NEW."address", NEW."id", NEW."issued_on", NEW."kind", NEW."note", NEW."note_en", NEW."number", NEW."number_style", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."published_on", NEW."publisher", NEW."search_key", NEW."slug", NEW."source_file", NEW."title", NEW."title_en"); RETURN NULL;',
                    hash="3b9ba846e7e5b3188e67ccd896e7516b1585f109",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_bcece",
                    table="provinces_sourcedocument",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourcedocument",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "provinces_sourcedocumentevent" ("address", "id", "issued_on", "kind", "note", "note_en", "number", "number_style", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "publisher", "search_key", "slug", "source_file", "title", "title_en") VALUES (OLD."address", OLD."id", OLD."issued_on", OLD."kind", OLD."note", OLD."note_en", OLD."number", OLD."number_style", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."published_on", OLD."publisher", OLD."search_key", OLD."slug", OLD."source_file", OLD."title", OLD."title_en"); RETURN NULL;',
                    hash="2a77681c23669b78a9c97aeb5129bf2e2f753d16",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ba220",
                    table="provinces_sourcedocument",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="succession",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "provinces_successionevent" ("document_id", "effective_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_id", "recorded_at", "retired_at", "share", "successor_id") VALUES (NEW."document_id", NEW."effective_on", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."predecessor_id", NEW."recorded_at", NEW."retired_at", NEW."share", NEW."successor_id"); RETURN NULL;',
                    hash="91c316ab08d4bf016fcb3f7de066f543bd4db529",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_df67c",
                    table="provinces_succession",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="succession",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "provinces_successionevent" ("document_id", "effective_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_id", "recorded_at", "retired_at", "share", "successor_id") VALUES (NEW."document_id", NEW."effective_on", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."predecessor_id", NEW."recorded_at", NEW."retired_at", NEW."share", NEW."successor_id"); RETURN NULL;',
                    hash="339ab9b41e944f1278624d0a790b18d765530feb",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_6dfdb",
                    table="provinces_succession",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="succession",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "provinces_successionevent" ("document_id", "effective_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_id", "recorded_at", "retired_at", "share", "successor_id") VALUES (OLD."document_id", OLD."effective_on", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."predecessor_id", OLD."recorded_at", OLD."retired_at", OLD."share", OLD."successor_id"); RETURN NULL;',
                    hash="99066aa61dd51a4814419eebfbca32443f10c7b5",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_ef41b",
                    table="provinces_succession",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="parkinvestorevent",
            name="document",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="provinces.sourcedocument",
                verbose_name="source document",
            ),
        ),
        migrations.AddField(
            model_name="parkinvestorevent",
            name="investor",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="provinces.organisation",
                verbose_name="investor",
            ),
        ),
        migrations.AddField(
            model_name="parkinvestorevent",
            name="park",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="provinces.place",
                verbose_name="park",
            ),
        ),
        migrations.AddField(
            model_name="parkinvestorevent",
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
            model_name="parkinvestorevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="provinces.parkinvestor",
            ),
        ),
        migrations.AddField(
            model_name="placememberevent",
            name="document",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="provinces.sourcedocument",
                verbose_name="source document",
            ),
        ),
        migrations.AddField(
            model_name="placememberevent",
            name="member",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="provinces.place",
                verbose_name="member",
            ),
        ),
        migrations.AddField(
            model_name="placememberevent",
            name="perimeter",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="provinces.place",
                verbose_name="perimeter",
            ),
        ),
        migrations.AddField(
            model_name="placememberevent",
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
            model_name="placememberevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="provinces.placemember",
            ),
        ),
        migrations.AddField(
            model_name="placeparentevent",
            name="parent",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="provinces.place",
                verbose_name="parent",
            ),
        ),
        migrations.AddField(
            model_name="placeparentevent",
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
            model_name="placeparentevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="provinces.placeparent",
            ),
        ),
        migrations.AddField(
            model_name="placeparentevent",
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
            model_name="sourcedocumentevent",
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
            model_name="sourcedocumentevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="provinces.sourcedocument",
            ),
        ),
        migrations.AddField(
            model_name="successionevent",
            name="document",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="provinces.sourcedocument",
                verbose_name="legal basis",
            ),
        ),
        migrations.AddField(
            model_name="successionevent",
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
            model_name="successionevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="events",
                to="provinces.succession",
            ),
        ),
        migrations.AddField(
            model_name="successionevent",
            name="predecessor",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="provinces.place",
                verbose_name="predecessor",
            ),
        ),
        migrations.AddField(
            model_name="successionevent",
            name="successor",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="provinces.place",
                verbose_name="successor",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="parkinvestorevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="2bea977f850a28099d6bd5af4b3877a0ee7bd563",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_0b188",
                    table="provinces_parkinvestorevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placememberevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="4c95b0d35a2de2adddf3e536d27680d1884c3c43",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_5bc69",
                    table="provinces_placememberevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="placeparentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="353db6af9fad163e065fef4475a50b5c96d35aaa",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e68b1",
                    table="provinces_placeparentevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="sourcedocumentevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="25dc040ad1fe2a045dfb109cf2541b8345fbefc0",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_06831",
                    table="provinces_sourcedocumentevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="successionevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                    hash="57d277defc1ed6069bfff3e3873f9379ed8afe0e",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_d1c33",
                    table="provinces_successionevent",
                    when="BEFORE",
                ),
            ),
        ),
    ]
