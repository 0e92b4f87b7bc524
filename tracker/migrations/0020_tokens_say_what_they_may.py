"""Let a token say whether it may enter figures; those that could keep it."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('tracker', '0019_file_imports'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='accesstoken',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='accesstoken',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='accesstoken',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='accesstoken',
            name='may_enter',
            field=models.BooleanField(default=False, help_text='Whether programs that use it may enter figures; else they read.', verbose_name='may enter'),
        ),
        migrations.AddField(
            model_name='accesstokenevent',
            name='may_enter',
            field=models.BooleanField(default=False, help_text='Whether programs that use it may enter figures; else they read.', verbose_name='may enter'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accesstoken',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tracker_accesstokenevent" ("digest", "ends_at", "id", "made_at", "may_enter", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "revoked_at") VALUES (NEW."digest", NEW."ends_at", NEW."id", NEW."made_at", NEW."may_enter", NEW."name", NEW."person_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."purpose", NEW."revoked_at"); RETURN NULL;', hash='6be58a51dc2bcb91498ba456de1e1d1377f12847', operation='INSERT', pgid='pgtrigger_insert_insert_b74de', table='tracker_accesstoken', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accesstoken',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "tracker_accesstokenevent" ("digest", "ends_at", "id", "made_at", "may_enter", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "revoked_at") VALUES (NEW."digest", NEW."ends_at", NEW."id", NEW."made_at", NEW."may_enter", NEW."name", NEW."person_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."purpose", NEW."revoked_at"); RETURN NULL;', hash='c8704db227810becaf17852800c33ee9e734218f', operation='UPDATE', pgid='pgtrigger_update_update_d8765', table='tracker_accesstoken', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='accesstoken',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "tracker_accesstokenevent" ("digest", "ends_at", "id", "made_at", "may_enter", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "purpose", "revoked_at") VALUES (OLD."digest", OLD."ends_at", OLD."id", OLD."made_at", OLD."may_enter", OLD."name", OLD."person_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."purpose", OLD."revoked_at"); RETURN NULL;', hash='f70d26ef11b32a5577ac24d5e49eddad7f91f713', operation='DELETE', pgid='pgtrigger_delete_delete_eea31', table='tracker_accesstoken', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='accesstoken',
            constraint=models.CheckConstraint(condition=models.Q(('may_enter', False), ('purpose', 'programs'), _connector='OR'), name='access_token_only_programs_enter', violation_error_message='A calendar enters nothing.'),
        ),
        # Programs that have entered figures until today go on; whoever made them makes reading ones from now on.
        migrations.RunSQL(
            "UPDATE tracker_accesstoken SET may_enter = TRUE WHERE purpose = 'programs'", migrations.RunSQL.noop
        ),
    ]
