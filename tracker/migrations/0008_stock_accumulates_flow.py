"""Say of a stock which flow it adds up."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from provinces.grouped_migration import GroupedMigration
from django.db import migrations, models


class Migration(GroupedMigration):
    dependencies = [
        ("tracker", "0007_close_quarters"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="indicator",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="indicator",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="indicator",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="indicator",
            name="accumulates",
            field=models.ForeignKey(
                blank=True,
                help_text="Only for a stock: the flow of the same unit that alone makes it rise and fall.",
                limit_choices_to={"kind": "flow"},
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tracker.indicator",
                verbose_name="adds up the flow",
            ),
        ),
        migrations.AddField(
            model_name="indicatorevent",
            name="accumulates",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                help_text="Only for a stock: the flow of the same unit that alone makes it rise and fall.",
                limit_choices_to={"kind": "flow"},
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="tracker.indicator",
                verbose_name="adds up the flow",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="indicator",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_indicatorevent" ("accumulates_id", "aliases", "code", "component_of_id", "definition", "definition_en", "denominator_id", "direction", "display_scale", "display_unit", "display_unit_en", "group_id", "headline", "id", "kind", "name", "name_en", "numerator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "search_key", "split", "split_complete", "unit_id") VALUES (NEW."accumulates_id", NEW."aliases", NEW."code", NEW."component_of_id", NEW."definition", NEW."definition_en", NEW."denominator_id", NEW."direction", NEW."display_scale", NEW."display_unit", NEW."display_unit_en", NEW."group_id", NEW."headline", NEW."id", NEW."kind", NEW."name", NEW."name_en", NEW."numerator_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."position", NEW."search_key", NEW."split", NEW."split_complete", NEW."unit_id"); RETURN NULL;',
                    hash="797af3c3c3d4fb5c0bebbc7b7453289412bea6c3",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_50e5d",
                    table="tracker_indicator",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="indicator",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "tracker_indicatorevent" ("accumulates_id", "aliases", "code", "component_of_id", "definition", "definition_en", "denominator_id", "direction", "display_scale", "display_unit", "display_unit_en", "group_id", "headline", "id", "kind", "name", "name_en", "numerator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "search_key", "split", "split_complete", "unit_id") VALUES (NEW."accumulates_id", NEW."aliases", NEW."code", NEW."component_of_id", NEW."definition", NEW."definition_en", NEW."denominator_id", NEW."direction", NEW."display_scale", NEW."display_unit", NEW."display_unit_en", NEW."group_id", NEW."headline", NEW."id", NEW."kind", NEW."name", NEW."name_en", NEW."numerator_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."position", NEW."search_key", NEW."split", NEW."split_complete", NEW."unit_id"); RETURN NULL;',
                    hash="63119dbf3559879a0753c5a6405b275cc99ba833",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_f63f7",
                    table="tracker_indicator",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="indicator",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "tracker_indicatorevent" ("accumulates_id", "aliases", "code", "component_of_id", "definition", "definition_en", "denominator_id", "direction", "display_scale", "display_unit", "display_unit_en", "group_id", "headline", "id", "kind", "name", "name_en", "numerator_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "search_key", "split", "split_complete", "unit_id") VALUES (OLD."accumulates_id", OLD."aliases", OLD."code", OLD."component_of_id", OLD."definition", OLD."definition_en", OLD."denominator_id", OLD."direction", OLD."display_scale", OLD."display_unit", OLD."display_unit_en", OLD."group_id", OLD."headline", OLD."id", OLD."kind", OLD."name", OLD."name_en", OLD."numerator_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."position", OLD."search_key", OLD."split", OLD."split_complete", OLD."unit_id"); RETURN NULL;',
                    hash="0a52cc03030a5c39b7502d075490bb8c2aa904d5",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_b0cf0",
                    table="tracker_indicator",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("accumulates__isnull", True), ("kind", "stock"), _connector="OR"),
                name="indicator_only_stock_accumulates",
                violation_error_message="Only a stock adds up a flow; leave “adds up the flow” empty.",
            ),
        ),
    ]
