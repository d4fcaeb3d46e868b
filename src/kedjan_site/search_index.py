"""Indexes that find words in texts, kept by the database itself: FTS5 in SQLite, a tsvector in PostgreSQL."""

from typing import Any

from django.db import connections

SEARCHED = {"reflection_loop": "lemmas"}
"""Tables with a column of words between spaces, as their rooms make them; the tables' key is `id`."""


def install(alias: str = "default") -> None:
    """Put the indexes in place; done after each migration, since rebuilding a table in SQLite drops what kept them."""
    connection = connections[alias]
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table, column in SEARCHED.items():
            if table not in existing or column not in _columns(connection, cursor, table):
                continue
            if connection.vendor != "sqlite":
                cursor.execute(_postgresql(table, column))
            elif not _kept_in_step(cursor, table):
                for statement in _sqlite(table, column):
                    cursor.execute(statement)


def _columns(connection: Any, cursor: Any, table: str) -> set[str]:
    return {column.name for column in connection.introspection.get_table_description(cursor, table)}


def _kept_in_step(cursor: Any, table: str) -> bool:
    wanted = [f"search_{table}_{event}" for event in ("insert", "update", "delete")]
    cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name IN (%s, %s, %s)", wanted)
    return bool(cursor.fetchone()[0] == len(wanted))


def _postgresql(table: str, column: str) -> str:
    words = f"array_to_tsvector(string_to_array(trim({column}), ' '))"
    return f"CREATE INDEX IF NOT EXISTS search_{table} ON {table} USING gin ({words})"


def _sqlite(table: str, column: str) -> list[str]:
    """Return an index beside the table, which holds no text of its own, filled anew, and what keeps it in step."""
    index = f"search_{table}"
    options = f"{column}, content='{table}', content_rowid='id', columnsize=0, detail=none"
    gone = f"INSERT INTO {index}({index}, rowid, {column}) VALUES ('delete', OLD.id, OLD.{column});"  # noqa: S608  our names
    come = f"INSERT INTO {index}(rowid, {column}) VALUES (NEW.id, NEW.{column});"  # noqa: S608
    events = {"insert": ("INSERT", come), "delete": ("DELETE", gone), "update": (f"UPDATE OF {column}", gone + come)}
    return [
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {index} USING fts5({options}, tokenize='unicode61 remove_diacritics 0')",
        f"INSERT INTO {index}({index}) VALUES ('rebuild')",  # noqa: S608
        *(f"DROP TRIGGER IF EXISTS {index}_{event}" for event in events),
        *(
            f"CREATE TRIGGER {index}_{event} AFTER {when} ON {table} BEGIN {do} END"
            for event, (when, do) in events.items()
        ),
    ]
