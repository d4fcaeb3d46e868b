from django.db import migrations, models


class Migration(migrations.Migration):
    """Drop the indexes of loops that lead a planner to read most of the table, or that others begin with."""

    dependencies = [("reflection", "0010_citations_in_parts")]

    operations = [
        migrations.AlterField(
            model_name="loop",
            name=name,
            field=models.ForeignKey(db_index=False, on_delete=on_delete, related_name=related_name, to=to),
        )
        for name, on_delete, related_name, to in (
            ("provider", models.PROTECT, "+", "organisation.provider"),
            ("round", models.CASCADE, "loops", "reflection.round"),
            ("service_area", models.PROTECT, "+", "organisation.servicearea"),
        )
    ]
