"""The trail: every change of every table leaves who, when, what from, what to and why, however it is made."""

from importlib import import_module
from io import StringIO

import pghistory
import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.builders import (
    Figure,
    approve_revision,
    make_actual,
    make_administrator,
    make_clerk,
    make_country,
    make_document,
    make_group,
    make_indicator,
    make_investor,
    make_park,
    make_place,
    make_report,
    make_revision,
    make_target,
    make_threshold,
    make_unit,
)
from tests.seed_folder import SeedFolderText
from tracker.actions.first_accounts import create_first_accounts
from tracker.actions.recorded import replace_row, retire_row
from tracker.actions.trail import acting
from tracker.findings.trail import DifferenceKind, check_trail, followed_tables, kept_columns
from tracker.models import Actual, Holiday, Person, Target, TargetMember

pytestmark = pytest.mark.django_db
PAIRS = followed_tables()
FOLLOWED = pytest.mark.parametrize(("model", "events"), PAIRS, ids=[model.__name__ for model, _ in PAIRS])
# What a table's events leave out, and why: secrets, the moment of the last sign-in, which changes no fact, and the long
# texts of editions, which are never changed and of which the events keep the checksums.
LEFT_OUT = {
    "tracker_person": {"password", "last_login"},
    "tracker_editionpage": {"data"},
    "tracker_editionrow": {"data"},
    "tracker_fileimport": {"content", "check_result", "rows_done", "rows_known", "beat_at"},
}
# Tables of ours without events: they stay empty.
EMPTY = {"tracker_person_groups", "tracker_person_user_permissions"}
_ROW, _BEFORE, _INSERT, _DELETE, _UPDATE, _TRUNCATE = 1, 2, 4, 8, 16, 32


