"""The story of a figure, read out of the trail."""

from decimal import Decimal

import pytest
from django.db import connection, transaction

from tests.builders import Figure, approve_revision, make_actual, make_indicator, make_park, make_report
from tests.progress.figures_with_a_past import MILLION, Q1, kept_past
from tracker.models import Actual, ReportRevision
from tracker.progress.figure_story import Cell, standing_figures, story_of_figure
from tracker.progress.story_rows import StepKind


@pytest.fixture(scope="module")
def past(django_db_setup, django_db_blocker):
    """Write the past once; its steps need transactions of their own."""
    yield from kept_past(django_db_blocker)


def told(step):
    """Return a step as the test states it: revision, kind, way and the values before and after by basis."""
    changes = {
        (change.after or change.before).span.basis: (value(change.before), value(change.after))
        for change in step.changes
    }
    return step.revision, step.kind, step.way, changes


def value(said):
    if said is None:
        return None
    return said.observation_status if said.value is None else said.value / MILLION


IN_QUARTER, YEAR_TO_DATE = "in_quarter", "year_to_date"
# Newest first. A step's own words: (revision, kind, way, {basis: (before, after)}).
WHOLE = [
    (4, StepKind.TYPED, "", {IN_QUARTER: (None, 140)}),
    (4, StepKind.CORRECTION_STARTED, "", {}),
    (3, StepKind.APPROVED, "", {IN_QUARTER: (135, "withdrawn")}),
    (3, StepKind.SUBMITTED, "", {}),
    (3, StepKind.TYPED, "", {IN_QUARTER: (135, "withdrawn")}),
    (3, StepKind.CORRECTION_STARTED, "", {}),
    (2, StepKind.APPROVED, "", {IN_QUARTER: (130, 135)}),
    (2, StepKind.SUBMITTED, "", {}),
    (2, StepKind.TYPED, "", {IN_QUARTER: (130, 135)}),
    (2, StepKind.UNDONE, "", {IN_QUARTER: (999, 130)}),
    (2, StepKind.TYPED, "grid", {IN_QUARTER: (130, 999)}),
    (2, StepKind.CORRECTION_STARTED, "", {}),
    (1, StepKind.APPROVED, "", {IN_QUARTER: (None, 130), YEAR_TO_DATE: (None, 130)}),
    (1, StepKind.SUBMITTED, "", {}),
    (1, StepKind.TYPED, "paste", {IN_QUARTER: (125, 130), YEAR_TO_DATE: (None, 130)}),
    (1, StepKind.REOPENED, "", {}),
    (1, StepKind.RETURNED, "", {}),
    (1, StepKind.SUBMITTED, "", {}),
    (1, StepKind.TYPED, "", {IN_QUARTER: (None, 125)}),
    (1, StepKind.OPENED, "", {}),
]


def test_story_tells_every_step_newest_first(past, django_db_blocker):
    with django_db_blocker.unblock():
        story = story_of_figure(past.cell(), drafts=True)
    assert [told(step) for step in story.steps] == WHOLE
    moments = [step.at for step in story.steps]
    assert moments == sorted(moments, reverse=True)


def test_readers_without_drafts_are_told_the_approvals_alone(past, django_db_blocker):
    with django_db_blocker.unblock():
        story = story_of_figure(past.cell(), drafts=False)
    assert [told(step) for step in story.steps] == [step for step in WHOLE if step[1] is StepKind.APPROVED]
    assert story.drafted == ()
    assert story.person_ids == {past.people.approver.pk}


def test_story_names_who_and_why(past, django_db_blocker):
    with django_db_blocker.unblock():
        story = story_of_figure(past.cell(), drafts=True)
    known = {(step.revision, step.kind, step.way): step for step in story.steps}
    clerk, approver = past.people.clerk.pk, past.people.approver.pk
    assert known[1, StepKind.TYPED, "paste"].author.person_id == past.colleague.pk
    assert known[1, StepKind.RETURNED, ""].author.person_id == approver
    assert known[1, StepKind.RETURNED, ""].reason == "Thiếu dự án mới."
    assert known[2, StepKind.CORRECTION_STARTED, ""].reason == "a correction"
    assert known[2, StepKind.CORRECTION_STARTED, ""].author.why == "Dự án Alpha tăng vốn."
    assert known[4, StepKind.TYPED, ""].author.why == "Bộ hỏi lại."
    assert known[2, StepKind.UNDONE, ""].author.person_id == clerk
    written_past = known[2, StepKind.TYPED, ""].author
    assert (written_past.person_id, written_past.command) == (None, "")
    assert written_past.database_account == connection.settings_dict["USER"]
    assert story.person_ids == {clerk, approver, past.colleague.pk}


def test_story_keeps_note_reason_and_source_of_each_step(past, django_db_blocker):
    with django_db_blocker.unblock():
        story = story_of_figure(past.cell(), drafts=True)
    pasted = next(step for step in story.steps if step.way == "paste").changes[0]
    assert (pasted.before.note, pasted.after.note, pasted.after.source) == ("sơ bộ", "", "Công văn 12")
    corrected = next(step for step in story.steps if told(step)[:2] == (2, StepKind.TYPED)).changes[0].after
    assert (corrected.reason, corrected.source) == ("Tăng vốn", "Công văn 15")


