from django.db import migrations


class Migration(migrations.Migration):
    """Who shared is known by the account, as before; the name is looked up in people when it is shown."""

    dependencies = [("releases", "0002_thresholds")]

    operations = [
        migrations.RemoveField(model_name="release", name="made_by_name"),
        migrations.RemoveField(model_name="thresholdchange", name="made_by_name"),
    ]