def execute(sql, *parameters):
    """Run a statement as somebody with the database's own tools would."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall() if cursor.description else []


def triggers_of(table):
    """Return kind and text of the triggers that fire on a table."""
    return execute(
        """
        SELECT trigger.tgtype::integer, function.prosrc
        FROM pg_trigger trigger JOIN pg_proc function ON function.oid = trigger.tgfoid
        WHERE trigger.tgrelid = %s::regclass AND NOT trigger.tgisinternal AND trigger.tgenabled IN ('O', 'A')
        """,
        table,
    )


def steps_of(row):
    """Return the events of a row in their order."""
    return list(type(row).pgh_event_model.objects.filter(pgh_obj_id=row.pk).order_by("pgh_id"))


def labels_of(row):
    return [event.pgh_label for event in steps_of(row)]


def account():
    return execute("SELECT session_user::text")[0][0]


# --- Every table ------------------------------------------------------------------------------------------------


def test_every_table_of_ours_is_followed_or_takes_no_rows():
    tables = {
        model._meta.db_table
        for label in ("provinces", "tracker")
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model._meta.managed and not hasattr(model, "pgh_tracked_model")
    }
    followed = {model._meta.db_table for model, _events in PAIRS}
    assert len(followed) == len(PAIRS), "no table is followed twice"
    assert tables - followed == EMPTY
    assert followed <= tables


@FOLLOWED
def test_table_has_an_event_for_every_way_to_change_a_row(model, events):
    # A trigger of a whole statement sees every row in what the statement has inserted.
    noting = {
        bit
        for kind, text in triggers_of(model._meta.db_table)
        for bit in (_INSERT, _UPDATE, _DELETE)
        if kind & bit
        and (kind & _ROW or (bit == _INSERT and "SELECT new_values.* FROM new_values )" in " ".join(text.split())))
        and not kind & _BEFORE
        and f'INSERT INTO "{events._meta.db_table}"' in text
    }
    assert noting == {_INSERT, _UPDATE, _DELETE}


@FOLLOWED
def test_event_keeps_every_column_but_secrets(model, events):
    columns = {field.column for field in model._meta.concrete_fields}
    assert columns - set(kept_columns(model, events)) == LEFT_OUT.get(model._meta.db_table, set())


@FOLLOWED
def test_table_and_its_events_are_never_emptied_and_events_never_rewritten(model, events):
    for table in (model._meta.db_table, events._meta.db_table):
        emptying = [text for kind, text in triggers_of(table) if kind & _TRUNCATE]
        assert any("is never emptied" in text for text in emptying), table
    refusing = [kind for kind, text in triggers_of(events._meta.db_table) if "Cannot update or delete rows" in text]
    assert any(kind & _BEFORE and kind & _UPDATE for kind in refusing)
    assert any(kind & _BEFORE and kind & _DELETE for kind in refusing)


@pytest.mark.parametrize(
    "sql",
    ["UPDATE provinces_placeevent SET name = 'Elsewhere'", "DELETE FROM provinces_placeevent"],
)
def test_event_is_neither_rewritten_nor_deleted(sql):
    place = make_place()
    with pytest.raises(DatabaseError, match="Cannot update or delete rows"):
        execute(sql)
    assert labels_of(place) == ["insert"]


@pytest.mark.parametrize("way", ["groups", "permissions"])
def test_accounts_hold_no_rights_of_their_own(way):
    clerk = make_clerk()
    rights = {
        "groups": (clerk.groups, Group.objects.create(name="clerks")),
        "permissions": (clerk.user_permissions, Permission.objects.order_by("pk")[0]),
    }
    held, right = rights[way]
    with pytest.raises(IntegrityError, match="rights are given by memberships"), transaction.atomic():
        held.add(right)
    assert not held.exists()


# --- Every way of writing ---------------------------------------------------------------------------------------


def holiday(name="Quốc khánh", day="2025-09-02"):
    return Holiday.objects.create(on=day, name=name, name_en="National Day")


def names_of(row):
    return [(event.pgh_label, event.name) for event in steps_of(row)]


def by_save(row):
    row.name = "Tết"
    row.save()


def by_update(row):
    Holiday.objects.filter(pk=row.pk).update(name="Tết")


def by_bulk_update(row):
    row.name = "Tết"
    Holiday.objects.bulk_update([row], ["name"])


def by_sql(row):
    execute("UPDATE tracker_holiday SET name = 'Tết' WHERE id = %s", row.pk)


def by_conflicting_insert(row):
    execute(
        "INSERT INTO tracker_holiday (id, \"on\", name, name_en) VALUES (%s, '2025-09-02', 'Tết', 'Tet') "
        "ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name",
        row.pk,
    )


@pytest.mark.parametrize("way", [by_save, by_update, by_bulk_update, by_sql, by_conflicting_insert])
def test_change_leaves_what_from_and_what_to(way):
    row = holiday()
    way(row)
    assert names_of(row) == [("insert", "Quốc khánh"), ("update", "Tết")]


def made_by_save():
    return holiday()


def made_by_bulk_create():
    return Holiday.objects.bulk_create([Holiday(on="2025-09-02", name="Quốc khánh", name_en="National Day")])[0]


def made_by_sql():
    execute("INSERT INTO tracker_holiday (\"on\", name, name_en) VALUES ('2025-09-02', 'Quốc khánh', 'National Day')")
    return Holiday.objects.get()


def made_by_copy():
    with connection.cursor() as cursor, cursor.copy('COPY tracker_holiday ("on", name, name_en) FROM STDIN') as copy:
        copy.write_row(("2025-09-02", "Quốc khánh", "National Day"))
    return Holiday.objects.get()


@pytest.mark.parametrize("way", [made_by_save, made_by_bulk_create, made_by_sql, made_by_copy])
def test_new_row_leaves_what_it_was_and_the_account_at_the_database(way):
    row = way()
    (event,) = steps_of(row)
    assert (event.pgh_label, event.name, event.database_account) == ("insert", "Quốc khánh", account())
    assert event.pgh_created_at is not None
    assert event.pgh_context is None, "nobody signed in"


def gone_by_delete(row):
    row.delete()


def gone_by_query_set(row):
    Holiday.objects.filter(pk=row.pk).delete()


def gone_by_sql(row):
    execute("DELETE FROM tracker_holiday WHERE id = %s", row.pk)


@pytest.mark.parametrize("way", [gone_by_delete, gone_by_query_set, gone_by_sql])
def test_deleted_row_leaves_what_it_was(way):
    row = holiday()
    key = row.pk
    way(row)
    row.pk = key
    assert names_of(row) == [("insert", "Quốc khánh"), ("delete", "Quốc khánh")]


def test_rows_that_go_with_another_leave_their_own_events():
    target = make_target(make_place(), members=[make_park("a"), make_park("b")], approved=False)
    Target.objects.get(pk=target.pk).delete()  # Django deletes the members of a target with it
    members = TargetMember.pgh_event_model.objects.filter(target_id=target.pk).order_by("pgh_id")
    assert [event.pgh_label for event in members] == ["insert", "insert", "delete", "delete"]


def test_statement_that_changes_nothing_leaves_nothing():
    row = holiday()
    Holiday.objects.filter(pk=row.pk).update(name="Quốc khánh")
    assert labels_of(row) == ["insert"]


def test_change_that_is_taken_back_leaves_nothing():
    row = holiday()
    with transaction.atomic():
        by_update(row)
        transaction.set_rollback(True)
    assert labels_of(row) == ["insert"]


def test_form_leaves_the_person_and_the_address(client):
    client.force_login(make_administrator(), backend="django.contrib.auth.backends.ModelBackend")
    address = reverse("admin:tracker_holiday_add")
    fields = {"on": "02/09/2025", "name": "Quốc khánh", "name_en": "National Day"}
    assert client.post(address, fields).status_code == 302
    (event,) = steps_of(Holiday.objects.get())
    assert event.pgh_context.metadata == {"user": Person.objects.get().pk, "url": address}


def test_button_of_the_admin_leaves_the_person(client):
    administrator = make_administrator()
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    row = make_threshold()
    assert client.post(reverse("admin:tracker_threshold_retire", args=[row.pk])).status_code == 302
    retired = steps_of(row)[-1]
    assert (retired.pgh_label, retired.pgh_context.metadata["user"]) == ("update", administrator.pk)
    assert retired.retired_at is not None


def test_command_leaves_its_name(tmp_path):
    call_command("load_seeds", path=str(SeedFolderText().write(tmp_path)), verbosity=0, stdout=StringIO())
    events = Target.pgh_event_model.objects.select_related("pgh_context")
    assert events
    assert {event.pgh_context.metadata["source"] for event in events} == {"load_seeds"}


def test_first_accounts_leave_the_name_of_their_command():
    make_country()
    make_place("hai-duong")
    create_first_accounts()
    events = Person.pgh_event_model.objects.select_related("pgh_context")
    assert {event.username for event in events} == {"clerk", "approver", "manager", "administrator"}
    assert {event.pgh_context.metadata["source"] for event in events} == {"first_run"}


# --- Who, and why -----------------------------------------------------------------------------------------------


def test_action_leaves_the_person_and_the_reason():
    person = make_administrator()
    row = make_threshold()
    retire_row(row=row, by=person, why="Decision 12 has another limit.")
    assert steps_of(row)[-1].pgh_context.metadata == {"user": person.pk, "why": "Decision 12 has another limit."}


def test_reason_of_a_replacement_stands_at_both_rows():
    person = make_administrator()
    row = make_threshold()
    new = replace_row(row=row, changes={"at_risk": "0.7"}, by=person, why="Misread.")
    for changed in (row, new):
        assert steps_of(changed)[-1].pgh_context.metadata == {"user": person.pk, "why": "Misread."}


def test_two_reasons_of_one_request_stay_apart():
    first, second, third = make_clerk(), holiday(), holiday("Tết", "2025-01-29")
    with pghistory.context(user=None, url="/a/"):
        with acting(first, why="A letter."):
            by_update(second)
        with acting(first, why="Another letter."):
            Holiday.objects.filter(pk=third.pk).update(name="Tết Nguyên đán")
        fourth = holiday("Giỗ tổ", "2025-04-07")
    found = [steps_of(row)[-1].pgh_context.metadata for row in (second, third, fourth)]
    assert found == [
        {"user": first.pk, "url": "/a/", "why": "A letter."},
        {"user": first.pk, "url": "/a/", "why": "Another letter."},
        {"user": None, "url": "/a/"},
    ]


def test_two_people_of_one_command_stay_apart():
    one, other = make_clerk(), make_clerk(username="colleague")
    with acting(one):
        row = holiday()
        with acting(other):
            by_update(row)
        Holiday.objects.filter(pk=row.pk).update(name="Giỗ tổ")
    users = [event.pgh_context.metadata["user"] for event in steps_of(row)]
    assert users == [one.pk, other.pk, one.pk]


def test_changes_of_one_person_without_another_reason_share_their_context():
    clerk = make_clerk()
    with acting(clerk, why="A letter."):
        row = holiday()
        with acting(clerk):
            by_update(row)
    contexts = {event.pgh_context_id for event in steps_of(row)}
    assert len(contexts) == 1
    assert steps_of(row)[0].pgh_context.metadata == {"user": clerk.pk, "why": "A letter."}


def test_reason_does_not_outlive_a_failure():
    with pytest.raises(ValueError, match="no"), acting(make_clerk(), why="A letter."):
        raise ValueError("no")
    assert steps_of(holiday())[0].pgh_context is None


def test_somebody_with_the_databases_own_tools_can_say_why():
    row = holiday()
    execute(
        "SELECT set_config('pghistory.context_id', gen_random_uuid()::text, true), "
        "set_config('pghistory.context_metadata', %s, true)",
        '{"why": "Letter 12/2025"}',
    )
    by_sql(row)
    event = steps_of(row)[-1]
    assert (event.pgh_context.metadata, event.database_account) == ({"why": "Letter 12/2025"}, account())


# --- Approved figures, past the application ---------------------------------------------------------------------


@pytest.fixture
def application_role():
    """Write as a role that owns nothing and may do what the application does: read and write rows."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE ROLE trail_of_tests")
        cursor.execute("GRANT USAGE ON SCHEMA public TO trail_of_tests")
        cursor.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO trail_of_tests")
        cursor.execute("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO trail_of_tests")
    yield
    execute("RESET ROLE")
    execute("DROP OWNED BY trail_of_tests")
    execute("DROP ROLE trail_of_tests")


