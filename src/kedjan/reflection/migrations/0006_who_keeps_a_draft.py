"""A draft remembers which open page kept it last, so that a page never collides with itself."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reflection", "0005_assignment_templates")]

    operations = [
        migrations.AddField(model_name="draft", name="writer", field=models.UUIDField(null=True)),
    ]
