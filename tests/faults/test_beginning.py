"""A place that begins today and one that has followed every change keep the same things in the same way."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings

from kedjan_site import guards, search_index
from kedjan_site.beginning import begin

FOLLOWED, BEGUN = "followed", "begun"
SAID = {
    "sqlite": "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL",
    "postgresql": """
        SELECT 'column', column_name, table_name, concat_ws(' ', data_type, character_maximum_length, is_nullable,
            column_default, is_identity, identity_generation, collation_name)
          FROM information_schema.columns WHERE table_schema = 'public'
        UNION ALL SELECT 'index', indexname, tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'
        UNION ALL SELECT 'constraint', conname, conrelid::regclass::text, pg_get_constraintdef(oid)
          FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
        UNION ALL SELECT 'trigger', tgname, tgrelid::regclass::text, pg_get_triggerdef(oid)
          FROM pg_trigger WHERE NOT tgisinternal
    """,
}
"""How each store is asked for everything that it was told to keep."""


@pytest.fixture
def two(tmp_path: Path, django_db_blocker: Any) -> Iterator[None]:
    """Give two empty databases beside that of the tests."""
    with django_db_blocker.unblock():
        own = {
            alias: {**connections.settings["default"], "NAME": name_of(alias, tmp_path)} for alias in (FOLLOWED, BEGUN)
        }
        for alias, settings in own.items():
            told(f'CREATE DATABASE "{settings["NAME"]}"')
            connections.databases[alias] = settings
        try:
            yield
        finally:
            for alias, settings in own.items():
                connections[alias].close()
                del connections[alias], connections.databases[alias]
                told(f'DROP DATABASE "{settings["NAME"]}"')


class Following:
    """Leads whoever names no database, as some changes of others' tables do, to the one that follows every change."""

    def db_for_read(self, model: object, **hints: object) -> str:
        return FOLLOWED

    db_for_write = db_for_read


def name_of(alias: str, folder: Path) -> str:
    if connection.vendor == "sqlite":
        return str(folder / f"{alias}.sqlite3")
    return f"{connection.settings_dict['NAME']}_{alias}"


def told(statement: str) -> None:
    """Tell PostgreSQL something outside all databases; SQLite's are files."""
    if connection.vendor == "postgresql":
        with connection._nodb_cursor() as cursor:
            cursor.execute(statement)


def kept_in(alias: str) -> list[tuple[str, ...]]:
    """Return every table, index, constraint and trigger as the database itself says them; a table's parts in order."""
    with connections[alias].cursor() as cursor:
        cursor.execute(SAID[connection.vendor])
        return sorted((*named, parts_of(sql) if named[0] == "table" else sql) for *named, sql in cursor.fetchall())


def parts_of(sql: str) -> str:
    """Return a table as SQLite was told it, its columns and constraints in alphabetical order."""
    begins, _, rest = sql.partition("(")
    parts, depth, part = [], 0, ""
    for each in rest.rpartition(")")[0]:
        depth += {"(": 1, ")": -1}.get(each, 0)
        if each == "," and depth == 0:
            parts.append(part.strip())
            part = ""
        else:
            part += each
    return re.sub(r"\s+", " ", f"{begins}({', '.join(sorted([*parts, part.strip()]))})")


def rows_in(alias: str) -> dict[str, int]:
    """Return how many rows each of our own models has, where it has any."""
    rooms = [model for model in apps.get_models() if model.__module__.startswith("kedjan.")]
    counted = {model._meta.label: model._base_manager.using(alias).count() for model in rooms}
    return {label: number for label, number in counted.items() if number}


def test_a_place_that_begins_today_has_what_one_has_that_followed_every_change(two: None) -> None:
    executor = MigrationExecutor(connections[FOLLOWED])
    with override_settings(DATABASE_ROUTERS=[Following()]):
        executor.migrate(executor.loader.graph.leaf_nodes())
    begin(BEGUN)
    for alias in (FOLLOWED, BEGUN):
        guards.install(alias)
        search_index.install(alias)
    followed, begun = kept_in(FOLLOWED), kept_in(BEGUN)
    assert len(begun) > 300
    assert [each for each in followed if each not in begun] == [each for each in begun if each not in followed] == []
    noted = [set(MigrationRecorder(connections[alias]).applied_migrations()) for alias in (FOLLOWED, BEGUN)]
    assert noted[0] == noted[1] == set(executor.loader.disk_migrations)
    assert rows_in(FOLLOWED) == rows_in(BEGUN) == {}, "a change that writes rows of its own would be missed"