WRITES = [
    "UPDATE tracker_actual SET value = 999 WHERE id = %s",
    "UPDATE tracker_actual SET note = 'changed' WHERE id = %s",
    "DELETE FROM tracker_actual WHERE id = %s",
]


@pytest.mark.parametrize("owner", [True, False], ids=["owner", "application"])
@pytest.mark.parametrize("sql", WRITES)
def test_sql_on_an_approved_figure_is_refused(application_role, sql, owner):
    report = make_report(figures=[Figure(make_indicator(), 125)])
    figure = Actual.objects.get(revision__report=report)
    if not owner:
        execute("SET LOCAL ROLE trail_of_tests")
    with pytest.raises(IntegrityError, match="figures change only while their revision is a draft"):
        execute(sql, figure.pk)
    figure.refresh_from_db()
    assert (figure.value, figure.note) == (125, "")
    assert labels_of(figure) == ["insert"]


@pytest.mark.parametrize("owner", [True, False], ids=["owner", "application"])
@pytest.mark.parametrize(("sql", "label"), [(WRITES[0], "update"), (WRITES[2], "delete")])
def test_sql_on_a_draft_is_recorded(application_role, sql, label, owner):
    report = make_report(figures=[Figure(make_indicator(), 125)], approved=False)
    figure = Actual.objects.get(revision__report=report)
    if not owner:
        execute("SET LOCAL ROLE trail_of_tests")
    execute(sql, figure.pk)
    before, after = steps_of(figure)
    assert (before.value, after.pgh_label, after.value) == (125, label, 999 if label == "update" else 125)
    assert after.database_account == account(), "the account that signed in, whatever role it has taken on since"
    assert after.pgh_context is None


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE tracker_reportrevision SET status = 'draft' WHERE id = %s",
        "DELETE FROM tracker_reportrevision WHERE id = %s",
    ],
)
def test_sql_cannot_take_an_approval_back_to_reach_its_figures(application_role, sql):
    report = make_report(figures=[Figure(make_indicator(), 125)])
    execute("SET LOCAL ROLE trail_of_tests")
    with pytest.raises(IntegrityError):
        execute(sql, report.revisions.get().pk)
    assert report.revisions.get().status == "approved"


