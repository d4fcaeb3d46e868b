"""Guards in the database itself: a row points only at rows of its own provider, and the journal is never rewritten."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connections
from django.db.models import ForeignKey

APPEND_ONLY = ("journal_entry", "journal_reading", "journal_readperson")


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
            if isinstance(field, ForeignKey) and field.name != "provider" and owned(field.related_model):
                target = field.related_model._meta
                yield Pointer(model._meta.db_table, field.column, target.db_table, target.pk.column)


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


def sqlite_statements() -> Iterator[tuple[str, str]]:
    """Yield (table, statement) pairs for SQLite; nothing in them comes from outside the models."""
    for p in pointers():
        wrong = f'NEW."{p.column}" IS NOT NULL AND (SELECT provider_id FROM "{p.target}" WHERE "{p.target_key}" = NEW."{p.column}") IS NOT NEW.provider_id'  # noqa: S608,E501  names of our own models
        for event in ("INSERT", "UPDATE"):
            name = f"{p.name}_{event.lower()}"
            yield p.table, f'DROP TRIGGER IF EXISTS "{name}"'
            yield (
                p.table,
                f'CREATE TRIGGER "{name}" BEFORE {event} ON "{p.table}" WHEN {wrong} BEGIN SELECT RAISE(ABORT, \'another provider\'); END',
            )
    for table in APPEND_ONLY:
        name = f"append_only_{table}"
        yield table, f'DROP TRIGGER IF EXISTS "{name}"'
        yield (
            table,
            f'CREATE TRIGGER "{name}" BEFORE UPDATE ON "{table}" BEGIN SELECT RAISE(ABORT, \'append only\'); END',
        )


def postgresql_statements() -> Iterator[tuple[str, str]]:
    """Yield (table, statement) pairs for PostgreSQL."""
    yield (
        "",
        """CREATE OR REPLACE FUNCTION kedjan_same_provider() RETURNS trigger AS $$
        DECLARE pointed text; owner uuid;
        BEGIN
          EXECUTE format('SELECT ($1).%I::text', TG_ARGV[0]) INTO pointed USING NEW;
          IF pointed IS NULL THEN RETURN NEW; END IF;
          EXECUTE format('SELECT provider_id FROM %I WHERE %I::text = $1', TG_ARGV[1], TG_ARGV[2]) INTO owner USING pointed;
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
    for p in pointers():
        yield p.table, f'DROP TRIGGER IF EXISTS "{p.name}" ON "{p.table}"'
        yield (
            p.table,
            (
                f'CREATE TRIGGER "{p.name}" BEFORE INSERT OR UPDATE OF "{p.column}", provider_id ON "{p.table}" FOR EACH ROW '
                f"EXECUTE FUNCTION kedjan_same_provider('{p.column}', '{p.target}', '{p.target_key}')"
            ),
        )
    for table in APPEND_ONLY:
        yield table, f'DROP TRIGGER IF EXISTS "append_only_{table}" ON "{table}"'
        yield (
            table,
            f'CREATE TRIGGER "append_only_{table}" BEFORE UPDATE ON "{table}" FOR EACH ROW EXECUTE FUNCTION kedjan_append_only()',
        )
