"""Let the trail of every table begin with its rows, follow the last table, and keep those of account rights empty.

Tables that are followed only since 0006 and provinces 0003 hold rows whose insertion nobody saw: each gets the event
``found``, so that the trail alone rebuilds every table. Rights come from memberships; the two tables in which Django
would keep rights of accounts have no trail, so they take no rows.
"""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
import provinces.models.recorded
from provinces.grouped_migration import GroupedMigration
from django.db import migrations, models

OWN_COLUMNS = ("pgh_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pgh_context_id", "database_account")
FOLLOWED_FROM_NOW_ON = ("tracker_promotionitem_sums", "tracker_promotionitemsumevent")
EMPTY_TABLES = ("tracker_person_groups", "tracker_person_user_permissions")
REFUSE_ROWS = """
    CREATE FUNCTION tracker_refuse_rows() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'tracker: rights are given by memberships, and % stays empty', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END
    $$
"""


def find_rows_without_trail(apps, schema_editor):
    """Add the event ``found`` for each row that no event speaks of."""
    quoted = schema_editor.connection.ops.quote_name
    for events in apps.get_models():
        if events._meta.app_label not in ("provinces", "tracker"):
            continue
        fields = {field.name: field for field in events._meta.concrete_fields}
        if "pgh_obj" not in fields:
            continue
        followed = fields["pgh_obj"].remote_field.model
        table, key = quoted(followed._meta.db_table), quoted(followed._meta.pk.column)
        noted = quoted(events._meta.db_table)
        columns = ", ".join(quoted(field.column) for field in fields.values() if field.column not in OWN_COLUMNS)
        # Names of our own tables and columns.
        schema_editor.execute(
            f"INSERT INTO {noted} (pgh_created_at, pgh_label, pgh_obj_id, {columns}) "  # noqa: S608
            f"SELECT NOW(), 'found', {key}, {columns} FROM {table} "
            f"WHERE NOT EXISTS (SELECT 1 FROM {noted} event WHERE event.pgh_obj_id = {table}.{key})"
        )


class Migration(GroupedMigration):
    """Add the events and the triggers."""

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("provinces", "0003_audit_every_table"),
        ("tracker", "0008_stock_accumulates_flow"),
    ]

    operations = [
        migrations.CreateModel(
            name='PromotionItemSum',
            fields=[
            ],
            options={
                'verbose_name': 'summed item of a promotion list',
                'verbose_name_plural': 'summed items of promotion lists',
                'proxy': True,
                'indexes': [],
                'constraints': [],
            },
            bases=('tracker.promotionitem_sums',),
        ),
        migrations.CreateModel(
            name='PromotionItemSumEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('database_account', models.CharField(db_default=provinces.models.recorded.SessionUser(), editable=False, max_length=100, null=True, verbose_name='account at the database')),
                ('id', models.BigIntegerField()),
                ('from_promotionitem', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tracker.promotionitem')),
                ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                ('to_promotionitem', models.ForeignKey(db_constraint=False, db_tablespace='', on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tracker.promotionitem')),
                ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='tracker.promotionitemsum')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='promotionitemsum',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tracker_promotionitemsumevent" ("from_promotionitem_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_promotionitem_id") VALUES (NEW."from_promotionitem_id", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."to_promotionitem_id"); RETURN NULL;', hash='4fb98b6c6bdb7ca10869a74cf0879d8bc12b25bf', operation='INSERT', pgid='pgtrigger_insert_insert_6e06b', table='tracker_promotionitem_sums', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='promotionitemsum',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "tracker_promotionitemsumevent" ("from_promotionitem_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_promotionitem_id") VALUES (NEW."from_promotionitem_id", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."to_promotionitem_id"); RETURN NULL;', hash='5904397982f46b9d8f800880d3dfa83e126764a1', operation='UPDATE', pgid='pgtrigger_update_update_10a9e', table='tracker_promotionitem_sums', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='promotionitemsum',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tracker_promotionitemsumevent" ("from_promotionitem_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "to_promotionitem_id") VALUES (OLD."from_promotionitem_id", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."to_promotionitem_id"); RETURN NULL;', hash='9e746f5fd5b7d4fb375d2ed810773602dd7f2151', operation='DELETE', pgid='pgtrigger_delete_delete_9bee6', table='tracker_promotionitem_sums', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='promotionitemsumevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='3b97a5562f465b6480761ae718642281820e0f17', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_66a39', table='tracker_promotionitemsumevent', when='BEFORE')),
        ),
        migrations.RunPython(find_rows_without_trail, migrations.RunPython.noop),
        migrations.RunSQL(REFUSE_ROWS, "DROP FUNCTION tracker_refuse_rows()"),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION tracker_refuse_truncate()",
                f"DROP TRIGGER refuse_truncate ON {table}",
            )
            for table in FOLLOWED_FROM_NOW_ON
        ),
        *(
            migrations.RunSQL(
                f"CREATE TRIGGER refuse_rows BEFORE INSERT OR UPDATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION tracker_refuse_rows()",
                f"DROP TRIGGER refuse_rows ON {table}",
            )
            for table in EMPTY_TABLES
        ),
    ]
