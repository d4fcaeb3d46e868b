from itertools import batched

from django.db import migrations, models
from django.db.models import Q

CHUNK = 1000


def make_searchable(apps, schema_editor):
    """Give every kept version of every reflection the words it is searched by."""
    from kedjan.reflection.wording import searchable

    loops = apps.get_model("reflection", "Loop")._default_manager.using(schema_editor.connection.alias)
    for some in batched(loops.order_by("id").values_list("id", flat=True).iterator(), CHUNK):
        rows = list(loops.filter(id__in=some).only("id", "text"))
        for row in rows:
            columns = searchable(row.text)
            row.folded, row.lemmas = columns["folded"], columns["lemmas"]
        loops.bulk_update(rows, ["folded", "lemmas"])


class Migration(migrations.Migration):
    """Search texts by their words in whatever form."""

    dependencies = [("reflection", "0006_who_keeps_a_draft")]

    operations = [
        migrations.AddField(model_name="loop", name="lemmas", field=models.TextField(blank=True, default=""), preserve_default=False),
        migrations.RunPython(make_searchable, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="loop",
            constraint=models.CheckConstraint(condition=Q(text="") | ~Q(lemmas=""), name="loop_text_can_be_searched"),
        ),
    ]
