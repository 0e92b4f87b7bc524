"""What the database itself refuses, whoever writes: each rule is tried past the application."""

from datetime import date
from decimal import Decimal

import pghistory
import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, connection, transaction

from provinces.models import Recorded
from tests.builders import (
    Figure,
    make_actual,
    make_form,
    make_indicator,
    make_organisation,
    make_place,
    make_province_with_parks,
    make_report,
    make_target,
    make_unit,
)
from tracker.models import Basis, Indicator, IndicatorKind, QuarterlyReport, Target, TargetMember

pytestmark = pytest.mark.django_db


def execute(sql, *parameters):
    """Run a statement as somebody with the database's own tools would."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []


def kept_tables():
    """Return the tables of facts, events and recorded rows, as the models name them."""
    return sorted(
        {"pghistory_context", "tracker_printedcomparison"}
        | {
            model._meta.db_table
            for label in ("provinces", "tracker")
            for model in apps.get_app_config(label).get_models()
            if issubclass(model, Recorded) or hasattr(model, "pgh_event_model") or hasattr(model, "pgh_tracked_model")
        }
    )


# --- Members of collective targets ------------------------------------------------------------------------------


@pytest.fixture
def shared():
    rows = make_province_with_parks("hai-duong", parks=["dai-an", "lai-vu", "kim-thanh"])
    return rows, make_target(rows.province, members=rows.parks[:2])


def test_member_of_an_approved_target_is_neither_added_nor_removed_nor_moved(shared):
    rows, target = shared
    for sql, parameters in (
        ("INSERT INTO tracker_target_members (target_id, place_id) VALUES (%s, %s)", (target.pk, rows.parks[2].pk)),
        ("DELETE FROM tracker_target_members WHERE target_id = %s", (target.pk,)),
        ("UPDATE tracker_target_members SET place_id = %s WHERE place_id = %s", (rows.parks[2].pk, rows.parks[0].pk)),
    ):
        with pytest.raises(IntegrityError, match="once their target is approved"):
            execute(sql, *parameters)
    assert set(target.members.all()) == set(rows.parks[:2])


def test_member_of_a_draft_moves_and_leaves_its_trail(shared):
    rows, _approved = shared
    draft = make_target(rows.province, year=2026, members=rows.parks[:1], approved=False)
    draft.members.set(rows.parks[1:2])
    events = TargetMember.pgh_event_model.objects.filter(target_id=draft.pk).order_by("pgh_id")
    assert [(event.pgh_label, event.place_id) for event in events] == [
        ("insert", rows.parks[0].pk),
        ("delete", rows.parks[0].pk),
        ("insert", rows.parks[1].pk),
    ]


def test_member_cannot_be_moved_from_a_draft_into_an_approved_target(shared):
    rows, target = shared
    make_target(rows.province, year=2026, members=rows.parks[2:], approved=False)
    with pytest.raises(IntegrityError, match="once their target is approved"):
        TargetMember.objects.filter(place=rows.parks[2]).update(target=target)


# --- Reports ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("place", lambda: make_place("elsewhere")),
        ("year", lambda: 2024),
        ("quarter", lambda: 2),
        ("reporter", lambda: make_organisation("somebody-else")),
        ("form", lambda: make_form("another-form")),
        ("cut_off_on", lambda: date(2025, 3, 20)),
    ],
)
def test_report_with_an_approved_revision_stays_what_it_is(column, value):
    report = make_report(form=make_form())
    with pytest.raises(IntegrityError, match="a report with approved figures"), transaction.atomic():
        QuarterlyReport.objects.filter(pk=report.pk).update(**{column: value()})
    report.refresh_from_db()
    assert (report.year, report.quarter, report.cut_off_on) == (2025, 1, None)


def test_due_day_of_an_approved_report_may_be_extended():
    report = make_report()
    QuarterlyReport.objects.filter(pk=report.pk).update(due_on=date(2025, 5, 1))
    report.refresh_from_db()
    assert report.due_on == date(2025, 5, 1)


def test_report_without_approved_revision_may_still_be_corrected():
    report = make_report(approved=False)
    QuarterlyReport.objects.filter(pk=report.pk).update(quarter=2, cut_off_on=date(2025, 6, 20))
    report.refresh_from_db()
    assert (report.quarter, report.cut_off_on) == (2, date(2025, 6, 20))


# --- Figures and indicators -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unit", "accepted"),
    [("USD", True), ("VND", True), ("ha", False), ("projects", False)],
)
def test_figure_has_the_unit_of_its_indicator_or_another_currency(unit, accepted):
    report = make_report(approved=False)
    figure = Figure(make_indicator(), 125, fields={"unit": make_unit(unit)})
    revision = report.revisions.get()
    if accepted:
        make_actual(revision, figure)
        assert revision.actuals.get().unit.code == unit
        return
    with pytest.raises(IntegrityError, match="unit of its indicator"), transaction.atomic():
        make_actual(revision, figure)
    assert not revision.actuals.exists()


@pytest.mark.parametrize(
    ("first", "last", "accepted"),
    [
        (date(2025, 1, 1), date(2025, 3, 31), True),
        (date(2025, 1, 1), date(2025, 3, 20), True),
        (date(2024, 12, 31), date(2025, 3, 31), False),
        (date(2025, 1, 1), date(2025, 4, 1), False),
    ],
)
def test_figure_in_the_quarter_lies_within_the_quarter_of_its_report(first, last, accepted):
    revision = make_report(approved=False).revisions.get()
    figure = Figure(make_indicator(), 125, Basis.IN_QUARTER, fields={"from_on": first, "to_on": last})
    if accepted:
        make_actual(revision, figure)
        assert revision.actuals.get().to_on == last
        return
    with pytest.raises(IntegrityError, match="within the quarter"), transaction.atomic():
        make_actual(revision, figure)
    assert not revision.actuals.exists()


@pytest.mark.parametrize("used_by", ["figure", "target"])
@pytest.mark.parametrize("column", ["kind", "unit"])
def test_indicator_with_approved_figures_or_targets_keeps_kind_and_unit(used_by, column):
    fdi = make_indicator()
    if used_by == "figure":
        make_report(figures=[Figure(fdi, 125)])
    else:
        make_target(indicator=fdi)
    value = IndicatorKind.STOCK if column == "kind" else make_unit("VND")
    with pytest.raises(IntegrityError, match="keeps its kind and unit"), transaction.atomic():
        Indicator.objects.filter(pk=fdi.pk).update(**{column: value})
    Indicator.objects.filter(pk=fdi.pk).update(name="Vốn FDI đăng ký")
    fdi.refresh_from_db()
    assert (fdi.kind, fdi.unit.code, fdi.name) == ("flow", "USD", "Vốn FDI đăng ký")


def test_indicator_with_drafts_only_may_still_change_its_kind():
    fdi = make_indicator()
    make_report(figures=[Figure(fdi, 125)], approved=False)
    make_target(indicator=fdi, approved=False)
    Indicator.objects.filter(pk=fdi.pk).update(kind=IndicatorKind.STOCK)
    fdi.refresh_from_db()
    assert fdi.kind == "stock"


@pytest.mark.parametrize("baseline", ["NaN", "1e19", "-1e19"])
def test_baseline_is_a_number_within_the_limits(baseline):
    target = make_target(approved=False)
    with pytest.raises(DatabaseError, match="target_baseline_is_a_number"):
        execute("UPDATE tracker_target SET baseline = %s::numeric WHERE id = %s", baseline, target.pk)
    execute("UPDATE tracker_target SET baseline = %s WHERE id = %s", Decimal(10**19 - 1), target.pk)
    assert Target.objects.get(pk=target.pk).baseline == 10**19 - 1


# --- Emptying, and the trail ------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", kept_tables())
def test_kept_table_is_never_emptied(table):
    execute("SET LOCAL tracker.allow_truncate = 'off'")
    with pytest.raises(IntegrityError, match="is never emptied"):
        execute(f"TRUNCATE {table} CASCADE")


def test_place_with_everything_that_points_to_it_is_not_emptied_by_cascade():
    make_report(figures=[Figure(make_indicator(), 125)])
    execute("SET CONSTRAINTS ALL IMMEDIATE")  # otherwise their waiting checks refuse before ours
    execute("SET LOCAL tracker.allow_truncate = 'off'")
    for table in ("tracker_unit", "tracker_person", "provinces_sourcedocument"):
        with pytest.raises(IntegrityError, match="is never emptied"):
            execute(f"TRUNCATE {table} CASCADE")
    assert execute("SELECT count(*) FROM tracker_actual") == [(1,)]


@pytest.fixture
def context():
    """Who made a place, as the trail keeps it."""
    with pghistory.context(user=7, url="/a/"):
        place = make_place("somewhere")
    return place.pgh_event_model.objects.get(pgh_obj_id=place.pk).pgh_context


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE pghistory_context SET metadata = '{\"user\": 8}' WHERE id = %s",
        "UPDATE pghistory_context SET metadata = metadata || '{\"more\": 1}' WHERE id = %s",
        "UPDATE pghistory_context SET created_at = now() - interval '1 day' WHERE id = %s",
        "DELETE FROM pghistory_context WHERE id = %s",
    ],
)
def test_who_acted_is_never_rewritten(context, sql):
    with pghistory.context(user=9):  # as a request that comes later
        make_place("somewhere-else")
    with pytest.raises(IntegrityError, match="who acted is never rewritten"):
        execute(sql, context.pk)
    context.refresh_from_db()
    assert context.metadata == {"user": 7, "url": "/a/"}


def test_context_grows_while_it_lasts():
    with pghistory.context(user=None, url="/sign-in/"):
        make_place("first")
        with pghistory.context(user=7):
            second = make_place("second")
    event = second.pgh_event_model.objects.get(pgh_obj_id=second.pk)
    assert event.pgh_context.metadata == {"user": 7, "url": "/sign-in/"}
    execute("SELECT set_config('pghistory.context_id', %s, true)", str(event.pgh_context_id))
    with pytest.raises(IntegrityError, match="never rewritten"):
        execute("UPDATE pghistory_context SET metadata = '{\"user\": 8}' WHERE id = %s", event.pgh_context_id)


# --- Lines of forms ---------------------------------------------------------------------------------------------


def test_line_of_a_form_that_reports_follow_keeps_its_meaning_and_may_move():
    form = make_form(indicators=[make_indicator(), make_indicator("ddi", unit="VND")])
    line, other = form.lines.order_by("position")
    third = make_indicator("leased", unit="ha")
    execute("UPDATE tracker_reportformline SET indicator_id = %s WHERE id = %s", third.pk, other.pk)
    make_report(form=form, approved=False)
    for sql, parameters in (
        ("UPDATE tracker_reportformline SET indicator_id = %s WHERE id = %s", (other.indicator_id, line.pk)),
        ("UPDATE tracker_reportformline SET asked = 'as_of' WHERE id = %s", (line.pk,)),
        ("UPDATE tracker_reportformline SET form_id = %s WHERE id = %s", (make_form("other").pk, line.pk)),
        ("DELETE FROM tracker_reportformline WHERE id = %s", (line.pk,)),
    ):
        with pytest.raises(IntegrityError, match="a form that reports follow keeps its indicator"):
            execute(sql, *parameters)
    execute("UPDATE tracker_reportformline SET position = 7 WHERE id = %s", line.pk)
    line.refresh_from_db()
    assert (line.position, line.indicator.code) == (7, "fdi-registered")


def test_a_connection_says_that_no_trigger_is_ignored():
    # Without the list each trigger raises and catches an error: two thirds of the time of a long import.
    with connection.cursor() as cursor:
        cursor.execute("SHOW pgtrigger.ignore")
        assert cursor.fetchone() == ("{}",)
