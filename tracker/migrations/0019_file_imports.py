"""Files to import; TRUNCATE is refused on them and on their events."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
import provinces.models.recorded
import uuid
from django.conf import settings
from provinces.grouped_migration import GroupedMigration
from django.db import migrations, models

TABLES = ("tracker_fileimport", "tracker_fileimportevent")


class Migration(GroupedMigration):

    dependencies = [
        ('pghistory', '0007_auto_20250421_0444'),
        ('provinces', '0007_date_the_events_of_documents'),
        ('tracker', '0018_greet_people_in_their_language'),
    ]

    operations = [
        migrations.CreateModel(
            name='FileImport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True, verbose_name='key')),
                ('kind', models.CharField(choices=[('figures', 'figures of a quarter'), ('targets', 'targets')], max_length=10, verbose_name='what it states')),
                ('name', models.CharField(max_length=200, verbose_name='file name')),
                ('content', models.BinaryField(verbose_name='content')),
                ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                ('sha256', models.CharField(max_length=64, verbose_name='checksum (SHA-256)')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('quarter', models.PositiveSmallIntegerField(blank=True, help_text='What a file means that names no quarter; none for targets.', null=True, verbose_name='quarter')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('mapping', models.JSONField(blank=True, null=True, verbose_name='columns as confirmed')),
                ('state', models.CharField(choices=[('uploaded', 'uploaded'), ('checking', 'being checked'), ('checked', 'checked, not saved'), ('saving', 'being saved'), ('saved', 'saved'), ('cancelled', 'cancelled')], default='uploaded', max_length=10, verbose_name='state')),
                ('check_result', models.JSONField(blank=True, null=True, verbose_name='what the comparison found')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason for what is unusual')),
                ('message', models.TextField(blank=True, verbose_name='message')),
                ('cancel_asked', models.BooleanField(default=False, verbose_name='to be cancelled')),
                ('rows_done', models.PositiveIntegerField(default=0, editable=False, verbose_name='rows done')),
                ('rows_known', models.PositiveIntegerField(default=0, editable=False, verbose_name='rows in all')),
                ('beat_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='last sign of work')),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='uploaded at')),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='saved at')),
            ],
            options={
                'verbose_name': 'file import',
                'verbose_name_plural': 'file imports',
            },
        ),
        migrations.CreateModel(
            name='FileImportEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('database_account', models.CharField(db_default=provinces.models.recorded.SessionUser(), editable=False, max_length=100, null=True, verbose_name='account at the database')),
                ('id', models.BigIntegerField()),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='key')),
                ('kind', models.CharField(choices=[('figures', 'figures of a quarter'), ('targets', 'targets')], max_length=10, verbose_name='what it states')),
                ('name', models.CharField(max_length=200, verbose_name='file name')),
                ('size', models.PositiveIntegerField(verbose_name='size in bytes')),
                ('sha256', models.CharField(max_length=64, verbose_name='checksum (SHA-256)')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('quarter', models.PositiveSmallIntegerField(blank=True, help_text='What a file means that names no quarter; none for targets.', null=True, verbose_name='quarter')),
                ('language', models.CharField(max_length=10, verbose_name='language')),
                ('mapping', models.JSONField(blank=True, null=True, verbose_name='columns as confirmed')),
                ('state', models.CharField(choices=[('uploaded', 'uploaded'), ('checking', 'being checked'), ('checked', 'checked, not saved'), ('saving', 'being saved'), ('saved', 'saved'), ('cancelled', 'cancelled')], default='uploaded', max_length=10, verbose_name='state')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason for what is unusual')),
                ('message', models.TextField(blank=True, verbose_name='message')),
                ('cancel_asked', models.BooleanField(default=False, verbose_name='to be cancelled')),
                ('made_at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False, verbose_name='uploaded at')),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='saved at')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='entryreceipt',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='entryreceipt',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='entryreceipt',
            name='delete_delete',
        ),
        migrations.RemoveConstraint(
            model_name='entryreceipt',
            name='entry_receipt_way_known',
        ),
        migrations.AlterField(
            model_name='entryreceipt',
            name='way',
            field=models.CharField(choices=[('grid', 'typed into the grid'), ('paste', 'pasted'), ('file', 'read from a file'), ('program', 'sent by a program'), ('import', 'imported with other reports')], max_length=10, verbose_name='way'),
        ),
        migrations.AlterField(
            model_name='entryreceiptevent',
            name='way',
            field=models.CharField(choices=[('grid', 'typed into the grid'), ('paste', 'pasted'), ('file', 'read from a file'), ('program', 'sent by a program'), ('import', 'imported with other reports')], max_length=10, verbose_name='way'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entryreceipt',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tracker_entryreceiptevent" ("file_import_id", "id", "lines", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "quarter", "undone_at", "undone_by_id", "way", "year") VALUES (NEW."file_import_id", NEW."id", NEW."lines", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place_id", NEW."quarter", NEW."undone_at", NEW."undone_by_id", NEW."way", NEW."year"); RETURN NULL;', hash='50df636e95b2860e797e5b6532198e9d2bdf8f5e', operation='INSERT', pgid='pgtrigger_insert_insert_10483', table='tracker_entryreceipt', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entryreceipt',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "tracker_entryreceiptevent" ("file_import_id", "id", "lines", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "quarter", "undone_at", "undone_by_id", "way", "year") VALUES (NEW."file_import_id", NEW."id", NEW."lines", NEW."made_at", NEW."made_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place_id", NEW."quarter", NEW."undone_at", NEW."undone_by_id", NEW."way", NEW."year"); RETURN NULL;', hash='59ab90cd8bda982c5c565c5a675e4a15776edf5d', operation='UPDATE', pgid='pgtrigger_update_update_54a03', table='tracker_entryreceipt', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='entryreceipt',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tracker_entryreceiptevent" ("file_import_id", "id", "lines", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place_id", "quarter", "undone_at", "undone_by_id", "way", "year") VALUES (OLD."file_import_id", OLD."id", OLD."lines", OLD."made_at", OLD."made_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place_id", OLD."quarter", OLD."undone_at", OLD."undone_by_id", OLD."way", OLD."year"); RETURN NULL;', hash='f9fc1f6b3b311c45dd0dbf6129c02c70307720f9', operation='DELETE', pgid='pgtrigger_delete_delete_8d34a', table='tracker_entryreceipt', when='AFTER')),
        ),
        migrations.AddField(
            model_name='fileimport',
            name='made_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by'),
        ),
        migrations.AddField(
            model_name='fileimport',
            name='source',
            field=models.ForeignKey(blank=True, help_text='Its columns are remembered for the next file of the same office.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='provinces.organisation', verbose_name='whose file it is'),
        ),
        migrations.AddField(
            model_name='entryreceipt',
            name='file_import',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='receipts', to='tracker.fileimport', verbose_name='file import'),
        ),
        migrations.AddField(
            model_name='entryreceiptevent',
            name='file_import',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='tracker.fileimport', verbose_name='file import'),
        ),
        migrations.AddConstraint(
            model_name='entryreceipt',
            constraint=models.CheckConstraint(condition=models.Q(('way__in', ['grid', 'paste', 'file', 'program', 'import'])), name='entry_receipt_way_known', violation_error_message='Choose one of the ways.'),
        ),
        migrations.AddField(
            model_name='fileimportevent',
            name='made_by',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by'),
        ),
        migrations.AddField(
            model_name='fileimportevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='fileimportevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='tracker.fileimport'),
        ),
        migrations.AddField(
            model_name='fileimportevent',
            name='source',
            field=models.ForeignKey(blank=True, db_constraint=False, help_text='Its columns are remembered for the next file of the same office.', null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='provinces.organisation', verbose_name='whose file it is'),
        ),
        migrations.AddIndex(
            model_name='fileimport',
            index=models.Index(fields=['made_by', '-made_at'], name='file_import_by_person'),
        ),
        migrations.AddIndex(
            model_name='fileimport',
            index=models.Index(condition=models.Q(('state__in', ['checking', 'saving'])), fields=['state'], name='file_import_at_work'),
        ),
        migrations.AddConstraint(
            model_name='fileimport',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['figures', 'targets'])), name='file_import_kind_known', violation_error_message='Choose figures or targets.'),
        ),
        migrations.AddConstraint(
            model_name='fileimport',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['uploaded', 'checking', 'checked', 'saving', 'saved', 'cancelled'])), name='file_import_state_known', violation_error_message='Choose one of the states.'),
        ),
        migrations.AddConstraint(
            model_name='fileimport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state', 'saved')), models.Q(models.Q(('state', 'saved'), _negated=True), ('ended_at__isnull', True)), _connector='OR'), name='file_import_saved_when', violation_error_message='A saved file has the moment of saving, and only a saved one has.'),
        ),
        migrations.AddConstraint(
            model_name='fileimport',
            constraint=models.CheckConstraint(condition=models.Q(('quarter__isnull', True), models.Q(('quarter__gte', 1), ('quarter__lte', 4)), _connector='OR'), name='file_import_quarter_1_to_4', violation_error_message='The quarter is 1, 2, 3 or 4.'),
        ),
        migrations.AddConstraint(
            model_name='fileimport',
            constraint=models.CheckConstraint(condition=models.Q(('sha256__regex', '^[0-9a-f]{64}$')), name='file_import_has_checksum', violation_error_message='The file has no checksum; upload it again.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fileimport',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tracker_fileimportevent" ("cancel_asked", "ended_at", "id", "key", "kind", "language", "made_at", "made_by_id", "mapping", "message", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quarter", "reason", "sha256", "size", "source_id", "state", "year") VALUES (NEW."cancel_asked", NEW."ended_at", NEW."id", NEW."key", NEW."kind", NEW."language", NEW."made_at", NEW."made_by_id", NEW."mapping", NEW."message", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."quarter", NEW."reason", NEW."sha256", NEW."size", NEW."source_id", NEW."state", NEW."year"); RETURN NULL;', hash='440f8d6e6785b18adfc5ef3a8d37adcbfa932107', operation='INSERT', pgid='pgtrigger_insert_insert_074b1', table='tracker_fileimport', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fileimport',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."cancel_asked" IS DISTINCT FROM (NEW."cancel_asked") OR OLD."ended_at" IS DISTINCT FROM (NEW."ended_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."made_by_id" IS DISTINCT FROM (NEW."made_by_id") OR OLD."mapping" IS DISTINCT FROM (NEW."mapping") OR OLD."message" IS DISTINCT FROM (NEW."message") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."quarter" IS DISTINCT FROM (NEW."quarter") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."size" IS DISTINCT FROM (NEW."size") OR OLD."source_id" IS DISTINCT FROM (NEW."source_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."year" IS DISTINCT FROM (NEW."year"))', func='INSERT INTO "tracker_fileimportevent" ("cancel_asked", "ended_at", "id", "key", "kind", "language", "made_at", "made_by_id", "mapping", "message", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quarter", "reason", "sha256", "size", "source_id", "state", "year") VALUES (NEW."cancel_asked", NEW."ended_at", NEW."id", NEW."key", NEW."kind", NEW."language", NEW."made_at", NEW."made_by_id", NEW."mapping", NEW."message", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."quarter", NEW."reason", NEW."sha256", NEW."size", NEW."source_id", NEW."state", NEW."year"); RETURN NULL;', hash='8acd08e8f27372b8758fb29ed2873bfc80279134', operation='UPDATE', pgid='pgtrigger_update_update_b207b', table='tracker_fileimport', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fileimport',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tracker_fileimportevent" ("cancel_asked", "ended_at", "id", "key", "kind", "language", "made_at", "made_by_id", "mapping", "message", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "quarter", "reason", "sha256", "size", "source_id", "state", "year") VALUES (OLD."cancel_asked", OLD."ended_at", OLD."id", OLD."key", OLD."kind", OLD."language", OLD."made_at", OLD."made_by_id", OLD."mapping", OLD."message", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."quarter", OLD."reason", OLD."sha256", OLD."size", OLD."source_id", OLD."state", OLD."year"); RETURN NULL;', hash='4dd57607d7851d20fb1b56d2325f5b94a1e6aca8', operation='DELETE', pgid='pgtrigger_delete_delete_2bebd', table='tracker_fileimport', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='fileimportevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='d1bcfe043b675225549a0d028788aefd70be0e6b', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_d7a1b', table='tracker_fileimportevent', when='BEFORE')),
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
