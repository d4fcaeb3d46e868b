"""What a time indicator is about, and in which unit, are lines like others: of at most 300 characters."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("actions", "0008_strategies_end")]

    operations = [
        migrations.AlterField("strategy", "what", models.CharField(blank=True, max_length=300)),
        migrations.AlterField("strategy", "unit", models.CharField(blank=True, max_length=300)),
    ]
