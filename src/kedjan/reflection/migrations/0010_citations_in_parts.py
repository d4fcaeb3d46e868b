import re

from django.db import migrations

SHARE = re.compile(r"(\d+) av (\d+) \(\d+\xa0%\)")
MEAN = re.compile(r"([−]?)(\d+)(?:,(\d+))? \(n = (\d+)\)")
COUNT = re.compile(r"\d{1,4}|\d{1,3}(?:\xa0\d{3})+")
MEASURES = {
    "tags": "Number of tags",
    "loops": "Number of reflections",
    "tags_per_loop": "Tags per reflection",
    "emotion": "Mean emotion",
}
UNITS = {"tags_per_loop": "per_loop", "emotion": "mean"}


def take_apart(apps, schema_editor):
    """Let citations of a round's numbers, kept as Swedish text, be numbers and messages; what is neither stays."""
    rows = apps.get_model("evidence", "Citation").objects.using(schema_editor.connection.alias)
    held = list(rows.filter(source_kind="loops.cell"))
    for row in held:
        measure = row.source_key.split(":")[1] if row.source_key.count(":") == 4 else ""
        row.label, row.value = label(row.label, measure), value(row.value, measure)
    rows.bulk_update(held, ["label", "value"], batch_size=500)


def label(kept, measure):
    """The name of a measure is a message; where it was taken is somebody's words."""
    if measure not in MEASURES or not isinstance(kept, str) or not kept.endswith(f", {measure}"):
        return kept
    values = {"where": kept.removesuffix(f", {measure}"), "measure": {"message": MEASURES[measure], "values": {}}}
    return {"message": "%(where)s, %(measure)s", "values": values}


def value(kept, measure):
    """`33 av 66 (50 %)`, `−0,1 (n = 65)` and `402`."""
    if not isinstance(kept, str):
        return kept
    if found := SHARE.fullmatch(kept):
        part, whole = int(found[1]), int(found[2])
        values = {"part": part, "whole": whole, "share": number(part, whole, "share", percent=True)}
        return {"message": "%(part)s of %(whole)s (%(share)s)", "values": values}
    if found := MEAN.fullmatch(kept):
        sign, decimals = -1 if found[1] else 1, found[3] or ""
        exact = sign * int(found[2] + decimals), 10 ** len(decimals)
        mean = number(*exact, UNITS.get(measure, "mean"), decimals=len(decimals))
        return {"message": "%(mean)s (n = %(n)s)", "values": {"mean": mean, "n": int(found[4])}}
    if COUNT.fullmatch(kept):
        return number(int(kept.replace("\xa0", "")), 1, "count")
    return {"number": ["missing", ""], "decimals": 0, "percent": False} if kept == "." else kept


def number(numerator, denominator, unit, *, decimals=0, percent=False):
    return {"number": ["figure", numerator, denominator, unit], "decimals": decimals, "percent": percent}


class Migration(migrations.Migration):
    """What is cited of rounds is kept in parts, as evidence keeps it."""

    dependencies = [("reflection", "0009_without_names"), ("evidence", "0002_said_in_parts")]
    operations = [migrations.RunPython(take_apart, migrations.RunPython.noop)]
