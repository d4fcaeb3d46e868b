import re

from django.db import migrations

FIGURES = re.compile(r"(\d+) av (\d+) reflektioner \(\d+\xa0%\), (\d+) personer\.(?: (.+))?", re.DOTALL)


def take_apart(apps, schema_editor):
    """Let citations of saved combinations, kept as Swedish text, be numbers, messages and the reader's own words."""
    rows = apps.get_model("evidence", "Citation").objects.using(schema_editor.connection.alias)
    held = list(rows.filter(source_kind="combination"))
    for row in held:
        found = FIGURES.fullmatch(row.value) if isinstance(row.value, str) else None
        if found:
            row.value = value(int(found[1]), int(found[2]), int(found[3]), found[4] or "")
    rows.bulk_update(held, ["value"], batch_size=500)


def value(part, whole, persons, interpretation):
    share = {"number": ["figure", part, whole, "share"], "decimals": 0, "percent": True}
    behind = {"message": "%(n)s persons", "values": {"n": persons}}
    if persons == 1:
        behind = {"message": "1 person", "values": {}}
    figures = {
        "message": "%(part)s of %(whole)s reflections (%(share)s), %(persons)s",
        "values": {"part": part, "whole": whole, "share": share, "persons": behind},
    }
    if not interpretation:
        return figures
    values = {"figures": figures, "interpretation": interpretation}
    return {"message": "%(figures)s. %(interpretation)s", "values": values}


class Migration(migrations.Migration):
    """What is cited of combinations is kept in parts, as evidence keeps it."""

    dependencies = [("combinations", "0001_initial"), ("evidence", "0002_said_in_parts")]
    operations = [migrations.RunPython(take_apart, migrations.RunPython.noop)]
