from django.db import migrations


class Migration(migrations.Migration):
    """Who agreed to a frame or went above it is known by the account; the name is looked up when it is shown."""

    dependencies = [("tasks", "0001_initial")]

    operations = [
        migrations.RemoveField(model_name="frame", name="set_by_name"),
        migrations.RemoveField(model_name="overrun", name="made_by_name"),
    ]
