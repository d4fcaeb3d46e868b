from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("reports", "0004_citations_in_parts"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="block", name="block_kind_known"),
        migrations.AddConstraint(
            model_name="block",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["text", "table", "picture", "pattern", "quote", "living", "definitions"])
                ),
                name="block_kind_known",
            ),
        ),
    ]
