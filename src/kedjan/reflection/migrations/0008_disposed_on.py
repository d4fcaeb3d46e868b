from django.db import migrations, models


class Migration(migrations.Migration):
    """Remember on which day what was written in a round was disposed of."""

    dependencies = [("reflection", "0007_texts_by_their_lemmas")]

    operations = [
        migrations.AddField(model_name="round", name="disposed_on", field=models.DateField(null=True)),
    ]
