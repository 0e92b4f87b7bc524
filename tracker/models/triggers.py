"""Rules of the facts that only triggers can hold: they look at other rows, or at what a row was before."""

import pgtrigger


def parts_of_approved_targets_are_fixed(name: str) -> pgtrigger.Trigger:
    """Return the trigger that fixes the phases or members of a target from its approval on.

    The row of the target is locked first: an approval that is not committed yet would otherwise not be seen.
    """
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("touched", "bigint[]")],
        func="""
            touched := ARRAY[CASE WHEN TG_OP = 'INSERT' THEN NEW.target_id ELSE OLD.target_id END,
                             CASE WHEN TG_OP = 'DELETE' THEN OLD.target_id ELSE NEW.target_id END];
            PERFORM 1 FROM tracker_target WHERE id = ANY (touched) ORDER BY id FOR SHARE;
            IF EXISTS (SELECT 1 FROM tracker_target WHERE id = ANY (touched) AND approved_at IS NOT NULL) THEN
                RAISE EXCEPTION 'tracker: rows of % are never changed once their target is approved', TG_TABLE_NAME
                    USING ERRCODE = 'restrict_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """,
    )


# The extension of a due day is the one thing that may still come after an approval.
APPROVED_REPORTS_STAY_WHAT_THEY_ARE = pgtrigger.Trigger(
    name="report_approved_is_fixed",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF TG_OP = 'UPDATE' THEN
            IF (OLD.id, OLD.place_id, OLD.year, OLD.quarter, OLD.reporter_id, OLD.form_id, OLD.cut_off_on)
                IS NOT DISTINCT FROM
                (NEW.id, NEW.place_id, NEW.year, NEW.quarter, NEW.reporter_id, NEW.form_id, NEW.cut_off_on)
            THEN
                RETURN NEW;
            END IF;
        END IF;
        IF EXISTS (
            SELECT 1 FROM tracker_reportrevision WHERE report_id = OLD.id AND approved_at IS NOT NULL
        ) THEN
            RAISE EXCEPTION 'tracker: a report with approved figures stays with its place, quarter, reporter and form'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """,
)

# The seeds and the entry page say it to people first; this holds it for everybody who writes.
ACTUALS_FIT_INDICATOR_AND_QUARTER = pgtrigger.Trigger(
    name="actual_fits_indicator_and_quarter",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    declare=[("first_day", "date")],
    func="""
        -- Nearly every figure is in the unit itself, which one look tells.
        IF NOT EXISTS (
            SELECT 1 FROM tracker_indicator WHERE id = NEW.indicator_id AND unit_id = NEW.unit_id
        ) AND NOT EXISTS (
            SELECT 1 FROM tracker_indicator indicator
            JOIN tracker_unit own ON own.id = indicator.unit_id
            JOIN tracker_unit stated ON stated.id = NEW.unit_id
            WHERE indicator.id = NEW.indicator_id
              AND (own.id = stated.id OR (own.currency <> '' AND stated.currency <> ''))
        ) THEN
            RAISE EXCEPTION 'tracker: a figure has the unit of its indicator, or for money another currency'
                USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.basis = 'in_quarter' THEN
            SELECT make_date(report.year, 3 * report.quarter - 2, 1) INTO first_day
            FROM tracker_reportrevision revision
            JOIN tracker_quarterlyreport report ON report.id = revision.report_id
            WHERE revision.id = NEW.revision_id;
            IF NEW.from_on < first_day OR NEW.to_on >= first_day + interval '3 months' THEN
                RAISE EXCEPTION 'tracker: a figure in the quarter lies within the quarter of its report'
                    USING ERRCODE = 'check_violation';
            END IF;
        END IF;
        RETURN NEW;
    """,
)

# Kind and unit decide what every stored figure means; another meaning is another indicator.
INDICATORS_IN_USE_KEEP_THEIR_MEANING = pgtrigger.Trigger(
    name="indicator_in_use_keeps_its_meaning",
    when=pgtrigger.Before,
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition("OLD.kind <> NEW.kind OR OLD.unit_id <> NEW.unit_id"),
    func="""
        IF EXISTS (
            SELECT 1 FROM tracker_actual actual
            JOIN tracker_reportrevision revision ON revision.id = actual.revision_id
            WHERE actual.indicator_id = OLD.id AND revision.approved_at IS NOT NULL
        ) OR EXISTS (
            SELECT 1 FROM tracker_target WHERE indicator_id = OLD.id AND approved_at IS NOT NULL
        ) THEN
            RAISE EXCEPTION 'tracker: an indicator with approved figures or targets keeps its kind and unit'
                USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    """,
)

# A closed quarter takes no report, submission or correction, except where an exception stands open.
CLOSED_QUARTERS_TAKE_NO_REPORTS = pgtrigger.Trigger(
    name="report_revision_quarter_open",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    declare=[("closed", "bigint"), ("of_place", "bigint")],
    func="""
        -- Approving and returning what was submitted in time stays possible.
        IF TG_OP = 'UPDATE' AND NOT (OLD.status <> NEW.status AND NEW.status IN ('draft', 'awaiting_approval')) THEN
            RETURN NEW;
        END IF;
        SELECT tracker_quarter_lock(report.place_id, report.year, report.quarter), report.place_id
        INTO closed, of_place
        FROM tracker_quarterlyreport report WHERE report.id = NEW.report_id;
        IF closed IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM tracker_lockexception exception
            WHERE exception.lock_id = closed AND exception.place_id = of_place
              AND exception.retired_at IS NULL AND exception.ends_at > clock_timestamp()
        ) THEN
            RAISE EXCEPTION 'tracker: the quarter is closed' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NEW;
    """,
)

# A form line gives its figures their meaning on every page of entry and approval; another meaning is another line.
FORM_LINES_IN_USE_KEEP_THEIR_MEANING = pgtrigger.Trigger(
    name="form_line_in_use_keeps_its_meaning",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF TG_OP = 'UPDATE' THEN
            IF (OLD.form_id, OLD.indicator_id, OLD.asked) = (NEW.form_id, NEW.indicator_id, NEW.asked) THEN
                RETURN NEW;
            END IF;
        END IF;
        -- A report that somebody is just opening holds its form: it is waited for, and then seen.
        PERFORM 1 FROM tracker_reportform WHERE id = OLD.form_id FOR UPDATE;
        IF EXISTS (SELECT 1 FROM tracker_quarterlyreport WHERE form_id = OLD.form_id) THEN
            RAISE EXCEPTION 'tracker: a line of a form that reports follow keeps its indicator and what it asks for'
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """,
)

# The foreign key itself would lock the form only at the transaction's end, after its lines have been read.
REPORTS_HOLD_THEIR_FORM = pgtrigger.Trigger(
    name="report_holds_its_form",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func="""
        IF TG_OP = 'UPDATE' THEN
            IF NEW.form_id IS NOT DISTINCT FROM OLD.form_id THEN RETURN NEW; END IF;
        END IF;
        PERFORM 1 FROM tracker_reportform WHERE id = NEW.form_id FOR KEY SHARE;
        RETURN NEW;
    """,
)
