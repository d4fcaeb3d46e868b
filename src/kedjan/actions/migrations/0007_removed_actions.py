"""Actions that came from a file that was undone are removed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("actions", "0006_files_told_elsewhere")]

    operations = [migrations.AddField("action", "removed", models.BooleanField(default=False))]
