"""School unit codes and other names by which files know a unit."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisation", "0002_unit_service_area")]

    operations = [
        migrations.AddField("unit", "code", models.CharField(blank=True, default="", max_length=8)),
        migrations.AddField("unit", "aliases", models.JSONField(default=list)),
        migrations.AddConstraint(
            "unit",
            models.UniqueConstraint(
                condition=models.Q(("code", ""), _negated=True),
                fields=("provider", "code"),
                name="school_unit_code_once_per_provider",
            ),
        ),
    ]
