"""How a database that holds nothing gets its tables: as they are, not one migration after another."""

from collections.abc import Iterable

from django.db import connections
from django.db.migrations.executor import MigrationExecutor


def holds_nothing(alias: str = "default") -> bool:
    """Return whether nothing was ever started here."""
    return not connections[alias].introspection.table_names()


def begin(alias: str = "default", targets: Iterable[tuple[str, str]] | None = None) -> None:
    """Give an empty database the tables of `targets` (app, migration), or of this version, and note what they do.

    Walking every migration rebuilds the same empty tables over and over, and takes ten times as long. What migrations
    do with rows is left out, since there are none. All of it is done, or nothing.
    """
    connection = connections[alias]
    executor = MigrationExecutor(connection)
    nodes = list(executor.loader.graph.leaf_nodes() if targets is None else targets)
    state = executor.loader.project_state(nodes)
    stands_for = [
        executor.recorder.Migration(app=each.app_label, name=each.name) for each, _ in executor.migration_plan(nodes)
    ]
    with connection.schema_editor() as editor:
        for label in state.models:
            model = state.apps.get_model(*label)
            if model._meta.can_migrate(connection):
                editor.create_model(model)
        editor.create_model(executor.recorder.Migration)
        executor.recorder.migration_qs.bulk_create(stands_for)
