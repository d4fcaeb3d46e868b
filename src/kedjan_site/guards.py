"""Guards in the database itself: a row points only at rows of its own provider, and the journal is never rewritten."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connections
from django.db.models import ForeignKey

STANDING = {
    "sqlite": (
        "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'"
        " AND (name LIKE 'guard!_%' ESCAPE '!' OR name LIKE 'append!_only!_%' ESCAPE '!')"
    ),
    "postgresql": (
        "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal"
        " AND (tgname LIKE 'guard!_%' ESCAPE '!' OR tgname LIKE 'append!_only!_%' ESCAPE '!')"
    ),
}
APPEND_ONLY = ("journal_entry", "journal_reading", "journal_readperson")
REMOVING = 'EXISTS (SELECT 1 FROM "journal_removal" WHERE underway)'
"""Whether retention has stated itself in this transaction (`kedjan.journal.removing`); no other sees that it has."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """A column of a provider's table that points at another provider's table."""

    table: str
    column: str
    target: str
    target_key: str

    @property
    def name(self) -> str:
        return f"guard_{self.table}_{self.column}"[:60]


def pointers() -> Iterator[Pointer]:
    """Return every foreign key between two models that both belong to a provider."""
    for model in apps.get_models():
        if not model.__module__.startswith("kedjan.") or not owned(model):
            continue
        for field in model._meta.local_fields:
            if (
                isinstance(field, ForeignKey)
                and field.name != "provider"
                and owned(field.related_model)
                and field.column
            ):
                target = field.related_model._meta
                yield Pointer(model._meta.db_table, field.column, target.db_table, str(target.pk.column))


def owned(model: object) -> bool:
    """Return whether the model says which provider its rows belong to."""
    return any(field.name == "provider" for field in model._meta.local_fields)  # type: ignore[attr-defined]  # a Django model


def install(alias: str = "default") -> None:
    """Put the guards in place; done after each migration, since rebuilding a table drops them."""
    connection = connections[alias]
    statements = sqlite_statements() if connection.vendor == "sqlite" else postgresql_statements()
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table, statement in statements:
            if not table or table in existing:
                cursor.execute(statement)


def remove(alias: str = "default") -> None:
    """Take away every guard that stands in the database, those of older models too; `install` puts them in place again.

    Done before a migration, since SQLite cannot rebuild a table that a trigger speaks of, and before a restore.
    """
    connection = connections[alias]
    with connection.cursor() as cursor:
        cursor.execute(STANDING[connection.vendor])
        for name, table in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"' + (f' ON "{table}"' if connection.vendor == "postgresql" else ""))


def sqlite_statements() -> Iterator[tuple[str, str]]:
    """Yield (table, statement) pairs for SQLite; nothing in them comes from outside the models."""
    for p in pointers():
        owner = f'(SELECT provider_id FROM "{p.target}" WHERE "{p.target_key}" = NEW."{p.column}")'  # noqa: S608  our names
        wrong = f'NEW."{p.column}" IS NOT NULL AND {owner} IS NOT NEW.provider_id'
        for event in ("INSERT", "UPDATE"):
            when = f'{event} ON "{p.table}" WHEN {wrong}'
            yield from _sqlite_trigger(f"{p.name}_{event.lower()}", when, p.table, "another provider")
    for table in APPEND_ONLY:
        yield from _sqlite_trigger(f"append_only_{table}", f'UPDATE ON "{table}"', table, "append only")
        removed = f'DELETE ON "{table}" WHEN NOT {REMOVING}'
        yield from _sqlite_trigger(f"append_only_{table}_kept", removed, table, "append only")


def _sqlite_trigger(name: str, when: str, table: str, refusal: str) -> Iterator[tuple[str, str]]:
    yield table, f'DROP TRIGGER IF EXISTS "{name}"'
    yield table, f"CREATE TRIGGER \"{name}\" BEFORE {when} BEGIN SELECT RAISE(ABORT, '{refusal}'); END"


def postgresql_statements() -> Iterator[tuple[str, str]]:
    """Yield (table, statement) pairs for PostgreSQL."""
    yield (
        "",
        """CREATE OR REPLACE FUNCTION kedjan_same_provider() RETURNS trigger AS $$
        DECLARE pointed text; owner uuid;
        BEGIN
          EXECUTE format('SELECT ($1).%I::text', TG_ARGV[0]) INTO pointed USING NEW;
          IF pointed IS NULL THEN RETURN NEW; END IF;
          EXECUTE format('SELECT provider_id FROM %I WHERE %I::text = $1', TG_ARGV[1], TG_ARGV[2])
            INTO owner USING pointed;
          IF owner IS DISTINCT FROM NEW.provider_id THEN
            RAISE EXCEPTION 'another provider' USING ERRCODE = 'check_violation';
          END IF;
          RETURN NEW;
        END $$ LANGUAGE plpgsql""",
    )
    yield (
        "",
        """CREATE OR REPLACE FUNCTION kedjan_append_only() RETURNS trigger AS $$
        BEGIN RAISE EXCEPTION 'append only' USING ERRCODE = 'check_violation'; END $$ LANGUAGE plpgsql""",
    )
    yield (
        "",
        f"""CREATE OR REPLACE FUNCTION kedjan_removed_by_retention() RETURNS trigger AS $$
        BEGIN
          IF {REMOVING} THEN RETURN OLD; END IF;
          RAISE EXCEPTION 'append only' USING ERRCODE = 'check_violation';
        END $$ LANGUAGE plpgsql""",
    )
    for p in pointers():
        event = f'INSERT OR UPDATE OF "{p.column}", provider_id'
        call = f"kedjan_same_provider('{p.column}', '{p.target}', '{p.target_key}')"
        yield from _postgresql_trigger(p.name, p.table, event, call)
    for table in APPEND_ONLY:
        yield from _postgresql_trigger(f"append_only_{table}", table, "UPDATE", "kedjan_append_only()")
        yield from _postgresql_trigger(f"append_only_{table}_kept", table, "DELETE", "kedjan_removed_by_retention()")
        name, each = f"append_only_{table}_whole", "FOR EACH STATEMENT EXECUTE FUNCTION kedjan_append_only()"
        yield table, f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"'
        yield table, f'CREATE TRIGGER "{name}" BEFORE TRUNCATE ON "{table}" {each}'


def _postgresql_trigger(name: str, table: str, event: str, call: str) -> Iterator[tuple[str, str]]:
    yield table, f'DROP TRIGGER IF EXISTS "{name}" ON "{table}"'
    yield table, f'CREATE TRIGGER "{name}" BEFORE {event} ON "{table}" FOR EACH ROW EXECUTE FUNCTION {call}'
