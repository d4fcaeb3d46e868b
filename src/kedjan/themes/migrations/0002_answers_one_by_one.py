import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Keep every answer about a quote, also those that were changed."""

    dependencies = [("organisation", "0002_unit_service_area"), ("themes", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("allowed", models.BooleanField()),
                ("at", models.DateTimeField()),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.provider"
                    ),
                ),
                (
                    "quote",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="themes.quote"
                    ),
                ),
            ],
        ),
    ]