@pytest.mark.parametrize(
    "sql",
    [
        "ALTER TABLE tracker_actual DISABLE TRIGGER USER",
        "SET LOCAL session_replication_role = replica",
        "TRUNCATE tracker_actualevent",
        "UPDATE tracker_actualevent SET value = 1",
        "DELETE FROM tracker_actualevent",
        "UPDATE pghistory_context SET metadata = '{}'",
    ],
)
def test_role_that_owns_nothing_cannot_switch_the_trail_off(application_role, sql):
    with acting(make_clerk()):
        make_report(figures=[Figure(make_indicator(), 125)], approved=False)
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute("SET LOCAL tracker.allow_truncate = 'off'")
    execute("SET LOCAL ROLE trail_of_tests")
    with pytest.raises(DatabaseError):
        execute(sql)


# --- The trail rebuilds the tables ------------------------------------------------------------------------------


def contradictions():
    """Return what the trail does not explain, by table and kind."""
    return {
        (difference.table, difference.kind, difference.columns)
        for table in check_trail()
        for difference in table.differences
    }


def behind_its_back(sql, *parameters):
    """Run a statement that no trigger sees, as the owner of the cluster can."""
    execute("SET CONSTRAINTS ALL IMMEDIATE")
    execute("SET LOCAL session_replication_role = replica")
    execute(sql, *parameters)
    execute("SET LOCAL session_replication_role = origin")


