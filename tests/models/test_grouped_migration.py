"""A grouped migration gives PostgreSQL the very statements that Django's own way of applying it gives."""

import pytest
from django.db import connection, migrations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from provinces.grouped_migration import GroupedMigration

pytestmark = pytest.mark.django_db


def applied(app: str, name: str, *, grouped: bool) -> tuple[list[str], ProjectState]:
    """Return what a migration would have the database do, without doing it, and the models after it."""
    loader = MigrationLoader(connection)
    migration = loader.disk_migrations[app, name]
    assert isinstance(migration, GroupedMigration)
    state = loader.project_state((app, name), at_end=False)
    assert state.apps.ready  # drawn, as it is while migrations run
    apply = GroupedMigration.apply if grouped else migrations.Migration.apply
    with connection.schema_editor(collect_sql=True, atomic=False) as editor:
        state = apply(migration, state, editor)
        found = [*editor.collected_sql, *map(str, editor.deferred_sql)]
        editor.deferred_sql.clear()
    return found, state


@pytest.mark.parametrize(
    ("app", "name"),
    [
        ("provinces", "0001_initial"),
        ("provinces", "0003_audit_every_table"),
        ("tracker", "0004_hold_the_floor"),
        ("tracker", "0019_file_imports"),
    ],
)
def test_grouped_migration_does_what_django_does_in_its_order(app, name):
    statements, state = applied(app, name, grouped=True)
    statements_one_by_one, state_one_by_one = applied(app, name, grouped=False)
    assert len(statements) > 20
    assert statements == statements_one_by_one
    assert drawn(state) == drawn(state_one_by_one)


def drawn(state: ProjectState) -> dict[tuple[str, str], list[str]]:
    """Return the fields, constraints, indexes and triggers of each model."""
    return {
        label: [
            *(f"{name} {type(field).__name__}" for name, field in model.fields.items()),
            *(named.name for kind in ("constraints", "indexes", "triggers") for named in model.options.get(kind, [])),
            *(field.name for field in state.apps.get_model(*label)._meta.fields),
        ]
        for label, model in state.models.items()
    }