def test_draft_says_what_is_typed_and_not_yet_approved(past, django_db_blocker):
    with django_db_blocker.unblock():
        story = story_of_figure(past.cell(), drafts=True)
    assert [said.value for said in story.drafted] == [140 * MILLION]


def test_other_cell_of_the_report_has_a_story_of_its_own(past, django_db_blocker):
    with django_db_blocker.unblock():
        story = story_of_figure(past.cell(past.ddi), drafts=True)
    assert {step.revision for step in story.steps} == {1}, "the corrections never touched it"
    assert [said.value for said in story.drafted] == []
    assert Decimal(7) in {change.after.value for step in story.steps for change in step.changes}


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("opened", {}),
        ("pasted", {}),
        ("before approved", {}),
        ("approved", {IN_QUARTER: (130, 1), YEAR_TO_DATE: (130, 1)}),
        ("corrected", {IN_QUARTER: (130, 1), YEAR_TO_DATE: (130, 1)}),
        ("correction approved", {IN_QUARTER: (135, 2), YEAR_TO_DATE: (130, 1)}),
        ("before withdrawal approved", {IN_QUARTER: (135, 2), YEAR_TO_DATE: (130, 1)}),
        ("withdrawal approved", {YEAR_TO_DATE: (130, 1)}),
        ("drafted", {YEAR_TO_DATE: (130, 1)}),
    ],
)
def test_what_stood_at_a_moment(past, django_db_blocker, moment, expected):
    with django_db_blocker.unblock():
        standing = standing_figures(past.cell(), past.moments[moment])
    found = {figure.saying.span.basis: (figure.saying.value / MILLION, figure.revision) for figure in standing}
    assert found == expected
    assert {figure.approved_by_id for figure in standing} <= {past.people.approver.pk}


def test_reason_and_source_of_a_moment_are_those_of_its_revision(past, django_db_blocker):
    with django_db_blocker.unblock():
        before = standing_figures(past.cell(), past.moments["approved"])[0].saying
        after = standing_figures(past.cell(), past.moments["correction approved"])[0].saying
    assert (before.reason, before.source) == ("", "Công văn 12")
    assert (after.reason, after.source) == ("Tăng vốn", "Công văn 15")


def test_approvals_told_lead_to_what_stands(past, django_db_blocker):
    """The story and the query that every page asks are two ways to the same figures."""
    with django_db_blocker.unblock():
        steps = story_of_figure(past.cell(), drafts=False).steps
        for number in range(len(steps) + 1):
            told_so_far = steps[number:]
            moment = told_so_far[0].at if told_so_far else past.moments["opened"]
            replayed = {}
            for step in reversed(told_so_far):
                for change in step.changes:
                    replayed[change.after.span] = change.after
            stands = {span: said for span, said in replayed.items() if said.observation_status != "withdrawn"}
            assert stands == {f.saying.span: f.saying for f in standing_figures(past.cell(), moment)}


def test_story_costs_three_queries(past, django_db_blocker, django_assert_num_queries):
    with django_db_blocker.unblock():
        with django_assert_num_queries(3):
            story_of_figure(past.cell(), drafts=True)
        with django_assert_num_queries(1):
            standing_figures(past.cell(), None)


# --- Cells without such a past ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_cell_that_nobody_touched_has_no_story():
    fdi, place = make_indicator(), make_park()
    report = make_report(place, figures=[Figure(fdi, 1)])
    other = Cell(place.pk, Q1, report.reporter_id, make_indicator("other").pk)
    assert story_of_figure(other, drafts=True).steps == ()
    assert standing_figures(other, None) == ()
    later = Cell(place.pk, Q1.plus(1), report.reporter_id, fdi.pk)
    assert story_of_figure(later, drafts=True).steps == ()


@pytest.mark.django_db
def test_deleted_report_keeps_the_story_of_its_figures():
    fdi, place = make_indicator(), make_park()
    report = make_report(place, figures=[Figure(fdi, 5)], approved=False)
    cell = Cell(place.pk, Q1, report.reporter_id, fdi.pk)
    Actual.objects.all().delete()
    ReportRevision.objects.all().delete()
    report.delete()
    make_report(place, reporter=type(report)._meta.get_field("reporter").related_model.objects.get(pk=cell.reporter_id))
    story = story_of_figure(cell, drafts=True)
    assert [step.kind for step in story.steps] == [StepKind.DRAFT_DELETED, StepKind.OPENED]
    assert story.drafted == ()


@pytest.mark.django_db
def test_misprint_that_is_not_used_changes_nothing_that_stands():
    fdi, place = make_indicator(), make_park()
    report = make_report(place, figures=[Figure(fdi, 5)], approved=False)
    revision = report.revisions.get()
    make_actual(revision, Figure(fdi, 7, fields={"rejected_because": "in nhầm"}))
    with transaction.atomic():
        approve_revision(revision)
    cell = Cell(place.pk, Q1, report.reporter_id, fdi.pk)
    approved = story_of_figure(cell, drafts=False).steps[0]
    assert {(change.before, change.after.value, change.after.rejected_because) for change in approved.changes} == {
        (None, 5, ""),
        (None, 7, "in nhầm"),
    }
    assert [figure.saying.value for figure in standing_figures(cell, None)] == [5]