def a_run_of_changes():
    """Enter, change, delete, approve, correct, withdraw, revise, retire and replace."""
    fdi, ddi = make_indicator(), make_indicator("ddi-registered", unit="VND")
    person = make_administrator()
    place = make_park("dai-an")
    with acting(person, why="A run."):
        report = make_report(place, figures=[Figure(fdi, 125), Figure(ddi, 7)], approved=False)
        Actual.objects.filter(revision__report=report, indicator=ddi).delete()
        Actual.objects.filter(revision__report=report, indicator=fdi).update(value=126)
        approve_revision(report.revisions.get(), by=person)
        make_revision(report, [Figure(fdi, 130)])
        withdrawn = {"observation_status": "withdrawn", "comparator": "none_stated"}
        draft = make_revision(report, [Figure(fdi, None, fields=withdrawn)], approved=False)
        make_actual(draft, Figure(ddi, 8))
        target = make_target(place, fdi, members=[make_park("a")])
        make_target(place, fdi, 2000, supersedes=target, approved=False)
        row = make_threshold(group=make_group("another-group"))
        replace_row(row=row, changes={"at_risk": "0.7"}, by=person)
        make_investor(park=place)
        make_document()
    by_sql(holiday(day="1999-09-02"))
    person.set_password("another long password")
    person.save()


def test_trail_rebuilds_every_table_after_a_run_of_changes():
    a_run_of_changes()
    tables = {table.table: table for table in check_trail()}
    assert contradictions() == set()
    assert len(tables) == len(PAIRS)
    assert (tables["tracker_holiday"].rows, tables["tracker_holiday"].events) == (1, 2)
    assert tables["tracker_actual"].rows == Actual.objects.count() == 4
    assert tables["tracker_actual"].events == 7


def test_trail_rebuilds_every_table_after_the_seeds_and_a_run_of_changes():
    call_command("load_seeds", verbosity=0, stdout=StringIO())
    a_run_of_changes()
    said = StringIO()
    call_command("check_trail", "--language=en", stdout=said)
    assert "Differences: 0." in said.getvalue().splitlines()[-1]
    assert sum(table.rows for table in check_trail()) > 500


