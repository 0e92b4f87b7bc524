"""Apply long migrations in groups of operations: the same statements in the same order, in a fraction of the time.

Django draws its picture of the models anew after each operation, some sixty models for each of hundreds of triggers
and constraints; nearly all the time of a first start went there, not to the database.
"""

from itertools import groupby
from typing import Any, ClassVar, Final

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from pgtrigger.migrations import AddTrigger, RemoveTrigger

# Within such a run it is all one whether an operation sees the models after itself or after the whole run: what is
# added is read from the models after, and what it is added to was there before. A model that is made would be made
# with the fields that follow, so models are a run of their own.
_ADDITIONS: Final = (migrations.AddField, migrations.AddConstraint, migrations.AddIndex, AddTrigger, RemoveTrigger)


class GroupedMigration(migrations.Migration):
    """A migration that draws the models once for each run of additions or of new models."""

    operations: ClassVar[list[Operation]]

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        """Apply the operations in their order and return the state of the models after them."""
        if collect_sql:  # `sqlmigrate` tells each operation's statements apart
            return super().apply(project_state, schema_editor, collect_sql)
        for _kind, operations in groupby(enumerate(self.operations), key=_run_of):
            run = [operation for _number, operation in operations]
            old_state = project_state.clone()
            project_state.__dict__.pop("apps", None)  # not drawn again before the next statement needs it
            for operation in run:
                operation.state_forwards(self.app_label, project_state)
            for operation in run:
                operation.database_forwards(self.app_label, schema_editor, old_state, project_state)
        return project_state


def _run_of(numbered: tuple[int, Operation]) -> Any:
    """Return what operations of one run have in common; any other operation is a run of its own."""
    number, operation = numbered
    if isinstance(operation, _ADDITIONS):
        return "additions"
    return "models" if isinstance(operation, migrations.CreateModel) else number
