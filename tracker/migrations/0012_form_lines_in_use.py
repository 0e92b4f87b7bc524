"""Let the lines of a form that reports follow keep their indicator and what they ask for."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('tracker', '0011_topmost_closing_counts'),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name='quarterlyreport',
            trigger=pgtrigger.compiler.Trigger(name='report_holds_its_form', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF TG_OP = 'UPDATE' THEN\n            IF NEW.form_id IS NOT DISTINCT FROM OLD.form_id THEN RETURN NEW; END IF;\n        END IF;\n        PERFORM 1 FROM tracker_reportform WHERE id = NEW.form_id FOR KEY SHARE;\n        RETURN NEW;\n    ", hash='3ba2b6aa93d94be57f1bc6c04054bfda616dd9ea', operation='INSERT OR UPDATE', pgid='pgtrigger_report_holds_its_form_d0204', table='tracker_quarterlyreport', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='reportformline',
            trigger=pgtrigger.compiler.Trigger(name='form_line_in_use_keeps_its_meaning', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        IF TG_OP = 'UPDATE' THEN\n            IF (OLD.form_id, OLD.indicator_id, OLD.asked) = (NEW.form_id, NEW.indicator_id, NEW.asked) THEN\n                RETURN NEW;\n            END IF;\n        END IF;\n        -- A report that somebody is just opening holds its form: it is waited for, and then seen.\n        PERFORM 1 FROM tracker_reportform WHERE id = OLD.form_id FOR UPDATE;\n        IF EXISTS (SELECT 1 FROM tracker_quarterlyreport WHERE form_id = OLD.form_id) THEN\n            RAISE EXCEPTION 'tracker: a line of a form that reports follow keeps its indicator and what it asks for'\n                USING ERRCODE = 'restrict_violation';\n        END IF;\n        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n        RETURN NEW;\n    ", hash='b8dc6d4ff9d64fcbba3f4dbb1d39341442c98f49', operation='UPDATE OR DELETE', pgid='pgtrigger_form_line_in_use_keeps_its_meaning_479a3', table='tracker_reportformline', when='BEFORE')),
        ),
    ]
