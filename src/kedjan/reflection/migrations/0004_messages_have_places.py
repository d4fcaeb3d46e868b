from django.db import migrations, models


class Migration(migrations.Migration):
    """Give each message its place in the talk: moments may be the same, places are not."""

    dependencies = [("reflection", "0003_recipients_taken_away")]

    operations = [
        migrations.RemoveIndex(model_name="message", name="reflection__loop_ecd5f6_idx"),
        migrations.AddField(
            model_name="message", name="number", field=models.PositiveIntegerField(default=1), preserve_default=False
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(fields=("loop", "number"), name="message_place_once"),
        ),
    ]