@pytest.mark.parametrize(
    ("sql", "kind", "columns"),
    [
        ("UPDATE tracker_actual SET value = 999", DifferenceKind.CHANGED_PAST_THE_TRAIL, ("value",)),
        (
            "UPDATE tracker_actual SET value = 999, note = 'x'",
            DifferenceKind.CHANGED_PAST_THE_TRAIL,
            ("value", "note"),
        ),
        ("DELETE FROM tracker_actual", DifferenceKind.MISSING, ()),
        ("DELETE FROM tracker_actualevent", DifferenceKind.WITHOUT_EVENTS, ()),
        ("UPDATE tracker_actualevent SET value = 999", DifferenceKind.CHANGED_PAST_THE_TRAIL, ("value",)),
        ("UPDATE tracker_actualevent SET value = NULL", DifferenceKind.CHANGED_PAST_THE_TRAIL, ("value",)),
        ("UPDATE tracker_actualevent SET pgh_label = 'update'", DifferenceKind.IMPOSSIBLE_ORDER, ()),
        ("UPDATE tracker_actualevent SET pgh_label = 'seen'", DifferenceKind.IMPOSSIBLE_ORDER, ()),
        ("UPDATE tracker_actualevent SET pgh_label = 'delete'", DifferenceKind.BACK_AFTER_DELETION, ()),
        ("DELETE FROM pghistory_context", DifferenceKind.CONTEXT_MISSING, ()),
    ],
)
def test_what_reaches_past_the_triggers_is_found(sql, kind, columns):
    with acting(make_clerk()):
        make_report(figures=[Figure(make_indicator(), 125)])
    assert contradictions() == set()
    behind_its_back(sql)
    assert ("tracker_actual", kind, columns) in contradictions()


def test_command_names_what_it_found_and_fails():
    figure = Actual.objects.get(revision__report=make_report(figures=[Figure(make_indicator(), 125)]))
    behind_its_back("UPDATE tracker_actual SET value = 999")
    said = StringIO()
    with pytest.raises(CommandError, match=r"Differences: 1\.") as refusal:
        call_command("check_trail", "--language=en", stdout=said)
    assert refusal.value.returncode == 1
    assert f"  {figure.pk}: differs from its last event (value)" in said.getvalue().splitlines()


def test_secrets_may_change_without_a_difference():
    person = make_clerk()
    behind_its_back("UPDATE tracker_person SET password = 'x' WHERE id = %s", person.pk)
    assert contradictions() == set()
    behind_its_back("UPDATE tracker_person SET is_superuser = true WHERE id = %s", person.pk)
    assert contradictions() == {
        ("tracker_person", DifferenceKind.CHANGED_PAST_THE_TRAIL, ("is_superuser",)),
    }


CHANGES = st.lists(
    st.tuples(st.sampled_from(["add", "change", "delete", "sql"]), st.integers(0, 4), st.integers(-9, 999)),
    max_size=12,
)


def test_any_order_of_changes_is_rebuilt_by_the_trail():
    indicators = [make_indicator(f"indicator-{number}") for number in range(5)]
    seen = set()

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(CHANGES)
    @example([("add", 0, 1), ("add", 1, 2), ("change", 0, 3), ("sql", 1, 0), ("delete", 0, 0), ("add", 0, 4)])
    def holds(changes):
        with transaction.atomic():
            revision = make_report(approved=False).revisions.get()
            for way, number, value in changes:
                rows = revision.actuals.filter(indicator=indicators[number])
                if way == "add" and not rows.exists():
                    make_actual(revision, Figure(indicators[number], value))
                elif way == "change":
                    rows.update(value=value)
                elif way == "delete":
                    rows.delete()
                elif way == "sql":
                    execute(
                        "UPDATE tracker_actual SET value = value + 1 WHERE indicator_id = %s", indicators[number].pk
                    )
            assert contradictions() == set()
            seen.update(Actual.pgh_event_model.objects.values_list("pgh_label", flat=True))
            transaction.set_rollback(True)

    holds()
    assert seen == {"insert", "update", "delete"}


# --- Rows from before -------------------------------------------------------------------------------------------


def test_rows_from_before_their_table_was_followed_are_found_once():
    behind_its_back(
        "INSERT INTO tracker_holiday (\"on\", name, name_en) VALUES ('2025-09-02', 'Quốc khánh', 'National Day')"
    )
    known = make_unit()
    assert contradictions() == {("tracker_holiday", DifferenceKind.WITHOUT_EVENTS, ())}
    migration = import_module("tracker.migrations.0010_begin_the_trail")
    for _again in range(2):
        with connection.schema_editor() as editor:
            migration.find_rows_without_trail(apps, editor)
    assert contradictions() == set()
    assert names_of(Holiday.objects.get()) == [("found", "Quốc khánh")]
    assert labels_of(known) == ["insert"]
