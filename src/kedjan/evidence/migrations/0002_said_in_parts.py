from django.db import migrations, models


def keep_as_they_are(apps, schema_editor):
    """Let what was kept as one text be a part as it is; each room then takes its own citations apart."""
    rows = apps.get_model("evidence", "Citation").objects.using(schema_editor.connection.alias)
    held = list(rows.only("id", "label_text", "value_text"))
    for row in held:
        row.label, row.value = row.label_text, row.value_text
    rows.bulk_update(held, ["label", "value"], batch_size=500)


class Migration(migrations.Migration):
    """Label and value are kept in parts and put into words when they are shown."""

    dependencies = [("evidence", "0001_initial")]

    operations = [
        migrations.RenameField(model_name="citation", old_name="label", new_name="label_text"),
        migrations.RenameField(model_name="citation", old_name="value", new_name="value_text"),
        migrations.AddField(model_name="citation", name="label", field=models.JSONField(default=str)),
        migrations.AddField(model_name="citation", name="value", field=models.JSONField(default=str)),
        migrations.RunPython(keep_as_they_are, migrations.RunPython.noop),
        migrations.RemoveField(model_name="citation", name="label_text"),
        migrations.RemoveField(model_name="citation", name="value_text"),
        migrations.AlterField(model_name="citation", name="label", field=models.JSONField()),
        migrations.AlterField(model_name="citation", name="value", field=models.JSONField()),
    ]
