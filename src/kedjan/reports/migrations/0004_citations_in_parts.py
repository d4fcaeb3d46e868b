import re
from urllib.parse import unquote
from uuid import UUID

from django.db import migrations

NUMBERS = re.compile(r"(\d+) (?:tal|numbers), (\d+) (?:visas inte|not shown)")


def take_apart(apps, schema_editor):
    """Let citations of shared tables, kept as Swedish text, be the table's own message with its counts."""
    alias = schema_editor.connection.alias
    rows = apps.get_model("evidence", "Citation").objects.using(alias)
    held = list(rows.filter(source_kind="shared_table"))
    parts = {row.id: row.source_key.partition("/") for row in held}
    shared = apps.get_model("releases", "Release").objects.using(alias)
    ids = {UUID(hex=release) for release, _, _ in parts.values()}
    titles = {
        (release, table["key"]): (title, table["title"], table["values"])
        for release, title, tables in shared.filter(id__in=ids).values_list("id", "title", "tables")
        for table in tables
    }
    for row in held:
        release, _, table = parts[row.id]
        row.label = label(row.label, titles.get((UUID(hex=release), unquote(table))))
        found = NUMBERS.fullmatch(row.value) if isinstance(row.value, str) else None
        if found:
            values = {"shown": int(found[1]), "hidden": int(found[2])}
            row.value = {"message": "%(shown)s numbers, %(hidden)s not shown", "values": values}
    rows.bulk_update(held, ["label", "value"], batch_size=500)


def label(kept, table):
    """`Delat i juni: Taggar per uppdrag`: the title of what was shared stays, and the table's name is a message."""
    if table is None or not isinstance(kept, str) or not kept.startswith(f"{table[0]}: "):
        return kept
    title, message, values = table
    named = {"message": message, "values": values}
    return {"message": "%(title)s: %(table)s", "values": {"title": title, "table": named}}


class Migration(migrations.Migration):
    """What is cited of shared tables is kept in parts, as evidence keeps it."""

    dependencies = [
        ("reports", "0003_without_names"),
        ("releases", "0003_without_names"),
        ("evidence", "0002_said_in_parts"),
    ]
    operations = [migrations.RunPython(take_apart, migrations.RunPython.noop)]
