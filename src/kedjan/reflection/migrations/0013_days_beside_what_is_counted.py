from django.db import migrations, models

ASKED = ["round", "since", "until", "assignment", "service_area", "emotion", "mask", "respondent", "loop"]


class Migration(migrations.Migration):
    """Put the day beside all else that is counted of a loop, so that a round is read without its texts."""

    dependencies = [("reflection", "0012_evaluations")]

    operations = [
        migrations.RemoveIndex(model_name="loop", name="loops_by_what_is_asked"),
        migrations.AddIndex(
            model_name="loop",
            index=models.Index(fields=[*ASKED, "answered_on"], name="loops_by_what_is_asked"),
        ),
    ]
